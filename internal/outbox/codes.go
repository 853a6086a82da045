package outbox

import (
	"context"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// CodesArgs is the periodic job that has QR codes made anew that end soon, of
// all accounts.
type CodesArgs struct{}

// Kind names the job.
func (CodesArgs) Kind() string { return "outbox_codes" }

type codesWorker struct {
	river.WorkerDefaults[CodesArgs]
	outbox *Outbox
}

func (w *codesWorker) Work(ctx context.Context, _ *river.Job[CodesArgs]) error {
	o := w.outbox
	return o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		appIDs, err := tx.QRCodes.WithExpiring(ctx, o.now().Add(tuwen.RenewBefore))
		if err != nil {
			return err
		}
		return o.makeCodesOf(ctx, tx, appIDs)
	})
}

func (o *Outbox) makeCodesOf(ctx context.Context, tx *store.Tx, appIDs []string) error {
	for _, appID := range appIDs {
		if err := o.jobs.Insert(ctx, tx, job.MakeCodes{AppID: appID}, nil); err != nil {
			return err
		}
	}
	return nil
}

type makeWorker struct {
	river.WorkerDefaults[job.MakeCodes]
	outbox *Outbox
}

// Work makes an account's codes. An error is about the database: River tries
// again.
func (w *makeWorker) Work(ctx context.Context, j *river.Job[job.MakeCodes]) error {
	return w.outbox.makeCodes(ctx, j.Args)
}

// maker makes one account's codes, alone.
type maker struct {
	*Outbox
	args   job.MakeCodes
	holder string
	client *wechat.Client
	failed map[string]bool // the codes that WeChat did not make in this job
	over   bool            // it would make no other now either
}

// makeCodes makes what is due, one after the other, until nothing is left,
// nothing can be made now, or time is up: then another job goes on.
func (o *Outbox) makeCodes(ctx context.Context, args job.MakeCodes) error {
	client, err := o.connect.Client(ctx, args.AppID, tuwen.ByJob)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil // the account is gone, and its codes with it
	}
	if err != nil {
		return err
	}
	m := maker{Outbox: o, args: args, holder: store.NewID(), client: client, failed: map[string]bool{}}
	for {
		c, err := m.next(ctx)
		if err != nil || c.ID == "" {
			return err
		}
		if err := m.make(ctx, c); err != nil {
			return err
		}
	}
}

// next returns a code to make: one that has no picture yet, else the one whose
// picture ends first; an empty one where there is none.
func (m *maker) next(ctx context.Context) (c tuwen.QRCode, err error) {
	err = m.inTurn(ctx, "codes:"+m.args.AppID, m.holder, func(ctx context.Context, tx *store.Tx) (bool, error) {
		c = tuwen.QRCode{}
		most := len(m.failed) + 1
		due, err := tx.QRCodes.Pending(ctx, m.args.AppID, most)
		if err != nil {
			return false, err
		}
		ending, err := tx.QRCodes.Expiring(ctx, m.args.AppID, m.now().Add(tuwen.RenewBefore), most)
		if err != nil {
			return false, err
		}
		due = slices.DeleteFunc(append(due, ending...), func(c tuwen.QRCode) bool { return m.failed[c.ID] })
		if len(due) == 0 || m.over {
			return false, nil
		}
		if m.short(ctx) {
			if due[0].Made() && due[0].Problem != nil {
				return false, nil // what failed before is tried again by the clock
			}
			return false, m.jobs.Insert(ctx, tx, m.args, nil)
		}
		c = due[0]
		return true, nil
	})
	return c, err
}

const createCodePath = "/cgi-bin/qrcode/create"

// make asks for a code's ticket, of the same scene, and keeps it or why there
// is none.
func (m *maker) make(ctx context.Context, c tuwen.QRCode) error {
	asked, r := m.now(), wechat.QRCodeRequest{Scene: c.Scene}
	if c.Kind == tuwen.Temporary {
		r.ExpireSeconds = int(tuwen.MaxTemporaryLife / time.Second)
	}
	calling, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	ticket, err := m.client.QRCode.Create(calling, r)
	if err != nil {
		return m.refused(context.WithoutCancel(ctx), c, err)
	}
	return m.change(context.WithoutCancel(ctx), c.ID, func(c *tuwen.QRCode) {
		c.URL, c.Ticket, c.Problem, c.ExpiresAt = ticket.URL, ticket.Ticket, nil, nil
		if c.Kind == tuwen.Temporary {
			end := asked.Add(time.Duration(ticket.ExpireSeconds) * time.Second)
			c.ExpiresAt = &end
		}
	})
}

// change edits a code as it is now. One that was deleted meanwhile stays so.
func (m *maker) change(ctx context.Context, id string, edit func(*tuwen.QRCode)) error {
	err := m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err := tx.QRCodes.Hold(ctx, m.args.AppID, id)
		if err != nil {
			return err
		}
		edit(&c)
		return tx.QRCodes.Put(ctx, m.args.AppID, c)
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil
	}
	return err
}

// refused keeps why a code was not made. It is tried again by the clock, but
// for one without a picture that WeChat will never make. Where the next code
// would fare no better, the job ends.
func (m *maker) refused(ctx context.Context, c tuwen.QRCode, callErr error) error {
	translated := m.connect.Translate(callErr, m.args.AppID, createCodePath)
	m.log.WarnContext(ctx, "a QR code was not made", "app_id", m.args.AppID, "code", c.ID, "err", translated)
	m.failed[c.ID] = true
	never := false
	switch wechat.Classify(callErr) {
	case wechat.Input, wechat.Gone, wechat.Bug:
		never = true
	case wechat.Perm:
		never, m.over = true, true
	default:
		m.over = true
	}
	if !c.Made() && !never {
		return nil // it still waits to be made
	}
	return m.change(ctx, c.ID, func(c *tuwen.QRCode) { c.Problem = tuwen.ProblemOf(translated) })
}
