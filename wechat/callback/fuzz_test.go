package callback_test

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat/callback"
)

// FuzzOpenPlain feeds the decoder. What it lets through can be stored as text
// and as JSON.
func FuzzOpenPlain(f *testing.F) {
	for _, seed := range []string{
		plainText, ownMessage, bomb, nested(17), nestedJSON(17), eventHead + "<![CDATA[" + massSent, eventHead + pictured("pic_weixin"),
		messageHead + "location</MsgType><Location_X>NaN</Location_X></xml>", "<xml>\x00<a>\xff&#65;</a></xml>", "\xef\xbb\xbf{}",
		`{"MsgType":"event","Event":"PUBLISHJOBFINISH","PublishEventInfo":{"fail_idx":[1,2],"article_detail":{"item":[{"idx":1}]}}}`,
		`{"a":[{"b":"\u0000\ud800"}],"CreateTime":1e9,"MsgId":-1}`,
	} {
		f.Add([]byte(seed))
	}
	e := open(f, ownConfig(callback.Plain))
	f.Fuzz(func(t *testing.T, body []byte) {
		before := slices.Clone(body)
		push, err := e.Open(signed("", ownTime), body, ownNow)
		if !slices.Equal(before, body) {
			t.Error("the body was changed")
		}
		if err != nil {
			refused(t, "body", push, err, callback.ReasonOf(err))
			if !slices.Contains(callback.Reasons(), callback.ReasonOf(err)) {
				t.Errorf("an error without a reason: %v", err)
			}
			return
		}
		if push.Payload == nil || len(push.DedupeKey()) > 40 {
			t.Errorf("got payload %v and key %q", push.Payload, push.DedupeKey())
		}
		push.Raw = nil // may be anything
		if _, err := json.Marshal(push); err != nil {
			t.Errorf("not JSON: %v", err)
		}
		left := 4096
		storable(t, push.Fields, &left, 16)
	})
}

// storable fails the test for texts no database holds, and too many fields.
func storable(t *testing.T, fields callback.Fields, left *int, levels int) {
	if len(fields) > 0 && levels == 0 {
		t.Fatal("too deep")
	}
	for _, field := range fields {
		if *left--; *left < 0 {
			t.Fatal("too many fields")
		}
		for _, s := range []string{field.Name, field.Value} {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r", r) }) {
				t.Errorf("%q cannot be stored", s)
			}
		}
		storable(t, field.Fields, left, levels-1)
	}
}

// FuzzOpenSafe feeds the decrypter with blocks that decrypt to what the fuzzer
// likes, rightly signed.
func FuzzOpenSafe(f *testing.F) {
	whole := func(f full) []byte {
		b := binary.BigEndian.AppendUint32([]byte("0123456789abcdef"), f.length)
		return append(b, f.message+f.appID+f.pad...)
	}
	broken := sound(plainText)
	broken.length = 1 << 31
	for _, seed := range [][]byte{
		whole(sound(plainText)), whole(sound("")), whole(soundFor("<xml/>", "wx")), whole(broken), []byte(strings.Repeat("\x20", 32)), {},
	} {
		f.Add(seed)
	}
	e := open(f, ownConfig(callback.Safe))
	f.Fuzz(func(t *testing.T, blocks []byte) {
		blocks = blocks[:len(blocks)/16*16]
		encrypted := encryptBlocks(t, blocks)
		push, err := e.Open(signed(encrypted, ownTime), enveloped(encrypted), ownNow)
		if err != nil {
			if !slices.Contains(callback.Reasons(), callback.ReasonOf(err)) {
				t.Errorf("an error without a reason: %v", err)
			}
			return
		}
		length := binary.BigEndian.Uint32(blocks[16:])
		pad := int(blocks[len(blocks)-1])
		if diff := cmp.Diff(string(push.Raw)+ownAppID, string(blocks[20:len(blocks)-pad])); diff != "" || int(length) != len(push.Raw) {
			t.Errorf("opened another message than was sealed:\n%s", diff)
		}
	})
}

// FuzzOpenSafeBody feeds the reading of envelopes, and base64, with a body for
// which the signature is right whenever it has an Encrypt at all.
func FuzzOpenSafeBody(f *testing.F) {
	f.Add(enveloped(ownEncrypt))
	f.Add(enveloped("AAAA\n===="))
	f.Add([]byte(`{"ToUserName":"","Encrypt":"` + officialEncrypt + `"}`))
	f.Add([]byte("<xml><a><Encrypt>x</Encrypt></a><Encrypt> " + ownEncrypt + "\n</Encrypt></xml>"))
	e := open(f, ownConfig(callback.Safe))
	f.Fuzz(func(t *testing.T, body []byte) {
		fields, _ := callback.Parse(body)
		_, err := e.Open(signed(strings.TrimSpace(fields.Text("Encrypt")), ownTime), body, ownNow)
		if err != nil && !slices.Contains(callback.Reasons(), callback.ReasonOf(err)) {
			t.Errorf("an error without a reason: %v", err)
		}
	})
}

// FuzzEncode feeds the encoder of replies: every text comes out as itself, and
// no other element appears.
func FuzzEncode(f *testing.F) {
	f.Add("标题", "摘要", "oA")
	f.Add(hostile, hostile, hostile)
	f.Add("a]]", ">]]>", "]")
	f.Fuzz(func(t *testing.T, title, digest, from string) {
		to := toText
		to.FromUserName = from
		reply, err := callback.Encode(to, callback.NewsReply{Articles: []callback.NewsArticle{
			{Title: title, Description: digest, URL: card.URL},
		}}, ownNow)
		if err != nil {
			if strings.TrimSpace(read(title)) != "" && from != "" {
				t.Errorf("refused: %v", err)
			}
			return
		}
		got, err := callback.Parse(reply)
		if len(reply) > callback.MaxBody {
			return
		}
		if err != nil {
			t.Fatalf("%v: %q", err, reply)
		}
		want := callback.Fields{
			{Name: "ToUserName", Value: read(from)},
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
			t.Errorf("reply (-want +got):\n%s", diff)
		}
	})
}

// FuzzUsual looks for what the quick reader takes and reads otherwise than the
// decoder.
func FuzzUsual(f *testing.F) {
	for _, seed := range []string{
		plainText, ownMessage, bomb, nested(16), nested(17), eventHead + pictured("pic_weixin"), "<xml>\n\t<a> b<![CDATA[c]]> </a>\n</xml>\n",
		"<xml><a><b/></a></xml>", "<xml>x<a>1</a></xml>", "<xml><a>]]></a></xml>", "<xml><a>\r\n</a></xml>", "<xml><a>&lt;</a></xml>",
		"<xml><a>\ufffe</a></xml>", "<xml><a>\xff</a></xml>", "<xml><a.-1>1</a.-1><a></b></xml>", "<xml><a>1</a></xml>2", " <xml></xml> ",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		quick, ok := callback.ReadUsual(message)
		if !ok {
			return
		}
		if full, err := callback.DecodeXML(message); err != nil {
			t.Errorf("the decoder refuses what was read as %v: %v", quick, err)
		} else if diff := cmp.Diff(full, quick); diff != "" {
			t.Error(diff)
		}
	})
}

// TestPushesAreUsual: those of WeChat's pages and the sandbox's need no decoder.
func TestPushesAreUsual(t *testing.T) {
	for _, message := range []string{plainText, ownMessage, "<xml>\n\t<a><b> c<![CDATA[d]]> </b></a>\n</xml>\n"} {
		if _, ok := callback.ReadUsual([]byte(message)); !ok {
			t.Errorf("not read: %s", message)
		}
	}
}
