package testkit

import (
	"sync"
	"time"
)

// Clock is a time that stands still until it is moved. One clock is shared by
// the console, its jobs and the sandbox. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows 2026-11-20, ten in the morning in
// Beijing, a Friday.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)}
}

// Now returns the time shown, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Move moves the time by d, which may be negative.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set moves the time to t.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.UTC()
}
