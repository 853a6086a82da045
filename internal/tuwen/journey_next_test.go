package tuwen_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// monday is noon of one in Beijing.
var monday = time.Date(2026, 11, 30, 4, 0, 0, 0, time.UTC)

func follower(tags ...int) tuwen.Person {
	at := monday.AddDate(0, 0, -10)
	return tuwen.Person{Contact: tuwen.Contact{OpenID: "o1", Followed: true, FollowedAt: &at, TagIDs: tags, Messages: 3}}
}

func textStep(id, text, to string) tuwen.Step {
	return tuwen.Step{
		ID: id, Kind: tuwen.StepSend, Reply: &tuwen.Reply{Kind: tuwen.ReplyText, Text: text},
		Exits: []tuwen.Exit{{ID: id + "1", To: to}},
	}
}

func waitStep(id string, w tuwen.Wait, to ...string) tuwen.Step {
	s := tuwen.Step{ID: id, Kind: tuwen.StepWait, Wait: &w}
	for i, t := range to {
		s.Exits = append(s.Exits, tuwen.Exit{ID: id + string(rune('1'+i)), To: t})
	}
	return s
}

func enter(g tuwen.Graph, now time.Time) tuwen.Enrollment {
	v := tuwen.JourneyVersion{JourneyID: "j", Version: 1, Graph: g}
	e := v.Enter("o1", nil, now)
	e.ID = "e"
	return e
}

// path is the moves as "step what detail".
func path(m tuwen.Moved) []string {
	var all []string
	for _, x := range m.Moves {
		s := x.StepID + " " + string(x.What)
		if x.Detail != "" {
			s += " " + x.Detail
		}
		all = append(all, s)
	}
	return all
}

func wantPath(t *testing.T, m tuwen.Moved, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, path(m)); diff != "" {
		t.Errorf("path (-want +got):\n%s", diff)
	}
}

func TestNextGoesThroughStepsUntilItWaits(t *testing.T) {
	t.Parallel()
	g := tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: tuwen.TriggerFollow}, First: "a",
		Steps: []tuwen.Step{
			textStep("a", "welcome", "b"),
			{ID: "b", Kind: tuwen.StepTag, TagID: 101, Exits: []tuwen.Exit{{ID: "b1", To: "c"}}},
			{ID: "c", Kind: tuwen.StepBranch, Exits: []tuwen.Exit{
				{ID: "c1", When: &tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{101}}, To: "d"},
				{ID: "c2", To: "f"},
			}},
			waitStep("d", tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 24 * 3600, At: "20:00"}, "e"),
			textStep("e", "next day", ""),
			{ID: "f", Kind: tuwen.StepEnd},
		},
	}
	m := tuwen.Next(&g, enter(g, monday), follower(), monday)
	due := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) // 20:00 in Beijing
	wantPath(t, m, "a entered", "a sent", "a passed a1", "b entered", "b passed b1", "c entered", "c passed c1",
		"d entered", "d waits 2026-12-01T12:00:00Z")
	if len(m.Sends) != 1 || m.Sends[0].Reply.Text != "welcome" {
		t.Errorf("sends %+v", m.Sends)
	}
	if diff := cmp.Diff([]tuwen.TagMove{{StepID: "b", TagID: 101, Give: true}}, m.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if e := m.Enrollment; e.StepID != "d" || !e.NextAt.Equal(due) || e.State != tuwen.Inside {
		t.Fatalf("stands at %s until %v", e.StepID, e.NextAt)
	}

	early := tuwen.Next(&g, m.Enrollment, follower(101), due.Add(-time.Second))
	wantPath(t, early)
	last := tuwen.Next(&g, m.Enrollment, follower(101), due)
	wantPath(t, last, "d passed d1", "e entered", "e sent", "e passed e1", "e finished")
	if e := last.Enrollment; e.State != tuwen.Finished || e.NextAt != nil || e.EndedAt == nil {
		t.Errorf("ended as %+v", e)
	}
}

