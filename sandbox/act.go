package sandbox

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/tuwen/tuwen/wechat/callback"
)

// act is something a follower does.
type act struct {
	openID string
	// stranger is who may do it: false for followers only.
	stranger bool
	kind     string // MsgType of a message; else empty
	event    string // Event of an event; else empty
	window   WindowKind
	// say is what the chat shows of it, if anything.
	say *Message
	// change is what it does to who does it.
	change func(*follower) error
	// fields are the push's after the common ones.
	fields callback.Fields
}

// do carries out an act and pushes it.
func (c *AccountControl) do(ctx context.Context, do act) (Delivery, error) {
	p, err := c.acct.begin(do)
	if err != nil {
		return Delivery{}, err
	}
	return c.acct.deliver(ctx, p)
}

// begin is do up to the push, all in one moment.
func (a *account) begin(do act) (*push, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.hold(do.openID)
	if err != nil {
		return nil, err
	}
	if !f.Followed && !do.stranger {
		return nil, fmt.Errorf("openid %q: %w", do.openID, ErrNotFollowing)
	}
	if do.change != nil {
		if err := do.change(f); err != nil {
			return nil, err
		}
	}
	now := a.sandbox.Now()
	if do.window != "" {
		f.open(do.window, now)
	}
	if do.say != nil {
		a.tell(f, *do.say)
	}
	fields := callback.Fields{
		{Name: "ToUserName", Value: a.settings.OriginalID},
		{Name: "FromUserName", Value: f.OpenID},
		{Name: "CreateTime", Value: strconv.FormatInt(now.Unix(), 10)},
		{Name: "MsgType", Value: cmp.Or(do.kind, "event")},
	}
	if do.event != "" {
		fields = append(fields, callback.Field{Name: "Event", Value: do.event})
	}
	fields = append(fields, do.fields...)
	if do.event == "" {
		a.serial++
		fields = append(fields, callback.Field{Name: "MsgId", Value: strconv.Itoa(firstMsgID + a.serial)})
	}
	message, err := fields.XML()
	if err != nil {
		return nil, fmt.Errorf("write the push: %w", err)
	}
	p := &push{openID: f.OpenID, event: do.event != "", message: message, to: a.callback}
	a.log(p, fields)
	a.sandbox.changed()
	return p, nil
}

// firstMsgID makes MsgIds look like WeChat's, which need 64 bits.
const firstMsgID = 24_567_890_123_456_000

// Follow makes somebody follow and pushes subscribe. Like every act here it
// returns when the push was answered or given up, with what became of it; the
// error wraps [ErrNoItem] for an unknown OpenID and [ErrFollowing] for a
// follower.
func (c *AccountControl) Follow(ctx context.Context, openID string) (Delivery, error) {
	return c.follow(ctx, openID, qrCode{})
}

// follow is a follow, by a code if there is one. The scene stands behind
// "qrscene_" only here; a plain follow's EventKey is empty.
func (c *AccountControl) follow(ctx context.Context, openID string, by qrCode) (Delivery, error) {
	fields := callback.Fields{{Name: "EventKey"}}
	scene, window := "ADD_SCENE_SEARCH", WindowFollow
	if by.Ticket != "" {
		fields = callback.Fields{{Name: "EventKey", Value: "qrscene_" + by.Scene}, {Name: "Ticket", Value: by.Ticket}}
		scene, window = "ADD_SCENE_QR_CODE", WindowScan
	}
	said := line("已关注")
	return c.do(ctx, act{
		openID: openID, stranger: true, event: "subscribe", window: window, say: &said, fields: fields,
		change: func(f *follower) error {
			if f.Followed {
				return fmt.Errorf("openid %q: %w", openID, ErrFollowing)
			}
			c.acct.roster.follow(f, c.acct.sandbox.Now())
			f.Scene, f.QRScene, f.Menu = scene, by.Scene, nil
			return nil
		},
	})
}

// Unfollow makes a follower go and pushes unsubscribe. His tags and remark go
// with him; the chat stays on his phone.
func (c *AccountControl) Unfollow(ctx context.Context, openID string) (Delivery, error) {
	said := line("已取消关注")
	return c.do(ctx, act{
		openID: openID, event: "unsubscribe", say: &said, fields: callback.Fields{{Name: "EventKey"}},
		change: func(f *follower) error {
			f.Followed, f.Tags, f.Remark, f.Window = false, nil, "", nil
			return nil
		},
	})
}

