package web_test

import (
	"compress/gzip"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/internal/web"
)

func built() fstest.MapFS {
	return fstest.MapFS{
		"dist/index.html":          {Data: []byte(`<html><meta name="csp-nonce" content="__CSP_NONCE__"><!--signed-in--><style nonce="__CSP_NONCE__">.frame{}</style><!--/signed-in--><script src="/assets/a-1.js"></script></html>`)},
		"dist/assets/a-1.js":       {Data: []byte(strings.Repeat("console.log('图文');\n", 200))},
		"dist/assets/inter.woff2":  {Data: []byte("wOF2 not to be compressed")},
		"dist/favicon.svg":         {Data: []byte("<svg/>")},
		"dist/.gitkeep":            {Data: nil},
		"dist/assets/style-2.css":  {Data: []byte("a{}")},
		"dist/.vite/manifest.json": {Data: []byte("{}")},
	}
}

func TestUIIsServedWithANonceOfItsOwn(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, testkit.Setup{Web: func(w *web.Config) { w.UI = built() }})
	b := c.Stranger()
	nonces := map[string]bool{}
	nonce := regexp.MustCompile(`content="([A-Za-z0-9_-]{22})"`)
	for _, path := range []string{"/", "/ui", "/ui/accounts/wx1/materials"} {
		r := b.Must(http.StatusOK, "GET", path, nil)
		hit := nonce.FindStringSubmatch(string(r.Body))
		if hit == nil {
			t.Fatalf("%s holds no nonce: %s", path, r.Body)
		}
		nonces[hit[1]] = true
		policy := r.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "'nonce-" + hit[1] + "'", "frame-ancestors 'none'", "frame-src 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy lacks %s: %s", want, policy)
			}
		}
		if strings.Contains(policy, "unsafe-eval") || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("got policy %q, caching %q", policy, r.Header.Get("Cache-Control"))
		}
		if r.Header.Get("Set-Cookie") != "" {
			t.Error("a page of the UI sets a cookie")
		}
	}
	if len(nonces) != 3 {
		t.Errorf("three answers share nonces: %v", nonces)
	}
}

func TestOnlyWhoHasASessionSeesTheFrameBeforeTheScripts(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, testkit.Setup{Web: func(w *web.Config) { w.UI = built() }})
	if r := c.Stranger().Must(http.StatusOK, "GET", "/", nil); strings.Contains(string(r.Body), "frame") {
		t.Errorf("a stranger is shown the console's frame: %s", r.Body)
	}
	if r := c.Operator(tuwen.Viewer).Must(http.StatusOK, "GET", "/", nil); !strings.Contains(string(r.Body), "frame") ||
		strings.Contains(string(r.Body), "__CSP_NONCE__") {
		t.Errorf("who is signed in waits for the scripts, or the policy blocks the frame's style: %s", r.Body)
	}
}

func TestAssetsAreCompressedAndKept(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, testkit.Setup{Web: func(w *web.Config) { w.UI = built() }})
	b := c.Stranger()
	b.Header.Set("Accept-Encoding", "gzip, deflate")
	r := b.Must(http.StatusOK, "GET", "/assets/a-1.js", nil)
	if r.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("got %v", r.Header)
	}
	z, err := gzip.NewReader(strings.NewReader(string(r.Body)))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil || string(plain) != string(built()["dist/assets/a-1.js"].Data) {
		t.Errorf("unpacked it is %d bytes, %v", len(plain), err)
	}
	if got := b.Must(http.StatusOK, "GET", "/assets/inter.woff2", nil).Header; got.Get("Content-Encoding") != "" || got.Get("Content-Type") != "font/woff2" {
		t.Errorf("got %v", got)
	}
	icon := b.Must(http.StatusOK, "GET", "/favicon.svg", nil)
	if icon.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("got %q", icon.Header.Get("Cache-Control"))
	}
	b.Must(http.StatusNotFound, "GET", "/assets/gone-3.js", nil)
	b.Must(http.StatusNotFound, "GET", "/ui/missing.png", nil)
	b.Must(http.StatusMethodNotAllowed, "POST", "/ui", nil)
}

