package inbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestUnfollowErasesThePerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.Operator(tuwen.Operates)
		e.rule("default", "", text("在的"), text("还有一条"))
		code := e.code(b, "南门店", []tuwen.Reply{text("欢迎")}, e.tag("茶客"))
		someone, err := e.WeChat.NewOpenID("林小满")
		e.must(err)
		e.answer(e.WeChat.Scan(t.Context(), someone, code.Scene))
		first, err := e.WeChat.Write(t.Context(), someone, "我住在青禾路八号")
		e.answer(first, err)
		testkit.Wait(b, path+"/messages?openid="+someone, func(p tuwen.Page[tuwen.Message]) bool {
			return len(p.Items) == 1 && p.Items[0].State == tuwen.MessageSent
		})
		testkit.Wait(b, path+"/contacts/"+someone, func(c tuwen.Contact) bool { return len(c.TagIDs) > 0 })
		if len(e.holding(someone)) < 4 || len(e.holding("青禾路八号")) == 0 {
			t.Fatalf("before leaving found %q", e.holding(someone))
		}
		e.Clock.Move(time.Minute)
		e.answer(e.WeChat.Unfollow(t.Context(), someone))

		wantNone(t, "rows with the openid", e.holding(someone))
		wantNone(t, "rows with the words", e.holding("青禾路八号"))
		wantSame(t, "scans and new followers", tallies(b, code.ID), [2]int{1, 1})
		if hits := testkit.GET[tuwen.ReplyRule](b, path+"/reply-rules/default").Hits; hits != 1 {
			t.Errorf("the rule answered %d times, want 1", hits)
		}
		wantSame(t, "events that stay", len(e.events()), 3)
		former := func() store.Former {
			return read(e, func(ctx context.Context, tx *store.Tx) (store.Former, error) {
				return tx.Contacts.Former(ctx, testkit.AppID, testkit.Hash(testkit.AppID, someone))
			})
		}
		if f := former(); f.Erased != 1 {
			t.Errorf("the keyed hash says %+v", f)
		}

		// A push that comes again, or late, does not bring anybody back.
		e.answer(e.WeChat.Repeat(t.Context(), first, ""))
		late := first
		late.Message = e.message(someone, "424242", "青禾路八号")
		e.Clock.Move(time.Second)
		e.answer(e.WeChat.Repeat(t.Context(), late, ""))
		wantNone(t, "rows with the openid", e.holding(someone))
		wantNone(t, "rows with the words", e.holding("青禾路八号"))

		// Whoever follows again is there again.
		e.Clock.Move(time.Second)
		e.answer(e.WeChat.Follow(t.Context(), someone))
		if c := e.contact(someone); !c.Followed || c.Messages != 0 || len(c.TagIDs) != 0 {
			t.Errorf("after following again the contact is %+v", c)
		}
	})
}
