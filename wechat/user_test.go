package wechat_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

const (
	userGet   = "GET /cgi-bin/user/get"
	infoBatch = "POST /cgi-bin/user/info/batchget"
)

// openIDs returns n of them.
func openIDs(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, "o"+strconv.Itoa(i))
	}
	return ids
}

func TestFirstPageOfFollowersNamesNoOpenID(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{userGet: says(`{"total":0,"count":0,"next_openid":""}`)})
	got, err := f.client().User.Get(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&wechat.UserPage{}, got); diff != "" {
		t.Errorf("page differs (-want +got):\n%s", diff)
	}
	if query := f.seen()[0].Query; query != "" {
		t.Errorf("asked with %q", query)
	}
}

func TestPageOfFollowersIsNeverEmptyByMistake(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{}`, `{"errcode":0}`, `{"count":0,"next_openid":""}`, `{"total":3,"next_openid":""}`,
		`{"total":3,"count":3,"next_openid":"o3"}`, `{"total":3,"count":3,"data":{},"next_openid":"o3"}`,
		`{"total":3,"count":3,"data":{"openid":null}}`, `{"total":3,"count":3,"data":"o1"}`,
	} {
		f := newFake(t, handlers{userGet: says(body)})
		page, err := f.client().User.Get(t.Context(), "")
		var fault *wechat.TransportError
		if page != nil || !errors.As(err, &fault) || fault.Kind != wechat.KindShape {
			t.Errorf("%s: got %v, %v, want an unexpected shape", body, page, err)
		}
	}
}

func TestInfoBatchAsksForAHundredAtMost(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, wechat.MaxUserInfo + 1} {
		f := newFake(t, nil)
		got, err := f.client().User.InfoBatch(t.Context(), openIDs(n))
		var wrong *wechat.RequestError
		if got != nil || !errors.As(err, &wrong) || wechat.Classify(err) != wechat.Bug || len(f.seen()) != 0 {
			t.Errorf("%d: got %v, %v after %d requests", n, got, err, len(f.seen()))
		}
	}
	f := newFake(t, handlers{infoBatch: says(`{"user_info_list":[]}`)})
	if _, err := f.client().User.InfoBatch(t.Context(), openIDs(wechat.MaxUserInfo)); err != nil {
		t.Errorf("a hundred: %v", err)
	}
}

func TestUserInfoIsReadInEveryForm(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{infoBatch: says(`{"user_info_list":[{"subscribe":true,"openid":"o1","unionid":null,` +
		`"subscribe_scene":7,"qr_scene":"4294967295","tagid_list":["134",2],"nickname":"Band","sex":1,"language":"zh_CN"}]}`)})
	got, err := f.client().User.InfoBatch(t.Context(), []string{"o1"})
	if err != nil {
		t.Fatal(err)
	}
	want := []wechat.UserInfo{{OpenID: "o1", Subscribed: true, SubscribeScene: "7", QRScene: 4294967295, TagIDs: []int{134, 2}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

func TestSceneIsThatOfThePush(t *testing.T) {
	t.Parallel()
	for want, u := range map[string]wechat.UserInfo{
		"":            {OpenID: "o1"},
		"98765":       {QRScene: 98765},
		"s:store-017": {QRSceneStr: "s:store-017"},
		"7":           {QRScene: 1, QRSceneStr: "7"},
	} {
		if got := u.Scene(); got != want {
			t.Errorf("%+v: got %q, want %q", u, got, want)
		}
	}
}
