package connect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// spent is what a call is counted under.
type spent struct {
	appID, path, day string
	as               tuwen.Spender
}

// counter gathers calls and writes them in groups: one transaction writes all
// that came while the one before it was under way. So a call never waits for
// the database, and none is counted twice or not at all, but for what was not
// yet written when the process is killed: the calls of some milliseconds,
// which the next comparison with WeChat's own count brings back.
type counter struct {
	write func(map[spent]int) error

	mu      sync.Mutex
	pending map[spent]int // not yet being written
	flying  map[spent]int // being written
	done    chan struct{} // closed when the writer ends; nil when there is none
	err     error         // of the last write
}

// add counts a call and sees to it that it is written.
func (c *counter) add(s spent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending == nil {
		c.pending = map[spent]int{}
	}
	c.pending[s]++
	if c.done == nil {
		c.done = make(chan struct{})
		go c.run()
	}
}

// run writes until nothing is pending. What could not be written stays
// pending, for the next call's turn.
func (c *counter) run() {
	for {
		c.mu.Lock()
		if len(c.pending) == 0 || c.err != nil {
			c.err = nil
			close(c.done)
			c.done = nil
			c.mu.Unlock()
			return
		}
		c.flying, c.pending = c.pending, nil
		group := c.flying
		c.mu.Unlock()

		err := c.write(group)

		c.mu.Lock()
		c.flying = nil
		if err != nil {
			c.err = err
			if c.pending == nil {
				c.pending = map[spent]int{}
			}
			for s, n := range group {
				c.pending[s] += n
			}
		}
		c.mu.Unlock()
	}
}

// unwritten returns how many calls of an account and path on a day are not
// yet in the database for certain.
func (c *counter) unwritten(appID, path, day string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, as := range []tuwen.Spender{tuwen.ByPerson, tuwen.ByJob} {
		s := spent{appID, path, day, as}
		n += c.pending[s] + c.flying[s]
	}
	return n
}

// settle waits until what was counted before is written, or could not be.
func (c *counter) settle(ctx context.Context) error {
	c.mu.Lock()
	if c.done == nil && len(c.pending) > 0 {
		c.done = make(chan struct{})
		go c.run()
	}
	done := c.done
	c.mu.Unlock()
	if done == nil {
		return nil
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Settle waits until the calls counted so far are in the database: before the
// process ends, and before figures are compared.
func (c *Connect) Settle(ctx context.Context) error { return c.counts.settle(ctx) }

// writeCounts writes a group in the order of its keys, so that nodes that
// write the same rows do not wait for each other in a circle.
func (c *Connect) writeCounts(group map[spent]int) error {
	keys := slices.SortedFunc(maps.Keys(group), func(a, b spent) int {
		return cmp.Or(cmp.Compare(a.appID, b.appID), cmp.Compare(a.path, b.path), cmp.Compare(a.day, b.day), cmp.Compare(a.as, b.as))
	})
	err := c.writeKeys(group, keys)
	if tuwen.KindOf(err) == tuwen.NotFound && len(keys) > 1 {
		// An account was deleted meanwhile: its calls count for nothing, the
		// others' do.
		var errs []error
		for i := range keys {
			errs = append(errs, c.writeCounts(map[spent]int{keys[i]: group[keys[i]]}))
		}
		return errors.Join(errs...)
	}
	if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
		c.log.Warn("calls were not counted yet", "err", err)
		return fmt.Errorf("count calls: %w", err)
	}
	return nil
}

func (c *Connect) writeKeys(group map[spent]int, keys []spent) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, s := range keys {
			if _, err := tx.Quotas.Add(ctx, s.appID, s.path, s.day, s.as, group[s]); err != nil {
				return err
			}
		}
		return nil
	})
}
