package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A tool is a Debian package that a part of the tests cannot do without.
type tool struct {
	debian  string
	only    string
	present func(context.Context) bool
}

var tools = []tool{
	{"gcc", "go lint", func(context.Context) bool { return onPath("gcc") }},
	{"libc6-dev", "go lint", hasHeaders},
	{"postgresql", "go", func(context.Context) bool { return postgresBin() != "" }},
	{"chromium", "ui", func(context.Context) bool { return onPath(chromium()) }},
	{"fonts-noto-cjk", "ui", hasChineseFont},
}

// install is the step that brings what is missing.
func install(only string) func(context.Context, func(string)) result {
	return func(ctx context.Context, _ func(string)) result {
		if err := installMissing(ctx, only); err != nil {
			return result{failed: 1, detail: err.Error()}
		}
		return result{passed: 1}
	}
}

// installMissing installs by apt-get what the given part needs and the machine
// lacks. Without root, or without apt-get, the error says what to run.
func installMissing(ctx context.Context, only string) error {
	var missing []string
	for _, t := range tools {
		if belongs(t.only, only) && !t.present(ctx) {
			missing = append(missing, t.debian)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	apt := "apt-get install -y --no-install-recommends " + strings.Join(missing, " ")
	if !onPath("apt-get") {
		return fmt.Errorf("missing on this machine (named as Debian's packages): %s", strings.Join(missing, " "))
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("missing on this machine: %s; run this, then try again:\n  sudo apt-get update && sudo %s",
			strings.Join(missing, " "), apt)
	}
	for _, line := range []string{"apt-get update", apt} {
		cmd := exec.CommandContext(ctx, "sh", "-c", line+" -o DPkg::Lock::Timeout=300")
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", line, err, clip(out, 40))
		}
	}
	return nil
}

func onPath(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// chromium is the browser that the Playwright configuration starts.
func chromium() string {
	if path := os.Getenv("CHROMIUM_PATH"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

// hasHeaders tells whether a C program can be compiled, which -race needs.
func hasHeaders(ctx context.Context) bool {
	cmd := exec.CommandContext(ctx, "gcc", "-E", "-")
	cmd.Stdin = strings.NewReader("#include <stdlib.h>\n")
	return cmd.Run() == nil
}

// hasChineseFont tells whether pages show Chinese rather than boxes.
func hasChineseFont(ctx context.Context) bool {
	if out, err := exec.CommandContext(ctx, "fc-list", ":lang=zh-cn").Output(); err == nil {
		return len(bytes.TrimSpace(out)) > 0
	}
	found, err := filepath.Glob("/usr/share/fonts/opentype/noto/NotoSansCJK*")
	return err == nil && len(found) > 0
}

// belongs tells whether something of the given parts is wanted in this run.
func belongs(of, only string) bool {
	return only == "" || strings.Contains(" "+of+" ", " "+only+" ")
}

// clip is a command's output, without its middle where it has over n lines.
func clip(out []byte, n int) string {
	lines := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	if cut := len(lines) - n; cut > 0 {
		lines = slices.Replace(lines, n/2, n/2+cut, fmt.Sprintf("… %d lines …", cut))
	}
	return strings.Join(lines, "\n")
}
