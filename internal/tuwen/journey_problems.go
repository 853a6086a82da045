package tuwen

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// JourneyTerms are what a journey is checked against. A nil Tags, CodeIDs or
// Targets is not known, and nothing is missed in it.
type JourneyTerms struct {
	Stock   Stock
	Tags    []Tag
	CodeIDs []string // those that there are of the trigger's
	Targets []string // of the buttons that can be tapped
	// CustomerService tells that the account may send customer-service
	// messages: it is verified.
	CustomerService bool
	Now             time.Time
}

// Problems returns what keeps the journey from starting, and what should be
// known before, in the order of the steps, the trigger's first. Steps that
// nothing leads to are told and not looked at.
func (g *Graph) Problems(terms JourneyTerms) []GraphProblem {
	c := graphCheck{graph: g, terms: terms, found: []GraphProblem{}}
	c.trigger()
	c.rules()
	if g.Step(g.First) == nil {
		c.add("no_steps")
		return c.found
	}
	reached := g.reached()
	loops := g.loops()
	reach := map[string]StepReach{}
	for _, r := range g.Reach(terms) {
		reach[r.StepID] = r
	}
	for i := range g.Steps {
		s := &g.Steps[i]
		c.step = s
		if !reached[s.ID] {
			c.warn("unreached")
			continue
		}
		c.content()
		c.exits()
		if loops[s.ID] {
			c.add("loop")
		}
		if r, ok := reach[s.ID]; ok {
			c.reach(r)
		}
	}
	return c.found
}

// Startable reports whether none of the problems keeps a journey from starting.
func Startable(problems []GraphProblem) bool {
	return !slices.ContainsFunc(problems, func(p GraphProblem) bool { return !p.Warning })
}

// graphCheck collects problems; step is the one that is looked at.
type graphCheck struct {
	graph *Graph
	terms JourneyTerms
	step  *Step
	found []GraphProblem
}

// add adds a problem of the step; what follows are the names and values of its
// words.
func (c *graphCheck) add(code string, params ...string) { c.put(GraphProblem{Code: code}, params) }

func (c *graphCheck) warn(code string, params ...string) {
	c.put(GraphProblem{Code: code, Warning: true}, params)
}

func (c *graphCheck) put(p GraphProblem, params []string) {
	if c.step != nil {
		p.StepID = c.step.ID
	}
	for i := 0; i+1 < len(params); i += 2 {
		if p.Params == nil {
			p.Params = map[string]string{}
		}
		p.Params[params[i]] = params[i+1]
	}
	c.found = append(c.found, p)
}

func (c *graphCheck) trigger() {
	t := &c.graph.Trigger
	switch t.Kind {
	case TriggerScan:
		for _, id := range t.CodeIDs {
			if c.terms.CodeIDs != nil && !slices.Contains(c.terms.CodeIDs, id) {
				c.add("trigger_code_gone", "code_id", id)
			}
		}
	case TriggerMessage:
		if t.Match != "" && t.Match != TextEquals && t.Match != TextContains {
			c.add("trigger_text")
		}
	case TriggerTap:
		for _, id := range t.Targets {
			if c.terms.Targets != nil && !slices.Contains(c.terms.Targets, id) {
				c.add("trigger_button_gone", "target", id)
			}
		}
	case TriggerSchedule:
		c.schedule(t)
	case TriggerFollow, TriggerUnfollow, TriggerAPI:
	default:
		c.add("trigger_none")
	}
}

func (c *graphCheck) schedule(t *Trigger) {
	switch {
	case t.TagID == 0:
		c.add("trigger_tag_none")
	case !c.hasTag(t.TagID):
		c.add("trigger_tag_gone", "tag_id", strconv.Itoa(t.TagID))
	}
	switch t.Repeat {
	case RepeatNow:
	case RepeatOnce:
		switch {
		case t.At == nil:
			c.add("trigger_time")
		case !t.At.After(c.terms.Now):
			c.add("trigger_past")
		}
	case RepeatDaily, RepeatWeekly, RepeatMonthly:
		if minute, err := minuteOf(t.Time, -1); err != nil || minute < 0 {
			c.add("trigger_time")
			return
		}
		if _, ok := t.NextRun(c.terms.Now); !ok {
			c.add("trigger_days") // no weekday, or no day of the month
		}
	default:
		c.add("trigger_repeat")
	}
}

