package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// reach is what the first screen tells of followers and of what they get.
func reach(b *testkit.Browser) tuwen.Reach {
	return testkit.GET[tuwen.Overview](b, account+"/overview").Reach
}

func TestOverviewTellsOfANewAccountThatThereIsNothing(t *testing.T) {
	t.Parallel()
	b := testkit.New(t).Operator(tuwen.Viewer)
	none := tuwen.Reach{Buttons: []tuwen.TappedCount{}, Sends: []tuwen.MassSend{}, Asking: []tuwen.MassSend{}}
	got := reach(b)
	for i, d := range got.Days {
		if day := []string{"2026-11-07", "2026-11-20"}[i/13]; d.New+d.Left > 0 || i%13 == 0 && d.Day != day || len(got.Days) != 14 {
			t.Errorf("day %d of %d is %+v", i, len(got.Days), d)
		}
	}
	got.Days = nil
	if diff := cmp.Diff(none, got); diff != "" {
		t.Errorf("reach (-want +got):\n%s", diff)
	}
}

func TestOverviewTellsWhoFollowsAndWhatTheyTap(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	hello := tuwen.Reply{Kind: tuwen.ReplyText, Text: "在"}
	drafted(t, b, sendButton("小管家", hello), groupOf("更多", sendButton("问路", hello), sendButton("没人点", hello)))
	published(t, b)
	actOn(t, b, drawJourney(t, b, newJourney(t, b, "欢迎"), telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})), "start")
	newJourney(t, b, "草稿")

	early := mine(t, c, "早来的")
	c.Clock.Move(24 * time.Hour)
	late := mine(t, c, "今天来的")
	for _, tap := range []struct{ top, sub int }{{0, -1}, {1, 0}, {1, 0}} {
		c.Clock.Move(time.Second) // else the second tap would be the first one pushed again
		if _, err := c.WeChat.TapButton(t.Context(), early, tap.top, tap.sub); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.WeChat.Unfollow(t.Context(), mine(t, c, "走了的")); err != nil {
		t.Fatal(err)
	}
	got := reach(b)
	if got.Followers != 2 || got.FollowersToday != 2 || got.LastFollowers != nil {
		t.Errorf("of %s and %s: %+v", early, late, got)
	}
	want := []tuwen.TappedCount{{Name: "问路", Over: "更多", Taps: 2}, {Name: "小管家", Taps: 1}}
	if diff := cmp.Diff(want, got.Buttons); diff != "" || got.Taps != 3 {
		t.Errorf("%d taps (-want +got):\n%s", got.Taps, diff)
	}
	if got.Running != 1 {
		t.Errorf("%d journeys run", got.Running)
	}
}

func TestOverviewTellsWhoCameAndWhoLeftByDay(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		must(t, c.WeChat.BulkFollowers(2000)) // they came over nine years
		before := 0
		for i := range 2000 {
			f, err := c.WeChat.Follower(c.WeChat.BulkOpenID(i))
			must(t, err)
			if f.FollowedAt.After(tuwen.FollowerDaysSince(c.Clock.Now())) {
				before++
			}
		}
		b := c.Operator(tuwen.Operates)
		followersSynced(t, b)
		connectPushes(t, c)
		stays, leaves := mine(t, c, "留下的"), mine(t, c, "走了的")
		d, err := c.WeChat.Unfollow(t.Context(), leaves)
		must(t, err)
		_, err = c.WeChat.Repeat(t.Context(), d, "")
		must(t, err)
		c.Clock.Move(15 * time.Hour) // an hour into the next day of Beijing
		mine(t, c, "第二天的")
		_, err = c.WeChat.Unfollow(t.Context(), stays)
		must(t, err)

		got := reach(b)
		want := []tuwen.FollowerDay{{Day: "2026-11-20", New: 2, Left: 1}, {Day: "2026-11-21", New: 1, Left: 1}}
		if diff := cmp.Diff(want, got.Days[12:]); diff != "" || got.FollowersToday != 1 {
			t.Errorf("%d today; days (-want +got):\n%s", got.FollowersToday, diff)
		}
		earlier := 0
		for _, d := range got.Days[:12] {
			earlier += d.New + d.Left
		}
		if earlier == 0 || earlier > before {
			t.Errorf("%d came before there were pushes, at most %d did", earlier, before)
		}
	})
}

