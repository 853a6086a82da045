package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Syncs are the runs that copy an account's history and its followers.
type Syncs struct{ *floor }

// Plan tells what a run would cost.
func (s *Syncs) Plan(ctx context.Context, actor tuwen.Actor, appID string, mode tuwen.SyncMode) (tuwen.SyncPlan, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.SyncPlan{}, err
	}
	return s.mirror.Plan(ctx, appID, mode)
}

// Start starts a run: [tuwen.Conflict] "sync.running" names the one under way,
// "sync.no_full_yet" advises a full sync first; [tuwen.Exhausted]
// "sync.quota" says that today's calls do not suffice and no pause was
// accepted; [tuwen.Refused] "sync.followers_denied" that WeChat does not let
// the account read its followers.
func (s *Syncs) Start(ctx context.Context, actor tuwen.Actor, appID string, mode tuwen.SyncMode, acceptPause bool) (tuwen.SyncRun, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.SyncRun{}, err
	}
	run, err := s.mirror.Start(ctx, appID, mode, acceptPause, actor.Name)
	if err != nil {
		return run, err
	}
	return run, s.recordAlone(ctx, actor, tuwen.Entry{
		Action: "sync.start", AppID: appID, Subject: run.ID, Details: details{"mode": string(mode)},
	})
}

// ByID returns a run of the account.
func (s *Syncs) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (run tuwen.SyncRun, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return run, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		run, err = tx.Syncs.ByID(ctx, id)
		return err
	})
	if err == nil && run.AppID != appID {
		return tuwen.SyncRun{}, tuwen.Errorf(tuwen.NotFound, "sync.unknown", "this account has no such run")
	}
	return run, err
}

// List returns the account's runs of the history, newest first.
func (s *Syncs) List(ctx context.Context, actor tuwen.Actor, appID string, limit int, cursor string) (tuwen.Page[tuwen.SyncRun], error) {
	return s.list(ctx, actor, appID, func(ctx context.Context, tx *store.Tx) (store.SyncPage, error) {
		return tx.Syncs.List(ctx, appID, limit, cursor)
	})
}

// ListFollowers is [Syncs.List] for the runs of the followers.
func (s *Syncs) ListFollowers(ctx context.Context, actor tuwen.Actor, appID string, limit int, cursor string) (tuwen.Page[tuwen.SyncRun], error) {
	return s.list(ctx, actor, appID, func(ctx context.Context, tx *store.Tx) (store.SyncPage, error) {
		return tx.Syncs.ListFollowers(ctx, appID, limit, cursor)
	})
}

func (s *Syncs) list(ctx context.Context, actor tuwen.Actor, appID string,
	read func(context.Context, *store.Tx) (store.SyncPage, error),
) (out tuwen.Page[tuwen.SyncRun], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		p, err := read(ctx, tx)
		out = tuwen.Page[tuwen.SyncRun]{Items: p.Items, NextCursor: p.NextCursor, Total: p.Total}
		return err
	})
	return out, err
}

// Cancel ends a run; what it fetched stays.
func (s *Syncs) Cancel(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.SyncRun, error) {
	return s.steer(ctx, actor, appID, id, "sync.cancel", s.mirror.Cancel)
}

// Pause halts a run at its checkpoint.
func (s *Syncs) Pause(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.SyncRun, error) {
	return s.steer(ctx, actor, appID, id, "sync.pause", s.mirror.Pause)
}

// Resume lets a paused or failed run go on.
func (s *Syncs) Resume(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.SyncRun, error) {
	return s.steer(ctx, actor, appID, id, "sync.resume", s.mirror.Resume)
}

func (s *Syncs) steer(ctx context.Context, actor tuwen.Actor, appID, id, action string,
	do func(ctx context.Context, appID, id string) (tuwen.SyncRun, error),
) (tuwen.SyncRun, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.SyncRun{}, err
	}
	if _, err := s.ByID(ctx, actor, appID, id); err != nil {
		return tuwen.SyncRun{}, err
	}
	run, err := do(ctx, appID, id)
	if err != nil {
		return run, err
	}
	return run, s.recordAlone(ctx, actor, tuwen.Entry{
		Action: action, AppID: appID, Subject: id, Details: details{"mode": string(run.Mode)},
	})
}