// rules looks at what holds of the whole journey.
func (c *graphCheck) rules() {
	if q := c.graph.Quiet; q != nil {
		from, err := minuteOf(q.From, -1)
		until, err2 := minuteOf(q.Until, -1)
		if err != nil || err2 != nil || from < 0 || until < 0 || from == until || q.Then != QuietDrop && q.Then != QuietLater {
			c.add("quiet_hours")
		}
	}
	switch r := c.graph.Reentry; r.Kind {
	case ReentryNever, ReentryAlways, "":
	case ReentryAfter:
		if r.Days < 1 || r.Days > 365 {
			c.add("reentry_days")
		}
	default:
		c.add("reentry_days")
	}
}

func (c *graphCheck) hasTag(id int) bool {
	return c.terms.Tags == nil || slices.ContainsFunc(c.terms.Tags, func(t Tag) bool { return t.ID == id })
}

// content looks at what the step does.
func (c *graphCheck) content() {
	s := c.step
	switch s.Kind {
	case StepSend, StepTag, StepUntag, StepWait:
		if c.graph.Trigger.Kind == TriggerUnfollow {
			c.add("unfollowed") // nobody is there any more
			return
		}
	case StepWebhook, StepBranch, StepEnd:
	}
	switch s.Kind {
	case StepSend:
		c.send()
	case StepTag, StepUntag:
		switch {
		case s.TagID == 0:
			c.add("tag_none")
		case !c.hasTag(s.TagID):
			c.add("tag_gone", "tag_id", strconv.Itoa(s.TagID))
		}
	case StepWebhook:
		if s.Webhook == nil || !webhookURL(s.Webhook.URL) {
			c.add("webhook_url")
		}
	case StepWait:
		c.wait()
	case StepBranch, StepEnd:
	}
}

// webhookURL reports whether a webhook may be an address on its face; where it
// leads is looked at before it is called.
func webhookURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}

func (c *graphCheck) send() {
	r := c.step.Reply
	if r == nil || r.Kind == "" || r.Kind == ReplyMaterial && r.MediaID == "" || r.Kind == ReplyPicture && r.PictureID == "" ||
		r.Kind == ReplyConversation && r.ConversationID == "" || r.Kind == ReplyText && r.Text == "" {
		kind := string(ReplyMaterial)
		if r != nil && r.Kind != "" {
			kind = string(r.Kind)
		}
		c.add("send_empty", "kind", kind)
		return
	}
	err := r.Check(ForJourney, "reply", c.terms.Stock)
	switch CodeOf(err) {
	case "":
	case "reply.empty":
		c.add("send_empty", "kind", string(r.Kind))
	case "reply.material":
		c.add("send_material", "reason", string(c.terms.Stock.Problem(ForJourney, *r)))
	case "reply.picture":
		c.add("send_picture")
	case "reply.conversation":
		c.add("send_conversation")
	default:
		c.add("send_text", "max", strconv.Itoa(MaxReplyText))
	}
}

func (c *graphCheck) wait() {
	w := c.step.Wait
	if w == nil {
		c.add("wait_none")
		return
	}
	minute, err := minuteOf(w.At, -1)
	switch w.Kind {
	case WaitDuration:
		if !waitable(w.Seconds) {
			c.add("wait_seconds")
		}
		if err != nil {
			c.add("wait_time")
		}
	case WaitTimeOfDay:
		if err != nil || minute < 0 {
			c.add("wait_time")
		}
	case WaitDate:
		switch {
		case w.Date == nil:
			c.add("wait_date")
		case !w.Date.After(c.terms.Now):
			c.warn("wait_past")
		}
	case WaitEvent:
		if w.Event == nil || !w.Event.known() {
			c.add("wait_event")
		}
		if !waitable(w.DeadlineSeconds) {
			c.add("wait_deadline")
		}
	default:
		c.add("wait_none")
	}
}

func waitable(seconds int) bool {
	d := time.Duration(seconds) * time.Second
	return d >= MinWait && d <= MaxWait
}

func (f *EventFilter) known() bool {
	switch f.Kind {
	case EventMessage, EventTap, EventScan, EventFollow, EventOption, EventAny:
		return true
	}
	return false
}

