package sandbox

import (
	"cmp"
	_ "embed" // the page's template
	"html/template"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

//go:embed article.html
var articleHTML string

var articlePage = template.Must(template.New("article").Parse(articleHTML))

// lazySrc finds the pictures of a body, which WeChat's page loads by script
// when they are scrolled to; ours is without scripts and loads them at once.
var lazySrc = regexp.MustCompile(`(?i)(<img\b[^>]*?\s)data-src(\s*=)`)

type articleView struct {
	Title, Author, Account, Date string
	Body                         template.HTML
	Source                       string
	Gone                         bool
}

// servePage shows an article by the address WeChat gives it. Bodies may hold
// anything: the page's policy allows no script, no frame and no foreign
// picture.
func (s *Sandbox) servePage(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy",
		"default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
	view, found := s.articleAt(r)
	if !found {
		w.WriteHeader(http.StatusNotFound)
	}
	if err := articlePage.Execute(w, view); err != nil {
		s.log.Info("could not show an article", "error", err)
	}
}

// articleAt finds the article that the request's __biz, mid and idx name.
func (s *Sandbox) articleAt(r *http.Request) (articleView, bool) {
	q := r.URL.Query()
	mid, midErr := strconv.Atoi(q.Get("mid"))
	idx, idxErr := strconv.Atoi(cmp.Or(q.Get("idx"), "1"))
	for _, a := range s.all() {
		if a.biz != q.Get("__biz") || midErr != nil || idxErr != nil {
			continue
		}
		kept := a.byMid(mid)
		if kept == nil || idx < 1 || idx > len(kept.Articles) || kept.Articles[idx-1].Deleted {
			continue
		}
		art := a.showArticle(kept, idx-1, true)
		a.mu.Lock()
		name := a.settings.Name
		a.mu.Unlock()
		return articleView{
			Title: art.Title, Author: art.Author, Account: name, Source: art.ContentSourceURL,
			Date: time.Unix(kept.Created, 0).In(beijing).Format("2006年1月2日 15:04"),
			Body: template.HTML(lazySrc.ReplaceAllString(art.Content, "${1}src${2}")),
		}, true
	}
	return articleView{Title: "找不到这篇文章", Gone: true}, false
}

func (a *account) byMid(mid int) *stored {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, m := range a.mass.Sends {
		if m.Item.Mid == mid {
			return m.Item
		}
	}
	for _, b := range []*shelf{&a.drafts, &a.history, &a.published} {
		for _, it := range b.list {
			if it.Mid == mid {
				return it
			}
		}
	}
	return nil
}
