package testkit

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Browser asks a console over HTTP: with cookies as a browser does, or with a
// token as a script does.
type Browser struct {
	// Token is sent as a bearer, where it is set.
	Token string
	// OperatorID is who signed in.
	OperatorID string
	// Header is sent with every request.
	Header http.Header

	console *Console
	client  *http.Client
	t       testing.TB
}

// Stranger returns a browser in which nobody has signed in.
func (c *Console) Stranger() *Browser {
	c.t.Helper()
	jar, err := cookiejar.New(nil)
	c.must(err)
	return &Browser{
		console: c, t: c.t, Header: http.Header{},
		client: &http.Client{
			Jar: jar, Timeout: 3 * time.Minute, // for a busy machine under -race
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Reply is an answer of the console, read to its end.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Ask sends a request. A path without /api, /preview or the like in front is
// one of the API; body is encoded as JSON unless it is []byte.
func (b *Browser) Ask(method, path string, body any) Reply {
	b.t.Helper()
	resp := b.Open(b.t.Context(), method, path, body)
	defer func() { _ = resp.Body.Close() }()
	all, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	return Reply{resp.StatusCode, resp.Header, all}
}

// Open sends a request and returns the answer unread, for a stream.
func (b *Browser) Open(ctx context.Context, method, path string, body any) *http.Response {
	b.t.Helper()
	var reader io.Reader
	switch v := body.(type) {
	case nil:
	case []byte:
		reader = bytes.NewReader(v)
	default:
		encoded, err := json.Marshal(v)
		b.console.must(err)
		reader = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, method, b.url(path), reader)
	b.console.must(err)
	for name, values := range b.Header {
		req.Header[name] = values
	}
	if reader != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if b.Token != "" {
		req.Header.Set("Authorization", "Bearer "+b.Token)
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	return resp
}

func (b *Browser) url(path string) string {
	for _, own := range []string{"/api/", "/preview/", "/callback/", "/q/", "/healthz", "/readyz", "/metrics", "/docs", "/openapi.yaml", "/assets/", "/favicon.svg", "/ui"} {
		if strings.HasPrefix(path, own) || path == "/" {
			return b.console.URL + path
		}
	}
	return b.console.URL + "/api/v1" + path
}

// Must asks and fails the test where the status is another one.
func (b *Browser) Must(status int, method, path string, body any) Reply {
	b.t.Helper()
	r := b.Ask(method, path, body)
	if r.Status != status {
		b.t.Fatalf("%s %s: got %d, want %d: %.600s", method, path, r.Status, status, r.Body)
	}
	return r
}

// Cookies returns what the browser would send.
func (b *Browser) Cookies() []*http.Cookie {
	u, err := url.Parse(b.console.URL)
	b.console.must(err)
	return b.client.Jar.Cookies(u)
}

// SetCookies gives the browser cookies, as from another one.
func (b *Browser) SetCookies(cookies []*http.Cookie) {
	u, err := url.Parse(b.console.URL)
	b.console.must(err)
	b.client.Jar.SetCookies(u, cookies)
}

// JSON decodes an answer.
func JSON[T any](t testing.TB, r Reply) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(r.Body, &v); err != nil {
		t.Fatalf("decode %.300s: %v", r.Body, err)
	}
	return v
}

// GET asks for a noun, which must be there.
func GET[T any](b *Browser, path string) T {
	b.t.Helper()
	return JSON[T](b.t, b.Must(http.StatusOK, http.MethodGet, path, nil))
}

// Wait asks for a noun until it is as wanted, for three minutes at the most.
// After a few seconds it moves the clock along: on a machine so busy that a
// job ran into its time limit, the next try is due later only.
func Wait[T any](b *Browser, path string, wanted func(T) bool) T {
	b.t.Helper()
	deadline := time.Now().Add(3 * time.Minute)
	still := time.Now().Add(10 * time.Second)
	for {
		v := GET[T](b, path)
		if wanted(v) {
			return v
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s is still %+v", path, v)
		}
		if time.Now().After(still) {
			b.console.Clock.Move(5 * time.Second)
			still = time.Now().Add(time.Second)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-b.t.Context().Done():
			b.t.Fatal("the test ended")
		}
	}
}
