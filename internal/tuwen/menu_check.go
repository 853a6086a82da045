package tuwen

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MenuTerms are what a menu is checked against.
type MenuTerms struct {
	Stock    Stock
	Tags     []Tag
	Verified bool // the account is: mini programs are for those alone
}

// Shape returns an [Invalid] error, naming the field, where the menu has more
// buttons, levels or conditional menus than there can be, or an id twice. What
// else is wrong with it [Menu.Problems] tells: a draft may have that.
func (m Menu) Shape() error {
	if len(m.Conditional) > MaxConditional {
		return wrong("conditional", "menu.conditional_many", fmt.Sprintf("at most %d conditional menus", MaxConditional)).With("max", strconv.Itoa(MaxConditional))
	}
	seen := map[string]bool{}
	if err := shapeOf("buttons", m.Buttons, seen); err != nil {
		return err
	}
	menus := map[string]bool{}
	for i, c := range m.Conditional {
		field := fmt.Sprintf("conditional.%d", i)
		if c.ID != "" && menus[c.ID] {
			return wrong(field+".id", "menu.id_twice", "two conditional menus have the same id")
		}
		menus[c.ID] = true
		if err := shapeOf(field+".buttons", c.Buttons, seen); err != nil {
			return err
		}
	}
	return nil
}

func shapeOf(field string, buttons []Button, seen map[string]bool) error {
	if len(buttons) > MaxButtons {
		return wrong(field, "menu.buttons_many", fmt.Sprintf("a menu has at most %d buttons; put one into a group", MaxButtons)).With("max", strconv.Itoa(MaxButtons))
	}
	for i, b := range buttons {
		at := fmt.Sprintf("%s.%d", field, i)
		if b.ID != "" && seen[b.ID] {
			return wrong(at+".id", "menu.id_twice", "two buttons have the same id")
		}
		seen[b.ID] = true
		if len(b.Buttons) > MaxSubButtons {
			return wrong(at+".buttons", "menu.subs_many", fmt.Sprintf("a group has at most %d buttons; move one to another group", MaxSubButtons)).
				With("max", strconv.Itoa(MaxSubButtons)).With("button", b.Name)
		}
		for j, sub := range b.Buttons {
			inside := fmt.Sprintf("%s.buttons.%d", at, j)
			if len(sub.Buttons) > 0 {
				return wrong(inside+".buttons", "menu.levels", "a button inside a group cannot be a group").With("button", sub.Name)
			}
			if sub.ID != "" && seen[sub.ID] {
				return wrong(inside+".id", "menu.id_twice", "two buttons have the same id")
			}
			seen[sub.ID] = true
		}
	}
	return nil
}

