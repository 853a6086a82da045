package store

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
)

// logPages is how long SQLite's log may get, in pages of 4 kB, before a commit
// copies what is in it into the database file. checkpointEvery is how many
// commits a [checkpointer] lets pass, and closeEvery how many before that.
const (
	logPages        = 16_000
	checkpointEvery = 64
	closeEvery      = 4
)

// A checkpointer copies what was committed from SQLite's log into the database
// file, beside the transactions and by a connection of its own. The commit
// that finds the log too long would do it else, and wait for the disk twice,
// and everybody for it.
//
// The log begins anew where all of it was copied and the next transaction has
// not committed yet. So before it gets too long the checkpointer runs more
// often: then it finds such a moment, or leaves little to that commit.
type checkpointer struct {
	pool    *sql.DB
	commits atomic.Uint64
	near    atomic.Bool // the log is about to get too long
	bell    chan struct{}
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

func newCheckpointer(pool *sql.DB) *checkpointer {
	ctx, stop := context.WithCancel(context.Background())
	c := &checkpointer{pool: pool, bell: make(chan struct{}, 1), stop: stop}
	c.stopped.Go(func() {
		var l logGrowth
		for {
			select {
			case <-c.bell:
				var busy, pages, copied int
				// What could not be copied is copied later, or by a commit.
				_ = c.pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &pages, &copied)
				c.near.Store(l.near(pages))
			case <-ctx.Done():
				return
			}
		}
	})
	return c
}

// logGrowth is how SQLite's log grew between checkpoints.
type logGrowth struct {
	pages int // at the last one
	step  int // by how many in checkpointEvery commits
}

// near takes the length of the log, in pages, and reports whether as many
// commits again may make it too long.
func (l *logGrowth) near(pages int) bool {
	grown := pages - l.pages
	if grown < 0 {
		grown = pages // it began anew
	}
	l.pages, l.step = pages, max(l.step, grown)
	if pages+l.step <= logPages {
		l.step = grown
		return false
	}
	return true
}

// committed counts a commit. It may be called on a nil checkpointer.
func (c *checkpointer) committed() {
	if c == nil {
		return
	}
	every := uint64(checkpointEvery)
	if c.near.Load() {
		every = closeEvery
	}
	if c.commits.Add(1)%every == 0 {
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
