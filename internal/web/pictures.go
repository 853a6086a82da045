package web

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// signer signs the addresses of pictures for frames that send no cookie.
type signer struct {
	key []byte
	now func() time.Time
}

// signedFor is how long a signed address works at least; it works for twice
// as long at most. The end is rounded, so that a page seen twice within the
// hour finds its pictures in the browser's cache.
const signedFor = time.Hour

// path returns a picture's signed address.
func (s signer) path(appID, hash string) string {
	end := s.now().Add(2 * signedFor).Truncate(signedFor).Unix()
	return fmt.Sprintf("%s/accounts/%s/pictures/%s?e=%d&s=%s", prefix, url.PathEscape(appID), hash, end, s.sign(appID, hash, end))
}

// valid reports whether the signature is ours and its time not over.
func (s signer) valid(appID, hash, end, signature string) bool {
	e, err := strconv.ParseInt(end, 10, 64)
	if err != nil || s.now().Unix() > e {
		return false
	}
	return hmac.Equal([]byte(signature), []byte(s.sign(appID, hash, e)))
}

func (s signer) sign(appID, hash string, end int64) string {
	m := hmac.New(sha256.New, s.key)
	_, _ = fmt.Fprintf(m, "picture\n%s\n%s\n%d", appID, hash, end)
	return hex.EncodeToString(m.Sum(nil)[:16])
}

// picture serves a picture of an account's materials from our cache, to who
// is signed in and to who holds a signed address.
func (w *Web) picture(rw http.ResponseWriter, r *http.Request) {
	ctx, appID, hash := r.Context(), r.PathValue("app_id"), r.PathValue("hash")
	q := r.URL.Query()
	if actorOf(ctx).Role == "" && !w.signer.valid(appID, hash, q.Get("e"), q.Get("s")) {
		writeProblem(rw, problemOf(ctx, w.log, actorOf(ctx).May(tuwen.Viewer)))
		return
	}
	etag := `"` + hash + `"`
	h := rw.Header()
	if r.Header.Get("If-None-Match") == etag && w.desk.Pictures.Kept(hash) {
		h.Set("ETag", etag)
		h.Set("Cache-Control", pictureCaching)
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	p, err := w.desk.Pictures.Open(ctx, appID, hash)
	if err != nil {
		writeProblem(rw, problemOf(ctx, w.log, err))
		return
	}
	h.Set("Content-Type", p.Type)
	h.Set("ETag", etag)
	h.Set("Cache-Control", pictureCaching)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Disposition", "inline")
	http.ServeContent(rw, r, "", time.Time{}, bytes.NewReader(p.Body))
}

// A picture never changes under its address.
const pictureCaching = "private, max-age=604800, immutable"
