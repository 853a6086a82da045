package outbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const createPath = "/cgi-bin/qrcode/create"

const day = 24 * time.Hour

// code keeps a QR code that waits to be made.
func (e *env) code(t *testing.T, scene string, kind tuwen.QRCodeKind, renews bool) {
	t.Helper()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.QRCodes.Add(ctx, appID, []tuwen.QRCode{{
			ID: scene, Name: scene, Scene: scene, Kind: kind, Renews: renews, CreatedAt: e.clock.Now(), UpdatedAt: e.clock.Now(),
			Problem: &tuwen.Problem{Kind: tuwen.Unavailable, Code: store.PendingCode},
		}})
	})
}

func (e *env) codeNow(t *testing.T, id string) tuwen.QRCode {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.QRCode, error) { return tx.QRCodes.ByID(ctx, appID, id) })
}

func (e *env) makeCodes(t *testing.T) {
	t.Helper()
	must(t, e.MakeCodes(t.Context(), job.MakeCodes{AppID: appID}))
}

// renewCodes lets the clock ask for what ends soon, and does what that asks
// for.
func (e *env) renewCodes(t *testing.T) {
	t.Helper()
	before := len(e.scheduled(t, "make_codes"))
	must(t, e.RenewCodes(t.Context()))
	if len(e.scheduled(t, "make_codes")) > before {
		e.makeCodes(t)
	}
}

func TestTemporaryCodeIsMadeAnewBeforeItEnds(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.code(t, "expo", tuwen.Temporary, true)
		e.code(t, "once", tuwen.Temporary, false)
		e.code(t, "shop", tuwen.Permanent, false)
		e.makeCodes(t)
		first, once, shop := e.codeNow(t, "expo"), e.codeNow(t, "once"), e.codeNow(t, "shop")
		end := e.clock.Now().Add(tuwen.MaxTemporaryLife)
		if !first.Made() || !first.ExpiresAt.Equal(end) || shop.ExpiresAt != nil || !shop.Made() || !once.Made() {
			t.Fatalf("made %+v, %+v, %+v", first, once, shop)
		}
		e.clock.Set(end.Add(-tuwen.RenewBefore))
		e.renewCodes(t)
		wantSame(t, e.codeNow(t, "expo").Ticket, first.Ticket) // not yet

		e.clock.Move(time.Minute)
		e.renewCodes(t)
		anew := e.codeNow(t, "expo")
		if anew.Ticket == first.Ticket || anew.URL == first.URL || anew.Scene != first.Scene || anew.Problem != nil {
			t.Errorf("made anew it is %+v, before it was %+v", anew, first)
		}
		wantSame(t, anew.ExpiresAt.UTC(), e.clock.Now().Add(tuwen.MaxTemporaryLife).UTC())
		wantSame(t, []string{e.codeNow(t, "once").Ticket, e.codeNow(t, "shop").Ticket}, []string{once.Ticket, shop.Ticket})
		calls := e.wx.Calls(createPath)
		e.renewCodes(t)
		wantSame(t, e.wx.Calls(createPath), calls) // once is enough

		// Both pictures lead to the code until the printed one ends; then the
		// new one alone does.
		scan := func(ticket string) error {
			_, err := e.wx.ScanTicket(t.Context(), e.openID, ticket)
			return err
		}
		must(t, scan(first.Ticket))
		must(t, scan(anew.Ticket))
		e.clock.Set(end.Add(time.Second))
		if err := scan(first.Ticket); !errors.Is(err, sandbox.ErrExpired) {
			t.Errorf("the printed picture after its end: %v", err)
		}
		must(t, scan(anew.Ticket))
		if now := e.codeNow(t, "once"); !now.Ended(e.clock.Now()) {
			t.Errorf("what is not renewed has not ended: %+v", now)
		}
	})
}

func TestCodeThatCannotBeMadeAnewTellsWhyAndIsTriedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.code(t, "expo", tuwen.Temporary, true)
		e.code(t, "fair", tuwen.Temporary, true)
		e.makeCodes(t)
		e.clock.Move(tuwen.MaxTemporaryLife - 2*day)
		e.wx.ResetCalls()
		e.wx.SetFault(sandbox.Fault{Path: createPath, Kind: sandbox.FaultErrcode, Errcode: 45009})
		e.renewCodes(t)
		wantSame(t, e.wx.Calls(createPath), 1) // the other would fare no better
		troubled := 0
		for _, id := range []string{"expo", "fair"} {
			c := e.codeNow(t, id)
			if c.Problem != nil {
				troubled++
				wantSame(t, c.Problem.Code, "wechat.45009")
			}
			if !c.Made() || c.Ended(e.clock.Now()) {
				t.Errorf("the present picture of %s is lost: %+v", id, c)
			}
		}
		wantSame(t, troubled, 1)
		e.wx.ClearFaults()
		e.clock.Set(tuwen.NextReset(e.clock.Now()).Add(time.Hour)) // WeChat counts anew
		e.renewCodes(t)
		for _, id := range []string{"expo", "fair"} {
			if c := e.codeNow(t, id); c.Problem != nil || c.ExpiresAt.Sub(e.clock.Now()) != tuwen.MaxTemporaryLife {
				t.Errorf("once it could be made: %+v", c)
			}
		}
	})
}

func TestCodesOfAFileAreMadeUntilWeChatTakesNoMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for _, scene := range []string{"a", "b", "c", "d"} {
			e.code(t, scene, tuwen.Permanent, false)
			e.clock.Move(time.Second)
		}
		e.wx.SetPermanentCodes(2) // WeChat takes no more
		e.makeCodes(t)
		made, refused := 0, 0
		for _, id := range []string{"a", "b", "c", "d"} {
			switch c := e.codeNow(t, id); {
			case c.Made() && c.Problem == nil:
				made++
			case !c.Made() && c.Problem.Code == "wechat.45029":
				refused++
			default:
				t.Errorf("%s is %+v", id, c)
			}
		}
		wantSame(t, []int{made, refused}, []int{2, 2})
		calls := e.wx.Calls(createPath)
		e.renewCodes(t)
		e.makeCodes(t)
		wantSame(t, e.wx.Calls(createPath), calls) // who was refused for good is not asked for again
	})
}

func TestCodeDeletedWhileItIsMadeStaysDeleted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.code(t, "gone", tuwen.Permanent, false)
		e.wx.OnCall(func(path string, _ int) {
			if path == createPath {
				e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.QRCodes.Delete(ctx, appID, "gone") })
			}
		})
		e.makeCodes(t)
		err := e.db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.QRCodes.ByID(ctx, appID, "gone")
			return err
		})
		if tuwen.KindOf(err) != tuwen.NotFound {
			t.Errorf("it is there again: %v", err)
		}
	})
}
