package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// MassService sends in mass 群发: one draft, or old news material, to all
// followers, to those of one tag, or to a list. Only verified accounts may,
// others get 48001; a subscription account once a day, and of a service account
// each follower gets at most four a calendar month.
// https://developers.weixin.qq.com/doc/service/en/guide/product/message/Batch_Sends.html
type MassService service

// The limits of mass sends.
const (
	MinMassOpenIDs = 2      // of MassService.Send; fewer are refused with 40130
	MaxMassOpenIDs = 10_000 // more are refused with 40032
	MaxClientMsgID = 32     // bytes; longer ones are refused with 45067
)

// A MassSend is what is sent, without to whom.
type MassSend struct {
	// MediaID of a draft, which the send consumes: afterwards its media_id is
	// void. Or that of a news material.
	MediaID string
	// IgnoreReprint sends an article that WeChat judges a reprint, where its
	// original allows that, in the original's shape; else the send stops.
	IgnoreReprint bool
	// ClientMsgID is the key by which WeChat knows a repetition for 24 hours:
	// 1 to MaxClientMsgID bytes, the same in every try of one send.
	ClientMsgID string
}

// A MassFilter says which followers get a mass send: all, or those of a tag.
type MassFilter struct {
	ToAll bool
	TagID int // looked at unless ToAll
}

// A MassReceipt names a mass send that WeChat took. It says nothing of its
// success, of which the push MASSSENDJOBFINISH tells.
type MassReceipt struct {
	MsgID int64 // of the push, and of Status and Delete
	// MsgDataID is the first half of datacube's msgid; 0 where WeChat tells
	// none, as in the refusal of a repetition.
	MsgDataID int64
}

// SendAll sends to all followers or to those of a tag.
//
// The second try with a ClientMsgID within 24 hours is an Error with code
// 45065, which Classify calls Done. 89505 and 89504 say that the administrator
// is asked, or is still asked: pending, not failed. With these three, and only
// then, there is a receipt beside the error, that of the first try, with MsgID
// 0 where WeChat named none. 45066 is a try too soon after the last: wait a
// minute. After a TransportError nobody knows whether WeChat took it; a try
// with the same ClientMsgID tells.
//
// 40007 is a media_id that is none, or none any more, as after a send; 40152 a
// tag that is none; 45028 that the quota of the period is used up; 48021 a
// draft that mp.weixin.qq.com saved only by itself.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_sendall.html
//
//wechat:api POST /cgi-bin/message/mass/sendall
func (s *MassService) SendAll(ctx context.Context, to MassFilter, m MassSend) (*MassReceipt, error) {
	const path = "/cgi-bin/message/mass/sendall"
	w := m.wire()
	w.Filter = &wireMassFilter{IsToAll: to.ToAll}
	if !to.ToAll {
		w.Filter.TagID = &to.TagID
	}
	return s.send(ctx, path, m, w)
}

// Send sends to MinMassOpenIDs to MaxMassOpenIDs followers, and is for service
// accounts alone. Its errors are those of SendAll, and 40003 where an OpenID
// is nobody's. Another number of them is a RequestError.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_masssend.html
//
//wechat:api POST /cgi-bin/message/mass/send
func (s *MassService) Send(ctx context.Context, openIDs []string, m MassSend) (*MassReceipt, error) {
	const path = "/cgi-bin/message/mass/send"
	if n := len(openIDs); n < MinMassOpenIDs || n > MaxMassOpenIDs {
		return nil, &RequestError{Path: path, Problem: fmt.Sprintf("%d openids where %d to %d are allowed", n, MinMassOpenIDs, MaxMassOpenIDs)}
	}
	w := m.wire()
	w.ToUsers = openIDs
	return s.send(ctx, path, m, w)
}

func (s *MassService) send(ctx context.Context, path string, m MassSend, body wireMass) (*MassReceipt, error) {
	if n := len(m.ClientMsgID); n < 1 || n > MaxClientMsgID {
		return nil, &RequestError{Path: path, Problem: fmt.Sprintf("a clientmsgid of %d bytes where 1 to %d are allowed", n, MaxClientMsgID)}
	}
	var msgID, dataID integer
	x := call{method: "POST", path: path, body: body, require: []string{"errcode", "msg_id"}}
	err := s.client.do(ctx, x, members{"msg_id": &msgID, "msg_data_id": &dataID})
	receipt := &MassReceipt{MsgID: int64(msgID), MsgDataID: int64(dataID)}
	switch Code(err) {
	case 45065, 89504, 89505:
		return receipt, err
	}
	if err == nil && msgID == 0 {
		err = &TransportError{Path: path, Status: http.StatusOK, Kind: KindShape, Err: errors.New("the msg_id is empty")}
	}
	if err != nil {
		return nil, err
	}
	return receipt, nil
}

