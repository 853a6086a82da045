package tuwen

// TriedVersion is the version of an [Enrollment] that tries a graph which no
// version has: one that was not started since it was edited.
const TriedVersion = 0

// MaxReportDays is over how many days a report may go.
const MaxReportDays = 365

// JourneyReport is what a journey did on the Beijing days it goes over; who is
// inside is as of now. Whoever only tried the journey is not counted.
type JourneyReport struct {
	Entered  int `json:"entered"`
	Inside   int `json:"inside" doc:"now"`
	Finished int `json:"finished"`
	Dropped  int `json:"dropped"`
	Sent     int `json:"sent" doc:"messages"`
	Unsent   int `json:"unsent" doc:"messages that no window had room for, or that were refused"`
	// Steps are those of the version that new people enter, in its order; after
	// them those of former versions where something happened or somebody is.
	Steps []StepReport `json:"steps"`
	Days  []JourneyDay `json:"days" doc:"every day, the oldest first"`
}

// StepReport is what happened at a step.
type StepReport struct {
	StepID string `json:"step_id"`
	// Version is the newest that has the step, and Step what it is there.
	Version  int   `json:"version" doc:"the newest that has the step; 0 where the journey was never started"`
	Step     *Step `json:"step,omitempty" doc:"as that version has it"`
	Inside   int   `json:"inside" doc:"who is there now"`
	Entered  int   `json:"entered" doc:"how often it was reached"`
	Passed   int   `json:"passed"`
	Finished int   `json:"finished" doc:"who had nothing to come after it"`
	Dropped  int   `json:"dropped" doc:"whose way was cut off there"`
	Sent     int   `json:"sent"`
	Unsent   int   `json:"unsent"`
	Unknown  int   `json:"unknown" doc:"messages of which WeChat did not say whether it took them"`
	// Reasons are those of what was not sent and who was dropped, by code.
	Reasons map[string]int `json:"reasons" doc:"of unsent and dropped, how often each"`
}

// JourneyDay is what happened on a Beijing day.
type JourneyDay struct {
	Day      string `json:"day" example:"2026-11-30"`
	Entered  int    `json:"entered"`
	Finished int    `json:"finished"`
	Dropped  int    `json:"dropped"`
	Sent     int    `json:"sent"`
	Unsent   int    `json:"unsent"`
}

// EnrollmentPath is one contact's way through a journey.
type EnrollmentPath struct {
	Enrollment
	Path  []Move `json:"path" doc:"the first move first"`
	Steps []Step `json:"steps" doc:"of the version that was entered"`
	// Messages are the customer-service messages of its steps that are kept;
	// each was planned when its step's move was made. A passive reply is none.
	Messages []Message `json:"messages"`
}
