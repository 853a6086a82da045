package tuwen_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// anyGraph draws a graph, right or wrong: steps lead to each other, to
// themselves, to nothing and to steps that are not there.
func anyGraph(t *rapid.T) tuwen.Graph {
	n := rapid.IntRange(0, 8).Draw(t, "steps")
	g := tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: rapid.SampledFrom([]tuwen.TriggerKind{
			tuwen.TriggerScan, tuwen.TriggerFollow, tuwen.TriggerMessage, tuwen.TriggerTap, tuwen.TriggerAPI, tuwen.TriggerUnfollow, "",
		}).Draw(t, "trigger")},
		DailyCap: rapid.IntRange(0, 3).Draw(t, "cap"),
	}
	if n > 0 {
		g.First = "s0"
	}
	if rapid.Bool().Draw(t, "quiet") {
		g.Quiet = &tuwen.QuietHours{
			From: clock(t, "from"), Until: clock(t, "until"),
			Then: rapid.SampledFrom([]tuwen.QuietKind{tuwen.QuietDrop, tuwen.QuietLater}).Draw(t, "then"),
		}
	}
	for i := range n {
		g.Steps = append(g.Steps, anyStep(t, i, n))
	}
	return g
}

func clock(t *rapid.T, label string) string {
	minute := rapid.IntRange(0, 24*60-1).Draw(t, label)
	return fmt.Sprintf("%02d:%02d", minute/60, minute%60)
}

func anyStep(t *rapid.T, i, n int) tuwen.Step {
	s := tuwen.Step{ID: fmt.Sprintf("s%d", i), Kind: rapid.SampledFrom([]tuwen.StepKind{
		tuwen.StepSend, tuwen.StepSend, tuwen.StepTag, tuwen.StepUntag, tuwen.StepWebhook, tuwen.StepBranch, tuwen.StepWait, tuwen.StepWait, tuwen.StepEnd,
	}).Draw(t, "kind")}
	exits := 1
	switch s.Kind {
	case tuwen.StepSend:
		s.Reply = &tuwen.Reply{Kind: tuwen.ReplyText, Text: s.ID}
	case tuwen.StepTag, tuwen.StepUntag:
		s.TagID = rapid.IntRange(100, 102).Draw(t, "tag")
	case tuwen.StepWebhook:
		s.Webhook = &tuwen.Webhook{URL: "https://example.com/" + s.ID}
	case tuwen.StepWait:
		s.Wait = anyWait(t)
		if s.Wait.Kind == tuwen.WaitEvent {
			exits = 2
		}
	case tuwen.StepBranch:
		exits = rapid.IntRange(2, 4).Draw(t, "exits")
	case tuwen.StepEnd:
		exits = 0
	}
	for x := range exits {
		exit := tuwen.Exit{ID: fmt.Sprintf("x%d", x), To: leadsTo(t, i, n, s.Kind)}
		if s.Kind == tuwen.StepBranch && x < exits-1 {
			exit.When = anyCondition(t)
		}
		s.Exits = append(s.Exits, exit)
	}
	return s
}

// leadsTo is mostly a later step, so that many graphs are right.
func leadsTo(t *rapid.T, i, n int, kind tuwen.StepKind) string {
	switch p := rapid.IntRange(0, 19).Draw(t, "to"); {
	case p == 0:
		return "nowhere"
	case p < 4:
		return fmt.Sprintf("s%d", rapid.IntRange(0, n-1).Draw(t, "step"))
	case i+1 < n:
		return fmt.Sprintf("s%d", rapid.IntRange(i+1, n-1).Draw(t, "step"))
	case kind == tuwen.StepBranch:
		return "s0"
	}
	return ""
}

