package outbox_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestEveryKindOfReplyIsSentInOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		published, history, picture := e.published(t, "霜降"), e.history(t, "立冬"), e.picture(t)
		c := tuwen.Conversation{ID: "c1", Name: "问路", Opening: "想看什么？", Closing: "点一点", Options: []tuwen.Option{
			{ID: "o1", Label: "门店", Reply: text("在南京路")}, {ID: "o2", Label: "菜单", Reply: text("一锅汤")},
		}}
		e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Conversations.Put(ctx, appID, c) })
		e.writes(t)
		args := e.plan(t, text("您好 <a href=\"https://example.com\">&</a>"),
			tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: picture.ID},
			tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: published.MediaID},
			tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: history.MediaID},
			tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "c1"})
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent", "sent", "sent", "sent", "sent"})
		got := e.wx.Received(e.openID)
		if len(got) != 5 {
			t.Fatalf("received %d messages", len(got))
		}
		wantSame(t, []string{got[0].Text, got[1].MediaID, got[2].Articles[0].Title, got[4].Text, got[4].Tail},
			[]string{"您好 <a href=\"https://example.com\">&</a>", picture.MediaID, "霜降", "想看什么？", "点一点"})
		a := history.Articles[0]
		wantSame(t, got[3].Articles, []sandbox.Card{{Title: "立冬", Digest: "立冬的摘要", URL: a.URL, PictureURL: a.CoverURL}})
		wantSame(t, got[4].Options, []sandbox.MenuOption{{ID: "o1", Content: "门店"}, {ID: "o2", Content: "菜单"}})
		if !strings.HasPrefix(a.CoverURL, "http") {
			t.Errorf("the cover is at %q", a.CoverURL)
		}
		wantSame(t, e.contact(t).Window.Sent, 5)
		e.send(t, args) // a job may run twice
		wantSame(t, len(e.wx.Received(e.openID)), 5)
	})
}

func TestNoMoreIsSentThanTheWindowAllows(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		args := e.plan(t, texts(7)...)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent", "sent", "sent", "sent", "sent", "unsent allowance", "unsent allowance"})
		wantSame(t, e.received(e.openID), []string{"0", "1", "2", "3", "4"})
		wantSame(t, e.wx.Calls(sendPath), 5)

		e.clock.Move(time.Hour)
		e.taps(t) // opens another
		args = e.plan(t, texts(4)...)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent", "sent", "sent", "unsent allowance"})
		wantSame(t, e.wx.Calls(sendPath), 8)
	})
}

func TestNothingIsSentLate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.taps(t)
		minute := e.plan(t, text("一分钟"))
		e.clock.Move(50 * time.Second) // WeChat would still take it, but would it be there in time?
		e.send(t, minute)
		wantSame(t, e.outcomes(t, minute), []string{"unsent late"})

		e.writes(t)
		days := e.plan(t, texts(2)...)
		e.clock.Move(48*time.Hour - 11*time.Second)
		e.send(t, days)
		wantSame(t, e.outcomes(t, days), []string{"sent", "sent"})
		e.writes(t)
		days = e.plan(t, text("两天"))
		e.clock.Move(48*time.Hour - 10*time.Second)
		e.send(t, days)
		wantSame(t, e.outcomes(t, days), []string{"unsent late"})

		// A new window does not make an old reply timely.
		e.taps(t)
		old := e.plan(t, text("旧"))
		e.clock.Move(time.Minute)
		e.writes(t)
		now := e.plan(t, text("新"))
		e.send(t, now)
		wantSame(t, e.outcomes(t, old), []string{"unsent late"})
		wantSame(t, e.outcomes(t, now), []string{"sent"})
		wantSame(t, e.received(e.openID), []string{"0", "1", "新"})
	})
}

func TestWeChatsWordClosesTheWindow(t *testing.T) {
	t.Parallel()
	for errcode, reason := range map[int]string{45015: "window_closed", 45047: "allowance"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, e *env) {
				e.writes(t)
				e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Errcode: errcode})
				args := e.plan(t, texts(3)...)
				code := "unsent " + reason + " wechat." + strconv.Itoa(errcode)
				e.send(t, args)
				wantSame(t, e.outcomes(t, args), []string{code, code, code})
				wantSame(t, []any{e.wx.Calls(sendPath), e.contact(t).Window.Closed}, []any{1, true})
				if m := e.messages(t, args)[0]; m.Problem.WeChat.Errcode != errcode || m.Problem.WeChat.RID == "" {
					t.Errorf("problem %+v", m.Problem)
				}
				more := e.plan(t, text("还有"))
				e.send(t, more)
				wantSame(t, e.outcomes(t, more), []string{"unsent window_closed"})
				wantSame(t, e.wx.Calls(sendPath), 1)
				e.clock.Move(time.Second)
				e.writes(t)
				more = e.plan(t, text("又来了"))
				e.send(t, more)
				wantSame(t, e.outcomes(t, more), []string{"sent"})
			})
		})
	}
}

