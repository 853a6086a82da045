package tuwen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// The limits of a reply rule.
const (
	MaxRuleName    = 60 // characters
	MaxKeywords    = 100
	MaxKeyword     = 60 // characters
	MaxPriority    = 100
	MaxReplyChoice = 20 // replies of which one is sent by chance
)

// foldKeyword makes equal what a person takes for equal, in keywords and in
// what followers write: full-width letters, digits, signs and blanks are the
// plain ones (１ is 1, ！ is !), a line's end is a blank, blanks around do not
// count, nor does what cannot be seen (zero-width blanks, the selectors behind emoji).
// Capitals are small letters, but where case counts. Nothing else is folded:
// Chinese 。 is not the full stop, traditional is not simplified.
func foldKeyword(s string, exactCase bool) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case 0xFF01 <= r && r <= 0xFF5E:
			r = r - 0xFF01 + '!'
		case r == 0x3000, unicode.IsSpace(r):
			return ' '
		case 0xFE00 <= r && r <= 0xFE0F, r == 0x200B, r == 0x200D, r == 0xFEFF:
			return -1
		}
		if exactCase {
			return r
		}
		return unicode.ToLower(r)
	}, s))
}

// OnDuty reports whether now, in Beijing, is in the rule's days and hours.
// From belongs to the hours, Until does not; a missing one is the day's begin
// or end. Hours that end at or before they begin run on into the next day,
// and belong to the day on which they began.
func (r *ReplyRule) OnDuty(now time.Time) bool { return r.offDuty(now) == "" }

func (r *ReplyRule) offDuty(now time.Time) Why {
	from, until, err := r.hours()
	if err != nil {
		return WhyHours
	}
	b := Beijing(now)
	today := (int(b.Weekday())+6)%7 + 1
	minute := b.Hour()*60 + b.Minute()
	if until <= from && minute < until {
		// These are the small hours of yesterday's duty, unless it is whole
		// days that begin at midnight.
		today, minute = (today+5)%7+1, minute+dayMinutes
	}
	if until <= from {
		until += dayMinutes
	}
	switch {
	case minute < from || minute >= until:
		return WhyHours
	case len(r.Days) > 0 && !slices.Contains(r.Days, today):
		return WhyDay
	}
	return ""
}

const dayMinutes = 24 * 60

// hours returns the minutes of the day from which and until which the rule
// answers.
func (r *ReplyRule) hours() (from, until int, err error) {
	if from, err = minuteOf(r.From, 0); err != nil {
		return 0, 0, err
	}
	until, err = minuteOf(r.Until, dayMinutes)
	return from, until, err
}

func minuteOf(s string, missing int) (int, error) {
	if s == "" {
		return missing, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, fmt.Errorf("%q is no time of the day", s)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// keyword returns the rule's keyword that the text matches, an exact one
// before others, and nil for none.
func (r *ReplyRule) keyword(text string, exactCase bool) *Keyword {
	text = foldKeyword(text, exactCase)
	var contained *Keyword
	for i := range r.Keywords {
		k := &r.Keywords[i]
		word := foldKeyword(k.Text, exactCase)
		switch {
		case word == "":
		case k.Match == MatchExact && word == text:
			return k
		case k.Match == MatchContains && strings.Contains(text, word):
			contained = cmp.Or(contained, k)
		}
	}
	return contained
}

// asleep returns why the rule answers nothing at now, "" where it may answer.
func (r *ReplyRule) asleep(now time.Time) Why {
	switch {
	case !r.Active:
		return WhyInactive
	case len(r.Replies) == 0:
		return WhyNoReplies
	}
	return r.offDuty(now)
}

// Why says why a rule answers a text or not; the words are in the locales.
type Why string

// The reasons. The first is that of the rule that answers; the next five are
// of rules that match and lost, the others of rules that do not match.
const (
	WhyAnswers      Why = "answers"
	WhyExactFirst   Why = "exact_first"   // an exact keyword goes before one contained
	WhyPriority     Why = "priority"      // another has the larger priority
	WhyOlderFirst   Why = "older_first"   // all else is equal, and another is older
	WhyKeywordFirst Why = "keyword_first" // it is a default rule, and a keyword matched
	WhyInactive     Why = "inactive"
	WhyNoReplies    Why = "no_replies"
	WhyDay          Why = "day"
	WhyHours        Why = "hours"
	WhyNoKeyword    Why = "no_keyword"
	WhyCase         Why = "case"        // it would match if case did not count
	WhyFollowOnly   Why = "follow_only" // it answers to a follow, not to a text
)

// Explanation says what a rule makes of a text.
type Explanation struct {
	RuleID  string   `json:"rule_id"`
	Name    string   `json:"name"`
	Matches bool     `json:"matches" doc:"it would answer if no other did"`
	Answers bool     `json:"answers"`
	Why     Why      `json:"why" enum:"answers,exact_first,priority,older_first,keyword_first,inactive,no_replies,day,hours,no_keyword,case,follow_only"`
	Keyword *Keyword `json:"keyword" doc:"the one that matched; null of a default rule"`
	LostTo  string   `json:"lost_to,omitempty" doc:"id of the rule that answers instead"`
}

// Explain returns what each rule makes of a text written at now: first the
// one that answers, then those that would in its place, in their order, then
// the others. Rules are given in the order of the store: of equal priority
// the older first. Conversations, which go before keywords, are not looked at.
func Explain(rules []ReplyRule, text string, now time.Time) []Explanation {
	type candidate struct {
		Explanation
		class    int
		priority int
	}
	all := make([]candidate, len(rules))
	for i := range rules {
		r := &rules[i]
		c := candidate{class: unmatched}
		c.RuleID, c.Name = r.ID, r.Name
		c.Keyword, c.Why = r.look(text, now)
		if c.Matches = c.Why == ""; c.Matches {
			c.class, c.priority = classOfRule(c.Keyword), r.Priority
		}
		all[i] = c
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(b.priority, a.priority))
	})
	told := make([]Explanation, len(all))
	for i, c := range all {
		first := all[0]
		if c.Matches && i == 0 {
			c.Answers, c.Why = true, WhyAnswers
		} else if c.Matches {
			c.LostTo = first.RuleID
			switch {
			case c.class == byDefault && first.class != byDefault:
				c.Why = WhyKeywordFirst
			case c.class != first.class:
				c.Why = WhyExactFirst
			case c.priority != first.priority:
				c.Why = WhyPriority
			default:
				c.Why = WhyOlderFirst
			}
		}
		told[i] = c.Explanation
	}
	return told
}

