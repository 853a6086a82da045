package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Enrollments are the people in journeys, and those who were.
type Enrollments struct{ *floor }

// NewEnrollment lets a contact enter a journey.
type NewEnrollment struct {
	OpenID string `json:"openid" minLength:"1" maxLength:"64"`
	Try    bool   `json:"try,omitempty" doc:"try what is being edited, whatever its trigger and its rule of entering again; it counts in no report"`
}

// EnrollmentQuery says which enrollments are asked for; empty filters let
// everything pass.
type EnrollmentQuery = store.EnrollmentFilter

// Enroll lets a contact enter, who is moved on within seconds. The journey must
// run, else it is [tuwen.Conflict] "journey.not_running", and be begun by a call
// ("journey.trigger"); the contact must be known and may not be inside
// ("enrollment.inside"), nor have been where the rule is against it
// ("enrollment.reentry").
//
// To try it, it need not run: whoever tries goes through the graph as it is
// being edited, if that could start ("journey.problems"). A try before it ends.
func (s *Enrollments) Enroll(ctx context.Context, actor tuwen.Actor, appID, journeyID string, in NewEnrollment) (e tuwen.Enrollment, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return e, err
	}
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		j, err := tx.Journeys.Hold(ctx, appID, journeyID)
		if err != nil {
			return err
		}
		contact, err := tx.Contacts.ByID(ctx, appID, in.OpenID)
		if err != nil {
			return err
		}
		last, err := lastEnrollment(ctx, tx, appID, journeyID, in.OpenID)
		if err != nil {
			return err
		}
		enter, action := s.enter, "journey.enroll"
		if in.Try {
			enter, action = s.try, "journey.try"
		}
		if e, err = enter(ctx, tx, appID, j, contact, last); err != nil {
			return err
		}
		// The person by the enrollment: an erased one leaves no openid here.
		entry := tuwen.Entry{Action: action, AppID: appID, Subject: journeyID, Name: j.Name, Details: details{"enrollment": e.ID}}
		if actor.TokenID != "" && !in.Try {
			entry.Details = nil // they come by the thousand, and each is among the people of the journey
			return s.recordHourly(ctx, tx, actor, entry, "contacts")
		}
		return s.record(ctx, tx, actor, entry)
	})
	return e, err
}

// lastEnrollment is the contact's latest in the journey but for tries that
// ended, nil for none.
func lastEnrollment(ctx context.Context, tx *store.Tx, appID, journeyID, openID string) (*tuwen.Enrollment, error) {
	all, err := tx.Enrollments.Of(ctx, appID, []string{openID})
	var last *tuwen.Enrollment
	for _, e := range all[openID] {
		// Who tried it may enter, and who tries it may not yet.
		if e.JourneyID == journeyID && (!e.Try || e.State == tuwen.Inside) {
			last = &e
		}
	}
	return last, err
}

// enter lets a contact enter as any trigger does.
func (s *Enrollments) enter(ctx context.Context, tx *store.Tx, appID string, j tuwen.Journey, contact tuwen.Contact, last *tuwen.Enrollment) (tuwen.Enrollment, error) {
	if j.State != tuwen.JourneyRunning {
		return tuwen.Enrollment{}, tuwen.Errorf(tuwen.Conflict, "journey.not_running", "the journey does not run; start it first").With("state", string(j.State))
	}
	v, err := tx.Journeys.Version(ctx, appID, j.ID, j.Version)
	if err != nil {
		return tuwen.Enrollment{}, err
	}
	if v.Graph.Trigger.Kind != tuwen.TriggerAPI {
		return tuwen.Enrollment{}, tuwen.Errorf(tuwen.Conflict, "journey.trigger", "the journey is not begun by a call; make that its trigger, or try it").
			With("trigger", string(v.Graph.Trigger.Kind))
	}
	if last != nil && last.State == tuwen.Inside {
		return tuwen.Enrollment{}, tuwen.Errorf(tuwen.Conflict, "enrollment.inside", "the contact is in the journey already").With("enrollment", last.ID)
	}
	now := s.now()
	if !v.Graph.Reentry.Admits(last, now) {
		return tuwen.Enrollment{}, tuwen.Errorf(tuwen.Conflict, "enrollment.reentry", "the journey's rule does not let the contact enter again yet").
			With("entered_at", last.EnteredAt.Format("2006-01-02T15:04:05Z07:00"))
	}
	e := (&tuwen.JourneyVersion{JourneyID: j.ID, Version: j.Version, Graph: v.Graph}).Enter(contact.OpenID, last, now)
	return s.put(ctx, tx, appID, e)
}

