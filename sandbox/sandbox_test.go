package sandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/sandbox"
)

const (
	appID  = "wx0123456789abcdef"
	secret = "0123456789abcdef0123456789abcdef"
)

var beijing = time.FixedZone("CST", 8*60*60)

// start is a Sunday afternoon in Beijing.
var start = time.Date(2026, 11, 22, 14, 20, 0, 0, beijing)

// stopped is a clock that only moves when told to.
type stopped struct {
	mu  sync.Mutex
	now time.Time
}

func (c *stopped) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *stopped) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is a sandbox with one verified account behind a server.
type bench struct {
	t     *testing.T
	box   *sandbox.Sandbox
	acct  *sandbox.AccountControl
	clock *stopped
	url   string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchOf(t, sandbox.Config{}, sandbox.Account{
		AppID: appID, Secret: secret, Name: "青禾生活", Kind: sandbox.Service, Verified: true,
		CreatedAt: time.Date(2018, 3, 6, 10, 0, 0, 0, beijing),
	})
}

func newBenchOf(t *testing.T, cfg sandbox.Config, acct sandbox.Account) *bench {
	t.Helper()
	b := &bench{t: t, clock: &stopped{now: start}}
	cfg.Clock = b.clock
	box, err := sandbox.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if box.Account(acct.AppID) == nil {
		if err := box.AddAccount(acct); err != nil {
			t.Fatal(err)
		}
	}
	b.box, b.acct = box, box.Account(acct.AppID)
	server := httptest.NewServer(box)
	b.url = server.URL
	box.SetPublicURL(server.URL)
	t.Cleanup(func() {
		if err := box.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return b
}

// object is a JSON object of which any may be missing.
type object = map[string]any

// reply is an answer as it came.
type reply struct {
	status int
	header http.Header
	body   []byte
	cut    bool // the body broke off
}

// send makes one call; a call that gets no answer at all has status 0.
func (b *bench) send(method, path string, body any, header http.Header) reply {
	b.t.Helper()
	var reader io.Reader
	switch v := body.(type) {
	case nil:
	case string:
		reader = bytes.NewReader([]byte(v))
	default:
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			b.t.Fatal(err)
		}
		reader = &buf
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, reader)
	if err != nil {
		b.t.Fatal(err)
	}
	if header != nil {
		req.Header = header
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return reply{}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return reply{status: resp.StatusCode, header: resp.Header, body: text, cut: err != nil}
}

func (r reply) object(t *testing.T) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(r.body, &o); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, r.body)
	}
	return o
}

// errcode is the code of an answer, 0 when it has none.
func (r reply) errcode(t *testing.T) int {
	t.Helper()
	code, _ := r.object(t)["errcode"].(float64)
	return int(code)
}

// token asks stable_token in normal mode.
func (b *bench) token() string {
	b.t.Helper()
	o := b.send("POST", "/cgi-bin/stable_token", credential(), nil).object(b.t)
	value, ok := o["access_token"].(string)
	if !ok {
		b.t.Fatalf("no token: %v", o)
	}
	return value
}

func credential() object {
	return object{"grant_type": "client_credential", "appid": appID, "secret": secret}
}

// call makes a call with a good token: GET without a body, else POST.
func (b *bench) call(path string, body any) reply {
	b.t.Helper()
	method := "POST"
	if body == nil {
		method = "GET"
	}
	return b.send(method, path+"?access_token="+b.token(), body, nil)
}

// page asks for a page of a list.
func (b *bench) page(path string, offset, count int) object {
	b.t.Helper()
	return b.call(path, object{"type": "news", "offset": offset, "count": count}).object(b.t)
}

// draft adds a draft with titles.
func (b *bench) draft(titles ...string) sandbox.Item {
	b.t.Helper()
	it, err := b.acct.AddDraft(itemOf(titles...))
	if err != nil {
		b.t.Fatal(err)
	}
	return it
}

func (b *bench) history(titles ...string) sandbox.Item {
	b.t.Helper()
	it, err := b.acct.AddHistory(itemOf(titles...))
	if err != nil {
		b.t.Fatal(err)
	}
	return it
}

func itemOf(titles ...string) sandbox.Item {
	it := sandbox.Item{}
	for _, title := range titles {
		it.Articles = append(it.Articles, sandbox.Article{Title: title, Author: "小满", Digest: "摘要", Content: "<p>" + title + "</p>"})
	}
	return it
}

// ids are the ids on a page.
func ids(page object) []string {
	var list []string
	for _, it := range page["item"].([]any) {
		o := it.(object)
		id, ok := o["media_id"].(string)
		if !ok {
			id = o["article_id"].(string)
		}
		list = append(list, id)
	}
	return list
}
