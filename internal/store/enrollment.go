package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Enrollments are the contacts in journeys, and those who were.
type Enrollments struct{ tx *Tx }

const enrollmentColumns = `id, journey_id, version, openid, state, reason, step_id, next_at, entered_at, ended_at, tried, progress`

// enrollmentProgress is what of an enrollment nothing is asked for by.
type enrollmentProgress struct {
	Waiting   bool               `json:"w,omitempty"`
	Awaits    *tuwen.EventFilter `json:"a,omitempty"`
	Happened  bool               `json:"h,omitempty"`
	SentDay   string             `json:"d,omitempty"`
	SentToday int                `json:"n,omitempty"`
}

// enrollmentRow is an enrollment that is being read.
type enrollmentRow struct {
	e tuwen.Enrollment
	p enrollmentProgress
}

// into is where enrollmentColumns go.
func (r *enrollmentRow) into(more ...any) []any {
	e := &r.e
	return append([]any{
		&e.ID, &e.JourneyID, &e.Version, &e.OpenID, &e.State, &e.Reason, &e.StepID, nullTimeColumn{&e.NextAt},
		timeColumn{&e.EnteredAt}, nullTimeColumn{&e.EndedAt}, &e.Try, jsonColumn{&r.p},
	}, more...)
}

func (r *enrollmentRow) enrollment() tuwen.Enrollment {
	r.e.Waiting, r.e.Awaits, r.e.Happened = r.p.Waiting, r.p.Awaits, r.p.Happened
	r.e.SentDay, r.e.SentToday = r.p.SentDay, r.p.SentToday
	return r.e
}

func scanEnrollment(r *sql.Rows) (tuwen.Enrollment, error) {
	var row enrollmentRow
	err := r.Scan(row.into()...)
	return row.enrollment(), err
}

func progressJSON(e *tuwen.Enrollment) (string, error) {
	p := enrollmentProgress{e.Waiting, e.Awaits, e.Happened, e.SentDay, e.SentToday}
	return toJSON(p, p == enrollmentProgress{})
}

// Of returns the enrollments of contacts, by openid, those made last at the
// end, and keeps others from changing them until the transaction ends.
func (s Enrollments) Of(ctx context.Context, appID string, openIDs []string) (map[string][]tuwen.Enrollment, error) {
	all := map[string][]tuwen.Enrollment{}
	if len(openIDs) == 0 {
		return all, nil
	}
	d := s.tx.dialect
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		e, err := scanEnrollment(r)
		all[e.OpenID] = append(all[e.OpenID], e)
		return err
	}, "SELECT "+enrollmentColumns+" FROM enrollments WHERE app_id = $1 AND openid <> '' AND openid "+d.among("$2")+" ORDER BY id"+d.alone,
		appID, d.list(openIDs))
	if err != nil {
		return nil, fmt.Errorf("read the enrollments of contacts: %w", err)
	}
	return all, nil
}

// OfAlone is Of, and has other transactions that call it for one of the
// contacts wait until this one ends: none of them lets a contact enter that
// another just did.
func (s Enrollments) OfAlone(ctx context.Context, appID string, openIDs []string) (map[string][]tuwen.Enrollment, error) {
	keys := make([]string, len(openIDs))
	for i, id := range openIDs {
		keys[i] = "enrollments " + appID + " " + id
	}
	if err := s.tx.dialect.queue(ctx, s.tx.sql, keys); err != nil {
		return nil, fmt.Errorf("wait for those who move contacts: %w", err)
	}
	return s.Of(ctx, appID, openIDs)
}

// OfFormers returns what is left of the enrollments of contacts that were
// erased, by the hashes that were left of them, those made last at the end.
func (s Enrollments) OfFormers(ctx context.Context, appID string, hashes []string) (map[string][]tuwen.Enrollment, error) {
	all := map[string][]tuwen.Enrollment{}
	if len(hashes) == 0 {
		return all, nil
	}
	d := s.tx.dialect
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var e tuwen.Enrollment
		var hash string
		err := r.Scan(&hash, &e.ID, &e.JourneyID, &e.Version, &e.State, &e.Reason, &e.StepID, timeColumn{&e.EnteredAt},
			nullTimeColumn{&e.EndedAt}, &e.Try)
		all[hash] = append(all[hash], e)
		return err
	}, `SELECT contact_hash, id, journey_id, version, state, reason, step_id, entered_at, ended_at, tried FROM enrollments
		WHERE app_id = $1 AND contact_hash <> '' AND contact_hash `+d.among("$2")+" ORDER BY id", appID, d.list(hashes))
	if err != nil {
		return nil, fmt.Errorf("read the enrollments of former contacts: %w", err)
	}
	return all, nil
}

