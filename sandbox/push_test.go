package sandbox_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const (
	pushToken = "MessageToken"
	aesKey    = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
)

// console is an account's server: what it was pushed, and what it answers.
type console struct {
	t      *testing.T
	bench  *bench
	end    *callback.Endpoint
	url    string
	answer func(w http.ResponseWriter, n int, p callback.Push) // n counts from 1

	mu     sync.Mutex
	pushes []callback.Push
	nonces []string
}

func newConsole(t *testing.T, b *bench, mode callback.Mode) *console {
	t.Helper()
	end, err := callback.New(callback.Config{AppID: appID, Token: pushToken, EncodingAESKey: aesKey, Mode: mode})
	if err != nil {
		t.Fatal(err)
	}
	c := &console{t: t, bench: b, end: end}
	server := httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(server.Close)
	c.url = server.URL + "/callback/" + appID
	return c
}

// connect sets the account's callback to the console.
func (c *console) connect() {
	c.t.Helper()
	if err := c.bench.acct.SetCallback(c.t.Context(), c.settings()); err != nil {
		c.t.Fatal(err)
	}
}

func (c *console) settings() sandbox.Callback {
	return sandbox.Callback{URL: c.url, Token: pushToken, AESKey: aesKey, Mode: c.end.Mode()}
}

func (c *console) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		echo, err := c.end.VerifyAddress(r.URL.Query())
		if err != nil {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, echo)
		return
	}
	body, _ := io.ReadAll(r.Body)
	p, err := c.end.Open(r.URL.Query(), body, c.bench.clock.Now())
	if err != nil {
		c.t.Errorf("a push was refused: %v", err)
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	c.mu.Lock()
	c.pushes = append(c.pushes, p)
	c.nonces = append(c.nonces, r.URL.Query().Get("nonce"))
	n := len(c.pushes)
	c.mu.Unlock()
	if c.answer != nil {
		c.answer(w, n, p)
		return
	}
	_, _ = io.WriteString(w, callback.Success)
}

// reply answers a push with a reply, sealed as the mode demands.
func (c *console) reply(w http.ResponseWriter, p callback.Push, reply callback.Reply) {
	encoded, err := callback.Encode(p, reply, c.bench.clock.Now())
	if err != nil {
		c.t.Error(err)
	}
	sealed, err := c.end.SealReply(encoded, "", c.bench.clock.Now())
	if err != nil {
		c.t.Error(err)
	}
	_, _ = w.Write(sealed)
}

func (c *console) pushed() []callback.Push {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]callback.Push{}, c.pushes...)
}

// quick is a policy with which nobody waits.
var quick = sandbox.PushPolicy{Deadline: 400 * time.Millisecond, BreakerAfter: -1}

func newPushBench(t *testing.T, policy sandbox.PushPolicy) *bench {
	t.Helper()
	return newBenchOf(t, sandbox.Config{Push: policy}, sandbox.Account{
		AppID: appID, Secret: secret, Name: "青禾生活", OriginalID: "gh_abcdef012345", Verified: true,
	})
}

// follower makes somebody follow, quietly where there is no callback.
func (b *bench) follower(name string) string {
	b.t.Helper()
	id, err := b.acct.NewOpenID(name)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.acct.Follow(b.t.Context(), id); err != nil {
		b.t.Fatal(err)
	}
	return id
}

func (b *bench) write(openID, text string) sandbox.Delivery {
	b.t.Helper()
	d, err := b.acct.Write(b.t.Context(), openID, text)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

// said is what the account said to a follower, each in one line.
func (b *bench) said(openID string) []string {
	lines := []string{}
	for _, m := range b.acct.Received(openID) {
		lines = append(lines, m.Preview())
	}
	return lines
}

func TestPushesAreReadInEveryModeAndAnsweredPassively(t *testing.T) {
	t.Parallel()
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			b := newPushBench(t, sandbox.PushPolicy{})
			c := newConsole(t, b, mode)
			c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
				c.reply(w, p, callback.TextReply{Content: "你好 & <欢迎>"})
			}
			c.connect()
			id := b.follower("林小满")
			d := b.write(id, "在吗 ]]> &amp;")
			if d.State != sandbox.Answered || len(d.Attempts) != 1 || d.Attempts[0].Status != 200 || !strings.Contains(d.Attempts[0].Answer, "<欢迎>") {
				t.Errorf("delivery %+v", d)
			}
			if diff := cmp.Diff([]string{"你好 & <欢迎>", "你好 & <欢迎>"}, b.said(id)); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			got := c.pushed()
			if len(got) != 2 {
				t.Fatalf("%d pushes", len(got))
			}
			follow, text := got[0], got[1]
			if _, ok := follow.Payload.(callback.SubscribeEvent); !ok || follow.FromUserName != id || follow.ToUserName != "gh_abcdef012345" || follow.MsgID != "" {
				t.Errorf("follow %+v", follow)
			}
			if diff := cmp.Diff(callback.TextMessage{Content: "在吗 ]]> &amp;"}, text.Payload); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if len(text.MsgID) != 17 || !text.CreateTime.Equal(start) {
				t.Errorf("MsgId %q, CreateTime %v", text.MsgID, text.CreateTime)
			}
		})
	}
}

