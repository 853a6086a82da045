package testkit

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/inbox"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/journey"
	"github.com/tuwen/tuwen/internal/mirror"
	"github.com/tuwen/tuwen/internal/outbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/internal/web"
	"github.com/tuwen/tuwen/sandbox"
)

// The account every console of a test is connected to, and its secrets.
const (
	AppID        = "wx2f4e8a1c9d3b7e60"
	AppSecret    = "9f86d081884c7d659a2feaa0c55ad015"
	MessageToken = "TestMessageToken"
	AESKey       = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	SetupCode    = "set-up-code-of-the-test"
)

// Setup says what a console of a test begins with. The zero value is an empty
// account on SQLite.
type Setup struct {
	Engine store.Engine
	// Database is the address of a migrated database, in place of a fresh one.
	Database string
	Sample   sandbox.Sample
	// Push says how hard WeChat tries to push, Within how long a push may take
	// here; zero values are as in reality.
	Push   sandbox.PushPolicy
	Within time.Duration
	// Fresh leaves the console without an account and without an operator.
	Fresh bool
	// PublicWebhooks keeps webhooks from leading into the network, as a console
	// does by itself; here they may, else no test could be told.
	PublicWebhooks bool
	// Web changes how the console is served.
	Web func(*web.Config)
}

// Console is a whole console over a sandbox, served over HTTP: real database,
// real jobs, one clock for all.
type Console struct {
	Clock   *Clock
	Sandbox *sandbox.Sandbox
	// WeChat is the account's other side.
	WeChat *sandbox.AccountControl
	DB     *store.DB
	Desk   *desk.Desk
	Mirror *mirror.Mirror
	Inbox  *inbox.Inbox
	Jobs   *job.Jobs
	Web    *web.Web
	// URL is where the console answers, WeChatURL where the sandbox does.
	URL, WeChatURL string
	// Log is everything that was logged, at every level.
	Log *LogBuffer

	t      testing.TB
	box    *connect.Box
	within time.Duration
}

// New returns a console with an empty account on SQLite.
func New(t testing.TB) *Console {
	t.Helper()
	return Start(t, Setup{})
}

// Start returns a console. It is stopped when the test ends.
func Start(t testing.TB, s Setup) *Console {
	t.Helper()
	if s.Engine == "" {
		s.Engine = store.SQLite
	}
	c := &Console{Clock: NewClock(), Log: &LogBuffer{}, t: t, within: s.Within}
	t.Cleanup(c.tellWarnings)
	c.startSandbox(s)
	if s.Database == "" {
		s.Database = StoreURL(t, s.Engine)
	}
	c.DB = OpenStore(t, s.Database)
	log := c.logger()
	box, err := connect.NewBox(bytes.Repeat([]byte{7}, 32))
	c.must(err)
	c.box = box
	conn := connect.New(connect.Config{DB: c.DB, Box: box, Now: c.Clock.Now, Node: "test", Log: log})
	c.startWork(conn, log, !s.PublicWebhooks)
	c.Desk = desk.New(desk.Config{
		DB: c.DB, Box: box, Connect: conn, Mirror: c.Mirror, Jobs: c.Jobs, Now: c.Clock.Now, Log: log,
		SetupCode: SetupCode, PictureDir: filepath.Join(t.TempDir(), "pictures"),
	})
	config := web.Config{
		Desk: c.Desk, Sessions: c.DB.Sessions(), Ready: c.DB.Ping, Now: c.Clock.Now, Log: log,
		Key: bytes.Repeat([]byte{9}, 32), Version: "test", Callback: c.Inbox, Collectors: []prometheus.Collector{c.Inbox},
	}
	if s.Web != nil {
		s.Web(&config)
	}
	c.Web, err = web.New(config)
	c.must(err)
	server := httptest.NewServer(c.Web)
	t.Cleanup(func() {
		c.Web.Stop()
		server.Close()
	})
	c.URL = server.URL
	if !s.Fresh {
		c.connect()
	}
	return c
}

// tellWarnings prints what the console complained of, where the test failed.
func (c *Console) tellWarnings() {
	if !c.t.Failed() {
		return
	}
	for line := range strings.Lines(c.Log.String()) {
		if strings.Contains(line, `"level":"WARN"`) || strings.Contains(line, `"level":"ERROR"`) {
			c.t.Logf("%.1000s", line)
		}
	}
}

