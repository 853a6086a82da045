package sandbox

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"rsc.io/qr"
)

// ErrExpired is returned, wrapped, for a code whose time is over.
var ErrExpired = errors.New("the code has expired")

const (
	defaultCodeLife = 60 // seconds
	longestCodeLife = 30 * 24 * 60 * 60
	permanentCodes  = 100_000
)

// qrCode is a code with a scene.
type qrCode struct {
	Ticket  string `json:"ticket"`
	Scene   string `json:"scene"` // as pushes name it
	URL     string `json:"url"`   // what the picture holds
	Created int64  `json:"created"`
	Expires int64  `json:"expires"` // 0: permanent
}

func (q qrCode) expired(now time.Time) bool { return q.Expires != 0 && now.Unix() >= q.Expires }

// QRCode is a code that an account made.
type QRCode struct {
	Ticket    string     `json:"ticket"`
	Scene     string     `json:"scene"`
	URL       string     `json:"url"` // what the picture holds
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"` // nil: permanent
	Expired   bool       `json:"expired"`
}

// QRCodes are the codes the account made, newest first.
func (c *AccountControl) QRCodes() []QRCode {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	list, now := []QRCode{}, a.sandbox.Now()
	for i := len(a.codes) - 1; i >= 0; i-- {
		q := a.codes[i]
		v := QRCode{Ticket: q.Ticket, Scene: q.Scene, URL: q.URL, CreatedAt: seconds(q.Created), Expired: q.expired(now)}
		if q.Expires != 0 {
			at := seconds(q.Expires)
			v.ExpiresAt = &at
		}
		list = append(list, v)
	}
	return list
}

// SetPermanentCodes sets how many permanent codes the account may make; WeChat
// allows 100,000.
func (c *AccountControl) SetPermanentCodes(limit int) {
	c.change(func(a *account) { a.permanentLimit = limit })
}

// codeOfScene is the code a person means who names a scene.
func (a *account) codeOfScene(scene string) (qrCode, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	err, now := fmt.Errorf("scene %q: %w", scene, ErrNoItem), a.sandbox.Now()
	for i := len(a.codes) - 1; i >= 0; i-- {
		q := a.codes[i]
		switch {
		case q.Scene != scene:
		case q.expired(now):
			err = fmt.Errorf("scene %q: %w", scene, ErrExpired)
		default:
			return q, nil
		}
	}
	return qrCode{}, err
}

func (a *account) codeOfTicket(ticket string) (qrCode, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, q := range a.codes {
		if q.Ticket != ticket {
			continue
		}
		if q.expired(a.sandbox.Now()) {
			return qrCode{}, fmt.Errorf("ticket %q: %w", ticket, ErrExpired)
		}
		return q, nil
	}
	return qrCode{}, fmt.Errorf("ticket %q: %w", ticket, ErrNoItem)
}

type qrRequest struct {
	ExpireSeconds *int   `json:"expire_seconds"`
	ActionName    string `json:"action_name"`
	ActionInfo    struct {
		Scene struct {
			SceneID  json.Number `json:"scene_id"`
			SceneStr *string     `json:"scene_str"`
		} `json:"scene"`
	} `json:"action_info"`
}

// scene is what the request asks for, as pushes will name it.
func (q qrRequest) scene() (scene string, permanent bool, err error) {
	given := q.ActionInfo.Scene
	switch q.ActionName {
	case "QR_SCENE", "QR_LIMIT_SCENE":
		permanent = q.ActionName == "QR_LIMIT_SCENE"
		n, err := strconv.ParseUint(given.SceneID.String(), 10, 32)
		if err != nil || n == 0 || permanent && n > permanentCodes {
			return "", permanent, refuse(40053)
		}
		return strconv.FormatUint(n, 10), permanent, nil
	case "QR_STR_SCENE", "QR_LIMIT_STR_SCENE":
		permanent = q.ActionName == "QR_LIMIT_STR_SCENE"
		if given.SceneStr == nil || *given.SceneStr == "" || utf8.RuneCountInString(*given.SceneStr) > 64 {
			return "", permanent, refuse(40053)
		}
		return *given.SceneStr, permanent, nil
	}
	return "", false, refuse(40052)
}

