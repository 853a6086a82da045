package wechat_test

import (
	"context"
	"flag"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

var update = flag.Bool("update", false, "write the golden requests anew")

// A seen request is what one arrived with; Query is without the token. The
// boundary of a form, made by chance, reads BOUNDARY.
type seen struct{ API, Token, Query, ContentType, Body string }

func see(r *http.Request, body []byte) seen {
	query := r.URL.Query()
	s := seen{API: r.Method + " " + r.URL.Path, Token: query.Get("access_token"), ContentType: r.Header.Get("Content-Type"), Body: string(body)}
	query.Del("access_token")
	s.Query = query.Encode()
	if _, params, err := mime.ParseMediaType(s.ContentType); err == nil && params["boundary"] != "" {
		s.ContentType = strings.ReplaceAll(s.ContentType, params["boundary"], "BOUNDARY")
		s.Body = strings.ReplaceAll(s.Body, params["boundary"], "BOUNDARY")
	}
	return s
}

// A fake answers each interface from its handler and fails the test on any
// other. It keeps what it was asked.
type fake struct {
	*httptest.Server
	mu       sync.Mutex
	requests []seen
}

// handlers are keyed by "POST /cgi-bin/draft/get".
type handlers map[string]http.HandlerFunc

func newFake(t *testing.T, h handlers) *fake {
	t.Helper()
	f := &fake{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		api := r.Method + " " + r.URL.Path
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("read request of %s: %v", api, err)
		}
		f.mu.Lock()
		f.requests = append(f.requests, see(r, body))
		f.mu.Unlock()
		serve, ok := h[api]
		if !ok {
			t.Errorf("unexpected call of %s", api)
			http.NotFound(w, r)
			return
		}
		serve(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

func (f *fake) seen() []seen {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.requests
}

// tokens returns the access tokens of the requests, in order.
func (f *fake) tokens() []string {
	var tokens []string
	for _, r := range f.seen() {
		tokens = append(tokens, r.Token)
	}
	return tokens
}

// config is that of a client whose token is testToken.
func (f *fake) config() wechat.Config {
	return wechat.Config{BaseURL: f.URL, Token: constant(testToken)}
}

func (f *fake) client() *wechat.Client { return wechat.New(f.config()) }

const testToken = "86_testtoken-A/b+c="

func constant(token string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return token, nil }
}

// says answers with the text, as WeChat does: HTTP 200.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; encoding=utf-8")
		_, _ = io.WriteString(w, text)
	}
}

// inTurn answers each request from the next handler, the last one for good.
func inTurn(hs ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		h := hs[0]
		if len(hs) > 1 {
			hs = hs[1:]
		}
		mu.Unlock()
		h(w, r)
	}
}

// golden returns the file of testdata.
func golden(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// matchGolden compares got with the file of testdata, or writes it.
func matchGolden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", filepath.FromSlash(name)), []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(golden(t, name), got); diff != "" {
		t.Errorf("%s differs (-golden +got):\n%s", name, diff)
	}
}