func anyWait(t *rapid.T) *tuwen.Wait {
	w := tuwen.Wait{Kind: rapid.SampledFrom([]tuwen.WaitKind{
		tuwen.WaitDuration, tuwen.WaitTimeOfDay, tuwen.WaitDate, tuwen.WaitEvent,
	}).Draw(t, "wait")}
	long := rapid.SampledFrom([]int{60, 3600, 86400, 3 * 86400})
	switch w.Kind {
	case tuwen.WaitDuration:
		w.Seconds = long.Draw(t, "seconds")
		if rapid.Bool().Draw(t, "then") {
			w.At = clock(t, "at")
		}
	case tuwen.WaitTimeOfDay:
		w.At = clock(t, "at")
	case tuwen.WaitDate:
		at := monday.Add(time.Duration(rapid.IntRange(-48, 200).Draw(t, "hours")) * time.Hour)
		w.Date = &at
	case tuwen.WaitEvent:
		w.Event, w.DeadlineSeconds = anyFilter(t), long.Draw(t, "deadline")
	}
	return &w
}

var kindsOfEvents = []tuwen.EventKind{tuwen.EventMessage, tuwen.EventTap, tuwen.EventScan, tuwen.EventFollow, tuwen.EventOption}

func anyFilter(t *rapid.T) *tuwen.EventFilter {
	return &tuwen.EventFilter{
		Kind: rapid.SampledFrom(append([]tuwen.EventKind{tuwen.EventAny}, kindsOfEvents...)).Draw(t, "event"),
		Text: rapid.SampledFrom([]string{"", "a"}).Draw(t, "text"), Days: rapid.IntRange(1, 30).Draw(t, "days"),
	}
}

func anyCondition(t *rapid.T) *tuwen.Condition {
	c := tuwen.Condition{Kind: rapid.SampledFrom([]tuwen.ConditionKind{
		tuwen.ConditionTag, tuwen.ConditionAttribute, tuwen.ConditionEvent,
	}).Draw(t, "condition"), Not: rapid.Bool().Draw(t, "not")}
	switch c.Kind {
	case tuwen.ConditionTag:
		c.TagIDs = []int{rapid.IntRange(100, 102).Draw(t, "tag")}
	case tuwen.ConditionAttribute:
		c.Attribute, c.Op, c.Value = tuwen.AttributeMessages, tuwen.OpAtLeast, "3"
	case tuwen.ConditionEvent:
		c.Event = anyFilter(t)
	}
	return &c
}

// anyHistory is what somebody did in the forty days before.
func anyHistory(t *rapid.T, now time.Time) []tuwen.Happening {
	var all []tuwen.Happening
	for range rapid.IntRange(0, 5).Draw(t, "events") {
		all = append(all, tuwen.Happening{
			Kind: rapid.SampledFrom(kindsOfEvents).Draw(t, "happened"), Text: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "said"),
			At: now.Add(-time.Duration(rapid.IntRange(0, 40*24).Draw(t, "ago")) * time.Hour),
		})
	}
	return all
}

func begins(k tuwen.TriggerKind, now time.Time) *tuwen.Incoming {
	in := &tuwen.Incoming{OpenID: "o1", At: now, Acted: true}
	switch k {
	case tuwen.TriggerScan:
		in.Kind, in.Scene = tuwen.EventScan, "a"
	case tuwen.TriggerFollow:
		in.Kind = tuwen.EventFollow
	case tuwen.TriggerMessage:
		in.Kind, in.Text = tuwen.EventMessage, "a"
	case tuwen.TriggerTap:
		in.Kind, in.Type, in.Key = tuwen.EventTap, "CLICK", "a"
	default:
		return nil
	}
	return in
}

// life runs a person through a graph as the engine does, each time as soon as
// it is due, and hands every move to look.
type life struct {
	graph    tuwen.Graph
	e        tuwen.Enrollment
	now      time.Time
	window   *tuwen.Window
	tags     []int
	acts     bool // it does something now and then
	look     func(t *rapid.T, now time.Time, before tuwen.Enrollment, m tuwen.Moved, event *tuwen.Incoming)
	messages func(t *rapid.T, now time.Time, event *tuwen.Incoming, messages []tuwen.Message, d *tuwen.Decision)
}

