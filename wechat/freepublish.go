package wechat

import "context"

// FreePublishService reads what was published 发布 without a mass send; no
// interface lists what was mass-sent. Since 2025-07 accounts that are not
// verified get 48001 from all of it.
// https://developers.weixin.qq.com/doc/subscription/guide/product/publish.html
type FreePublishService service

// BatchGet returns one page of published items. The order is undocumented and
// observed not to be by time: never stop early on it.
//
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_batchget.html
//
//wechat:api POST /cgi-bin/freepublish/batchget
func (s *FreePublishService) BatchGet(ctx context.Context, r BatchGetRequest) (*PublishedPage, error) {
	var page PublishedPage
	list := listAnswer{add: func(w wireItem) {
		page.Items = append(page.Items, PublishedItem{ArticleID: string(w.ArticleID), News: w.news()})
	}}
	x := call{method: "POST", path: "/cgi-bin/freepublish/batchget", body: r.wire(), require: listRequires}
	if err := s.client.do(ctx, x, list.members()); err != nil {
		return nil, err
	}
	page.TotalCount, page.ItemCount = int(list.total), int(list.count)
	return &page, nil
}

// GetArticle returns one published item. One that does not exist is an Error
// with code 53600, which Classify calls Gone.
//
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublishgetarticle.html
//
//wechat:api POST /cgi-bin/freepublish/getarticle
func (s *FreePublishService) GetArticle(ctx context.Context, articleID string) (*News, error) {
	return s.client.news(ctx, "/cgi-bin/freepublish/getarticle", wireArticleID{articleID})
}
