package mirror

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// CheckArgs is the periodic job that asks WeChat once a day about each draft
// and published item that something uses.
type CheckArgs struct{}

// Kind names the job.
func (CheckArgs) Kind() string { return "materials_check" }

type checkWorker struct {
	river.WorkerDefaults[CheckArgs]
	mirror *Mirror
}

func (w *checkWorker) Work(ctx context.Context, _ *river.Job[CheckArgs]) error {
	return w.mirror.checkUsed(ctx)
}

// checkedFor is how long a check of a material in use holds.
const checkedFor = 24 * time.Hour

// checkUsed checks what is due, as far as the reserve and the job's time
// allow; the rest is due in an hour still.
func (m *Mirror) checkUsed(ctx context.Context) error {
	var accounts []tuwen.Account
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		accounts, err = tx.Accounts.All(ctx)
		return err
	})
	for _, a := range accounts {
		for _, source := range []tuwen.Source{tuwen.Draft, tuwen.Published} {
			if stop := m.checkSource(ctx, a.AppID, source); stop != nil {
				err = errors.Join(err, stop)
			}
		}
	}
	return err
}

// checkSource checks one account's used materials of a source, the longest
// unchecked first. What WeChat refuses ends it without an error: it is tried
// again in an hour.
func (m *Mirror) checkSource(ctx context.Context, appID string, source tuwen.Source) error {
	due, err := m.due(ctx, appID, source)
	if err != nil || len(due) == 0 {
		return err
	}
	client, err := m.connect.Client(ctx, appID, tuwen.ByJob)
	if err != nil {
		return err
	}
	for _, id := range due {
		if deadline, ok := ctx.Deadline(); ctx.Err() != nil || ok && time.Until(deadline) < sliceMargin {
			return nil
		}
		news, path, err := ask(ctx, client, source, id)
		if err != nil && wechat.Classify(err) != wechat.Gone {
			if tuwen.CodeOf(err) == "material.no_interface" {
				continue
			}
			err = m.connect.Translate(err, appID, path)
			m.log.WarnContext(ctx, "a material in use could not be checked", "app_id", appID, "media_id", id, "err", err)
			return nil
		}
		if err := m.keepChecked(ctx, appID, id, news); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mirror) due(ctx context.Context, appID string, source tuwen.Source) ([]string, error) {
	var due []string
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list := tx.Drafts.InUse
		if source == tuwen.Published {
			list = tx.Published.InUse
		}
		used, err := list(ctx, appID)
		for _, u := range used {
			if m.now().Sub(u.CheckedAt) >= checkedFor {
				due = append(due, u.MediaID)
			}
		}
		return err
	})
	return due, err
}

// keepChecked keeps what a check found; nil news means that the material is
// gone.
func (m *Mirror) keepChecked(ctx context.Context, appID, mediaID string, news *wechat.News) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if news == nil {
			return tx.Materials.MarkGone(ctx, appID, []string{mediaID}, m.now())
		}
		old, err := tx.Materials.Get(ctx, appID, []string{mediaID})
		if err != nil || len(old) == 0 {
			return err
		}
		known, err := tx.Materials.Known(ctx, appID, []string{mediaID})
		if err != nil {
			return err
		}
		k := known[mediaID]
		row := material(k.Source, mediaID, *news, m.now())
		keepTimes(&row, k, old[0].CreateTime)
		if hash := tuwen.ContentHash(row.Articles); hash != k.Hash || !row.UpdateTime.Equal(k.UpdateTime) {
			put := store.Put{Material: row, Hash: hash, ChangedRun: k.ChangedRun}
			if err := tx.Materials.Put(ctx, appID, []store.Put{put}); err != nil {
				return err
			}
		}
		return tx.Drafts.Checked(ctx, appID, mediaID, m.now())
	})
}

// PurgeArgs is the periodic job that forgets ended sessions and old days of
// the quota.
type PurgeArgs struct{}

// Kind names the job.
func (PurgeArgs) Kind() string { return "purge" }

type purgeWorker struct {
	river.WorkerDefaults[PurgeArgs]
	mirror *Mirror
}

func (w *purgeWorker) Work(ctx context.Context, _ *river.Job[PurgeArgs]) error {
	return w.mirror.purge(ctx)
}

// quotaDaysKept is how long the days of the quota can be looked at.
const quotaDaysKept = 90

func (m *Mirror) purge(ctx context.Context) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := m.now()
		if _, err := tx.Sessions.Purge(ctx, now); err != nil {
			return err
		}
		_, err := tx.Quotas.Purge(ctx, tuwen.BeijingDay(now.AddDate(0, 0, -quotaDaysKept)))
		return err
	})
}
