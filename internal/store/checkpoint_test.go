package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
)

// TestLogIsCopiedBesideTheTransactions: long before a commit would do it.
func TestLogIsCopiedBesideTheTransactions(t *testing.T) {
	t.Parallel()
	address := testkit.StoreURL(t, store.SQLite)
	db, err := store.Open(t.Context(), store.Config{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	file := strings.TrimPrefix(address, "sqlite:")
	size := func(name string) int64 {
		s, err := os.Stat(filepath.Clean(name))
		if err != nil {
			t.Fatal(err)
		}
		return s.Size()
	}
	before := size(file)
	for n := 0; size(file) == before; n++ {
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Settings.Put(ctx, fmt.Sprint("setting ", n), strings.Repeat("字", 3000))
		})
		if log := size(file + "-wal"); log > store.LogPages*4096/2 {
			t.Fatalf("nothing was copied of %d bytes", log)
		}
	}
}

// TestCheckpointsGetCloseBeforeTheLogIsTooLong: each line is the log's length
// at checkpoints that follow each other.
func TestCheckpointsGetCloseBeforeTheLogIsTooLong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		pages []int
		want  []bool
	}{
		{"commits of a few pages", []int{200, 400, 600, store.LogPages - 100, store.LogPages, 50}, []bool{false, false, false, true, true, false}},
		{"of hundreds", []int{6000, 10_500, 10_600, 10_700, 80, 6500}, []bool{false, true, true, true, false, false}},
		{"no longer", []int{6000, 12_000, 12_010, 10, 20, 12_100}, []bool{false, true, true, false, false, true}},
	} {
		var got []bool
		near := store.LogGrowth()
		for _, pages := range c.pages {
			got = append(got, near(pages))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
