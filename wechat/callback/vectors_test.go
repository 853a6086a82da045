package callback_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat/callback"
)

// WeChat's own vector of safe mode, whose padding is longer than an AES block.
// https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
const (
	officialAppID   = "wxba5fad812f8e6fb9"
	officialEncrypt = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
	officialNonce   = "415670741"
)

func officialConfig() callback.Config {
	return callback.Config{AppID: officialAppID, Token: "AAAAA", EncodingAESKey: strings.Repeat("A", 43), Mode: callback.Safe}
}

func TestOpenReadsWeChatsVector(t *testing.T) {
	t.Parallel()
	query := url.Values{
		"signature": {"6c5c811b55cc85e0e1b54100749188c20beb3f5d"}, "timestamp": {"1714112445"}, "nonce": {officialNonce},
		"encrypt_type": {"aes"}, "msg_signature": {"046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"},
	}
	for name, body := range map[string]string{
		"JSON": `{"ToUserName":"gh_97417a04a28d","Encrypt":"` + officialEncrypt + `"}`,
		"XML":  `<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[` + officialEncrypt + `]]></Encrypt></xml>`,
	} {
		push, err := open(t, officialConfig()).Open(query, []byte(body), time.Unix(1714112445, 0))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(push.Raw) != 167 {
			t.Errorf("%s: got %d bytes, want 167", name, len(push.Raw))
		}
		if push.Event != "debug_demo" || push.Payload != (callback.UnknownPayload{}) {
			t.Errorf("%s: got event %q with %#v", name, push.Event, push.Payload)
		}
	}
}

func TestSealReplyMakesWeChatsVector(t *testing.T) {
	t.Parallel()
	c := officialConfig()
	c.Random = strings.NewReader("707722b803182950")
	body, err := open(t, c).SealReply([]byte(`{"demo_resp":"good luck"}`), officialNonce, time.Unix(1713424427, 0))
	if err != nil {
		t.Fatal(err)
	}
	want := "<xml><Encrypt><![CDATA[ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==]]></Encrypt>" +
		"<MsgSignature><![CDATA[1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1]]></MsgSignature>" +
		"<TimeStamp>1713424427</TimeStamp><Nonce><![CDATA[415670741]]></Nonce></xml>"
	if diff := cmp.Diff(want, string(body)); diff != "" {
		t.Errorf("sealed reply (-want +got):\n%s", diff)
	}
}

func TestVerifyAcceptsWeChatsPlainPush(t *testing.T) {
	t.Parallel()
	if !callback.Verify("AAAAA", "899cf89e464efb63f54ddac96b0a0a235f53aa78", "1714037059", "486452656") {
		t.Error("the official vector of plain mode is refused")
	}
}

func TestVerifyAddressAnswersWeChatsEcho(t *testing.T) {
	t.Parallel()
	query := url.Values{"signature": {signature}, "timestamp": {timestamp}, "nonce": {nonce}, "echostr": {"4375120948345356249"}}
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		c := officialConfig()
		c.Mode = mode
		e := open(t, c)
		for range 2 { // saving the settings again asks again
			if got, err := e.VerifyAddress(query); got != "4375120948345356249" || err != nil {
				t.Errorf("%s: got %q, %v", mode, got, err)
			}
		}
	}
	query.Set("nonce", "1514711493")
	got, err := open(t, officialConfig()).VerifyAddress(query)
	if got != "" || callback.ReasonOf(err) != callback.ReasonSignature {
		t.Errorf("a wrong signature: got %q, %v", got, err)
	}
}

