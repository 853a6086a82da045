package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func give(t testing.TB, db *store.DB, tag, seconds int, openIDs ...string) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error {
		return tx.TagChanges.Give(ctx, appID, tag, openIDs, after(seconds))
	})
}

func take(t testing.TB, db *store.DB, tag, seconds int, openIDs ...string) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error {
		return tx.TagChanges.Take(ctx, appID, tag, openIDs, after(seconds))
	})
}

// next is the next batch, without the ids of its changes, and until when all
// rest.
func next(t testing.TB, db *store.DB, seconds int) (b store.TagBatch, until time.Time) {
	t.Helper()
	b = get(t, db, func(ctx context.Context, tx *store.Tx) (b store.TagBatch, err error) {
		b, until, err = tx.TagChanges.Next(ctx, appID, after(seconds))
		return b, err
	})
	return b, until
}

func wishes(b store.TagBatch) (ids, openIDs []string) {
	for _, c := range b.Changes {
		ids, openIDs = append(ids, c.ID), append(openIDs, c.OpenID)
	}
	return ids, openIDs
}

func wantBatch(t testing.TB, got store.TagBatch, tag int, give bool, openIDs ...string) {
	t.Helper()
	want := store.TagBatch{TagID: tag, Give: give}
	for _, openID := range openIDs {
		want.Changes = append(want.Changes, store.TagWish{OpenID: openID})
	}
	ignore := cmpopts.IgnoreFields(store.TagWish{}, "ID")
	sorted := cmpopts.SortSlices(func(a, b store.TagWish) bool { return a.OpenID < b.OpenID })
	if d := cmp.Diff(want, got, ignore, sorted); d != "" {
		t.Errorf("batch (-want +got):\n%s", d)
	}
}

func progress(t testing.TB, db *store.DB) []tuwen.TagProgress {
	t.Helper()
	return get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.TagProgress, error) {
		return tx.TagChanges.Progress(ctx, appID)
	})
}

func TestTagChangesAreDoneInBatchesOfOneTag(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var many []string
		for i := range tuwen.TagBatch + 7 {
			many = append(many, fmt.Sprintf("o%03d", i))
		}
		give(t, db, 100, 0, many...)
		take(t, db, 100, 1, "oTaken")
		give(t, db, 101, 2, "o000", "oOther")
		wantSame(t, progress(t, db), []tuwen.TagProgress{{TagID: 100, Waiting: 58}, {TagID: 101, Waiting: 2}})

		seen := map[string]int{}
		for _, want := range []int{tuwen.TagBatch, 7} {
			b, _ := next(t, db, 9)
			ids, openIDs := wishes(b)
			wantSame(t, []any{b.TagID, b.Give, len(ids)}, []any{100, true, want})
			for _, o := range openIDs {
				seen[o]++
			}
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.TagChanges.Done(ctx, appID, ids) })
		}
		wantSame(t, len(seen), len(many))
		b, _ := next(t, db, 9)
		wantBatch(t, b, 100, false, "oTaken")
		ids, _ := wishes(b)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.TagChanges.Done(ctx, appID, ids) })
		b, _ = next(t, db, 9)
		wantBatch(t, b, 101, true, "o000", "oOther")
		waiting := func() []string {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]string, error) { return tx.TagChanges.Waiting(ctx) })
		}
		wantSame(t, waiting(), []string{appID})
		ids, _ = wishes(b)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.TagChanges.Done(ctx, appID, ids) })
		wantSame(t, waiting(), []string{})
		b, _ = next(t, db, 9)
		wantSame(t, b, store.TagBatch{})
	})
}

func TestLastWishOfATagCounts(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		give(t, db, 100, 0, "oA", "oB", "oB")
		b, _ := next(t, db, 1)
		wantBatch(t, b, 100, true, "oA", "oB")
		take(t, db, 100, 2, "oA") // while WeChat is being asked
		ids, _ := wishes(b)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.TagChanges.Done(ctx, appID, ids) })
		b, _ = next(t, db, 3)
		wantBatch(t, b, 100, false, "oA")
	})
}

func TestTagChangesRestAndFail(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		give(t, db, 100, 0, "oA")
		give(t, db, 101, 1, "oA", "oB")
		b, _ := next(t, db, 1)
		ids, _ := wishes(b)
		busy := &tuwen.Problem{Kind: tuwen.Unavailable, Code: "wechat.-1", WeChat: &tuwen.Answer{Errcode: -1}}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.TagChanges.Postpone(ctx, appID, ids, after(60), busy)
		})
		b, until := next(t, db, 59)
		wantSame(t, []any{b, until}, []any{store.TagBatch{}, after(60)})
		b, until = next(t, db, 60)
		wantSame(t, []any{b, until}, []any{store.TagBatch{TagID: 100, Give: true,
			Changes: []store.TagWish{{ID: ids[0], OpenID: "oA", Tries: 1}}}, time.Time{}})

		full := &tuwen.Problem{Kind: tuwen.Refused, Code: "wechat.45059", WeChat: &tuwen.Answer{Errcode: 45059}}
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.TagChanges.Fail(ctx, appID, ids, full) })
		b, _ = next(t, db, 60)
		wantBatch(t, b, 101, true, "oA", "oB")
		wantSame(t, progress(t, db), []tuwen.TagProgress{{TagID: 100, Failed: 1}, {TagID: 101, Waiting: 2}})

		listed := func(f store.TagChangeFilter) (all []tuwen.TagChange) {
			for range 9 {
				p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.TagChange], error) {
					return tx.TagChanges.List(ctx, appID, f)
				})
				all = append(all, p.Items...)
				if f.Cursor = p.NextCursor; f.Cursor == "" {
					wantSame(t, p.Total, len(all))
					break
				}
			}
			return all
		}
		wantSame(t, listed(store.TagChangeFilter{State: tuwen.TagChangeFailed}), []tuwen.TagChange{{
			ID: ids[0], OpenID: "oA", TagID: 100, Give: true, State: tuwen.TagChangeFailed, Problem: full, CreatedAt: after(0),
		}})
		wantSame(t, len(listed(store.TagChangeFilter{Limit: 1})), 3)
		wantSame(t, len(listed(store.TagChangeFilter{OpenID: "oA"})), 2)
		wantSame(t, len(listed(store.TagChangeFilter{TagID: 101})), 2)

		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.TagChanges.Again(ctx, appID)
			wantSame(t, n, 1)
			return err
		})
		b, _ = next(t, db, 60)
		wantBatch(t, b, 100, true, "oA") // its tries begin anew
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.TagChanges.Fail(ctx, appID, ids, full); err != nil {
				return err
			}
			n, err := tx.TagChanges.Forget(ctx, appID)
			wantSame(t, n, 1)
			return err
		})
		wantSame(t, progress(t, db), []tuwen.TagProgress{{TagID: 101, Waiting: 2}})
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.TagChanges.Give(ctx, "wx-none", 100, []string{"oA"}, at)
		})
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}
