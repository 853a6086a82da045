package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Syncs are the runs. An account has one active run of its history at the
// most, and one of its followers beside it.
type Syncs struct{ tx *Tx }

// SyncPage is a page of runs, newest first.
type SyncPage struct {
	Items      []tuwen.SyncRun
	NextCursor string
	Total      int
}

// Create adds a run. Where the account has an active one of the history, or
// for a run of the followers one of these, it is [tuwen.Conflict]
// "sync.running" with that run as what stands in the way.
func (s Syncs) Create(ctx context.Context, run tuwen.SyncRun) error {
	r, err := runRow(run)
	if err != nil {
		return err
	}
	n, err := s.tx.q.CreateSync(ctx, db.CreateSyncParams(r))
	if err != nil {
		return s.tx.owned(err, "create sync run")
	}
	if n > 0 {
		return nil
	}
	active, err := s.Beside(ctx, run.AppID, run.Mode)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return fmt.Errorf("create sync run: the id %q is taken", run.ID)
	}
	if err != nil {
		return err
	}
	return errRunning(active)
}

func errRunning(active tuwen.SyncRun) error {
	return tuwen.Errorf(tuwen.Conflict, "sync.running", "a sync of this account is under way").With("id", active.ID).Naming(active)
}

// Update writes every field of the run but its account and creation. A run
// that becomes active again while another one is, is [tuwen.Conflict]
// "sync.running".
func (s Syncs) Update(ctx context.Context, run tuwen.SyncRun) error {
	if run.State.Active() {
		active, err := s.Beside(ctx, run.AppID, run.Mode)
		if err == nil && active.ID != run.ID {
			return errRunning(active)
		}
		if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
			return err
		}
	}
	r, err := runRow(run)
	if err != nil {
		return err
	}
	n, err := s.tx.q.UpdateSync(ctx, db.UpdateSyncParams{
		ID: r.ID, Mode: r.Mode, State: r.State, Total: r.Total, Fetched: r.Fetched, Added: r.Added,
		Updated: r.Updated, Restored: r.Restored, Unchanged: r.Unchanged, Gone: r.Gone, Calls: r.Calls,
		Sweep: r.Sweep, QuotaLeft: r.QuotaLeft, ETASeconds: r.ETASeconds, PausedFor: r.PausedFor,
		ResumeAt: r.ResumeAt, Advice: r.Advice, AcceptPause: r.AcceptPause, StartedBy: r.StartedBy,
		StartedAt: r.StartedAt, UpdatedAt: r.UpdatedAt, FinishedAt: r.FinishedAt, Error: r.Error,
		Checkpoint: r.Checkpoint, Phase: r.Phase, Detailed: r.Detailed,
	})
	if err != nil && s.tx.dialect.taken(err) {
		return tuwen.Errorf(tuwen.Conflict, "sync.running", "a sync of this account is under way").Because(err)
	}
	return hit(n, err, "sync.unknown", "sync run")
}

// ByID returns one run, else [tuwen.NotFound] "sync.unknown".
func (s Syncs) ByID(ctx context.Context, id string) (tuwen.SyncRun, error) {
	r, err := s.tx.q.Sync(ctx, id)
	return foundRun(r, err)
}

// Active returns the account's active run of the history, [tuwen.NotFound]
// where none is.
func (s Syncs) Active(ctx context.Context, appID string) (tuwen.SyncRun, error) {
	r, err := s.tx.q.ActiveSync(ctx, appID)
	return foundRun(r, err)
}

// ActiveFollowers returns the account's active run of the followers,
// [tuwen.NotFound] where none is.
func (s Syncs) ActiveFollowers(ctx context.Context, appID string) (tuwen.SyncRun, error) {
	r, err := s.tx.q.ActiveFollowersSync(ctx, appID)
	return foundRun(r, err)
}

// Beside returns the active run that stands in the way of another one of the
// mode, [tuwen.NotFound] where none does.
func (s Syncs) Beside(ctx context.Context, appID string, mode tuwen.SyncMode) (tuwen.SyncRun, error) {
	if mode == tuwen.Followers {
		return s.ActiveFollowers(ctx, appID)
	}
	return s.Active(ctx, appID)
}

// LastFinished returns the account's last finished run of a mode, or of the
// history for "", else [tuwen.NotFound].
func (s Syncs) LastFinished(ctx context.Context, appID string, mode tuwen.SyncMode) (tuwen.SyncRun, error) {
	r, err := s.tx.q.LastFinishedSync(ctx, db.LastFinishedSyncParams{AppID: appID, AnyMode: string(mode)})
	return foundRun(r, err)
}

// AllActive returns the active runs of all accounts, those of followers too,
// oldest first.
func (s Syncs) AllActive(ctx context.Context) ([]tuwen.SyncRun, error) {
	rows, err := s.tx.q.ActiveSyncs(ctx)
	return syncRuns(rows, err)
}

// FinishedRun reports whether the run ended as finished. A run nobody knows
// did not.
func (s Syncs) FinishedRun(ctx context.Context, id string) (bool, error) {
	state, err := s.tx.q.SyncState(ctx, id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("read the state of a run: %w", err)
	}
	return state == string(tuwen.SyncFinished), nil
}

