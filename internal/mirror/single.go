package mirror

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Single fetches the newest state of one material that is known here, by one
// call, and returns it with its bodies. Where WeChat has it no more it is
// marked, and returned as gone. An item that was deleted here is
// [tuwen.Conflict] "material.deleted_here": a full sync brings it back; an
// unknown id is [tuwen.NotFound] and costs no call; a mass-sent message, which
// no interface returns, is [tuwen.Conflict] "material.no_interface".
func (m *Mirror) Single(ctx context.Context, appID, mediaID string) (tuwen.Material, error) {
	var known store.Known
	var created time.Time
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		row, err := tx.Materials.ByID(ctx, appID, mediaID)
		if err != nil {
			return err
		}
		created = row.CreateTime
		all, err := tx.Materials.Known(ctx, appID, []string{mediaID})
		known = all[mediaID]
		return err
	})
	switch {
	case err != nil:
		return tuwen.Material{}, err
	case known.Deleted:
		return tuwen.Material{}, tuwen.Errorf(tuwen.Conflict, "material.deleted_here",
			"this material was deleted here; a full sync brings it back").With("media_id", mediaID)
	}
	if err := m.fetchOne(ctx, appID, mediaID, known, created); err != nil {
		return tuwen.Material{}, err
	}
	var fresh tuwen.Material
	err = m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		fresh, err = tx.Materials.ByID(ctx, appID, mediaID)
		return err
	})
	return fresh, err
}

// fetchOne asks WeChat for one material and writes what it says.
func (m *Mirror) fetchOne(ctx context.Context, appID, mediaID string, known store.Known, created time.Time) error {
	client, err := m.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return err
	}
	news, path, err := ask(ctx, client, known.Source, mediaID)
	if wechat.Classify(err) == wechat.Gone {
		return m.markGone(ctx, appID, []string{mediaID})
	}
	if err != nil {
		return m.connect.Translate(err, appID, path)
	}
	row := material(known.Source, mediaID, *news, m.now())
	keepTimes(&row, known, created)
	return m.put(ctx, appID, row, known.ChangedRun)
}

// ask calls the interface that returns one material of the source.
func ask(ctx context.Context, w *wechat.Client, source tuwen.Source, mediaID string) (*wechat.News, string, error) {
	switch source {
	case tuwen.Draft:
		n, err := w.Draft.Get(ctx, mediaID)
		return n, connect.DraftGet, err
	case tuwen.Published:
		if strings.HasPrefix(mediaID, "mass-") {
			return nil, "", tuwen.Errorf(tuwen.Conflict, "material.no_interface", "WeChat has no interface that returns a mass-sent message")
		}
		n, err := w.FreePublish.GetArticle(ctx, mediaID)
		return n, connect.PublishedGet, err
	}
	n, err := w.Material.GetNews(ctx, mediaID)
	return n, connect.HistoryGet, err
}

// keepTimes fills in the times that an answer about one material may leave
// out: they are not documented there.
func keepTimes(m *tuwen.Material, known store.Known, created time.Time) {
	if m.UpdateTime.IsZero() {
		m.UpdateTime = known.UpdateTime
	}
	if m.CreateTime.IsZero() || m.CreateTime.Equal(m.UpdateTime) && !created.IsZero() {
		m.CreateTime = created
	}
}

// put writes one material. The row keeps the run that changed it: a single
// fetch proves nothing about its neighbors, so it must not end an incremental
// run.
func (m *Mirror) put(ctx context.Context, appID string, row tuwen.Material, run string) error {
	puts := []store.Put{{Material: row, Hash: tuwen.ContentHash(row.Articles), ChangedRun: run}}
	store.Prepare(puts)
	err := m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Materials.Put(ctx, appID, puts)
	})
	if err != nil {
		return fmt.Errorf("keep material: %w", err)
	}
	return nil
}

func (m *Mirror) markGone(ctx context.Context, appID string, ids []string) error {
	err := m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Materials.MarkGone(ctx, appID, ids, m.now())
	})
	if err != nil {
		return fmt.Errorf("mark gone: %w", err)
	}
	return nil
}
