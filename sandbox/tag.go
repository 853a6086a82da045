package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxTags       = 100 // of an account
	maxTagName    = 30  // characters; one page says bytes
	maxTagBatch   = 50
	tagsOfOne     = 20
	tagTooPopular = 100_000 // followers; above it a tag cannot be deleted
	firstTag      = 100     // smaller ids are WeChat's
	starTag       = 2
)

// tag is a label on followers.
type tag struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// systemTags are there from the beginning and cannot be changed.
func systemTags() []tag { return []tag{{starTag, "星标组"}} }

func isSystemTag(id int) bool { return id >= 0 && id <= 2 }

// Tags are the account's tags, WeChat's own included, as id and name.
func (c *AccountControl) Tags() map[int]string {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	names := map[int]string{}
	for _, t := range c.acct.tags {
		names[t.ID] = t.Name
	}
	return names
}

// FailTagging makes the next call that gives or takes a tag fail for these
// followers and work for the others (45171).
func (c *AccountControl) FailTagging(openIDs ...string) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	c.acct.failTagging = slices.Clone(openIDs)
}

// TagQuietly gives followers a tag by its id as the account's owner does on
// mp.weixin.qq.com: any number of them at once, counted nowhere. Unknown OpenIDs
// and those who have the tag are passed over.
func (c *AccountControl) TagQuietly(id int, openIDs ...string) {
	c.change(func(a *account) {
		for _, openID := range openIDs {
			if f, err := a.roster.hold(openID); err == nil && f.Followed && !slices.Contains(f.Tags, id) {
				f.Tags = append(slices.Clone(f.Tags), id)
			}
		}
	})
}

type tagRequest struct {
	Tag struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	} `json:"tag"`
}

// checkName refuses a name: empty or taken is 45157, too long 45158. The caller
// holds a.mu.
func (a *account) checkTagName(name string, id int) error {
	switch {
	case utf8.RuneCountInString(name) > maxTagName:
		return refuse(45158)
	case strings.TrimSpace(name) == "":
		return refuse(45157)
	}
	for _, t := range a.tags {
		if t.Name == name && t.ID != id {
			return refuse(45157)
		}
	}
	return nil
}

// createTag answers POST /cgi-bin/tags/create
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_createtag.html).
func createTag(c *call) (any, error) {
	var q tagRequest
	if err := c.readArticles(&q); err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.checkTagName(q.Tag.Name, 0); err != nil {
		return nil, err
	}
	if len(a.tags)-len(systemTags()) >= maxTags {
		return nil, refuse(45056)
	}
	a.lastTag = max(a.lastTag, firstTag-1) + 1
	made := tag{a.lastTag, q.Tag.Name}
	a.tags = append(a.tags, made)
	a.sandbox.changed()
	return struct {
		Tag tag `json:"tag"`
	}{made}, nil
}

type countedTag struct {
	tag
	Count int `json:"count"`
}

// listTags answers GET /cgi-bin/tags/get
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_gettags.html).
func listTags(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	counts := map[int]int{}
	for _, f := range a.roster.Others {
		for _, id := range f.Tags {
			counts[id]++
		}
	}
	list := []countedTag{}
	for _, t := range a.tags {
		list = append(list, countedTag{t, counts[t.ID]})
	}
	return struct {
		Tags []countedTag `json:"tags"`
	}{list}, nil
}

// tagAt is where a tag is among the account's, or the refusal. The caller holds
// a.mu.
func (a *account) tagAt(id int) (int, error) {
	if at := slices.IndexFunc(a.tags, func(t tag) bool { return t.ID == id }); at >= 0 {
		return at, nil
	}
	return 0, refuse(45159)
}

// renameTag answers POST /cgi-bin/tags/update
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_updatetag.html).
func renameTag(c *call) (any, error) {
	var q tagRequest
	if err := c.readArticles(&q); err != nil {
		return nil, err
	}
	if isSystemTag(q.Tag.ID) {
		return nil, refuse(45058)
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	at, err := a.tagAt(q.Tag.ID)
	if err != nil {
		return nil, err
	}
	if err := a.checkTagName(q.Tag.Name, q.Tag.ID); err != nil {
		return nil, err
	}
	a.tags[at].Name = q.Tag.Name
	a.sandbox.changed()
	return ok(), nil
}

// deleteTag answers POST /cgi-bin/tags/delete
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_deletetag.html).
func deleteTag(c *call) (any, error) {
	var q tagRequest
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if isSystemTag(q.Tag.ID) {
		return nil, refuse(45058)
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	at, err := a.tagAt(q.Tag.ID)
	if err != nil {
		return nil, err
	}
	having := a.roster.tagged(q.Tag.ID)
	if len(having) > tagTooPopular {
		return nil, refuse(45057)
	}
	for _, f := range having {
		f.untag(q.Tag.ID)
	}
	a.tags = slices.Delete(a.tags, at, at+1)
	a.sandbox.changed()
	return ok(), nil
}

func (f *follower) untag(id int) {
	f.Tags = slices.DeleteFunc(slices.Clone(f.Tags), func(t int) bool { return t == id })
}

type taggingRequest struct {
	OpenIDList []string `json:"openid_list"`
	TagID      *int     `json:"tagid"`
}

// giveTag answers POST /cgi-bin/tags/members/batchtagging
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_batchtagging.html).
func giveTag(c *call) (any, error) {
	return c.changeTag(func(f *follower, id int) {
		if !slices.Contains(f.Tags, id) {
			f.Tags = append(slices.Clone(f.Tags), id)
		}
	}, func(f *follower, id int) bool { return len(f.Tags) < tagsOfOne || slices.Contains(f.Tags, id) })
}

