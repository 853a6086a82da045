package sandbox

// newsItem is an article as draft/*, material/* and freepublish/* return it,
// with the fields each of them is documented or was seen to have.
type newsItem struct {
	ArticleType        string  `json:"article_type,omitempty"` // drafts only
	Title              string  `json:"title"`
	Author             string  `json:"author"`
	Digest             string  `json:"digest"`
	Content            *string `json:"content,omitempty"` // absent with no_content
	ContentSourceURL   string  `json:"content_source_url"`
	ThumbMediaID       string  `json:"thumb_media_id"`
	ShowCoverPic       int     `json:"show_cover_pic"`
	URL                string  `json:"url"`
	ThumbURL           string  `json:"thumb_url"`
	NeedOpenComment    int     `json:"need_open_comment"`
	OnlyFansCanComment int     `json:"only_fans_can_comment"`
	IsDeleted          *bool   `json:"is_deleted,omitempty"` // published only
}

// newsContent is the content of a list's item. Its times are not documented
// but are there (observed in drafts, materials and published items).
type newsContent struct {
	NewsItem   []newsItem `json:"news_item"`
	CreateTime int64      `json:"create_time"`
	UpdateTime int64      `json:"update_time"`
}

// newsEntry is one item of a list of drafts or materials: update_time stands
// inside and beside content.
type newsEntry struct {
	MediaID    string      `json:"media_id"`
	Content    newsContent `json:"content"`
	UpdateTime int64       `json:"update_time"`
}

// publishedEntry is one item of the list of published: update_time stands
// inside content only, though it is documented beside it
// (https://developers.weixin.qq.com/community/develop/doc/000ace286c84d0f8050d1c3c856400).
type publishedEntry struct {
	ArticleID string      `json:"article_id"`
	Content   newsContent `json:"content"`
}

// list is a page of a list; success carries no errcode.
type list[E any] struct {
	TotalCount int `json:"total_count"`
	ItemCount  int `json:"item_count"`
	Item       []E `json:"item"`
}

// content writes an item out for an answer.
func (a *account) content(kind itemKind, kept *stored, body bool) newsContent {
	c := newsContent{CreateTime: kept.Created, UpdateTime: kept.Updated}
	for i := range kept.Articles {
		art := a.showArticle(kept, i, body)
		item := newsItem{
			Title: art.Title, Author: art.Author, Digest: art.Digest,
			ContentSourceURL: art.ContentSourceURL, ThumbMediaID: art.ThumbMediaID, ThumbURL: art.ThumbURL,
			ShowCoverPic: art.ShowCoverPic, URL: art.URL,
			NeedOpenComment: art.NeedOpenComment, OnlyFansCanComment: art.OnlyFansCanComment,
		}
		if body {
			item.Content = &art.Content
		}
		switch kind {
		case kindDraft:
			item.ArticleType = "news"
		case kindPublished:
			item.IsDeleted = &art.Deleted
		}
		c.NewsItem = append(c.NewsItem, item)
	}
	return c
}

// pageOfShelf takes a page and the total at one moment; the bodies are written
// after the lock is given back.
func (c *call) pageOfShelf(b *shelf, p pageRequest) (total int, page []*stored) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return len(b.list), b.page(*p.Offset, *p.Count)
}

func (c *call) newsList(kind itemKind, b *shelf, p pageRequest) list[newsEntry] {
	total, page := c.pageOfShelf(b, p)
	answer := list[newsEntry]{TotalCount: total, ItemCount: len(page), Item: []newsEntry{}}
	for _, kept := range page {
		answer.Item = append(answer.Item, newsEntry{
			MediaID: kept.MediaID, Content: c.acct.content(kind, kept, !bool(p.NoContent)), UpdateTime: kept.Updated,
		})
	}
	return answer
}

// findOn finds an item, or refuses with the code of the interface.
func (c *call) findOn(b *shelf, id string, code int) (*stored, error) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	kept, err := b.find(id)
	if err != nil {
		return nil, refuse(code)
	}
	return kept, nil
}

// removeFrom deletes an item, or refuses with 40007.
func (c *call) removeFrom(b *shelf, id string) (any, error) {
	c.acct.mu.Lock()
	err := b.remove(id)
	c.acct.mu.Unlock()
	if err != nil {
		return nil, refuse(40007)
	}
	c.sandbox.changed()
	return ok(), nil
}