// Our own vectors were made with Python's cryptography and compared with
// silenceper/wechat v2.1.9.
const (
	ownMessage = `<xml><ToUserName><![CDATA[gh_abcdef012345]]></ToUserName><FromUserName><![CDATA[oTESTopenid_0000000000000001]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_门店A-01]]></EventKey><Ticket><![CDATA[TICKET_EXAMPLE]]></Ticket></xml>`
	ownEncrypt = "Q3stYC6hdFzMh9T8HCvyDFq3hF2rbmNrr4fagAtUzpwtCdh/m0xLvc7+9yssa/pyzW+DKLDlqftk+oCBoRnfKxj77auHP1BPba/C0hoomhE1D1RkkjvDMqJeYI3MjJUZsITMdmfW7GVbSPhNzqZlATSdejDrcfCfg1jqg7//h/ykS12dW+wlO0zX/woZI3vRMbMEHgETxA4Az6kQ+YJIvEch6edzavOpXtDhvwoNINm8UASU4EliF/6N2po8wCd0EDmPeVDCn9nruICVk5NwGOia+1kuH3yOnCgUUAQfcYW3f9jf0HVjU3AM+uHb89qis09k2GBnXB30iDJZFlLyK6CN7O3spaLvCCqP/oq9vzKvOSIFuN4gUS0xVvDcGTL2Jz5K49EL4bKitKsZ8Y3Pf6xWLuouifhEJkqJq1vWxkwpxyvOpLIrU5fg798wDfKGGVx/Sp4OdR/IGEzLf+HpCaGnbO7HsjI9c/n1sIeTDawAQYgujX/cAG0QleAI0Ygh"
)

// ownQuery has its signatures from the vector, not from the package.
func ownQuery() url.Values {
	return url.Values{
		"signature": {"e3d290ea5061c07ba1d7cee9bb82126105039c36"}, "timestamp": {"1767225600"}, "nonce": {ownNonce},
		"openid": {"oTESTopenid_0000000000000001"}, "encrypt_type": {"aes"},
		"msg_signature": {"08ef570a6fab8130f0a2d7a7cb98223bf4aeb98d"},
	}
}

func ownPush() callback.Push {
	return callback.Push{
		ToUserName: "gh_abcdef012345", FromUserName: "oTESTopenid_0000000000000001",
		CreateTime: ownNow.UTC(), MsgType: "event", Event: "subscribe",
		Payload: callback.SubscribeEvent{EventKey: "qrscene_门店A-01", Scene: "门店A-01", Ticket: "TICKET_EXAMPLE"},
		Fields: callback.Fields{
			{Name: "ToUserName", Value: "gh_abcdef012345"},
			{Name: "FromUserName", Value: "oTESTopenid_0000000000000001"},
			{Name: "CreateTime", Value: "1767225600"},
			{Name: "MsgType", Value: "event"},
			{Name: "Event", Value: "subscribe"},
			{Name: "EventKey", Value: "qrscene_门店A-01"},
			{Name: "Ticket", Value: "TICKET_EXAMPLE"},
		},
		Raw: []byte(ownMessage),
	}
}

func TestOpenReadsOwnVector(t *testing.T) {
	t.Parallel()
	push, err := open(t, ownConfig(callback.Safe)).Open(ownQuery(), enveloped(ownEncrypt), ownNow)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ownPush(), push); diff != "" {
		t.Errorf("push (-want +got):\n%s", diff)
	}
}

func TestSealMakesOwnVector(t *testing.T) {
	t.Parallel()
	message, err := ownPush().Fields.XML()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ownMessage, string(message)); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
	c := ownConfig(callback.Safe)
	c.Random = strings.NewReader("0123456789abcdef")
	query, body, err := open(t, c).Seal(message, ownNonce, ownNow)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ownQuery(), query); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(string(enveloped(ownEncrypt)), string(body)); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}

