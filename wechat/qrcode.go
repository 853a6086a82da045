package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"unicode/utf8"
)

// QRCodeService makes QR codes with a scene 带参数二维码. Only verified service
// accounts may, others get 48001.
type QRCodeService service

// The limits of QR codes. Permanent ones are 100,000 an account, and no
// interface lists or deletes them.
const (
	MaxQRScene         = 64 // characters
	MaxQRExpireSeconds = 30 * 24 * 60 * 60
)

// A QRCodeRequest asks for a QR code.
type QRCodeRequest struct {
	Scene         string // what pushes name: 1 to MaxQRScene characters
	ExpireSeconds int    // up to MaxQRExpireSeconds; 0: permanent
}

// A QRTicket is a QR code that WeChat made. The picture encodes URL; WeChat
// draws it for Ticket.
type QRTicket struct {
	Ticket        string
	URL           string
	ExpireSeconds int // from now on; 0: permanent
}

// Create makes a QR code. A scene or a time out of bounds is a RequestError.
// Each call for a temporary code makes another one; whether a second permanent
// code of a scene counts again is documented nowhere.
//
// https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
//
//wechat:api POST /cgi-bin/qrcode/create
func (s *QRCodeService) Create(ctx context.Context, r QRCodeRequest) (*QRTicket, error) {
	const path = "/cgi-bin/qrcode/create"
	if problem := r.problem(); problem != "" {
		return nil, &RequestError{Path: path, Problem: problem}
	}
	var ticket, address text
	var expires integer
	x := call{method: "POST", path: path, body: r.wire(), require: []string{"ticket", "url"}}
	err := s.client.do(ctx, x, members{"ticket": &ticket, "url": &address, "expire_seconds": &expires})
	if err != nil {
		return nil, err
	}
	if ticket == "" || address == "" {
		return nil, &TransportError{Path: path, Status: http.StatusOK, Kind: KindShape, Err: errors.New("the ticket or its address is empty")}
	}
	t := QRTicket{Ticket: string(ticket), URL: string(address), ExpireSeconds: r.ExpireSeconds}
	if r.ExpireSeconds != 0 && expires > 0 {
		t.ExpireSeconds = int(expires)
	}
	return &t, nil
}

// problem tells what WeChat refuses with 40053.
func (r QRCodeRequest) problem() string {
	switch n := utf8.RuneCountInString(r.Scene); {
	case n < 1 || n > MaxQRScene:
		return fmt.Sprintf("a scene of %d characters where 1 to %d are allowed", n, MaxQRScene)
	case r.ExpireSeconds < 0 || r.ExpireSeconds > MaxQRExpireSeconds:
		return fmt.Sprintf("%d seconds where 0 to %d are allowed", r.ExpireSeconds, MaxQRExpireSeconds)
	}
	return ""
}

type wireQRCode struct {
	ExpireSeconds int    `json:"expire_seconds,omitempty"`
	ActionName    string `json:"action_name"`
	ActionInfo    struct {
		Scene struct {
			SceneStr string `json:"scene_str"`
		} `json:"scene"`
	} `json:"action_info"`
}

func (r QRCodeRequest) wire() wireQRCode {
	w := wireQRCode{ExpireSeconds: r.ExpireSeconds, ActionName: "QR_STR_SCENE"}
	if r.ExpireSeconds == 0 {
		w.ActionName = "QR_LIMIT_STR_SCENE"
	}
	w.ActionInfo.Scene.SceneStr = r.Scene
	return w
}
