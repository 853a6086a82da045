package inbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// What a child is told: where to listen, on which database.
const (
	childListen = "TUWEN_TEST_CHILD_LISTEN"
	childDB     = "TUWEN_TEST_CHILD_DB"
)

// TestMain is also the process that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(childListen) == "" {
		os.Exit(m.Run())
	}
	if err := node(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func killKey() []byte { return bytes.Repeat([]byte{7}, 32) }

// node takes pushes and works jobs until it is told to end, on the system's
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
	return n.RunWithPushes(ctx, os.Getenv(childListen))
}

// killing is a WeChat that outlives the children that it pushes to.
type killing struct {
	t       *testing.T
	wx      *sandbox.AccountControl
	address string // of the database
	listen  string
	child   *exec.Cmd

	mu         sync.Mutex
	deliveries []sandbox.Delivery
	answered   atomic.Int64
}

func TestKilledUnderLoadLosesNoAnsweredPushAndSendsNothingTwice(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			kills := 4
			if os.Getenv("TUWEN_SOAK") != "" {
				kills = 40
			}
			random, seed := testkit.Seeded(t)
			t.Logf("%d kills, TUWEN_SEED=%d", kills, seed)
			k := newKilling(t, engine)
			stop := k.load(12)
			for range kills {
				k.start()
				k.untilAnswered(int64(1 + random.IntN(40)))
				time.Sleep(time.Duration(random.Int64N(int64(60 * time.Millisecond)))) // the moment of death is the input of this test
				k.kill()
			}
			k.start()
			k.untilAnswered(20)
			stop()
			k.untilSent()
			k.end()
			k.compare()
		})
	}
}

func newKilling(t *testing.T, engine store.Engine) *killing {
	t.Helper()
	wx, err := sandbox.New(sandbox.Config{
		Latency: 5 * time.Millisecond,
		// WeChat asks again often enough to see a child come up.
		Push: sandbox.PushPolicy{Deadline: 2 * time.Second, Repeats: 30, BreakerAfter: -1},
	})
	must(t, err)
	server := httptest.NewServer(wx)
	t.Cleanup(func() {
		_ = wx.Close()
		server.Close()
	})
	must(t, wx.AddAccount(sandbox.Account{AppID: testkit.AppID, Secret: testkit.AppSecret, Name: "青禾生活", Verified: true, AllowLocal: true}))
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	k := &killing{t: t, wx: wx.Account(testkit.AppID), address: testkit.StoreURL(t, engine), listen: l.Addr().String()}
	must(t, l.Close())
	must(t, k.wx.SetUnverifiedCallback(sandbox.Callback{
		URL: "http://" + k.listen + "/callback/" + testkit.AppID, Token: testkit.MessageToken, AESKey: testkit.AESKey, Mode: callback.Safe,
	}))
	k.with(func(ctx context.Context, db *store.DB) error {
		box, err := connect.NewBox(killKey())
		if err != nil {
			return err
		}
		if err := job.Migrate(ctx, db); err != nil {
			return err
		}
		seal := func(field, secret string) tuwen.Sealed { return box.Seal(testkit.AppID, field, []byte(secret)) }
		return db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			err := tx.Accounts.Create(ctx, tuwen.Account{
				AppID: testkit.AppID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe, APIBaseURL: server.URL,
				AppSecret:    seal(connect.FieldAppSecret, testkit.AppSecret),
				MessageToken: seal(connect.FieldMessageToken, testkit.MessageToken), AESKey: seal(connect.FieldAESKey, testkit.AESKey),
				CreatedAt: time.Now(), UpdatedAt: time.Now(),
			})
			if err != nil {
				return err
			}
			return tx.Rules.Put(ctx, testkit.AppID, tuwen.ReplyRule{
				ID: "default", Name: "default", Kind: tuwen.RuleDefault, Active: true, Mode: tuwen.ReplyAll, UpdatedAt: time.Now(),
				Replies: []tuwen.Reply{text("在的"), text("稍后")},
			})
		})
	})
	return k
}

// with opens the database while no child has it.
func (k *killing) with(f func(context.Context, *store.DB) error) {
	k.t.Helper()
	db, err := store.Open(k.t.Context(), store.Config{URL: k.address})
	must(k.t, err)
	must(k.t, errors.Join(f(k.t.Context(), db), db.Close()))
}

// load lets people write until it is stopped, each one text after the other.
// After a hundred somebody else goes on: a phone keeps so many lines only, and
// all are counted in the end.
func (k *killing) load(people int) (stop func()) {
	var writing sync.WaitGroup
	over := make(chan struct{})
	for i := range people {
		writing.Go(func() {
			for turn := 0; ; turn++ {
				openID, err := k.wx.NewOpenID(fmt.Sprintf("第 %d 位 %d", i, turn))
				if err == nil {
					err = k.write(openID, 100, over)
				}
				if err != nil {
					k.t.Errorf("push: %v", err)
					return
				}
				select {
				case <-over:
					return
				default:
				}
			}
		})
	}
	return sync.OnceFunc(func() {
		close(over)
		writing.Wait()
	})
}