func TestNextTakesTheExitOfTheEventOrOfTheDeadline(t *testing.T) {
	t.Parallel()
	filter := &tuwen.EventFilter{Kind: tuwen.EventMessage, Text: "报名"}
	g := tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: tuwen.TriggerFollow}, First: "w",
		Steps: []tuwen.Step{
			waitStep("w", tuwen.Wait{Kind: tuwen.WaitEvent, Event: filter, DeadlineSeconds: 3600}, "yes", "no"),
			textStep("yes", "yes", ""), textStep("no", "no", ""),
		},
	}
	p := follower()
	p.Event = &tuwen.Incoming{Kind: tuwen.EventFollow, OpenID: "o1", At: monday}
	waits := tuwen.Next(&g, enter(g, monday), p, monday)
	if e := waits.Enrollment; e.Awaits == nil || !e.NextAt.Equal(monday.Add(time.Hour)) {
		t.Fatalf("does not wait: %+v", e)
	}
	later := monday.Add(10 * time.Minute)
	say := func(text string) tuwen.Person {
		p := follower()
		p.Event = &tuwen.Incoming{Kind: tuwen.EventMessage, OpenID: "o1", Text: text, At: later}
		return p
	}
	wantPath(t, tuwen.Next(&g, waits.Enrollment, say("你好"), later))
	wantPath(t, tuwen.Next(&g, waits.Enrollment, say("我要报名！"), later), "w passed w1", "yes entered", "yes sent", "yes passed yes1", "yes finished")
	wantPath(t, tuwen.Next(&g, waits.Enrollment, follower(), monday.Add(time.Hour)), "w passed w2", "no entered", "no sent", "no passed no1", "no finished")
	paused := waits.Enrollment
	paused.Happened = true // it came while the journey was paused
	wantPath(t, tuwen.Next(&g, paused, follower(), later), "w passed w1", "yes entered", "yes sent", "yes passed yes1", "yes finished")
}

func TestNextKeepsQuietHoursAndTheDailyCap(t *testing.T) {
	t.Parallel()
	g := tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: tuwen.TriggerAPI}, First: "a", DailyCap: 1,
		Quiet: &tuwen.QuietHours{From: "22:00", Until: "08:00", Then: tuwen.QuietLater},
		Steps: []tuwen.Step{textStep("a", "one", "b"), textStep("b", "two", "")},
	}
	night := time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC) // 23:00
	morning := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) // 08:00
	held := tuwen.Next(&g, enter(g, night), follower(), night)
	wantPath(t, held, "a entered", "a waits 2026-12-01T00:00:00Z")
	wantPath(t, tuwen.Next(&g, held.Enrollment, follower(), morning),
		"a sent", "a passed a1", "b entered", "b unsent cap", "b passed b1", "b finished")
	wantPath(t, tuwen.Next(&g, held.Enrollment, follower(), night.Add(24*time.Hour)), // nobody moved it in the day
		"a waits 2026-12-02T00:00:00Z")

	act := follower()
	act.Event = &tuwen.Incoming{Kind: tuwen.EventScan, OpenID: "o1", At: night}
	wantPath(t, tuwen.Next(&g, enter(g, night), act, night), // who acts is awake
		"a entered", "a sent", "a passed a1", "b entered", "b unsent cap", "b passed b1", "b finished")

	g.Quiet.Then, g.DailyCap = tuwen.QuietDrop, 0
	wantPath(t, tuwen.Next(&g, enter(g, night), follower(), night),
		"a entered", "a unsent quiet", "a passed a1", "b entered", "b unsent quiet", "b passed b1", "b finished")
}

func TestNextDropsWhoIsNotToGoOn(t *testing.T) {
	t.Parallel()
	g := tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: tuwen.TriggerFollow}, First: "a",
		Steps: []tuwen.Step{textStep("a", "one", "b"), textStep("b", "two", "a")},
	}
	gone := follower()
	gone.Contact.Followed = false
	wantPath(t, tuwen.Next(&g, enter(g, monday), gone, monday), "a dropped unfollowed")
	wantPath(t, tuwen.Next(&g, enter(g, monday), follower(), monday), "a entered", "a sent", "a passed a1",
		"b entered", "b sent", "b passed b1", "a entered", "a dropped loop")
	g.Steps[1].Exits[0].To = "c"
	wantPath(t, tuwen.Next(&g, enter(g, monday), follower(), monday), "a entered", "a sent", "a passed a1",
		"b entered", "b sent", "b passed b1", "c dropped step_gone")
}

