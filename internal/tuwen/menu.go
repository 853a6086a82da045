package tuwen

import (
	"slices"
	"strings"
	"time"
)

// The limits of a menu at WeChat, in bytes where it counts bytes. A name of
// the first row is shown to 4 Chinese characters, one below to 8.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
const (
	MaxButtons       = 3
	MaxSubButtons    = 5
	MaxButtonName    = 16
	MaxSubButtonName = 60
	MaxButtonKey     = 128
	MaxButtonURL     = 1024
	MaxMenuDomains   = 3 // to which all conditional menus together may lead
)

// The limits that are ours. A tap allows three messages in a minute; WeChat
// names no number of conditional menus, though it has an errcode for too many.
const (
	MaxButtonReplies   = ActionAllowance
	MaxConditional     = 20
	MaxConditionalName = 60 // characters
)

// MenuRefresh is how long a phone goes on showing the menu it read before.
const MenuRefresh = 5 * time.Minute

// ButtonAction is what a tap on a button does.
type ButtonAction string

// The actions: 发送内容, 跳转网页, 打开小程序, 扫一扫, 已发布文章, and what was
// found at WeChat and has no other word here. Only what is sent and scanned
// opens a window for customer-service messages.
const (
	ButtonSend        ButtonAction = "send"
	ButtonPage        ButtonAction = "page"
	ButtonMiniProgram ButtonAction = "mini_program"
	ButtonScan        ButtonAction = "scan"
	ButtonArticle     ButtonAction = "article"
	ButtonOther       ButtonAction = "other"
)

// Button is one button of a menu. Which fields count depends on the action; a
// group has Buttons and no action. Its ID stays when it is moved or renamed,
// so that an old menu on a phone still works.
type Button struct {
	ID      string       `json:"id" pattern:"^[0-9A-Za-z_-]{0,64}$" doc:"which it keeps; a new one gets its own"`
	Name    string       `json:"name" maxLength:"200" doc:"at most 16 bytes, 60 inside a group"`
	Action  ButtonAction `json:"action,omitempty" enum:"send,page,mini_program,scan,article,other" doc:"none for a group"`
	Replies []Reply      `json:"replies,omitempty" maxItems:"20" doc:"of send, in this order, 3 at most: each is one message; after a scan too"`
	URL     string       `json:"url,omitempty" maxLength:"4096" doc:"of page; of mini_program the page for old phones; at most 1024 bytes"`
	// AppID and PagePath are the mini program's.
	AppID    string `json:"appid,omitempty" maxLength:"64"`
	PagePath string `json:"pagepath,omitempty" maxLength:"1024"`
	Waits    bool   `json:"waits,omitempty" doc:"of scan: the phone shows that a message is coming"`
	MediaID  string `json:"media_id,omitempty" maxLength:"200" doc:"of article: a published material, which WeChat itself sends"`
	// Other is a button of WeChat's that is kept as it was found.
	Other   *OtherButton `json:"other,omitempty"`
	Buttons []Button     `json:"buttons,omitempty" maxItems:"20" doc:"of a group, 5 at most"`

	Label string `json:"label,omitempty" readOnly:"true" doc:"the title of the article"`
	// Taps are those of the last 7 days in Beijing; nil where WeChat tells of
	// none.
	Taps *int       `json:"taps,omitempty" readOnly:"true"`
	Days []TapCount `json:"days,omitempty" readOnly:"true" doc:"the taps of each of the 7 days"`
}

// TapCount is how often a button was tapped on a Beijing day.
type TapCount struct {
	Day  string `json:"day"`
	Taps int    `json:"taps"`
}

// OtherButton is a button that another system, or mp.weixin.qq.com, made: it
// is published as it is. A tap is answered by whoever knows its key.
type OtherButton struct {
	Type    string `json:"type" maxLength:"40" doc:"WeChat's"`
	Key     string `json:"key,omitempty" maxLength:"512"`
	MediaID string `json:"media_id,omitempty" maxLength:"200"`
	// ArticleID is of article_id and article_view_limited.
	ArticleID string `json:"article_id,omitempty" maxLength:"200"`
}

// Platform is a phone's, by which a conditional menu may choose.
type Platform string

// The platforms.
const (
	IOS           Platform = "ios"
	Android       Platform = "android"
	OtherPlatform Platform = "other"
)

