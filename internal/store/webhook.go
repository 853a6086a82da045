package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Webhooks are the posts to the webhooks of journeys, each a row before it is
// made.
type Webhooks struct{ tx *Tx }

const webhookColumns = `id, journey_id, step_id, enrollment_id, openid, url, state, tries, retry_at, status, problem,
	created_at, done_at`

// Plan adds posts to be made.
func (s Webhooks) Plan(ctx context.Context, appID string, posts []tuwen.WebhookPost) error {
	rows := make([][]any, len(posts))
	for i, p := range posts {
		rows[i] = []any{
			appID, p.ID, p.JourneyID, p.StepID, p.EnrollmentID, p.OpenID, text(p.URL), string(tuwen.WebhookPlanned), 0, 0, 0, "",
			millis(p.CreatedAt), 0,
		}
	}
	err := s.tx.insert(ctx, "webhook_posts (app_id, "+webhookColumns+")", "", rows)
	return s.tx.owned(err, "plan webhooks")
}

// ByID returns a post, else [tuwen.NotFound] "webhook.unknown".
func (s Webhooks) ByID(ctx context.Context, appID, id string) (tuwen.WebhookPost, error) {
	p, err := scanWebhook(s.tx.sql.QueryRowContext(ctx, "SELECT "+webhookColumns+" FROM webhook_posts WHERE app_id = $1 AND id = $2", appID, id))
	return p, found(err, "webhook.unknown", "webhook post")
}

// WebhookFilter says which posts are asked for; empty fields ask for all.
type WebhookFilter struct {
	States []tuwen.WebhookState // one of them
	Limit  int                  // 0 is 20, and 100 are the most
	Cursor string
}

// List returns a page of a journey's posts, the newest first. The total is
// exact to 1,000. A cursor nobody gave out is [tuwen.Invalid] "cursor.bad".
func (s Webhooks) List(ctx context.Context, appID, journeyID string, f WebhookFilter) (tuwen.Page[tuwen.WebhookPost], error) {
	var q conditions
	q.and("app_id = " + q.bind(appID))
	q.and("journey_id = " + q.bind(journeyID))
	if len(f.States) > 0 {
		q.and("state " + among(s.tx, &q, f.States))
		if !slices.Contains(f.States, tuwen.WebhookTaken) { // nearly all are: those that are not have an index
			q.and("state <> 'taken'")
		}
	}
	p, err := idPage[tuwen.WebhookPost]{
		tx: s.tx, table: "webhook_posts", columns: webhookColumns, limit: f.Limit, cursor: f.Cursor,
		scan: func(r *sql.Rows) (p tuwen.WebhookPost, id string, err error) {
			p, err = scanWebhook(r)
			return p, p.ID, err
		},
	}.read(ctx, &q)
	if err != nil {
		return p, fmt.Errorf("list webhook posts: %w", err)
	}
	return p, nil
}

// Finish keeps what became of a try: taken, failed, or planned for RetryAt. A
// post that is not planned any more stays as it is.
func (s Webhooks) Finish(ctx context.Context, appID string, p tuwen.WebhookPost) error {
	problem, err := toJSON(p.Problem, p.Problem == nil)
	if err != nil {
		return err
	}
	_, err = s.tx.sql.ExecContext(ctx, `UPDATE webhook_posts SET state = $3, tries = $4, retry_at = $5, status = $6, problem = $7,
		done_at = $8 WHERE app_id = $1 AND id = $2 AND state = 'planned'`,
		appID, p.ID, string(p.State), p.Tries, timeMillis(p.RetryAt), p.Status, problem, timeMillis(p.DoneAt))
	if err != nil {
		return fmt.Errorf("keep what became of a webhook post: %w", err)
	}
	return nil
}

// Retry keeps a post that was given up as one to be made again, at its RetryAt
// and to its URL. One that was not given up, or that somebody else has tried
// again meanwhile, is [tuwen.Conflict] "webhook.not_failed" and stays as it is.
func (s Webhooks) Retry(ctx context.Context, appID string, p tuwen.WebhookPost) error {
	r, err := s.tx.sql.ExecContext(ctx, `UPDATE webhook_posts SET state = 'planned', url = $3, retry_at = $4, done_at = 0
		WHERE app_id = $1 AND id = $2 AND state = 'failed'`, appID, p.ID, text(p.URL), timeMillis(p.RetryAt))
	if err != nil {
		return fmt.Errorf("have a webhook post made again: %w", err)
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		return tuwen.Errorf(tuwen.Conflict, "webhook.not_failed", "the post is being tried again already")
	}
	return err
}

// Lost returns posts of all accounts that should have been made before a time.
func (s Webhooks) Lost(ctx context.Context, before time.Time, limit int) ([]AccountItem, error) {
	return s.tx.accountItems(ctx, "lost webhook posts", `SELECT app_id, id FROM webhook_posts
		WHERE state = 'planned' AND created_at < $1 AND retry_at < $1 ORDER BY created_at LIMIT $2`, millis(before), limit)
}

// Purge forgets posts that were made before a time, as many as limit at the
// most, and returns how many those were.
func (s Webhooks) Purge(ctx context.Context, before time.Time, limit int) (int, error) {
	return s.tx.purge(ctx, "webhook posts", limit, func(ctx context.Context, appID string, most int) (int64, error) {
		r, err := s.tx.sql.ExecContext(ctx, `DELETE FROM webhook_posts WHERE app_id = $1 AND id IN (SELECT p.id FROM webhook_posts p
			WHERE p.app_id = $1 AND p.id < $2 AND p.state <> 'planned' ORDER BY p.id LIMIT $3)`, appID, firstID(before), most)
		if err != nil {
			return 0, err
		}
		return r.RowsAffected()
	})
}

func (s Webhooks) erase(ctx context.Context, appID, openID string) error {
	_, err := s.tx.sql.ExecContext(ctx, "UPDATE webhook_posts SET openid = '' WHERE app_id = $1 AND openid = $2 AND openid <> ''",
		appID, openID)
	return err
}

// scanWebhook reads webhookColumns.
func scanWebhook(row interface{ Scan(into ...any) error }) (p tuwen.WebhookPost, err error) {
	err = row.Scan(&p.ID, &p.JourneyID, &p.StepID, &p.EnrollmentID, &p.OpenID, &p.URL, &p.State, &p.Tries, nullTimeColumn{&p.RetryAt},
		&p.Status, jsonColumn{&p.Problem}, timeColumn{&p.CreatedAt}, nullTimeColumn{&p.DoneAt})
	p.Host = tuwen.WebhookHost(p.URL)
	return p, err
}
