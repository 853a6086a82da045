package outbox

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Send does what the job does, on a node of the name.
func (o *Outbox) Send(ctx context.Context, args job.SendMessages, node string) error {
	w := sendWorker{outbox: o}
	return w.Work(ctx, &river.Job[job.SendMessages]{JobRow: attemptedBy(node), Args: args})
}

// SendPlanned does what the job does, on a node of the name.
func (o *Outbox) SendPlanned(ctx context.Context, args job.SendPlanned, node string) error {
	w := plannedWorker{outbox: o}
	return w.Work(ctx, &river.Job[job.SendPlanned]{JobRow: attemptedBy(node), Args: args})
}

func attemptedBy(node string) *rivertype.JobRow {
	return &rivertype.JobRow{AttemptedBy: []string{node}}
}

// PostWebhook does what the job does.
func (o *Outbox) PostWebhook(ctx context.Context, args job.PostWebhook) error {
	return o.postWebhook(ctx, args)
}

// Sweep does what the periodic job does.
func (o *Outbox) Sweep(ctx context.Context) error { return o.sweep(ctx) }

// ChangeTags does what the job does.
func (o *Outbox) ChangeTags(ctx context.Context, args job.ChangeTags) error {
	return o.changeTags(ctx, args)
}

// MakeCodes does what the job does.
func (o *Outbox) MakeCodes(ctx context.Context, args job.MakeCodes) error {
	return o.makeCodes(ctx, args)
}

// RenewCodes does what the periodic job does.
func (o *Outbox) RenewCodes(ctx context.Context) error {
	w := codesWorker{outbox: o}
	return w.Work(ctx, nil)
}

// Purge does what the periodic job does.
func (o *Outbox) Purge(ctx context.Context) error { return o.purge(ctx) }

// Claim claims the contact's next message and leaves it there, as a process
// does that is killed before it asks WeChat.
func (o *Outbox) Claim(ctx context.Context, args job.SendMessages, node, openID string) (store.OpenMessage, error) {
	s := &sender{Outbox: o, appID: args.AppID, node: node, openID: openID, again: args}
	p, err := s.take(ctx)
	if err != nil || p == nil {
		return store.OpenMessage{}, err
	}
	return p.OpenMessage, nil
}

// SendInMass, Publish and TakeResult do what the jobs do.
func (o *Outbox) SendInMass(ctx context.Context, args job.SendInMass) error { return o.mass(ctx, args) }

// Publish does what the job does.
func (o *Outbox) Publish(ctx context.Context, args job.Publish) error {
	return o.publication(ctx, args)
}

// TakeResult does what the job does.
func (o *Outbox) TakeResult(ctx context.Context, args job.TakeResult) error {
	return o.takeResult(ctx, args)
}

// CutMass asks WeChat to send as the job does, and leaves it as a process does
// that is killed: before WeChat is asked, or after, its answer unread.
func (o *Outbox) CutMass(ctx context.Context, args job.SendInMass, after bool) error {
	client, err := o.connect.Client(ctx, args.AppID, tuwen.ByPerson)
	if err != nil {
		return err
	}
	s := &masser{Outbox: o, args: args, client: client}
	m, err := s.read(ctx)
	if err != nil {
		return err
	}
	m, openIDs, err := s.begin(ctx, m.NextCall(o.now()))
	if err == nil && m.ID != "" && after {
		s.call(ctx, m, openIDs)
	}
	return err
}
