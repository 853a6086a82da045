package inbox_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// menu makes buttons the live menu here; at WeChat it is not.
func (e *env) menu(buttons ...tuwen.Button) {
	e.t.Helper()
	m := tuwen.Menu{Buttons: buttons}
	e.write(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Menus.PutDraft(ctx, testkit.AppID, tuwen.MenuDraft{Menu: m, UpdatedAt: e.Clock.Now()}); err != nil {
			return err
		}
		return tx.Menus.Put(ctx, testkit.AppID, tuwen.MenuVersion{ID: store.NewID(), Source: tuwen.MenuPublished, At: e.Clock.Now(), Menu: m})
	})
}

func button(id string, replies ...tuwen.Reply) tuwen.Button {
	return tuwen.Button{ID: id, Name: id, Action: tuwen.ButtonSend, Replies: replies}
}

// materials are a published item and a history one of three articles, as
// replies: the item, and two articles of the other.
func (e *env) materials() (published, second, third tuwen.Reply) {
	e.t.Helper()
	var articles []sandbox.Article
	for i := range 3 {
		articles = append(articles, sandbox.Article{Title: fmt.Sprint("旧文 ", i), Content: "<p>x</p>"})
	}
	old, err := e.WeChat.AddHistory(sandbox.Item{Articles: articles})
	e.must(err)
	item, err := e.WeChat.AddPublished(sandbox.Item{Articles: articles[:1]})
	e.must(err)
	puts := []store.Put{
		{Material: tuwen.Material{MediaID: old.MediaID, Source: tuwen.History, UpdateTime: e.Clock.Now(), FetchedAt: e.Clock.Now()}},
		{Material: tuwen.Material{MediaID: item.MediaID, ArticleID: item.MediaID, Source: tuwen.Published, UpdateTime: e.Clock.Now(), FetchedAt: e.Clock.Now()}},
	}
	for i, it := range []sandbox.Item{old, item} {
		for k, a := range it.Articles {
			puts[i].Material.Articles = append(puts[i].Material.Articles, tuwen.Article{Index: k, Title: a.Title, URL: a.URL})
		}
		puts[i].Material.Lead()
	}
	e.write(func(ctx context.Context, tx *store.Tx) error { return tx.Materials.Put(ctx, testkit.AppID, puts) })
	of := func(id string, article int) tuwen.Reply {
		return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id, Article: article}
	}
	return of(item.MediaID, 0), of(old.MediaID, 1), of(old.MediaID, 2)
}

// said is what the account said to somebody, in its order.
func (e *env) said(openID string) []string {
	var all []string
	for _, m := range e.WeChat.Received(openID) {
		words := m.Preview()
		if m.Passive {
			words = "passive " + words
		}
		all = append(all, words)
	}
	return all
}

// settled waits until nothing is to be sent to somebody any more.
func (e *env) settled(openID string, messages int) {
	e.t.Helper()
	testkit.Wait(e.Operator(tuwen.Operates), path+"/messages?openid="+openID, func(p tuwen.Page[tuwen.Message]) bool {
		for _, m := range p.Items {
			if m.State == tuwen.MessagePlanned || m.State == tuwen.MessageSending {
				return false
			}
		}
		return len(p.Items) == messages
	})
}

func TestTapSendsMaterialsInTheirOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		published, second, third := e.materials()
		e.rule("default", "", text("默认"))
		e.menu(button("read", published, third, second), button("say", text("电话"), second))
		someone := e.follower("林小满")
		e.wantReply(e.answer(e.WeChat.Tap(t.Context(), someone, "tuwen:read")), "success")
		e.settled(someone, 3)
		wantSame(t, "sent", e.said(someone), []string{"[图文] 旧文 0", "[图文] 旧文 2", "[图文] 旧文 1"})
		// A text goes in the answer, what follows it by customer service.
		e.wantReply(e.answer(e.WeChat.Tap(t.Context(), someone, "tuwen:say")), "电话")
		e.settled(someone, 4)
		wantSame(t, "sent", e.said(someone)[3:], []string{"passive 电话", "[图文] 旧文 1"})

		// The menu changes; an old one on a phone still answers, by what it did.
		e.menu(button("new", text("新的")))
		e.Clock.Move(time.Second)
		e.wantReply(e.answer(e.WeChat.Tap(t.Context(), someone, "tuwen:say")), "电话")
		e.wantReply(e.answer(e.WeChat.Tap(t.Context(), someone, "tuwen:new")), "新的")
		e.wantReply(e.answer(e.WeChat.Tap(t.Context(), someone, "somebody's")), "success")
		by := map[string]int{}
		for _, ev := range e.events() {
			if ev.AnsweredBy != nil {
				by[ev.AnsweredBy.Kind+" "+ev.AnsweredBy.ID]++
			}
		}
		wantSame(t, "who answered how often", by, map[string]int{"menu read": 1, "menu say": 2, "menu new": 1})
	})
}

func TestAccountWithoutCustomerServiceAnswersATapPassively(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		_, second, third := e.materials()
		e.menu(button("read", third, second))
		e.write(func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Accounts.ByID(ctx, testkit.AppID)
			if err != nil {
				return err
			}
			a.Verified = false
			return tx.Accounts.Update(ctx, a)
		})
		someone := e.follower("林小满")
		if d, err := e.WeChat.Tap(t.Context(), someone, "tuwen:read"); err != nil || d.State != sandbox.Answered {
			t.Fatalf("%v, %+v", err, d)
		}
		wantSame(t, "sent", e.said(someone), []string{"passive [图文] 旧文 2"})
		page := testkit.GET[tuwen.Page[tuwen.Message]](e.Operator(tuwen.Operates), path+"/messages?openid="+someone)
		if len(page.Items) != 1 || page.Items[0].State != tuwen.MessageUnsent || page.Items[0].Reason != "no_permission" {
			t.Errorf("the rest: %+v", page.Items)
		}
		// It has an address of its own.
		b := e.Operator(tuwen.Viewer)
		wantSame(t, "one message", testkit.GET[tuwen.Message](b, path+"/messages/"+page.Items[0].ID), page.Items[0])
		b.Must(http.StatusNotFound, "GET", path+"/messages/nobody", nil)
	})
}

func TestTapsOnPagesAreCountedToo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.menu(
			button("say", text("好")), tuwen.Button{ID: "web", Name: "网", Action: tuwen.ButtonPage, URL: "https://h/?a=1&b=2"},
			tuwen.Button{ID: "scan", Name: "扫", Action: tuwen.ButtonScan},
		)
		someone := e.follower("林小满")
		for range 2 {
			e.wantReply(e.answer(e.WeChat.PushEvent(t.Context(), someone, "VIEW", callback.Fields{{Name: "EventKey", Value: "https://h/?a=1&b=2"}})), "success")
			e.Clock.Move(time.Second)
		}
		e.wantReply(e.answer(e.WeChat.PushEvent(t.Context(), someone, "VIEW", callback.Fields{{Name: "EventKey", Value: "https://other/"}})), "success")
		e.wantReply(e.answer(e.WeChat.Tap(t.Context(), someone, "tuwen:say")), "好")
		e.wantReply(e.answer(e.WeChat.PushEvent(t.Context(), someone, "scancode_push", callback.Fields{{Name: "EventKey", Value: "tuwen:scan"}})), "success")
		var taps map[string]map[string]int
		e.must(e.DB.Read(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
			taps, err = tx.Menus.Taps(ctx, testkit.AppID, e.Clock.Now())
			return err
		}))
		day := tuwen.BeijingDay(e.Clock.Now())
		wantSame(t, "taps", taps, map[string]map[string]int{"say": {day: 1}, "web": {day: 2}, "scan": {day: 1}})
	})
}
