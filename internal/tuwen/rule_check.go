package tuwen

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check returns what is wrong with the rule as an [Invalid] error that names
// the field, or nil. What its replies refer to is looked up in the stock; a
// rule that is not active may answer with what cannot be sent any more.
func (r *ReplyRule) Check(stock Stock) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(r.Name)); n == 0 || n > MaxRuleName || !lineOfText(r.Name) {
		return wrong("name", "reply_rule.name", fmt.Sprintf("give the rule a name of at most %d characters", MaxRuleName))
	}
	if r.Priority < -MaxPriority || r.Priority > MaxPriority {
		return wrong("priority", "reply_rule.priority", fmt.Sprintf("priority is from -%d to %d", MaxPriority, MaxPriority))
	}
	if r.Mode != ReplyAll && r.Mode != ReplyRandom {
		return wrong("mode", "reply_rule.mode", "mode is all or random")
	}
	for _, check := range []func() error{r.checkKeywords, r.checkHours} {
		if err := check(); err != nil {
			return err
		}
	}
	most := 1 + MessageAllowance
	if r.Kind == RuleFollow {
		most = 1 + ActionAllowance
	}
	if r.Mode == ReplyRandom {
		most = MaxReplyChoice
	}
	if len(r.Replies) == 0 || len(r.Replies) > most {
		return wrong("replies", "reply_rule.replies", fmt.Sprintf("a rule of this kind answers with 1 to %d replies", most)).
			With("max", fmt.Sprint(most))
	}
	for i, reply := range r.Replies {
		err := reply.Check(ForConversation, fmt.Sprintf("replies.%d", i), stock)
		if err != nil && (r.Active || !slices.Contains(amiss, CodeOf(err))) {
			return err
		}
	}
	return nil
}

// amiss are the codes of replies that were right once: what they refer to has
// changed. A rule can be switched off all the same.
var amiss = []string{"reply.material", "reply.picture", "reply.conversation"}

// lineOfText reports whether a name is text without line breaks and the like.
func lineOfText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func (r *ReplyRule) checkKeywords() error {
	switch r.Kind {
	case RuleFollow, RuleDefault:
		if len(r.Keywords) > 0 {
			return wrong("keywords", "reply_rule.no_keywords", "only a keyword rule has keywords; remove them")
		}
		return nil
	case RuleKeyword:
	default:
		return wrong("kind", "reply_rule.kind", "kind is follow, keyword or default")
	}
	if len(r.Keywords) == 0 || len(r.Keywords) > MaxKeywords {
		return wrong("keywords", "reply_rule.keywords", fmt.Sprintf("a keyword rule has 1 to %d keywords", MaxKeywords))
	}
	seen := map[Keyword]bool{}
	for i, k := range r.Keywords {
		field := fmt.Sprintf("keywords.%d", i)
		word := foldKeyword(k.Text, r.ExactCase)
		switch {
		case !plainText(k.Text) || word == "" || utf8.RuneCountInString(k.Text) > MaxKeyword:
			return wrong(field+".text", "reply_rule.keyword", fmt.Sprintf("a keyword has 1 to %d characters", MaxKeyword))
		case k.Match != MatchExact && k.Match != MatchContains:
			return wrong(field+".match", "reply_rule.match", "match is exact or contains")
		case seen[Keyword{word, k.Match}]:
			return wrong(field+".text", "reply_rule.keyword_twice", "the rule has this keyword already; remove one").With("keyword", k.Text)
		}
		seen[Keyword{word, k.Match}] = true
	}
	return nil
}

func (r *ReplyRule) checkHours() error {
	for i, d := range r.Days {
		if d < 1 || d > 7 || slices.Contains(r.Days[:i], d) {
			return wrong("days", "reply_rule.days", "days are 1 (Monday) to 7 (Sunday), each once")
		}
	}
	for field, s := range map[string]string{"from": r.From, "until": r.Until} {
		if _, err := minuteOf(s, 0); err != nil {
			return wrong(field, "reply_rule.hours", "write a time of the day as 09:30, in Beijing").With("value", s)
		}
	}
	return nil
}