// A MassPreviewer is who gets a preview: a follower by OpenID, or anybody who
// follows by the WeChat ID 微信号, of which 100 a day are allowed.
type MassPreviewer struct {
	OpenID   string
	WeChatID string // used where there is one, as WeChat does
}

// Preview sends a draft or a news material to one person, as often as wanted
// to an OpenID. Only success is documented; observed are 40007, 48021, 43004
// and 45009 past the hundredth WeChat ID of a day.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_preview.html
//
//wechat:api POST /cgi-bin/message/mass/preview
func (s *MassService) Preview(ctx context.Context, to MassPreviewer, mediaID string) error {
	body := struct {
		ToUser   string      `json:"touser,omitempty"`
		ToWXName string      `json:"towxname,omitempty"`
		MPNews   wireMediaID `json:"mpnews"`
		MsgType  string      `json:"msgtype"`
	}{ToWXName: to.WeChatID, MPNews: wireMediaID{mediaID}, MsgType: "mpnews"}
	if to.WeChatID == "" {
		body.ToUser = to.OpenID
	}
	x := call{method: "POST", path: "/cgi-bin/message/mass/preview", body: body, require: acknowledged}
	return s.client.do(ctx, x, nil)
}

// Delete takes what a send showed away: the card stays in the chats, and what
// it leads to is gone. Content that was sent several times is gone from all of
// them. articleIdx counts from 1; 0 deletes all articles. Only articles and
// videos that the interface sent can be deleted, ten times a day.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_deletemassmsg.html
//
//wechat:api POST /cgi-bin/message/mass/delete
func (s *MassService) Delete(ctx context.Context, msgID int64, articleIdx int) error {
	x := call{method: "POST", path: "/cgi-bin/message/mass/delete", require: acknowledged, body: struct {
		MsgID      int64 `json:"msg_id"`
		ArticleIdx int   `json:"article_idx"`
	}{msgID, articleIdx}}
	return s.client.do(ctx, x, nil)
}

// What MassService.Status returns.
const (
	MassSendSuccess = "SEND_SUCCESS"
	MassSending     = "SENDING"
	MassSendFail    = "SEND_FAIL"
	MassDeleted     = "DELETE"
)

// Status returns how far a send is, as one of the words above. Counts and
// addresses come by push alone.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_massmsgget.html
//
//wechat:api POST /cgi-bin/message/mass/get
func (s *MassService) Status(ctx context.Context, msgID int64) (string, error) {
	var status text
	x := call{method: "POST", path: "/cgi-bin/message/mass/get", require: []string{"msg_status"}, body: struct {
		MsgID string `json:"msg_id"`
	}{fmt.Sprint(msgID)}}
	err := s.client.do(ctx, x, members{"msg_status": &status})
	return string(status), err
}

// A MassSpeed is how fast an account sends. Speed goes from 0, the fastest, to
// MaxMassSpeed.
type MassSpeed struct {
	Speed     int
	RealSpeed int // in 10,000 a minute: 80, 60, 45, 30, 10
}

// MaxMassSpeed is the slowest speed.
const MaxMassSpeed = 4

// Speed returns how fast the account sends.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_getspeed.html
//
//wechat:api POST /cgi-bin/message/mass/speed/get
func (s *MassService) Speed(ctx context.Context) (*MassSpeed, error) {
	var speed, real integer
	x := call{method: "POST", path: "/cgi-bin/message/mass/speed/get", body: struct{}{}, require: []string{"speed"}}
	if err := s.client.do(ctx, x, members{"speed": &speed, "realspeed": &real}); err != nil {
		return nil, err
	}
	return &MassSpeed{Speed: int(speed), RealSpeed: int(real)}, nil
}

// SetSpeed changes it. A speed that is none is an Error with code 45083.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_setspeed.html
//
//wechat:api POST /cgi-bin/message/mass/speed/set
func (s *MassService) SetSpeed(ctx context.Context, speed int) error {
	x := call{method: "POST", path: "/cgi-bin/message/mass/speed/set", require: acknowledged, body: struct {
		Speed int `json:"speed"`
	}{speed}}
	return s.client.do(ctx, x, nil)
}

type wireMassFilter struct {
	IsToAll bool `json:"is_to_all"`
	TagID   *int `json:"tag_id,omitempty"`
}

type wireMass struct {
	Filter            *wireMassFilter `json:"filter,omitempty"`
	ToUsers           []string        `json:"touser,omitempty"`
	MPNews            wireMediaID     `json:"mpnews"`
	MsgType           string          `json:"msgtype"`
	SendIgnoreReprint int             `json:"send_ignore_reprint"`
	ClientMsgID       string          `json:"clientmsgid"`
}

func (m MassSend) wire() wireMass {
	w := wireMass{MPNews: wireMediaID{m.MediaID}, MsgType: "mpnews", ClientMsgID: m.ClientMsgID}
	if m.IgnoreReprint {
		w.SendIgnoreReprint = 1
	}
	return w
}
