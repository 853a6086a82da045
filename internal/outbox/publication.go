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

type publishWorker struct {
	river.WorkerDefaults[job.Publish]
	outbox *Outbox
}

// Work does what is due about a publication.
func (w *publishWorker) Work(ctx context.Context, j *river.Job[job.Publish]) error {
	return w.outbox.publication(ctx, j.Args)
}

const publishStatusPath = "/cgi-bin/freepublish/get"

// draftStays is how long a draft may still be in the box after it was asked to
// be published by a call that broke off, before that call counts as not taken.
const draftStays = 10 * time.Minute

// publication asks how far a publication is. One whose call broke off has no
// name: that its draft is no more tells that it was taken, and the pushed
// result of the same titles is its own.
func (o *Outbox) publication(ctx context.Context, args job.Publish) error {
	var p tuwen.Publication
	err := o.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		p, err = tx.Publications.ByID(ctx, args.AppID, args.ID)
		return err
	})
	due := p.Progress.NextAt
	if tuwen.KindOf(err) == tuwen.NotFound || err == nil && (due.IsZero() || due.After(o.now())) {
		return nil
	}
	if err != nil {
		return err
	}
	client, err := o.connect.Client(ctx, args.AppID, tuwen.ByPerson)
	if err != nil {
		return err
	}
	var answer *wechat.Publication
	name, stays := p.PublishID, false
	if name == "" {
		if name, err = o.nameOf(ctx, client, args.AppID, p); err != nil {
			return err
		}
	}
	if name != "" {
		calling, cancel := context.WithTimeout(ctx, callFor)
		defer cancel()
		if answer, err = client.FreePublish.Status(calling, name); err != nil {
			o.log.WarnContext(ctx, "it could not be asked how far a publication is", "app_id", args.AppID, "publication", p.ID,
				"err", o.connect.Translate(err, args.AppID, publishStatusPath))
			answer = nil
		}
	} else {
		_, err := Articles(ctx, client, tuwen.Draft, p.MediaID)
		stays = err == nil
	}
	return o.changePublication(context.WithoutCancel(ctx), args.AppID, args.ID, func(p *tuwen.Publication) {
		switch {
		case !p.Progress.NextAt.Equal(due):
		case p.PublishID == "" && stays && o.now().Sub(p.CreatedAt) > draftStays:
			p.Refuse("refused", p.Problem, o.now())
		default:
			p.PublishID = name
			p.Polled(o.now(), answer)
		}
	})
}

// nameOf finds WeChat's name for a publication among the pushed results that
// nobody claims, by the titles of what was published; "" for none.
func (o *Outbox) nameOf(ctx context.Context, client *wechat.Client, appID string, p tuwen.Publication) (string, error) {
	var free []tuwen.PublishResult
	err := o.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		free = nil
		names, err := tx.JobResults.Since(ctx, appID, store.PublishResult, p.CreatedAt)
		for _, name := range names {
			var r tuwen.PublishResult
			owner, ownErr := tx.Publications.Named(ctx, appID, name)
			_, getErr := tx.JobResults.Get(ctx, appID, store.PublishResult, name, &r)
			if ownErr != nil || getErr != nil {
				return ownErr
			}
			if owner == "" && r.ArticleID != "" {
				free = append(free, r)
			}
		}
		return err
	})
	if err != nil {
		return "", err
	}
	for _, r := range free {
		calling, cancel := context.WithTimeout(ctx, callFor)
		news, err := client.FreePublish.GetArticle(calling, r.ArticleID)
		cancel()
		if err == nil && slices.EqualFunc(p.Articles, news.Articles, func(a tuwen.SentPart, b wechat.NewsArticle) bool { return a.Title == b.Title }) {
			return r.PublishID, nil
		}
	}
	return "", nil
}

func (o *Outbox) changePublication(ctx context.Context, appID, id string, edit func(*tuwen.Publication)) error {
	err := o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Publications.Hold(ctx, appID, id)
		if err != nil {
			return err
		}
		edit(&p)
		return o.putPublication(ctx, tx, appID, p)
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil
	}
	return err
}

func (o *Outbox) takePublication(ctx context.Context, tx *store.Tx, args job.TakeResult) error {
	id, err := tx.Publications.Named(ctx, args.AppID, args.JobID)
	if err != nil || id == "" {
		return err
	}
	p, err := tx.Publications.Hold(ctx, args.AppID, id)
	if err != nil {
		return err
	}
	return o.putPublication(ctx, tx, args.AppID, p)
}

// putPublication takes in a result that waits for it, keeps the publication
// and what became of its draft, and inserts the job that goes on.
func (o *Outbox) putPublication(ctx context.Context, tx *store.Tx, appID string, p tuwen.Publication) error {
	var r tuwen.PublishResult
	found, err := tx.JobResults.Get(ctx, appID, store.PublishResult, p.PublishID, &r)
	if err != nil {
		return err
	}
	if found && p.PublishID != "" {
		p.Settle(o.now(), r)
	}
	if p.State == tuwen.PublicationDone {
		if err := o.becomes(ctx, tx, appID, p); err != nil {
			return err
		}
	}
	if err := tx.Publications.Put(ctx, appID, p); err != nil || p.Progress.NextAt.IsZero() {
		return err
	}
	return o.jobs.Insert(ctx, tx, job.Publish{AppID: appID, ID: p.ID}, &river.InsertOpts{ScheduledAt: p.Progress.NextAt})
}

// becomes keeps the published item that a draft became, which inherits its
// note, and that the draft is no more.
func (o *Outbox) becomes(ctx context.Context, tx *store.Tx, appID string, p tuwen.Publication) error {
	was, err := tx.Materials.ByID(ctx, appID, p.MediaID)
	if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
		return err
	}
	if len(was.Articles) == len(p.Articles) && p.ArticleID != "" {
		m := tuwen.Material{
			MediaID: p.ArticleID, ArticleID: p.ArticleID, Source: tuwen.Published, CreateTime: *p.FinishedAt, UpdateTime: *p.FinishedAt,
			FetchedAt: o.now(), Articles: was.Articles,
		}
		for i := range m.Articles {
			m.Articles[i].URL = p.Articles[i].URL
		}
		m.Lead()
		if err := tx.Materials.Put(ctx, appID, []store.Put{{Material: m, Hash: tuwen.ContentHash(m.Articles)}}); err != nil {
			return err
		}
	}
	if p.ArticleID == "" {
		return tx.Materials.MarkGone(ctx, appID, []string{p.MediaID}, o.now())
	}
	return tx.Materials.Become(ctx, appID, p.MediaID, p.ArticleID, o.now())
}
