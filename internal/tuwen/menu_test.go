package tuwen_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

func send(id, name, text string) tuwen.Button {
	return tuwen.Button{ID: id, Name: name, Action: tuwen.ButtonSend, Replies: []tuwen.Reply{{Kind: tuwen.ReplyText, Text: text}}}
}

func page(id, name, url string) tuwen.Button {
	return tuwen.Button{ID: id, Name: name, Action: tuwen.ButtonPage, URL: url}
}

func group(id, name string, buttons ...tuwen.Button) tuwen.Button {
	return tuwen.Button{ID: id, Name: name, Buttons: buttons}
}

func menu(buttons ...tuwen.Button) tuwen.Menu {
	return tuwen.Menu{Buttons: buttons, Conditional: []tuwen.ConditionalMenu{}}
}

func menuStock() tuwen.Stock {
	article := func(n int) []tuwen.Article {
		var list []tuwen.Article
		for i := range n {
			list = append(list, tuwen.Article{Index: i, Title: fmt.Sprint("篇", i), URL: fmt.Sprint("https://mp.weixin.qq.com/s/", i)})
		}
		return list
	}
	return tuwen.Stock{Materials: map[string]tuwen.Material{
		"pub":   {MediaID: "pub", ArticleID: "pub", Source: tuwen.Published, Title: "指南", ArticleCount: 1, Articles: article(1)},
		"old":   {MediaID: "old", Source: tuwen.History, Title: "旧文", ArticleCount: 3, Articles: article(3)},
		"draft": {MediaID: "draft", Source: tuwen.Draft, Title: "草稿", ArticleCount: 1, Articles: article(1)},
		"gone":  {MediaID: "gone", Source: tuwen.History, ArticleCount: 1, Articles: article(1), Gone: true},
	}}
}

func problemsOf(m tuwen.Menu) []string {
	list := []string{}
	for _, p := range m.Problems(tuwen.MenuTerms{Stock: menuStock(), Tags: []tuwen.Tag{{ID: 105}}, Verified: true}) {
		list = append(list, p.Params["field"]+": "+p.Code)
	}
	return list
}

