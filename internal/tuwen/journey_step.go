package tuwen

import "time"

// StepKind is what a step does.
type StepKind string

// The kinds.
const (
	StepSend    StepKind = "send"
	StepTag     StepKind = "tag"
	StepUntag   StepKind = "untag"
	StepWebhook StepKind = "webhook"
	StepBranch  StepKind = "branch"
	StepWait    StepKind = "wait"
	StepEnd     StepKind = "end"
)

// Step is one thing on the way. Its ID stays when it is moved or renamed.
type Step struct {
	ID   string   `json:"id" pattern:"^[0-9A-Za-z_-]{1,64}$"`
	Name string   `json:"name,omitempty" maxLength:"60"`
	Kind StepKind `json:"kind" enum:"send,tag,untag,webhook,branch,wait,end"`
	// What counts depends on the kind.
	Reply   *Reply   `json:"reply,omitempty" doc:"of send; a material is single and published or of the history"`
	TagID   int      `json:"tag_id,omitempty" doc:"of tag and untag"`
	Webhook *Webhook `json:"webhook,omitempty" doc:"of webhook"`
	Wait    *Wait    `json:"wait,omitempty" doc:"of wait"`
	// Exits are in order: a plain step has one; a wait for an event two, where
	// it happened and where its deadline came; a branch one for each condition
	// and a last without one, 否则; an end none.
	Exits []Exit `json:"exits" maxItems:"11"`
}

// Exit leads from a step to the next.
type Exit struct {
	ID    string     `json:"id" pattern:"^[0-9A-Za-z_-]{1,64}$"`
	Label string     `json:"label,omitempty" maxLength:"30"`
	When  *Condition `json:"when,omitempty" doc:"of a branch; null for the last, which is taken where no other is"`
	To    string     `json:"to,omitempty" doc:"id of a step; empty is the end, which an exit of a branch must not be"`
}

// Webhook is an address that is told, by a signed POST.
type Webhook struct {
	URL string `json:"url" maxLength:"2048"`
	// Secret signs. It is kept sealed, apart from the graph, and is never told
	// again: an empty one keeps what there is.
	Secret    string `json:"secret,omitempty" maxLength:"256" writeOnly:"true"`
	HasSecret bool   `json:"has_secret,omitempty" readOnly:"true"`
}

// WaitKind is until when a step waits.
type WaitKind string

// The kinds.
const (
	WaitDuration  WaitKind = "duration"
	WaitTimeOfDay WaitKind = "time_of_day"
	WaitDate      WaitKind = "date"
	WaitEvent     WaitKind = "event"
)

// Wait is until when a person stays at a step.
type Wait struct {
	Kind    WaitKind     `json:"kind" enum:"duration,time_of_day,date,event"`
	Seconds int          `json:"seconds,omitempty" minimum:"0" maximum:"31622400" doc:"of duration; from a minute to 366 days"`
	At      string       `json:"at,omitempty" doc:"15:04 in Beijing: of time_of_day the next one; of duration, and where it is not empty, the first after it"`
	Date    *time.Time   `json:"date,omitempty" doc:"of date; who comes later goes on at once"`
	Event   *EventFilter `json:"event,omitempty" doc:"of event"`
	// DeadlineSeconds is how long an event is waited for.
	DeadlineSeconds int `json:"deadline_seconds,omitempty" minimum:"0" maximum:"31622400" doc:"of event"`
}

// The bounds of a wait.
const (
	MinWait = time.Minute
	MaxWait = 366 * 24 * time.Hour
)

// ConditionKind is what a branch looks at.
type ConditionKind string

// The kinds.
const (
	ConditionTag       ConditionKind = "tag"
	ConditionAttribute ConditionKind = "attribute"
	ConditionEvent     ConditionKind = "event"
)

// Attribute is something of a contact that a branch can look at.
type Attribute string

// The attributes.
const (
	AttributeFollowed     Attribute = "followed"      // needs no value
	AttributeFollowScene  Attribute = "follow_scene"  // as WeChat words it
	AttributeFollowedBy   Attribute = "followed_by"   // the scene of a code
	AttributeRemark       Attribute = "remark"        //
	AttributeMessages     Attribute = "messages"      // written by the contact
	AttributeFollowedDays Attribute = "followed_days" // whole days since the contact follows
)

// Op compares an attribute with a value.
type Op string

// The comparisons: texts with is and contains, numbers with is, at_least and
// at_most.
const (
	OpIs       Op = "is"
	OpContains Op = "contains"
	OpAtLeast  Op = "at_least"
	OpAtMost   Op = "at_most"
)

// Condition is what must hold for an exit of a branch to be taken.
type Condition struct {
	Kind      ConditionKind `json:"kind" enum:"tag,attribute,event"`
	Not       bool          `json:"not,omitempty" doc:"it must not hold"`
	TagIDs    []int         `json:"tag_ids,omitempty" maxItems:"100" doc:"of tag: the contact has one of them"`
	Attribute Attribute     `json:"attribute,omitempty" enum:"followed,follow_scene,followed_by,remark,messages,followed_days"`
	Op        Op            `json:"op,omitempty" enum:"is,contains,at_least,at_most"`
	Value     string        `json:"value,omitempty" maxLength:"200"`
	Event     *EventFilter  `json:"event,omitempty" doc:"of event: it happened in its period"`
}

// EventFilter says which of a contact's events is meant.
type EventFilter struct {
	Kind EventKind `json:"kind" enum:"message,tap,scan,follow,option,any" doc:"any is one of the others"`
	// Text is contained in what was written, whatever the case; of a tap it is
	// the button's target, of a scan and a follow the code's scene.
	Text string `json:"text,omitempty" maxLength:"200" doc:"message and option: contained in what was written; tap: the button's target; scan, follow: the code's scene; empty for any"`
	Days int    `json:"days,omitempty" minimum:"0" maximum:"90" doc:"of a condition: not longer ago; 1 to 90"`
}

// EventAny is every kind of event that a contact causes, in an [EventFilter].
const EventAny EventKind = "any"

// MaxLookback is how many days a condition can look back; events are kept as
// long as is set, 90 days by default.
const MaxLookback = 90
