package mirror_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestFullSyncOfAListThatStandsStillMakesOneCallAPageAndThreeMoreAtMost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for _, n := range []int{0, 1, 20, 21, 85} {
			e.addHistory(t, n-len(e.wx.History()))
			e.wx.ResetCalls()
			run := e.sync(t, tuwen.Full)
			if calls := e.wx.Calls(listPath); calls > tuwen.Pages(n)+3 || calls != run.Calls {
				t.Errorf("%d items: %d list calls, the run says %d", n, calls, run.Calls)
			}
			if run.State != tuwen.SyncFinished || run.Total != n || run.Fetched != n || run.Gone != 0 {
				t.Errorf("%d items: %+v", n, resultOf(run))
			}
			e.copied(t)
		}
	})
}

func TestFullSyncCountsWhatItFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		wantResult(t, e.sync(t, tuwen.Full), result{Advice: "empty"})
		e.addHistory(t, 50)
		wantResult(t, e.sync(t, tuwen.Full), result{Total: 50, Fetched: 50, Added: 50})
		wantResult(t, e.sync(t, tuwen.Full), result{Total: 50, Fetched: 50, Unchanged: 50})
		list := e.wx.History()
		for _, i := range []int{3, 30} {
			e.clock.Move(time.Minute)
			_, err := e.wx.UpdateHistory(list[i].MediaID, func(it *sandbox.Item) { it.Articles[0].Content += "改" })
			must(t, err)
		}
		must(t, e.wx.DeleteHistory(list[10].MediaID))
		e.delete(t, list[20].MediaID)
		wantResult(t, e.sync(t, tuwen.Full), result{Total: 49, Fetched: 49, Updated: 2, Restored: 1, Unchanged: 46, Gone: 1})
		e.copied(t)
		if !e.material(t, list[10].MediaID).Gone {
			t.Error("what WeChat deleted is not marked gone")
		}
	})
}

func TestListThatMovesDuringAFullSyncIsCopiedAsItIsAfterward(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 130)
		before := e.wx.History()
		e.wx.OnCall(func(path string, n int) {
			if path != listPath {
				return
			}
			switch n {
			case 2:
				e.addOne(t)
			case 3: // above and below the cursor
				_ = e.wx.DeleteHistory(before[5].MediaID)
				_ = e.wx.DeleteHistory(before[110].MediaID)
			case 4: // ahead of the cursor
				_, _ = e.wx.UpdateHistory(before[120].MediaID, func(it *sandbox.Item) { it.Articles[0].Title = "改了" })
			case 6:
				e.addOne(t)
				e.addOne(t)
			}
		})
		run := e.sync(t, tuwen.Full)
		if run.State != tuwen.SyncFinished || run.Advice != "" || run.Sweep < 2 {
			t.Errorf("got %+v", resultOf(run))
		}
		e.copied(t)
	})
}

func TestEditBehindTheCursorIsFoundByTheNextFullSync(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 60)
		first := e.wx.History()[0].MediaID
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n == 3 {
				_, _ = e.wx.UpdateHistory(first, func(it *sandbox.Item) { it.Articles[0].Title = "改了" })
			}
		})
		e.sync(t, tuwen.Full)
		e.wx.OnCall(nil)
		run := e.sync(t, tuwen.Full)
		if run.Updated > 1 {
			t.Errorf("updated %d", run.Updated)
		}
		e.copied(t)
	})
}

func TestListThatNeverStandsStillEndsAfterThreeSweepsWithNothingGone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 70)
		e.sync(t, tuwen.Full)
		must(t, e.wx.DeleteHistory(e.wx.History()[30].MediaID))
		e.wx.ResetCalls()
		e.wx.OnCall(func(path string, _ int) {
			if path == listPath {
				e.addOne(t)
			}
		})
		run := e.sync(t, tuwen.Full)
		e.wx.OnCall(nil)
		if run.State != tuwen.SyncFinished || run.Advice != "list_moving" || run.Sweep != 3 || run.Gone != 0 {
			t.Errorf("got %+v", resultOf(run))
		}
		if calls := e.wx.Calls(listPath); calls > 3*(tuwen.Pages(100)+1) {
			t.Errorf("%d calls", calls)
		}
		gone := read(t, e, func(ctx context.Context, tx *store.Tx) (int, error) {
			all, err := tx.Materials.List(ctx, appID, store.ListQuery{Source: tuwen.History, IncludeGone: true, Limit: 100})
			n := 0
			for _, m := range all.Items {
				if m.Gone {
					n++
				}
			}
			return n, err
		})
		if gone != 0 {
			t.Errorf("%d are marked gone", gone)
		}
		if run = e.sync(t, tuwen.Full); run.Gone != 1 || run.Advice != "" || run.Sweep != 1 {
			t.Errorf("once it stood still: %+v", resultOf(run))
		}
		e.copied(t)
	})
}