func TestUnansweredPushIsRepeatedThreeTimesWithTheSameContent(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, n int, p callback.Push) {
		switch n {
		case 1:
			panic(http.ErrAbortHandler) // no answer, and at once
		case 2, 3:
			time.Sleep(quick.Deadline * 2)
		default:
			c.reply(w, p, callback.TextReply{Content: "来了"})
		}
	}
	c.connect()
	began := time.Now()
	d := b.write(id, "在吗")
	if d.State != sandbox.Answered || len(d.Attempts) != 4 {
		t.Fatalf("delivery %+v", d)
	}
	if took := time.Since(began); took < 3*quick.Deadline {
		t.Errorf("four tries took %v: a repeat did not wait for the deadline", took)
	}
	for i, a := range d.Attempts[:3] {
		if a.Status != 0 || a.Problem == "" {
			t.Errorf("try %d: %+v", i+1, a)
		}
	}
	got := c.pushed()
	for _, p := range got[1:] {
		if string(p.Raw) != string(got[0].Raw) || p.DedupeKey() != got[0].DedupeKey() {
			t.Errorf("a repeat differs:\n%s\n%s", p.Raw, got[0].Raw)
		}
	}
	if c.nonces[0] == c.nonces[1] {
		t.Error("a repeat came with the nonce of the first")
	}
	if diff := cmp.Diff([]string{"来了"}, b.said(id)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
}

func TestFollowerReadsThatTheAccountIsOutOfService(t *testing.T) {
	t.Parallel()
	const outOfService = "该服务号暂时无法提供服务，请稍后再试"
	text := func(content string) string {
		return "<xml><ToUserName>%s</ToUserName><FromUserName>gh_abcdef012345</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>" + content + "</Content></xml>"
	}
	for name, c := range map[string]struct {
		status int
		body   string // %s is the OpenID
		want   sandbox.DeliveryState
		tries  int
	}{
		"error page":      {500, "Error 500:", sandbox.Malformed, 1},
		"html":            {200, "<html><body>hi</body></html>", sandbox.Malformed, 1},
		"json":            {200, `{"errcode":0}`, sandbox.Malformed, 1},
		"not found":       {404, "", sandbox.Malformed, 1},
		"redirect":        {302, "", sandbox.Malformed, 1},
		"empty text":      {200, text(""), sandbox.Malformed, 1},
		"to another":      {200, strings.Replace(text("x"), "%s", "oSomebody", 1), sandbox.Malformed, 1},
		"from another":    {200, strings.Replace(text("x"), "gh_abcdef012345", "gh_other", 1), sandbox.Malformed, 1},
		"unknown type":    {200, strings.Replace(text("x"), "<MsgType>text", "<MsgType>mpnews", 1), sandbox.Malformed, 1},
		"unknown picture": {200, strings.Replace(text("x"), "text</MsgType><Content>x</Content>", "image</MsgType><Image><MediaId>none</MediaId></Image>", 1), sandbox.Malformed, 1},
		"success":         {200, "success", sandbox.Answered, 1},
		"nothing":         {200, "", sandbox.Answered, 1},
		"good":            {200, text("好"), sandbox.Answered, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newPushBench(t, sandbox.PushPolicy{})
			id := b.follower("林小满")
			con := newConsole(t, b, callback.Plain)
			con.answer = func(w http.ResponseWriter, _ int, _ callback.Push) {
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, strings.Replace(c.body, "%s", id, 1))
			}
			con.connect()
			d := b.write(id, "在吗")
			if d.State != c.want || len(d.Attempts) != c.tries {
				t.Errorf("delivery %+v", d)
			}
			inbox := b.acct.Inbox(id)
			last := inbox[len(inbox)-1]
			if told := last.Text == outOfService && last.From == sandbox.FromWeChat; told != (c.want != sandbox.Answered) {
				t.Errorf("the follower read last %+v", last)
			}
		})
	}
}

func TestPlainReplyInSafeModeIsMalformed(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		encoded, err := callback.Encode(p, callback.TextReply{Content: "明文"}, start)
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(encoded)
	}
	c.connect()
	if d := b.write(id, "在吗"); d.State != sandbox.Malformed {
		t.Errorf("delivery %+v", d)
	}
	if said := b.said(id); len(said) != 0 {
		t.Errorf("said %v", said)
	}
}

func TestPushNobodyAnswersIsGivenUpAfterFourTries(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{Deadline: 20 * time.Millisecond, BreakerAfter: -1})
	id := b.follower("林小满")
	dead := httptest.NewServer(http.NotFoundHandler())
	dead.Close()
	if err := b.acct.SetUnverifiedCallback(sandbox.Callback{URL: dead.URL, Token: pushToken}); err != nil {
		t.Fatal(err)
	}
	if d := b.write(id, "在吗"); d.State != sandbox.Unanswered || len(d.Attempts) != 4 {
		t.Errorf("delivery %+v", d)
	}
	d, err := b.acct.Unfollow(t.Context(), id)
	if err != nil || d.State != sandbox.Unanswered {
		t.Fatalf("%+v, %v", d, err)
	}
	inbox := b.acct.Inbox(id)
	if last := inbox[len(inbox)-1].Text; last != "已取消关注" {
		t.Errorf("who left reads %q", last)
	}
}

