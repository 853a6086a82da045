package tuwen

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tuwen/tuwen/wechat"
)

// AutoReplies are the replies that are set on mp.weixin.qq.com itself, in our
// words. WeChat does not use them while it pushes to a callback; they answer
// again when pushes end.
type AutoReplies struct {
	LeftOver bool        `json:"left_over" doc:"some are still switched on there"`
	Rules    []FoundRule `json:"rules"`
	ReadAt   time.Time   `json:"fetched_at"`
}

// FoundRule is a rule set on mp.weixin.qq.com, as far as it can be taken over.
type FoundRule struct {
	Kind     RuleKind  `json:"kind" enum:"follow,keyword,default"`
	Name     string    `json:"name"`
	On       bool      `json:"on" doc:"switched on there"`
	Keywords []Keyword `json:"keywords"`
	Mode     ReplyMode `json:"mode" enum:"all,random"`
	Replies  []Reply   `json:"replies" doc:"without what cannot be taken over"`
	LeftOut  []LeftOut `json:"left_out" doc:"parts that cannot be taken over"`
}

// LeftOut is a part of a rule that cannot be taken over, or a whole one; the
// words are in the locales.
type LeftOut string

// What is left out, and why. WeChat tells only a passing id of pictures,
// voices and videos.
const (
	LeftPicture LeftOut = "picture"  // upload it here and add it
	LeftVoice   LeftOut = "voice"    // replies here have no voices
	LeftVideo   LeftOut = "video"    // nor videos
	LeftUnknown LeftOut = "unknown"  // WeChat has a kind that is not documented
	LeftTooLong LeftOut = "too_long" // over what a passive reply takes
	LeftKeyword LeftOut = "keyword"  // a keyword that is empty, too long or no text
	LeftNothing LeftOut = "nothing"  // no reply is left
	LeftThere   LeftOut = "exists"   // a rule of this kind and name is here already
	LeftWrong   LeftOut = "wrong"    // it does not pass the checks of a rule
)

// The names of WeChat's two rules that have none.
const (
	followRuleName  = "被关注回复"
	defaultRuleName = "收到消息回复"
)

// ReadAutoReplies puts what WeChat tells into our words. known returns the
// material of a single article that an address leads to, by its [ArticleKey].
// An article that is not known, and a message of several, becomes a text with
// title and address.
func ReadAutoReplies(info *wechat.AutoReplyInfo, known map[string]string) AutoReplies {
	out := AutoReplies{Rules: []FoundRule{}}
	add := func(r FoundRule, replies ...wechat.AutoReply) {
		for _, w := range replies {
			reply, left := takeOver(w, known)
			if left != "" {
				r.LeftOut = append(r.LeftOut, left)
				continue
			}
			r.Replies = append(r.Replies, reply)
		}
		out.LeftOver = out.LeftOver || r.On
		out.Rules = append(out.Rules, r)
	}
	if info.AddFriend != nil {
		add(foundRule(RuleFollow, followRuleName, info.AddFriendReplyOpen), *info.AddFriend)
	}
	for _, k := range info.Keywords {
		r := foundRule(RuleKeyword, k.RuleName, info.AutoReplyOpen)
		if k.ReplyMode == "random_one" {
			r.Mode = ReplyRandom
		}
		r.takeKeywords(k.Keywords)
		if r.Name == "" && len(r.Keywords) > 0 {
			r.Name = r.Keywords[0].Text
		}
		add(r, k.Replies...)
	}
	if info.MessageDefault != nil {
		add(foundRule(RuleDefault, defaultRuleName, info.AutoReplyOpen), *info.MessageDefault)
	}
	return out
}

