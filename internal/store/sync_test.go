package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func run(id string, state tuwen.SyncState, created time.Time) tuwen.SyncRun {
	return tuwen.SyncRun{ID: id, AppID: appID, Mode: tuwen.Full, State: state, StartedBy: "小禾", CreatedAt: created, UpdatedAt: created}
}

func create(ctx context.Context, db *store.DB, r tuwen.SyncRun) error {
	return db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.Syncs.Create(ctx, r) })
}

func update(ctx context.Context, db *store.DB, r tuwen.SyncRun) error {
	return db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.Syncs.Update(ctx, r) })
}

func TestSyncsKeepEveryField(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		r := run("r1", tuwen.SyncQueued, at)
		if err := create(t.Context(), db, r); err != nil {
			t.Fatal(err)
		}
		sync := func(ctx context.Context, tx *store.Tx) (tuwen.SyncRun, error) { return tx.Syncs.ByID(ctx, "r1") }
		wantSame(t, get(t, db, sync), r)

		left, eta, then := 12, 34, at.Add(time.Minute)
		r = tuwen.SyncRun{
			ID: "r1", AppID: appID, Mode: tuwen.Incremental, State: tuwen.SyncPaused, Total: 1, Fetched: 2, Added: 3, Updated: 4,
			Restored: 5, Unchanged: 6, Gone: 7, Calls: 8, Sweep: 9, QuotaLeft: &left, ETASeconds: &eta, PausedFor: "quota",
			ResumeAt: &then, Advice: "list_moving", AcceptPause: true, StartedBy: "cli", CreatedAt: at, StartedAt: &then,
			UpdatedAt: then, FinishedAt: &then, Checkpoint: []byte("{\x00\xff}"),
			Error: &tuwen.Problem{Kind: tuwen.Refused, Code: "wechat.45009", Detail: "额度已用完", Params: map[string]string{"a": "b"},
				WeChat: &tuwen.Answer{Errcode: 45009, Errmsg: "reach max", RID: "rid"}},
		}
		if err := update(t.Context(), db, r); err != nil {
			t.Fatal(err)
		}
		wantSame(t, get(t, db, sync), r)
		wantError(t, update(t.Context(), db, run("r9", tuwen.SyncFailed, at)), tuwen.NotFound, "sync.unknown")
	})
}

func TestSyncsAllowOneActiveRunAnAccount(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID, "wxother00000000")
		first := run("r1", tuwen.SyncPaused, at)
		if err := create(t.Context(), db, first); err != nil {
			t.Fatal(err)
		}
		err := create(t.Context(), db, run("r2", tuwen.SyncQueued, at))
		wantError(t, err, tuwen.Conflict, "sync.running")
		if e, ok := errors.AsType[*tuwen.Error](err); ok {
			wantSame(t, e.Related, first)
		}
		other := run("r3", tuwen.SyncQueued, at)
		other.AppID = "wxother00000000"
		if err := create(t.Context(), db, other); err != nil {
			t.Errorf("another account: %v", err)
		}

		first.State = tuwen.SyncFailed
		if err := update(t.Context(), db, first); err != nil {
			t.Fatal(err)
		}
		if err := create(t.Context(), db, run("r2", tuwen.SyncQueued, at)); err != nil {
			t.Errorf("after the first ended: %v", err)
		}
		first.State = tuwen.SyncRunning
		wantError(t, update(t.Context(), db, first), tuwen.Conflict, "sync.running")

		active := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.SyncRun, error) { return tx.Syncs.AllActive(ctx) })
		wantSame(t, active, []tuwen.SyncRun{run("r2", tuwen.SyncQueued, at), other})
	})
}

func TestSyncsCreatedAtOnceLeaveOne(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		errs := make([]error, 16)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = create(t.Context(), db, run(fmt.Sprint("r", i), tuwen.SyncQueued, at)) })
		}
		all.Wait()
		created := 0
		for _, err := range errs {
			if err == nil {
				created++
				continue
			}
			wantError(t, err, tuwen.Conflict, "sync.running")
		}
		wantSame(t, created, 1)
	})
}

