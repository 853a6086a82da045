package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// settled is a message that has an outcome, or is planned again.
type settled db.FinishMessageRow

// countSettled counts what became of the messages of journeys, at their steps.
// Those of who only tries a journey are in no count.
func (tx *Tx) countSettled(ctx context.Context, all []settled, at time.Time) error {
	byApp := map[string][]settled{}
	for _, m := range all {
		if m.StepID != "" && m.State != string(tuwen.MessagePlanned) {
			byApp[m.AppID] = append(byApp[m.AppID], m)
		}
	}
	day := tuwen.BeijingDay(at)
	for appID, messages := range byApp {
		ids := make([]string, len(messages))
		for i, m := range messages {
			ids[i] = m.EnrollmentID
		}
		tried := map[string]bool{}
		err := tx.query(ctx, func(r *sql.Rows) error {
			var id string
			err := r.Scan(&id)
			tried[id] = true
			return err
		}, "SELECT id FROM enrollments WHERE app_id = $1 AND tried AND id "+tx.dialect.among("$2"), appID, tx.dialect.list(ids))
		if err != nil {
			return fmt.Errorf("look for who tries a journey: %w", err)
		}
		counts := newJourneyCounts()
		for _, m := range messages {
			if !tried[m.EnrollmentID] {
				counts.step(m.CauseID, day, m.State, m.StepID, m.Reason, 1)
			}
		}
		if err := counts.write(ctx, tx, appID); err != nil {
			return err
		}
	}
	return nil
}

// settledRows makes them of what a statement returned.
func settledRows[R any](rows []R, one func(R) settled) []settled {
	all := make([]settled, len(rows))
	for i, r := range rows {
		all[i] = one(r)
	}
	return all
}