func foundRule(kind RuleKind, name string, on bool) FoundRule {
	name = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(name, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(name); len(runes) > MaxRuleName {
		name = string(runes[:MaxRuleName])
	}
	return FoundRule{Kind: kind, Name: name, On: on, Keywords: []Keyword{}, Mode: ReplyAll, Replies: []Reply{}, LeftOut: []LeftOut{}}
}

func (r *FoundRule) takeKeywords(words []wechat.AutoReplyKeyword) {
	seen := map[Keyword]bool{}
	for _, w := range words {
		k := Keyword{Text: strings.TrimSpace(w.Content), Match: MatchExact}
		if w.MatchMode == "contain" {
			k.Match = MatchContains
		}
		folded := Keyword{foldKeyword(k.Text, false), k.Match}
		switch {
		case w.Type != "" && w.Type != "text", !plainText(k.Text), folded.Text == "", utf8.RuneCountInString(k.Text) > MaxKeyword:
			r.LeftOut = append(r.LeftOut, LeftKeyword)
		case !seen[folded]:
			seen[folded] = true
			r.Keywords = append(r.Keywords, k)
		}
	}
}

// takeOver returns a reply of WeChat's as one of ours, or why it cannot be.
func takeOver(w wechat.AutoReply, known map[string]string) (Reply, LeftOut) {
	text := ""
	switch w.Type {
	case "text":
		text = w.Content
	case "news":
		if len(w.News) == 1 {
			if id := known[ArticleKey(w.News[0].ContentURL)]; id != "" {
				return Reply{Kind: ReplyMaterial, MediaID: id, Fallback: DefaultFallback}, ""
			}
		}
		lines := make([]string, 0, len(w.News))
		for _, a := range w.News {
			lines = append(lines, strings.TrimSpace(a.Title+"\n"+a.ContentURL))
		}
		text = strings.Join(lines, "\n\n")
	case "img":
		return Reply{}, LeftPicture
	case "voice":
		return Reply{}, LeftVoice
	case "video":
		return Reply{}, LeftVideo
	default:
		return Reply{}, LeftUnknown
	}
	switch {
	case strings.TrimSpace(text) == "" || !plainText(text):
		return Reply{}, LeftUnknown
	case len(text) > MaxReplyText:
		return Reply{}, LeftTooLong
	}
	return Reply{Kind: ReplyText, Text: text}, ""
}

// Rule returns the rule as one of ours without an id, and nothing left to
// name where it cannot be one.
func (r *FoundRule) Rule() (ReplyRule, LeftOut) {
	switch {
	case len(r.Replies) == 0:
		return ReplyRule{}, LeftNothing
	case r.Kind == RuleKeyword && len(r.Keywords) == 0:
		return ReplyRule{}, LeftKeyword
	}
	return ReplyRule{
		Kind: r.Kind, Name: r.Name, Keywords: r.Keywords, Active: r.On, Days: []int{}, Mode: r.Mode, Replies: r.Replies,
	}, ""
}

// Skipped names what is not taken over where the rule was left for a reason,
// or, without one, was taken over.
func (r *FoundRule) Skipped(left LeftOut) []SkippedRule {
	if left != "" && (left != LeftNothing || len(r.LeftOut) == 0) {
		return []SkippedRule{{Name: r.Name, Reason: left}}
	}
	parts := make([]SkippedRule, len(r.LeftOut))
	for i, part := range r.LeftOut {
		parts[i] = SkippedRule{Name: r.Name, Reason: part, Partly: left == ""}
	}
	return parts
}

// Takeover is what became of the rules of mp.weixin.qq.com that were taken
// over.
type Takeover struct {
	Rules   []ReplyRule   `json:"rules" doc:"active where they were switched on there"`
	Skipped []SkippedRule `json:"skipped"`
}

// SkippedRule is a rule, or a part of one, that was not taken over.
type SkippedRule struct {
	Name   string  `json:"name"`
	Reason LeftOut `json:"reason"`
	Partly bool    `json:"partly" doc:"the rest of the rule was taken over"`
}

// ArticleKey is the same for all addresses of one article: scheme, fragment
// and what WeChat adds to tell where a reader comes from do not count.
func ArticleKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	q := u.Query()
	if q.Get("mid") != "" {
		kept := url.Values{}
		for _, name := range []string{"__biz", "mid", "idx", "sn"} {
			kept.Set(name, q.Get(name))
		}
		q = kept
	}
	return strings.ToLower(u.Host) + u.Path + "?" + q.Encode()
}