func (k *killing) start() {
	k.t.Helper()
	k.child = exec.Command(os.Args[0], "-test.run=^$")
	k.child.Env = append(os.Environ(), childListen+"="+k.listen, childDB+"="+k.address)
	k.child.Stderr = &bytes.Buffer{}
	must(k.t, k.child.Start())
	child := k.child
	k.t.Cleanup(func() { _ = child.Process.Kill() })
}

// write lets somebody follow and write so many texts, or fewer once it is over.
func (k *killing) write(openID string, texts int, over <-chan struct{}) error {
	act := k.wx.Follow
	for n := range texts + 1 {
		select {
		case <-over:
			return nil
		default:
		}
		d, err := act(k.t.Context(), openID)
		if err != nil {
			return err
		}
		k.mu.Lock()
		k.deliveries = append(k.deliveries, d)
		k.mu.Unlock()
		k.answered.Add(1)
		act = func(ctx context.Context, openID string) (sandbox.Delivery, error) {
			return k.wx.Write(ctx, openID, fmt.Sprintf("第 %d 句", n))
		}
	}
	return nil
}

// untilAnswered waits for some more answers.
func (k *killing) untilAnswered(more int64) {
	k.t.Helper()
	wanted := k.answered.Load() + more
	for end := time.Now().Add(2 * time.Minute); k.answered.Load() < wanted; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			k.t.Fatalf("a child does not answer: %s", k.child.Stderr)
		}
	}
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

// untilSent waits until nothing is left to be sent.
func (k *killing) untilSent() {
	k.t.Helper()
	db, err := store.Open(k.t.Context(), store.Config{URL: k.address, Beside: true})
	must(k.t, err)
	defer func() { must(k.t, db.Close()) }()
	left := 1
	for end := time.Now().Add(3 * time.Minute); left > 0; time.Sleep(50 * time.Millisecond) {
		err := db.SQL().QueryRowContext(k.t.Context(), "SELECT count(*) FROM messages WHERE state IN ('planned', 'sending')").Scan(&left)
		must(k.t, err)
		if time.Now().After(end) {
			k.t.Fatalf("%d messages are not sent yet: %s", left, k.child.Stderr)
		}
	}
}

// compare shows that what was answered is kept, once, as it was answered, and
// that no message went out twice.
func (k *killing) compare() {
	k.t.Helper()
	type row struct {
		answer string
		states []tuwen.MessageState
	}
	rows := map[string]row{} // by the push
	states := map[tuwen.MessageState]int{}
	perhaps := map[string][2]int{} // of each follower: sent, and sent or unknown
	k.with(func(ctx context.Context, db *store.DB) error {
		return db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
			for cursor, more := "", true; more; more = cursor != "" {
				page, err := tx.Events.List(ctx, testkit.AppID, store.EventFilter{Limit: 100, Cursor: cursor})
				if err != nil {
					return err
				}
				cursor = page.NextCursor
				for _, listed := range page.Items {
					ev, err := tx.Events.ByID(ctx, testkit.AppID, listed.ID)
					if err != nil {
						return err
					}
					messages, err := tx.Messages.ByEvent(ctx, testkit.AppID, ev.ID)
					if err != nil {
						return err
					}
					r := row{answer: ev.Answer}
					for _, m := range messages {
						r.states = append(r.states, m.State)
						states[m.State]++
						n := perhaps[m.OpenID]
						if m.State == tuwen.MessageSent {
							n[0]++
						}
						if m.State == tuwen.MessageSent || m.State == tuwen.MessageUnknown {
							n[1]++
						}
						perhaps[m.OpenID] = n
					}
					if _, double := rows[ev.Raw]; double {
						k.t.Errorf("a push is kept twice: %s", ev.Raw)
					}
					rows[ev.Raw] = r
				}
			}
			return nil
		})
	})
	tries := 0
	for _, d := range k.deliveries {
		tries += len(d.Attempts)
		if d.State != sandbox.Answered {
			k.t.Errorf("the push %s is %s: %+v", d.Text, d.State, d.Attempts)
			continue
		}
		r, kept := rows[d.Message]
		if !kept {
			k.t.Errorf("a push that was answered is lost: %s", d.Message)
			continue
		}
		if got := d.Attempts[len(d.Attempts)-1].Answer; got != r.answer {
			k.t.Errorf("answered %s, kept is %s", got, r.answer)
		}
		if want := 1; d.Type == "text" && len(r.states) != want {
			k.t.Errorf("the push %s has the messages %v, want %d", d.Text, r.states, want)
		}
	}
	if len(rows) != len(k.deliveries) {
		k.t.Errorf("%d pushes are kept of %d", len(rows), len(k.deliveries))
	}
	for openID, n := range perhaps {
		came := 0
		for _, m := range k.wx.Received(openID) {
			if !m.Passive && m.Text == "稍后" {
				came++
			}
		}
		if came < n[0] || came > n[1] {
			k.t.Errorf("%s got %d customer-service messages; %d were sent and %d are unknown", openID, came, n[0], n[1]-n[0])
		}
	}
	k.t.Logf("%d pushes in %d tries; messages %v", len(k.deliveries), tries, states)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
