package desk

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Dispatch lets mass sends go out, stops them, and says what became of them.
type Dispatch struct{ *floor }

// MassOrder lets a mass send go out.
type MassOrder struct {
	At       *time.Time `json:"at,omitempty" doc:"a multiple of five minutes; missing: at once"`
	Expected *int       `json:"expected,omitempty" doc:"how many people it goes to, as the preflight told; 409 where that is not so any more"`
}

// Send lets a send that was looked at go out, at once or at a time; where the
// account asks for a second operator it waits for [Dispatch.Approve]. Not
// looked at, or with something that stops it, it is [tuwen.Conflict]
// "mass_send.preflight"; with another number of people than expected
// [tuwen.Conflict] "mass_send.people".
func (s *Dispatch) Send(ctx context.Context, actor tuwen.Actor, appID, id string, in MassOrder) (tuwen.MassSend, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.MassSend{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		if err := mustBeDraft(m); err != nil {
			return tuwen.Entry{}, err
		}
		if err := s.ready(ctx, tx, appID, m, in); err != nil {
			return tuwen.Entry{}, err
		}
		m.Expected = in.Expected
		asks, err := asksForApproval(ctx, tx, appID)
		if err != nil {
			return tuwen.Entry{}, err
		}
		if asks {
			m.ScheduledAt = in.At // where it is not approved, it goes on from there
			m.Ask(tuwen.Approval{
				RequestedBy: actor.Name, RequesterID: actor.OperatorID + actor.TokenID, RequestedAt: s.now(), At: in.At, Expected: in.Expected,
			})
			return massEntry("mass_send.request", appID, *m, whenDetails(in.At)), nil
		}
		return s.schedule(ctx, tx, actor, appID, m, in.At)
	})
}

func (s *Dispatch) ready(ctx context.Context, tx *store.Tx, appID string, m *tuwen.MassSend, in MassOrder) error {
	if m.Preflight == nil || !m.Preflight.Ready || m.Progress.Hash == "" {
		return tuwen.Errorf(tuwen.Conflict, "mass_send.preflight", "look at the preflight first; something stops the send, or was changed since")
	}
	if in.At != nil {
		if err := tuwen.CheckSchedule(*in.At, s.now()); err != nil {
			return err
		}
	}
	account, err := tx.Accounts.ByID(ctx, appID)
	if err != nil {
		return err
	}
	q, err := massQuota(ctx, tx, account, goesOut(in.At, s.now()))
	if err != nil {
		return err
	}
	if q.Period == "day" && q.Used >= q.Limit { // the preflight was of another day, or is not so any more
		return tuwen.Errorf(tuwen.Conflict, "mass_send.day_used", "the account sends once a day, and that day's is used or planned; take another day").
			With("at", goesOut(in.At, s.now()).UTC().Format(time.RFC3339))
	}
	n, _, err := people(ctx, tx, appID, m)
	if err == nil && n != nil && (in.Expected == nil || *in.Expected != *n) {
		err = tuwen.Errorf(tuwen.Conflict, "mass_send.people", "the send goes to another number of people than was confirmed").
			With("people", strconv.Itoa(*n))
	}
	return err
}

func whenDetails(at *time.Time) details {
	if at == nil {
		return details{"at": "now"}
	}
	return details{"at": at.UTC().Format(time.RFC3339)}
}

// schedule has a send go out at a time, nil for at once.
func (s *Dispatch) schedule(ctx context.Context, tx *store.Tx, actor tuwen.Actor, appID string, m *tuwen.MassSend, at *time.Time) (tuwen.Entry, error) {
	when, now := s.now(), s.now()
	if at != nil {
		when = at.UTC()
	}
	if err := m.Enter(tuwen.MassScheduled, "", actor.Name, now); err != nil {
		return tuwen.Entry{}, err
	}
	m.ScheduledAt, m.Problem = &when, nil
	m.Progress.Due, m.Progress.NextAt = when, when
	if err := s.jobs.Insert(ctx, tx, job.SendInMass{AppID: appID, ID: m.ID}, &river.InsertOpts{ScheduledAt: when}); err != nil {
		return tuwen.Entry{}, err
	}
	return massEntry("mass_send.send", appID, *m, whenDetails(at)), nil
}

// Approve lets a send go out that another operator asked for; one's own is
// [tuwen.Forbidden] "mass_send.own".
func (s *Dispatch) Approve(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.MassSend, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.MassSend{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		a := m.Approval
		switch {
		case m.State != tuwen.MassDraft || a == nil:
			return tuwen.Entry{}, tuwen.Errorf(tuwen.Conflict, "mass_send.not_asked", "nobody asked to send this").With("state", string(m.State))
		case a.RequesterID == actor.OperatorID+actor.TokenID:
			return tuwen.Entry{}, tuwen.Errorf(tuwen.Forbidden, "mass_send.own", "a second operator approves a send, not who asked for it").With("by", a.RequestedBy)
		}
		if err := s.ready(ctx, tx, appID, m, MassOrder{At: a.At, Expected: a.Expected}); err != nil {
			return tuwen.Entry{}, err
		}
		now := s.now()
		a.ApprovedBy, a.ApprovedAt = actor.Name, &now
		return s.schedule(ctx, tx, actor, appID, m, a.At)
	})
}

// Cancel stops a send before WeChat is asked. A wish to send is withdrawn by
// who asked, and rejected by anybody else: it is a draft again.
func (s *Dispatch) Cancel(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.MassSend, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.MassSend{}, err
	}
	return s.held(ctx, actor, appID, id, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		entry := massEntry("mass_send.cancel", appID, *m, nil)
		if m.State == tuwen.MassDraft && m.Approval != nil {
			if m.Approval.RequesterID != actor.OperatorID+actor.TokenID {
				entry.Action = "mass_send.reject"
			}
			m.Unask(actor.OperatorID+actor.TokenID, actor.Name, s.now())
			return entry, nil
		}
		m.Progress.NextAt = time.Time{}
		return entry, m.Enter(tuwen.MassCanceled, "", actor.Name, s.now())
	})
}

// Reschedule gives a send that is scheduled another time.
func (s *Dispatch) Reschedule(ctx context.Context, actor tuwen.Actor, appID, id string, at time.Time) (tuwen.MassSend, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.MassSend{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		if m.State != tuwen.MassScheduled {
			return tuwen.Entry{}, tuwen.Errorf(tuwen.Conflict, "mass_send.not_scheduled", "only a scheduled send gets another time").With("state", string(m.State))
		}
		if err := tuwen.CheckSchedule(at, s.now()); err != nil {
			return tuwen.Entry{}, err
		}
		at = at.UTC()
		m.ScheduledAt, m.Progress.Due, m.Progress.NextAt = &at, at, at
		err := s.jobs.Insert(ctx, tx, job.SendInMass{AppID: appID, ID: m.ID}, &river.InsertOpts{ScheduledAt: at})
		return massEntry("mass_send.reschedule", appID, *m, whenDetails(&at)), err
	})
}

// TakeDown deletes a sent message at WeChat: the card stays in the chats, what
// it leads to is gone, and so it is of every other send of the same history
// item. title is the send's, typed by who does it. It cannot be taken back.
func (s *Dispatch) TakeDown(ctx context.Context, actor tuwen.Actor, appID, id, title string) (m tuwen.MassSend, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return m, err
	}
	if m, err = (&MassSends{s.floor}).ByID(ctx, actor, appID, id); err != nil {
		return m, err
	}
	switch {
	case m.State != tuwen.MassSent || m.MsgID == "":
		return m, tuwen.Errorf(tuwen.Conflict, "mass_send.not_sent", "only a sent message of which WeChat's id is known can be deleted at WeChat").
			With("state", string(m.State))
	case strings.TrimSpace(title) != m.Title:
		return m, tuwen.Errorf(tuwen.Invalid, "mass_send.title", "type the title of what is to be deleted").With("field", "title")
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return m, err
	}
	msgID, err := strconv.ParseInt(m.MsgID, 10, 64)
	if err != nil {
		return m, tuwen.Errorf(tuwen.Conflict, "mass_send.not_sent", "WeChat's id of this send is none").Because(err)
	}
	if err := client.Mass.Delete(ctx, msgID, 0); err != nil {
		return m, s.connect.Translate(err, appID, "/cgi-bin/message/mass/delete")
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		if err := s.markDown(ctx, tx, appID, m.SentMedia); err != nil {
			return tuwen.Entry{}, err
		}
		return massEntry("mass_send.take_down", appID, *m, details{"msg_id": m.MsgID}), m.Enter(tuwen.MassDeleted, "", actor.Name, s.now())
	})
}

// markDown keeps that the articles of what was sent lead nowhere any more.
func (s *Dispatch) markDown(ctx context.Context, tx *store.Tx, appID, mediaID string) error {
	was, err := tx.Materials.ByID(ctx, appID, mediaID)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	for i := range was.Articles {
		was.Articles[i].Deleted = true
	}
	return tx.Materials.Put(ctx, appID, []store.Put{{Material: was, Hash: tuwen.ContentHash(was.Articles)}})
}

// Resolution is what an operator says became of a send that is unknown.
type Resolution struct {
	Sent  bool   `json:"sent"`
	MsgID string `json:"msg_id,omitempty" maxLength:"20" doc:"of the pushed result that belongs to it, out of its candidates"`
}

