package wechat

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// maxBody bounds what is read of one answer, unpacked. A page may hold 20
// times eight articles of up to a megabyte by the letter of WeChat's limits;
// 64 MB is far beyond any page seen.
const maxBody = 64 << 20

var errTooLarge = errors.New("answer is larger than 64 MB")

// An answer is one HTTP response, not yet read.
type answer struct {
	path        string
	status      int
	contentType string
	body        io.Reader
	hide        scrubber
}

// members names where the members of an answer's object go: a pointer for
// json.Decoder.Decode, or a func(*json.Decoder) error that reads the value
// itself, so that a long list is never in memory twice. Others are skipped.
type members map[string]any

// decode reads the answer's object. A refusal by WeChat is an *Error, anything
// that is not the JSON object with the required members a *TransportError.
func (a answer) decode(into members, require []string) error {
	if a.status != http.StatusOK {
		return a.fault(KindStatus, nil)
	}
	r := bufio.NewReaderSize(&cappedReader{r: a.body, left: maxBody}, 32<<10)
	if err := a.sniff(r); err != nil {
		return err
	}
	var code integer
	var message text
	seen, err := decodeObject(json.NewDecoder(controlReader{r}), func(dec *json.Decoder, key string) error {
		switch key {
		case "errcode":
			return dec.Decode(&code)
		case "errmsg":
			return dec.Decode(&message)
		}
		return into.decode(dec, key)
	})
	if err != nil {
		return a.readFault(err)
	}
	// Only a body read to its end lets the connection serve the next call.
	_, _ = io.CopyN(io.Discard, r, 64<<10)
	if code != 0 {
		return newError(a.path, a.status, int(code), a.hide.text(string(message)))
	}
	for _, key := range require {
		if !seen[key] {
			return a.fault(KindShape, fmt.Errorf("the answer has no %q", key))
		}
	}
	return nil
}

// sniff refuses a body that is no JSON object by its first byte. The header is
// only asked what else it may be: WeChat sends JSON as text/plain too
// (observed).
func (a answer) sniff(r *bufio.Reader) error {
	first, err := firstByte(r)
	switch {
	case errors.Is(err, io.EOF):
		return a.fault(KindEmpty, nil)
	case err != nil:
		return a.readFault(err)
	case first == '{':
		return nil
	case a.isMedia(r):
		return a.fault(KindMedia, nil)
	case first == '<':
		return a.fault(KindHTML, nil)
	}
	return a.fault(KindNotJSON, nil)
}

// firstByte skips a byte order mark and white space, and returns what follows
// without reading it.
func firstByte(r *bufio.Reader) (byte, error) {
	if bom, err := r.Peek(3); err == nil && bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = r.Discard(3)
	}
	for {
		b, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		if !strings.ContainsRune(" \t\r\n", rune(b)) {
			return b, r.UnreadByte()
		}
	}
}

// isMedia reports whether the body is a file rather than text.
func (a answer) isMedia(r *bufio.Reader) bool {
	kind := a.contentType
	if kind == "" {
		head, _ := r.Peek(512)
		kind = http.DetectContentType(head)
	}
	return !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "application/json")
}

func (a answer) fault(kind string, err error) error {
	return &TransportError{Path: a.path, Status: a.status, Kind: kind, Err: a.hide.err(err)}
}

// readFault tells apart why reading the body failed.
func (a answer) readFault(err error) error {
	var syntax *json.SyntaxError
	var unfit *json.UnmarshalTypeError
	switch {
	case errors.Is(err, errTooLarge):
		return a.fault(KindTooLarge, err)
	case isTimeout(err):
		return a.fault(KindTimeout, err)
	case errors.As(err, &unfit), errors.Is(err, errUnfit):
		return a.fault(KindShape, err)
	case errors.As(err, &syntax):
		return a.fault(KindNotJSON, err)
	}
	return a.fault(KindCut, err)
}

func (m members) decode(dec *json.Decoder, key string) error {
	switch into := m[key].(type) {
	case nil:
		return dec.Decode(&skipped{})
	case func(*json.Decoder) error:
		return into(dec)
	default:
		return dec.Decode(into)
	}
}

// decodeObject reads one object and hands each member to f, which must read
// its value. It returns the names of the members that were there.
func decodeObject(dec *json.Decoder, f func(dec *json.Decoder, key string) error) (map[string]bool, error) {
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		key, ok := token.(string)
		if !ok {
			return nil, fmt.Errorf("%w: a member has no name", errUnfit)
		}
		seen[key] = true
		if err := f(dec, key); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	_, err := dec.Token()
	return seen, err
}

// each returns a member that reads a list one element at a time. Null is the
// empty list.
func each[T any](f func(T)) func(*json.Decoder) error {
	return func(dec *json.Decoder) error {
		token, err := dec.Token()
		if err != nil || token == nil {
			return err
		}
		if token != json.Delim('[') {
			return fmt.Errorf("%w: want a list, got %T", errUnfit, token)
		}
		for dec.More() {
			var element T
			if err := dec.Decode(&element); err != nil {
				return err
			}
			f(element)
		}
		_, err = dec.Token()
		return err
	}
}

// errUnfit is an answer whose value has another type than WeChat documents,
// in neither of the ways that are known to happen.
var errUnfit = errors.New("value of an unexpected type")

// An integer is a number that WeChat writes as 1, "1", true, "" or null,
// depending on the interface.
type integer int64

func (n *integer) UnmarshalJSON(b []byte) error {
	switch s := strings.Trim(string(b), `"`); s {
	case "null", "", "false":
		return nil
	case "true":
		*n = 1
		return nil
	default:
		v, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return fmt.Errorf("%w: want an integer", errUnfit)
		}
		*n = integer(v)
		return nil
	}
}

// A text is a string that WeChat may write as a number, as it does with ids.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		return nil
	case b[0] == '"':
		return json.Unmarshal(b, (*string)(t))
	case b[0] == '{', b[0] == '[':
		return fmt.Errorf("%w: want a string", errUnfit)
	}
	*t = text(b)
	return nil
}

// skipped is a value nobody asks for.
type skipped struct{}

func (*skipped) UnmarshalJSON([]byte) error { return nil }

// A cappedReader fails once more than left bytes were read, where an
// io.LimitReader would make a cut answer of a large one.
type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.r.Read(p)
	c.left -= int64(n)
	return n, err
}

// A controlReader reads control characters as spaces. WeChat sends them raw
// inside strings, where JSON has none; outside they are white space anyway.
// Observed: https://github.com/wechatpy/wechatpy/pull/154
type controlReader struct{ r io.Reader }

func (c controlReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b < ' ' {
			p[i] = ' '
		}
	}
	return n, err
}
