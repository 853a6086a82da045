package callback_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat/callback"
)

var update = flag.Bool("update", false, "write the golden replies anew")

// toText and toClick are what is replied to.
var (
	toText = callback.Push{
		ToUserName: "gh_abcdef012345", FromUserName: "oTESTopenid_0000000000000001",
		MsgType: "text", Payload: callback.TextMessage{Content: "课程"},
	}
	toClick = callback.Push{
		ToUserName: "gh_abcdef012345", FromUserName: "oTESTopenid_0000000000000001",
		MsgType: "event", Event: "CLICK", Payload: callback.ClickEvent{EventKey: "latest"},
	}
)

var card = callback.NewsArticle{
	Title: "标题", Description: "摘要", PicURL: "https://example.com/c.jpg", URL: "https://mp.weixin.qq.com/s?__biz=A&mid=1#rd",
}

// hostile is a text by which a title might end its element.
const hostile = "]]></Title><Url>https://evil.example</Url><!--]]>]]]]>>&lt;&amp;<a>'\"\x00\x08\x1b\xff\uffff\ufffe你😀]]"

func TestEncodeWritesReplies(t *testing.T) {
	t.Parallel()
	hostileCard := callback.NewsArticle{Title: hostile, Description: hostile, PicURL: "https://example.com/]]>.jpg", URL: "https://example.com/?q=]]>"}
	for name, test := range map[string]struct {
		to    callback.Push
		reply callback.Reply
	}{
		"text":              {toText, callback.TextReply{Content: "欢迎 <a href=\"https://example.com\">看这里</a>\n第二行"}},
		"text_hostile":      {toText, callback.TextReply{Content: hostile}},
		"text_digits":       {toText, callback.TextReply{Content: "123"}},
		"image":             {toText, callback.ImageReply{MediaID: "M1"}},
		"voice":             {toText, callback.VoiceReply{MediaID: "M1"}},
		"video":             {toText, callback.VideoReply{MediaID: "M1", Title: "标题", Description: "说明"}},
		"video_bare":        {toText, callback.VideoReply{MediaID: "M1"}},
		"music":             {toText, callback.MusicReply{Title: "歌", Description: "词", MusicURL: "https://a/1", HQMusicURL: "https://a/2", ThumbMediaID: "M1"}},
		"music_bare":        {toText, callback.MusicReply{ThumbMediaID: "M1"}},
		"news":              {toText, callback.NewsReply{Articles: []callback.NewsArticle{card}}},
		"news_hostile":      {toText, callback.NewsReply{Articles: []callback.NewsArticle{hostileCard}}},
		"news_bare":         {toText, callback.NewsReply{Articles: []callback.NewsArticle{{Title: "标题", URL: "http://example.com"}}}},
		"news_two_to_event": {toClick, callback.NewsReply{Articles: []callback.NewsArticle{card, {Title: "第二篇", URL: "https://example.com/2"}}}},
		"transfer":          {toText, callback.TransferReply{}},
		"transfer_to":       {toText, callback.TransferReply{KFAccount: "test1@test"}},
		"success":           {toClick, callback.SuccessReply{}},
	} {
		got, err := callback.Encode(test.to, test.reply, ownNow)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		file := filepath.Join("testdata", "reply", name+".xml")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestEncodeRefusesWhatWeChatWouldNotTake(t *testing.T) {
	t.Parallel()
	news := func(n int, change func(*callback.NewsArticle)) callback.NewsReply {
		var r callback.NewsReply
		for range n {
			a := card
			if change != nil {
				change(&a)
			}
			r.Articles = append(r.Articles, a)
		}
		return r
	}
	for name, test := range map[string]struct {
		to    callback.Push
		reply callback.Reply
	}{
		"nothing":                   {toText, nil},
		"to nobody":                 {callback.Push{ToUserName: "gh_a"}, callback.TextReply{Content: "a"}},
		"from nobody":               {callback.Push{FromUserName: "oA"}, callback.TextReply{Content: "a"}},
		"no text":                   {toText, callback.TextReply{}},
		"white space":               {toText, callback.TextReply{Content: " \n\t"}},
		"control characters":        {toText, callback.TextReply{Content: "\x00\x01"}},
		"no image":                  {toText, callback.ImageReply{}},
		"no voice":                  {toText, callback.VoiceReply{}},
		"no video":                  {toText, callback.VideoReply{Title: "a"}},
		"no picture of music":       {toText, callback.MusicReply{MusicURL: "https://a"}},
		"no articles":               {toText, callback.NewsReply{}},
		"two articles to a message": {toText, news(2, nil)},
		"nine articles to an event": {toClick, news(9, nil)},
		"no title":                  {toText, news(1, func(a *callback.NewsArticle) { a.Title = " " })},
		"no address":                {toText, news(1, func(a *callback.NewsArticle) { a.URL = "" })},
		"script for an address":     {toText, news(1, func(a *callback.NewsArticle) { a.URL = "javascript:alert(1)" })},
		"address without a host":    {toText, news(1, func(a *callback.NewsArticle) { a.URL = "https:///s" })},
		"picture in the address":    {toText, news(1, func(a *callback.NewsArticle) { a.PicURL = "data:image/png;base64,AA==" })},
		"transferred event":         {toClick, callback.TransferReply{}},
	} {
		if got, err := callback.Encode(test.to, test.reply, ownNow); err == nil || got != nil {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	if _, err := callback.Encode(toClick, news(8, nil), ownNow); err != nil {
		t.Errorf("eight articles to an event: %v", err)
	}
}

func TestSealReplyLeavesSilenceReadable(t *testing.T) {
	t.Parallel()
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		e := open(t, ownConfig(mode))
		for _, body := range []string{"", "success"} {
			sealed, err := e.SealReply([]byte(body), ownNonce, ownNow)
			if err != nil || string(sealed) != body {
				t.Errorf("%s: %q becomes %q, %v", mode, body, sealed, err)
			}
			opened, err := e.OpenReply(sealed)
			if err != nil || string(opened) != body {
				t.Errorf("%s: %q is read as %q, %v", mode, body, opened, err)
			}
		}
	}
}

func TestSealReplyShowsNothingInSafeMode(t *testing.T) {
	t.Parallel()
	reply, err := callback.Encode(toText, callback.TextReply{Content: "geheim"}, ownNow)
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, ownConfig(callback.Safe))
	first, err := e.SealReply(reply, "", ownNow)
	if err != nil {
		t.Fatal(err)
	}
	second, err := e.SealReply(reply, "", ownNow)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"geheim", "oTEST", "gh_", ownToken, ownKey, ownAppID} {
		if strings.Contains(string(first), secret) {
			t.Errorf("the sealed reply shows %q: %s", secret, first)
		}
	}
	if string(first) == string(second) {
		t.Error("two sealed replies are the same bytes: nothing random went in")
	}
}

func TestOpenReplyRefuses(t *testing.T) {
	t.Parallel()
	e := open(t, ownConfig(callback.Safe))
	other := ownConfig(callback.Safe)
	other.AppID = "wx0123456789abcdee"
	reply := []byte("<xml><MsgType>text</MsgType></xml>")
	sealed := func(e *callback.Endpoint) string {
		b, err := e.SealReply(reply, ownNonce, ownNow)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for name, test := range map[string]struct {
		body string
		want callback.Reason
	}{
		"readable":          {string(reply), callback.ReasonNotEncrypted},
		"a page":            {"<html><body>Error 500<br></body></html>", callback.ReasonMalformed},
		"another AppID":     {sealed(open(t, other)), callback.ReasonAppID},
		"another nonce":     {strings.Replace(sealed(e), ownNonce, "1", 1), callback.ReasonSignature},
		"another timestamp": {strings.Replace(sealed(e), "1767225600", "1767225601", 1), callback.ReasonSignature},
	} {
		got, err := e.OpenReply([]byte(test.body))
		if got != nil || callback.ReasonOf(err) != test.want {
			t.Errorf("%s: got %q, %v, want %s", name, got, err, test.want)
		}
	}
	got, err := open(t, ownConfig(callback.Compatible)).OpenReply(reply)
	if err != nil || string(got) != string(reply) {
		t.Errorf("readable in compatible mode: got %q, %v", got, err)
	}
}

func TestSealFailsWithoutRandomBytes(t *testing.T) {
	t.Parallel()
	for _, nonce := range []string{"", ownNonce} {
		c := ownConfig(callback.Safe)
		c.Random = strings.NewReader("too few")
		if body, err := open(t, c).SealReply([]byte("<xml/>"), nonce, ownNow); err == nil || body != nil {
			t.Errorf("reply: got %q, %v", body, err)
		}
		c.Random = strings.NewReader("too few")
		if _, body, err := open(t, c).Seal([]byte("<xml/>"), nonce, ownNow); err == nil || body != nil {
			t.Errorf("push: got %q, %v", body, err)
		}
	}
}

func TestSealMakesPushesOfEveryKind(t *testing.T) {
	t.Parallel()
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		e := open(t, ownConfig(mode))
		for _, message := range []string{
			plainText,
			`{"ToUserName":"gh_a","FromUserName":"oA","MsgType":"text","Content":"a"}`,
			`{}`,
			`<xml></xml>`,
		} {
			query, body, err := e.Seal([]byte(message), "", ownNow)
			if err != nil {
				t.Errorf("%s, %s: %v", mode, message, err)
				continue
			}
			push, err := e.Open(query, body, ownNow)
			if err != nil || string(push.Raw) != message {
				t.Errorf("%s, %s: got %s, %v", mode, message, push.Raw, err)
			}
			if readable := strings.Contains(string(body), "CreateTime"); readable && mode == callback.Safe {
				t.Errorf("%s, %s: the body shows the message: %s", mode, message, body)
			}
			if got := query.Get("openid"); got != push.FromUserName {
				t.Errorf("%s, %s: got openid %q", mode, message, got)
			}
		}
	}
	if _, body, err := open(t, ownConfig(callback.Compatible)).Seal([]byte("hello"), "", time.Time{}); err == nil {
		t.Errorf("compatible mode puts nothing beside what has no end: %s", body)
	}
}
