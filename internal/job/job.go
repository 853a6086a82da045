// Package job is durable background work: a thin wiring of River on the
// console's own database, SQLite or PostgreSQL.
//
// A job is inserted in the transaction that needs it, so that it exists if and
// only if that transaction was committed. A job may run more than once: after
// a crash it is given back, so handlers are idempotent. No job runs longer
// than [Timeout]; longer work does a slice, commits a checkpoint together with
// the job that goes on, and returns.
//
// Never snooze a job and never let it wait by sleeping: River reckons snoozes
// by the system's clock, also where the console's clock was moved. Insert the
// next job with its ScheduledAt instead.
package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"github.com/tuwen/tuwen/internal/store"
)

// The limits of every job.
const (
	Timeout     = 30 * time.Second // a job's context ends then
	rescueAfter = 45 * time.Second // a job of a dead node is given back then
	pollEvery   = 200 * time.Millisecond
	stopWithin  = 10 * time.Second
)

// Config is what [Open] needs.
type Config struct {
	DB *store.DB
	// Workers are the handlers of all kinds of jobs. They may be added until
	// Run. Nil means that this process only inserts.
	Workers *river.Workers
	// Periodic jobs are inserted by one node of all.
	Periodic []*river.PeriodicJob
	// Node names this machine, the same after a restart. With it, what a
	// process was doing when it died is given back at its next start; without
	// it, on PostgreSQL, only after a minute or so. Several processes may
	// have one name: each works under a number of its own.
	Node string
	// Claimed, where set, is told by Run under which name this process works,
	// before it works anything: it takes up what an earlier process of that
	// name left. That process is dead. The name is also the last of a job's
	// AttemptedBy; [NodeOf] returns it.
	Claimed func(ctx context.Context, node string) error
	// Now, where set, is the clock by which jobs are due; nil means the
	// system's.
	Now func() time.Time
	Log *slog.Logger
}

// Jobs inserts jobs and, in [Jobs.Run], works them. It is safe for concurrent
// use.
type Jobs struct {
	cfg      Config
	db       *store.DB
	insert   *river.Client[*sql.Tx]
	log      *slog.Logger
	stopping chan struct{}
}

// Open returns jobs on a migrated database; see [Migrate]. Nothing is worked
// before [Jobs.Run].
func Open(_ context.Context, cfg Config) (*Jobs, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	j := &Jobs{cfg: cfg, db: cfg.DB, log: cfg.Log, stopping: make(chan struct{})}
	rc := j.config()
	rc.SkipUnknownJobCheck = true // who inserts need not work it
	var err error
	if j.insert, err = river.NewClient(driver(cfg.DB), rc); err != nil {
		return nil, fmt.Errorf("open jobs: %w", err)
	}
	return j, nil
}

func (j *Jobs) config() *river.Config {
	rc := &river.Config{
		JobTimeout:           Timeout,
		RescueStuckJobsAfter: rescueAfter,
		FetchCooldown:        pollEvery / 2,
		FetchPollInterval:    pollEvery,
		Logger:               slog.New(quiet{j.log.Handler()}),
		Workers:              j.cfg.Workers,
	}
	if j.cfg.Now != nil {
		rc.Test.Time = clock{j.cfg.Now}
		// River's cleaner reads the system's clock, and by it takes what a
		// clock that lies behind has just ended for days old: -1 is never.
		rc.CancelledJobRetentionPeriod, rc.CompletedJobRetentionPeriod, rc.DiscardedJobRetentionPeriod = -1, -1, -1
	}
	return rc
}

// working returns a client that works jobs under a name that no other process
// has.
func (j *Jobs) working(name string) (*river.Client[*sql.Tx], error) {
	rc := j.config()
	rc.ID = name
	rc.PeriodicJobs = j.cfg.Periodic
	rc.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 10}}
	return river.NewClient(driver(j.db), rc)
}

// NodeOf returns the name under which the process works that works a job.
func NodeOf(row *rivertype.JobRow) string {
	if n := len(row.AttemptedBy); n > 0 {
		return row.AttemptedBy[n-1]
	}
	return ""
}

