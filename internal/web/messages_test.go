package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const customSend = "/cgi-bin/message/custom/send"

func TestEventsTellWhoAnsweredAndOperatorsThePushAndTheAnswer(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		connectPushes(t, c)
		b := c.Operator(tuwen.Operates)
		addRule(b, t, keywordRule("茶", "茶", textReply("请喝茶")))
		lin := mine(t, c, "林小满")
		c.Clock.Move(time.Second)
		d, err := c.WeChat.Write(t.Context(), lin, "茶")
		must(t, err)
		_, err = c.WeChat.Repeat(t.Context(), d, "")
		must(t, err)
		c.Clock.Move(time.Second)
		zhou := mine(t, c, "周予安")
		c.Clock.Move(time.Second)
		_, err = c.WeChat.Write(t.Context(), zhou, "在吗")
		must(t, err)

		events := func(query string) (all []string) {
			for cursor, more := "", true; more; more = cursor != "" {
				p := testkit.GET[tuwen.Page[tuwen.Event]](b, account+"/events?limit=2&"+query+"&cursor="+cursor)
				cursor = p.NextCursor
				for _, e := range p.Items {
					if e.Raw != "" || e.Answer != "" {
						t.Error("the list holds the raw push")
					}
					all = append(all, strings.TrimSpace(string(e.Kind)+" "+e.Text))
				}
			}
			return all
		}
		for query, want := range map[string][]string{
			"":               {"message 在吗", "follow", "message 茶", "follow"},
			"kind=follow":    {"follow", "follow"},
			"openid=" + lin:  {"message 茶", "follow"},
			"answered=true":  {"message 茶"},
			"answered=false": {"message 在吗", "follow", "follow"},
		} {
			if diff := cmp.Diff(want, events(query)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", query, diff)
			}
		}
		listed := testkit.GET[tuwen.Page[tuwen.Event]](b, account+"/events?answered=true").Items[0]
		one := testkit.GET[tuwen.Event](b, account+"/events/"+listed.ID)
		if one.Raw != d.Message || one.Answer != d.Attempts[0].Answer || !strings.Contains(one.Answer, "请喝茶") || one.Repeats != 1 || !one.Passive {
			t.Errorf("the event is %+v; pushed was %s and answered %s", one, d.Message, d.Attempts[0].Answer)
		}
		if one.AnsweredBy == nil || one.AnsweredBy.Kind != "reply_rule" || one.AnsweredBy.Name != "茶" {
			t.Errorf("answered by %+v", one.AnsweredBy)
		}
		if seen := testkit.GET[tuwen.Event](c.Operator(tuwen.Viewer), account+"/events/"+listed.ID); seen.Raw != "" || seen.Answer != "" || seen.Text != "茶" {
			t.Errorf("a viewer sees %+v", seen)
		}
		b.Must(http.StatusNotFound, "GET", account+"/events/none", nil)
	})
}

