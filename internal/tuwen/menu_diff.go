package tuwen

import (
	"reflect"
	"slices"
	"strings"
)

// MenuChangeKind is what happened to a button, or to a conditional menu.
type MenuChangeKind string

// The kinds. A move is one change, whatever else moves up for it.
const (
	ButtonAdded   MenuChangeKind = "added"
	ButtonRemoved MenuChangeKind = "removed"
	ButtonMoved   MenuChangeKind = "moved"
	ButtonRenamed MenuChangeKind = "renamed"
	ButtonChanged MenuChangeKind = "changed" // what a tap does
	MenuAdded     MenuChangeKind = "menu_added"
	MenuRemoved   MenuChangeKind = "menu_removed"
	MenuMoved     MenuChangeKind = "menu_moved"
	MenuRenamed   MenuChangeKind = "menu_renamed"
	MenuRuled     MenuChangeKind = "menu_rule" // to whom it belongs
)

// MenuChange is one difference between two menus, ready to be worded.
type MenuChange struct {
	Kind MenuChangeKind `json:"kind" enum:"added,removed,moved,renamed,changed,menu_added,menu_removed,menu_moved,menu_renamed,menu_rule"`
	// Menu is the name of the conditional menu that it is about, "" for the
	// menu of all; MenuID its id.
	Menu   string `json:"menu,omitempty"`
	MenuID string `json:"menu_id,omitempty"`
	// Name is the button's now, or what it was where it is gone.
	ButtonID string     `json:"button_id,omitempty"`
	Name     string     `json:"name,omitempty"`
	From     *MenuPlace `json:"from,omitempty" doc:"of moved and removed"`
	To       *MenuPlace `json:"to,omitempty" doc:"of moved and added"`
	Before   *MenuDeed  `json:"before,omitempty" doc:"of renamed and changed, and of a rule"`
	After    *MenuDeed  `json:"after,omitempty" doc:"of added, renamed and changed, and of a rule"`
	Buttons  int        `json:"buttons,omitempty" doc:"how many are in the group or the menu that came or went"`
}

// MenuPlace is where a button stands: in the first row, or in a group.
type MenuPlace struct {
	Group string `json:"group,omitempty" doc:"the name of the group"`
	Place int    `json:"place" doc:"from 1"`
}

// MenuDeed is what a button is called or does, or to whom a menu belongs.
type MenuDeed struct {
	Action   ButtonAction `json:"action,omitempty" doc:"none for a group"`
	Words    string       `json:"words" doc:"a name, an address, what is sent"`
	TagID    int          `json:"tag_id,omitempty"`
	Platform Platform     `json:"platform,omitempty"`
}

// DiffMenus returns what leads from one menu to another, in the order of the
// second, with what is gone at the end. Nothing that is filled in when a menu
// is read counts.
func DiffMenus(before, after Menu) []MenuChange {
	changes := diffButtons(before.Buttons, after.Buttons)
	was := map[string]*ConditionalMenu{}
	ids, old := menuIDs(after), menuIDs(before)
	for i := range before.Conditional {
		was[before.Conditional[i].ID] = &before.Conditional[i]
	}
	moved := movedAmong(old, ids)
	for i := range after.Conditional {
		c := &after.Conditional[i]
		b := was[c.ID]
		if b == nil {
			changes = append(changes, MenuChange{Kind: MenuAdded, Menu: c.Name, MenuID: c.ID, After: ruleOf(c), Buttons: countButtons(c.Buttons)})
			continue
		}
		delete(was, c.ID)
		at := func(kind MenuChangeKind) MenuChange { return MenuChange{Kind: kind, Menu: c.Name, MenuID: c.ID} }
		if moved[c.ID] {
			m := at(MenuMoved)
			m.From, m.To = &MenuPlace{Place: slices.Index(old, c.ID) + 1}, &MenuPlace{Place: i + 1}
			changes = append(changes, m)
		}
		if b.Name != c.Name {
			m := at(MenuRenamed)
			m.Before, m.After = &MenuDeed{Words: b.Name}, &MenuDeed{Words: c.Name}
			changes = append(changes, m)
		}
		if b.TagID != c.TagID || b.Platform != c.Platform {
			m := at(MenuRuled)
			m.Before, m.After = ruleOf(b), ruleOf(c)
			changes = append(changes, m)
		}
		for _, m := range diffButtons(b.Buttons, c.Buttons) {
			m.Menu, m.MenuID = c.Name, c.ID
			changes = append(changes, m)
		}
	}
	for i := range before.Conditional {
		if b := &before.Conditional[i]; was[b.ID] != nil {
			changes = append(changes, MenuChange{Kind: MenuRemoved, Menu: b.Name, MenuID: b.ID, Before: ruleOf(b), Buttons: countButtons(b.Buttons)})
		}
	}
	return changes
}

