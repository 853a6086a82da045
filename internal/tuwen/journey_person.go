package tuwen

import (
	"slices"
	"time"
)

// EnrollmentState is where a person stands in a journey.
type EnrollmentState string

// The states.
const (
	Inside   EnrollmentState = "inside"
	Finished EnrollmentState = "finished"
	Dropped  EnrollmentState = "dropped"
)

// Enrollment is one contact in a journey. There is one at a time that is
// inside, of a contact and journey.
type Enrollment struct {
	ID        string          `json:"id"`
	JourneyID string          `json:"journey_id"`
	OpenID    string          `json:"openid" doc:"empty once the contact was erased"`
	Version   int             `json:"version"`
	State     EnrollmentState `json:"state" enum:"inside,finished,dropped"`
	// Reason is why it was dropped, a code of the locales.
	Reason    string     `json:"reason,omitempty" doc:"unfollowed, stopped, loop, step_gone, no_exit"`
	StepID    string     `json:"step_id" doc:"at which it stands, or ended"`
	EnteredAt time.Time  `json:"entered_at"`
	EndedAt   *time.Time `json:"ended_at"`
	// NextAt is when it goes on by itself; nil once it ended.
	NextAt *time.Time `json:"next_at"`
	// Try tells that an operator tries the journey: it counts in no report.
	Try bool `json:"try,omitempty"`

	// Waiting tells that the wait of its step has begun, and ends at NextAt;
	// else it stands before the step. Awaits is the event that ends it sooner,
	// nil for none; Happened that it came while the journey was paused.
	Waiting  bool         `json:"-"`
	Awaits   *EventFilter `json:"-"`
	Happened bool         `json:"-"`
	// SentToday counts the messages of the journey to the contact on the
	// Beijing day SentDay; a new enrollment takes both over from the last.
	SentDay   string `json:"-"`
	SentToday int    `json:"-"`
}

// MoveKind is what a person did at a step.
type MoveKind string

// The kinds. Each step that is reached is passed, waited at, ended at, or
// dropped at: whoever counts counts entered once for each of [MoveEntered].
const (
	MoveEntered  MoveKind = "entered"  // the step was reached
	MoveWaits    MoveKind = "waits"    // until the time in Detail
	MovePassed   MoveKind = "passed"   // by the exit in Detail
	MoveSent     MoveKind = "sent"     // its message is an answer or planned
	MoveUnsent   MoveKind = "unsent"   // for the reason in Detail
	MoveFinished MoveKind = "finished" // there is nothing after the step
	MoveDropped  MoveKind = "dropped"  // for the reason in Detail
)

// Move is one line of a person's path.
type Move struct {
	StepID string    `json:"step_id"`
	At     time.Time `json:"at"`
	What   MoveKind  `json:"what" enum:"entered,waits,passed,sent,unsent,finished,dropped"`
	Detail string    `json:"detail,omitempty" doc:"waits: until when, RFC 3339; passed: id of the exit; sent: passive, where it answered the push; unsent, dropped: the reason"`
}

// Person is what [Next] must know of who is to be moved.
type Person struct {
	Contact Contact // as it is now, with the event that moves it taken in
	// History is what the contact did before, in any order; it must reach back
	// as many days as [Graph.Lookback] says.
	History []Happening
	// Event is what the contact did now, nil where time alone moves. It is what
	// began the journey, or what is awaited; it is not in History.
	Event *Incoming
}

// Happening is an event of the past as conditions look at it: the Kind, At and
// Text of an [Event].
type Happening struct {
	Kind EventKind
	Text string
	At   time.Time
}

// Moved is what is to be written after a person was moved, all in one
// transaction.
type Moved struct {
	// Enrollment is as it is now: it waits until NextAt, or has ended.
	Enrollment Enrollment
	// Moves are the new lines of its path, in order.
	Moves []Move
	// Sends are the messages of the steps that were passed, in order. They are
	// given their way by [Decide] inside a push and by [Moved.Place] else.
	Sends []JourneySend
	// Tags are given and taken in this order, at WeChat too.
	Tags []TagMove
	// Webhooks are to be posted; the person does not wait for it.
	Webhooks []WebhookCall
}

// JourneySend is a message that a step sends.
type JourneySend struct {
	EnrollmentID string
	StepID       string
	Reply        Reply
	// Reason is why it is not sent, decided already: "cap" or "quiet". It is
	// written down as an unsent [Message]. "" means it is to be sent.
	Reason string
}

// TagMove gives a tag to the contact, or takes it.
type TagMove struct {
	StepID string
	TagID  int
	Give   bool
}

// Of returns a contact's tags after the move.
func (t TagMove) Of(tagIDs []int) []int {
	after := slices.DeleteFunc(slices.Clone(tagIDs), func(id int) bool { return id == t.TagID })
	if t.Give {
		after = append(after, t.TagID)
	}
	return after
}

// WebhookCall is a POST to the webhook of a step.
type WebhookCall struct {
	EnrollmentID string
	StepID       string
	URL          string
}
