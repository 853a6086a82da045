package main

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/web"
	"github.com/tuwen/tuwen/ui"
)

type serveCommand struct {
	config.Settings
	config.Serving
}

// Run serves the console until ctx ends.
func (c serveCommand) Run(ctx context.Context, io streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	l, err := listen(ctx, "listen", c.Listen)
	if err != nil {
		return err
	}
	code := c.SetupCode
	if code == "" {
		code = rand.Text()[:12]
	}
	con, err := open(ctx, opening{
		settings: c.Settings, setupCode: code, log: io.err, works: true, keepEvents: c.KeepEvents, webhookPrivate: c.WebhookPrivate,
	})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	err = con.serve(ctx, c.Serving, l, nil, func() { c.announce(ctx, con, l.Addr(), code, io) })
	return errors.Join(err, con.close(ctx))
}

// announce says where the console is and, while there is no operator, how to
// become the first.
func (c serveCommand) announce(ctx context.Context, con *console, at net.Addr, code string, io streams) {
	_, _ = fmt.Fprintf(io.out, "console: %s\n", c.Address(at))
	needed, err := con.desk.Sessions.SetupNeeded(ctx)
	if err != nil {
		con.log.Error("look for an operator", "error", err)
		return
	}
	if needed {
		_, _ = fmt.Fprintf(io.out, "set-up code: %s  (the first page asks for it)\n", code)
	}
}

// serve answers requests on l and works jobs until ctx ends. ready is called
// once requests are answered. now is the console's clock, nil the system's.
func (c *console) serve(ctx context.Context, s config.Serving, l net.Listener, now func() time.Time, ready func()) error {
	proxies, err := s.Proxies()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	w, err := web.New(web.Config{
		Desk: c.desk, Sessions: c.db.Sessions(), UI: ui.FS, Ready: c.db.Ping,
		Callback: c.inbox, Collectors: []prometheus.Collector{c.inbox},
		PublicURL: s.PublicURL, TrustedProxies: proxies, Key: derive(c.key, "picture addresses"),
		Now: now, Log: c.log, Version: versionText(),
	})
	if err != nil {
		return errors.Join(fmt.Errorf("prepare the console: %w", err), l.Close())
	}
	server := &http.Server{Handler: w}
	server.RegisterOnShutdown(w.Stop)
	runs := []func(context.Context) error{
		c.work,
		func(ctx context.Context) error { return serve(ctx, server, l) },
	}
	if s.MetricsListen != "" {
		ml, err := listen(ctx, "metrics-listen", s.MetricsListen)
		if err != nil {
			return errors.Join(err, l.Close())
		}
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", w.Metrics())
		runs = append(runs, func(ctx context.Context) error { return serve(ctx, &http.Server{Handler: mux}, ml) })
	}
	ready()
	return all(ctx, runs...)
}

// derive returns a key of its own for one purpose.
func derive(key []byte, purpose string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(purpose))
	return h.Sum(nil)
}