// Resolve says what became of a send that is unknown. With the msg_id of a
// result that WeChat pushed and that no other send has, the result says it.
func (s *Dispatch) Resolve(ctx context.Context, actor tuwen.Actor, appID, id string, in Resolution) (tuwen.MassSend, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.MassSend{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		entry := massEntry("mass_send.resolve", appID, *m, details{"sent": strconv.FormatBool(in.Sent), "msg_id": in.MsgID})
		if in.MsgID == "" {
			if err := m.Resolve(in.Sent, actor.Name, s.now()); err != nil {
				return entry, err
			}
			return entry, s.jobs.Insert(ctx, tx, job.SendInMass{AppID: appID, ID: id}, nil)
		}
		owner, err := tx.MassSends.Named(ctx, appID, in.MsgID)
		if err != nil {
			return entry, err
		}
		var r tuwen.MassResult
		found, err := tx.JobResults.Get(ctx, appID, store.MassResult, in.MsgID, &r)
		switch {
		case err != nil:
			return entry, err
		case m.State != tuwen.MassUnknown:
			return entry, m.Resolve(in.Sent, actor.Name, s.now())
		case !found || owner != "" && owner != id:
			return entry, tuwen.Errorf(tuwen.Invalid, "mass_send.result", "no result of that msg_id waits for a send").With("field", "msg_id")
		}
		m.Settle(s.now(), r)
		return entry, s.jobs.Insert(ctx, tx, job.TakeResult{AppID: appID, Of: string(store.MassResult), JobID: in.MsgID}, nil)
	})
}

// Candidates returns the results that WeChat pushed since a send was first
// asked for and that belong to no send here.
func (s *Dispatch) Candidates(ctx context.Context, actor tuwen.Actor, appID, id string) (all []tuwen.MassCandidate, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return nil, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		all = []tuwen.MassCandidate{}
		m, err := tx.MassSends.ByID(ctx, appID, id)
		if err != nil || m.State != tuwen.MassUnknown {
			return err
		}
		names, err := tx.JobResults.Since(ctx, appID, store.MassResult, m.Progress.FirstCallAt)
		if err != nil {
			return err
		}
		for _, name := range names {
			var r tuwen.MassResult
			if owner, err := tx.MassSends.Named(ctx, appID, name); err != nil || owner != "" {
				continue
			}
			if _, err := tx.JobResults.Get(ctx, appID, store.MassResult, name, &r); err != nil {
				return err
			}
			all = append(all, tuwen.Candidate(r))
		}
		return nil
	})
	return all, err
}

func approvalKey(appID string) string { return "mass_approval:" + appID }

func asksForApproval(ctx context.Context, tx *store.Tx, appID string) (bool, error) {
	v, err := tx.Settings.Get(ctx, approvalKey(appID))
	if tuwen.KindOf(err) == tuwen.NotFound {
		return false, nil
	}
	return v == "second", err
}

// Rules returns what the account's mass sends keep to.
func (s *Dispatch) Rules(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.MassRules, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := tx.Accounts.ByID(ctx, appID)
		if err != nil {
			return err
		}
		if out.Approval, err = asksForApproval(ctx, tx, appID); err != nil {
			return err
		}
		if out.Quota, err = massQuota(ctx, tx, a, s.now()); err != nil {
			return err
		}
		n, err := tx.MassSends.Previews(ctx, appID, tuwen.BeijingDay(s.now()))
		out.PreviewsLeft = max(0, previewsADay-n)
		return err
	})
	return out, err
}

// AskForApproval says whether a send needs a second operator.
func (s *Dispatch) AskForApproval(ctx context.Context, actor tuwen.Actor, appID string, asks bool) (tuwen.MassRules, error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return tuwen.MassRules{}, err
	}
	err := s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		value := ""
		if asks {
			value = "second"
		}
		if err := tx.Settings.Put(ctx, approvalKey(appID), value); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "mass_send.approval", AppID: appID, Subject: appID, Details: details{"second": strconv.FormatBool(asks)},
		})
	})
	if err != nil {
		return tuwen.MassRules{}, err
	}
	return s.Rules(ctx, actor, appID)
}

const speedPath = "/cgi-bin/message/mass/speed/get"

// Speed returns how fast the account sends.
func (s *Dispatch) Speed(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.MassSpeed, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return out, err
	}
	speed, err := client.Mass.Speed(ctx)
	if err != nil {
		return out, s.connect.Translate(err, appID, speedPath)
	}
	return tuwen.MassSpeed{Speed: speed.Speed, PerMinute: speed.RealSpeed * 10_000}, nil
}

// SetSpeed changes it, to protect the pages that articles lead to.
func (s *Dispatch) SetSpeed(ctx context.Context, actor tuwen.Actor, appID string, speed int) (out tuwen.MassSpeed, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	if speed < 0 || speed > wechat.MaxMassSpeed {
		return out, tuwen.Errorf(tuwen.Invalid, "mass_send.speed", "a speed is 0, the fastest, to 4").With("field", "speed")
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return out, err
	}
	if err := client.Mass.SetSpeed(ctx, speed); err != nil {
		return out, s.connect.Translate(err, appID, "/cgi-bin/message/mass/speed/set")
	}
	err = s.recordAlone(ctx, actor, tuwen.Entry{
		Action: "mass_send.speed", AppID: appID, Subject: appID, Details: details{"speed": strconv.Itoa(speed)},
	})
	if err != nil {
		return out, err
	}
	return s.Speed(ctx, actor, appID)
}
