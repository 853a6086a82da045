package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// ProblemDetails is the body of every failure, RFC 9457 with what the screen
// and a script need to go on.
type ProblemDetails struct {
	Title  string `json:"title" doc:"the status in words"`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"what went wrong, in English; the locales have the words by code"`
	Code   string `json:"code" example:"sync.running"`
	// Params are values for the words: field, left, until, ip.
	Params  map[string]string `json:"params,omitempty"`
	Related any               `json:"related,omitempty" doc:"what stands in the way: the run under way, the uses of a material"`
	WeChat  *tuwen.Answer     `json:"wechat,omitempty" doc:"WeChat's answer, where WeChat refused"`
	Errors  []FieldProblem    `json:"errors,omitempty" doc:"each field that is wrong"`
}

// FieldProblem is one thing wrong with a request, by its place.
type FieldProblem struct {
	Location string `json:"location" example:"body.text"`
	Message  string `json:"message"`
}

// Error returns the detail.
func (p *ProblemDetails) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *ProblemDetails) GetStatus() int { return p.Status }

// ContentType returns the media type of RFC 9457.
func (p *ProblemDetails) ContentType(string) string { return "application/problem+json" }

// GetHeaders tells a refused caller when to come back, where that is known.
func (p *ProblemDetails) GetHeaders() http.Header {
	h := http.Header{"Cache-Control": {"no-store"}}
	if until, err := time.Parse(time.RFC3339, cmp.Or(p.Params["until"], p.Params["resume_at"])); err == nil {
		h.Set("Retry-After", strconv.Itoa(max(1, int(time.Until(until).Seconds())+1)))
	}
	return h
}

// statusOf turns a kind of failure into its status. It is the only place.
//
//	invalid          422  readable, but a value is wrong (broken JSON is 400, too large 413)
//	unauthenticated  401
//	forbidden        403
//	not_found        404
//	conflict         409
//	exhausted        429  a quota or the log-in throttle
//	refused          502  WeChat answered and said no
//	unavailable      503  WeChat or the database did not answer
//	internal         500
func statusOf(kind tuwen.Kind) int {
	switch kind {
	case tuwen.Invalid:
		return http.StatusUnprocessableEntity
	case tuwen.Unauthenticated:
		return http.StatusUnauthorized
	case tuwen.Forbidden:
		return http.StatusForbidden
	case tuwen.NotFound:
		return http.StatusNotFound
	case tuwen.Conflict:
		return http.StatusConflict
	case tuwen.Exhausted:
		return http.StatusTooManyRequests
	case tuwen.Refused:
		return http.StatusBadGateway
	case tuwen.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// problemOf turns any error into what the caller reads. The cause of an
// internal one goes to the log and nowhere else.
func problemOf(ctx context.Context, log *slog.Logger, err error) *ProblemDetails {
	if p, ok := errors.AsType[*ProblemDetails](err); ok {
		return p
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return &ProblemDetails{Title: "Client Closed Request", Status: 499, Detail: "the caller went away", Code: "request.canceled"}
	}
	p := tuwen.ProblemOf(err)
	status := statusOf(p.Kind)
	if status == http.StatusInternalServerError {
		log.ErrorContext(ctx, "request failed", "err", err)
	}
	d := &ProblemDetails{
		Title: http.StatusText(status), Status: status, Detail: p.Detail, Code: p.Code,
		Params: p.Params, WeChat: p.WeChat,
	}
	if e, ok := errors.AsType[*tuwen.Error](err); ok {
		d.Related = e.Related
	}
	return d
}

// requestProblem words what huma itself refuses of who may make the call.
// Values are left out: they may be a password.
func requestProblem(status int, msg string, errs ...error) huma.StatusError {
	p := &ProblemDetails{Title: http.StatusText(status), Status: status, Detail: msg, Code: requestCodes[status]}
	if p.Code == "" {
		p.Code = "request.bad"
	}
	for _, err := range errs {
		if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
			p.Errors = append(p.Errors, FieldProblem{Location: d.Location, Message: d.Message})
		}
	}
	if status == http.StatusInternalServerError {
		p.Detail, p.Errors = "something went wrong here; the log has the cause", nil
	}
	return p
}

var requestCodes = map[int]string{
	http.StatusBadRequest:            "request.json",
	http.StatusRequestTimeout:        "request.slow",
	http.StatusRequestEntityTooLarge: "request.too_large",
	http.StatusUnsupportedMediaType:  "request.media_type",
	http.StatusUnprocessableEntity:   "request.invalid",
	http.StatusNotAcceptable:         "request.accept",
	http.StatusInternalServerError:   "internal",
}

// adoptProblems makes huma speak [ProblemDetails] and write lists that are
// never null. These are variables of its package, so this is done once.
var adoptProblems = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.NewError = requestProblem
	huma.NewErrorWithContext = func(hc huma.Context, status int, msg string, errs ...error) huma.StatusError {
		if p := refusalOf(hc.Context()); p != nil {
			return p
		}
		return requestProblem(status, msg, errs...)
	}
})
