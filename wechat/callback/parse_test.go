package callback_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat/callback"
)

const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">` +
	`<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]><xml><MsgType>text</MsgType><Content>&lol3;</Content></xml>`

// nested is XML of that many levels, wide that of so many elements inside the
// root.
func nested(levels int) string {
	return strings.Repeat("<a>", levels) + strings.Repeat("</a>", levels)
}

func wide(elements int) string {
	return "<xml>" + strings.Repeat("<a/>", elements) + "</xml>"
}

func nestedJSON(levels int) string {
	return strings.Repeat(`{"a":`, levels) + "1" + strings.Repeat("}", levels)
}

func wideJSON(members int) string {
	return `{"a":[1` + strings.Repeat(",1", members-1) + `]}`
}

func TestParseReadsFields(t *testing.T) {
	t.Parallel()
	ab := callback.Fields{{Name: "a", Value: "b"}}
	for message, want := range map[string]callback.Fields{
		"<xml><a>b</a></xml>":                                         ab,
		"<xml><a><![CDATA[b]]></a></xml>":                             ab,
		"\xef\xbb\xbf <?xml version=\"1.0\"?>\n<xml><a>b</a></xml>\n": ab,
		"<other><a x='y'><!-- no -->b</a></other><!-- end -->":        ab,
		"<xml a='" + strings.Repeat(">", 1000) + "'><a>b</a></xml>":   ab,
		"<xml a=\"'\"><a b='\"'>b</a></xml>":                          ab,
		"<xml>\n  <a>b</a>\n</xml>":                                   ab,
		"<xml>text<a>b</a></xml>":                                     ab,
		`{"a":"b"}`:                                                   ab,
		"\xef\xbb\xbf\n{\n\t\"a\" : \"b\"\n}\n":                       ab,
		"<xml/>":                                                      nil,
		"{}":                                                          nil,
		"<xml><a/></xml>":                                             {{Name: "a"}},
		`{"a":null}`:                                                  {{Name: "a"}},
		`{"a":[]}`:                                                    nil,
		"<xml><a> b </a></xml>":                                       {{Name: "a", Value: " b "}},
		"<xml><a>&lt;&amp;&#20320;<![CDATA[<&]]]]><![CDATA[>]]></a></xml>": {{Name: "a", Value: "<&你<&]]>"}},
		"<xml><a>1</a><a>2</a></xml>":                                      {{Name: "a", Value: "1"}, {Name: "a", Value: "2"}},
		`{"a":[1,"2"]}`:                                                    {{Name: "a", Value: "1"}, {Name: "a", Value: "2"}},
		`{"a":{"b":"c"},"d":[{"e":true}]}`: {
			{Name: "a", Fields: callback.Fields{{Name: "b", Value: "c"}}},
			{Name: "d", Fields: callback.Fields{{Name: "e", Value: "true"}}},
		},
		"<xml><a>\n<b>c</b>\n</a></xml>":          {{Name: "a", Fields: callback.Fields{{Name: "b", Value: "c"}}}},
		`{"id":24567890123456789,"n":1.50}`:       {{Name: "id", Value: "24567890123456789"}, {Name: "n", Value: "1.50"}},
		`{"url":"https:\/\/a\/\u4f60"}`:           {{Name: "url", Value: "https://a/你"}},
		"<xml xmlns:o='o'><o:a>b</o:a></xml>":     {{Name: "o:a", Value: "b"}},
		"<xml><a>\r\n</a></xml>":                  {{Name: "a", Value: "\n"}},
		"<xml><Encrypt>no</Encrypt></xml>":        {{Name: "Encrypt", Value: "no"}},
		"<xml><a><![CDATA[<Encrypt>]]></a></xml>": {{Name: "a", Value: "<Encrypt>"}},
	} {
		got, err := callback.Parse([]byte(message))
		if err != nil {
			t.Errorf("%q: %v", message, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", message, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]callback.Reason{
		"":                         callback.ReasonMalformed,
		" ":                        callback.ReasonMalformed,
		"text":                     callback.ReasonMalformed,
		"[]":                       callback.ReasonMalformed,
		"[{}]":                     callback.ReasonMalformed,
		"null":                     callback.ReasonMalformed,
		"<xml>":                    callback.ReasonMalformed,
		"<xml><a></xml></a>":       callback.ReasonMalformed,
		"<xml></xml><xml></xml>":   callback.ReasonMalformed,
		"<xml></xml>text":          callback.ReasonMalformed,
		"text<xml></xml>":          callback.ReasonMalformed,
		"</xml>":                   callback.ReasonMalformed,
		"<xml><a>&nbsp;</a></xml>": callback.ReasonMalformed,
		"<xml><a>&#0;</a></xml>":   callback.ReasonMalformed,
		"<xml><a>]]></a></xml>":    callback.ReasonMalformed,
		"<xml><![CDATA[</xml>":     callback.ReasonMalformed,
		"{":                        callback.ReasonMalformed,
		"{}{}":                     callback.ReasonMalformed,
		"{}x":                      callback.ReasonMalformed,
		`{"a":[[1]]}`:              callback.ReasonMalformed,
		`{"a":1,}`:                 callback.ReasonMalformed,
		`{a:1}`:                    callback.ReasonMalformed,
		`{"a":1`:                   callback.ReasonMalformed,
		`<?xml version="1.0" encoding="GBK"?><xml/>`: callback.ReasonMalformed,
		bomb:                         callback.ReasonDocumentType,
		"<!DOCTYPE xml><xml/>":       callback.ReasonDocumentType,
		"<xml><!ENTITY a 'b'></xml>": callback.ReasonDocumentType,
		"<xml/><!DOCTYPE xml>":       callback.ReasonDocumentType,
		nested(17):                   callback.ReasonTooComplex,
		wide(4097):                   callback.ReasonTooComplex,
		nestedJSON(17):               callback.ReasonTooComplex,
		wideJSON(4097):               callback.ReasonTooComplex,
		"<xml " + strings.Repeat("a='b' ", 1000) + "/>":                callback.ReasonTooComplex,
		"<xml a='" + strings.Repeat(">", 2000) + "'/>":                 callback.ReasonTooComplex,
		"<xml><a " + strings.Repeat("b=\"'>\" ", 1000) + "></a></xml>": callback.ReasonTooComplex,
		"<xml></xml" + strings.Repeat(" ", 2000) + ">":                 callback.ReasonTooComplex,
		nested(100_000):                        callback.ReasonTooComplex,
		nestedJSON(100_000):                    callback.ReasonTooComplex,
		`{"a":` + strings.Repeat("[", 100_000): callback.ReasonMalformed,
		"<xml>" + strings.Repeat(" ", callback.MaxBody) + "</xml>": callback.ReasonTooLarge,
	} {
		fields, err := callback.Parse([]byte(message))
		if callback.ReasonOf(err) != want || fields != nil {
			t.Errorf("%.60q: got %v and reason %q, want %q", message, fields, callback.ReasonOf(err), want)
		}
	}
}

func TestParseReadsUpToItsLimits(t *testing.T) {
	t.Parallel()
	for _, message := range []string{nested(16), wide(4096), nestedJSON(16), wideJSON(4096)} {
		if _, err := callback.Parse([]byte(message)); err != nil {
			t.Errorf("%.30q…: %v", message, err)
		}
	}
}

func TestParseMendsWhatNoDatabaseHolds(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"<xml><a>a\x00b\x08c\x1f</a></xml>":                  "a b c ",
		"<xml><a><![CDATA[a\x00b\tc\nd]]></a></xml>":         "a b\tc\nd",
		"<xml><a>a\xffb\xed\xa0\x80</a></xml>":               "a\ufffdb\ufffd\ufffd\ufffd",
		"<xml><a>a\uffffb\ufffec\ufffd</a></xml>":            "a\ufffdb\ufffdc\ufffd",
		"{\"a\":\"a\x00b\nc\"}":                              "a b c",
		`{"a":"a\u0000b\u0008c\n\ud800\uffff"}`:              "a b c\n\ufffd\ufffd",
		"{\"a\":\"a\xffb\"}":                                 "a\ufffdb",
		"<xml><a>\U0001f600\u200d\u202e\u0085\x7f</a></xml>": "\U0001f600\u200d\u202e\u0085\x7f",
	} {
		fields, err := callback.Parse([]byte(message))
		if err != nil {
			t.Errorf("%q: %v", message, err)
		} else if got := fields.Text("a"); got != want {
			t.Errorf("%q: got %q, want %q", message, got, want)
		}
	}
	push, err := openPlain(t, "<xml><MsgType>text</MsgType><Content>a\x00b</Content></xml>")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(push.Raw), "a\x00b") {
		t.Errorf("the raw message is not what was sent: %q", push.Raw)
	}
}

