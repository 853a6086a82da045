package journey_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/journey"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const childDB = "TUWEN_TEST_CHILD_DB"

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

func killKey() []byte { return bytes.Repeat([]byte{7}, 32) }

// node moves people and works jobs until it is told to end, on the system's
// clock and always under the same name.
func node() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	box, err := connect.NewBox(killKey())
	if err != nil {
		return err
	}
	n, err := testkit.OpenNode(ctx, testkit.NodeConfig{Database: os.Getenv(childDB), Box: box, Name: "killable"})
	if err != nil {
		return err
	}
	return n.Run(ctx, journey.New(journey.Config{DB: n.DB, Jobs: n.Jobs, Log: n.Log}).Run)
}

// killing is a WeChat that outlives the children that move people.
type killing struct {
	t       *testing.T
	wx      *sandbox.AccountControl
	address string // of the database
	child   *exec.Cmd
	people  int
	windows []string // the openids of those who have one
}

func TestKilledWhileTheyMoveEverybodyTakesEveryStepOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			kills, people := 4, 1500
			if os.Getenv("TUWEN_SOAK") != "" {
				kills, people = 50, 10_000
			}
			random, seed := testkit.Seeded(t)
			t.Logf("%d kills, TUWEN_SEED=%d", kills, seed)
			k := newKilling(t, engine, people)
			all := people * len(killGraph().Steps)
			for n := range kills {
				k.start()
				// Some die while they start, most after some steps.
				k.untilPassed(random.IntN(2) * (all*(n+1)/(kills+2) - random.IntN(all/(kills+2))))
				time.Sleep(time.Duration(random.Int64N(int64(60 * time.Millisecond)))) // the moment of death is the input of this test
				k.kill()
			}
			k.start()
			k.late()
			k.untilOver()
			k.end()
			k.compare()
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// killGraph gives a tag, waits, sends, waits and sends again. The waits are
// shorter than any that can be drawn.
func killGraph() tuwen.Graph {
	second := &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 1}
	send := func(id, to string) tuwen.Step {
		return tuwen.Step{ID: id, Kind: tuwen.StepSend, Reply: &tuwen.Reply{Kind: tuwen.ReplyText, Text: id}, Exits: []tuwen.Exit{{ID: "next", To: to}}}
	}
	return tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: tuwen.TriggerAPI}, First: "tag", Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever},
		Steps: []tuwen.Step{
			{ID: "tag", Kind: tuwen.StepTag, TagID: 100, Exits: []tuwen.Exit{{ID: "next", To: "first wait"}}},
			{ID: "first wait", Kind: tuwen.StepWait, Wait: second, Exits: []tuwen.Exit{{ID: "next", To: "one"}}},
			send("one", "second wait"),
			{ID: "second wait", Kind: tuwen.StepWait, Wait: second, Exits: []tuwen.Exit{{ID: "next", To: "two"}}},
			send("two", ""),
		},
	}
}

// killPath is what happens to everybody once.
var killPath = []string{
	"tag entered", "tag passed", "first wait entered", "first wait waits", "first wait passed", "one entered", "one sent", "one passed",
	"second wait entered", "second wait waits", "second wait passed", "two entered", "two sent", "two passed", "two finished",
}

func newKilling(t *testing.T, engine store.Engine, people int) *killing {
	t.Helper()
	wx, err := sandbox.New(sandbox.Config{Latency: 5 * time.Millisecond})
	must(t, err)
	server := httptest.NewServer(wx)
	t.Cleanup(func() {
		_ = wx.Close()
		server.Close()
	})
	must(t, wx.AddAccount(sandbox.Account{AppID: appID, Secret: secret, Name: "青禾生活", Verified: true, AllowLocal: true}))
	k := &killing{t: t, wx: wx.Account(appID), address: testkit.StoreURL(t, engine), people: people}
	k.with(func(ctx context.Context, db *store.DB) error {
		box, err := connect.NewBox(killKey())
		if err != nil {
			return err
		}
		if err := job.Migrate(ctx, db); err != nil {
			return err
		}
		now := time.Now()
		err = db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			err := tx.Accounts.Create(ctx, tuwen.Account{
				AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe, APIBaseURL: server.URL,
				AppSecret: box.Seal(appID, connect.FieldAppSecret, []byte(secret)), CreatedAt: now, UpdatedAt: now,
			})
			if err != nil {
				return err
			}
			g := killGraph()
			if err := tx.Journeys.PutVersion(ctx, appID, id, store.JourneyVersion{Number: 1, Graph: g, At: now}); err != nil {
				return err
			}
			return tx.Journeys.Put(ctx, appID, tuwen.Journey{
				ID: id, Name: "迎新", State: tuwen.JourneyRunning, Version: 1, Graph: g, CreatedAt: now, UpdatedAt: now, StartedAt: &now,
			})
		})
		if err != nil {
			return err
		}
		return k.enter(ctx, db)
	})
	return k
}

