package tuwen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of a conversation. WeChat names none for a msgmenu; these keep
// it readable on a phone.
const (
	MaxConversationName  = 60 // characters
	MaxOptionLabel       = 30 // characters
	MaxConversationDepth = 5  // conversations, one led to by the other
)

// TypedOptionLife is how long a typed number is an answer to the conversation
// that was sent last. Later it is a text like any other. A tap on an option
// has no such end: it names the option.
const TypedOptionLife = MessageLife

// NumberedHint ends a numbered text whose conversation has no closing text,
// since nothing else tells that it can be answered.
const NumberedHint = "请回复数字选择"

// TapMenu is a conversation as WeChat's msgmenu: options that can be tapped.
// A tap comes back as a text with the option's id.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
type TapMenu struct {
	Head    string
	Options []TapOption
	Tail    string // may be empty
}

// TapOption is one line of a [TapMenu].
type TapOption struct {
	ID      string
	Content string
}

// TapMenu returns the conversation for where the account may send
// customer-service messages.
func (c *Conversation) TapMenu() TapMenu {
	m := TapMenu{Head: c.Opening, Tail: c.Closing, Options: make([]TapOption, len(c.Options))}
	for i, o := range c.Options {
		m.Options[i] = TapOption{ID: o.ID, Content: o.Label}
	}
	return m
}

// NumberedText returns the conversation as a text whose options are numbered
// from 1: the form of a passive reply, which cannot be a msgmenu.
func (c *Conversation) NumberedText() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(c.Opening))
	for i, o := range c.Options {
		fmt.Fprintf(&b, "\n%d. %s", i+1, o.Label)
	}
	closing := strings.TrimSpace(c.Closing)
	if closing == "" {
		closing = NumberedHint
	}
	b.WriteString("\n" + closing)
	return b.String()
}

// Tapped returns the place of the option with the id, and whether there is
// one.
func (c *Conversation) Tapped(optionID string) (int, bool) {
	i := slices.IndexFunc(c.Options, func(o Option) bool { return o.ID == optionID })
	return i, i >= 0 && optionID != ""
}

// Typed returns the place of the option whose number was written, and whether
// the text is such a number and nothing else: 2, ２, 二, ② alike, also with
// the signs that people write around: 2. 2、 (2) 【2】.
func (c *Conversation) Typed(text string) (int, bool) {
	n := typedNumber(text)
	return n - 1, n >= 1 && n <= len(c.Options)
}

// chineseNumbers are the numbers up to MaxOptions, in their two forms.
var chineseNumbers = [...]string{"一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖", "十拾"}

// typedNumber returns the number that the text is, 0 for none.
func typedNumber(text string) int {
	text = strings.Trim(foldKeyword(text, false), " .,、。()[]【】")
	if r, size := utf8.DecodeRuneInString(text); size > 0 && size == len(text) {
		if '①' <= r && r <= '⑩' {
			return int(r-'①') + 1
		}
		for i, forms := range chineseNumbers {
			if strings.ContainsRune(forms, r) {
				return i + 1
			}
		}
	}
	n, err := strconv.Atoi(text)
	if err != nil || strconv.Itoa(n) != text {
		return 0
	}
	return n
}

// Asked is the conversation that a contact was sent last; typed numbers are
// answers to it.
type Asked struct {
	ConversationID string
	At             time.Time
}

// stands reports whether a number written at now still answers it.
func (a Asked) stands(now time.Time) bool {
	return a.ConversationID != "" && now.Before(a.At.Add(TypedOptionLife))
}

// Loop returns the ids of conversations that lead back to the first of them,
// begun with id, and nil where none does. Ids that are not in all lead
// nowhere.
func Loop(id string, all map[string]Conversation) []string {
	return walk{all: all, done: map[string]bool{}}.back([]string{id})
}

// walk looks for a way back to where it began.
type walk struct {
	all  map[string]Conversation
	done map[string]bool // from here no way leads back
}

func (w walk) back(way []string) []string {
	here := way[len(way)-1]
	w.done[here] = true
	for _, next := range leadsTo(w.all[here]) {
		if next == way[0] {
			return way
		}
		if !w.done[next] {
			if found := w.back(append(slices.Clone(way), next)); found != nil {
				return found
			}
		}
	}
	return nil
}

// Depth returns how many conversations follow one another at the most, the
// first counted. It ends in a loop too, which is for [Loop] to find.
func Depth(id string, all map[string]Conversation) int {
	return depth(id, all, map[string]bool{}, map[string]int{})
}

