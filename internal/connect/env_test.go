package connect_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const (
	appID  = "wx2f4e8a1c9d3b7e60"
	secret = "5ecre75ecre75ecre75ecre75ecre700"
)

// env is an account connected to a sandbox of its own.
type env struct {
	*connect.Connect
	db    *store.DB
	box   *connect.Box
	clock *testkit.Clock
	wx    *sandbox.AccountControl
	log   *lines
	cfg   connect.Config
	// pause is what a wait for another node does; nil waits in truth.
	pause func(context.Context, time.Duration) error
}

func newKey() []byte {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	return key
}

// each runs a test on every engine.
func each(t *testing.T, test func(t *testing.T, e *env)) {
	t.Helper()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) { test(t, newEnv(t, db)) })
}

func newEnv(t *testing.T, db *store.DB) *env {
	t.Helper()
	clock := testkit.NewClock()
	wx, err := sandbox.New(sandbox.Config{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(wx)
	t.Cleanup(func() {
		_ = wx.Close()
		server.Close()
	})
	err = wx.AddAccount(sandbox.Account{AppID: appID, Secret: secret, Name: "青禾生活", Kind: sandbox.Service, Verified: true, AllowLocal: true})
	if err != nil {
		t.Fatal(err)
	}
	box, err := connect.NewBox(newKey())
	if err != nil {
		t.Fatal(err)
	}
	e := &env{db: db, box: box, clock: clock, wx: wx.Account(appID), log: &lines{}}
	e.cfg = connect.Config{
		DB: db, Box: box, Now: clock.Now, Node: "node-a",
		Log:    slog.New(slog.NewTextHandler(e.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Random: func() float64 { return 0.5 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			if e.pause != nil {
				return e.pause(ctx, d)
			}
			time.Sleep(d) // until the other goroutine is done
			return nil
		},
	}
	e.Connect = connect.New(e.cfg)
	t.Cleanup(func() { _ = e.Settle(context.Background()) })
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Accounts.Create(ctx, tuwen.Account{
			AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe,
			APIBaseURL: server.URL, HasAppSecret: true, AppSecret: box.Seal(appID, connect.FieldAppSecret, []byte(secret)),
			CreatedAt: clock.Now(), UpdatedAt: clock.Now(),
		})
	})
	return e
}

// second is another node on the same database.
func (e *env) second() *connect.Connect {
	cfg := e.cfg
	cfg.Node = "node-b"
	return connect.New(cfg)
}

func (e *env) write(t *testing.T, f func(context.Context, *store.Tx) error) {
	t.Helper()
	if err := e.db.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func (e *env) edit(t *testing.T, f func(*tuwen.Account)) {
	t.Helper()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		a, err := tx.Accounts.ByID(ctx, appID)
		if err != nil {
			return err
		}
		f(&a)
		return tx.Accounts.Update(ctx, a)
	})
}

// count makes a call that costs one of draft/count.
func (e *env) count(t *testing.T, c *connect.Connect, as tuwen.Spender) error {
	t.Helper()
	client, err := c.Client(t.Context(), appID, as)
	if err != nil {
		return err
	}
	_, err = client.Draft.Count(t.Context())
	return c.Translate(err, appID, draftCount)
}

const (
	draftCount      = "/cgi-bin/draft/count"
	stableTokenPath = "/cgi-bin/stable_token"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, kind tuwen.Kind, code string) {
	t.Helper()
	if tuwen.CodeOf(err) != code || tuwen.KindOf(err) != kind {
		t.Fatalf("got %v (%s %s), want %s %s", err, tuwen.KindOf(err), tuwen.CodeOf(err), kind, code)
	}
}

// lines keeps everything that was logged.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// toMidnight is how long the Beijing day still lasts.
func (e *env) toMidnight() time.Duration { return tuwen.NextReset(e.clock.Now()).Sub(e.clock.Now()) }
