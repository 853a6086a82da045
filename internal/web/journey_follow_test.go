package web_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func sending(mediaID string) tuwen.Graph {
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	g.Steps[0].Reply = &tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: mediaID, Fallback: "稍后再来"}
	return g
}

func TestS16JourneySendsPublishedAndHistorySingleOnlyAsPassiveReply(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 1, 1))
	several := addHistory(t, c, "多图文", "<p>一</p>", "<p>二</p>")
	b := c.Operator(tuwen.Operates)
	connectPushes(t, c)
	synced(t, b, tuwen.Full)
	draft := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].MediaID
	published := testkit.GET[tuwen.Choices](b, account+"/materials?use=journey&source=published").Items[0].Material
	single := slices.DeleteFunc(history(b, ""), func(m tuwen.Material) bool { return m.ArticleCount > 1 })[0]
	for id, reason := range map[string]tuwen.Reason{draft: tuwen.ReasonSource, several: tuwen.ReasonSeveral, "none": tuwen.ReasonMissing} {
		j := drawJourney(t, b, newJourney(t, b, "不能发 "+string(reason)), sending(id))
		if got := j.Graph.Steps[0].Reply.Problem; got != reason {
			t.Errorf("%s: the step is told %q", reason, got)
		}
		if code := refusedOn(t, b, j, "start"); code != "journey.problems" {
			t.Errorf("%s: it starts: %q", reason, code)
		}
	}
	for i, m := range []tuwen.Material{published, single} {
		j := started(t, b, "欢迎 "+m.Title, sending(m.MediaID))
		want := []tuwen.UsedBy{{Kind: "journey", ID: j.ID, Name: j.Name, Active: true}}
		if diff := cmp.Diff(want, testkit.GET[tuwen.Material](b, account+"/materials/"+m.MediaID).UsedBy); diff != "" {
			t.Errorf("where %q is used (-want +got):\n%s", m.Title, diff)
		}
		got := c.WeChat.Received(mine(t, c, []string{"林小满", "许知夏"}[i]))
		if len(got) != 1 || !got[0].Passive || len(got[0].Articles) != 1 || got[0].Articles[0].Title != m.Title {
			t.Fatalf("who follows gets %+v, want %q as the answer to the push", got, m.Title)
		}
		r := testkit.GET[tuwen.JourneyReport](b, journeys+"/"+j.ID+"/report?days=1")
		if r.Entered != 1 || r.Inside != 1 || r.Sent != 1 || r.Steps[0].Sent != 1 || r.Steps[1].Inside != 1 {
			t.Errorf("the report says %+v", r)
		}
		actOn(t, b, j, "stop")
	}
}

func TestFollowIsAnsweredOncePassivelyAndTheRestFollowsOrIsTold(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	b.Must(http.StatusCreated, "POST", account+"/reply-rules", object{"kind": "follow", "name": "欢迎", "replies": []tuwen.Reply{*said("规则")}})
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	j := started(t, b, "旅程", g)
	openID := mine(t, c, "林小满")
	allSent(b, openID, 1)
	var got []string
	for _, m := range c.WeChat.Received(openID) {
		got = append(got, m.Text+passively(m))
	}
	if diff := cmp.Diff([]string{"规则 (passive)", "你好"}, got); diff != "" {
		t.Errorf("received (-want +got):\n%s", diff)
	}
	// A day later the window of the follow has long been over.
	c.Clock.Move(25 * time.Hour)
	unsent := testkit.Wait(b, journeys+"/"+j.ID+"/report?days=2", func(r tuwen.JourneyReport) bool { return r.Unsent == 1 })
	if unsent.Sent != 1 || len(unsent.Steps[2].Reasons) != 1 || unsent.Steps[2].Unsent != 1 {
		t.Errorf("the report says %+v", unsent)
	}
	if n := len(c.WeChat.Received(openID)); n != 2 {
		t.Errorf("%d were received", n)
	}
}

func passively(m sandbox.Message) string {
	if m.Passive {
		return " (passive)"
	}
	return ""
}
