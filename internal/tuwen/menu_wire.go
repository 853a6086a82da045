package tuwen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tuwen/tuwen/wechat"
)

// WireButtons returns buttons as WeChat takes them. The stock holds the
// materials of its articles.
func WireButtons(buttons []Button, stock Stock) []wechat.MenuButton {
	list := make([]wechat.MenuButton, len(buttons))
	for i := range buttons {
		list[i] = buttons[i].wire(stock)
	}
	return list
}

func (b *Button) wire(stock Stock) wechat.MenuButton {
	w := wechat.MenuButton{Name: b.Name}
	if len(b.Buttons) > 0 {
		w.SubButtons = WireButtons(b.Buttons, stock)
		return w
	}
	switch b.Action {
	case ButtonSend:
		w.Type, w.Key = "click", b.Key()
	case ButtonScan:
		w.Type, w.Key = "scancode_push", b.Key()
		if b.Waits {
			w.Type = "scancode_waitmsg"
		}
	case ButtonPage:
		w.Type, w.URL = "view", b.URL
	case ButtonMiniProgram:
		w.Type, w.URL, w.AppID, w.PagePath = "miniprogram", b.URL, b.AppID, b.PagePath
	case ButtonArticle:
		w.Type, w.ArticleID = "article_id", stock.Materials[b.MediaID].ArticleID
	case ButtonOther:
		if o := b.Other; o != nil {
			w.Type, w.Key, w.MediaID, w.ArticleID = o.Type, o.Key, o.MediaID, o.ArticleID
		}
	}
	return w
}

// WireRule returns to whom a conditional menu belongs, as WeChat takes it.
func (m *ConditionalMenu) WireRule() wechat.MatchRule {
	var r wechat.MatchRule
	if m.TagID != 0 {
		r.TagID = strconv.Itoa(m.TagID)
	}
	for number, p := range platforms {
		if p == m.Platform {
			r.Platform = number
		}
	}
	return r
}

// platforms are WeChat's numbers.
var platforms = map[string]Platform{"1": IOS, "2": Android, "3": OtherPlatform}

// MenuReader puts WeChat's menus into our words. It gives a button that was
// known the id it had: by its key, else by what it does, else by its name.
type MenuReader struct {
	Stock   Stock             // the materials of articles among it
	MenuIDs map[string]string // ours of known conditional menus, by WeChat's
	NewID   func() string

	known []*Button
	names map[string]string // of known conditional menus, by our ids
	taken map[string]bool
	left  []LeftButton
}

// NewMenuReader returns a reader that knows the buttons of menus, those of the
// first before those of the next.
func NewMenuReader(stock Stock, newID func() string, known ...Menu) *MenuReader {
	r := &MenuReader{Stock: stock, NewID: newID, MenuIDs: map[string]string{}, names: map[string]string{}, taken: map[string]bool{}}
	seen := map[string]bool{}
	for _, m := range known {
		c := m.Clone()
		c.All(func(b *Button) {
			if !seen[b.ID] {
				seen[b.ID] = true
				r.known = append(r.known, b)
			}
		})
		for _, cm := range c.Conditional {
			if _, ok := r.names[cm.ID]; !ok {
				r.names[cm.ID] = cm.Name
			}
		}
	}
	return r
}

// Set returns the menus that were made by the interface.
func (r *MenuReader) Set(set *wechat.MenuSet) Menu {
	m := Menu{Buttons: r.buttons(set.Buttons), Conditional: []ConditionalMenu{}}
	for _, c := range set.Conditional {
		id := r.MenuIDs[c.MenuID]
		if id == "" {
			id = r.NewID()
		}
		name := r.names[id]
		if name == "" {
			name = c.MenuID
		}
		tag, _ := strconv.Atoi(c.Rule.TagID)
		m.Conditional = append(m.Conditional, ConditionalMenu{
			ID: id, Name: name, TagID: tag, Platform: platforms[c.Rule.Platform], Buttons: r.buttons(c.Buttons),
		})
	}
	return m
}

// Website returns a menu that was made on mp.weixin.qq.com. known returns the
// material of an address by its [ArticleKey]. Articles that are not known
// become the page of the first of them; of pictures, voices and videos WeChat
// tells passing ids only, so that those buttons are left to be filled.
func (r *MenuReader) Website(buttons []wechat.MenuButton, known map[string]string) Menu {
	return Menu{Buttons: r.website(buttons, known), Conditional: []ConditionalMenu{}}
}

// Left returns what could not be taken over as it is.
func (r *MenuReader) Left() []LeftButton { return append([]LeftButton{}, r.left...) }

