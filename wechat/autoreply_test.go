package wechat_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

const autoReply = "GET /cgi-bin/get_current_autoreply_info"

func TestUnsetAutoRepliesAreNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"is_add_friend_reply_open":0,"is_autoreply_open":0}`,
		`{"is_add_friend_reply_open":"0","is_autoreply_open":false,"add_friend_autoreply_info":null,"keyword_autoreply_info":null}`,
		`{"is_add_friend_reply_open":0,"is_autoreply_open":0,"add_friend_autoreply_info":{},"message_default_autoreply_info":{},"keyword_autoreply_info":{"list":[]}}`,
	} {
		f := newFake(t, handlers{autoReply: says(body)})
		got, err := f.client().AutoReply.Current(t.Context())
		if diff := cmp.Diff(&wechat.AutoReplyInfo{}, got); diff != "" || err != nil {
			t.Errorf("%s: %v, replies differ (-want +got):\n%s", body, err, diff)
		}
	}
}

// Replies that are set but switched off are told: switching off the callback
// brings them back.
func TestAutoRepliesAreToldWhileOff(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{autoReply: says(`{"is_add_friend_reply_open":0,"is_autoreply_open":0,"add_friend_autoreply_info":{"type":"text","content":"hi"},` +
		`"keyword_autoreply_info":{"list":[{"rule_name":1,"keyword_list_info":[{"type":"text","match_mode":"equal","content":88}],"reply_list_info":[]}]}}`)})
	got, err := f.client().AutoReply.Current(t.Context())
	want := &wechat.AutoReplyInfo{
		AddFriend: &wechat.AutoReply{Type: "text", Content: "hi"},
		Keywords:  []wechat.KeywordAutoReply{{RuleName: "1", Keywords: []wechat.AutoReplyKeyword{{Type: "text", MatchMode: "equal", Content: "88"}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, replies differ (-want +got):\n%s", err, diff)
	}
}

func TestAnswerWithoutSwitchesTellsNoAutoReplies(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"errcode":0}`, `{"is_autoreply_open":1}`, `{"is_add_friend_reply_open":1,"is_autoreply_open":1,"keyword_autoreply_info":[1]}`} {
		f := newFake(t, handlers{autoReply: says(body)})
		got, err := f.client().AutoReply.Current(t.Context())
		var fault *wechat.TransportError
		if got != nil || !errors.As(err, &fault) || fault.Kind != wechat.KindShape {
			t.Errorf("%s: got %v, %v, want an unexpected shape", body, got, err)
		}
	}
}
