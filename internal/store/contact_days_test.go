package store_test

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestFollowersAreCountedByTheDaysOfBeijing(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		midnight := time.Date(2026, 11, 19, 16, 0, 0, 0, time.UTC)
		came := func(openID string, at time.Time) store.Act {
			return store.Act{AppID: appID, OpenID: openID, At: at, Follow: &store.Follow{At: at}}
		}
		act(t, db, came("o1", midnight.Add(-time.Millisecond)), came("o2", midnight), came("o3", midnight.Add(time.Hour)),
			came("old", midnight.AddDate(0, 0, -2)), came("gone", midnight.Add(time.Hour)),
			store.Act{AppID: appID, OpenID: "unsure", At: midnight.Add(time.Hour), Messages: 1})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.Erase(ctx, appID, "gone", "hash", midnight.Add(2*time.Hour))
		})
		for range 20 { // on whichever of the rows
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.Contacts.CountDays(ctx, appID, map[string]tuwen.FollowerDay{
					"2026-11-18": {New: 9}, "2026-11-19": {New: 1, Left: 2}, "2026-11-20": {Left: 1},
				})
			})
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			counted, known, err := tx.Contacts.Days(ctx, appID, midnight.AddDate(0, 0, -1))
			slices.SortFunc(known, func(a, b tuwen.FollowerDay) int { return cmp.Compare(a.Day, b.Day) })
			wantSame(t, counted, []tuwen.FollowerDay{{Day: "2026-11-19", New: 20, Left: 40}, {Day: "2026-11-20", Left: 20}})
			wantSame(t, known, []tuwen.FollowerDay{{Day: "2026-11-19", New: 1}, {Day: "2026-11-20", New: 2}})
			return err
		})
	})
}
