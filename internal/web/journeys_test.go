package web_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

const journeys = account + "/journeys"

func newJourney(t *testing.T, b *testkit.Browser, name string) tuwen.Journey {
	t.Helper()
	return testkit.JSON[tuwen.Journey](t, b.Must(http.StatusCreated, "POST", journeys, map[string]any{"name": name}))
}

// drawJourney keeps a graph as the screen does.
func drawJourney(t *testing.T, b *testkit.Browser, j tuwen.Journey, g tuwen.Graph) tuwen.Journey {
	t.Helper()
	return testkit.JSON[tuwen.Journey](t, b.Must(http.StatusOK, "PUT", journeys+"/"+j.ID, form(j, g)))
}

func form(j tuwen.Journey, g tuwen.Graph) object {
	return object{"name": j.Name, "graph": g, "revision": j.Revision}
}

func said(text string) *tuwen.Reply { return &tuwen.Reply{Kind: tuwen.ReplyText, Text: text} }

// telling is a journey of two texts, a day apart, and a shop that is told.
func telling(trigger tuwen.Trigger) tuwen.Graph {
	return tuwen.Graph{
		Trigger: trigger, First: "hello", Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever},
		Steps: []tuwen.Step{
			{ID: "hello", Kind: tuwen.StepSend, Reply: said("你好"), Exits: []tuwen.Exit{{ID: "next", To: "day"}}},
			{ID: "day", Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 86400}, Exits: []tuwen.Exit{{ID: "next", To: "again"}}},
			{ID: "again", Name: "第二天", Kind: tuwen.StepSend, Reply: said("还在吗"), Exits: []tuwen.Exit{{ID: "next", To: "shop"}}},
			{ID: "shop", Kind: tuwen.StepWebhook, Webhook: &tuwen.Webhook{URL: "https://shop.example.com/hook"}, Exits: []tuwen.Exit{{ID: "next"}}},
		},
	}
}

func TestJourneyIsDrawnAndKeptAsItIs(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	j := newJourney(t, b, "  新客\n欢迎 ")
	if j.Name != "新客 欢迎" || j.State != tuwen.JourneyDraft || j.Version != 0 || len(j.Graph.Steps) != 0 || j.UpdatedBy != "the operator" {
		t.Fatalf("made %+v", j)
	}
	c.Clock.Move(time.Minute)
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	drawn := drawJourney(t, b, j, g)
	if !drawn.Graph.Same(g) || drawn.Revision <= j.Revision || !drawn.UpdatedAt.After(j.UpdatedAt) {
		t.Errorf("kept %+v", drawn)
	}
	if again := testkit.GET[tuwen.Journey](b, journeys+"/"+j.ID); !again.Graph.Same(g) {
		t.Errorf("read %+v", again)
	}
	// What was read may be sent back, and is no edit.
	if same := drawJourney(t, b, drawn, drawn.Graph); same.Revision != drawn.Revision {
		t.Errorf("the same again is revision %d, was %d", same.Revision, drawn.Revision)
	}
	all := testkit.GET[tuwen.Page[tuwen.Journey]](b, journeys)
	if all.Total != 1 || all.Items[0].Graph.Trigger.Kind != tuwen.TriggerFollow || len(all.Items[0].Graph.Steps) != 0 {
		t.Errorf("listed %+v", all)
	}
	b.Must(http.StatusNoContent, "DELETE", journeys+"/"+j.ID, nil)
	if p := problem(t, b.Must(http.StatusNotFound, "GET", journeys+"/"+j.ID, nil)); p.Code != "journey.unknown" {
		t.Errorf("deleted, it is %q", p.Code)
	}
}

func TestJourneyEditedElsewhereIsAConflict(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	j := newJourney(t, b, "欢迎")
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	drawJourney(t, b, j, g)
	g.Steps[0].Reply = said("另一句")
	p := problem(t, b.Must(http.StatusConflict, "PUT", journeys+"/"+j.ID, form(j, g)))
	if p.Code != "edit.conflict" || p.Params["by"] != "the operator" {
		t.Errorf("got %q %v", p.Code, p.Params)
	}
	if kept := testkit.GET[tuwen.Journey](b, journeys+"/"+j.ID); kept.Graph.Steps[0].Reply.Text != "你好" {
		t.Errorf("it was written over: %+v", kept.Graph.Steps[0].Reply)
	}
}

