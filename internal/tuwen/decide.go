package tuwen

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tuwen/tuwen/wechat/callback"
)

// Stock is what replies refer to, by id. It may hold no more than what is
// asked for.
type Stock struct {
	Materials     map[string]Material
	Pictures      map[string]Picture
	Conversations map[string]Conversation
}

// Why a reply cannot be sent as it is, besides the reasons of a material.
const (
	ReasonMissing Reason = "missing" // nothing has the id
	ReasonNoLink  Reason = "no_link" // the article has no public address
	ReasonEmpty   Reason = "empty"   // a text without text
)

// Problem returns why the reply cannot be sent as it is in a use, or "".
func (s Stock) Problem(use Use, r Reply) Reason {
	switch r.Kind {
	case ReplyText:
		if strings.TrimSpace(r.Text) == "" {
			return ReasonEmpty
		}
	case ReplyPicture:
		if s.Pictures[r.PictureID].MediaID == "" {
			return ReasonMissing
		}
	case ReplyConversation:
		if c, ok := s.Conversations[r.ConversationID]; !ok || len(c.Options) == 0 {
			return ReasonMissing
		}
	case ReplyMaterial:
		usage, err := UsageOf(use)
		m, ok := s.Materials[r.MediaID]
		if err != nil || !ok {
			return ReasonMissing
		}
		if reason := usage.Refuses(&m); reason != "" {
			return reason
		}
		return articleProblem(&m, r.Article, m.ArticleID == "" || usage.Interface == ByPassiveReply)
	default:
		return ReasonMissing
	}
	return ""
}

// articleProblem returns why the article of a material cannot be sent: alone
// tells that it goes out as a card of its own.
func articleProblem(m *Material, index int, alone bool) Reason {
	switch {
	case len(m.Articles) == 0 || !alone && index < len(m.Articles):
		return ""
	case index < 0 || index >= len(m.Articles):
		return ReasonMissing
	case index > 0 && m.Articles[index].Deleted:
		return ReasonDown
	case m.Chosen(index).URL == "":
		return ReasonNoLink
	}
	return ""
}

// Ready returns the reply as it goes out: itself, or where it cannot be sent
// its 备用文字 as a text, with the [Reason] in Problem.
func (s Stock) Ready(use Use, r Reply) Reply {
	r.Problem = s.Problem(use, r)
	if r.Problem == "" {
		return r
	}
	text := r.Fallback
	if strings.TrimSpace(text) == "" {
		text = DefaultFallback
	}
	return Reply{Kind: ReplyText, Text: text, Problem: r.Problem}
}

// CheckReplies returns what is wrong with one of the replies as an [Invalid]
// error whose field is "replies.0.text" and the like, or nil. Use says which
// materials may be chosen.
func CheckReplies(use Use, replies []Reply, stock Stock) error {
	for i, r := range replies {
		if err := r.Check(use, fmt.Sprintf("replies.%d", i), stock); err != nil {
			return err
		}
	}
	return nil
}

// Check returns what is wrong with the reply as an [Invalid] error whose field
// begins with the given one, or nil.
func (r Reply) Check(use Use, field string, stock Stock) error {
	if !plainText(r.Fallback) {
		return wrong(field+".fallback", "text.not_text", "that is not text")
	}
	if n := len(r.Fallback); n > MaxReplyText {
		return tooLong(field+".fallback", n)
	}
	problem := stock.Problem(use, r)
	switch r.Kind {
	case ReplyText:
		switch {
		case problem != "":
			return wrong(field+".text", "reply.empty", "write a text, or remove the reply")
		case !plainText(r.Text):
			return wrong(field+".text", "text.not_text", "that is not text")
		case len(r.Text) > MaxReplyText:
			return tooLong(field+".text", len(r.Text))
		}
	case ReplyPicture:
		if problem != "" {
			return wrong(field+".picture_id", "reply.picture", "there is no such picture; upload or choose another")
		}
	case ReplyConversation:
		if problem != "" {
			return wrong(field+".conversation_id", "reply.conversation", "there is no such conversation; choose another")
		}
	case ReplyMaterial:
		if problem != "" {
			return wrong(field+".media_id", "reply.material", "the material cannot be sent so; choose another").
				With("reason", string(problem)).With("use", string(use))
		}
	default:
		return wrong(field+".kind", "reply.kind", "kind is text, picture, material or conversation")
	}
	return nil
}

