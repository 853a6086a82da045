package wechat

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"
)

// An Error is WeChat's refusal of a call: an answer whose errcode is not 0.
// https://developers.weixin.qq.com/doc/oplatform/developers/errCode/
type Error struct {
	Path       string // of the interface, as in "/cgi-bin/draft/get"
	Code       int    // errcode; it may mean another thing on another Path
	Message    string // errmsg, for people: its wording changes, never branch on it
	RID        string // names the call to WeChat's rid/get for 7 days; may be empty
	HTTPStatus int    // of the answer: 200, since WeChat refuses with that
}

// Error names the interface, the code and WeChat's text, which holds the rid.
func (e *Error) Error() string {
	return fmt.Sprintf("wechat: %s: %d %s", e.Path, e.Code, e.Message)
}

var ridPattern = regexp.MustCompile(`rid: ([0-9a-f-]+)`)

// maxMessage bounds an errmsg, which goes into logs and rows.
const maxMessage = 1000

func newError(path string, status, code int, message string) *Error {
	e := &Error{Path: path, Code: code, Message: message, HTTPStatus: status}
	if m := ridPattern.FindStringSubmatch(message); m != nil {
		e.RID = m[1]
	}
	if len(message) > maxMessage {
		cut := maxMessage
		for !utf8.RuneStart(message[cut]) {
			cut--
		}
		e.Message = message[:cut] + "…"
	}
	return e
}

// Code returns the errcode of the Error that err holds, 0 if it holds none.
func Code(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// DeniedIP returns the address from which WeChat refuses calls until it is put
// on the account's IP whitelist, as the message of a 40164 names it, and false
// for any other error. The wording is observed, not documented:
// "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: …".
func DeniedIP(err error) (string, bool) {
	var e *Error
	if !errors.As(err, &e) || e.Code != 40164 {
		return "", false
	}
	for word := range strings.FieldsFuncSeq(e.Message, func(r rune) bool { return r == ' ' || r == ',' }) {
		if ip, err := netip.ParseAddr(word); err == nil {
			return ip.Unmap().String(), true
		}
	}
	return "", false
}

func tokenRejected(err error) bool {
	switch Code(err) {
	case 40001, 40014, 42001:
		return true
	}
	return false
}

// What became of a call without a usable answer: the Kind of a TransportError.
const (
	KindBaseURL     = "base_url"    // Config.BaseURL is no address; nothing was sent
	KindUnreachable = "unreachable" // no connection, or it broke before the answer
	KindTimeout     = "timeout"     // too slow for the HTTP client or the context's deadline
	KindStatus      = "status"      // an HTTP status other than 200
	KindEmpty       = "empty"       // no body
	KindHTML        = "html"        // a page, as gateways and portals send
	KindMedia       = "media"       // a file, by its content type
	KindNotJSON     = "not_json"    // neither an object nor any of the above
	KindCut         = "cut"         // the body ended early
	KindShape       = "shape"       // JSON that is not this interface's answer
	KindTooLarge    = "too_large"   // more than 64 MB
)

// A TransportError is a call that brought no usable answer. Whether WeChat
// carried it out is unknown, unless Kind is KindBaseURL.
type TransportError struct {
	Path   string // of the interface
	Status int    // HTTP status; 0: there was no answer
	Kind   string // one of the Kind constants
	Err    error  // the cause, free of secrets; may be nil
}

// Error names the interface, what happened, and the cause.
func (e *TransportError) Error() string {
	s := "wechat: " + e.Path + ": "
	if e.Kind == KindStatus {
		s += fmt.Sprintf("answered HTTP %d %s", e.Status, http.StatusText(e.Status))
	} else {
		s += kindTexts[e.Kind]
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *TransportError) Unwrap() error { return e.Err }

var kindTexts = map[string]string{
	KindBaseURL:     "cannot be called",
	KindUnreachable: "cannot be reached",
	KindTimeout:     "did not answer in time",
	KindEmpty:       "answered with nothing",
	KindHTML:        "answered with a page instead of JSON",
	KindMedia:       "answered with a file instead of JSON",
	KindNotJSON:     "answered with something other than JSON",
	KindCut:         "answer was cut off",
	KindShape:       "answered with unexpected JSON",
	KindTooLarge:    "answered with too much",
}

// A RequestError is a request that WeChat takes for malformed, whoever makes
// it. Nothing was sent, and OnCall was not asked.
type RequestError struct {
	Path    string // of the interface
	Problem string // what is wrong, for developers
}

// Error names the interface and the problem.
func (e *RequestError) Error() string { return "wechat: " + e.Path + ": not sent: " + e.Problem }

// batchSize refuses a list of OpenIDs that WeChat refuses with 40032.
func batchSize(path string, openIDs []string, most int) error {
	if n := len(openIDs); n < 1 || n > most {
		return &RequestError{Path: path, Problem: fmt.Sprintf("%d openids where 1 to %d are allowed", n, most)}
	}
	return nil
}

// sendFault is the error of a request that got no answer. A canceled context
// stays what it is: nobody waits for a cure.
func sendFault(ctx context.Context, path string, hide scrubber, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("wechat: %s: %w", path, ctx.Err())
	}
	kind := KindUnreachable
	if isTimeout(err) {
		kind = KindTimeout
	}
	return &TransportError{Path: path, Kind: kind, Err: hide.err(err)}
}

func isTimeout(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout() ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded)
}

// A scrubber removes secrets from what may be shown.
type scrubber struct{ replacer *strings.Replacer }

func newScrubber(secrets ...string) scrubber {
	var pairs []string
	for _, s := range secrets {
		if s == "" {
			continue
		}
		pairs = append(pairs, s, "[redacted]")
		if escaped := url.QueryEscape(s); escaped != s {
			pairs = append(pairs, escaped, "[redacted]")
		}
	}
	if pairs == nil {
		return scrubber{}
	}
	return scrubber{strings.NewReplacer(pairs...)}
}

func (s scrubber) text(t string) string {
	if s.replacer == nil {
		return t
	}
	return s.replacer.Replace(t)
}

// err returns an error that shows no secret. The address, which carries the
// token, is dropped with the *url.Error; an error whose text still holds a
// secret is replaced by one that only answers errors.Is like it.
func (s scrubber) err(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if err == nil {
		return nil
	}
	clean := s.text(err.Error())
	if clean == err.Error() {
		return err
	}
	return &scrubbed{text: clean, is: func(target error) bool { return errors.Is(err, target) }}
}

type scrubbed struct {
	text string
	is   func(target error) bool
}

func (e *scrubbed) Error() string { return e.text }

func (e *scrubbed) Is(target error) bool { return e.is(target) }
