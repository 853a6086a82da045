package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// measurePaint is the first contentful paint of the console in Chromium: cold
// with an empty cache, and again in the same browser; the floor is a page of
// the same server without scripts. The screens must have been built: make ui.
func measurePaint(ctx context.Context) (figures []figure, err error) {
	bin, err := program(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "tuwen-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cmd := exec.CommandContext(ctx, bin, "demo", "--data-dir", dir, "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0", "--latency", "1ms")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	defer func() {
		err = errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait())
	}()
	link := ""
	for lines := bufio.NewScanner(out); link == "" && lines.Scan(); {
		link, _ = strings.CutPrefix(lines.Text(), "console: ")
	}
	if link == "" {
		return nil, errors.New("the demo printed no sign-in link")
	}
	measured, err := exec.CommandContext(ctx, "node", "bench/paint.mjs", link).Output()
	if err != nil {
		return nil, fmt.Errorf("run bench/paint.mjs: %w", err)
	}
	var paint struct{ Floor, Cold, Warm, List float64 }
	if err := json.Unmarshal(measured, &paint); err != nil {
		return nil, err
	}
	return []figure{
		{name: "first paint of a page without scripts", value: paint.Floor, unit: "ms"},
		{name: "first paint of the console, cold", value: paint.Cold, unit: "ms", limit: 1000},
		{name: "first paint of the console, warm", value: paint.Warm, unit: "ms", limit: 500},
		{name: "list of materials usable, cold", value: paint.List, unit: "ms", limit: 1500},
	}, nil
}
