package outbox

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

const sendPath = "/cgi-bin/message/custom/send"

// fate is what became of a call.
type fate struct {
	state   tuwen.MessageState // sent, unknown or unsent
	refusal tuwen.SendRefusal  // of what is unsent
	errcode int                // 0 where WeChat did not answer
	problem *tuwen.Problem
}

// settle keeps what became of a parcel. It does so also where the job's own
// time has just ended.
func (s *sender) settle(ctx context.Context, p *parcel, sendErr error) error {
	f := s.fateOf(sendErr)
	keeping := context.WithoutCancel(ctx)
	if f.state == tuwen.MessageUnsent && p.replaces(f.errcode) {
		if p.mediaID != "" {
			p.problem = replaced(p.mediaID, tuwen.ReasonGone, f.problem.WeChat)
			if err := s.markGone(keeping, p.mediaID); err != nil {
				return err
			}
		}
		send := *p.instead
		p.instead = nil
		return s.settle(ctx, p, s.call(ctx, send))
	}
	if f.problem == nil {
		f.problem = p.problem
	}
	err := s.db.Write(keeping, func(ctx context.Context, tx *store.Tx) error { return s.finish(ctx, tx, p, f) })
	if tuwen.CodeOf(err) == "message.done" || tuwen.KindOf(err) == tuwen.NotFound {
		// It took so long that it was given up as unknown; or it was deleted.
		s.log.WarnContext(ctx, "a message had an outcome before its call had", "app_id", s.appID, "message", p.ID, "state", f.state)
		return nil
	}
	return err
}

// fateOf tells what is certain from what is not. What WeChat refused, and what
// failed before it was asked, was not sent; all else may have been.
func (s *sender) fateOf(err error) fate {
	if err == nil {
		return fate{state: tuwen.MessageSent}
	}
	problem := tuwen.ProblemOf(s.connect.Translate(err, s.appID, sendPath))
	unknown := fate{state: tuwen.MessageUnknown, problem: problem}
	unsent := fate{state: tuwen.MessageUnsent, problem: problem, errcode: wechat.Code(err)}
	refusal, refused := errors.AsType[*wechat.Error](err)
	fault, broken := errors.AsType[*wechat.TransportError](err)
	own, ours := errors.AsType[*tuwen.Error](err)
	switch {
	case errors.Is(err, context.Canceled):
		unknown.refusal.Reason = "crash"
		return unknown
	case refused:
		unsent.refusal = tuwen.RefusedMessage(refusal.Code)
	case broken && fault.Path == sendPath && !neverSent(fault):
		unknown.refusal.Reason = "timeout"
		return unknown
	case broken:
		unsent.refusal = tuwen.SendRefusal{Reason: "refused", Again: fault.Kind != wechat.KindBaseURL}
	case ours && own.Kind == tuwen.Exhausted:
		unsent.refusal = tuwen.RefusedMessage(45009)
	case ours:
		unsent.refusal = tuwen.SendRefusal{Reason: "refused", Again: own.Kind == tuwen.Unavailable}
	default:
		// The token could not be read or the call not be counted.
		unsent.refusal = tuwen.SendRefusal{Reason: "refused", Again: wechat.Classify(err) != wechat.Bug}
		s.log.Warn("a message was not sent", "app_id", s.appID, "err", err)
	}
	return unsent
}

// neverSent reports whether there was not even a connection.
func neverSent(fault *wechat.TransportError) bool {
	dial, ok := errors.AsType[*net.OpError](fault.Err)
	return fault.Kind == wechat.KindBaseURL || ok && dial.Op == "dial"
}

func (s *sender) markGone(ctx context.Context, mediaID string) error {
	s.log.WarnContext(ctx, "WeChat no longer has an article that was to be sent", "app_id", s.appID, "media_id", mediaID)
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Materials.MarkGone(ctx, s.appID, []string{mediaID}, s.now())
	})
}

// finish writes the outcome, and what it means for all else that is planned
// for the contact. It holds the contact first: who looks for something to
// send sees either this message under way or what is to come after it.
func (s *sender) finish(ctx context.Context, tx *store.Tx, p *parcel, f fate) error {
	appID, now := s.appID, s.now()
	if _, err := tx.Contacts.Hold(ctx, appID, s.openID); err != nil && tuwen.KindOf(err) != tuwen.NotFound {
		return err
	}
	out := store.Outcome{State: f.state, Reason: f.refusal.Reason, Problem: f.problem, At: now}
	if f.state == tuwen.MessageUnsent && !f.refusal.Closes {
		if err := tx.Contacts.RefundWindow(ctx, appID, s.openID, p.window.OpenedAt); err != nil {
			return err
		}
	}
	if f.refusal.Again {
		if at, ok := s.retryAt(p, f.errcode, now); ok {
			out.State, out.Reason, out.RetryAt = tuwen.MessagePlanned, "", at
			if err := s.jobs.Insert(ctx, tx, s.again, &river.InsertOpts{ScheduledAt: at}); err != nil {
				return err
			}
		}
	}
	if err := tx.Messages.Finish(ctx, appID, p.ID, out); err != nil {
		return err
	}
	if f.refusal.Closes {
		same, err := tx.Contacts.CloseWindow(ctx, appID, s.openID, p.window.OpenedAt)
		if err != nil || !same {
			return err // the contact has acted meanwhile: what is left goes out in the new window
		}
	}
	if !f.refusal.All {
		return nil
	}
	_, err := tx.Messages.Unsend(ctx, appID, s.openID, out)
	return err
}

// retryAt is when a message that was refused for now is tried again, and
// whether that is in time.
func (s *sender) retryAt(p *parcel, errcode int, now time.Time) (time.Time, bool) {
	until := p.DueBy
	if p.window.ClosesAt.Before(until) {
		until = p.window.ClosesAt
	}
	at, ok := tuwen.RetryMessage(errcode, p.Tries, now, until)
	if late := now.Add(s.spread(at.Sub(now))); late.Before(until) {
		at = late
	}
	return at, ok
}
