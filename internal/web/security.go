package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// guard refuses requests that another site's page makes a browser send, where
// they would change something. A bearer token is not sent by a browser on its
// own and is exempt.
func guard(publicURL string, next http.Handler) http.Handler {
	c := http.NewCrossOriginProtection()
	if u, err := url.Parse(publicURL); err == nil && u.Host != "" {
		_ = c.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	c.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, &ProblemDetails{
			Title: "Forbidden", Status: http.StatusForbidden, Code: "request.cross_site",
			Detail: "this request came from another site's page",
		})
	}))
	protected := c.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if bearer(r) != "" {
			next.ServeHTTP(w, r)
			return
		}
		protected.ServeHTTP(w, r)
	})
}

// legible refuses addresses that hold what no text does: NUL and other
// control characters, or bytes that are not UTF-8. A database may refuse them
// too, but only after it was asked.
func legible(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ok := isText(r.URL.Path)
		q, err := url.ParseQuery(r.URL.RawQuery)
		ok = ok && err == nil
		for name, values := range q {
			ok = ok && isText(name) && isText(strings.Join(values, ""))
		}
		if !ok {
			writeProblem(w, &ProblemDetails{
				Title: "Bad Request", Status: http.StatusBadRequest, Code: "request.address",
				Detail: "the address holds what is not text",
			})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

// headers sets what every answer carries.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}

// watched measures a request, writes its line into the log, and answers for
// one that panicked. The line has the route's pattern, never the query or a
// header: those may hold a secret.
func (w *Web) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		started := time.Now()
		rec := &recorder{ResponseWriter: rw}
		trail := &trail{}
		defer func() {
			if cause := recover(); cause != nil {
				if cause == http.ErrAbortHandler { //nolint:errorlint // documented to be compared so
					panic(cause)
				}
				w.log.ErrorContext(r.Context(), "request panicked", "panic", cause, "stack", string(debug.Stack()))
				if rec.status == 0 {
					writeProblem(rec, problemOf(r.Context(), w.log, tuwen.Errorf(tuwen.Internal, "internal", "something went wrong here; the log has the cause")))
				}
			}
			w.metrics.observe(trail.pattern, r.Method, rec.code(), time.Since(started))
			w.log.DebugContext(r.Context(), "request", "method", r.Method, "route", trail.pattern, "status", rec.code(),
				"ms", time.Since(started).Milliseconds(), "from", w.peer.address(r))
		}()
		next.ServeHTTP(rec, r.WithContext(withTrail(r.Context(), trail)))
	})
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status != 0 {
		return // huma says 499 of an answer that is cut off in its middle
	}
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap lets a stream flush.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// writeProblem answers outside of huma's handlers.
func writeProblem(w http.ResponseWriter, p *ProblemDetails) {
	h := w.Header()
	for name, values := range p.GetHeaders() {
		h[name] = values
	}
	h.Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(p)
}

// isAPI reports whether a path belongs to the API, whose failures are
// problems and never the UI's page.
func isAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }
