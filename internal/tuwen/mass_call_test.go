package tuwen

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tuwen/tuwen/wechat"
	"github.com/tuwen/tuwen/wechat/callback"
)

var massDue = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

func scheduledSend() MassSend {
	m := MassSend{ID: "m1", State: MassDraft, MediaID: "D1", Articles: []SentPart{{Index: 0, Title: "汤"}}}
	m.Progress = MassProgress{Key: "k1", Due: massDue, NextAt: massDue}
	if err := m.Enter(MassScheduled, "", "小禾", massDue.Add(-time.Hour)); err != nil {
		panic(err)
	}
	return m
}

func receipt(id int64) wechat.MassReceipt { return wechat.MassReceipt{MsgID: id, MsgDataID: id + 1} }

// Each story is what became of the calls in turn, 70 seconds or what was asked
// for apart.
func TestCallsEndByTheirRules(t *testing.T) {
	t.Parallel()
	refused := func(code int) MassCall {
		return MassCall{Fate: MassRefused, Errcode: code, Problem: &Problem{Code: "wechat"}}
	}
	taken := MassCall{Fate: MassTaken, Receipt: receipt(7)}
	unsure := MassCall{Fate: MassUnsure}
	done := refused(45065)
	done.Receipt = wechat.MassReceipt{MsgID: 7}
	for name, c := range map[string]struct {
		calls  []MassCall
		state  MassSendState
		reason string
		next   MassAction // when its time has come
	}{
		"taken":                             {[]MassCall{taken}, MassSending, "", MassPoll},
		"time-out, then done before":        {[]MassCall{unsure, done}, MassSending, "", MassPoll},
		"time-out, too soon, then done":     {[]MassCall{unsure, refused(45066), done}, MassSending, "", MassPoll},
		"time-out, then taken":              {[]MassCall{unsure, taken}, MassSending, "", MassPoll},
		"time-out":                          {[]MassCall{unsure}, MassSending, "", MassCallAgain},
		"time-out, then the draft is gone":  {[]MassCall{unsure, refused(40007)}, MassUnknown, "probably_sent", MassNothing},
		"time-out, then the quota is":       {[]MassCall{unsure, refused(45028)}, MassUnknown, "probably_sent", MassNothing},
		"time-out, then no permission":      {[]MassCall{unsure, refused(48001)}, MassUnknown, "probably_sent", MassNothing},
		"time-out, then still sending":      {[]MassCall{unsure, refused(42010)}, MassSending, "", MassCallAgain},
		"done before, without a name":       {[]MassCall{unsure, refused(45065)}, MassSending, "", MassCallAgain},
		"the draft is gone":                 {[]MassCall{refused(40007)}, MassFailed, "gone", MassNothing},
		"no quota":                          {[]MassCall{refused(45028)}, MassFailed, "quota", MassNothing},
		"saved by itself":                   {[]MassCall{refused(48021)}, MassFailed, "autosaved", MassNothing},
		"no tag":                            {[]MassCall{refused(40152)}, MassFailed, "tag_gone", MassNothing},
		"unknown code":                      {[]MassCall{refused(99999)}, MassFailed, "refused", MassNothing},
		"asked":                             {[]MassCall{refused(89505)}, MassWaiting, "", MassCallAgain},
		"asked, still asked":                {[]MassCall{refused(89505), refused(89504)}, MassWaiting, "", MassCallAgain},
		"asked, then allowed":               {[]MassCall{refused(89505), done}, MassSending, "", MassPoll},
		"asked, then the draft is gone":     {[]MassCall{refused(89505), refused(40007)}, MassUnknown, "probably_sent", MassNothing},
		"unreached, then taken":             {[]MassCall{{Fate: MassUnasked}, taken}, MassSending, "", MassPoll},
		"unreached, then the draft is gone": {[]MassCall{{Fate: MassUnasked}, refused(40007)}, MassFailed, "gone", MassNothing},
	} {
		m, now := scheduledSend(), massDue
		for i, call := range c.calls {
			if got := m.NextCall(now); got != MassCallFirst && got != MassCallAgain {
				t.Fatalf("%s: before call %d it says %q", name, i+1, got)
			}
			m.BeginCall(now)
			now = now.Add(time.Second)
			m.EndCall(now, call)
			if m.NextCall(now) != MassNothing {
				t.Errorf("%s: something is to be done at once after call %d", name, i+1)
			}
			now = now.Add(11 * time.Minute)
		}
		if m.State != c.state || m.Reason != c.reason || m.NextCall(now) != c.next {
			t.Errorf("%s: got %s %q and %q, want %s %q and %q", name, m.State, m.Reason, m.NextCall(now), c.state, c.reason, c.next)
		}
	}
}

