package desk

import (
	"context"
	"slices"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Report returns what a journey did on the last Beijing days, today among
// them.
func (s *Enrollments) Report(ctx context.Context, actor tuwen.Actor, appID, journeyID string, days int) (out tuwen.JourneyReport, err error) {
	days = min(max(days, 1), tuwen.MaxReportDays)
	return out, s.read(ctx, actor, appID, journeyID, func(ctx context.Context, tx *store.Tx, j tuwen.Journey) error {
		graph := j.Graph
		if j.Version > 0 {
			v, err := tx.Journeys.Version(ctx, appID, journeyID, j.Version)
			if err != nil {
				return err
			}
			graph = v.Graph
		}
		now := s.now()
		counts, err := tx.Journeys.Steps(ctx, appID, journeyID, tuwen.BeijingDay(now.AddDate(0, 0, 1-days)))
		if err != nil {
			return err
		}
		at, err := tx.Journeys.Inside(ctx, appID, journeyID)
		if err != nil {
			return err
		}
		r := newReport(now, days)
		r.tell(graph, j.Version)
		for _, c := range counts {
			r.count(c)
		}
		for id, n := range at {
			r.at(id).Inside = n
		}
		r.Inside = j.Counts.Inside
		if err := r.tellFormer(ctx, tx, appID, j); err != nil {
			return err
		}
		out = r.JourneyReport
		var all tuwen.Graph
		for _, s := range r.Steps {
			if s.Step != nil {
				all.Steps = append(all.Steps, *s.Step)
			}
		}
		return tellSteps(ctx, tx, appID, all)
	})
}

// tellSteps says what the replies of steps are called.
func tellSteps(ctx context.Context, tx *store.Tx, appID string, g tuwen.Graph) error {
	stock, err := tx.Catalog.Stock(ctx, appID, g.Replies()...)
	if err != nil {
		return err
	}
	stock.TellGraph(g)
	return nil
}

// report is one that is being made: every step and every day has its place.
type report struct{ tuwen.JourneyReport }

func newReport(now time.Time, days int) *report {
	r := &report{tuwen.JourneyReport{Steps: []tuwen.StepReport{}, Days: make([]tuwen.JourneyDay, days)}}
	for i := range r.Days {
		r.Days[i].Day = tuwen.BeijingDay(now.AddDate(0, 0, i+1-days))
	}
	return r
}

// at is the report of a step; one of a former version comes last.
func (r *report) at(stepID string) *tuwen.StepReport {
	i := slices.IndexFunc(r.Steps, func(s tuwen.StepReport) bool { return s.StepID == stepID })
	if i < 0 {
		i = len(r.Steps)
		r.Steps = append(r.Steps, tuwen.StepReport{StepID: stepID, Reasons: map[string]int{}})
	}
	return &r.Steps[i]
}

// tell adds the steps of the version that new people enter.
func (r *report) tell(g tuwen.Graph, version int) {
	for i := range g.Steps {
		s := r.at(g.Steps[i].ID)
		s.Version, s.Step = version, &g.Steps[i]
	}
}

// tellFormer says what the steps are that only former versions have.
func (r *report) tellFormer(ctx context.Context, tx *store.Tx, appID string, j tuwen.Journey) error {
	unknown := func(s tuwen.StepReport) bool { return s.Step == nil }
	for number := j.Version - 1; number > 0 && slices.ContainsFunc(r.Steps, unknown); number-- {
		v, err := tx.Journeys.Version(ctx, appID, j.ID, number)
		if err != nil {
			return err
		}
		for i := range r.Steps {
			if s := &r.Steps[i]; s.Step == nil {
				s.Version, s.Step = number, v.Graph.Step(s.StepID)
			}
		}
	}
	return nil
}

// count adds what happened at a step, or where it names none in the journey, on
// a day.
func (r *report) count(c store.StepCount) {
	day := &tuwen.JourneyDay{}
	if i := slices.IndexFunc(r.Days, func(d tuwen.JourneyDay) bool { return d.Day == c.Day }); i >= 0 {
		day = &r.Days[i]
	}
	if c.StepID == "" {
		if c.What == string(tuwen.MoveEntered) {
			r.Entered += c.N
			day.Entered += c.N
		}
		return
	}
	s := r.at(c.StepID)
	switch c.What {
	case string(tuwen.MoveEntered):
		s.Entered += c.N
	case string(tuwen.MovePassed):
		s.Passed += c.N
	case string(tuwen.MoveFinished):
		s.Finished, r.Finished, day.Finished = s.Finished+c.N, r.Finished+c.N, day.Finished+c.N
	case string(tuwen.MoveDropped):
		s.Dropped, r.Dropped, day.Dropped = s.Dropped+c.N, r.Dropped+c.N, day.Dropped+c.N
	case string(tuwen.MoveSent):
		s.Sent, r.Sent, day.Sent = s.Sent+c.N, r.Sent+c.N, day.Sent+c.N
	case string(tuwen.MoveUnsent):
		s.Unsent, r.Unsent, day.Unsent = s.Unsent+c.N, r.Unsent+c.N, day.Unsent+c.N
	case "unknown":
		s.Unknown += c.N
	}
	if c.Reason != "" {
		s.Reasons[c.Reason] += c.N
	}
}
