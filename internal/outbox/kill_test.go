package outbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/outbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// What a child is told: its database, where to listen, its name, and how far
// the clock was moved.
const (
	childDB     = "TUWEN_TEST_CHILD_DB"
	childListen = "TUWEN_TEST_CHILD_LISTEN"
	childNode   = "TUWEN_TEST_CHILD_NODE"
	childMoved  = "TUWEN_TEST_CHILD_MOVED"
)

// TestMain is also the process that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(childDB) == "" {
		os.Exit(m.Run())
	}
	if err := node(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func killBox() (*connect.Box, error) { return connect.NewBox(bytes.Repeat([]byte{7}, 32)) }

// node works jobs and takes pushes until it is told to end, as serve does.
func node() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	moved, err := time.ParseDuration(os.Getenv(childMoved))
	if err != nil {
		return err
	}
	var clock sandbox.MovableClock
	clock.Move(moved)
	box, err := killBox()
	if err != nil {
		return err
	}
	n, err := testkit.OpenNode(ctx, testkit.NodeConfig{Database: os.Getenv(childDB), Box: box, Name: os.Getenv(childNode), Now: clock.Now})
	if err != nil {
		return err
	}
	return n.RunWithPushes(ctx, os.Getenv(childListen))
}

// phase is when, of a call to WeChat, the caller is killed.
type phase string

const (
	asked    phase = "asked"    // WeChat has not looked at it yet, and never will
	done     phase = "done"     // WeChat has carried it out and not answered
	answered phase = "answered" // the answer is on its way, or just read
)

// gate stands before a sandbox and stops a call.
type gate struct {
	sandbox http.Handler

	mu     sync.Mutex
	path   string // "" while nothing is stopped
	phase  phase
	struck chan struct{}
}

// arm stops the next call of a path; the channel is closed then.
func (g *gate) arm(path string, p phase) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.path, g.phase, g.struck = path, p, make(chan struct{})
	return g.struck
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	strikes, p, struck := g.path != "" && r.URL.Path == g.path, g.phase, g.struck
	if strikes {
		g.path = ""
	}
	g.mu.Unlock()
	if !strikes {
		g.sandbox.ServeHTTP(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	switch p {
	case done:
		g.sandbox.ServeHTTP(httptest.NewRecorder(), r)
	case answered:
		g.sandbox.ServeHTTP(w, r)
		close(struck)
		return
	case asked:
	}
	close(struck)
	<-r.Context().Done() // the caller is dead
	panic(http.ErrAbortHandler)
}

// killing is a WeChat that outlives the children that send.
type killing struct {
	t       *testing.T
	clock   sandbox.MovableClock
	moved   time.Duration
	wx      *sandbox.AccountControl
	gate    *gate
	address string // of the database
	listen  string
	db      *store.DB // beside the children
	jobs    *job.Jobs
	child   *exec.Cmd
}

func newKilling(t *testing.T, engine store.Engine) *killing {
	t.Helper()
	k := &killing{t: t, address: testkit.StoreURL(t, engine), listen: freeAddress(t)}
	wx, err := sandbox.New(sandbox.Config{
		Clock: &k.clock,
		// WeChat pushes again often enough to see a child come up.
		Push: sandbox.PushPolicy{Deadline: 250 * time.Millisecond, Repeats: 100, BreakerAfter: -1},
	})
	must(t, err)
	k.gate = &gate{sandbox: wx}
	server := httptest.NewServer(k.gate)
	t.Cleanup(func() {
		server.CloseClientConnections()
		_ = wx.Close()
		server.Close()
	})
	wx.SetPublicURL(server.URL)
	must(t, wx.AddAccount(sandbox.Account{AppID: appID, Secret: secret, Name: "青禾生活", Verified: true, AllowLocal: true}))
	k.wx = wx.Account(appID)
	must(t, k.wx.SetUnverifiedCallback(sandbox.Callback{
		URL: "http://" + k.listen + "/callback/" + appID, Token: testkit.MessageToken, AESKey: testkit.AESKey, Mode: callback.Safe,
	}))
	own, err := store.Open(t.Context(), store.Config{URL: k.address})
	must(t, err)
	must(t, errors.Join(job.Migrate(t.Context(), own), own.Close()))
	k.db, err = store.Open(t.Context(), store.Config{URL: k.address, ReadConns: 2, Beside: true})
	must(t, err)
	t.Cleanup(func() { _ = k.db.Close() })
	k.jobs, err = job.Open(t.Context(), job.Config{DB: k.db, Now: k.clock.Now})
	must(t, err)
	box, err := killBox()
	must(t, err)
	seal := func(field, secret string) tuwen.Sealed { return box.Seal(appID, field, []byte(secret)) }
	must(t, k.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Accounts.Create(ctx, tuwen.Account{
			AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe, APIBaseURL: server.URL,
			AppSecret:    seal(connect.FieldAppSecret, secret),
			MessageToken: seal(connect.FieldMessageToken, testkit.MessageToken), AESKey: seal(connect.FieldAESKey, testkit.AESKey),
			CreatedAt: k.clock.Now(), UpdatedAt: k.clock.Now(),
		})
	}))
	return k
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	must(t, l.Close())
	return l.Addr().String()
}