func depth(id string, all map[string]Conversation, onWay map[string]bool, known map[string]int) int {
	c, ok := all[id]
	if !ok || onWay[id] {
		return 0
	}
	if n, ok := known[id]; ok {
		return n
	}
	onWay[id] = true
	deepest := 0
	for _, next := range leadsTo(c) {
		deepest = max(deepest, depth(next, all, onWay, known))
	}
	delete(onWay, id)
	known[id] = deepest + 1
	return deepest + 1
}

// leadsTo is the conversations that the options answer with.
func leadsTo(c Conversation) []string {
	var ids []string
	for _, o := range c.Options {
		if o.Reply.Kind == ReplyConversation && o.Reply.ConversationID != "" {
			ids = append(ids, o.Reply.ConversationID)
		}
	}
	return ids
}

// Check returns what is wrong with the conversation as an [Invalid] error
// that names the field, or nil. The stock holds what its options refer to and
// the account's other conversations: a follower can be led on through
// [MaxConversationDepth] of them, and never round in a loop.
func (c *Conversation) Check(stock Stock) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(c.Name)); n == 0 || n > MaxConversationName || !lineOfText(c.Name) {
		return wrong("name", "conversation.name", fmt.Sprintf("give the conversation a name of at most %d characters", MaxConversationName))
	}
	if strings.TrimSpace(c.Opening) == "" || !plainText(c.Opening) {
		return wrong("opening", "conversation.opening", "write what the conversation begins with")
	}
	if !plainText(c.Closing) {
		return wrong("closing", "text.not_text", "that is not text")
	}
	if len(c.Options) == 0 || len(c.Options) > MaxOptions {
		return wrong("options", "conversation.options", fmt.Sprintf("a conversation has 1 to %d options", MaxOptions))
	}
	all := make(map[string]Conversation, len(stock.Conversations)+1)
	for id, other := range stock.Conversations {
		all[id] = other
	}
	all[c.ID] = *c
	stock.Conversations = all
	for i := range c.Options {
		if err := c.checkOption(i, stock); err != nil {
			return err
		}
	}
	if n := len(c.NumberedText()); n > MaxReplyText {
		return tooLong("opening", n)
	}
	return c.checkWays(all)
}

func (c *Conversation) checkOption(i int, stock Stock) error {
	o, field := c.Options[i], fmt.Sprintf("options.%d", i)
	label := strings.TrimSpace(o.Label)
	switch {
	case label == "" || utf8.RuneCountInString(label) > MaxOptionLabel || !plainText(label) || strings.ContainsAny(label, "\r\n"):
		return wrong(field+".label", "conversation.label", fmt.Sprintf("an option is one line of 1 to %d characters", MaxOptionLabel))
	case o.ID == "":
		return wrong(field+".id", "conversation.option_id", "an option has an id, which stays when it is renamed")
	}
	for _, before := range c.Options[:i] {
		if before.ID == o.ID {
			return wrong(field+".id", "conversation.option_id", "two options have the same id")
		}
		if foldKeyword(before.Label, false) == foldKeyword(label, false) {
			return wrong(field+".label", "conversation.label_twice", "two options read alike; rename one").With("label", label)
		}
	}
	return o.Reply.Check(ForConversation, field+".reply", stock)
}

// checkWays looks at where the options lead, through all conversations.
func (c *Conversation) checkWays(all map[string]Conversation) error {
	if loop := Loop(c.ID, all); loop != nil {
		names := make([]string, len(loop), len(loop)+1)
		for i, id := range loop {
			names[i] = all[id].Name
		}
		return wrong(c.fieldTo(append(loop, c.ID)[1]), "conversation.loop", "the option leads back to this conversation; choose another reply").
			With("way", strings.Join(append(names, c.Name), " → "))
	}
	// Those that lead here are made deeper by this one.
	deepest := Depth(c.ID, all)
	for id := range all {
		if reaches(id, c.ID, all, map[string]bool{}) {
			deepest = max(deepest, Depth(id, all))
		}
	}
	if deepest > MaxConversationDepth {
		return wrong("options", "conversation.deep", fmt.Sprintf("at most %d conversations may follow one another; shorten the way", MaxConversationDepth)).
			With("depth", strconv.Itoa(deepest)).With("max", strconv.Itoa(MaxConversationDepth))
	}
	return nil
}

func reaches(from, to string, all map[string]Conversation, seen map[string]bool) bool {
	seen[from] = true
	for _, next := range leadsTo(all[from]) {
		if next == to || !seen[next] && reaches(next, to, all, seen) {
			return true
		}
	}
	return false
}

// fieldTo names the option that leads to another conversation.
func (c *Conversation) fieldTo(id string) string {
	for i, o := range c.Options {
		if o.Reply.ConversationID == id {
			return fmt.Sprintf("options.%d.reply.conversation_id", i)
		}
	}
	return "options"
}