// ConditionalMenu is a menu 个性化菜单 for those who have a tag, use a kind of
// phone, or both.
type ConditionalMenu struct {
	ID       string   `json:"id" pattern:"^[0-9A-Za-z_-]{0,64}$"`
	Name     string   `json:"name" maxLength:"200" doc:"for people here; WeChat knows none"`
	TagID    int      `json:"tag_id,omitempty" doc:"0: whatever the tags"`
	Platform Platform `json:"platform,omitempty" enum:"ios,android,other"`
	Buttons  []Button `json:"buttons" maxItems:"20"`
}

// Menu is the buttons at the bottom of an account's chat 自定义菜单.
type Menu struct {
	Buttons []Button `json:"buttons" maxItems:"20" doc:"3 at most"`
	// Conditional menus stand before the others: the first that fits counts.
	Conditional []ConditionalMenu `json:"conditional" maxItems:"40"`
}

// Empty reports whether the menu has nothing at all.
func (m Menu) Empty() bool { return len(m.Buttons) == 0 && len(m.Conditional) == 0 }

// All calls f for each button, groups and what is in them.
func (m Menu) All(f func(b *Button)) {
	walkButtons(m.Buttons, f)
	for i := range m.Conditional {
		walkButtons(m.Conditional[i].Buttons, f)
	}
}

func walkButtons(buttons []Button, f func(b *Button)) {
	for i := range buttons {
		f(&buttons[i])
		walkButtons(buttons[i].Buttons, f)
	}
}

// Clone returns a copy that shares nothing that is filled in or changed.
func (m Menu) Clone() Menu {
	c := Menu{Buttons: cloneButtons(m.Buttons), Conditional: slices.Clone(m.Conditional)}
	for i := range c.Conditional {
		c.Conditional[i].Buttons = cloneButtons(c.Conditional[i].Buttons)
	}
	if c.Conditional == nil {
		c.Conditional = []ConditionalMenu{}
	}
	return c
}

func cloneButtons(buttons []Button) []Button {
	c := append([]Button{}, buttons...)
	for i := range c {
		c[i].Replies = slices.Clone(c[i].Replies)
		if len(c[i].Buttons) > 0 {
			c[i].Buttons = cloneButtons(c[i].Buttons)
		}
	}
	return c
}

// Written returns the menu without what is filled in when it is read.
func (m Menu) Written() Menu {
	c := m.Clone()
	c.All(func(b *Button) {
		b.Label, b.Taps, b.Days = "", nil, nil
		for i := range b.Replies {
			b.Replies[i].Label, b.Replies[i].Problem = "", ""
		}
	})
	return c
}

// Replies returns what the menu's buttons send, the articles that WeChat sends
// for it among them.
func (m Menu) Replies() []Reply {
	var replies []Reply
	m.All(func(b *Button) { replies = append(replies, b.uses()...) })
	return replies
}

// uses is what a button sends, or has sent by WeChat.
func (b *Button) uses() []Reply {
	if b.Action == ButtonArticle && b.MediaID != "" {
		return []Reply{{Kind: ReplyMaterial, MediaID: b.MediaID}}
	}
	if b.Sends() {
		return b.Replies
	}
	return nil
}

// Uses returns what a button sends, or has sent by WeChat.
func (b *Button) Uses() []Reply { return b.uses() }

// Sends reports whether a tap pushes a key that is answered here.
func (b *Button) Sends() bool { return b.Action == ButtonSend || b.Action == ButtonScan }

// keyPrefix marks the keys that are this console's.
const keyPrefix = "tuwen:"

// Key returns the key that a tap pushes: the button's identity, whatever it is
// called and wherever it stands.
func (b *Button) Key() string { return keyPrefix + b.ID }

// buttonOfKey returns the id of the button with a key, false for the key of
// another system.
func buttonOfKey(key string) (string, bool) { return strings.CutPrefix(key, keyPrefix) }

// Target is what the push of a tap names: the key, a page's address or a mini
// program's path; "" where WeChat pushes nothing.
func (b *Button) Target() string {
	switch b.Action {
	case ButtonSend, ButtonScan:
		return b.Key()
	case ButtonPage:
		return b.URL
	case ButtonMiniProgram:
		return b.PagePath
	case ButtonArticle, ButtonOther:
	}
	return ""
}

// Answerer returns who answers a tap on the button.
func (b *Button) Answerer() Answerer {
	return Answerer{By: UsedBy{Kind: "menu", ID: b.ID, Name: b.Name, Active: true}, Use: ForMenu, Replies: b.Replies}
}

