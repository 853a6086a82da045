package desk

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Journeys are the 客户旅程 of an account, as they are drawn and started. What
// people do in them is [Enrollments].
type Journeys struct{ *floor }

// NewJourney makes a journey that nobody enters yet.
type NewJourney struct {
	Name     string         `json:"name" maxLength:"200"`
	Template string         `json:"template,omitempty" maxLength:"60" doc:"id of a template; without one it is empty"`
	Language tuwen.Language `json:"language,omitempty" enum:"zh-CN,en" doc:"of the names in the template; zh-CN where it is not told"`
}

// JourneyForm is a journey as it is drawn, finished or not. Revision is that of
// the journey that was edited.
type JourneyForm struct {
	Name     string      `json:"name" maxLength:"200"`
	Graph    tuwen.Graph `json:"graph"`
	Revision int         `json:"revision" minimum:"0" doc:"of the journey that was edited; 409 where it was edited since"`
}

// sitting is how long edits of one operator count as one in the audit: the
// screen saves by itself, at every pause of the hand.
const sitting = 10 * time.Minute

// All returns the account's journeys, those made last first, each with what is
// wrong with it, but without its steps.
func (s *Journeys) All(ctx context.Context, actor tuwen.Actor, appID string) (all []tuwen.Journey, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return nil, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if all, err = tx.Journeys.All(ctx, appID); err != nil {
			return err
		}
		err := s.tell(ctx, tx, appID, all)
		for i := range all {
			all[i].Graph.Steps = []tuwen.Step{}
		}
		return err
	})
	return all, err
}

// ByID returns one journey, with what is wrong with it and whether its messages
// can be delivered.
func (s *Journeys) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (j tuwen.Journey, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return j, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if j, err = tx.Journeys.ByID(ctx, appID, id); err != nil {
			return err
		}
		j, err = s.told(ctx, tx, appID, j)
		return err
	})
	return j, err
}

// Create makes a journey, empty or from a template; [tuwen.NotFound]
// "journey.template_unknown" where there is none.
func (s *Journeys) Create(ctx context.Context, actor tuwen.Actor, appID string, in NewJourney) (j tuwen.Journey, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return j, err
	}
	name := oneLine(in.Name)
	if err := tuwen.CheckJourneyName(name); err != nil {
		return j, err
	}
	graph, err := newGraph(in.Template, in.Language)
	if err != nil {
		return j, err
	}
	return s.add(ctx, actor, appID, name, graph, func(context.Context, *store.Tx, string) error { return nil },
		tuwen.Entry{Action: "journey.create", Details: details{"template": in.Template}})
}

// add makes a journey of a graph; furnish writes what belongs to it besides.
func (s *Journeys) add(ctx context.Context, actor tuwen.Actor, appID, name string, graph tuwen.Graph,
	furnish func(ctx context.Context, tx *store.Tx, id string) error, e tuwen.Entry,
) (j tuwen.Journey, err error) {
	now := s.now()
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		j = tuwen.Journey{
			ID: store.EventID(now), Name: name, State: tuwen.JourneyDraft, Graph: graph, Revision: 1,
			CreatedAt: now, UpdatedAt: now, UpdatedBy: actor.Name,
		}
		if err := tx.Journeys.Put(ctx, appID, j); err != nil {
			return err
		}
		if err := furnish(ctx, tx, j.ID); err != nil {
			return err
		}
		e.AppID, e.Subject, e.Name = appID, j.ID, j.Name
		if err := s.record(ctx, tx, actor, e); err != nil {
			return err
		}
		if j, err = tx.Journeys.ByID(ctx, appID, j.ID); err != nil {
			return err
		}
		j, err = s.told(ctx, tx, appID, j)
		return err
	})
	return j, err
}