func wrong(field, code, text string) *Error {
	return Errorf(Invalid, code, text).With("field", field)
}

func tooLong(field string, bytes int) error {
	return wrong(field, "reply.too_long", fmt.Sprintf("a text has at most %d bytes, which are %d Chinese characters; shorten it",
		MaxReplyText, MaxReplyText/3)).With("bytes", fmt.Sprint(bytes)).With("max", fmt.Sprint(MaxReplyText))
}

func plainText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// Answerer is who answers, and with what.
type Answerer struct {
	By      UsedBy
	Use     Use       // which row of the table its materials obey
	Mode    ReplyMode // "" is [ReplyAll]
	Replies []Reply

	stock *Stock        // what the replies refer to; nil is the catalog's
	steps []JourneySend // of a journey, one for each reply
}

// Holdings are what an account answers pushes with.
type Holdings struct {
	// CustomerService tells that the account may send customer-service
	// messages: it is verified.
	CustomerService bool
	Stock           Stock
	// Rules are in the order of the store: of equal priority the older first.
	Rules []ReplyRule
	Codes []QRCode
	// Buttons are those of the menu, and of menus before it, by the target
	// that a tap names ([Button.Target]). Those without replies are counted
	// only.
	Buttons map[string]Answerer
	// Journeys are the versions that people enter or are inside, those of the
	// older journey first.
	Journeys []JourneyVersion
}

// Catalog is an account's holdings, made ready to be looked up. It does not
// change and is safe for concurrent use.
type Catalog struct {
	customerService bool
	stock           Stock
	codes           map[string]*QRCode // by scene
	buttons         map[string]Answerer
	options         map[string][]*Conversation // by the id of an option
	rules           ruleBook
	journeys        journeyBook
}

// NewCatalog returns the catalog of the holdings, which must not be changed
// after that.
func NewCatalog(h Holdings) *Catalog {
	c := &Catalog{
		customerService: h.CustomerService, stock: h.Stock, buttons: h.Buttons, codes: make(map[string]*QRCode, len(h.Codes)),
		options: map[string][]*Conversation{}, rules: newRuleBook(h.Rules),
		journeys: newJourneyBook(h.Journeys),
	}
	for i := range h.Codes {
		c.codes[h.Codes[i].Scene] = &h.Codes[i]
	}
	ids := make([]string, 0, len(h.Stock.Conversations))
	for id := range h.Stock.Conversations {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		conversation := h.Stock.Conversations[id]
		for _, o := range conversation.Options {
			c.options[o.ID] = append(c.options[o.ID], &conversation)
		}
	}
	return c
}

// Situation is what is known of a contact when a push arrives.
type Situation struct {
	Window *Window // before the push; nil for none
	Asked  Asked
	// Code is the code of the push's scene, for a caller that looks it up
	// itself, and CodeStock what its replies refer to; nil: it is looked for in
	// the catalog.
	Code      *QRCode
	CodeStock *Stock
	// Journeys are what the journeys send to the contact that the push moves.
	Journeys []JourneyAnswer
}

// JourneyAnswer is what one journey sends, step by step.
type JourneyAnswer struct {
	By    UsedBy
	Sends []JourneySend
}

