package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Checked is a material in use and when WeChat was last asked about it; the
// zero time is never.
type Checked struct {
	MediaID   string
	CheckedAt time.Time
}

// Drafts are the readings of the draft boxes. The drafts themselves are
// materials.
type Drafts struct{ tx *Tx }

// Reading returns the account's last reading, [tuwen.NotFound]
// "reading.none" before the first.
func (s Drafts) Reading(ctx context.Context, appID string) (tuwen.DraftReading, error) {
	r, err := s.tx.q.DraftReading(ctx, appID)
	if err != nil {
		return tuwen.DraftReading{}, found(err, "reading.none", "reading of the drafts")
	}
	ids, err := fromJSON[[]string](r.MediaIDs)
	if err != nil {
		return tuwen.DraftReading{}, err
	}
	problem, err := fromJSON[*tuwen.Problem](r.Error)
	return tuwen.DraftReading{
		MediaIDs: ids, Total: int(r.Total), ReadAt: fromMillis(r.ReadAt), Error: problem, FailedAt: fromMillis(r.FailedAt),
	}, err
}

// PutReading keeps the reading in place of the one before.
func (s Drafts) PutReading(ctx context.Context, appID string, r tuwen.DraftReading) error {
	ids, err := toJSON(r.MediaIDs, false)
	if err != nil {
		return err
	}
	problem, err := toJSON(r.Error, r.Error == nil)
	if err != nil {
		return err
	}
	err = s.tx.q.PutDraftReading(ctx, db.PutDraftReadingParams{
		AppID: appID, MediaIDs: ids, Total: int64(r.Total), ReadAt: millis(r.ReadAt),
		Error: problem, FailedAt: millis(r.FailedAt),
	})
	return s.tx.owned(err, "keep the reading of the drafts")
}

// InUse returns the drafts that something uses and that are not gone, the
// longest unchecked first.
func (s Drafts) InUse(ctx context.Context, appID string) ([]Checked, error) {
	return s.tx.inUse(ctx, appID, tuwen.Draft)
}

// Checked keeps that WeChat was asked about the draft.
func (s Drafts) Checked(ctx context.Context, appID, mediaID string, at time.Time) error {
	return s.tx.checked(ctx, appID, mediaID, at)
}

// Published are the kept pages of the published lists. The published items
// themselves are materials.
type Published struct{ tx *Tx }

// Page returns a kept page, [tuwen.NotFound] "reading.none" where none is.
func (s Published) Page(ctx context.Context, appID string, offset int) (tuwen.PublishedPage, error) {
	r, err := s.tx.q.PublishedPage(ctx, db.PublishedPageParams{AppID: appID, PageOffset: int64(offset)})
	if err != nil {
		return tuwen.PublishedPage{}, found(err, "reading.none", "page of the published list")
	}
	ids, err := fromJSON[[]string](r.MediaIDs)
	return tuwen.PublishedPage{
		Offset: int(r.PageOffset), MediaIDs: ids, Total: int(r.Total), ReadAt: fromMillis(r.ReadAt),
	}, err
}

// PutPage keeps a page in place of the one before at its offset.
func (s Published) PutPage(ctx context.Context, appID string, p tuwen.PublishedPage) error {
	ids, err := toJSON(p.MediaIDs, false)
	if err != nil {
		return err
	}
	err = s.tx.q.PutPublishedPage(ctx, db.PutPublishedPageParams{
		AppID: appID, PageOffset: int64(p.Offset), MediaIDs: ids, Total: int64(p.Total), ReadAt: millis(p.ReadAt),
	})
	return s.tx.owned(err, "keep a page of the published list")
}

// InUse returns the published items that something uses and that are not
// gone, the longest unchecked first.
func (s Published) InUse(ctx context.Context, appID string) ([]Checked, error) {
	return s.tx.inUse(ctx, appID, tuwen.Published)
}

// Checked keeps that WeChat was asked about the item.
func (s Published) Checked(ctx context.Context, appID, mediaID string, at time.Time) error {
	return s.tx.checked(ctx, appID, mediaID, at)
}

func (tx *Tx) inUse(ctx context.Context, appID string, source tuwen.Source) ([]Checked, error) {
	rows, err := tx.q.MaterialsInUse(ctx, db.MaterialsInUseParams{AppID: appID, Source: string(source)})
	if err != nil {
		return nil, fmt.Errorf("list materials in use: %w", err)
	}
	all := make([]Checked, len(rows))
	for i, r := range rows {
		all[i] = Checked{MediaID: r.MediaID, CheckedAt: fromMillis(r.CheckedAt)}
	}
	return all, nil
}

func (tx *Tx) checked(ctx context.Context, appID, mediaID string, at time.Time) error {
	err := tx.q.SetMaterialChecked(ctx, db.SetMaterialCheckedParams{AppID: appID, MediaID: mediaID, CheckedAt: millis(at)})
	if err != nil {
		return fmt.Errorf("keep the check of a material: %w", err)
	}
	return nil
}

// Picture is an address at WeChat and the hash by which our own proxy names
// it.
type Picture struct {
	Hash string
	URL  string
}

// Pictures say which addresses the picture proxy may fetch for an account.
type Pictures struct{ tx *Tx }

// Put adds addresses; a hash that is there stays as it is.
func (s Pictures) Put(ctx context.Context, appID string, pictures []Picture) error {
	rows := make([][]any, len(pictures))
	for i, p := range pictures {
		rows[i] = []any{appID, p.Hash, text(p.URL)}
	}
	err := s.tx.insert(ctx, "pictures (app_id, hash, url)", "ON CONFLICT DO NOTHING", rows)
	return s.tx.owned(err, "keep picture addresses")
}

// ByHash returns the address of a hash, else [tuwen.NotFound]
// "picture.unknown".
func (s Pictures) ByHash(ctx context.Context, appID, hash string) (Picture, error) {
	url, err := s.tx.q.PictureURL(ctx, db.PictureURLParams{AppID: appID, Hash: hash})
	if err != nil {
		return Picture{}, found(err, "picture.unknown", "picture")
	}
	return Picture{Hash: hash, URL: url}, nil
}
