package mirror

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
)

// Config is what [New] needs. DB, Connect and Jobs are required.
type Config struct {
	DB      *store.DB
	Connect *connect.Connect
	Jobs    *job.Jobs
	Now     func() time.Time // nil: the system's clock
	Log     *slog.Logger
	// Hash makes the keyed hash by which alone somebody who was erased is known
	// again: the same as for pushes. Runs of the followers need it.
	Hash func(appID, openID string) string
	// InFlight is how many pages of an account are asked for at once; 0 means
	// 2. After a 45011 it is one.
	InFlight int
	// Sleep waits between tries; nil means a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random returns a number in [0, 1) by which waits are spread; nil means
	// a random one.
	Random func() float64
}

// Mirror syncs and reads. It is safe for concurrent use.
type Mirror struct {
	db       *store.DB
	connect  *connect.Connect
	jobs     *job.Jobs
	now      func() time.Time
	log      *slog.Logger
	hash     func(appID, openID string) string
	inFlight int
	sleep    func(ctx context.Context, d time.Duration) error
	random   func() float64
}

// New returns a Mirror. Its handlers are added by [Mirror.Register].
func New(cfg Config) *Mirror {
	m := &Mirror{
		db: cfg.DB, connect: cfg.Connect, jobs: cfg.Jobs, now: cfg.Now, log: cfg.Log, hash: cfg.Hash,
		inFlight: cfg.InFlight, sleep: cfg.Sleep, random: cfg.Random,
	}
	if m.now == nil {
		m.now = time.Now
	}
	if m.log == nil {
		m.log = slog.New(slog.DiscardHandler)
	}
	if m.inFlight <= 0 {
		m.inFlight = 2
	}
	if m.sleep == nil {
		m.sleep = sleep
	}
	if m.random == nil {
		m.random = rand.Float64
	}
	return m
}

// Register adds the handlers of this package's jobs. It is called before the
// jobs are run.
func (m *Mirror) Register(workers *river.Workers) {
	river.AddWorker(workers, &syncWorker{mirror: m})
	river.AddWorker(workers, &reviveWorker{mirror: m})
	river.AddWorker(workers, &checkWorker{mirror: m})
	river.AddWorker(workers, &purgeWorker{mirror: m})
}

// Periodic returns the jobs of this package that are inserted by the clock.
func Periodic() []*river.PeriodicJob {
	every := func(d time.Duration, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(d),
			func() (river.JobArgs, *river.InsertOpts) { return args, nil },
			&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true})
	}
	return []*river.PeriodicJob{
		every(5*time.Minute, ReviveArgs{}),
		every(time.Hour, CheckArgs{}),
		every(time.Hour, PurgeArgs{}),
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// spread returns d plus up to half of it, so that waits do not end together.
func (m *Mirror) spread(d time.Duration) time.Duration {
	return d + time.Duration(m.random()*float64(d)/2)
}
