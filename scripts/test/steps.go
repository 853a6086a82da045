package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// planFor is the table of all steps, reduced to one part when only names it.
//
// The lanes share two cores: while the Go lane compiles its tools, the UI lane
// downloads and builds. What embeds or starts the built screens waits for them,
// and the browser tests come last, when nothing else disturbs their clocks.
func planFor(only string) (plan, error) {
	tmp, err := os.MkdirTemp("", "tuwen-test-")
	if err != nil {
		return plan{}, err
	}
	built := []string{"vite build"}
	goLane := []step{
		{"tools", "go lint", nil, compileTools},
		{"gofmt", "go lint", nil, silent("sh", "-c", `git ls-files -co --exclude-standard -z '*.go' | xargs -0 gofmt -l`)},
		{"go build", "go ui", built, command("go", "build", "-o", "bin/tuwen", "./cmd/tuwen")},
		{"sqlc", "go", nil, command("go", "tool", "-modfile=tools.mod", "sqlc", "diff")},
		{"openapi", "go", built, writes("api/openapi.yaml", "bin/tuwen openapi >%s", tmp)},
		{"go vet", "go lint", built, command("go", "vet", "./...")},
		{"golangci-lint", "go lint", built, command("go", "tool", "-modfile=tools.mod", "golangci-lint", "run", "--allow-parallel-runners", "./...")},
		{"go test", "go", built, goTest},
	}
	uiLane := []step{
		{"npm ci", "ui lint", nil, command("scripts/ui", "deps")},
		{"vite build", "ui", nil, command("scripts/ui", "build")},
		{"size", "ui", nil, inUI("npm", "run", "--silent", "size")},
		{"openapi client", "ui", nil, writes("ui/src/api/schema.gen.ts",
			"cd ui && node_modules/.bin/openapi-typescript ../api/openapi.yaml -o %s", tmp)},
		{"biome", "ui lint", nil, inUI("npm", "run", "--silent", "lint", "--", "--colors=off")},
		{"tsc", "ui lint", nil, inUI("npm", "run", "--silent", "typecheck")},
		{"vitest", "ui", nil, vitest(tmp)},
	}
	return plan{
		lanes:   [2][]step{wanted(goLane, only), wanted(uiLane, only)},
		last:    wanted([]step{{"playwright", "ui", nil, playwright(tmp)}}, only),
		cleanUp: func() { _ = os.RemoveAll(tmp) },
	}, nil
}

func wanted(steps []step, only string) []step {
	var kept []step
	for _, s := range steps {
		if belongs(s.only, only) {
			kept = append(kept, s)
		}
	}
	return kept
}

// command is a step that passes when the command exits 0.
func command(argv ...string) func(context.Context, func(string)) result {
	return func(ctx context.Context, _ func(string)) result {
		return verdict(output(ctx, ".", argv...))
	}
}

// inUI is command, run in the folder ui.
func inUI(argv ...string) func(context.Context, func(string)) result {
	return func(ctx context.Context, _ func(string)) result {
		return verdict(output(ctx, "ui", argv...))
	}
}

// silent is command, which fails also when the command prints anything.
func silent(argv ...string) func(context.Context, func(string)) result {
	return func(ctx context.Context, _ func(string)) result {
		out, err := output(ctx, ".", argv...)
		if err == nil && len(out) > 0 {
			err = fmt.Errorf("these need gofmt -w")
		}
		return verdict(out, err)
	}
}

// writes is a step that passes when the shell command, given a file to write
// in place of %s, writes exactly what the committed file holds.
func writes(committed, script, tmp string) func(context.Context, func(string)) result {
	return func(ctx context.Context, _ func(string)) result {
		if _, err := os.Stat(committed); err != nil {
			return verdict(nil, err)
		}
		anew := filepath.Join(tmp, filepath.Base(committed))
		if out, err := output(ctx, ".", "sh", "-c", fmt.Sprintf(script, anew)); err != nil {
			return verdict(out, err)
		}
		out, err := output(ctx, ".", "diff", "-u", committed, anew)
		if err != nil {
			err = fmt.Errorf("%s is stale, run make generate", committed)
		}
		return verdict([]byte(clip(out, 60)), err)
	}
}

// compileTools fills the build cache, so that the later steps' times are their
// own.
func compileTools(ctx context.Context, _ func(string)) result {
	for _, name := range []string{"sqlc", "golangci-lint"} {
		if out, err := output(ctx, ".", "go", "tool", "-modfile=tools.mod", name, "version"); err != nil {
			return verdict(out, err)
		}
	}
	return result{passed: 1}
}

func verdict(out []byte, err error) result {
	if err == nil {
		return result{passed: 1}
	}
	return result{failed: 1, detail: fmt.Sprintf("%s\n%v", clip(out, 200), err)}
}

// output runs a command to its end and returns all it printed.
func output(ctx context.Context, dir string, argv ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	cmd := prepare(ctx, dir, argv...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return out.Bytes(), fmt.Errorf("%s: %w", strings.Join(argv, " "), err)
	}
	return out.Bytes(), nil
}

// prepare makes a command that is ended with everything it has started.
func prepare(ctx context.Context, dir string, argv ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	if strings.Contains(argv[0], "/") {
		cmd.Path, _ = filepath.Abs(filepath.Join(dir, argv[0]))
		cmd.Err = nil
	}
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	return cmd
}
