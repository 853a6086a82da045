package sandbox_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

func TestPushesAreReadInEveryModeAndAnsweredPassively(t *testing.T) {
	t.Parallel()
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			b := newPushBench(t, sandbox.PushPolicy{})
			c := newConsole(t, b, mode)
			c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
				c.reply(w, p, callback.TextReply{Content: "你好 & <欢迎>"})
			}
			c.connect()
			id := b.follower("林小满")
			d := b.write(id, "在吗 ]]> &amp;")
			if d.State != sandbox.Answered || len(d.Attempts) != 1 || d.Attempts[0].Status != 200 || !strings.Contains(d.Attempts[0].Answer, "<欢迎>") {
				t.Errorf("delivery %+v", d)
			}
			if diff := cmp.Diff([]string{"你好 & <欢迎>", "你好 & <欢迎>"}, b.said(id)); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			got := c.pushed()
			if len(got) != 2 {
				t.Fatalf("%d pushes", len(got))
			}
			follow, text := got[0], got[1]
			if _, ok := follow.Payload.(callback.SubscribeEvent); !ok || follow.FromUserName != id || follow.ToUserName != "gh_abcdef012345" || follow.MsgID != "" {
				t.Errorf("follow %+v", follow)
			}
			if diff := cmp.Diff(callback.TextMessage{Content: "在吗 ]]> &amp;"}, text.Payload); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if len(text.MsgID) != 17 || !text.CreateTime.Equal(start) {
				t.Errorf("MsgId %q, CreateTime %v", text.MsgID, text.CreateTime)
			}
		})
	}
}

func TestUnansweredPushIsRepeatedThreeTimesWithTheSameContent(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, n int, p callback.Push) {
		switch n {
		case 1:
			panic(http.ErrAbortHandler) // no answer, and at once
		case 2, 3:
			time.Sleep(quick.Deadline * 2)
		default:
			c.reply(w, p, callback.TextReply{Content: "来了"})
		}
	}
	c.connect()
	began := time.Now()
	d := b.write(id, "在吗")
	if d.State != sandbox.Answered || len(d.Attempts) != 4 {
		t.Fatalf("delivery %+v", d)
	}
	if took := time.Since(began); took < 3*quick.Deadline {
		t.Errorf("four tries took %v: a repeat did not wait for the deadline", took)
	}
	for i, a := range d.Attempts[:3] {
		if a.Status != 0 || a.Problem == "" {
			t.Errorf("try %d: %+v", i+1, a)
		}
	}
	got := c.pushed()
	for _, p := range got[1:] {
		if string(p.Raw) != string(got[0].Raw) || p.DedupeKey() != got[0].DedupeKey() {
			t.Errorf("a repeat differs:\n%s\n%s", p.Raw, got[0].Raw)
		}
	}
	if c.nonces[0] == c.nonces[1] {
		t.Error("a repeat came with the nonce of the first")
	}
	if diff := cmp.Diff([]string{"来了"}, b.said(id)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
}

func TestFollowerReadsThatTheAccountIsOutOfService(t *testing.T) {
	t.Parallel()
	const outOfService = "该服务号暂时无法提供服务，请稍后再试"
	text := func(content string) string {
		return "<xml><ToUserName>%s</ToUserName><FromUserName>gh_abcdef012345</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>" + content + "</Content></xml>"
	}
	for name, c := range map[string]struct {
		status int
		body   string // %s is the OpenID
		want   sandbox.DeliveryState
		tries  int
	}{
		"error page":      {500, "Error 500:", sandbox.Malformed, 1},
		"html":            {200, "<html><body>hi</body></html>", sandbox.Malformed, 1},
		"json":            {200, `{"errcode":0}`, sandbox.Malformed, 1},
		"not found":       {404, "", sandbox.Malformed, 1},
		"redirect":        {302, "", sandbox.Malformed, 1},
		"empty text":      {200, text(""), sandbox.Malformed, 1},
		"to another":      {200, strings.Replace(text("x"), "%s", "oSomebody", 1), sandbox.Malformed, 1},
		"from another":    {200, strings.Replace(text("x"), "gh_abcdef012345", "gh_other", 1), sandbox.Malformed, 1},
		"unknown type":    {200, strings.Replace(text("x"), "<MsgType>text", "<MsgType>mpnews", 1), sandbox.Malformed, 1},
		"unknown picture": {200, strings.Replace(text("x"), "text</MsgType><Content>x</Content>", "image</MsgType><Image><MediaId>none</MediaId></Image>", 1), sandbox.Malformed, 1},
		"success":         {200, "success", sandbox.Answered, 1},
		"nothing":         {200, "", sandbox.Answered, 1},
		"good":            {200, text("好"), sandbox.Answered, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newPushBench(t, sandbox.PushPolicy{})
			id := b.follower("林小满")
			con := newConsole(t, b, callback.Plain)
			con.answer = func(w http.ResponseWriter, _ int, _ callback.Push) {
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, strings.Replace(c.body, "%s", id, 1))
			}
			con.connect()
			d := b.write(id, "在吗")
			if d.State != c.want || len(d.Attempts) != c.tries {
				t.Errorf("delivery %+v", d)
			}
			inbox := b.acct.Inbox(id)
			last := inbox[len(inbox)-1]
			if told := last.Text == outOfService && last.From == sandbox.FromWeChat; told != (c.want != sandbox.Answered) {
				t.Errorf("the follower read last %+v", last)
			}
		})
	}
}

