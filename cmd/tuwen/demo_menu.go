package main

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// menuSetting tells that the sample menus were made once.
const menuSetting = "demo_menu"

// makeMenus gives the account that may have one a menu, published, and the
// other one that was made on mp.weixin.qq.com, to be imported. Not where there
// is one already.
func (d *demo) makeMenus(ctx context.Context) error {
	for _, a := range d.box.SampleAccounts() {
		if a.Kind != sandbox.Service {
			d.box.Account(a.AppID).SetWebsiteMenu(websiteMenu)
			continue
		}
		w := &replyWriter{demo: d, appID: a.AppID}
		if err := w.menu(ctx); err != nil {
			return fmt.Errorf("make the menu of %s: %w", a.Name, err)
		}
	}
	return nil
}

// websiteMenu is as an operator clicks it together on mp.weixin.qq.com.
var websiteMenu = []sandbox.MenuButton{
	{Type: "text", Name: "给编辑写信", Value: "直接在这里留言就好，每一封我们都读。\n想投稿，请在开头写「投稿」。"},
	{Name: "往期", Sub: []sandbox.MenuButton{
		{Type: "view", Name: "全部文章", URL: "https://example.com/qinghe/notes?sort=new&page=1"},
		{Type: "view", Name: "按月份看", URL: "https://example.com/qinghe/notes/months"},
	}},
}

func (w *replyWriter) menu(ctx context.Context) error {
	state, err := w.desk.Menus.State(ctx, w.actor, w.appID, false)
	if err != nil {
		return err
	}
	if state.Live != nil || !state.Draft.Empty() {
		return nil // a demo that was stopped, or somebody was quicker
	}
	if err := w.read(ctx); err != nil {
		return err
	}
	conversations, err := w.desk.Conversations.All(ctx, w.actor, w.appID)
	if err != nil {
		return err
	}
	leads := func(name string) tuwen.Reply {
		for _, c := range conversations {
			if c.Name == name {
				return tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: c.ID}
			}
		}
		return say(shopText)
	}
	send := func(name string, replies ...tuwen.Reply) tuwen.Button {
		return tuwen.Button{Name: name, Action: tuwen.ButtonSend, Replies: replies}
	}
	form := desk.MenuForm{Menu: tuwen.Menu{Conditional: []tuwen.ConditionalMenu{}, Buttons: []tuwen.Button{
		{Name: "读青禾", Buttons: []tuwen.Button{
			send("本周上新", w.article("上新", "值得等")),
			send("喝茶记·三篇", w.article("喝茶记"), w.article("喝茶记", "茶"), w.article("喝茶记", "茶", "杯")),
			send("学着喝茶", leads("学着喝茶")),
		}},
		{Name: "去店里", Buttons: []tuwen.Button{
			send("地址与时间", say(shopText)),
			{Name: "线上小店", Action: tuwen.ButtonPage, URL: "https://example.com/qinghe/shop?from=menu&v=2"},
		}},
		send("小管家", leads("青禾小管家")),
	}}}
	if _, err := w.desk.Menus.Change(ctx, w.actor, w.appID, form); err != nil {
		return err
	}
	_, err = w.desk.Menus.Publish(ctx, w.actor, w.appID, desk.MenuPublish{})
	return err
}