func TestMessagesThatDidNotGoOutTellWhyAndAfterWhichPush(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		connectPushes(t, c)
		b := c.Operator(tuwen.Operates)
		addRule(b, t, keywordRule("茶", "茶", textReply("请喝茶"), textReply("茶单在此")))
		lin := mine(t, c, "林小满")
		// What WeChat does with the message, and what is told of it.
		for name, tc := range map[string]struct {
			fault  sandbox.Fault
			state  tuwen.MessageState
			reason string
			code   string
		}{
			"refused for good": {sandbox.Fault{Errcode: 45047}, tuwen.MessageUnsent, "allowance", "wechat.45047"},
			"no permission":    {sandbox.Fault{Errcode: 48001}, tuwen.MessageUnsent, "no_permission", "wechat.48001"},
			"answer cut":       {sandbox.Fault{Kind: sandbox.FaultCut}, tuwen.MessageUnknown, "timeout", ""},
		} {
			tc.fault.Path, tc.fault.Next = customSend, 1
			c.WeChat.SetFault(tc.fault)
			c.Clock.Move(time.Second)
			_, err := c.WeChat.Write(t.Context(), lin, "茶")
			must(t, err)
			event := testkit.GET[tuwen.Page[tuwen.Event]](b, account+"/events?kind=message").Items[0]
			list := testkit.Wait(b, account+"/messages?states=unsent,unknown", func(p tuwen.Page[tuwen.Message]) bool {
				return len(p.Items) > 0 && p.Items[0].EventID == event.ID
			})
			m := list.Items[0]
			if m.State != tc.state || m.Reason != tc.reason || m.OpenID != lin || m.Cause.Name != "茶" || m.Reply.Text != "茶单在此" || m.DoneAt == nil {
				t.Errorf("%s: got %+v", name, m)
			}
			if tc.code != "" && (m.Problem == nil || m.Problem.Code != tc.code) {
				t.Errorf("%s: the problem is %+v", name, m.Problem)
			}
			if diff := cmp.Diff(m, testkit.GET[tuwen.Message](b, account+"/messages/"+m.ID)); diff != "" {
				t.Errorf("%s: its own address (-want +got):\n%s", name, diff)
			}
		}
		c.Clock.Move(time.Second)
		_, err := c.WeChat.Write(t.Context(), lin, "茶")
		must(t, err)
		testkit.Wait(b, account+"/messages?states=sent", func(p tuwen.Page[tuwen.Message]) bool { return len(p.Items) == 1 })
		if n := testkit.GET[tuwen.Page[tuwen.Message]](b, account+"/messages?states=unsent,unknown&openid="+lin).Total; n != 3 {
			t.Errorf("%d stay to be looked at, want 3", n)
		}
		b.Must(http.StatusNotFound, "GET", account+"/messages/none", nil)
	})
}

func TestCodesAreNamedWhereTheyWereScanned(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		connectPushes(t, c)
		b := c.Operator(tuwen.Operates)
		south, north := code(b, t, "南门店立牌", object{"scene": "7"}), code(b, t, "北门店立牌", object{"scene": "8"})
		lin, err := c.WeChat.NewOpenID("林小满")
		must(t, err)
		_, err = c.WeChat.Scan(t.Context(), lin, south.Scene) // and follows
		must(t, err)
		c.Clock.Move(time.Second)
		_, err = c.WeChat.Scan(t.Context(), lin, north.Scene)
		must(t, err)
		c.Clock.Move(time.Second)
		_, err = c.WeChat.Write(t.Context(), lin, "8")
		must(t, err)

		name := func(text string, n *tuwen.CodeName) string {
			if n == nil {
				return text
			}
			return text + " " + n.Name
		}
		wants := func(want ...string) {
			t.Helper()
			var got []string
			for _, e := range testkit.GET[tuwen.Page[tuwen.Event]](b, account+"/events").Items {
				one := testkit.GET[tuwen.Event](b, account+"/events/"+e.ID)
				got = append(got, name(e.Text, e.QRCode), name(one.Text, one.QRCode))
			}
			for _, m := range testkit.GET[tuwen.Page[tuwen.Moment]](b, contacts+"/"+lin+"/timeline").Items {
				if m.Event != nil {
					got = append(got, name(m.Event.Text, m.Event.QRCode))
				}
			}
			listed := testkit.GET[tuwen.Page[tuwen.Contact]](b, contacts).Items[0]
			one := testkit.GET[tuwen.Contact](b, contacts+"/"+lin)
			got = append(got, name(listed.FollowedBy, listed.QRCode), name(one.FollowedBy, one.QRCode))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the codes (-want +got):\n%s", diff)
			}
		}
		wants("8", "8", "8 北门店立牌", "8 北门店立牌", "7 南门店立牌", "7 南门店立牌",
			"8", "8 北门店立牌", "7 南门店立牌", "7 南门店立牌", "7 南门店立牌")
		b.Must(http.StatusNoContent, "DELETE", account+"/qrcodes/"+south.ID, nil)
		wants("8", "8", "8 北门店立牌", "8 北门店立牌", "7", "7", "8", "8 北门店立牌", "7", "7", "7")
	})
}