func TestEditsOfOneSittingAreOneLineOfTheAudit(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	j := newJourney(t, b, "欢迎")
	c.Clock.Move(time.Hour)
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	for _, text := range []string{"一", "二", "三"} {
		g.Steps[0].Reply = said(text)
		j = drawJourney(t, b, j, g)
		c.Clock.Move(time.Minute)
	}
	c.Clock.Move(time.Hour)
	g.Steps = g.Steps[:3]
	g.Steps[2].Exits[0].To = ""
	drawJourney(t, b, j, g)
	var got []string
	for _, e := range testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit?action=journey.change").Items {
		got = append(got, e.Name+": "+e.Details["steps.after"])
	}
	want := []string{"欢迎: send / wait / send 第二天", "欢迎: send / wait / send 第二天 / webhook"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the audit, newest first (-want +got):\n%s", diff)
	}
}

func TestWebhookSecretIsNeverTold(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	j := newJourney(t, b, "欢迎")
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	const secret = "a-secret-to-sign-with"
	g.Steps[3].Webhook.Secret = secret
	r := b.Must(http.StatusOK, "PUT", journeys+"/"+j.ID, form(j, g))
	j = testkit.JSON[tuwen.Journey](t, r)
	if !j.Graph.Steps[3].Webhook.HasSecret {
		t.Error("it is not told that there is a secret")
	}
	// An empty one keeps what there is.
	g.Steps[3].Webhook.Secret, g.Steps[0].Reply = "", said("换一句")
	j = drawJourney(t, b, j, g)
	if !j.Graph.Steps[3].Webhook.HasSecret {
		t.Error("an empty secret took it away")
	}
	answers := string(r.Body)
	for _, path := range []string{journeys, journeys + "/" + j.ID} {
		answers += string(b.Must(http.StatusOK, "GET", path, nil).Body)
	}
	answers += string(c.Script(tuwen.Admin).Must(http.StatusOK, "GET", "/audit", nil).Body) + c.Log.String()
	if i := strings.Index(answers, secret); i >= 0 {
		t.Errorf("it is told: …%.100s", answers[max(0, i-60):])
	}
}

func TestNonsenseIsNoGraph(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	j := newJourney(t, b, "欢迎")
	for name, spoil := range map[string]func(*tuwen.Graph){
		"two steps of one id":  func(g *tuwen.Graph) { g.Steps[1].ID = g.Steps[0].ID },
		"two exits of one id":  func(g *tuwen.Graph) { g.Steps[0].Exits = append(g.Steps[0].Exits, g.Steps[0].Exits[0]) },
		"no such kind of step": func(g *tuwen.Graph) { g.Steps[0].Kind = "dance" },
		"no such trigger":      func(g *tuwen.Graph) { g.Trigger.Kind = "full moon" },
		"an id that is none":   func(g *tuwen.Graph) { g.Steps[0].ID = "a b" },
		"a wait of two years":  func(g *tuwen.Graph) { g.Steps[1].Wait.Seconds = 2 * 31_622_400 },
		"too many steps": func(g *tuwen.Graph) {
			for n := range 200 {
				g.Steps = append(g.Steps, tuwen.Step{ID: "s" + strings.Repeat("x", n%60) + string(rune('a'+n/60)), Kind: tuwen.StepEnd, Exits: []tuwen.Exit{}})
			}
		},
		"a huge text": func(g *tuwen.Graph) { g.Steps[0].Reply = said(strings.Repeat("长", 1<<20)) },
	} {
		g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
		spoil(&g)
		if r := b.Ask("PUT", journeys+"/"+j.ID, form(j, g)); r.Status != http.StatusUnprocessableEntity && r.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d %.200s", name, r.Status, r.Body)
		}
	}
	for _, name := range []string{"", "  ", strings.Repeat("名", 61), "a\x00b"} {
		b.Must(http.StatusUnprocessableEntity, "POST", journeys, map[string]any{"name": name})
	}
	b.Must(http.StatusNotFound, "POST", journeys, map[string]any{"name": "x", "template": "none"})
	b.Must(http.StatusNotFound, "PUT", journeys+"/none", form(j, telling(tuwen.Trigger{})))
	b.Must(http.StatusNotFound, "DELETE", journeys+"/none", nil)
}

func actOn(t *testing.T, b *testkit.Browser, j tuwen.Journey, verb string) tuwen.Journey {
	t.Helper()
	status := http.StatusOK
	if verb == "copy" {
		status = http.StatusCreated
	}
	return testkit.JSON[tuwen.Journey](t, b.Must(status, "POST", journeys+"/"+j.ID+"/"+verb, nil))
}