// try lets a contact go through what is being edited.
func (s *Enrollments) try(ctx context.Context, tx *store.Tx, appID string, j tuwen.Journey, contact tuwen.Contact, last *tuwen.Enrollment) (tuwen.Enrollment, error) {
	if j.State == tuwen.JourneyPaused {
		return tuwen.Enrollment{}, wrongState(j)
	}
	if err := (&Journeys{s.floor}).startable(ctx, tx, appID, j); err != nil {
		return tuwen.Enrollment{}, err
	}
	now := s.now()
	switch {
	case last != nil && last.State == tuwen.Inside && !last.Try:
		return tuwen.Enrollment{}, tuwen.Errorf(tuwen.Conflict, "enrollment.inside", "the contact is in the journey already").With("enrollment", last.ID)
	case last != nil && last.State == tuwen.Inside:
		if err := tx.Enrollments.Drop(ctx, appID, *last, "tried_again", now); err != nil {
			return tuwen.Enrollment{}, err
		}
	}
	version := j.Version
	if version == 0 || j.Changed {
		version = tuwen.TriedVersion
		if err := tx.Journeys.PutTried(ctx, appID, j.ID, store.JourneyVersion{Number: version, Graph: j.Graph, At: now, By: j.UpdatedBy}); err != nil {
			return tuwen.Enrollment{}, err
		}
	}
	e := (&tuwen.JourneyVersion{JourneyID: j.ID, Version: version, Graph: j.Graph}).Enter(contact.OpenID, nil, now)
	e.Try = true
	return s.put(ctx, tx, appID, e)
}

// put writes an enrollment that begins; it is moved when the next one is due.
func (s *Enrollments) put(ctx context.Context, tx *store.Tx, appID string, e tuwen.Enrollment) (tuwen.Enrollment, error) {
	e.ID = store.EventID(e.EnteredAt)
	_, err := tx.Enrollments.Apply(ctx, appID, []store.EnrollmentMove{{Moved: tuwen.Moved{Enrollment: e}}}, e.EnteredAt)
	return e, err
}

// List returns a stretch of a journey's people, who entered last first.
func (s *Enrollments) List(ctx context.Context, actor tuwen.Actor, appID, journeyID string, q EnrollmentQuery) (out tuwen.Page[tuwen.Enrollment], err error) {
	return out, s.read(ctx, actor, appID, journeyID, func(ctx context.Context, tx *store.Tx, _ tuwen.Journey) error {
		out, err = tx.Enrollments.List(ctx, appID, journeyID, q)
		return err
	})
}

// ByID returns one contact's way through a journey; [tuwen.NotFound]
// "enrollment.unknown" where there is none in it.
func (s *Enrollments) ByID(ctx context.Context, actor tuwen.Actor, appID, journeyID, id string) (out tuwen.EnrollmentPath, err error) {
	return out, s.read(ctx, actor, appID, journeyID, func(ctx context.Context, tx *store.Tx, _ tuwen.Journey) error {
		out.Enrollment, out.Path, err = tx.Enrollments.ByID(ctx, appID, id)
		if err == nil && out.JourneyID != journeyID {
			err = tuwen.Errorf(tuwen.NotFound, "enrollment.unknown", "there is no such enrollment in this journey")
		}
		if err != nil {
			return err
		}
		v, err := tx.Journeys.Version(ctx, appID, journeyID, out.Version)
		if err != nil {
			return err
		}
		out.Steps = v.Graph.Steps
		if err := tellSteps(ctx, tx, appID, v.Graph); err != nil {
			return err
		}
		if out.Messages, err = tx.Messages.OfEnrollment(ctx, appID, out.OpenID, id); err != nil {
			return err
		}
		all := make([]*tuwen.Message, len(out.Messages))
		for i := range out.Messages {
			all[i] = &out.Messages[i]
		}
		return labelMessages(ctx, tx, appID, all)
	})
}

// read reads of a journey that is there.
func (s *Enrollments) read(ctx context.Context, actor tuwen.Actor, appID, journeyID string, do func(context.Context, *store.Tx, tuwen.Journey) error) error {
	if err := actor.May(tuwen.Viewer); err != nil {
		return err
	}
	return s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		j, err := tx.Journeys.ByID(ctx, appID, journeyID)
		if err != nil {
			return err
		}
		return do(ctx, tx, j)
	})
}
