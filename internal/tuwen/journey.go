package tuwen

import "time"

// JourneyState is where a journey stands.
//
//	draft → running ⇄ paused
//	running | paused → stopped → running
type JourneyState string

// The states. Of a paused journey nobody enters and those inside stay where
// they are; a stopped one dropped them.
const (
	JourneyDraft   JourneyState = "draft" // never started
	JourneyRunning JourneyState = "running"
	JourneyPaused  JourneyState = "paused"
	JourneyStopped JourneyState = "stopped"
)

// Journey is a customer journey 客户旅程: what begins it and the steps that
// whoever enters it goes through. Who is inside finishes on the version that
// was entered; Graph is what is being edited, and becomes a version when it is
// started.
type Journey struct {
	ID      string       `json:"id" readOnly:"true"`
	Name    string       `json:"name"`
	State   JourneyState `json:"state" enum:"draft,running,paused,stopped" readOnly:"true"`
	Version int          `json:"version" readOnly:"true" doc:"what new people enter; 0 before the first start"`
	Graph   Graph        `json:"graph" doc:"as it is being edited"`
	Changed bool         `json:"changed" readOnly:"true" doc:"the graph differs from the version that new people enter"`
	// Problems and Reach are of the graph as it is being edited.
	Problems  []GraphProblem `json:"problems" readOnly:"true"`
	Reach     []StepReach    `json:"reach" readOnly:"true" doc:"of every step that sends"`
	Counts    JourneyCounts  `json:"counts" readOnly:"true"`
	NextRunAt *time.Time     `json:"next_run_at" readOnly:"true" doc:"of a schedule; null where none is to come"`
	CreatedAt time.Time      `json:"created_at" readOnly:"true"`
	UpdatedAt time.Time      `json:"updated_at" readOnly:"true"`
	UpdatedBy string         `json:"updated_by" readOnly:"true"`
	StartedAt *time.Time     `json:"started_at" readOnly:"true" doc:"when it was first started"`
	Revision  int            `json:"revision" doc:"counts the edits; what was edited elsewhere since is a conflict"`
}

// JourneyCounts are the people of a journey, of all its versions.
type JourneyCounts struct {
	Entered  int `json:"entered"`
	Inside   int `json:"inside"`
	Finished int `json:"finished"`
	Dropped  int `json:"dropped"`
	Sent     int `json:"sent" doc:"messages"`
	Unsent   int `json:"unsent" doc:"messages that no window had room for, or that were refused"`
}

// Graph is a journey as it is drawn.
type Graph struct {
	Trigger  Trigger     `json:"trigger"`
	First    string      `json:"first" doc:"id of the first step; empty for none"`
	Steps    []Step      `json:"steps" maxItems:"200"`
	Reentry  Reentry     `json:"reentry"`
	DailyCap int         `json:"daily_cap" minimum:"0" maximum:"100" doc:"messages of this journey to one contact on a Beijing day; 0 for no cap"`
	Quiet    *QuietHours `json:"quiet" doc:"null for none"`
}

// ReentryKind says when who was in a journey may enter it again. Nobody is
// inside twice at a time.
type ReentryKind string

// The kinds.
const (
	ReentryNever  ReentryKind = "never"
	ReentryAfter  ReentryKind = "after" // days after the last entry
	ReentryAlways ReentryKind = "always"
)

// Reentry is the rule for entering again.
type Reentry struct {
	Kind ReentryKind `json:"kind" enum:"never,after,always"`
	Days int         `json:"days,omitempty" minimum:"0" maximum:"365" doc:"of kind after: since the last entry"`
}

// QuietKind says what becomes of a message that would go out in quiet hours.
type QuietKind string

// The kinds.
const (
	QuietDrop  QuietKind = "drop"  // it is left out, and shown as unsent
	QuietLater QuietKind = "later" // the person waits for their end
)

// QuietHours 免打扰 are when nothing is sent, in Beijing. They do not hold
// back what answers the contact's own action inside its push.
type QuietHours struct {
	From  string    `json:"from" doc:"15:04"`
	Until string    `json:"until" doc:"15:04; at or before from, it is of the next day"`
	Then  QuietKind `json:"then" enum:"drop,later"`
}

// TriggerKind is what begins a journey.
type TriggerKind string

// The kinds.
const (
	TriggerScan     TriggerKind = "scan" // of a code, by followers and by who follows with it
	TriggerFollow   TriggerKind = "follow"
	TriggerUnfollow TriggerKind = "unfollow"
	TriggerMessage  TriggerKind = "message"
	TriggerTap      TriggerKind = "tap" // on a menu button
	TriggerSchedule TriggerKind = "schedule"
	TriggerAPI      TriggerKind = "api"
)

// TextMatch is how what was written is compared with a trigger's text.
type TextMatch string

// The ways.
const (
	TextEquals   TextMatch = "equals"
	TextContains TextMatch = "contains"
)

// Repeat is when a schedule runs.
type Repeat string

