package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// filled writes something of everything.
func filled(t *testing.T, db *store.DB) {
	t.Helper()
	account(t, db, appID)
	puts := items(130)
	for i := range puts {
		puts[i].Material.Articles[0].Body = fmt.Sprintf("<p>第%d篇的正文 🌱%s</p>", i, strings.Repeat("山水", 300))
	}
	puts[3].Material.ArticleID = "art"
	put(t, db, puts...)
	note(t, db, "m0001", "留言")
	note(t, db, "nothing", "没有素材")
	use(t, db, "m0001", tuwen.UsedBy{Kind: "menu", ID: "1", Name: "菜单", Active: true})
	do(t, db, func(ctx context.Context, tx *store.Tx) error {
		r := run("r1", tuwen.SyncPaused, at)
		r.Checkpoint, r.Error, r.AcceptPause = []byte{0, 255}, &tuwen.Problem{Kind: tuwen.Refused, Code: "x"}, true
		for _, f := range []func() error{
			func() error { return tx.Materials.Delete(ctx, appID, []string{"m0002"}, at) },
			func() error { return tx.Materials.MarkGone(ctx, appID, []string{"m0004"}, at) },
			func() error {
				return tx.AccessTokens.Put(ctx, appID, store.AccessToken{Token: tuwen.Sealed("t"), ExpiresAt: at})
			},
			func() error { return tx.Quotas.SetChecked(ctx, appID, path, day, 100, 1, at) },
			func() error { return tx.Quotas.AddClear(ctx, appID, "2026-05") },
			func() error {
				return tx.Drafts.PutReading(ctx, appID, tuwen.DraftReading{MediaIDs: []string{"a"}, ReadAt: at})
			},
			func() error {
				return tx.Published.PutPage(ctx, appID, tuwen.PublishedPage{MediaIDs: []string{"b"}, ReadAt: at})
			},
			func() error { return tx.Syncs.Create(ctx, r) },
			func() error { return tx.Pictures.Put(ctx, appID, []store.Picture{{Hash: "h", URL: "u"}}) },
			func() error {
				return tx.Operators.Create(ctx, tuwen.Operator{ID: "1", Email: "a@example.com", Disabled: true, CreatedAt: at})
			},
			func() error {
				return tx.APITokens.Create(ctx, tuwen.APIToken{ID: "1", Hash: []byte("h"), CreatedAt: at})
			},
			func() error { return tx.Sessions.Commit(ctx, "s", []byte("d"), at) },
			func() error { return tx.Codes.Create(ctx, []byte("c"), "1", at) },
			func() error {
				return tx.Audit.Add(ctx, tuwen.Entry{ID: "e", At: at, Details: map[string]string{"a": "二"}})
			},
			func() error { return tx.Settings.Put(ctx, "k", "v") },
			func() error { return fillMessages(ctx, tx) },
		} {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
	indexed(t, db)
}

// fillMessages writes something of everything that belongs to messages.
func fillMessages(ctx context.Context, tx *store.Tx) error {
	for _, f := range []func() error{
		func() error {
			_, err := tx.Events.Put(ctx, []store.EventRow{push("msg:1", "oA", 0), push("msg:2", "oGone", 1)})
			return err
		},
		func() error { return tx.Refusals.Add(ctx, appID, "stale", 2, at) },
		func() error { return tx.Contacts.Put(ctx, []store.Act{follow("oA", 0), follow("oGone", 1)}) },
		func() error { return tx.Contacts.PutTags(ctx, appID, "oA", []int{100}) },
		func() error { return tx.Contacts.Erase(ctx, appID, "oGone", "hash", at) },
		func() error { return tx.Tags.Put(ctx, appID, tuwen.Tag{ID: 100, Name: "会员"}) },
		func() error { return tx.Tags.SetReadAt(ctx, appID, at) },
		func() error { return tx.Rules.Put(ctx, appID, welcome()) },
		func() error { return tx.Rules.Hit(ctx, appID, map[string]int{"rule-1": 3}) },
		func() error { return tx.Conversations.Put(ctx, appID, question()) },
		func() error { return tx.QRCodes.Put(ctx, appID, poster("code-1", "s1", 0)) },
		func() error { return tx.ReplyPictures.Put(ctx, appID, tuwen.Picture{ID: "pic-1", CreatedAt: at}) },
		func() error { return tx.Messages.Plan(ctx, appID, []tuwen.Message{planned("oA", "e1", 0)}) },
		func() error { return tx.TagChanges.Give(ctx, appID, 100, []string{"oA"}, at) },
		func() error { return tx.MassSends.Put(ctx, appID, massSend("mass1", 0)) },
		func() error { return tx.MassSends.PutRecipients(ctx, appID, "mass1", []string{"oA", "oB"}) },
		func() error { return tx.Publications.Put(ctx, appID, publication("pub1", 0)) },
		func() error {
			return tx.JobResults.Put(ctx, appID, store.JobResult{Kind: store.MassResult, JobID: "7", ReceivedAt: at}, finished("7"))
		},
		func() error { return putMenu(ctx, tx, "v1", 0, teaMenu()) },
		func() error { return putJourney(ctx, tx, welcomeSeries("journey1")) },
		func() error {
			_, err := tx.Enrollments.Apply(ctx, appID, []store.EnrollmentMove{entered("e1", "oA", 0), toldShop("e2", "oB", 0)}, at)
			return err
		},
	} {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// rows is everything in the tables, as text, but for the search index.
func rows(t *testing.T, db *store.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range store.Copied {
		r, err := db.SQL().QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := r.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for r.Next() {
			row := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := r.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for i := range row {
				switch v := row[i].(type) {
				case bool:
					row[i] = map[bool]int{true: 1}[v]
				case []byte:
					row[i] = fmt.Sprintf("%x", v)
				}
			}
			all[table] = append(all[table], fmt.Sprint(row))
		}
		if err := r.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(all[table])
		if len(all[table]) == 0 {
			t.Errorf("the test writes nothing into %s", table)
		}
	}
	return all
}

func TestCopyMovesEverythingBetweenEngines(t *testing.T) {
	t.Parallel()
	for _, from := range testkit.Engines() {
		for _, to := range testkit.Engines() {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				t.Parallel()
				src, dst := testkit.Store(t, from), testkit.Store(t, to)
				filled(t, src)
				moved := map[string]int{}
				if err := store.Copy(t.Context(), src, dst, func(table string, n int) { moved[table] = n }); err != nil {
					t.Fatal(err)
				}
				wantSame(t, rows(t, dst), rows(t, src))
				wantSame(t, moved["materials"], 130)
				for _, q := range []string{"", "留言", "正文", "水山", "第9篇", "菜单"} {
					wantSame(t, search(t, dst, q), search(t, src, q))
				}
				wantSame(t, search(t, dst, "留言"), []string{"m0001"})
				wantSame(t, byID(t, dst, "m0003"), byID(t, src, "m0003"))

				// It goes on as a database of its own.
				put(t, dst, items(1)...)
				note(t, dst, "m0003", "新的")
				wantSame(t, search(t, dst, "新的"), []string{"m0003"})
			})
		}
	}
}

func TestCopyRefusesADatabaseWithSomethingInIt(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		src := testkit.Store(t, store.SQLite)
		err := store.Copy(t.Context(), src, db, func(string, int) {})
		wantError(t, err, tuwen.Conflict, "move.not_empty")
	})
}

func TestBackupIsWholeWhileOthersWrite(t *testing.T) {
	t.Parallel()
	db := testkit.Store(t, store.SQLite)
	filled(t, db)
	file := filepath.Join(t.TempDir(), "一份 'copy'.db")
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	started := make(chan struct{})
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			// Both or neither are in the backup.
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				if err := tx.Settings.Put(ctx, "a", fmt.Sprint(i)); err != nil {
					return err
				}
				return tx.Settings.Put(ctx, "b", fmt.Sprint(i))
			})
			if i == 3 {
				close(started)
			}
		}
	})
	<-started
	err := db.Backup(t.Context(), file)
	stop()
	writing.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v; want a file for its owner only", info, err)
	}
	wantError(t, db.Backup(t.Context(), file), tuwen.Conflict, "backup.exists")

	restored := testkit.OpenStore(t, "sqlite:"+file)
	both := get(t, restored, func(ctx context.Context, tx *store.Tx) ([2]string, error) {
		a, err := tx.Settings.Get(ctx, "a")
		if err != nil {
			return [2]string{}, err
		}
		b, err := tx.Settings.Get(ctx, "b")
		return [2]string{a, b}, err
	})
	if both[0] != both[1] {
		t.Errorf("got %v: half a transaction", both)
	}
	got, want := rows(t, restored), rows(t, db)
	delete(got, "settings")
	delete(want, "settings")
	wantSame(t, got, want)
	wantSame(t, search(t, restored, "正文"), search(t, db, "正文"))
	wantSame(t, search(t, restored, "留言"), []string{"m0001"})
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*.part"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestBackupBesideTheProcessThatServes(t *testing.T) {
	t.Parallel()
	address := testkit.StoreURL(t, store.SQLite)
	db := testkit.OpenStore(t, address)
	filled(t, db)
	beside, err := store.Open(t.Context(), store.Config{URL: address, Beside: true})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := beside.Backup(t.Context(), file); err != nil {
		t.Error(err)
	}
	if err := beside.Close(); err != nil {
		t.Error(err)
	}
	wantSame(t, search(t, testkit.OpenStore(t, "sqlite:"+file), "正文"), search(t, db, "正文"))
}

func TestBackupOfPostgresNamesItsOwnTool(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		if db.Engine() == store.Postgres {
			wantError(t, db.Backup(t.Context(), filepath.Join(t.TempDir(), "x")), tuwen.Invalid, "backup.postgres")
		}
	})
}
