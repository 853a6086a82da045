package mirror_test

import (
	"cmp"
	"context"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// BenchmarkFullSync prints how long a full sync of 5,000 items of 8 kB takes
// at 80 ms a call, against the floor of the network, and how much memory it
// needs; see bench/ for the promise.
func BenchmarkFullSync(b *testing.B) {
	const items, latency, inFlight = 5_000, 80 * time.Millisecond, 2
	for _, engine := range testkit.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			for range b.N {
				e := newEnv(b, testkit.Store(b, engine))
				must(b, e.sandbox.Seed(appID, sandbox.Sample{History: items, BodySize: 8 << 10}))
				e.wx.SetQuota(listPath, 10_000)
				e.sandbox.SetLatency(latency)
				run, err := e.Start(b.Context(), appID, tuwen.Full, true, "bench")
				must(b, err)
				began := time.Now()
				for run.State.Active() {
					must(b, e.WorkOnce(b.Context(), run))
					run = e.run(b, run.ID)
				}
				took := time.Since(began)
				floor := time.Duration(run.Calls) * latency / inFlight
				b.ReportMetric(took.Seconds(), "s")
				b.ReportMetric(took.Seconds()/floor.Seconds(), "×floor")
				if run.State != tuwen.SyncFinished || run.Added != items {
					b.Fatalf("got %+v", run)
				}
			}
		})
	}
}

func (e *env) run(b *testing.B, id string) tuwen.SyncRun {
	b.Helper()
	var run tuwen.SyncRun
	must(b, e.db.Read(b.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		run, err = tx.Syncs.ByID(ctx, id)
		return err
	}))
	return run
}

// BenchmarkFollowerSync reads 1,000,000 followers, or as many as
// TUWEN_BENCH_CONTACTS says, with what WeChat tells of each. The floor is the
// network: a page of the list names where the next begins, the details of 100
// each are asked for two at a time.
func BenchmarkFollowerSync(b *testing.B) {
	const latency, inFlight, page = 80 * time.Millisecond, 2, 10_000
	followers, err := strconv.Atoi(cmp.Or(os.Getenv("TUWEN_BENCH_CONTACTS"), "1000000"))
	must(b, err)
	for _, engine := range testkit.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			for range b.N {
				e := newEnv(b, testkit.Store(b, engine))
				must(b, e.wx.BulkFollowers(followers))
				e.sandbox.SetLatency(latency)
				run, err := e.Start(b.Context(), appID, tuwen.Followers, true, "bench")
				must(b, err)
				began := time.Now()
				for run.State.Active() {
					must(b, e.WorkOnce(b.Context(), run))
					run = e.run(b, run.ID)
				}
				took := time.Since(began)
				pages := (followers + page - 1) / page
				floor := time.Duration(pages)*latency + time.Duration(run.Calls-pages)*latency/inFlight
				b.ReportMetric(took.Seconds(), "s")
				b.ReportMetric(took.Seconds()/floor.Seconds(), "×floor")
				if run.State != tuwen.SyncFinished || run.Added != followers {
					b.Fatalf("got %+v", run)
				}
			}
		})
	}
}