func menuIDs(m Menu) []string {
	ids := make([]string, len(m.Conditional))
	for i, c := range m.Conditional {
		ids[i] = c.ID
	}
	return ids
}

func ruleOf(c *ConditionalMenu) *MenuDeed { return &MenuDeed{TagID: c.TagID, Platform: c.Platform} }

func countButtons(buttons []Button) int {
	n := 0
	walkButtons(buttons, func(b *Button) {
		if len(b.Buttons) == 0 {
			n++
		}
	})
	return n
}

// spot is where a button stands in a menu.
type spot struct {
	button *Button
	parent *Button // nil in the first row
	place  int     // from 0
}

func (s spot) group() string {
	if s.parent == nil {
		return ""
	}
	return s.parent.ID
}

func (s spot) at() *MenuPlace {
	p := &MenuPlace{Place: s.place + 1}
	if s.parent != nil {
		p.Group = s.parent.Name
	}
	return p
}

// spots are a menu's buttons in their order, groups before what is in them.
func spots(buttons []Button) (all []spot, byID map[string]spot) {
	byID = map[string]spot{}
	add := func(s spot) {
		all = append(all, s)
		byID[s.button.ID] = s
	}
	for i := range buttons {
		b := &buttons[i]
		add(spot{b, nil, i})
		for j := range b.Buttons {
			add(spot{&b.Buttons[j], b, j})
		}
	}
	return all, byID
}

func diffButtons(before, after []Button) []MenuChange {
	changes := []MenuChange{}
	olds, wasAt := spots(before)
	news, isAt := spots(after)
	moved := movedButtons(olds, news, wasAt, isAt)
	for _, s := range news {
		b := s.button
		old, known := wasAt[b.ID]
		if !known {
			// What came inside a new group is told by the group.
			if _, had := wasAt[s.group()]; s.parent == nil || had {
				changes = append(changes, MenuChange{Kind: ButtonAdded, ButtonID: b.ID, Name: b.Name, To: s.at(), After: b.deed(), Buttons: len(b.Buttons)})
			}
			continue
		}
		if moved[b.ID] {
			changes = append(changes, MenuChange{Kind: ButtonMoved, ButtonID: b.ID, Name: b.Name, From: old.at(), To: s.at()})
		}
		if old.button.Name != b.Name {
			changes = append(changes, MenuChange{
				Kind: ButtonRenamed, ButtonID: b.ID, Name: b.Name, Before: &MenuDeed{Words: old.button.Name}, After: &MenuDeed{Words: b.Name},
			})
		}
		if !sameDeed(old.button, b) {
			changes = append(changes, MenuChange{Kind: ButtonChanged, ButtonID: b.ID, Name: b.Name, Before: old.button.deed(), After: b.deed()})
		}
	}
	for _, s := range olds {
		if _, still := isAt[s.button.ID]; still {
			continue
		}
		if _, stays := isAt[s.group()]; s.parent == nil || stays {
			gone := 0
			for _, sub := range s.button.Buttons {
				if _, still := isAt[sub.ID]; !still {
					gone++
				}
			}
			changes = append(changes, MenuChange{Kind: ButtonRemoved, ButtonID: s.button.ID, Name: s.button.Name, From: s.at(), Before: s.button.deed(), Buttons: gone})
		}
	}
	return changes
}