func TestFieldsAreFound(t *testing.T) {
	t.Parallel()
	for _, message := range []string{
		"<xml><n>1</n><l><item><i>2</i></item><item><i>3</i></item></l></xml>",
		`{"n":1,"l":{"item":[{"i":2},{"i":3}]}}`,
		`{"n":1,"l":[{"i":2},{"i":3}]}`,
	} {
		f, err := callback.Parse([]byte(message))
		if err != nil {
			t.Fatalf("%s: %v", message, err)
		}
		got := fmt.Sprint(f.Text("n"), f.Has("n"), f.Has("N"), f.Text("N"), f.In("N"), f.Items("N"), f.Items("n"))
		if want := "1true false[] [] []"; strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%s: got %s, want %s", message, got, want)
		}
		want := []callback.Fields{{{Name: "i", Value: "2"}}, {{Name: "i", Value: "3"}}}
		if diff := cmp.Diff(want, f.Items("l")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", message, diff)
		}
	}
}

func TestXMLRefusesNamesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "a b", "a><b", "1a", "a:b", "名", "a\n", "/a", "!--"} {
		for _, f := range []callback.Fields{{{Name: name}}, {{Name: "a", Fields: callback.Fields{{Name: name}}}}} {
			if got, err := f.XML(); err == nil {
				t.Errorf("%q is accepted: %s", name, got)
			}
		}
	}
}
