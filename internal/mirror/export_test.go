package mirror

import (
	"context"
	"encoding/json"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// WorkOnce does one slice of a run, as its newest job would.
func (m *Mirror) WorkOnce(ctx context.Context, run tuwen.SyncRun) error {
	return m.work(ctx, JobOf(run))
}

// WorkAs does one slice as a certain job would.
func (m *Mirror) WorkAs(ctx context.Context, args SyncArgs) error { return m.work(ctx, args) }

// JobOf is the newest job of a run.
func JobOf(run tuwen.SyncRun) SyncArgs {
	var cp checkpoint
	if err := json.Unmarshal(run.Checkpoint, &cp); err != nil {
		panic(err)
	}
	return SyncArgs{AppID: run.AppID, RunID: run.ID, Number: cp.Job}
}

// CheckUsed, Revive and Purge do what the periodic jobs do.
func (m *Mirror) CheckUsed(ctx context.Context) error { return m.checkUsed(ctx) }

// Revive does what the periodic job does.
func (m *Mirror) Revive(ctx context.Context) error { return m.revive(ctx) }

// Purge does what the periodic job does.
func (m *Mirror) Purge(ctx context.Context) error { return m.purge(ctx) }
