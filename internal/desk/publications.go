package desk

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Publications publish drafts without a mass send 发布: no follower is told.
type Publications struct{ *floor }

const submitPath = "/cgi-bin/freepublish/submit"

// submitLease is how long a call is left alone before a job looks what became
// of it.
const submitLease = 90 * time.Second

// List returns a stretch of what was published from here, the newest first.
func (s *Publications) List(ctx context.Context, actor tuwen.Actor, appID string, limit int, cursor string) (out tuwen.Page[tuwen.Publication], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		out, err = tx.Publications.List(ctx, appID, limit, cursor)
		return err
	})
	return out, err
}

// ByID returns one.
func (s *Publications) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (p tuwen.Publication, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return p, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		p, err = tx.Publications.ByID(ctx, appID, id)
		return err
	})
	return p, err
}

// Publish asks WeChat to publish a draft and returns what became of the asking:
// publishing it takes WeChat a while. A draft that a mass send is going to use,
// or that is being published, is [tuwen.Conflict]. What WeChat refused is kept
// as failed, and returned as an error. Where its answer broke off a job finds
// out; WeChat is not asked twice.
func (s *Publications) Publish(ctx context.Context, actor tuwen.Actor, appID, mediaID string) (p tuwen.Publication, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return p, err
	}
	if _, err := s.account(ctx, appID); err != nil {
		return p, err
	}
	articles, read, err := s.articles(ctx, appID, tuwen.Draft, mediaID)
	switch {
	case err != nil:
		return p, err
	case !read:
		return p, tuwen.Errorf(tuwen.Unavailable, "publication.unread", "the draft could not be read before publishing it; try again")
	case len(articles) == 0:
		return p, tuwen.Errorf(tuwen.NotFound, "material.unknown", "there is no such draft").With("media_id", mediaID)
	}
	if p, err = s.begin(ctx, actor, appID, mediaID, articles); err != nil {
		return p, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	var receipt *wechat.PublishReceipt
	if err == nil {
		receipt, err = client.FreePublish.Submit(ctx, mediaID)
	}
	translated := s.connect.Translate(err, appID, submitPath)
	keeping := context.WithoutCancel(ctx)
	refused := err != nil && (wechat.Code(err) != 0 && wechat.Classify(err) != wechat.Retry || tuwen.KindOf(err) != tuwen.Internal)
	id := p.ID
	writeErr := s.db.Write(keeping, func(ctx context.Context, tx *store.Tx) error {
		if p, err = tx.Publications.Hold(ctx, appID, id); err != nil {
			return err
		}
		switch {
		case receipt != nil:
			p.Submitted(s.now(), receipt.PublishID)
		case refused:
			p.Refuse("refused", tuwen.ProblemOf(translated), s.now())
		default:
			p.Problem = tuwen.ProblemOf(translated)
		}
		return s.keep(ctx, tx, appID, p)
	})
	if writeErr != nil {
		return p, writeErr
	}
	if refused {
		return p, translated
	}
	return p, nil
}

// begin keeps that WeChat is about to be asked, before it is.
func (s *Publications) begin(ctx context.Context, actor tuwen.Actor, appID, mediaID string, articles []tuwen.Article) (p tuwen.Publication, err error) {
	now := s.now()
	p = tuwen.Publication{
		ID: store.EventID(now), State: tuwen.Publishing, MediaID: mediaID, Title: articles[0].Title, Articles: parts(articles),
		CreatedAt: now, CreatedBy: actor.Name, Progress: tuwen.PublicationProgress{NextAt: now.Add(submitLease)},
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		running, err := tx.Publications.Running(ctx, appID, mediaID)
		if err != nil {
			return err
		}
		if len(running) > 0 {
			return tuwen.Errorf(tuwen.Conflict, "publication.running", "this draft is being published").With("id", running[0])
		}
		uses, err := tx.Uses.Of(ctx, appID, []string{mediaID})
		if err != nil {
			return err
		}
		if active := activeUses(uses[mediaID]); len(active) > 0 {
			return tuwen.Errorf(tuwen.Conflict, "publication.in_use", "a mass send is going to use this draft, and publishing consumes it").Naming(active)
		}
		if err := s.keep(ctx, tx, appID, p); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "draft.publish", AppID: appID, Subject: mediaID, Name: p.Title})
	})
	return p, err
}

func (s *Publications) keep(ctx context.Context, tx *store.Tx, appID string, p tuwen.Publication) error {
	if err := tx.Publications.Put(ctx, appID, p); err != nil || p.Progress.NextAt.IsZero() {
		return err
	}
	return s.jobs.Insert(ctx, tx, job.Publish{AppID: appID, ID: p.ID}, &river.InsertOpts{ScheduledAt: p.Progress.NextAt})
}
