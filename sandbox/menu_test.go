package sandbox_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const (
	menuCreate      = "/cgi-bin/menu/create"
	menuGet         = "/cgi-bin/menu/get"
	menuDelete      = "/cgi-bin/menu/delete"
	menuCurrent     = "/cgi-bin/get_current_selfmenu_info"
	menuConditional = "/cgi-bin/menu/addconditional"
	menuDrop        = "/cgi-bin/menu/delconditional"
	menuMatch       = "/cgi-bin/menu/trymatch"
)

func click(name, key string) object { return object{"type": "click", "name": name, "key": key} }

func view(name, url string) object { return object{"type": "view", "name": name, "url": url} }

func menuOf(buttons ...any) object { return object{"button": buttons} }

func several(n int, one func(i int) object) []any {
	var list []any
	for i := range n {
		list = append(list, one(i))
	}
	return list
}

// TestMenusAreMadeWithinTheirLimits is each limit at and over it, on both
// levels. 16 bytes are five Chinese characters and one letter.
func TestMenusAreMadeWithinTheirLimits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	article, err := b.acct.AddPublished(itemOf("指南"))
	if err != nil {
		t.Fatal(err)
	}
	site := func(bytes int) string {
		return "https://example.com/?a=1&b=" + strings.Repeat("x", bytes-len("https://example.com/?a=1&b="))
	}
	sub := func(s object) object { return menuOf(object{"name": "更多", "sub_button": []any{s}}) }
	for name, c := range map[string]struct {
		menu any
		want int
	}{
		"one": {menuOf(click("今日", "a")), 0},
		"three of five": {menuOf(several(3, func(int) object {
			return object{"name": "组", "sub_button": several(5, func(int) object { return click("项", "k") })}
		})...), 0},
		"emoji, < and &":         {menuOf(click("<茶>&🍵", "a")), 0},
		"empty list of subs":     {menuOf(object{"type": "click", "name": "a", "key": "k", "sub_button": []any{}}), 0},
		"no menu":                {object{}, 65307},
		"no buttons":             {object{"button": []any{}}, 40016},
		"four":                   {menuOf(several(4, func(int) object { return click("a", "k") })...), 40016},
		"six subs":               {menuOf(object{"name": "组", "sub_button": several(6, func(int) object { return click("a", "k") })}), 40023},
		"empty group":            {menuOf(object{"name": "组", "sub_button": []any{}}), 40023},
		"third level":            {sub(object{"name": "再", "sub_button": []any{click("a", "k")}}), 40022},
		"name of 16 bytes":       {menuOf(click("一二三四五a", "k")), 0},
		"name of 17 bytes":       {menuOf(click("一二三四五ab", "k")), 40018},
		"no name":                {menuOf(click("", "k")), 40018},
		"sub name of 60 bytes":   {sub(click(strings.Repeat("茶", 20), "k")), 0},
		"sub name of 61 bytes":   {sub(click(strings.Repeat("茶", 20)+"a", "k")), 40025},
		"key of 128 bytes":       {menuOf(click("a", strings.Repeat("k", 128))), 0},
		"key of 129 bytes":       {menuOf(click("a", strings.Repeat("k", 129))), 40019},
		"no key":                 {menuOf(click("a", "")), 40019},
		"sub key of 129 bytes":   {sub(click("a", strings.Repeat("k", 129))), 40026},
		"address of 1024 bytes":  {menuOf(view("a", site(1024))), 0},
		"address of 1025 bytes":  {menuOf(view("a", site(1025))), 40020},
		"sub address too long":   {sub(view("a", site(1025))), 40027},
		"address without scheme": {menuOf(view("a", "example.com")), 40055},
		"sub address of a file":  {sub(view("a", "ftp://example.com/")), 40054},
		"unknown type":           {menuOf(object{"type": "dance", "name": "a"}), 40017},
		"no type":                {menuOf(object{"name": "a"}), 40017},
		"unknown sub type":       {sub(object{"type": "dance", "name": "a"}), 40024},
		"mini program":           {menuOf(object{"type": "miniprogram", "name": "a", "url": "https://h/", "appid": "wx1", "pagepath": "p"}), 0},
		"mini program's page":    {menuOf(object{"type": "miniprogram", "name": "a", "url": "https://h/", "appid": "wx1"}), 40165},
		"mini program for old":   {menuOf(object{"type": "miniprogram", "name": "a", "appid": "wx1", "pagepath": "p"}), 40020},
		"published article":      {menuOf(object{"type": "article_id", "name": "a", "article_id": article.MediaID}), 0},
		"unknown article":        {menuOf(object{"type": "article_id", "name": "a", "article_id": "x"}), 53600},
		"unknown picture":        {menuOf(object{"type": "media_id", "name": "a", "media_id": "x"}), 40007},
		"articles as media":      {menuOf(object{"type": "view_limited", "name": "a", "media_id": "x"}), 40007},
		"escaped":                {`{"button":[{"type":"view","name":"a","url":"https://h/?a=1\u0026b=2"}]}`, 40033},
		"escaped name":           {`{"button":[{"type":"click","name":"\u8336","key":"k"}]}`, 40033},
		"no object":              {`[]`, 47001},
		"nothing":                {``, 44002},
	} {
		if got := b.call(menuCreate, c.menu).errcode(t); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestMenuIsToldAsItWasMade(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if code := b.call(menuGet, nil).errcode(t); code != 46003 {
		t.Errorf("without a menu: %d", code)
	}
	if code := b.call(menuConditional, object{"button": []any{click("a", "k")}, "matchrule": object{"tag_id": "2"}}).errcode(t); code != 65303 {
		t.Errorf("conditional without a menu: %d", code)
	}
	b.call(menuCreate, menuOf(object{"name": "更多", "sub_button": []any{view("官网", "https://h/?a=1&b=2")}}))
	told := object{"name": "更多", "sub_button": []any{object{"type": "view", "name": "官网", "url": "https://h/?a=1&b=2", "sub_button": []any{}}}}
	if diff := cmp.Diff(object{"menu": object{"button": []any{told}}}, b.call(menuGet, nil).object(t)); diff != "" {
		t.Errorf("menu/get (-want +got):\n%s", diff)
	}
	listed := object{"name": "更多", "sub_button": object{"list": []any{view("官网", "https://h/?a=1&b=2")}}}
	want := object{"is_menu_open": 1.0, "selfmenu_info": object{"button": []any{listed}}}
	if diff := cmp.Diff(want, b.call(menuCurrent, nil).object(t)); diff != "" {
		t.Errorf("selfmenu (-want +got):\n%s", diff)
	}
	if code := b.call(menuDelete, nil).errcode(t); code != 0 || b.acct.Menu() != nil {
		t.Errorf("delete: %d, menu %v", code, b.acct.Menu())
	}
}

func TestWebsiteMenuIsToldAndShownWhileNothingIsPushed(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	b.acct.SetWebsiteMenu([]sandbox.MenuButton{
		{Name: "读", Sub: []sandbox.MenuButton{{Type: "news", Name: "图文", Value: "m1", Articles: []sandbox.Article{{Title: "题", URL: "https://h/a", ThumbURL: "https://h/c"}}}}},
		{Type: "text", Name: "电话", Value: "400-1"},
	})
	id := b.follower("林小满")
	if _, err := b.acct.TapButton(t.Context(), id, 1, -1); err != nil {
		t.Fatal(err)
	}
	if _, err := b.acct.TapButton(t.Context(), id, 0, 0); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"400-1", "[图文] 题"}, b.said(id)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	told := b.call(menuCurrent, nil).object(t)
	news := object{"list": []any{object{"title": "题", "author": "", "digest": "", "show_cover": 0.0, "cover_url": "https://h/c", "content_url": "https://h/a", "source_url": ""}}}
	want := object{"is_menu_open": 1.0, "selfmenu_info": object{"button": []any{
		object{"name": "读", "sub_button": object{"list": []any{object{"type": "news", "name": "图文", "value": "m1", "news_info": news}}}},
		object{"type": "text", "name": "电话", "value": "400-1"},
	}}}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("selfmenu (-want +got):\n%s", diff)
	}
	if code := b.call(menuGet, nil).errcode(t); code != 46003 {
		t.Errorf("menu/get tells what it did not make: %d", code)
	}
	newConsole(t, b, callback.Plain).connect()
	want["is_menu_open"] = 0.0
	if diff := cmp.Diff(want, b.call(menuCurrent, nil).object(t)); diff != "" {
		t.Errorf("selfmenu while pushing (-want +got):\n%s", diff)
	}
	b.clock.Move(5 * time.Minute)
	if menu := b.acct.PhoneMenu(id); menu != nil {
		t.Errorf("the phone shows %v", menu)
	}
}

