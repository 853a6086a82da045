package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// WebhookQuery says which posts to webhooks are asked for; empty filters let
// everything pass.
type WebhookQuery = store.WebhookFilter

// WebhookPosts returns a stretch of a journey's posts to webhooks, the newest
// first. Those that were done are forgotten after a time.
func (s *Enrollments) WebhookPosts(ctx context.Context, actor tuwen.Actor, appID, journeyID string, q WebhookQuery) (out tuwen.Page[tuwen.WebhookPost], err error) {
	return out, s.read(ctx, actor, appID, journeyID, func(ctx context.Context, tx *store.Tx, _ tuwen.Journey) error {
		out, err = tx.Webhooks.List(ctx, appID, journeyID, q)
		return err
	})
}

// RetryWebhook has a post that was given up made once more at once, under its
// id and to the address that its step has now. [tuwen.NotFound]
// "webhook.unknown" where the journey has no such post, [tuwen.Conflict]
// "webhook.not_failed" where it was taken or waits for its next try: two who
// ask at once have it made once.
func (s *Enrollments) RetryWebhook(ctx context.Context, actor tuwen.Actor, appID, journeyID, id string) (p tuwen.WebhookPost, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return p, err
	}
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		j, err := tx.Journeys.ByID(ctx, appID, journeyID)
		if err != nil {
			return err
		}
		p, err = tx.Webhooks.ByID(ctx, appID, id)
		if err == nil && p.JourneyID != journeyID {
			err = tuwen.Errorf(tuwen.NotFound, "webhook.unknown", "there is no such post in this journey")
		}
		if err != nil {
			return err
		}
		address, err := webhookAddress(ctx, tx, appID, j, p.StepID)
		if err != nil {
			return err
		}
		if p, err = p.Retry(address, s.now()); err != nil {
			return err
		}
		if err := tx.Webhooks.Retry(ctx, appID, p); err != nil {
			return err
		}
		if err := s.jobs.Insert(ctx, tx, job.PostWebhook{AppID: appID, ID: id}, nil); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "webhook.retry", AppID: appID, Subject: journeyID, Name: j.Name,
			Details: details{"host": p.Host, "enrollment": p.EnrollmentID},
		})
	})
	return p, err
}

// webhookAddress is where a step leads whoever enters now, or, in a journey
// that never ran, where it is drawn to lead; "" where the step is no more.
func webhookAddress(ctx context.Context, tx *store.Tx, appID string, j tuwen.Journey, stepID string) (string, error) {
	g := j.Graph
	if j.Version > 0 {
		v, err := tx.Journeys.Version(ctx, appID, j.ID, j.Version)
		if err != nil {
			return "", err
		}
		g = v.Graph
	}
	if step := g.Step(stepID); step != nil && step.Webhook != nil {
		return step.Webhook.URL, nil
	}
	return "", nil
}
