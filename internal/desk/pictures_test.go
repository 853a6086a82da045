package desk

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestPictureAddressKnowsWeChatsHosts(t *testing.T) {
	t.Parallel()
	const plain = tuwen.DefaultAPIBaseURL
	for _, tc := range []struct{ address, base, want string }{
		{"http://mmbiz.qpic.cn/mmbiz_jpg/x/0?wx_fmt=jpeg", plain, "https://mmbiz.qpic.cn/mmbiz_jpg/x/0?wx_fmt=jpeg"},
		{"https://mmbiz.qlogo.cn/x#f", plain, "https://mmbiz.qlogo.cn/x"},
		{"//MMBIZ.qpic.cn/x", plain, "https://MMBIZ.qpic.cn/x"},
		{"https://mmbiz.qpic.cn:8443/x", plain, ""},
		{"https://mmbiz.qpic.cn.evil.example/x", plain, ""},
		{"https://evil.example/mmbiz.qpic.cn", plain, ""},
		{"https://user@mmbiz.qpic.cn/x", plain, ""},
		{"file:///etc/passwd", plain, ""},
		{"mmbiz.qpic.cn/x", plain, ""},
		{"", plain, ""},
		{"https://api.weixin.qq.com/x.png", plain, ""},
		{"http://127.0.0.1:8099/x.png", plain, ""},
		{"http://127.0.0.1:8099/x.png", "http://127.0.0.1:8099", "http://127.0.0.1:8099/x.png"},
		{"http://127.0.0.1:8098/x.png", "http://127.0.0.1:8099", ""},
		{"http://localhost:8099/x.png", "http://127.0.0.1:8099", ""},
		{"http://proxy.example/x.png", "http://proxy.example", "http://proxy.example/x.png"},
		{"https://proxy.example/x.png", "http://proxy.example", ""},
	} {
		got := ""
		if u, ok := pictureAddress(tc.address, tc.base); ok {
			got = u.String()
		}
		if got != tc.want {
			t.Errorf("%q with base %q: got %q, want %q", tc.address, tc.base, got, tc.want)
		}
	}
}

func TestOpenClientConnectsToNothingPrivate(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := newFetcher().open.Do(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	if !errors.Is(err, connect.ErrPrivateAddress) {
		t.Errorf("got %v", err)
	}
}

func TestPictureTypeKnowsPicturesOnly(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"\x89PNG\r\n\x1a\n": "image/png", "\xff\xd8\xff": "image/jpeg", "GIF89a": "image/gif", "RIFF\x00\x00\x00\x00WEBPVP8 ": "image/webp",
		"\x00\x00\x00\x20ftypavif\x00": "image/avif",
		"<svg xmlns='x'/>":             "", "<html>": "", "": "", "%PDF-1.7": "", "plain": "",
	} {
		if got := pictureType([]byte(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPictureCacheDropsTheLongestUnseen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := newPictureCache(dir, 1000)
	name := func(i int) string { return PictureHash(string(rune('a' + i))) }
	for i := range 10 {
		if err := c.put(name(i), make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
		seen := time.Now().Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(c.path(name(i)), seen, seen); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := c.get(name(0)); !ok { // looked at again, so not the oldest any more
		t.Fatal("the first picture is gone already")
	}
	if err := c.put(name(10), make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	var left []int
	for i := range 11 {
		if _, err := os.Stat(c.path(name(i))); err == nil {
			left = append(left, i)
		}
	}
	if diff := cmp.Diff([]int{0, 3, 4, 5, 6, 7, 8, 9, 10}, left); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	strays, err := filepath.Glob(filepath.Join(dir, "*", ".new-*"))
	if err != nil || len(strays) > 0 {
		t.Errorf("left behind %v, %v", strays, err)
	}
}

func TestPasswordsAreComparedByTheirHash(t *testing.T) {
	t.Parallel()
	p := newPasswords()
	hash, err := p.hash(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	other, err := p.hash(t.Context(), "correct horse battery")
	if err != nil || other == hash {
		t.Errorf("equal passwords have equal hashes: %v", err)
	}
	for _, tc := range []struct {
		password, hash string
		want           bool
	}{
		{"correct horse battery", hash, true}, {"correct horse batterz", hash, false}, {"", hash, false}, {"", "", false}, {"x", "", false},
	} {
		if got, err := p.matches(t.Context(), tc.password, tc.hash); err != nil || got != tc.want {
			t.Errorf("%q: got %v, %v", tc.password, got, err)
		}
	}
	if _, err := p.matches(t.Context(), "x", "plain"); err == nil {
		t.Error("a hash of unknown form is compared")
	}
}
