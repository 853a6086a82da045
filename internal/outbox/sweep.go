package outbox

import (
	"context"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// SweepArgs is the periodic job that finds what nobody is at: messages whose
// sender died or whose job got lost, mass sends that are due, tag changes and QR
// codes without a job, as after a database was moved or restored.
type SweepArgs struct{}

// Kind names the job.
func (SweepArgs) Kind() string { return "outbox_sweep" }

type sweepWorker struct {
	river.WorkerDefaults[SweepArgs]
	outbox *Outbox
}

func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[SweepArgs]) error {
	return w.outbox.sweep(ctx)
}

const (
	// cutAfter is after how long a message that is still being sent was cut:
	// longer than any job lives.
	cutAfter = 2 * job.Timeout
	// lostAfter is after how long a planned message has no job any more, and
	// lostAtOnce how many of them are taken up at once.
	lostAfter  = 3 * time.Minute
	lostAtOnce = 500
	// sendsOfJob is how many messages one job sends.
	sendsOfJob = 100
)

// Begin makes unknown what earlier processes of this node were sending when
// they died. It is for [job.Config.Claimed].
func (o *Outbox) Begin(ctx context.Context, node string) error {
	before := time.Time{}
	if o.db.Engine() == store.SQLite {
		before = o.now().Add(24 * time.Hour) // one process: whoever was sending is dead
	}
	return o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return o.cut(ctx, tx, node, before) })
}

func (o *Outbox) cut(ctx context.Context, tx *store.Tx, node string, before time.Time) error {
	n, err := tx.Messages.StuckSending(ctx, node, before, o.now())
	if n > 0 {
		o.log.WarnContext(ctx, "messages were cut while they were sent; whether they arrived is unknown", "messages", n)
	}
	return err
}

func (o *Outbox) sweep(ctx context.Context) error {
	return o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := o.now()
		if err := o.cut(ctx, tx, "", now.Add(-cutAfter)); err != nil {
			return err
		}
		if _, err := tx.Messages.Late(ctx, now); err != nil {
			return err
		}
		lost, err := tx.Messages.Due(ctx, now.Add(-lostAfter), lostAtOnce)
		if err != nil {
			return err
		}
		if err := o.sendAgain(ctx, tx, lost); err != nil {
			return err
		}
		return o.accountsAgain(ctx, tx)
	})
}

// accountsAgain inserts a job for each account with tag changes to do, or
// codes to make.
func (o *Outbox) accountsAgain(ctx context.Context, tx *store.Tx) error {
	tagging, err := tx.TagChanges.Waiting(ctx)
	if err != nil {
		return err
	}
	for _, appID := range tagging {
		if err := o.jobs.Insert(ctx, tx, job.ChangeTags{AppID: appID}, nil); err != nil {
			return err
		}
	}
	making, err := tx.QRCodes.WithPending(ctx)
	if err != nil {
		return err
	}
	if err := o.makeCodesOf(ctx, tx, making); err != nil {
		return err
	}
	posts, err := tx.Webhooks.Lost(ctx, o.now().Add(-lostAfter), lostAtOnce)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if err := o.jobs.Insert(ctx, tx, job.PostWebhook(p), nil); err != nil {
			return err
		}
	}
	return o.massAgain(ctx, tx)
}

// massAgain inserts a job for each mass send and publication about which
// something should have been done half a minute ago.
func (o *Outbox) massAgain(ctx context.Context, tx *store.Tx) error {
	if err := o.rewind(ctx, tx); err != nil {
		return err
	}
	before := o.now().Add(-30 * time.Second)
	sends, err := tx.MassSends.Due(ctx, before, lostAtOnce)
	if err != nil {
		return err
	}
	for _, m := range sends {
		if err := o.jobs.Insert(ctx, tx, job.SendInMass(m), nil); err != nil {
			return err
		}
	}
	publications, err := tx.Publications.Due(ctx, before, lostAtOnce)
	if err != nil {
		return err
	}
	for _, p := range publications {
		if err := o.jobs.Insert(ctx, tx, job.Publish(p), nil); err != nil {
			return err
		}
	}
	return nil
}

// rewind has the sends looked at soon that a clock which was set back since put
// off.
func (o *Outbox) rewind(ctx context.Context, tx *store.Tx) error {
	now := o.now()
	ahead, err := tx.MassSends.Ahead(ctx, now.Add(tuwen.MassFarthest), lostAtOnce)
	if err != nil {
		return err
	}
	for _, a := range ahead {
		m, err := tx.MassSends.Hold(ctx, a.AppID, a.ID)
		if err != nil {
			return err
		}
		if !m.Rewind(now) {
			continue
		}
		o.log.WarnContext(ctx, "the clock was set back while a mass send was under way; it is looked at anew", "app_id", a.AppID, "mass_send", a.ID)
		if err := o.putMass(ctx, tx, a.AppID, m); err != nil {
			return err
		}
	}
	return nil
}

// sendAgain inserts a job for the contacts that are waiting for messages: one
// for each that a push brought, and one for many of the others.
func (o *Outbox) sendAgain(ctx context.Context, tx *store.Tx, lost []store.AccountMessage) error {
	type contact struct{ appID, openID string }
	seen := map[contact]bool{}
	planned := map[string][]string{}
	for _, m := range lost {
		c := contact{m.AppID, m.Message.OpenID}
		if seen[c] {
			continue
		}
		seen[c] = true
		if m.Message.EventID == "" {
			planned[m.AppID] = append(planned[m.AppID], m.Message.ID)
			continue
		}
		if err := o.jobs.Insert(ctx, tx, job.SendMessages{AppID: m.AppID, EventID: m.Message.EventID}, nil); err != nil {
			return err
		}
	}
	for appID, ids := range planned {
		for some := range slices.Chunk(ids, sendsOfJob) {
			if err := o.jobs.Insert(ctx, tx, job.SendPlanned{AppID: appID, IDs: some}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// PurgeArgs is the periodic job that forgets old events and messages.
type PurgeArgs struct{}

// Kind names the job.
func (PurgeArgs) Kind() string { return "outbox_purge" }

type purgeWorker struct {
	river.WorkerDefaults[PurgeArgs]
	outbox *Outbox
}

func (w *purgeWorker) Work(ctx context.Context, _ *river.Job[PurgeArgs]) error {
	return w.outbox.purge(ctx)
}

// purgeAtOnce is how many rows are forgotten in one transaction.
const purgeAtOnce = 500

// purge forgets what is too old, in short transactions; where time is up
// another job goes on.
func (o *Outbox) purge(ctx context.Context) error {
	if o.keep <= 0 {
		return nil
	}
	before := o.now().AddDate(0, 0, -o.keep)
	for {
		if o.short(ctx) {
			return o.enqueue(context.WithoutCancel(ctx), PurgeArgs{}, time.Time{})
		}
		purged := 0
		err := o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			events, err := tx.Events.Purge(ctx, before, purgeAtOnce)
			if err != nil {
				return err
			}
			if _, err := tx.JobResults.Purge(ctx, before); err != nil {
				return err
			}
			messages, err := tx.Messages.Purge(ctx, before, purgeAtOnce)
			if err != nil {
				return err
			}
			posts, err := tx.Webhooks.Purge(ctx, before, purgeAtOnce)
			purged = max(events, messages, posts)
			return err
		})
		if err != nil || purged < purgeAtOnce {
			return err
		}
	}
}
