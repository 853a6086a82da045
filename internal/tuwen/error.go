package tuwen

import (
	"errors"
	"maps"
)

// Kind says what sort of failure an [Error] is. The HTTP API turns each kind
// into one status, in one place.
type Kind string

// The kinds of failure.
const (
	Invalid         Kind = "invalid"         // the caller's input; mend it and try again
	Unauthenticated Kind = "unauthenticated" // nobody is signed in
	Forbidden       Kind = "forbidden"       // somebody is, who may not
	NotFound        Kind = "not_found"       // no such noun
	Conflict        Kind = "conflict"        // the noun's state does not allow it now
	Exhausted       Kind = "exhausted"       // a quota or a throttle; later it works
	Refused         Kind = "refused"         // WeChat answered, and said no
	Unavailable     Kind = "unavailable"     // WeChat, or the database, did not answer
	Internal        Kind = "internal"        // ours; the cause is in the log only
)

// Error is a failure that may be shown to an operator: its kind, a code by
// which the locales find the words ("sync.running"), the same in plain
// English for logs and scripts, and the values the words need.
//
// Text and Params never hold a secret. The cause is for the log.
type Error struct {
	Kind   Kind
	Code   string
	Text   string
	Params map[string]string
	// WeChat is WeChat's answer, where it was WeChat that refused.
	WeChat *Answer
	// Related names what stands in the way: the run that is under way, the
	// uses of a material that is to be deleted. It is shown as it is.
	Related any
	cause   error
}

// Answer is a refusal as WeChat worded it. RID is what WeChat's support asks
// for; it is kept by WeChat for seven days.
type Answer struct {
	Errcode int    `json:"errcode"`
	Errmsg  string `json:"errmsg"`
	RID     string `json:"rid,omitempty"`
}

// Problem is a failure as it is kept on a row and shown later: of a run, of
// the last reading of the drafts, of a diagnosis.
type Problem struct {
	Kind   Kind              `json:"kind"`
	Code   string            `json:"code"`
	Detail string            `json:"detail"`
	Params map[string]string `json:"params,omitempty"`
	WeChat *Answer           `json:"wechat,omitempty"`
}

// Errorf makes an Error of a kind and a code; text is English and may be read
// by anyone.
func Errorf(kind Kind, code, text string) *Error {
	return &Error{Kind: kind, Code: code, Text: text}
}

// Error returns the English text and the cause.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Text
	}
	return e.Text + ": " + e.cause.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// With returns a copy that carries one more value for the words.
func (e *Error) With(name, value string) *Error {
	c := *e
	c.Params = maps.Clone(e.Params)
	if c.Params == nil {
		c.Params = map[string]string{}
	}
	c.Params[name] = value
	return &c
}

// Because returns a copy with a cause, which only the log sees.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Answered returns a copy with WeChat's answer.
func (e *Error) Answered(a *Answer) *Error {
	c := *e
	c.WeChat = a
	return &c
}

// Naming returns a copy with what stands in the way.
func (e *Error) Naming(related any) *Error {
	c := *e
	c.Related = related
	return &c
}

// KindOf returns the kind of the first Error in the chain, Internal when
// there is none, and "" for a nil error.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// CodeOf returns the code of the first Error in the chain, else "".
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// ProblemOf returns what may be kept and shown of an error; nil for nil. The
// cause of an error that is not an [Error] stays in the log.
func ProblemOf(err error) *Problem {
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return &Problem{Kind: Internal, Code: "internal", Detail: "something went wrong here; the log has the cause"}
	}
	return &Problem{Kind: e.Kind, Code: e.Code, Detail: e.Text, Params: e.Params, WeChat: e.WeChat}
}
