package tuwen

import (
	"strconv"
	"time"
)

// Pushes tells whether WeChat's pushes arrive at an account's callback
// address, and what of them was refused.
type Pushes struct {
	// SetUp tells that all is known here by which a push is opened.
	SetUp bool `json:"set_up"`
	// VerifiedAt is when WeChat last verified the address, which it does when
	// somebody saves it on WeChat's page.
	VerifiedAt *time.Time `json:"verified_at"`
	LastAt     *time.Time `json:"last_at" doc:"when the last push was received"`
	Refusals   []Refusal  `json:"refusals" doc:"the latest first"`
	// Check is what it comes to, as in the diagnosis.
	Check Check `json:"check"`
}

// Refusal is a reason for which the callback address refused something, and
// how often. Reasons are those of wechat/callback, and [NotSetUp] and
// [Unanswered].
type Refusal struct {
	Reason string    `json:"reason"`
	Count  int       `json:"count" doc:"since the account was connected"`
	LastAt time.Time `json:"last_at"`
}

// The reasons that are the console's own.
const (
	// NotSetUp: the message token or the EncodingAESKey is not known here.
	NotSetUp = "not_set_up"
	// Unanswered: the push could not be kept in any of WeChat's tries.
	Unanswered = "unanswered"
)

// recentRefusal is how long a refusal is something to be mended.
const recentRefusal = 24 * time.Hour

// Verdict is the point "callback" of a [Diagnosis] at now. What was refused for
// the last time before a push arrived is mended: but pushes that were lost.
func (p Pushes) Verdict(now time.Time) Check {
	check := Check{Name: "callback", State: CheckWarning, Params: map[string]string{}}
	if p.LastAt != nil {
		check.Params["last_at"] = p.LastAt.UTC().Format(time.RFC3339)
	}
	problem := func(kind Kind, code, text string) Check {
		check.Problem = ProblemOf(Errorf(kind, code, text))
		return check
	}
	if !p.SetUp {
		return problem(Conflict, "callback.not_set_up", "the message token or the EncodingAESKey is not set, so no push can be opened")
	}
	for _, r := range p.Refusals {
		if now.Sub(r.LastAt) > recentRefusal || r.Reason != Unanswered && p.heardSince(r.LastAt) {
			continue
		}
		check.Params["reason"], check.Params["count"] = r.Reason, strconv.Itoa(r.Count)
		check.Params["at"] = r.LastAt.UTC().Format(time.RFC3339)
		if r.Reason == Unanswered {
			return problem(Unavailable, "callback.unanswered", "pushes were lost: none of WeChat's tries could be kept in time")
		}
		check.State = CheckFailed
		return problem(Refused, "callback."+r.Reason, "what came to the callback address was refused: "+r.Reason)
	}
	if p.LastAt == nil && p.VerifiedAt == nil {
		return problem(Unavailable, "callback.silent", "nothing has come from WeChat to the callback address yet")
	}
	check.State = CheckOK
	return check
}

// heardSince reports whether WeChat was understood after t.
func (p Pushes) heardSince(t time.Time) bool {
	return p.LastAt != nil && p.LastAt.After(t) || p.VerifiedAt != nil && p.VerifiedAt.After(t)
}
