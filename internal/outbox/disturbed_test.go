package outbox_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// TestKilledAnywhereMassSendsGoOutOnce is random runs: a process that is killed
// before or after WeChat was asked, calls that break off before or after WeChat
// took them, pushes before the answer, twice or never, an administrator who
// answers or does not, a WeChat that forgot the key. Each is sent once, at the
// most, and the state is right two minutes after the last disturbance.
func TestKilledAnywhereMassSendsGoOutOnce(t *testing.T) {
	t.Parallel()
	runs := 40
	if os.Getenv("TUWEN_SOAK") != "" {
		runs = 200
	}
	each(t, func(t *testing.T, e *env) {
		ends := map[string]int{}
		for run := range runs {
			r, seed := testkit.Seeded(t)
			d := &disturbed{env: e, r: r, before: len(e.wx.MassSends()), seen: len(e.wx.Deliveries())}
			d.disturb(t, "第"+strconv.Itoa(run))
			calm := e.clock.Now()
			d.settle(t)
			took := e.clock.Now().Sub(calm)
			m := e.massSend(t, d.args)
			if wrong := d.judge(m, took); wrong != "" {
				t.Errorf("run %d, TUWEN_SEED=%d: %s; %s with %+v, sandbox %+v", run, seed, wrong, outcome(m), m.Progress, d.sent())
			}
			ends[outcome(m)]++
		}
		t.Logf("%d runs ended %v", runs, ends)
	})
}

// disturbed is one random run.
type disturbed struct {
	*env
	r        *rand.Rand
	settings sandbox.MassSettings
	args     job.SendInMass
	before   int // sends of earlier runs
	seen     int // pushes that were heard
	times    int // that each push comes
	answered bool
}

// chance is true once in n.
func (d *disturbed) chance(n int) bool { return d.r.IntN(n) == 0 }

func (d *disturbed) sent() []sandbox.MassSend { return d.wx.MassSends()[d.before:] }

func (d *disturbed) disturb(t *testing.T, title string) {
	t.Helper()
	d.settings = sandbox.MassSettings{Silent: d.chance(4), EventFirst: d.chance(3), Confirm: d.chance(4)}
	if !d.settings.Confirm {
		d.settings.ForgetKeys = d.chance(5)
		if d.chance(3) {
			d.settings.EventFirst, d.settings.Duration = false, time.Duration(d.r.IntN(60))*time.Second
		}
	}
	d.mass(t, d.settings)
	d.clock.Move(31 * 24 * time.Hour) // another month's quota
	d.args, d.times = d.schedule(t, d.draft(t, title), toAll()), 1+d.r.IntN(2)
	for range d.r.IntN(5) {
		if d.chance(2) {
			kinds := []sandbox.FaultKind{sandbox.FaultStatus, sandbox.FaultEmpty, sandbox.FaultCut, sandbox.FaultErrcode}
			d.wx.SetFault(sandbox.Fault{Path: massPath, Next: 1, Kind: kinds[d.r.IntN(len(kinds))]})
		}
		if d.chance(2) {
			must(t, d.CutMass(t.Context(), d.args, d.chance(2)))
		} else {
			must(t, d.SendInMass(t.Context(), d.args))
		}
		if d.chance(3) {
			d.answer(t)
		}
		if d.chance(2) {
			d.ended(t)
			d.hears(t, &d.seen, d.times)
		}
		d.advance(t)
	}
	d.wx.ClearFaults()
}

// answer is the administrator's, where one is wanted.
func (d *disturbed) answer(t *testing.T) {
	t.Helper()
	if all := d.sent(); len(all) > 0 && all[0].State == sandbox.MassConfirming && !d.answered {
		d.answered = true
		must(t, d.wx.AnswerMass(all[0].MsgID, d.r.IntN(3) > 0))
	}
}

// advance moves the clock to when something is due.
func (d *disturbed) advance(t *testing.T) {
	t.Helper()
	next := d.massSend(t, d.args).Progress.NextAt
	if wait := next.Sub(d.clock.Now()); !next.IsZero() && wait > 0 {
		d.clock.Move(wait)
	}
}

// settle lets the run come to its end undisturbed.
func (d *disturbed) settle(t *testing.T) {
	t.Helper()
	for calm := d.clock.Now(); d.massSend(t, d.args).State.Open() && d.clock.Now().Sub(calm) < 3*time.Hour; {
		d.ended(t)
		must(t, d.SendInMass(t.Context(), d.args))
		d.answer(t)
		d.ended(t)
		d.hears(t, &d.seen, d.times)
		if d.massSend(t, d.args).State.Open() {
			d.advance(t)
		}
	}
	d.ended(t)
	d.hears(t, &d.seen, d.times)
}

// judge says what is wrong with how the run ended, "" for nothing.
func (d *disturbed) judge(m tuwen.MassSend, took time.Duration) string {
	sent := d.sent()
	if len(sent) > 1 {
		return "sent more than once"
	}
	at := sandbox.MassState("never taken")
	if len(sent) == 1 {
		at = sent[0].State
	}
	switch m.State {
	case tuwen.MassSent:
		if at != sandbox.MassSent {
			return "it was not sent"
		}
	case tuwen.MassUnknown: // a WeChat that knows the key tells
		if !d.settings.ForgetKeys || at != sandbox.MassSent || m.Reason != "probably_sent" {
			return "it could be known"
		}
	case tuwen.MassFailed:
		if at != sandbox.MassFailed || !d.settings.Confirm {
			return "it did not fail"
		}
	default:
		return "it never ended"
	}
	if most := 2*time.Minute + d.settings.Duration; took > most && !d.settings.Confirm {
		return "it took " + took.String()
	}
	if silent := m.Counts == nil; m.State == tuwen.MassSent && (silent != d.settings.Silent || silent != (m.Reason == "polled")) {
		return "what was pushed is not in it"
	}
	return ""
}

// ended waits until the sandbox has ended every send whose time has come.
func (e *env) ended(t testing.TB) {
	t.Helper()
	e.until(t, "end", func() bool {
		for _, m := range e.wx.MassSends() {
			if m.State == sandbox.MassSending && !e.clock.Now().Before(m.AcceptedAt.Add(e.wx.Mass().Duration)) {
				return false
			}
		}
		return true
	})
}
