package web

import (
	"context"
	"crypto/rand"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Config is what [New] needs. Desk, Sessions and Callback must be set.
type Config struct {
	Desk *desk.Desk
	// Sessions keeps sessions by a hash of their token.
	Sessions scs.CtxStore
	// UI is the built console, with index.html at its root or under dist;
	// without it a plain page says how to build it.
	UI fs.FS
	// Ready tells whether the console can work; nil means always.
	Ready func(ctx context.Context) error
	// Callback takes WeChat's pushes, whose account is the path's app_id.
	Callback http.Handler
	// Collectors are metrics of others, to be shown with ours.
	Collectors []prometheus.Collector
	// PublicURL is where people and WeChat reach the console. https makes
	// cookies secure.
	PublicURL string
	// TrustedProxies are the networks whose X-Forwarded headers are believed.
	TrustedProxies []netip.Prefix
	// Key signs the addresses of pictures. All nodes need the same; without
	// one it is drawn at the start.
	Key []byte
	// Now is the time by which signed addresses end; nil is the real one.
	Now     func() time.Time
	Log     *slog.Logger
	Version string
	Commit  string
}

// Web answers all requests to the console. It is safe for concurrent use.
type Web struct {
	desk     *desk.Desk
	log      *slog.Logger
	signer   signer
	peer     peer
	metrics  *metrics
	ready    func(context.Context) error
	handler  http.Handler
	stopping chan struct{}
	stop     sync.Once
	// strangers bounds what is served to who is not signed in.
	strangers strangers
}

// New returns the console's handler; it fails only where the built UI cannot
// be read.
func New(c Config) (*Web, error) {
	c = c.defaults()
	ui, err := newConsole(c.UI)
	if err != nil {
		return nil, err
	}
	w := &Web{
		desk: c.Desk, log: c.Log, ready: c.Ready, metrics: newMetrics(),
		signer:   signer{key: c.Key, now: c.Now},
		peer:     peer{proxies: c.TrustedProxies, https: strings.HasPrefix(c.PublicURL, "https://")},
		stopping: make(chan struct{}),
	}
	w.metrics.registry.MustRegister(append(c.Collectors, figures{desk: c.Desk, log: c.Log})...)
	sess := newSessions(c.Sessions, c.Desk, w.peer, c.Log)
	w.handler = w.watched(headers(w.routes(c, sess, ui)))
	return w, nil
}

func (c Config) defaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if len(c.Key) == 0 {
		c.Key = make([]byte, 32)
		_, _ = rand.Read(c.Key)
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	return c
}

// routes is every address of the console on one page. Sessions are read for
// the API and the previews only.
func (w *Web) routes(c Config, sess *sessions, ui *console) http.Handler {
	signedIn := http.NewServeMux()
	newAPI(signedIn, &api{
		desk: c.Desk, sessions: sess, log: c.Log, link: links{publicURL: c.PublicURL}, stopping: w.stopping,
		version: Version{Version: c.Version, Commit: c.Commit, Go: runtime.Version()},
	})
	signedIn.HandleFunc("GET "+prefix+"/accounts/{app_id}/pictures/{hash}", w.picture)
	signedIn.HandleFunc("GET /preview/{app_id}/{media_id}/{index}", w.preview)
	signedIn.HandleFunc("GET /metrics", w.ownMetrics)
	signedIn.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		writeProblem(rw, problemOf(r.Context(), w.log, tuwen.Errorf(tuwen.NotFound, "route.none", "there is nothing at this address; /docs lists what there is")))
	})
	guarded := guard(c.PublicURL, legible(sess.wrap(traced(signedIn))))

	mux := http.NewServeMux()
	mux.Handle("/api/", guarded)
	mux.Handle("/preview/", guarded)
	mux.Handle("/metrics", guarded)
	open := http.NewServeMux()
	open.HandleFunc("GET /healthz", func(rw http.ResponseWriter, _ *http.Request) { plain(rw, http.StatusOK, "ok") })
	open.HandleFunc("GET /readyz", w.readyz)
	open.HandleFunc("GET /openapi.yaml", openapiFile)
	open.HandleFunc("GET /docs", docsPage)
	open.Handle("GET /q/{file}", legible(http.HandlerFunc(w.publicCode)))
	open.Handle("GET /callback/{app_id}", legible(c.Callback))
	open.Handle("POST /callback/{app_id}", c.Callback)
	// Not "GET /": that pattern would clash with the ones above.
	open.Handle("/", ui)
	mux.Handle("/", traced(open))
	return mux
}

// ServeHTTP answers a request.
func (w *Web) ServeHTTP(rw http.ResponseWriter, r *http.Request) { w.handler.ServeHTTP(rw, r) }

// Stop ends the streams that are open, so that a server can shut down: hand
// it to http.Server.RegisterOnShutdown. It may be called more than once.
func (w *Web) Stop() { w.stop.Do(func() { close(w.stopping) }) }

// Metrics returns the handler of /metrics for a listener of its own, which
// asks nobody who they are.
func (w *Web) Metrics() http.Handler { return w.metrics.handler() }

// ownMetrics shows the metrics to an administrator.
func (w *Web) ownMetrics(rw http.ResponseWriter, r *http.Request) {
	if err := actorOf(r.Context()).May(tuwen.Admin); err != nil {
		writeProblem(rw, problemOf(r.Context(), w.log, err))
		return
	}
	w.metrics.handler().ServeHTTP(rw, r)
}

func (w *Web) readyz(rw http.ResponseWriter, r *http.Request) {
	if w.ready != nil {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := w.ready(ctx); err != nil {
			w.log.WarnContext(ctx, "not ready", "err", err)
			plain(rw, http.StatusServiceUnavailable, "not ready")
			return
		}
	}
	plain(rw, http.StatusOK, "ready")
}

func plain(rw http.ResponseWriter, status int, text string) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	rw.WriteHeader(status)
	_, _ = rw.Write([]byte(text + "\n"))
}
