package journey

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
)

// Lease is how long a batch may stand still before another node may take it.
const Lease = 10 * time.Second

const (
	pollEvery = 500 * time.Millisecond
	restsFor  = 10 * time.Second // after a journey's batch failed
)

// Config is what [New] needs. DB and Jobs are required.
type Config struct {
	DB   *store.DB
	Jobs *job.Jobs
	Now  func() time.Time // nil: the system's clock
	Log  *slog.Logger
	// Poll is how often it is looked who is due, by the system's clock; 0 is
	// twice a second.
	Poll time.Duration
	// Moved, where set, is told of every batch: how many were moved, and how
	// long the transaction took, with its commit.
	Moved func(people int, took time.Duration)
}

// Engine moves people. [Engine.Run] and [Engine.Step] are for one goroutine.
type Engine struct {
	db    *store.DB
	jobs  *job.Jobs
	now   func() time.Time
	log   *slog.Logger
	poll  time.Duration
	moved func(int, time.Duration)
	batch batchSize
	// graphs are versions that were read: they never change.
	graphs map[versionKey]*version
	// rests are journeys that failed, and until when they are left alone, by
	// the system's clock.
	rests map[store.AccountItem]time.Time
	// inhabited are the versions that people were in when it was looked last,
	// at freed, by journey.
	inhabited map[store.AccountItem]string
	freed     time.Time
}

// New returns an engine that moves nobody before it runs.
func New(c Config) *Engine {
	e := &Engine{
		db: c.DB, jobs: c.Jobs, now: c.Now, log: c.Log, poll: c.Poll, moved: c.Moved, batch: newBatchSize(c.DB.Engine()),
		graphs: map[versionKey]*version{}, rests: map[store.AccountItem]time.Time{},
		inhabited: map[store.AccountItem]string{},
	}
	if e.now == nil {
		e.now = time.Now
	}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.poll == 0 {
		e.poll = pollEvery
	}
	if e.moved == nil {
		e.moved = func(int, time.Duration) {}
	}
	return e
}

// Run moves who is due until ctx ends and the batch in hand is written.
func (e *Engine) Run(ctx context.Context) error {
	tick := time.NewTicker(e.poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		more, err := e.Step(ctx)
		if err != nil && ctx.Err() == nil {
			e.log.WarnContext(ctx, "nobody was moved through journeys", "err", err)
		}
		if more && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}

// Step does a little of everything that is due now: a slice of each journey
// that is to be emptied, one of a schedule, and a batch of who is due. more
// tells that something was done, and there may be more.
func (e *Engine) Step(ctx context.Context) (more bool, err error) {
	emptied, err := e.empty(ctx)
	if err != nil {
		return false, err
	}
	entered, err := e.schedule(ctx)
	if err != nil {
		return false, err
	}
	moved, err := e.due(ctx)
	if err != nil {
		return false, err
	}
	err = e.free(ctx)
	return emptied || entered || moved, err
}

// due moves a batch of the journey in which somebody has been due longest.
func (e *Engine) due(ctx context.Context) (moved bool, err error) {
	var all []store.DueJourney
	err = e.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err = tx.Enrollments.Due(ctx)
		return err
	})
	if err != nil {
		return false, err
	}
	slices.SortFunc(all, func(a, b store.DueJourney) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.AppID, b.AppID), cmp.Compare(a.ID, b.ID))
	})
	now := e.now()
	for _, j := range all {
		if j.Since.After(now) {
			break
		}
		if e.resting(store.AccountItem{AppID: j.AppID, ID: j.ID}) {
			continue
		}
		n, err := e.move(ctx, j)
		if err != nil {
			if ctx.Err() == nil {
				e.failed(ctx, store.AccountItem{AppID: j.AppID, ID: j.ID}, err)
			}
			continue
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, nil
}

// failed leaves a journey alone for a while, so that it keeps no other from
// being moved.
func (e *Engine) failed(ctx context.Context, k store.AccountItem, err error) {
	e.rests[k] = time.Now().Add(restsFor)
	e.log.ErrorContext(ctx, "the people of a journey could not be moved; they are tried again", "app_id", k.AppID, "journey", k.ID,
		"err", err)
}

func (e *Engine) resting(k store.AccountItem) bool {
	until, ok := e.rests[k]
	if ok && time.Now().After(until) {
		delete(e.rests, k)
		ok = false
	}
	return ok
}

// sliceOf is how many people enter by a schedule, or are taken out, in one
// transaction.
const sliceOf = 200

// empty takes people out of journeys that were stopped or deleted.
func (e *Engine) empty(ctx context.Context) (more bool, err error) {
	var all []store.EmptyingJourney
	err = e.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err = tx.Journeys.Emptying(ctx)
		return err
	})
	if err != nil {
		return false, err
	}
	for _, j := range all {
		err := e.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Enrollments.Empty(ctx, j, sliceOf, e.now())
			if err == nil && n < sliceOf {
				err = tx.Journeys.Emptied(ctx, j)
			}
			return err
		})
		if err != nil {
			return false, err
		}
	}
	return len(all) > 0, nil
}

// batchSize is how many people one transaction moves. SQLite writes nothing
// else meanwhile, so there it follows from how long the last ones took.
type batchSize struct {
	n        int
	adaptive bool
}

const (
	batchOf   = 500
	batchTime = 12 * time.Millisecond // SQLite is to be kept for less than 20 ms, with the commit
	leastOf   = 20
)

func newBatchSize(engine store.Engine) batchSize {
	if engine == store.SQLite {
		return batchSize{n: 100, adaptive: true}
	}
	return batchSize{n: batchOf}
}

// took takes in how long a batch of so many took before its commit.
func (b *batchSize) took(people int, d time.Duration) {
	if !b.adaptive || people == 0 {
		return
	}
	fits := int(float64(people) * float64(batchTime) / float64(max(d, time.Microsecond)))
	if fits < people || people == b.n {
		b.n = min(max((b.n+fits)/2, leastOf), batchOf)
	}
}
