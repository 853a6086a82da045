package wechat

import "context"

// TagService keeps the account's tags 标签 and gives them to followers: at most
// 100 tags, and 20 on a follower. Only verified accounts may.
type TagService service

// MaxTagBatch is how many OpenIDs BatchTag and BatchUntag take.
const MaxTagBatch = 50

// A Tag is a tag of the account. WeChat made those with the ids 0, 1 and 2.
type Tag struct {
	ID    int
	Name  string
	Count int // followers who have it; 0 where the interface does not tell
}

// Create makes a tag and returns it with its id. The name has at most 30
// characters, or bytes: WeChat's page says both. The errors to expect are 45157
// for a name that is taken or not allowed, 45158 for a long one, and 45056 for
// one tag too many.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_createtag.html
//
//wechat:api POST /cgi-bin/tags/create
func (s *TagService) Create(ctx context.Context, name string) (*Tag, error) {
	var w wireTag
	x := call{method: "POST", path: "/cgi-bin/tags/create", body: tagBody(tagName{Name: name}), require: []string{"tag"}}
	if err := s.client.do(ctx, x, members{"tag": &w}); err != nil {
		return nil, err
	}
	t := w.tag()
	return &t, nil
}

// All returns the account's tags, WeChat's own included.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_gettags.html
//
//wechat:api GET /cgi-bin/tags/get
func (s *TagService) All(ctx context.Context) ([]Tag, error) {
	var tags []Tag
	x := call{method: "GET", path: "/cgi-bin/tags/get", require: []string{"tags"}}
	err := s.client.do(ctx, x, members{"tags": each(func(w wireTag) { tags = append(tags, w.tag()) })})
	if err != nil {
		return nil, err
	}
	return tags, nil
}

// Update renames a tag. One of WeChat's own is an Error with code 45058.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_updatetag.html
//
//wechat:api POST /cgi-bin/tags/update
func (s *TagService) Update(ctx context.Context, id int, name string) error {
	x := call{method: "POST", path: "/cgi-bin/tags/update", body: tagBody(tagIDName{id, name}), require: acknowledged}
	return s.client.do(ctx, x, nil)
}

// Delete deletes a tag and takes it from its followers. With more than 100,000
// of them it is an Error with code 45057: untag them first.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_deletetag.html
//
//wechat:api POST /cgi-bin/tags/delete
func (s *TagService) Delete(ctx context.Context, id int) error {
	x := call{method: "POST", path: "/cgi-bin/tags/delete", body: tagBody(tagID{id}), require: acknowledged}
	return s.client.do(ctx, x, nil)
}

// Members returns one page of the followers who have the tag, the first one
// for an empty nextOpenID. How many a page has is not documented; it is ended
// like User.Get's.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_gettagfans.html
//
//wechat:api POST /cgi-bin/user/tag/get
func (s *TagService) Members(ctx context.Context, id int, nextOpenID string) (*UserPage, error) {
	return s.client.userPage(ctx, call{method: "POST", path: "/cgi-bin/user/tag/get", require: []string{"count"}, body: struct {
		TagID      int    `json:"tagid"`
		NextOpenID string `json:"next_openid"`
	}{id, nextOpenID}})
}

// BatchTag gives the tag to 1 to MaxTagBatch followers; another number is a
// RequestError. It returns those who did not get it while the others did
// (45171), to be tried again alone. An error is about all of them: for one
// follower with 20 tags it is an Error with code 45059, for one that another
// call is tagging at that moment one with 45169, so make one call at a time.
// Giving a tag twice does no harm. 45159, no such tag, has been seen for tags
// that exist while others were given at once: ask All before believing it.
// https://developers.weixin.qq.com/community/develop/doc/0006a0ed570df009f33b47b9751c00
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_batchtagging.html
//
//wechat:api POST /cgi-bin/tags/members/batchtagging
func (s *TagService) BatchTag(ctx context.Context, id int, openIDs []string) (failed []string, err error) {
	return s.client.changeTag(ctx, "/cgi-bin/tags/members/batchtagging", id, openIDs)
}

// BatchUntag takes the tag from 1 to MaxTagBatch followers, and fails as
// BatchTag does.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_batchuntagging.html
//
//wechat:api POST /cgi-bin/tags/members/batchuntagging
func (s *TagService) BatchUntag(ctx context.Context, id int, openIDs []string) (failed []string, err error) {
	return s.client.changeTag(ctx, "/cgi-bin/tags/members/batchuntagging", id, openIDs)
}

// someFailed is the refusal of a part, named in the same answer.
const someFailed = 45171

func (c *Client) changeTag(ctx context.Context, path string, id int, openIDs []string) (failed []string, err error) {
	if err := batchSize(path, openIDs, MaxTagBatch); err != nil {
		return nil, err
	}
	x := call{method: "POST", path: path, require: acknowledged, body: struct {
		OpenIDList []string `json:"openid_list"`
		TagID      int      `json:"tagid"`
	}{openIDs, id}}
	err = c.do(ctx, x, members{"fail_openid_list": each(func(openID string) { failed = append(failed, openID) })})
	if err != nil && (Code(err) != someFailed || len(failed) == 0) {
		return nil, err
	}
	return failed, nil
}

type tagID struct {
	ID int `json:"id"`
}

type tagName struct {
	Name string `json:"name"`
}

type tagIDName struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// tagBody wraps what names a tag as WeChat wants it.
func tagBody(named any) any {
	return struct {
		Tag any `json:"tag"`
	}{named}
}

type wireTag struct {
	ID    integer `json:"id"`
	Name  text    `json:"name"`
	Count integer `json:"count"`
}

func (w wireTag) tag() Tag { return Tag{ID: int(w.ID), Name: string(w.Name), Count: int(w.Count)} }
