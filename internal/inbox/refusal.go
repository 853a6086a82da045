package inbox

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// givenUp is how long after its first try WeChat has certainly given up a
// push: it tries four times, five seconds apart.
const givenUp = 30 * time.Second

// mostUnheard is how many pushes are remembered until then.
const mostUnheard = 10_000

// refusals counts in memory what is written once a second: who sends rubbish
// must not make the database busy. Only of accounts that are here: there are
// as many counts as accounts and reasons.
type refusals struct {
	mu     sync.Mutex
	counts map[refused]count
}

type refused struct{ appID, reason string }

type count struct {
	n    int
	last time.Time
}

func (r *refusals) add(appID, reason string, at time.Time) {
	r.merge(map[refused]count{{appID, reason}: {1, at}})
}

func (r *refusals) merge(counts map[refused]count) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counts == nil {
		r.counts = map[refused]count{}
	}
	for k, c := range counts {
		sum := r.counts[k]
		sum.n += c.n
		if c.last.After(sum.last) {
			sum.last = c.last
		}
		r.counts[k] = sum
	}
}

func (r *refusals) take() map[refused]count {
	r.mu.Lock()
	defer r.mu.Unlock()
	taken := r.counts
	r.counts = nil
	return taken
}

// Settle writes what was counted since the last time. What could not be
// written is kept for the next.
func (in *Inbox) Settle(ctx context.Context) error {
	if err := in.giveUp(ctx); err != nil {
		return err
	}
	counts := in.refusals.take()
	for k, c := range counts {
		err := in.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.Refusals.Add(ctx, k.appID, k.reason, c.n, c.last)
		})
		if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
			in.refusals.merge(counts)
			return err
		}
		delete(counts, k)
	}
	return nil
}

// pushKey names a push.
type pushKey struct{ appID, key string }

// unheard are the pushes that were not answered yet in any try.
type unheard struct {
	mu    sync.Mutex
	since map[pushKey]time.Time // the first try, by the console's clock
}

func (u *unheard) add(k pushKey, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.since == nil {
		u.since = map[pushKey]time.Time{}
	}
	if _, known := u.since[k]; !known && len(u.since) < mostUnheard {
		u.since[k] = at
	}
}

func (u *unheard) heard(k pushKey) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.since) > 0 {
		delete(u.since, k)
	}
}

// over takes out those that WeChat has given up by now, by account.
func (u *unheard) over(now time.Time) map[string][]string {
	u.mu.Lock()
	defer u.mu.Unlock()
	var byApp map[string][]string
	for k, since := range u.since {
		if now.Sub(since) >= givenUp {
			if byApp == nil {
				byApp = map[string][]string{}
			}
			byApp[k.appID] = append(byApp[k.appID], k.key)
			delete(u.since, k)
		}
	}
	return byApp
}

// giveUp counts the pushes that outlasted all their tries. One that another
// node kept is none of them.
func (in *Inbox) giveUp(ctx context.Context) error {
	now := in.now()
	var errs []error
	for appID, keys := range in.unheard.over(now) {
		var known map[string]bool
		err := in.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			known, err = tx.Events.Known(ctx, appID, keys)
			return err
		})
		if err != nil {
			for _, key := range keys {
				in.unheard.add(pushKey{appID, key}, now.Add(-givenUp))
			}
			errs = append(errs, err)
			continue
		}
		if lost := len(keys) - len(known); lost > 0 {
			in.refusals.merge(map[refused]count{{appID, tuwen.Unanswered}: {lost, now}})
			in.log.WarnContext(ctx, "pushes lost: not kept in any of WeChat's tries", "app_id", appID, "pushes", lost)
		}
	}
	return errors.Join(errs...)
}
