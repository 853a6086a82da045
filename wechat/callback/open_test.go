package callback_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat/callback"
)

const plainText = `<xml><ToUserName><![CDATA[gh_abcdef012345]]></ToUserName><FromUserName><![CDATA[oA]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[课程]]></Content><MsgId>24567890123456789</MsgId></xml>`

// refused fails the test unless the push was refused for the reason and
// nothing of it handed out.
func refused(t *testing.T, name string, push callback.Push, err error, want callback.Reason) {
	t.Helper()
	if callback.ReasonOf(err) != want {
		t.Errorf("%s: got reason %q (%v), want %q", name, callback.ReasonOf(err), err, want)
	}
	if diff := cmp.Diff(callback.Push{}, push); diff != "" {
		t.Errorf("%s: a part of the refused push is handed out (-want +got):\n%s", name, diff)
	}
}

func TestOpenRefusesWhatIsNotSigned(t *testing.T) {
	t.Parallel()
	encrypted := sound(plainText).encrypt(t)
	flipped := encrypted[:len(encrypted)-2] + "A" + encrypted[len(encrypted)-1:]
	with := func(key, value string) url.Values {
		q := signed(encrypted, ownTime)
		q.Set(key, value)
		return q
	}
	plain := signed("", ownTime)
	for name, push := range map[string]struct {
		mode  callback.Mode
		query url.Values
		body  []byte
	}{
		"no query":                      {callback.Safe, nil, enveloped(encrypted)},
		"flipped last character":        {callback.Safe, signed(encrypted, ownTime), enveloped(flipped)},
		"another nonce":                 {callback.Safe, with("nonce", "1"), enveloped(encrypted)},
		"another timestamp":             {callback.Safe, with("timestamp", "1767225601"), enveloped(encrypted)},
		"no msg_signature":              {callback.Safe, with("msg_signature", ""), enveloped(encrypted)},
		"signature for msg_signature":   {callback.Safe, with("msg_signature", plain.Get("signature")), enveloped(encrypted)},
		"encrypt_type raw changes none": {callback.Safe, plain, enveloped(encrypted)},
		"compatible: flipped":           {callback.Compatible, signed(encrypted, ownTime), enveloped(flipped)},
		"plain: another nonce":          {callback.Plain, with("nonce", "1"), []byte(plainText)},
		"plain: no signature":           {callback.Plain, with("signature", ""), []byte(plainText)},
		"plain: msg_signature only":     {callback.Plain, with("signature", "x"), enveloped(encrypted)},
		// Were they parsed before, the reason would be another.
		"plain: not parsed before": {callback.Plain, with("signature", "x"), []byte("<!DOCTYPE xml>")},
	} {
		got, err := open(t, ownConfig(push.mode)).Open(push.query, push.body, ownNow)
		refused(t, name, got, err, callback.ReasonSignature)
	}
}