func driver(db *store.DB) riverdriver.Driver[*sql.Tx] {
	if db.Engine() == store.SQLite {
		return riversqlite.New(db.SQL())
	}
	return riverdatabasesql.New(db.SQL())
}

// Migrate brings River's own tables up to date. It may be called by several
// nodes at once: on PostgreSQL it takes a lock, on SQLite there is one
// process.
func Migrate(ctx context.Context, db *store.DB) error {
	unlock, err := lockMigration(ctx, db)
	if err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	defer unlock()
	m, err := rivermigrate.New(driver(db), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	return nil
}

// Insert inserts a job in the caller's transaction. opts may be nil.
func (j *Jobs) Insert(ctx context.Context, tx *store.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := j.insert.InsertTx(ctx, tx.SQL(), args, opts); err != nil {
		return fmt.Errorf("insert job %s: %w", args.Kind(), err)
	}
	return nil
}

// InsertMany inserts jobs in the caller's transaction, as one statement where
// the engine can.
func (j *Jobs) InsertMany(ctx context.Context, tx *store.Tx, jobs []river.InsertManyParams) error {
	if len(jobs) == 0 {
		return nil
	}
	if _, err := j.insert.InsertManyFastTx(ctx, tx.SQL(), jobs); err != nil {
		return fmt.Errorf("insert %d jobs: %w", len(jobs), err)
	}
	return nil
}

// Stopping is closed when [Jobs.Run] begins to stop: a handler that works in
// slices ends its slice then.
func (j *Jobs) Stopping() <-chan struct{} { return j.stopping }

// Run works jobs until ctx ends and returns when all that was in hand has
// been finished or given back; nil too where ctx ended before any was. It is
// called once.
func (j *Jobs) Run(ctx context.Context) error {
	name, release, err := j.claim(ctx)
	if ctx.Err() != nil && err != nil {
		return nil //nolint:nilerr // it was stopped while it began
	}
	if err != nil {
		return fmt.Errorf("run jobs: %w", err)
	}
	defer release()
	if j.cfg.Claimed != nil {
		err := j.cfg.Claimed(ctx, name)
		if ctx.Err() != nil && err != nil {
			return nil //nolint:nilerr // as above
		}
		if err != nil {
			return fmt.Errorf("take up what %s left: %w", name, err)
		}
	}
	client, err := j.working(name)
	if err != nil {
		return fmt.Errorf("run jobs: %w", err)
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("run jobs: %w", err)
	}
	<-ctx.Done()
	close(j.stopping)
	return stop(context.WithoutCancel(ctx), client)
}

// stop lets handlers end by themselves first; then their contexts end.
func stop(ctx context.Context, client *river.Client[*sql.Tx]) error {
	soft, cancel := context.WithTimeout(ctx, stopWithin)
	defer cancel()
	err := client.Stop(soft)
	if errors.Is(err, context.DeadlineExceeded) {
		hard, cancel := context.WithTimeout(ctx, stopWithin/2)
		defer cancel()
		err = client.StopAndCancel(hard)
	}
	if err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// clock lets River follow a clock that can be moved.
type clock struct{ now func() time.Time }

func (c clock) NowUTC() time.Time { return c.now().UTC() }

func (c clock) NowUTCOrNil() *time.Time {
	t := c.NowUTC()
	return &t
}

// quiet drops what River says below a warning, and that its own stopping
// stopped it: an enqueuer of periodic jobs that is stopped in the second it
// waits before its start calls that an error.
type quiet struct{ slog.Handler }

func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	if ctx.Err() != nil && canceled(r) {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}

// canceled reports whether the record tells of nothing but a context that was
// canceled. River logs the texts of errors, not the errors.
func canceled(r slog.Record) (only bool) {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "error" || a.Key == "err" {
			only = strings.HasSuffix(a.Value.String(), context.Canceled.Error())
		}
		return !only
	})
	return only
}

func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}

func (q quiet) WithAttrs(a []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(a)} }

func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