// DueJourney is a journey in which somebody is to be moved by the
// clock.
type DueJourney struct {
	AppID, ID string
	Since     time.Time // when the first was, or will be, due
}

// Due returns the journeys in which somebody is to be moved some time, in no
// order: those that run, and those that are only tried. It costs a look into
// the index for each journey.
func (s Enrollments) Due(ctx context.Context) ([]DueJourney, error) {
	all := []DueJourney{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var j DueJourney
		var since *time.Time
		err := r.Scan(&j.AppID, &j.ID, nullTimeColumn{&since})
		if since != nil {
			j.Since = *since
			all = append(all, j)
		}
		return err
	}, `SELECT j.app_id, j.id, (SELECT min(e.next_at) FROM enrollments e WHERE e.app_id = j.app_id AND e.journey_id = j.id
		AND e.next_at > 0) FROM journeys j WHERE j.state NOT IN ('paused', 'deleted') AND j.emptying = 0`)
	if err != nil {
		return nil, fmt.Errorf("look for who is due: %w", err)
	}
	return all, nil
}

// Claim returns enrollments of a journey that are due at now, those due
// longest first, and keeps them until the transaction ends; those that another
// keeps it leaves out. Where the transaction stands still for longer than
// lease, PostgreSQL ends it, so that another node can claim them: SQLite has
// one process, which is dead or not.
func (s Enrollments) Claim(ctx context.Context, j DueJourney, now time.Time, limit int, lease time.Duration) ([]tuwen.Enrollment, error) {
	if err := s.tx.dialect.lease(ctx, s.tx.sql, lease); err != nil {
		return nil, fmt.Errorf("lease who is due: %w", err)
	}
	all := make([]tuwen.Enrollment, 0, limit)
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		e, err := scanEnrollment(r)
		all = append(all, e)
		return err
	}, "SELECT "+enrollmentColumns+` FROM enrollments WHERE app_id = $1 AND journey_id = $2 AND next_at > 0 AND next_at <= $3
		ORDER BY next_at LIMIT $4`+s.tx.dialect.free, j.AppID, j.ID, millis(now), limit)
	if err != nil {
		return nil, fmt.Errorf("claim who is due: %w", err)
	}
	return all, nil
}

// EnrollmentFilter says which enrollments are asked for; empty fields ask for
// all.
type EnrollmentFilter struct {
	State  tuwen.EnrollmentState
	StepID string // at which they stand, or ended
	Limit  int    // 0 is 20, and 100 are the most
	Cursor string
}

// List returns a page of a journey's enrollments, those made last first. The
// total is exact to 1,000. A cursor nobody gave out is [tuwen.Invalid]
// "cursor.bad".
func (s Enrollments) List(ctx context.Context, appID, journeyID string, f EnrollmentFilter) (tuwen.Page[tuwen.Enrollment], error) {
	var q conditions
	q.and("app_id = " + q.bind(appID))
	q.and("journey_id = " + q.bind(journeyID))
	if f.State != "" {
		q.and("state = " + q.bind(string(f.State)))
	}
	if f.StepID != "" {
		if f.State == "" { // the index begins with the state
			q.and("state IN ('inside', 'finished', 'dropped')")
		}
		q.and("step_id = " + q.bind(f.StepID))
	}
	p, err := idPage[tuwen.Enrollment]{
		tx: s.tx, table: "enrollments", columns: enrollmentColumns, limit: f.Limit, cursor: f.Cursor,
		scan: func(r *sql.Rows) (e tuwen.Enrollment, id string, err error) {
			e, err = scanEnrollment(r)
			return e, e.ID, err
		},
	}.read(ctx, &q)
	if err != nil {
		return p, fmt.Errorf("list enrollments: %w", err)
	}
	return p, nil
}

// ByID returns an enrollment with its path, of which the beginning may have
// been forgotten; else [tuwen.NotFound] "enrollment.unknown".
func (s Enrollments) ByID(ctx context.Context, appID, id string) (tuwen.Enrollment, []tuwen.Move, error) {
	var row enrollmentRow
	var path string
	err := s.tx.sql.QueryRowContext(ctx, "SELECT "+enrollmentColumns+", path FROM enrollments WHERE app_id = $1 AND id = $2", appID, id).
		Scan(row.into(&path)...)
	if err != nil {
		return tuwen.Enrollment{}, nil, found(err, "enrollment.unknown", "enrollment")
	}
	return row.enrollment(), openPath(path), nil
}