// TestMenuIsCheckedAtItsLimits holds each limit at and over it. 16 bytes are
// five Chinese characters and a letter.
func TestMenuIsCheckedAtItsLimits(t *testing.T) {
	t.Parallel()
	long := func(bytes int) string {
		const head = "https://example.com/?a=1&b="
		return head + strings.Repeat("x", bytes-len(head))
	}
	sub := func(b tuwen.Button) tuwen.Menu { return menu(group("g", "更多", b)) }
	material := func(id string, article int) tuwen.Menu {
		return menu(tuwen.Button{ID: "a", Name: "看", Action: tuwen.ButtonSend, Replies: []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: id, Article: article}}})
	}
	four := send("a", "看", "x")
	four.Replies = append(four.Replies, four.Replies[0], four.Replies[0], four.Replies[0])
	conditional := func(c tuwen.ConditionalMenu) tuwen.Menu {
		m := menu(send("a", "看", "x"))
		m.Conditional = []tuwen.ConditionalMenu{c}
		return m
	}
	for name, c := range map[string]struct {
		menu tuwen.Menu
		want string // field and code of the one problem
	}{
		"no button":                {menu(), "buttons: menu.none"},
		"three":                    {menu(send("a", "一", "x"), send("b", "二", "x"), send("c", "三", "x")), ""},
		"four":                     {menu(send("a", "一", "x"), send("b", "二", "x"), send("c", "三", "x"), send("d", "四", "x")), "buttons: menu.buttons_many"},
		"five in a group":          {menu(group("g", "组", send("a", "一", "x"), send("b", "二", "x"), send("c", "三", "x"), send("d", "四", "x"), send("e", "五", "x"))), ""},
		"six in a group":           {menu(group("g", "组", make([]tuwen.Button, 6)...)), "buttons.0.buttons: menu.subs_many"},
		"empty group":              {menu(group("g", "组")), "buttons.0.buttons: menu.empty_group"},
		"nothing to do":            {sub(tuwen.Button{ID: "a", Name: "看"}), "buttons.0.buttons.0.action: menu.no_action"},
		"a group in a group":       {sub(group("h", "再", send("a", "一", "x"))), "buttons.0.buttons.0.buttons: menu.levels"},
		"twice the same id":        {menu(send("a", "一", "x"), send("a", "二", "x")), "buttons.1.id: menu.id_twice"},
		"no name":                  {menu(send("a", " ", "x")), "buttons.0.name: menu.no_name"},
		"a name of two lines":      {menu(send("a", "一\n二", "x")), "buttons.0.name: text.not_text"},
		"a name of 15 bytes":       {menu(send("a", "一二三四五", "x")), ""},
		"a name of 16 bytes":       {menu(send("a", "一二三四五a", "x")), ""},
		"a name of 17 bytes":       {menu(send("a", "一二三四五ab", "x")), "buttons.0.name: menu.name_long"},
		"emoji, < and &":           {menu(send("a", "<茶>&🍵", "x")), ""},
		"a sub name of 59 bytes":   {sub(send("a", strings.Repeat("茶", 19)+"ab", "x")), ""},
		"a sub name of 60 bytes":   {sub(send("a", strings.Repeat("茶", 20), "x")), ""},
		"a sub name of 61 bytes":   {sub(send("a", strings.Repeat("茶", 20)+"a", "x")), "buttons.0.buttons.0.name: menu.name_long"},
		"an address of 1023 bytes": {menu(page("a", "看", long(1023))), ""},
		"an address of 1024 bytes": {menu(page("a", "看", long(1024))), ""},
		"an address of 1025 bytes": {menu(page("a", "看", long(1025))), "buttons.0.url: menu.url_long"},
		"no address":               {menu(page("a", "看", "example.com")), "buttons.0.url: menu.url"},
		"nothing to send":          {menu(tuwen.Button{ID: "a", Name: "看", Action: tuwen.ButtonSend}), "buttons.0.replies: menu.no_reply"},
		"four messages":            {menu(four), "buttons.0.replies: menu.replies_many"},
		"an empty text":            {menu(send("a", "看", " ")), "buttons.0.replies.0.text: reply.empty"},
		"an unknown material":      {material("none", 0), "buttons.0.replies.0.media_id: reply.material"},
		"a draft":                  {material("draft", 0), "buttons.0.replies.0.media_id: reply.material"},
		"a gone material":          {material("gone", 0), "buttons.0.replies.0.media_id: reply.material"},
		"several articles":         {material("old", 2), ""},
		"an article too many":      {material("old", 3), "buttons.0.replies.0.media_id: reply.material"},
		"a published one":          {material("pub", 0), ""},
		"WeChat's article":         {menu(tuwen.Button{ID: "a", Name: "看", Action: tuwen.ButtonArticle, MediaID: "pub"}), ""},
		"WeChat's of the history":  {menu(tuwen.Button{ID: "a", Name: "看", Action: tuwen.ButtonArticle, MediaID: "old"}), "buttons.0.media_id: menu.article"},
		"a scan alone":             {menu(tuwen.Button{ID: "a", Name: "扫", Action: tuwen.ButtonScan}), ""},
		"a mini program":           {menu(tuwen.Button{ID: "a", Name: "店", Action: tuwen.ButtonMiniProgram, AppID: "wx1", PagePath: "p", URL: "https://h/"}), ""},
		"without its page":         {menu(tuwen.Button{ID: "a", Name: "店", Action: tuwen.ButtonMiniProgram, AppID: "wx1", URL: "https://h/"}), "buttons.0.pagepath: menu.pagepath"},
		"without one for old":      {menu(tuwen.Button{ID: "a", Name: "店", Action: tuwen.ButtonMiniProgram, AppID: "wx1", PagePath: "p"}), "buttons.0.url: menu.url"},
		"another's key":            {menu(tuwen.Button{ID: "a", Name: "他", Action: tuwen.ButtonOther, Other: &tuwen.OtherButton{Type: "click", Key: strings.Repeat("k", 128)}}), ""},
		"another's long key":       {menu(tuwen.Button{ID: "a", Name: "他", Action: tuwen.ButtonOther, Other: &tuwen.OtherButton{Type: "click", Key: strings.Repeat("k", 129)}}), "buttons.0.other.key: menu.key_long"},
		"for a tag":                {conditional(tuwen.ConditionalMenu{ID: "c", Name: "老客", TagID: 105, Buttons: []tuwen.Button{send("b", "一", "x")}}), ""},
		"for an unknown tag":       {conditional(tuwen.ConditionalMenu{ID: "c", Name: "老客", TagID: 9, Buttons: []tuwen.Button{send("b", "一", "x")}}), "conditional.0.tag_id: tag.unknown"},
		"for nobody":               {conditional(tuwen.ConditionalMenu{ID: "c", Name: "老客", Buttons: []tuwen.Button{send("b", "一", "x")}}), "conditional.0.tag_id: menu.no_rule"},
		"to four domains": {conditional(tuwen.ConditionalMenu{
			ID: "c", Name: "老客", Platform: tuwen.IOS, Buttons: []tuwen.Button{group("g", "组", page("1", "a", "https://a/"), page("2", "b", "https://b/"), page("3", "c", "https://c/"), page("4", "d", "https://d/"))},
		}), "conditional: menu.domains"},
	} {
		want := []string{}
		if c.want != "" {
			want = []string{c.want}
		}
		if diff := cmp.Diff(want, problemsOf(c.menu)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestProblemsNameTheButtonAndTheMeasure(t *testing.T) {
	t.Parallel()
	m := menu(send("a", "一二三四五六", "x"), page("b", "网", "x"))
	got := m.Problems(tuwen.MenuTerms{})
	if len(got) != 2 || got[0].Params["bytes"] != "18" || got[0].Params["max"] != "16" || got[0].Params["button"] != "一二三四五六" || got[1].Params["button"] != "网" {
		t.Errorf("%+v", got)
	}
	program := menu(tuwen.Button{ID: "a", Name: "店", Action: tuwen.ButtonMiniProgram, AppID: "wx1", PagePath: "p", URL: "https://h/"})
	if got := program.Problems(tuwen.MenuTerms{}); len(got) != 1 || got[0].Code != "menu.mini_program_account" {
		t.Errorf("of an unverified account: %+v", got)
	}
}

func said(changes []tuwen.MenuChange) []string {
	list := []string{}
	at := func(p *tuwen.MenuPlace) string {
		if p == nil {
			return ""
		}
		return fmt.Sprint(" ", p.Group, p.Place)
	}
	words := func(d *tuwen.MenuDeed) string {
		if d == nil {
			return ""
		}
		return fmt.Sprintf(" [%s %s%s]", d.Action, d.Words, strings.TrimPrefix(fmt.Sprint(d.TagID), "0"))
	}
	for _, c := range changes {
		n := ""
		if c.Buttons > 0 {
			n = fmt.Sprintf(" (%d)", c.Buttons)
		}
		list = append(list, strings.TrimSpace(c.Menu+" ")+string(c.Kind)+" "+c.Name+at(c.From)+at(c.To)+words(c.Before)+words(c.After)+n)
	}
	return list
}

func TestMenusDifferInAsFewLinesAsPossible(t *testing.T) {
	t.Parallel()
	a, b, c := send("a", "茶", "岩茶"), page("b", "店", "https://shop/"), send("c", "问", "在")
	renamed := a
	renamed.Name = "新茶"
	other := page("a", "茶", "https://tea/")
	tagged := func(tag int, buttons ...tuwen.Button) tuwen.ConditionalMenu {
		return tuwen.ConditionalMenu{ID: fmt.Sprint("m", tag), Name: fmt.Sprint("M", tag), TagID: tag, Buttons: buttons}
	}
	with := func(list ...tuwen.ConditionalMenu) tuwen.Menu {
		return tuwen.Menu{Buttons: []tuwen.Button{a}, Conditional: list}
	}
	ruled := tagged(1, b)
	ruled.TagID = 7
	for name, d := range map[string]struct {
		before, after tuwen.Menu
		want          []string
	}{
		"nothing":               {menu(a, group("g", "组", b)), menu(a, group("g", "组", b)), nil},
		"from nothing":          {tuwen.Menu{}, menu(a), []string{"added 茶 1 [send 岩茶]"}},
		"first to last":         {menu(a, b, c), menu(b, c, a), []string{"moved 茶 1 3"}},
		"last to first":         {menu(a, b, c), menu(c, a, b), []string{"moved 问 3 1"}},
		"two of a row":          {menu(a, b), menu(b, a), []string{"moved 茶 1 2"}},
		"into a group":          {menu(a, group("g", "组", b)), menu(group("g", "组", b, a)), []string{"moved 茶 1 组2"}},
		"renamed":               {menu(a), menu(renamed), []string{"renamed 新茶 [ 茶] [ 新茶]"}},
		"does something else":   {menu(a), menu(other), []string{"changed 茶 [send 岩茶] [page https://tea/]"}},
		"another text":          {menu(a), menu(send("a", "茶", "白茶")), []string{"changed 茶 [send 岩茶] [send 白茶]"}},
		"a group with all":      {menu(a), menu(a, group("g", "组", b, c)), []string{"added 组 2 [ ] (2)"}},
		"a group goes with all": {menu(a, group("g", "组", b, c)), menu(a), []string{"removed 组 2 [ ] (2)"}},
		"a group goes, one out": {menu(group("g", "组", b, c)), menu(b), []string{"moved 店 组1 1", "removed 组 1 [ ] (1)"}},
		"one of a group goes":   {menu(group("g", "组", b, c)), menu(group("g", "组", c)), []string{"removed 店 组1 [page https://shop/]"}},
		"swapped and renamed":   {menu(a, b), menu(b, renamed), []string{"moved 新茶 1 2", "renamed 新茶 [ 茶] [ 新茶]"}},
		"menus": {
			with(tagged(1, b), tagged(2, c), tagged(3, b)), with(tagged(3, b), ruled, tagged(4, b)),
			[]string{"M1menu_moved  1 2", "M1menu_rule  [ 1] [ 7]", "M4menu_added  [ 4] (1)", "M2menu_removed  [ 2] (1)"},
		},
	} {
		want := d.want
		if want == nil {
			want = []string{}
		}
		got := said(tuwen.DiffMenus(d.before, d.after))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatIsFilledInMakesNoDifference(t *testing.T) {
	t.Parallel()
	a := menu(tuwen.Button{ID: "a", Name: "看", Action: tuwen.ButtonSend, Replies: []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: "old", Article: 1}}})
	b := a.Clone()
	menuStock().TellMenu(b)
	b.TellTaps(time.Now(), map[string]map[string]int{"a": {tuwen.BeijingDay(time.Now()): 3}})
	if b.Buttons[0].Replies[0].Label != "旧文" || *b.Buttons[0].Taps != 3 || len(b.Buttons[0].Days) != 7 || a.Buttons[0].Replies[0].Label != "" {
		t.Errorf("told %+v, was %+v", b.Buttons[0], a.Buttons[0])
	}
	if got := tuwen.DiffMenus(a, b); len(got) != 0 {
		t.Errorf("differs: %v", said(got))
	}
	if diff := cmp.Diff(a, b.Written()); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

func wholeMenu() tuwen.Menu {
	return tuwen.Menu{
		Buttons: []tuwen.Button{
			send("a", "<茶>&🍵", "岩茶"),
			group("g", "更多", page("b", "官网", "https://h/?a=1&b=2"),
				tuwen.Button{ID: "c", Name: "小店", Action: tuwen.ButtonMiniProgram, URL: "https://h/", AppID: "wx1", PagePath: "p/a"},
				tuwen.Button{ID: "d", Name: "扫", Action: tuwen.ButtonScan, Waits: true, Replies: []tuwen.Reply{{Kind: tuwen.ReplyText, Text: "收到"}}},
				tuwen.Button{ID: "e", Name: "指南", Action: tuwen.ButtonArticle, MediaID: "pub"}),
			{ID: "f", Name: "拍", Action: tuwen.ButtonOther, Other: &tuwen.OtherButton{Type: "pic_weixin", Key: "theirs"}},
		},
		Conditional: []tuwen.ConditionalMenu{{ID: "m", Name: "老客", TagID: 105, Platform: tuwen.Android, Buttons: []tuwen.Button{send("h", "会员", "好")}}},
	}
}

func TestMenuComesBackFromWeChatAsItWas(t *testing.T) {
	t.Parallel()
	m, stock := wholeMenu(), menuStock()
	want := []wechat.MenuButton{
		{Type: "click", Name: "<茶>&🍵", Key: "tuwen:a"},
		{Name: "更多", SubButtons: []wechat.MenuButton{
			{Type: "view", Name: "官网", URL: "https://h/?a=1&b=2"},
			{Type: "miniprogram", Name: "小店", URL: "https://h/", AppID: "wx1", PagePath: "p/a"},
			{Type: "scancode_waitmsg", Name: "扫", Key: "tuwen:d"},
			{Type: "article_id", Name: "指南", ArticleID: "pub"},
		}},
		{Type: "pic_weixin", Name: "拍", Key: "theirs"},
	}
	wire := tuwen.WireButtons(m.Buttons, stock)
	if diff := cmp.Diff(want, wire); diff != "" {
		t.Fatalf("wire (-want +got):\n%s", diff)
	}
	set := &wechat.MenuSet{Buttons: wire, Conditional: []wechat.ConditionalMenu{{
		MenuID: "208", Buttons: tuwen.WireButtons(m.Conditional[0].Buttons, stock), Rule: m.Conditional[0].WireRule(),
	}}}
	if set.Conditional[0].Rule != (wechat.MatchRule{TagID: "105", Platform: "2"}) {
		t.Errorf("rule %+v", set.Conditional[0].Rule)
	}
	r := tuwen.NewMenuReader(stock, func() string { return "new" }, m)
	r.MenuIDs["208"] = "m"
	if diff := cmp.Diff(m, r.Set(set)); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}

func TestButtonChangedElsewhereKeepsItsIdentity(t *testing.T) {
	t.Parallel()
	m, n := menu(send("a", "茶", "岩茶"), group("g", "更多", page("b", "官网", "https://h/"), page("c", "店", "https://s/"))), 0
	r := tuwen.NewMenuReader(menuStock(), func() string { n++; return fmt.Sprint("new", n) }, m)
	got := r.Set(&wechat.MenuSet{Buttons: []wechat.MenuButton{
		{Name: "更多", SubButtons: []wechat.MenuButton{
			{Type: "view", Name: "小店", URL: "https://s/"},
			{Type: "view", Name: "官网", URL: "https://h/new"},
			{Type: "click", Name: "他的", Key: "k"},
		}},
		{Type: "click", Name: "新茶", Key: "tuwen:a"},
	}})
	want := []string{
		"renamed 小店 [ 店] [ 小店]", "moved 官网 更多1 更多2", "changed 官网 [page https://h/] [page https://h/new]",
		"added 他的 更多3 [other click k]", "moved 新茶 1 2", "renamed 新茶 [ 茶] [ 新茶]",
	}
	if diff := cmp.Diff(want, said(tuwen.DiffMenus(m, got))); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestWebsiteMenuIsTakenOver(t *testing.T) {
	t.Parallel()
	n := 0
	r := tuwen.NewMenuReader(tuwen.Stock{}, func() string { n++; return fmt.Sprint(n) })
	address := "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=1&sn=a"
	news := func(urls ...string) []wechat.AutoReplyArticle {
		var list []wechat.AutoReplyArticle
		for _, u := range urls {
			list = append(list, wechat.AutoReplyArticle{ContentURL: u})
		}
		return list
	}
	got := r.Website([]wechat.MenuButton{
		{Type: "text", Name: "电话", Value: "400"},
		{Name: "读", SubButtons: []wechat.MenuButton{
			{Type: "news", Name: "新", News: news(address + "&scene=1#rd")},
			{Type: "news", Name: "远", News: news("https://mp.weixin.qq.com/s/xyz")},
			{Type: "view", Name: "网", URL: "https://h/"},
			{Type: "img", Name: "图", Value: "temp"},
		}},
	}, map[string]string{tuwen.ArticleKey(address): "old"})
	want := menu(
		tuwen.Button{ID: "1", Name: "电话", Action: tuwen.ButtonSend, Replies: []tuwen.Reply{{Kind: tuwen.ReplyText, Text: "400"}}},
		tuwen.Button{ID: "2", Name: "读", Buttons: []tuwen.Button{
			{ID: "3", Name: "新", Action: tuwen.ButtonSend, Replies: []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: "old", Fallback: tuwen.DefaultFallback}}},
			{ID: "4", Name: "远", Action: tuwen.ButtonPage, URL: "https://mp.weixin.qq.com/s/xyz"},
			{ID: "5", Name: "网", Action: tuwen.ButtonPage, URL: "https://h/"},
			{ID: "6", Name: "图", Action: tuwen.ButtonSend},
		}},
	)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("menu (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]tuwen.LeftButton{{Name: "远", Reason: tuwen.LeftUnknown}, {Name: "图", Reason: tuwen.LeftPicture}}, r.Left()); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

func TestMenuIsKeptAsJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(wholeMenu())
	if err != nil {
		t.Fatal(err)
	}
	var back tuwen.Menu
	if err := json.Unmarshal(text, &back); err != nil || cmp.Diff(wholeMenu(), back) != "" {
		t.Errorf("%v: %s", err, cmp.Diff(wholeMenu(), back))
	}
}
