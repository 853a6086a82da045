package wechat

import (
	"context"
	"errors"
	"net/http"
)

// FreePublishService publishes drafts without a mass send 发布, and reads what
// was published so; no interface lists what was mass-sent. Since 2025-07 accounts that are not
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

// A PublishReceipt names a publication that WeChat took. It says nothing of its
// success, of which the push PUBLISHJOBFINISH and Status tell.
type PublishReceipt struct {
	PublishID string
	MsgDataID int64 // the first half of datacube's msgid; 0 where WeChat tells none
}

// Submit publishes a draft, which consumes it, and tells no follower. 53503,
// 53504 and 53505 are drafts that must be mended, or published, or saved by
// hand on mp.weixin.qq.com. After a TransportError nobody knows whether WeChat
// took it: a draft that Draft.Get no longer knows was taken.
//
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_submit.html
//
//wechat:api POST /cgi-bin/freepublish/submit
func (s *FreePublishService) Submit(ctx context.Context, mediaID string) (*PublishReceipt, error) {
	const path = "/cgi-bin/freepublish/submit"
	var id text
	var dataID integer
	x := call{method: "POST", path: path, body: wireMediaID{mediaID}, require: []string{"publish_id"}}
	if err := s.client.do(ctx, x, members{"publish_id": &id, "msg_data_id": &dataID}); err != nil {
		return nil, err
	}
	if id == "" {
		return nil, &TransportError{Path: path, Status: http.StatusOK, Kind: KindShape, Err: errors.New("the publish_id is empty")}
	}
	return &PublishReceipt{PublishID: string(id), MsgDataID: int64(dataID)}, nil
}

// The states of a publication.
const (
	PublishDone        = 0
	PublishRunning     = 1
	PublishNotOriginal = 2
	PublishFailed      = 3
	PublishRefused     = 4 // by the platform's review
	PublishDeleted     = 5 // done, then all deleted by the account
	PublishBanned      = 6 // done, then all banned by the platform
)

// A Publication is how far publishing a draft is.
type Publication struct {
	Status    int      // one of the constants above
	ArticleID string   // of all its articles together; empty unless done
	URLs      []string // of its articles, in their order, "" where WeChat tells none
	FailIdx   []int    // from 1: the articles for which it was refused
}

// Status returns how far a publication is. 53502 is an id that is none.
//
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_get.html
//
//wechat:api POST /cgi-bin/freepublish/get
func (s *FreePublishService) Status(ctx context.Context, publishID string) (*Publication, error) {
	var status integer
	var articleID text
	var detail struct {
		Item []struct {
			Idx        integer `json:"idx"`
			ArticleURL string  `json:"article_url"`
		} `json:"item"`
	}
	var failed []integer
	x := call{method: "POST", path: "/cgi-bin/freepublish/get", require: []string{"publish_status"}, body: struct {
		PublishID string `json:"publish_id"`
	}{publishID}}
	err := s.client.do(ctx, x, members{
		"publish_status": &status, "article_id": &articleID, "article_detail": &detail, "fail_idx": &failed,
	})
	if err != nil {
		return nil, err
	}
	p := Publication{Status: int(status), ArticleID: string(articleID)}
	for _, item := range detail.Item {
		for len(p.URLs) < int(item.Idx) && item.Idx <= maxPublishedArticles {
			p.URLs = append(p.URLs, "")
		}
		if item.Idx >= 1 && item.Idx <= maxPublishedArticles {
			p.URLs[item.Idx-1] = item.ArticleURL
		}
	}
	for _, idx := range failed {
		p.FailIdx = append(p.FailIdx, int(idx))
	}
	return &p, nil
}

// maxPublishedArticles bounds the indexes that an answer may name.
const maxPublishedArticles = 100

// Delete takes a published item down, for good. index counts its articles from
// 1; 0 takes all down.
//
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublishdelete.html
//
//wechat:api POST /cgi-bin/freepublish/delete
func (s *FreePublishService) Delete(ctx context.Context, articleID string, index int) error {
	x := call{method: "POST", path: "/cgi-bin/freepublish/delete", require: acknowledged, body: struct {
		ArticleID string `json:"article_id"`
		Index     int    `json:"index"`
	}{articleID, index}}
	return s.client.do(ctx, x, nil)
}
