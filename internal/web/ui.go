package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"
)

// noncePlaceholder stands in index.html where the nonce of an answer belongs.
const noncePlaceholder = "__CSP_NONCE__"

// console serves the built UI from memory, compressed once at the start.
type console struct {
	index []byte // nil: not built
	// strangers is the index without what only who is signed in needs: the
	// console's frame and what is fetched before any script runs.
	strangers []byte
	files     map[string]*file
}

// forSignedIn is what of index.html is for browsers with a session only.
var forSignedIn = regexp.MustCompile(`(?s)\s*<!--signed-in-->.*?<!--/signed-in-->`)

// file is one built file in both encodings.
type file struct {
	plain   []byte
	gzipped []byte // nil where it would not be smaller by a tenth
	media   string
	etag    string
}

// newConsole reads the UI; one without index.html is not built, which is not
// an error: the API works without.
func newConsole(ui fs.FS) (*console, error) {
	c := &console{files: map[string]*file{}}
	if ui == nil {
		return c, nil
	}
	if sub, err := fs.Sub(ui, "dist"); err == nil {
		if _, err := fs.Stat(ui, "dist"); err == nil {
			ui = sub
		}
	}
	err := fs.WalkDir(ui, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		b, err := fs.ReadFile(ui, name)
		if err != nil {
			return err
		}
		if name == "index.html" {
			c.index, c.strangers = b, forSignedIn.ReplaceAll(b, nil)
			return nil
		}
		f, err := newFile(name, b)
		c.files["/"+name] = f
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the built UI: %w", err)
	}
	return c, nil
}

func newFile(name string, b []byte) (*file, error) {
	sum := sha256.Sum256(b)
	f := &file{plain: b, etag: `"` + hex.EncodeToString(sum[:10]) + `"`, media: mediaTypes[path.Ext(name)]}
	if f.media == "" {
		f.media = mime.TypeByExtension(path.Ext(name))
	}
	if f.media == "" {
		f.media = "application/octet-stream"
	}
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if buf.Len() < len(b)*9/10 {
		f.gzipped = buf.Bytes()
	}
	return f, nil
}

// mediaTypes are those of the built files; the machine's own table may lack
// or differ in them.
var mediaTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
	".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json", ".png": "image/png",
	".ico": "image/x-icon", ".webmanifest": "application/manifest+json", ".map": "application/json",
}

// ServeHTTP answers with a built file, or with the page of the UI for every
// address that is one of its screens.
func (c *console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if f := c.files[r.URL.Path]; f != nil {
		c.serveFile(w, r, f)
		return
	}
	if !screen(r.URL.Path) {
		http.NotFound(w, r)
		return
	}
	c.serveIndex(w, r)
}

func (c *console) serveFile(w http.ResponseWriter, r *http.Request, f *file) {
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", f.etag)
	if strings.HasPrefix(r.URL.Path, "/assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	body := f.plain
	if f.gzipped != nil && acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", strings.TrimSuffix(f.etag, `"`)+`-gz"`)
		body = f.gzipped
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func (c *console) serveIndex(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/html; charset=utf-8")
	if c.index == nil {
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		w.WriteHeader(http.StatusServiceUnavailable)
		if r.Method != http.MethodHead {
			_, _ = w.Write([]byte(unbuilt))
		}
		return
	}
	nonce := newNonce()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src-elem 'self' 'nonce-"+nonce+"'; "+
		"style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; "+
		"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
	index := c.strangers
	if _, err := r.Cookie(cookieName); err == nil {
		index = c.index
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(bytes.ReplaceAll(index, []byte(noncePlaceholder), []byte(nonce)))
	}
}

// screen reports whether a path may be one of the UI's: no extension, and
// none of the places that answer for themselves.
func screen(p string) bool {
	if path.Ext(p) != "" || isAPI(p) || p == "/metrics" {
		return false
	}
	for _, own := range []string{"/callback/", "/preview/", "/docs", "/assets/"} {
		if strings.HasPrefix(p, own) {
			return false
		}
	}
	return true
}

func acceptsGzip(r *http.Request) bool {
	for _, v := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(v), ";")
		if name == "gzip" && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}

func newNonce() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

const unbuilt = `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>图文</title>
<style>body{margin:0;display:grid;place-items:center;min-height:100vh;background:#f3f5f1;color:#16211b;
font:15px/1.7 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:32em;padding:32px;background:#fff;border-radius:12px;box-shadow:0 0 0 1px #e6ebe5}
code{background:#f7f9f6;padding:2px 6px;border-radius:6px}</style>
<main><h1>界面还没有构建：运行 <code>make ui</code></h1>
<p>接口已经可用，说明见 <a href="/docs">/docs</a>。</p>
<p lang="en">The interface is not built yet: run <code>make ui</code>. The API works; see <a href="/docs">/docs</a>.</p></main></html>
`
