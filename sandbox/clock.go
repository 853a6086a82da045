package sandbox

import (
	"sync"
	"time"
)

// Clock tells the time. It must be safe for concurrent use.
type Clock interface {
	Now() time.Time
}

// Mover is a Clock that can be moved, as tests and the demo share one between
// the sandbox, the console and the jobs.
type Mover interface {
	Clock
	Move(d time.Duration)
}

// MovableClock is the system's clock and an offset; the zero value shows the
// system's time. It is safe for concurrent use.
type MovableClock struct {
	mu     sync.Mutex
	offset time.Duration
}

// Now is the system's time moved by all calls of Move.
func (c *MovableClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// Move moves the time by d, which may be negative.
func (c *MovableClock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// beijing is the platform's time zone: quota days and months are Beijing's.
var beijing = time.FixedZone("CST", 8*60*60)

// day is the Beijing day of t, as "2006-01-02".
func day(t time.Time) string { return t.In(beijing).Format("2006-01-02") }

// month is the Beijing month of t, as "2006-01".
func month(t time.Time) string { return t.In(beijing).Format("2006-01") }

// nextMidnight is the first midnight in Beijing after t.
func nextMidnight(t time.Time) time.Time {
	y, m, d := t.In(beijing).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, beijing)
}

// platformClock is the platform's time: the caller's clock, moved itself when
// it can be, else shifted here.
type platformClock struct {
	base  Clock
	mover Mover // nil when base cannot be moved

	mu    sync.Mutex
	shift time.Duration
}

func newPlatformClock(base Clock) *platformClock {
	if base == nil {
		return &platformClock{base: systemClock{}}
	}
	mover, _ := base.(Mover)
	return &platformClock{base: base, mover: mover}
}

func (c *platformClock) Now() time.Time {
	return c.base.Now().Add(c.shifted())
}

func (c *platformClock) Move(d time.Duration) {
	if c.mover != nil {
		c.mover.Move(d)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shift += d
}

// shifted is the offset the sandbox itself keeps; zero with a Mover.
func (c *platformClock) shifted() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shift
}

// restore takes up the shift of an earlier run; a Mover keeps its own.
func (c *platformClock) restore(shift time.Duration) {
	if c.mover == nil {
		c.Move(shift)
	}
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }
