package tuwen

import (
	"strings"
	"time"
	"unicode/utf8"
)

// ruleBook finds the rule that answers without looking at each of them.
type ruleBook struct {
	rules             []ReplyRule // ranked; they are named by their places below
	follows, defaults []int
	anyCase, ownCase  wordIndex
}

// wordIndex holds the keywords of those rules for which case counts, or does
// not. Places of rules ascend: the first is the best.
type wordIndex struct {
	exactCase bool
	exact     map[string][]int
	contained map[rune][]needle // by the first character
}

type needle struct {
	word string
	rule int
}

func newRuleBook(rules []ReplyRule) ruleBook {
	b := ruleBook{
		rules:   ranked(rules),
		anyCase: wordIndex{exact: map[string][]int{}, contained: map[rune][]needle{}},
		ownCase: wordIndex{exact: map[string][]int{}, contained: map[rune][]needle{}, exactCase: true},
	}
	for i := range b.rules {
		switch r := &b.rules[i]; r.Kind {
		case RuleFollow:
			b.follows = append(b.follows, i)
		case RuleDefault:
			b.defaults = append(b.defaults, i)
		case RuleKeyword:
			index := &b.anyCase
			if r.ExactCase {
				index = &b.ownCase
			}
			for _, k := range r.Keywords {
				index.add(k, i)
			}
		}
	}
	return b
}

func (x *wordIndex) add(k Keyword, rule int) {
	word := foldKeyword(k.Text, x.exactCase)
	if word == "" {
		return
	}
	if k.Match == MatchExact {
		x.exact[word] = append(x.exact[word], rule)
		return
	}
	first, _ := utf8.DecodeRuneInString(word)
	x.contained[first] = append(x.contained[first], needle{word, rule})
}

// keyword returns the keyword rule that answers a text at now, or nil.
func (b *ruleBook) keyword(text string, now time.Time) *ReplyRule {
	exact, contained := len(b.rules), len(b.rules)
	for _, x := range []*wordIndex{&b.anyCase, &b.ownCase} {
		if len(x.exact)+len(x.contained) == 0 {
			continue
		}
		folded := foldKeyword(text, x.exactCase)
		for _, i := range x.exact[folded] {
			if i < exact && b.rules[i].asleep(now) == "" {
				exact = i
			}
		}
		for at, first := range folded {
			for _, n := range x.contained[first] {
				if n.rule < contained && strings.HasPrefix(folded[at:], n.word) && b.rules[n.rule].asleep(now) == "" {
					contained = n.rule
				}
			}
		}
	}
	switch {
	case exact < len(b.rules):
		return &b.rules[exact]
	case contained < len(b.rules):
		return &b.rules[contained]
	}
	return nil
}

// first returns the best of the rules that is awake at now, or nil.
func (b *ruleBook) first(places []int, now time.Time) *ReplyRule {
	for _, i := range places {
		if b.rules[i].asleep(now) == "" {
			return &b.rules[i]
		}
	}
	return nil
}