// exits looks at where the step leads.
func (c *graphCheck) exits() {
	s := c.step
	want := 1
	switch {
	case s.Kind == StepEnd:
		want = 0
	case s.Kind == StepWait && s.Wait != nil && s.Wait.Kind == WaitEvent:
		want = 2
	case s.Kind == StepBranch:
		want = max(2, len(s.Exits))
	}
	if len(s.Exits) > want || len(s.Exits) < want && (want > 1 || len(s.Exits) > 0) {
		c.add("exits", "want", strconv.Itoa(want))
	}
	for i, x := range s.Exits {
		if x.To != "" && c.graph.Step(x.To) == nil {
			c.exit(x, "exit_gone")
		}
		if s.Kind != StepBranch {
			continue
		}
		if x.To == "" {
			c.exit(x, "branch_open")
		}
		last := i == len(s.Exits)-1
		switch {
		case last && x.When != nil:
			c.exit(x, "branch_otherwise")
		case !last && x.When == nil:
			c.exit(x, "condition_none")
		case x.When != nil:
			c.condition(x)
		}
	}
}

func (c *graphCheck) exit(x Exit, code string, params ...string) {
	c.add(code, append(params, "exit", x.Label)...)
	c.found[len(c.found)-1].ExitID = x.ID
}

func (c *graphCheck) condition(x Exit) {
	w := x.When
	switch w.Kind {
	case ConditionTag:
		if len(w.TagIDs) == 0 {
			c.exit(x, "condition_tag_none")
		}
		for _, id := range w.TagIDs {
			if !c.hasTag(id) {
				c.exit(x, "condition_tag_gone", "tag_id", strconv.Itoa(id))
			}
		}
	case ConditionAttribute:
		if !w.comparable() {
			c.exit(x, "condition_value")
		}
	case ConditionEvent:
		if w.Event == nil || !w.Event.known() || w.Event.Days < 1 || w.Event.Days > MaxLookback {
			c.exit(x, "condition_event", "max", strconv.Itoa(MaxLookback))
		}
	default:
		c.exit(x, "condition_none")
	}
}

// comparable reports whether the attribute can be compared so with the value.
func (c *Condition) comparable() bool {
	switch c.Attribute {
	case AttributeFollowed:
		return true
	case AttributeFollowScene, AttributeFollowedBy, AttributeRemark:
		return c.Value != "" && (c.Op == OpIs || c.Op == OpContains)
	case AttributeMessages, AttributeFollowedDays:
		n, err := strconv.Atoi(c.Value)
		return err == nil && n >= 0 && (c.Op == OpIs || c.Op == OpAtLeast || c.Op == OpAtMost)
	}
	return false
}

// reach tells what may keep the step's message from arriving.
func (c *graphCheck) reach(r StepReach) {
	switch {
	case r.Reason == "unfollowed", r.Level == ReachSure:
	case r.Level == ReachNever:
		c.add("send_never", "reason", r.Reason)
	default:
		by := ""
		if s := c.graph.Step(r.ClosedBy); s != nil {
			by = s.Name
		}
		c.warn("send_doubtful", "reason", r.Reason, "window", string(r.Window), "closed_by", r.ClosedBy, "closed_by_name", by,
			"elapsed", fmt.Sprint(r.Elapsed), "limit", fmt.Sprint(r.Limit))
	}
}

// reached are the steps to which the first one leads.
func (g *Graph) reached() map[string]bool {
	seen := map[string]bool{}
	for next := []string{g.First}; len(next) > 0; {
		s := g.Step(next[0])
		if next = next[1:]; s == nil || seen[s.ID] {
			continue
		}
		seen[s.ID] = true
		next = append(next, exits(s)...)
	}
	return seen
}

// loops are the steps to which a way leads back without a wait: one of each
// such circle at least. A wait for a date is none, since it may be past.
func (g *Graph) loops() map[string]bool {
	const open, done = 1, 2
	state, found := map[string]int{}, map[string]bool{}
	var visit func(id string)
	visit = func(id string) {
		s := g.Step(id)
		if s == nil || state[id] == done {
			return
		}
		if state[id] == open {
			found[id] = true
			return
		}
		state[id] = open
		if s.mayPass() {
			for _, to := range exits(s) {
				visit(to)
			}
		}
		state[id] = done
	}
	for i := range g.Steps {
		visit(g.Steps[i].ID)
	}
	return found
}