func TestDeletedHereComesBackByAFullSyncWithItsNoteNeverByAnIncrementalOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 45)
		e.sync(t, tuwen.Full)
		list := e.wx.History()
		top, deep := list[0].MediaID, list[40].MediaID
		e.note(t, top, "头条，给老客户")
		e.delete(t, top, deep)
		e.clock.Move(time.Minute)
		_, err := e.wx.UpdateHistory(top, func(it *sandbox.Item) { it.Articles[0].Title = "改了" })
		must(t, err)

		run := e.sync(t, tuwen.Incremental)
		if run.Restored != 0 || run.Advice != "" || run.State != tuwen.SyncFinished {
			t.Errorf("incremental: %+v", resultOf(run))
		}
		if m := e.material(t, top); !m.Deleted || m.Title != "改了" {
			t.Errorf("deleted %v, title %q; want still deleted, its content following WeChat", m.Deleted, m.Title)
		}
		if _, err := e.Single(t.Context(), appID, top); tuwen.CodeOf(err) != "material.deleted_here" {
			t.Errorf("single: %v", err)
		}
		run = e.sync(t, tuwen.Full)
		if run.Restored != 2 {
			t.Errorf("full: %+v", resultOf(run))
		}
		if m := e.material(t, top); m.Deleted || m.Note != "头条，给老客户" {
			t.Errorf("deleted %v, note %q", m.Deleted, m.Note)
		}
		e.copied(t)
	})
}

func TestSecondStartNamesTheRunUnderWay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 5)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		_, err = e.Start(t.Context(), appID, tuwen.Full, false, "other")
		wantCode(t, err, tuwen.Conflict, "sync.running")
		e.drive(t, run.ID)
		if again := e.sync(t, tuwen.Full); again.State != tuwen.SyncFinished {
			t.Errorf("after it: %+v", again)
		}
	})
}

func TestPlanTellsTheCost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 45)
		e.wx.SetQuota(listPath, 10)
		got, err := e.Plan(t.Context(), appID, tuwen.Full)
		must(t, err)
		want := tuwen.SyncPlan{Mode: tuwen.Full, Items: 45, Calls: 4, Limit: 10, Left: 10, Reserve: 2, Minutes: 1, Suffices: true,
			ResetsAt: tuwen.NextReset(e.clock.Now())}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("(-want +got):", diff)
		}
		finished := e.sync(t, tuwen.Full).FinishedAt
		e.addHistory(t, 25)
		got, err = e.Plan(t.Context(), appID, tuwen.Incremental)
		must(t, err)
		want.Mode, want.Items, want.Calls, want.Left, want.LastFull = tuwen.Incremental, 70, 3, 6, finished
		want.Suffices = true
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("(-want +got):", diff)
		}
	})
}

func TestFullSyncBeyondTodaysCallsNeedsConsentToPause(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 170) // 9 pages
		e.wx.SetQuota(listPath, 10)
		_, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		wantCode(t, err, tuwen.Exhausted, "sync.quota")
		if e.wx.Calls(listPath) != 0 {
			t.Error("the list was called")
		}
		run, err := e.Start(t.Context(), appID, tuwen.Full, true, "tester")
		must(t, err)
		run = e.drive(t, run.ID)
		if run.State != tuwen.SyncPaused || run.PausedFor != "quota" || e.wx.Calls(listPath) != 8 {
			t.Fatalf("after %d calls: %+v", e.wx.Calls(listPath), run)
		}
		e.clock.Set(*run.ResumeAt)
		if run = e.drive(t, run.ID); run.State != tuwen.SyncFinished {
			t.Errorf("got %+v", run)
		}
		e.copied(t)
	})
}
