package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
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
