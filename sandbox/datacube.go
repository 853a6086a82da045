package sandbox

import (
	"fmt"
	"time"
)

// articleTotal is an article of datacube/getarticletotaldetail.
type articleTotal struct {
	RefDate     string       `json:"ref_date"`
	MsgID       string       `json:"msgid"`
	PublishType int          `json:"publish_type"`
	Title       string       `json:"title"`
	ContentURL  string       `json:"content_url"`
	DetailList  []articleDay `json:"detail_list"`
}

type articleDay struct {
	StatDate       string `json:"stat_date"`
	ReadUser       int    `json:"read_user"`
	ShareUser      int    `json:"share_user"`
	LikeUser       int    `json:"like_user"`
	ZaikanUser     int    `json:"zaikan_user"`
	CommentCount   int    `json:"comment_count"`
	CollectionUser int    `json:"collection_user"`
}

const dateForm = "2006-01-02"

// readArticleTotals answers POST /datacube/getarticletotaldetail
// (https://developers.weixin.qq.com/doc/subscription/api/wedata/news/api_getarticletotaldetail.html):
// what was sent or published on one day, at most 30 days long. The figures are
// made up: who got an article reads it less and less.
func readArticleTotals(c *call) (any, error) {
	var q struct {
		BeginDate string `json:"begin_date"`
		EndDate   string `json:"end_date"`
	}
	if err := c.read(&q); err != nil {
		return nil, err
	}
	of, err := time.ParseInLocation(dateForm, q.BeginDate, beijing)
	if err != nil {
		return nil, refuse(61500)
	}
	if q.EndDate != q.BeginDate || q.BeginDate >= day(c.now) {
		return nil, refuse(61501)
	}
	if ready := of.AddDate(0, 0, 1).Add(8 * time.Hour); c.now.Before(ready) {
		return nil, refuse(61503)
	}
	answer := struct {
		List    []articleTotal `json:"list"`
		IsDelay bool           `json:"is_delay"`
	}{List: []articleTotal{}}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, m := range a.mass.Sends {
		if (m.State == MassSent || m.State == MassDeleted) && day(m.SentAt) == q.BeginDate {
			answer.List = append(answer.List, a.totals(m.Item, 0, m.Filter, of, c.now)...)
		}
	}
	for _, item := range a.published.list {
		if day(time.Unix(item.Created, 0)) == q.BeginDate {
			answer.List = append(answer.List, a.totals(item, 1, a.roster.total()/20, of, c.now)...)
		}
	}
	return answer, nil
}

// totals are the figures of an item's articles up to yesterday. The caller
// holds a.mu.
func (a *account) totals(item *stored, kind, reached int, of, now time.Time) []articleTotal {
	var list []articleTotal
	for i := range item.Articles {
		t := articleTotal{
			RefDate: of.Format(dateForm), MsgID: fmt.Sprintf("%d_%d", item.Mid, i+1), PublishType: kind,
			Title: item.Articles[i].Title, ContentURL: a.articleURL(item.Mid, i),
		}
		// In thousandths of those reached, by the article's own luck.
		readers := reached * (200 + int(digestOf("read", item.Mid, i)[0])) / 1000 / (i + 1)
		for n := range 30 {
			at := of.AddDate(0, 0, n)
			if day(at) >= day(now) {
				break
			}
			read := readers * (n + 1) / (n + 2) * 3 / 2
			t.DetailList = append(t.DetailList, articleDay{
				StatDate: at.Format(dateForm), ReadUser: read, ShareUser: read / 12, LikeUser: read / 20,
				ZaikanUser: read / 40, CommentCount: read / 150, CollectionUser: read / 60,
			})
		}
		list = append(list, t)
	}
	return list
}
