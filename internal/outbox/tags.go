package outbox

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

type tagWorker struct {
	river.WorkerDefaults[job.ChangeTags]
	outbox *Outbox
}

// Work does an account's tag changes. An error is about the database: River
// tries again.
func (w *tagWorker) Work(ctx context.Context, j *river.Job[job.ChangeTags]) error {
	return w.outbox.changeTags(ctx, j.Args)
}

const (
	tagPath   = "/cgi-bin/tags/members/batchtagging"
	untagPath = "/cgi-bin/tags/members/batchuntagging"
)

// tagger does an account's tag changes, alone: WeChat refuses two calls at
// once that tag the same follower (45169).
type tagger struct {
	*Outbox
	args   job.ChangeTags
	holder string
	client *wechat.Client
	// parts are of the present batch, still to be asked for.
	parts []store.TagBatch
	// denied is why no call needs to be made any more: all would be refused.
	denied *tuwen.Problem
}

func (o *Outbox) changeTags(ctx context.Context, args job.ChangeTags) error {
	client, err := o.connect.Client(ctx, args.AppID, tuwen.ByJob)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil // the account is gone, and its changes with it
	}
	if err != nil {
		return err
	}
	t := &tagger{Outbox: o, args: args, holder: store.NewID(), client: client}
	for {
		part, err := t.next(ctx)
		if err != nil || len(part.Changes) == 0 {
			return err
		}
		failed, err := t.ask(ctx, part)
		if err := t.settle(context.WithoutCancel(ctx), part, failed, err); err != nil {
			return err
		}
	}
}

// next returns what to ask for next, none where there is nothing to do now,
// another job is at it, or time is up: then another job goes on.
func (t *tagger) next(ctx context.Context) (part store.TagBatch, err error) {
	err = t.inTurn(ctx, "tags:"+t.args.AppID, t.holder, func(ctx context.Context, tx *store.Tx) (bool, error) {
		part = store.TagBatch{}
		if t.short(ctx) {
			return false, t.jobs.Insert(ctx, tx, t.args, nil)
		}
		if len(t.parts) > 0 {
			part = t.parts[0]
			return true, nil
		}
		part, _, err = tx.TagChanges.Next(ctx, t.args.AppID, t.now())
		return len(part.Changes) > 0, err
	})
	if len(t.parts) > 0 {
		t.parts = t.parts[1:]
	}
	return part, err
}

// ask makes the call of a part. What it asks for may be asked for twice: a
// tag that somebody has is given without harm.
func (t *tagger) ask(ctx context.Context, part store.TagBatch) (failed []string, err error) {
	if t.denied != nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	openIDs := make([]string, len(part.Changes))
	for i, c := range part.Changes {
		openIDs[i] = c.OpenID
	}
	if part.Give {
		return t.client.Tag.BatchTag(ctx, part.TagID, openIDs)
	}
	return t.client.Tag.BatchUntag(ctx, part.TagID, openIDs)
}

// settle keeps what became of a part.
func (t *tagger) settle(ctx context.Context, part store.TagBatch, failed []string, callErr error) error {
	ids := func(changes []store.TagWish) (ids []string) {
		for _, c := range changes {
			ids = append(ids, c.ID)
		}
		return ids
	}
	if t.denied != nil {
		return t.fail(ctx, ids(part.Changes), t.denied)
	}
	if callErr == nil {
		return t.done(ctx, part, failed)
	}
	path := untagPath
	if part.Give {
		path = tagPath
	}
	translated := t.connect.Translate(callErr, t.args.AppID, path)
	problem := tuwen.ProblemOf(translated)
	wait, final := t.verdict(callErr, translated, part)
	switch {
	case !final:
		return t.postpone(ctx, ids(part.Changes), wait, problem)
	case ofOne(callErr) && len(part.Changes) > 1:
		// WeChat does not say whom it refuses: halve until it is known.
		half := len(part.Changes) / 2
		first, second := part, part
		first.Changes, second.Changes = part.Changes[:half], part.Changes[half:]
		t.parts = append([]store.TagBatch{first, second}, t.parts...)
		return nil
	case wechat.Classify(callErr) == wechat.Perm:
		t.denied = problem
	}
	return t.fail(ctx, ids(part.Changes), problem)
}

