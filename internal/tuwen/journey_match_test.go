package tuwen_test

import (
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestTriggersAreBegunByWhatTheySay(t *testing.T) {
	t.Parallel()
	shop := &tuwen.QRCode{ID: "q1", Scene: "shop", Name: "南京西路店 A区", Source: "门店", Campaign: "秋冬新品", Kind: tuwen.Permanent}
	scan := func(trigger tuwen.Trigger) tuwen.Trigger { trigger.Kind = tuwen.TriggerScan; return trigger }
	says := func(text string, match tuwen.TextMatch, ignoreCase bool) tuwen.Trigger {
		return tuwen.Trigger{Kind: tuwen.TriggerMessage, Text: text, Match: match, IgnoreCase: ignoreCase}
	}
	scanned := tuwen.Incoming{Kind: tuwen.EventScan, Scene: "shop"}
	written := func(s string) tuwen.Incoming { return tuwen.Incoming{Kind: tuwen.EventMessage, Text: s} }
	tapped := tuwen.Incoming{Kind: tuwen.EventTap, Key: "tuwen:b1"}
	for name, c := range map[string]struct {
		trigger tuwen.Trigger
		in      tuwen.Incoming
		code    *tuwen.QRCode
		want    bool
	}{
		"any code":                      {scan(tuwen.Trigger{}), scanned, shop, true},
		"any code, of nobody":           {scan(tuwen.Trigger{}), scanned, nil, true},
		"follow with a code":            {scan(tuwen.Trigger{Source: "门店"}), tuwen.Incoming{Kind: tuwen.EventFollow, Scene: "shop"}, shop, true},
		"follow without":                {scan(tuwen.Trigger{}), tuwen.Incoming{Kind: tuwen.EventFollow}, nil, false},
		"one code":                      {scan(tuwen.Trigger{CodeIDs: []string{"q0", "q1"}}), scanned, shop, true},
		"another code":                  {scan(tuwen.Trigger{CodeIDs: []string{"q0"}}), scanned, shop, false},
		"a code that is none of ours":   {scan(tuwen.Trigger{CodeIDs: []string{"q1"}}), scanned, nil, false},
		"all filters":                   {scan(tuwen.Trigger{Source: "门店", Campaign: "秋冬新品", Name: "a区", CodeKind: tuwen.Permanent}), scanned, shop, true},
		"source":                        {scan(tuwen.Trigger{Source: "海报"}), scanned, shop, false},
		"campaign":                      {scan(tuwen.Trigger{Source: "门店", Campaign: "春"}), scanned, shop, false},
		"name":                          {scan(tuwen.Trigger{Name: "北京路"}), scanned, shop, false},
		"kind":                          {scan(tuwen.Trigger{CodeKind: tuwen.Temporary}), scanned, shop, false},
		"a scan is no message":          {scan(tuwen.Trigger{}), written("shop"), nil, false},
		"follow":                        {tuwen.Trigger{Kind: tuwen.TriggerFollow}, tuwen.Incoming{Kind: tuwen.EventFollow, Scene: "shop"}, shop, true},
		"unfollow":                      {tuwen.Trigger{Kind: tuwen.TriggerUnfollow}, tuwen.Incoming{Kind: tuwen.EventUnfollow}, nil, true},
		"any message":                   {says("", "", false), tuwen.Incoming{Kind: tuwen.EventMessage, Type: "image"}, nil, true},
		"equals":                        {says("课程", tuwen.TextEquals, false), written(" 课程 "), nil, true},
		"equals is not contains":        {says("课程", tuwen.TextEquals, false), written("我要课程"), nil, false},
		"equals where nothing is said":  {says("课程", "", false), written("我要课程"), nil, false},
		"contains":                      {says("课程", tuwen.TextContains, false), written("我要课程！"), nil, true},
		"full width":                    {says("VIP", tuwen.TextEquals, false), written("ＶＩＰ"), nil, true},
		"case counts":                   {says("VIP", tuwen.TextEquals, false), written("vip"), nil, false},
		"case does not count":           {says("VIP", tuwen.TextEquals, true), written("vip"), nil, true},
		"an option is no message":       {says("", "", false), tuwen.Incoming{Kind: tuwen.EventOption, Text: "课程"}, nil, false},
		"any button":                    {tuwen.Trigger{Kind: tuwen.TriggerTap}, tapped, nil, true},
		"the button":                    {tuwen.Trigger{Kind: tuwen.TriggerTap, Targets: []string{"tuwen:b1"}}, tapped, nil, true},
		"another button":                {tuwen.Trigger{Kind: tuwen.TriggerTap, Targets: []string{"tuwen:b2"}}, tapped, nil, false},
		"a schedule is begun by nobody": {tuwen.Trigger{Kind: tuwen.TriggerSchedule}, scanned, shop, false},
		"nor is a call":                 {tuwen.Trigger{Kind: tuwen.TriggerAPI}, scanned, shop, false},
		"nor what was not chosen":       {tuwen.Trigger{}, scanned, shop, false},
	} {
		if got := c.trigger.Begins(c.in, c.code); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		// Only journeys that are open are begun, and the catalog finds the same.
		v := tuwen.JourneyVersion{JourneyID: "j", Version: 1, Graph: tuwen.Graph{Trigger: c.trigger}, Open: true}
		closed := v
		closed.Version, closed.Open = 2, false
		book := tuwen.NewCatalog(tuwen.Holdings{Journeys: []tuwen.JourneyVersion{v, closed}})
		if found := book.Begins(c.in, c.code); len(found) > 1 || (len(found) == 1) != c.want {
			t.Errorf("%s: the catalog finds %d", name, len(found))
		}
	}
}

func TestConditionsLookAtTheContactAndAtWhatItDid(t *testing.T) {
	t.Parallel()
	p := follower(101)
	p.Contact.Remark, p.Contact.FollowScene, p.Contact.FollowedBy = "VIP 王", "ADD_SCENE_QR_CODE", "shop"
	p.History = []tuwen.Happening{
		{Kind: tuwen.EventMessage, Text: "我要报名", At: monday.AddDate(0, 0, -5)},
		{Kind: tuwen.EventFollow, Text: "shop", At: monday.AddDate(0, 0, -10)},
	}
	attribute := func(a tuwen.Attribute, op tuwen.Op, value string) tuwen.Condition {
		return tuwen.Condition{Kind: tuwen.ConditionAttribute, Attribute: a, Op: op, Value: value}
	}
	event := func(kind tuwen.EventKind, text string, days int) tuwen.Condition {
		return tuwen.Condition{Kind: tuwen.ConditionEvent, Event: &tuwen.EventFilter{Kind: kind, Text: text, Days: days}}
	}
	for name, c := range map[string]struct {
		when tuwen.Condition
		want bool
	}{
		"one of the tags":      {tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{100, 101}}, true},
		"none of the tags":     {tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{100}}, false},
		"followed":             {attribute(tuwen.AttributeFollowed, "", ""), true},
		"way of following":     {attribute(tuwen.AttributeFollowScene, tuwen.OpIs, "ADD_SCENE_QR_CODE"), true},
		"code":                 {attribute(tuwen.AttributeFollowedBy, tuwen.OpIs, "sho"), false},
		"remark":               {attribute(tuwen.AttributeRemark, tuwen.OpContains, "vip"), true},
		"messages, at least":   {attribute(tuwen.AttributeMessages, tuwen.OpAtLeast, "3"), true},
		"messages, at most":    {attribute(tuwen.AttributeMessages, tuwen.OpAtMost, "2"), false},
		"messages, not a word": {attribute(tuwen.AttributeMessages, tuwen.OpIs, "three"), false},
		"days of following":    {attribute(tuwen.AttributeFollowedDays, tuwen.OpIs, "10"), true},
		"wrote":                {event(tuwen.EventMessage, "报名", 5), true},
		"wrote too long ago":   {event(tuwen.EventMessage, "报名", 4), false},
		"wrote something else": {event(tuwen.EventMessage, "退款", 30), false},
		"scanned to follow":    {event(tuwen.EventScan, "shop", 10), true},
		"scanned another":      {event(tuwen.EventScan, "other", 10), false},
		"did anything":         {event(tuwen.EventAny, "", 5), true},
		"tapped":               {event(tuwen.EventTap, "", 90), false},
	} {
		if got := c.when.Holds(p, monday); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		c.when.Not = true
		if got := c.when.Holds(p, monday); got == c.want {
			t.Errorf("not %s: %v, want %v", name, got, !c.want)
		}
	}
	now := p
	now.Event = &tuwen.Incoming{Kind: tuwen.EventTap, Key: "b1", At: monday}
	tap := event(tuwen.EventTap, "b1", 1)
	if !tap.Holds(now, monday) {
		t.Error("what happens now has not happened")
	}
	unfollowed := follower()
	unfollowed.Contact.FollowedAt = nil
	never := attribute(tuwen.AttributeFollowedDays, tuwen.OpAtLeast, "0")
	if never.Holds(unfollowed, monday) {
		t.Error("who never followed has followed for some days")
	}
}

