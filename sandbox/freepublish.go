package sandbox

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
