package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A step is one line of the report: a check, or a runner of many tests.
type step struct {
	name string
	only string   // the parts it belongs to, e.g. "go lint"
	wait []string // steps of the other lane that must have ended before
	run  func(ctx context.Context, say func(string)) result
}

// A result is what a step found. The detail is shown only on failure, the note
// always.
type result struct {
	passed, failed int
	note, detail   string
}

// A plan is two lanes that run side by side, the steps of each one after the
// other, and then the steps that want the machine to themselves.
type plan struct {
	lanes   [2][]step
	last    []step
	cleanUp func()
}

// A report writes one line for each step's end and keeps the sums. Its methods
// may be called by several lanes at once.
type report struct {
	started time.Time

	mu             sync.Mutex
	out            io.Writer
	passed, failed int
	broken         []string // names of the failed steps, in the order they ended
}

func newReport(out io.Writer) *report {
	return &report{out: out, started: time.Now()}
}

// runPlan runs the whole plan. A step that failed stops no other.
func (r *report) runPlan(ctx context.Context, p plan) {
	ended := map[string]chan struct{}{}
	for _, lane := range p.lanes {
		for _, s := range lane {
			ended[s.name] = make(chan struct{})
		}
	}
	var lanes sync.WaitGroup
	for _, lane := range p.lanes {
		lanes.Go(func() {
			for _, s := range lane {
				for _, name := range s.wait {
					if c, ok := ended[name]; ok {
						<-c
					}
				}
				r.runLane(ctx, []step{s})
				close(ended[s.name])
			}
		})
	}
	lanes.Wait()
	r.runLane(ctx, p.last)
}

// runLane runs steps one after the other.
func (r *report) runLane(ctx context.Context, steps []step) {
	for _, s := range steps {
		if ctx.Err() != nil {
			r.record(s.name, result{failed: 1, detail: "not run: interrupted"}, 0)
			continue
		}
		began := time.Now()
		r.say("…", s.name, "")
		res := s.run(ctx, func(line string) { r.say("", s.name, line) })
		r.record(s.name, res, time.Since(began))
	}
}

// record adds a step's result to the sums and writes its line.
func (r *report) record(name string, res result, took time.Duration) {
	r.mu.Lock()
	r.passed += res.passed
	r.failed += res.failed
	if res.failed > 0 {
		r.broken = append(r.broken, name)
	}
	r.mu.Unlock()

	text := fmt.Sprintf("%7.1f s", took.Seconds())
	if n := res.passed + res.failed; n > 1 {
		text += fmt.Sprintf("   %d passed, %d failed", res.passed, res.failed)
	}
	if res.note != "" {
		text += "   " + res.note
	}
	if res.failed == 0 {
		r.say("ok", name, text)
		return
	}
	if detail := strings.TrimRight(res.detail, "\n"); detail != "" {
		text += "\n        " + strings.ReplaceAll(detail, "\n", "\n        ")
	}
	r.say("FAIL", name, text)
}

func (r *report) say(mark, name, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := fmt.Sprintf("%-5s %6.0f s  %-16s %s", mark, time.Since(r.started).Seconds(), name, text)
	fmt.Fprintln(r.out, strings.TrimRight(line, " "))
}

// close writes the closing lines and returns the exit code.
func (r *report) close() int {
	if len(r.broken) > 0 {
		fmt.Fprintf(r.out, "\nfailed: %s\n", strings.Join(r.broken, ", "))
	}
	fmt.Fprintf(r.out, "\n%d passed, %d failed\n", r.passed, r.failed)
	if r.failed > 0 {
		return 1
	}
	return 0
}