func TestBreakerStopsPushingForAMinute(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{Deadline: time.Second, BreakerAfter: 3})
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Plain)
	fails := true
	c.answer = func(w http.ResponseWriter, _ int, _ callback.Push) {
		if fails {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}
	c.connect()
	for range 3 {
		b.write(id, "在吗")
	}
	fails = false
	if d := b.write(id, "还在吗"); d.State != sandbox.Blocked || len(d.Attempts) != 0 {
		t.Errorf("delivery %+v", d)
	}
	b.clock.Move(59 * time.Second)
	if d := b.write(id, "还在吗"); d.State != sandbox.Blocked {
		t.Errorf("after 59 s: %+v", d)
	}
	b.clock.Move(time.Second)
	if d := b.write(id, "现在呢"); d.State != sandbox.Answered {
		t.Errorf("after a minute: %+v", d)
	}
	var texts []string
	for _, p := range c.pushed() {
		texts = append(texts, p.Payload.(callback.TextMessage).Content)
	}
	if diff := cmp.Diff([]string{"在吗", "在吗", "在吗", "现在呢"}, texts); diff != "" {
		t.Errorf("what was blocked must not be made up for (-want +got):\n%s", diff)
	}
}

func TestCallbackIsSavedOnlyWhenTheAddressAnswers(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	c := newConsole(t, b, callback.Safe)
	wrong := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "%q", r.URL.Query().Get("echostr"))
	}))
	defer wrong.Close()
	for name, change := range map[string]func(*sandbox.Callback){
		"another token":  func(cb *sandbox.Callback) { cb.Token = "Other" },
		"quoted echostr": func(cb *sandbox.Callback) { cb.URL = wrong.URL },
		"no token":       func(cb *sandbox.Callback) { cb.Token = "" },
		"short key":      func(cb *sandbox.Callback) { cb.AESKey = "abc" },
		"unknown mode":   func(cb *sandbox.Callback) { cb.Mode = "half" },
		"no address":     func(cb *sandbox.Callback) { cb.URL = "console" },
	} {
		settings := c.settings()
		change(&settings)
		if err := b.acct.SetCallback(t.Context(), settings); err == nil {
			t.Errorf("%s was saved", name)
		}
	}
	if got := b.acct.Callback(); got != (sandbox.Callback{}) {
		t.Errorf("saved %+v", got)
	}
	c.connect()
	c.connect() // saving again asks again
	if got := b.acct.Callback(); got != c.settings() {
		t.Errorf("saved %+v", got)
	}
	if len(c.pushed()) != 0 {
		t.Error("a verification was taken for a push")
	}
}

func TestActsAreRefusedWhereTheyMakeNoSense(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	ctx, id := t.Context(), b.follower("林小满")
	stranger, err := b.acct.NewOpenID("周予安")
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	_, err = b.acct.Follow(ctx, id)
	check("follow twice", err, sandbox.ErrFollowing)
	_, err = b.acct.Write(ctx, stranger, "在吗")
	check("a stranger writes", err, sandbox.ErrNotFollowing)
	_, err = b.acct.Unfollow(ctx, stranger)
	check("a stranger goes", err, sandbox.ErrNotFollowing)
	_, err = b.acct.Write(ctx, "oNobody", "在吗")
	check("nobody writes", err, sandbox.ErrNoItem)
	_, err = b.acct.TapOption(ctx, id, "1")
	check("an option of no menu", err, sandbox.ErrNoItem)
	_, err = b.acct.Scan(ctx, id, "nowhere")
	check("an unknown scene", err, sandbox.ErrNoItem)
	if _, err = b.acct.Write(ctx, id, "  "); err == nil {
		t.Error("nothing was written")
	}
	if n := len(b.acct.Deliveries()); n != 1 { // the follow
		t.Errorf("%d deliveries", n)
	}
}

func TestPushesOfOneAccountGoSideBySide(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		text, _ := p.Payload.(callback.TextMessage)
		c.reply(w, p, callback.TextReply{Content: "回" + text.Content + p.FromUserName})
	}
	if err := b.acct.BulkFollowers(40); err != nil {
		t.Fatal(err)
	}
	c.connect()
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			id := b.acct.BulkOpenID(i)
			for n := range 5 {
				if _, err := b.acct.Write(t.Context(), id, fmt.Sprint(n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for i := range 40 {
		id := b.acct.BulkOpenID(i)
		want := []string{"回0" + id, "回1" + id, "回2" + id, "回3" + id, "回4" + id}
		if diff := cmp.Diff(want, b.said(id)); diff != "" {
			t.Errorf("said (-want +got):\n%s", diff)
		}
	}
	keys := map[string]bool{}
	for _, p := range c.pushed() {
		keys[p.DedupeKey()] = true
	}
	if len(keys) != 200 {
		t.Errorf("%d different pushes, want 200", len(keys))
	}
}
