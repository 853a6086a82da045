package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// EventFilter says which events are asked for; empty fields ask for all.
type EventFilter struct {
	OpenID   string
	Kind     tuwen.EventKind
	Answered *bool // whether something answered
	Limit    int   // 0 is 20, and 100 are the most
	Cursor   string
}

// List returns a page of the account's events, newest first, without pushes
// and answers. The total is exact to 1,000. A cursor nobody gave out is
// [tuwen.Invalid] "cursor.bad".
func (s Events) List(ctx context.Context, appID string, f EventFilter) (tuwen.Page[tuwen.Event], error) {
	var q conditions
	q.and("app_id = " + q.bind(appID))
	if f.OpenID != "" {
		q.and("openid <> ''")
		q.and("openid = " + q.bind(f.OpenID))
	}
	if f.Kind != "" {
		q.and("kind = " + q.bind(string(f.Kind)))
	}
	if f.Answered != nil && *f.Answered {
		q.and("answered_kind <> ''")
	} else if f.Answered != nil {
		q.and("answered_kind = ''")
	}
	p, err := idPage[tuwen.Event]{
		tx: s.tx, table: "events", columns: listedEvent, limit: f.Limit, cursor: f.Cursor,
		scan: func(r *sql.Rows) (tuwen.Event, string, error) {
			var e event
			err := r.Scan(e.into()...)
			return e.Event, e.ID, err
		},
	}.read(ctx, &q)
	if err != nil {
		return p, fmt.Errorf("list events: %w", err)
	}
	return p, nil
}

// Refusals count what the account's address refused.
type Refusals struct{ tx *Tx }

// Add counts n more refusals for a reason, the last of them at a time;
// [tuwen.NotFound] "account.unknown" where the account is not there.
func (s Refusals) Add(ctx context.Context, appID, reason string, n int, at time.Time) error {
	err := s.tx.q.AddRefusals(ctx, db.AddRefusalsParams{AppID: appID, Reason: text(reason), N: int64(n), LastAt: millis(at)})
	return s.tx.owned(err, "count refusals")
}

// Of returns the account's refusals by reason, the latest first.
func (s Refusals) Of(ctx context.Context, appID string) ([]tuwen.Refusal, error) {
	rows, err := s.tx.q.Refusals(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list refusals: %w", err)
	}
	all := make([]tuwen.Refusal, len(rows))
	for i, r := range rows {
		all[i] = tuwen.Refusal{Reason: r.Reason, Count: int(r.N), LastAt: fromMillis(r.LastAt)}
	}
	return all, nil
}
