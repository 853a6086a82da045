package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Publications are the drafts that were published from here.
type Publications struct{ tx *Tx }

// ByID returns one, else [tuwen.NotFound] "publication.unknown".
func (s Publications) ByID(ctx context.Context, appID, id string) (tuwen.Publication, error) {
	return s.one(ctx, appID, id, "")
}

// Hold is ByID, and keeps others from changing it until the transaction ends.
func (s Publications) Hold(ctx context.Context, appID, id string) (tuwen.Publication, error) {
	return s.one(ctx, appID, id, s.tx.dialect.alone)
}

func (s Publications) one(ctx context.Context, appID, id, lock string) (p tuwen.Publication, err error) {
	err = s.tx.sql.QueryRowContext(ctx, "SELECT publication, progress FROM publications WHERE app_id = $1 AND id = $2"+lock, appID, id).
		Scan(jsonColumn{&p}, jsonColumn{&p.Progress})
	return p, found(err, "publication.unknown", "publication")
}

// List returns a page of them, the newest first.
func (s Publications) List(ctx context.Context, appID string, limit int, cursor string) (tuwen.Page[tuwen.Publication], error) {
	var q conditions
	q.and("app_id = " + q.bind(appID))
	p, err := idPage[tuwen.Publication]{
		tx: s.tx, table: "publications", columns: "publication, progress", limit: limit, cursor: cursor,
		scan: func(r *sql.Rows) (p tuwen.Publication, id string, err error) {
			err = r.Scan(jsonColumn{&p}, jsonColumn{&p.Progress})
			return p, p.ID, err
		},
	}.read(ctx, &q)
	if err != nil {
		return p, fmt.Errorf("list publications: %w", err)
	}
	return p, nil
}

// Running returns the publications of a draft that have not ended.
func (s Publications) Running(ctx context.Context, appID, mediaID string) (ids []string, err error) {
	err = s.tx.query(ctx, scanID(&ids), "SELECT id FROM publications WHERE app_id = $1 AND media_id = $2 AND state = 'publishing' ORDER BY id",
		appID, mediaID)
	if err != nil {
		return nil, fmt.Errorf("look for a publication of a draft: %w", err)
	}
	return ids, nil
}

// Put adds or replaces one.
func (s Publications) Put(ctx context.Context, appID string, p tuwen.Publication) error {
	shown, err := toJSON(p, false)
	if err != nil {
		return err
	}
	progress, err := toJSON(p.Progress, false)
	if err != nil {
		return err
	}
	err = s.tx.insert(ctx, "publications (app_id, id, state, media_id, publish_id, next_at, publication, progress)",
		`ON CONFLICT (app_id, id) DO UPDATE SET state = EXCLUDED.state, publish_id = EXCLUDED.publish_id, next_at = EXCLUDED.next_at,
		publication = EXCLUDED.publication, progress = EXCLUDED.progress`, [][]any{{
			appID, p.ID, string(p.State), p.MediaID, p.PublishID, zeroMillis(p.Progress.NextAt), shown, progress,
		}})
	return s.tx.owned(err, "put a publication")
}

// Due is [MassSends.Due] of publications.
func (s Publications) Due(ctx context.Context, before time.Time, limit int) ([]AccountItem, error) {
	return s.tx.due(ctx, "publications", before, limit)
}

// Named is [MassSends.Named] of publications.
func (s Publications) Named(ctx context.Context, appID, publishID string) (string, error) {
	return s.tx.named(ctx, "publications", "publish_id", appID, publishID)
}

// ResultKind is of what kind of job a pushed result is.
type ResultKind string

// The kinds.
const (
	MassResult    ResultKind = "mass_send"
	PublishResult ResultKind = "publish"
)

// JobResult is what WeChat pushed of a job.
type JobResult struct {
	Kind       ResultKind
	JobID      string // WeChat's name for it
	ReceivedAt time.Time
}

// JobResults are what WeChat pushed of jobs. A result is kept whether or not
// its job is known: the name may become known later.
type JobResults struct{ tx *Tx }

// Put keeps a result, a callback.MassSendJobFinishEvent or
// callback.PublishJobFinishEvent; of two of the same job the first stays.
func (s JobResults) Put(ctx context.Context, appID string, r JobResult, result any) error {
	content, err := toJSON(result, false)
	if err != nil {
		return err
	}
	err = s.tx.insert(ctx, "job_results (app_id, kind, job_id, received_at, result)", "ON CONFLICT DO NOTHING",
		[][]any{{appID, string(r.Kind), r.JobID, millis(r.ReceivedAt), content}})
	return s.tx.owned(err, "keep the result of a job")
}

// Get reads a result into what it was written from, and reports whether there
// is one.
func (s JobResults) Get(ctx context.Context, appID string, kind ResultKind, jobID string, into any) (bool, error) {
	any := false
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		any = true
		return r.Scan(jsonColumn{into})
	}, "SELECT result FROM job_results WHERE app_id = $1 AND kind = $2 AND job_id = $3", appID, string(kind), jobID)
	if err != nil {
		return false, fmt.Errorf("read the result of a job: %w", err)
	}
	return any, nil
}

// Since returns the names of results that came since a time, the oldest first,
// a hundred at the most.
func (s JobResults) Since(ctx context.Context, appID string, kind ResultKind, since time.Time) (names []string, err error) {
	err = s.tx.query(ctx, scanID(&names), `SELECT job_id FROM job_results WHERE app_id = $1 AND kind = $2 AND received_at >= $3
		ORDER BY received_at, job_id LIMIT 100`, appID, string(kind), millis(since))
	if err != nil {
		return nil, fmt.Errorf("list the results of jobs: %w", err)
	}
	return names, nil
}

// Purge forgets the results that came before a time, and returns how many.
func (s JobResults) Purge(ctx context.Context, before time.Time) (int, error) {
	r, err := s.tx.sql.ExecContext(ctx, "DELETE FROM job_results WHERE received_at < $1", millis(before))
	if err != nil {
		return 0, fmt.Errorf("forget the results of jobs: %w", err)
	}
	n, err := r.RowsAffected()
	return int(n), err
}