// enter lets everybody enter. One in fifty has written, and can be sent
// something.
func (k *killing) enter(ctx context.Context, db *store.DB) error {
	entry := tuwen.JourneyVersion{JourneyID: id, Version: 1, Graph: killGraph()}
	for done := 0; done < k.people; done += 500 {
		err := db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			now := time.Now()
			var acts []store.Act
			var moves []store.EnrollmentMove
			for i := done; i < min(done+500, k.people); i++ {
				openID := fmt.Sprintf("oPerson%06d", i)
				act := store.Act{AppID: appID, OpenID: openID, At: now}
				if i%50 == 0 {
					var err error
					if openID, err = k.wx.NewOpenID(fmt.Sprint("第", i, "位")); err != nil {
						return err
					}
					if _, err = k.wx.Follow(k.t.Context(), openID); err != nil {
						return err
					}
					if _, err = k.wx.Write(k.t.Context(), openID, "在吗"); err != nil {
						return err
					}
					k.windows = append(k.windows, openID)
					act.OpenID = openID
					act.Window = tuwen.OpenWindow(tuwen.Incoming{Kind: tuwen.EventMessage, OpenID: openID, At: now})
				}
				acts = append(acts, act)
				e := entry.Enter(openID, nil, now)
				e.ID = store.EventID(now)
				moves = append(moves, store.EnrollmentMove{Moved: tuwen.Moved{Enrollment: e}})
			}
			if err := tx.Contacts.Put(ctx, acts); err != nil {
				return err
			}
			_, err := tx.Enrollments.Apply(ctx, appID, moves, now)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// with opens the database while no child has it.
func (k *killing) with(f func(context.Context, *store.DB) error) {
	k.t.Helper()
	db, err := store.Open(k.t.Context(), store.Config{URL: k.address})
	must(k.t, err)
	must(k.t, errors.Join(f(k.t.Context(), db), db.Close()))
}

func (k *killing) start() {
	k.t.Helper()
	k.child = exec.Command(os.Args[0], "-test.run=^$")
	k.child.Env = append(os.Environ(), childDB+"="+k.address)
	k.child.Stderr = &bytes.Buffer{}
	must(k.t, k.child.Start())
	child := k.child
	k.t.Cleanup(func() { _ = child.Process.Kill() })
}

func (k *killing) kill() {
	_ = k.child.Process.Kill()
	_ = k.child.Wait()
}

func (k *killing) end() {
	k.t.Helper()
	must(k.t, k.child.Process.Signal(syscall.SIGTERM))
	if err := k.child.Wait(); err != nil {
		k.t.Fatalf("the last child: %v\n%s", err, k.child.Stderr)
	}
}

// until asks the database beside the child until the answer will do.
func (k *killing) until(query string, enough func(n int) bool) {
	k.t.Helper()
	db, err := store.Open(k.t.Context(), store.Config{URL: k.address, Beside: true})
	must(k.t, err)
	defer func() { must(k.t, db.Close()) }()
	for end := time.Now().Add(5 * time.Minute); ; time.Sleep(2 * time.Millisecond) {
		var n int
		must(k.t, db.SQL().QueryRowContext(k.t.Context(), query).Scan(&n))
		if enough(n) {
			return
		}
		if time.Now().After(end) {
			k.t.Fatalf("a child does nothing, it stands at %d: %s", n, k.child.Stderr)
		}
	}
}

// untilPassed waits until so many steps were passed, by all children together.
func (k *killing) untilPassed(steps int) {
	k.t.Helper()
	k.until("SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM tallies WHERE noun = 'journey_step' AND part LIKE 'passed/%'",
		func(n int) bool { return n >= steps })
}

// late shows that those who were due when the child was started are moved, and
// how long that took. Ten seconds is what is promised of a machine that does
// nothing else, as it is while the full numbers run.
func (k *killing) late() {
	k.t.Helper()
	began := time.Now()
	k.until(fmt.Sprintf("SELECT count(*) FROM enrollments WHERE next_at > 0 AND next_at < %d", began.UnixMilli()), func(n int) bool { return n == 0 })
	took := time.Since(began)
	k.t.Logf("after the last start all who were due had moved within %s", took.Round(time.Millisecond))
	if took > 10*time.Second && os.Getenv("TUWEN_SOAK") != "" {
		k.t.Errorf("it took %s until all who were due had moved", took)
	}
}

// untilOver waits until everybody is through and nothing is left to be sent.
func (k *killing) untilOver() {
	k.t.Helper()
	k.until("SELECT count(*) FROM enrollments WHERE state = 'inside'", func(n int) bool { return n == 0 })
	k.until("SELECT count(*) FROM messages WHERE state IN ('planned', 'sending')", func(n int) bool { return n == 0 })
}

// compare shows that everybody took every step once, and that no message went
// out twice.
func (k *killing) compare() {
	k.t.Helper()
	states := map[string]int{}
	perhaps := map[string]map[string]tuwen.MessageState{} // of a person, by the text
	k.with(func(ctx context.Context, db *store.DB) error {
		return db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
			for cursor, more := "", true; more; more = cursor != "" {
				page, err := tx.Enrollments.List(ctx, appID, id, store.EnrollmentFilter{Limit: 100, Cursor: cursor})
				if err != nil {
					return err
				}
				cursor = page.NextCursor
				for _, e := range page.Items {
					if err := k.compareOne(ctx, tx, e, states, perhaps); err != nil {
						return err
					}
				}
			}
			j, err := tx.Journeys.ByID(ctx, appID, id)
			if n := j.Counts; err == nil && (n.Entered != k.people || n.Finished != k.people || n.Inside != 0 || n.Dropped != 0 ||
				n.Sent+n.Unsent+states["unknown"] != 2*k.people) {
				k.t.Errorf("the journey counts %+v", n)
			}
			return err
		})
	})
	for _, openID := range k.windows {
		came := map[string]int{}
		for _, m := range k.wx.Received(openID) {
			if !m.Passive {
				came[m.Text]++
			}
		}
		for _, text := range []string{"one", "two"} {
			n, state := came[text], perhaps[openID][text]
			if n > 1 || n == 0 && state == tuwen.MessageSent || n == 1 && state != tuwen.MessageSent && state != tuwen.MessageUnknown {
				k.t.Errorf("%s got %q %d times, which is %s", openID, text, n, state)
			}
		}
	}
	k.t.Logf("%d people, messages %v", k.people, states)
}

