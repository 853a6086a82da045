package callback

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// What a message may hold at most. WeChat's largest, the result of a mass send
// of eight articles, has about 130 elements in 5 levels.
const (
	maxDepth  = 16
	maxFields = 4096
	maxTag    = 1024 // bytes of one tag; WeChat's have no attributes
)

// maxUnix is the last second of the year 9999, after which a time has no
// RFC 3339 form.
const maxUnix = 253402300799

// A Field is an element of XML, or a member of JSON, with a value or with
// fields of its own.
type Field struct {
	Name   string `json:"name"`
	Value  string `json:"value,omitempty"`
	Fields Fields `json:"fields,omitempty"`
}

// Fields are the fields of a message, in the order in which they came. A name
// may come more than once; a JSON list is as many fields of one name.
type Fields []Field

// Parse reads XML or JSON, told apart by the first character, into its fields:
// those inside XML's root element, whatever its name, or of JSON's object.
// Attributes, comments and white space between elements are left out. Numbers,
// true and false are kept as they are written; null is no value.
//
// The error is an [*Error] with [ReasonMalformed], [ReasonDocumentType],
// [ReasonTooComplex] or [ReasonTooLarge].
func Parse(message []byte) (Fields, error) {
	if len(message) > MaxBody {
		return nil, refuse(ReasonTooLarge, nil)
	}
	message = bytes.TrimPrefix(message, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(bytes.TrimLeft(message, " \t\r\n"), []byte("{")) {
		return parseJSON(message)
	}
	return parseXML(message)
}

// Has reports whether there is a field of that name.
func (f Fields) Has(name string) bool {
	return f.first(name) != nil
}

// Text returns the value of the first field of that name, "" if there is none.
func (f Fields) Text(name string) string {
	if field := f.first(name); field != nil {
		return field.Value
	}
	return ""
}

// In returns the fields inside the first field of that name, nil if there is
// none.
func (f Fields) In(name string) Fields {
	if field := f.first(name); field != nil {
		return field.Fields
	}
	return nil
}

// Items returns the elements of a list, each as its fields: the "item" elements
// inside the field of that name, as XML has lists, or the fields of that name
// themselves, as JSON's lists are read.
func (f Fields) Items(name string) []Fields {
	var items []Fields
	for _, list := range f {
		switch {
		case list.Name != name || len(list.Fields) == 0:
		case list.Fields.Has("item"):
			for _, item := range list.Fields.all("item") {
				items = append(items, item.Fields)
			}
		default:
			items = append(items, list.Fields)
		}
	}
	return items
}

func (f Fields) first(name string) *Field {
	for i := range f {
		if f[i].Name == name {
			return &f[i]
		}
	}
	return nil
}

// all returns the fields of that name.
func (f Fields) all(name string) []Field {
	var found []Field
	for _, field := range f {
		if field.Name == name {
			found = append(found, field)
		}
	}
	return found
}

// flag reports whether a field is a number other than 0, or true.
func (f Fields) flag(name string) bool {
	return f.integer(name, 0) != 0 || strings.EqualFold(f.word(name), "true")
}

// word is the text of a field whose white space has no meaning.
func (f Fields) word(name string) string { return strings.TrimSpace(f.Text(name)) }

// integer is a field's whole number, absent if it has none.
func (f Fields) integer(name string, absent int64) int64 {
	n, err := strconv.ParseInt(f.word(name), 10, 64)
	if err != nil {
		return absent
	}
	return n
}

// count is a field's whole number that must fit an int anywhere.
func (f Fields) count(name string, absent int) int {
	n := f.integer(name, int64(absent))
	if n < math.MinInt32 || n > math.MaxInt32 {
		return absent
	}
	return int(n)
}

// number is a field's number, 0 if it has none that JSON could hold.
func (f Fields) number(name string) float64 {
	n, err := strconv.ParseFloat(f.word(name), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}

// time is the time of a field in unix seconds, zero if it has none.
func (f Fields) time(name string) time.Time {
	at := f.integer(name, 0)
	if at <= 0 || at > maxUnix {
		return time.Time{}
	}
	return time.Unix(at, 0).UTC()
}

// storable maps what neither XML nor a database's text can hold.
func storable(r rune) rune {
	switch {
	case r < ' ' && r != '\t' && r != '\n' && r != '\r':
		return ' '
	case r == '\ufffe', r == '\uffff':
		return utf8.RuneError
	}
	return r
}

// unfit reports what storable changes, and U+FFFD, as which strings and bytes
// hand out a byte that is not UTF-8.
func unfit(r rune) bool { return r == utf8.RuneError || storable(r) != r }

// A counter counts fields, down to none left.
type counter int

func (c *counter) take() error {
	if *c <= 0 {
		return refuse(ReasonTooComplex, fmt.Errorf("more than %d elements", maxFields))
	}
	*c--
	return nil
}

func tooDeep() error {
	return refuse(ReasonTooComplex, fmt.Errorf("more than %d levels", maxDepth))
}
