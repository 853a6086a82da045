package journey_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/journey"
	"github.com/tuwen/tuwen/internal/outbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const (
	appID  = "wx2f4e8a1c9d3b7e60"
	secret = "5ecre75ecre75ecre75ecre75ecre700"
	id     = "journey1"
)

// env is an account of a sandbox of its own, with an engine that a test runs
// by hand and jobs that are worked on the same clock.
type env struct {
	*journey.Engine
	t     testing.TB
	db    *store.DB
	jobs  *job.Jobs
	clock *testkit.Clock
	wx    *sandbox.AccountControl
	// batches are the sizes of those that were moved.
	batches []int
}

func each(t *testing.T, test func(e *env)) {
	t.Helper()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		e := newEnv(t, db)
		t.Cleanup(e.runJobs())
		test(e)
	})
}

func newEnv(t testing.TB, db *store.DB) *env {
	t.Helper()
	e := &env{t: t, db: db, clock: testkit.NewClock()}
	wx, err := sandbox.New(sandbox.Config{Clock: e.clock})
	e.must(err)
	server := httptest.NewServer(wx)
	t.Cleanup(func() {
		_ = wx.Close()
		server.Close()
	})
	wx.SetPublicURL(server.URL)
	e.must(wx.AddAccount(sandbox.Account{AppID: appID, Secret: secret, Name: "青禾生活", Verified: true, AllowLocal: true}))
	e.wx = wx.Account(appID)
	box, err := connect.NewBox(bytes.Repeat([]byte{7}, 32))
	e.must(err)
	e.must(job.Migrate(t.Context(), db))
	e.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.Accounts.Create(ctx, tuwen.Account{
			AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe,
			APIBaseURL: server.URL, AppSecret: box.Seal(appID, connect.FieldAppSecret, []byte(secret)),
			CreatedAt: e.clock.Now(), UpdatedAt: e.clock.Now(),
		})
	})
	workers := river.NewWorkers()
	e.jobs, err = job.Open(t.Context(), job.Config{DB: db, Workers: workers, Node: "node-a", Now: e.clock.Now})
	e.must(err)
	conn := connect.New(connect.Config{DB: db, Box: box, Now: e.clock.Now, Node: "node-a"})
	t.Cleanup(func() { _ = conn.Settle(context.Background()) })
	outbox.New(outbox.Config{DB: db, Connect: conn, Jobs: e.jobs, Now: e.clock.Now}).Register(workers)
	e.Engine = e.engine(db, e.jobs)
	return e
}

// runJobs works jobs until it is stopped, once.
func (e *env) runJobs() (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(e.t.Context()))
	over := make(chan error, 1)
	go func() { over <- e.jobs.Run(ctx) }()
	return func() {
		cancel()
		if err := <-over; err != nil {
			e.t.Error(err)
		}
	}
}

func (e *env) engine(db *store.DB, jobs *job.Jobs) *journey.Engine {
	return journey.New(journey.Config{
		DB: db, Jobs: jobs, Now: e.clock.Now, Moved: func(people int, _ time.Duration) { e.batches = append(e.batches, people) },
	})
}

// course sends so many texts with a day before each but the first.
func course(lessons int) tuwen.Graph {
	g := tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerAPI}, First: "lesson1", Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever}}
	for n := 1; n <= lessons; n++ {
		next := ""
		if n < lessons {
			next = fmt.Sprint("wait", n)
			g.Steps = append(g.Steps, tuwen.Step{
				ID: next, Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 86400},
				Exits: []tuwen.Exit{{ID: "next", To: fmt.Sprint("lesson", n+1)}},
			})
		}
		g.Steps = append(g.Steps, tuwen.Step{
			ID: fmt.Sprint("lesson", n), Kind: tuwen.StepSend, Reply: &tuwen.Reply{Kind: tuwen.ReplyText, Text: fmt.Sprint("第", n, "课")},
			Exits: []tuwen.Exit{{ID: "next", To: next}},
		})
	}
	return g
}

// start makes a version of the journey the one that runs.
func (e *env) start(version int, g tuwen.Graph, next *time.Time) {
	e.t.Helper()
	e.write(func(ctx context.Context, tx *store.Tx) error {
		now := e.clock.Now()
		err := tx.Journeys.PutVersion(ctx, appID, id, store.JourneyVersion{Number: version, Graph: g, At: now, By: "小禾"})
		if err != nil {
			return err
		}
		return tx.Journeys.Put(ctx, appID, tuwen.Journey{
			ID: id, Name: "课程", State: tuwen.JourneyRunning, Version: version, Graph: g, NextRunAt: next, CreatedAt: now, UpdatedAt: now,
			StartedAt: &now,
		})
	})
}

// set changes what the journey is.
func (e *env) set(change func(*tuwen.Journey)) {
	e.t.Helper()
	e.write(func(ctx context.Context, tx *store.Tx) error {
		j, err := tx.Journeys.Hold(ctx, appID, id)
		if err != nil {
			return err
		}
		change(&j)
		return tx.Journeys.Put(ctx, appID, j)
	})
}

