package tuwen_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// noon is a Monday's in Beijing.
var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func TestWindowIsOpenedByWhatWeChatCounts(t *testing.T) {
	t.Parallel()
	minute := func(kind tuwen.WindowKind) *tuwen.Window {
		return &tuwen.Window{Kind: kind, OpenedAt: noon, ClosesAt: noon.Add(50 * time.Second), Limit: 3}
	}
	written := &tuwen.Window{Kind: tuwen.WindowMessage, OpenedAt: noon, ClosesAt: noon.Add(48*time.Hour - 10*time.Second), Limit: 5}
	for _, c := range []struct {
		kind tuwen.EventKind
		typ  string
		want *tuwen.Window
	}{
		{tuwen.EventMessage, "text", written},
		{tuwen.EventMessage, "image", written},
		{tuwen.EventMessage, "voice", written},
		{tuwen.EventTap, "CLICK", minute(tuwen.WindowTap)},
		{tuwen.EventTap, "click", minute(tuwen.WindowTap)},
		{tuwen.EventTap, "scancode_push", minute(tuwen.WindowTap)},
		{tuwen.EventTap, "scancode_waitmsg", minute(tuwen.WindowTap)},
		{tuwen.EventOption, "text", minute(tuwen.WindowTap)},
		{tuwen.EventScan, "SCAN", minute(tuwen.WindowScan)},
		{tuwen.EventFollow, "subscribe", minute(tuwen.WindowFollow)},
		{tuwen.EventTap, "VIEW", nil},
		{tuwen.EventTap, "view_miniprogram", nil},
		{tuwen.EventTap, "pic_sysphoto", nil},
		{tuwen.EventTap, "location_select", nil},
		{tuwen.EventOther, "LOCATION", nil},
		{tuwen.EventOther, "VIEW", nil},
		{tuwen.EventOther, "MASSSENDJOBFINISH", nil},
		{tuwen.EventUnfollow, "unsubscribe", nil},
	} {
		got := tuwen.OpenWindow(tuwen.Incoming{Kind: c.kind, Type: c.typ, At: noon})
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.kind, c.typ, d)
		}
	}
}

func TestWindowOfTheNewestActionWins(t *testing.T) {
	t.Parallel()
	at := func(kind tuwen.EventKind, after time.Duration) *tuwen.Window {
		return tuwen.OpenWindow(tuwen.Incoming{Kind: kind, Type: "CLICK", At: noon.Add(after)})
	}
	message, tap, scan := at(tuwen.EventMessage, 0), at(tuwen.EventTap, time.Second), at(tuwen.EventScan, time.Second)
	for name, c := range map[string]struct{ before, opened, want *tuwen.Window }{
		"none":                             {nil, nil, nil},
		"first":                            {nil, message, message},
		"opens none":                       {message, nil, message},
		"newer":                            {message, tap, tap},
		"a push that came late":            {tap, message, tap},
		"of one second the one opened now": {tap, scan, scan},
	} {
		if got := tuwen.NewestWindow(c.before, c.opened); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestWindowTellsWhyNothingMayBeSent(t *testing.T) {
	t.Parallel()
	open := tuwen.Window{Kind: tuwen.WindowTap, OpenedAt: noon, ClosesAt: noon.Add(50 * time.Second), Limit: 3}
	with := func(change func(*tuwen.Window)) *tuwen.Window {
		w := open
		change(&w)
		return &w
	}
	for name, c := range map[string]struct {
		w     *tuwen.Window
		after time.Duration
		left  int
		want  string
	}{
		"open":             {&open, 0, 3, ""},
		"before WeChat's":  {&open, -time.Second, 3, ""}, // our clock is slow
		"last moment":      {&open, 50*time.Second - 1, 3, ""},
		"the end":          {&open, 50 * time.Second, 0, "late"},
		"long over":        {&open, time.Hour, 0, "late"},
		"one left":         {with(func(w *tuwen.Window) { w.Sent = 2 }), 0, 1, ""},
		"used up":          {with(func(w *tuwen.Window) { w.Sent = 3 }), 0, 0, "allowance"},
		"more than used":   {with(func(w *tuwen.Window) { w.Sent = 4 }), 0, 0, "allowance"},
		"closed by WeChat": {with(func(w *tuwen.Window) { w.Closed = true }), 0, 0, "window_closed"},
		"none":             {nil, 0, 0, "window_closed"},
	} {
		now := noon.Add(c.after)
		if got := c.w.Left(now); got != c.left {
			t.Errorf("%s: left %d, want %d", name, got, c.left)
		}
		if got := c.w.Refusal(now); got != c.want {
			t.Errorf("%s: refusal %q, want %q", name, got, c.want)
		}
	}
}

func TestWindowIsClosedByWeChatsWordOnly(t *testing.T) {
	t.Parallel()
	for errcode, want := range map[int]bool{45015: true, 45047: true, 45011: false, -1: false, 0: false, 48001: false, 45008: false} {
		w := tuwen.OpenWindow(tuwen.Incoming{Kind: tuwen.EventMessage, At: noon})
		if got := w.CloseOn(errcode); got != want || w.Closed != want || (w.Left(noon) == 0) != want {
			t.Errorf("%d: closed %v, window %+v", errcode, got, w)
		}
	}
	var none *tuwen.Window
	if !none.CloseOn(45015) {
		t.Error("45015 without a window was not understood")
	}
}

// However it is asked, a window gives no more than its limit, nothing at or
// after 10 s before WeChat's end, and nothing after WeChat closed it.
func TestWindowNeverGivesTooMuchOrTooLate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]tuwen.EventKind{tuwen.EventMessage, tuwen.EventScan, tuwen.EventOption}).Draw(t, "kind")
		w := tuwen.OpenWindow(tuwen.Incoming{Kind: kind, At: noon})
		life, limit := tuwen.ActionLife, 3
		if kind == tuwen.EventMessage {
			life, limit = tuwen.MessageLife, 5
		}
		given, closed := 0, false
		for range rapid.IntRange(0, 20).Draw(t, "tries") {
			after := time.Duration(rapid.Int64Range(0, int64(2*life)).Draw(t, "after"))
			if rapid.IntRange(0, 9).Draw(t, "close") == 0 {
				w.CloseOn(45047)
				closed = true
			}
			ok := w.Spend(noon.Add(after))
			if ok {
				given++
			}
			if late := after >= life-10*time.Second; ok && (late || closed) || !ok && !late && !closed && given < limit {
				t.Fatalf("after %s, closed %v, %d given: got %v", after, closed, given, ok)
			}
		}
		if given > limit {
			t.Fatalf("%d messages of %d", given, limit)
		}
	})
}