func TestConditionalMenusFollowTheirRules(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.follower("林小满")
	tag := b.call("/cgi-bin/tags/create", object{"tag": object{"name": "老客"}}).object(t)["tag"].(object)["id"].(float64)
	b.call(menuCreate, menuOf(click("众", "all")))
	add := func(rule object, buttons ...any) reply {
		return b.call(menuConditional, object{"button": buttons, "matchrule": rule})
	}
	for name, c := range map[string]struct {
		rule object
		want int
	}{
		"no rule":     {object{}, 65304},
		"unknown tag": {object{"tag_id": "999"}, 45159},
		"platform":    {object{"client_platform_type": "9"}, 65304},
		"sex":         {object{"tag_id": "2", "sex": "1"}, 65320},
	} {
		if got := add(c.rule, click("a", "k")).errcode(t); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if got := add(object{"client_platform_type": "2"}, view("a", "https://a/"), view("b", "https://b/"), view("c", "https://c/x")).errcode(t); got != 0 {
		t.Errorf("three domains: %d", got)
	}
	if got := add(object{"client_platform_type": "1"}, view("d", "https://d/")).errcode(t); got != 40055 {
		t.Errorf("a fourth domain: %d", got)
	}
	menuID := add(object{"tag_id": int(tag)}, click("老客", "old")).object(t)["menuid"].(string)
	matched := func() string {
		return b.call(menuMatch, object{"user_id": id}).object(t)["button"].([]any)[0].(object)["name"].(string)
	}
	if got := matched(); got != "a" {
		t.Errorf("untagged sees %q", got)
	}
	b.call("/cgi-bin/tags/members/batchtagging", object{"tagid": int(tag), "openid_list": []any{id}})
	if got := matched(); got != "老客" {
		t.Errorf("tagged sees %q", got)
	}
	if got := b.call(menuMatch, object{"user_id": "nobody"}).errcode(t); got != 65302 {
		t.Errorf("nobody: %d", got)
	}
	if list := b.call(menuGet, nil).object(t)["conditionalmenu"].([]any); len(list) != 2 || list[0].(object)["matchrule"].(object)["tag_id"] == nil {
		t.Errorf("conditional menus %v", list)
	}
	if got := b.call(menuDrop, object{"menuid": menuID}).errcode(t); got != 0 || matched() != "a" {
		t.Errorf("dropped: %d, then %q", got, matched())
	}
	if got := b.call(menuDrop, object{"menuid": menuID}).errcode(t); got != 65301 {
		t.Errorf("dropped twice: %d", got)
	}
	b.call(menuDelete, nil)
	b.call(menuCreate, menuOf(click("众", "all")))
	if matched() != "众" {
		t.Error("deleting the menu left a conditional one")
	}
}

func TestPhoneReadsTheMenuAnewAfterFiveMinutes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	names := func(id string) string {
		var list []string
		for _, m := range b.acct.PhoneMenu(id) {
			list = append(list, m.Name)
		}
		return strings.Join(list, " ")
	}
	b.call(menuCreate, menuOf(click("旧", "old")))
	id := b.follower("林小满")
	if got := names(id); got != "旧" {
		t.Fatalf("shows %q", got)
	}
	b.call(menuCreate, menuOf(click("新", "new")))
	b.clock.Move(5*time.Minute - time.Second)
	if got := names(id); got != "旧" {
		t.Errorf("too early: %q", got)
	}
	b.clock.Move(time.Second)
	if got := names(id); got != "新" {
		t.Errorf("after five minutes: %q", got)
	}
	b.call(menuCreate, menuOf(click("更新", "newer")))
	if _, err := b.acct.Unfollow(t.Context(), id); err != nil || names(id) != "" {
		t.Errorf("unfollowed: %v, %q", err, names(id))
	}
	if _, err := b.acct.Follow(t.Context(), id); err != nil || names(id) != "更新" {
		t.Errorf("followed again: %v, %q", err, names(id))
	}
}

