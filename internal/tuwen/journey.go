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
	Seconds  int        `json:"seconds" doc:"how long WeChat keeps the window open"`
	Limit    int        `json:"limit" doc:"messages it allows"`
	Place    int        `json:"place" doc:"the step's message among those, from 1"`
	Elapsed  int        `json:"elapsed" doc:"seconds that have gone by at the most when the step is reached"`
	ClosedBy string     `json:"closed_by,omitempty" doc:"the step whose wait outlasts the window"`
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
