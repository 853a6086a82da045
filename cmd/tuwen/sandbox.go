package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/tuwen/tuwen/sandbox"
)

type sandboxCommand struct {
	Listen  string        `default:"127.0.0.1:8099" help:"Address and port."`
	Dir     string        `type:"path" help:"Folder that keeps the state; without it everything is forgotten at the end."`
	Size    int           `default:"0" help:"History items of the sample account; 0 for its usual 1,234."`
	Latency time.Duration `default:"60ms" help:"What each API call takes."`
}

// Run serves the sandbox until ctx ends.
func (c sandboxCommand) Run(ctx context.Context, io streams) error {
	l, err := listen(ctx, "listen", c.Listen)
	if err != nil {
		return err
	}
	box, err := openSandbox(sandbox.Config{
		Dir: c.Dir, Latency: c.Latency, PublicURL: "http://" + l.Addr().String(),
	}, c.Size)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	_, _ = fmt.Fprintf(io.out, "sandbox: http://%s/console/\n", l.Addr())
	for _, a := range box.SampleAccounts() {
		_, _ = fmt.Fprintf(io.out, "  %s  AppID %s  AppSecret %s\n", a.Name, a.AppID, a.Secret)
	}
	err = serve(ctx, sandboxServer(box), l)
	return errors.Join(err, box.Close())
}

// sandboxServer serves the sandbox and, when it is to stop, ends the calls
// that a planned fault holds.
func sandboxServer(box *sandbox.Sandbox) *http.Server {
	s := &http.Server{Handler: box}
	s.RegisterOnShutdown(func() { _ = box.Close() }) // closed again, with its error, by who opened it
	return s
}

// openSandbox returns a sandbox with the sample accounts, which it makes
// where the kept state has none. size, over 0, is how many history items the
// first account gets.
func openSandbox(cfg sandbox.Config, size int) (*sandbox.Sandbox, error) {
	box, err := sandbox.New(cfg)
	if err != nil {
		return nil, fmt.Errorf("open the sandbox: %w", err)
	}
	for _, a := range box.SampleAccounts() {
		if box.Account(a.AppID) != nil {
			continue
		}
		if err := box.AddAccount(a); err != nil {
			return nil, errors.Join(fmt.Errorf("add the sample account %s: %w", a.Name, err), box.Close())
		}
		sample := sandbox.SampleOf(a.AppID)
		if size > 0 && !a.FrozenHistory {
			sample.History = size
		}
		if err := box.Seed(a.AppID, sample); err != nil {
			return nil, errors.Join(fmt.Errorf("fill the sample account %s: %w", a.Name, err), box.Close())
		}
	}
	return box, nil
}

// listen opens the port that a flag names, and says what to do where it is
// taken.
func listen(ctx context.Context, flag, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken, perhaps by another tuwen; choose another address with --%s", addr, flag)
	case err != nil && !strings.Contains(addr, ":"):
		return nil, fmt.Errorf("%q is no address with a port, like 127.0.0.1:8080; give one with --%s", addr, flag)
	case err != nil:
		return nil, fmt.Errorf("open the port that --%s names: %w", flag, err)
	}
	return l, nil
}

// serve answers requests until ctx ends, then gives those in hand ten
// seconds.
func serve(ctx context.Context, s *http.Server, l net.Listener) error {
	s.ReadHeaderTimeout = 10 * time.Second
	s.IdleTimeout = 2 * time.Minute
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := s.Shutdown(ending); err != nil {
		return errors.Join(fmt.Errorf("stop serving: %w", err), s.Close())
	}
	return nil
}
