package wechat

import (
	"context"
	"errors"
	"net/http"
)

// DraftService reads the draft box 草稿箱, and puts into it and takes out of
// it. A draft leaves it, without a trace, when it is published, mass-sent or
// deleted.
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

// Add puts a new draft of 1 to 8 articles into the box and returns its
// media_id. Of an article it takes Title, Author, Digest, Content,
// ContentSourceURL, ThumbMediaID and the two flags of comments. WeChat rewrites
// the bodies, and reports exist of ids that Get does not know: read it back.
// After a TransportError nobody knows whether there is one.
//
// 40007 is a cover that is no permanent picture; 45003, 45004, 45110 and 45002
// are a title, digest, author and body too long; 88000 is comments asked for
// without the right to them.
//
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html
//
//wechat:api POST /cgi-bin/draft/add
func (s *DraftService) Add(ctx context.Context, articles []NewsArticle) (mediaID string, err error) {
	const path = "/cgi-bin/draft/add"
	body := struct {
		Articles []wireNewArticle `json:"articles"`
	}{make([]wireNewArticle, len(articles))}
	for i, a := range articles {
		body.Articles[i] = wireNewArticle{
			Title: a.Title, Author: a.Author, Digest: a.Digest, Content: a.Content, ContentSourceURL: a.ContentSourceURL,
			ThumbMediaID: a.ThumbMediaID, NeedOpenComment: a.NeedOpenComment, OnlyFansCanComment: a.OnlyFansCanComment,
		}
	}
	var id text
	err = s.client.do(ctx, call{method: "POST", path: path, body: body, require: []string{"media_id"}}, members{"media_id": &id})
	if err == nil && id == "" {
		err = &TransportError{Path: path, Status: http.StatusOK, Kind: KindShape, Err: errors.New("the media_id is empty")}
	}
	return string(id), err
}

// Delete deletes a draft, for good. 40007 is one that is not in the box, which
// Classify calls Gone.
//
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_delete.html
//
//wechat:api POST /cgi-bin/draft/delete
func (s *DraftService) Delete(ctx context.Context, mediaID string) error {
	x := call{method: "POST", path: "/cgi-bin/draft/delete", body: wireMediaID{mediaID}, require: acknowledged}
	return s.client.do(ctx, x, nil)
}

type wireNewArticle struct {
	Title              string `json:"title"`
	Author             string `json:"author"`
	Digest             string `json:"digest"`
	Content            string `json:"content"`
	ContentSourceURL   string `json:"content_source_url"`
	ThumbMediaID       string `json:"thumb_media_id"`
	NeedOpenComment    int    `json:"need_open_comment"`
	OnlyFansCanComment int    `json:"only_fans_can_comment"`
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
