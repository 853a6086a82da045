package sandbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const autoReplyPath = "/cgi-bin/get_current_autoreply_info"

func text(content string) sandbox.AutoReply { return sandbox.AutoReply{Type: "text", Content: content} }

func sampleReplies() sandbox.AutoReplies {
	return sandbox.AutoReplies{
		Open: true, FollowOpen: true, Follow: text("欢迎"), Default: text("稍后回你"),
		Rules: []sandbox.KeywordRule{{
			Name: "新茶", Keywords: []sandbox.KeywordText{{Text: "茶", Contains: true}, {Text: "菜单"}},
			Replies: []sandbox.AutoReply{text("本周岩茶"), {Type: "news", Articles: []sandbox.Article{{Title: "题", Author: "阿禾", Digest: "摘", URL: "https://h/a", ThumbURL: "https://h/c"}}}},
		}, {Name: "随机", RandomOne: true, Keywords: []sandbox.KeywordText{{Text: "随便"}}, Replies: []sandbox.AutoReply{text("一"), text("二")}}},
	}
}

func TestWebsiteRepliesAreToldOf(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if diff := cmp.Diff(object{"is_add_friend_reply_open": 0.0, "is_autoreply_open": 0.0}, b.call(autoReplyPath, nil).object(t)); diff != "" {
		t.Errorf("nothing set (-want +got):\n%s", diff)
	}
	b.acct.SetAutoReplies(sampleReplies())
	words := func(mode, content string) object {
		return object{"type": "text", "match_mode": mode, "content": content}
	}
	said := func(content string) object { return object{"type": "text", "content": content} }
	want := object{
		"is_add_friend_reply_open": 1.0, "is_autoreply_open": 1.0,
		"add_friend_autoreply_info": said("欢迎"), "message_default_autoreply_info": said("稍后回你"),
		"keyword_autoreply_info": object{"list": []any{
			object{
				"rule_name": "新茶", "create_time": float64(start.Unix()), "reply_mode": "reply_all",
				"keyword_list_info": []any{words("contain", "茶"), words("equal", "菜单")},
				"reply_list_info": []any{said("本周岩茶"), object{"type": "news", "content": "", "news_info": object{"list": []any{object{
					"title": "题", "author": "阿禾", "digest": "摘", "show_cover": 0.0, "cover_url": "https://h/c", "content_url": "https://h/a", "source_url": "",
				}}}}},
			},
			object{
				"rule_name": "随机", "create_time": float64(start.Unix()), "reply_mode": "random_one",
				"keyword_list_info": []any{words("equal", "随便")}, "reply_list_info": []any{said("一"), said("二")},
			},
		}},
	}
	if diff := cmp.Diff(want, b.call(autoReplyPath, nil).object(t)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWebsiteRepliesAnswerOnlyWithoutACallback(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	b.acct.SetAutoReplies(sampleReplies())
	id := b.follower("林小满")
	for _, words := range []string{"有什么茶", "看菜单", "菜单"} {
		if d := b.write(id, words); d.State != sandbox.NotPushed {
			t.Errorf("delivery %+v", d)
		}
	}
	want := []string{"欢迎", "本周岩茶", "[图文] 题", "稍后回你", "本周岩茶", "[图文] 题"}
	if diff := cmp.Diff(want, b.said(id)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	b.write(id, "随便")
	if n := len(b.said(id)); n != len(want)+1 {
		t.Errorf("by chance %d replies, want one", n-len(want))
	}
	c := newConsole(t, b, callback.Plain)
	c.connect()
	before := len(b.said(id))
	b.write(id, "菜单")
	if n := len(b.said(id)) - before; n != 0 {
		t.Errorf("%d replies although pushes go somewhere", n)
	}
}