func (l *life) run(t *rapid.T) {
	event := begins(l.graph.Trigger.Kind, l.now)
	l.e = enter(l.graph, l.now)
	for range 40 {
		l.move(t, event)
		if l.e.State != tuwen.Inside {
			return
		}
		event = nil
		if due := *l.e.NextAt; !l.acts || rapid.Bool().Draw(t, "waits") {
			l.now = due
			continue
		}
		l.now = l.now.Add(l.e.NextAt.Sub(l.now) / 2)
		event = &tuwen.Incoming{
			Kind: rapid.SampledFrom(kindsOfEvents).Draw(t, "does"), Type: "CLICK", OpenID: "o1", Scene: "a", Text: "a", Key: "a", At: l.now, Acted: true,
		}
	}
}

func (l *life) move(t *rapid.T, event *tuwen.Incoming) {
	p := follower(l.tags...)
	p.Event, p.History = event, anyHistory(t, l.now)
	before := l.e
	m := tuwen.Next(&l.graph, l.e, p, l.now)
	if again := tuwen.Next(&l.graph, l.e, p, l.now); cmp.Diff(m, again) != "" {
		t.Fatal("the same again comes out otherwise")
	}
	short := p
	short.History = nil
	since := l.now.AddDate(0, 0, -l.graph.Lookback(before))
	for _, h := range p.History {
		if !h.At.Before(since) {
			short.History = append(short.History, h)
		}
	}
	if diff := cmp.Diff(m, tuwen.Next(&l.graph, l.e, short, l.now)); diff != "" {
		t.Fatalf("it looks further back than it says: %s", diff)
	}
	if l.look != nil {
		l.look(t, l.now, before, m, event)
	}
	l.place(t, &m, event)
	l.e = m.Enrollment
	for _, x := range m.Tags {
		l.tags = x.Of(l.tags)
	}
}

// place gives the messages their way, in the push or by the clock, and spends
// the window.
func (l *life) place(t *rapid.T, m *tuwen.Moved, event *tuwen.Incoming) {
	var messages []tuwen.Message
	var d *tuwen.Decision
	if event != nil {
		sit := tuwen.Situation{Window: l.window, Journeys: []tuwen.JourneyAnswer{{By: tuwen.UsedBy{Kind: "journey", ID: "j"}, Sends: m.Sends}}}
		decision := tuwen.Decide(*event, sit, tuwen.NewCatalog(tuwen.Holdings{CustomerService: true}), l.now, func(int) int { return 0 })
		d, l.window = &decision, decision.Window
		messages = append(append(messages, d.Later...), d.Unsent...)
		m.Settle(messages, d.PassiveSend)
	} else {
		messages = m.Place(tuwen.UsedBy{Kind: "journey", ID: "j"}, l.window, true, l.now)
	}
	if l.messages != nil {
		l.messages(t, l.now, event, messages, d)
	}
	for _, x := range messages {
		if x.State == tuwen.MessagePlanned && !l.window.Spend(l.now) {
			t.Fatalf("message %q is planned where no window has room for it", x.StepID)
		}
	}
}

func TestNextNeverTakesAStepTwiceWithoutAWait(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := life{graph: anyGraph(t), now: monday, acts: true}
		l.look = func(t *rapid.T, now time.Time, before tuwen.Enrollment, m tuwen.Moved, event *tuwen.Incoming) {
			seen := map[string]bool{}
			for _, x := range m.Moves {
				if x.What == tuwen.MovePassed && seen[x.StepID] {
					t.Fatalf("step %s is passed twice: %v", x.StepID, path(m))
				}
				seen[x.StepID] = seen[x.StepID] || x.What == tuwen.MovePassed
			}
			e := m.Enrollment
			if e.ID != before.ID || e.JourneyID != before.JourneyID || e.Version != before.Version || !e.EnteredAt.Equal(before.EnteredAt) {
				t.Fatalf("it became another enrollment: %+v", e)
			}
			switch e.State {
			case tuwen.Inside:
				if e.NextAt == nil || !e.Waiting || len(m.Moves) > 0 && !e.NextAt.After(now) {
					t.Fatalf("it waits for nothing: %+v", e)
				}
			default:
				if e.NextAt != nil || e.EndedAt == nil || e.Waiting || e.Awaits != nil {
					t.Fatalf("it ended and is to go on: %+v", e)
				}
				if last := m.Moves[len(m.Moves)-1]; string(last.What) != string(e.State) {
					t.Fatalf("its path ends with %s", last.What)
				}
			}
			if after := tuwen.Next(&l.graph, e, follower(), now); len(after.Moves) > 0 {
				t.Fatalf("moved again at once: %v", path(after))
			}
		}
		l.run(t)
	})
}