// Decision is who answers a push and with what.
type Decision struct {
	// By is who answers; empty where nobody does.
	By UsedBy
	// Passive is the one reply in the answer to the push, nil for none. A
	// conversation goes out as its [Conversation.NumberedText], a material as
	// the card of its first article.
	Passive *Reply
	// PassiveSend is the step that sends Passive; nil where no journey does.
	PassiveSend *JourneySend
	// Answer is Passive as WeChat takes it, [callback.SuccessReply] for none.
	Answer callback.Reply
	// Later are customer-service messages to be sent in this order, planned;
	// a conversation goes out as its [Conversation.TapMenu]. Unsent are those
	// that no window has room for, or that a journey's own rules hold back, with
	// the reason. They lack only ids.
	Later  []Message
	Unsent []Message
	// TagIDs are given to the contact, by the code with the id Scanned.
	TagIDs  []int
	Scanned string
	// Tapped is the button of the menu that was tapped; "" for none of ours.
	Tapped string
	// Picked is the option that was chosen, nil for none; Starts are the
	// conversations that go out. The last of them is the contact's [Asked].
	Picked *Pick
	Starts []string
	// Window is the contact's window after the push, before anything is sent
	// in it; nil for none.
	Window *Window
}

// Pick names an option of a conversation.
type Pick struct {
	ConversationID string
	OptionID       string
}

// Decide returns what a push is answered with at now. The first of these that
// has an answer gets the passive reply: the code of the scene, the menu
// button, the option of a conversation, a keyword, the follow rule, the first
// send of a journey, the default. Journeys send all the same where another
// answers, after it, by customer-service message; the follow rule only where
// no code answers, and the default only where nothing else does, to messages
// alone. Other pushes, such as an unfollow, are never answered.
//
// There is one passive reply at the most. There is none where the first thing
// to send should be a customer-service message (a conversation that can be
// tapped, a material of the menu) and the window has room for it and all that
// follows; else that is sent passively too, in its plainer form.
//
// pick chooses one of n for a rule that answers by chance; the rest follows
// from the arguments alone.
func Decide(in Incoming, sit Situation, c *Catalog, now time.Time, pick func(n int) int) Decision {
	d := Decision{Window: NewestWindow(sit.Window, OpenWindow(in)), Answer: callback.SuccessReply{}}
	if in.Key != "" {
		d.Tapped = c.buttons[in.Key].By.ID
	}
	if in.Kind == EventUnfollow || in.Kind == EventOther {
		return d
	}
	var answers []Answerer
	if a := c.answer(in, sit, now, &d); len(a.Replies) > 0 {
		answers = append(answers, a)
	}
	for _, j := range sit.Journeys {
		if a := j.answer(in.OpenID, now, &d); len(a.Replies) > 0 {
			answers = append(answers, a)
		}
	}
	if len(answers) == 0 && (in.Kind == EventMessage || in.Kind == EventOption) {
		if r := c.rules.first(c.rules.defaults, now); r != nil {
			answers = append(answers, r.answer())
		}
	}
	if len(answers) == 0 {
		return d
	}
	d.By = answers[0].By
	var sends []Message
	for _, a := range answers {
		for i, r := range c.chosen(a, pick) {
			m := Message{OpenID: in.OpenID, Cause: a.By, Reply: r, CreatedAt: now}
			if a.steps != nil {
				m.EnrollmentID, m.StepID = a.steps[i].EnrollmentID, a.steps[i].StepID
			}
			sends = append(sends, m)
		}
	}
	c.share(&d, sends, answers[0].Use, now)
	if d.Passive != nil {
		d.Answer = c.stockOf(answers[0]).Answer(*d.Passive)
	}
	return d
}

// stockOf is what the replies of the answerer refer to.
func (c *Catalog) stockOf(a Answerer) Stock {
	if a.stock != nil {
		return *a.stock
	}
	return c.stock
}

// answer returns who answers before any journey and default, and notes what
// it found out on the way.
func (c *Catalog) answer(in Incoming, sit Situation, now time.Time, d *Decision) Answerer {
	if in.Kind == EventScan || in.Kind == EventFollow {
		code, stock := sit.Code, sit.CodeStock
		if code == nil || code.Scene != in.Scene {
			code, stock = c.codes[in.Scene], nil
		}
		if code != nil && in.Scene != "" {
			d.Scanned, d.TagIDs = code.ID, slices.Clone(code.TagIDs)
			if len(code.Replies) > 0 {
				by := UsedBy{Kind: "qrcode", ID: code.ID, Name: code.Name, Active: true}
				return Answerer{By: by, Use: ForQRCode, Replies: code.Replies, stock: stock}
			}
		}
	}
	if in.Kind == EventTap {
		return c.buttons[in.Key]
	}
	if in.Kind == EventMessage || in.Kind == EventOption {
		if a, pick := c.option(in, sit.Asked, now); pick != nil {
			d.Picked = pick
			return a
		}
		if r := c.rules.keyword(in.Text, now); r != nil {
			return r.answer()
		}
	}
	if in.Kind == EventFollow {
		if r := c.rules.first(c.rules.follows, now); r != nil {
			return r.answer()
		}
	}
	return Answerer{}
}