func TestRefusalAboutTheContactOrTheAccountEndsAll(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for _, c := range []struct {
			errcode int
			want    string
		}{
			{40003, "unsent unfollowed wechat.40003"},
			{48001, "unsent no_permission wechat.48001"},
			{45009, "unsent quota wechat.45009"},
		} {
			e.writes(t)
			e.wx.ResetCalls()
			e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Errcode: c.errcode})
			args := e.plan(t, texts(2)...)
			e.send(t, args)
			wantSame(t, e.outcomes(t, args), []string{c.want, c.want})
			wantSame(t, []any{e.wx.Calls(sendPath), e.contact(t).Window.Sent}, []any{1, 0})
			e.clock.Move(time.Second)
		}
		// 45009 rests the interface: the next is not even asked for.
		e.writes(t)
		args := e.plan(t, text("明天见"))
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"unsent quota quota.blocked"})
		if p := e.messages(t, args)[0].Problem; p.Params["resume_at"] == "" {
			t.Errorf("the problem does not say when: %+v", p)
		}
		wantSame(t, e.wx.Calls(sendPath), 1)
	})
}

func TestRefusalOfOneMessageLetsTheOthersGo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Errcode: 70000})
		args := e.plan(t, append(texts(2), tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: "none"},
			tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "none"}, text("完"))...)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"unsent refused wechat.70000", "sent", "unsent gone", "unsent gone", "sent"})
		wantSame(t, e.contact(t).Window.Sent, 2)
		picture := e.picture(t)
		picture.MediaID = "lost"
		e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.ReplyPictures.Put(ctx, appID, picture) })
		args = e.plan(t, tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: picture.ID})
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"unsent gone wechat.40007"})
	})
}

func TestCallOfUnknownFateIsNeverRepeated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault    sandbox.Fault
		arrives  bool // though nobody can know
		kindName string
	}{
		{sandbox.Fault{Kind: sandbox.FaultHang}, false, "timeout"},
		{sandbox.Fault{Kind: sandbox.FaultCut}, true, "cut"},
		{sandbox.Fault{Kind: sandbox.FaultStatus}, false, "status"},
		{sandbox.Fault{Kind: sandbox.FaultEmpty}, false, "empty"},
		{sandbox.Fault{Kind: sandbox.FaultHTML}, false, "html"},
		{sandbox.Fault{Kind: sandbox.FaultHang, Delay: time.Millisecond}, false, "unreachable"},
	} {
		t.Run(c.kindName, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, e *env) {
				fault := c.fault
				fault.Path, fault.Next = sendPath, 1
				e.writes(t)
				first := e.plan(t, text("先"))
				e.send(t, first) // a token is fetched
				e.wx.SetFault(fault)
				args := e.plan(t, text("中"), text("后"))
				e.send(t, args)
				wantSame(t, e.outcomes(t, args), []string{"unknown timeout wechat.unreachable", "sent"})
				p := e.messages(t, args)[0].Problem
				wantSame(t, p.Params["kind"], c.kindName)
				for range 3 {
					e.send(t, args)
					e.clock.Move(time.Hour)
					must(t, e.Sweep(t.Context()))
				}
				want := []string{"先", "后"}
				if c.arrives {
					want = []string{"先", "中", "后"}
				}
				wantSame(t, e.received(e.openID), want)
				wantSame(t, e.wx.Calls(sendPath), 3)
				wantSame(t, e.contact(t).Window.Sent, 3) // it may have been counted
				wantSame(t, len(e.scheduled(t, "send_messages")), 0)
			})
		})
	}
}

func TestRefusalForNowIsTriedAgainInsideTheWindow(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 2, Errcode: -1})
		args := e.plan(t, text("先"), text("后"))
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"planned wechat.-1", "planned"})
		wantSame(t, []any{e.wx.Calls(sendPath), e.contact(t).Window.Sent}, []any{1, 0})
		wantSame(t, e.scheduled(t, "send_messages"), []time.Duration{time.Second})
		later := e.plan(t, text("更后"))
		e.send(t, later) // the order is kept
		wantSame(t, e.wx.Calls(sendPath), 1)
		e.clock.Move(time.Second)
		e.send(t, args)
		wantSame(t, e.wx.Calls(sendPath), 2)
		wantSame(t, slices.Max(e.scheduled(t, "send_messages")), 3*time.Second)
		e.clock.Move(3 * time.Second)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent", "sent"})
		wantSame(t, e.outcomes(t, later), []string{"sent"})
		wantSame(t, e.received(e.openID), []string{"先", "后", "更后"})

		e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Errcode: 45011})
		args = e.plan(t, text("慢点"))
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"planned wechat.45011"})
		wantSame(t, slices.Max(e.scheduled(t, "send_messages")), time.Minute)
		e.clock.Move(time.Minute)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent"})
	})
}

