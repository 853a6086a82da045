package mirror

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Reasons for which a run is paused: SyncRun.PausedFor.
const (
	pausedByOperator = "operator" // until somebody resumes it
	pausedForQuota   = "quota"    // 45009, or the reserve: until after the reset
	pausedForMinute  = "minute"   // 45011
	pausedForRetry   = "retry"    // WeChat does not answer
	pausedForWaiting = "waiting"  // somebody must confirm something at WeChat
)

// What a finished run advises: SyncRun.Advice.
const (
	adviceMoving  = "list_moving"
	adviceDiffers = "count_differs"
	adviceEmpty   = "empty"
)

// Plan tells what a run would cost now. It asks WeChat how many items there
// are and, unless it was asked within the hour, how many calls are left.
//
// The followers of an account that is not verified are read by nobody: that is
// [tuwen.Refused] "sync.followers_denied".
func (m *Mirror) Plan(ctx context.Context, appID string, mode tuwen.SyncMode) (tuwen.SyncPlan, error) {
	plan := tuwen.SyncPlan{Mode: mode, ResetsAt: tuwen.NextReset(m.now())}
	client, err := m.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return plan, err
	}
	switch mode {
	case tuwen.Full, tuwen.Incremental:
		return m.planHistory(ctx, client, appID, plan)
	case tuwen.Followers:
		return m.planFollowers(ctx, client, appID, plan)
	}
	return plan, tuwen.Errorf(tuwen.Invalid, "sync.mode", "mode is full, incremental or followers").With("field", "mode")
}

func (m *Mirror) planHistory(ctx context.Context, client *wechat.Client, appID string, plan tuwen.SyncPlan) (tuwen.SyncPlan, error) {
	count, err := client.Material.Count(ctx)
	if err != nil {
		return plan, m.connect.Translate(err, appID, "/cgi-bin/material/get_materialcount")
	}
	plan.Items = count.News
	live := 0
	err = m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if live, _, err = tx.Materials.CountLive(ctx, appID, tuwen.History); err != nil {
			return err
		}
		return lastRuns(ctx, tx, appID, &plan)
	})
	if err != nil {
		return plan, fmt.Errorf("plan sync: %w", err)
	}
	plan.Calls = callsFor(plan.Mode, plan.Items, live)
	plan.Minutes = minutesFor(plan.Calls, m.inFlight)
	need, err := m.need(ctx, appID, connect.HistoryList, plan.Calls)
	if err != nil {
		return plan, err
	}
	need.into(&plan)
	plan.Suffices = need.suffices()
	return plan, nil
}

// need is how many calls of an interface a run wants, and what is left.
type need struct {
	calls int
	quota tuwen.Quota
}

func (m *Mirror) need(ctx context.Context, appID, path string, calls int) (need, error) {
	q, err := m.connect.QuotaOf(ctx, appID, path, false)
	if tuwen.KindOf(err) == tuwen.Refused { // WeChat does not tell: nothing is known
		return need{calls: calls}, nil
	}
	return need{calls, q}, err
}

// spare is what would be left above the reserve after the run.
func (n need) spare() int { return n.quota.Left - tuwen.Reserve(n.quota.Limit) - n.calls }

func (n need) suffices() bool {
	return n.quota.BlockedUntil == nil && (n.quota.Limit == 0 || n.spare() >= 0)
}

func (n need) into(plan *tuwen.SyncPlan) {
	plan.Limit, plan.Left, plan.Reserve = n.quota.Limit, n.quota.Left, tuwen.Reserve(n.quota.Limit)
}

func lastRuns(ctx context.Context, tx *store.Tx, appID string, plan *tuwen.SyncPlan) error {
	for mode, at := range map[tuwen.SyncMode]**time.Time{
		tuwen.Full: &plan.LastFull, tuwen.Incremental: &plan.LastIncremental, tuwen.Followers: &plan.LastFollowers,
	} {
		run, err := tx.Syncs.LastFinished(ctx, appID, mode)
		if tuwen.KindOf(err) == tuwen.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		*at = run.FinishedAt
	}
	return nil
}

func callsFor(mode tuwen.SyncMode, items, live int) int {
	if mode == tuwen.Incremental {
		return 1 + (max(0, items-live)+tuwen.PageSize-1)/tuwen.PageSize
	}
	pages := tuwen.Pages(items)
	if pages > 1 {
		pages++ // page 0 is read again
	}
	return pages
}

// callTime is what a call is reckoned to take, as observed for pages with
// bodies.
const callTime = 500 * time.Millisecond

func minutesFor(calls, inFlight int) int {
	took := time.Duration(calls) * callTime / time.Duration(inFlight)
	return max(1, int((took+time.Minute-1)/time.Minute))
}