func (r *MenuReader) website(buttons []wechat.MenuButton, known map[string]string) []Button {
	list := make([]Button, len(buttons))
	for i, w := range buttons {
		if len(w.SubButtons) > 0 {
			list[i] = Button{ID: r.NewID(), Name: w.Name, Buttons: r.website(w.SubButtons, known)}
			continue
		}
		list[i] = r.fromWebsite(w, known)
	}
	return list
}

func (r *MenuReader) fromWebsite(w wechat.MenuButton, known map[string]string) Button {
	if !slices.Contains([]string{"text", "news", "img", "voice", "video"}, w.Type) {
		return r.button(w)
	}
	b := Button{ID: r.NewID(), Name: w.Name, Action: ButtonSend}
	leave := func(why LeftOut) Button {
		r.left = append(r.left, LeftButton{Name: w.Name, Reason: why})
		return b
	}
	switch w.Type {
	case "text":
		b.Replies = []Reply{{Kind: ReplyText, Text: w.Value}}
	case "news":
		return r.newsOf(b, w, known)
	case "img":
		return leave(LeftPicture)
	case "voice":
		return leave(LeftVoice)
	case "video":
		return leave(LeftVideo)
	}
	return b
}

// newsOf makes a button that sends the articles of one of the website's. Each
// of them is looked for, three at the most.
func (r *MenuReader) newsOf(b Button, w wechat.MenuButton, known map[string]string) Button {
	for _, a := range w.News {
		if id := known[ArticleKey(a.ContentURL)]; id != "" && len(b.Replies) < MaxButtonReplies {
			b.Replies = append(b.Replies, Reply{Kind: ReplyMaterial, MediaID: id, Fallback: DefaultFallback})
		}
	}
	if len(b.Replies) < len(w.News) {
		r.left = append(r.left, LeftButton{Name: w.Name, Reason: LeftUnknown})
	}
	if len(b.Replies) == 0 && len(w.News) > 0 {
		b.Action, b.URL = ButtonPage, w.News[0].ContentURL
	}
	return b
}

func (r *MenuReader) buttons(buttons []wechat.MenuButton) []Button {
	list := make([]Button, len(buttons))
	for i, w := range buttons {
		list[i] = r.button(w)
	}
	return list
}

// button returns WeChat's button in our words.
func (r *MenuReader) button(w wechat.MenuButton) Button {
	b := r.plain(w)
	if len(w.SubButtons) > 0 {
		b.Action, b.Other, b.Buttons = "", nil, r.buttons(w.SubButtons)
	}
	old := r.find(w, &b)
	if old == nil {
		b.ID = r.NewID()
		return b
	}
	r.taken[old.ID] = true
	b.ID = old.ID
	if b.Sends() {
		b.Replies = old.Replies
	}
	return b
}

// plain is a button by what WeChat tells, without an id.
func (r *MenuReader) plain(w wechat.MenuButton) Button {
	b := Button{Name: w.Name}
	_, ours := buttonOfKey(w.Key)
	switch {
	case w.Type == "view":
		b.Action, b.URL = ButtonPage, w.URL
	case w.Type == "miniprogram":
		b.Action, b.URL, b.AppID, b.PagePath = ButtonMiniProgram, w.URL, w.AppID, w.PagePath
	case w.Type == "click" && ours:
		b.Action = ButtonSend
	case strings.HasPrefix(w.Type, "scancode_") && ours:
		b.Action, b.Waits = ButtonScan, w.Type == "scancode_waitmsg"
	case w.Type == "article_id" && r.Stock.Materials[w.ArticleID].ArticleID == w.ArticleID && w.ArticleID != "":
		b.Action, b.MediaID = ButtonArticle, w.ArticleID
	default:
		b.Action, b.Other = ButtonOther, &OtherButton{Type: w.Type, Key: w.Key, MediaID: w.MediaID, ArticleID: w.ArticleID}
	}
	return b
}

// find returns the known button that this is, nil for none.
func (r *MenuReader) find(w wechat.MenuButton, b *Button) *Button {
	if id, ours := buttonOfKey(w.Key); ours {
		for _, k := range r.known {
			if k.ID == id && !r.taken[id] {
				return k
			}
		}
		return nil
	}
	group := len(w.SubButtons) > 0
	var alike, named *Button
	for _, k := range r.known {
		if r.taken[k.ID] || k.Sends() || (len(k.Buttons) > 0) != group {
			continue
		}
		same := !group && sameDeed(k, b)
		switch {
		case same && k.Name == w.Name:
			return k
		case same && alike == nil:
			alike = k
		case k.Name == w.Name && named == nil:
			named = k
		}
	}
	if alike != nil {
		return alike
	}
	return named
}
