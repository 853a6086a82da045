package web_test

import (
	"html"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

var pictureSource = regexp.MustCompile(`src="(/api/v1/accounts/[^"]+)"`)

func TestPreviewRunsNothingAndLoadsNothingElsewhere(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	id := addHistory(t, c, "带脚本", `<p onclick="alert(1)">正文</p><script>alert(2)</script><img src=x onerror=alert(3)>
		<a href="javascript:alert(4)">点我</a><iframe src="https://evil.example/"></iframe><form action="https://evil.example/"><input></form>
		<img data-src="https://evil.example/pixel.png"><style>@import url(https://evil.example/a.css)</style>
		<div style="background:url(https://evil.example/b.png);position:fixed;color:red">框</div><svg onload=alert(5)></svg>
		<meta http-equiv="refresh" content="0;url=https://evil.example/"><object data="https://evil.example/x"></object><base href="https://evil.example/">`)
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	r := b.Must(http.StatusOK, "GET", "/preview/"+testkit.AppID+"/"+id+"/0", nil)
	page := string(r.Body)
	for _, never := range []string{"evil.example", "alert(", "onclick", "onerror", "onload", "<script", "<iframe", "<form", "<input", "<object", "<base", "http-equiv", "javascript:", "position"} {
		if strings.Contains(page, never) {
			t.Errorf("the preview holds %q", never)
		}
	}
	for _, want := range []string{"正文", "点我", "框", "color: red"} {
		if !strings.Contains(page, want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	policy := r.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "sandbox; default-src 'none'; img-src 'self' data:") || strings.Contains(policy, "allow-scripts") {
		t.Errorf("got policy %q", policy)
	}
	c.Stranger().Must(http.StatusUnauthorized, "GET", "/preview/"+testkit.AppID+"/"+id+"/0", nil)
}

func TestPreviewPicturesComeThroughSignedAddresses(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 3, 0))
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	var found []string
	for _, m := range history(b, "") {
		r := b.Must(http.StatusOK, "GET", "/preview/"+testkit.AppID+"/"+m.MediaID+"/0", nil)
		for _, hit := range pictureSource.FindAllStringSubmatch(string(r.Body), -1) {
			found = append(found, html.UnescapeString(hit[1]))
		}
	}
	if len(found) == 0 {
		t.Fatal("no preview shows a picture")
	}
	// The frame is a stranger: it sends no cookie.
	frame := c.Stranger()
	r := frame.Must(http.StatusOK, "GET", found[0], nil)
	if got := r.Header.Get("Content-Type"); !strings.HasPrefix(got, "image/") {
		t.Errorf("got %q", got)
	}
	bare, _, _ := strings.Cut(found[0], "?")
	frame.Must(http.StatusUnauthorized, "GET", bare, nil)
	frame.Must(http.StatusUnauthorized, "GET", found[0]+"0", nil)
	b.Must(http.StatusOK, "GET", bare, nil)
	c.Clock.Move(2*time.Hour + time.Minute)
	frame.Must(http.StatusUnauthorized, "GET", found[0], nil)
}

func TestCoversAreShownFromTheCache(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 0, 0))
	b := c.Operator(tuwen.Viewer)
	cover := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].CoverURL
	if !strings.HasPrefix(cover, "/api/v1"+account+"/pictures/") {
		t.Fatalf("the cover is at %q", cover)
	}
	r := b.Must(http.StatusOK, "GET", cover, nil)
	if got := r.Header.Get("Cache-Control"); !strings.HasPrefix(got, "private, max-age=") {
		t.Errorf("got Cache-Control %q", got)
	}
	// The cover stays when WeChat's host is gone.
	c.WeChat.SetFault(sandbox.Fault{Path: "/mmbiz_jpg/", Next: 100, HTTPStatus: 404})
	again := b.Must(http.StatusOK, "GET", cover, nil)
	if string(again.Body) != string(r.Body) {
		t.Error("the kept cover is another picture")
	}
	b.Header.Set("If-None-Match", r.Header.Get("ETag"))
	b.Must(http.StatusNotModified, "GET", cover, nil)
}

// TestPictureProxyReachesNothingPrivate gives articles covers that lead into
// the network, and to a host that redirects there.
func TestPictureProxyReachesNothingPrivate(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	reached := make(chan string, 10)
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached <- r.URL.Path
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write([]byte("\x89PNG\r\n\x1a\n"))
	}))
	t.Cleanup(inside.Close)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(inside.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	addresses := []string{
		inside.URL + "/a.png", "http://localhost:" + port + "/b.png", "http://[::1]:" + port + "/c.png",
		"http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/x.png", "http://user@" + inside.URL[7:] + "/d.png",
		"file:///etc/passwd", "http://mmbiz.qpic.cn@127.0.0.1:" + port + "/e.png", "http://mmbiz.qpic.cn:" + port + "/f.png",
	}
	for i, address := range addresses {
		it := item("封面" + string(rune('A'+i)))
		it.Articles[0].ThumbURL = address
		if _, err := c.WeChat.AddHistory(it); err != nil {
			t.Fatal(err)
		}
	}
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	all := history(b, "")
	if len(all) != len(addresses) {
		t.Fatalf("%d items", len(all))
	}
	for _, m := range all {
		if p := problem(t, b.Must(http.StatusNotFound, "GET", m.CoverURL, nil)); p.Code != "picture.none" {
			t.Errorf("%s: got %q", m.Title, p.Code)
		}
	}
	select {
	case path := <-reached:
		t.Errorf("the server inside was asked for %s", path)
	default:
	}
}

func TestPictureProxyServesOnlyPictures(t *testing.T) {
	t.Parallel()
	var c *testkit.Console
	referers := make(chan string, 10)
	// This stands where an administrator said WeChat is.
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/page.png":
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("<html><script>alert(1)</script></html>"))
		case "/drawing.svg":
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`))
		case "/moved.png":
			http.Redirect(w, r, "/real.png", http.StatusFound)
		case "/huge.png":
			_, _ = w.Write(append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 11<<20)...))
		case "/real.png":
			referers <- r.Referer()
			_, _ = w.Write([]byte("\x89PNG\r\n\x1a\nrest"))
		default:
			c.Sandbox.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(front.Close)
	c = testkit.New(t)
	c.Script(tuwen.Admin).Must(http.StatusOK, "PATCH", account, map[string]string{"api_base_url": front.URL})
	for _, name := range []string{"page.png", "drawing.svg", "moved.png", "huge.png", "real.png"} {
		it := item(name)
		it.Articles[0].ThumbURL = front.URL + "/" + name
		if _, err := c.WeChat.AddHistory(it); err != nil {
			t.Fatal(err)
		}
	}
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	for _, m := range history(b, "") {
		if m.Title == "real.png" {
			b.Must(http.StatusOK, "GET", m.CoverURL, nil)
			continue
		}
		b.Must(http.StatusNotFound, "GET", m.CoverURL, nil)
	}
	if got := <-referers; got != "" {
		t.Errorf("a Referer was sent: %q", got)
	}
}
