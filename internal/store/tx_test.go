package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

var errStop = errors.New("stop")

func TestWriteKeepsNothingOfWhatFailed(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		set := func(ctx context.Context, tx *store.Tx) error { return tx.Settings.Put(ctx, "a", "b") }
		if err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(set(ctx, tx), errStop)
		}); !errors.Is(err, errStop) {
			t.Errorf("got %v, want the function's own error", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				_ = set(ctx, tx)
				panic("stop")
			})
		}()
		_ = db.Read(t.Context(), set) // refused, or lost
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (string, error) { return tx.Settings.Get(ctx, "a") })
		wantError(t, err, tuwen.NotFound, "setting.none")
		do(t, db, set) // the connection was given back
	})
}

func TestTransactionsAreNotNested(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		if store.InTx(t.Context()) {
			t.Error("a context from nowhere says it is in a transaction")
		}
		nothing := func(context.Context, *store.Tx) error { return nil }
		for name, open := range map[string]func(context.Context, func(context.Context, *store.Tx) error) error{"read": db.Read, "write": db.Write} {
			err := open(t.Context(), func(ctx context.Context, _ *store.Tx) error {
				if !store.InTx(ctx) {
					t.Errorf("%s: the inner context does not say so", name)
				}
				if db.Write(ctx, nothing) == nil || db.Read(ctx, nothing) == nil {
					t.Errorf("%s: a second transaction was opened inside", name)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func TestReadSeesOneMoment(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		set := func(v string) {
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Settings.Put(ctx, "a", v) })
		}
		set("before")
		got := get(t, db, func(ctx context.Context, tx *store.Tx) ([2]string, error) {
			first, err := tx.Settings.Get(ctx, "a")
			if err != nil {
				return [2]string{}, err
			}
			set("after")
			second, err := tx.Settings.Get(ctx, "a")
			return [2]string{first, second}, err
		})
		wantSame(t, got, [2]string{"before", "before"})
	})
}

func TestWritersTakeTurns(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		// Each takes the two rows in another order: on PostgreSQL they lock
		// each other out, and one is tried again.
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Settings.Put(ctx, "a", ""), tx.Settings.Put(ctx, "b", ""))
		})
		var all sync.WaitGroup
		for i := range 6 {
			rows := []string{"a", "b"}
			if i%2 == 1 {
				rows = []string{"b", "a"}
			}
			all.Go(func() {
				for range 5 {
					do(t, db, func(ctx context.Context, tx *store.Tx) error {
						for _, row := range rows {
							if err := tx.Settings.Put(ctx, row, fmt.Sprint(i)); err != nil {
								return err
							}
						}
						return nil
					})
				}
			})
		}
		all.Wait()
	})
}

func TestMigrateTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if err := db.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		accounts := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Account, error) { return tx.Accounts.All(ctx) })
		wantSame(t, len(accounts), 1)
	})
}

func TestTwoNodesMigrateAnEmptyDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		if engine == store.SQLite {
			continue // one process, by its lock
		}
		address := testkit.EmptyStoreURL(t, engine)
		var all sync.WaitGroup
		for range 3 {
			db := testkit.OpenStore(t, address)
			all.Go(func() {
				if err := db.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}

func TestOpenRefusesASecondProcess(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a folder", "图文.db")
	open := func(beside bool) (*store.DB, error) {
		return store.Open(t.Context(), store.Config{URL: "sqlite:" + file, Beside: beside})
	}
	first, err := open(false)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v; want a file for its owner only", info, err)
	}
	_, err = open(false)
	wantError(t, err, tuwen.Conflict, "store.locked")
	beside, err := open(true)
	if err != nil {
		t.Fatal(err)
	}
	do(t, beside, func(ctx context.Context, tx *store.Tx) error { return tx.Settings.Put(ctx, "a", "b") })
	wantSame(t, get(t, first, func(ctx context.Context, tx *store.Tx) (string, error) { return tx.Settings.Get(ctx, "a") }), "b")
	if err := errors.Join(beside.Close(), first.Close()); err != nil {
		t.Fatal(err)
	}
	again, err := open(false)
	if err != nil {
		t.Fatalf("after the first closed: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenSaysWhatIsWrongWithoutThePassword(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"mysql://x":     "store.url",
		"sqlite:":       "store.url",
		"":              "store.url",
		"postgres://%%": "store.url",
		"postgres://me:geheim@127.0.0.1:1/x?connect_timeout=1": "store.unreachable",
		"postgres://me:geheim@127.0.0.1:port/x":                "store.url",
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		_, err := store.Open(ctx, store.Config{URL: address})
		cancel()
		if tuwen.CodeOf(err) != want {
			t.Errorf("%s: got %v, want %s", address, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: the error tells the password", address)
		}
	}
}

func TestPing(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		if err := db.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantError(t, db.Ping(ctx), tuwen.Unavailable, "store.unreachable")
	})
}
