package sandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

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
