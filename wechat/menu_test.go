package wechat_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

// shopMenu has what JSON libraries like to escape.
var shopMenu = []wechat.MenuButton{
	{Type: "click", Name: "今日<茶>", Key: "m:12:latest"},
	{Name: "更多🍵", SubButtons: []wechat.MenuButton{
		{Type: "view", Name: "官网", URL: "https://example.com/?a=1&b=2"},
		{Type: "miniprogram", Name: "小店", URL: "https://example.com/old", AppID: "wx286b93c14bbf93aa", PagePath: "pages/shop"},
		{Type: "article_id", Name: "指南", ArticleID: "A1"},
	}},
}

// menuCases are those of the custom menu.
var menuCases = []methodCase{
	{
		api: "POST /cgi-bin/menu/create",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Menu.Create(ctx, shopMenu)
		},
	},
	{
		api: "GET /cgi-bin/menu/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Menu.Get(ctx)
		},
		want: &wechat.MenuSet{
			MenuID: "208396938",
			Buttons: []wechat.MenuButton{
				{Type: "click", Name: "今日茶单", Key: "m:12:latest"},
				{Name: "更多", SubButtons: []wechat.MenuButton{
					{Type: "view", Name: "官网", URL: "https://example.com/?a=1&b=2"},
					{Type: "miniprogram", Name: "小店", URL: "https://example.com/old", AppID: "wx286b93c14bbf93aa", PagePath: "pages/shop"},
				}},
			},
			Conditional: []wechat.ConditionalMenu{{
				MenuID: "208396993", Rule: wechat.MatchRule{TagID: "128", Platform: "1"},
				Buttons: []wechat.MenuButton{{Type: "click", Name: "老客", Key: "m:13:old"}},
			}},
		},
	},
	{
		api: "GET /cgi-bin/menu/delete",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Menu.Delete(ctx)
		},
	},
	{
		api: "GET /cgi-bin/get_current_selfmenu_info",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Menu.Current(ctx)
		},
		want: &wechat.CurrentMenu{Open: true, Buttons: []wechat.MenuButton{
			{Name: "看看", SubButtons: []wechat.MenuButton{
				{Type: "view", Name: "网页", URL: "http://www.qq.com/"},
				{Type: "news", Name: "图文", Value: "KQb_w_Tiz-nSdVLoTV35PnnnnnLyVkKX", News: []wechat.AutoReplyArticle{{
					Title: "霜降的汤", Author: "阿禾", Digest: "一锅暖汤", CoverURL: "http://mmbiz.qpic.cn/mmbiz/a1/0",
					ContentURL: "http://mp.weixin.qq.com/s?__biz=MjM5&mid=203929886&idx=1&sn=62#rd",
				}}},
			}},
			{Type: "text", Name: "电话", Value: "打 400-1 & 说「茶」"},
			{Type: "img", Name: "图片", Value: "ax5Whs5dsoomJLEppAvftBUuH7CgXCZGFbFJifmbUjnQk_ierMHY99Y5d2Cv14RD"},
		}},
	},
	{
		api: "POST /cgi-bin/menu/addconditional",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Menu.AddConditional(ctx, shopMenu[:1], wechat.MatchRule{TagID: "128", Platform: "2"})
		},
		want: "208379533",
	},
	{
		api: "POST /cgi-bin/menu/delconditional",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Menu.DeleteConditional(ctx, "208379533")
		},
	},
	{
		api: "POST /cgi-bin/menu/trymatch",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Menu.TryMatch(ctx, ahe)
		},
		want: []wechat.MenuButton{{Type: "view", Name: "官网", URL: "https://example.com/"}},
	},
}

// Never an escape: WeChat answers 40033 to one.
func TestMenuTextsGoUnescaped(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{"POST /cgi-bin/menu/create": says(`{"errcode":0}`)})
	if err := f.client().Menu.Create(t.Context(), shopMenu); err != nil {
		t.Fatal(err)
	}
	body := f.seen()[0].Body
	if strings.Contains(body, `\u`) || !strings.Contains(body, "<茶>") || !strings.Contains(body, "🍵") || !strings.Contains(body, "a=1&b=2") {
		t.Errorf("sent %s", body)
	}
}

func TestSubButtonsAreReadInEitherForm(t *testing.T) {
	t.Parallel()
	want := []wechat.MenuButton{{Name: "a", SubButtons: []wechat.MenuButton{{Type: "click", Name: "b", Key: "7"}}}, {Type: "view", Name: "c"}}
	for _, subs := range []string{
		`{"list":[{"type":"click","name":"b","key":7}]}`,
		`[{"type":"click","name":"b","key":"7","sub_button":{"list":[]}}]`,
	} {
		f := newFake(t, handlers{"POST /cgi-bin/menu/trymatch": says(`{"menu":{"button":[{"name":"a","sub_button":` + subs + `},{"type":"view","name":"c","sub_button":null}]}}`)})
		got, err := f.client().Menu.TryMatch(t.Context(), ahe)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v, buttons differ (-want +got):\n%s", subs, err, diff)
		}
	}
}

func TestAnswerWithoutAMenuTellsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"errcode":0}`, `{"menu":7}`, `{"menu":{"button":"x"},"is_menu_open":1,"selfmenu_info":{"button":7}}`} {
		f := newFake(t, handlers{
			"GET /cgi-bin/menu/get": says(body), "GET /cgi-bin/get_current_selfmenu_info": says(body),
			"POST /cgi-bin/menu/trymatch": says(body), "POST /cgi-bin/menu/addconditional": says(body),
		})
		menus := f.client().Menu
		_, get := menus.Get(t.Context())
		_, current := menus.Current(t.Context())
		_, match := menus.TryMatch(t.Context(), ahe)
		_, add := menus.AddConditional(t.Context(), nil, wechat.MatchRule{})
		for name, err := range map[string]error{"get": get, "current": current, "trymatch": match, "addconditional": add} {
			var fault *wechat.TransportError
			if !errors.As(err, &fault) || fault.Kind != wechat.KindShape {
				t.Errorf("%s of %s: got %v, want an unexpected shape", name, body, err)
			}
		}
	}
}

// A closed menu is told without its buttons.
func TestClosedMenuHasNoButtons(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{"GET /cgi-bin/get_current_selfmenu_info": says(`{"is_menu_open":0,"selfmenu_info":{}}`)})
	got, err := f.client().Menu.Current(t.Context())
	if diff := cmp.Diff(&wechat.CurrentMenu{}, got); diff != "" || err != nil {
		t.Errorf("%v, menu differs (-want +got):\n%s", err, diff)
	}
}