func (c *Console) startSandbox(s Setup) {
	c.t.Helper()
	var err error
	c.Sandbox, err = sandbox.New(sandbox.Config{Clock: c.Clock, Push: s.Push})
	c.must(err)
	server := httptest.NewServer(c.Sandbox)
	c.t.Cleanup(func() {
		server.Close()
		c.must(c.Sandbox.Close())
	})
	c.WeChatURL = server.URL
	c.Sandbox.SetPublicURL(server.URL)
	c.must(c.Sandbox.AddAccount(sandbox.Account{
		AppID: AppID, Secret: AppSecret, Name: "青禾生活", Verified: true, CreatedAt: c.Clock.Now().AddDate(-9, 0, 0),
	}))
	c.WeChat = c.Sandbox.Account(AppID)
	if s.Sample != (sandbox.Sample{}) {
		c.must(c.Sandbox.Seed(AppID, s.Sample))
	}
}

func (c *Console) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(c.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// NewInbox returns another inbox of the console, of a node of its own where
// the database is another opening of the same. It does not run yet.
func (c *Console) NewInbox(db *store.DB, jobs *job.Jobs) *inbox.Inbox {
	return inbox.New(inbox.Config{
		DB: db, Jobs: jobs, Secrets: c.box.PushSecrets, Hash: Hash, Now: c.Clock.Now, Within: c.within, Log: c.logger(),
	})
}

// startWork works jobs and keeps pushes, as serve does.
func (c *Console) startWork(conn *connect.Connect, log *slog.Logger, privateWebhooks bool) {
	c.t.Helper()
	c.must(job.Migrate(c.t.Context(), c.DB))
	workers := river.NewWorkers()
	jobs, err := job.Open(c.t.Context(), job.Config{DB: c.DB, Workers: workers, Node: "test", Now: c.Clock.Now, Log: log})
	c.must(err)
	outbox.New(outbox.Config{
		DB: c.DB, Connect: conn, Jobs: jobs, Now: c.Clock.Now, Log: log, PrivateWebhooks: privateWebhooks,
		Secret: func(appID string, sealed tuwen.Sealed) ([]byte, error) {
			return c.box.Open(appID, connect.FieldWebhookSecret, sealed)
		},
	}).Register(workers)
	c.Jobs = jobs
	journeys := journey.New(journey.Config{DB: c.DB, Jobs: jobs, Now: c.Clock.Now, Log: log, Poll: 20 * time.Millisecond})
	c.Mirror = mirror.New(mirror.Config{
		DB: c.DB, Connect: conn, Jobs: jobs, Now: c.Clock.Now, Log: log, Hash: Hash,
	})
	c.Mirror.Register(workers)
	c.Inbox = c.NewInbox(c.DB, jobs)
	ctx, stop := context.WithCancel(context.WithoutCancel(c.t.Context()))
	var running sync.WaitGroup
	running.Go(func() {
		if err := jobs.Run(ctx); err != nil {
			c.t.Errorf("run jobs: %v", err)
		}
	})
	running.Go(func() { c.must(c.Inbox.Run(ctx)) })
	running.Go(func() { c.must(journeys.Run(ctx)) })
	c.t.Cleanup(func() {
		stop()
		running.Wait()
	})
}

// Hash is what stays of a contact that is erased, as a test can reckon it.
func Hash(appID, openID string) string { return "hash of " + appID + " " + openID }

// connect connects the account, as an administrator would.
func (c *Console) connect() {
	c.t.Helper()
	_, err := c.Desk.Accounts.Create(c.t.Context(), CommandLine, desk.NewAccount{
		AppID: AppID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, AppSecret: AppSecret,
		MessageToken: MessageToken, EncodingAESKey: AESKey, APIBaseURL: c.WeChatURL,
	})
	c.must(err)
}

// CommandLine is who acts on the machine itself.
var CommandLine = tuwen.Actor{Name: "command line", Role: tuwen.Admin}

func (c *Console) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// Operator returns a browser in which a new operator of the role has signed
// in.
func (c *Console) Operator(role tuwen.Role) *Browser {
	c.t.Helper()
	o := tuwen.Operator{
		ID: store.NewID(), Name: "the " + string(role), Email: store.NewID() + "@example.com",
		Role: role, CreatedAt: c.Clock.Now(),
	}
	c.must(c.DB.Write(c.t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Operators.Create(ctx, o) }))
	code, err := c.Desk.Sessions.MakeCode(c.t.Context(), CommandLine, o.ID)
	c.must(err)
	b := c.Stranger()
	b.Must(http.StatusOK, "POST", "/session/code", map[string]string{"code": code})
	b.OperatorID = o.ID
	return b
}

// Script returns a client with a new API token of the role.
func (c *Console) Script(role tuwen.Role) *Browser {
	c.t.Helper()
	made, err := c.Desk.Tokens.Create(c.t.Context(), CommandLine, "script of a "+string(role), role)
	c.must(err)
	b := c.Stranger()
	b.Token = made.Token
	return b
}

// LogBuffer keeps what is logged. It is safe for concurrent use.
type LogBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write is part of io.Writer.
func (l *LogBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String returns all that was logged so far.
func (l *LogBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
