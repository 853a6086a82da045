package callback

import (
	"bytes"
	"fmt"
	"strings"
)

// XML writes the fields as WeChat writes messages: inside a root element "xml",
// texts in CDATA sections, numbers and ids bare where WeChat has them so. No
// text can end its section. What XML cannot hold is left out: control
// characters but tab and line ends, U+FFFE, U+FFFF, and bytes that are not
// UTF-8. Line ends become line feeds, as every reader of XML takes them.
//
// The error names a field whose name is no XML name.
func (f Fields) XML() ([]byte, error) {
	var b bytes.Buffer
	b.Grow(f.size() + len("<xml></xml>"))
	b.WriteString("<xml>")
	if err := f.write(&b); err != nil {
		return nil, err
	}
	b.WriteString("</xml>")
	return b.Bytes(), nil
}

// size is about as many bytes as the fields take when they are written.
func (f Fields) size() int {
	n := 0
	for _, field := range f {
		n += 2*len(field.Name) + len("<></><![CDATA[]]>") + len(field.Value) + field.Fields.size()
	}
	return n
}

func (f Fields) write(b *bytes.Buffer) error {
	for _, field := range f {
		if !isName(field.Name) {
			return fmt.Errorf("callback: %q is no name of an element", field.Name)
		}
		b.WriteString("<")
		b.WriteString(field.Name)
		b.WriteString(">")
		switch {
		case len(field.Fields) > 0:
			if err := field.Fields.write(b); err != nil {
				return err
			}
		case bare[field.Name] && isID(field.Value):
			b.WriteString(field.Value)
		default:
			b.WriteString("<![CDATA[")
			b.WriteString(strings.ReplaceAll(writable(field.Value), "]]>", "]]]]><![CDATA[>"))
			b.WriteString("]]>")
		}
		b.WriteString("</")
		b.WriteString(field.Name)
		b.WriteString(">")
	}
	return nil
}

// bare are the elements that WeChat's samples have without a CDATA section.
var bare = map[string]bool{
	"CreateTime": true, "TimeStamp": true, "ArticleCount": true, "MsgId": true, "MsgID": true,
	"MsgDataId": true, "Idx": true, "Count": true, "ArticleIdx": true, "idx": true, "count": true,
	"publish_id": true, "publish_status": true, "fail_idx": true,
	"TotalCount": true, "FilterCount": true, "SentCount": true, "ErrorCount": true,
}

// lineEnds makes of every line end the one that a reader of XML hands out, so
// that what was signed before is what is read.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// writable leaves out what XML cannot hold.
func writable(s string) string {
	if usual(s) {
		return s
	}
	if strings.ContainsFunc(s, unfit) {
		s = strings.Map(func(r rune) rune {
			if storable(r) != r {
				return -1
			}
			return r
		}, strings.ToValidUTF8(s, ""))
	}
	return lineEnds.Replace(s)
}
