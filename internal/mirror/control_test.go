package mirror_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// during calls f once, when the nth page is asked for.
func (e *env) during(nth int, f func()) {
	var once sync.Once
	e.wx.ResetCalls()
	e.wx.OnCall(func(path string, n int) {
		if path == listPath && n == nth {
			once.Do(f)
		}
	})
}

// mostOpen is how many pages a slice has asked for and not committed.
const mostOpen = 4

func TestPausedRunStopsBetweenPagesAndGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 400)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		before := 0
		e.during(3, func() {
			if _, err := e.Pause(t.Context(), appID, run.ID); err != nil {
				t.Error(err)
			}
			before = e.wx.Calls(listPath)
		})
		run = e.drive(t, run.ID)
		if run.State != tuwen.SyncPaused || run.PausedFor != "operator" || run.ResumeAt != nil {
			t.Fatalf("got %+v", run)
		}
		calls := e.wx.Calls(listPath)
		if calls > before+mostOpen {
			t.Errorf("%d calls after it was paused", calls-before)
		}
		e.clock.Move(48 * time.Hour)
		must(t, e.Revive(t.Context()))
		must(t, e.WorkOnce(t.Context(), e.get(t, run.ID)))
		if e.wx.Calls(listPath) != calls {
			t.Error("a paused run made calls")
		}
		_, err = e.Resume(t.Context(), appID, run.ID)
		must(t, err)
		if run = e.drive(t, run.ID); run.State != tuwen.SyncFinished || e.wx.Calls(listPath) != 20+1 {
			t.Errorf("%+v after %d calls", resultOf(run), e.wx.Calls(listPath))
		}
		e.copied(t)
	})
}

func TestCanceledRunStopsForGood(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 400)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		before := 0
		e.during(3, func() {
			if _, err := e.Cancel(t.Context(), appID, run.ID); err != nil {
				t.Error(err)
			}
			before = e.wx.Calls(listPath)
		})
		run = e.drive(t, run.ID)
		if run.State != tuwen.SyncCanceled || run.FinishedAt == nil || e.wx.Calls(listPath) > before+mostOpen {
			t.Fatalf("%d calls after it was canceled: %+v", e.wx.Calls(listPath)-before, run)
		}
		for _, act := range []func(context.Context, string, string) (tuwen.SyncRun, error){e.Cancel, e.Pause, e.Resume} {
			_, err := act(t.Context(), appID, run.ID)
			wantCode(t, err, tuwen.Conflict, "sync.over")
		}
		wantCode(t, second(e.Cancel(t.Context(), "wx0000000000000000", run.ID)), tuwen.NotFound, "sync.unknown")
		wantCode(t, second(e.Cancel(t.Context(), appID, "nobody")), tuwen.NotFound, "sync.unknown")
		e.wx.OnCall(nil)
		if run = e.sync(t, tuwen.Full); run.State != tuwen.SyncFinished {
			t.Errorf("the next one: %+v", run)
		}
		e.copied(t)
	})
}

func second[T any](_ T, err error) error { return err }

func TestOneOfTwoWorkersOfARunGivesWay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 160)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		other := make(chan error, 1)
		e.during(3, func() { other <- e.WorkOnce(t.Context(), run) }) // given back though its worker lives
		must(t, e.WorkOnce(t.Context(), run))
		must(t, <-other)
		run = e.get(t, run.ID)
		wantResult(t, run, result{Total: 160, Fetched: 160, Added: 160})
		if calls := e.wx.Calls(listPath); calls > 9+mostOpen {
			t.Errorf("%d calls", calls)
		}
		e.copied(t)
	})
}

func TestOutdatedJobDoesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 30)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		_, err = e.Pause(t.Context(), appID, run.ID)
		must(t, err)
		_, err = e.Resume(t.Context(), appID, run.ID)
		must(t, err)
		must(t, e.WorkOnce(t.Context(), run)) // the job it began with
		if calls := e.wx.Calls(listPath); calls != 0 {
			t.Errorf("%d calls", calls)
		}
		if run = e.drive(t, run.ID); run.State != tuwen.SyncFinished {
			t.Errorf("got %+v", run)
		}
	})
}

func TestRunWithoutAJobIsRevived(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 30)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		_, err = e.db.SQL().ExecContext(t.Context(), "DELETE FROM river_job")
		must(t, err)
		must(t, e.Revive(t.Context()))
		if jobs := e.count(t, "river_job"); jobs != 0 {
			t.Fatalf("%d jobs at once, want 0: it may only be slow", jobs)
		}
		e.clock.Move(4 * time.Minute)
		must(t, e.Revive(t.Context()))
		must(t, e.Revive(t.Context()))
		if jobs := e.count(t, "river_job"); jobs != 1 {
			t.Errorf("%d jobs, want 1", jobs)
		}
		e.runJobs(t)
		e.await(t, run.ID, tuwen.SyncFinished)
	})
}

func (e *env) count(t *testing.T, table string) int {
	t.Helper()
	n := 0
	must(t, e.db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

func TestSliceEndsInTimeAndTheNextGoesOn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 100)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		slices := 0
		for ; run.State.Active() && slices < 20; slices++ {
			// Nearly over when it begins: it may still read a page or two.
			ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(16*time.Second+40*time.Millisecond))
			must(t, e.WorkOnce(ctx, run))
			cancel()
			run = e.get(t, run.ID)
		}
		if run.State != tuwen.SyncFinished || e.wx.Calls(listPath) != 6 {
			t.Errorf("%d slices, %d calls: %+v", slices, e.wx.Calls(listPath), resultOf(run))
		}
		e.copied(t)
	})
}

func TestNodeThatStopsHandsItsRunOver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 160)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		asked := make(chan struct{})
		e.during(3, func() { close(asked) })
		stop := e.runJobs(t)
		<-asked
		stop()
		if run = e.get(t, run.ID); run.State != tuwen.SyncRunning {
			t.Fatalf("got %+v", run)
		}
		e.node(t, "node-b")
		e.runJobs(t)
		run = e.await(t, run.ID, tuwen.SyncFinished)
		if calls := e.wx.Calls(listPath); calls != 9 {
			t.Errorf("%d calls, want 9: nothing in flight is lost", calls)
		}
		e.copied(t)
	})
}

func TestRunOfADeletedAccountEndsSilently(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 60)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		e.during(2, func() {
			err := e.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Delete(ctx, appID) })
			if err != nil {
				t.Error(err)
			}
		})
		must(t, e.WorkOnce(t.Context(), run))
	})
}
