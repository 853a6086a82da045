package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

const (
	path = "/cgi-bin/draft/batchget"
	day  = "2026-05-20"
)

func spend(t *testing.T, db *store.DB, path, day string, by tuwen.Spender, n int) (r store.Row) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
		r, err = tx.Quotas.Add(ctx, appID, path, day, by, n)
		return err
	})
	return r
}

func quota(t *testing.T, db *store.DB, path, day string) store.Row {
	t.Helper()
	return get(t, db, func(ctx context.Context, tx *store.Tx) (store.Row, error) {
		return tx.Quotas.Row(ctx, appID, path, day)
	})
}

func TestQuotasCountEveryCall(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var all sync.WaitGroup
		for i := range 50 {
			by := []tuwen.Spender{tuwen.ByPerson, tuwen.ByJob}[i%2]
			all.Go(func() { spend(t, db, path, day, by, i%3+1) })
		}
		all.Wait()
		wantSame(t, quota(t, db, path, day), store.Row{Path: path, Day: day, People: 49, Jobs: 50})
	})
}

func TestQuotasKeepWhatOutlivesTheDay(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		wantSame(t, quota(t, db, path, day), store.Row{Path: path, Day: day})
		spend(t, db, path, day, tuwen.ByJob, 7)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Quotas.SetChecked(ctx, appID, path, day, 1000, 9, at); err != nil {
				return err
			}
			return tx.Quotas.Block(ctx, appID, "/other", at.Add(time.Hour))
		})
		got := spend(t, db, path, day, tuwen.ByPerson, 1)
		want := store.Row{Path: path, Day: day, People: 1, Jobs: 7, Limit: 1000, WeChatUsed: 9, OwnAtCheck: 7, CheckedAt: at}
		wantSame(t, got, want)
		other := store.Row{Path: "/other", Day: day, BlockedUntil: at.Add(time.Hour)}
		of := func(day string) []store.Row {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.Row, error) { return tx.Quotas.Of(ctx, appID, day) })
		}
		wantSame(t, of(day), []store.Row{want, other})
		other.Day = "2026-05-21"
		wantSame(t, of("2026-05-21"), []store.Row{{Path: path, Day: "2026-05-21", Limit: 1000}, other})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Quotas.Purge(ctx, "2026-05-21")
			wantSame(t, n, 1)
			return err
		})
		wantSame(t, quota(t, db, path, day), store.Row{Path: path, Day: day, Limit: 1000})
	})
}

func TestQuotasCheckedBeforeAnyCall(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Quotas.SetChecked(ctx, appID, path, day, 500, 3, at)
		})
		wantSame(t, quota(t, db, path, day), store.Row{Path: path, Day: day, Limit: 500, WeChatUsed: 3, CheckedAt: at})
	})
}

func TestQuotasCountClearings(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for range 3 {
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Quotas.AddClear(ctx, appID, "2026-05") })
		}
		for month, want := range map[string]int{"2026-05": 3, "2026-06": 0} {
			got := get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Quotas.Clears(ctx, appID, month) })
			wantSame(t, got, want)
		}
	})
}
