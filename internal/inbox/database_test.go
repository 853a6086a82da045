package inbox_test

import (
	"bytes"
	"context"
	"net"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/inbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// hurried is a third of WeChat's times and ours; with TUWEN_SOAK they are the
// real ones, and the database is away for ten seconds.
func hurried(s testkit.Setup) testkit.Setup {
	s.Push = sandbox.PushPolicy{Deadline: 1600 * time.Millisecond, BreakerAfter: -1}
	s.Within = 1300 * time.Millisecond
	if os.Getenv("TUWEN_SOAK") != "" {
		s.Push.Deadline, s.Within = 5*time.Second, inbox.Within
	}
	return s
}

// away are the ways in which a database does not answer: another holds its
// lock, and on PostgreSQL it hangs or is gone.
func away(engine store.Engine) []string {
	if engine == store.Postgres {
		return []string{"locked", "hanging", "gone"}
	}
	return []string{"locked"}
}

func eachAway(t *testing.T, test func(t *testing.T, e *env, leave func() (comeBack func()))) {
	t.Helper()
	for _, engine := range testkit.Engines() {
		for _, how := range away(engine) {
			t.Run(string(engine)+" "+how, func(t *testing.T) {
				t.Parallel()
				direct := testkit.StoreURL(t, engine)
				s := testkit.Setup{Engine: engine, Database: direct}
				leave := func() func() { return lock(t, direct) }
				if how != "locked" {
					p := newProxy(t, direct)
					s.Database = p.url
					leave = func() func() { return p.leave(how == "gone") }
				}
				e := startWith(t, hurried(s), callback.Safe)
				e.rule("tea", "=茶", text("请喝茶"), text("茶单在此"))
				test(t, e, leave)
			})
		}
	}
}

func TestPushWhileTheDatabaseIsAwayIsKeptByItsRepeat(t *testing.T) {
	t.Parallel()
	eachAway(t, func(t *testing.T, e *env, leave func() func()) {
		someone := e.follower("林小满")
		e.Clock.Move(time.Second)
		comeBack := leave()
		var d sandbox.Delivery
		var err error
		var writing sync.WaitGroup
		writing.Go(func() { d, err = e.WeChat.Write(t.Context(), someone, "茶") })
		e.waitForTries(2)
		comeBack()
		writing.Wait()
		e.must(err)
		if d.State != sandbox.Answered || len(d.Attempts) < 3 {
			t.Fatalf("the push is %s after %+v", d.State, d.Attempts)
		}
		last := len(d.Attempts) - 1
		for _, a := range d.Attempts[:last] {
			wantUnanswered(t, a)
		}
		e.wantReply(d.Attempts[last].Answer, "请喝茶")
		e.wantOnce(someone)
	})
}

func TestPushThatOutlastsItsRepeatsIsCounted(t *testing.T) {
	t.Parallel()
	eachAway(t, func(t *testing.T, e *env, leave func() func()) {
		someone := e.follower("林小满")
		comeBack := leave()
		d, err := e.WeChat.Write(t.Context(), someone, "茶")
		comeBack()
		e.must(err)
		if d.State != sandbox.Unanswered || len(d.Attempts) != 4 {
			t.Fatalf("the push is %s after %+v", d.State, d.Attempts)
		}
		for _, a := range d.Attempts {
			wantUnanswered(t, a)
		}
		e.Clock.Move(time.Minute)
		e.settle()
		wantSame(t, "counted", e.refusals()[tuwen.Unanswered], 1)
		// Nothing of it was written, and nothing is later on.
		e.answer(e.WeChat.Write(t.Context(), someone, "茶"))
		e.wantOnce(someone)
		wantSame(t, "counted", e.refusals()[tuwen.Unanswered], 1)
	})
}

// wantOnce fails the test where the follower's one message had other effects
// than it has.
func (e *env) wantOnce(openID string) {
	e.t.Helper()
	b := e.Operator(tuwen.Operates)
	var kept []string
	for _, ev := range e.events() {
		if ev.Kind == tuwen.EventMessage {
			kept = append(kept, ev.ID)
		}
	}
	if len(kept) != 1 {
		e.t.Fatalf("%d messages are kept, want 1", len(kept))
	}
	got := []int{
		e.contact(openID).Messages, len(e.messages(kept[0])), e.jobs("send_messages"),
		testkit.GET[tuwen.ReplyRule](b, path+"/reply-rules/tea").Hits,
	}
	wantSame(e.t, "messages of the contact, planned messages, jobs and hits", got, []int{1, 1, 1, 1})
}

func wantUnanswered(t *testing.T, a sandbox.Attempt) {
	t.Helper()
	if a.Status != 0 || a.Answer != "" {
		t.Errorf("a try without the database got %d %q, want no answer", a.Status, a.Answer)
	}
}

// waitForTries waits until the latest push was tried in vain so often.
func (e *env) waitForTries(n int) {
	e.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		all := e.WeChat.Deliveries()
		if len(all[len(all)-1].Attempts) >= n {
			return
		}
	}
	e.t.Fatalf("after a minute the push was not tried %d times", n)
}

// settle settles once the database is back.
func (e *env) settle() {
	e.t.Helper()
	var err error
	for range 50 {
		if err = e.Inbox.Settle(e.t.Context()); err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	e.must(err)
}

// lock keeps everybody from writing to a database.
func lock(t *testing.T, address string) (unlock func()) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{URL: address, Beside: true})
	if err != nil {
		t.Fatal(err)
	}
	held, free := make(chan struct{}), make(chan struct{})
	var holding sync.WaitGroup
	holding.Go(func() {
		err := db.Write(context.WithoutCancel(t.Context()), func(ctx context.Context, tx *store.Tx) error {
			statement := "UPDATE accounts SET name = name"
			if db.Engine() == store.Postgres {
				statement = "LOCK TABLE events, contacts, refusals IN EXCLUSIVE MODE" // which lets read
			}
			_, err := tx.SQL().ExecContext(ctx, statement)
			close(held)
			<-free
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	return func() {
		close(free)
		holding.Wait()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// proxy stands before a PostgreSQL server.
type proxy struct {
	url    string
	target string
	t      *testing.T

	mu    sync.Mutex
	gone  bool          // connections are closed
	flows chan struct{} // closed while bytes go through
	conns map[net.Conn]bool

	// swallow, where set, is in the statement of a transaction whose commit is
	// carried out, once, without telling.
	swallow   string
	swallowed atomic.Bool
}

func newProxy(t *testing.T, address string) *proxy {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{t: t, target: u.Host, flows: make(chan struct{}), conns: map[net.Conn]bool{}}
	close(p.flows)
	u.Host = l.Addr().String()
	p.url = u.String()
	var accepting sync.WaitGroup
	accepting.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.forward(c)
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		accepting.Wait()
		p.cut()
	})
	return p
}

// leave makes the server hang, or be gone, until it comes back.
func (p *proxy) leave(gone bool) (comeBack func()) {
	p.mu.Lock()
	p.gone, p.flows = gone, make(chan struct{})
	p.mu.Unlock()
	if gone {
		p.cut()
	}
	return func() {
		p.mu.Lock()
		p.gone = false
		close(p.flows)
		p.mu.Unlock()
	}
}

func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close()
	}
}

func (p *proxy) forward(client net.Conn) {
	defer func() { _ = client.Close() }()
	p.mu.Lock()
	gone := p.gone
	p.conns[client] = !gone
	p.mu.Unlock()
	if gone {
		return
	}
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	p.mu.Lock()
	p.conns[server] = true
	p.mu.Unlock()
	var silent atomic.Bool
	var both sync.WaitGroup
	both.Go(func() { p.pump(server, client, p.watch(&silent)) })
	both.Go(func() { p.pump(client, server, func([]byte) bool { return !silent.Load() }) })
	both.Wait()
}

// pump carries bytes while they flow, those that pass lets through.
func (p *proxy) pump(to, from net.Conn, pass func([]byte) bool) {
	defer func() { _, _ = to.Close(), from.Close() }()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		p.mu.Lock()
		flows := p.flows
		p.mu.Unlock()
		<-flows
		if n > 0 && pass(buf[:n]) {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// watch looks at what a client sends, for the commit that is swallowed.
func (p *proxy) watch(silent *atomic.Bool) func([]byte) bool {
	named := false
	return func(b []byte) bool {
		p.mu.Lock()
		word := p.swallow
		p.mu.Unlock()
		named = named || word != "" && bytes.Contains(b, []byte(word))
		if named && bytes.Contains(b, []byte("commit\x00")) && p.swallowed.CompareAndSwap(false, true) {
			silent.Store(true)
		}
		return true
	}
}

func TestCommitThatWeChatDidNotWaitForKeepsItsReply(t *testing.T) {
	t.Parallel()
	if os.Getenv(testkit.PostgresEnv) == "" {
		return // SQLite has no network on which an answer can be lost
	}
	p := newProxy(t, testkit.StoreURL(t, store.Postgres))
	e := startWith(t, hurried(testkit.Setup{Engine: store.Postgres, Database: p.url}), callback.Safe)
	e.rule("tea", "=茶", text("请喝茶"), text("茶单在此"))
	someone := e.follower("林小满")
	p.mu.Lock()
	p.swallow = someone
	p.mu.Unlock()
	d, err := e.WeChat.Write(t.Context(), someone, "茶")
	e.must(err)
	if !p.swallowed.Load() || d.State != sandbox.Answered || len(d.Attempts) < 2 {
		t.Fatalf("the push is %s after %+v", d.State, d.Attempts)
	}
	wantUnanswered(t, d.Attempts[0])
	e.wantReply(d.Attempts[len(d.Attempts)-1].Answer, "请喝茶")
	e.wantOnce(someone)
	for _, ev := range e.events() {
		if ev.Kind == tuwen.EventMessage && ev.Repeats == 0 {
			t.Error("the push was not kept by its first try: the test shows nothing")
		}
	}
}
