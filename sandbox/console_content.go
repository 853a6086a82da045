package sandbox

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// listName is a list of an account in the console's addresses.
type listName string

// of is the shelf of a list.
func (n listName) of(a *account) (*shelf, error) {
	switch n {
	case "drafts":
		return &a.drafts, nil
	case "history":
		return &a.history, nil
	case "published":
		return &a.published, nil
	}
	return nil, fmt.Errorf("list %q: %w", n, ErrNoItem)
}

// itemRequest makes or edits an item.
type itemRequest struct {
	Articles []Article `json:"articles"`
	// Rewrite treats the bodies as mp.weixin.qq.com's editor does: scripts go,
	// src becomes data-src. Without it they are kept verbatim.
	Rewrite bool `json:"rewrite"`
}

func (q itemRequest) articles() []Article {
	if q.Rewrite {
		for i := range q.Articles {
			q.Articles[i].Content = rewrite(q.Articles[i].Content)
		}
	}
	return q.Articles
}

// routeContent mounts what changes an account's lists.
func (s *Sandbox) routeContent(mux *http.ServeMux) {
	const base = "/console/api/accounts/{app_id}/{list}"
	on(mux, "GET "+base, s.listItems)
	on(mux, "POST "+base, s.withList(func(c *AccountControl, r *http.Request) (any, error) {
		q, err := given[itemRequest](r)
		if err != nil {
			return nil, err
		}
		it := Item{Articles: q.articles()}
		if err := checkArticles(it.Articles); err != nil {
			return nil, badRequest{err}
		}
		switch r.PathValue("list") {
		case "drafts":
			return c.AddDraft(it)
		case "history":
			return c.AddHistory(it)
		}
		return c.AddPublished(it)
	}))
	on(mux, "GET "+base+"/{id}", s.withList(func(c *AccountControl, r *http.Request) (any, error) {
		b, err := listName(r.PathValue("list")).of(c.acct)
		if err != nil {
			return nil, err
		}
		return c.item(b, r.PathValue("id"))
	}))
	on(mux, "PUT "+base+"/{id}", s.withList(replaceArticles))
	on(mux, "DELETE "+base+"/{id}", s.withList(func(c *AccountControl, r *http.Request) (any, error) {
		b, err := listName(r.PathValue("list")).of(c.acct)
		if err != nil {
			return nil, err
		}
		return ok(), c.remove(b, r.PathValue("id"))
	}))
	on(mux, "POST /console/api/accounts/{app_id}/drafts/{id}/publish", s.withList(func(c *AccountControl, r *http.Request) (any, error) {
		return c.PublishDraft(r.PathValue("id"))
	}))
}

// withList finds the account, and checks the list's name, before an action.
func (s *Sandbox) withList(do func(*AccountControl, *http.Request) (any, error)) action {
	return func(r *http.Request) (any, error) {
		c, err := s.control(r)
		if err != nil {
			return nil, err
		}
		if name := r.PathValue("list"); name != "" {
			if _, err := listName(name).of(c.acct); err != nil {
				return nil, err
			}
		}
		return do(c, r)
	}
}

// replaceArticles puts other articles into an item; addresses that are not
// given stay.
func replaceArticles(c *AccountControl, r *http.Request) (any, error) {
	q, err := given[itemRequest](r)
	if err != nil {
		return nil, err
	}
	articles := q.articles()
	if err := checkArticles(articles); err != nil {
		return nil, badRequest{err}
	}
	b, err := listName(r.PathValue("list")).of(c.acct)
	if err != nil {
		return nil, err
	}
	return c.update(b, r.PathValue("id"), func(it *Item) {
		for i := range min(len(articles), len(it.Articles)) {
			was := it.Articles[i]
			articles[i].URL = cmp.Or(articles[i].URL, was.URL)
			if articles[i].ThumbMediaID == was.ThumbMediaID {
				articles[i].ThumbURL = cmp.Or(articles[i].ThumbURL, was.ThumbURL)
			}
		}
		it.Articles = articles
	})
}

type listView struct {
	Total int    `json:"total"`
	Items []Item `json:"items"` // without bodies
}

// listItems pages a list by offset and limit, newest created first; q keeps
// the items one of whose titles holds it.
func (s *Sandbox) listItems(r *http.Request) (any, error) {
	c, err := s.control(r)
	if err != nil {
		return nil, err
	}
	b, err := listName(r.PathValue("list")).of(c.acct)
	if err != nil {
		return nil, err
	}
	offset, limit, err := window(r)
	if err != nil {
		return nil, err
	}
	kept := c.titled(b, strings.TrimSpace(r.URL.Query().Get("q")))
	view := listView{Total: len(kept), Items: []Item{}}
	for i := offset; i < min(offset+limit, len(kept)); i++ {
		it := Item{MediaID: kept[i].MediaID, CreateTime: seconds(kept[i].Created), UpdateTime: seconds(kept[i].Updated)}
		for k := range kept[i].Articles {
			it.Articles = append(it.Articles, c.acct.showArticle(kept[i], k, false))
		}
		view.Items = append(view.Items, it)
	}
	return view, nil
}

// titled is the items of a shelf that have text in a title.
func (c *AccountControl) titled(b *shelf, text string) []*stored {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	var found []*stored
	for _, it := range b.list {
		for _, art := range it.Articles {
			if strings.Contains(art.Title, text) {
				found = append(found, it)
				break
			}
		}
	}
	return found
}

// window reads offset and limit: 0 and 20 by default, 100 at most.
func window(r *http.Request) (offset, limit int, err error) {
	limit = 20
	q := r.URL.Query()
	if text := q.Get("offset"); text != "" {
		if offset, err = strconv.Atoi(text); err != nil || offset < 0 {
			return 0, 0, badRequest{errors.New("offset must be 0 or more")}
		}
	}
	if text := q.Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > 100 {
			return 0, 0, badRequest{errors.New("limit must be 1 to 100")}
		}
	}
	return offset, limit, nil
}
