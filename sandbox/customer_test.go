package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const customPath = "/cgi-bin/message/custom/send"

// send sends a customer-service text and returns the errcode.
func (b *bench) sendText(openID, text string) int {
	b.t.Helper()
	return b.call(customPath, object{"touser": openID, "msgtype": "text", "text": object{"content": text}}).errcode(b.t)
}

func (b *bench) sendMessage(openID, kind string, content any) int {
	b.t.Helper()
	return b.call(customPath, object{"touser": openID, "msgtype": kind, kind: content}).errcode(b.t)
}

func TestWindowsAreGoodForSoManyMessagesAndSoLong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		act   func(b *bench, id string) error
		kind  sandbox.WindowKind
		limit int
		life  time.Duration
	}{
		"message": {func(b *bench, id string) error { b.write(id, "在吗"); return nil }, sandbox.WindowMessage, 5, 48 * time.Hour},
		"picture": {func(b *bench, id string) error {
			_, err := b.acct.SendPicture(b.t.Context(), id, "1")
			return err
		}, sandbox.WindowMessage, 5, 48 * time.Hour},
		"tap": {func(b *bench, id string) error {
			_, err := b.acct.Tap(b.t.Context(), id, "m:1")
			return err
		}, sandbox.WindowTap, 3, time.Minute},
		"scan": {func(b *bench, id string) error {
			b.code("QR_STR_SCENE", "店", 600)
			_, err := b.acct.Scan(b.t.Context(), id, "店")
			return err
		}, sandbox.WindowScan, 3, time.Minute},
		"follow": {func(b *bench, id string) error {
			if _, err := b.acct.Unfollow(b.t.Context(), id); err != nil {
				return err
			}
			_, err := b.acct.Follow(b.t.Context(), id)
			return err
		}, sandbox.WindowFollow, 3, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newPushBench(t, quick)
			id := b.follower("林小满")
			act := func() {
				t.Helper()
				if err := c.act(b, id); err != nil {
					t.Fatal(err)
				}
			}
			act()
			f, err := b.acct.Follower(id)
			want := &sandbox.Window{Kind: c.kind, OpenedAt: start, ClosesAt: start.Add(c.life), Limit: c.limit}
			if diff := cmp.Diff(want, f.Window); err != nil || diff != "" {
				t.Errorf("%v, window (-want +got):\n%s", err, diff)
			}
			for range c.limit {
				if code := b.sendText(id, "好"); code != 0 {
					t.Fatalf("errcode %d inside the window", code)
				}
			}
			if code := b.sendText(id, "多"); code != 45047 {
				t.Errorf("one too many: %d, want 45047", code)
			}
			act()
			b.clock.Move(c.life - time.Second)
			if code := b.sendText(id, "好"); code != 0 {
				t.Errorf("at the last second: %d", code)
			}
			b.clock.Move(time.Second)
			if code := b.sendText(id, "晚"); code != 45015 {
				t.Errorf("too late: %d, want 45015", code)
			}
			if got := len(b.said(id)); got != c.limit+1 {
				t.Errorf("the follower got %d messages, want %d", got, c.limit+1)
			}
		})
	}
}

func TestNewestActionWins(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	b.write(id, "在吗")
	if _, err := b.acct.Tap(t.Context(), id, "m:1"); err != nil {
		t.Fatal(err)
	}
	b.clock.Move(2 * time.Minute)
	if code := b.sendText(id, "晚"); code != 45015 {
		t.Errorf("errcode %d, want 45015", code)
	}
}