func TestSyncsListGoesFromNewestToOldest(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for i := range 7 {
			if err := create(t.Context(), db, run(fmt.Sprint("r", i), tuwen.SyncFinished, at.Add(time.Duration(i/2)*time.Second))); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for cursor := ""; ; {
			p := get(t, db, func(ctx context.Context, tx *store.Tx) (store.SyncPage, error) {
				return tx.Syncs.List(ctx, appID, 2, cursor)
			})
			wantSame(t, p.Total, 7)
			for _, r := range p.Items {
				got = append(got, r.ID)
			}
			if cursor = p.NextCursor; cursor == "" {
				break
			}
		}
		wantSame(t, got, []string{"r6", "r5", "r4", "r3", "r2", "r1", "r0"})
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (store.SyncPage, error) {
			return tx.Syncs.List(ctx, appID, 2, "?")
		})
		wantError(t, err, tuwen.Invalid, "cursor.bad")
	})
}

func TestSyncsLastFinishedIsByMode(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for i, mode := range []tuwen.SyncMode{tuwen.Full, tuwen.Full, tuwen.Incremental} {
			ended := at.Add(time.Duration(i) * time.Hour)
			r := run(fmt.Sprint("r", i), tuwen.SyncFinished, at)
			r.Mode, r.FinishedAt = mode, &ended
			if err := create(t.Context(), db, r); err != nil {
				t.Fatal(err)
			}
		}
		if err := create(t.Context(), db, run("failed", tuwen.SyncFailed, at.Add(9*time.Hour))); err != nil {
			t.Fatal(err)
		}
		for mode, want := range map[tuwen.SyncMode]string{"": "r2", tuwen.Full: "r1", tuwen.Incremental: "r2"} {
			got := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.SyncRun, error) {
				return tx.Syncs.LastFinished(ctx, appID, mode)
			})
			wantSame(t, got.ID, want)
		}
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.SyncRun, error) {
			return tx.Syncs.LastFinished(ctx, "wxother00000000", "")
		})
		wantError(t, err, tuwen.NotFound, "sync.unknown")
		for id, want := range map[string]bool{"r0": true, "failed": false, "none": false, "": false} {
			got := get(t, db, func(ctx context.Context, tx *store.Tx) (bool, error) { return tx.Syncs.FinishedRun(ctx, id) })
			if got != want {
				t.Errorf("FinishedRun(%q): got %v, want %v", id, got, want)
			}
		}
	})
}

func TestFollowersAreSyncedBesideTheHistory(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		history, followers := run("r1", tuwen.SyncRunning, at), run("f1", tuwen.SyncRunning, at)
		followers.Mode = tuwen.Followers
		create := func(r tuwen.SyncRun) error {
			return db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Syncs.Create(ctx, r) })
		}
		if err := errors.Join(create(followers), create(history)); err != nil {
			t.Fatal(err)
		}
		again := followers
		again.ID = "f2"
		wantError(t, create(again), tuwen.Conflict, "sync.running")
		ids := func(p store.SyncPage) (ids []string) {
			for _, r := range p.Items {
				ids = append(ids, r.ID)
			}
			return append(ids, fmt.Sprint(p.Total))
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Syncs.Active(ctx, appID)
			wantSame(t, a.ID, "r1")
			f, err2 := tx.Syncs.ActiveFollowers(ctx, appID)
			wantSame(t, f.ID, "f1")
			l, err3 := tx.Syncs.List(ctx, appID, 0, "")
			wantSame(t, ids(l), []string{"r1", "1"})
			l, err4 := tx.Syncs.ListFollowers(ctx, appID, 0, "")
			wantSame(t, ids(l), []string{"f1", "1"})
			f.State, f.FinishedAt = tuwen.SyncFinished, &f.CreatedAt
			return errors.Join(err, err2, err3, err4, tx.Syncs.Update(ctx, f))
		})
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.SyncRun, error) {
			return tx.Syncs.LastFinished(ctx, appID, "")
		})
		wantError(t, err, tuwen.NotFound, "sync.unknown")
		last := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.SyncRun, error) {
			return tx.Syncs.LastFinished(ctx, appID, tuwen.Followers)
		})
		wantSame(t, last.ID, "f1")
		if err := create(again); err != nil {
			t.Error(err)
		}
	})
}