// Problems returns everything that keeps the menu from being published, in the
// order of its buttons, each [Invalid] with its field ("buttons.0.buttons.1.url")
// and the name of the button.
func (m Menu) Problems(t MenuTerms) []Problem {
	c := menuCheck{MenuTerms: t, problems: []Problem{}}
	if err := m.Shape(); err != nil {
		c.add(err)
		return c.problems
	}
	if len(m.Buttons) == 0 {
		c.add(wrong("buttons", "menu.none", "add a button: a menu has 1 to 3"))
	}
	c.buttons("buttons", m.Buttons, false)
	hosts := map[string]bool{}
	for i := range m.Conditional {
		c.conditional(fmt.Sprintf("conditional.%d", i), &m.Conditional[i], hosts)
	}
	if len(hosts) > MaxMenuDomains {
		c.add(wrong("conditional", "menu.domains", fmt.Sprintf("all conditional menus together may lead to %d domains at most", MaxMenuDomains)).
			With("max", strconv.Itoa(MaxMenuDomains)).With("domains", strings.Join(sortedKeys(hosts), " ")))
	}
	return c.problems
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type menuCheck struct {
	MenuTerms
	problems []Problem
}

func (c *menuCheck) add(err error) {
	if p := ProblemOf(err); p != nil {
		c.problems = append(c.problems, *p)
	}
}

// of adds an error about a button.
func (c *menuCheck) of(b *Button, err *Error) { c.add(err.With("button", b.Name)) }

func (c *menuCheck) conditional(field string, m *ConditionalMenu, hosts map[string]bool) {
	switch {
	case m.TagID == 0 && m.Platform == "":
		c.add(wrong(field+".tag_id", "menu.no_rule", "choose a tag or a kind of phone").With("menu", m.Name))
	case m.TagID != 0 && !slices.ContainsFunc(c.Tags, func(t Tag) bool { return t.ID == m.TagID }):
		c.add(wrong(field+".tag_id", "tag.unknown", "there is no such tag").With("tag", strconv.Itoa(m.TagID)).With("menu", m.Name))
	case m.Platform != "" && !slices.Contains([]Platform{IOS, Android, OtherPlatform}, m.Platform):
		c.add(wrong(field+".platform", "menu.platform", "platform is ios, android or other").With("menu", m.Name))
	}
	if n := utf8.RuneCountInString(m.Name); n == 0 || n > MaxConditionalName || !lineOfText(m.Name) {
		c.add(wrong(field+".name", "menu.conditional_name", fmt.Sprintf("give the menu a name of at most %d characters", MaxConditionalName)).
			With("max", strconv.Itoa(MaxConditionalName)))
	}
	if len(m.Buttons) == 0 {
		c.add(wrong(field+".buttons", "menu.none", "add a button: a menu has 1 to 3").With("menu", m.Name))
	}
	c.buttons(field+".buttons", m.Buttons, false)
	walkButtons(m.Buttons, func(b *Button) {
		if u, err := url.Parse(b.URL); err == nil && u.Hostname() != "" && (b.Action == ButtonPage || b.Action == ButtonMiniProgram) {
			hosts[u.Hostname()] = true
		}
	})
}

func (c *menuCheck) buttons(field string, buttons []Button, inside bool) {
	for i := range buttons {
		b, at := &buttons[i], fmt.Sprintf("%s.%d", field, i)
		c.name(at+".name", b, inside)
		if len(b.Buttons) > 0 {
			c.buttons(at+".buttons", b.Buttons, true)
			continue
		}
		c.action(at, b, inside)
	}
}

func (c *menuCheck) name(field string, b *Button, inside bool) {
	most := MaxButtonName
	if inside {
		most = MaxSubButtonName
	}
	switch n := len(b.Name); {
	case strings.TrimSpace(b.Name) == "":
		c.of(b, wrong(field, "menu.no_name", "give the button a name"))
	case !lineOfText(b.Name):
		c.of(b, wrong(field, "text.not_text", "that is not text"))
	case n > most:
		c.of(b, wrong(field, "menu.name_long", fmt.Sprintf("a name here has at most %d bytes, which are %d Chinese characters; shorten it", most, most/3)).
			With("bytes", strconv.Itoa(n)).With("max", strconv.Itoa(most)))
	}
}

// action checks what a tap does.
func (c *menuCheck) action(at string, b *Button, inside bool) {
	switch b.Action {
	case ButtonSend, ButtonScan:
		c.replies(at, b)
	case ButtonPage:
		c.address(at+".url", b)
	case ButtonMiniProgram:
		c.miniProgram(at, b)
	case ButtonArticle:
		c.article(at+".media_id", b)
	case ButtonOther:
		c.other(at+".other", b)
	case "":
		if inside {
			c.of(b, wrong(at+".action", "menu.no_action", "choose what the button does"))
			return
		}
		c.of(b, wrong(at+".buttons", "menu.empty_group", "add a button to the group, or choose what it does itself"))
	default:
		c.of(b, wrong(at+".action", "menu.action", "action is send, page, mini_program, scan, article or other"))
	}
}

func (c *menuCheck) replies(at string, b *Button) {
	field := at + ".replies"
	switch n := len(b.Replies); {
	case n == 0 && b.Action == ButtonSend:
		c.of(b, wrong(field, "menu.no_reply", "choose what the button sends"))
	case n > MaxButtonReplies:
		c.of(b, wrong(field, "menu.replies_many", fmt.Sprintf("a tap allows %d messages in a minute; leave the most important", MaxButtonReplies)).
			With("max", strconv.Itoa(MaxButtonReplies)))
	}
	for i, r := range b.Replies {
		if err := r.Check(ForMenu, fmt.Sprintf("%s.%d", field, i), c.Stock); err != nil {
			p := ProblemOf(err)
			p.Params["button"] = b.Name
			c.problems = append(c.problems, *p)
		}
	}
}

func (c *menuCheck) address(field string, b *Button) {
	switch n := len(b.URL); {
	case !webURL(b.URL):
		c.of(b, wrong(field, "menu.url", "enter an address that begins with https:// or http://"))
	case n > MaxButtonURL:
		c.of(b, wrong(field, "menu.url_long", fmt.Sprintf("an address has at most %d bytes; use a shorter one", MaxButtonURL)).
			With("bytes", strconv.Itoa(n)).With("max", strconv.Itoa(MaxButtonURL)))
	}
}

func (c *menuCheck) miniProgram(at string, b *Button) {
	switch {
	case !c.Verified:
		c.of(b, wrong(at+".action", "menu.mini_program_account", "only verified accounts may open a mini program; choose something else"))
		return
	case strings.TrimSpace(b.AppID) == "":
		c.of(b, wrong(at+".appid", "menu.appid", "enter the mini program's AppID; it must be bound to this account"))
	case strings.TrimSpace(b.PagePath) == "":
		c.of(b, wrong(at+".pagepath", "menu.pagepath", "enter the page of the mini program"))
	}
	c.address(at+".url", b)
}

func (c *menuCheck) article(field string, b *Button) {
	m, ok := c.Stock.Materials[b.MediaID]
	usage, _ := UsageOf(ForMenu)
	reason := usage.Refuses(&m)
	switch {
	case !ok:
		reason = ReasonMissing
	case reason == "" && m.ArticleID == "":
		reason = ReasonSource
	}
	if reason != "" {
		c.of(b, wrong(field, "menu.article", "WeChat sends published articles only; choose one").With("reason", string(reason)))
	}
}

func (c *menuCheck) other(field string, b *Button) {
	switch o := b.Other; {
	case o == nil || o.Type == "":
		c.of(b, wrong(field, "menu.no_action", "choose what the button does"))
	case len(o.Key) > MaxButtonKey:
		c.of(b, wrong(field+".key", "menu.key_long", fmt.Sprintf("a key has at most %d bytes", MaxButtonKey)).
			With("bytes", strconv.Itoa(len(o.Key))).With("max", strconv.Itoa(MaxButtonKey)))
	case o.Key == "" && o.MediaID == "" && o.ArticleID == "":
		c.of(b, wrong(field+".key", "menu.no_key", "the button needs a key"))
	}
}
