package tuwen

import (
	"slices"
	"time"
)

// Place gives the messages of a person who was moved outside any push their
// way, in order: planned inside the window as far as it allows, else unsent
// with the reason. They lack ids and the name of what sends them together. The
// moves of those that are unsent are corrected.
//
// Where the account may send no customer-service messages nothing is planned.
// The window may be nil.
func (m *Moved) Place(by UsedBy, window *Window, customerService bool, now time.Time) []Message {
	room, refusal := 0, "no_permission"
	if customerService {
		room, refusal = window.Left(now), window.Refusal(now)
	}
	if refusal == "" {
		refusal = "allowance"
	}
	messages := make([]Message, len(m.Sends))
	for i, s := range m.Sends {
		messages[i] = s.message(by, m.Enrollment.OpenID, now)
		p := &messages[i]
		p.Place = i
		switch {
		case s.Reason != "":
			p.unsent(s.Reason, now)
		case room == 0:
			p.unsent(refusal, now)
		default:
			room--
			p.DueBy = window.ClosesAt
		}
	}
	m.Settle(messages, nil)
	return messages
}

// message is what a step sends, planned.
func (s JourneySend) message(by UsedBy, openID string, now time.Time) Message {
	return Message{
		OpenID: openID, Cause: by, EnrollmentID: s.EnrollmentID, StepID: s.StepID, Reply: s.Reply,
		State: MessagePlanned, DueBy: now, CreatedAt: now,
	}
}

func (m *Message) unsent(reason string, now time.Time) {
	m.State, m.Reason, m.DoneAt = MessageUnsent, reason, &now
}

// Settle writes into the moves what became of what was sent: which of the
// messages are unsent, and whether one of the steps got the passive reply,
// which its move's Detail then says. Messages of others may be among them.
func (m *Moved) Settle(messages []Message, passive *JourneySend) {
	for _, x := range messages {
		if x.EnrollmentID != m.Enrollment.ID || x.State != MessageUnsent {
			continue
		}
		if move := m.sent(x.StepID); move != nil {
			move.What, move.Detail = MoveUnsent, x.Reason
			m.Enrollment.SentToday--
		}
	}
	if passive != nil && passive.EnrollmentID == m.Enrollment.ID {
		if move := m.sent(passive.StepID); move != nil {
			move.Detail = "passive"
		}
	}
}

// sent returns the move by which the step sent.
func (m *Moved) sent(stepID string) *Move {
	i := slices.IndexFunc(m.Moves, func(x Move) bool { return x.StepID == stepID && x.What == MoveSent })
	if i < 0 {
		return nil
	}
	return &m.Moves[i]
}

// answer returns what is to be sent of the journey's messages, and notes the
// others as unsent.
func (j JourneyAnswer) answer(openID string, now time.Time, d *Decision) Answerer {
	a := Answerer{By: j.By, Use: ForJourney}
	for _, s := range j.Sends {
		if s.Reason == "" {
			a.Replies, a.steps = append(a.Replies, s.Reply), append(a.steps, s)
			continue
		}
		m := s.message(j.By, openID, now)
		m.Place = len(d.Unsent)
		m.unsent(s.Reason, now)
		d.Unsent = append(d.Unsent, m)
	}
	return a
}

// send is the step that sends the message, nil where no journey does.
func (m Message) send() *JourneySend {
	if m.EnrollmentID == "" {
		return nil
	}
	return &JourneySend{EnrollmentID: m.EnrollmentID, StepID: m.StepID, Reply: m.Reply}
}
