package tuwen

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxImportedCodes is how many rows a file of QR codes may have.
const MaxImportedCodes = 500

// RowProblem is what is wrong with a row of a file.
type RowProblem struct {
	Row    int               `json:"row" doc:"line of the file, the header is 1"`
	Field  string            `json:"field,omitempty"`
	Code   string            `json:"code"`
	Detail string            `json:"detail"`
	Params map[string]string `json:"params,omitempty"`
}

// Imported is what came of a file.
type Imported struct {
	Count int `json:"count" doc:"codes in the file"`
	// Kept is false where the file was only checked.
	Kept bool `json:"kept"`
}

// CodeRow is a row of a file of QR codes.
type CodeRow struct {
	Row  int // line of the file
	Code QRCode
	Tags []string // names of tags
}

// importColumns are the words that a header may have, by field.
var importColumns = map[string][]string{
	"name":     {"name", "名称", "名字", "二维码名称"},
	"scene":    {"scene", "场景值", "场景", "参数"},
	"source":   {"source", "来源", "渠道"},
	"campaign": {"campaign", "活动"},
	"kind":     {"kind", "type", "类型", "种类"},
	"renews":   {"renews", "自动续期", "续期"},
	"reply":    {"reply", "回复", "回复文字", "自动回复"},
	"media_id": {"media_id", "图文", "图文编号", "图文 id"},
	"tags":     {"tags", "标签"},
}

// What the cells of two columns may say.
var (
	importKinds = map[string]QRCodeKind{"永久": Permanent, "permanent": Permanent, "临时": Temporary, "temporary": Temporary}
	importYesNo = map[string]bool{
		"是": true, "yes": true, "true": true, "1": true, "": false, "否": false, "no": false, "false": false, "0": false,
	}
)

// ReadCodes reads a CSV file of QR codes: UTF-8, with or without a byte order
// mark, its header in Chinese or English, columns in any order; a name and a
// kind are needed. It returns the rows as they are written, and what is wrong
// with them as far as the file alone tells; where the file cannot be read at
// all, the error is [Invalid] and its code begins with "qrcode_import.".
func ReadCodes(file []byte) ([]CodeRow, []RowProblem, error) {
	file = bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0 {
		return nil, nil, wrong("file", "qrcode_import.encoding", "the file is not UTF-8; save it as «CSV UTF-8»")
	}
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord, r.TrimLeadingSpace, r.ReuseRecord = -1, true, true
	header, err := r.Read()
	if err != nil {
		return nil, nil, importBroken(err)
	}
	fields, err := importFields(header)
	if err != nil {
		return nil, nil, err
	}
	var rows []CodeRow
	var problems []RowProblem
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, importBroken(err)
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		if len(rows) == MaxImportedCodes {
			return nil, nil, wrong("file", "qrcode_import.too_many", fmt.Sprintf("a file has at most %d rows; split it", MaxImportedCodes)).
				With("max", fmt.Sprint(MaxImportedCodes))
		}
		line, _ := r.FieldPos(0)
		row, problem := importRow(line, fields, record)
		rows = append(rows, row)
		problems = append(problems, problem...)
	}
	if len(rows) == 0 {
		return nil, nil, importBroken(nil)
	}
	return rows, append(problems, sameScenes(rows)...), nil
}

// importBroken is the error of a file that is no table of rows.
func importBroken(err error) *Error {
	e := wrong("file", "qrcode_import.broken", "that is no CSV file with a header and rows")
	if at, ok := errors.AsType[*csv.ParseError](err); ok {
		e = e.With("row", fmt.Sprint(at.Line))
	}
	return e
}

// importFields names the field of each column, "" for one that is not known.
func importFields(header []string) ([]string, error) {
	fields := make([]string, len(header))
	for i, title := range header {
		title = strings.ToLower(strings.TrimSpace(title))
		for field, words := range importColumns {
			if slices.Contains(words, title) {
				if slices.Contains(fields, field) {
					return nil, wrong("file", "qrcode_import.column_twice", "two columns mean the same").With("column", title)
				}
				fields[i] = field
			}
		}
		if fields[i] == "" && title != "" {
			return nil, wrong("file", "qrcode_import.column", "nothing is known of a column with this title").With("column", title)
		}
	}
	for _, needed := range []string{"name", "kind"} {
		if !slices.Contains(fields, needed) {
			return nil, wrong("file", "qrcode_import.column_missing", "the header needs a name and a kind").With("column", needed)
		}
	}
	return fields, nil
}

// importRow reads one row. What is wrong with a value that is read is left to
// [QRCode.Check].
func importRow(line int, fields, record []string) (CodeRow, []RowProblem) {
	row := CodeRow{Row: line, Code: QRCode{Replies: []Reply{}}}
	var problems []RowProblem
	for i, value := range record {
		value = strings.TrimSpace(value)
		field := ""
		if i < len(fields) {
			field = fields[i]
		}
		if e := row.take(field, value); e != nil {
			problems = append(problems, RowProblem{Row: line, Field: e.Params["field"], Code: e.Code, Detail: e.Text})
		}
	}
	return row, problems
}

// take puts the value of a field into the row, and returns why it cannot.
func (r *CodeRow) take(field, value string) *Error {
	c := &r.Code
	switch field {
	case "name":
		c.Name = value
	case "scene":
		c.Scene = value
	case "source":
		c.Source = value
	case "campaign":
		c.Campaign = value
	case "kind":
		if c.Kind = importKinds[strings.ToLower(value)]; c.Kind == "" {
			return wrong("kind", "qrcode.kind", "kind is permanent or temporary")
		}
	case "renews":
		renews, known := importYesNo[strings.ToLower(value)]
		if c.Renews = renews; !known {
			return wrong("renews", "qrcode_import.yes_no", "write yes or no")
		}
	case "reply":
		if value != "" {
			c.Replies = append(c.Replies, Reply{Kind: ReplyText, Text: value})
		}
	case "media_id":
		if value != "" {
			c.Replies = append(c.Replies, Reply{Kind: ReplyMaterial, MediaID: value})
		}
	case "tags":
		r.Tags = splitTags(value)
	default:
		if value != "" {
			return wrong("", "qrcode_import.extra", "the row has more values than the header has titles")
		}
	}
	return nil
}

// splitTags takes names apart that stand in one cell.
func splitTags(cell string) (names []string) {
	for name := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(";；、|,，\n", r) }) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// sameScenes finds the scenes that several rows have.
func sameScenes(rows []CodeRow) (problems []RowProblem) {
	first := map[string]int{}
	for _, r := range rows {
		if at, taken := first[r.Code.Scene]; taken {
			problems = append(problems, RowProblem{
				Row: r.Row, Field: "scene", Code: "qrcode_import.scene_twice", Detail: "another row has this scene",
				Params: map[string]string{"other": fmt.Sprint(at), "scene": r.Code.Scene},
			})
		} else if r.Code.Scene != "" {
			first[r.Code.Scene] = r.Row
		}
	}
	return problems
}
