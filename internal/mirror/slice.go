package mirror

import (
	"context"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// slice is one job's share of a run. It is used by one goroutine at a time.
type slice struct {
	mirror *Mirror
	appID  string
	runID  string
	mode   tuwen.SyncMode
	holder string
	early  bool      // its run is not due yet
	began  time.Time // by the clock of the run
	pages  int       // committed by this slice

	position

	quotaLeft *int // as of the beginning, less the calls since
	spent     int  // calls since the last commit
	finished  map[string]bool
}

// position is where a run stood at its last commit. What it points to does not
// change any more.
type position struct {
	state         tuwen.SyncState
	sweep         *tuwen.Sweep    // of a run of the history
	phase         tuwen.SyncPhase // of a run of the followers, with where it stands
	followers     *followersAt
	limit         int  // pages in flight
	careful       bool // a page is in flight until it is committed: the run has crashed once
	tries, pauses int
}

func (s *slice) adopt(run *tuwen.SyncRun, cp *checkpoint) {
	s.position = position{
		state: run.State, sweep: cp.Sweep, phase: run.Phase, followers: cp.Followers,
		limit: s.mirror.inFlight, careful: cp.Crashed, tries: cp.Tries, pauses: cp.Pauses,
	}
	if cp.InFlight > 0 {
		s.limit = min(s.limit, cp.InFlight)
	}
}

// run works until the run is over or waits, or the slice is. It returns
// errLost where the run is another's by now.
func (s *slice) run(ctx context.Context) error {
	client, err := s.mirror.connect.Client(ctx, s.appID, tuwen.ByJob)
	if err != nil {
		return s.fail(ctx, err)
	}
	step := s.readHistory
	if s.mode == tuwen.Followers {
		step = s.readFollowers
	}
	for {
		over, failure, err := step(ctx, client)
		switch {
		case err != nil || over:
			return err
		case s.state == tuwen.SyncPaused:
			return errLost
		case failure != nil && ctx.Err() == nil:
			over, err := s.failed(ctx, failure)
			if err != nil || over {
				return err
			}
		case s.over(ctx):
			return s.handOver(ctx, time.Time{})
		}
	}
}

// readHistory settles a pass that is read, and else reads on. over tells that
// the run is; failure is what WeChat said, err is ours.
func (s *slice) readHistory(ctx context.Context, client *wechat.Client) (over bool, failure, err error) {
	if s.sweep.Read() {
		over, err = s.settle(ctx)
		return over, nil, err
	}
	failure, err = s.fetch(ctx, client)
	return false, failure, err
}

// over reports whether the slice asks for nothing more: what is on its way is
// still kept.
func (s *slice) over(ctx context.Context) bool {
	return s.state == tuwen.SyncPaused || s.stopping(ctx)
}

// stopping reports whether its job's time is nearly up, or the node is
// stopping.
func (s *slice) stopping(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	case <-s.mirror.jobs.Stopping():
		return true
	default:
	}
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < sliceMargin
}