func TestCallsWithOneKeyAreMoreThanAMinuteApart(t *testing.T) {
	t.Parallel()
	m := scheduledSend()
	now := massDue
	for range 12 {
		m.BeginCall(now)
		if gap := m.Progress.NextAt.Sub(now); gap <= time.Minute {
			t.Fatalf("cut off, it is called again after %v", gap)
		}
		m.EndCall(now, MassCall{Fate: MassUnsure})
		if gap := m.Progress.NextAt.Sub(now); gap <= time.Minute {
			t.Fatalf("call %d: again after %v", m.Progress.Calls, gap)
		}
		now = m.Progress.NextAt
	}
}

func TestNobodyIsAskedAfterTwentyThreeHours(t *testing.T) {
	t.Parallel()
	m := scheduledSend()
	m.BeginCall(massDue)
	m.EndCall(massDue, MassCall{Fate: MassUnsure})
	if got := m.NextCall(massDue.Add(23*time.Hour - time.Second)); got != MassCallAgain {
		t.Errorf("before: %q", got)
	}
	at := massDue.Add(23 * time.Hour)
	if got := m.NextCall(at); got != MassGiveUp {
		t.Fatalf("then: %q", got)
	}
	m.GiveUp(at)
	if m.State != MassUnknown || m.Reason != "no_outcome" || m.NextCall(at.Add(time.Hour)) != MassNothing {
		t.Errorf("got %s %q", m.State, m.Reason)
	}
}

// Keys live by WeChat's clock, whatever this console's says.
func TestKeyIsForgottenByWeChatsClock(t *testing.T) {
	t.Parallel()
	asked := func(there time.Time) *MassSend {
		m := scheduledSend()
		m.BeginCall(massDue)
		m.There(there)
		m.EndCall(massDue, MassCall{Fate: MassUnsure})
		return &m
	}
	known, unknown := asked(massDue.Add(time.Hour)), asked(time.Time{})
	back := massDue.Add(-3 * time.Hour)
	if known.Rewind(massDue) || known.Rewind(massDue.Add(-30*time.Minute)) || !known.Rewind(back) || !unknown.Rewind(back) {
		t.Error("the clock was set back by three hours, not by less than one")
	}
	if p := known.Progress; !p.FirstCallAt.Equal(back) || !p.NextAt.Equal(back.Add(massRest)) || known.NextCall(p.NextAt) != MassCallAgain {
		t.Errorf("rewound to %+v", p)
	}
	for after, want := range map[time.Duration]bool{0: false, 23*time.Hour - time.Second: false, 23 * time.Hour: true, -2 * time.Minute: true} {
		if got := known.KeyForgotten(massDue.Add(time.Hour + after)); got != want {
			t.Errorf("%v later: %v", after, got)
		}
	}
	if !known.KeyForgotten(time.Time{}) || !unknown.KeyForgotten(massDue) || asked(massDue).KeyForgotten(time.Time{}) {
		t.Error("what WeChat does not tell is doubted once the clock was set back, and only then")
	}
	named := asked(massDue)
	named.BeginCall(massDue.Add(time.Hour))
	if named.There(massDue.Add(time.Hour)); !named.Progress.FirstThere.Equal(massDue) {
		t.Error("a later call is no first one")
	}
}

func TestWhatNeverReachedWeChatIsLateAfterHalfAnHour(t *testing.T) {
	t.Parallel()
	m := scheduledSend()
	now := massDue
	for m.State != MassFailed {
		m.BeginCall(now)
		m.EndCall(now, MassCall{Fate: MassUnasked, Problem: &Problem{Code: "wechat.unreachable"}})
		if now.Sub(massDue) > 2*time.Hour {
			t.Fatal("it is tried for ever")
		}
		if m.State != MassFailed {
			now = m.Progress.NextAt
		}
	}
	if m.Reason != "late" || m.Problem == nil || now.Sub(massDue) <= MassLate {
		t.Errorf("%q after %v", m.Reason, now.Sub(massDue))
	}
}

// A call whose end nobody wrote down may have been taken.
func TestCallThatWasCutOffLeavesDoubt(t *testing.T) {
	t.Parallel()
	m := scheduledSend()
	m.BeginCall(massDue)
	if m.NextCall(massDue.Add(MassLease-time.Second)) != MassNothing {
		t.Error("the call is not left alone")
	}
	now := massDue.Add(MassLease)
	if m.NextCall(now) != MassCallAgain {
		t.Error("nobody takes it up")
	}
	m.BeginCall(now)
	m.EndCall(now, MassCall{Fate: MassRefused, Errcode: 40007})
	if m.State != MassUnknown {
		t.Errorf("got %s", m.State)
	}
}

