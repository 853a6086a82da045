package journey

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// schedule lets a slice of people enter a journey whose time has come. The
// slice and how far the run has come commit together, so that after a crash it
// goes on there.
func (e *Engine) schedule(ctx context.Context) (more bool, err error) {
	var all []store.DueJourney
	err = e.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err = tx.Journeys.Scheduled(ctx, e.now())
		return err
	})
	if err != nil {
		return false, err
	}
	for _, j := range all {
		k := store.AccountItem{AppID: j.AppID, ID: j.ID}
		if e.resting(k) {
			continue
		}
		entered := false
		err := e.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			entered = false
			s, err := tx.Journeys.HoldRun(ctx, j)
			if err != nil || !s.Held {
				return err // another node has it, or it was paused
			}
			entered = true
			return e.enterSlice(ctx, tx, s)
		})
		if err != nil {
			if ctx.Err() == nil {
				e.failed(ctx, k, err)
			}
			continue
		}
		more = more || entered
	}
	return more, nil
}

// enterSlice lets the next people of a run enter, or ends it.
func (e *Engine) enterSlice(ctx context.Context, tx *store.Tx, s store.ScheduledRun) error {
	now := e.now()
	v, err := e.version(ctx, tx, versionKey{store.AccountItem{AppID: s.AppID, ID: s.ID}, s.Version})
	if err != nil {
		return err
	}
	trigger := &v.graph.Trigger
	var openIDs []string
	if trigger.TagID != 0 {
		openIDs, err = tx.Contacts.Tagged(ctx, s.AppID, trigger.TagID, s.Run.After, sliceOf)
	} else {
		openIDs, err = tx.Contacts.Followers(ctx, s.AppID, s.Run.After, sliceOf)
	}
	if err != nil {
		return err
	}
	over := len(openIDs) < sliceOf || trigger.Kind != tuwen.TriggerSchedule
	openIDs = openIDs[:min(len(openIDs), tuwen.MaxScheduled-s.Run.Entered)]
	moves, err := e.admitted(ctx, tx, s, v, openIDs)
	if err != nil {
		return err
	}
	if _, err := tx.Enrollments.Apply(ctx, s.AppID, moves, now); err != nil {
		return err
	}
	s.Run.Entered += len(moves)
	if n := len(openIDs); n > 0 {
		s.Run.After = openIDs[n-1]
	}
	if over || s.Run.Entered >= tuwen.MaxScheduled {
		next, ok := trigger.NextRun(now)
		if !ok {
			return tx.Journeys.EndRun(ctx, s, nil)
		}
		return tx.Journeys.EndRun(ctx, s, &next)
	}
	return tx.Journeys.PutRun(ctx, s)
}

// admitted are the enrollments of those who may enter.
func (e *Engine) admitted(ctx context.Context, tx *store.Tx, s store.ScheduledRun, v *version, openIDs []string) ([]store.EnrollmentMove, error) {
	before, err := tx.Enrollments.Of(ctx, s.AppID, openIDs)
	if err != nil {
		return nil, err
	}
	now := e.now()
	entry := tuwen.JourneyVersion{JourneyID: s.ID, Name: s.Name, State: tuwen.JourneyRunning, Version: s.Version, Graph: v.graph, Open: true}
	moves := make([]store.EnrollmentMove, 0, len(openIDs))
	for _, openID := range openIDs {
		var last *tuwen.Enrollment
		for i := range before[openID] {
			if before[openID][i].JourneyID == s.ID {
				last = &before[openID][i]
			}
		}
		if !v.graph.Reentry.Admits(last, now) {
			continue
		}
		enrollment := entry.Enter(openID, last, now)
		enrollment.ID = store.EventID(now)
		moves = append(moves, store.EnrollmentMove{Moved: tuwen.Moved{Enrollment: enrollment}})
	}
	return moves, nil
}