func TestPlainReplyInSafeModeIsMalformed(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		encoded, err := callback.Encode(p, callback.TextReply{Content: "明文"}, start)
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(encoded)
	}
	c.connect()
	if d := b.write(id, "在吗"); d.State != sandbox.Malformed {
		t.Errorf("delivery %+v", d)
	}
	if said := b.said(id); len(said) != 0 {
		t.Errorf("said %v", said)
	}
}

func TestPushNobodyAnswersIsGivenUpAfterFourTries(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{Deadline: 20 * time.Millisecond, BreakerAfter: -1})
	id := b.follower("林小满")
	dead := httptest.NewServer(http.NotFoundHandler())
	dead.Close()
	if err := b.acct.SetUnverifiedCallback(sandbox.Callback{URL: dead.URL, Token: pushToken}); err != nil {
		t.Fatal(err)
	}
	if d := b.write(id, "在吗"); d.State != sandbox.Unanswered || len(d.Attempts) != 4 {
		t.Errorf("delivery %+v", d)
	}
	d, err := b.acct.Unfollow(t.Context(), id)
	if err != nil || d.State != sandbox.Unanswered {
		t.Fatalf("%+v, %v", d, err)
	}
	inbox := b.acct.Inbox(id)
	if last := inbox[len(inbox)-1].Text; last != "已取消关注" {
		t.Errorf("who left reads %q", last)
	}
}

func TestBreakerStopsPushingForAMinute(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{Deadline: time.Second, BreakerAfter: 3})
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Plain)
	fails := true
	c.answer = func(w http.ResponseWriter, _ int, _ callback.Push) {
		if fails {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}
	c.connect()
	for range 3 {
		b.write(id, "在吗")
	}
	fails = false
	if d := b.write(id, "还在吗"); d.State != sandbox.Blocked || len(d.Attempts) != 0 {
		t.Errorf("delivery %+v", d)
	}
	b.clock.Move(59 * time.Second)
	if d := b.write(id, "还在吗"); d.State != sandbox.Blocked {
		t.Errorf("after 59 s: %+v", d)
	}
	b.clock.Move(time.Second)
	if d := b.write(id, "现在呢"); d.State != sandbox.Answered {
		t.Errorf("after a minute: %+v", d)
	}
	var texts []string
	for _, p := range c.pushed() {
		texts = append(texts, p.Payload.(callback.TextMessage).Content)
	}
	if diff := cmp.Diff([]string{"在吗", "在吗", "在吗", "现在呢"}, texts); diff != "" {
		t.Errorf("what was blocked must not be made up for (-want +got):\n%s", diff)
	}
}

func TestPushesOfOneAccountGoSideBySide(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	c := newConsole(t, b, callback.Safe)
	c.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
		text, _ := p.Payload.(callback.TextMessage)
		c.reply(w, p, callback.TextReply{Content: "回" + text.Content + p.FromUserName})
	}
	if err := b.acct.BulkFollowers(40); err != nil {
		t.Fatal(err)
	}
	c.connect()
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			id := b.acct.BulkOpenID(i)
			for n := range 5 {
				if _, err := b.acct.Write(t.Context(), id, fmt.Sprint(n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for i := range 40 {
		id := b.acct.BulkOpenID(i)
		want := []string{"回0" + id, "回1" + id, "回2" + id, "回3" + id, "回4" + id}
		if diff := cmp.Diff(want, b.said(id)); diff != "" {
			t.Errorf("said (-want +got):\n%s", diff)
		}
	}
	keys := map[string]bool{}
	for _, p := range c.pushed() {
		keys[p.DedupeKey()] = true
	}
	if len(keys) != 200 {
		t.Errorf("%d different pushes, want 200", len(keys))
	}
}

func TestRepeatBringsTheSamePushAndShowsNothing(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	id := b.follower("林小满")
	c, other := newConsole(t, b, callback.Safe), newConsole(t, b, callback.Safe)
	for _, node := range []*console{c, other} {
		node.answer = func(w http.ResponseWriter, _ int, p callback.Push) {
			node.reply(w, p, callback.TextReply{Content: "在"})
		}
	}
	c.connect()
	first := b.write(id, "在吗")
	var all sync.WaitGroup
	for _, address := range []string{"", "", other.url, other.url} {
		all.Go(func() {
			d, err := b.acct.Repeat(t.Context(), first, address)
			if err != nil || d.State != sandbox.Answered || d.Message != first.Message || d.Attempts[0].Answer == "" {
				t.Errorf("%+v, %v", d, err)
			}
		})
	}
	all.Wait()
	if n, m := len(c.pushed()), len(other.pushed()); n != 3 || m != 2 {
		t.Errorf("%d and %d pushes", n, m)
	}
	for _, p := range append(c.pushed(), other.pushed()...) {
		if p.DedupeKey() != c.pushed()[0].DedupeKey() {
			t.Errorf("another push: %s", p.Raw)
		}
	}
	if diff := cmp.Diff([]string{"在"}, b.said(id)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if f, err := b.acct.Follower(id); err != nil || f.Window.Sent != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}
