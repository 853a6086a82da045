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
	m.Articles = tuwen.ArticlesOf(n)
	m.Lead()
	return m
}

func unix(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
