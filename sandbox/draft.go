package sandbox

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// countDrafts answers GET /cgi-bin/draft/count
// (https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_count.html).
func countDrafts(c *call) (any, error) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return struct {
		TotalCount int `json:"total_count"`
	}{len(c.acct.drafts.list)}, nil
}

// listDrafts answers POST /cgi-bin/draft/batchget
// (https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_batchget.html).
// An offset past the end is assumed to give no items.
func listDrafts(c *call) (any, error) {
	p, err := pageOf(c)
	if err != nil {
		return nil, err
	}
	return c.newsList(kindDraft, &c.acct.drafts, p), nil
}

// readDraft answers POST /cgi-bin/draft/get
// (https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_getdraft.html).
func readDraft(c *call) (any, error) {
	id, err := idOf(c, "media_id")
	if err != nil {
		return nil, err
	}
	kept, err := c.findOn(&c.acct.drafts, id, 40007)
	if err != nil {
		return nil, err
	}
	return c.acct.content(kindDraft, kept, true), nil
}

// deleteDraft answers POST /cgi-bin/draft/delete
// (https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_delete.html).
func deleteDraft(c *call) (any, error) {
	id, err := idOf(c, "media_id")
	if err != nil {
		return nil, err
	}
	return c.removeFrom(&c.acct.drafts, id)
}

// draftArticle is an article of draft/add and draft/update.
type draftArticle struct {
	ArticleType        string `json:"article_type"`
	Title              string `json:"title"`
	Author             string `json:"author"`
	Digest             string `json:"digest"`
	Content            string `json:"content"`
	ContentSourceURL   string `json:"content_source_url"`
	ThumbMediaID       string `json:"thumb_media_id"`
	NeedOpenComment    int    `json:"need_open_comment"`
	OnlyFansCanComment int    `json:"only_fans_can_comment"`
}

// addDraft answers POST /cgi-bin/draft/add
// (https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html).
func addDraft(c *call) (any, error) {
	var request struct {
		Articles json.RawMessage `json:"articles"`
	}
	if err := c.readArticles(&request); err != nil {
		return nil, err
	}
	var articles []draftArticle
	if json.Unmarshal(request.Articles, &articles) != nil || len(articles) == 0 {
		return nil, refuse(44003)
	}
	if len(articles) > maxArticles {
		return nil, refuse(45008)
	}
	it := Item{}
	for _, art := range articles {
		if err := art.check(); err != nil {
			return nil, err
		}
		it.Articles = append(it.Articles, art.accepted(len(articles) == 1))
	}
	control := AccountControl{acct: c.acct}
	added, err := control.AddDraft(it)
	if err != nil {
		return nil, err
	}
	return struct {
		MediaID string     `json:"media_id"`
		Item    []struct{} `json:"item"` // undocumented, always empty
	}{added.MediaID, []struct{}{}}, nil
}

// updateDraft answers POST /cgi-bin/draft/update
// (https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_update.html):
// one article is replaced whole; there is no adding, removing or reordering.
func updateDraft(c *call) (any, error) {
	var request struct {
		MediaID  string          `json:"media_id"`
		Index    int             `json:"index"`
		Articles json.RawMessage `json:"articles"`
	}
	if err := c.readArticles(&request); err != nil {
		return nil, err
	}
	var art draftArticle
	if json.Unmarshal(request.Articles, &art) != nil {
		return nil, refuse(44003)
	}
	kept, err := c.findOn(&c.acct.drafts, request.MediaID, 40007)
	if err != nil {
		return nil, err
	}
	if request.Index < 0 || request.Index >= len(kept.Articles) {
		return nil, refuse(40114)
	}
	if err := art.check(); err != nil {
		return nil, err
	}
	control := AccountControl{acct: c.acct}
	_, err = control.UpdateDraft(request.MediaID, func(it *Item) {
		it.Articles[request.Index] = art.accepted(len(it.Articles) == 1)
	})
	if err != nil {
		return nil, refuse(40007)
	}
	return ok(), nil
}

// check refuses what breaks a documented limit of a field.
func (a *draftArticle) check() error {
	switch {
	case a.ThumbMediaID == "" || !isThumb(a.ThumbMediaID):
		return refuse(40007)
	case a.Title == "" || utf8.RuneCountInString(a.Title) > 32:
		return refuse(45003)
	case utf8.RuneCountInString(a.Author) > 16:
		return refuse(45110)
	case utf8.RuneCountInString(a.Digest) > 128:
		return refuse(45004)
	case len(a.Content) > 1<<20:
		return refuse(45002)
	}
	if a.ContentSourceURL != "" {
		if u, err := url.Parse(a.ContentSourceURL); err != nil || u.Host == "" || len(a.ContentSourceURL) > 1024 {
			return refuse(41039)
		}
	}
	return nil
}

// accepted is the article as the platform stores it: only a single article
// keeps its digest, and an empty one is the first 54 characters of the body.
func (a *draftArticle) accepted(single bool) Article {
	art := Article{
		Title: a.Title, Author: a.Author, Content: rewrite(a.Content), ContentSourceURL: a.ContentSourceURL,
		ThumbMediaID: a.ThumbMediaID, NeedOpenComment: a.NeedOpenComment, OnlyFansCanComment: a.OnlyFansCanComment,
	}
	switch {
	case single && a.Digest != "":
		art.Digest = a.Digest
	case single:
		art.Digest = firstRunes(plainText(art.Content), 54)
	}
	return art
}

var (
	scripts   = regexp.MustCompile(`(?is)<script\b.*?(?:</script\s*>|$)`)
	handlers  = regexp.MustCompile(`(?i)\s+on[a-z]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)`)
	imageSrc  = regexp.MustCompile(`(?i)(<img\b[^>]*?\s)src(\s*=)`)
	anyTag    = regexp.MustCompile(`(?s)<[^>]*>`)
	anySpaces = regexp.MustCompile(`\s+`)
)

// rewrite is what saving does to HTML: scripts go, and the pictures' src
// becomes data-src (observed).
func rewrite(content string) string {
	content = scripts.ReplaceAllString(content, "")
	content = anyTag.ReplaceAllStringFunc(content, func(tag string) string { return handlers.ReplaceAllString(tag, "") })
	return imageSrc.ReplaceAllString(content, "${1}data-src${2}")
}

func plainText(content string) string {
	text := html.UnescapeString(anyTag.ReplaceAllString(content, ""))
	return strings.TrimSpace(anySpaces.ReplaceAllString(text, " "))
}

func firstRunes(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n])
}
