package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const (
	menuPath   = account + "/menu"
	menuCreate = "/cgi-bin/menu/create"
	menuAdd    = "/cgi-bin/menu/addconditional"
	menuDrop   = "/cgi-bin/menu/delconditional"
	menuDelete = "/cgi-bin/menu/delete"
)

func sendButton(name string, replies ...tuwen.Reply) tuwen.Button {
	return tuwen.Button{Name: name, Action: tuwen.ButtonSend, Replies: replies}
}

func pageButton(name, address string) tuwen.Button {
	return tuwen.Button{Name: name, Action: tuwen.ButtonPage, URL: address}
}

func groupOf(name string, buttons ...tuwen.Button) tuwen.Button {
	return tuwen.Button{Name: name, Buttons: buttons}
}

// drafted writes the draft.
func drafted(t *testing.T, b *testkit.Browser, buttons ...tuwen.Button) tuwen.MenuState {
	t.Helper()
	return testkit.JSON[tuwen.MenuState](t, b.Must(http.StatusOK, "PUT", menuPath, tuwen.Menu{Buttons: buttons, Conditional: []tuwen.ConditionalMenu{}}))
}

func published(t *testing.T, b *testkit.Browser) tuwen.MenuState {
	t.Helper()
	return testkit.JSON[tuwen.MenuState](t, b.Must(http.StatusOK, "POST", menuPath+"/publish", object{}))
}

