package outbox_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// Whoever was not reached in the evening is not woken at night.
func TestSendWhoseTimeIsLongPastIsNotSent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		late, inTime := e.schedule(t, e.draft(t, "晚了"), toAll()), e.schedule(t, e.draft(t, "还早"), toAll())
		e.clock.Move(tuwen.MassLate)
		wantSame(t, outcome(e.works(t, inTime, time.Minute)), "sent")
		e.clock.Move(time.Second)
		wantSame(t, outcome(e.works(t, late, time.Hour)), "failed late")
		if n := e.wx.Calls(massPath); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

// A clock that jumps over the life of WeChat's keys must not have a second call
// made: WeChat would send again.
func TestClockThatJumpsForwardAsksNobodyAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		args := e.schedule(t, e.draft(t, "一"), toAll())
		must(t, e.CutMass(t.Context(), args, true))
		e.clock.Move(25 * time.Hour)
		m := e.works(t, args, time.Hour)
		if outcome(m) != "unknown no_outcome" || e.wx.Calls(massPath) != 1 || len(e.wx.MassSends()) != 1 {
			t.Errorf("%s after %d calls, %d sends", outcome(m), e.wx.Calls(massPath), len(e.wx.MassSends()))
		}
		seen := 0
		e.ended(t)
		e.hears(t, &seen, 2)
		if m = e.massSend(t, args); m.State != tuwen.MassUnknown {
			t.Errorf("a result under a name that nobody knows makes it %s", outcome(m))
		}
	})
}

// One that jumps back has everything wait, and nothing done twice.
func TestClockThatJumpsBackSendsOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for _, after := range []bool{false, true} {
			args, before := e.schedule(t, e.draft(t, "一"), toAll()), len(e.wx.MassSends())
			must(t, e.CutMass(t.Context(), args, after))
			e.clock.Move(-2 * time.Hour)
			must(t, e.SendInMass(t.Context(), args))
			if m := e.massSend(t, args); m.State != tuwen.MassSending || m.Progress.Calls != 1 {
				t.Errorf("two hours before it was asked for: %s after %d calls", outcome(m), m.Progress.Calls)
			}
			if m := e.works(t, args, 3*time.Hour); outcome(m) != "sent" || len(e.wx.MassSends()) != before+1 {
				t.Errorf("%s, %d sends", outcome(m), len(e.wx.MassSends())-before)
			}
		}
	})
}

// lost sends a history item, which a second call would send again, and loses
// WeChat's answer.
func (e *env) lost(t *testing.T) (args job.SendInMass, sent func() int) {
	t.Helper()
	before := len(e.wx.MassSends())
	args = e.schedule(t, e.history(t, "去年的立冬"), toAll())
	e.wx.SetFault(sandbox.Fault{Path: massPath, Next: 1, Kind: sandbox.FaultCut})
	must(t, e.SendInMass(t.Context(), args))
	return args, func() int { return len(e.wx.MassSends()) - before }
}

// The console's clock is set back while WeChat's goes on: what is in doubt is
// asked about soon, and not once the clock is again as late as it was.
func TestConsoleWhoseClockIsSetBackFindsOutSoon(t *testing.T) {
	t.Parallel()
	for _, back := range []time.Duration{time.Hour, 2 * time.Hour, 25 * time.Hour, 400 * 24 * time.Hour} {
		t.Run(back.String(), func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, e *env) {
				args, sent := e.lost(t)
				e.behind = back
				began := e.clock.Now()
				must(t, e.Sweep(t.Context()))
				m := e.works(t, args, 30*time.Minute)
				if outcome(m) != "sent" || sent() != 1 || e.wx.Calls(massPath) != 2 || m.Counts == nil {
					t.Errorf("%s after %d calls, %d sends", outcome(m), e.wx.Calls(massPath), sent())
				}
				if took := e.clock.Now().Sub(began); took > 2*time.Minute {
					t.Errorf("after %v", took)
				}
			})
		})
	}
}

// A console that was off for a day, and whose clock hides that, must not send
// again what WeChat has forgotten by then.
func TestKeyThatWeChatForgotByItsOwnClockIsNotUsedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for _, hidden := range []time.Duration{24 * time.Hour, 25*time.Hour - 2*time.Minute, 27 * time.Hour} {
			e.behind = 0
			args, sent := e.lost(t)
			calls := e.wx.Calls(massPath)
			e.clock.Move(25 * time.Hour)
			e.behind = hidden
			must(t, e.Sweep(t.Context()))
			m := e.works(t, args, 3*time.Hour)
			if outcome(m) != "unknown no_outcome" || sent() != 1 || e.wx.Calls(massPath) != calls {
				t.Errorf("%v: %s after %d calls, %d sends", hidden, outcome(m), e.wx.Calls(massPath)-calls, sent())
			}
		}
	})
}

