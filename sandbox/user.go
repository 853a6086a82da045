package sandbox

import (
	"cmp"
	"strconv"
)

// followersPage is how many OpenIDs user/get answers at once where no test set
// another number, and user/tag/get always.
const followersPage = 10_000

type openIDs struct {
	OpenID []string `json:"openid"`
}

type followersAnswer struct {
	Total      int      `json:"total"`
	Count      int      `json:"count"`
	Data       *openIDs `json:"data,omitempty"` // absent when there is none
	NextOpenID string   `json:"next_openid"`
}

// listFollowers answers GET /cgi-bin/user/get
// (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans.html).
// The last page still names its last OpenID as next_openid; only the empty page
// after it, without data, names none. The order, oldest first, is assumed.
func listFollowers(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	ids, err := a.roster.after(c.request.URL.Query().Get("next_openid"), cmp.Or(a.followersPage, followersPage))
	if err != nil {
		return nil, refuse(40003)
	}
	answer := followersAnswer{Total: a.roster.total(), Count: len(ids)}
	if len(ids) > 0 {
		answer.Data, answer.NextOpenID = &openIDs{ids}, ids[len(ids)-1]
	}
	return answer, nil
}

// SetFollowersPage sets how many OpenIDs user/get answers at once; WeChat
// answers 10,000. 0 is that again.
func (c *AccountControl) SetFollowersPage(n int) {
	c.change(func(a *account) { a.followersPage = n })
}

// userInfo is a follower as user/info tells of him: neither name nor picture,
// since 2021-12-27. For who does not follow it is the first two fields only.
type userInfo struct {
	Subscribe int    `json:"subscribe"`
	OpenID    string `json:"openid"`
	*followedInfo
}

type followedInfo struct {
	Language       string `json:"language"`
	SubscribeTime  int64  `json:"subscribe_time"`
	UnionID        string `json:"unionid,omitempty"`
	Remark         string `json:"remark"`
	GroupID        int    `json:"groupid"`
	TagIDList      []int  `json:"tagid_list"`
	SubscribeScene string `json:"subscribe_scene"`
	QRScene        int    `json:"qr_scene"`
	QRSceneStr     string `json:"qr_scene_str"`
}

func infoOf(f *follower) userInfo {
	if !f.Followed {
		return userInfo{OpenID: f.OpenID}
	}
	info := &followedInfo{
		SubscribeTime: f.Since, Remark: f.Remark, TagIDList: append([]int{}, f.Tags...), SubscribeScene: f.Scene,
	}
	if f.PersonID != "" {
		info.UnionID = unionID(f.PersonID)
	}
	if len(f.Tags) > 0 {
		info.GroupID = f.Tags[0]
	}
	if n, err := strconv.Atoi(f.QRScene); err == nil {
		info.QRScene = n
	} else {
		info.QRSceneStr = f.QRScene
	}
	return userInfo{Subscribe: 1, OpenID: f.OpenID, followedInfo: info}
}

// readFollower answers GET /cgi-bin/user/info
// (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo.html).
func readFollower(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.find(c.request.URL.Query().Get("openid"))
	if err != nil || f.Since == 0 {
		return nil, refuse(40003)
	}
	return infoOf(f), nil
}

// readFollowers answers POST /cgi-bin/user/info/batchget, 100 at the most
// (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo.html).
func readFollowers(c *call) (any, error) {
	var q struct {
		UserList []struct {
			OpenID string `json:"openid"`
		} `json:"user_list"`
	}
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if len(q.UserList) < 1 || len(q.UserList) > 100 {
		return nil, refuse(40032)
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	list := []userInfo{}
	for _, u := range q.UserList {
		f, err := a.roster.find(u.OpenID)
		if err != nil || f.Since == 0 {
			return nil, refuse(40003)
		}
		list = append(list, infoOf(f))
	}
	return struct {
		UserInfoList []userInfo `json:"user_info_list"`
	}{list}, nil
}

// maxRemark is in bytes, by WeChat's page: it must be shorter than 30.
const maxRemark = 29

// writeRemark answers POST /cgi-bin/user/info/updateremark
// (https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_updateremark.html).
func writeRemark(c *call) (any, error) {
	var q struct {
		OpenID string `json:"openid"`
		Remark string `json:"remark"`
	}
	if err := c.readArticles(&q); err != nil {
		return nil, err
	}
	if len(q.Remark) > maxRemark {
		return nil, refuse(40092)
	}
	if err := c.acct.knownFollower(q.OpenID); err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.hold(q.OpenID)
	switch {
	case err != nil:
		return nil, refuse(40003)
	case !f.Followed:
		return nil, refuse(43004)
	}
	f.Remark = q.Remark
	a.sandbox.changed()
	return ok(), nil
}
