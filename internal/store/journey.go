package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Journeys are the customer journeys 客户旅程 of an account, and the versions
// that people are in.
type Journeys struct{ tx *Tx }

const (
	journeyColumns = `id, name, state, version, changed, draft, revision, next_run_at, created_at, updated_at, updated_by,
	started_at`
	journeyDeleted = "deleted" // people are still to be taken out of it
)

// All returns the account's journeys with their counts, those made last first.
func (s Journeys) All(ctx context.Context, appID string) ([]tuwen.Journey, error) {
	rows, err := s.tx.q.Journeys(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list journeys: %w", err)
	}
	all := make([]tuwen.Journey, len(rows))
	for i, r := range rows {
		if all[i], err = journey(r); err != nil {
			return nil, err
		}
	}
	counts, err := s.tx.tallies(ctx, appID, journeyNoun)
	if err != nil {
		return nil, err
	}
	return all, s.furnish(ctx, appID, all, counts)
}

// ByID returns one with its counts, else [tuwen.NotFound] "journey.unknown".
func (s Journeys) ByID(ctx context.Context, appID, id string) (tuwen.Journey, error) {
	return s.one(ctx, appID, id, "")
}

// Hold is ByID, and keeps others from changing it until the transaction ends.
func (s Journeys) Hold(ctx context.Context, appID, id string) (tuwen.Journey, error) {
	return s.one(ctx, appID, id, s.tx.dialect.alone)
}

func (s Journeys) one(ctx context.Context, appID, id, lock string) (tuwen.Journey, error) {
	var r db.JourneysRow
	err := s.tx.sql.QueryRowContext(ctx, "SELECT "+journeyColumns+` FROM journeys WHERE app_id = $1 AND id = $2
		AND state <> 'deleted'`+lock, appID, id).
		Scan(&r.ID, &r.Name, &r.State, &r.Version, &r.Changed, &r.Draft, &r.Revision, &r.NextRunAt, &r.CreatedAt, &r.UpdatedAt,
			&r.UpdatedBy, &r.StartedAt)
	if err != nil {
		return tuwen.Journey{}, found(err, "journey.unknown", "journey")
	}
	all := make([]tuwen.Journey, 1)
	if all[0], err = journey(r); err != nil {
		return all[0], err
	}
	counts, err := s.tx.talliesOf(ctx, appID, journeyNoun, id)
	if err != nil {
		return all[0], err
	}
	err = s.furnish(ctx, appID, all, counts)
	return all[0], err
}

// furnish fills in what is kept elsewhere: counts, and which webhooks have a
// secret.
func (s Journeys) furnish(ctx context.Context, appID string, all []tuwen.Journey, counts sums) error {
	rows, err := s.tx.q.JourneySecrets(ctx, appID)
	if err != nil {
		return fmt.Errorf("list the secrets of webhooks: %w", err)
	}
	has := make(map[db.JourneySecretsRow]bool, len(rows))
	for _, r := range rows {
		has[r] = true
	}
	for i := range all {
		j := &all[i]
		n := counts[j.ID]
		j.Counts = tuwen.JourneyCounts{
			Entered: n["entered"], Inside: n["inside"], Finished: n["finished"], Dropped: n["dropped"], Sent: n["sent"],
			Unsent: n["unsent"],
		}
		for _, step := range j.Graph.Steps {
			if step.Webhook != nil {
				step.Webhook.HasSecret = has[db.JourneySecretsRow{JourneyID: j.ID, StepID: step.ID}]
			}
		}
	}
	return nil
}

