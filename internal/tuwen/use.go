package tuwen

import "slices"

// Use is one of the five places 使用场景 where a material can be used.
type Use string

// The uses: 群发, 客户旅程, 菜单会话, 带参二维码自动回复, 菜单管理.
const (
	ForMassSend     Use = "mass_send"
	ForJourney      Use = "journey"
	ForConversation Use = "conversation"
	ForQRCode       Use = "qrcode"
	ForMenu         Use = "menu"
)

// Interface is the way a material reaches a follower.
type Interface string

// The ways: mass send 群发, passive reply 被动回复, customer-service message
// 客服消息.
const (
	ByMassSend        Interface = "mass_send"
	ByPassiveReply    Interface = "passive_reply"
	ByCustomerService Interface = "customer_service"
)

// Usage says what one use takes.
type Usage struct {
	Use       Use       `json:"use"`
	Sources   []Source  `json:"sources"`
	Several   bool      `json:"several" doc:"materials of several articles may be used"`
	Interface Interface `json:"interface"`
}

// usages is the table S15–S19. The picker, the API and the senders obey it.
var usages = []Usage{
	{ForMassSend, []Source{Draft, History}, true, ByMassSend},
	{ForJourney, []Source{Published, History}, false, ByPassiveReply},
	{ForConversation, []Source{Published, History}, false, ByPassiveReply},
	{ForQRCode, []Source{Published, History}, false, ByPassiveReply},
	{ForMenu, []Source{Published, History}, true, ByCustomerService},
}

// Usages returns the table of uses in the order the product names them.
func Usages() []Usage {
	t := make([]Usage, len(usages))
	for i, u := range usages {
		t[i] = u.clone()
	}
	return t
}

// clone is a copy that the caller may change: the table is one for all.
func (u Usage) clone() Usage {
	u.Sources = slices.Clone(u.Sources)
	return u
}

// UsageOf returns the row of a use, [Invalid] for a word that is none.
func UsageOf(use Use) (Usage, error) {
	for _, u := range usages {
		if u.Use == use {
			return u.clone(), nil
		}
	}
	return Usage{}, Errorf(Invalid, "use.unknown", "use is mass_send, journey, conversation, qrcode or menu").With("field", "use")
}

// Takes reports whether materials of the source can be used here at all.
func (u Usage) Takes(s Source) bool {
	for _, own := range u.Sources {
		if own == s {
			return true
		}
	}
	return false
}

// Reason says why a material cannot be chosen; "" means it can. The words
// are in the locales.
type Reason string

// The reasons.
const (
	ReasonSource  Reason = "source"  // this use does not take the source
	ReasonSeveral Reason = "several" // more than one article, and the use takes single ones
	ReasonGone    Reason = "gone"    // no longer at WeChat
	ReasonDeleted Reason = "deleted" // removed here
	ReasonDown    Reason = "down"    // every article was taken down at WeChat
)

// Refuses returns the reason why the material cannot be used so, or "".
func (u Usage) Refuses(m *Material) Reason {
	switch {
	case m.Deleted:
		return ReasonDeleted
	case !u.Takes(m.Source):
		return ReasonSource
	case !u.Several && m.ArticleCount > 1:
		return ReasonSeveral
	case m.Gone:
		return ReasonGone
	case m.Source == Published && allDown(m.Articles):
		return ReasonDown
	}
	return ""
}

func allDown(articles []Article) bool {
	for _, a := range articles {
		if !a.Deleted {
			return false
		}
	}
	return len(articles) > 0
}

// RefusedFor returns the uses that do not take the material, each with the
// reason.
func RefusedFor(m *Material) map[Use]Reason {
	refused := map[Use]Reason{}
	for _, u := range usages {
		if r := u.Refuses(m); r != "" {
			refused[u.Use] = r
		}
	}
	return refused
}

// Choice is a material as the picker shows it.
type Choice struct {
	Material
	Selectable bool   `json:"selectable"`
	Reason     Reason `json:"reason,omitempty" doc:"why it cannot be chosen"`
}

// Choose returns the material as the picker of a use shows it.
func (u Usage) Choose(m Material) Choice {
	r := u.Refuses(&m)
	m.RefusedFor = RefusedFor(&m)
	return Choice{Material: m, Selectable: r == "", Reason: r}
}
