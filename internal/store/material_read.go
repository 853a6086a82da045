package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// ByID returns a material with its bodies, note and uses, also one that is
// deleted here or gone; [tuwen.NotFound] "material.unknown" else.
func (s Materials) ByID(ctx context.Context, appID, mediaID string) (tuwen.Material, error) {
	all, err := s.Get(ctx, appID, []string{mediaID})
	if err != nil {
		return tuwen.Material{}, err
	}
	if len(all) == 0 {
		return tuwen.Material{}, tuwen.Errorf(tuwen.NotFound, "material.unknown", "there is no such material").With("media_id", mediaID)
	}
	m := all[0]
	rows, err := s.tx.q.ArticlesWithBodies(ctx, db.ArticlesWithBodiesParams{AppID: appID, MediaID: mediaID})
	if err != nil {
		return tuwen.Material{}, fmt.Errorf("read articles: %w", err)
	}
	for i, r := range rows {
		if m.Articles[i].Body, err = unpack(r.Body); err != nil {
			return tuwen.Material{}, err
		}
	}
	return m, nil
}

// Get returns those of the materials that are here, in the order asked for,
// with notes and uses, without bodies. Deleted and gone ones are among them.
func (s Materials) Get(ctx context.Context, appID string, ids []string) ([]tuwen.Material, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id != text(id) })
	if len(ids) == 0 {
		return []tuwen.Material{}, nil
	}
	byID, err := s.rows(ctx, appID, ids)
	if err != nil {
		return nil, err
	}
	if err := s.articles(ctx, appID, ids, byID); err != nil {
		return nil, err
	}
	uses, err := s.tx.uses(ctx, appID, ids)
	if err != nil {
		return nil, err
	}
	all := make([]tuwen.Material, 0, len(byID))
	for _, id := range ids {
		m, ok := byID[id]
		if !ok {
			continue
		}
		if m.UsedBy = uses[id]; m.UsedBy == nil {
			m.UsedBy = []tuwen.UsedBy{}
		}
		all = append(all, *m)
	}
	return all, nil
}

// ByArticleKey returns the materials that hold a single article which can be
// sent, by the [tuwen.ArticleKey] of its address: those of the keys that are
// wanted, of several the one updated last. It reads the addresses of all.
func (s Materials) ByArticleKey(ctx context.Context, appID string, wanted map[string]bool) (map[string]string, error) {
	found := map[string]string{}
	if len(wanted) == 0 {
		return found, nil
	}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var id, address string
		if err := r.Scan(&id, &address); err != nil {
			return err
		}
		if key := tuwen.ArticleKey(address); wanted[key] {
			found[key] = id
		}
		return nil
	}, `SELECT m.media_id, a.url
		FROM materials m JOIN articles a ON a.app_id = m.app_id AND a.media_id = m.media_id
		WHERE m.app_id = $1 AND m.source IN ('history', 'published') AND m.article_count = 1 AND m.deleted_at = 0
		  AND m.gone_at = 0 AND a.url <> '' AND NOT a.deleted
		ORDER BY m.update_time, m.media_id`, appID)
	if err != nil {
		return nil, fmt.Errorf("read the addresses of articles: %w", err)
	}
	return found, nil
}

func (s Materials) rows(ctx context.Context, appID string, ids []string) (map[string]*tuwen.Material, error) {
	byID := make(map[string]*tuwen.Material, len(ids))
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		m := &tuwen.Material{}
		var articleID sql.NullString
		var created, updated, fetched, deleted, gone int64
		if err := r.Scan(&m.MediaID, &m.Source, &articleID, &m.Title, &m.Digest, &m.CoverURL, &m.ArticleCount,
			&created, &updated, &fetched, &deleted, &gone, &m.Note); err != nil {
			return err
		}
		m.ArticleID, m.Deleted, m.Gone = articleID.String, deleted > 0, gone > 0
		m.CreateTime, m.UpdateTime, m.FetchedAt = fromMillis(created), fromMillis(updated), fromMillis(fetched)
		m.Articles = make([]tuwen.Article, 0, m.ArticleCount)
		byID[m.MediaID] = m
		return nil
	}, `SELECT m.media_id, m.source, m.article_id, m.title, m.digest, m.cover_url, m.article_count, m.create_time,
		       m.update_time, m.fetched_at, m.deleted_at, m.gone_at, coalesce(n.text, '')
		FROM materials m LEFT JOIN notes n ON n.app_id = m.app_id AND n.media_id = m.media_id
		WHERE m.app_id = $1 AND m.media_id `+s.tx.dialect.among("$2"), appID, s.tx.dialect.list(ids))
	if err != nil {
		return nil, fmt.Errorf("read materials: %w", err)
	}
	return byID, nil
}

func (s Materials) articles(ctx context.Context, appID string, ids []string, byID map[string]*tuwen.Material) error {
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var id string
		var a tuwen.Article
		if err := r.Scan(&id, &a.Index, &a.Title, &a.Author, &a.Digest, &a.URL, &a.ContentSourceURL, &a.CoverURL,
			&a.ThumbMediaID, &a.Type, &a.Deleted); err != nil {
			return err
		}
		if m := byID[id]; m != nil {
			m.Articles = append(m.Articles, a)
		}
		return nil
	}, `SELECT media_id, position, title, author, digest, url, content_source_url, cover_url, thumb_media_id,
		       article_type, deleted
		FROM articles WHERE app_id = $1 AND media_id `+s.tx.dialect.among("$2")+`
		ORDER BY media_id, position`, appID, s.tx.dialect.list(ids))
	if err != nil {
		return fmt.Errorf("read articles: %w", err)
	}
	return nil
}

func (tx *Tx) uses(ctx context.Context, appID string, ids []string) (map[string][]tuwen.UsedBy, error) {
	uses := map[string][]tuwen.UsedBy{}
	err := tx.query(ctx, func(r *sql.Rows) error {
		var id string
		var u tuwen.UsedBy
		if err := r.Scan(&id, &u.Kind, &u.ID, &u.Name, &u.Active); err != nil {
			return err
		}
		uses[id] = append(uses[id], u)
		return nil
	}, `SELECT media_id, kind, use_id, name, active FROM uses
		WHERE app_id = $1 AND media_id `+tx.dialect.among("$2")+`
		ORDER BY media_id, kind, use_id`, appID, tx.dialect.list(ids))
	if err != nil {
		return nil, fmt.Errorf("read uses: %w", err)
	}
	return uses, nil
}

// Counts are the figures of an account's overview: what its lists show.
type Counts struct {
	Drafts    int
	History   int
	Published int
	Notes     int // those without a material too
}

// Counts returns the figures of an account.
func (s Materials) Counts(ctx context.Context, appID string) (Counts, error) {
	rows, err := s.tx.q.CountListed(ctx, appID)
	if err != nil {
		return Counts{}, fmt.Errorf("count materials: %w", err)
	}
	notes, err := s.tx.q.CountNotes(ctx, appID)
	if err != nil {
		return Counts{}, fmt.Errorf("count notes: %w", err)
	}
	c := Counts{Notes: int(notes)}
	for _, r := range rows {
		switch tuwen.Source(r.Source) {
		case tuwen.Draft:
			c.Drafts = int(r.Listed)
		case tuwen.History:
			c.History = int(r.Listed)
		case tuwen.Published:
			c.Published = int(r.Listed)
		}
	}
	return c, nil
}
