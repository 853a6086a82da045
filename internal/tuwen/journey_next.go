package tuwen

import "time"

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
	// given their way by [Decide] inside a push and by [PlaceSends] else.
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

// WebhookCall is a POST to the webhook of a step.
type WebhookCall struct {
	EnrollmentID string
	StepID       string
	URL          string
}