func TestWithoutABuildAPageSaysHow(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	r := c.Stranger().Must(http.StatusServiceUnavailable, "GET", "/", nil)
	if !strings.Contains(string(r.Body), "界面还没有构建：运行 <code>make ui</code>") {
		t.Errorf("got %s", r.Body)
	}
	c.Script(tuwen.Viewer).Must(http.StatusOK, "GET", "/version", nil)
}

func TestHealthAndReadiness(t *testing.T) {
	t.Parallel()
	var broken error
	c := testkit.Start(t, testkit.Setup{Web: func(w *web.Config) { w.Ready = func(context.Context) error { return broken } }})
	b := c.Stranger()
	b.Must(http.StatusOK, "GET", "/healthz", nil)
	b.Must(http.StatusOK, "GET", "/readyz", nil)
	broken = errors.New("the disk at /secret/place is full")
	r := b.Must(http.StatusServiceUnavailable, "GET", "/readyz", nil)
	if strings.Contains(string(r.Body), "secret") {
		t.Errorf("it tells strangers %s", r.Body)
	}
	b.Must(http.StatusOK, "GET", "/healthz", nil)
}

func TestDocsAreSelfContained(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Stranger()
	page := b.Must(http.StatusOK, "GET", "/docs", nil)
	for _, want := range []string{"/api/v1/accounts/{app_id}/history", "choose-materials", "ProblemDetails", "mass_send | journey"} {
		if !strings.Contains(string(page.Body), want) {
			t.Errorf("the reference lacks %q", want)
		}
	}
	if regexp.MustCompile(`(?i)<script|(src|href)="?(https?:)?//`).Match(page.Body) {
		t.Error("the reference loads something")
	}
	file := b.Must(http.StatusOK, "GET", "/openapi.yaml", nil)
	want, err := web.OpenAPI()
	if err != nil || string(file.Body) != string(want) {
		t.Errorf("the file differs from the code: %v", err)
	}
}

func sign(token, timestamp, nonce string) string {
	parts := []string{token, timestamp, nonce}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

func TestURLVerificationIsAnsweredToWeChatOnly(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Stranger()
	ask := func(status int, token, appID string) testkit.Reply {
		q := url.Values{"timestamp": {"1714036504"}, "nonce": {"1514711492"}, "echostr": {"4375120948345356249"}}
		q.Set("signature", sign(token, "1714036504", "1514711492"))
		return b.Must(status, "GET", "/callback/"+appID+"?"+q.Encode(), nil)
	}
	for range 2 { // saving the settings again verifies again
		if r := ask(http.StatusOK, testkit.MessageToken, testkit.AppID); string(r.Body) != "4375120948345356249" {
			t.Errorf("got %q", r.Body)
		}
	}
	if r := ask(http.StatusForbidden, "guessed", testkit.AppID); strings.Contains(string(r.Body), "4375120948345356249") {
		t.Error("a wrong signature gets the echo")
	}
	ask(http.StatusNotFound, testkit.MessageToken, "wx0000000000000000")
	ask(http.StatusForbidden, "", testkit.AppID)
	b.Must(http.StatusBadRequest, "GET", "/callback/"+testkit.AppID, nil)
	b.Must(http.StatusForbidden, "POST", "/callback/"+testkit.AppID, []byte("<xml/>"))
	b.Must(http.StatusNotFound, "POST", "/callback/wx0000000000000000", []byte("<xml/>"))
}

func TestMetricsCountRoutesNotAddresses(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 1, 0))
	admin := c.Operator(tuwen.Admin)
	synced(t, admin, tuwen.Full)
	id := c.WeChat.History()[0].MediaID
	admin.Must(http.StatusOK, "GET", account+"/materials/"+id, nil)
	admin.Must(http.StatusNotFound, "GET", "/nowhere/4711", nil)
	got := string(admin.Must(http.StatusOK, "GET", "/metrics", nil).Body)
	for _, want := range []string{
		`route="GET /api/v1/accounts/{app_id}/materials/{media_id}",status="200"`,
		`tuwen_wechat_calls_today{app_id="` + testkit.AppID + `",path="/cgi-bin/material/batchget_material",spender="job"}`,
		"go_goroutines",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	for _, never := range []string{id, "4711"} {
		if strings.Contains(got, never) {
			t.Errorf("the metrics hold %s", never)
		}
	}
	c.Stranger().Must(http.StatusUnauthorized, "GET", "/metrics", nil)
}