// Put adds or replaces a journey, and keeps what it sends among the uses:
// active ones are what people get who enter it, or are in it, while it runs or
// is paused. What is filled in when it is read is not written, nor are the
// secrets of webhooks: [Journeys.PutSecret]. To stop it is [Journeys.Stop].
// [tuwen.NotFound] "account.unknown" where the account is not there.
func (s Journeys) Put(ctx context.Context, appID string, j tuwen.Journey) error {
	draft, err := graphJSON(j.Graph)
	if err != nil {
		return err
	}
	p := db.PutJourneyParams{
		AppID: appID, ID: j.ID, Name: text(j.Name), State: string(j.State), Version: int64(j.Version), Changed: j.Changed,
		Draft: draft, Revision: int64(j.Revision), CreatedAt: millis(j.CreatedAt), UpdatedAt: millis(j.UpdatedAt),
		UpdatedBy: text(j.UpdatedBy),
	}
	if j.NextRunAt != nil {
		p.NextRunAt = millis(*j.NextRunAt)
	}
	if j.StartedAt != nil {
		p.StartedAt = millis(*j.StartedAt)
	}
	if err := s.tx.q.PutJourney(ctx, p); err != nil {
		return s.tx.owned(err, "put a journey")
	}
	return s.use(ctx, appID, j)
}

// Stop makes a journey one that is stopped, as of a time: who entered before
// is taken out of it in the background. Nobody enters it any more, and what is
// scheduled is not. [tuwen.NotFound] "journey.unknown" where there is none.
func (s Journeys) Stop(ctx context.Context, appID, id string, at time.Time) error {
	return s.empty(ctx, appID, id, string(tuwen.JourneyStopped), at)
}

// Delete removes a journey, as of a time, with all its versions and counts; the
// people in it, and what is known of those who were, go in the background.
// [tuwen.NotFound] "journey.unknown" where there is none.
func (s Journeys) Delete(ctx context.Context, appID, id string, at time.Time) error {
	if err := s.empty(ctx, appID, id, journeyDeleted, at); err != nil {
		return err
	}
	for _, noun := range []string{journeyNoun, journeyStepNoun} {
		if err := s.tx.forgetTallies(ctx, appID, noun, id); err != nil {
			return err
		}
	}
	return s.tx.forgetAnswers(ctx, appID, tuwen.UsedBy{Kind: journeyNoun, ID: id})
}

func (s Journeys) empty(ctx context.Context, appID, id, state string, at time.Time) error {
	n, err := s.tx.q.EmptyJourney(ctx, db.EmptyJourneyParams{AppID: appID, ID: id, State: state, Emptying: millis(at)})
	if err := hit(n, err, "journey.unknown", "journey"); err != nil {
		return err
	}
	return s.tx.repliesChanged(ctx, appID)
}

// EmptyingJourney is one out of which people are to be taken.
type EmptyingJourney struct {
	AppID, ID string
	Before    time.Time // who entered before this
	Deleted   bool
}

// Emptying returns the journeys out of which people are to be taken.
func (s Journeys) Emptying(ctx context.Context) ([]EmptyingJourney, error) {
	all := []EmptyingJourney{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var j EmptyingJourney
		err := r.Scan(&j.AppID, &j.ID, timeColumn{&j.Before}, &j.Deleted)
		all = append(all, j)
		return err
	}, "SELECT app_id, id, emptying, state = 'deleted' FROM journeys WHERE emptying > 0")
	if err != nil {
		return nil, fmt.Errorf("list journeys to be emptied: %w", err)
	}
	return all, nil
}

// Emptied keeps that nobody who is meant is left in the journey. One that is
// deleted is no more.
func (s Journeys) Emptied(ctx context.Context, j EmptyingJourney) error {
	if !j.Deleted {
		err := s.tx.q.JourneyEmptied(ctx, db.JourneyEmptiedParams{AppID: j.AppID, ID: j.ID, Emptying: millis(j.Before)})
		if err != nil {
			return fmt.Errorf("keep that a journey is empty: %w", err)
		}
		return nil
	}
	for _, f := range []func() error{
		func() error {
			return s.tx.q.DeleteJourneyVersions(ctx, db.DeleteJourneyVersionsParams{AppID: j.AppID, JourneyID: j.ID})
		},
		func() error {
			return s.tx.q.DeleteJourneySecrets(ctx, db.DeleteJourneySecretsParams{AppID: j.AppID, JourneyID: j.ID})
		},
		func() error { return s.tx.q.RemoveJourney(ctx, db.RemoveJourneyParams{AppID: j.AppID, ID: j.ID}) },
	} {
		if err := f(); err != nil {
			return fmt.Errorf("remove a journey: %w", err)
		}
	}
	return nil
}

