package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Runs returns the name of a journey and whether people are moved through it:
// it runs or is only tried, and nobody is to be taken out of it first. One that
// is not there does not.
func (s Journeys) Runs(ctx context.Context, appID, id string) (name string, runs bool, err error) {
	err = s.tx.sql.QueryRowContext(ctx, "SELECT name, state NOT IN ('paused', 'deleted') AND emptying = 0 FROM journeys WHERE app_id = $1 AND id = $2",
		appID, id).Scan(&name, &runs)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read whether a journey runs: %w", err)
	}
	return name, runs, nil
}

// ScheduledRun is a run of a schedule that is under way.
type ScheduledRun struct {
	AppID, ID string
	Name      string
	Version   int // that people enter
	Run       RunProgress
	// Held tells that the journey runs, and that nobody else has the run.
	Held bool
}

// RunProgress is how far a run has come.
type RunProgress struct {
	After   string `json:"after"`   // the last openid that was looked at
	Entered int    `json:"entered"` // people
}

// Scheduled returns the running journeys whose schedule is due at now, or has
// begun, those due longest first.
func (s Journeys) Scheduled(ctx context.Context, now time.Time) ([]DueJourney, error) {
	all := []DueJourney{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var j DueJourney
		err := r.Scan(&j.AppID, &j.ID, timeColumn{&j.Since})
		all = append(all, j)
		return err
	}, `SELECT app_id, id, next_run_at FROM journeys WHERE next_run_at > 0 AND next_run_at <= $1 AND state = 'running' AND emptying = 0
		ORDER BY next_run_at, id`, millis(now))
	if err != nil {
		return nil, fmt.Errorf("list the schedules that are due: %w", err)
	}
	return all, nil
}

// HoldRun returns the run of a schedule that is due and keeps others from it,
// and from the journey, until the transaction ends.
func (s Journeys) HoldRun(ctx context.Context, j DueJourney) (ScheduledRun, error) {
	r := ScheduledRun{AppID: j.AppID, ID: j.ID}
	err := s.tx.sql.QueryRowContext(ctx, `SELECT name, version, run FROM journeys WHERE app_id = $1 AND id = $2 AND state = 'running'
		AND emptying = 0 AND next_run_at = $3`+s.tx.dialect.free, j.AppID, j.ID, millis(j.Since)).
		Scan(&r.Name, &r.Version, jsonColumn{&r.Run})
	if errors.Is(err, sql.ErrNoRows) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("hold the run of a schedule: %w", err)
	}
	r.Held = true
	return r, nil
}

// PutRun keeps how far a run that is held has come.
func (s Journeys) PutRun(ctx context.Context, r ScheduledRun) error {
	run, err := toJSON(r.Run, false)
	if err != nil {
		return err
	}
	_, err = s.tx.sql.ExecContext(ctx, "UPDATE journeys SET run = $3 WHERE app_id = $1 AND id = $2", r.AppID, r.ID, run)
	if err != nil {
		return fmt.Errorf("keep how far a schedule has come: %w", err)
	}
	return nil
}

// EndRun ends a run that is held and keeps when the next begins, nil for
// never.
func (s Journeys) EndRun(ctx context.Context, r ScheduledRun, next *time.Time) error {
	_, err := s.tx.sql.ExecContext(ctx, "UPDATE journeys SET run = '', next_run_at = $3 WHERE app_id = $1 AND id = $2", r.AppID, r.ID,
		timeMillis(next))
	if err != nil {
		return fmt.Errorf("end the run of a schedule: %w", err)
	}
	return nil
}

// Tagged returns openids of contacts that have a tag in their order, those
// after the one given, "" for the beginning.
func (s Contacts) Tagged(ctx context.Context, appID string, tagID int, after string, limit int) ([]string, error) {
	openIDs := []string{}
	err := s.tx.query(ctx, scanID(&openIDs), `SELECT openid FROM contact_tags WHERE app_id = $1 AND tag_id = $2 AND openid > $3
		ORDER BY openid LIMIT $4`, appID, tagID, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list the contacts of a tag: %w", err)
	}
	return openIDs, nil
}
