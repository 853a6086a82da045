package tuwen

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Begins reports whether a push begins the journey. Code is that of the push's
// scene, nil for none; what is scanned and is no code of ours begins only what
// any code does.
func (t *Trigger) Begins(in Incoming, code *QRCode) bool {
	switch t.Kind {
	case TriggerScan:
		return (in.Kind == EventScan || in.Kind == EventFollow) && in.Scene != "" && t.takesCode(code)
	case TriggerFollow:
		return in.Kind == EventFollow
	case TriggerUnfollow:
		return in.Kind == EventUnfollow
	case TriggerMessage:
		return in.Kind == EventMessage && t.takesText(in.Text)
	case TriggerTap:
		return in.Kind == EventTap && (len(t.Targets) == 0 || slices.Contains(t.Targets, in.Key))
	}
	return false
}

func (t *Trigger) takesCode(code *QRCode) bool {
	if len(t.CodeIDs) > 0 {
		return code != nil && slices.Contains(t.CodeIDs, code.ID)
	}
	if t.Source == "" && t.Campaign == "" && t.Name == "" && t.CodeKind == "" {
		return true
	}
	return code != nil &&
		(t.Source == "" || t.Source == code.Source) &&
		(t.Campaign == "" || t.Campaign == code.Campaign) &&
		(t.Name == "" || strings.Contains(foldKeyword(code.Name, false), foldKeyword(t.Name, false))) &&
		(t.CodeKind == "" || t.CodeKind == code.Kind)
}

// takesText compares as keywords are compared.
func (t *Trigger) takesText(text string) bool {
	word := foldKeyword(t.Text, !t.IgnoreCase)
	if word == "" {
		return true
	}
	text = foldKeyword(text, !t.IgnoreCase)
	if t.Match == TextContains {
		return strings.Contains(text, word)
	}
	return text == word
}

// Meets reports whether a push is the event that is meant, whenever it is.
func (f *EventFilter) Meets(in Incoming) bool {
	return f.meets(Happening{Kind: in.Kind, Text: in.Words(), At: in.At}, in.Scene)
}

// meets compares an event; scene is that of a follow, which an event that was
// kept has in its Text.
func (f *EventFilter) meets(h Happening, scene string) bool {
	switch f.Kind {
	case EventAny:
		switch h.Kind {
		case EventMessage, EventTap, EventScan, EventFollow, EventOption:
		default:
			return false
		}
	case EventScan:
		if h.Kind != EventScan && (h.Kind != EventFollow || scene == "") {
			return false
		}
	default:
		if f.Kind != h.Kind {
			return false
		}
	}
	if f.Text == "" {
		return true
	}
	switch h.Kind {
	case EventMessage, EventOption:
		return strings.Contains(foldKeyword(h.Text, false), foldKeyword(f.Text, false))
	}
	return h.Text == f.Text
}

// Holds reports whether the condition holds of a person at now.
func (c *Condition) Holds(p Person, now time.Time) bool {
	return c.is(p, now) != c.Not
}

func (c *Condition) is(p Person, now time.Time) bool {
	switch c.Kind {
	case ConditionTag:
		return slices.ContainsFunc(c.TagIDs, func(id int) bool { return slices.Contains(p.Contact.TagIDs, id) })
	case ConditionAttribute:
		return c.compares(&p.Contact, now)
	case ConditionEvent:
		return c.Event != nil && c.Event.happened(p, now)
	}
	return false
}

func (c *Condition) compares(who *Contact, now time.Time) bool {
	switch c.Attribute {
	case AttributeFollowed:
		return who.Followed
	case AttributeFollowScene:
		return c.comparesText(who.FollowScene)
	case AttributeFollowedBy:
		return c.comparesText(who.FollowedBy)
	case AttributeRemark:
		return c.comparesText(who.Remark)
	case AttributeMessages:
		return c.comparesNumber(who.Messages)
	case AttributeFollowedDays:
		return who.FollowedAt != nil && c.comparesNumber(int(now.Sub(*who.FollowedAt)/(24*time.Hour)))
	}
	return false
}

func (c *Condition) comparesText(s string) bool {
	if c.Op == OpContains {
		return strings.Contains(foldKeyword(s, false), foldKeyword(c.Value, false))
	}
	return s == c.Value
}

func (c *Condition) comparesNumber(n int) bool {
	value, err := strconv.Atoi(c.Value)
	if err != nil {
		return false
	}
	switch c.Op {
	case OpAtLeast:
		return n >= value
	case OpAtMost:
		return n <= value
	}
	return n == value
}

// happened reports whether one of the person's events, that of now among them,
// is meant and not older than the filter's days.
func (f *EventFilter) happened(p Person, now time.Time) bool {
	since := now.AddDate(0, 0, -f.Days)
	if p.Event != nil && f.Meets(*p.Event) {
		return true
	}
	return slices.ContainsFunc(p.History, func(h Happening) bool {
		return !h.At.Before(since) && f.meets(h, h.Text)
	})
}
