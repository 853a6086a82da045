package wechat

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// A Class says what to do about a failed call.
type Class int

// The classes. What each asks of the caller is its whole meaning; this package
// itself does none of it, but for the one refresh of Config.Refresh.
const (
	None     Class = iota // not WeChat's failure: nil, a canceled context, the caller's own error
	Retry                 // up to three tries with back-off, then fail and keep the place
	Token                 // the token is dead; returned where Refresh did not help: ask the operator
	Minute                // pause the account for a minute, one call at a time, then Retry
	Day                   // stop this interface until the next Beijing day, confirm by OpenAPI.Quota
	Operator              // stop and show a person what to mend; WeChat names it
	Perm                  // the account may not; hide the feature, ask again in a week
	Wait                  // a person or WeChat is at it: ask again slowly, send nothing twice
	Input                 // never with these values; tell who entered them
	Gone                  // what the id named is no more
	Done                  // an earlier try succeeded
	Bug                   // the request is malformed: ours to mend
)

var classNames = [...]string{
	"none", "retry", "token", "minute", "day", "operator", "perm", "wait", "input", "gone", "done", "bug",
}

// String returns the class's name in lower case.
func (c Class) String() string {
	if c < 0 || int(c) >= len(classNames) {
		return fmt.Sprintf("class %d", int(c))
	}
	return classNames[c]
}

// Classify says what to do about an error of this package, wrapped or not.
//
// A canceled context is None, also under an error of this package: whoever
// canceled knows. An exceeded deadline is Retry, for to the caller that set it
// WeChat was too slow. A code unknown here is Input: nothing is repeated that
// nobody understands.
// https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
func Classify(err error) Class {
	var refusal *Error
	var fault *TransportError
	var notNews *NotNewsError
	var image *ImageError
	var request *RequestError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return None
	case errors.As(err, &refusal):
		return classOf(refusal.Path, refusal.Code)
	case errors.As(err, &fault) && fault.Kind == KindBaseURL:
		return Operator
	case errors.As(err, &fault):
		return Retry
	case errors.As(err, &notNews), errors.As(err, &image):
		return Input
	case errors.As(err, &request):
		return Bug
	}
	return None
}

// classOf is the table of codes. A code whose meaning depends on the interface
// comes first.
func classOf(path string, code int) Class {
	switch {
	case code == 40001 && isTokenPath(path):
		return Operator // here it means the AppSecret
	case code == 40007 && !isReadOrDelete(path):
		return Input // here it means a field's media_id
	}
	switch code {
	case -1, 20001, 45169, 45171, 61450, 9500002, 268487001, 268487002, 268488001:
		return Retry
	case 40001, 40014, 42001:
		return Token
	case 42010, 44990, 45011, 53501:
		return Minute
	case 45009, 48006:
		return Day
	case 40013, 40125, 40164, 40201, 40243, 45028, 45062, 48004, 48021, 50002,
		50004, 50007, 53500, 53504, 53505, 61004:
		return Operator
	case 40200, 48001, 48008, 50001, 88000:
		return Perm
	case 45066, 61503, 89503, 89504, 89505, 89506, 89507:
		return Wait
	case 40007, 40152, 43004, 45159, 46001, 46002, 46003, 46004, 50005, 53502,
		53600, 65301, 88001:
		return Gone
	case 45065:
		return Done
	case 40002, 40004, 40008, 40032, 40033, 40035, 40038, 40052, 40053, 40097,
		40130, 40202, 40203, 41001, 41002, 41004, 41005, 41006, 43001, 43002,
		43003, 44002, 45067, 45103, 45106, 45162, 47001, 76021, 76022:
		return Bug
	}
	return Input
}

func isTokenPath(path string) bool {
	return path == stableTokenPath || path == "/cgi-bin/token"
}

func isReadOrDelete(path string) bool {
	_, verb, _ := strings.Cut(strings.TrimPrefix(path, "/cgi-bin/"), "/")
	return strings.HasPrefix(verb, "get") || strings.HasPrefix(verb, "del")
}
