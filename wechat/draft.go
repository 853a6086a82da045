package wechat

import "context"

// DraftService reads the draft box 草稿箱. A draft leaves it, without a trace,
// when it is published, mass-sent or deleted.
type DraftService service

// Count returns how many drafts the box holds.
//
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_count.html
//
//wechat:api GET /cgi-bin/draft/count
func (s *DraftService) Count(ctx context.Context) (int, error) {
	var total integer
	err := s.client.do(ctx, call{method: "GET", path: "/cgi-bin/draft/count", require: listRequires}, members{"total_count": &total})
	return int(total), err
}

// BatchGet returns one page of drafts. The order is undocumented; observed is
// by creation, newest first, whatever was edited since. Past the end the page
// is empty.
//
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_batchget.html
//
//wechat:api POST /cgi-bin/draft/batchget
func (s *DraftService) BatchGet(ctx context.Context, r BatchGetRequest) (*NewsPage, error) {
	return s.client.newsPage(ctx, "/cgi-bin/draft/batchget", r.wire())
}

// Get returns one draft. A draft that is not in the box, or no longer, is an
// Error with code 40007, which Classify calls Gone.
//
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_getdraft.html
//
//wechat:api POST /cgi-bin/draft/get
func (s *DraftService) Get(ctx context.Context, mediaID string) (*News, error) {
	return s.client.news(ctx, "/cgi-bin/draft/get", wireMediaID{mediaID})
}

type wireMediaID struct {
	MediaID string `json:"media_id"`
}

// newsPage calls an interface that lists items by media_id.
func (c *Client) newsPage(ctx context.Context, path string, body any) (*NewsPage, error) {
	var page NewsPage
	list := listAnswer{add: func(w wireItem) {
		page.Items = append(page.Items, NewsItem{MediaID: string(w.MediaID), News: w.news()})
	}}
	if err := c.do(ctx, call{method: "POST", path: path, body: body, require: listRequires}, list.members()); err != nil {
		return nil, err
	}
	page.TotalCount, page.ItemCount = int(list.total), int(list.count)
	return &page, nil
}

// news calls an interface that returns one item's articles.
func (c *Client) news(ctx context.Context, path string, body any) (*News, error) {
	var w wireNews
	if err := c.do(ctx, call{method: "POST", path: path, body: body, require: []string{"news_item"}}, newsMembers(&w)); err != nil {
		return nil, err
	}
	n := w.news()
	return &n, nil
}
