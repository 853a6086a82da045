package mirror

import (
	"context"
	"errors"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// tryAfter is how long to wait before each new try of a call that WeChat did
// not answer.
var tryAfter = []time.Duration{time.Second, 3 * time.Second, 10 * time.Second}

const (
	// maxPauses is how many pauses in a row, without a page between them, a
	// run bears before it fails.
	maxPauses   = 3
	retryPause  = 5 * time.Minute
	minutePause = time.Minute
)

// failed decides what a failed call means for the run: another try, a pause,
// or its end. over tells that the slice is done.
func (s *slice) failed(ctx context.Context, cause error) (over bool, err error) {
	m := s.mirror
	class := classOf(cause)
	translated := m.connect.Translate(cause, s.appID, s.path())
	if resume, ok := resumeAt(translated); ok {
		return true, s.pause(ctx, pausedForQuota, resume, translated)
	}
	switch class {
	case wechat.Retry:
		return s.again(ctx, translated)
	case wechat.Minute:
		return true, s.rest(ctx, pausedForMinute, m.spread(minutePause), translated)
	case wechat.Wait:
		return true, s.rest(ctx, pausedForWaiting, confirmAfter(cause), translated)
	}
	return true, s.fail(ctx, translated)
}

// classOf also knows the failures that are not WeChat's own.
func classOf(err error) wechat.Class {
	if errors.Is(err, context.DeadlineExceeded) || tuwen.KindOf(err) == tuwen.Unavailable {
		return wechat.Retry
	}
	return wechat.Classify(err)
}

// resumeAt returns when a call may be made that was refused for its quota.
func resumeAt(err error) (time.Time, bool) {
	e, ok := errors.AsType[*tuwen.Error](err)
	if !ok || e.Kind != tuwen.Exhausted {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339, e.Params["resume_at"])
	return at, err == nil
}

// confirmAfter is when to ask again after WeChat asked a person: 89503 waits
// for the administrator, 89507 refused this address for an hour, 89506 for a
// day.
func confirmAfter(err error) time.Duration {
	switch wechat.Code(err) {
	case 89507:
		return time.Hour
	case 89506:
		return 24 * time.Hour
	}
	return 5 * time.Minute
}

// again tries once more after a wait, in this slice if there is time.
func (s *slice) again(ctx context.Context, cause error) (over bool, err error) {
	if s.tries >= len(tryAfter) {
		return true, s.rest(ctx, pausedForRetry, retryPause, cause)
	}
	wait := s.mirror.spread(tryAfter[s.tries])
	err = s.edit(ctx, func(_ context.Context, h *held) error {
		if h.run.State != tuwen.SyncRunning {
			return errLost
		}
		h.cp.Tries++
		return nil
	})
	if err != nil {
		return true, err
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait+sliceMargin {
		return true, s.handOver(ctx, s.mirror.now().Add(wait))
	}
	if s.mirror.sleep(ctx, wait) != nil {
		return true, s.handOver(ctx, time.Time{})
	}
	return false, nil
}

// rest pauses the run for a while, unless it has done so too often without
// getting a page: then it fails.
func (s *slice) rest(ctx context.Context, reason string, d time.Duration, cause error) error {
	if s.pauses >= maxPauses {
		return s.fail(ctx, cause)
	}
	return s.pause(ctx, reason, s.mirror.now().Add(d), cause)
}

// pause lets the run wait until a time and go on by itself. It says why.
func (s *slice) pause(ctx context.Context, reason string, until time.Time, cause error) error {
	return s.edit(ctx, func(ctx context.Context, h *held) error {
		if h.run.State != tuwen.SyncRunning {
			return errLost
		}
		h.run.State, h.run.PausedFor, h.run.ResumeAt = tuwen.SyncPaused, reason, &until
		h.run.Error, h.run.ETASeconds = tuwen.ProblemOf(cause), nil
		h.cp.Tries = 0
		if reason != pausedForQuota {
			h.cp.Pauses++
		}
		if reason == pausedForMinute {
			h.cp.InFlight = 1
		}
		s.mirror.log.InfoContext(ctx, "sync paused", "app_id", s.appID, "run", s.runID, "for", reason, "until", until)
		return s.mirror.enqueue(ctx, h, until)
	})
}

// fail ends the run with its cause and cure. The checkpoint stays: an
// operator may resume it.
func (s *slice) fail(ctx context.Context, cause error) error {
	problem := tuwen.ProblemOf(cause)
	return s.edit(ctx, func(ctx context.Context, h *held) error {
		if h.run.State != tuwen.SyncRunning {
			return errLost
		}
		h.run.Error = problem
		s.mirror.end(h, tuwen.SyncFailed)
		s.mirror.log.WarnContext(ctx, "sync failed", "app_id", s.appID, "run", s.runID, "code", problem.Code, "detail", problem.Detail)
		return nil
	})
}