// move moves the clock of WeChat, and of every child that is started later.
func (k *killing) move(d time.Duration) {
	if d > 0 {
		k.moved += d
		k.clock.Move(d)
	}
}

// schedule schedules a mass send of a new draft to all for now, with so many
// jobs, where one is needed.
func (k *killing) schedule(name string, jobs int) job.SendInMass {
	k.t.Helper()
	it, err := k.wx.AddDraft(sandbox.Item{Articles: []sandbox.Article{{Title: name, Content: "<p>" + name + "</p>"}}})
	must(k.t, err)
	args, now := job.SendInMass{AppID: appID, ID: name}, k.clock.Now().UTC().Truncate(time.Millisecond)
	m := tuwen.MassSend{
		ID: name, State: tuwen.MassDraft, MediaID: it.MediaID, Source: tuwen.Draft, Title: name, ArticleCount: 1,
		Articles: []tuwen.SentPart{{Title: name}}, Audience: toAll(), ScheduledAt: &now, CreatedAt: now, UpdatedAt: now,
		Progress: tuwen.MassProgress{Key: store.NewID(), Hash: k.hash(it.MediaID), Due: now, NextAt: now},
	}
	must(k.t, m.Enter(tuwen.MassScheduled, "", "小禾", now))
	must(k.t, k.db.Write(k.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		err := tx.MassSends.Put(ctx, appID, m)
		for range jobs {
			err = errors.Join(err, k.jobs.Insert(ctx, tx, args, nil))
		}
		return err
	}))
	return args
}

// hash is the fingerprint of a draft as WeChat tells it.
func (k *killing) hash(mediaID string) string {
	k.t.Helper()
	box, err := killBox()
	must(k.t, err)
	c := connect.New(connect.Config{DB: k.db, Box: box, Node: "test", Now: k.clock.Now})
	defer func() { must(k.t, c.Settle(context.Background())) }()
	client, err := c.Client(k.t.Context(), appID, tuwen.ByPerson)
	must(k.t, err)
	articles, err := outbox.Articles(k.t.Context(), client, tuwen.Draft, mediaID)
	must(k.t, err)
	return tuwen.ContentHash(articles)
}

func (k *killing) read(args job.SendInMass) (m tuwen.MassSend) {
	k.t.Helper()
	must(k.t, k.db.Read(k.t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		m, err = tx.MassSends.ByID(ctx, appID, args.ID)
		return err
	}))
	return m
}

func (k *killing) start(name, listen string) *exec.Cmd {
	k.t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), childDB+"="+k.address, childListen+"="+listen, childNode+"="+name, childMoved+"="+k.moved.String())
	child.Stderr = &bytes.Buffer{}
	must(k.t, child.Start())
	k.t.Cleanup(func() { _ = child.Process.Kill() })
	k.child = child
	return child
}

// until waits until a call is struck, or until nothing is to be done about a
// send now and nobody is at it.
func (k *killing) until(args job.SendInMass, struck <-chan struct{}) {
	k.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		select {
		case <-struck:
			return
		case <-time.After(5 * time.Millisecond):
		}
		m := k.read(args)
		if !m.State.Open() || m.Progress.NextAt.After(k.clock.Now()) && !m.Progress.InCall {
			return
		}
		if time.Now().After(end) {
			k.t.Fatalf("%s: a child does nothing: %s", m.ID, k.child.Stderr)
		}
	}
}

func (k *killing) kill() {
	_ = k.child.Process.Kill()
	_ = k.child.Wait()
}

// massPaths are the calls of a send, in their order; the one that must not be
// made twice is struck twice as often.
var massPaths = []string{"/cgi-bin/draft/get", massPath, massPath, statusPath}

