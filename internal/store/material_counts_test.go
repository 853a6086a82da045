package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// counted is what the triggers count, and what there is.
func counted(t *testing.T, db *store.DB) (kept, there map[string]int) {
	t.Helper()
	month := "strftime('%Y-%m', update_time / 1000, 'unixepoch', '+8 hours')"
	if db.Engine() == store.Postgres {
		month = "to_char(to_timestamp(update_time / 1000) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"
	}
	read := func(query string) map[string]int {
		rows, err := db.SQL().QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		all := map[string]int{}
		for rows.Next() {
			var app, source, month string
			var n int
			if err := rows.Scan(&app, &source, &month, &n); err != nil {
				t.Fatal(err)
			}
			all[app+" "+source+" "+month] = n
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return all
	}
	return read("SELECT app_id, source, month, n FROM material_counts WHERE n <> 0"),
		read("SELECT app_id, source, " + month + ", count(*) FROM materials WHERE deleted_at = 0 AND gone_at = 0 GROUP BY 1, 2, 3")
}

func TestMaterialsAreCountedWhateverHappensToThem(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		chance, seed := testkit.Seeded(t)
		t.Logf("TUWEN_SEED=%d", seed)
		// The last hours of a month in Beijing, and the first of the next.
		edge := time.Date(2026, 3, 31, 15, 59, 59, 999e6, time.UTC)
		for step := range 150 {
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return change(ctx, tx, chance, edge) })
			if kept, there := counted(t, db); !maps.Equal(kept, there) {
				t.Fatalf("step %d: counted %v, there are %v", step, kept, there)
			}
		}
		before, _ := counted(t, db)
		undone := errors.New("undone")
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(change(ctx, tx, chance, edge), undone)
		})
		if after, _ := counted(t, db); !errors.Is(err, undone) || !maps.Equal(before, after) {
			t.Errorf("%v: counted %v before what was undone, %v after", err, before, after)
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Delete(ctx, appID) })
		if kept, there := counted(t, db); len(kept)+len(there) > 0 {
			t.Errorf("after the account: counted %v, there are %v", kept, there)
		}
	})
}

// change does something to a few materials of forty.
func change(ctx context.Context, tx *store.Tx, chance *rand.Rand, edge time.Time) error {
	var ids []string
	var puts []store.Put
	for _, k := range chance.Perm(40)[:1+chance.IntN(6)] {
		m := tuwen.Material{
			MediaID: fmt.Sprint("m", k), Source: tuwen.History, Title: "标题", FetchedAt: edge,
			UpdateTime: edge.Add(time.Duration(chance.IntN(3)-1) * time.Millisecond),
			Articles:   []tuwen.Article{{Title: "标题", Body: "<p>正文</p>"}},
		}
		if chance.IntN(3) == 0 {
			m.Source = tuwen.Draft
		}
		ids, puts = append(ids, m.MediaID), append(puts, store.Put{Material: m, Hash: fmt.Sprint(chance.Uint64()), ChangedRun: "run"})
	}
	switch chance.IntN(6) {
	case 0, 1:
		return tx.Materials.Put(ctx, appID, puts)
	case 2:
		return tx.Materials.Delete(ctx, appID, ids, edge)
	case 3:
		return tx.Materials.Restore(ctx, appID, ids)
	case 4:
		if chance.IntN(2) == 0 {
			_, err := tx.Materials.MarkUnseenGone(ctx, appID, tuwen.History, "run", chance.IntN(2), edge)
			return err
		}
		return tx.Materials.MarkGone(ctx, appID, ids, edge)
	}
	if chance.IntN(2) == 0 {
		_, err := tx.Materials.Purge(ctx, appID, ids)
		return err
	}
	return tx.Materials.MarkSeen(ctx, appID, "run", chance.IntN(2), ids)
}
