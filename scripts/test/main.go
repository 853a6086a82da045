// Command test runs all that must hold of this tree and ends with the line
// "N passed, N failed"; its exit code is 1 if anything failed, 0 otherwise. It
// installs what it needs, brings its own PostgreSQL, and goes on after a
// failure, so that one run tells everything. A skipped test counts as failed:
// nothing is left out in silence.
//
//	make test                     all
//	make test ONLY=go             one part: go, ui or lint
//	bin/test with-postgres CMD    only CMD, with TUWEN_TEST_POSTGRES set
//
// with-durable-postgres is the same with a server that waits for the disk, for
// what is measured.
//
// It is run from the root of the repository.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
)

// parts are the values that ONLY may have; all runs without it.
var parts = []string{"go", "ui", "lint"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv("ONLY"))
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, only string) int {
	if len(args) > 1 && (args[0] == "with-postgres" || args[0] == "with-durable-postgres") {
		return withPostgres(ctx, args[0] == "with-durable-postgres", args[1:])
	}
	if len(args) > 0 || only != "" && !slices.Contains(parts, only) {
		fmt.Fprintf(os.Stderr, "usage: [ONLY=go|ui|lint] bin/test | bin/test with[-durable]-postgres CMD [ARG...]\n")
		return 2
	}
	rep := newReport(os.Stdout)
	rep.runLane(ctx, []step{{name: "install", run: install(only)}})
	if rep.failed > 0 {
		return rep.close()
	}
	plan, err := planFor(only)
	if err != nil {
		rep.record("plan", result{failed: 1, detail: err.Error()}, 0)
		return rep.close()
	}
	defer plan.cleanUp()
	rep.runPlan(ctx, plan)
	return rep.close()
}

// withPostgres runs one command with a throw-away PostgreSQL beside it and
// returns its exit code.
func withPostgres(ctx context.Context, durable bool, argv []string) int {
	if err := installMissing(ctx, "go"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	pg, err := startPostgres(ctx, durable)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer pg.stop()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), pg.env())
	err = cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return max(exit.ExitCode(), 1)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
