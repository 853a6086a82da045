package sandbox_test

import (
	"bytes"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"strings"
	"testing"
	"time"
)

func (b *bench) picture(address, referer string) (reply, image.Config) {
	b.t.Helper()
	header := http.Header{}
	if referer != "" {
		header.Set("Referer", referer)
	}
	r := b.send("GET", strings.TrimPrefix(address, b.url), nil, header)
	cfg, _, err := image.DecodeConfig(bytes.NewReader(r.body))
	if err != nil {
		b.t.Fatalf("%s is no picture: %v", address, err)
	}
	return r, cfg
}

func TestPictureHostRefusesForeignPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cover := b.draft("一").Articles[0].ThumbURL
	if !strings.HasPrefix(cover, b.url+"/mmbiz_jpg/") || !strings.HasSuffix(cover, "/0?wx_fmt=jpeg") {
		t.Fatalf("cover address %q", cover)
	}
	direct, size := b.picture(cover, "")
	if size.Width != 900 || size.Height != 383 || direct.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("a cover is %d × %d, %s", size.Width, size.Height, direct.header.Get("Content-Type"))
	}
	for _, own := range []string{b.url + "/s?x", "https://mp.weixin.qq.com/s/abc"} {
		if r, _ := b.picture(cover, own); !bytes.Equal(r.body, direct.body) {
			t.Errorf("a page of %s does not get the picture", own)
		}
	}
	for _, foreign := range []string{"http://127.0.0.1:8080/materials", "https://example.com/", "https://weixin.qq.com.example.com/", "http://evil-qq.com/", "%zz"} {
		r, size := b.picture(cover, foreign)
		if r.status != 200 || bytes.Equal(r.body, direct.body) || size.Width == 900 {
			t.Errorf("a page of %s gets the picture", foreign)
		}
	}
}

func TestPicturesAreTheSameEachTimeAndComeInSizes(t *testing.T) {
	t.Parallel()
	b, other := newBench(t), newBench(t)
	mine, theirs := b.draft("同题").Articles[0].ThumbURL, other.draft("同题").Articles[0].ThumbURL
	first, _ := b.picture(mine, "")
	second, _ := other.picture(theirs, "")
	if !bytes.Equal(first.body, second.body) {
		t.Error("one id was drawn in two ways")
	}
	if _, size := b.picture(strings.Replace(mine, "/0?", "/300?", 1), ""); size.Width != 300 {
		t.Errorf("size 300 is %d wide", size.Width)
	}
	r, _ := b.picture(strings.Replace(mine, "/mmbiz_jpg/", "/mmbiz_png/", 1), "")
	if r.header.Get("Content-Type") != "image/png" {
		t.Errorf("png is %s", r.header.Get("Content-Type"))
	}
	for _, path := range []string{"/mmbiz_jpg/nothing/0", "/mmbiz_jpg/" + strings.Repeat("z", 43) + "/0", strings.TrimPrefix(strings.Replace(mine, "/0?", "/7?", 1), b.url)} {
		if r := b.send("GET", path, nil, nil); r.status != 404 {
			t.Errorf("%s: HTTP %d, want 404", path, r.status)
		}
	}
}

func TestArticlePageIsReadableAndWithoutScripts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := itemOf("题目 <b>")
	it.Articles[0].Content = `<p>正文</p><script>alert(1)</script><img class="x" data-src="http://h/p.jpg">`
	it.CreateTime = time.Date(2021, 10, 23, 9, 5, 0, 0, beijing)
	added, err := b.acct.AddHistory(it)
	if err != nil {
		t.Fatal(err)
	}
	address, _, _ := strings.Cut(added.Articles[0].URL, "#")
	if !strings.Contains(address, "/s?__biz=") || !strings.HasSuffix(added.Articles[0].URL, "#rd") {
		t.Fatalf("address %q", added.Articles[0].URL)
	}
	r := b.send("GET", strings.TrimPrefix(address, b.url), nil, nil)
	for _, want := range []string{"题目 &lt;b&gt;", "青禾生活", "2021年10月23日 09:05", "<p>正文</p>", `<img class="x" src="http://h/p.jpg">`} {
		if !strings.Contains(string(r.body), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	policy := r.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") {
		t.Errorf("policy %q", policy)
	}
	if err := b.acct.DeleteHistory(added.MediaID); err != nil {
		t.Fatal(err)
	}
	if r := b.send("GET", strings.TrimPrefix(address, b.url), nil, nil); r.status != 404 || !strings.Contains(string(r.body), "找不到这篇文章") {
		t.Errorf("a deleted article: HTTP %d", r.status)
	}
	for _, bad := range []string{"/s", "/s?__biz=x&mid=1&idx=1", address[len(b.url):strings.Index(address, "&idx")] + "&idx=9"} {
		if r := b.send("GET", bad, nil, nil); r.status != 404 {
			t.Errorf("%s: HTTP %d, want 404", bad, r.status)
		}
	}
}
