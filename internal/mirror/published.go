package mirror

import (
	"context"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Published returns a page of an account's published list, which WeChat keeps
// in no documented order; the items themselves are among the materials.
// offset is a multiple of 20. A page is read where the kept one is older than
// [tuwen.PublishedKeep] allows or refresh asks for it; however many ask at
// once, one reads.
//
// Where WeChat cannot be asked, a kept page is returned as it is, its age
// tells; with refresh, or where none is kept, it is an error.
func (m *Mirror) Published(ctx context.Context, appID string, offset int, refresh bool) (tuwen.PublishedPage, error) {
	if offset < 0 || offset%tuwen.PageSize != 0 {
		return tuwen.PublishedPage{}, tuwen.Errorf(tuwen.Invalid, "published.offset", "offset is a multiple of 20").With("field", "offset")
	}
	kept, err := m.keptPage(ctx, appID, offset)
	if err != nil {
		return kept, err
	}
	if !refresh && m.keeps(ctx, appID, kept) {
		return kept, nil
	}
	before := kept
	err = m.connect.Alone(ctx, "published:"+appID, func(ctx context.Context) error {
		var err error
		if kept, err = m.keptPage(ctx, appID, offset); err != nil || !kept.ReadAt.Equal(before.ReadAt) {
			return err
		}
		kept, err = m.readPublished(ctx, appID, offset)
		return err
	})
	if err == nil {
		return kept, nil
	}
	err = m.connect.Translate(err, appID, connect.PublishedList)
	if !refresh && !before.ReadAt.IsZero() && ctx.Err() == nil {
		m.log.WarnContext(ctx, "the published list could not be read; the kept page is shown", "app_id", appID, "err", err)
		return before, nil
	}
	return tuwen.PublishedPage{Offset: offset}, err
}

// keptPage returns the kept page, one never read where there is none.
func (m *Mirror) keptPage(ctx context.Context, appID string, offset int) (tuwen.PublishedPage, error) {
	p := tuwen.PublishedPage{Offset: offset}
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Accounts.ByID(ctx, appID); err != nil {
			return err
		}
		kept, err := tx.Published.Page(ctx, appID, offset)
		if tuwen.KindOf(err) == tuwen.NotFound {
			return nil
		}
		p = kept
		return err
	})
	return p, err
}

// keeps reports whether a kept page is young enough for the calls that are
// left.
func (m *Mirror) keeps(ctx context.Context, appID string, p tuwen.PublishedPage) bool {
	now := m.now()
	if p.ReadAt.IsZero() || now.Before(p.ReadAt) {
		return false
	}
	if now.Sub(p.ReadAt) < tuwen.PublishedMaxAge {
		return true
	}
	q, err := m.connect.QuotaOf(ctx, appID, connect.PublishedList, false)
	if err != nil || q.Limit == 0 {
		return false
	}
	return now.Sub(p.ReadAt) < tuwen.PublishedKeep(now, q.Left, q.Limit)
}

func (m *Mirror) readPublished(ctx context.Context, appID string, offset int) (tuwen.PublishedPage, error) {
	client, err := m.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return tuwen.PublishedPage{}, err
	}
	page, err := client.FreePublish.BatchGet(ctx, wechat.BatchGetRequest{Offset: offset, Count: tuwen.PageSize})
	if err != nil {
		return tuwen.PublishedPage{}, err
	}
	now := m.now()
	p := tuwen.PublishedPage{Offset: offset, Total: page.TotalCount, ReadAt: now}
	items := make([]tuwen.Material, 0, len(page.Items))
	for _, item := range page.Items {
		items = append(items, material(tuwen.Published, item.ArticleID, item.News, now))
		p.MediaIDs = append(p.MediaIDs, item.ArticleID)
	}
	if err := m.putChanged(ctx, appID, items); err != nil {
		return p, err
	}
	return p, m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Published.PutPage(ctx, appID, p)
	})
}

// KeepPublished makes sure that a published item is here, with its bodies, as
// whoever chooses it needs: a callback makes no call. It fetches an item that
// no page listed. One that WeChat does not have is [tuwen.NotFound].
func (m *Mirror) KeepPublished(ctx context.Context, appID, articleID string) (tuwen.Material, error) {
	kept, err := m.byID(ctx, appID, articleID)
	if err == nil || tuwen.KindOf(err) != tuwen.NotFound {
		return kept, err
	}
	client, err := m.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return kept, err
	}
	news, path, err := ask(ctx, client, tuwen.Published, articleID)
	if err != nil {
		return kept, m.connect.Translate(err, appID, path)
	}
	row := material(tuwen.Published, articleID, *news, m.now())
	if err := m.put(ctx, appID, row, ""); err != nil {
		return kept, err
	}
	return m.byID(ctx, appID, articleID)
}

func (m *Mirror) byID(ctx context.Context, appID, mediaID string) (tuwen.Material, error) {
	var row tuwen.Material
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		row, err = tx.Materials.ByID(ctx, appID, mediaID)
		return err
	})
	return row, err
}
