package store

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
)

// logPages is how long SQLite's log may get, in pages of 4 kB, before a commit
// copies what is in it into the database file, and checkpointEvery how many
// commits a [checkpointer] lets pass.
const (
	logPages        = 16_000
	checkpointEvery = 64
)

// A checkpointer copies what was committed from SQLite's log into the database
// file, beside the transactions and by a connection of its own. The commit
// that finds the log too long would do it else, and wait for the disk twice,
// and everybody for it. It still does, since the log begins anew only where
// nobody writes meanwhile; but then little is left to copy.
type checkpointer struct {
	pool    *sql.DB
	commits atomic.Uint64
	bell    chan struct{}
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

func newCheckpointer(pool *sql.DB) *checkpointer {
	ctx, stop := context.WithCancel(context.Background())
	c := &checkpointer{pool: pool, bell: make(chan struct{}, 1), stop: stop}
	c.stopped.Go(func() {
		for {
			select {
			case <-c.bell:
				// What could not be copied is copied later, or by a commit.
				_, _ = c.pool.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
			case <-ctx.Done():
				return
			}
		}
	})
	return c
}

// committed counts a commit. It may be called on a nil checkpointer.
func (c *checkpointer) committed() {
	if c != nil && c.commits.Add(1)%checkpointEvery == 0 {
		ring(c.bell)
	}
}

// close may be called on a nil checkpointer.
func (c *checkpointer) close() error {
	if c == nil {
		return nil
	}
	c.stop()
	c.stopped.Wait()
	return c.pool.Close()
}
