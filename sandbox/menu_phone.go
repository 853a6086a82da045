package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/wechat/callback"
)

// heldMenu is the menu as a phone last read it, and the id of the conditional
// one it was; 0 for that of all.
type heldMenu struct {
	Buttons []MenuButton `json:"buttons,omitempty"`
	ID      int          `json:"id,omitempty"`
	ReadAt  int64        `json:"read_at"`
}

// PhoneMenu is the menu at the bottom of a follower's chat. It is what his
// phone read when he opened the chat, and is read anew when he opens it, that
// is by this call, five minutes later. Whoever follows reads it at once. nil
// for none, and for who does not follow.
func (c *AccountControl) PhoneMenu(openID string) []MenuButton {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.hold(openID)
	if err != nil {
		return nil
	}
	return slices.Clone(a.openMenu(f).Buttons)
}

// openMenu is what opening the chat does to the menu. The caller holds a.mu.
func (a *account) openMenu(f *follower) heldMenu {
	now := a.sandbox.Now()
	if !f.Followed {
		return heldMenu{}
	}
	if f.Menu == nil || now.Sub(seconds(f.Menu.ReadAt)) >= menuLife {
		buttons, id := a.menuOf(f)
		f.Menu = &heldMenu{Buttons: buttons, ID: id, ReadAt: now.Unix()}
		a.sandbox.changed()
	}
	return *f.Menu
}

// menuOf is the menu that fits a follower: the conditional one made last, else
// that of all. Of several tags the last given counts. The caller holds a.mu.
func (a *account) menuOf(f *follower) ([]MenuButton, int) {
	last := 0
	if n := len(f.Tags); n > 0 {
		last = f.Tags[n-1]
	}
	for i := len(a.menus.Conditional) - 1; i >= 0; i-- {
		m := a.menus.Conditional[i]
		if (m.Tag == 0 || m.Tag == last) && (m.Platform == "" || m.Platform == phonePlatform) {
			return m.Buttons, m.ID
		}
	}
	buttons, open := a.standingMenu()
	if !open {
		return nil, 0
	}
	return buttons, 0
}

// phonePlatform is what all phones of the sandbox are: Android.
const phonePlatform = "2"

// TapButton makes a follower tap a button of the menu on his phone, by its
// place: the top one and, of a group, which inside it, both from 0; sub is -1
// for a top button without sub-buttons. It does what the type says: pushes, or
// shows what WeChat itself sends. A button that pushes nothing gives a Delivery
// that is [NotPushed]. The error wraps [ErrNoItem] where no button is.
func (c *AccountControl) TapButton(ctx context.Context, openID string, top, sub int) (Delivery, error) {
	buttons := c.PhoneMenu(openID)
	missing := fmt.Errorf("button %d, %d: %w", top, sub, ErrNoItem)
	if top < 0 || top >= len(buttons) {
		return Delivery{}, missing
	}
	b := buttons[top]
	if len(b.Sub) > 0 || sub >= 0 {
		if sub < 0 || sub >= len(b.Sub) {
			return Delivery{}, missing
		}
		b = b.Sub[sub]
	}
	return c.tapButton(ctx, openID, b)
}

func (c *AccountControl) tapButton(ctx context.Context, openID string, b MenuButton) (Delivery, error) {
	key := callback.Fields{{Name: "EventKey", Value: b.Key}}
	switch b.Type {
	case "click":
		return c.Tap(ctx, openID, b.Key)
	case "view", "miniprogram":
		event, target := "VIEW", b.URL
		if b.Type == "miniprogram" {
			event, target = "view_miniprogram", b.PagePath
		}
		return c.PushEvent(ctx, openID, event, callback.Fields{
			{Name: "EventKey", Value: target}, {Name: "MenuId", Value: strconv.Itoa(c.menuID(openID))},
		})
	case "scancode_push", "scancode_waitmsg":
		scanned := callback.Fields{{Name: "ScanType", Value: "qrcode"}, {Name: "ScanResult", Value: "https://example.com/scanned"}}
		return c.do(ctx, act{openID: openID, event: b.Type, window: WindowTap, fields: append(key, callback.Field{Name: "ScanCodeInfo", Fields: scanned})})
	case "pic_sysphoto", "pic_photo_or_album", "pic_weixin":
		sum := callback.Fields{{Name: "item", Fields: callback.Fields{{Name: "PicMd5Sum", Value: "1b5f7c23b5bf75682a53e7b6d163e185"}}}}
		sent := callback.Fields{{Name: "Count", Value: "1"}, {Name: "PicList", Fields: sum}}
		if d, err := c.PushEvent(ctx, openID, b.Type, append(key, callback.Field{Name: "SendPicsInfo", Fields: sent})); err != nil {
			return d, err
		}
		return c.SendPicture(ctx, openID, b.Key)
	case "location_select":
		return c.selectLocation(ctx, openID, key)
	}
	return c.shownByWeChat(openID, b)
}

// selectLocation sends a place: an event and a message.
func (c *AccountControl) selectLocation(ctx context.Context, openID string, key callback.Fields) (Delivery, error) {
	place := callback.Fields{
		{Name: "Location_X", Value: "31.2304"}, {Name: "Location_Y", Value: "121.4737"}, {Name: "Scale", Value: "15"},
		{Name: "Label", Value: "上海市黄浦区人民广场"},
	}
	info := callback.Field{Name: "SendLocationInfo", Fields: append(slices.Clone(place), callback.Field{Name: "Poiname"})}
	if d, err := c.PushEvent(ctx, openID, "location_select", append(key, info)); err != nil {
		return d, err
	}
	return c.do(ctx, act{
		openID: openID, kind: "location", window: WindowMessage, say: &Message{From: FromFollower, Kind: "text", Text: "[位置] 上海市黄浦区人民广场"}, fields: place,
	})
}

// menuID is the id of the menu on a phone, as VIEW tells it.
func (c *AccountControl) menuID(openID string) int {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if f, err := a.roster.find(openID); err == nil && f.Menu != nil && f.Menu.ID != 0 {
		return f.Menu.ID
	}
	return a.menus.ID
}

// shownByWeChat is what a button sends without asking the account: a picture,
// an article, or what was set on mp.weixin.qq.com. Nothing is pushed.
func (c *AccountControl) shownByWeChat(openID string, b MenuButton) (Delivery, error) {
	a := c.acct
	var shown *Message
	switch b.Type {
	case "media_id", "img":
		m, err := a.imageMessage(b.MediaID + b.Value)
		if err != nil {
			return Delivery{}, fmt.Errorf("tap %q: %w", b.Name, ErrNoItem)
		}
		shown = m
	case "article_id":
		m, err := a.publishedCards(b.ArticleID)
		if err != nil {
			return Delivery{}, fmt.Errorf("tap %q: %w", b.Name, ErrNoItem)
		}
		shown = &m
	case "text":
		shown = &Message{Kind: "text", Text: b.Value}
	case "news":
		shown = &Message{Kind: "news"}
		for _, art := range b.Articles {
			shown.Articles = append(shown.Articles, Card{Title: art.Title, Digest: art.Digest, PictureURL: art.ThumbURL, URL: art.URL})
		}
	}
	if shown != nil {
		shown.From = FromAccount
		a.say(openID, *shown)
	}
	return Delivery{OpenID: openID, Type: b.Type, State: NotPushed, At: a.sandbox.Now().Truncate(time.Millisecond), Attempts: []Attempt{}}, nil
}
