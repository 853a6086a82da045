package callback_test

import (
	"strings"
	"testing"

	"github.com/tuwen/tuwen/wechat/callback"
)

func keyOf(t *testing.T, body string) string {
	t.Helper()
	push, err := openPlain(t, body)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return push.DedupeKey()
}

func TestDedupeKeyTellsPushesApart(t *testing.T) {
	t.Parallel()
	event := func(from, at, name, rest string) string {
		return `<xml><ToUserName>gh_a</ToUserName><FromUserName>` + from + `</FromUserName><CreateTime>` + at +
			`</CreateTime><MsgType>event</MsgType><Event>` + name + `</Event>` + rest + `</xml>`
	}
	keys := map[string]string{}
	for _, body := range []string{
		messageHead + `text</MsgType><Content>a</Content></xml>`,
		strings.Replace(messageHead, "24567890123456789", "24567890123456790", 1) + `text</MsgType><Content>a</Content></xml>`,
		// Of one follower in one second.
		event("oA", "1767225600", "CLICK", "<EventKey>a</EventKey>"),
		event("oA", "1767225600", "CLICK", "<EventKey>b</EventKey>"),
		event("oA", "1767225600", "VIEW", "<EventKey>a</EventKey>"),
		event("oA", "1767225600", "subscribe", ""),
		event("oA", "1767225600", "unsubscribe", ""),
		event("oA", "1767225600", "SCAN", "<EventKey>a</EventKey>"),
		// Of others, and later.
		event("oB", "1767225600", "subscribe", ""),
		event("oA", "1767225601", "subscribe", ""),
		strings.Replace(event("oA", "1767225600", "subscribe", ""), "gh_a", "gh_b", 1),
		// Results that WeChat's own id reports in one second.
		event("oW", "1767225600", "MASSSENDJOBFINISH", "<MsgID>1</MsgID>"),
		event("oW", "1767225600", "MASSSENDJOBFINISH", "<MsgID>2</MsgID>"),
		event("oW", "1767225600", "TEMPLATESENDJOBFINISH", "<MsgID>1</MsgID>"),
		event("oW", "1767225600", "TEMPLATESENDJOBFINISH", "<MsgID>2</MsgID>"),
		event("oW", "1767225600", "PUBLISHJOBFINISH", "<PublishEventInfo><publish_id>1</publish_id></PublishEventInfo>"),
		event("oW", "1767225600", "PUBLISHJOBFINISH", "<PublishEventInfo><publish_id>2</publish_id></PublishEventInfo>"),
		// Unknown ones.
		event("oA", "1767225600", "unknown", "<CardId>1</CardId>"),
		event("oA", "1767225600", "unknown", "<CardId>2</CardId>"),
		event("oA", "1767225600", "unknown", "<CardId><a>2</a></CardId>"),
		event("oA", "1767225600", "unknown", "<CardId/><a>2</a>"),
		// Messages without an id.
		`<xml>` + common + `<MsgType>text</MsgType><Content>a</Content></xml>`,
		`<xml>` + common + `<MsgType>text</MsgType><Content>b</Content></xml>`,
		`<xml>` + common + `<MsgType>text</MsgType><Content>b</Content><MsgId>0</MsgId></xml>`,
		`<xml>` + common + `<MsgType>text</MsgType><MsgId>not a number</MsgId></xml>`,
		`<xml>` + common + `<MsgType>text</MsgType><MsgId>` + strings.Repeat("1", 1000) + `</MsgId></xml>`,
		// One long part is not two short ones.
		event("o", "1767225600", "CLICKa", "<EventKey>b</EventKey>"),
		event("o", "1767225600", "CLICK", "<EventKey>ab</EventKey>"),
		`<xml/>`,
	} {
		key := keyOf(t, body)
		if other, ok := keys[key]; ok {
			t.Errorf("one key %s of two pushes:\n%s\n%s", key, other, body)
		}
		keys[key] = body
		if len(key) > 40 || strings.Trim(key, "0123456789abcdefghijklmnopqrstuvwxyz:") != "" {
			t.Errorf("%q is not a short key of ASCII", key)
		}
		if strings.Contains(key, "oA") || strings.Contains(key, "oB") {
			t.Errorf("%q names a follower", key)
		}
	}
}

func TestDedupeKeyIsThatOfEveryRepeat(t *testing.T) {
	t.Parallel()
	e := open(t, ownConfig(callback.Safe))
	for _, body := range []string{
		messageHead + `text</MsgType><Content>a</Content></xml>`,
		eventHead + `CLICK</Event><EventKey>a</EventKey></xml>`,
		eventHead + `unknown</Event><A>a</A></xml>`,
		eventHead + "<![CDATA[" + massSent,
	} {
		want := keyOf(t, body)
		for _, nonce := range []string{"1", "2"} { // and other random bytes
			query, sealed, err := e.Seal([]byte(body), nonce, ownNow)
			if err != nil {
				t.Fatal(err)
			}
			push, err := e.Open(query, sealed, ownNow)
			if err != nil {
				t.Fatal(err)
			}
			if got := push.DedupeKey(); got != want {
				t.Errorf("got %s, want %s of %s", got, want, body)
			}
		}
	}
	// The counts of a result may have grown when it is told again.
	first := eventHead + "<![CDATA[" + massSent
	if again := strings.Replace(first, "<SentCount>8", "<SentCount>9", 1); keyOf(t, first) != keyOf(t, again) {
		t.Error("one result with other counts has another key")
	}
	if got, want := keyOf(t, messageHead+`text</MsgType></xml>`), "msg:24567890123456789"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
