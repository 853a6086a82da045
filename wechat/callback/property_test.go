package callback_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/tuwen/tuwen/wechat/callback"
)

// hard gives texts made of what breaks encoders, beside any others.
func hard() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"]]>", "]]", "]", ">", "<", "&", "<![CDATA[", "</xml>", "</Title>", "&amp;", "&#0;", "<!--", "-->", "<?", "?>",
		"\x00", "\x1f", "\x7f", "\t", "\n", "\r", "\r\n", "\xff", "\xed\xa0\x80", "\ufffe", "\uffff", "\ufffd", "你", "😀", "\"", "'", "\\", " ",
	})
	return rapid.OneOf(
		rapid.Map(rapid.SliceOfN(piece, 0, 12), func(s []string) string { return strings.Join(s, "") }),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 40), func(b []byte) string { return string(b) }),
	)
}

// read is what comes out of XML that was written of s: what XML cannot hold is
// gone, and line ends are line feeds.
func read(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		allowed := r >= ' ' && r != '\ufffe' && r != '\uffff' || r == '\t' || r == '\n' || r == '\r'
		if allowed && (r != utf8.RuneError || n > 1) {
			b.WriteRune(r)
		}
		s = s[n:]
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(b.String())
}

func TestRepliesSurviveTheWayToWeChat(t *testing.T) {
	t.Parallel()
	modes := rapid.SampledFrom([]callback.Mode{callback.Plain, callback.Compatible, callback.Safe})
	endpoints := map[callback.Mode]*callback.Endpoint{}
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		endpoints[mode] = open(t, ownConfig(mode))
	}
	rapid.Check(t, func(t *rapid.T) {
		title, digest, nonce := "t"+hard().Draw(t, "title"), hard().Draw(t, "digest"), hard().Draw(t, "nonce")
		reply, err := callback.Encode(toText, callback.NewsReply{Articles: []callback.NewsArticle{
			{Title: title, Description: digest, URL: card.URL},
		}}, ownNow)
		if err != nil {
			t.Fatal(err)
		}
		e := endpoints[modes.Draw(t, "mode")]
		body, err := e.SealReply(reply, nonce, ownNow)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := e.OpenReply(body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := callback.Parse(opened)
		if err != nil {
			t.Fatalf("%v: %q", err, opened)
		}
		want := callback.Fields{
			{Name: "ToUserName", Value: "oTESTopenid_0000000000000001"},
			{Name: "FromUserName", Value: "gh_abcdef012345"},
			{Name: "CreateTime", Value: "1767225600"},
			{Name: "MsgType", Value: "news"},
			{Name: "ArticleCount", Value: "1"},
			{Name: "Articles", Fields: callback.Fields{{Name: "item", Fields: callback.Fields{
				{Name: "Title", Value: read(title)},
				{Name: "Description", Value: read(digest)},
				{Name: "PicUrl"},
				{Name: "Url", Value: card.URL},
			}}}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("reply (-want +got):\n%s", diff)
		}
	})
}

// tree gives fields of some levels.
func tree(levels int) *rapid.Generator[callback.Fields] {
	return rapid.Custom(func(t *rapid.T) callback.Fields {
		var fields callback.Fields
		for range rapid.IntRange(0, 4).Draw(t, "fields") {
			f := callback.Field{Name: rapid.StringMatching(`[A-Za-z_][A-Za-z0-9_.-]{0,8}`).Draw(t, "name")}
			if levels > 1 && rapid.Bool().Draw(t, "inner") {
				f.Fields = tree(levels-1).Draw(t, "fields")
			}
			if len(f.Fields) == 0 {
				f.Value = hard().Draw(t, "value")
			}
			fields = append(fields, f)
		}
		return fields
	})
}

// arrived is what tree's fields are read as.
func arrived(f callback.Fields) callback.Fields {
	var out callback.Fields
	for _, field := range f {
		out = append(out, callback.Field{Name: field.Name, Value: read(field.Value), Fields: arrived(field.Fields)})
	}
	return out
}

func TestPushesSurviveTheWayFromWeChat(t *testing.T) {
	t.Parallel()
	safe := open(t, ownConfig(callback.Safe))
	rapid.Check(t, func(t *rapid.T) {
		fields := tree(4).Draw(t, "fields")
		message, err := fields.XML()
		if err != nil {
			t.Fatal(err)
		}
		query, body, err := safe.Seal(message, ownNonce, ownNow)
		if err != nil {
			t.Fatal(err)
		}
		push, err := safe.Open(query, body, ownNow)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(arrived(fields), push.Fields, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("fields (-want +got):\n%s\n%q", diff, message)
		}
	})
}

func TestMessagesOfEveryLengthSurviveEncryption(t *testing.T) {
	t.Parallel()
	e := open(t, ownConfig(callback.Safe))
	for length := 1; length < 200; length++ { // each padding more than once
		message := strings.Repeat("x", length)
		body, err := e.SealReply([]byte(message), "", time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		opened, err := e.OpenReply(body)
		if err != nil || string(opened) != message {
			t.Errorf("%d bytes: got %q, %v", length, opened, err)
		}
	}
}
