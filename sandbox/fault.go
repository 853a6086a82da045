package sandbox

import "time"

// FaultKind says how a call goes wrong.
type FaultKind string

// The kinds of faults. All but cut and slow keep the call from being carried
// out; all are counted and spend quota like any call.
const (
	FaultErrcode FaultKind = "errcode" // Errcode and Errmsg are answered (default)
	FaultStatus  FaultKind = "status"  // HTTPStatus with a gateway's HTML page
	FaultHang    FaultKind = "hang"    // no answer; cut after Delay, if any
	FaultCut     FaultKind = "cut"     // the true answer breaks off in the middle
	FaultHTML    FaultKind = "html"    // 200 with an HTML page
	FaultEmpty   FaultKind = "empty"   // 200 with no body
	FaultSlow    FaultKind = "slow"    // the true answer after Delay
)

// Fault is a plan for calls to go wrong.
type Fault struct {
	// Path is the interface, "/cgi-bin/draft/batchget"; empty means every one.
	Path string `json:"path"`
	// Next is how many calls it spoils; 0 means all, until ClearFaults.
	Next       int           `json:"next"`
	Kind       FaultKind     `json:"kind"`
	Errcode    int           `json:"errcode"`     // default -1
	Errmsg     string        `json:"errmsg"`      // default: the platform's own text
	HTTPStatus int           `json:"http_status"` // default 502
	Delay      time.Duration `json:"delay"`       // nanoseconds in JSON
}
