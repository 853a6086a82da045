package tuwen

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Written returns a copy of the graph without what is filled in when it is
// read, and without the secrets of webhooks.
func (g Graph) Written() Graph {
	g.Steps = slices.Clone(g.Steps)
	if g.Steps == nil {
		g.Steps = []Step{}
	}
	for i := range g.Steps {
		step := &g.Steps[i]
		step.Exits = slices.Clone(step.Exits)
		if step.Exits == nil {
			step.Exits = []Exit{}
		}
		if step.Reply != nil {
			r := *step.Reply
			r.Label, r.Problem = "", ""
			step.Reply = &r
		}
		if step.Webhook != nil {
			step.Webhook = &Webhook{URL: step.Webhook.URL}
		}
	}
	return g
}

// Same reports whether two graphs are written the same.
func (g Graph) Same(other Graph) bool {
	a, err := json.Marshal(g.Written())
	if err != nil {
		return false
	}
	b, err := json.Marshal(other.Written())
	return err == nil && bytes.Equal(a, b)
}

// Replies are what the graph's steps send, in their order.
func (g Graph) Replies() []Reply {
	var replies []Reply
	for _, step := range g.Steps {
		if step.Kind == StepSend && step.Reply != nil {
			replies = append(replies, *step.Reply)
		}
	}
	return replies
}

// TagIDs are the tags that the graph gives, takes, looks at, or lets people in
// by, each once.
func (g Graph) TagIDs() []int {
	ids := []int{g.Trigger.TagID}
	for _, step := range g.Steps {
		ids = append(ids, step.TagID)
		for _, exit := range step.Exits {
			if exit.When != nil {
				ids = append(ids, exit.When.TagIDs...)
			}
		}
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id int) bool { return id == 0 })
}

// TellGraph fills in what the replies of a graph are called, and why they
// cannot be sent as they are.
func (s Stock) TellGraph(g Graph) {
	for i := range g.Steps {
		if r := g.Steps[i].Reply; r != nil {
			r.Label, r.Problem = s.label(*r), s.Problem(ForJourney, *r)
		}
	}
}