// atWeChat is the names of the menu that WeChat has.
func atWeChat(c *testkit.Console) string {
	var names []string
	for _, m := range c.WeChat.Menu() {
		name := m.Name
		for _, sub := range m.Sub {
			name += "/" + sub.Name
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// connectPushes lets WeChat push to the console.
func connectPushes(t *testing.T, c *testkit.Console) {
	t.Helper()
	err := c.WeChat.SetCallback(t.Context(), sandbox.Callback{
		URL: c.URL + "/callback/" + testkit.AppID, Token: testkit.MessageToken, AESKey: testkit.AESKey, Mode: callback.Safe,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// postJSON is a call by another system, as WeChat takes it.
func postJSON(t *testing.T, address string, body any) []byte {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, &buf)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// changesOf words changes for a test.
func changesOf(changes []tuwen.MenuChange) string {
	var list []string
	for _, c := range changes {
		list = append(list, strings.TrimSpace(string(c.Kind)+" "+c.Menu+c.Name))
	}
	return strings.Join(list, ", ")
}

func TestS19MenuSendsPickedArticlesByCustomerService(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	old := addHistory(t, c, "旧文", "<p>1</p>", "<p>2</p>", "<p>3</p>", "<p>4</p>")
	fresh, err := c.WeChat.AddPublished(item("新文"))
	if err != nil {
		t.Fatal(err)
	}
	b := c.Operator(tuwen.Operates)
	connectPushes(t, c)
	synced(t, b, tuwen.Full)
	testkit.GET[tuwen.Choices](b, account+"/materials?use=menu&source=published")
	reply := func(id string, article int) tuwen.Reply {
		return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id, Article: article}
	}
	state := drafted(t, b, sendButton("看图文", reply(fresh.MediaID, 0), reply(old, 3), reply(old, 1)), groupOf("更多", pageButton("官网", "https://h/?a=1&b=2")))
	if len(state.Problems) != 0 || state.Live != nil || changesOf(state.Changes) != "added 看图文, added 更多" || state.Draft.Buttons[0].Replies[1].Label != "旧文" {
		t.Fatalf("the draft: %+v", state)
	}
	plan := testkit.GET[tuwen.MenuPlan](b, menuPath+"/publish")
	if plan.Calls != 1 || plan.RefreshMinutes != 5 || plan.Left == nil || *plan.Left != 1000 || len(plan.Elsewhere) != 0 {
		t.Errorf("the plan: %+v", plan)
	}
	state = published(t, b)
	if state.Live == nil || state.Live.By != "the operator" || len(state.Changes) != 0 || state.Elsewhere.Differs || atWeChat(c) != "看图文 更多/官网" {
		t.Fatalf("published: %+v; at WeChat %q", state, atWeChat(c))
	}

	someone, err := c.WeChat.NewOpenID("林小满")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.WeChat.Follow(t.Context(), someone); err != nil {
		t.Fatal(err)
	}
	if d, err := c.WeChat.TapButton(t.Context(), someone, 0, -1); err != nil || d.State != sandbox.Answered {
		t.Fatalf("%v, %+v", err, d)
	}
	testkit.Wait(b, account+"/messages?openid="+someone, func(p tuwen.Page[tuwen.Message]) bool {
		return len(p.Items) == 3 && p.Items[0].State == tuwen.MessageSent && p.Items[1].State == tuwen.MessageSent && p.Items[2].State == tuwen.MessageSent
	})
	var said []string
	for _, m := range c.WeChat.Received(someone) {
		said = append(said, m.Preview())
	}
	if diff := cmp.Diff([]string{"[图文] 新文", "[图文] 旧文之4", "[图文] 旧文之2"}, said); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if _, err := c.WeChat.TapButton(t.Context(), someone, 1, 0); err != nil {
		t.Fatal(err)
	}
	after := testkit.GET[tuwen.MenuState](b, menuPath).Live.Menu
	if send, site := after.Buttons[0], after.Buttons[1].Buttons[0]; *send.Taps != 1 || *site.Taps != 1 || send.Days[6].Taps != 1 || after.Buttons[1].Taps != nil {
		t.Errorf("taps: %+v", after)
	}

	used := []tuwen.UsedBy{{Kind: "menu", ID: state.Live.Menu.Buttons[0].ID, Name: "看图文", Active: true}}
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+old); cmp.Diff(used, m.UsedBy) != "" {
		t.Errorf("used by %+v", m.UsedBy)
	}
	r := b.Must(http.StatusConflict, "DELETE", account+"/materials/"+old, nil)
	if d := cmp.Diff(used, testkit.JSON[struct{ Related []tuwen.UsedBy }](t, r).Related); d != "" {
		t.Errorf("what stands in the way (-want +got):\n%s", d)
	}
}

// TestS19MenuIsRefusedHereAtWeChatsLimits publishes each limit: at it WeChat
// takes the menu, over it the words of the cure come without a call.
func TestS19MenuIsRefusedHereAtWeChatsLimits(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	site := func(bytes int) string {
		const head = "https://example.com/?a=1&b="
		return head + strings.Repeat("x", bytes-len(head))
	}
	hi := textReply("好")
	for name, tc := range map[string]struct {
		buttons []tuwen.Button
		field   string // of the refusal; "" where WeChat takes it
		code    string
	}{
		"name, 15 bytes":     {[]tuwen.Button{sendButton("一二三四五", hi)}, "", ""},
		"name, 16 bytes":     {[]tuwen.Button{sendButton("一二三四五a", hi)}, "", ""},
		"name, 17 bytes":     {[]tuwen.Button{sendButton("一二三四五ab", hi)}, "buttons.0.name", "menu.name_long"},
		"sub name, 59 bytes": {[]tuwen.Button{groupOf("组", sendButton(strings.Repeat("茶", 19)+"ab", hi))}, "", ""},
		"sub name, 60 bytes": {[]tuwen.Button{groupOf("组", sendButton(strings.Repeat("茶", 20), hi))}, "", ""},
		"sub name, 61 bytes": {[]tuwen.Button{groupOf("组", sendButton(strings.Repeat("茶", 20)+"a", hi))}, "buttons.0.buttons.0.name", "menu.name_long"},
		"URL, 1023 bytes":    {[]tuwen.Button{pageButton("网", site(1023))}, "", ""},
		"URL, 1024 bytes":    {[]tuwen.Button{pageButton("网", site(1024))}, "", ""},
		"URL, 1025 bytes":    {[]tuwen.Button{pageButton("网", site(1025))}, "buttons.0.url", "menu.url_long"},
		"sub URL, 1025":      {[]tuwen.Button{groupOf("组", pageButton("网", site(1025)))}, "buttons.0.buttons.0.url", "menu.url_long"},
		"& < > emoji":        {[]tuwen.Button{sendButton("<茶>&🍵", hi), pageButton("\"'\\/", "https://h/?a=<1>&b=🍵")}, "", ""},
		"empty group":        {[]tuwen.Button{groupOf("组")}, "buttons.0.buttons", "menu.empty_group"},
		"unknown material":   {[]tuwen.Button{sendButton("看", tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "none"})}, "buttons.0.replies.0.media_id", "reply.material"},
		"nothing to send":    {[]tuwen.Button{sendButton("看")}, "buttons.0.replies", "menu.no_reply"},
		"no button":          {[]tuwen.Button{}, "buttons", "menu.none"},
	} {
		c.WeChat.ResetCalls()
		state := drafted(t, b, tc.buttons...)
		if tc.field == "" {
			if len(state.Problems) > 0 {
				t.Errorf("%s: %+v", name, state.Problems)
			}
			published(t, b)
			if c.WeChat.Calls(menuCreate) != 1 {
				t.Errorf("%s: %d calls", name, c.WeChat.Calls(menuCreate))
			}
			continue
		}
		r := b.Must(http.StatusUnprocessableEntity, "POST", menuPath+"/publish", object{})
		p := problem(t, r)
		if p.Code != tc.code || p.Params["field"] != tc.field || len(state.Problems) != 1 || state.Problems[0].Code != tc.code {
			t.Errorf("%s: %q about %q; the draft told %+v", name, p.Code, p.Params["field"], state.Problems)
		}
		if all := testkit.JSON[struct{ Related []tuwen.Problem }](t, r).Related; len(all) != 1 || all[0].Code != tc.code {
			t.Errorf("%s: all problems %+v", name, all)
		}
		if c.WeChat.Calls(menuCreate) != 0 {
			t.Errorf("%s: WeChat was asked", name)
		}
	}
	four := []tuwen.Button{sendButton("一", hi), sendButton("二", hi), sendButton("三", hi), sendButton("四", hi)}
	six := groupOf("组", append(append([]tuwen.Button{}, four...), sendButton("五", hi), sendButton("六", hi))...)
	for field, buttons := range map[string][]tuwen.Button{"buttons": four, "buttons.0.buttons": {six}, "buttons.0.buttons.0.buttons": {groupOf("组", groupOf("再", four[0]))}} {
		if p := problem(t, b.Must(http.StatusUnprocessableEntity, "PUT", menuPath, tuwen.Menu{Buttons: buttons, Conditional: []tuwen.ConditionalMenu{}})); p.Params["field"] != field || p.Detail == "" {
			t.Errorf("%s: %q about %q", field, p.Code, p.Params["field"])
		}
	}
}

func TestS19FailedPublishingLeavesAllAsItWas(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	tag := testkit.JSON[tuwen.Tag](t, b.Must(http.StatusCreated, "POST", account+"/tags", object{"name": "老客"})).ID
	hi := textReply("好")
	menu := func(name string, conditional ...string) tuwen.Menu {
		m := tuwen.Menu{Buttons: []tuwen.Button{sendButton(name, hi)}, Conditional: []tuwen.ConditionalMenu{}}
		for i, n := range conditional {
			m.Conditional = append(m.Conditional, tuwen.ConditionalMenu{Name: n, TagID: tag, Platform: []tuwen.Platform{tuwen.Android, ""}[i], Buttons: []tuwen.Button{sendButton(n, hi)}})
		}
		return m
	}
	type seen struct {
		WeChat, Draft, Live, Audit string
	}
	look := func() seen {
		s := testkit.GET[tuwen.MenuState](b, menuPath+"?refresh=true")
		if s.Elsewhere.Differs {
			t.Errorf("WeChat has something else: %s", changesOf(s.Elsewhere.Changes))
		}
		draft, _ := json.Marshal(s.Draft)
		live, _ := json.Marshal(s.Live)
		versions := testkit.GET[tuwen.Page[tuwen.MenuVersion]](b, menuPath+"/versions")
		return seen{atWeChat(c), string(draft), string(live), fmt.Sprint(versions.Total)}
	}
	put := func(m tuwen.Menu) { b.Must(http.StatusOK, "PUT", menuPath, m) }
	fails := func(name string, faults ...sandbox.Fault) {
		t.Helper()
		before := look()
		for _, f := range faults {
			c.WeChat.SetFault(f)
		}
		r := b.Ask("POST", menuPath+"/publish", object{})
		c.WeChat.ClearFaults()
		if r.Status < 400 {
			t.Errorf("%s: was published: %s", name, r.Body)
		}
		if diff := cmp.Diff(before, look()); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
	}
	refused := func(path string, code int) sandbox.Fault { return sandbox.Fault{Path: path, Next: 1, Errcode: code} }
	broken := func(path string) sandbox.Fault {
		return sandbox.Fault{Path: path, Next: 1, Kind: sandbox.FaultStatus, HTTPStatus: 502}
	}

	put(menu("一"))
	fails("the first, refused", refused(menuCreate, 40018))
	fails("the first, not permitted", refused(menuCreate, 48001))
	put(menu("一", "会员"))
	fails("the first, its conditional one refused", refused(menuAdd, 40055))
	published(t, b)
	put(menu("二", "新会员", "全部"))
	fails("another, refused", refused(menuCreate, 40055))
	fails("another, without an answer", broken(menuCreate))
	fails("another, its first conditional one refused", refused(menuAdd, 65305))
	fails("another, without an answer to that", broken(menuAdd))
	// An answer that is lost is looked for: WeChat has done it.
	c.WeChat.SetFault(sandbox.Fault{Path: menuCreate, Next: 1, Kind: sandbox.FaultCut})
	c.WeChat.SetFault(sandbox.Fault{Path: menuAdd, Next: 1, Kind: sandbox.FaultCut})
	s := published(t, b)
	if s.Elsewhere.Differs || atWeChat(c) != "二" || len(s.Live.Menu.Conditional) != 2 {
		t.Errorf("after lost answers: %+v", s)
	}
	if s = testkit.GET[tuwen.MenuState](b, menuPath+"?refresh=true"); s.Elsewhere.Differs {
		t.Errorf("after lost answers WeChat has something else: %s", changesOf(s.Elsewhere.Changes))
	}
}

func TestMenuIsForThoseItsConditionsFit(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	tag := testkit.JSON[tuwen.Tag](t, b.Must(http.StatusCreated, "POST", account+"/tags", object{"name": "老客"})).ID
	hi := textReply("好")
	m := tuwen.Menu{Buttons: []tuwen.Button{sendButton("众", hi)}, Conditional: []tuwen.ConditionalMenu{
		{Name: "老客", TagID: tag, Buttons: []tuwen.Button{sendButton("老客", hi)}},
		{Name: "安卓", Platform: tuwen.Android, Buttons: []tuwen.Button{sendButton("安卓", hi)}},
	}}
	b.Must(http.StatusOK, "PUT", menuPath, m)
	published(t, b)
	someone, err := c.WeChat.NewOpenID("林小满")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.WeChat.Follow(t.Context(), someone); err != nil {
		t.Fatal(err)
	}
	shows := func() string { return c.WeChat.PhoneMenu(someone)[0].Name }
	if got := shows(); got != "安卓" {
		t.Errorf("an Android shows %q", got)
	}
	c.WeChat.TagQuietly(tag, someone)
	c.Clock.Move(5 * time.Minute)
	if got := shows(); got != "老客" { // the first of two that fit
		t.Errorf("with the tag it shows %q", got)
	}
	// Only the menu of all changes: the conditional ones stay as they are.
	s := testkit.GET[tuwen.MenuState](b, menuPath)
	s.Draft.Buttons[0].Name = "大众"
	b.Must(http.StatusOK, "PUT", menuPath, s.Draft)
	c.WeChat.ResetCalls()
	published(t, b)
	if c.WeChat.Calls(menuCreate) != 1 || c.WeChat.Calls(menuAdd) != 0 || c.WeChat.Calls(menuDrop) != 0 {
		t.Errorf("calls %v", c.WeChat.AllCalls())
	}
	s.Draft.Conditional = s.Draft.Conditional[1:]
	b.Must(http.StatusOK, "PUT", menuPath, s.Draft.Menu)
	if plan := testkit.GET[tuwen.MenuPlan](b, menuPath+"/publish"); plan.Calls != 3 || changesOf(plan.Changes) != "menu_removed 老客" {
		t.Errorf("the plan %+v", plan)
	}
	published(t, b)
	c.Clock.Move(5 * time.Minute)
	if got := shows(); got != "安卓" {
		t.Errorf("without its menu it shows %q", got)
	}
	if s := testkit.GET[tuwen.MenuState](b, menuPath+"?refresh=true"); s.Elsewhere.Differs {
		t.Errorf("WeChat has something else: %s", changesOf(s.Elsewhere.Changes))
	}
}

func TestMenuChangedElsewhereIsNoticedAndNotOverwrittenUnasked(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	drafted(t, b, sendButton("一", textReply("好")), pageButton("店", "https://s/"))
	published(t, b)
	// Another system that uses the account.
	wire := c.WeChat.Menu()
	another := object{"button": []object{
		{"type": "click", "name": "新的", "key": wire[0].Key}, {"type": "view", "name": "店", "url": "https://s/"}, {"type": "click", "name": "他的", "key": "theirs"},
	}}
	token := testkit.GET[tuwen.HandedToken](c.Script(tuwen.Admin), account+"/access-token").AccessToken
	other := postJSON(t, c.WeChatURL+menuCreate+"?access_token="+url.QueryEscape(token), another)
	if !strings.Contains(string(other), `"errcode":0`) {
		t.Fatalf("%s", other)
	}
	if s := testkit.GET[tuwen.MenuState](b, menuPath); s.Elsewhere.Differs {
		t.Error("it was read again within five minutes")
	}
	s := testkit.GET[tuwen.MenuState](b, menuPath+"?refresh=true")
	if !s.Elsewhere.Differs || changesOf(s.Elsewhere.Changes) != "renamed 新的, added 他的" || s.Elsewhere.Website {
		t.Errorf("elsewhere: %s", changesOf(s.Elsewhere.Changes))
	}
	drafted(t, b, sendButton("二", textReply("好")))
	r := b.Must(http.StatusConflict, "POST", menuPath+"/publish", object{})
	if p := problem(t, r); p.Code != "menu.elsewhere" || p.Params["count"] != "2" {
		t.Errorf("got %q %v", p.Code, p.Params)
	}
	if got := changesOf(testkit.JSON[struct{ Related []tuwen.MenuChange }](t, r).Related); got != "renamed 新的, added 他的" {
		t.Errorf("it names %q", got)
	}
	if atWeChat(c) != "新的 店 他的" {
		t.Errorf("at WeChat %q", atWeChat(c))
	}
	// Taking it over keeps what is known of its buttons.
	s = testkit.JSON[tuwen.MenuState](t, b.Must(http.StatusOK, "POST", menuPath+"/import", nil))
	first := s.Draft.Buttons[0]
	if s.Elsewhere.Differs || len(s.Changes) != 0 || s.Live.Source != tuwen.MenuImported || first.Name != "新的" || first.Replies[0].Text != "好" || s.Draft.Buttons[2].Other.Key != "theirs" {
		t.Errorf("imported: %+v", s)
	}
	if p := problem(t, b.Must(http.StatusConflict, "POST", menuPath+"/publish", object{})); p.Code != "menu.unchanged" {
		t.Errorf("got %q", p.Code)
	}
	postJSON(t, c.WeChatURL+menuCreate+"?access_token="+url.QueryEscape(token), object{"button": another["button"].([]object)[:1]})
	drafted(t, b, sendButton("三", textReply("好")))
	b.Must(http.StatusOK, "POST", menuPath+"/publish", object{"overwrite": true})
	if atWeChat(c) != "三" {
		t.Errorf("at WeChat %q", atWeChat(c))
	}
}

func TestWebsiteMenuIsImportedBeforePushesAreSwitchedOn(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	old := addHistory(t, c, "旧文")
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	address := c.WeChat.History()[0].Articles[0].URL
	c.WeChat.SetWebsiteMenu([]sandbox.MenuButton{
		{Type: "text", Name: "电话", Value: "400 & 「茶」"},
		{Name: "读", Sub: []sandbox.MenuButton{
			{Type: "news", Name: "文", Value: "m", Articles: []sandbox.Article{{Title: "旧文", URL: address}}},
			{Type: "img", Name: "图", Value: "temporary"},
			{Type: "view", Name: "网", URL: "https://h/?a=1&b=2"},
		}},
	})
	s := testkit.GET[tuwen.MenuState](b, menuPath)
	if !s.Elsewhere.Website || !s.Elsewhere.Open || s.Elsewhere.Differs || s.Elsewhere.Menu == nil || len(s.Elsewhere.LeftOut) != 1 {
		t.Fatalf("elsewhere: %+v", s.Elsewhere)
	}
	s = testkit.JSON[tuwen.MenuState](t, b.Must(http.StatusOK, "POST", menuPath+"/import", nil))
	got := s.Draft.Buttons
	if s.Live != nil || len(got) != 2 || got[0].Replies[0].Text != "400 & 「茶」" || got[1].Buttons[0].Replies[0].MediaID != old || got[1].Buttons[2].URL != "https://h/?a=1&b=2" {
		t.Errorf("imported %+v", s.Draft)
	}
	if len(s.Problems) != 1 || s.Problems[0].Params["button"] != "图" {
		t.Errorf("problems %+v", s.Problems)
	}
	empty := testkit.New(t)
	if p := problem(t, empty.Operator(tuwen.Operates).Must(http.StatusNotFound, "POST", menuPath+"/import", nil)); p.Code != "menu.nothing_there" {
		t.Errorf("got %q", p.Code)
	}
}

func TestMenuVersionsTellWhoAndComeBack(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Admin)
	first := drafted(t, b, sendButton("一", textReply("好")))
	published(t, b)
	c.Clock.Move(time.Hour)
	stale := first.Draft
	drafted(t, b, sendButton("二", textReply("好")))
	if p := problem(t, b.Must(http.StatusConflict, "PUT", menuPath, stale)); p.Code != "edit.conflict" || p.Params["by"] != "the admin" {
		t.Errorf("an older edit: %q %v", p.Code, p.Params)
	}
	if p := problem(t, b.Must(http.StatusConflict, "POST", menuPath+"/publish", object{"updated_at": stale.UpdatedAt})); p.Code != "edit.conflict" {
		t.Errorf("an older draft: %q", p.Code)
	}
	published(t, b)
	p := testkit.GET[tuwen.Page[tuwen.MenuVersion]](b, menuPath+"/versions?limit=1")
	if p.Total != 2 || len(p.Items) != 1 || !p.Items[0].Live || p.Items[0].By != "the admin" || p.NextCursor == "" {
		t.Fatalf("versions %+v", p)
	}
	older := testkit.GET[tuwen.Page[tuwen.MenuVersion]](b, menuPath+"/versions?limit=1&cursor="+p.NextCursor).Items[0]
	s := testkit.JSON[tuwen.MenuState](t, b.Must(http.StatusOK, "POST", menuPath+"/versions/"+older.ID+"/restore", nil))
	if changesOf(s.Changes) != "added 一, removed 二" || s.Draft.Buttons[0].ID != first.Draft.Buttons[0].ID {
		t.Errorf("restored: %s", changesOf(s.Changes))
	}
	published(t, b)
	if atWeChat(c) != "一" {
		t.Errorf("at WeChat %q", atWeChat(c))
	}
	b.Must(http.StatusNotFound, "POST", menuPath+"/versions/none/restore", nil)
	actions := map[string]int{}
	for _, e := range testkit.GET[tuwen.Page[tuwen.Entry]](b, "/audit?app_id="+testkit.AppID).Items {
		if strings.HasPrefix(e.Action, "menu.") {
			actions[e.Action]++
		}
	}
	if diff := cmp.Diff(map[string]int{"menu.change": 2, "menu.publish": 3, "menu.restore": 1}, actions); diff != "" {
		t.Errorf("audit (-want +got):\n%s", diff)
	}
}

func TestRemovedMenuIsGoneAndItsDraftStays(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	remove := func(status int, body object) testkit.Reply { return b.Must(status, "POST", menuPath+"/remove", body) }
	if p := problem(t, remove(http.StatusNotFound, object{})); p.Code != "menu.nothing_to_remove" {
		t.Errorf("without a menu: %q", p.Code)
	}
	m := tuwen.Menu{
		Buttons:     []tuwen.Button{sendButton("一", textReply("好"))},
		Conditional: []tuwen.ConditionalMenu{{Name: "安卓", Platform: tuwen.Android, Buttons: []tuwen.Button{sendButton("二", textReply("好"))}}},
	}
	b.Must(http.StatusOK, "PUT", menuPath, m)
	first := published(t, b)
	c.Script(tuwen.Viewer).Must(http.StatusForbidden, "POST", menuPath+"/remove", object{})
	c.WeChat.SetFault(sandbox.Fault{Path: menuDelete, Next: 1, Errcode: 48001})
	b.Ask("POST", menuPath+"/remove", object{})
	if s := testkit.GET[tuwen.MenuState](b, menuPath+"?refresh=true"); atWeChat(c) != "一" || s.Live.ID != first.Live.ID || s.Elsewhere.Differs {
		t.Errorf("refused, it is %q, %+v", atWeChat(c), s)
	}
	// An answer that is lost is looked for.
	c.WeChat.SetFault(sandbox.Fault{Path: menuDelete, Next: 1, Kind: sandbox.FaultCut})
	s := testkit.JSON[tuwen.MenuState](t, remove(http.StatusOK, object{}))
	if atWeChat(c) != "" || !s.Live.Menu.Empty() || s.Live.Source != tuwen.MenuTakenAway || s.Live.By != "the operator" || s.Elsewhere.Differs {
		t.Fatalf("at WeChat %q, %+v", atWeChat(c), s)
	}
	if changesOf(s.Changes) != "menu_added 安卓, added 一" && changesOf(s.Changes) != "added 一, menu_added 安卓" {
		t.Errorf("publishing would change %s", changesOf(s.Changes))
	}
	if again := published(t, b); atWeChat(c) != "一" || again.Draft.Buttons[0].ID != first.Draft.Buttons[0].ID || len(again.Live.Menu.Conditional) != 1 {
		t.Errorf("published again %q: %+v", atWeChat(c), again)
	}

	token := testkit.GET[tuwen.HandedToken](c.Script(tuwen.Admin), account+"/access-token").AccessToken
	postJSON(t, c.WeChatURL+menuCreate+"?access_token="+url.QueryEscape(token), object{"button": []object{{"type": "click", "name": "他的", "key": "theirs"}}})
	if p := problem(t, remove(http.StatusConflict, object{})); p.Code != "menu.elsewhere" || atWeChat(c) != "他的" {
		t.Errorf("changed elsewhere: %q, at WeChat %q", p.Code, atWeChat(c))
	}
	remove(http.StatusOK, object{"overwrite": true})
	if atWeChat(c) != "" {
		t.Errorf("at WeChat %q", atWeChat(c))
	}
}

func TestMenuIsToldWhileWeChatCannotBeAsked(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	drafted(t, b, sendButton("一", textReply("好")))
	published(t, b)
	c.WeChat.SetFault(sandbox.Fault{Path: "/cgi-bin/menu/get", Errcode: -1})
	s := testkit.GET[tuwen.MenuState](b, menuPath+"?refresh=true")
	if s.Elsewhere.Problem == nil || s.Elsewhere.Problem.WeChat == nil || s.Elsewhere.Problem.WeChat.Errcode != -1 || s.Live == nil || len(s.Draft.Buttons) != 1 {
		t.Errorf("%+v", s)
	}
	b.Must(http.StatusNotFound, "GET", "/accounts/wx00000000000000b2/menu", nil)
}
