package store_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
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

// seedContacts writes followers: every second has a tag and was seen two
// months ago, one of a hundred has another tag and was seen a day ago, one of a
// thousand has a remark.
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
		do(b, db, func(ctx context.Context, tx *store.Tx) error {
			var acts []store.Act
			for _, id := range half {
				acts = append(acts, store.Act{AppID: appID, OpenID: id, At: at.AddDate(0, 0, -60)})
			}
			for _, id := range few {
				acts = append(acts, store.Act{AppID: appID, OpenID: id, At: at.AddDate(0, 0, -1)})
			}
			return tx.Contacts.Put(ctx, acts)
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
				{"seen by a hundredth", store.ContactFilter{SeenAfter: at.AddDate(0, 0, -7)}},
				{"seen by half", store.ContactFilter{SeenAfter: at.AddDate(0, 0, -90)}},
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
// The time that this process and PostgreSQL's compute is reported apart, since
// it says more than the clock on a machine with other work.
func BenchmarkPushes(b *testing.B) {
	for _, engine := range testkit.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			db := testkit.OpenIdleStore(b, testkit.StoreURL(b, engine))
			account(b, db, appID)
			people := benchContacts(b)
			fillContacts(b, db, people)
			const atOnce, size = 2, 64
			var mu sync.Mutex
			var took []time.Duration
			n := 0
			server := postmaster(b, db)
			own, theirs := ownTime(b), serverTime(b, server)
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
			pushes := float64(n * size)
			b.ReportMetric(pushes/b.Elapsed().Seconds(), "pushes/s")
			b.ReportMetric(float64((ownTime(b)-own).Microseconds())/pushes, "cpu-us/push")
			if server > 0 {
				b.ReportMetric(float64((serverTime(b, server)-theirs).Microseconds())/pushes, "server-us/push")
			}
		})
	}
}

// fillContacts writes followers in one statement.
func fillContacts(b *testing.B, db *store.DB, n int) {
	numbers := "(WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $2 - 1) SELECT i FROM n) n"
	id := "printf('oBench_%021d', n.i)"
	if db.Engine() == store.Postgres {
		numbers, id = "generate_series(0, CAST($2 AS bigint) - 1) AS n (i)", "'oBench_' || lpad(CAST(n.i AS text), 21, '0')"
	}
	_, err := db.SQL().ExecContext(b.Context(), `INSERT INTO contacts (app_id, openid, followed, followed_at, follow_scene,
		created_at, listed_at) SELECT $1, `+id+`, TRUE, n.i, 'ADD_SCENE_SEARCH', n.i, n.i FROM `+numbers, appID, n)
	if err != nil {
		b.Fatal(err)
	}
	if db.Engine() == store.Postgres {
		if _, err := db.SQL().ExecContext(b.Context(), "VACUUM ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
}

// ownTime is what this process has computed so far.
func ownTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// postmaster is the process of the PostgreSQL server, 0 without one.
func postmaster(b *testing.B, db *store.DB) (pid int) {
	if db.Engine() != store.Postgres {
		return 0
	}
	if err := db.SQL().QueryRowContext(b.Context(), "SELECT pg_backend_pid()").Scan(&pid); err != nil {
		b.Fatal(err)
	}
	pid, _ = process(b, pid)
	return pid
}

// serverTime is what the processes of a server have computed so far.
func serverTime(b *testing.B, server int) (sum time.Duration) {
	if server == 0 {
		return 0
	}
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range all {
		pid, _ := strconv.Atoi(filepath.Base(p))
		if parent, took := process(b, pid); parent == server {
			sum += took
		}
	}
	return sum
}

// process is who started a process and what it has computed so far.
func process(b *testing.B, pid int) (parent int, took time.Duration) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0 // it has ended
	}
	f := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	parent, _ = strconv.Atoi(f[1])
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return parent, time.Duration(user+system) * 10 * time.Millisecond // as Linux counts it
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
			func() error {
				known, err := tx.Contacts.ByIDs(ctx, appID, openIDs)
				for i := range acts {
					if c, ok := known[acts[i].OpenID]; ok {
						acts[i].Before = &c
					}
				}
				return err
			},
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
