package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Live returns the versions of the account's journeys that people enter or may
// be inside, those of the older journey first. A journey that is not started,
// or was stopped, may have one that is tried.
func (s Journeys) Live(ctx context.Context, appID string) ([]tuwen.JourneyVersion, error) {
	rows, err := s.tx.q.LiveJourneys(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list the journeys that run: %w", err)
	}
	var all []tuwen.JourneyVersion
	for _, r := range rows {
		numbers, err := s.liveNumbers(ctx, appID, r)
		if err != nil {
			return nil, err
		}
		for _, n := range numbers {
			v, err := s.Version(ctx, appID, r.ID, n)
			if tuwen.KindOf(err) == tuwen.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			all = append(all, live(db.LiveJourneyRow{ID: r.ID, Name: r.Name, State: r.State, Version: r.Version}, v))
		}
	}
	return all, nil
}

func (s Journeys) liveNumbers(ctx context.Context, appID string, r db.LiveJourneysRow) ([]int, error) {
	var numbers []int
	if r.State == string(tuwen.JourneyRunning) || r.State == string(tuwen.JourneyPaused) {
		var err error
		if numbers, err = s.Versions(ctx, appID, r.ID); err != nil {
			return nil, err
		}
		// Who enters just now may not be counted: the newest may just have become
		// that.
		for n := max(1, int(r.Version)-1); n <= int(r.Version); n++ {
			if !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
	}
	if r.Tried > 0 {
		numbers = append(numbers, tuwen.TriedVersion)
	}
	return numbers, nil
}

// LiveVersion returns a version of a journey that runs or is paused, else
// [tuwen.NotFound] "journey.version_unknown".
func (s Journeys) LiveVersion(ctx context.Context, appID, id string, number int) (tuwen.JourneyVersion, error) {
	r, err := s.tx.q.LiveJourney(ctx, db.LiveJourneyParams{AppID: appID, ID: id})
	if err != nil {
		return tuwen.JourneyVersion{}, found(err, "journey.version_unknown", "version of the journey")
	}
	v, err := s.Version(ctx, appID, id, number)
	return live(r, v), err
}

// live is a version as the rules look at it. What is tried always runs.
func live(r db.LiveJourneyRow, v JourneyVersion) tuwen.JourneyVersion {
	state := tuwen.JourneyState(r.State)
	if v.Number == tuwen.TriedVersion {
		state = tuwen.JourneyRunning
	}
	return tuwen.JourneyVersion{
		JourneyID: r.ID, Name: r.Name, State: state, Version: v.Number, Graph: v.Graph,
		Open: state == tuwen.JourneyRunning && v.Number > 0 && v.Number == int(r.Version),
	}
}
