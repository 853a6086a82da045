package inbox_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const path = "/accounts/" + testkit.AppID

// code makes a temporary code of a week.
func (e *env) code(b *testkit.Browser, name string, replies []tuwen.Reply, tags ...int) tuwen.QRCode {
	e.t.Helper()
	return testkit.JSON[tuwen.QRCode](e.t, b.Must(http.StatusCreated, "POST", path+"/qrcodes", map[string]any{
		"name": name, "kind": "temporary", "expire_days": 7, "replies": replies, "tag_ids": append([]int{}, tags...),
	}))
}

// tag makes a tag at WeChat.
func (e *env) tag(name string) int {
	e.t.Helper()
	b := e.Operator(tuwen.Operates)
	return testkit.JSON[tuwen.Tag](e.t, b.Must(http.StatusCreated, "POST", path+"/tags", map[string]string{"name": name})).ID
}

// tallies are what a code brought.
func tallies(b *testkit.Browser, id string) [2]int {
	c := testkit.GET[tuwen.QRCode](b, path+"/qrcodes/"+id)
	return [2]int{c.Scans, c.NewFollowers}
}

func TestScan(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.Operator(tuwen.Operates)
		e.rule("default", "", text("在的"))
		e.follow("welcome", text("感谢关注"))
		tag := e.tag("茶客")
		code := e.code(b, "南门店", []tuwen.Reply{text("南门店欢迎你")}, tag)
		silent := e.code(b, "海报", nil, tag)
		stranger, err := e.WeChat.NewOpenID("陌生人")
		e.must(err)

		// A stranger who follows: the code answers, not the rule for follows.
		got := e.answer(e.WeChat.Scan(t.Context(), stranger, code.Scene))
		e.wantReply(got, "南门店欢迎你")
		wantSame(t, "scans and new followers", tallies(b, code.ID), [2]int{1, 1})
		c := testkit.Wait(b, path+"/contacts/"+stranger, func(c tuwen.Contact) bool { return len(c.TagIDs) > 0 })
		if !c.Followed || c.FollowedBy != code.Scene || c.TagIDs[0] != tag {
			t.Errorf("the contact is %+v", c)
		}
		// A follower: counted as a scan alone.
		e.Clock.Move(time.Second)
		e.wantReply(e.answer(e.WeChat.Scan(t.Context(), stranger, code.Scene)), "南门店欢迎你")
		wantSame(t, "scans and new followers", tallies(b, code.ID), [2]int{2, 1})
		// By the hour it is the same: ten in the morning. Who came by it is told.
		read := testkit.GET[tuwen.QRCode](b, path+"/qrcodes/"+code.ID)
		wantSame(t, "hours", [2]any{len(read.Hours), read.Hours[10]}, [2]any{24, tuwen.HourCount{Hour: 10, Scans: 2, NewFollowers: 1}})
		came := testkit.GET[tuwen.Page[tuwen.Contact]](b, path+"/contacts?followed_by="+code.Scene)
		if len(came.Items) != 1 || came.Items[0].OpenID != stranger {
			t.Errorf("by the code came %+v", came.Items)
		}
		// A code without replies: who follows by it gets the rule's.
		other, err := e.WeChat.NewOpenID("路人")
		e.must(err)
		e.wantReply(e.answer(e.WeChat.Scan(t.Context(), other, silent.Scene)), "感谢关注")
		e.Clock.Move(time.Second)
		e.wantReply(e.answer(e.WeChat.Scan(t.Context(), other, silent.Scene)), "success")
		wantSame(t, "scans and new followers", tallies(b, silent.ID), [2]int{2, 1})
		testkit.Wait(b, path+"/contacts/"+other, func(c tuwen.Contact) bool { return len(c.TagIDs) > 0 })
		// Everybody got one passive reply at the most, and nothing else.
		for who, want := range map[string]int{stranger: 2, other: 1} {
			if n := len(e.WeChat.Received(who)); n != want {
				t.Errorf("%s received %d messages, want %d: %+v", who, n, want, e.WeChat.Received(who))
			}
		}
		if n := e.jobs("send_messages"); n != 0 {
			t.Errorf("%d jobs to send messages, want none", n)
		}
	})
}

func TestFollowWithoutSceneIsAnsweredByTheRuleForFollows(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.Operator(tuwen.Operates)
		e.follow("welcome", text("感谢关注"))
		code := e.code(b, "南门店", []tuwen.Reply{text("南门店欢迎你")})
		someone, err := e.WeChat.NewOpenID("林小满")
		e.must(err)
		e.wantReply(e.answer(e.WeChat.Follow(t.Context(), someone)), "感谢关注")
		// Marks of where the follower came from are no scenes, and scenes of no
		// code are nobody's.
		for _, key := range []string{"last_trade_no_42", "qrscene_", "qrscene_unknown", "qrscene_\x00", "qrscene_" + strings.Repeat("长", 300)} {
			e.Clock.Move(time.Second)
			e.wantReply(e.answer(e.WeChat.PushEvent(t.Context(), someone, "subscribe", fields("EventKey", key))), "感谢关注")
			e.Clock.Move(time.Second)
			e.wantReply(e.answer(e.WeChat.PushEvent(t.Context(), someone, "SCAN", fields("EventKey", key))), "success")
		}
		wantSame(t, "scans and new followers", tallies(b, code.ID), [2]int{})
		if c := e.contact(someone); !c.Followed {
			t.Errorf("the contact is %+v", c)
		}
	})
}

func TestExpiredCode(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.Operator(tuwen.Operates)
		e.rule("default", "", text("在的"))
		code := e.code(b, "展会", []tuwen.Reply{text("展会欢迎你")})
		someone := e.follower("林小满")
		e.Clock.Move(8 * 24 * time.Hour)
		// At WeChat it leads nowhere: nothing is pushed, nothing counted.
		if _, err := e.WeChat.Scan(t.Context(), someone, code.Scene); !errors.Is(err, sandbox.ErrExpired) {
			t.Fatalf("scanning an expired code: %v", err)
		}
		wantSame(t, "scans and new followers", tallies(b, code.ID), [2]int{})
		// A push that was on its way when it ended was scanned in time.
		e.wantReply(e.answer(e.WeChat.PushEvent(t.Context(), someone, "SCAN", fields("EventKey", code.Scene))), "展会欢迎你")
		wantSame(t, "scans and new followers", tallies(b, code.ID), [2]int{1, 0})
	})
}
