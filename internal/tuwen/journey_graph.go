package tuwen

import (
	"slices"
	"time"
)

// Step returns the step with an id, nil for none.
func (g *Graph) Step(id string) *Step {
	for i := range g.Steps {
		if g.Steps[i].ID == id {
			return &g.Steps[i]
		}
	}
	return nil
}

// Lookback returns how many days of the person's history [Next] may look at
// before the next wait, 0 for none.
func (g *Graph) Lookback(e Enrollment) int {
	days, seen := 0, map[string]bool{}
	next := []string{e.StepID}
	if s := g.Step(e.StepID); e.Waiting && s != nil {
		next = exits(s)
	}
	for len(next) > 0 {
		s := g.Step(next[0])
		if next = next[1:]; s == nil || seen[s.ID] || s.Kind == StepWait && !s.mayPass() {
			continue
		}
		seen[s.ID] = true
		for _, x := range s.Exits {
			if x.When != nil && x.When.Kind == ConditionEvent && x.When.Event != nil {
				days = max(days, x.When.Event.Days)
			}
		}
		next = append(next, exits(s)...)
	}
	return days
}

// mayPass reports whether the step may be passed the moment it is reached.
func (s *Step) mayPass() bool {
	return s.Kind != StepWait || s.Wait == nil || s.Wait.Kind == WaitDate
}

func exits(s *Step) []string {
	to := make([]string, 0, len(s.Exits))
	for _, x := range s.Exits {
		if x.To != "" {
			to = append(to, x.To)
		}
	}
	return to
}

// Awaits reports whether a person may wait for an event somewhere.
func (g *Graph) Awaits() bool {
	return slices.ContainsFunc(g.Steps, func(s Step) bool { return s.Wait != nil && s.Wait.awaits() != nil })
}

// Admits reports whether who was in the journey may enter it at now; last is
// the contact's latest enrollment, nil for none.
func (r Reentry) Admits(last *Enrollment, now time.Time) bool {
	switch {
	case last == nil:
		return true
	case last.State == Inside:
		return false
	case r.Kind == ReentryAlways:
		return true
	case r.Kind == ReentryAfter:
		return !now.Before(last.EnteredAt.AddDate(0, 0, r.Days))
	}
	return false
}

// Enter returns the enrollment of a contact that enters the version at now,
// before its first step, where [Next] takes it on; last is its latest
// enrollment in the journey, nil for none. It lacks its id.
func (v *JourneyVersion) Enter(openID string, last *Enrollment, now time.Time) Enrollment {
	e := Enrollment{
		JourneyID: v.JourneyID, OpenID: openID, Version: v.Version, State: Inside, StepID: v.Graph.First,
		EnteredAt: now, NextAt: &now,
	}
	if last != nil {
		e.SentDay, e.SentToday = last.SentDay, last.SentToday
	}
	return e
}
