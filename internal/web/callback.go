package web

import (
	"net/http"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// verifyURL answers WeChat's URL verification 消息推送配置: the echostr, as it
// is, to who proves the message token. WeChat repeats it whenever the
// settings are saved, so it is answered every time.
//
// https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
func (w *Web) verifyURL(rw http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	echo := q.Get("echostr")
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	if echo == "" || len(echo) > 256 {
		http.Error(rw, "this address is for WeChat's pushes", http.StatusBadRequest)
		return
	}
	err := w.desk.Accounts.VerifyURL(r.Context(), r.PathValue("app_id"), q.Get("signature"), q.Get("timestamp"), q.Get("nonce"))
	switch tuwen.KindOf(err) {
	case "":
		_, _ = rw.Write([]byte(echo))
	case tuwen.Forbidden, tuwen.NotFound:
		http.Error(rw, "the signature is not that of this account's message token", http.StatusForbidden)
	default:
		w.log.ErrorContext(r.Context(), "URL verification failed", "app_id", r.PathValue("app_id"), "err", err)
		http.Error(rw, "try again", http.StatusServiceUnavailable)
	}
}
