package mirror

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// SyncArgs is the job that works one slice of a run.
type SyncArgs struct {
	AppID  string `json:"app_id"`
	RunID  string `json:"run_id"`
	Number int    `json:"number"` // of the run's jobs; only the newest works
}

// Kind names the job.
func (SyncArgs) Kind() string { return "sync" }

type syncWorker struct {
	river.WorkerDefaults[SyncArgs]
	mirror *Mirror
}

// Work does one slice. An error is about the database: River tries again.
func (w *syncWorker) Work(ctx context.Context, j *river.Job[SyncArgs]) error {
	return w.mirror.work(ctx, j.Args)
}

// sliceMargin is how long before its job's deadline a slice asks for no
// further page: as long as one call may take.
const sliceMargin = 16 * time.Second

// errLost tells a slice that the run is not its own any more: it was
// canceled, or another slice works it.
var errLost = errors.New("the run is worked elsewhere or over")

// work does one slice of a run: it becomes the run's holder and goes on until
// the run is over or waits, or time is up.
func (m *Mirror) work(ctx context.Context, args SyncArgs) error {
	s := &slice{mirror: m, runID: args.RunID, holder: store.NewID(), began: m.now()}
	run, err := m.edit(ctx, args.RunID, func(ctx context.Context, h *held) error {
		return s.begin(ctx, h, args.Number)
	})
	if errors.Is(err, errLost) || tuwen.KindOf(err) == tuwen.NotFound {
		return nil
	}
	if err != nil || s.early {
		return err
	}
	s.appID, s.mode = run.AppID, run.Mode
	cp, err := openCheckpoint(&run)
	if err != nil {
		return err
	}
	s.adopt(&run, cp)
	s.noteQuota(ctx)
	if err := s.run(ctx); !errors.Is(err, errLost) {
		return err
	}
	return nil
}

// begin makes the slice the holder of its run.
func (s *slice) begin(ctx context.Context, h *held, number int) error {
	now := s.mirror.now()
	switch {
	case number != h.cp.Job || !h.run.State.Active() || h.run.PausedFor == pausedByOperator:
		return errLost
	case h.run.ResumeAt != nil && h.run.ResumeAt.After(now):
		s.early = true // the clock was moved back
		return s.mirror.enqueue(ctx, h, *h.run.ResumeAt)
	}
	h.run.State, h.run.PausedFor, h.run.ResumeAt, h.run.Error = tuwen.SyncRunning, "", nil, nil
	if h.run.StartedAt == nil {
		h.run.StartedAt = &now
	}
	h.cp.Crashed = h.cp.Crashed || h.cp.Holder != ""
	h.cp.Holder = s.holder
	return nil
}

// ReviveArgs is the periodic job that finds runs without a job: after a
// database was moved or restored without its jobs.
type ReviveArgs struct{}

// Kind names the job.
func (ReviveArgs) Kind() string { return "sync_revive" }

type reviveWorker struct {
	river.WorkerDefaults[ReviveArgs]
	mirror *Mirror
}

func (w *reviveWorker) Work(ctx context.Context, _ *river.Job[ReviveArgs]) error {
	return w.mirror.revive(ctx)
}

// stalledAfter is how long an active run may show no sign of life: longer
// than a slice lasts and than a dead node's job takes to be given back.
const stalledAfter = 3 * time.Minute

func (m *Mirror) revive(ctx context.Context) error {
	var active []tuwen.SyncRun
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		active, err = tx.Syncs.AllActive(ctx)
		return err
	})
	for _, run := range active {
		if !m.stalled(&run) {
			continue
		}
		_, editErr := m.edit(ctx, run.ID, func(ctx context.Context, h *held) error {
			if !m.stalled(h.run) {
				return errLost
			}
			m.log.WarnContext(ctx, "a sync stood still and goes on", "app_id", h.run.AppID, "run", h.run.ID)
			return m.enqueue(ctx, h, time.Time{})
		})
		if editErr != nil && !errors.Is(editErr, errLost) {
			err = errors.Join(err, editErr)
		}
	}
	return err
}

func (m *Mirror) stalled(run *tuwen.SyncRun) bool {
	if !run.State.Active() || run.PausedFor == pausedByOperator {
		return false
	}
	since := run.UpdatedAt
	if run.ResumeAt != nil {
		since = *run.ResumeAt
	}
	return m.now().Sub(since) >= stalledAfter
}
