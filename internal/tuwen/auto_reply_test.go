package tuwen_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

func TestAutoRepliesAreReadInOurWords(t *testing.T) {
	t.Parallel()
	card := func(addresses ...string) wechat.AutoReply {
		r := wechat.AutoReply{Type: "news"}
		for _, a := range addresses {
			r.News = append(r.News, wechat.AutoReplyArticle{Title: "题" + a[len(a)-1:], ContentURL: a})
		}
		return r
	}
	said := func(s string) wechat.AutoReply { return wechat.AutoReply{Type: "text", Content: s} }
	word := func(mode, s string) wechat.AutoReplyKeyword {
		return wechat.AutoReplyKeyword{Type: "text", MatchMode: mode, Content: s}
	}
	got := tuwen.ReadAutoReplies(&wechat.AutoReplyInfo{
		AddFriendReplyOpen: true,
		AddFriend:          &wechat.AutoReply{Type: "text", Content: "欢迎"},
		MessageDefault:     &wechat.AutoReply{Type: "img", Content: "passing"},
		Keywords: []wechat.KeywordAutoReply{
			{
				RuleName: " 新\n茶\x00 ", ReplyMode: "random_one",
				Keywords: []wechat.AutoReplyKeyword{word("contain", "茶"), word("equal", " 菜单"), word("contain", "茶 "), word("equal", strings.Repeat("长", 61)), word("equal", "")},
				Replies: []wechat.AutoReply{
					card("http://mp.weixin.qq.com/s?__biz=b&mid=1&idx=1&sn=s&scene=9#rd"), card("http://h/a", "http://h/b"), card("http://h/c"),
					{Type: "voice"}, {Type: "video"}, {Type: "song"}, said(strings.Repeat("长", 683)), said(" "), card(),
				},
			},
			{Keywords: []wechat.AutoReplyKeyword{word("equal", "地址")}, Replies: []wechat.AutoReply{said("和平路 3 号")}},
		},
	}, map[string]string{tuwen.ArticleKey("https://mp.weixin.qq.com/s?__biz=b&mid=1&idx=1&sn=s&chksm=1"): "tea"})
	want := tuwen.AutoReplies{LeftOver: true, Rules: []tuwen.FoundRule{
		{Kind: tuwen.RuleFollow, Name: "被关注回复", On: true, Keywords: []tuwen.Keyword{}, Mode: tuwen.ReplyAll, Replies: []tuwen.Reply{text("欢迎")}, LeftOut: []tuwen.LeftOut{}},
		{
			Kind: tuwen.RuleKeyword, Name: "新 茶", Mode: tuwen.ReplyRandom,
			Keywords: []tuwen.Keyword{{Text: "茶", Match: tuwen.MatchContains}, {Text: "菜单", Match: tuwen.MatchExact}},
			Replies: []tuwen.Reply{
				{Kind: tuwen.ReplyMaterial, MediaID: "tea", Fallback: tuwen.DefaultFallback}, text("题a\nhttp://h/a\n\n题b\nhttp://h/b"), text("题c\nhttp://h/c"),
			},
			LeftOut: []tuwen.LeftOut{
				tuwen.LeftKeyword, tuwen.LeftKeyword, tuwen.LeftVoice, tuwen.LeftVideo, tuwen.LeftUnknown, tuwen.LeftTooLong, tuwen.LeftUnknown, tuwen.LeftUnknown,
			},
		},
		{Kind: tuwen.RuleKeyword, Name: "地址", Keywords: []tuwen.Keyword{{Text: "地址", Match: tuwen.MatchExact}}, Mode: tuwen.ReplyAll,
			Replies: []tuwen.Reply{text("和平路 3 号")}, LeftOut: []tuwen.LeftOut{}},
		{Kind: tuwen.RuleDefault, Name: "收到消息回复", Keywords: []tuwen.Keyword{}, Mode: tuwen.ReplyAll, Replies: []tuwen.Reply{}, LeftOut: []tuwen.LeftOut{tuwen.LeftPicture}},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if empty := tuwen.ReadAutoReplies(&wechat.AutoReplyInfo{AutoReplyOpen: true, AddFriendReplyOpen: true}, nil); empty.LeftOver || empty.Rules == nil {
		t.Errorf("with nothing set: %+v", empty)
	}
}

func TestFoundRuleSaysWhatIsSkipped(t *testing.T) {
	t.Parallel()
	partly := tuwen.FoundRule{Kind: tuwen.RuleFollow, Name: "问候", Replies: []tuwen.Reply{text("好")}, LeftOut: []tuwen.LeftOut{tuwen.LeftVoice}}
	bare := tuwen.FoundRule{Kind: tuwen.RuleKeyword, Name: "空", Replies: []tuwen.Reply{text("好")}}
	silent := tuwen.FoundRule{Kind: tuwen.RuleDefault, Name: "声", LeftOut: []tuwen.LeftOut{tuwen.LeftVoice}}
	for name, c := range map[string]struct {
		rule tuwen.FoundRule
		left tuwen.LeftOut
		want []tuwen.SkippedRule
	}{
		"partly":  {partly, "", []tuwen.SkippedRule{{Name: "问候", Reason: tuwen.LeftVoice, Partly: true}}},
		"no word": {bare, tuwen.LeftKeyword, []tuwen.SkippedRule{{Name: "空", Reason: tuwen.LeftKeyword}}},
		"nothing": {silent, tuwen.LeftNothing, []tuwen.SkippedRule{{Name: "声", Reason: tuwen.LeftVoice}}},
		"empty":   {tuwen.FoundRule{Name: "无"}, tuwen.LeftNothing, []tuwen.SkippedRule{{Name: "无", Reason: tuwen.LeftNothing}}},
	} {
		rule, left := c.rule.Rule()
		if left != c.left || (left == "") != (rule.Name == c.rule.Name) {
			t.Errorf("%s: left %q, rule %+v", name, left, rule)
		}
		if d := cmp.Diff(c.want, c.rule.Skipped(left)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	if d := cmp.Diff([]tuwen.SkippedRule{{Name: "问候", Reason: tuwen.LeftThere}}, partly.Skipped(tuwen.LeftThere)); d != "" {
		t.Errorf("there already (-want +got):\n%s", d)
	}
}

func TestArticleKeyIsOneForAllAddressesOfAnArticle(t *testing.T) {
	t.Parallel()
	same := []string{
		"http://mp.weixin.qq.com/s?__biz=MzA%3D&mid=1&idx=2&sn=ab&chksm=x&scene=21#wechat_redirect",
		" https://MP.weixin.qq.com/s?mid=1&__biz=MzA%3D&sn=ab&idx=2#rd",
	}
	if a, b := tuwen.ArticleKey(same[0]), tuwen.ArticleKey(same[1]); a != b || a == "" {
		t.Errorf("got %q and %q", a, b)
	}
	seen := map[string]string{}
	for _, a := range append(same[:1:1], "https://mp.weixin.qq.com/s/abc", "https://mp.weixin.qq.com/s/abd", "https://mp.weixin.qq.com/s?__biz=MzA%3D&mid=1&idx=3&sn=ab", "http://h/p?a=1", "http://h/p?a=2") {
		key := tuwen.ArticleKey(a)
		if seen[key] != "" {
			t.Errorf("%s and %s are one", a, seen[key])
		}
		seen[key] = a
	}
	for _, none := range []string{"", "p", "%zz", "/s/abc"} {
		if key := tuwen.ArticleKey(none); key != "" {
			t.Errorf("%q has the key %q", none, key)
		}
	}
}