// How a rule matches, in the order of who answers.
const (
	byExact = iota
	byContained
	byDefault
	unmatched
)

func classOfRule(k *Keyword) int {
	switch {
	case k == nil:
		return byDefault
	case k.Match == MatchExact:
		return byExact
	}
	return byContained
}

// look returns the keyword that the text matches and "", or why the rule does
// not answer the text at now.
func (r *ReplyRule) look(text string, now time.Time) (*Keyword, Why) {
	switch r.Kind {
	case RuleFollow:
		return nil, WhyFollowOnly
	case RuleKeyword:
		k := r.keyword(text, r.ExactCase)
		if k == nil && r.ExactCase && r.keyword(text, false) != nil {
			return nil, WhyCase
		}
		if k == nil {
			return nil, WhyNoKeyword
		}
		found := *k
		return &found, r.asleep(now)
	}
	return nil, r.asleep(now)
}

// Clash is a keyword of two rules that are on duty at the same time: the
// first answers, the other does not.
type Clash struct {
	Keyword string `json:"keyword" doc:"as the first rule has it"`
	Answers string `json:"answers" doc:"id of the rule that answers"`
	Loses   string `json:"loses" doc:"id of the rule that does not"`
}

// Clashes returns the keywords that two active rules share, compared in the
// same way, while both are on duty, in the order of the rules. Rules are given
// as to [Explain]. Where case counts for both, keywords that differ in it do
// not clash.
func Clashes(rules []ReplyRule) []Clash {
	type holder struct {
		rule *ReplyRule
		word string
	}
	ranked := ranked(rules)
	holders := map[Keyword][]holder{}
	clashes := []Clash{}
	for i := range ranked {
		r := &ranked[i]
		if r.Kind != RuleKeyword || !r.Active {
			continue
		}
		for _, k := range r.Keywords {
			word := Keyword{Text: foldKeyword(k.Text, false), Match: k.Match}
			if word.Text == "" {
				continue
			}
			for _, h := range holders[word] {
				bothCase := h.rule.ExactCase && r.ExactCase
				if h.rule != r && (!bothCase || foldKeyword(h.word, true) == foldKeyword(k.Text, true)) && h.rule.meets(r) {
					clashes = append(clashes, Clash{Keyword: h.word, Answers: h.rule.ID, Loses: r.ID})
				}
			}
			holders[word] = append(holders[word], holder{r, k.Text})
		}
	}
	return slices.Compact(clashes)
}

// ranked is the rules with the larger priority first, else as given.
func ranked(rules []ReplyRule) []ReplyRule {
	sorted := slices.Clone(rules)
	slices.SortStableFunc(sorted, func(a, b ReplyRule) int { return cmp.Compare(b.Priority, a.Priority) })
	return sorted
}

// meets reports whether both rules are on duty in some minute of the week.
func (r *ReplyRule) meets(other *ReplyRule) bool {
	theirs := other.duty()
	for _, a := range r.duty() {
		for _, b := range theirs {
			if a[0] < b[1] && b[0] < a[1] {
				return true
			}
		}
	}
	return false
}

// duty is the minutes of a week, from Monday, at which the rule answers, as
// pieces from and until.
func (r *ReplyRule) duty() [][2]int {
	from, until, err := r.hours()
	if err != nil {
		return nil
	}
	if until <= from {
		until += dayMinutes
	}
	var pieces [][2]int
	for day := 1; day <= 7; day++ {
		if len(r.Days) > 0 && !slices.Contains(r.Days, day) {
			continue
		}
		start := (day - 1) * dayMinutes
		pieces = append(pieces, [2]int{start + from, min(start+until, 7*dayMinutes)})
		if over := start + until - 7*dayMinutes; over > 0 {
			pieces = append(pieces, [2]int{0, over})
		}
	}
	return pieces
}
