package outbox_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/outbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const (
	appID  = "wx2f4e8a1c9d3b7e60"
	secret = "5ecre75ecre75ecre75ecre75ecre700"

	sendPath  = "/cgi-bin/message/custom/send"
	tokenPath = "/cgi-bin/stable_token"
)

// env is an outbox of one account of a sandbox of its own, and one follower
// of it. Jobs are inserted and, unless a test runs them, worked by hand.
type env struct {
	*outbox.Outbox
	db      *store.DB
	connect *connect.Connect
	jobs    *job.Jobs
	clock   *testkit.Clock
	wx      *sandbox.AccountControl
	box     *connect.Box
	openID  string
	events  int
	wire    http.RoundTripper // what calls go through; nil: as they are
	behind  time.Duration     // the console's clock is behind WeChat's

	keepEvents int // days
}

// now is the time by the console's clock.
func (e *env) now() time.Time { return e.clock.Now().Add(-e.behind) }

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
		server.CloseClientConnections() // of calls that hang
		_ = wx.Close()
		server.Close()
	})
	wx.SetPublicURL(server.URL)
	must(t, wx.AddAccount(sandbox.Account{AppID: appID, Secret: secret, Name: "青禾生活", Verified: true, AllowLocal: true}))
	box, err := connect.NewBox(bytes.Repeat([]byte{7}, 32))
	must(t, err)
	must(t, job.Migrate(t.Context(), db))
	e := &env{db: db, clock: clock, wx: wx.Account(appID), box: box, keepEvents: 90}
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Accounts.Create(ctx, tuwen.Account{
			AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe,
			APIBaseURL: server.URL, AppSecret: box.Seal(appID, connect.FieldAppSecret, []byte(secret)),
			CreatedAt: clock.Now(), UpdatedAt: clock.Now(),
		})
	})
	e.node(t, "node-a")
	e.openID = e.follower(t, "林小满")
	return e
}

// node makes e a node of its database, in place of the one it was.
func (e *env) node(t testing.TB, name string) {
	t.Helper()
	workers := river.NewWorkers()
	var err error
	e.jobs, err = job.Open(t.Context(), job.Config{
		DB: e.db, Workers: workers, Node: name, Now: e.now, Periodic: outbox.Periodic(),
		Claimed: func(ctx context.Context, node string) error { return e.Begin(ctx, node) },
	})
	must(t, err)
	// A call that hangs is not waited for.
	e.connect = connect.New(connect.Config{
		DB: e.db, Box: e.box, Now: e.now, Node: name, Random: func() float64 { return 0 },
		HTTP: &http.Client{Timeout: 2 * time.Second, Transport: e.wire},
	})
	conn := e.connect
	t.Cleanup(func() { _ = conn.Settle(context.Background()) })
	e.Outbox = outbox.New(outbox.Config{
		DB: e.db, Connect: e.connect, Jobs: e.jobs, Now: e.now, KeepEvents: e.keepEvents, Random: func() float64 { return 0 },
	})
	e.Register(workers)
}

// follower is somebody who follows, at WeChat and here.
func (e *env) follower(t testing.TB, name string) (openID string) {
	t.Helper()
	openID, err := e.wx.NewOpenID(name)
	must(t, err)
	_, err = e.wx.Follow(t.Context(), openID)
	must(t, err)
	e.did(t, tuwen.Incoming{Kind: tuwen.EventFollow, OpenID: openID})
	return openID
}

// writes lets the follower write, which opens a window of 48 hours, and taps
// tap a button of the menu, which opens one of a minute.
func (e *env) writes(t testing.TB) {
	t.Helper()
	_, err := e.wx.Write(t.Context(), e.openID, "在吗")
	must(t, err)
	e.did(t, tuwen.Incoming{Kind: tuwen.EventMessage, Type: "text", OpenID: e.openID})
}

func (e *env) taps(t testing.TB) {
	t.Helper()
	_, err := e.wx.Tap(t.Context(), e.openID, "m:1")
	must(t, err)
	e.did(t, tuwen.Incoming{Kind: tuwen.EventTap, Type: "CLICK", OpenID: e.openID})
}

// did keeps here what a follower did.
func (e *env) did(t testing.TB, in tuwen.Incoming) {
	t.Helper()
	in.At = e.clock.Now()
	act := store.Act{AppID: appID, OpenID: in.OpenID, At: in.At, Window: tuwen.OpenWindow(in)}
	if in.Kind == tuwen.EventFollow {
		act.Follow = &store.Follow{At: in.At}
	}
	e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Contacts.Put(ctx, []store.Act{act}) })
}

// plan plans replies to a push of the follower's, as whoever answers it does,
// and returns their job.
func (e *env) plan(t testing.TB, replies ...tuwen.Reply) job.SendMessages {
	t.Helper()
	return e.planFor(t, e.openID, replies...)
}

func (e *env) planFor(t testing.TB, openID string, replies ...tuwen.Reply) job.SendMessages {
	t.Helper()
	e.events++
	args := job.SendMessages{AppID: appID, EventID: "event-" + strconv.Itoa(e.events)}
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		c, err := tx.Contacts.ByID(ctx, appID, openID)
		if err != nil {
			return err
		}
		var messages []tuwen.Message
		for i, r := range replies {
			messages = append(messages, tuwen.Message{
				OpenID: openID, EventID: args.EventID, Place: i, Cause: tuwen.UsedBy{Kind: "reply_rule", ID: "r1", Name: "欢迎"},
				Reply: r, State: tuwen.MessagePlanned, CreatedAt: e.clock.Now(), DueBy: c.Window.ClosesAt,
			})
		}
		return tx.Messages.Plan(ctx, appID, messages)
	})
	return args
}