func (e *env) journey() tuwen.Journey {
	e.t.Helper()
	return read(e, func(ctx context.Context, tx *store.Tx) (tuwen.Journey, error) {
		return tx.Journeys.ByID(ctx, appID, id)
	})
}

// followers follow here, and at WeChat where atWeChat is set; they have no
// window.
func (e *env) followers(n int, atWeChat bool) []string {
	e.t.Helper()
	openIDs := make([]string, n)
	for i := range openIDs {
		openIDs[i] = fmt.Sprintf("oPerson%06d", i)
		if atWeChat {
			var err error
			openIDs[i], err = e.wx.NewOpenID(fmt.Sprint("第", i, "位"))
			e.must(err)
			_, err = e.wx.Follow(e.t.Context(), openIDs[i])
			e.must(err)
		}
	}
	for some := range chunks(openIDs, store.FollowersAtOnce) {
		e.write(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Contacts.PutFollowers(ctx, appID, some, e.clock.Now())
			return err
		})
	}
	return openIDs
}

// writes opens the window of 48 hours for five messages, at WeChat too.
func (e *env) writes(openID string) {
	e.t.Helper()
	_, err := e.wx.Write(e.t.Context(), openID, "在吗")
	e.must(err)
	e.write(func(ctx context.Context, tx *store.Tx) error {
		in := tuwen.Incoming{Kind: tuwen.EventMessage, OpenID: openID, At: e.clock.Now(), Acted: true}
		return tx.Contacts.Put(ctx, []store.Act{{AppID: appID, OpenID: openID, At: in.At, Messages: 1, Window: tuwen.OpenWindow(in)}})
	})
}

// enter lets contacts enter a version, each a millisecond after the other.
func (e *env) enter(version int, openIDs ...string) {
	e.t.Helper()
	v := read(e, func(ctx context.Context, tx *store.Tx) (store.JourneyVersion, error) {
		return tx.Journeys.Version(ctx, appID, id, version)
	})
	entry := tuwen.JourneyVersion{JourneyID: id, Version: version, Graph: v.Graph}
	now := e.clock.Now()
	moves := make([]store.EnrollmentMove, len(openIDs))
	for i, openID := range openIDs {
		at := now.Add(time.Duration(i-len(openIDs)) * time.Millisecond)
		moves[i].Enrollment = entry.Enter(openID, nil, at)
		moves[i].Enrollment.ID = store.EventID(at)
	}
	e.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Enrollments.Apply(ctx, appID, moves, now)
		return err
	})
}

// settle does all that is due now.
func (e *env) settle() {
	e.t.Helper()
	for more := true; more; {
		var err error
		more, err = e.Step(e.t.Context())
		e.must(err)
	}
}

// work waits until no message is left to be sent.
func (e *env) work() {
	e.t.Helper()
	for end := time.Now().Add(2 * time.Minute); e.count("SELECT count(*) FROM messages WHERE state IN ('planned', 'sending')") > 0; {
		if time.Now().After(end) {
			e.t.Fatal("messages are not sent")
		}
		time.Sleep(5 * time.Millisecond) // until other goroutines have done what they do
	}
}

// enrollments are all, those made first at the beginning.
func (e *env) enrollments() []tuwen.Enrollment {
	e.t.Helper()
	var all []tuwen.Enrollment
	for cursor, more := "", true; more; more = cursor != "" {
		p := read(e, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Enrollment], error) {
			return tx.Enrollments.List(ctx, appID, id, store.EnrollmentFilter{Limit: 100, Cursor: cursor})
		})
		cursor = p.NextCursor
		all = append(all, p.Items...)
	}
	for i, n := 0, len(all); i < n/2; i++ {
		all[i], all[n-1-i] = all[n-1-i], all[i]
	}
	return all
}

// path is what happened to an enrollment, as words.
func (e *env) path(id string) (words []string) {
	e.t.Helper()
	moves := read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Move, error) {
		_, path, err := tx.Enrollments.ByID(ctx, appID, id)
		return path, err
	})
	for _, m := range moves {
		words = append(words, m.StepID+" "+string(m.What))
	}
	return words
}

// sentTo are the messages of an enrollment.
func (e *env) sentTo(in tuwen.Enrollment) []tuwen.Message {
	e.t.Helper()
	return read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Message, error) {
		return tx.Messages.OfEnrollment(ctx, appID, in.OpenID, in.ID)
	})
}

func (e *env) count(query string) (n int) {
	e.t.Helper()
	e.must(e.db.SQL().QueryRowContext(e.t.Context(), query).Scan(&n))
	return n
}

func (e *env) write(f func(ctx context.Context, tx *store.Tx) error) {
	e.t.Helper()
	e.must(e.db.Write(e.t.Context(), f))
}

func read[T any](e *env, f func(ctx context.Context, tx *store.Tx) (T, error)) (v T) {
	e.t.Helper()
	e.must(e.db.Read(e.t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		v, err = f(ctx, tx)
		return err
	}))
	return v
}

func (e *env) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e *env) want(what string, got, want any) {
	e.t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		e.t.Errorf("%s (-want +got):\n%s", what, d)
	}
}
