package mirror_test

import (
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestIncrementalBeforeAFullSyncIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 5)
		_, err := e.Start(t.Context(), appID, tuwen.Incremental, false, "tester")
		wantCode(t, err, tuwen.Conflict, "sync.no_full_yet")
		if len(e.wx.AllCalls()) != 0 {
			t.Errorf("calls were made: %v", e.wx.AllCalls())
		}
	})
}

func TestIncrementalAfterKAdditionsMakesOneCallMoreThanTheirPages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 90)
		e.sync(t, tuwen.Full)
		for _, k := range []int{0, 1, 19, 20, 21, 45} {
			e.addHistory(t, k)
			e.wx.ResetCalls()
			run := e.sync(t, tuwen.Incremental)
			if calls, most := e.wx.Calls(listPath), 1+(k+19)/20; calls > most {
				t.Errorf("%d additions: %d list calls, want at most %d", k, calls, most)
			}
			if run.State != tuwen.SyncFinished || run.Added != k || run.Updated != 0 || run.Advice != "" {
				t.Errorf("%d additions: %+v", k, resultOf(run))
			}
			e.copied(t)
		}
	})
}

func TestDeletesAtWeChatDuringAnIncrementalSyncLoseNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 60)
		e.sync(t, tuwen.Full)
		e.addHistory(t, 50)
		list := e.wx.History()
		e.wx.ResetCalls()
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n <= 3 { // what was read moves up under the cursor
				_ = e.wx.DeleteHistory(list[n].MediaID)
			}
		})
		run := e.sync(t, tuwen.Incremental)
		e.wx.OnCall(nil)
		here := e.history(t)
		for _, it := range e.wx.History() {
			if here[it.MediaID] != plain(it) {
				t.Errorf("%s was lost", it.MediaID)
			}
		}
		if run.Advice != "count_differs" {
			t.Errorf("advice %q, want count_differs: what was read and then deleted is still here", run.Advice)
		}
	})
}

func TestIncrementalAfterACanceledOneFindsEverything(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 40)
		e.sync(t, tuwen.Full)
		e.addHistory(t, 70)
		e.wx.ResetCalls()
		run, err := e.Start(t.Context(), appID, tuwen.Incremental, false, "tester")
		must(t, err)
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n == 3 {
				if _, err := e.Cancel(t.Context(), appID, run.ID); err != nil {
					t.Error(err)
				}
			}
		})
		run = e.drive(t, run.ID)
		e.wx.OnCall(nil)
		if run.State != tuwen.SyncCanceled || run.Added != 40 {
			t.Fatalf("got %+v", resultOf(run))
		}
		next := e.sync(t, tuwen.Incremental)
		if next.State != tuwen.SyncFinished || next.Added != 30 || next.Advice != "" {
			t.Errorf("got %+v", resultOf(next))
		}
		e.copied(t)
	})
}

func TestEditDeepDownIsNotSeenByAnIncrementalSync(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 60)
		e.sync(t, tuwen.Full)
		list := e.wx.History()
		e.clock.Move(time.Minute)
		for _, i := range []int{2, 50} {
			_, err := e.wx.UpdateHistory(list[i].MediaID, func(it *sandbox.Item) { it.Articles[0].Title = "改了" })
			must(t, err)
		}
		if run := e.sync(t, tuwen.Incremental); run.Updated != 1 {
			t.Errorf("got %+v", resultOf(run))
		}
		if run := e.sync(t, tuwen.Full); run.Updated != 1 {
			t.Errorf("got %+v", resultOf(run))
		}
		e.copied(t)
	})
}

func TestSingleSyncDoesNotHideItsNeighborsFromAnIncrementalOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 30)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		e.drive(t, run.ID)
		e.addHistory(t, 50)
		run, err = e.Start(t.Context(), appID, tuwen.Incremental, false, "tester")
		must(t, err)
		e.wx.ResetCalls()
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n == 2 {
				_, _ = e.Cancel(t.Context(), appID, run.ID)
			}
		})
		e.drive(t, run.ID)
		e.wx.OnCall(nil)
		for _, it := range e.wx.History()[:20] {
			_, err := e.Single(t.Context(), appID, it.MediaID)
			must(t, err)
		}
		e.sync(t, tuwen.Incremental)
		e.copied(t)
	})
}
