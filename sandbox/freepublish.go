package sandbox

import (
	"slices"
	"strconv"
)

// listPublished answers POST /cgi-bin/freepublish/batchget
// (https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_batchget.html).
// Newest published first; WeChat promises no order and users report that it
// keeps none, so a client must not rely on it.
func listPublished(c *call) (any, error) {
	p, err := pageOf(c)
	if err != nil {
		return nil, err
	}
	total, page := c.pageOfShelf(&c.acct.published, p)
	answer := list[publishedEntry]{TotalCount: total, ItemCount: len(page), Item: []publishedEntry{}}
	for _, kept := range page {
		answer.Item = append(answer.Item, publishedEntry{
			ArticleID: kept.MediaID, Content: c.acct.content(kindPublished, kept, !bool(p.NoContent)),
		})
	}
	return answer, nil
}

// readPublished answers POST /cgi-bin/freepublish/getarticle
// (https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublishgetarticle.html).
func readPublished(c *call) (any, error) {
	id, err := idOf(c, "article_id")
	if err != nil {
		return nil, err
	}
	kept, err := c.findOn(&c.acct.published, id, 53600)
	if err != nil {
		return nil, err
	}
	return c.acct.content(kindPublished, kept, true), nil
}

// submitDraft answers POST /cgi-bin/freepublish/submit
// (https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_submit.html).
// A draft that is being published already is assumed to be 53501.
func submitDraft(c *call) (any, error) {
	id, err := idOf(c, "media_id")
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if slices.Contains(a.mass.Autosaved, id) {
		return nil, refuse(53505)
	}
	if _, err := a.drafts.find(id); err != nil {
		return nil, refuse(40007)
	}
	for _, p := range a.mass.Publications {
		if p.MediaID == id && p.Status == publishRunning {
			return nil, refuse(53501)
		}
	}
	a.serial++
	p := &publication{ID: firstPublishID + a.serial, MediaID: id, Status: publishRunning, Until: c.now.Add(a.mass.Settings.Duration)}
	a.mass.Publications = append(a.mass.Publications, p)
	a.runPublication(p.ID)
	c.sandbox.changed()
	return struct {
		Errcode   int    `json:"errcode"`
		Errmsg    string `json:"errmsg"`
		PublishID int    `json:"publish_id"`
	}{0, "ok", p.ID}, nil
}

// firstPublishID makes publish_ids look like WeChat's.
const firstPublishID = 2_247_503_000

// publishDetail is what readPublication tells of each article.
type publishDetail struct {
	Idx        int    `json:"idx"`
	ArticleURL string `json:"article_url"`
}

// readPublication answers POST /cgi-bin/freepublish/get
// (https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_get.html).
func readPublication(c *call) (any, error) {
	var q struct {
		PublishID numeric `json:"publish_id"`
	}
	if err := c.read(&q); err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	p, err := a.mass.publication(int(q.PublishID))
	if err != nil {
		return nil, refuse(53502)
	}
	type details struct {
		Count int             `json:"count"`
		Item  []publishDetail `json:"item"`
	}
	answer := struct {
		PublishID     string   `json:"publish_id"`
		PublishStatus int      `json:"publish_status"`
		ArticleID     string   `json:"article_id,omitempty"`
		ArticleDetail *details `json:"article_detail,omitempty"`
		FailIdx       []int    `json:"fail_idx"`
	}{PublishID: strconv.Itoa(p.ID), PublishStatus: p.Status, ArticleID: p.ArticleID, FailIdx: []int{}}
	if item, err := a.published.find(p.ArticleID); err == nil {
		answer.ArticleDetail = &details{Count: len(item.Articles)}
		for i := range item.Articles {
			answer.ArticleDetail.Item = append(answer.ArticleDetail.Item, publishDetail{i + 1, a.articleURL(item.Mid, i)})
		}
	}
	if p.Status == 2 || p.Status == 4 {
		answer.FailIdx = append(answer.FailIdx, 1)
	}
	return answer, nil
}

// takeDownPublished answers POST /cgi-bin/freepublish/delete
// (https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublishdelete.html):
// index counts from 1, 0 means all. What is taken down is assumed to stay in
// the list, as is_deleted.
func takeDownPublished(c *call) (any, error) {
	var q struct {
		ArticleID string `json:"article_id"`
		Index     int    `json:"index"`
	}
	if err := c.read(&q); err != nil {
		return nil, err
	}
	kept, err := c.findOn(&c.acct.published, q.ArticleID, 53600)
	if err != nil {
		return nil, err
	}
	if q.Index < 0 || q.Index > len(kept.Articles) {
		return nil, refuse(40060)
	}
	control := AccountControl{acct: c.acct}
	_, err = control.UpdatePublished(q.ArticleID, func(it *Item) {
		for i := range it.Articles {
			if q.Index == 0 || q.Index == i+1 {
				it.Articles[i].Deleted = true
			}
		}
	})
	if err != nil {
		return nil, refuse(53600)
	}
	return ok(), nil
}