// List returns a page of the account's runs of the history, newest first;
// limit 0 is 20, and 100 are the most.
func (s Syncs) List(ctx context.Context, appID string, limit int, cursor string) (SyncPage, error) {
	return s.list(ctx, appID, false, limit, cursor)
}

// ListFollowers is [Syncs.List] for the runs of the followers.
func (s Syncs) ListFollowers(ctx context.Context, appID string, limit int, cursor string) (SyncPage, error) {
	return s.list(ctx, appID, true, limit, cursor)
}

func (s Syncs) list(ctx context.Context, appID string, followers bool, limit int, cursor string) (SyncPage, error) {
	before, id := int64(math.MaxInt64), ""
	if cursor != "" {
		var err error
		if before, id, err = openCursor(cursor); err != nil {
			return SyncPage{}, err
		}
	}
	limit = pageSize(limit)
	rows, err := s.tx.q.Syncs(ctx, db.SyncsParams{
		AppID: appID, Followers: followers, BeforeAt: before, BeforeID: id, PageSize: int32(limit + 1),
	})
	runs, err := syncRuns(rows, err)
	if err != nil {
		return SyncPage{}, err
	}
	total, err := s.tx.q.CountSyncs(ctx, db.CountSyncsParams{AppID: appID, Followers: followers})
	if err != nil {
		return SyncPage{}, fmt.Errorf("count sync runs: %w", err)
	}
	p := SyncPage{Items: runs, Total: int(total)}
	if len(runs) > limit {
		p.Items = runs[:limit]
		last := runs[limit-1]
		p.NextCursor = sealCursor(millis(last.CreatedAt), last.ID)
	}
	return p, nil
}

func foundRun(r db.SyncRun, err error) (tuwen.SyncRun, error) {
	if err != nil {
		return tuwen.SyncRun{}, found(err, "sync.unknown", "sync run")
	}
	return syncRun(r)
}

func syncRuns(rows []db.SyncRun, err error) ([]tuwen.SyncRun, error) {
	if err != nil {
		return nil, fmt.Errorf("list sync runs: %w", err)
	}
	runs := make([]tuwen.SyncRun, len(rows))
	for i, r := range rows {
		if runs[i], err = syncRun(r); err != nil {
			return nil, err
		}
	}
	return runs, nil
}

func syncRun(r db.SyncRun) (tuwen.SyncRun, error) {
	problem, err := fromJSON[*tuwen.Problem](r.Error)
	return tuwen.SyncRun{
		ID: r.ID, AppID: r.AppID, Mode: tuwen.SyncMode(r.Mode), State: tuwen.SyncState(r.State),
		Total: int(r.Total), Fetched: int(r.Fetched), Added: int(r.Added), Updated: int(r.Updated),
		Restored: int(r.Restored), Unchanged: int(r.Unchanged), Gone: int(r.Gone), Calls: int(r.Calls),
		Sweep: int(r.Sweep), QuotaLeft: fromNullInt(r.QuotaLeft), ETASeconds: fromNullInt(r.ETASeconds),
		PausedFor: r.PausedFor, ResumeAt: fromNullMillis(r.ResumeAt), Advice: r.Advice,
		AcceptPause: r.AcceptPause, StartedBy: r.StartedBy, CreatedAt: fromMillis(r.CreatedAt),
		StartedAt: fromNullMillis(r.StartedAt), UpdatedAt: fromMillis(r.UpdatedAt),
		FinishedAt: fromNullMillis(r.FinishedAt), Error: problem, Checkpoint: r.Checkpoint,
		Phase: tuwen.SyncPhase(r.Phase), Detailed: int(r.Detailed),
	}, err
}

func runRow(r tuwen.SyncRun) (db.SyncRun, error) {
	problem, err := toJSON(r.Error, r.Error == nil)
	return db.SyncRun{
		ID: r.ID, AppID: r.AppID, Mode: string(r.Mode), State: string(r.State),
		Total: int64(r.Total), Fetched: int64(r.Fetched), Added: int64(r.Added), Updated: int64(r.Updated),
		Restored: int64(r.Restored), Unchanged: int64(r.Unchanged), Gone: int64(r.Gone), Calls: int64(r.Calls),
		Sweep: int64(r.Sweep), QuotaLeft: nullInt(r.QuotaLeft), ETASeconds: nullInt(r.ETASeconds),
		PausedFor: r.PausedFor, ResumeAt: nullMillis(r.ResumeAt), Advice: r.Advice,
		AcceptPause: r.AcceptPause, StartedBy: text(r.StartedBy), CreatedAt: millis(r.CreatedAt),
		StartedAt: nullMillis(r.StartedAt), UpdatedAt: millis(r.UpdatedAt),
		FinishedAt: nullMillis(r.FinishedAt), Error: problem, Checkpoint: r.Checkpoint,
		Phase: string(r.Phase), Detailed: int64(r.Detailed),
	}, err
}

// toJSON returns v as it is kept, "" for nothing.
func toJSON(v any, none bool) (string, error) {
	if none {
		return "", nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("encode a column: %w", err)
	}
	return text(string(b)), nil
}

func fromJSON[T any](s string) (v T, err error) {
	if s == "" {
		return v, nil
	}
	if err = json.Unmarshal([]byte(s), &v); err != nil {
		err = fmt.Errorf("decode a column: %w", err)
	}
	return v, err
}