// ofOne reports whether WeChat refused a batch for one follower in it: no
// follower of this account, or one with 20 tags.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_batchtagging.html
func ofOne(err error) bool {
	switch wechat.Code(err) {
	case 40003, 43004, 45059, 46004, 49003, 50005:
		return true
	}
	return false
}

// After what a refused part is asked for again.
const (
	tagMinute   = time.Minute      // 45011
	tagMend     = time.Hour        // a person must mend something first
	tagDoubtful = 10 * time.Second // 45159, of which WeChat is not always sure
	tagTries    = 5                // of those whom WeChat missed
)

// verdict tells what to make of a failed call: whether it is final, else how
// long to wait.
func (t *tagger) verdict(callErr, translated error, part store.TagBatch) (wait time.Duration, final bool) {
	tries := part.Changes[0].Tries
	if e, ok := errors.AsType[*tuwen.Error](translated); ok && e.Kind == tuwen.Exhausted {
		if at, err := time.Parse(time.RFC3339, e.Params["resume_at"]); err == nil {
			return at.Sub(t.now()), false
		}
		return t.spread(tagMinute), false
	}
	if own, ok := errors.AsType[*tuwen.Error](callErr); ok && own.Kind != tuwen.Unavailable {
		return t.spread(tagMend), false
	}
	switch wechat.Classify(callErr) {
	case wechat.Retry, wechat.Done, wechat.None:
		return t.spread(tuwen.RetryAfter(tries)), false
	case wechat.Minute, wechat.Day:
		return t.spread(tagMinute), false
	case wechat.Token, wechat.Operator, wechat.Wait:
		return t.spread(tagMend), false
	case wechat.Gone:
		return t.spread(tagDoubtful), tries > 0 || ofOne(callErr)
	}
	return 0, true
}

// missed is WeChat's answer where some of a batch were left out.
var missed = &tuwen.Problem{
	Kind: tuwen.Refused, Code: "wechat.45171", Detail: "WeChat changed the tag of others of the batch, not of this contact",
	WeChat: &tuwen.Answer{Errcode: 45171, Errmsg: "some openids failed"},
}

// done keeps that WeChat did a part, but for those it missed: they alone are
// asked for again, some times.
func (t *tagger) done(ctx context.Context, part store.TagBatch, failed []string) error {
	var did, openIDs, again, over []string
	tries := 0
	for _, c := range part.Changes {
		switch {
		case !slices.Contains(failed, c.OpenID):
			did, openIDs = append(did, c.ID), append(openIDs, c.OpenID)
		case c.Tries+1 < tagTries:
			again, tries = append(again, c.ID), c.Tries
		default:
			over = append(over, c.ID)
		}
	}
	return t.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		change := tx.Contacts.Untag
		if part.Give {
			change = tx.Contacts.Tag
		}
		if err := change(ctx, t.args.AppID, part.TagID, openIDs); err != nil {
			return err
		}
		if err := tx.TagChanges.Done(ctx, t.args.AppID, did); err != nil {
			return err
		}
		if err := tx.TagChanges.Fail(ctx, t.args.AppID, over, missed); err != nil {
			return err
		}
		if len(again) == 0 {
			return nil
		}
		return t.rest(ctx, tx, again, t.spread(tuwen.RetryAfter(tries)), missed)
	})
}

func (t *tagger) fail(ctx context.Context, ids []string, why *tuwen.Problem) error {
	return t.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.TagChanges.Fail(ctx, t.args.AppID, ids, why)
	})
}

func (t *tagger) postpone(ctx context.Context, ids []string, wait time.Duration, why *tuwen.Problem) error {
	t.log.InfoContext(ctx, "tag changes rest", "app_id", t.args.AppID, "for", wait, "code", why.Code)
	return t.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return t.rest(ctx, tx, ids, wait, why) })
}

// rest lets all the account's changes rest for a while; a job goes on then.
func (t *tagger) rest(ctx context.Context, tx *store.Tx, ids []string, wait time.Duration, why *tuwen.Problem) error {
	t.parts = nil
	until := t.now().Add(wait)
	if err := tx.TagChanges.Postpone(ctx, t.args.AppID, ids, until, why); err != nil {
		return err
	}
	return t.jobs.Insert(ctx, tx, t.args, &river.InsertOpts{ScheduledAt: until})
}
