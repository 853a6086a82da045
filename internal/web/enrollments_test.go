package web_test

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// started is a journey that runs.
func started(t *testing.T, b *testkit.Browser, name string, g tuwen.Graph) tuwen.Journey {
	t.Helper()
	return actOn(t, b, drawJourney(t, b, newJourney(t, b, name), g), "start")
}

func enroll(t *testing.T, b *testkit.Browser, j tuwen.Journey, openID string, try bool) tuwen.Enrollment {
	t.Helper()
	return testkit.JSON[tuwen.Enrollment](t, b.Must(http.StatusCreated, "POST", journeys+"/"+j.ID+"/enroll", object{"openid": openID, "try": try}))
}

func notEnrolled(t *testing.T, b *testkit.Browser, status int, j tuwen.Journey, openID string, try bool) string {
	t.Helper()
	return problem(t, b.Must(status, "POST", journeys+"/"+j.ID+"/enroll", object{"openid": openID, "try": try})).Code
}

// follower is a contact that is known here.
func follower(t *testing.T, c *testkit.Console, openID string) {
	t.Helper()
	at := c.Clock.Now()
	err := c.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Contacts.Put(ctx, []store.Act{{AppID: testkit.AppID, OpenID: openID, At: at, Follow: &store.Follow{At: at}}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// resting is a journey that waits for long before it does anything.
func resting(trigger tuwen.Trigger) tuwen.Graph {
	g := telling(trigger)
	g.First = "day"
	g.Steps = g.Steps[1:]
	g.Steps[0].Wait.Seconds = 30 * 86400
	return g
}

func TestScriptLetsAContactEnterOnce(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	follower(t, c, "o-one")
	j := started(t, b, "接口", resting(tuwen.Trigger{Kind: tuwen.TriggerAPI}))
	e := enroll(t, b, j, "o-one", false)
	if e.State != tuwen.Inside || e.Version != 1 || e.StepID != "day" || !e.EnteredAt.Equal(c.Clock.Now()) {
		t.Errorf("entered as %+v", e)
	}
	if code := notEnrolled(t, b, http.StatusConflict, j, "o-one", false); code != "enrollment.inside" {
		t.Errorf("twice: %q", code)
	}
	if code := notEnrolled(t, b, http.StatusNotFound, j, "o-nobody", false); code != "contact.unknown" {
		t.Errorf("nobody: %q", code)
	}
	if code := notEnrolled(t, b, http.StatusNotFound, tuwen.Journey{ID: "none"}, "o-one", false); code != "journey.unknown" {
		t.Errorf("no journey: %q", code)
	}
	b.Must(http.StatusUnprocessableEntity, "POST", journeys+"/"+j.ID+"/enroll", object{"openid": ""})
	follows := started(t, b, "关注", resting(tuwen.Trigger{Kind: tuwen.TriggerFollow}))
	if code := notEnrolled(t, b, http.StatusConflict, follows, "o-one", false); code != "journey.trigger" {
		t.Errorf("another trigger: %q", code)
	}
	follower(t, c, "o-two")
	actOn(t, b, j, "pause")
	if code := notEnrolled(t, b, http.StatusConflict, j, "o-two", false); code != "journey.not_running" {
		t.Errorf("paused: %q", code)
	}
	people := testkit.GET[tuwen.Page[tuwen.Enrollment]](b, journeys+"/"+j.ID+"/enrollments?state=inside&step=day")
	if len(people.Items) != 1 || people.Items[0].ID != e.ID {
		t.Errorf("inside are %+v", people.Items)
	}
	if gone := testkit.GET[tuwen.Page[tuwen.Enrollment]](b, journeys+"/"+j.ID+"/enrollments?state=dropped"); len(gone.Items) != 0 {
		t.Errorf("dropped are %+v", gone.Items)
	}
	way := testkit.GET[tuwen.EnrollmentPath](b, journeys+"/"+j.ID+"/enrollments/"+e.ID)
	if way.ID != e.ID || way.Path == nil {
		t.Errorf("the way is %+v", way)
	}
	b.Must(http.StatusNotFound, "GET", journeys+"/"+follows.ID+"/enrollments/"+e.ID, nil)
}

func TestCallsOfAScriptAreOneEntryOfTheAuditAnHour(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	operator, script, other := c.Operator(tuwen.Operates), c.Script(tuwen.Operates), c.Script(tuwen.Operates)
	j := started(t, operator, "接口", resting(tuwen.Trigger{Kind: tuwen.TriggerAPI}))
	enter := func(b *testkit.Browser, openIDs ...string) (last tuwen.Enrollment) {
		for _, openID := range openIDs {
			follower(t, c, openID)
			last = enroll(t, b, j, openID, false)
		}
		return last
	}
	enter(script, "o-1", "o-2", "o-3")
	if code := notEnrolled(t, script, http.StatusConflict, j, "o-1", false); code != "enrollment.inside" {
		t.Errorf("twice: %q", code)
	}
	enter(other, "o-4")
	c.Clock.Move(time.Hour)
	enter(script, "o-5", "o-6")
	c.Clock.Move(time.Second)
	byHand := enter(operator, "o-7")
	var got []map[string]string
	for _, e := range testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit?action=journey.enroll").Items {
		if e.Subject != j.ID || e.Name != "接口" {
			t.Errorf("the audit says %+v", e)
		}
		got = append(got, e.Details)
	}
	// Those of the two scripts began at one moment.
	slices.SortFunc(got[2:], func(a, b map[string]string) int { return strings.Compare(b["contacts"], a["contacts"]) })
	want := []map[string]string{{"enrollment": byHand.ID}, {"contacts": "2"}, {"contacts": "3"}, {"contacts": "1"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the audit (-want +got):\n%s", d)
	}
}

func TestTryGoesThroughWhatIsBeingEditedAndCountsNowhere(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	follower(t, c, "o-one")
	empty := newJourney(t, b, "空的")
	if code := notEnrolled(t, b, http.StatusConflict, empty, "o-one", true); code != "journey.problems" {
		t.Errorf("an empty one: %q", code)
	}
	j := drawJourney(t, b, newJourney(t, b, "欢迎"), resting(tuwen.Trigger{Kind: tuwen.TriggerFollow}))
	first := enroll(t, b, j, "o-one", true)
	if !first.Try || first.Version != tuwen.TriedVersion {
		t.Errorf("a draft is tried as %+v", first)
	}
	second := enroll(t, b, j, "o-one", true)
	way := testkit.GET[tuwen.EnrollmentPath](b, journeys+"/"+j.ID+"/enrollments/"+first.ID)
	if way.State != tuwen.Dropped || way.Reason != "tried_again" || second.ID == first.ID {
		t.Errorf("the first try is %+v", way)
	}
	if r := testkit.GET[tuwen.JourneyReport](b, journeys+"/"+j.ID+"/report?days=7"); r.Entered != 0 || r.Inside != 0 || r.Dropped != 0 {
		t.Errorf("tries are counted: %+v", r)
	}
	j = started(t, b, "在运行", resting(tuwen.Trigger{Kind: tuwen.TriggerAPI}))
	if e := enroll(t, b, j, "o-one", true); e.Version != 1 {
		t.Errorf("what runs unchanged is tried as version %d", e.Version)
	}
	actOn(t, b, j, "pause")
	if code := notEnrolled(t, b, http.StatusConflict, j, "o-one", true); code != "journey.state" {
		t.Errorf("a paused one: %q", code)
	}
}

// allSent waits until a contact was sent so many messages, and nothing else.
func allSent(b *testkit.Browser, openID string, n int) {
	testkit.Wait(b, account+"/messages?openid="+openID, func(p tuwen.Page[tuwen.Message]) bool {
		return len(p.Items) == n && !slices.ContainsFunc(p.Items, func(m tuwen.Message) bool { return m.State != tuwen.MessageSent })
	})
}

func TestTryOfADraftSendsToWhoTriesIt(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	openID := mine(t, c, "林小满")
	if _, err := c.WeChat.Write(t.Context(), openID, "在吗"); err != nil {
		t.Fatal(err)
	}
	j := drawJourney(t, b, newJourney(t, b, "欢迎"), telling(tuwen.Trigger{Kind: tuwen.TriggerFollow}))
	e := enroll(t, b, j, openID, true)
	allSent(b, openID, 1)
	if got := c.WeChat.Received(openID); len(got) != 1 || got[0].Text != "你好" {
		t.Errorf("received %+v", got)
	}
	way := testkit.GET[tuwen.EnrollmentPath](b, journeys+"/"+j.ID+"/enrollments/"+e.ID)
	if way.StepID != "day" || way.State != tuwen.Inside || way.NextAt == nil {
		t.Errorf("the way is %+v", way)
	}
	told := slices.IndexFunc(way.Path, func(m tuwen.Move) bool { return m.What == tuwen.MoveSent || m.What == tuwen.MoveUnsent })
	if told < 0 || len(way.Messages) != 1 || way.Messages[0].StepID != way.Path[told].StepID || !way.Messages[0].CreatedAt.Equal(way.Path[told].At) {
		t.Errorf("the messages %+v are not those of the way %+v", way.Messages, way.Path)
	}
	// What is edited and tried again is what goes out.
	j.Graph.Steps[0].Reply = said("您好")
	j = drawJourney(t, b, j, j.Graph)
	enroll(t, b, j, openID, true)
	allSent(b, openID, 2)
	if got := c.WeChat.Received(openID); len(got) != 2 || got[1].Text != "您好" {
		t.Errorf("received %+v", got)
	}
	c.Clock.Move(25 * time.Hour)
	allSent(b, openID, 3)
	if r := testkit.GET[tuwen.JourneyReport](b, journeys+"/"+j.ID+"/report"); r.Entered != 0 || r.Sent != 0 {
		t.Errorf("it is counted: %+v", r)
	}
}

func TestReportTellsWhatHappenedByStepAndDay(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	j := started(t, b, "接口", resting(tuwen.Trigger{Kind: tuwen.TriggerAPI}))
	for _, id := range []string{"o-one", "o-two"} {
		follower(t, c, id)
		enroll(t, b, j, id, false)
	}
	c.Clock.Move(24 * time.Hour)
	moved := testkit.GET[tuwen.Page[tuwen.Enrollment]](b, journeys+"/"+j.ID+"/enrollments").Items[0]
	at := c.Clock.Now()
	err := c.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		to := moved
		to.State, to.NextAt, to.EndedAt, to.StepID = tuwen.Finished, nil, &at, "again"
		_, err := tx.Enrollments.Apply(ctx, testkit.AppID, []store.EnrollmentMove{{From: &moved, Moved: tuwen.Moved{Enrollment: to, Moves: []tuwen.Move{
			{StepID: "day", At: at, What: tuwen.MovePassed, Detail: "next"},
			{StepID: "again", At: at, What: tuwen.MoveEntered},
			{StepID: "again", At: at, What: tuwen.MoveUnsent, Detail: "no_window"},
			{StepID: "again", At: at, What: tuwen.MoveFinished},
		}}}}, at)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r := testkit.GET[tuwen.JourneyReport](b, journeys+"/"+j.ID+"/report?days=3")
	var days []string
	for _, d := range r.Days {
		days = append(days, d.Day)
	}
	now := c.Clock.Now()
	if diff := cmp.Diff([]string{tuwen.BeijingDay(now.AddDate(0, 0, -2)), tuwen.BeijingDay(now.AddDate(0, 0, -1)), tuwen.BeijingDay(now)}, days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	if r.Days[1].Entered != 2 || r.Days[2].Entered != 0 || r.Days[2].Finished != 1 || r.Days[2].Unsent != 1 {
		t.Errorf("by day %+v", r.Days)
	}
	r.Days = nil
	none := map[string]int{}
	want := tuwen.JourneyReport{Entered: 2, Inside: 1, Finished: 1, Unsent: 1, Steps: []tuwen.StepReport{
		{StepID: "day", Inside: 1, Passed: 1, Reasons: none},
		{StepID: "again", Entered: 1, Finished: 1, Unsent: 1, Reasons: map[string]int{"no_window": 1}},
		{StepID: "shop", Reasons: none},
	}}
	// Whether the loop has come to whoever waits is not looked at here.
	if diff := cmp.Diff(want, r, cmpopts.IgnoreFields(tuwen.StepReport{}, "Entered", "Version", "Step")); diff != "" {
		t.Errorf("the report (-want +got):\n%s", diff)
	}
	way := testkit.GET[tuwen.EnrollmentPath](b, journeys+"/"+j.ID+"/enrollments/"+moved.ID)
	if n := len(way.Path); n < 4 || way.Path[n-1].What != tuwen.MoveFinished || way.Path[n-2].Detail != "no_window" {
		t.Errorf("the way is %+v", way.Path)
	}
}

func TestTagAndCodeOfAnActiveJourneyAreNamed(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	tag := testkit.JSON[tuwen.Tag](t, b.Must(http.StatusCreated, "POST", account+"/tags", map[string]string{"name": "会员"}))
	code := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusCreated, "POST", account+"/qrcodes", object{"name": "立牌", "kind": "permanent"}))
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerScan, CodeIDs: []string{code.ID}})
	g.Steps[3] = tuwen.Step{ID: "shop", Kind: tuwen.StepTag, TagID: tag.ID, Exits: []tuwen.Exit{{ID: "next"}}}
	j := started(t, b, "扫码", g)
	want := []tuwen.UsedBy{{Kind: "journey", ID: j.ID, Name: "扫码", Active: true}}
	for path, inUse := range map[string]string{account + "/tags/" + strconv.Itoa(tag.ID): "tag.in_use", account + "/qrcodes/" + code.ID: "qrcode.in_use"} {
		r := b.Must(http.StatusConflict, "DELETE", path, nil)
		if p := problem(t, r); p.Code != inUse {
			t.Errorf("%s: %q", path, p.Code)
		}
		if diff := cmp.Diff(want, testkit.JSON[struct{ Related []tuwen.UsedBy }](t, r).Related); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	actOn(t, b, j, "stop")
	b.Must(http.StatusNoContent, "DELETE", account+"/tags/"+strconv.Itoa(tag.ID), nil)
	b.Must(http.StatusNoContent, "DELETE", account+"/qrcodes/"+code.ID, nil)
}

func TestTemplatesBecomeJourneysThatLackOnlyTheirContent(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	for _, language := range []string{"", "zh-CN", "en"} {
		all := testkit.GET[tuwen.Page[tuwen.JourneyTemplate]](b, journeys+"/templates?language="+language).Items
		if len(all) != 5 {
			t.Fatalf("%d templates", len(all))
		}
		if name := all[0].Graph.Steps[0].Name; name != map[bool]string{false: "欢迎语", true: "Welcome"}[language == "en"] {
			t.Errorf("in %q the first step is %q", language, name)
		}
		for _, one := range all {
			in := map[string]string{"name": one.Name, "template": one.ID}
			if language != "" {
				in["language"] = language
			}
			j := testkit.JSON[tuwen.Journey](t, b.Must(http.StatusCreated, "POST", journeys, in))
			if !j.Graph.Same(one.Graph) || len(j.Problems) == 0 {
				t.Errorf("%s in %q became %+v", one.ID, language, j)
			}
			// Kept as it is: the screen saves it at once.
			drawJourney(t, b, j, j.Graph)
		}
	}
}

func TestReportNamesTheStepsThatOnlyFormerVersionsHave(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	follower(t, c, "o-one")
	j := started(t, b, "接口", resting(tuwen.Trigger{Kind: tuwen.TriggerAPI}))
	e := enroll(t, b, j, "o-one", false)
	for n, name := range []string{"再等等", "还要等"} { // two versions after the one that somebody is in
		g := j.Graph
		g.First = "wait" + strconv.Itoa(n)
		g.Steps = []tuwen.Step{{
			ID: g.First, Name: name, Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 86400},
			Exits: []tuwen.Exit{{ID: "next"}},
		}}
		j = actOn(t, b, drawJourney(t, b, j, g), "start")
	}
	type named struct {
		ID, Name        string
		Version, Inside int
	}
	var got []named
	for _, s := range testkit.GET[tuwen.JourneyReport](b, journeys+"/"+j.ID+"/report").Steps {
		n := named{ID: s.StepID, Version: s.Version, Inside: s.Inside}
		if s.Step != nil {
			n.Name = string(s.Step.Kind) + " " + s.Step.Name
		}
		got = append(got, n)
	}
	// wait0 is in a version in which nobody ever was.
	if d := cmp.Diff([]named{{"wait1", "wait 还要等", 3, 0}, {"day", "wait ", 1, 1}}, got); d != "" {
		t.Errorf("the steps (-want +got):\n%s", d)
	}
	way := testkit.GET[tuwen.EnrollmentPath](b, journeys+"/"+j.ID+"/enrollments/"+e.ID)
	if len(way.Steps) == 0 || way.Steps[0].ID != "day" {
		t.Errorf("the way goes by %+v", way.Steps)
	}
}
