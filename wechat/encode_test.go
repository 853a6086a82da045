package wechat

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEncodeEscapesNothingThatWeChatRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"HTML", `<p class="a">喝 & 茶</p>`, `{"text":"<p class=\"a\">喝 & 茶</p>"}`},
		{"emoji and quotes", `“好”🍵'`, `{"text":"“好”🍵'"}`},
		{"line separators", "a\u2028b\u2029c", `{"text":"abc"}`},
		{"control characters", "a\x00b\x01c\x0bd\x1fe\bf\f", `{"text":"abcdef"}`},
		{"tab and line ends stay", "a\tb\nc\r", `{"text":"a\tb\nc\r"}`},
		{"broken UTF-8", "a\xffb\xc3", `{"text":"ab"}`},
		{"a replacement character stays", "a\ufffdb", "{\"text\":\"a\ufffdb\"}"},
		{"a written escape stays", `\u2028 \\u0001 \b`, `{"text":"\\u2028 \\\\u0001 \\b"}`},
		{"an escape after a backslash", "\\\u2028", `{"text":"\\"}`},
	} {
		got, err := encode(map[string]string{"text": tt.text})
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("<p>&\u2028\x00\\u2028\xff</p>")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := encode([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%q became %s: %v", text, b, err)
		}
		if want := kept(text); len(got) != 1 || got[0] != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if strings.Contains(strings.ReplaceAll(string(b), `\\`, ""), `\u`) {
			t.Errorf("an escape is left in %s", b)
		}
	})
}

// kept is what encode may send of a text.
func kept(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch _, size := utf8.DecodeRuneInString(text[i:]); {
		case r == utf8.RuneError && size == 1, r == '\u2028', r == '\u2029':
		case r < ' ' && !strings.ContainsRune("\t\n\r", r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