// option returns the answer of the option that was tapped or whose number was
// written, and which it is; nil for none.
func (c *Catalog) option(in Incoming, asked Asked, now time.Time) (Answerer, *Pick) {
	last, open := c.stock.Conversations[asked.ConversationID]
	conversation, i, ok := &last, 0, false
	switch {
	case in.Kind == EventOption:
		if i, ok = last.Tapped(in.Option); ok {
			break
		}
		// An older message on the phone was tapped.
		if holders := c.options[in.Option]; len(holders) > 0 {
			conversation = holders[0]
			i, ok = conversation.Tapped(in.Option)
		}
	case open && asked.stands(now):
		i, ok = last.Typed(in.Text)
	}
	if !ok {
		return Answerer{}, nil
	}
	o := conversation.Options[i]
	by := UsedBy{Kind: "conversation", ID: conversation.ID, Name: conversation.Name, Active: true}
	return Answerer{By: by, Use: ForConversation, Replies: []Reply{o.Reply}}, &Pick{ConversationID: conversation.ID, OptionID: o.ID}
}

func (r *ReplyRule) answer() Answerer {
	by := UsedBy{Kind: "reply_rule", ID: r.ID, Name: r.Name, Active: true}
	return Answerer{By: by, Use: ForConversation, Mode: r.Mode, Replies: r.Replies}
}

// chosen returns the replies that go out, ready. By chance one is taken of
// those that need no stand-in, as long as there are any.
func (c *Catalog) chosen(a Answerer, pick func(n int) int) []Reply {
	stock := c.stockOf(a)
	ready := make([]Reply, len(a.Replies))
	whole := make([]Reply, 0, len(a.Replies))
	for i, r := range a.Replies {
		ready[i] = stock.Ready(a.Use, r)
		if ready[i].Problem == "" {
			whole = append(whole, ready[i])
		}
	}
	if a.Mode != ReplyRandom {
		return ready
	}
	if len(whole) == 0 {
		return ready[:1]
	}
	if len(whole) == 1 {
		return whole
	}
	n := pick(len(whole)) % len(whole)
	return whole[max(n, 0):][:1]
}

// share gives each of the messages its way.
func (c *Catalog) share(d *Decision, sends []Message, use Use, now time.Time) {
	room, refusal := 0, "no_permission"
	if c.customerService {
		room, refusal = d.Window.Left(now), d.Window.Refusal(now)
	}
	if refusal == "" {
		refusal = "allowance"
	}
	first := sends[0].Reply
	if usage, _ := UsageOf(use); len(sends) > room ||
		first.Kind != ReplyConversation && (first.Kind != ReplyMaterial || usage.Interface != ByCustomerService) {
		d.Passive, d.PassiveSend, sends = &first, sends[0].send(), sends[1:]
		d.start(first)
	}
	held := d.Unsent
	d.Unsent = nil
	for i, m := range sends {
		m.Place, m.DueBy = i, now
		if d.Window != nil {
			m.DueBy = d.Window.ClosesAt
		}
		if i < room {
			m.State = MessagePlanned
			d.Later = append(d.Later, m)
			d.start(m.Reply)
			continue
		}
		m.unsent(refusal, now)
		d.Unsent = append(d.Unsent, m)
	}
	for i, m := range held {
		m.Place = len(sends) + i
		d.Unsent = append(d.Unsent, m)
	}
}

func (d *Decision) start(r Reply) {
	if r.Kind == ReplyConversation {
		d.Starts = append(d.Starts, r.ConversationID)
	}
}
