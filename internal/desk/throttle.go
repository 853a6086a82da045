package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// The throttle of log-ins: after freeTries failures in a row the pair of
// address and email waits, first one minute, then twice as long each time. An
// address that tries many emails waits too.
const (
	freeTries     = 5
	freeAddress   = 30
	throttleAfter = 30 * time.Minute // a quiet time after which failures are forgotten
	longestLock   = 15 * time.Minute
)

// throttle is a key under which failures count, and how many are free.
type throttle struct {
	key  string
	free int
}

// try counts a try as a failure before it is known to be one, so that many at
// once get no further than many in a row; a success clears it. It returns
// [tuwen.Exhausted] "login.locked" where the time to wait is not over.
func (s *Sessions) try(ctx context.Context, keys []throttle) error {
	var locked time.Time
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := s.now()
		locked = time.Time{}
		for _, k := range keys {
			l, err := tx.Logins.ByKey(ctx, k.key)
			if err != nil {
				return err
			}
			if l.BlockedUntil.After(now) && l.BlockedUntil.After(locked) {
				locked = l.BlockedUntil
			}
		}
		if !locked.IsZero() {
			return nil
		}
		for _, k := range keys {
			l, err := tx.Logins.Fail(ctx, k.key, now, throttleAfter)
			if err != nil {
				return err
			}
			if over := l.Failures - k.free; over >= 0 {
				wait := min(longestLock, time.Minute<<min(over, 10))
				if err := tx.Logins.Block(ctx, k.key, now.Add(wait)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || locked.IsZero() {
		return err
	}
	wait := locked.Sub(s.now()).Round(time.Second)
	return tuwen.Errorf(tuwen.Exhausted, "login.locked", "too many failed tries; wait").
		With("until", locked.UTC().Format(time.RFC3339)).With("seconds", fmt.Sprint(int(wait.Seconds())))
}

func (s *Sessions) clear(ctx context.Context, keys []throttle) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return clearAll(ctx, tx, keys) })
}

func clearAll(ctx context.Context, tx *store.Tx, keys []throttle) error {
	for _, k := range keys {
		if err := tx.Logins.Clear(ctx, k.key); err != nil {
			return err
		}
	}
	return nil
}
