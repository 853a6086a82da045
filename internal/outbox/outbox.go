package outbox

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Config is what [New] needs. DB, Connect and Jobs are required.
type Config struct {
	DB      *store.DB
	Connect *connect.Connect
	Jobs    *job.Jobs
	Now     func() time.Time // nil: the system's clock
	Log     *slog.Logger
	// KeepEvents is how many days events and messages are kept; 0 or less
	// means for ever.
	KeepEvents int
	// Secret opens what webhooks are signed with; required where there are
	// webhooks. PrivateWebhooks lets them lead to addresses inside the network.
	Secret          func(appID string, sealed tuwen.Sealed) ([]byte, error)
	PrivateWebhooks bool
	// Random returns a number in [0, 1) by which waits are spread; nil means
	// a random one.
	Random func() float64
}

// Outbox sends. It is safe for concurrent use.
type Outbox struct {
	db      *store.DB
	connect *connect.Connect
	jobs    *job.Jobs
	now     func() time.Time
	log     *slog.Logger
	keep    int
	random  func() float64

	secret   func(appID string, sealed tuwen.Sealed) ([]byte, error)
	webhooks *http.Client
}

// New returns an Outbox. Its handlers are added by [Outbox.Register].
func New(cfg Config) *Outbox {
	o := &Outbox{
		db: cfg.DB, connect: cfg.Connect, jobs: cfg.Jobs, now: cfg.Now, log: cfg.Log, keep: cfg.KeepEvents, random: cfg.Random,
		secret: cfg.Secret, webhooks: connect.StrangerClient(10, cfg.PrivateWebhooks),
	}
	if o.now == nil {
		o.now = time.Now
	}
	if o.log == nil {
		o.log = slog.New(slog.DiscardHandler)
	}
	if o.random == nil {
		o.random = rand.Float64
	}
	return o
}

// Register adds the handlers of this package's jobs. It is called before the
// jobs are run.
func (o *Outbox) Register(workers *river.Workers) {
	river.AddWorker(workers, &sendWorker{outbox: o})
	river.AddWorker(workers, &plannedWorker{outbox: o})
	river.AddWorker(workers, &webhookWorker{outbox: o})
	river.AddWorker(workers, &sweepWorker{outbox: o})
	river.AddWorker(workers, &tagWorker{outbox: o})
	river.AddWorker(workers, &codesWorker{outbox: o})
	river.AddWorker(workers, &makeWorker{outbox: o})
	river.AddWorker(workers, &massWorker{outbox: o})
	river.AddWorker(workers, &resultWorker{outbox: o})
	river.AddWorker(workers, &publishWorker{outbox: o})
	river.AddWorker(workers, &purgeWorker{outbox: o})
}

// Periodic returns the jobs of this package that are inserted by the clock.
func Periodic() []*river.PeriodicJob {
	every := func(d time.Duration, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(d),
			func() (river.JobArgs, *river.InsertOpts) { return args, nil },
			&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true})
	}
	return []*river.PeriodicJob{
		every(time.Minute, SweepArgs{}),
		every(time.Hour, CodesArgs{}),
		every(time.Hour, PurgeArgs{}),
	}
}

// callFor is how long one call may take here: less than the client's own
// patience, so that a job ends in time.
const callFor = 20 * time.Second

// short reports whether a job has too little time left for another call, or
// is asked to stop.
func (o *Outbox) short(ctx context.Context) bool {
	select {
	case <-o.jobs.Stopping():
		return true
	case <-ctx.Done():
		return true
	default:
	}
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < callFor
}

// turnLease is how long an account's work of a kind is one job's after it was
// last heard of: longer than a job lives.
const turnLease = 2 * job.Timeout

// inTurn calls look in a transaction, unless another holder has the turn, and
// gives the turn back in the same transaction where look found nothing to do:
// what comes after that has a job of its own, which gets the turn.
func (o *Outbox) inTurn(ctx context.Context, turn, holder string, look func(ctx context.Context, tx *store.Tx) (found bool, err error)) error {
	return o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := o.now()
		ours, err := tx.Leases.Acquire(ctx, turn, holder, now, now.Add(turnLease))
		if err != nil || !ours {
			return err
		}
		found, err := look(ctx, tx)
		if err != nil || found {
			return err
		}
		return tx.Leases.Release(ctx, turn, holder)
	})
}

// spread returns d plus up to half of it, so that waits do not end together.
func (o *Outbox) spread(d time.Duration) time.Duration {
	return d + time.Duration(o.random()*float64(d)/2)
}
