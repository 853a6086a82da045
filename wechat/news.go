package wechat

// A NewsPage is one page of drafts or of news materials.
type NewsPage struct {
	TotalCount int // items in the whole list at the time of the call
	ItemCount  int // items on this page, as WeChat says it
	Items      []NewsItem
}

// A NewsItem is one draft or one news material with its id.
type NewsItem struct {
	MediaID string
	News
}

// A PublishedPage is one page of published items.
type PublishedPage struct {
	TotalCount int
	ItemCount  int
	Items      []PublishedItem
}

// A PublishedItem is one published item with its id.
type PublishedItem struct {
	ArticleID string
	News
}

// News is 1 to 8 articles in their order. The times are Unix seconds, 0 where
// the interface does not tell them. UpdateTime is read beside the content, as
// documented, or inside it, as observed.
type News struct {
	Articles   []NewsArticle
	CreateTime int64
	UpdateTime int64
}

// A NewsArticle is one article of News, with WeChat's field names.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_batchget.html
type NewsArticle struct {
	ArticleType        string // "news", "newspic"; older items have none, which means news
	Title              string
	Author             string
	Digest             string
	Content            string // HTML with data-src pictures; empty where no content was asked for
	ContentSourceURL   string // 阅读原文
	ThumbMediaID       string
	ThumbURL           string // the cover; undocumented for drafts, observed
	URL                string // of a draft a temporary preview, not the article's address
	ShowCoverPic       int    // 0 or 1; no longer documented, still returned
	NeedOpenComment    int    // 0 or 1
	OnlyFansCanComment int    // 0 or 1
	IsDeleted          bool   // published items only
}

// BatchGetRequest names one page of a list.
type BatchGetRequest struct {
	Offset    int  // from 0; WeChat has no cursor, so the list may move between pages
	Count     int  // 1 to 20; anything else is refused with 40097
	NoContent bool // leave the articles' Content out
}

// wireBatch is a BatchGetRequest as WeChat takes it: numbers, no booleans.
type wireBatch struct {
	Offset    int `json:"offset"`
	Count     int `json:"count"`
	NoContent int `json:"no_content"`
}

func (r BatchGetRequest) wire() wireBatch {
	w := wireBatch{Offset: r.Offset, Count: r.Count}
	if r.NoContent {
		w.NoContent = 1
	}
	return w
}

type wireItem struct {
	MediaID    text     `json:"media_id"`
	ArticleID  text     `json:"article_id"`
	Content    wireNews `json:"content"`
	CreateTime integer  `json:"create_time"`
	UpdateTime integer  `json:"update_time"`
}

type wireNews struct {
	NewsItem   []wireArticle `json:"news_item"`
	CreateTime integer       `json:"create_time"`
	UpdateTime integer       `json:"update_time"`
}

type wireArticle struct {
	ArticleType        string  `json:"article_type"`
	Title              string  `json:"title"`
	Author             string  `json:"author"`
	Digest             string  `json:"digest"`
	Content            string  `json:"content"`
	ContentSourceURL   string  `json:"content_source_url"`
	ThumbMediaID       text    `json:"thumb_media_id"`
	ThumbURL           string  `json:"thumb_url"`
	URL                string  `json:"url"`
	ShowCoverPic       integer `json:"show_cover_pic"`
	NeedOpenComment    integer `json:"need_open_comment"`
	OnlyFansCanComment integer `json:"only_fans_can_comment"`
	IsDeleted          integer `json:"is_deleted"`
}

// news reads the times beside the content, else inside it.
func (w wireItem) news() News {
	n := w.Content.news()
	if w.CreateTime != 0 {
		n.CreateTime = int64(w.CreateTime)
	}
	if w.UpdateTime != 0 {
		n.UpdateTime = int64(w.UpdateTime)
	}
	return n
}

func (w wireNews) news() News {
	n := News{CreateTime: int64(w.CreateTime), UpdateTime: int64(w.UpdateTime)}
	for _, a := range w.NewsItem {
		n.Articles = append(n.Articles, a.article())
	}
	return n
}

func (w wireArticle) article() NewsArticle {
	return NewsArticle{
		ArticleType:        w.ArticleType,
		Title:              w.Title,
		Author:             w.Author,
		Digest:             w.Digest,
		Content:            w.Content,
		ContentSourceURL:   w.ContentSourceURL,
		ThumbMediaID:       string(w.ThumbMediaID),
		ThumbURL:           w.ThumbURL,
		URL:                w.URL,
		ShowCoverPic:       int(w.ShowCoverPic),
		NeedOpenComment:    int(w.NeedOpenComment),
		OnlyFansCanComment: int(w.OnlyFansCanComment),
		IsDeleted:          w.IsDeleted != 0,
	}
}

// A listAnswer collects the answer of a batchget interface.
type listAnswer struct {
	total, count integer
	add          func(wireItem)
}

// An answer without a total must not pass for an empty list: everything would
// count as gone.
var listRequires = []string{"total_count"}

func (l *listAnswer) members() members {
	return members{"total_count": &l.total, "item_count": &l.count, "item": each(l.add)}
}

func newsMembers(n *wireNews) members {
	return members{
		"news_item":   each(func(a wireArticle) { n.NewsItem = append(n.NewsItem, a) }),
		"create_time": &n.CreateTime,
		"update_time": &n.UpdateTime,
	}
}