func TestMovedPlacesItsMessagesInsideTheWindow(t *testing.T) {
	t.Parallel()
	g := tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: tuwen.TriggerAPI}, First: "a",
		Steps: []tuwen.Step{textStep("a", "one", "b"), textStep("b", "two", "c"), textStep("c", "three", "")},
	}
	by := tuwen.UsedBy{Kind: "journey", ID: "j"}
	w := &tuwen.Window{Kind: tuwen.WindowScan, OpenedAt: monday, ClosesAt: monday.Add(50 * time.Second), Sent: 1, Limit: 3}
	for name, c := range map[string]struct {
		window  *tuwen.Window
		service bool
		now     time.Time
		want    []string
	}{
		"room for two":      {w, true, monday, []string{"planned", "planned", "unsent allowance"}},
		"over":              {w, true, monday.Add(time.Minute), []string{"unsent late", "unsent late", "unsent late"}},
		"none":              {nil, true, monday, []string{"unsent window_closed", "unsent window_closed", "unsent window_closed"}},
		"may not send them": {w, false, monday, []string{"unsent no_permission", "unsent no_permission", "unsent no_permission"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := tuwen.Next(&g, enter(g, monday), follower(), monday)
			var got []string
			planned := 0
			for _, x := range m.Place(by, c.window, c.service, c.now) {
				s := string(x.State)
				if x.Reason != "" {
					s += " " + x.Reason
				} else {
					planned++
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
			if m.Enrollment.SentToday != planned {
				t.Errorf("%d count for the day, want %d", m.Enrollment.SentToday, planned)
			}
		})
	}
}

func TestSchedulesRunByTheBeijingClock(t *testing.T) {
	t.Parallel()
	at := monday.Add(time.Hour)
	for name, c := range map[string]struct {
		trigger tuwen.Trigger
		want    string // in Beijing
	}{
		"once":           {tuwen.Trigger{Repeat: tuwen.RepeatOnce, At: &at}, "2026-11-30 13:00"},
		"once, past":     {tuwen.Trigger{Repeat: tuwen.RepeatOnce, At: &monday}, ""},
		"now":            {tuwen.Trigger{Repeat: tuwen.RepeatNow}, ""},
		"daily, today":   {tuwen.Trigger{Repeat: tuwen.RepeatDaily, Time: "12:01"}, "2026-11-30 12:01"},
		"daily, over":    {tuwen.Trigger{Repeat: tuwen.RepeatDaily, Time: "12:00"}, "2026-12-01 12:00"},
		"weekly":         {tuwen.Trigger{Repeat: tuwen.RepeatWeekly, Time: "09:00", Weekdays: []int{7, 3}}, "2026-12-02 09:00"},
		"weekly, over":   {tuwen.Trigger{Repeat: tuwen.RepeatWeekly, Time: "09:00", Weekdays: []int{1}}, "2026-12-07 09:00"},
		"monthly":        {tuwen.Trigger{Repeat: tuwen.RepeatMonthly, Time: "00:30", MonthDay: 1}, "2026-12-01 00:30"},
		"a short month":  {tuwen.Trigger{Repeat: tuwen.RepeatMonthly, Time: "20:00", MonthDay: 31}, "2026-11-30 20:00"},
		"month is over":  {tuwen.Trigger{Repeat: tuwen.RepeatMonthly, Time: "08:00", MonthDay: 30}, "2026-12-30 08:00"},
		"a time unknown": {tuwen.Trigger{Repeat: tuwen.RepeatDaily, Time: "25:00"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.trigger.Kind = tuwen.TriggerSchedule
			run, ok := c.trigger.NextRun(monday)
			got := ""
			if ok {
				got = tuwen.Beijing(run).Format("2006-01-02 15:04")
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
