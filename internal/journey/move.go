package journey

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

type versionKey struct {
	store.AccountItem
	number int
}

// version is a graph as the engine looks at it.
type version struct {
	graph tuwen.Graph
	// looksBack tells that some step looks at what a contact did before.
	looksBack bool
}

// mostVersions is how many are kept in memory.
const mostVersions = 500

// version reads a version, once, but for the one that is tried, which changes.
// One that is not there has no steps: who is in it is dropped.
func (e *Engine) version(ctx context.Context, tx *store.Tx, k versionKey) (*version, error) {
	if v, ok := e.graphs[k]; ok {
		return v, nil
	}
	v := &version{}
	read, err := tx.Journeys.Version(ctx, k.AppID, k.ID, k.number)
	switch {
	case err == nil:
		v.graph = read.Graph
		for _, step := range v.graph.Steps {
			for _, x := range step.Exits {
				v.looksBack = v.looksBack || x.When != nil && x.When.Kind == tuwen.ConditionEvent
			}
		}
	case tuwen.KindOf(err) == tuwen.NotFound:
		return v, nil
	default:
		return nil, err
	}
	if len(e.graphs) >= mostVersions {
		clear(e.graphs)
	}
	if k.number != tuwen.TriedVersion {
		e.graphs[k] = v
	}
	return v, nil
}

// batch is people of one journey inside their transaction.
type batch struct {
	*Engine
	tx       *store.Tx
	journey  store.DueJourney
	by       tuwen.UsedBy
	verified bool
	now      time.Time
	people   []tuwen.Enrollment
	contacts map[string]tuwen.Contact
	history  map[string][]tuwen.Happening

	moves    []store.EnrollmentMove
	messages []tuwen.Message
}

// move moves a batch of a journey and returns how many people that were.
func (e *Engine) move(ctx context.Context, j store.DueJourney) (n int, err error) {
	var began time.Time
	var wrote time.Duration
	err = e.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		began = time.Now()
		b := &batch{Engine: e, tx: tx, journey: j, now: e.now()}
		err := b.run(ctx)
		n, wrote = len(b.people), time.Since(began)
		return err
	})
	took := time.Since(began)
	if err != nil || n == 0 {
		return 0, err
	}
	e.batch.took(n, wrote) // a commit takes what it takes, however few they are
	e.moved(n, took)
	return n, nil
}

func (b *batch) run(ctx context.Context) error {
	name, runs, err := b.tx.Journeys.Runs(ctx, b.journey.AppID, b.journey.ID)
	if err != nil || !runs {
		return err // it was paused or stopped meanwhile
	}
	b.by = tuwen.UsedBy{Kind: "journey", ID: b.journey.ID, Name: name, Active: true}
	if b.people, err = b.tx.Enrollments.Claim(ctx, b.journey, b.now, b.batch.n, Lease); err != nil || len(b.people) == 0 {
		return err
	}
	if err := b.meet(ctx); err != nil {
		return err
	}
	for _, e := range b.people {
		v, err := b.version(ctx, b.tx, versionKey{store.AccountItem{AppID: b.journey.AppID, ID: b.journey.ID}, e.Version})
		if err != nil {
			return err
		}
		b.next(v, e)
	}
	return b.write(ctx)
}

// meet reads what is known of the people.
func (b *batch) meet(ctx context.Context) error {
	appID := b.journey.AppID
	account, err := b.tx.Accounts.ByID(ctx, appID)
	if err != nil {
		return err
	}
	b.verified = account.Verified
	openIDs := make([]string, 0, len(b.people))
	var looking []string
	days := 0
	for _, e := range b.people {
		if e.OpenID == "" {
			continue
		}
		openIDs = append(openIDs, e.OpenID)
		v, err := b.version(ctx, b.tx, versionKey{store.AccountItem{AppID: appID, ID: b.journey.ID}, e.Version})
		if err != nil {
			return err
		}
		if !v.looksBack {
			continue
		}
		if back := v.graph.Lookback(e); back > 0 {
			looking, days = append(looking, e.OpenID), max(days, back)
		}
	}
	if b.contacts, err = b.tx.Contacts.ByIDs(ctx, appID, openIDs); err != nil || len(looking) == 0 {
		return err
	}
	b.history, err = b.tx.Events.Happenings(ctx, appID, looking, b.now.AddDate(0, 0, -days))
	return err
}

// next moves one person.
func (b *batch) next(v *version, from tuwen.Enrollment) {
	contact := b.contacts[from.OpenID]
	moved := tuwen.Next(&v.graph, from, tuwen.Person{Contact: contact, History: b.history[from.OpenID]}, b.now)
	b.messages = append(b.messages, moved.Place(b.by, contact.Window, b.verified, b.now)...)
	b.moves = append(b.moves, store.EnrollmentMove{Moved: moved, From: &from})
}

// sendsOfJob is how many messages one job sends.
const sendsOfJob = 100

// write writes everything, and the jobs that go on with it.
func (b *batch) write(ctx context.Context) error {
	appID := b.journey.AppID
	applied, err := b.tx.Enrollments.Apply(ctx, appID, b.moves, b.now)
	if err != nil {
		return err
	}
	if err := b.tx.Messages.Plan(ctx, appID, b.messages); err != nil {
		return err
	}
	var jobs []river.InsertManyParams
	var ids []string
	for _, m := range b.messages {
		if m.State == tuwen.MessagePlanned {
			ids = append(ids, m.ID)
		}
	}
	for len(ids) > 0 {
		n := min(len(ids), sendsOfJob)
		jobs = append(jobs, river.InsertManyParams{Args: job.SendPlanned{AppID: appID, IDs: ids[:n]}})
		ids = ids[n:]
	}
	return b.jobs.InsertMany(ctx, b.tx, append(jobs, Jobs(appID, applied)...))
}

// Jobs are the jobs that follow from what was applied.
func Jobs(appID string, a store.Applied) []river.InsertManyParams {
	var jobs []river.InsertManyParams
	for _, id := range a.Posts {
		jobs = append(jobs, river.InsertManyParams{Args: job.PostWebhook{AppID: appID, ID: id}})
	}
	if a.Tagged {
		jobs = append(jobs, river.InsertManyParams{Args: job.ChangeTags{AppID: appID}})
	}
	return jobs
}
