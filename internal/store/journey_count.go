package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// What happened to a journey is counted twice: journeyNoun has its sums and
// how many are where now, journeyStepNoun each step on each day.
const (
	journeyStepNoun = "journey_step"
	insidePart      = "inside/"  // and the step
	versionPart     = "version/" // and the number: who is inside
)

// StepCount is how often something happened at a step on a day.
type StepCount struct {
	Day    string // 2006-01-02 in Beijing
	StepID string // "" where it is the journey's
	What   string // entered, passed, finished, dropped, sent, unsent, unknown
	Reason string // of dropped and unsent
	N      int
}

// Steps returns what happened at the steps of a journey on each Beijing day
// since one, in the order of the days.
func (s Journeys) Steps(ctx context.Context, appID, id, since string) ([]StepCount, error) {
	rows, err := s.tx.q.JourneySteps(ctx, db.JourneyStepsParams{AppID: appID, Subject: id, Day: since})
	if err != nil {
		return nil, fmt.Errorf("read the counts of a journey: %w", err)
	}
	all := make([]StepCount, len(rows))
	for i, r := range rows {
		all[i] = StepCount{Day: r.Day, N: int(r.Total)}
		var rest string
		all[i].What, rest, _ = strings.Cut(r.Part, "/")
		all[i].StepID, all[i].Reason, _ = strings.Cut(rest, "/")
	}
	return all, nil
}

// Inside returns how many people are at each step of a journey.
func (s Journeys) Inside(ctx context.Context, appID, id string) (map[string]int, error) {
	counts, err := s.tx.talliesOf(ctx, appID, journeyNoun, id)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for part, n := range counts[id] {
		if step, ok := strings.CutPrefix(part, insidePart); ok && n > 0 {
			at[step] = n
		}
	}
	return at, nil
}

// journeyCounts are what is added to the counts of journeys.
type journeyCounts struct {
	sums  map[journeyPart]int
	steps map[journeyPart]int
}

type journeyPart struct{ journeyID, part, day string }

func newJourneyCounts() *journeyCounts {
	return &journeyCounts{sums: map[journeyPart]int{}, steps: map[journeyPart]int{}}
}

// step counts what happened at a step on a day, and in the journey's sums what
// is summed up there.
func (c *journeyCounts) step(journeyID, day, what, stepID, reason string, n int) {
	part := what + "/" + stepID
	if reason != "" {
		part += "/" + reason
	}
	c.steps[journeyPart{journeyID, part, day}] += n
	switch what {
	case "finished", "dropped", "sent", "unsent":
		c.sums[journeyPart{journeyID, what, ""}] += n
	}
}

// enter counts n who entered a journey on a day.
func (c *journeyCounts) enter(journeyID, day string, n int) {
	c.steps[journeyPart{journeyID, "entered", day}] += n
	c.sums[journeyPart{journeyID, "entered", ""}] += n
}

// stay counts n more who are at a step.
func (c *journeyCounts) stay(journeyID string, version int, stepID string, n int) {
	c.sums[journeyPart{journeyID, "inside", ""}] += n
	c.sums[journeyPart{journeyID, insidePart + stepID, ""}] += n
	c.sums[journeyPart{journeyID, fmt.Sprintf("%s%d", versionPart, version), ""}] += n
}

// move counts what a move says. What became of a message that was planned is
// counted when it is known: [Tx.sentOfJourneys].
func (c *journeyCounts) move(m *EnrollmentMove, now time.Time) {
	e := &m.Enrollment
	if e.Try {
		return
	}
	day := tuwen.BeijingDay(now)
	if m.From == nil {
		c.enter(e.JourneyID, day, 1)
	} else if m.From.State == tuwen.Inside {
		c.stay(e.JourneyID, e.Version, m.From.StepID, -1)
	}
	if e.State == tuwen.Inside {
		c.stay(e.JourneyID, e.Version, e.StepID, 1)
	}
	for _, x := range m.Moves {
		switch x.What {
		case tuwen.MoveEntered, tuwen.MovePassed, tuwen.MoveFinished:
			c.step(e.JourneyID, day, string(x.What), x.StepID, "", 1)
		case tuwen.MoveDropped, tuwen.MoveUnsent:
			c.step(e.JourneyID, day, string(x.What), x.StepID, x.Detail, 1)
		case tuwen.MoveSent:
			if x.Detail == "passive" {
				c.step(e.JourneyID, day, string(x.What), x.StepID, "", 1)
			}
		case tuwen.MoveWaits:
		}
	}
}

func (c *journeyCounts) write(ctx context.Context, tx *Tx, appID string) error {
	for _, of := range []struct {
		noun string
		n    map[journeyPart]int
	}{{journeyNoun, c.sums}, {journeyStepNoun, c.steps}} {
		counts := make([]tally, 0, len(of.n))
		for p, n := range of.n {
			if n != 0 {
				counts = append(counts, tally{subject: p.journeyID, part: p.part, day: p.day, n: n})
			}
		}
		if err := tx.tally(ctx, appID, of.noun, counts); err != nil {
			return err
		}
	}
	return nil
}
