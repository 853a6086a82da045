package mirror_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/mirror"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const (
	appID  = "wx2f4e8a1c9d3b7e60"
	secret = "5ecre75ecre75ecre75ecre75ecre700"

	listPath  = "/cgi-bin/material/batchget_material"
	draftPath = "/cgi-bin/draft/batchget"
	pubPath   = "/cgi-bin/freepublish/batchget"
	tokenPath = "/cgi-bin/stable_token"
	quotaPath = "/cgi-bin/openapi/quota/get"

	tagsPath      = "/cgi-bin/tags/get"
	followersPath = "/cgi-bin/user/get"
	detailsPath   = "/cgi-bin/user/info/batchget"
)

// env is a mirror of one account of a sandbox of its own. Jobs are inserted
// and, unless a test runs them, worked by [env.drive].
type env struct {
	*mirror.Mirror
	db      *store.DB
	connect *connect.Connect
	jobs    *job.Jobs
	clock   *testkit.Clock
	sandbox *sandbox.Sandbox
	wx      *sandbox.AccountControl
	box     *connect.Box
	made    int // items of the history so far
	// slept is what waits added up to; they move the clock.
	slept time.Duration
	http  *http.Client // nil: the usual patience
}

// each runs a test on every engine.
func each(t *testing.T, test func(t *testing.T, e *env)) {
	t.Helper()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) { test(t, newEnv(t, db)) })
}

func newEnv(t testing.TB, db *store.DB) *env {
	t.Helper()
	clock := testkit.NewClock()
	wx, err := sandbox.New(sandbox.Config{Clock: clock})
	must(t, err)
	server := httptest.NewServer(wx)
	t.Cleanup(func() {
		_ = wx.Close()
		server.Close()
	})
	must(t, wx.AddAccount(sandbox.Account{AppID: appID, Secret: secret, Name: "青禾生活", Verified: true, AllowLocal: true}))
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	box, err := connect.NewBox(key)
	must(t, err)
	must(t, job.Migrate(t.Context(), db))
	e := &env{db: db, clock: clock, sandbox: wx, wx: wx.Account(appID), box: box}
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Accounts.Create(ctx, tuwen.Account{
			AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe,
			APIBaseURL: server.URL, AppSecret: box.Seal(appID, connect.FieldAppSecret, []byte(secret)),
			CreatedAt: clock.Now(), UpdatedAt: clock.Now(),
		})
	})
	e.node(t, "node-a")
	return e
}

// node makes e a node of its database, in place of the one it was.
func (e *env) node(t testing.TB, name string) {
	t.Helper()
	workers := river.NewWorkers()
	var err error
	e.jobs, err = job.Open(t.Context(), job.Config{DB: e.db, Workers: workers, Node: name, Now: e.clock.Now})
	must(t, err)
	e.connect = connect.New(connect.Config{
		DB: e.db, Box: e.box, Now: e.clock.Now, Node: name, Random: func() float64 { return 0.5 }, HTTP: e.http,
	})
	conn := e.connect
	t.Cleanup(func() { _ = conn.Settle(context.Background()) })
	e.Mirror = mirror.New(mirror.Config{
		DB: e.db, Connect: e.connect, Jobs: e.jobs, Now: e.clock.Now, Random: func() float64 { return 0 },
		Log: slog.New(slog.DiscardHandler), Hash: hash,
		Sleep: func(ctx context.Context, d time.Duration) error {
			e.slept += d
			e.clock.Move(d)
			return ctx.Err()
		},
	})
	e.Register(workers)
}

// hash is a keyed hash that shows in a test who it was.
func hash(appID, openID string) string { return "hash of " + openID + " at " + appID }

func (e *env) write(t testing.TB, f func(context.Context, *store.Tx) error) {
	t.Helper()
	must(t, e.db.Write(t.Context(), f))
}

// read returns what f reads.
func read[T any](t *testing.T, e *env, f func(context.Context, *store.Tx) (T, error)) T {
	t.Helper()
	var v T
	must(t, e.db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		v, err = f(ctx, tx)
		return err
	}))
	return v
}

func (e *env) get(t *testing.T, id string) tuwen.SyncRun {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.SyncRun, error) { return tx.Syncs.ByID(ctx, id) })
}

// start starts a run and drives it.
func (e *env) sync(t *testing.T, mode tuwen.SyncMode) tuwen.SyncRun {
	t.Helper()
	run, err := e.Start(t.Context(), appID, mode, false, "tester")
	must(t, err)
	return e.drive(t, run.ID)
}

// drive works a run until it is over or waits for a time or a person.
func (e *env) drive(t *testing.T, id string) tuwen.SyncRun {
	t.Helper()
	for range 1000 {
		run := e.get(t, id)
		if !run.State.Active() || run.State == tuwen.SyncPaused && (run.ResumeAt == nil || run.ResumeAt.After(e.clock.Now())) {
			return run
		}
		must(t, e.WorkOnce(t.Context(), run))
	}
	t.Fatal("the run does not end")
	return tuwen.SyncRun{}
}

// addHistory adds n items, the last one newest, the oldest from an hour ago
// backward.
func (e *env) addHistory(t *testing.T, n int) {
	t.Helper()
	for range n {
		e.clock.Move(time.Second)
		e.addOne(t)
	}
}