func TestNextKeepsTheRulesOfTheJourney(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := life{graph: anyGraph(t), now: monday, acts: true}
		sent := map[string]int{}
		l.messages = func(t *rapid.T, now time.Time, event *tuwen.Incoming, messages []tuwen.Message, d *tuwen.Decision) {
			planned := 0
			for i, x := range messages {
				if x.State == tuwen.MessagePlanned {
					planned++
				} else if x.Reason == "" {
					t.Fatalf("message %d is unsent for no reason", i)
				}
				if x.State == tuwen.MessagePlanned && !now.Before(x.DueBy) {
					t.Fatal("a message is planned after its window")
				}
			}
			if d != nil && d.Passive != nil {
				planned++
			}
			if planned > 0 && event == nil && l.graph.Quiet != nil {
				if _, quiet := l.graph.Quiet.Over(now); quiet {
					t.Fatalf("it sends in the quiet hours, at %s", tuwen.Beijing(now))
				}
			}
			day := tuwen.BeijingDay(now)
			if sent[day] += planned; l.graph.DailyCap > 0 && sent[day] > l.graph.DailyCap {
				t.Fatalf("%d messages on a day that has room for %d", sent[day], l.graph.DailyCap)
			}
		}
		l.run(t)
	})
}

func TestAJourneyWithoutProblemsRunsToAnEnd(t *testing.T) {
	t.Parallel()
	right := 0
	rapid.Check(t, func(t *rapid.T) {
		g := anyGraph(t)
		if !tuwen.Startable(g.Problems(tuwen.JourneyTerms{Now: monday, CustomerService: true})) {
			return
		}
		right++
		l := life{graph: g, now: monday, acts: true}
		l.look = func(t *rapid.T, _ time.Time, _ tuwen.Enrollment, m tuwen.Moved, _ *tuwen.Incoming) {
			if m.Enrollment.State == tuwen.Dropped {
				t.Fatalf("dropped for %q: %v", m.Enrollment.Reason, path(m))
			}
		}
		l.run(t)
	})
	if right == 0 {
		t.Error("no graph was without problems")
	}
}

// Who does nothing but what begins the journey gets what is sure to arrive,
// and nothing that never does.
func TestReachHoldsOfWhoeverGoesThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := anyGraph(t)
		g.DailyCap = 0
		if g.Quiet != nil {
			g.Quiet.Then = tuwen.QuietLater
		}
		terms := tuwen.JourneyTerms{Now: monday, CustomerService: true}
		if !tuwen.Startable(g.Problems(terms)) {
			return
		}
		level := map[string]tuwen.StepReach{}
		for _, r := range g.Reach(terms) {
			level[r.StepID] = r
		}
		l := life{graph: g, now: monday}
		l.messages = func(t *rapid.T, now time.Time, _ *tuwen.Incoming, messages []tuwen.Message, d *tuwen.Decision) {
			for _, x := range messages {
				switch r := level[x.StepID]; {
				case r.Level == tuwen.ReachSure && x.State == tuwen.MessageUnsent:
					t.Fatalf("step %s is sure, and unsent: %s", x.StepID, x.Reason)
				case r.Level == tuwen.ReachNever && x.State == tuwen.MessagePlanned:
					t.Fatalf("step %s is never sent, and planned", x.StepID)
				}
			}
			if d != nil && d.PassiveSend != nil && !level[d.PassiveSend.StepID].Passive {
				t.Fatalf("step %s got the passive reply that it was not to get", d.PassiveSend.StepID)
			}
		}
		l.run(t)
	})
}
