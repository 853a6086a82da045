package callback_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/tuwen/tuwen/wechat/callback"
)

// A server that answers every text with itself, and what WeChat gets to see.
func Example() {
	account, err := callback.New(callback.Config{
		AppID: "wx0123456789abcdef", Token: "token",
		EncodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", Mode: callback.Safe,
	})
	if err != nil {
		panic(err)
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, callback.MaxBody))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		push, err := account.Open(r.URL.Query(), body, time.Now())
		if err != nil {
			http.Error(w, string(callback.ReasonOf(err)), http.StatusForbidden)
			return
		}
		var reply callback.Reply = callback.SuccessReply{}
		if m, ok := push.Payload.(callback.TextMessage); ok {
			reply = callback.TextReply{Content: "You wrote " + m.Content}
		}
		encoded, err := callback.Encode(push, reply, time.Now())
		if err != nil {
			encoded = []byte(callback.Success)
		}
		sealed, err := account.SealReply(encoded, r.URL.Query().Get("nonce"), time.Now())
		if err != nil {
			return
		}
		_, _ = w.Write(sealed)
	})

	// WeChat's part.
	query, body, err := account.Seal([]byte(`<xml><ToUserName>gh_1</ToUserName><FromUserName>oA</FromUserName>`+
		`<MsgType>text</MsgType><Content>你好</Content></xml>`), "", time.Now())
	if err != nil {
		panic(err)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/?"+query.Encode(), strings.NewReader(string(body))))
	reply, err := account.OpenReply(w.Body.Bytes())
	if err != nil {
		panic(err)
	}
	fields, err := callback.Parse(reply)
	if err != nil {
		panic(err)
	}
	fmt.Println(fields.Text("ToUserName"), fields.Text("Content"))
	// Output: oA You wrote 你好
}
