package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// PutTried keeps the graph that is tried next, in place of the one before, as
// the version [tuwen.TriedVersion]; who still tries the one before goes on in
// this one.
func (s Journeys) PutTried(ctx context.Context, appID, id string, v JourneyVersion) error {
	graph, err := graphJSON(v.Graph)
	if err != nil {
		return err
	}
	_, err = s.tx.sql.ExecContext(ctx, `INSERT INTO journey_versions (app_id, journey_id, version, graph, created_at, created_by)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (app_id, journey_id, version) DO UPDATE
		SET graph = excluded.graph, created_at = excluded.created_at, created_by = excluded.created_by`,
		appID, id, tuwen.TriedVersion, graph, millis(v.At), text(v.By))
	if err != nil {
		return s.tx.owned(err, "keep the graph of a journey that is tried")
	}
	return s.tx.repliesChanged(ctx, appID) // who tries may await a push
}

// Drop takes somebody out of a journey, for a reason. The enrollment was held
// in this transaction.
func (s Enrollments) Drop(ctx context.Context, appID string, e tuwen.Enrollment, reason string, now time.Time) error {
	if _, err := s.Apply(ctx, appID, []EnrollmentMove{dropped(e, reason, now)}, now); err != nil {
		return fmt.Errorf("drop an enrollment: %w", err)
	}
	return nil
}