func TestReentryCountsFromTheLastEntry(t *testing.T) {
	t.Parallel()
	entered := func(state tuwen.EnrollmentState, ago time.Duration) *tuwen.Enrollment {
		return &tuwen.Enrollment{State: state, EnteredAt: monday.Add(-ago)}
	}
	day := 24 * time.Hour
	never, after, always := tuwen.Reentry{Kind: tuwen.ReentryNever}, tuwen.Reentry{Kind: tuwen.ReentryAfter, Days: 7}, tuwen.Reentry{Kind: tuwen.ReentryAlways}
	for name, c := range map[string]struct {
		rule tuwen.Reentry
		last *tuwen.Enrollment
		want bool
	}{
		"the first time":           {never, nil, true},
		"never again":              {never, entered(tuwen.Dropped, 400*day), false},
		"no rule is never":         {tuwen.Reentry{}, entered(tuwen.Finished, 400*day), false},
		"too soon":                 {after, entered(tuwen.Finished, 7*day-time.Second), false},
		"after a week":             {after, entered(tuwen.Finished, 7*day), true},
		"still inside":             {after, entered(tuwen.Inside, 8*day), false},
		"always":                   {always, entered(tuwen.Finished, 0), true},
		"always, but still inside": {always, entered(tuwen.Inside, 8*day), false},
	} {
		if got := c.rule.Admits(c.last, monday); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
