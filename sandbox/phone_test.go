package sandbox_test

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const phoneBase = "/console/api/people/p1"

const chatBase = phoneBase + "/chats/" + appID

// messages are the chat's texts as the phone gets them.
func (b *bench) messages() []string {
	b.t.Helper()
	var list []string
	for _, m := range b.do("GET", chatBase, nil)["messages"].([]any) {
		m := m.(object)
		text, _ := m["text"].(string)
		list = append(list, m["from"].(string)+": "+text)
	}
	return list
}

func TestPhoneFollowsWritesScansTapsAndLeaves(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		c.reply(w, p, callback.TextReply{Content: "回 " + p.MsgType + p.Event})
	}
	b.do("PUT", consoleBase+"/callback", object{"url": c.url, "message_token": pushToken, "encoding_aes_key": aesKey, "encryption": "safe"})
	if got := b.do("POST", "/console/api/people", object{"name": "林小满"}); !cmp.Equal(got, object{"id": "p1", "name": "林小满"}) {
		t.Fatalf("person %v", got)
	}
	b.code("QR_STR_SCENE", "店", 60)
	ticket := b.do("GET", consoleBase+"/codes", nil)["list"].([]any)[0].(object)["ticket"]
	for _, step := range []struct {
		verb string
		body object
	}{
		{"follow", object{}},
		{"write", object{"text": "在吗"}},
		{"picture", object{}},
		{"scan", object{"ticket": ticket}},
		{"scan", object{"scene": "店"}},
		{"tap", object{"key": "m:1"}},
	} {
		if d := b.do("POST", chatBase+"/"+step.verb, step.body); d["state"] != "answered" {
			t.Fatalf("%s: %v", step.verb, d)
		}
	}
	openID := b.do("GET", chatBase, nil)["openid"].(string)
	b.sendMessage(openID, "msgmenu", object{"head_content": "选", "list": []any{object{"id": "o1", "content": "门店"}}})
	b.do("POST", chatBase+"/option", object{"option": "o1"})
	person := b.do("GET", phoneBase, nil)
	chat := person["chats"].([]any)[0].(object)
	if chat["unread"] != 8.0 || chat["followed"] != true || chat["last"].(object)["text"] != "回 text" || chat["window"].(object)["kind"] != "tap" || chat["pushed"] != true {
		t.Errorf("chat %v", chat)
	}
	b.do("POST", chatBase+"/read", object{})
	if again := b.do("GET", chatBase, nil); again["unread"] != 0.0 {
		t.Errorf("unread %v", again["unread"])
	}
	b.do("POST", chatBase+"/unfollow", object{})
	want := []string{
		"system: 已关注", "account: 回 eventsubscribe", "follower: 在吗", "account: 回 text", "follower: ", "account: 回 image",
		"system: 扫描二维码进入", "account: 回 eventSCAN", "system: 扫描二维码进入", "account: 回 eventSCAN", "account: 回 eventCLICK",
		"account: 选", "follower: 门店", "account: 回 text", "system: 已取消关注",
	}
	if diff := cmp.Diff(want, b.messages()); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	log := b.do("GET", consoleBase+"/deliveries?openid="+openID, nil)["list"].([]any)
	if len(log) != 8 || log[0].(object)["type"] != "unsubscribe" || log[7].(object)["type"] != "subscribe" {
		t.Errorf("%d deliveries", len(log))
	}
}

func TestPhoneDoesNotWaitForASlowAccount(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{Deadline: time.Minute})
	release := make(chan struct{})
	c := newConsole(t, b, callback.Plain)
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		<-release
		c.reply(w, p, callback.TextReply{Content: "来了"})
	}
	b.do("POST", "/console/api/people", object{"name": "林小满"})
	b.do("POST", chatBase+"/follow", object{})
	c.connect()
	if d := b.do("POST", chatBase+"/write", object{"text": "在吗"}); d["state"] != "pushing" {
		t.Errorf("%v", d)
	}
	if d := b.acct.Deliveries(); d[1].State != sandbox.Pushing {
		t.Errorf("%+v", d[1])
	}
	heard := b.listen()
	close(release)
	for range heard {
		if got := b.messages(); got[len(got)-1] == "account: 来了" {
			return
		}
	}
	t.Errorf("the reply never came: %v", b.messages())
}

// listen hears the phone's events until the test ends.
func (b *bench) listen() <-chan string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 30*time.Second)
	b.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+"/console/api/events", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		b.t.Fatal(err)
	}
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		b.t.Errorf("Content-Type %q", got)
	}
	heard := make(chan string)
	go func() {
		defer close(heard)
		defer resp.Body.Close()
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				select {
				case heard <- data:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return heard
}

func TestClosingEndsPushesAndEvents(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{Deadline: time.Minute})
	release := make(chan struct{})
	defer close(release)
	c := newConsole(t, b, callback.Plain)
	c.answer = func(http.ResponseWriter, int, callback.Push) { <-release }
	b.do("POST", "/console/api/people", object{"name": "林小满"})
	b.do("POST", chatBase+"/follow", object{})
	c.connect()
	b.do("POST", chatBase+"/write", object{"text": "在吗"})
	heard := b.listen()
	if err := b.box.Close(); err != nil {
		t.Fatal(err)
	}
	for range heard {
	}
	if d := b.acct.Deliveries()[1]; d.State != sandbox.Unanswered {
		t.Errorf("%+v", d)
	}
	if r := b.send("POST", chatBase+"/write", object{"text": "还在吗"}, nil); r.status != http.StatusInternalServerError {
		t.Errorf("after closing: HTTP %d", r.status)
	}
}

