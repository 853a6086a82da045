package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// push is a message that came in so many milliseconds after at.
func push(key, openID string, ms int) store.EventRow {
	when := at.Add(time.Duration(ms) * time.Millisecond)
	return store.EventRow{
		AppID: appID, DedupeKey: key, Answer: []byte("<xml>你好 " + key + "</xml>"),
		Event: tuwen.Event{
			ID: store.EventID(when), At: when.Truncate(time.Second), Kind: tuwen.EventMessage, Type: "text", OpenID: openID,
			Text: "写了 " + key, AnsweredBy: &tuwen.UsedBy{Kind: "reply_rule", ID: "r", Name: "欢迎"}, Passive: true,
			ReceivedAt: when, TookMS: 3, Raw: "<xml>" + openID + "</xml>",
		},
	}
}

func putEvents(t testing.TB, db *store.DB, rows ...store.EventRow) []store.Stored {
	t.Helper()
	var stored []store.Stored
	do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
		stored, err = tx.Events.Put(ctx, rows)
		return err
	})
	return stored
}

func events(t testing.TB, db *store.DB, f store.EventFilter) []string {
	t.Helper()
	ids := []string{}
	for range 100 {
		p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Event], error) {
			return tx.Events.List(ctx, appID, f)
		})
		for _, e := range p.Items {
			ids = append(ids, e.ID)
		}
		if f.Cursor = p.NextCursor; f.Cursor == "" {
			return ids
		}
	}
	t.Fatal("the list has no end")
	return nil
}

func TestEventIsReadAsItWasPut(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (time.Time, error) { return tx.Events.LastPush(ctx, appID) })
		wantError(t, err, tuwen.NotFound, "event.none")
		row := push("msg:1", "oA", 5)
		stored := putEvents(t, db, row)
		want := row.Event
		want.Raw = ""
		wantSame(t, stored, []store.Stored{{New: true, Event: want, Answer: row.Answer}})
		got := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Event, error) {
			return tx.Events.ByID(ctx, appID, row.Event.ID)
		})
		want.Raw, want.Answer = row.Event.Raw, string(row.Answer)
		wantSame(t, got, want)
		last := get(t, db, func(ctx context.Context, tx *store.Tx) (time.Time, error) { return tx.Events.LastPush(ctx, appID) })
		wantSame(t, last, row.Event.ReceivedAt)

		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Events.Answer(ctx, appID, row.Event.ID, store.Answered{TookMS: 9, Answer: []byte("success")})
		})
		got = get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Event, error) {
			return tx.Events.ByID(ctx, appID, row.Event.ID)
		})
		want.AnsweredBy, want.Passive, want.TookMS, want.Answer = nil, false, 9, "success"
		wantSame(t, got, want)
		err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Events.Answer(ctx, appID, "none", store.Answered{})
		})
		wantError(t, err, tuwen.NotFound, "event.unknown")
		err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			row.AppID = "wxnobody0000000"
			_, err := tx.Events.Put(ctx, []store.EventRow{row})
			return err
		})
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}

func TestRepeatGetsTheAnswerOfTheFirst(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID, "wxother00000000")
		first, again, inGroup := push("msg:1", "oA", 0), push("msg:1", "oA", 5000), push("msg:1", "oA", 5001)
		again.Answer, again.Event.Text = []byte("another"), "another"
		elsewhere := push("msg:1", "oA", 5)
		elsewhere.AppID = "wxother00000000"
		putEvents(t, db, first)
		got := putEvents(t, db, again, elsewhere, inGroup, push("msg:2", "oA", 6))
		want := first.Event
		want.Raw, want.Repeats = "", 2
		wantSame(t, got[0], store.Stored{Event: want, Answer: first.Answer})
		wantSame(t, got[2], got[0])
		wantSame(t, []bool{got[1].New, got[3].New}, []bool{true, true})
		wantSame(t, len(events(t, db, store.EventFilter{})), 2)

		fresh := push("msg:3", "oA", 7)
		got = putEvents(t, db, fresh, push("msg:3", "oA", 8), push("msg:3", "oA", 9))
		want = fresh.Event
		want.Raw, want.Repeats = "", 2
		wantSame(t, got, []store.Stored{
			{New: true, Event: want, Answer: fresh.Answer}, {Event: want, Answer: fresh.Answer}, {Event: want, Answer: fresh.Answer},
		})
		again = push("msg:3", "oA", 10)
		want.Repeats = 3
		wantSame(t, putEvents(t, db, again), []store.Stored{{Event: want, Answer: fresh.Answer}})
	})
}

func TestParallelGroupsKeepEachPushOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			address := testkit.StoreURL(t, engine)
			nodes := []*store.DB{testkit.OpenIdleStore(t, address)}
			if engine == store.Postgres {
				nodes = append(nodes, testkit.OpenIdleStore(t, address))
			}
			account(t, nodes[0], appID)
			const groups, pushes = 8, 64
			var mu sync.Mutex
			fresh, answers := map[string]int{}, map[string]map[string]bool{}
			var all sync.WaitGroup
			for g := range groups {
				rows := make([]store.EventRow, pushes)
				for i := range rows {
					rows[i] = push(fmt.Sprintf("msg:%d", (i*(2*g+1)+g)%pushes), "oA", i)
					rows[i].Answer = fmt.Appendf(nil, "of group %d", g)
				}
				all.Go(func() {
					stored := putEvents(t, nodes[g%len(nodes)], rows...)
					mu.Lock()
					defer mu.Unlock()
					for i, s := range stored {
						key := rows[i].DedupeKey
						if answers[key] == nil {
							answers[key] = map[string]bool{}
						}
						if answers[key][string(s.Answer)] = true; s.New {
							fresh[key]++
						}
					}
				})
			}
			all.Wait()
			for key, n := range fresh {
				if n != 1 || len(answers[key]) != 1 {
					t.Errorf("%s was new %d times and got the answers %v", key, n, answers[key])
				}
			}
			wantSame(t, len(fresh), pushes)
			p := get(t, nodes[0], func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Event], error) {
				return tx.Events.List(ctx, appID, store.EventFilter{Limit: 100})
			})
			wantSame(t, len(p.Items), pushes)
			for _, e := range p.Items {
				wantSame(t, e.Repeats, groups-1)
			}
		})
	}
}

func TestValueTheEngineRefusesFailsItsGroupAndNothingElse(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		rows := make([]store.EventRow, 64)
		for i := range rows {
			rows[i] = push(fmt.Sprintf("msg:%d", i), "oA", i)
		}
		rows[40].DedupeKey = "msg:\x00"
		rows[41].Event.Text, rows[41].Event.Raw = "a\x00b\xff", "<xml>\x00\xff</xml>"
		group := func(rows ...store.EventRow) error {
			return db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Events.Put(ctx, rows)
				return err
			})
		}
		refused := db.Engine() == store.Postgres
		if err := group(rows...); (err != nil) != refused || refused && tuwen.KindOf(err) != tuwen.Internal {
			t.Fatalf("got %v for a group with a NUL", err)
		}
		want := 64
		if refused {
			wantSame(t, len(events(t, db, store.EventFilter{})), 0)
			want = 63
			for i, r := range rows {
				if err := group(r); (err != nil) != (i == 40) {
					t.Errorf("push %d alone: got %v", i, err)
				}
			}
		}
		wantSame(t, len(events(t, db, store.EventFilter{})), want)
		e := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Event, error) {
			return tx.Events.ByID(ctx, appID, rows[41].Event.ID)
		})
		wantSame(t, []string{e.Text, e.Raw}, []string{"ab\uFFFD", "<xml>\x00\uFFFD</xml>"})
	})
}

func TestEventsAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var ids, ofB, scans, unanswered []string
		for i := range 90 {
			r := push(fmt.Sprintf("msg:%d", i), "oA", i)
			if i%3 == 0 {
				r.Event.OpenID = "oB"
				ofB = append(ofB, r.Event.ID)
			}
			if i%5 == 0 {
				r.Event.Kind, r.Event.AnsweredBy = tuwen.EventScan, nil
				scans = append(scans, r.Event.ID)
				unanswered = append(unanswered, r.Event.ID)
			}
			ids = append(ids, r.Event.ID)
			putEvents(t, db, r)
		}
		for _, l := range [][]string{ids, ofB, scans, unanswered} {
			slices.Reverse(l)
		}
		wantSame(t, events(t, db, store.EventFilter{}), ids)
		wantSame(t, events(t, db, store.EventFilter{OpenID: "oB", Limit: 7}), ofB)
		wantSame(t, events(t, db, store.EventFilter{Kind: tuwen.EventScan}), scans)
		wantSame(t, events(t, db, store.EventFilter{Answered: no()}), unanswered)
		wantSame(t, len(events(t, db, store.EventFilter{Answered: yes(), OpenID: "oB"})), 24)
		p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Event], error) {
			return tx.Events.List(ctx, appID, store.EventFilter{Kind: tuwen.EventScan, Limit: 2})
		})
		wantSame(t, []any{p.Total, p.TotalMore, p.Items[0].Raw, p.Items[0].Answer}, []any{18, false, "", ""})
		for _, bad := range []string{"!", "JyBPUiAx", strings.Repeat("a", 5000)} {
			_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Event], error) {
				return tx.Events.List(ctx, appID, store.EventFilter{Cursor: bad})
			})
			wantError(t, err, tuwen.Invalid, "cursor.bad")
		}
	})
}

func TestPurgeForgetsOldEventsOnly(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for i := range 10 {
			putEvents(t, db, push(fmt.Sprintf("msg:%d", i), "oA", i*1000))
		}
		purge := func(before time.Time, limit int) (n int) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				n, err = tx.Events.Purge(ctx, before, limit)
				return err
			})
			return n
		}
		wantSame(t, purge(at, 100), 0)
		wantSame(t, purge(at.Add(5*time.Second), 3), 3)
		wantSame(t, purge(at.Add(5*time.Second), 3), 2)
		wantSame(t, purge(at.Add(5*time.Second), 3), 0)
		wantSame(t, len(events(t, db, store.EventFilter{})), 5)
		if s := putEvents(t, db, push("msg:0", "oA", 20_000)); !s[0].New {
			t.Error("a forgotten push is remembered")
		}
	})
}

func TestRefusalsAreCountedByReason(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID, "wxother00000000")
		add := func(app, reason string, n int, when time.Time) error {
			return db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				return tx.Refusals.Add(ctx, app, reason, n, when)
			})
		}
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if err := add(appID, "signature", 2, at.Add(time.Duration(i)*time.Second)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if err := add(appID, "stale", 1, at); err != nil {
			t.Error(err)
		}
		got := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Refusal, error) { return tx.Refusals.Of(ctx, appID) })
		wantSame(t, got, []tuwen.Refusal{
			{Reason: "signature", Count: 16, LastAt: at.Add(7 * time.Second)}, {Reason: "stale", Count: 1, LastAt: at},
		})
		wantError(t, add("wxnobody0000000", "stale", 1, at), tuwen.NotFound, "account.unknown")
	})
}

func TestEventIDsAreInTheOrderOfTime(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, d := range []time.Duration{0, 1, 31, 32, 1000, 40 * 24 * 3600 * 1000, 900 * 365 * 24 * 3600 * 1000 / 10} {
		ids = append(ids, store.EventID(at.Add(d*time.Millisecond)))
	}
	if !slices.IsSorted(ids) || len(ids[0]) != 26 {
		t.Errorf("got %q", ids)
	}
	if one, other := store.EventID(at), store.EventID(at); one == other {
		t.Error("two ids of one moment are the same")
	}
}