// life is the seconds a temporary code lives. What WeChat does with more than
// 30 days is not documented; 40053 is assumed.
func (q qrRequest) life() (int64, error) {
	switch {
	case q.ExpireSeconds == nil:
		return defaultCodeLife, nil
	case *q.ExpireSeconds < 1 || *q.ExpireSeconds > longestCodeLife:
		return 0, refuse(40053)
	}
	return int64(*q.ExpireSeconds), nil
}

type qrAnswer struct {
	Ticket        string `json:"ticket"`
	ExpireSeconds int64  `json:"expire_seconds,omitempty"` // of temporary ones
	URL           string `json:"url"`
}

// createQRCode answers POST /cgi-bin/qrcode/create
// (https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html).
// A permanent code of a scene that has one already is that one; which code
// refuses the 100,001st is not documented, 45029 is assumed.
func createQRCode(c *call) (any, error) {
	var q qrRequest
	if err := c.read(&q); err != nil {
		return nil, err
	}
	scene, permanent, err := q.scene()
	if err != nil {
		return nil, err
	}
	var life int64
	if !permanent {
		if life, err = q.life(); err != nil {
			return nil, err
		}
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if permanent {
		if old, found := a.permanent[scene]; found {
			return qrAnswer{Ticket: a.codes[old].Ticket, URL: a.codes[old].URL}, nil
		}
		if len(a.permanent) >= a.permanentLimit {
			return nil, refuse(45029)
		}
	}
	code := a.makeCode(scene, c.now.Unix(), life)
	c.sandbox.changed()
	c.sandbox.news.tell()
	return qrAnswer{Ticket: code.Ticket, ExpireSeconds: life, URL: code.URL}, nil
}

// makeCode adds a code, permanent where life is 0. Its ticket holds "/", "+"
// and "=", which must be escaped in an address. The caller holds a.mu.
func (a *account) makeCode(scene string, now, life int64) qrCode {
	a.serial++
	seed := append(digestOf("ticket", a.appID, a.serial), digestOf(a.serial, "ticket", a.appID)...)
	code := qrCode{
		Ticket: "gQH/" + base64.StdEncoding.EncodeToString(seed[:61]), Scene: scene, Created: now,
		URL: "http://weixin.qq.com/q/02" + base64.RawURLEncoding.EncodeToString(seed[32:48]),
	}
	if life > 0 {
		code.Expires = now + life
	}
	a.addCode(code)
	return code
}

func (a *account) addCode(code qrCode) {
	a.codes = append(a.codes, code)
	if code.Expires == 0 {
		a.permanent[code.Scene] = len(a.codes) - 1
	}
}

// showQRCode answers GET /cgi-bin/showqrcode, which wants no token: the picture
// of a ticket, or 404. It belongs to mp.weixin.qq.com.
func (s *Sandbox) showQRCode(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	for _, a := range s.all() {
		code, err := a.codeOfTicket(ticket)
		if err != nil {
			continue
		}
		picture, err := drawQRCode(code.URL)
		if err != nil {
			break
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		send(w, "image/jpg", http.StatusOK, picture)
		return
	}
	http.NotFound(w, r)
}

// qrWidth is that of the platform's pictures.
const qrWidth = 430

// drawQRCode draws a code as a JPEG with a quiet border.
func drawQRCode(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("draw a code: %w", err)
	}
	const quiet = 4
	scale := qrWidth / (code.Size + 2*quiet)
	margin := (qrWidth - scale*code.Size) / 2
	img := image.NewGray(image.Rect(0, 0, qrWidth, qrWidth))
	for y := range qrWidth {
		for x := range qrWidth {
			if x < margin || y < margin || !code.Black((x-margin)/scale, (y-margin)/scale) {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 92}); err != nil {
		return nil, fmt.Errorf("draw a code: %w", err)
	}
	return buf.Bytes(), nil
}