func TestRefusalForNowIsGivenUpAtTheEndOfTheWindow(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.taps(t)
		e.wx.SetFault(sandbox.Fault{Path: sendPath, Errcode: -1})
		args := e.plan(t, texts(2)...)
		closes := e.contact(t).Window.ClosesAt
		for range 20 {
			e.send(t, args)
			if e.outcomes(t, args)[0] != "planned wechat.-1" {
				break
			}
			e.clock.Move(slices.Max(e.scheduled(t, "send_messages")))
			if !e.clock.Now().Before(closes) {
				t.Fatal("a try is planned past the window")
			}
		}
		wantSame(t, e.outcomes(t, args)[0], "unsent refused wechat.-1")
		e.wx.ClearFaults()
		calls := e.wx.Calls(sendPath)
		e.clock.Move(time.Minute)
		e.send(t, args)
		must(t, e.Sweep(t.Context()))
		if got := e.outcomes(t, args)[1]; !strings.HasPrefix(got, "unsent late") && !strings.HasPrefix(got, "unsent refused") {
			t.Errorf("the second is %s", got)
		}
		wantSame(t, []any{e.wx.Calls(sendPath), len(e.received(e.openID))}, []any{calls, 0})
	})
}

func TestMessageThatNeverLeftIsTriedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		e.wx.SetFault(sandbox.Fault{Path: tokenPath, Next: 1, Kind: sandbox.FaultStatus})
		args := e.plan(t, text("要令牌"))
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"planned wechat.unreachable"})
		e.clock.Move(time.Second)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent"})
		wantSame(t, e.wx.Calls(sendPath), 1)

		// Nobody listens there.
		base := e.account(t)
		e.setBaseURL(t, "http://127.0.0.1:1")
		args = e.plan(t, text("无人"))
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"planned wechat.unreachable"})
		e.setBaseURL(t, base.APIBaseURL)
		e.clock.Move(time.Second)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent"})
		wantSame(t, e.received(e.openID), []string{"要令牌", "无人"})

		// A token that WeChat no longer knows costs nothing.
		e.wx.ExpireToken()
		args = e.plan(t, text("换令牌"))
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"sent"})
	})
}

func (e *env) account(t testing.TB) tuwen.Account {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Account, error) { return tx.Accounts.ByID(ctx, appID) })
}

func (e *env) setBaseURL(t testing.TB, url string) {
	t.Helper()
	a := e.account(t)
	a.APIBaseURL = url
	e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Update(ctx, a) })
}

func TestSendersOfOneContactTakeTurns(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		var inFlight, most atomic.Int32
		e.wx.OnCall(func(path string, _ int) {
			if path != sendPath {
				return
			}
			n := inFlight.Add(1)
			defer inFlight.Add(-1)
			if n > most.Load() {
				most.Store(n)
			}
		})
		for round := range 10 {
			e.writes(t)
			first, second := e.plan(t, texts(2)...), e.plan(t, texts(2)...)
			var all sync.WaitGroup
			for range 2 {
				all.Go(func() { e.send(t, first) })
				all.Go(func() { e.send(t, second) })
			}
			all.Wait()
			wantSame(t, append(e.outcomes(t, first), e.outcomes(t, second)...), []string{"sent", "sent", "sent", "sent"})
			wantSame(t, len(e.received(e.openID)), 4*(round+1))
			e.clock.Move(time.Second)
		}
		wantSame(t, []any{most.Load(), e.wx.Calls(sendPath)}, []any{int32(1), 40})
	})
}

func TestErasedContactIsSentNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		e.wx.SetFault(sandbox.Fault{Path: sendPath, Next: 1, Errcode: -1})
		args := e.plan(t, texts(2)...)
		e.send(t, args)
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.Erase(ctx, appID, e.openID, "hash", e.clock.Now())
		})
		e.clock.Move(time.Second)
		e.send(t, args)
		wantSame(t, e.outcomes(t, args), []string{"unsent gone", "unsent gone"})
		wantSame(t, e.wx.Calls(sendPath), 1)
		n := 0
		must(t, e.db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE CAST(args AS TEXT) LIKE $1",
			"%"+e.openID+"%").Scan(&n))
		if n != 0 {
			t.Error("a job names the person")
		}
	})
}