func TestOpenHoldsTimestampsAgainstWindow(t *testing.T) {
	t.Parallel()
	narrow := ownConfig(callback.Safe)
	narrow.Window = time.Second
	for _, test := range []struct {
		config callback.Config
		off    time.Duration
		opens  bool
	}{
		{ownConfig(callback.Safe), 0, true},
		{ownConfig(callback.Safe), callback.DefaultWindow, true},
		{ownConfig(callback.Safe), callback.DefaultWindow + time.Second, false},
		{ownConfig(callback.Safe), -callback.DefaultWindow, true},
		{ownConfig(callback.Safe), -callback.DefaultWindow - time.Second, false},
		{ownConfig(callback.Compatible), time.Hour, false},
		{ownConfig(callback.Plain), callback.DefaultWindow, true},
		{ownConfig(callback.Plain), time.Hour, false},
		{narrow, time.Second, true},
		{narrow, 2 * time.Second, false},
	} {
		query, body, err := open(t, test.config).Seal([]byte(plainText), ownNonce, ownNow)
		if err != nil {
			t.Fatal(err)
		}
		push, err := open(t, test.config).Open(query, body, ownNow.Add(test.off))
		name := fmt.Sprintf("%v, %s off", test.config, test.off)
		if !test.opens {
			refused(t, name, push, err, callback.ReasonStale)
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenRefusesTimestampsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, timestamp := range []string{"", "soon", "-1", "1e9", "9223372036854775807", "99999999999999999999", "1767225600 "} {
		query := url.Values{
			"timestamp": {timestamp}, "nonce": {ownNonce}, "signature": {callback.Sign(ownToken, timestamp, ownNonce)},
		}
		push, err := open(t, ownConfig(callback.Plain)).Open(query, []byte(plainText), ownNow)
		refused(t, fmt.Sprintf("%q", timestamp), push, err, callback.ReasonStale)
	}
}

func TestOpenLetsTheModeDecide(t *testing.T) {
	t.Parallel()
	for _, mode := range []callback.Mode{callback.Safe, callback.Compatible} {
		for name, body := range map[string]string{"XML": plainText, "JSON": `{"MsgType":"text"}`, "empty Encrypt": "<xml><Encrypt/></xml>"} {
			push, err := open(t, ownConfig(mode)).Open(signed("", ownTime), []byte(body), ownNow)
			refused(t, string(mode)+", plain "+name, push, err, callback.ReasonNotEncrypted)
		}
	}
	push, err := openPlain(t, string(enveloped(sound(plainText).encrypt(t))))
	refused(t, "plain, encrypted body", push, err, callback.ReasonEncrypted)
}

func TestOpenReadsTheEncryptedPartOfCompatibleMode(t *testing.T) {
	t.Parallel()
	e := open(t, ownConfig(callback.Compatible))
	query, body, err := e.Seal([]byte(plainText), ownNonce, ownNow)
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.Replace(string(body), "课程", "forged", 1)
	if forged == string(body) {
		t.Fatal("the body of compatible mode has no readable part")
	}
	push, err := e.Open(query, []byte(forged), ownNow)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(callback.Payload(callback.TextMessage{Content: "课程"}), push.Payload); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
	if push.Fields.Has("Encrypt") {
		t.Error("the envelope is among the fields")
	}
}

func TestOpenReadsTheReadablePartInPlainMode(t *testing.T) {
	t.Parallel()
	// WeChat was switched to compatible mode, this side not yet.
	query, body, err := open(t, ownConfig(callback.Compatible)).Seal([]byte(plainText), ownNonce, ownNow)
	if err != nil {
		t.Fatal(err)
	}
	push, err := open(t, ownConfig(callback.Plain)).Open(query, body, ownNow)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(callback.Payload(callback.TextMessage{Content: "课程"}), push.Payload); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
}

func TestOpenRefusesBrokenCiphertext(t *testing.T) {
	t.Parallel()
	change := func(f func(*full)) string {
		whole := sound(plainText)
		f(&whole)
		return whole.encrypt(t)
	}
	n := len(sound(plainText).pad)
	last := func(b byte) func(*full) {
		return func(f *full) { f.pad = f.pad[:n-1] + string([]byte{b}) }
	}
	for name, test := range map[string]struct {
		encrypted string
		want      callback.Reason
	}{
		"not base64":                  {"!!!!", callback.ReasonCipher},
		"base64 cut short":            {strings.TrimRight(sound(plainText).encrypt(t), "=")[:7], callback.ReasonCipher},
		"half a block":                {"AAAAAAAAAAA=", callback.ReasonCipher},
		"pad byte 0":                  {change(last(0)), callback.ReasonPadding},
		"pad byte 33":                 {change(last(33)), callback.ReasonPadding},
		"pad byte 255":                {change(last(255)), callback.ReasonPadding},
		"padding alone":               {encryptBlocks(t, []byte(strings.Repeat("\x20", 32))), callback.ReasonLength},
		"padding longer than all":     {encryptBlocks(t, []byte(strings.Repeat("\x20", 16))), callback.ReasonPadding},
		"no room for the length":      {encryptBlocks(t, []byte(strings.Repeat("\x0d", 32))), callback.ReasonLength},
		"message longer than all":     {change(func(f *full) { f.length = uint32(len(plainText) + len(ownAppID) + 1) }), callback.ReasonLength},
		"length of 32 bits":           {change(func(f *full) { f.length = 1<<32 - 1 }), callback.ReasonLength},
		"message into the AppID":      {change(func(f *full) { f.length++ }), callback.ReasonAppID},
		"another AppID":               {soundFor(plainText, "wx0123456789abcdee").encrypt(t), callback.ReasonAppID},
		"AppID with a byte more":      {soundFor(plainText, ownAppID+"x").encrypt(t), callback.ReasonAppID},
		"no AppID":                    {soundFor(plainText, "").encrypt(t), callback.ReasonAppID},
		"encrypted with another key":  {officialEncrypt, callback.ReasonPadding},
		"message that is neither":     {sound("hello").encrypt(t), callback.ReasonMalformed},
		"empty message":               {sound("").encrypt(t), callback.ReasonMalformed},
		"message with a bomb":         {sound(bomb).encrypt(t), callback.ReasonDocumentType},
		"message of 17 levels":        {sound(nested(17)).encrypt(t), callback.ReasonTooComplex},
		"message with 4097 elements":  {sound(wide(4097)).encrypt(t), callback.ReasonTooComplex},
		"JSON message of 17 levels":   {sound(nestedJSON(17)).encrypt(t), callback.ReasonTooComplex},
		"JSON message of 4097 fields": {sound(wideJSON(4097)).encrypt(t), callback.ReasonTooComplex},
	} {
		push, err := open(t, ownConfig(callback.Safe)).Open(signed(test.encrypted, ownTime), enveloped(test.encrypted), ownNow)
		refused(t, name, push, err, test.want)
	}
}

func TestOpenRefusesBodiesOverOneMegabyte(t *testing.T) {
	t.Parallel()
	filled := func(size int) []byte {
		frame := "<xml><MsgType>text</MsgType><Content></Content></xml>"
		return []byte(strings.Replace(frame, "<Content>", "<Content>"+strings.Repeat("x", size-len(frame)), 1))
	}
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		push, err := open(t, ownConfig(mode)).Open(signed("", ownTime), filled(callback.MaxBody+1), ownNow)
		refused(t, string(mode), push, err, callback.ReasonTooLarge)
	}
	push, err := open(t, ownConfig(callback.Plain)).Open(signed("", ownTime), filled(callback.MaxBody), ownNow)
	if err != nil || len(push.Fields.Text("Content")) < callback.MaxBody-100 {
		t.Errorf("a body of the largest size: got %d bytes of content, %v", len(push.Fields.Text("Content")), err)
	}
}

func TestOpenRefusesBrokenEnvelopes(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]callback.Reason{
		"":                   callback.ReasonMalformed,
		"<xml><Encrypt>AAAA": callback.ReasonMalformed,
		"{\"Encrypt\":":      callback.ReasonMalformed,
		"<!DOCTYPE a [<!ENTITY b 'c'>]><xml><Encrypt>&b;</Encrypt></xml>": callback.ReasonDocumentType,
		nested(17): callback.ReasonTooComplex,
	} {
		push, err := open(t, ownConfig(callback.Safe)).Open(signed("", ownTime), []byte(body), ownNow)
		refused(t, body, push, err, want)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*callback.Config){
		"no token":            func(c *callback.Config) { c.Token = "" },
		"no AppID":            func(c *callback.Config) { c.AppID = "" },
		"no mode":             func(c *callback.Config) { c.Mode = "" },
		"unknown mode":        func(c *callback.Config) { c.Mode = "raw" },
		"negative window":     func(c *callback.Config) { c.Window = -1 },
		"no key":              func(c *callback.Config) { c.EncodingAESKey = "" },
		"key of 42":           func(c *callback.Config) { c.EncodingAESKey = ownKey[:42] },
		"key of 44":           func(c *callback.Config) { c.EncodingAESKey = ownKey + "A" },
		"key with a line end": func(c *callback.Config) { c.EncodingAESKey = ownKey[:42] + "\n" },
		"key with a star":     func(c *callback.Config) { c.EncodingAESKey = ownKey[:42] + "*" },
	} {
		c := ownConfig(callback.Safe)
		change(&c)
		e, err := callback.New(c)
		if e != nil || err == nil {
			t.Errorf("%s is accepted", name)
			continue
		}
		for _, secret := range []string{ownKey[:42], ownToken} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error shows a secret: %v", name, err)
			}
		}
	}
	if _, err := callback.New(callback.Config{Token: ownToken, Mode: callback.Plain}); err != nil {
		t.Errorf("plain mode needs a token only: %v", err)
	}
}

