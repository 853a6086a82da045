package desk

import (
	"context"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Preview shows articles as a phone would.
type Preview struct{ *lists }

// ArticlePage is an article that is ready to be shown.
type ArticlePage struct {
	Title     string
	Author    string
	Account   string // the account's name
	UpdatedAt time.Time
	Deleted   bool
	// HTML is cleaned: nothing in it runs, loads from elsewhere or leads
	// elsewhere.
	HTML string
}

// Article returns one article of a material. link gives the address of a
// picture by its hash, /api/v1/accounts/APPID/pictures/HASH?….
func (s *Preview) Article(ctx context.Context, actor tuwen.Actor, appID, mediaID string, index int, link func(hash string) string) (ArticlePage, error) {
	m, err := (&Materials{s.lists}).ByID(ctx, actor, appID, mediaID)
	if err != nil {
		return ArticlePage{}, err
	}
	if index >= len(m.Articles) {
		return ArticlePage{}, tuwen.Errorf(tuwen.NotFound, "article.none", "the material has fewer articles").
			With("count", strconv.Itoa(len(m.Articles)))
	}
	acct, err := s.account(ctx, appID)
	if err != nil {
		return ArticlePage{}, err
	}
	a := m.Articles[index]
	var shown []string
	clean := cleanArticle(a.Body, func(address string) string {
		if !s.pictures.shows(address, acct) {
			return ""
		}
		shown = append(shown, address)
		return link(PictureHash(address))
	})
	if err := s.pictures.remember(ctx, appID, shown); err != nil {
		return ArticlePage{}, err
	}
	return ArticlePage{
		Title: a.Title, Author: a.Author, Account: acct.Name, UpdatedAt: m.UpdateTime, Deleted: a.Deleted, HTML: clean,
	}, nil
}