// TestKilledProcessSendsInMassOnce is random runs of real processes that work a
// mass send and are killed while they read the draft, while WeChat is asked to
// send, while it is asked how far it is, before, at and after its answer.
func TestKilledProcessSendsInMassOnce(t *testing.T) {
	t.Parallel()
	runs := 4
	if os.Getenv("TUWEN_SOAK") != "" {
		runs = 200
	}
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			k := newKilling(t, engine)
			steps := map[string]int{}
			for run := range runs {
				r, seed := testkit.Seeded(t)
				if wrong := k.run(r, "第"+strconv.Itoa(run)+"次", steps); wrong != "" {
					t.Errorf("run %d, TUWEN_SEED=%d: %s", run, seed, wrong)
				}
			}
			t.Logf("%d runs; killed %v", runs, steps)
		})
	}
}

// run kills a few children that are at one send, lets another finish it, and
// says what is wrong, "" for nothing.
func (k *killing) run(r *rand.Rand, name string, steps map[string]int) string {
	k.t.Helper()
	settings := sandbox.MassSettings{Silent: r.IntN(4) == 0, EventFirst: r.IntN(3) == 0}
	if r.IntN(3) == 0 {
		settings.EventFirst, settings.Duration = false, time.Duration(r.IntN(50))*time.Second
	}
	must(k.t, k.wx.SetMass(settings))
	k.move(24 * time.Hour) // another day's calls
	before := len(k.wx.MassSends())
	args := k.schedule(name, 1)
	for range 1 + r.IntN(3) {
		path, p := massPaths[r.IntN(len(massPaths))], []phase{asked, done, answered}[r.IntN(3)]
		struck := k.gate.arm(path, p)
		k.start("killable", k.listen)
		k.until(args, struck)
		select {
		case <-struck:
			steps[path+" "+string(p)]++
		default:
			steps["waiting"]++
		}
		time.Sleep(time.Duration(r.Int64N(int64(8 * time.Millisecond)))) // the moment of death is the input of this test
		k.kill()
		k.due(args)
	}
	k.gate.arm("", "")
	calm := k.clock.Now()
	for k.read(args).State.Open() {
		k.start("killable", k.listen)
		k.until(args, nil)
		k.kill()
		k.due(args)
		if k.clock.Now().Sub(calm) > time.Hour {
			break
		}
	}
	took := k.clock.Now().Sub(calm)
	m, sent := k.read(args), k.wx.MassSends()[before:]
	if m.State != tuwen.MassSent || len(sent) != 1 || sent[0].State != sandbox.MassSent || m.MsgID != strconv.FormatInt(sent[0].MsgID, 10) || took > 2*time.Minute+settings.Duration {
		return fmt.Sprintf("%s after %v with %+v, sandbox %+v", outcome(m), took, m.Progress, sent)
	}
	return ""
}

// TestTwoProcessesSendInMassOnce lets two processes work the jobs of one send
// at once, as after a job was given back whose worker still lives.
func TestTwoProcessesSendInMassOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		if engine == store.SQLite {
			continue // on SQLite one process works
		}
		k := newKilling(t, engine)
		k.wx.SetFault(sandbox.Fault{Path: massPath, Kind: sandbox.FaultSlow, Delay: 300 * time.Millisecond})
		k.start("node-a", k.listen)
		k.start("node-b", freeAddress(t))
		for round := range 3 {
			args := k.schedule("第"+strconv.Itoa(round)+"次", 12)
			k.until(args, nil)
			for end := time.Now().Add(time.Minute); k.working() > 0 && time.Now().Before(end); {
				time.Sleep(5 * time.Millisecond)
			}
			if m, calls := k.read(args), k.wx.Calls(massPath); calls != round+1 || len(k.wx.MassSends()) != round+1 || m.MsgID == "" || m.Progress.Calls != 1 {
				t.Errorf("round %d: %d calls, %d sends; %s with %+v", round, calls, len(k.wx.MassSends()), outcome(m), m.Progress)
			}
		}
	}
}

// working is how many jobs of mass sends are worked, or could be.
func (k *killing) working() (n int) {
	k.t.Helper()
	must(k.t, k.db.SQL().QueryRowContext(k.t.Context(),
		"SELECT count(*) FROM river_job WHERE kind = $1 AND state IN ('available', 'running')", job.SendInMass{}.Kind()).Scan(&n))
	return n
}

// due moves the clock to when something is to be done about a send that is
// not over.
func (k *killing) due(args job.SendInMass) {
	k.t.Helper()
	if m := k.read(args); m.State.Open() {
		k.move(m.Progress.NextAt.Sub(k.clock.Now()) + time.Millisecond)
	}
}