func TestPrintingShowsNoSecret(t *testing.T) {
	t.Parallel()
	c := ownConfig(callback.Safe)
	e := open(t, c)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		for _, v := range []any{c, &c, e} {
			if got, want := fmt.Sprintf(verb, v), "callback of "+ownAppID+" (safe)"; got != want {
				t.Errorf("%s of %T: got %q, want %q", verb, v, got, want)
			}
		}
	}
	encoded, err := json.Marshal([]any{c, e})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{ownToken, ownKey} {
		if strings.Contains(string(encoded), secret) {
			t.Errorf("JSON shows %q: %s", secret, encoded)
		}
	}
}

func TestErrorsNameTheirReason(t *testing.T) {
	t.Parallel()
	texts := map[string]bool{}
	for _, reason := range callback.Reasons() {
		err := fmt.Errorf("open: %w", &callback.Error{Reason: reason})
		if callback.ReasonOf(err) != reason {
			t.Errorf("got %q, want %q", callback.ReasonOf(err), reason)
		}
		if texts[err.Error()] || err.Error() == "open: callback: " {
			t.Errorf("%s has no text of its own: %q", reason, err)
		}
		texts[err.Error()] = true
		if strings.Trim(string(reason), "abcdefghijklmnopqrstuvwxyz_") != "" {
			t.Errorf("%q cannot label a metric", reason)
		}
	}
	cause := errors.New("cause")
	if !errors.Is(&callback.Error{Reason: callback.ReasonCipher, Err: cause}, cause) {
		t.Error("the cause is lost")
	}
	if callback.ReasonOf(cause) != "" || callback.ReasonOf(nil) != "" {
		t.Error("another error has a reason")
	}
}

func TestErrorsRepeatNothingOfThePush(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"<xml><Content>geheim</geheim></xml>", "<xml><Content>&geheim;</Content></xml>", "<xml geheim><Content/></xml>",
		"<?xml version=\"1.0\" encoding=\"geheim\"?><xml/>", "<xml/>geheim", `{"Content":"geheim`, `{"geheim" 1}`, `{"a":[["geheim"]]}`,
		"<!DOCTYPE geheim>", "geheim",
	} {
		_, err := openPlain(t, body)
		if !slices.Contains(callback.Reasons(), callback.ReasonOf(err)) {
			t.Errorf("%s: got %v", body, err)
		} else if strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: the error repeats it: %v", body, err)
		}
	}
}
