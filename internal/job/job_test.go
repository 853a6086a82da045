package job_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
)

type args struct {
	N int `json:"n"`
}

func (args) Kind() string { return "test" }

type worker struct {
	river.WorkerDefaults[args]
	work func(ctx context.Context, n int) error
}

func (w *worker) Work(ctx context.Context, j *river.Job[args]) error { return w.work(ctx, j.Args.N) }

// each runs a test on every engine.
func each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		must(t, job.Migrate(t.Context(), db))
		test(t, db)
	})
}

func open(t *testing.T, db *store.DB, cfg job.Config, work func(context.Context, int) error) *job.Jobs {
	t.Helper()
	cfg.DB, cfg.Workers = db, river.NewWorkers()
	river.AddWorker(cfg.Workers, &worker{work: work})
	jobs, err := job.Open(t.Context(), cfg)
	must(t, err)
	return jobs
}

// start works jobs until stop is called or the test ends.
func start(t *testing.T, jobs *job.Jobs) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- jobs.Run(ctx) }()
	var stopped atomic.Bool
	stop = func() {
		if stopped.Swap(true) {
			return
		}
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func insert(t *testing.T, db *store.DB, jobs *job.Jobs, n int, at time.Time) {
	t.Helper()
	must(t, db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return jobs.Insert(ctx, tx, args{n}, &river.InsertOpts{ScheduledAt: at})
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// soon waits for a value.
func soon(t *testing.T, worked <-chan int, want int) {
	t.Helper()
	select {
	case got := <-worked:
		if got != want {
			t.Fatalf("worked %d, want %d", got, want)
		}
	case <-time.After(40 * time.Second):
		t.Fatalf("job %d was not worked", want)
	}
}

func TestJobExistsOnlyIfItsTransactionWasCommitted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		worked := make(chan int, 10)
		jobs := open(t, db, job.Config{}, func(_ context.Context, n int) error {
			worked <- n
			return nil
		})
		taken := errors.New("taken back")
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(jobs.Insert(ctx, tx, args{1}, nil), taken)
		})
		if !errors.Is(err, taken) {
			t.Fatal(err)
		}
		insert(t, db, jobs, 2, time.Time{})
		start(t, jobs)
		soon(t, worked, 2)
		if len(worked) != 0 {
			t.Error("a job that was taken back was worked")
		}
	})
}

func TestJobIsDueByTheClockThatWasMoved(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		clock := testkit.NewClock()
		worked := make(chan int, 10)
		jobs := open(t, db, job.Config{Now: clock.Now}, func(_ context.Context, n int) error {
			worked <- n
			return nil
		})
		insert(t, db, jobs, 1, clock.Now().Add(14*time.Hour))
		insert(t, db, jobs, 2, time.Time{})
		start(t, jobs)
		soon(t, worked, 2)
		if len(worked) != 0 {
			t.Fatal("worked 14 hours early")
		}
		clock.Move(14 * time.Hour)
		soon(t, worked, 1)
	})
}

func TestStoppingNodeTellsItsHandlersAndWaitsForThem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		began, ended := make(chan int, 1), make(chan int, 1)
		var jobs *job.Jobs
		jobs = open(t, db, job.Config{}, func(ctx context.Context, n int) error {
			began <- n
			select {
			case <-jobs.Stopping():
			case <-ctx.Done():
				t.Error("the context ended though the handler ends by itself")
			}
			ended <- n
			return nil
		})
		insert(t, db, jobs, 1, time.Time{})
		stop := start(t, jobs)
		soon(t, began, 1)
		stop()
		if len(ended) != 1 {
			t.Error("it stopped before the handler ended")
		}
	})
}

func TestJobOfADeadProcessIsGivenBackAtItsNextStart(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		worked := make(chan int, 10)
		jobs := open(t, db, job.Config{Node: "node-a"}, func(_ context.Context, n int) error {
			worked <- n
			return nil
		})
		insert(t, db, jobs, 1, time.Time{})
		insert(t, db, jobs, 2, time.Now().Add(24*time.Hour)) // another node's
		died(t, db, "node-a", 1)
		died(t, db, "node-b", 2)
		start(t, jobs)
		if db.Engine() == store.Postgres {
			soon(t, worked, 1)
			if len(worked) != 0 {
				t.Error("a living node's job was taken from it")
			}
			return
		}
		<-worked // one process at a time: both died
		<-worked
	})
}

// died leaves the nth job as a process does that is killed while it works it.
func died(t *testing.T, db *store.DB, node string, nth int) {
	t.Helper()
	list := "{" + node + "}"
	if db.Engine() == store.SQLite {
		list = `["` + node + `"]`
	}
	_, err := db.SQL().ExecContext(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1, scheduled_at = created_at,
		attempted_at = created_at, attempted_by = $1 WHERE id = (SELECT id FROM river_job ORDER BY id LIMIT 1 OFFSET $2)`, list, nth-1)
	must(t, err)
}

func TestProcessesOfOneNameWorkSideBySide(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		if db.Engine() == store.SQLite {
			return // one process serves it, by its lock file
		}
		both := make(chan int, 20)
		var here [2]*job.Jobs
		for i := range here {
			here[i] = open(t, db, job.Config{Node: "node-a"}, func(ctx context.Context, n int) error {
				both <- i
				select { // busy: the next job is the other's
				case <-here[i].Stopping():
				case <-ctx.Done():
				}
				return nil
			})
			start(t, here[i])
		}
		for n := range 20 {
			insert(t, db, here[0], n, time.Time{})
		}
		for got := map[int]bool{}; len(got) < 2; {
			select {
			case i := <-both:
				got[i] = true
			case <-time.After(40 * time.Second):
				t.Fatalf("only %v work", got)
			}
		}
		names := 0
		must(t, db.SQL().QueryRowContext(t.Context(),
			`SELECT count(DISTINCT attempted_by[1]) FROM river_job WHERE state = 'running'`).Scan(&names))
		if names != 2 {
			t.Errorf("they work under %d names, want 2", names)
		}
	})
}

func TestNodeThatIsStoppedWhileItBeginsEndsWithoutAnError(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		ctx, stop := context.WithCancel(t.Context())
		cfg := job.Config{Node: "a", Claimed: func(ctx context.Context, _ string) error {
			stop()
			return ctx.Err()
		}}
		for _, when := range []string{"while it takes up what was left", "before"} {
			if err := open(t, db, cfg, nil).Run(ctx); err != nil {
				t.Errorf("stopped %s: %v", when, err)
			}
		}
	})
}

func TestMigrateTwiceDoesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		must(t, job.Migrate(t.Context(), db))
	})
}

func TestProcessWithoutHandlersOnlyInserts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		inserting, err := job.Open(t.Context(), job.Config{DB: db})
		must(t, err)
		insert(t, db, inserting, 7, time.Time{})
		worked := make(chan int, 1)
		start(t, open(t, db, job.Config{}, func(_ context.Context, n int) error {
			worked <- n
			return nil
		}))
		soon(t, worked, 7)
	})
}