// The repeats.
const (
	RepeatNow     Repeat = "now" // once, when the journey is started
	RepeatOnce    Repeat = "once"
	RepeatDaily   Repeat = "daily"
	RepeatWeekly  Repeat = "weekly"
	RepeatMonthly Repeat = "monthly"
)

// Trigger is what begins a journey. Which fields count depends on the kind;
// an empty one holds of everybody.
type Trigger struct {
	Kind TriggerKind `json:"kind,omitempty" enum:"scan,follow,unfollow,message,tap,schedule,api" doc:"empty while none was chosen"`

	// Of a scan: one of the codes, or else a code for which all filters hold.
	CodeIDs  []string   `json:"code_ids,omitempty" maxItems:"1000" doc:"of QR codes; of scan"`
	Source   string     `json:"source,omitempty" doc:"of scan: the code's"`
	Campaign string     `json:"campaign,omitempty" doc:"of scan: the code's"`
	Name     string     `json:"name,omitempty" doc:"of scan: contained in the code's name"`
	CodeKind QRCodeKind `json:"code_kind,omitempty" enum:"permanent,temporary" doc:"of scan: the code's"`

	Text       string    `json:"text,omitempty" doc:"of message; empty for any"`
	Match      TextMatch `json:"match,omitempty" enum:"equals,contains" doc:"of message; equals where empty"`
	IgnoreCase bool      `json:"ignore_case,omitempty" doc:"of message"`

	Targets []string `json:"targets,omitempty" maxItems:"1000" doc:"of tap: buttons, as a button's target names them; none for any"`

	Repeat   Repeat     `json:"repeat,omitempty" enum:"now,once,daily,weekly,monthly" doc:"of schedule"`
	At       *time.Time `json:"at,omitempty" doc:"of a schedule that runs once"`
	Time     string     `json:"time,omitempty" doc:"of a schedule that repeats: 15:04 in Beijing"`
	Weekdays []int      `json:"weekdays,omitempty" doc:"of weekly, 1 is Monday"`
	MonthDay int        `json:"month_day,omitempty" minimum:"0" maximum:"31" doc:"of monthly; the last day of a shorter month"`
	TagID    int        `json:"tag_id,omitempty" doc:"of schedule: whose followers enter, at most 1,000,000"`
}

// MaxScheduled is how many contacts one run of a schedule may take in.
const MaxScheduled = 1_000_000

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

// GraphProblem is something to be mended before a journey starts, or, where it
// is a warning, to be known. The words, and the cure, are in the locales.
type GraphProblem struct {
	StepID  string            `json:"step_id,omitempty" doc:"empty: the trigger, or the whole"`
	ExitID  string            `json:"exit_id,omitempty"`
	Code    string            `json:"code"`
	Params  map[string]string `json:"params,omitempty"`
	Warning bool              `json:"warning,omitempty" doc:"it does not keep the journey from starting"`
}

// ReachLevel is how sure it is that a step's message can be delivered.
type ReachLevel string

// The levels.
const (
	ReachSure     ReachLevel = "sure"     // on every path
	ReachDoubtful ReachLevel = "doubtful" // on some path only where the contact acted in between
	ReachNever    ReachLevel = "never"
)

// StepReach is whether what a step sends can be delivered 可送达吗: on the
// worst of the paths that lead to it.
type StepReach struct {
	StepID string     `json:"step_id"`
	Level  ReachLevel `json:"level" enum:"sure,doubtful,never"`
	// Reason is why, a code of the locales.
	Reason  string `json:"reason" doc:"passive, in_window, wait_closes, quiet_closes, allowance, no_window, no_permission, unfollowed, unreached"`
	Passive bool   `json:"passive" doc:"it may be the answer to the push that led here, which needs no window"`
	// Window is the one that the worst path leaves, with its life and
	// allowance; empty for none.
	Window   WindowKind `json:"window,omitempty" enum:"message,tap,scan,follow"`
	Seconds  int        `json:"seconds" doc:"how long the window is open"`
	Limit    int        `json:"limit" doc:"messages it allows"`
	Place    int        `json:"place" doc:"the step's message among those, from 1"`
	Elapsed  int        `json:"elapsed" doc:"seconds that have gone by at the most when the step is reached"`
	ClosedBy string     `json:"closed_by,omitempty" doc:"the step whose wait outlasts the window"`
}

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
	Reason    string     `json:"reason,omitempty" doc:"unfollowed, stopped, loop, step_gone"`
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
	Detail string    `json:"detail,omitempty" doc:"waits: until when, RFC 3339; passed: id of the exit; unsent, dropped: the reason"`
}

// JourneyVersion is a version of a journey that people enter or are inside.
type JourneyVersion struct {
	JourneyID string
	Name      string // of the journey
	State     JourneyState
	Version   int
	Graph     Graph
	// Open tells that new people enter it: it is the newest of a journey that
	// runs.
	Open bool
}

// By names the journey as who answers or sends.
func (v *JourneyVersion) By() UsedBy {
	return UsedBy{Kind: "journey", ID: v.JourneyID, Name: v.Name, Active: v.State == JourneyRunning}
}
