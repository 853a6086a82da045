package outbox_test

import (
	"context"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestArticleThatWeChatRefusesIsReplacedByItsFallback(t *testing.T) {
	t.Parallel()
	for _, errcode := range []int{0, 40007} { // 0: the sandbox's own, 53600
		each(t, func(t *testing.T, e *env) {
			m := e.published(t, "要下架的")
			if errcode == 0 {
				must(t, e.wx.DeletePublished(m.MediaID))
				errcode = 53600
			} else {
				e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Errcode: errcode})
			}
			e.writes(t)
			article := tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: m.MediaID, Fallback: "这篇下架了"}
			args := e.plan(t, article, text("后"))
			e.send(t, args)
			wantSame(t, e.outcomes(t, args), []string{"sent message.fallback", "sent"})
			wantSame(t, e.received(e.openID), []string{"这篇下架了", "后"})
			wantSame(t, []any{e.wx.Calls(sendPath), e.contact(t).Window.Sent}, []any{3, 2})
			p := e.messages(t, args)[0].Problem
			wantSame(t, p.Params, map[string]string{"media_id": m.MediaID, "reason": "gone"})
			wantSame(t, p.WeChat.Errcode, errcode)
			kept := read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
				return tx.Materials.ByID(ctx, appID, m.MediaID)
			})
			if !kept.Gone {
				t.Error("the operator is not told that the material is gone")
			}

			// From now on it is known.
			e.wx.ResetCalls()
			article.Fallback = " "
			args = e.plan(t, article)
			e.send(t, args)
			wantSame(t, e.outcomes(t, args), []string{"sent message.fallback"})
			wantSame(t, e.received(e.openID)[2:], []string{tuwen.DefaultFallback})
			wantSame(t, e.wx.Calls(sendPath), 1)
		})
	}
}

func TestArticleDeletedHereIsReplacedByItsFallback(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		m := e.history(t, "删掉的")
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.Materials.Delete(ctx, appID, []string{m.MediaID}, e.clock.Now())
		})
		e.writes(t)
		args := e.plan(t, tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: m.MediaID}, tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "never"})
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent message.fallback", "sent message.fallback"})
		all := e.messages(t, args)
		wantSame(t, []string{all[0].Problem.Params["reason"], all[1].Problem.Params["reason"]}, []string{"deleted", "missing"})
		wantSame(t, e.received(e.openID), []string{tuwen.DefaultFallback, tuwen.DefaultFallback})
	})
}

func TestFallbackIsNotRepeatedEither(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		m := e.published(t, "要下架的")
		must(t, e.wx.DeletePublished(m.MediaID))
		e.writes(t)
		e.wx.OnCall(func(path string, n int) {
			if path == sendPath && n == 2 { // that of the fallback
				e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Kind: sandbox.FaultCut})
			}
		})
		args := e.plan(t, tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: m.MediaID})
		e.send(t, args)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"unknown timeout wechat.unreachable"})
		wantSame(t, e.received(e.openID), []string{tuwen.DefaultFallback})
	})
}

func TestConversationIsNumberedWhereItCannotBeTapped(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		c := tuwen.Conversation{ID: "c1", Name: "问路", Opening: "想看什么？", Options: []tuwen.Option{{ID: "o1", Label: "门店", Reply: text("在南京路")}}}
		e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Conversations.Put(ctx, appID, c) })
		e.writes(t)
		e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Errcode: 40008})
		args := e.plan(t, tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "c1"})
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent"})
		wantSame(t, e.received(e.openID), []string{c.NumberedText()})
		wantSame(t, e.contact(t).Window.Sent, 1)
	})
}
