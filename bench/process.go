package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/tuwen/tuwen/sandbox"
)

// program builds the console and returns where it lies.
func program(ctx context.Context) (string, error) {
	file, err := filepath.Abs("bin/tuwen")
	if err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, "go", "build", "-o", file, "./cmd/tuwen").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the console: %w\n%s", err, out)
	}
	return file, nil
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// measureStart is how long serve takes until it is ready, on a new folder and
// on one that is there, and what it holds when idle. The floor is a process
// that only prints its version.
func measureStart(ctx context.Context) ([]figure, error) {
	bin, err := program(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "tuwen-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	floor := time.Hour
	for range 5 {
		began := time.Now()
		if err := exec.CommandContext(ctx, bin, "version").Run(); err != nil {
			return nil, err
		}
		floor = min(floor, time.Since(began))
	}
	var figures []figure
	for _, name := range []string{"start to ready, new folder", "start to ready, again"} {
		took, idle, err := startOnce(ctx, bin, dir)
		if err != nil {
			return nil, err
		}
		figures = append(figures, figure{name: name, value: ms(took), unit: "ms", limit: 300})
		if name == "start to ready, again" {
			figures = append(figures, figure{name: "  of which a process that does nothing", value: ms(floor), unit: "ms"},
				figure{name: "resident when idle", value: idle, unit: "MB", limit: 60})
		}
	}
	return figures, nil
}

func startOnce(ctx context.Context, bin, dir string) (took time.Duration, idleMB float64, err error) {
	addr, err := freeAddress(ctx)
	if err != nil {
		return 0, 0, err
	}
	cmd := exec.CommandContext(ctx, bin, "serve", "--data-dir", dir, "--listen", addr)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		err = errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait())
	}()
	if err := answers(ctx, "http://"+addr+"/readyz", 20*time.Second); err != nil {
		return 0, 0, err
	}
	took = time.Since(began)
	time.Sleep(3 * time.Second) // until nothing of the start is left to do
	idleMB, err = resident(cmd.Process.Pid)
	return took, idleMB, err
}

// answers waits until the address answers 200.
func answers(ctx context.Context, url string, within time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			if err := res.Body.Close(); err == nil && res.StatusCode == http.StatusOK {
				return nil
			}
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s did not answer: %w", url, ctx.Err())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func resident(pid int) (mb float64, err error) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("no VmRSS")
}

// measureMemory is the peak memory of a full sync of 20,000 items beside that
// of 2,000, each by a process of its own.
func measureMemory(ctx context.Context) ([]figure, error) {
	bin, err := program(ctx)
	if err != nil {
		return nil, err
	}
	small, err := peakOfSync(ctx, bin, 2_000)
	if err != nil {
		return nil, err
	}
	large, err := peakOfSync(ctx, bin, 20_000)
	return []figure{
		{name: "peak of syncing 2,000 items", value: small, unit: "MB"},
		{name: "peak of syncing 20,000 items", value: large, unit: "MB", floor: small, limit: 1.2},
	}, err
}

func peakOfSync(ctx context.Context, bin string, items int) (mb float64, err error) {
	dir, err := os.MkdirTemp("", "tuwen-bench-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	box, err := sandbox.New(sandbox.Config{})
	if err != nil {
		return 0, err
	}
	server := httptest.NewServer(box)
	defer server.Close()
	account := box.SampleAccounts()[0]
	if err := box.AddAccount(account); err != nil {
		return 0, err
	}
	if err := box.Seed(account.AppID, sandbox.Sample{History: items, BodySize: 8 << 10}); err != nil {
		return 0, err
	}
	box.Account(account.AppID).SetQuota("/cgi-bin/material/batchget_material", 100_000)
	if err := connectAccount(ctx, dir, account, server.URL); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, bin, "sync", "--data-dir", dir, "--account", account.AppID, "--mode", "full")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("sync %d items: %w\n%s", items, err, out)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, errors.New("this system does not tell a process's peak memory")
	}
	return float64(usage.Maxrss) / 1024, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
