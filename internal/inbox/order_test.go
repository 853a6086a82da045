package inbox_test

import (
	"context"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// The order is: the code of the scene, the option of a conversation, a keyword
// (the whole text before a part, then priority), the follow rule, the default.
func TestWhoGetsThePassiveReply(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.Operator(tuwen.Operates)
		e.rule("default", "", text("默认"))
		e.rule("part", "茶", text("半匹配"))
		e.rule("larger", "乌龙茶", text("半匹配，优先"))
		e.rule("whole", "=乌龙茶", text("全匹配"))
		e.rule("number", "=1", text("关键词 1"))
		e.prefer("part", 1)
		e.prefer("larger", 5)
		e.follow("welcome", text("感谢关注"))
		e.write(func(ctx context.Context, tx *store.Tx) error {
			return tx.Conversations.Put(ctx, testkit.AppID, tuwen.Conversation{
				ID: "menu", Name: "菜单", Opening: "想看什么", UpdatedAt: e.Clock.Now(), Options: []tuwen.Option{
					{ID: "o1", Label: "茶单", Reply: text("选项一")}, {ID: "o2", Label: "门店", Reply: text("选项二")},
				},
			})
		})
		e.rule("menu", "=菜单", tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "menu"})

		someone, err := e.WeChat.NewOpenID("林小满")
		e.must(err)
		e.wantReply(e.answer(e.WeChat.Follow(t.Context(), someone)), "感谢关注")
		says := func(words, want string) {
			t.Helper()
			e.wantReply(e.answer(e.WeChat.Write(t.Context(), someone, words)), want)
		}
		says("绿茶", "半匹配")
		says("乌龙茶", "全匹配")
		says("来点乌龙茶吧", "半匹配，优先")
		says("在吗", "默认")
		says("1", "关键词 1") // nothing was asked yet
		e.wantReply(e.answer(e.WeChat.Tap(t.Context(), someone, "nothing")), "success")

		// The conversation can be tapped, so it goes out by customer service.
		says("菜单", "success")
		testkit.Wait(b, path+"/messages?openid="+someone, func(p tuwen.Page[tuwen.Message]) bool {
			return len(p.Items) > 0 && p.Items[0].State == tuwen.MessageSent
		})
		if all := e.WeChat.Received(someone); all[len(all)-1].Kind != "menu" {
			t.Errorf("the last message is %+v, want the conversation's", all[len(all)-1])
		}
		says("1", "选项一") // before the keyword
		e.wantReply(e.answer(e.WeChat.TapOption(t.Context(), someone, "o2")), "选项二")
		says("乌龙茶", "全匹配") // what is no option

		by := map[string]int{}
		for _, ev := range e.events() {
			if ev.AnsweredBy != nil {
				by[ev.AnsweredBy.Kind+" "+ev.AnsweredBy.ID]++
			}
		}
		wantSame(t, "who answered how often", by, map[string]int{
			"reply_rule welcome": 1, "reply_rule part": 1, "reply_rule whole": 2, "reply_rule larger": 1, "reply_rule default": 1,
			"reply_rule number": 1, "reply_rule menu": 1, "conversation menu": 2,
		})
		// Nobody sends beside it: each push was answered by one message.
		if got, want := len(e.WeChat.Received(someone)), 1+6+1+2; got != want {
			t.Errorf("the follower received %d messages, want %d: %+v", got, want, e.WeChat.Received(someone))
		}
	})
}

// prefer sets a rule's priority.
func (e *env) prefer(id string, priority int) {
	e.t.Helper()
	e.change(id, func(r *tuwen.ReplyRule) { r.Priority = priority })
}