func refusedOn(t *testing.T, b *testkit.Browser, j tuwen.Journey, verb string) string {
	t.Helper()
	return problem(t, b.Must(http.StatusConflict, "POST", journeys+"/"+j.ID+"/"+verb, nil)).Code
}

func TestJourneyRunsPausesAndStops(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	j := newJourney(t, b, "欢迎")
	r := b.Must(http.StatusConflict, "POST", journeys+"/"+j.ID+"/start", nil)
	if p := problem(t, r); p.Code != "journey.problems" || p.Params["count"] == "0" {
		t.Errorf("an empty one: %q %v", p.Code, p.Params)
	}
	if named := testkit.JSON[struct{ Related []tuwen.GraphProblem }](t, r).Related; len(named) == 0 || named[0].Code == "" {
		t.Errorf("the problems are not named: %s", r.Body)
	}
	for _, verb := range []string{"pause", "resume", "stop"} {
		if code := refusedOn(t, b, j, verb); code != "journey.state" {
			t.Errorf("%s of a draft: %q", verb, code)
		}
	}
	if code := refusedOn(t, b, j, "discard"); code != "journey.never_started" {
		t.Errorf("discard of a draft: %q", code)
	}
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	j = actOn(t, b, drawJourney(t, b, j, g), "start")
	if j.State != tuwen.JourneyRunning || j.Version != 1 || j.Changed || j.StartedAt == nil || !j.StartedAt.Equal(c.Clock.Now()) {
		t.Fatalf("started, it is %+v", j)
	}
	for _, verb := range []string{"start", "resume"} {
		if code := refusedOn(t, b, j, verb); code != "journey.state" {
			t.Errorf("%s of a running one: %q", verb, code)
		}
	}
	if p := problem(t, b.Must(http.StatusConflict, "DELETE", journeys+"/"+j.ID, nil)); p.Code != "journey.running" {
		t.Errorf("deleting a running one: %q", p.Code)
	}
	if j = actOn(t, b, j, "pause"); j.State != tuwen.JourneyPaused {
		t.Errorf("paused, it is %s", j.State)
	}
	if j = actOn(t, b, j, "resume"); j.State != tuwen.JourneyRunning {
		t.Errorf("resumed, it is %s", j.State)
	}
	if j = actOn(t, b, j, "stop"); j.State != tuwen.JourneyStopped {
		t.Errorf("stopped, it is %s", j.State)
	}
	if j = actOn(t, b, j, "start"); j.State != tuwen.JourneyRunning || j.Version != 1 {
		t.Errorf("started again, it is %s of version %d", j.State, j.Version)
	}
	actOn(t, b, j, "stop")
	b.Must(http.StatusNoContent, "DELETE", journeys+"/"+j.ID, nil)
	var acts []string
	for _, e := range testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit").Items {
		if strings.HasPrefix(e.Action, "journey.") && e.Name == "欢迎" && e.Actor == "the operator" {
			acts = append(acts, strings.TrimPrefix(e.Action, "journey."))
		}
	}
	want := []string{"create", "delete", "pause", "resume", "start", "start", "stop", "stop"}
	slices.Sort(acts) // all of one moment
	if diff := cmp.Diff(want, acts); diff != "" {
		t.Errorf("the audit, by name (-want +got):\n%s", diff)
	}
}

func TestWhatIsEditedCountsOnceItIsStarted(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	j := actOn(t, b, drawJourney(t, b, newJourney(t, b, "欢迎"), g), "start")
	g.Steps[0].Reply = said("改过的")
	j = drawJourney(t, b, j, g)
	if !j.Changed || j.Version != 1 || j.State != tuwen.JourneyRunning {
		t.Errorf("edited, it is %+v", j)
	}
	back := actOn(t, b, j, "discard")
	if back.Changed || back.Graph.Steps[0].Reply.Text != "你好" || back.Revision <= j.Revision {
		t.Errorf("discarded, it is %+v", back)
	}
	j = actOn(t, b, drawJourney(t, b, back, g), "start")
	if j.Changed || j.Version != 2 || j.Graph.Steps[0].Reply.Text != "改过的" {
		t.Errorf("started again, it is %+v", j)
	}
	// Drawn back to what runs, it is not changed.
	g.Steps[0].Reply = said("又改")
	j = drawJourney(t, b, j, g)
	g.Steps[0].Reply = said("改过的")
	if j = drawJourney(t, b, j, g); j.Changed {
		t.Error("drawn back, it is told to be changed")
	}
}

