package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"
)

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

// strike takes the oldest plan for path, if there is one.
func (a *account) strike(path string) (Fault, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, f := range a.faults {
		if f.Path != "" && f.Path != path {
			continue
		}
		if f.Next > 0 {
			a.faults[i].Next--
			if a.faults[i].Next == 0 {
				a.faults = slices.Delete(a.faults, i, i+1)
			}
			a.sandbox.counted()
		}
		return f, true
	}
	return Fault{}, false
}

// spoil answers a call that a fault keeps from being carried out; it reports
// false for the kinds that let it be.
func (s *Sandbox) spoil(w http.ResponseWriter, r *http.Request, e endpoint, f Fault) bool {
	s.log.Info("spoiled a call by a fault", "path", e.path, "kind", f.Kind)
	switch f.Kind {
	case FaultCut:
		return false
	case FaultSlow:
		if !s.wait(r, f.Delay) {
			panic(http.ErrAbortHandler)
		}
		return false
	case FaultHang:
		delay := f.Delay
		if delay <= 0 {
			delay = 24 * time.Hour
		}
		s.wait(r, delay)
		panic(http.ErrAbortHandler) // the connection is cut without an answer
	case FaultStatus:
		status := cmp.Or(f.HTTPStatus, http.StatusBadGateway)
		send(w, "text/html", status, gatewayPage(fmt.Sprintf("%d %s", status, http.StatusText(status))))
	case FaultHTML:
		send(w, "text/html; charset=utf-8", http.StatusOK, gatewayPage("系统繁忙，请稍后再试"))
	case FaultEmpty:
		send(w, "text/plain", http.StatusOK, nil)
	default:
		code := cmp.Or(f.Errcode, -1)
		s.answer(w, e, &refusal{code: code, text: cmp.Or(f.Errmsg, textOf(code))})
	}
	return true
}

// gatewayPage is what a proxy before the platform answers.
func gatewayPage(title string) []byte {
	return []byte("<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
		"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
}

// cutWriter announces a whole answer, writes half of it and breaks off.
type cutWriter struct {
	http.ResponseWriter
}

func (w *cutWriter) Write(body []byte) (int, error) {
	_, _ = w.ResponseWriter.Write(body[:len(body)/2])
	_ = http.NewResponseController(w.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}
