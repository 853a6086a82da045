package tuwen

import "time"

// TagChangeState is where a tag change stands. One that WeChat did is no
// more: the contact has the tag, or has it no longer.
type TagChangeState string

// The states.
const (
	TagChangeWaiting TagChangeState = "waiting"
	TagChangeFailed  TagChangeState = "failed" // until it is tried again or dropped
)

// TagChange is a tag that is to be given to a contact, or taken from it, at
// WeChat 标签变更. Of several wishes for one contact and tag the last counts.
type TagChange struct {
	ID     string         `json:"id"`
	OpenID string         `json:"openid"`
	TagID  int            `json:"tag_id"`
	Give   bool           `json:"give" doc:"false: it is taken"`
	State  TagChangeState `json:"state" enum:"waiting,failed"`
	// RetryAt is when one that WeChat refused for now is tried again.
	RetryAt   *time.Time `json:"retry_at"`
	Problem   *Problem   `json:"problem"`
	CreatedAt time.Time  `json:"created_at"`
}

// TaggingState is how far the tag changes of an account are.
type TaggingState struct {
	Waiting int           `json:"waiting"`
	Failed  int           `json:"failed"`
	Tags    []TagProgress `json:"tags" doc:"those with changes that are not done"`
	// ResumesAt is until when all of them rest: WeChat refused one for now.
	ResumesAt *time.Time `json:"resumes_at"`
}

// TagProgress is how many changes of a tag are not done yet.
type TagProgress struct {
	TagID   int `json:"tag_id"`
	Waiting int `json:"waiting"`
	Failed  int `json:"failed"`
}
