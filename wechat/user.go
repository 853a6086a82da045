package wechat

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
)

// UserService reads followers and keeps a remark on each. Only verified
// accounts may. WeChat has told neither name nor picture since 2021-12-27.
// https://developers.weixin.qq.com/doc/service/guide/product/unionid.html
type UserService service

// MaxUserInfo is how many OpenIDs InfoBatch takes.
const MaxUserInfo = 100

// A UserPage is one page of OpenIDs, up to 10,000.
type UserPage struct {
	Total   int // of the whole list; 0 from Tag.Members, which does not tell
	Count   int // on this page
	OpenIDs []string

	// NextOpenID is where the next page begins. The list ends with a page
	// that names none or has no OpenIDs: the last full one still names its
	// own last OpenID.
	NextOpenID string
}

// Get returns one page of the followers' OpenIDs, the first one for an empty
// nextOpenID. The list may move between two pages, and its order is documented
// nowhere.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans.html
//
//wechat:api GET /cgi-bin/user/get
func (s *UserService) Get(ctx context.Context, nextOpenID string) (*UserPage, error) {
	x := call{method: "GET", path: "/cgi-bin/user/get", require: []string{"total", "count"}}
	if nextOpenID != "" {
		x.query = url.Values{"next_openid": {nextOpenID}}
	}
	return s.client.userPage(ctx, x)
}

// userPage calls an interface that lists OpenIDs.
func (c *Client) userPage(ctx context.Context, x call) (*UserPage, error) {
	var total, count integer
	var next text
	var data struct {
		OpenID []string `json:"openid"`
	}
	err := c.do(ctx, x, members{"total": &total, "count": &count, "data": &data, "next_openid": &next})
	if err != nil {
		return nil, err
	}
	if count > 0 && len(data.OpenID) == 0 {
		// Taken for the end of the list it would make strangers of followers.
		return nil, &TransportError{Path: x.path, Status: http.StatusOK, Kind: KindShape, Err: errors.New("the page counts openids and has none")}
	}
	return &UserPage{Total: int(total), Count: int(count), OpenIDs: data.OpenID, NextOpenID: string(next)}, nil
}

// A UserInfo is what WeChat tells about a follower; of who does not follow
// only OpenID is set.
type UserInfo struct {
	OpenID         string
	Subscribed     bool
	SubscribeTime  int64  // Unix seconds of the last follow
	UnionID        string // only where an Open Platform account binds this one
	Remark         string
	TagIDs         []int
	SubscribeScene string // how the follow came about, as in "ADD_SCENE_QR_CODE"

	// QRScene and QRSceneStr are the scene of the code that led to the follow,
	// made with a number or with a text. Later scans do not change them.
	QRScene    int64
	QRSceneStr string
}

// Scene returns the scene of the code that led to the follow, as pushes name
// it, and nothing where it was none.
func (u UserInfo) Scene() string {
	if u.QRSceneStr == "" && u.QRScene != 0 {
		return strconv.FormatInt(u.QRScene, 10)
	}
	return u.QRSceneStr
}

// InfoBatch returns what WeChat tells about 1 to MaxUserInfo followers; another
// number is a RequestError. The order is documented nowhere: go by OpenID.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo.html
//
//wechat:api POST /cgi-bin/user/info/batchget
func (s *UserService) InfoBatch(ctx context.Context, openIDs []string) ([]UserInfo, error) {
	const path = "/cgi-bin/user/info/batchget"
	if err := batchSize(path, openIDs, MaxUserInfo); err != nil {
		return nil, err
	}
	var body struct {
		UserList []wireOpenID `json:"user_list"`
	}
	for _, id := range openIDs {
		body.UserList = append(body.UserList, wireOpenID{id})
	}
	var infos []UserInfo
	x := call{method: "POST", path: path, body: body, require: []string{"user_info_list"}}
	err := s.client.do(ctx, x, members{"user_info_list": each(func(w wireUserInfo) { infos = append(infos, w.info()) })})
	if err != nil {
		return nil, err
	}
	return infos, nil
}

type wireOpenID struct {
	OpenID string `json:"openid"`
}

type wireUserInfo struct {
	OpenID         string    `json:"openid"`
	Subscribe      integer   `json:"subscribe"`
	SubscribeTime  integer   `json:"subscribe_time"`
	UnionID        text      `json:"unionid"`
	Remark         text      `json:"remark"`
	TagIDList      []integer `json:"tagid_list"`
	SubscribeScene text      `json:"subscribe_scene"` // a number by one of two pages
	QRScene        integer   `json:"qr_scene"`
	QRSceneStr     text      `json:"qr_scene_str"`
}

func (w wireUserInfo) info() UserInfo {
	u := UserInfo{
		OpenID:         w.OpenID,
		Subscribed:     w.Subscribe != 0,
		SubscribeTime:  int64(w.SubscribeTime),
		UnionID:        string(w.UnionID),
		Remark:         string(w.Remark),
		SubscribeScene: string(w.SubscribeScene),
		QRScene:        int64(w.QRScene),
		QRSceneStr:     string(w.QRSceneStr),
	}
	for _, id := range w.TagIDList {
		u.TagIDs = append(u.TagIDs, int(id))
	}
	return u
}

// Remark sets the follower's remark, which an empty one removes. It must have
// less than 30 bytes: a longer one is an Error with code 40092, somebody who
// does not follow one with 43004.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_updateremark.html
//
//wechat:api POST /cgi-bin/user/info/updateremark
func (s *UserService) Remark(ctx context.Context, openID, remark string) error {
	x := call{method: "POST", path: "/cgi-bin/user/info/updateremark", require: acknowledged, body: struct {
		OpenID string `json:"openid"`
		Remark string `json:"remark"`
	}{openID, remark}}
	return s.client.do(ctx, x, nil)
}