// Write makes a follower write a text. It fails without one.
func (c *AccountControl) Write(ctx context.Context, openID, text string) (Delivery, error) {
	if strings.TrimSpace(text) == "" {
		return Delivery{}, badRequest{fmt.Errorf("write: no text")}
	}
	return c.do(ctx, act{
		openID: openID, kind: "text", window: WindowMessage, say: &Message{From: FromFollower, Kind: "text", Text: text},
		fields: callback.Fields{{Name: "Content", Value: text}},
	})
}

// SendPicture makes a follower send one of the sandbox's pictures, another one
// with each seed.
func (c *AccountControl) SendPicture(ctx context.Context, openID, seed string) (Delivery, error) {
	picture := pictureFor(digestOf("sent", seed))
	address := pictureURL(c.acct.sandbox.PublicURL(), picture)
	return c.do(ctx, act{
		openID: openID, kind: "image", window: WindowMessage, say: &Message{From: FromFollower, Kind: "image", PictureURL: address},
		fields: callback.Fields{{Name: "PicUrl", Value: address}, {Name: "MediaId", Value: thumbID(picture)}},
	})
}

// Tap makes a follower tap a menu button of type click, by its key; whether
// the account has such a button is not asked, since an old menu stays on a
// phone for a while. [AccountControl.TapButton] taps what the phone shows.
func (c *AccountControl) Tap(ctx context.Context, openID, key string) (Delivery, error) {
	return c.do(ctx, act{
		openID: openID, event: "CLICK", window: WindowTap, fields: callback.Fields{{Name: "EventKey", Value: key}},
	})
}

// TapOption makes a follower tap an option, by its id, of the newest msgmenu in
// the chat that has it. It comes as a text with a bizmsgmenuid and opens the
// window of a tap. The error wraps [ErrNoItem] where no menu has it.
func (c *AccountControl) TapOption(ctx context.Context, openID, optionID string) (Delivery, error) {
	inbox := c.Inbox(openID)
	for i := len(inbox) - 1; i >= 0; i-- {
		for _, o := range inbox[i].Options {
			if o.ID != optionID {
				continue
			}
			return c.do(ctx, act{
				openID: openID, kind: "text", window: WindowTap, say: &Message{From: FromFollower, Kind: "text", Text: o.Content},
				fields: callback.Fields{{Name: "Content", Value: o.Content}, {Name: "bizmsgmenuid", Value: o.ID}},
			})
		}
	}
	return Delivery{}, fmt.Errorf("option %q: %w", optionID, ErrNoItem)
}

// PushEvent pushes any other event in a follower's name, such as VIEW or
// LOCATION, with its own fields. It opens no window.
func (c *AccountControl) PushEvent(ctx context.Context, openID, event string, fields callback.Fields) (Delivery, error) {
	return c.do(ctx, act{openID: openID, event: event, fields: fields})
}

// Scan makes somebody scan the newest code with a scene that is still good; a
// permanent one first. A follower's scan is pushed as SCAN; a stranger follows
// by it and that is pushed as subscribe. The error wraps [ErrNoItem] where there
// is no such code and [ErrExpired] where there was: then nothing is pushed.
func (c *AccountControl) Scan(ctx context.Context, openID, scene string) (Delivery, error) {
	code, err := c.acct.codeOfScene(scene)
	return c.scan(ctx, openID, code, err)
}

// ScanTicket is Scan of the code with a ticket.
func (c *AccountControl) ScanTicket(ctx context.Context, openID, ticket string) (Delivery, error) {
	code, err := c.acct.codeOfTicket(ticket)
	return c.scan(ctx, openID, code, err)
}

func (c *AccountControl) scan(ctx context.Context, openID string, code qrCode, err error) (Delivery, error) {
	if err != nil {
		return Delivery{}, fmt.Errorf("scan: %w", err)
	}
	f, err := c.Follower(openID)
	if err != nil {
		return Delivery{}, fmt.Errorf("scan: %w", err)
	}
	if !f.Followed {
		return c.follow(ctx, openID, code)
	}
	said := line("扫描二维码进入")
	return c.do(ctx, act{
		openID: openID, event: "SCAN", window: WindowScan, say: &said,
		fields: callback.Fields{{Name: "EventKey", Value: code.Scene}, {Name: "Ticket", Value: code.Ticket}},
	})
}
