package connect

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

const (
	leaseFor = 30 * time.Second
	pollFor  = 100 * time.Millisecond
	polls    = 600 // outlives the lease of a node that died
)

// Alone calls f as the only one under that name among all nodes, waiting for
// the others; f looks first whether its work has been done meanwhile. A node
// that dies in f is outlived after half a minute, on SQLite by its own next
// process at once; f must bear that another node begins if it takes longer.
// Where others take too long it is [tuwen.Unavailable] "busy".
func (c *Connect) Alone(ctx context.Context, name string, f func(ctx context.Context) error) error {
	back, err := c.turns.take(ctx, name)
	if err != nil {
		return err
	}
	defer back()
	for range polls {
		got := false
		err := c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			var err error
			now := c.now()
			got, err = tx.Leases.Acquire(ctx, name, c.node, now, now.Add(leaseFor))
			return err
		})
		if err != nil {
			return fmt.Errorf("claim %s: %w", name, err)
		}
		if got {
			defer c.release(ctx, name)
			return f(ctx)
		}
		if err := c.sleep(ctx, pollFor); err != nil {
			return err
		}
	}
	return tuwen.Errorf(tuwen.Unavailable, "busy", "another node has been at this for too long; try again")
}

func (c *Connect) release(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Leases.Release(ctx, name, c.node)
	})
	if err != nil {
		c.log.WarnContext(ctx, "a lease was not given back; it ends by itself", "lease", name, "err", err)
	}
}

// turns lets one goroutine at a time work under a name.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

// take waits for the name's turn; the caller gives it back.
func (t *turns) take(ctx context.Context, name string) (back func(), err error) {
	for {
		t.mu.Lock()
		if t.busy == nil {
			t.busy = map[string]chan struct{}{}
		}
		other, taken := t.busy[name]
		if !taken {
			mine := make(chan struct{})
			t.busy[name] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.busy, name)
				t.mu.Unlock()
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-other:
		}
	}
}
