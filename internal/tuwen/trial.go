package tuwen

import "time"

// Trial is what becomes of a text that somebody tries 试一试: what each rule
// makes of it, and what a follower would get.
type Trial struct {
	Explanations []Explanation `json:"explanations" doc:"first the rule that answers, then those that would in its place, then the others"`
	Answer       Outcome       `json:"answer"`
}

// Outcome is what a follower would get.
type Outcome struct {
	By *UsedBy `json:"by" doc:"who answers; null where nobody does"`
	// Passive is the one reply in the answer to the push.
	Passive     *Reply        `json:"passive" doc:"null where all goes by customer-service message"`
	PassiveText string        `json:"passive_text,omitempty" doc:"how a conversation reads there, its options numbered"`
	Later       []Reply       `json:"later" doc:"customer-service messages that follow, in their order"`
	Unsent      []UnsentReply `json:"unsent" doc:"what no window has room for"`
}

// UnsentReply is a reply that would not go out, and why: a reason of a
// [Message].
type UnsentReply struct {
	Reply  Reply  `json:"reply"`
	Reason string `json:"reason"`
}

// Try returns what a follower would get who writes the text at now and was
// not asked anything before. It is what [Decide] decides; pick is its.
func Try(h Holdings, text string, now time.Time, pick func(n int) int) Trial {
	in := Incoming{Kind: EventMessage, Type: "text", Text: text, At: now}
	d := Decide(in, Situation{}, NewCatalog(h), now, pick)
	out := Outcome{Passive: d.Passive, Later: []Reply{}, Unsent: []UnsentReply{}}
	if d.By.Kind != "" {
		out.By = &d.By
	}
	if p := out.Passive; p != nil {
		p.Label = h.Stock.label(*p)
		if c, ok := h.Stock.Conversations[p.ConversationID]; ok && p.Kind == ReplyConversation {
			out.PassiveText = c.NumberedText()
		}
	}
	for _, m := range d.Later {
		m.Reply.Label = h.Stock.label(m.Reply)
		out.Later = append(out.Later, m.Reply)
	}
	for _, m := range d.Unsent {
		m.Reply.Label = h.Stock.label(m.Reply)
		out.Unsent = append(out.Unsent, UnsentReply{Reply: m.Reply, Reason: m.Reason})
	}
	return Trial{Explanations: Explain(h.Rules, text, now), Answer: out}
}