func TestTapsPushWhatTheButtonIs(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	c := newConsole(t, b, callback.Safe)
	c.connect()
	id := b.follower("林小满")
	article, err := b.acct.AddPublished(itemOf("指南"))
	if err != nil {
		t.Fatal(err)
	}
	code := b.call(menuCreate, menuOf(
		click("点", "k1"),
		object{"name": "更多", "sub_button": []any{
			view("网页", "https://h/?a=1&b=2"),
			object{"type": "miniprogram", "name": "小店", "url": "https://h/", "appid": "wx1", "pagepath": "pages/a"},
			object{"type": "scancode_waitmsg", "name": "扫", "key": "k2"},
			object{"type": "pic_weixin", "name": "图", "key": "k3"},
			object{"type": "location_select", "name": "位", "key": "k4"},
		}},
		object{"type": "article_id", "name": "指南", "article_id": article.MediaID},
	)).errcode(t)
	b.clock.Move(5 * time.Minute)
	began := len(c.pushed())
	for _, place := range [][2]int{{0, -1}, {1, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}, {2, -1}} {
		if _, err := b.acct.TapButton(t.Context(), id, place[0], place[1]); err != nil {
			t.Fatal(code, err)
		}
		window := b.acctWindow(id)
		if wants := place == [2]int{0, -1} || place == [2]int{1, 2}; wants && window != sandbox.WindowTap {
			t.Errorf("%v opened %q", place, window)
		}
	}
	var got []callback.Payload
	for _, p := range c.pushed()[began:] {
		got = append(got, p.Payload)
	}
	want := []callback.Payload{
		callback.ClickEvent{EventKey: "k1"},
		callback.ViewEvent{EventKey: "https://h/?a=1&b=2", MenuID: got[1].(callback.ViewEvent).MenuID},
		callback.ViewMiniProgramEvent{EventKey: "pages/a", MenuID: got[1].(callback.ViewEvent).MenuID},
		callback.ScanCodeEvent{EventKey: "k2", ScanType: "qrcode", ScanResult: "https://example.com/scanned"},
		callback.PicEvent{EventKey: "k3", Count: 1, PicMD5Sums: []string{"1b5f7c23b5bf75682a53e7b6d163e185"}},
		got[5],
		callback.LocationSelectEvent{EventKey: "k4", Latitude: 31.2304, Longitude: 121.4737, Scale: 15, Label: "上海市黄浦区人民广场"},
		got[7],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pushed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"[图文] 指南"}, b.said(id)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	for _, place := range [][2]int{{3, -1}, {1, -1}, {1, 5}, {0, 0}, {-1, -1}} {
		if _, err := b.acct.TapButton(t.Context(), id, place[0], place[1]); !errors.Is(err, sandbox.ErrNoItem) {
			t.Errorf("%v: %v", place, err)
		}
	}
}

