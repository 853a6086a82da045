package inbox_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/tuwen/tuwen/internal/inbox"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// nodes are a console and, on PostgreSQL, the address of another node of it.
func nodes(t *testing.T, engine store.Engine) (e *env, addresses []string) {
	t.Helper()
	database := testkit.StoreURL(t, engine)
	e = startWith(t, testkit.Setup{Engine: engine, Database: database}, callback.Safe)
	addresses = []string{e.URL + "/callback/" + testkit.AppID}
	if engine != store.Postgres {
		return e, addresses
	}
	db := testkit.OpenStore(t, database)
	jobs, err := job.Open(t.Context(), job.Config{DB: db, Now: e.Clock.Now})
	e.must(err)
	return e, append(addresses, e.serve(e.NewInbox(db, jobs)))
}

// serve runs an inbox until the test ends, and returns its address.
func (e *env) serve(in *inbox.Inbox) (address string) {
	e.t.Helper()
	mux := http.NewServeMux()
	mux.Handle("POST /callback/{app_id}", in)
	server := httptest.NewServer(mux)
	e.run(in)
	e.t.Cleanup(server.Close)
	return server.URL + "/callback/" + testkit.AppID
}

// run runs an inbox until the test ends.
func (e *env) run(in *inbox.Inbox) {
	ctx, stop := context.WithCancel(context.WithoutCancel(e.t.Context()))
	var running sync.WaitGroup
	running.Go(func() { e.must(in.Run(ctx)) })
	e.t.Cleanup(func() {
		stop()
		running.Wait()
	})
}

// pushAll pushes a message once to each of the addresses, all at once, and
// returns the answers.
func (e *env) pushAll(openID, message string, addresses ...string) []string {
	e.t.Helper()
	answers := make([]string, len(addresses))
	errs := make([]error, len(addresses))
	var pushing sync.WaitGroup
	for i, address := range addresses {
		pushing.Go(func() {
			var d sandbox.Delivery
			d, errs[i] = e.WeChat.Repeat(e.t.Context(), sandbox.Delivery{OpenID: openID, Message: message}, address)
			if len(d.Attempts) != 1 || d.State != sandbox.Answered {
				errs[i] = fmt.Errorf("%w: %s after %+v", errs[i], d.State, d.Attempts)
				return
			}
			answers[i] = d.Attempts[0].Answer
		})
	}
	pushing.Wait()
	for _, err := range errs {
		e.must(err)
	}
	return answers
}

func TestSamePushFourTimesAtOnceIsOneEvent(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e, addresses := nodes(t, engine)
			b := e.Operator(tuwen.Operates)
			tag := e.tag("茶客")
			code := e.code(b, "门店", []tuwen.Reply{text("欢迎光临"), text("今日茶单")}, tag)
			// By chance, so that a second decision would mostly be another one.
			e.rule("lot", "签", text("一"), text("二"), text("三"), text("四"), text("五"), text("六"), text("七"), text("八"))
			e.random("lot")
			four := []string{addresses[0], addresses[len(addresses)-1], addresses[0], addresses[len(addresses)-1]}
			someone := e.follower("林小满")
			for round := range 8 {
				answers := e.pushAll(someone, e.message(someone, fmt.Sprintf("77%d", round), "签"), four...)
				for _, a := range answers {
					wantSame(t, "answer to a repeat", a, answers[0])
				}
			}
			scan := fmt.Sprintf("<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime>"+
				"<MsgType>event</MsgType><Event>SCAN</Event><EventKey>%s</EventKey><Ticket>t</Ticket></xml>", e.WeChat.Settings().OriginalID, someone, e.Clock.Now().Unix(), code.Scene)
			answers := e.pushAll(someone, scan, four...)
			for _, a := range answers {
				wantSame(t, "answer to a repeat", a, answers[0])
			}

			all := e.events()
			if len(all) != 1+8+1 {
				t.Errorf("%d events are kept, want the follow, 8 messages and a scan", len(all))
			}
			for _, ev := range all {
				if ev.Kind != tuwen.EventFollow && ev.Repeats != 3 {
					t.Errorf("%s is kept with %d repeats, want 3", ev.Kind, ev.Repeats)
				}
				if ev.Kind == tuwen.EventScan {
					if m := e.messages(ev.ID); len(m) != 1 {
						t.Errorf("a scan plans %d messages, want one: %+v", len(m), m)
					}
				}
			}
			if c := e.contact(someone); c.Messages != 8 {
				t.Errorf("the contact wrote %d messages, want 8", c.Messages)
			}
			scanned := testkit.GET[tuwen.QRCode](b, path+"/qrcodes/"+code.ID)
			rule := testkit.GET[tuwen.ReplyRule](b, path+"/reply-rules/lot")
			got := []int{rule.Hits, scanned.Scans, scanned.NewFollowers, e.jobs("send_messages")}
			wantSame(t, "hits, scans, new followers and jobs", got, []int{8, 1, 0, 1})
			testkit.Wait(b, path+"/contacts/"+someone, func(c tuwen.Contact) bool { return len(c.TagIDs) == 1 })
		})
	}
}

func TestTwoEventsOfOneSecondAreTwo(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e, _ := nodes(t, engine)
			someone := e.follower("林小满") // the clock stands still
			var acting sync.WaitGroup
			for _, act := range []func() (sandbox.Delivery, error){
				func() (sandbox.Delivery, error) { return e.WeChat.Tap(t.Context(), someone, "menu:1") },
				func() (sandbox.Delivery, error) { return e.WeChat.Tap(t.Context(), someone, "menu:2") },
				func() (sandbox.Delivery, error) { return e.WeChat.Write(t.Context(), someone, "茶") },
				func() (sandbox.Delivery, error) { return e.WeChat.Write(t.Context(), someone, "茶") },
				func() (sandbox.Delivery, error) {
					return e.WeChat.PushEvent(t.Context(), someone, "VIEW", callback.Fields{{Name: "EventKey", Value: "menu:1"}})
				},
			} {
				acting.Go(func() {
					if _, err := act(); err != nil {
						t.Error(err)
					}
				})
			}
			acting.Wait()
			kinds := map[tuwen.EventKind]int{}
			for _, ev := range e.events() {
				kinds[ev.Kind]++
				if ev.Repeats != 0 {
					t.Errorf("%s %q is taken for a repeat", ev.Kind, ev.Text)
				}
			}
			wantSame(t, "events", kinds, map[tuwen.EventKind]int{
				tuwen.EventFollow: 1, tuwen.EventTap: 2, tuwen.EventMessage: 2, tuwen.EventOther: 1,
			})
			if c := e.contact(someone); c.Messages != 2 {
				t.Errorf("the contact wrote %d messages, want 2", c.Messages)
			}
		})
	}
}

func TestRepeatGetsTheAnswerOfTheFirstThoughTheRuleHasChanged(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.rule("tea", "=茶", text("昨天的"))
		someone := e.follower("林小满")
		first, err := e.WeChat.Write(t.Context(), someone, "茶")
		e.answer(first, err)
		e.rule("tea", "=茶", text("今天的"))
		again := e.answer(e.WeChat.Repeat(t.Context(), first, ""))
		wantSame(t, "the repeat's answer", again, first.Attempts[0].Answer)
		next := e.answer(e.WeChat.Write(t.Context(), someone, "茶"))
		if next == again {
			t.Error("the change does not count for the next push")
		}
	})
}