func text(s string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyText, Text: s} }

func texts(n int) (replies []tuwen.Reply) {
	for i := range n {
		replies = append(replies, text(strconv.Itoa(i)))
	}
	return replies
}

// send works a job to its end.
func (e *env) send(t testing.TB, args job.SendMessages) {
	t.Helper()
	must(t, e.Send(t.Context(), args, "node-a"))
}

func (e *env) write(t testing.TB, f func(context.Context, *store.Tx) error) {
	t.Helper()
	must(t, e.db.Write(t.Context(), f))
}

// read returns what f reads.
func read[T any](t testing.TB, e *env, f func(context.Context, *store.Tx) (T, error)) T {
	t.Helper()
	var v T
	must(t, e.db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		v, err = f(ctx, tx)
		return err
	}))
	return v
}

// outcomes are what became of the messages of a push: "sent", "unsent late",
// and the code of the problem, where there is one.
func (e *env) outcomes(t testing.TB, args job.SendMessages) (all []string) {
	t.Helper()
	for _, m := range e.messages(t, args) {
		s := string(m.State)
		if m.Reason != "" {
			s += " " + m.Reason
		}
		if m.Problem != nil {
			s += " " + m.Problem.Code
		}
		if (m.DoneAt == nil) != (m.State == tuwen.MessagePlanned || m.State == tuwen.MessageSending) {
			t.Errorf("%s: done at %v", s, m.DoneAt)
		}
		all = append(all, s)
	}
	return all
}

func (e *env) messages(t testing.TB, args job.SendMessages) []tuwen.Message {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Message, error) {
		return tx.Messages.ByEvent(ctx, appID, args.EventID)
	})
}

// received are the texts that the follower got, for other kinds the kind.
func (e *env) received(openID string) (all []string) {
	for _, m := range e.wx.Received(openID) {
		if m.Kind == "text" {
			all = append(all, m.Text)
		} else {
			all = append(all, m.Kind)
		}
	}
	return all
}

func (e *env) contact(t testing.TB) tuwen.Contact {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Contact, error) {
		return tx.Contacts.ByID(ctx, appID, e.openID)
	})
}

// scheduled is when the jobs of a kind are due that wait for their time.
func (e *env) scheduled(t testing.TB, kind string) (in []time.Duration) {
	t.Helper()
	rows, err := e.db.SQL().QueryContext(t.Context(), `SELECT scheduled_at FROM river_job WHERE kind = $1
		AND state IN ('scheduled', 'available') ORDER BY scheduled_at`, kind)
	must(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var at time.Time
		must(t, rows.Scan(&at))
		in = append(in, at.Sub(e.clock.Now()).Round(time.Millisecond))
	}
	must(t, rows.Err())
	return in
}

// published is a published item with one article, at WeChat and here.
func (e *env) published(t testing.TB, title string) tuwen.Material {
	t.Helper()
	it, err := e.wx.AddPublished(sandbox.Item{Articles: []sandbox.Article{{Title: title, Digest: title + "的摘要", Content: "<p>正文</p>"}}})
	must(t, err)
	return e.keep(t, tuwen.Published, it)
}

func (e *env) history(t testing.TB, title string) tuwen.Material {
	t.Helper()
	it, err := e.wx.AddHistory(sandbox.Item{Articles: []sandbox.Article{{Title: title, Digest: title + "的摘要", Content: "<p>正文</p>"}}})
	must(t, err)
	return e.keep(t, tuwen.History, it)
}

func (e *env) keep(t testing.TB, source tuwen.Source, it sandbox.Item) tuwen.Material {
	t.Helper()
	m := tuwen.Material{MediaID: it.MediaID, Source: source, CreateTime: it.CreateTime, UpdateTime: it.UpdateTime, FetchedAt: e.clock.Now()}
	if source == tuwen.Published {
		m.ArticleID = it.MediaID
	}
	for i, a := range it.Articles {
		m.Articles = append(m.Articles, tuwen.Article{Index: i, Title: a.Title, Digest: a.Digest, URL: a.URL, CoverURL: a.ThumbURL, Body: a.Content})
	}
	m.Lead()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Materials.Put(ctx, appID, []store.Put{{Material: m, Hash: tuwen.ContentHash(m.Articles)}})
	})
	return m
}

// picture is an uploaded picture, at WeChat and here.
func (e *env) picture(t testing.TB) tuwen.Picture {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))))
	client, err := e.connect.Client(t.Context(), appID, tuwen.ByPerson)
	must(t, err)
	added, err := client.Material.AddImage(t.Context(), "门店.png", &b)
	must(t, err)
	p := tuwen.Picture{ID: store.NewID(), Name: "门店", MediaID: added.MediaID, URL: added.URL, CreatedAt: e.clock.Now()}
	e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.ReplyPictures.Put(ctx, appID, p) })
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantSame fails the test where the values differ; nothing is as good as an
// empty list.
func wantSame(t testing.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("difference (-want +got):\n%s", d)
	}
}
