package store_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// benchContacts is 100,000, or what TUWEN_BENCH_CONTACTS says.
func benchContacts(b *testing.B) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("TUWEN_BENCH_CONTACTS"), "100000"))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func follower(i int) string { return fmt.Sprintf("oBench_%021d", i) }

// seedContacts writes followers: every second has a tag, one of a hundred
// another, one of a thousand a remark.
func seedContacts(b *testing.B, db *store.DB, n int) {
	r := rand.New(rand.NewPCG(5, 6))
	start := time.Now()
	for done := 0; done < n; done += store.FollowersAtOnce {
		var ids, half, few []string
		for i := done; i < min(n, done+store.FollowersAtOnce); i++ {
			ids = append(ids, follower(i))
			if i%2 == 0 {
				half = append(half, follower(i))
			}
			if i%100 == 0 {
				few = append(few, follower(i))
			}
		}
		do(b, db, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Contacts.PutFollowers(ctx, appID, ids, at)
			return err
		})
		do(b, db, func(ctx context.Context, tx *store.Tx) error {
			var details []store.Detail
			for i, id := range ids {
				d := store.Detail{OpenID: id, FollowedAt: at.Add(-time.Duration(r.IntN(3e7)) * time.Second), FollowScene: "ADD_SCENE_SEARCH"}
				if i%5 == 0 {
					d.FollowScene, d.FollowedBy = "ADD_SCENE_QR_CODE", "门店"+strconv.Itoa(i%50)
				}
				if i == 500 {
					d.Remark = "老顾客" + strconv.Itoa(done)
				}
				details = append(details, d)
			}
			_, err := tx.Contacts.PutDetails(ctx, appID, details, at)
			return err
		})
		do(b, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Contacts.Tag(ctx, appID, 100, half); err != nil {
				return err
			}
			return tx.Contacts.Tag(ctx, appID, 101, few)
		})
	}
	b.Logf("%d contacts took %s", n, time.Since(start))
	if db.Engine() == store.Postgres {
		if _, err := db.SQL().ExecContext(b.Context(), "VACUUM ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkContacts measures pages of lists of 100,000 contacts; none should
// take over 20 ms in 99 of 100 cases.
func BenchmarkContacts(b *testing.B) {
	for _, engine := range testkit.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			db := testkit.OpenIdleStore(b, testkit.StoreURL(b, engine))
			account(b, db, appID)
			seedContacts(b, db, benchContacts(b))
			for _, c := range []struct {
				name string
				f    store.ContactFilter
			}{
				{"all", store.ContactFilter{}},
				{"followed", store.ContactFilter{Followed: yes()}},
				{"unfollowed", store.ContactFilter{Followed: no()}},
				{"tag of half", store.ContactFilter{TagIDs: []int{100}}},
				{"tag of a hundredth", store.ContactFilter{TagIDs: []int{101}}},
				{"two tags", store.ContactFilter{TagIDs: []int{100, 101}, Followed: yes()}},
				{"tag of nobody", store.ContactFilter{TagIDs: []int{102}}},
				{"followed in a month", store.ContactFilter{FollowedAfter: at.AddDate(0, -3, 0), FollowedBefore: at.AddDate(0, -2, 0)}},
				{"code", store.ContactFilter{FollowedBy: "门店5"}},
				{"scene", store.ContactFilter{FollowScene: "ADD_SCENE_QR_CODE"}},
				{"openid", store.ContactFilter{Q: follower(4321)}},
				{"remark", store.ContactFilter{Q: "顾客"}},
				{"any openid", store.ContactFilter{Q: "oB"}},
				{"seen by nobody", store.ContactFilter{SeenAfter: at}},
			} {
				b.Run(c.name, func(b *testing.B) {
					measure(b, func() string {
						p := get(b, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Contact], error) {
							return tx.Contacts.List(ctx, appID, c.f)
						})
						c.f.Cursor = p.NextCursor
						return p.NextCursor
					}, func() { c.f.Cursor = "" })
				})
			}
		})
	}
}

// measure reads the first pages of a list, over and over.
func measure(b *testing.B, page func() string, first func()) {
	var took []time.Duration
	for b.Loop() {
		first()
		for range 3 {
			start := time.Now()
			next := page()
			took = append(took, time.Since(start))
			if next == "" {
				break
			}
		}
	}
	report(b, took)
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "ms-p50")
	b.ReportMetric(ms(took[len(took)*99/100]), "ms-p99")
}

// BenchmarkPushes measures groups of 64 pushes as the answering side writes
// them: the version of the catalog, contacts read, events, contacts and hits
// written, one push in ten with a message. Two groups are under way at once.
func BenchmarkPushes(b *testing.B) {
	for _, engine := range testkit.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			db := testkit.OpenIdleStore(b, testkit.StoreURL(b, engine))
			account(b, db, appID)
			people := benchContacts(b)
			seedContacts(b, db, people)
			const atOnce, size = 2, 64
			var mu sync.Mutex
			var took []time.Duration
			n := 0
			b.ResetTimer()
			for b.Loop() {
				var all sync.WaitGroup
				for range atOnce {
					group := n
					n++
					all.Go(func() {
						start := time.Now()
						writeGroup(b, db, group*size, size, people)
						mu.Lock()
						took = append(took, time.Since(start))
						mu.Unlock()
					})
				}
				all.Wait()
			}
			report(b, took)
			b.ReportMetric(float64(n*size)/b.Elapsed().Seconds(), "pushes/s")
		})
	}
}

func writeGroup(b *testing.B, db *store.DB, from, size, people int) {
	rows := make([]store.EventRow, size)
	acts := make([]store.Act, size)
	openIDs := make([]string, size)
	var messages []tuwen.Message
	for i := range rows {
		openIDs[i] = follower(rand.IntN(people))
		rows[i] = push("msg:"+strconv.Itoa(from+i), openIDs[i], from+i)
		acts[i] = store.Act{AppID: appID, OpenID: openIDs[i], At: rows[i].Event.At, Messages: 1, Window: window(tuwen.WindowMessage, from+i, 5)}
		if i%10 == 0 {
			m := planned(openIDs[i], rows[i].Event.ID, 1)
			m.ID = ""
			messages = append(messages, m)
		}
	}
	do(b, db, func(ctx context.Context, tx *store.Tx) error {
		for _, f := range []func() error{
			func() error { _, err := tx.Catalog.Version(ctx, appID); return err },
			func() error { _, err := tx.Contacts.ByIDs(ctx, appID, openIDs); return err },
			func() error { _, err := tx.Events.Put(ctx, rows); return err },
			func() error { return tx.Contacts.Put(ctx, acts) },
			func() error { return tx.Rules.Hit(ctx, appID, map[string]int{"rule-1": size}) },
			func() error { return tx.Messages.Plan(ctx, appID, messages) },
		} {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
}
