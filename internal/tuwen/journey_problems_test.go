package tuwen_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func terms() tuwen.JourneyTerms {
	return tuwen.JourneyTerms{
		Stock: tuwen.Stock{Materials: map[string]tuwen.Material{
			"single": {MediaID: "single", Source: tuwen.Published, ArticleCount: 1, Articles: []tuwen.Article{{URL: "https://mp.weixin.qq.com/s/1"}}},
			"two":    {MediaID: "two", Source: tuwen.Published, ArticleCount: 2, Articles: []tuwen.Article{{URL: "https://mp.weixin.qq.com/s/1"}, {}}},
			"gone":   {MediaID: "gone", Source: tuwen.History, ArticleCount: 1, Gone: true, Articles: []tuwen.Article{{URL: "https://mp.weixin.qq.com/s/1"}}},
			"draft":  {MediaID: "draft", Source: tuwen.Draft, ArticleCount: 1, Articles: []tuwen.Article{{}}},
		}},
		Tags:            []tuwen.Tag{{ID: 101, Name: "会员"}},
		CodeIDs:         []string{"code"},
		Targets:         []string{"tuwen:1"},
		CustomerService: true,
		Now:             monday,
	}
}

// told are the problems as "step code", warnings with a question mark.
func told(problems []tuwen.GraphProblem) []string {
	all := []string{}
	for _, p := range problems {
		s := strings.TrimSpace(p.StepID + " " + p.Code)
		if p.Warning {
			s += "?"
		}
		all = append(all, s)
	}
	return all
}

func materialStep(id, mediaID, to string) tuwen.Step {
	s := textStep(id, "", to)
	s.Reply = &tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: mediaID}
	return s
}