// TellMenu fills in the titles of what the buttons send, and why something
// cannot be sent as it is.
func (s Stock) TellMenu(m Menu) {
	m.All(func(b *Button) {
		s.Tell(ForMenu, b.Replies)
		if b.Action == ButtonArticle {
			b.Label = s.Materials[b.MediaID].Title
		}
	})
}

// tell fills in the taps of the days, oldest first.
func (b *Button) tell(days []string, taps map[string]int) {
	if b.Target() == "" {
		return
	}
	total := 0
	b.Days = make([]TapCount, len(days))
	for i, day := range days {
		b.Days[i] = TapCount{Day: day, Taps: taps[day]}
		total += taps[day]
	}
	b.Taps = &total
}

// TellTaps fills in the taps of the 7 Beijing days that end with now's, from
// those of each button by day. Where WeChat pushes nothing there are none.
func (m Menu) TellTaps(now time.Time, taps map[string]map[string]int) {
	days := TapDays(now)
	m.All(func(b *Button) { b.tell(days, taps[b.ID]) })
}

// TapDays are the 7 Beijing days that end with now's, oldest first.
func TapDays(now time.Time) []string {
	return lastDays(now, 7)
}

// MenuSource is how a menu came to be the live one.
type MenuSource string

// The ways: published here, found at WeChat and taken over, or removed: then
// followers see none.
const (
	MenuPublished MenuSource = "publish"
	MenuImported  MenuSource = "import"
	MenuTakenAway MenuSource = "remove"
)

// MenuVersion is a menu that was live.
type MenuVersion struct {
	ID     string     `json:"id"`
	Source MenuSource `json:"source" enum:"publish,import,remove"`
	At     time.Time  `json:"at"`
	By     string     `json:"by"`
	Live   bool       `json:"live" doc:"it is the one now"`
	Menu   Menu       `json:"menu"`
	// MenuIDs are WeChat's ids of the conditional menus, by ours.
	MenuIDs map[string]string `json:"-"`
}

// MenuDraft is the menu as it is being edited.
type MenuDraft struct {
	Menu
	UpdatedAt time.Time `json:"updated_at"`
	UpdatedBy string    `json:"updated_by"`
}

// MenuState is all there is to know of an account's menu.
type MenuState struct {
	Draft    MenuDraft    `json:"draft"`
	Problems []Problem    `json:"problems" doc:"what keeps the draft from being published, each with its field"`
	Live     *MenuVersion `json:"live" doc:"null until one was published or imported"`
	Changes  []MenuChange `json:"changes" doc:"what publishing the draft would change"`
	// Elsewhere is what WeChat has, and whether somebody changed it.
	Elsewhere MenuElsewhere `json:"elsewhere"`
}

// MenuElsewhere is the menu that WeChat has, as it was read last.
type MenuElsewhere struct {
	ReadAt  *time.Time `json:"fetched_at"`
	Problem *Problem   `json:"problem" doc:"why it could not be read"`
	// Website tells that it was made on mp.weixin.qq.com: pushes switch it
	// off, so import it before.
	Website bool `json:"website"`
	Open    bool `json:"open" doc:"followers see a menu"`
	// Differs tells that it is not the live one: somebody changed it elsewhere.
	Differs bool         `json:"differs"`
	Changes []MenuChange `json:"changes" doc:"from the live menu to WeChat's"`
	Menu    *Menu        `json:"menu" doc:"WeChat's, in our words; null where there is none"`
	LeftOut []LeftButton `json:"left_out" doc:"what an import cannot take over as it is"`
}

// LeftButton is a button that cannot be taken over as it is, and why.
type LeftButton struct {
	Name   string  `json:"name"`
	Reason LeftOut `json:"reason"`
}

// MenuPlan is what publishing the draft would do.
type MenuPlan struct {
	Changes   []MenuChange `json:"changes"`
	Problems  []Problem    `json:"problems"`
	Elsewhere []MenuChange `json:"elsewhere" doc:"what somebody changed at WeChat and would be overwritten"`
	Followers int          `json:"followers" doc:"who follow, as far as is known here"`
	// Website tells that the menu of mp.weixin.qq.com would be replaced.
	Website bool `json:"website"`
	Calls   int  `json:"calls"`
	// Left is how many menus may be made today, nil where that is unknown.
	Left           *int `json:"left"`
	RefreshMinutes int  `json:"refresh_minutes" doc:"how long phones go on showing the old menu"`
}