// edit changes the run if it is still this slice's, and writes the calls
// spent. f may be called more than once.
func (s *slice) edit(ctx context.Context, f func(context.Context, *held) error) error {
	run, err := s.mirror.edit(ctx, s.runID, func(ctx context.Context, h *held) error {
		if h.cp.Holder != s.holder {
			return errLost
		}
		if err := f(ctx, h); err != nil {
			return err
		}
		s.account(h)
		return nil
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return errLost // the account was deleted
	}
	if err != nil {
		return err
	}
	cp, err := openCheckpoint(&run)
	if err != nil {
		return err
	}
	s.adopt(&run, cp)
	s.spent, s.quotaLeft = 0, run.QuotaLeft
	return nil
}

// handOver lets the next job go on, at once or at a time.
func (s *slice) handOver(ctx context.Context, at time.Time) error {
	return s.edit(ctx, func(ctx context.Context, h *held) error {
		if h.run.State != tuwen.SyncRunning {
			return errLost
		}
		return s.mirror.enqueue(ctx, h, at)
	})
}

// settle closes a pass that is read. over tells that the run is, too.
func (s *slice) settle(ctx context.Context) (over bool, err error) {
	err = s.edit(ctx, func(ctx context.Context, h *held) error {
		if h.run.State != tuwen.SyncRunning {
			return errLost
		}
		live, unseen, err := s.count(ctx, h)
		if err != nil {
			return err
		}
		seen := live - unseen
		total := h.cp.Sweep.Total
		h.cp.Sweep.Settle(seen)
		if s.mode == tuwen.Full {
			h.run.Fetched = max(h.run.Fetched, seen)
			if h.run.Sweep == 1 {
				h.run.Fetched = seen
			}
		}
		h.run.Sweep = h.cp.Sweep.Number
		over = h.cp.Sweep.Ended
		if !over {
			return nil
		}
		return s.finish(ctx, h, total, live)
	})
	return over, err
}

func (s *slice) count(ctx context.Context, h *held) (live, unseen int, err error) {
	if live, _, err = h.tx.Materials.CountLive(ctx, s.appID, tuwen.History); err != nil || s.mode != tuwen.Full {
		return live, 0, err
	}
	unseen, err = h.tx.Materials.UnseenCount(ctx, s.appID, tuwen.History, s.runID, h.cp.Sweep.Number)
	return live, unseen, err
}

// finish ends the run and says what it proved.
func (s *slice) finish(ctx context.Context, h *held, total, live int) error {
	m := s.mirror
	switch {
	case h.cp.Sweep.Consistent:
		gone, err := h.tx.Materials.MarkUnseenGone(ctx, s.appID, tuwen.History, s.runID, h.cp.Sweep.Number, m.now())
		if err != nil {
			return err
		}
		h.run.Gone = gone
	case s.mode == tuwen.Full:
		h.run.Advice = adviceMoving
	case live != total:
		h.run.Advice = adviceDiffers
	case h.cp.Sweep.Moved:
		h.run.Advice = adviceMoving
	}
	if total == 0 && h.run.Advice == "" {
		h.run.Advice = adviceEmpty
	}
	h.run.Total = total
	h.run.Unchanged = max(0, h.run.Fetched-h.run.Added-h.run.Updated-h.run.Restored)
	m.end(h, tuwen.SyncFinished)
	m.log.InfoContext(ctx, "sync finished", "app_id", s.appID, "run", s.runID, "mode", s.mode,
		"items", total, "calls", h.run.Calls, "sweeps", h.run.Sweep, "advice", h.run.Advice)
	return nil
}

// quotaWithin bounds a question that is only asked to be shown.
const quotaWithin = 3 * time.Second

// noteQuota looks up how many calls are left, for those who watch the run.
func (s *slice) noteQuota(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, quotaWithin)
	defer cancel()
	s.quotaLeft = nil
	q, err := s.mirror.connect.QuotaOf(ctx, s.appID, s.path(), false)
	if err == nil && q.Limit > 0 {
		s.quotaLeft = &q.Left
	}
}

// account writes the calls spent since the last commit, and what follows for
// those who watch.
func (s *slice) account(h *held) {
	h.run.Calls += s.spent
	h.run.QuotaLeft = nil
	if s.quotaLeft != nil {
		left := max(0, *s.quotaLeft-s.spent)
		h.run.QuotaLeft = &left
	}
	if s.pages >= 3 && h.run.State == tuwen.SyncRunning {
		pace := s.mirror.now().Sub(s.began) / time.Duration(s.pages)
		eta := int((s.timeLeft(h, pace) + time.Second - 1) / time.Second)
		h.run.ETASeconds = &eta
	}
}

// timeLeft is how long the run goes on at the pace of one page.
func (s *slice) timeLeft(h *held, pace time.Duration) time.Duration {
	if s.mode == tuwen.Followers {
		return s.followersLeft(h, pace)
	}
	return pace * time.Duration(h.cp.Sweep.Left())
}

// path is the interface that the run calls, or is about to.
func (s *slice) path() string {
	switch s.phase {
	case tuwen.PhaseTags:
		return connect.TagList
	case tuwen.PhaseList:
		return connect.FollowerList
	case tuwen.PhaseDetails:
		return connect.FollowerDetails
	}
	return connect.HistoryList
}

// finishedRun reports whether what a row says of its last change was written
// by a run that finished. The answer for a run other than this one does not
// change while this one is active, so it is remembered.
func (s *slice) finishedRun(ctx context.Context, tx *store.Tx, id string) (bool, error) {
	if id == "" || id == s.runID {
		return false, nil
	}
	if done, ok := s.finished[id]; ok {
		return done, nil
	}
	done, err := tx.Syncs.FinishedRun(ctx, id)
	if err != nil {
		return false, err
	}
	if s.finished == nil {
		s.finished = map[string]bool{}
	}
	s.finished[id] = done
	return done, nil
}
