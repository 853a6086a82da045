package tuwen

import "time"

// EventKind is what a follower, or WeChat, did.
type EventKind string

// The kinds that are acted on; all else is [EventOther].
const (
	EventMessage  EventKind = "message"
	EventFollow   EventKind = "follow"
	EventUnfollow EventKind = "unfollow"
	EventScan     EventKind = "scan"
	EventTap      EventKind = "tap"    // a menu button that asks for an answer
	EventOption   EventKind = "option" // an option of a conversation
	EventOther    EventKind = "other"
)

// Event is one push, stored before it was answered.
type Event struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at" doc:"as WeChat says"`
	Kind   EventKind `json:"kind" enum:"message,follow,unfollow,scan,tap,option,other"`
	Type   string    `json:"type" doc:"WeChat's MsgType, or Event of an event"`
	OpenID string    `json:"openid,omitempty" doc:"empty once the contact was erased"`
	Text   string    `json:"text,omitempty" doc:"what was written, or the scene or key"`
	// QRCode is the code of the account that has the scene of a scan, or of a
	// follow by one.
	QRCode *CodeName `json:"qrcode,omitempty" doc:"the code whose scene the text is; missing where there is none here"`
	// AnsweredBy names what answered; Passive tells that the reply went out
	// with the answer to the push.
	AnsweredBy *UsedBy   `json:"answered_by"`
	Passive    bool      `json:"passive"`
	Repeats    int       `json:"repeats" doc:"how often WeChat sent it again"`
	ReceivedAt time.Time `json:"received_at"`
	TookMS     int       `json:"took_ms"`
	// Raw and Answer are the decrypted push and what was answered; only where
	// one event is asked for.
	Raw    string `json:"raw,omitempty"`
	Answer string `json:"answer,omitempty"`
}

// Scene returns the scene of a scan or of a follow by one, "" for all else.
func (e Event) Scene() string {
	if e.Kind == EventScan || e.Kind == EventFollow {
		return e.Text
	}
	return ""
}

// Incoming is a push in our words, as the rules look at it.
type Incoming struct {
	Kind   EventKind
	Type   string
	OpenID string // "" where it is nobody's
	At     time.Time
	// Acted tells that the contact did it, and is there: WeChat's own events
	// name people too.
	Acted bool
	Text  string // of a message
	// Scene of a scan or of a follow by scanning; Key of a tapped button;
	// Option of a tapped option of a conversation.
	Scene  string
	Ticket string
	Key    string
	Option string
}

// MessageState is where a customer-service message stands.
//
//	planned → sending → sent | unsent | unknown
//	sending → planned (refused by -1 or 45011, inside the window)
type MessageState string

// The states. Unknown was cut by a time-out or a crash while it was sent: it
// is shown and never sent again.
const (
	MessagePlanned MessageState = "planned"
	MessageSending MessageState = "sending"
	MessageSent    MessageState = "sent"
	MessageUnsent  MessageState = "unsent"
	MessageUnknown MessageState = "unknown"
)

// Message is one customer-service message to a contact.
type Message struct {
	ID      string `json:"id"`
	OpenID  string `json:"openid"`
	EventID string `json:"event_id,omitempty" doc:"the push it follows"`
	Place   int    `json:"place" doc:"among the messages of its push, from 0"`
	Cause   UsedBy `json:"cause" doc:"the rule, code, conversation or journey that sends it"`
	// EnrollmentID and StepID say whose step it is of a journey's message.
	EnrollmentID string `json:"enrollment_id,omitempty" doc:"of a journey's message"`
	StepID       string `json:"step_id,omitempty" doc:"of a journey's message"`

	Reply Reply        `json:"reply"`
	State MessageState `json:"state" enum:"planned,sending,sent,unsent,unknown"`
	// Reason of an unsent or unknown message, a code of the locales:
	// window_closed, allowance, late, refused, gone, no_permission, unfollowed,
	// quota, timeout, crash, and of a journey cap and quiet. A message that was sent has a problem where its
	// 备用文字 went out in its place: message.fallback.
	Reason    string     `json:"reason,omitempty"`
	Problem   *Problem   `json:"problem"`
	DueBy     time.Time  `json:"due_by" doc:"never sent after this"`
	CreatedAt time.Time  `json:"created_at"`
	DoneAt    *time.Time `json:"done_at"`
}
