package tuwen

import "time"

// Diagnosis is what an account can do right now, each point with its cure.
type Diagnosis struct {
	AppID  string    `json:"app_id"`
	At     time.Time `json:"at"`
	Checks []Check   `json:"checks"`
}

// Check is one point of a diagnosis.
type Check struct {
	// Name is base_url, token, whitelist, quota, callback, or that of the
	// [Capability] it is about.
	Name  string     `json:"name"`
	State CheckState `json:"state" enum:"ok,warning,failed,unknown"`
	// Problem says why, with a code by which the locales name the cure.
	Problem *Problem `json:"problem,omitempty"`
	// Params are figures for the words: ip, left, limit, count; needs, which
	// accounts have what was refused.
	Params map[string]string `json:"params,omitempty"`
}

// CheckState is how a check came out.
type CheckState string

// The outcomes. Unknown: it could not be tried because an earlier one failed.
const (
	CheckOK      CheckState = "ok"
	CheckWarning CheckState = "warning"
	CheckFailed  CheckState = "failed"
	CheckUnknown CheckState = "unknown"
)
