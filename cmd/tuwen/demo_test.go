package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// demo runs an empty demo of the folder until the test ends and returns its
// sign-in link.
func (s *shell) demo() string {
	s.t.Helper()
	return s.background("console: ", "demo", "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0", "--data-dir", s.dir, "--empty", "--log", "error")
}

func TestDemoPrintsALinkThatSignsInOnce(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	link := s.demo()
	base, code, ok := strings.Cut(link, "/sign-in?code=")
	if !ok {
		t.Fatalf("got %q, want a link with a code", link)
	}
	signIn := func(c *http.Client) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/v1/session/code", strings.NewReader(`{"code":"`+code+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		return status(t, c, req)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := signIn(&http.Client{Jar: jar}); got != http.StatusOK {
		t.Errorf("the link got %d, want 200", got)
	}
	if got := signIn(http.DefaultClient); got == http.StatusOK {
		t.Error("the link signed in twice")
	}
	if _, err := os.Stat(filepath.Join(s.dir, "tuwen.db")); err == nil {
		t.Error("the demo touched the real database")
	}
}

func TestFreshDemoLeavesTheStateOfARunningOneAlone(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	link, err := url.Parse(s.demo())
	if err != nil {
		t.Fatal(err)
	}
	s.refused([]string{"another tuwen works", "stop it first"}, "demo", "--fresh", "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0")
	s.refused([]string{link.Host, "is taken", "--listen"}, "demo", "--fresh", "--listen", link.Host, "--sandbox-listen", "127.0.0.1:0")
	if _, err := os.Stat(filepath.Join(s.dir, "demo", "tuwen.db")); err != nil {
		t.Errorf("the running demo lost its database: %v", err)
	}
}

func TestTakenPortIsSaidWithTheFlagThatChoosesAnother(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	at := strings.TrimPrefix(s.serve(), "http://")
	other := s.in(filepath.Join(t.TempDir(), "data"))
	other.refused([]string{at, "is taken", "--listen"}, "serve", "--listen", at)
	other.refused([]string{at, "is taken", "--metrics-listen"}, "serve", "--listen", "127.0.0.1:0", "--metrics-listen", at)
	other.refused([]string{at, "is taken", "--sandbox-listen"}, "demo", "--listen", "127.0.0.1:0", "--sandbox-listen", at)
	other.refused([]string{`"8080" is no address with a port`, "--listen"}, "serve", "--listen", "8080")
}