// Change replaces name and graph: [tuwen.Conflict] "edit.conflict" where they
// were edited after the form's revision, [tuwen.Invalid] where the graph cannot
// be one. What else is wrong with it is told, and kept. New people enter on it
// once it is started.
func (s *Journeys) Change(ctx context.Context, actor tuwen.Actor, appID, id string, in JourneyForm) (tuwen.Journey, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Journey{}, err
	}
	in.Name = oneLine(in.Name)
	if err := tuwen.CheckJourneyName(in.Name); err != nil {
		return tuwen.Journey{}, err
	}
	if err := in.Graph.Shape(); err != nil {
		return tuwen.Journey{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, j *tuwen.Journey) (tuwen.Entry, error) {
		if in.Revision != j.Revision {
			return tuwen.Entry{}, untouched(&time.Time{}, j.UpdatedAt, j.UpdatedBy)
		}
		keyed, err := s.keepSecrets(ctx, tx, appID, j.ID, in.Graph)
		if err != nil || !keyed && in.Name == j.Name && in.Graph.Same(j.Graph) {
			return tuwen.Entry{}, err
		}
		d := journeyDetails(*j, in)
		oneSitting := j.UpdatedBy == actor.Name && s.now().Sub(j.UpdatedAt) < sitting && !keyed
		j.Name, j.Graph = in.Name, in.Graph.Written()
		if err := tellChanged(ctx, tx, appID, j); err != nil {
			return tuwen.Entry{}, err
		}
		j.Revision++
		j.UpdatedAt, j.UpdatedBy = edited(s.now(), j.UpdatedAt), actor.Name
		if oneSitting && d["name.after"] == "" {
			return tuwen.Entry{}, tx.Journeys.Put(ctx, appID, *j)
		}
		return tuwen.Entry{Action: "journey.change", Details: d}, tx.Journeys.Put(ctx, appID, *j)
	})
}

// tellChanged says whether what is being edited is what new people enter.
func tellChanged(ctx context.Context, tx *store.Tx, appID string, j *tuwen.Journey) error {
	j.Changed = false
	if j.Version == 0 {
		return nil
	}
	v, err := tx.Journeys.Version(ctx, appID, j.ID, j.Version)
	j.Changed = !v.Graph.Same(j.Graph)
	return err
}

// keepSecrets seals the secrets that were typed, and reports whether there
// were any. Those of steps that are gone stay: a step may be brought back.
func (s *Journeys) keepSecrets(ctx context.Context, tx *store.Tx, appID, id string, g tuwen.Graph) (any bool, err error) {
	for _, step := range g.Steps {
		if step.Webhook == nil || step.Webhook.Secret == "" {
			continue
		}
		sealed := s.box.Seal(appID, connect.FieldWebhookSecret, []byte(step.Webhook.Secret))
		if err := tx.Journeys.PutSecret(ctx, appID, id, step.ID, sealed); err != nil {
			return any, err
		}
		any = true
	}
	return any, nil
}

// Delete removes a journey that does not run, with its versions and its report;
// of one that runs or is paused it is [tuwen.Conflict] "journey.running".
func (s *Journeys) Delete(ctx context.Context, actor tuwen.Actor, appID, id string) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	return s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		j, err := tx.Journeys.Hold(ctx, appID, id)
		if err != nil {
			return err
		}
		if active(j) {
			return tuwen.Errorf(tuwen.Conflict, "journey.running", "the journey runs or is paused; stop it first").With("state", string(j.State))
		}
		if err := tx.Journeys.Delete(ctx, appID, id, s.now()); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "journey.delete", AppID: appID, Subject: id, Name: j.Name, Details: details{"entered": strconv.Itoa(j.Counts.Entered)},
		})
	})
}

func active(j tuwen.Journey) bool {
	return j.State == tuwen.JourneyRunning || j.State == tuwen.JourneyPaused
}

// held changes a journey that nobody else changes meanwhile, writes the entry
// where there is one, and returns the journey as it is then.
func (s *Journeys) held(ctx context.Context, actor tuwen.Actor, appID, id string,
	do func(context.Context, *store.Tx, *tuwen.Journey) (tuwen.Entry, error),
) (j tuwen.Journey, err error) {
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if j, err = tx.Journeys.Hold(ctx, appID, id); err != nil {
			return err
		}
		entry, err := do(ctx, tx, &j)
		if err != nil {
			return err
		}
		if entry.Action != "" {
			entry.AppID, entry.Subject, entry.Name = appID, id, j.Name
			if err := s.record(ctx, tx, actor, entry); err != nil {
				return err
			}
		}
		if j, err = tx.Journeys.ByID(ctx, appID, id); err != nil {
			return err
		}
		j, err = s.told(ctx, tx, appID, j)
		return err
	})
	return j, err
}

// journeyDetails says what an edit changed, for the audit.
func journeyDetails(before tuwen.Journey, in JourneyForm) details {
	d := details{}
	d.changed("name", before.Name, in.Name)
	d.changed("trigger", string(before.Graph.Trigger.Kind), string(in.Graph.Trigger.Kind))
	d.changed("steps", saySteps(before.Graph), saySteps(in.Graph))
	return d
}

func saySteps(g tuwen.Graph) string {
	all := make([]string, len(g.Steps))
	for i, step := range g.Steps {
		all[i] = strings.TrimSpace(string(step.Kind) + " " + step.Name)
	}
	return short(strings.Join(all, " / "))
}
