package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// refusal is an errcode as an answer.
type refusal struct {
	code int
	text string
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.code, r.text) }

// refuse is the refusal with the platform's usual text.
func refuse(code int) error { return &refusal{code: code, text: textOf(code)} }

// textOf is the text that comes with a code. Texts are those reported from
// real accounts; the documentation's wording often differs (45009).
func textOf(code int) string {
	switch code {
	case -1:
		return "system error"
	case 40001:
		return "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
	case 45009:
		return "reach max api daily quota limit"
	case 45011:
		return "api minute-quota reach limit, must slower, retry next minute"
	case 40033:
		return `invalid charset. please check your request, if include \uxxxx will create fail!`
	}
	if text, ok := refusalTexts[code]; ok {
		return text
	}
	return "error " + strconv.Itoa(code)
}

var refusalTexts = map[int]string{
	40002: "invalid grant_type",
	40004: "invalid media type",
	40007: "invalid media_id",
	40013: "invalid appid",
	40014: "invalid access_token",
	40066: "invalid url",
	40097: "invalid args",
	40114: "invalid index value",
	40125: "invalid appsecret",
	40164: "invalid ip, not in whitelist",
	41001: "access_token missing",
	41002: "appid missing",
	41004: "appsecret missing",
	41039: "invalid content_source_url",
	42001: "access_token expired",
	43001: "require GET method",
	43002: "require POST method",
	44002: "empty post data",
	44003: "empty news data",
	45002: "content size out of limit",
	45003: "title size out of limit",
	45004: "description size out of limit",
	45008: "article size out of limit",
	45106: "This API has been unsupported",
	45110: "author size out of limit",
	47001: "data format error",
	48001: "api unauthorized",
	48004: "api forbidden for irregularities",
	48006: "forbid to clear quota because of reaching the limit",
	50002: "user limited",
	53600: "invalid article id",
	76021: "cgi_path not found",
	89503: "this ip is not in whitelist, please wait for the administrator's confirmation",
}

// errorBody is the answer to a refused call: the rid is a part of the text,
// not a field.
func (r *refusal) body(now time.Time) []byte {
	return encode(struct {
		Errcode int    `json:"errcode"`
		Errmsg  string `json:"errmsg"`
	}{r.code, r.text + " rid: " + requestID(now)})
}

// done is the answer of calls that return nothing else.
type done struct {
	Errcode int    `json:"errcode"`
	Errmsg  string `json:"errmsg"`
}

func ok() done { return done{Errmsg: "ok"} }

// encode writes JSON as the platform does: raw Chinese and emoji, HTML left
// alone, but every slash escaped, as PHP's json_encode does (observed).
func encode(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("sandbox: encode %T: %v", v, err)) // our own structs always encode
	}
	text := bytes.TrimRight(buf.Bytes(), "\n")
	return bytes.ReplaceAll(text, []byte("/"), []byte(`\/`))
}

// file is an answer that is not JSON.
type file struct {
	contentType string
	bytes       []byte
}

// send writes an answer's bytes with their length, so that one cut short is
// noticed.
func send(w http.ResponseWriter, contentType string, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller has gone: nobody to tell
}