// addOne adds an item with the oddities that must survive.
func (e *env) addOne(t testing.TB) sandbox.Item {
	e.made++
	k := e.made
	it := sandbox.Item{}
	for i := range 1 + k%8*(k%3/2) {
		it.Articles = append(it.Articles, sandbox.Article{
			Title:  fmt.Sprintf("霜降｜一锅暖汤的做法 %d-%d 🍲", k, i),
			Author: "青禾", Digest: `她说："趁热喝。" <b>&amp;`,
			Content: fmt.Sprintf(`<p data-k="%d">冬天 & 早晨 "引号" 'x' 🍵 %s</p><img data-src="http://mmbiz.qpic.cn/a/%d">`, k, strings.Repeat("汤", 40), i),
		})
	}
	added, err := e.wx.AddHistory(it)
	if err != nil {
		t.Errorf("add history: %v", err)
	}
	return added
}

// copied compares the copy with the account, items in order, bodies byte for
// byte.
func (e *env) copied(t *testing.T) {
	t.Helper()
	got := e.history(t)
	list := e.wx.History()
	for _, it := range list {
		if diff := cmp.Diff(plain(it), got[it.MediaID]); diff != "" {
			t.Fatalf("%s differs (-want +got):\n%s", it.MediaID, diff)
		}
	}
	if len(got) != len(list) {
		t.Errorf("%d items are listed here, WeChat has %d", len(got), len(list))
	}
}

// plain is an item in words to compare.
func plain(it sandbox.Item) string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "%d %d\n", it.CreateTime.Unix(), it.UpdateTime.Unix())
	for i, a := range it.Articles {
		_, _ = fmt.Fprintf(&b, "%d|%s|%s|%s|%s|%s\n", i, a.Title, a.Author, a.Digest, a.ContentSourceURL, a.Content)
	}
	return b.String()
}

// history is what is listed here, in the same words.
func (e *env) history(t *testing.T) map[string]string {
	t.Helper()
	got := map[string]string{}
	var last time.Time
	for cursor, more := "", true; more; more = cursor != "" {
		page := read(t, e, func(ctx context.Context, tx *store.Tx) (store.Page, error) {
			return tx.Materials.List(ctx, appID, store.ListQuery{Source: tuwen.History, Limit: 100, Cursor: cursor})
		})
		cursor = page.NextCursor
		for _, row := range page.Items {
			if !last.IsZero() && row.UpdateTime.After(last) {
				t.Errorf("%s is listed after an older one", row.MediaID)
			}
			last = row.UpdateTime
			if _, double := got[row.MediaID]; double {
				t.Errorf("%s is listed twice", row.MediaID)
			}
			got[row.MediaID] = e.words(t, row.MediaID)
		}
	}
	return got
}

func (e *env) words(t *testing.T, id string) string {
	t.Helper()
	m := e.material(t, id)
	it := sandbox.Item{CreateTime: m.CreateTime, UpdateTime: m.UpdateTime}
	for _, a := range m.Articles {
		it.Articles = append(it.Articles, sandbox.Article{
			Title: a.Title, Author: a.Author, Digest: a.Digest, Content: a.Body, ContentSourceURL: a.ContentSourceURL,
		})
	}
	return plain(it)
}

func (e *env) material(t *testing.T, id string) tuwen.Material {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
		return tx.Materials.ByID(ctx, appID, id)
	})
}

func (e *env) note(t *testing.T, id, text string) {
	t.Helper()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Notes.Put(ctx, appID, tuwen.Note{MediaID: id, Text: text, WrittenBy: "tester", WrittenAt: e.clock.Now()})
	})
}

func (e *env) use(t *testing.T, id string) {
	t.Helper()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Uses.Put(ctx, appID, id, tuwen.UsedBy{Kind: "menu", ID: "m1", Name: "菜单", Active: true})
	})
}

func (e *env) delete(t *testing.T, ids ...string) {
	t.Helper()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Materials.Delete(ctx, appID, ids, e.clock.Now())
	})
}

// result is what a finished run is compared by.
type result struct {
	State                                               tuwen.SyncState
	Total, Fetched, Added, Updated, Restored, Unchanged int
	Gone, Sweep                                         int
	Advice                                              string
}

func resultOf(r tuwen.SyncRun) result {
	return result{r.State, r.Total, r.Fetched, r.Added, r.Updated, r.Restored, r.Unchanged, r.Gone, r.Sweep, r.Advice}
}

func wantResult(t *testing.T, run tuwen.SyncRun, want result) {
	t.Helper()
	if want.State == "" {
		want.State = tuwen.SyncFinished
	}
	if want.Sweep == 0 {
		want.Sweep = 1
	}
	if diff := cmp.Diff(want, resultOf(run)); diff != "" {
		t.Errorf("run (-want +got):\n%s\n%+v", diff, run.Error)
	}
}

func must(t testing.TB, err error) {
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

// runJobs works jobs, as a serving node does, until stop is called or the
// test ends.
func (e *env) runJobs(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- e.jobs.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("run jobs: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// await waits until the run is as wanted.
func (e *env) await(t *testing.T, id string, states ...tuwen.SyncState) tuwen.SyncRun {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		run := e.get(t, id)
		if slices.Contains(states, run.State) {
			return run
		}
		if time.Now().After(deadline) {
			t.Fatalf("the run is %s, want %v: %+v", run.State, states, run)
		}
	}
}