func TestResultIsTakenInOnceWhateverWasThought(t *testing.T) {
	t.Parallel()
	sent := callback.MassSendJobFinishEvent{
		MsgID: 7, Status: "send success", TotalCount: 100, FilterCount: 90, SentCount: 88, ErrorCount: 2,
		Articles: []callback.SentArticle{{ArticleIdx: 1, ArticleURL: "http://mp.weixin.qq.com/s/1"}},
	}
	failed := callback.MassSendJobFinishEvent{MsgID: 7, Status: "err(30003)", Copyright: []callback.CopyrightCheck{{ArticleIdx: 1, CanReprint: true}}}
	now := massDue.Add(time.Minute)
	begin := func() MassSend {
		m := scheduledSend()
		m.BeginCall(massDue)
		return m
	}
	for name, c := range map[string]struct {
		before func(*MassSend)
		result callback.MassSendJobFinishEvent
		state  MassSendState
		reason string
	}{
		"while it is asked for":  {func(*MassSend) {}, sent, MassSent, ""},
		"while it is sent":       {func(m *MassSend) { m.EndCall(now, MassCall{Fate: MassTaken, Receipt: receipt(7)}) }, sent, MassSent, ""},
		"while it is confirmed":  {func(m *MassSend) { m.EndCall(now, MassCall{Fate: MassRefused, Errcode: 89505}) }, failed, MassFailed, "reprint"},
		"after a poll":           {func(m *MassSend) { m.Polled(now, wechat.MassSendSuccess) }, sent, MassSent, ""},
		"after a failed poll":    {func(m *MassSend) { m.Polled(now, wechat.MassSendFail) }, failed, MassFailed, "reprint"},
		"when nobody knows":      {func(m *MassSend) { m.GiveUp(now) }, sent, MassSent, ""},
		"against the operator":   {func(m *MassSend) { m.GiveUp(now); _ = m.Resolve(false, "小禾", now) }, sent, MassSent, ""},
		"against the operator 2": {func(m *MassSend) { m.GiveUp(now); _ = m.Resolve(true, "小禾", now) }, failed, MassFailed, "reprint"},
	} {
		m := begin()
		c.before(&m)
		if !m.Settle(now, c.result) || m.State != c.state || m.Reason != c.reason {
			t.Errorf("%s: got %s %q, want %s %q", name, m.State, m.Reason, c.state, c.reason)
		}
		steps := len(m.Steps)
		if m.Settle(now.Add(time.Hour), c.result) || len(m.Steps) != steps {
			t.Errorf("%s: the same push once more changed something", name)
		}
		if c.state == MassSent {
			want := &MassCounts{Total: 100, Filtered: 10, Sent: 88, Failed: 2}
			if diff := cmp.Diff(want, m.Counts); diff != "" || m.Articles[0].URL == "" || m.SentAt == nil {
				t.Errorf("%s: %v, counts (-want +got):\n%s", name, m.Articles, diff)
			}
		}
	}
	for _, m := range []MassSend{{State: MassDraft}, scheduledSend()} {
		if m.Settle(now, sent) {
			t.Errorf("a send that is %s took a result in", m.State)
		}
	}
}

func TestEveryMoveIsInTheTable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, now := scheduledSend(), massDue
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			state, steps := m.State, len(m.Steps)
			switch m.NextCall(now) {
			case MassCallFirst, MassCallAgain:
				m.BeginCall(now)
				if !rapid.Bool().Draw(t, "crash") {
					m.EndCall(now, MassCall{
						Fate:    rapid.SampledFrom([]MassFate{MassTaken, MassRefused, MassUnsure, MassUnasked}).Draw(t, "fate"),
						Errcode: rapid.SampledFrom([]int{0, 40007, 45065, 45066, 45028, 89504, 89505, 42010, 48001}).Draw(t, "code"),
						Receipt: receipt(rapid.Int64Range(0, 3).Draw(t, "id")),
					})
				}
			case MassPoll:
				m.Polled(now, rapid.SampledFrom([]string{"", wechat.MassSending, wechat.MassSendSuccess, wechat.MassSendFail, wechat.MassDeleted}).Draw(t, "status"))
			case MassGiveUp:
				m.GiveUp(now)
			case MassStatistics:
				m.Progress.NextAt = NextStatistics(*m.SentAt, now)
			}
			if rapid.IntRange(0, 9).Draw(t, "push") == 0 {
				m.Settle(now, callback.MassSendJobFinishEvent{MsgID: 7, Status: rapid.SampledFrom([]string{"send success", "err(30002)"}).Draw(t, "status")})
			}
			for _, s := range m.Steps[steps:] {
				if state != s.State && !state.MayBecome(s.State) {
					t.Fatalf("from %s to %s", state, s.State)
				}
				state = s.State
			}
			if m.State.Open() && m.Progress.NextAt.IsZero() {
				t.Fatalf("nothing will ever be done about a send that is %s", m.State)
			}
			now = now.Add(time.Duration(rapid.IntRange(1, 7200).Draw(t, "wait")) * time.Second)
		}
	})
}
