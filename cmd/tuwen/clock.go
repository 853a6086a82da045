package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/tuwen/tuwen/sandbox"
)

// clock is the demo's time, shared by console, jobs and sandbox. How far it
// was moved is kept in a file: a demo that was moved to next week wakes up
// there.
type clock struct {
	sandbox.MovableClock
	file string

	mu    sync.Mutex
	moved time.Duration
}

func openClock(file string) (*clock, error) {
	c := &clock{file: file}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the demo's clock: %w", err)
	}
	c.moved, err = time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("%s does not hold a duration; remove it, or start with --fresh", file)
	}
	c.MovableClock.Move(c.moved)
	return c, nil
}

// Move moves the time and keeps how far. A file that cannot be written costs
// nothing but the memory of it.
func (c *clock) Move(d time.Duration) {
	c.MovableClock.Move(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved += d
	if err := os.MkdirAll(filepath.Dir(c.file), 0o700); err == nil {
		_ = os.WriteFile(c.file, []byte(c.moved.String()+"\n"), 0o600)
	}
}