// acctWindow is what opened the follower's window; "" while it is shut.
func (b *bench) acctWindow(id string) sandbox.WindowKind {
	b.t.Helper()
	f, err := b.acct.Follower(id)
	if err != nil {
		b.t.Fatal(err)
	}
	if f.Window == nil {
		return ""
	}
	return f.Window.Kind
}

func TestMenusAreForVerifiedAccounts(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{}, sandbox.Account{AppID: appID, Secret: secret, Kind: sandbox.Service})
	for path, want := range map[string]int{menuGet: 48001, menuDelete: 48001, menuCurrent: 0} {
		if got := b.call(path, nil).errcode(t); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if got := b.call(menuCreate, menuOf(click("a", "k"))).errcode(t); got != 48001 {
		t.Errorf("create: %d", got)
	}
	b.acct.SetQuota(menuCreate, 0)
	b.acct.SetPermission("/cgi-bin/menu/", true)
	if got := b.call(menuCreate, menuOf(click("a", "k"))).errcode(t); got != 45009 {
		t.Errorf("without quota: %d", got)
	}
}

func TestMenuOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	cfg := sandbox.Config{Dir: t.TempDir()}
	b := newBenchOf(t, cfg, sandbox.Account{AppID: appID, Secret: secret, Kind: sandbox.Service, Verified: true})
	b.acct.SetWebsiteMenu([]sandbox.MenuButton{{Type: "text", Name: "a", Value: "v"}})
	b.call(menuCreate, menuOf(click("茶", "k")))
	b.call(menuConditional, object{"button": []any{click("a", "k")}, "matchrule": object{"tag_id": "2"}})
	if err := b.box.Close(); err != nil {
		t.Fatal(err)
	}
	again := newBenchOf(t, cfg, sandbox.Account{AppID: appID})
	if diff := cmp.Diff([]sandbox.MenuButton{{Type: "click", Name: "茶", Key: "k"}}, again.acct.Menu()); diff != "" {
		t.Errorf("menu (-want +got):\n%s", diff)
	}
	if list := again.call(menuGet, nil).object(t)["conditionalmenu"].([]any); len(list) != 1 {
		t.Errorf("conditional %v", list)
	}
}

func TestPhoneShowsAndTapsTheMenu(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	b.do("POST", "/console/api/people", object{"name": "林小满"})
	b.do("PUT", consoleBase+"/menu", object{"website": []any{object{"type": "text", "name": "电话", "value": "400-1"}}})
	b.do("POST", chatBase+"/follow", object{})
	if menu := b.do("GET", chatBase, nil)["menu"].([]any); len(menu) != 1 || menu[0].(object)["name"] != "电话" {
		t.Errorf("menu %v", menu)
	}
	b.do("POST", chatBase+"/button", object{"top": 0, "sub": -1})
	if got := b.messages(); got[len(got)-1] != "account: 400-1" {
		t.Errorf("messages %v", got)
	}
	if r := b.send("POST", chatBase+"/button", object{"top": 2, "sub": -1}, nil); r.status != 404 {
		t.Errorf("no such button: HTTP %d", r.status)
	}
	if v := b.do("GET", consoleBase+"/menu", nil); len(v["website"].([]any)) != 1 || len(v["menu"].([]any)) != 0 {
		t.Errorf("menus %v", v)
	}
}