func TestOverviewNamesTheSendsThatAskForAPerson(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin, first, second := c.Operator(tuwen.Admin), c.Operator(tuwen.Operates), c.Operator(tuwen.Operates)
	admin.Must(http.StatusOK, "PUT", account+"/mass-rules", map[string]any{"approval": true})
	m := act(t, first, compose(t, first, massDraft(t, c, first, "一")), "preflight", nil)
	if got := reach(first); len(got.Asking)+len(got.Sends) != 0 {
		t.Errorf("a draft asks for nobody: %+v", got)
	}
	m = act(t, first, m, "send", nil)
	if got := reach(second); len(got.Asking) != 1 || got.Asking[0].ID != m.ID || len(got.Sends) != 0 {
		t.Errorf("asked to approve: %+v", got)
	}
	act(t, second, m, "approve", nil)
	testkit.Wait(first, sends+"/"+m.ID, func(m tuwen.MassSend) bool { return m.State == tuwen.MassSent })
	if got := reach(first); len(got.Asking) != 0 || len(got.Sends) != 1 || got.Sends[0].State != tuwen.MassSent {
		t.Errorf("sent: %+v", got)
	}
}

func TestOverviewCountsWhatDidNotGoOut(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	hello := tuwen.Reply{Kind: tuwen.ReplyText, Text: "在"}
	drafted(t, b, sendButton("小管家", hello, hello))
	published(t, b)
	someone := mine(t, c, "林小满")
	c.WeChat.SetFault(sandbox.Fault{Path: "/cgi-bin/message/custom/send", Next: 9, Errcode: 45047})
	if _, err := c.WeChat.TapButton(t.Context(), someone, 0, -1); err != nil {
		t.Fatal(err)
	}
	testkit.Wait(b, account+"/overview", func(o tuwen.Overview) bool { return o.Reach.Unsent > 0 && o.Reach.LastUnsent != nil })
}

func TestOverviewTellsOfRepliesThatCannotBeSentAndWhereTheyAre(t *testing.T) {
	t.Parallel()
	onEach(t, sample(0, 2, 1), func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		synced(t, b, tuwen.Full)
		lost := func() []tuwen.LostMaterial { return testkit.GET[tuwen.Overview](b, account+"/overview").Lost }
		gone := testkit.GET[tuwen.Choices](b, account+"/materials?use=conversation&source=published").Items[0]
		send := func(id string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id} }
		addRule(b, t, keywordRule("新茶", "新茶", send(gone.MediaID)))
		deleted := addHistory(t, c, "要移除的")
		synced(t, b, tuwen.Full)
		off := addRule(b, t, keywordRule("停用", "停用", send(deleted)))
		b.Must(http.StatusOK, "POST", account+"/reply-rules/"+off.ID+"/deactivate", nil)
		code := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusCreated, "POST", account+"/qrcodes",
			object{"name": "南门店", "kind": "permanent", "replies": []tuwen.Reply{send(deleted)}}))
		if got := lost(); len(got) != 0 {
			t.Errorf("while all is there: %+v", got)
		}
		must(t, c.WeChat.DeletePublished(gone.MediaID))
		b.Must(http.StatusOK, "POST", account+"/materials/"+gone.MediaID+"/sync", nil)
		b.Must(http.StatusNoContent, "DELETE", account+"/materials/"+deleted+"?force=true", nil)
		want := map[string]string{gone.MediaID: "gone " + gone.Title + ": reply_rule 新茶", deleted: "deleted 要移除的: qrcode 南门店"}
		got := map[string]string{}
		for _, m := range lost() {
			words := string(m.Reason) + " " + m.Title + ":"
			for _, u := range m.UsedBy {
				words += " " + u.Kind + " " + u.Name
			}
			got[m.MediaID] = words
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("lost (-want +got):\n%s", diff)
		}
		b.Must(http.StatusNoContent, "DELETE", account+"/qrcodes/"+code.ID, nil)
		if got := lost(); len(got) != 1 {
			t.Errorf("with one of them mended: %+v", got)
		}
	})
}

func TestOverviewTellsOfPushesThatAreRefused(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		connectPushes(t, c)
		b := c.Operator(tuwen.Viewer)
		problems := func() (codes []string) {
			must(t, c.Inbox.Settle(t.Context()))
			for _, p := range testkit.GET[tuwen.Overview](b, account+"/overview").Problems {
				codes = append(codes, p.Code+" "+p.Params["count"])
			}
			return codes
		}
		lin := mine(t, c, "林小满")
		if got := problems(); len(got) != 0 {
			t.Errorf("while pushes arrive: %v", got)
		}
		c.Clock.Move(time.Minute)
		r := c.Stranger().Ask("POST", "/callback/"+testkit.AppID+"?timestamp=1&nonce=1&signature=0&msg_signature=0", []byte("<xml></xml>"))
		if r.Status == http.StatusOK {
			t.Fatalf("got %d", r.Status)
		}
		if got := problems(); len(got) != 1 {
			t.Errorf("after a push that was refused: %v", got)
		}
		c.Clock.Move(time.Minute)
		_, err := c.WeChat.Write(t.Context(), lin, "在吗")
		must(t, err)
		if got := problems(); len(got) != 0 {
			t.Errorf("once pushes arrive again: %v", got)
		}
	})
}
