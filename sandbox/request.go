package sandbox

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonBody checks that the body is a JSON object.
func (c *call) jsonBody() error {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return refuse(44002)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(c.body, &object) != nil || object == nil {
		return refuse(47001)
	}
	return nil
}

// read decodes the body into v; a field of a wrong type is 40097, as users of
// draft/batchget report.
func (c *call) read(v any) error {
	if err := c.jsonBody(); err != nil {
		return err
	}
	if json.Unmarshal(c.body, v) != nil {
		return refuse(40097)
	}
	return nil
}

// escaped finds \uXXXX that is not itself escaped.
var escaped = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\\u[0-9a-fA-F]{4}`)

// readArticles is read for the interfaces that store texts: they refuse
// \uXXXX in place of the character itself.
func (c *call) readArticles(v any) error {
	if err := c.jsonBody(); err != nil {
		return err
	}
	if escaped.Match(c.body) || !utf8.Valid(c.body) {
		return refuse(40033)
	}
	return c.read(v)
}

// pageRequest asks for a page of a list. Pointers tell missing from zero.
type pageRequest struct {
	Type      string `json:"type"` // of batchget_material
	Offset    *int   `json:"offset"`
	Count     *int   `json:"count"`
	NoContent flag   `json:"no_content"`
}

// flag is 0 or 1; clients that send true or false are understood.
type flag bool

// UnmarshalJSON accepts 0, 1, true, false and null.
func (f *flag) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case "1", "true":
		*f = true
	case "0", "false", "null":
		*f = false
	default:
		return refuse(40097)
	}
	return nil
}

// numeric is a whole number, or a text that is one.
type numeric int64

// UnmarshalJSON accepts 7, "7" and null.
func (n *numeric) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	v, err := strconv.ParseInt(strings.Trim(string(text), `"`), 10, 64)
	if err != nil {
		return refuse(40097)
	}
	*n = numeric(v)
	return nil
}

// pageOf reads the request for a page: count must be 1 to 20 and offset not
// negative, else 40097.
func pageOf(c *call) (pageRequest, error) {
	var p pageRequest
	if err := c.read(&p); err != nil {
		return p, err
	}
	if p.Offset == nil || p.Count == nil || *p.Offset < 0 || *p.Count < 1 || *p.Count > 20 {
		return p, refuse(40097)
	}
	return p, nil
}

// idOf reads a request that names one thing. An id that is no text is unknown,
// like any other that does not exist.
func idOf(c *call, field string) (string, error) {
	if err := c.jsonBody(); err != nil {
		return "", err
	}
	var object map[string]json.RawMessage
	_ = json.Unmarshal(c.body, &object) // checked by jsonBody
	var id string
	_ = json.Unmarshal(object[field], &id) // no text: no id
	return id, nil
}