// Start begins a run; it is worked by jobs. The error is [tuwen.Conflict]
// "sync.running", with the run that is under way as what stands in the way, or
// "sync.no_full_yet" for an incremental run before the first full one is
// finished; and [tuwen.Exhausted] "sync.quota" where today's calls above the
// reserve do not suffice and the caller does not accept that the run pauses
// until the reset.
func (m *Mirror) Start(ctx context.Context, appID string, mode tuwen.SyncMode, acceptPause bool, by string) (tuwen.SyncRun, error) {
	if err := m.startable(ctx, appID, mode); err != nil {
		return tuwen.SyncRun{}, err
	}
	plan, err := m.Plan(ctx, appID, mode)
	if err != nil {
		return tuwen.SyncRun{}, err
	}
	if !plan.Suffices && !acceptPause {
		return tuwen.SyncRun{}, tuwen.Errorf(tuwen.Exhausted, "sync.quota",
			"what is left of today's calls, less the reserve, does not suffice; accept that the sync pauses until the reset").
			With("calls", strconv.Itoa(plan.Calls)).With("left", strconv.Itoa(plan.Left)).With("reserve", strconv.Itoa(plan.Reserve)).
			With("resets_at", plan.ResetsAt.UTC().Format(time.RFC3339)).Naming(plan)
	}
	now := m.now()
	run := tuwen.SyncRun{
		ID: store.NewID(), AppID: appID, Mode: mode, State: tuwen.SyncQueued, Total: plan.Items, Sweep: 1,
		AcceptPause: acceptPause, StartedBy: by, CreatedAt: now, UpdatedAt: now,
	}
	if mode == tuwen.Followers {
		run.Phase = tuwen.PhaseTags
	}
	if plan.Limit > 0 {
		run.QuotaLeft = &plan.Left
	}
	err = m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		cp, err := openCheckpoint(&run)
		if err != nil {
			return err
		}
		if err := m.enqueue(ctx, &held{run: &run, cp: cp, tx: tx}, time.Time{}); err != nil {
			return err
		}
		if err := cp.into(&run); err != nil {
			return err
		}
		return tx.Syncs.Create(ctx, run)
	})
	return run, err
}

// startable refuses before any call is made.
func (m *Mirror) startable(ctx context.Context, appID string, mode tuwen.SyncMode) error {
	return m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Accounts.ByID(ctx, appID); err != nil {
			return err
		}
		active, err := tx.Syncs.Beside(ctx, appID, mode)
		if err == nil {
			return tuwen.Errorf(tuwen.Conflict, "sync.running", "a sync of this account is under way").With("id", active.ID).Naming(active)
		}
		if tuwen.KindOf(err) != tuwen.NotFound {
			return err
		}
		if mode != tuwen.Incremental {
			return nil
		}
		_, err = tx.Syncs.LastFinished(ctx, appID, tuwen.Full)
		if tuwen.KindOf(err) == tuwen.NotFound {
			return tuwen.Errorf(tuwen.Conflict, "sync.no_full_yet", "no full sync of this account has been finished yet; begin with one")
		}
		return err
	})
}

// Cancel ends a run that is not over. What it fetched stays; the next run
// takes it over. A run that is over is [tuwen.Conflict] "sync.over".
func (m *Mirror) Cancel(ctx context.Context, appID, id string) (tuwen.SyncRun, error) {
	return m.edit(ctx, id, func(_ context.Context, h *held) error {
		if err := ofAccount(h.run, appID); err != nil {
			return err
		}
		if !h.run.State.Active() {
			return errOver(h.run)
		}
		m.end(h, tuwen.SyncCanceled)
		return nil
	})
}

// Pause stops a run until it is resumed, between two pages. A run that waits
// by itself waits for an operator from now on.
func (m *Mirror) Pause(ctx context.Context, appID, id string) (tuwen.SyncRun, error) {
	return m.edit(ctx, id, func(_ context.Context, h *held) error {
		if err := ofAccount(h.run, appID); err != nil {
			return err
		}
		if !h.run.State.Active() {
			return errOver(h.run)
		}
		h.run.State, h.run.PausedFor, h.run.ResumeAt = tuwen.SyncPaused, pausedByOperator, nil
		h.run.ETASeconds = nil
		h.cp.Job++ // a job that waits for its time finds itself outdated
		return nil
	})
}

// Resume lets a paused or failed run go on at its checkpoint. Where the
// account has another active run by now it is [tuwen.Conflict]
// "sync.running"; a run that is neither paused nor failed is "sync.over" or
// goes on as it was.
func (m *Mirror) Resume(ctx context.Context, appID, id string) (tuwen.SyncRun, error) {
	return m.edit(ctx, id, func(ctx context.Context, h *held) error {
		if err := ofAccount(h.run, appID); err != nil {
			return err
		}
		switch h.run.State {
		case tuwen.SyncQueued, tuwen.SyncRunning:
			return nil
		case tuwen.SyncFinished, tuwen.SyncCanceled:
			return errOver(h.run)
		}
		h.run.State, h.run.PausedFor, h.run.ResumeAt = tuwen.SyncRunning, "", nil
		h.run.Error, h.run.FinishedAt = nil, nil
		h.cp.Tries, h.cp.Pauses = 0, 0
		return m.enqueue(ctx, h, time.Time{})
	})
}

func ofAccount(run *tuwen.SyncRun, appID string) error {
	if run.AppID != appID {
		return tuwen.Errorf(tuwen.NotFound, "sync.unknown", "there is no such sync run")
	}
	return nil
}

func errOver(run *tuwen.SyncRun) error {
	return tuwen.Errorf(tuwen.Conflict, "sync.over", "this sync is over: "+string(run.State)).Naming(*run)
}

// end gives a run its last state.
func (m *Mirror) end(h *held, state tuwen.SyncState) {
	now := m.now()
	h.run.State, h.run.FinishedAt = state, &now
	h.run.PausedFor, h.run.ResumeAt, h.run.ETASeconds = "", nil, nil
	h.cp.Holder = ""
}
