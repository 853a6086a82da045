package mirror

import (
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// material is what WeChat told of an item, as it is kept here. A time that
// WeChat left out is the zero time.
func material(source tuwen.Source, mediaID string, n wechat.News, now time.Time) tuwen.Material {
	m := tuwen.Material{
		MediaID: mediaID, Source: source,
		CreateTime: unix(n.CreateTime), UpdateTime: unix(n.UpdateTime), FetchedAt: now,
	}
	if source == tuwen.Published {
		m.ArticleID = mediaID
	}
	if m.UpdateTime.IsZero() {
		m.UpdateTime = m.CreateTime
	}
	if m.CreateTime.IsZero() {
		m.CreateTime = m.UpdateTime
	}
	for i, a := range n.Articles {
		m.Articles = append(m.Articles, article(i, a))
	}
	m.Lead()
	return m
}

func article(i int, a wechat.NewsArticle) tuwen.Article {
	return tuwen.Article{
		Index: i, Title: a.Title, Author: a.Author, Digest: a.Digest, URL: a.URL,
		ContentSourceURL: a.ContentSourceURL, CoverURL: a.ThumbURL, Body: a.Content,
		Type: a.ArticleType, Deleted: a.IsDeleted, ThumbMediaID: a.ThumbMediaID,
	}
}

func unix(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