// movedButtons are those that went to another group, and in each row the
// fewest that explain its order.
func movedButtons(olds, news []spot, wasAt, isAt map[string]spot) map[string]bool {
	moved := map[string]bool{}
	was, is := map[string][]string{}, map[string][]string{}
	for _, s := range olds {
		if now, still := isAt[s.button.ID]; still && now.group() == s.group() {
			was[s.group()] = append(was[s.group()], s.button.ID)
		}
	}
	for _, s := range news {
		old, known := wasAt[s.button.ID]
		switch {
		case known && old.group() == s.group():
			is[s.group()] = append(is[s.group()], s.button.ID)
		case known:
			moved[s.button.ID] = true
		}
	}
	for group, ids := range is {
		for id := range movedAmong(was[group], ids) {
			moved[id] = true
		}
	}
	return moved
}

// movedAmong are the fewest of the ids whose moving leads from one order to
// the other: all but a longest stretch that kept its order. Ids of one order
// only do not count.
func movedAmong(before, after []string) map[string]bool {
	place := map[string]int{}
	for i, id := range before {
		place[id] = i
	}
	var ids []string
	for _, id := range after {
		if _, ok := place[id]; ok {
			ids = append(ids, id)
		}
	}
	// length[i] is that of the longest stretch that ends with ids[i].
	length, from := make([]int, len(ids)), make([]int, len(ids))
	best := -1
	for i := range ids {
		length[i], from[i] = 1, -1
		for j := range i {
			if place[ids[j]] < place[ids[i]] && length[j]+1 > length[i] {
				length[i], from[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	moved := map[string]bool{}
	for _, id := range ids {
		moved[id] = true
	}
	for i := best; i >= 0; i = from[i] {
		delete(moved, ids[i])
	}
	return moved
}

// sameDeed reports whether two buttons do the same when tapped. That one of two
// groups holds other buttons does not count.
func sameDeed(a, b *Button) bool {
	if group := len(a.Buttons) > 0; group || len(b.Buttons) > 0 {
		return group == (len(b.Buttons) > 0)
	}
	return reflect.DeepEqual(bare(a), bare(b))
}

// bare is a button without what does not count for what it does.
func bare(b *Button) Button {
	c := Menu{Buttons: []Button{*b}}.Written().Buttons[0]
	c.ID, c.Name = "", ""
	if len(c.Replies) == 0 {
		c.Replies = nil
	}
	return c
}

// deed words what a tap does; "" words for a group.
func (b *Button) deed() *MenuDeed {
	d := &MenuDeed{Action: b.Action}
	switch b.Action {
	case ButtonSend, ButtonScan:
		d.Words = sayReplies(b.Replies)
	case ButtonPage:
		d.Words = b.URL
	case ButtonMiniProgram:
		d.Words = b.AppID + " " + b.PagePath
	case ButtonArticle:
		if d.Words = b.Label; d.Words == "" {
			d.Words = b.MediaID
		}
	case ButtonOther:
		if o := b.Other; o != nil {
			d.Words = strings.TrimSpace(o.Type + " " + o.Key + o.MediaID + o.ArticleID)
		}
	}
	return d
}

// sayReplies words what is sent: a text, or the title or name of the rest.
func sayReplies(replies []Reply) string {
	words := make([]string, len(replies))
	for i, r := range replies {
		switch {
		case r.Kind == ReplyText:
			words[i] = r.Text
		case r.Label != "":
			words[i] = r.Label
		default:
			words[i] = r.MediaID + r.PictureID + r.ConversationID
		}
	}
	return strings.Join(words, " + ")
}