// takeTag answers POST /cgi-bin/tags/members/batchuntagging
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_batchuntagging.html).
func takeTag(c *call) (any, error) {
	return c.changeTag((*follower).untag, func(*follower, int) bool { return true })
}

// taggingTime is how long a call works on its followers, by the network's
// time; another call for one of them is refused meanwhile.
const taggingTime = 2 * time.Millisecond

// changeTag gives or takes a tag. Followers who left are in fail_openid_list
// and the others are served (45171); for one with 20 tags all are refused.
func (c *call) changeTag(apply func(*follower, int), room func(*follower, int) bool) (any, error) {
	var q taggingRequest
	if err := c.read(&q); err != nil {
		return nil, err
	}
	switch {
	case q.TagID == nil:
		return nil, refuse(40097)
	case len(q.OpenIDList) < 1 || len(q.OpenIDList) > maxTagBatch:
		return nil, refuse(40032)
	}
	list, err := c.beginTagging(q, room)
	if err != nil {
		return nil, err
	}
	c.sandbox.wait(c.request, max(taggingTime, c.sandbox.Latency()))
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	var failed []string
	for _, f := range list {
		f.tagging = false
		if !f.Followed || slices.Contains(a.failTagging, f.OpenID) {
			failed = append(failed, f.OpenID)
			continue
		}
		apply(f, *q.TagID)
	}
	a.failTagging = nil
	a.sandbox.changed()
	if len(failed) > 0 {
		return struct {
			done
			FailOpenIDList []string `json:"fail_openid_list"`
		}{done{45171, textOf(45171) + " rid: " + requestID(c.now)}, failed}, nil
	}
	return ok(), nil
}

// beginTagging checks a call and marks its followers as being worked on.
func (c *call) beginTagging(q taggingRequest, room func(*follower, int) bool) ([]*follower, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, err := a.tagAt(*q.TagID); err != nil {
		return nil, err
	}
	var list []*follower
	for _, id := range q.OpenIDList {
		f, err := a.roster.find(id)
		switch {
		case err != nil || f.Since == 0:
			return nil, refuse(49003)
		case f.tagging:
			return nil, refuse(45169)
		case !room(f, *q.TagID):
			return nil, refuse(45059)
		}
		list = append(list, f)
	}
	for i, f := range list {
		list[i], _ = a.roster.hold(f.OpenID) // found above
		list[i].tagging = true
	}
	return list, nil
}

// listTagged answers POST /cgi-bin/user/tag/get, as user/get answers
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_gettagfans.html).
// Its page is assumed to be as large.
func listTagged(c *call) (any, error) {
	var q struct {
		TagID      int    `json:"tagid"`
		NextOpenID string `json:"next_openid"`
	}
	if err := c.read(&q); err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, err := a.tagAt(q.TagID); err != nil {
		return nil, err
	}
	var ids []string
	for _, f := range a.roster.tagged(q.TagID) {
		ids = append(ids, f.OpenID)
	}
	slices.SortFunc(ids, cmp.Compare[string])
	from, found := slices.BinarySearch(ids, q.NextOpenID)
	if found {
		from++
	}
	ids = ids[from:min(from+followersPage, len(ids))]
	answer := struct {
		Count      int      `json:"count"`
		Data       *openIDs `json:"data,omitempty"`
		NextOpenID string   `json:"next_openid"`
	}{Count: len(ids)}
	if len(ids) > 0 {
		answer.Data, answer.NextOpenID = &openIDs{ids}, ids[len(ids)-1]
	}
	return answer, nil
}

// listTagsOf answers POST /cgi-bin/tags/getidlist
// (https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_gettagidlist.html).
func listTagsOf(c *call) (any, error) {
	id, err := idOf(c, "openid")
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.find(id)
	if err != nil || f.Since == 0 {
		return nil, refuse(40003)
	}
	return struct {
		TagIDList []int `json:"tagid_list"`
	}{append([]int{}, f.Tags...)}, nil
}
