package web

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// metrics counts requests by the pattern of their route, never by what stood
// in it.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "tuwen_http_request_seconds",
			Help:    "Time to answer a request, by route.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
		}, []string{"route", "method", "status"}),
	}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) observe(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// trail is filled by the innermost handler for the outermost: between them
// the request is copied, and its pattern with it.
type trail struct{ pattern string }

type trailKey struct{}

func withTrail(ctx context.Context, t *trail) context.Context {
	return context.WithValue(ctx, trailKey{}, t)
}

// traced notes which route a request took.
func traced(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A panic in the handler must leave the pattern noted.
		defer func() {
			if t, ok := r.Context().Value(trailKey{}).(*trail); ok {
				t.pattern = r.Pattern
			}
		}()
		mux.ServeHTTP(w, r)
	})
}

// figures reads from the database, at each scrape, what the accounts have
// called today and which runs are under way.
type figures struct {
	desk *desk.Desk
	log  *slog.Logger
}

var (
	callsToday = prometheus.NewDesc("tuwen_wechat_calls_today", "Calls to WeChat of the Beijing day.",
		[]string{"app_id", "path", "spender"}, nil)
	callsLeft  = prometheus.NewDesc("tuwen_wechat_calls_left", "Calls left today.", []string{"app_id", "path"}, nil)
	syncActive = prometheus.NewDesc("tuwen_sync_active", "1 while a run is under way, by its state.",
		[]string{"app_id", "mode", "state"}, nil)
)

// Describe is part of prometheus.Collector.
func (f figures) Describe(out chan<- *prometheus.Desc) {
	out <- callsToday
	out <- callsLeft
	out <- syncActive
}

// Collect is part of prometheus.Collector.
func (f figures) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	all, err := f.desk.Figures.All(ctx)
	if err != nil {
		f.log.WarnContext(ctx, "figures not read", "err", err)
		return
	}
	gauge := func(d *prometheus.Desc, v int, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
	}
	for _, a := range all {
		for _, q := range a.Quotas {
			gauge(callsToday, q.ByPeople, a.AppID, q.Path, string(tuwen.ByPerson))
			gauge(callsToday, q.ByJobs, a.AppID, q.Path, string(tuwen.ByJob))
			if q.Limit > 0 {
				gauge(callsLeft, q.Left, a.AppID, q.Path)
			}
		}
		if a.Run != nil {
			gauge(syncActive, 1, a.AppID, string(a.Run.Mode), string(a.Run.State))
		}
	}
}
