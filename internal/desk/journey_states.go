package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Start lets people enter on the graph that was edited last. Of a journey that
// runs or is paused it makes that graph the version that new people enter; who
// is inside finishes on theirs. Where the graph cannot be entered it is
// [tuwen.Conflict] "journey.problems", naming them; a running journey that was
// not changed is [tuwen.Conflict] "journey.state".
func (s *Journeys) Start(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.Journey, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Journey{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, j *tuwen.Journey) (tuwen.Entry, error) {
		if j.State == tuwen.JourneyRunning && !j.Changed {
			return tuwen.Entry{}, wrongState(*j)
		}
		if err := s.startable(ctx, tx, appID, *j); err != nil {
			return tuwen.Entry{}, err
		}
		now := s.now()
		if j.Version == 0 || j.Changed {
			j.Version++
			v := store.JourneyVersion{Number: j.Version, Graph: j.Graph, At: now, By: actor.Name}
			if err := tx.Journeys.PutVersion(ctx, appID, id, v); err != nil {
				return tuwen.Entry{}, err
			}
		}
		d := details{"version": strconv.Itoa(j.Version)}
		d.changed("state", string(j.State), string(tuwen.JourneyRunning))
		j.State, j.Changed, j.NextRunAt = tuwen.JourneyRunning, false, nextRun(j.Graph.Trigger, now, true)
		if j.StartedAt == nil {
			j.StartedAt = &now
		}
		return tuwen.Entry{Action: "journey.start", Details: d}, tx.Journeys.Put(ctx, appID, *j)
	})
}

// nextRun is when a schedule runs next, nil for never; one that runs now does
// when it is started, and not when it goes on after a pause.
func nextRun(t tuwen.Trigger, now time.Time, started bool) *time.Time {
	if t.Kind == tuwen.TriggerSchedule && t.Repeat == tuwen.RepeatNow && started {
		return &now
	}
	if at, ok := t.NextRun(now); ok {
		return &at
	}
	return nil
}

// startable returns what keeps the graph that is being edited from being
// entered.
func (s *Journeys) startable(ctx context.Context, tx *store.Tx, appID string, j tuwen.Journey) error {
	j, err := s.told(ctx, tx, appID, j)
	if err != nil {
		return err
	}
	if tuwen.Startable(j.Problems) {
		return nil
	}
	problems := slices.DeleteFunc(j.Problems, func(p tuwen.GraphProblem) bool { return p.Warning })
	return tuwen.Errorf(tuwen.Conflict, "journey.problems", "the journey cannot start as it is drawn; mend what is named").
		With("count", strconv.Itoa(len(problems))).Naming(problems)
}

func wrongState(j tuwen.Journey) error {
	return tuwen.Errorf(tuwen.Conflict, "journey.state", "this cannot be done to the journey as it is now").With("state", string(j.State))
}

// Pause lets nobody enter a running journey; who is inside stays where they
// are, and what comes due meanwhile is done after the pause. A run of a schedule
// whose time has come goes on after it too, begun or not.
func (s *Journeys) Pause(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.Journey, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Journey{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, j *tuwen.Journey) (tuwen.Entry, error) {
		if j.State != tuwen.JourneyRunning {
			return tuwen.Entry{}, wrongState(*j)
		}
		j.State = tuwen.JourneyPaused
		if j.NextRunAt != nil && j.NextRunAt.After(s.now()) {
			j.NextRunAt = nil
		}
		return tuwen.Entry{Action: "journey.pause", Details: inside(*j)}, tx.Journeys.Put(ctx, appID, *j)
	})
}

// Resume lets a paused journey go on, on the version it had. A run of a schedule
// that was due before the pause comes at once; those that would have been during
// it are left out.
func (s *Journeys) Resume(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.Journey, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Journey{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, j *tuwen.Journey) (tuwen.Entry, error) {
		if j.State != tuwen.JourneyPaused {
			return tuwen.Entry{}, wrongState(*j)
		}
		v, err := tx.Journeys.Version(ctx, appID, id, j.Version)
		if err != nil {
			return tuwen.Entry{}, err
		}
		j.State = tuwen.JourneyRunning
		if j.NextRunAt == nil {
			j.NextRunAt = nextRun(v.Graph.Trigger, s.now(), false)
		}
		return tuwen.Entry{Action: "journey.resume", Details: inside(*j)}, tx.Journeys.Put(ctx, appID, *j)
	})
}

// Stop lets nobody enter, and takes out in the background who is inside.
func (s *Journeys) Stop(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.Journey, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Journey{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, j *tuwen.Journey) (tuwen.Entry, error) {
		if !active(*j) {
			return tuwen.Entry{}, wrongState(*j)
		}
		if err := tx.Journeys.Stop(ctx, appID, id, s.now()); err != nil {
			return tuwen.Entry{}, err
		}
		j.State, j.NextRunAt = tuwen.JourneyStopped, nil
		return tuwen.Entry{Action: "journey.stop", Details: inside(*j)}, tx.Journeys.Put(ctx, appID, *j)
	})
}

func inside(j tuwen.Journey) details { return details{"inside": strconv.Itoa(j.Counts.Inside)} }

// Copy makes another journey of what is being edited, with the secrets of its
// webhooks.
func (s *Journeys) Copy(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.Journey, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Journey{}, err
	}
	all, err := s.All(ctx, actor, appID)
	if err != nil {
		return tuwen.Journey{}, err
	}
	from, err := s.ByID(ctx, actor, appID, id)
	if err != nil {
		return from, err
	}
	return s.add(ctx, actor, appID, copyName(from.Name, all), from.Graph.Written(),
		func(ctx context.Context, tx *store.Tx, copyID string) error {
			return tx.Journeys.CopySecrets(ctx, appID, id, copyID)
		},
		tuwen.Entry{Action: "journey.copy", Details: details{"from": from.Name}})
}

// copyName is the name with the first number, from 2, that no journey has.
func copyName(name string, all []tuwen.Journey) string {
	taken := map[string]bool{}
	for _, j := range all {
		taken[j.Name] = true
	}
	for n := 2; ; n++ {
		number := " " + strconv.Itoa(n)
		stem := []rune(name)
		stem = stem[:min(len(stem), tuwen.MaxJourneyName-len(number))]
		if copied := string(stem) + number; !taken[copied] {
			return copied
		}
	}
}

// Discard drops what was edited since the last start; [tuwen.Conflict]
// "journey.never_started" where there was none.
func (s *Journeys) Discard(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.Journey, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Journey{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, j *tuwen.Journey) (tuwen.Entry, error) {
		if j.Version == 0 {
			return tuwen.Entry{}, tuwen.Errorf(tuwen.Conflict, "journey.never_started", "the journey was never started; there is nothing to go back to")
		}
		v, err := tx.Journeys.Version(ctx, appID, id, j.Version)
		if err != nil || !j.Changed {
			return tuwen.Entry{}, err
		}
		d := journeyDetails(*j, JourneyForm{Name: j.Name, Graph: v.Graph})
		j.Graph, j.Changed = v.Graph, false
		j.Revision++
		j.UpdatedAt, j.UpdatedBy = edited(s.now(), j.UpdatedAt), actor.Name
		return tuwen.Entry{Action: "journey.discard", Details: d}, tx.Journeys.Put(ctx, appID, *j)
	})
}