// untimed leaves out when an answer was given.
type untimed struct{}

func (untimed) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		resp.Header.Del("Date")
	}
	return resp, err
}

// Where WeChat tells no time, a clock that was set back leaves nothing to go by.
func TestSetBackClockWithoutWeChatsTimeAsksTheOperator(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wire = untimed{}
		e.node(t, "node-a")
		args, sent := e.lost(t)
		e.behind = 2 * time.Hour
		must(t, e.Sweep(t.Context()))
		if m := e.works(t, args, 30*time.Minute); outcome(m) != "unknown no_outcome" || sent() != 1 || e.wx.Calls(massPath) != 1 {
			t.Errorf("%s after %d calls, %d sends", outcome(m), e.wx.Calls(massPath), sent())
		}
	})
}

// WeChat's quota is of Beijing's days and months, whatever the machine's zone.
func TestQuotaBeginsAnewAtBeijingsMidnight(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		midnight := time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC) // December begins
		got := func() int { return len(e.received(e.openID)) }
		e.clock.Set(midnight.Add(-time.Minute))
		for range 5 { // four of them arrive
			wantSame(t, outcome(e.works(t, e.schedule(t, e.draft(t, "十一月"), toAll()), 20*time.Second)), "sent")
			e.clock.Set(midnight.Add(-time.Minute))
		}
		if got() != 4 {
			t.Errorf("%d arrived in November", got())
		}
		last := e.schedule(t, e.draft(t, "十一月的最后"), toAll())
		e.clock.Set(midnight.Add(-time.Millisecond))
		m := e.works(t, last, 0)
		wantSame(t, []any{outcome(m), *m.Counts, got()}, []any{"sent", tuwen.MassCounts{Total: 1, Filtered: 1}, 4})
		first := e.schedule(t, e.draft(t, "十二月"), toAll())
		e.clock.Set(midnight)
		m = e.works(t, first, 0)
		wantSame(t, []any{outcome(m), *m.Counts, got()}, []any{"sent", tuwen.MassCounts{Total: 1, Sent: 1}, 5})
		_, since := tuwen.MassQuotaOf(tuwen.Service, midnight)
		used := read(t, e, func(ctx context.Context, tx *store.Tx) (int, error) {
			return tx.MassSends.CountSince(ctx, appID, since, tuwen.ToAll)
		})
		wantSame(t, used, 1) // the console counts like WeChat
	})
}

// Of a draft that was edited after WeChat was asked, nobody knows which version
// went out; the new one must not.
func TestDraftEditedAfterALostAnswerIsNotSentAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.mass(t, sandbox.MassSettings{Duration: time.Hour})
		for name, c := range map[string]struct {
			fault sandbox.Fault
			sent  int
			want  string
		}{
			"taken":      {sandbox.Fault{Kind: sandbox.FaultCut}, 1, "unknown changed_since"},
			"not taken":  {sandbox.Fault{Kind: sandbox.FaultStatus}, 0, "unknown changed_since"},
			"surely not": {sandbox.Fault{Errcode: 45011}, 0, "failed changed"},
		} {
			before, draft := len(e.wx.MassSends()), e.draft(t, name)
			args := e.schedule(t, draft, toAll())
			c.fault.Path, c.fault.Next = massPath, 1
			e.wx.SetFault(c.fault)
			must(t, e.SendInMass(t.Context(), args))
			_, err := e.wx.UpdateDraft(draft.MediaID, func(it *sandbox.Item) { it.Articles[0].Title = "没人看过" })
			must(t, err)
			m := e.works(t, args, 10*time.Minute)
			if n := len(e.wx.MassSends()) - before; outcome(m) != c.want || n != c.sent || m.Progress.Calls != 1 {
				t.Errorf("%s: %s after %d calls, %d sends", name, outcome(m), m.Progress.Calls, n)
			}
		}
	})
}

// A draft that cannot be read for a while is not sent blindly.
func TestUnreadableDraftIsAskedForAgainBeforeARepetition(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		args := e.schedule(t, e.draft(t, "一"), toAll())
		e.wx.SetFault(sandbox.Fault{Path: massPath, Next: 1, Kind: sandbox.FaultStatus})
		must(t, e.SendInMass(t.Context(), args))
		e.wx.SetFault(sandbox.Fault{Path: "/cgi-bin/draft/get", Next: 2, Kind: sandbox.FaultStatus})
		m := e.works(t, args, time.Hour)
		if outcome(m) != "sent" || len(e.wx.MassSends()) != 1 || m.Progress.Calls != 2 || m.Problem != nil {
			t.Errorf("%s after %d calls: %+v", outcome(m), m.Progress.Calls, m.Problem)
		}
	})
}