func TestPhoneIsRefusedClearly(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	b.do("POST", "/console/api/people", object{"name": "林小满"})
	b.code("QR_STR_SCENE", "旧店", 60)
	b.clock.Move(time.Minute)
	for name, c := range map[string]struct {
		method, path string
		body         any
		want         int
	}{
		"no name":          {"POST", "/console/api/people", object{"name": ""}, 400},
		"unknown person":   {"GET", "/console/api/people/p9", nil, 404},
		"unknown account":  {"GET", phoneBase + "/chats/wxnone", nil, 404},
		"unknown verb":     {"POST", chatBase + "/dance", object{}, 404},
		"write unfollowed": {"POST", chatBase + "/write", object{"text": "在吗"}, 409},
		"nothing written":  {"POST", chatBase + "/write", object{}, 400},
		"scan nothing":     {"POST", chatBase + "/scan", object{}, 400},
		"scan unknown":     {"POST", chatBase + "/scan", object{"scene": "x"}, 404},
		"scan expired":     {"POST", chatBase + "/scan", object{"scene": "旧店"}, 409},
		"unknown option":   {"POST", chatBase + "/option", object{"option": "x"}, 404},
		"bulk":             {"POST", consoleBase + "/followers", object{"count": -1}, 400},
		"callback":         {"PUT", consoleBase + "/callback", object{"url": "ftp://h/"}, 400},
	} {
		r := b.send(c.method, c.path, c.body, nil)
		if r.status != c.want {
			t.Errorf("%s: HTTP %d, want %d: %s", name, r.status, c.want, r.body)
		}
		if text, _ := r.object(t)["error"].(string); text == "" {
			t.Errorf("%s: no error text: %s", name, r.body)
		}
	}
}

func TestConsoleSetsFollowersCallbackAndAutoReplies(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	if v := b.do("POST", consoleBase+"/followers", object{"count": 120}); v["total"] != 120.0 || v["bulk"] != 120.0 {
		t.Errorf("followers %v", v)
	}
	settings := object{"url": "http://127.0.0.1:1/callback", "message_token": "t", "encoding_aes_key": "", "encryption": "plain"}
	request := object{"unverified": true}
	for name, value := range settings {
		request[name] = value
	}
	b.do("PUT", consoleBase+"/callback", request)
	if diff := cmp.Diff(settings, b.do("GET", consoleBase+"/callback", nil)); diff != "" {
		t.Errorf("callback (-want +got):\n%s", diff)
	}
	delete(request, "unverified")
	if r := b.send("PUT", consoleBase+"/callback", request, nil); r.status != 400 || strings.Contains(string(r.body), "signature") {
		t.Errorf("an address that does not answer: HTTP %d %s", r.status, r.body)
	}
	b.do("PUT", consoleBase+"/callback", object{"url": ""})
	b.do("PUT", consoleBase+"/auto-replies", sampleReplies())
	if got := b.do("GET", consoleBase+"/auto-replies", nil); got["open"] != true || len(got["rules"].([]any)) != 2 {
		t.Errorf("auto-replies %v", got)
	}
	b.follower("林小满")
	if list := b.do("DELETE", consoleBase+"/deliveries", nil)["list"].([]any); len(list) != 0 {
		t.Errorf("%d deliveries", len(list))
	}
}

func TestPhonePagesNeedNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.send("GET", "/console/phone", nil, nil)
	at, err := url.Parse(r.header.Get("Location"))
	if r.status != http.StatusMovedPermanently || err != nil || !strings.HasSuffix(at.Path, "phone/") {
		t.Errorf("/console/phone: HTTP %d to %v", r.status, at)
	}
	for _, name := range []string{"phone/", "phone/phone.css", "phone/chat.css", "phone/main.js", "phone/screens.js", "phone/chat.js", "phone/menu.js", "phone/side.js", "pushes.js", "autoreplies.js"} {
		r := b.send("GET", "/console/"+name, nil, nil)
		policy := r.header.Get("Content-Security-Policy")
		if r.status != http.StatusOK || len(r.body) < 500 || !strings.Contains(policy, "frame-src 'self'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%q: HTTP %d, %d bytes, policy %q", name, r.status, len(r.body), policy)
		}
		for _, forbidden := range []string{"style=\"", "onclick=\"", "innerHTML", "insertAdjacentHTML", "eval(", "url(http", "from 'http", "@import"} {
			if strings.Contains(string(r.body), forbidden) {
				t.Errorf("%q holds %s", name, forbidden)
			}
		}
	}
}
