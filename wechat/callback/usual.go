package callback

import (
	"strings"
	"unicode/utf8"
)

// readUsual reads XML of the form that WeChat's pushes have: elements without
// attributes, text without references, CDATA sections, white space. Of
// anything else ok is false, and it is for the decoder to read or to refuse.
// The decoder takes ten times as long for the same fields, and pushes come by
// the thousand a second; FuzzUsual holds that it reads the same.
func readUsual(message []byte) (fields Fields, ok bool) {
	text := string(message)
	if !usual(text) {
		return nil, false
	}
	r := usualReader{rest: strings.TrimLeft(text, white), left: maxFields + 1}
	root, ok := r.element(1)
	if !ok || strings.Trim(r.rest, white) != "" {
		return nil, false
	}
	return root.Fields, true
}

// white is XML's white space but the carriage return, which is no usual one.
const white = " \t\n"

// usual reports whether all characters are what XML may hold and hands out as
// they are.
func usual(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' && c != '\n' {
			return false
		}
	}
	return utf8.ValidString(s) && !strings.Contains(s, "\ufffe") && !strings.Contains(s, "\uffff")
}

type usualReader struct {
	rest string
	left int // how many elements there may be
}

// element reads one, from its tag to the tag that ends it.
func (r *usualReader) element(depth int) (f Field, ok bool) {
	if f.Name, ok = r.tag("<"); !ok || depth > maxDepth || r.left == 0 {
		return f, false
	}
	r.left--
	for {
		text, _, found := strings.Cut(r.rest, "<")
		if !found || strings.ContainsAny(text, "&]") {
			return f, false
		}
		r.rest = r.rest[len(text):]
		f.Value += text
		switch {
		case strings.HasPrefix(r.rest, "</"):
			name, ok := r.tag("</")
			if !ok || name != f.Name {
				return f, false
			}
			if len(f.Fields) > 0 {
				ok, f.Value = strings.Trim(f.Value, white) == "", ""
			}
			return f, ok
		case strings.HasPrefix(r.rest, "<![CDATA["):
			if text, r.rest, ok = strings.Cut(r.rest[len("<![CDATA["):], "]]>"); !ok {
				return f, false
			}
			f.Value += text
		default:
			child, ok := r.element(depth + 1)
			if !ok {
				return f, false
			}
			if f.Fields == nil {
				f.Fields = make(Fields, 0, 8)
			}
			f.Fields = append(f.Fields, child)
		}
	}
}

// tag reads a tag that begins so and returns its name.
func (r *usualReader) tag(begin string) (name string, ok bool) {
	if r.rest, ok = strings.CutPrefix(r.rest, begin); !ok {
		return "", false
	}
	name, r.rest, ok = strings.Cut(r.rest, ">")
	return name, ok && len(name) < maxTag-len("</>") && isName(name)
}

// isName reports whether XML surely takes s as a name; WeChat's names are all
// so.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}
