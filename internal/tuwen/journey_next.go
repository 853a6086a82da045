package tuwen

import (
	"slices"
	"time"
)

// Next moves a person at now as far as it goes: through steps until one that
// waits or ends. It is pure, and of somebody who ended, or whose wait is not
// over, nothing comes.
//
// A wait is over at the enrollment's NextAt, or as soon as the event it awaits
// is p.Event or came before ([Enrollment.Happened]). Who no longer follows is
// dropped, but in a journey that an unfollow begins; so is who comes to a step
// twice without a wait, whatever [Graph.Problems] overlooked.
//
// Steps that send never hold up the person: what cannot go out is left out,
// and said to be. In quiet hours that put off, the person stays before the
// step until they end, unless p.Event shows that it is there.
func Next(g *Graph, e Enrollment, p Person, now time.Time) Moved {
	w := mover{graph: g, person: p, now: now, moved: Moved{Enrollment: e}, passed: map[string]bool{}}
	if e.State != Inside {
		return w.moved
	}
	if !p.Contact.Followed && g.Trigger.Kind != TriggerUnfollow {
		w.drop("unfollowed")
		return w.moved
	}
	if w.resume() {
		for w.at().State == Inside && w.step() {
		}
	}
	return w.moved
}

// mover takes a person on its way.
type mover struct {
	graph  *Graph
	person Person
	now    time.Time
	moved  Moved
	passed map[string]bool
}

func (w *mover) at() *Enrollment { return &w.moved.Enrollment }

func (w *mover) note(what MoveKind, detail string) {
	w.moved.Moves = append(w.moved.Moves, Move{StepID: w.at().StepID, At: w.now, What: what, Detail: detail})
}

// resume ends the wait in which the person is, and reports whether it goes on.
func (w *mover) resume() bool {
	e := w.at()
	came := e.Awaits != nil && (e.Happened || w.person.Event != nil && e.Awaits.Meets(*w.person.Event))
	if !came && e.NextAt != nil && w.now.Before(*e.NextAt) {
		return false
	}
	if !e.Waiting {
		return true
	}
	held := w.graph.Step(e.StepID)
	e.Waiting, e.Awaits, e.Happened = false, nil, false
	switch {
	case held == nil:
		w.drop("step_gone")
	case held.Kind == StepSend: // quiet hours put it off
		return w.send(held)
	case came:
		w.pass(held, 0)
	case held.Wait != nil && held.Wait.Kind == WaitEvent:
		w.pass(held, 1)
	default:
		w.pass(held, 0)
	}
	return true
}

// step does the step before which the person stands, and reports whether it
// goes on at once.
func (w *mover) step() bool {
	s := w.graph.Step(w.at().StepID)
	if s == nil {
		w.drop("step_gone")
		return false
	}
	w.note(MoveEntered, "")
	if w.passed[s.ID] && !w.waits(s) {
		w.drop("loop")
		return false
	}
	switch s.Kind {
	case StepSend:
		return w.send(s)
	case StepTag, StepUntag:
		w.tag(TagMove{StepID: s.ID, TagID: s.TagID, Give: s.Kind == StepTag})
	case StepWebhook:
		if s.Webhook != nil {
			w.moved.Webhooks = append(w.moved.Webhooks, WebhookCall{EnrollmentID: w.at().ID, StepID: s.ID, URL: s.Webhook.URL})
		}
	case StepWait:
		return w.wait(s)
	case StepBranch:
		return w.branch(s)
	case StepEnd:
		w.finish()
		return false
	}
	w.pass(s, 0)
	return true
}

// pass leaves the step by its nth exit. Where there is none, or it leads
// nowhere, the person has finished.
func (w *mover) pass(s *Step, n int) {
	w.passed[s.ID] = true
	if n >= len(s.Exits) {
		w.note(MovePassed, "")
		w.finish()
		return
	}
	w.note(MovePassed, s.Exits[n].ID)
	if s.Exits[n].To == "" {
		w.finish()
		return
	}
	w.at().StepID, w.at().NextAt = s.Exits[n].To, &w.now
}

func (w *mover) finish() {
	w.note(MoveFinished, "")
	w.end(Finished, "")
}

func (w *mover) drop(reason string) {
	w.note(MoveDropped, reason)
	w.end(Dropped, reason)
}

func (w *mover) end(state EnrollmentState, reason string) {
	e := w.at()
	e.State, e.Reason, e.EndedAt, e.NextAt = state, reason, &w.now, nil
	e.Waiting, e.Awaits, e.Happened = false, nil, false
}

// stay waits at the step until a time.
func (w *mover) stay(until time.Time, awaits *EventFilter) bool {
	e := w.at()
	e.Waiting, e.Awaits, e.NextAt = true, awaits, &until
	w.note(MoveWaits, until.UTC().Format(time.RFC3339))
	return false
}

func (w *mover) tag(t TagMove) {
	c := &w.person.Contact
	if slices.Contains(c.TagIDs, t.TagID) == t.Give {
		return // there is nothing to change
	}
	c.TagIDs = t.Of(c.TagIDs)
	w.moved.Tags = append(w.moved.Tags, t)
}

// waits reports whether there is something to wait for at the step.
func (w *mover) waits(s *Step) bool {
	return s.Kind == StepWait && s.Wait != nil && s.Wait.Until(w.now).After(w.now)
}

func (w *mover) wait(s *Step) bool {
	if !w.waits(s) {
		w.pass(s, 0)
		return true
	}
	return w.stay(s.Wait.Until(w.now), s.Wait.awaits())
}

// branch takes the first exit whose condition holds.
func (w *mover) branch(s *Step) bool {
	for n, x := range s.Exits {
		if x.When == nil || x.When.Holds(w.person, w.now) {
			w.pass(s, n)
			return true
		}
	}
	w.drop("no_exit")
	return false
}

// send adds the message of the step, or the reason why it is left out.
func (w *mover) send(s *Step) bool {
	if s.Reply == nil {
		w.pass(s, 0)
		return true
	}
	send := JourneySend{EnrollmentID: w.at().ID, StepID: s.ID, Reply: *s.Reply}
	if q := w.graph.Quiet; q != nil && w.person.Event == nil {
		if until, quiet := q.Over(w.now); quiet && q.Then == QuietLater {
			return w.stay(until, nil)
		} else if quiet {
			send.Reason = "quiet"
		}
	}
	e := w.at()
	if day := BeijingDay(w.now); e.SentDay != day {
		e.SentDay, e.SentToday = day, 0
	}
	if limit := w.graph.DailyCap; send.Reason == "" && limit > 0 && e.SentToday >= limit {
		send.Reason = "cap"
	}
	if send.Reason == "" {
		e.SentToday++
		w.note(MoveSent, "")
	} else {
		w.note(MoveUnsent, send.Reason)
	}
	w.moved.Sends = append(w.moved.Sends, send)
	w.pass(s, 0)
	return true
}
