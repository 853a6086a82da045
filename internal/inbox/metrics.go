package inbox

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tuwen/tuwen/wechat/callback"
)

// metrics counts pushes. No label says who pushed what.
type metrics struct {
	pushes  *prometheus.CounterVec
	refused *prometheus.CounterVec
	size    prometheus.Histogram
	took    prometheus.Histogram
}

func newMetrics() *metrics {
	return &metrics{
		pushes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tuwen_pushes_total",
			Help: "Pushes of WeChat by outcome: stored, repeat, or unanswered, of which WeChat sends a repeat.",
		}, []string{"app_id", "outcome"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tuwen_pushes_refused_total",
			Help: "What came to an account's callback address and was refused, by reason.",
		}, []string{"app_id", "reason"}),
		size: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tuwen_push_group_size", Help: "Pushes committed in one transaction.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64},
		}),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tuwen_push_commit_seconds", Help: "Time to commit a group of pushes.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .5, 2, 5},
		}),
	}
}

func (m *metrics) group(size int, took time.Duration) {
	m.size.Observe(float64(size))
	m.took.Observe(took.Seconds())
}

// counts are those of an account.
type counts struct {
	stored, repeats, unanswered prometheus.Counter
	refusals                    *prometheus.CounterVec
}

func (m *metrics) of(appID string) counts {
	outcome := func(o string) prometheus.Counter { return m.pushes.WithLabelValues(appID, o) }
	c := counts{
		stored: outcome("stored"), repeats: outcome("repeat"), unanswered: outcome("unanswered"),
		refusals: m.refused.MustCurryWith(prometheus.Labels{"app_id": appID}),
	}
	for _, r := range callback.Reasons() {
		c.refusals.WithLabelValues(string(r)) // there before the first
	}
	return c
}

func (c counts) refused(reason string) { c.refusals.WithLabelValues(reason).Inc() }

// Describe is part of prometheus.Collector.
func (in *Inbox) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(in, out) }

// Collect is part of prometheus.Collector.
func (in *Inbox) Collect(out chan<- prometheus.Metric) {
	for _, c := range []prometheus.Collector{in.metrics.pushes, in.metrics.refused, in.metrics.size, in.metrics.took} {
		c.Collect(out)
	}
}
