package tuwen

import (
	"strings"
	"time"
)

// What an action allows: so many customer-service messages in so long a time.
// A tap counts where it is on a menu button of the types click, scancode_push
// and scancode_waitmsg, or on an option of a msgmenu; view, mini program and
// article buttons allow none.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
const (
	MessageAllowance = 5
	MessageLife      = 48 * time.Hour
	ActionAllowance  = 3
	ActionLife       = time.Minute
)

// WindowMargin is how long before WeChat's end a window ends here, so that a
// message which is under way does not arrive late. WeChat counts from
// CreateTime, which is cut to the second.
const WindowMargin = 10 * time.Second

// WeChat's answers that end a window: 45015 is out of time, or no longer
// followed; 45047 is out of count.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
const (
	ErrcodeWindowOver    = 45015
	ErrcodeAllowanceUsed = 45047
)

// OpenWindow returns the window that a push opens, counted from WeChat's
// CreateTime, and nil for one that opens none. It may be over by now.
func OpenWindow(in Incoming) *Window {
	switch in.Kind {
	case EventMessage:
		return newWindow(WindowMessage, in.At, MessageLife, MessageAllowance)
	case EventTap:
		switch strings.ToLower(in.Type) {
		case "click", "scancode_push", "scancode_waitmsg":
			return newWindow(WindowTap, in.At, ActionLife, ActionAllowance)
		}
	case EventOption:
		// It comes as a text, and WeChat takes it for a tap all the same.
		return newWindow(WindowTap, in.At, ActionLife, ActionAllowance)
	case EventScan:
		return newWindow(WindowScan, in.At, ActionLife, ActionAllowance)
	case EventFollow:
		return newWindow(WindowFollow, in.At, ActionLife, ActionAllowance)
	case EventUnfollow, EventOther:
	}
	return nil
}

func newWindow(kind WindowKind, at time.Time, life time.Duration, limit int) *Window {
	return &Window{Kind: kind, OpenedAt: at, ClosesAt: at.Add(life - WindowMargin), Limit: limit}
}

// NewestWindow returns the window that counts after a push opened one: the
// newer, and of two of the same second the one that was opened now. Either
// may be nil. WeChat does not say whether windows add up; that the newest
// wins is the careful reading, and 45015 and 45047 correct it.
func NewestWindow(before, opened *Window) *Window {
	if opened == nil || before != nil && opened.OpenedAt.Before(before.OpenedAt) {
		return before
	}
	return opened
}

// Left returns how many messages may be sent at now: 0 where the window is
// nil, closed, used up, or at its end.
func (w *Window) Left(now time.Time) int {
	if w == nil || w.Closed || !now.Before(w.ClosesAt) {
		return 0
	}
	return max(w.Limit-w.Sent, 0)
}

// Spend takes one message from the allowance and reports whether there was
// one to take at now.
func (w *Window) Spend(now time.Time) bool {
	if w.Left(now) == 0 {
		return false
	}
	w.Sent++
	return true
}

// Refusal returns why nothing may be sent at now, a reason of a [Message]:
// "window_closed" without a window or after WeChat closed it, "late" past its
// end, "allowance" when it is used up; "" while something is left.
func (w *Window) Refusal(now time.Time) string {
	switch {
	case w == nil || w.Closed:
		return "window_closed"
	case !now.Before(w.ClosesAt):
		return "late"
	case w.Sent >= w.Limit:
		return "allowance"
	}
	return ""
}

// CloseOn closes the window where WeChat's answer to a message says that it
// is over, and reports whether it does. It stays closed: whatever is tried
// afterwards is refused until the contact acts again.
func (w *Window) CloseOn(errcode int) bool {
	if errcode != ErrcodeWindowOver && errcode != ErrcodeAllowanceUsed {
		return false
	}
	if w != nil {
		w.Closed = true
	}
	return true
}
