package outbox

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

type sendWorker struct {
	river.WorkerDefaults[job.SendMessages]
	outbox *Outbox
}

// Work sends what is planned for the contact of a push. An error is about the
// database: River tries again.
func (w *sendWorker) Work(ctx context.Context, j *river.Job[job.SendMessages]) error {
	o, args := w.outbox, j.Args
	openID, err := o.contactOf(ctx, args)
	if err != nil || openID == "" {
		return err
	}
	s, err := o.sender(ctx, args.AppID, job.NodeOf(j.JobRow))
	if err != nil || s == nil {
		return err
	}
	over, err := s.send(ctx, openID, args)
	if err != nil || over {
		return err
	}
	return o.enqueue(context.WithoutCancel(ctx), args, time.Time{})
}

type plannedWorker struct {
	river.WorkerDefaults[job.SendPlanned]
	outbox *Outbox
}

// Work sends messages that follow no push, and what else is planned for their
// contacts. Where time is up another job goes on with the rest.
func (w *plannedWorker) Work(ctx context.Context, j *river.Job[job.SendPlanned]) error {
	o, args := w.outbox, j.Args
	var openIDs map[string]string
	err := o.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		openIDs, err = tx.Messages.Planned(ctx, args.AppID, args.IDs)
		return err
	})
	if err != nil || len(openIDs) == 0 {
		return err
	}
	s, err := o.sender(ctx, args.AppID, job.NodeOf(j.JobRow))
	if err != nil || s == nil {
		return err
	}
	for i, id := range args.IDs {
		openID, planned := openIDs[id]
		if !planned {
			continue
		}
		over, err := s.send(ctx, openID, job.SendPlanned{AppID: args.AppID, IDs: []string{id}})
		if err != nil {
			return err
		}
		if !over {
			return o.enqueue(context.WithoutCancel(ctx), job.SendPlanned{AppID: args.AppID, IDs: args.IDs[i:]}, time.Time{})
		}
	}
	return nil
}

// sender sends to one contact after the other.
type sender struct {
	*Outbox
	appID  string
	node   string
	client *wechat.Client
	openID string
	again  river.JobArgs // goes on with the contact later
}

// sender returns one for an account, nil where the account is gone, and its
// messages with it.
func (o *Outbox) sender(ctx context.Context, appID, node string) (*sender, error) {
	client, err := o.connect.Client(ctx, appID, tuwen.ByJob)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil, nil //nolint:nilnil // nothing is to be sent
	}
	return &sender{Outbox: o, appID: appID, node: node, client: client}, err
}

// send sends until nothing is left to be sent to the contact now, or another is
// sending to it; over is false where time is up before that. again is the job
// that tries what WeChat refused for now.
func (s *sender) send(ctx context.Context, openID string, again river.JobArgs) (over bool, err error) {
	s.openID, s.again = openID, again
	for {
		if s.short(ctx) {
			return false, nil
		}
		p, err := s.take(ctx)
		if err != nil || p == nil {
			return true, err
		}
		if err := s.settle(ctx, p, s.call(ctx, p.send)); err != nil {
			return true, err
		}
	}
}

// contactOf returns whose push it was, "" where nobody is to be sent anything
// any more.
func (o *Outbox) contactOf(ctx context.Context, args job.SendMessages) (openID string, err error) {
	err = o.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Messages.ByEvent(ctx, args.AppID, args.EventID)
		for _, m := range all {
			if m.OpenID != "" { // else the contact was erased
				openID = m.OpenID
			}
		}
		return err
	})
	return openID, err
}

func (o *Outbox) enqueue(ctx context.Context, args river.JobArgs, at time.Time) error {
	return o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return o.jobs.Insert(ctx, tx, args, &river.InsertOpts{ScheduledAt: at})
	})
}

// call makes one call. It is not repeated, whatever comes of it.
func (s *sender) call(ctx context.Context, m wechat.Message) error {
	ctx, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	return s.client.CustomerService.Send(ctx, m)
}

// openAtOnce is how many open messages of a contact are looked at: more than
// any window allows.
const openAtOnce = 32

// take claims the contact's next message, nil where there is none to send now.
// What cannot be sent at all is given up on the way, with its reason.
func (s *sender) take(ctx context.Context) (p *parcel, err error) {
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		p = nil
		c, err := tx.Contacts.Hold(ctx, s.appID, s.openID)
		if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
			return err
		}
		open, err := tx.Messages.Open(ctx, s.appID, s.openID, openAtOnce)
		if err != nil || beingSent(open) {
			return err
		}
		for _, m := range open {
			wait := false
			if p, wait, err = s.look(ctx, tx, m, c.Window); err != nil || wait || p != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

func beingSent(open []store.OpenMessage) bool {
	for _, m := range open {
		if m.State == tuwen.MessageSending {
			return true
		}
	}
	return false
}

// look claims a message that can be sent now, and gives up one that never can.
// wait tells that it is not yet to be tried again: what follows waits too, so
// that the order is kept.
func (s *sender) look(ctx context.Context, tx *store.Tx, m store.OpenMessage, w *tuwen.Window) (p *parcel, wait bool, err error) {
	now := s.now()
	reason := w.Refusal(now)
	if !now.Before(m.DueBy) {
		reason = "late"
	}
	switch {
	case reason != "":
		return nil, false, s.giveUp(ctx, tx, m, reason)
	case m.RetryAt.After(now):
		return nil, true, nil
	}
	if p, err = s.pack(ctx, tx, m); err != nil {
		return nil, false, err
	}
	if p.reason != "" {
		return nil, false, s.giveUp(ctx, tx, m, p.reason)
	}
	ok, _, err := tx.Contacts.SpendWindow(ctx, s.appID, s.openID, now)
	if err != nil || !ok {
		return nil, true, err
	}
	p.window = *w
	_, err = tx.Messages.Claim(ctx, s.appID, m.ID, s.node, now)
	return p, false, err
}

func (s *sender) giveUp(ctx context.Context, tx *store.Tx, m store.OpenMessage, reason string) error {
	return tx.Messages.Finish(ctx, s.appID, m.ID, store.Outcome{
		State: tuwen.MessageUnsent, Reason: reason, Problem: m.Problem, At: s.now(),
	})
}
