package tuwen

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of a journey.
const (
	MaxJourneyName = 60 // characters; of a step's name too
	MaxSteps       = 200
	MaxExits       = 11 // ten conditions, and 否则
	MaxExitLabel   = 30 // characters
	MaxGraphText   = 200
	MaxWebhookURL  = 2048
)

var stepID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// CheckJourneyName returns what is wrong with a journey's name as an [Invalid]
// error, or nil.
func CheckJourneyName(name string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n == 0 || n > MaxJourneyName || !lineOfText(name) {
		return wrong("name", "journey.name", fmt.Sprintf("give the journey a name of at most %d characters", MaxJourneyName)).
			With("max", strconv.Itoa(MaxJourneyName))
	}
	return nil
}

// Shape returns an [Invalid] error, naming the field, where the graph is none:
// too large, an id twice, a kind unknown, a text that is none. What else is
// wrong with it [Graph.Problems] tells: a draft may have that.
func (g *Graph) Shape() error {
	if len(g.Steps) > MaxSteps {
		return wrong("graph.steps", "journey.steps_many", fmt.Sprintf("a journey has at most %d steps", MaxSteps)).With("max", strconv.Itoa(MaxSteps))
	}
	seen := map[string]bool{}
	for i := range g.Steps {
		s, field := &g.Steps[i], fmt.Sprintf("graph.steps.%d", i)
		if !stepID.MatchString(s.ID) || seen[s.ID] {
			return wrong(field+".id", "journey.step_id", "the ids of steps are letters and digits, each given once")
		}
		seen[s.ID] = true
		if err := s.shape(field); err != nil {
			return err
		}
	}
	return g.Trigger.shape()
}

func (s *Step) shape(field string) error {
	switch s.Kind {
	case StepSend, StepTag, StepUntag, StepWebhook, StepBranch, StepWait, StepEnd:
	default:
		return wrong(field+".kind", "journey.step_kind", "kind is send, tag, untag, webhook, branch, wait or end")
	}
	if !lineOfText(s.Name) || utf8.RuneCountInString(s.Name) > MaxJourneyName {
		return tooWordy(field+".name", MaxJourneyName)
	}
	if r := s.Reply; r != nil && (!plainText(r.Text) || !plainText(r.Fallback) || len(r.Text) > 2*MaxReplyText || len(r.Fallback) > MaxReplyText) {
		return wrong(field+".reply.text", "text.not_text", "that is not text, or too much of it")
	}
	if h := s.Webhook; h != nil && (!lineOfText(h.URL) || len(h.URL) > MaxWebhookURL || !plainText(h.Secret) || len(h.Secret) > 256) {
		return wrong(field+".webhook.url", "text.not_text", "that is not text, or too much of it")
	}
	if len(s.Exits) > MaxExits {
		return wrong(field+".exits", "journey.exits_many", fmt.Sprintf("a step has at most %d exits", MaxExits)).With("max", strconv.Itoa(MaxExits))
	}
	seen := map[string]bool{}
	for i, x := range s.Exits {
		at := fmt.Sprintf("%s.exits.%d", field, i)
		if !stepID.MatchString(x.ID) || seen[x.ID] {
			return wrong(at+".id", "journey.step_id", "the ids of exits are letters and digits, each given once")
		}
		seen[x.ID] = true
		if !lineOfText(x.Label) || utf8.RuneCountInString(x.Label) > MaxExitLabel {
			return tooWordy(at+".label", MaxExitLabel)
		}
		if c := x.When; c != nil && (!c.Event.shapely() || !lineOfText(c.Value) || utf8.RuneCountInString(c.Value) > MaxGraphText) {
			return tooWordy(at+".when", MaxGraphText)
		}
	}
	if s.Wait != nil && !s.Wait.Event.shapely() {
		return tooWordy(field+".wait.event.text", MaxGraphText)
	}
	return nil
}

func (f *EventFilter) shapely() bool {
	return f == nil || lineOfText(f.Text) && utf8.RuneCountInString(f.Text) <= MaxGraphText
}

func (t *Trigger) shape() error {
	for field, s := range map[string]string{"source": t.Source, "campaign": t.Campaign, "name": t.Name, "text": t.Text} {
		if !lineOfText(s) || utf8.RuneCountInString(s) > MaxGraphText {
			return tooWordy("graph.trigger."+field, MaxGraphText)
		}
	}
	return nil
}

func tooWordy(field string, most int) error {
	return wrong(field, "journey.text", fmt.Sprintf("that is a line of at most %d characters", most)).With("max", strconv.Itoa(most))
}