// JourneyVersion is a graph as people enter it. It never changes.
type JourneyVersion struct {
	Number int // from 1
	Graph  tuwen.Graph
	At     time.Time
	By     string
}

// PutVersion adds a version; people enter it once [Journeys.Put] says so.
func (s Journeys) PutVersion(ctx context.Context, appID, id string, v JourneyVersion) error {
	graph, err := graphJSON(v.Graph)
	if err != nil {
		return err
	}
	err = s.tx.q.PutJourneyVersion(ctx, db.PutJourneyVersionParams{
		AppID: appID, JourneyID: id, Version: int64(v.Number), Graph: graph, CreatedAt: millis(v.At), CreatedBy: text(v.By),
	})
	return s.tx.owned(err, "add a version of a journey")
}

// Version returns one of a journey's versions, else [tuwen.NotFound]
// "journey.version_unknown".
func (s Journeys) Version(ctx context.Context, appID, id string, number int) (JourneyVersion, error) {
	r, err := s.tx.q.JourneyVersion(ctx, db.JourneyVersionParams{AppID: appID, JourneyID: id, Version: int64(number)})
	if err != nil {
		return JourneyVersion{}, found(err, "journey.version_unknown", "version of the journey")
	}
	v := JourneyVersion{Number: int(r.Version), At: fromMillis(r.CreatedAt), By: r.CreatedBy}
	v.Graph, err = fromJSON[tuwen.Graph](r.Graph)
	return v, err
}

// Versions returns the numbers of the versions that people are in.
func (s Journeys) Versions(ctx context.Context, appID, id string) ([]int, error) {
	counts, err := s.tx.talliesOf(ctx, appID, journeyNoun, id)
	if err != nil {
		return nil, err
	}
	numbers := []int{}
	for part, people := range counts[id] {
		var n int
		if number, ok := strings.CutPrefix(part, versionPart); ok && people > 0 {
			if _, err := fmt.Sscan(number, &n); err == nil {
				numbers = append(numbers, n)
			}
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// PutSecret keeps the secret of a webhook step, sealed; it counts at once, in
// all versions.
func (s Journeys) PutSecret(ctx context.Context, appID, id, stepID string, secret tuwen.Sealed) error {
	err := s.tx.q.PutJourneySecret(ctx, db.PutJourneySecretParams{AppID: appID, JourneyID: id, StepID: stepID, Secret: secret})
	return s.tx.owned(err, "keep the secret of a webhook")
}

// Secret returns the secret of a webhook step, else [tuwen.NotFound]
// "journey.no_secret".
func (s Journeys) Secret(ctx context.Context, appID, id, stepID string) (tuwen.Sealed, error) {
	secret, err := s.tx.q.JourneySecret(ctx, db.JourneySecretParams{AppID: appID, JourneyID: id, StepID: stepID})
	if err != nil {
		return nil, found(err, "journey.no_secret", "secret of a webhook")
	}
	return secret, nil
}

// CopySecrets gives a journey's copy, which has the same steps, its secrets.
func (s Journeys) CopySecrets(ctx context.Context, appID, id, copyID string) error {
	err := s.tx.q.CopyJourneySecrets(ctx, db.CopyJourneySecretsParams{AppID: appID, JourneyID: id, CopyID: copyID})
	if err != nil {
		return fmt.Errorf("copy the secrets of webhooks: %w", err)
	}
	return nil
}

func journey(r db.JourneysRow) (tuwen.Journey, error) {
	j := tuwen.Journey{
		ID: r.ID, Name: r.Name, State: tuwen.JourneyState(r.State), Version: int(r.Version), Changed: r.Changed,
		Revision: int(r.Revision), CreatedAt: fromMillis(r.CreatedAt), UpdatedAt: fromMillis(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
		NextRunAt: timeOf(r.NextRunAt), StartedAt: timeOf(r.StartedAt),
	}
	var err error
	j.Graph, err = fromJSON[tuwen.Graph](r.Draft)
	return j, err
}

// timeOf is a time where 0 is none.
func timeOf(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := fromMillis(ms)
	return &t
}

// graphJSON is a graph without secrets, and without what is filled in when it
// is read.
func graphJSON(g tuwen.Graph) (string, error) { return toJSON(g.Written(), false) }
