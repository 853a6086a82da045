package wechat_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

const qrcodeCreate = "POST /cgi-bin/qrcode/create"

func TestPermanentCodeHasNoEnd(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{qrcodeCreate: says(`{"ticket":"gQH/8+w==","expire_seconds":60,"url":"http://weixin.qq.com/q/02a"}`)})
	got, err := f.client().QRCode.Create(t.Context(), wechat.QRCodeRequest{Scene: "123"})
	want := &wechat.QRTicket{Ticket: "gQH/8+w==", URL: "http://weixin.qq.com/q/02a"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, ticket differs (-want +got):\n%s", err, diff)
	}
	if body := f.seen()[0].Body; body != `{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"123"}}}` {
		t.Errorf("sent %s", body)
	}
}

// WeChat's word is the end of a temporary code; without it the code lives as
// long as was asked, not for no time at all.
func TestTemporaryCodeEnds(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"ticket":"T","expire_seconds":1800,"url":"http://weixin.qq.com/q/02a"}`:   1800,
		`{"ticket":"T","expire_seconds":"1800","url":"http://weixin.qq.com/q/02a"}`: 1800,
		`{"ticket":"T","url":"http://weixin.qq.com/q/02a"}`:                         3600,
		`{"ticket":"T","expire_seconds":0,"url":"http://weixin.qq.com/q/02a"}`:      3600,
	} {
		f := newFake(t, handlers{qrcodeCreate: says(body)})
		got, err := f.client().QRCode.Create(t.Context(), wechat.QRCodeRequest{Scene: "a", ExpireSeconds: 3600})
		if err != nil || got.ExpireSeconds != want {
			t.Errorf("%s: got %v, %v, want %d seconds", body, got, err, want)
		}
	}
}

func TestCodeOutOfBoundsIsNotAskedFor(t *testing.T) {
	t.Parallel()
	for _, r := range []wechat.QRCodeRequest{
		{},
		{ExpireSeconds: 60},
		{Scene: strings.Repeat("s", 65)},
		{Scene: "a", ExpireSeconds: -1},
		{Scene: "a", ExpireSeconds: wechat.MaxQRExpireSeconds + 1},
	} {
		f := newFake(t, nil)
		got, err := f.client().QRCode.Create(t.Context(), r)
		var wrong *wechat.RequestError
		if got != nil || !errors.As(err, &wrong) || wechat.Classify(err) != wechat.Bug || len(f.seen()) != 0 {
			t.Errorf("%+v: got %v, %v after %d requests", r, got, err, len(f.seen()))
		}
	}
	f := newFake(t, handlers{qrcodeCreate: says(`{"ticket":"T","url":"http://weixin.qq.com/q/02a"}`)})
	longest := wechat.QRCodeRequest{Scene: strings.Repeat("门", wechat.MaxQRScene), ExpireSeconds: wechat.MaxQRExpireSeconds}
	if _, err := f.client().QRCode.Create(t.Context(), longest); err != nil {
		t.Errorf("longest: %v", err)
	}
}

func TestCodeWithoutTicketOrAddressIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{}`, `{"ticket":"T"}`, `{"url":"http://weixin.qq.com/q/02a"}`,
		`{"ticket":"","url":"http://weixin.qq.com/q/02a"}`, `{"ticket":"T","url":null}`,
	} {
		f := newFake(t, handlers{qrcodeCreate: says(body)})
		got, err := f.client().QRCode.Create(t.Context(), wechat.QRCodeRequest{Scene: "a"})
		var fault *wechat.TransportError
		if got != nil || !errors.As(err, &fault) || fault.Kind != wechat.KindShape {
			t.Errorf("%s: got %v, %v, want an unexpected shape", body, got, err)
		}
	}
}