func TestSealReplyMakesOwnVector(t *testing.T) {
	t.Parallel()
	at := time.Unix(1767225601, 0)
	reply, err := callback.Encode(ownPush(), callback.TextReply{Content: "欢迎"}, at)
	if err != nil {
		t.Fatal(err)
	}
	want := `<xml><ToUserName><![CDATA[oTESTopenid_0000000000000001]]></ToUserName><FromUserName><![CDATA[gh_abcdef012345]]></FromUserName><CreateTime>1767225601</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[欢迎]]></Content></xml>`
	if diff := cmp.Diff(want, string(reply)); diff != "" {
		t.Errorf("reply (-want +got):\n%s", diff)
	}
	for _, mode := range []callback.Mode{callback.Safe, callback.Compatible} {
		c := ownConfig(mode)
		c.Random = strings.NewReader("fedcba9876543210")
		body, err := open(t, c).SealReply(reply, ownNonce, at)
		if err != nil {
			t.Fatal(err)
		}
		want := "<xml><Encrypt><![CDATA[DpQeJfnf/MGZ/+GTIspwVF7dGxwINw03DhAg5nb39UbTDajdcQWXYN2FyREf3wjv/Bxyb7xs4B6DuP1qP56lcL1LCfFThHSrF7XTScPzKEaR8nGZEFcE3b77nH4tPqM7AyOTBZusilBrreX1bfiN3svmvMKdD42Z1Qmzdv6IJSg4dnz9jjIvv8vPYj8zS1oZYtnX24bQxvpK1xRICIHVS9appzIbjrD7p5ps6gSsVMJeZzjQLDmHrgv4inGxpKXbJHLseY1MY0mwR6x8s/cRG/Vs7k7EuYrUZNRpNZ+3IhGFYZoEdwMJnBev2PbhGoOZ3CFmq24hsbG/9vV8GHURfLw0goiI+puyXHAZio9TsCp75zTeKSFoPZUYUAfvHo1/]]></Encrypt>" +
			"<MsgSignature><![CDATA[5e35974bf6434d2bfddd44184c54e691b7f7e5b7]]></MsgSignature>" +
			"<TimeStamp>1767225601</TimeStamp><Nonce><![CDATA[1320562132]]></Nonce></xml>"
		if diff := cmp.Diff(want, string(body)); diff != "" {
			t.Errorf("%s: sealed reply (-want +got):\n%s", mode, diff)
		}
	}
}

func TestSealPadsFullBlocksWithOneMore(t *testing.T) {
	t.Parallel()
	c := ownConfig(callback.Safe)
	c.Random = strings.NewReader("0123456789abcdef")
	e := open(t, c)
	query, body, err := e.Seal([]byte(strings.Repeat("x", 26)), ownNonce, ownNow)
	if err != nil {
		t.Fatal(err)
	}
	fields, err := callback.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	want := "Q3stYC6hdFzMh9T8HCvyDHDxbrF7f8TfmYxXSN1y2Vbjja9RgRLcXPjzJF67v90Vr3HKiuEL04e7gdJi1DufsXo0wvTp5Iwc7Rt+04Oq4Q1t7yZ26HdYDJfk5lsZrMIt"
	if diff := cmp.Diff(want, fields.Text("Encrypt")); diff != "" {
		t.Errorf("Encrypt (-want +got):\n%s", diff)
	}
	if got, want := query.Get("msg_signature"), "9e64f453849416a0919d4530113d8af1e2e592b2"; got != want {
		t.Errorf("msg_signature: got %s, want %s", got, want)
	}
}

// The vector stands in the tests of several clients in Rust.
func TestSealReplyAgreesWithOthers(t *testing.T) {
	t.Parallel()
	if got, want := callback.Sign("test", "123456", "test", "rust"), "d6056f2bb3ad3e30f4afa5ef90cc9ddcdc7b7b27"; got != want {
		t.Errorf("signature: got %s, want %s", got, want)
	}
	e := open(t, callback.Config{
		AppID: "rust", Token: "123456", EncodingAESKey: "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
		Mode: callback.Safe, Random: strings.NewReader("1234567890123456"),
	})
	body, err := e.SealReply([]byte("test"), "rust", time.Unix(1767225601, 0))
	if err != nil {
		t.Fatal(err)
	}
	fields, err := callback.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fields.Text("Encrypt"), "9s4gMv99m88kKTh/H8IdkNiFGeG9pd7vNWl50fGRWXY="; got != want {
		t.Errorf("Encrypt: got %s, want %s", got, want)
	}
	opened, err := e.OpenReply(body)
	if err != nil || string(opened) != "test" {
		t.Errorf("opened again: got %q, %v", opened, err)
	}
}