func TestProblemsNameTheStepAndTheFix(t *testing.T) {
	t.Parallel()
	past := monday.Add(-time.Hour)
	tagged := &tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{101}}
	day := tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 86400}
	follow := tuwen.Trigger{Kind: tuwen.TriggerFollow}
	branch := func(exits ...tuwen.Exit) []tuwen.Step {
		return []tuwen.Step{{ID: "a", Kind: tuwen.StepBranch, Exits: exits}, textStep("b", "hello", "")}
	}
	cases := map[string]struct {
		trigger tuwen.Trigger
		steps   []tuwen.Step
		want    []string
	}{
		"all is well":          {follow, []tuwen.Step{materialStep("a", "single", "")}, nil},
		"no trigger":           {tuwen.Trigger{}, []tuwen.Step{{ID: "a", Kind: tuwen.StepEnd}}, []string{"trigger_none"}},
		"no steps":             {follow, nil, []string{"no_steps"}},
		"code gone":            {tuwen.Trigger{Kind: tuwen.TriggerScan, CodeIDs: []string{"code", "x"}}, []tuwen.Step{{ID: "a", Kind: tuwen.StepEnd}}, []string{"trigger_code_gone"}},
		"button gone":          {tuwen.Trigger{Kind: tuwen.TriggerTap, Targets: []string{"x"}}, []tuwen.Step{{ID: "a", Kind: tuwen.StepEnd}}, []string{"trigger_button_gone"}},
		"schedule without all": {tuwen.Trigger{Kind: tuwen.TriggerSchedule}, []tuwen.Step{{ID: "a", Kind: tuwen.StepEnd}}, []string{"trigger_tag_none", "trigger_repeat"}},
		"schedule past":        {tuwen.Trigger{Kind: tuwen.TriggerSchedule, TagID: 7, Repeat: tuwen.RepeatOnce, At: &past}, []tuwen.Step{{ID: "a", Kind: tuwen.StepEnd}}, []string{"trigger_tag_gone", "trigger_past"}},
		"schedule of no day":   {tuwen.Trigger{Kind: tuwen.TriggerSchedule, TagID: 101, Repeat: tuwen.RepeatWeekly, Time: "08:00"}, []tuwen.Step{{ID: "a", Kind: tuwen.StepEnd}}, []string{"trigger_days"}},
		"no article chosen":    {follow, []tuwen.Step{materialStep("a", "", "")}, []string{"a send_empty"}},
		"article not single":   {follow, []tuwen.Step{materialStep("a", "two", "")}, []string{"a send_material"}},
		"article gone":         {follow, []tuwen.Step{materialStep("a", "gone", "")}, []string{"a send_material"}},
		"article of a draft":   {follow, []tuwen.Step{materialStep("a", "draft", "")}, []string{"a send_material"}},
		"text too long":        {follow, []tuwen.Step{textStep("a", strings.Repeat("图", 700), "")}, []string{"a send_text"}},
		"dead end":             {follow, branch(tuwen.Exit{ID: "1", When: tagged, To: "b"}, tuwen.Exit{ID: "2"}), []string{"a branch_open"}},
		"one exit":             {follow, branch(tuwen.Exit{ID: "1", To: "b"}), []string{"a exits"}},
		"no otherwise":         {follow, branch(tuwen.Exit{ID: "1", When: tagged, To: "b"}, tuwen.Exit{ID: "2", When: tagged, To: "b"}), []string{"a branch_otherwise"}},
		"no condition":         {follow, branch(tuwen.Exit{ID: "1", To: "b"}, tuwen.Exit{ID: "2", To: "b"}), []string{"a condition_none"}},
		"condition's tag gone": {follow, branch(tuwen.Exit{ID: "1", When: &tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{9}}, To: "b"}, tuwen.Exit{ID: "2", To: "b"}), []string{"a condition_tag_gone"}},
		"no number":            {follow, branch(tuwen.Exit{ID: "1", When: &tuwen.Condition{Kind: tuwen.ConditionAttribute, Attribute: tuwen.AttributeMessages, Op: tuwen.OpAtLeast, Value: "many"}, To: "b"}, tuwen.Exit{ID: "2", To: "b"}), []string{"a condition_value"}},
		"no period":            {follow, branch(tuwen.Exit{ID: "1", When: &tuwen.Condition{Kind: tuwen.ConditionEvent, Event: &tuwen.EventFilter{Kind: tuwen.EventAny}}, To: "b"}, tuwen.Exit{ID: "2", To: "b"}), []string{"a condition_event"}},
		"step gone":            {follow, []tuwen.Step{textStep("a", "hello", "x")}, []string{"a exit_gone"}},
		"loop without a wait":  {follow, []tuwen.Step{textStep("a", "hello", "b"), textStep("b", "again", "a")}, []string{"a loop", "a send_doubtful?", "b send_doubtful?"}},
		"loop with a wait":     {tuwen.Trigger{Kind: tuwen.TriggerMessage}, []tuwen.Step{{ID: "a", Kind: tuwen.StepTag, TagID: 101, Exits: []tuwen.Exit{{ID: "1", To: "b"}}}, waitStep("b", day, "a")}, nil},
		"loop with a date":     {follow, []tuwen.Step{waitStep("a", tuwen.Wait{Kind: tuwen.WaitDate, Date: &past}, "a")}, []string{"a wait_past?", "a loop"}},
		"after the window":     {follow, []tuwen.Step{waitStep("a", day, "b"), textStep("b", "hello", "")}, []string{"b send_doubtful?"}},
		"without a window":     {tuwen.Trigger{Kind: tuwen.TriggerAPI}, []tuwen.Step{textStep("a", "hello", "")}, []string{"a send_doubtful?"}},
		"nobody is there":      {tuwen.Trigger{Kind: tuwen.TriggerUnfollow}, []tuwen.Step{textStep("a", "hello", "")}, []string{"a unfollowed"}},
		"nothing leads there":  {follow, []tuwen.Step{{ID: "a", Kind: tuwen.StepEnd}, textStep("b", "", "")}, []string{"b unreached?"}},
		"tag":                  {follow, []tuwen.Step{{ID: "a", Kind: tuwen.StepTag, Exits: []tuwen.Exit{{ID: "1", To: "b"}}}, {ID: "b", Kind: tuwen.StepUntag, TagID: 9}}, []string{"a tag_none", "b tag_gone"}},
		"webhook":              {follow, []tuwen.Step{{ID: "a", Kind: tuwen.StepWebhook, Webhook: &tuwen.Webhook{URL: "ftp://x"}}}, []string{"a webhook_url"}},
		"too short a wait":     {follow, []tuwen.Step{waitStep("a", tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 59}, "")}, []string{"a wait_seconds"}},
		"wait for nothing":     {follow, []tuwen.Step{waitStep("a", tuwen.Wait{Kind: tuwen.WaitEvent}, "", "")}, []string{"a wait_event", "a wait_deadline"}},
		"no deadline's exit":   {follow, []tuwen.Step{waitStep("a", tuwen.Wait{Kind: tuwen.WaitEvent, Event: &tuwen.EventFilter{Kind: tuwen.EventAny}, DeadlineSeconds: 60}, "")}, []string{"a exits"}},
	}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := cases[name]
			g := tuwen.Graph{Trigger: c.trigger, First: "a", Steps: c.steps}
			want := c.want
			if want == nil {
				want = []string{}
			}
			if err := g.Shape(); err != nil {
				t.Errorf("has no shape: %v", err)
			}
			if diff := cmp.Diff(want, told(g.Problems(terms()))); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReachTellsTheWindowThatAPathLeaves(t *testing.T) {
	t.Parallel()
	hour := tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 3600}
	two := []tuwen.Step{textStep("a", "1", "w"), waitStep("w", hour, "b"), textStep("b", "2", "")}
	quiet := &tuwen.QuietHours{From: "20:00", Until: "19:30", Then: tuwen.QuietLater}
	unverified := terms()
	unverified.CustomerService = false
	for name, c := range map[string]struct {
		graph tuwen.Graph
		terms tuwen.JourneyTerms
		want  []string // level and reason of each step that sends
	}{
		"message":              {tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerMessage}, First: "a", Steps: two}, terms(), []string{"sure passive", "sure in_window"}},
		"scan":                 {tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerScan}, First: "a", Steps: two}, terms(), []string{"sure passive", "doubtful wait_closes"}},
		"schedule":             {tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerSchedule}, First: "a", Steps: two}, terms(), []string{"doubtful no_window", "doubtful no_window"}},
		"not verified":         {tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerMessage}, First: "a", Steps: two}, unverified, []string{"sure passive", "never no_permission"}},
		"quiet for almost all": {tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerScan}, First: "a", Steps: two, Quiet: quiet}, terms(), []string{"sure passive", "doubtful wait_closes"}},
		"five at once": {
			tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerFollow}, First: "a", Steps: []tuwen.Step{
				textStep("a", "1", "b"), textStep("b", "2", "c"), textStep("c", "3", "d"), textStep("d", "4", "e"), textStep("e", "5", ""),
			}}, terms(), []string{"sure passive", "sure in_window", "sure in_window", "sure in_window", "doubtful allowance"},
		},
		"an answer opens one anew": {
			tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerSchedule}, First: "w", Steps: []tuwen.Step{
				waitStep("w", tuwen.Wait{Kind: tuwen.WaitEvent, Event: &tuwen.EventFilter{Kind: tuwen.EventMessage}, DeadlineSeconds: 3600}, "a", "b"),
				textStep("a", "1", ""), textStep("b", "2", ""),
			}}, terms(), []string{"sure passive", "doubtful no_window"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := []string{}
			for _, r := range c.graph.Reach(c.terms) {
				got = append(got, string(r.Level)+" "+r.Reason)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("reach (-want +got):\n%s", diff)
			}
		})
	}
	g := tuwen.Graph{Trigger: tuwen.Trigger{Kind: tuwen.TriggerScan}, First: "a", Steps: two}
	want := tuwen.StepReach{
		StepID: "b", Level: tuwen.ReachDoubtful, Reason: "wait_closes", Window: tuwen.WindowScan, Seconds: 60, Limit: 3, Place: 1,
		Elapsed: 3600, ClosedBy: "w",
	}
	if diff := cmp.Diff(want, g.Reach(terms())[1]); diff != "" {
		t.Errorf("reach of the second (-want +got):\n%s", diff)
	}
}
