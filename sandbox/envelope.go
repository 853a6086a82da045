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
	40003: "invalid openid",
	40004: "invalid media type",
	40007: "invalid media_id",
	40008: "invalid message type",
	40009: "invalid image size",
	40013: "invalid appid",
	40014: "invalid access_token",
	40016: "invalid button size",
	40017: "invalid button type",
	40018: "invalid button name size",
	40019: "invalid button key size",
	40020: "invalid button url size",
	40022: "invalid sub button level",
	40023: "invalid sub button size",
	40024: "invalid sub button type",
	40025: "invalid sub button name size",
	40026: "invalid sub button key size",
	40027: "invalid sub button url size",
	40031: "invalid openid list",
	40032: "invalid openid list size",
	40052: "invalid action name",
	40053: "invalid action info",
	40054: "invalid sub button url domain",
	40055: "invalid button url domain",
	40059: "invalid msg id",
	40060: "invalid article idx",
	40066: "invalid url",
	40092: "invalid remark name",
	40097: "invalid args",
	40113: "unsupported file type",
	40114: "invalid index value",
	40125: "invalid appsecret",
	40130: "invalid openid list size, at least two openid",
	40152: "invalid tag id",
	40164: "invalid ip, not in whitelist",
	40165: "invalid weapp pagepath",
	41001: "access_token missing",
	41002: "appid missing",
	41004: "appsecret missing",
	41005: "media data missing",
	41039: "invalid content_source_url",
	42001: "access_token expired",
	42010: "mass send the same media too fast",
	43001: "require GET method",
	43002: "require POST method",
	43004: "require subscribe",
	44002: "empty post data",
	44003: "empty news data",
	44004: "empty content",
	45002: "content size out of limit",
	45003: "title size out of limit",
	45004: "description size out of limit",
	45008: "article size out of limit",
	45015: "response out of time limit or subscription is canceled",
	45028: "has no masssend quota",
	45029: "qrcode count out of limit",
	45047: "out of response count limit",
	45056: "too many tag now, no need to add new",
	45057: "can't delete the tag that has too many fans",
	45058: "can't modify sys tag",
	45059: "can not add tags for user: too many tags",
	45065: "clientmsgid exist",
	45066: "same clientmsgid retry too fast",
	45067: "clientmsgid size out of limit",
	45072: "invalid command",
	45080: "command without session in 30 seconds",
	45081: "already typing",
	45083: "invalid masssend speed",
	45084: "no masssend speed value",
	45106: "This API has been unsupported",
	45110: "author size out of limit",
	45157: "invalid tag name",
	45158: "tag name too long",
	45159: "invalid tag id",
	45169: "tagging the same openid at the same time",
	45171: "some openid failed",
	46003: "menu no exist",
	47001: "data format error",
	48001: "api unauthorized",
	48004: "api forbidden for irregularities",
	48006: "forbid to clear quota because of reaching the limit",
	48021: "auto saved draft can not be sent or previewed",
	49003: "not match openid with appid",
	50002: "user limited",
	53501: "publish too frequently",
	53502: "invalid publish id",
	53505: "save the draft by hand first",
	53600: "invalid article id",
	61500: "date format error",
	61501: "date range error",
	61503: "data is not ready",
	65301: "no such conditional menu",
	65302: "no such user",
	65303: "there is no selfmenu, please create selfmenu first",
	65304: "match rule empty",
	65307: "invalid empty button",
	65320: "matchrule contains privacy fields",
	76021: "cgi_path not found",
	89503: "this ip is not in whitelist, please wait for the administrator's confirmation",
	89504: "mass send is being confirmed by the administrator",
	89505: "mass send waits for the administrator's confirmation",
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