func (k *killing) compareOne(ctx context.Context, tx *store.Tx, e tuwen.Enrollment, states map[string]int,
	perhaps map[string]map[string]tuwen.MessageState) error {
	e, path, err := tx.Enrollments.ByID(ctx, appID, e.ID)
	if err != nil {
		return err
	}
	var words []string
	for _, m := range path {
		what := m.What
		if what == tuwen.MoveUnsent {
			what = tuwen.MoveSent
		}
		words = append(words, m.StepID+" "+string(what))
	}
	if d := cmp.Diff(killPath, words); d != "" || e.State != tuwen.Finished {
		k.t.Errorf("%s is %s (-want +got):\n%s", e.ID, e.State, d)
	}
	messages, err := tx.Messages.OfEnrollment(ctx, appID, e.OpenID, e.ID)
	if err != nil {
		return err
	}
	mine := map[string]tuwen.MessageState{}
	for _, m := range messages {
		if _, twice := mine[m.StepID]; twice {
			k.t.Errorf("%s has two messages of the step %s", e.ID, m.StepID)
		}
		mine[m.StepID] = m.State
		states[string(m.State)]++
	}
	if len(mine) != 2 {
		k.t.Errorf("%s has the messages %v", e.ID, mine)
	}
	perhaps[e.OpenID] = mine
	return nil
}