func TestCopyOfAJourneyIsADraftWithItsSecrets(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	g.Steps[3].Webhook.Secret = "sign-with-this"
	j := actOn(t, b, drawJourney(t, b, newJourney(t, b, "欢迎"), g), "start")
	first, second := actOn(t, b, j, "copy"), actOn(t, b, j, "copy")
	if first.Name != "欢迎 2" || second.Name != "欢迎 3" || first.State != tuwen.JourneyDraft || first.Version != 0 {
		t.Errorf("copied %+v and %q", first, second.Name)
	}
	if !first.Graph.Same(g) || !first.Graph.Steps[3].Webhook.HasSecret {
		t.Errorf("the copy is %+v", first.Graph)
	}
}

func TestScheduleOfAJourneyTellsItsNextRun(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	at := c.Clock.Now().Add(48 * time.Hour).Truncate(time.Minute)
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerSchedule, Repeat: tuwen.RepeatOnce, At: &at, TagID: 2})
	j := actOn(t, b, drawJourney(t, b, newJourney(t, b, "节日"), g), "start")
	if j.NextRunAt == nil || !j.NextRunAt.Equal(at) {
		t.Errorf("it runs at %v, want %v", j.NextRunAt, at)
	}
	if j = actOn(t, b, j, "pause"); j.NextRunAt != nil {
		t.Errorf("paused, it runs at %v", j.NextRunAt)
	}
	c.Clock.Move(72 * time.Hour)
	if j = actOn(t, b, j, "resume"); j.NextRunAt != nil {
		t.Errorf("resumed after its time, it runs at %v", j.NextRunAt)
	}
}

func TestScheduleOfNowThatIsPausedBeforeItBeginsRunsAfterThePause(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	openIDs := []string{"o-one", "o-two", "o-three"}
	for _, openID := range openIDs {
		follower(t, c, openID)
	}
	err := c.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Contacts.Tag(ctx, testkit.AppID, 2, openIDs)
	})
	if err != nil {
		t.Fatal(err)
	}
	g := resting(tuwen.Trigger{Kind: tuwen.TriggerSchedule, Repeat: tuwen.RepeatNow, TagID: 2})
	j := drawJourney(t, b, newJourney(t, b, "现在"), g)
	actOn(t, b, j, "start")
	actOn(t, b, j, "pause")
	c.Clock.Move(72 * time.Hour)
	actOn(t, b, j, "resume")
	j = testkit.Wait(b, journeys+"/"+j.ID, func(j tuwen.Journey) bool { return j.NextRunAt == nil })
	if j.Counts.Entered != 3 {
		t.Errorf("%d entered, want 3", j.Counts.Entered)
	}
}

func TestJourneyNamesWhatItUses(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 2, 0))
	b := c.Operator(tuwen.Operates)
	several := addHistory(t, c, "多图文", "<p>一</p>", "<p>二</p>")
	single := c.WeChat.History()[1].MediaID
	synced(t, b, tuwen.Full)
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	for id, reason := range map[string]tuwen.Reason{several: tuwen.ReasonSeveral, "none": tuwen.ReasonMissing} {
		g.Steps[0].Reply = &tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id}
		j := drawJourney(t, b, newJourney(t, b, "欢迎 "+string(reason)), g)
		if got := j.Graph.Steps[0].Reply.Problem; got != reason || tuwen.Startable(j.Problems) {
			t.Errorf("%s: the reply is told to be %q, the problems %+v", reason, got, j.Problems)
		}
	}
	g.Steps[0].Reply = &tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: single}
	j := actOn(t, b, drawJourney(t, b, newJourney(t, b, "欢迎"), g), "start")
	if j.Graph.Steps[0].Reply.Label == "" {
		t.Error("the title of what is sent is not told")
	}
	want := []tuwen.UsedBy{{Kind: "journey", ID: j.ID, Name: "欢迎", Active: true}}
	if diff := cmp.Diff(want, testkit.GET[tuwen.Material](b, account+"/materials/"+single).UsedBy); diff != "" {
		t.Errorf("used by (-want +got):\n%s", diff)
	}
	r := b.Must(http.StatusConflict, "DELETE", account+"/materials/"+single, nil)
	if named := testkit.JSON[struct{ Related []tuwen.UsedBy }](t, r).Related; !cmp.Equal(want, named) {
		t.Errorf("in its way stands %+v", named)
	}
	actOn(t, b, j, "stop")
	b.Must(http.StatusNoContent, "DELETE", account+"/materials/"+single, nil)
}
