package mirror

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// checkpoint is what a run needs to go on, kept on its row.
type checkpoint struct {
	Sweep *tuwen.Sweep `json:"sweep,omitempty"`
	// Followers is in place of Sweep in a run of the followers.
	Followers *followersAt `json:"followers,omitempty"`
	// Job is the number of the one job that may work the run: an older one
	// finds it changed and ends.
	Job int `json:"job"`
	// Holder is the slice at work. Whoever begins a slice becomes the holder;
	// a slice that is not any more commits nothing.
	Holder string `json:"holder,omitempty"`
	// Crashed tells that a slice ended without giving the run back.
	Crashed bool `json:"crashed,omitempty"`
	// InFlight is how many pages may be asked for at once; 0 is the default.
	InFlight int `json:"in_flight,omitempty"`
	// Tries are the failed tries since the last page, Pauses the pauses.
	Tries  int `json:"tries,omitempty"`
	Pauses int `json:"pauses,omitempty"`
}

func openCheckpoint(run *tuwen.SyncRun) (*checkpoint, error) {
	cp := &checkpoint{}
	if len(run.Checkpoint) > 0 {
		if err := json.Unmarshal(run.Checkpoint, cp); err != nil {
			return nil, fmt.Errorf("read checkpoint of %s: %w", run.ID, err)
		}
	}
	switch {
	case run.Mode == tuwen.Followers && cp.Followers == nil:
		cp.Followers = newFollowersAt()
	case run.Mode != tuwen.Followers && cp.Sweep == nil:
		cp.Sweep = tuwen.NewSweep(run.Mode)
	}
	return cp, nil
}

func (cp *checkpoint) into(run *tuwen.SyncRun) error {
	b, err := json.Marshal(cp)
	if err != nil {
		return fmt.Errorf("write checkpoint of %s: %w", run.ID, err)
	}
	run.Checkpoint = b
	return nil
}

// held is a run within a transaction that nobody else can change meanwhile.
type held struct {
	run *tuwen.SyncRun
	cp  *checkpoint
	tx  *store.Tx
}

// edit calls f with a run that only this transaction can change, and writes
// the run where f returns nil. On a node that is stopping it is still done.
func (m *Mirror) edit(ctx context.Context, runID string, f func(context.Context, *held) error) (tuwen.SyncRun, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), editWithin)
	defer cancel()
	var run tuwen.SyncRun
	err := m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		// PostgreSQL lets two transactions read a row before either writes
		// it. The upsert of one lease row makes them wait for each other.
		if _, err := tx.Leases.Acquire(ctx, "sync:"+runID, runID, m.now(), m.now()); err != nil {
			return err
		}
		var err error
		if run, err = tx.Syncs.ByID(ctx, runID); err != nil {
			return err
		}
		cp, err := openCheckpoint(&run)
		if err != nil {
			return err
		}
		if err := f(ctx, &held{run: &run, cp: cp, tx: tx}); err != nil {
			return err
		}
		if err := cp.into(&run); err != nil {
			return err
		}
		run.UpdatedAt = m.now()
		return tx.Syncs.Update(ctx, run)
	})
	return run, err
}

// editWithin bounds one change of a run.
const editWithin = 10 * time.Second

// enqueue inserts the run's next job, due at a time or, with the zero time,
// at once. Jobs inserted before find themselves outdated.
func (m *Mirror) enqueue(ctx context.Context, h *held, at time.Time) error {
	h.cp.Job++
	h.cp.Holder = ""
	args := SyncArgs{AppID: h.run.AppID, RunID: h.run.ID, Number: h.cp.Job}
	opts := &river.InsertOpts{}
	if at.After(m.now()) {
		opts.ScheduledAt = at
	}
	return m.jobs.Insert(ctx, h.tx, args, opts)
}