func TestCustomerMessagesAreRefusedWithTheirCodes(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	b.write(id, "在吗")
	stranger, err := b.acct.NewOpenID("周予安")
	if err != nil {
		t.Fatal(err)
	}
	gone := b.follower("许知夏")
	if _, err := b.acct.Unfollow(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	article := object{"title": "题", "description": "摘", "url": "https://example.com/1", "picurl": ""}
	for name, c := range map[string]struct {
		to, kind string
		content  any
		want     int
	}{
		"nobody":          {"oNobody", "text", object{"content": "好"}, 40003},
		"a stranger":      {stranger, "text", object{"content": "好"}, 40003},
		"gone":            {gone, "text", object{"content": "好"}, 45015},
		"no text":         {id, "text", object{"content": ""}, 44004},
		"two articles":    {id, "news", object{"articles": []any{article, article}}, 45008},
		"no article":      {id, "news", object{"articles": []any{}}, 44003},
		"unknown picture": {id, "image", object{"media_id": "none"}, 40007},
		"unknown article": {id, "mpnewsarticle", object{"article_id": "none"}, 53600},
		"withdrawn type":  {id, "mpnews", object{"media_id": "none"}, 40008},
		"no option":       {id, "msgmenu", object{"head_content": "选", "list": []any{}}, 40097},
	} {
		if code := b.sendMessage(c.to, c.kind, c.content); code != c.want {
			t.Errorf("%s: %d, want %d", name, code, c.want)
		}
	}
	if f, err := b.acct.Follower(id); err != nil || f.Window.Sent != 0 {
		t.Errorf("what was refused used up the window: %+v, %v", f, err)
	}
	if said := b.said(id); len(said) != 0 {
		t.Errorf("said %v", said)
	}
}

func TestUnverifiedAndSubscriptionAccountsAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		account sandbox.Account
		want    map[string]int
	}{
		"unverified service": {
			sandbox.Account{Kind: sandbox.Service},
			map[string]int{customPath: 48001, "/cgi-bin/qrcode/create": 48001, "/cgi-bin/tags/get": 48001, "/cgi-bin/user/get": 48001, autoReplyPath: 0},
		},
		"verified subscription": {
			sandbox.Account{Kind: sandbox.Subscription, Verified: true},
			map[string]int{customPath: 44002, "/cgi-bin/qrcode/create": 48001, "/cgi-bin/tags/get": 0, "/cgi-bin/user/get": 0, autoReplyPath: 0},
		},
	} {
		c.account.AppID, c.account.Secret = appID, secret
		b := newBenchOf(t, sandbox.Config{}, c.account)
		got := map[string]int{}
		for path := range c.want {
			var body any
			if path == customPath || path == "/cgi-bin/qrcode/create" {
				body = ""
			}
			got[path] = b.call(path, body).errcode(t)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCustomerMessagesAreShownAsWeChatShowsThem(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	b.write(id, "在吗")
	it, err := b.acct.AddPublished(itemOf("一", "二"))
	if err != nil {
		t.Fatal(err)
	}
	menu := object{"head_content": "想看哪一样？", "list": []any{object{"id": "101", "content": "新茶"}, object{"id": 102, "content": "门店"}}, "tail_content": "点一下"}
	for kind, content := range map[string]any{
		"mpnewsarticle": object{"article_id": it.MediaID},
		"msgmenu":       menu,
		"image":         object{"media_id": it.Articles[0].ThumbMediaID},
		"news":          object{"articles": []any{object{"title": "题", "description": "摘", "url": "https://example.com/1?a=1&b=2", "picurl": "https://example.com/c.jpg"}}},
	} {
		if code := b.sendMessage(id, kind, content); code != 0 {
			t.Errorf("%s: %d", kind, code)
		}
	}
	got := map[string]sandbox.Message{}
	for _, m := range b.acct.Received(id) {
		if m.Passive {
			t.Errorf("%+v is called passive", m)
		}
		m.ID, m.At, m.From = 0, time.Time{}, ""
		if m.Kind == "news" && len(m.Articles) == 2 {
			got["publication"] = m
			continue
		}
		got[m.Kind] = m
	}
	card := func(i int) sandbox.Card {
		art := it.Articles[i]
		return sandbox.Card{Title: art.Title, Digest: art.Digest, PictureURL: art.ThumbURL, URL: art.URL}
	}
	want := map[string]sandbox.Message{
		"publication": {Kind: "news", Articles: []sandbox.Card{card(0), card(1)}},
		"menu":        {Kind: "menu", Text: "想看哪一样？", Tail: "点一下", Options: []sandbox.MenuOption{{ID: "101", Content: "新茶"}, {ID: "102", Content: "门店"}}},
		"image":       {Kind: "image", MediaID: it.Articles[0].ThumbMediaID, PictureURL: it.Articles[0].ThumbURL},
		"news":        {Kind: "news", Articles: []sandbox.Card{{Title: "题", Digest: "摘", PictureURL: "https://example.com/c.jpg", URL: "https://example.com/1?a=1&b=2"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

func TestTappedOptionComesBackAsTextAndCountsAsATap(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	id := b.follower("林小满")
	b.write(id, "菜单")
	b.sendMessage(id, "msgmenu", object{"head_content": "选", "list": []any{object{"id": "c1-o2", "content": "门店"}}})
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		c.reply(w, p, callback.TextReply{Content: "静安店"})
	}
	c.connect()
	if _, err := b.acct.TapOption(t.Context(), id, "c1-o2"); err != nil {
		t.Fatal(err)
	}
	want := callback.TextMessage{Content: "门店", BizMsgMenuID: "c1-o2"}
	if diff := cmp.Diff(want, c.pushed()[0].Payload); diff != "" {
		t.Errorf("push (-want +got):\n%s", diff)
	}
	if f, err := b.acct.Follower(id); err != nil || f.Window.Kind != sandbox.WindowTap {
		t.Errorf("window %+v, %v", f.Window, err)
	}
	if diff := cmp.Diff([]string{"选", "静安店"}, b.said(id)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
}

func TestPassiveNewsHasOneArticleForAMessageAndEightForAnEvent(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Plain)
	item := "<item><Title>题</Title><Description>摘</Description><PicUrl>https://h/p</PicUrl><Url>https://h/a</Url></item>"
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		_, _ = w.Write([]byte("<xml><ToUserName>" + p.FromUserName + "</ToUserName><FromUserName>" + p.ToUserName +
			"</FromUserName><CreateTime>1</CreateTime><MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles>" + item + item + "</Articles></xml>"))
	}
	c.connect()
	b.write(id, "图文")
	if _, err := b.acct.Tap(t.Context(), id, "m:1"); err != nil {
		t.Fatal(err)
	}
	got := b.acct.Received(id)
	if len(got) != 2 || len(got[0].Articles) != 1 || len(got[1].Articles) != 2 || !got[0].Passive {
		t.Errorf("received %+v", got)
	}
}

func TestTypingNeedsARecentExchange(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	b.write(id, "在吗")
	typing := func(command string) int {
		return b.call("/cgi-bin/message/custom/typing", object{"touser": id, "command": command}).errcode(t)
	}
	if got := []int{typing("Typing"), typing("Typing"), typing("CancelTyping"), typing("Dancing")}; !cmp.Equal(got, []int{0, 45081, 0, 45072}) {
		t.Errorf("errcodes %v", got)
	}
	b.clock.Move(31 * time.Second)
	if code := typing("Typing"); code != 45080 {
		t.Errorf("after 31 s: %d", code)
	}
}
