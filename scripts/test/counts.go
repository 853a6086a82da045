package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// goTest runs all Go tests under the race detector with a PostgreSQL of their
// own. Each test and subtest counts; a package that fails by itself (it does not
// build, it panics, it runs out of time) counts as one more.
func goTest(ctx context.Context, say func(string)) result {
	pg, err := startPostgres(ctx, false)
	if err != nil {
		return verdict(nil, err)
	}
	defer pg.stop()

	// What modernc.org translated from C is not ours to watch, and watched it
	// takes a third of the time of all tests.
	cmd := prepare(ctx, ".", "go", "test", "-race", "-gcflags=modernc.org/...=-race=false", "-json", "-timeout=20m", "./...")
	cmd.Env = append(cmd.Env, pg.env())
	var stray bytes.Buffer
	cmd.Stderr = &stray
	events, err := cmd.StdoutPipe()
	if err != nil {
		return verdict(nil, err)
	}
	if err := cmd.Start(); err != nil {
		return verdict(nil, err)
	}
	tally := goTally{say: say, output: map[goTestID]*strings.Builder{}, broken: map[string]bool{}}
	readErr := tally.read(events)
	runErr := cmd.Wait()
	res := tally.result
	if res.failed == 0 && (readErr != nil || runErr != nil) {
		res.failed++
	}
	if res.failed > 0 {
		res.detail += "\n" + stray.String() + fmt.Sprint(errors.Join(readErr, runErr))
	}
	if res.passed+res.failed == 0 {
		return verdict(stray.Bytes(), errors.New("no test ran"))
	}
	return res
}

// A goEvent is a line of go test -json (go doc test2json, go help buildjson).
type goEvent struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
	FailedBuild                               string
}

type goTestID struct{ pkg, test string }

type goTally struct {
	result
	say    func(string)
	output map[goTestID]*strings.Builder
	broken map[string]bool // the packages in which a test has failed
}

func (t *goTally) read(r io.Reader) error {
	dec := json.NewDecoder(r)
	for {
		var e goEvent
		if err := dec.Decode(&e); err == io.EOF {
			return nil
		} else if err != nil {
			_, _ = io.Copy(io.Discard, r) // else the command would wait for us
			return fmt.Errorf("read go test -json: %w", err)
		}
		t.add(e)
	}
}

func (t *goTally) add(e goEvent) {
	id := goTestID{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		t.buffer(goTestID{pkg: e.ImportPath}).WriteString(e.Output)
	case "output":
		t.buffer(id).WriteString(e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e)
		} else {
			t.endTest(e)
		}
		delete(t.output, id)
	}
}

func (t *goTally) endTest(e goEvent) {
	switch e.Action {
	case "pass":
		t.passed++
	case "skip":
		t.failed++
		t.broken[e.Package] = true
		t.explain("skipped: ", e)
	case "fail":
		t.failed++
		t.broken[e.Package] = true
		t.explain("failed: ", e)
	}
}

func (t *goTally) endPackage(e goEvent) {
	if e.Action == "fail" && (!t.broken[e.Package] || e.FailedBuild != "") {
		t.failed++
		if e.FailedBuild != "" {
			t.detail += t.buffer(goTestID{pkg: e.FailedBuild}).String()
		}
		t.explain("failed: ", e)
	}
	if e.Action != "skip" {
		t.say(fmt.Sprintf("%7.1f s   %s  %s", e.Elapsed, e.Action, strings.TrimPrefix(e.Package, "github.com/tuwen/tuwen/")))
	}
}

func (t *goTally) explain(what string, e goEvent) {
	name := strings.TrimSuffix(e.Package+"."+e.Test, ".")
	t.detail += what + name + "\n" + clip([]byte(t.buffer(goTestID{e.Package, e.Test}).String()), 120) + "\n"
}

func (t *goTally) buffer(id goTestID) *strings.Builder {
	b, ok := t.output[id]
	if !ok {
		b = new(strings.Builder)
		t.output[id] = b
	}
	return b
}

// vitest runs the unit tests of the screens.
func vitest(tmp string) func(context.Context, func(string)) result {
	return func(ctx context.Context, _ func(string)) result {
		file := filepath.Join(tmp, "vitest.json")
		out, runErr := output(ctx, "ui", "node_modules/.bin/vitest", "run",
			"--reporter=dot", "--reporter=json", "--outputFile.json="+file)
		var sum struct {
			NumPassedTests, NumFailedTests, NumPendingTests, NumTodoTests int
		}
		if err := readJSON(file, &sum); err != nil {
			return verdict(out, errors.Join(runErr, err))
		}
		return tallied(sum.NumPassedTests, sum.NumFailedTests, sum.NumPendingTests+sum.NumTodoTests, out, runErr)
	}
}

// playwright runs the journeys in the browser over the real program. A test
// that passes at its second try is passed, and said to be flaky.
func playwright(tmp string) func(context.Context, func(string)) result {
	return func(ctx context.Context, _ func(string)) result {
		file := filepath.Join(tmp, "playwright.json")
		out, runErr := output(ctx, "ui", "env", "PLAYWRIGHT_JSON_OUTPUT_NAME="+file,
			"node_modules/.bin/playwright", "test", "--reporter=dot,json")
		var sum struct {
			Stats struct{ Expected, Unexpected, Flaky, Skipped int }
		}
		if err := readJSON(file, &sum); err != nil {
			return verdict(out, errors.Join(runErr, err))
		}
		res := tallied(sum.Stats.Expected+sum.Stats.Flaky, sum.Stats.Unexpected, sum.Stats.Skipped, out, runErr)
		if sum.Stats.Flaky > 0 {
			res.note = fmt.Sprintf("%d flaky", sum.Stats.Flaky)
		}
		return res
	}
}

// tallied sums up a runner of many tests. Skipped ones count as failed, and so
// does a runner that failed without a failed test, or ran none.
func tallied(passed, failed, skipped int, out []byte, err error) result {
	res := result{passed: passed, failed: failed + skipped}
	if skipped > 0 {
		res.note = fmt.Sprintf("%d skipped", skipped)
	}
	if res.failed == 0 && (err != nil || passed == 0) {
		res.failed++
	}
	if res.failed > 0 {
		res.detail = clip(out, 400)
	}
	return res
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return nil
}
