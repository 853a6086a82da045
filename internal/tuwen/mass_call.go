package tuwen

import (
	"strconv"
	"time"

	"github.com/tuwen/tuwen/wechat"
	"github.com/tuwen/tuwen/wechat/callback"
)

// MassResult is what WeChat pushes of a mass send that is done.
type MassResult = callback.MassSendJobFinishEvent

// PublishResult is what WeChat pushes of a publication that is done.
type PublishResult = callback.PublishJobFinishEvent

// MassAction is what is to be done about a mass send.
type MassAction string

// The actions.
const (
	MassNothing    MassAction = ""
	MassCallFirst  MassAction = "first"      // look at the material, then ask WeChat to send
	MassCallAgain  MassAction = "again"      // ask once more, under the same key
	MassTooLate    MassAction = "too_late"   // it was never sent, and its time is long past
	MassPoll       MassAction = "poll"       // ask how far it is
	MassGiveUp     MassAction = "give_up"    // nobody knows: an operator says
	MassStatistics MassAction = "statistics" // read what became of its articles
)

// The times of sending.
const (
	// MassCallsFor is how long WeChat is asked about one send at the most: its
	// keys live 24 hours, and after that a call would send again.
	MassCallsFor = 23 * time.Hour
	// MassLate is how long after its time a send that never reached WeChat is
	// still worth sending: what was to arrive in the evening must not arrive at
	// night because the console was down.
	MassLate = 30 * time.Minute
	// MassLease is how long a call is left alone before it counts as cut off.
	MassLease = 90 * time.Second
	// massRest is how far apart two calls with one key are: WeChat refuses
	// those within a minute (45066).
	massRest = 70 * time.Second
	// massAsked is how often it is looked whether the administrator answered.
	massAsked = 3 * time.Minute
	// MassFarthest is farther ahead than anything is put off about a send that
	// WeChat was asked about: what is to be done later was planned by a clock
	// that was set back since.
	MassFarthest = 61 * time.Minute
)

// callWaits and pollWaits are how long to wait before each next call; the last
// holds for all that follow.
var (
	callWaits = []time.Duration{massRest, massRest, massRest, massRest, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, time.Hour}
	pollWaits = []time.Duration{
		20 * time.Second, 30 * time.Second, 30 * time.Second, 40 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
		15 * time.Minute, time.Hour,
	}
)

func waitOf(waits []time.Duration, n int) time.Duration { return waits[min(max(n, 0), len(waits)-1)] }

// NextCall says what to do about a send at now: nothing before its NextAt.
func (m *MassSend) NextCall(now time.Time) MassAction {
	p := &m.Progress
	if p.NextAt.IsZero() || now.Before(p.NextAt) {
		return MassNothing
	}
	switch m.State {
	case MassScheduled:
		if now.Sub(p.Due) > MassLate {
			return MassTooLate
		}
		return MassCallFirst
	case MassSent, MassDeleted:
		return MassStatistics
	case MassSending, MassWaiting:
	default:
		return MassNothing
	}
	switch {
	case now.Sub(p.FirstCallAt) >= MassCallsFor:
		return MassGiveUp
	case m.MsgID != "":
		return MassPoll
	}
	return MassCallAgain
}

// BeginCall notes that WeChat is about to be asked, before it is. Whoever finds
// the note later, the call's end not written down, knows that it may have been
// taken.
func (m *MassSend) BeginCall(now time.Time) {
	p := &m.Progress
	if p.InCall {
		p.Doubt = true
	}
	if p.FirstCallAt.IsZero() {
		p.FirstCallAt = now
	}
	p.InCall, p.LastCallAt, p.NextAt = true, now, now.Add(MassLease)
	p.Calls++
	if m.State == MassScheduled {
		m.enter(MassSending, "", "", now)
	}
}

// There notes what time it was by WeChat's own clock when a call began, the
// zero time where it did not tell.
func (m *MassSend) There(at time.Time) {
	if m.Progress.Calls == 1 {
		m.Progress.FirstThere = at
	}
}

// Rewind has a send that WeChat was asked about looked at soon where the clock
// was set back by more than an hour: until it is again as late as it was, WeChat
// may forget the send's key. It reports whether that is so.
func (m *MassSend) Rewind(now time.Time) bool {
	p := &m.Progress
	if m.State != MassSending && m.State != MassWaiting || p.NextAt.Sub(now) <= MassFarthest {
		return false
	}
	if back := p.LastCallAt.Sub(now); back > 0 {
		p.FirstCallAt, p.LastCallAt = p.FirstCallAt.Add(-back), now
	}
	p.NextAt, p.Rewound = now.Add(massRest), true
	return true
}

// KeyForgotten reports whether WeChat may have forgotten the send's key by its
// own clock at there, which no setting of this console's clock deceives. Where
// WeChat told no time, it may have been once the clock was set back; so it may
// where its time went back too, as behind a proxy that tells its own.
func (m *MassSend) KeyForgotten(there time.Time) bool {
	p := &m.Progress
	if there.IsZero() || p.FirstThere.IsZero() {
		return p.Rewound
	}
	since := there.Sub(p.FirstThere)
	return since >= MassCallsFor || since < -time.Minute
}

// MassFate is what became of a call.
type MassFate string

// The fates. What broke off after it may have been sent is unsure, as is a
// busy WeChat (-1).
const (
	MassTaken   MassFate = "taken"
	MassRefused MassFate = "refused"
	MassUnsure  MassFate = "unsure"
	MassUnasked MassFate = "unasked" // WeChat was not even reached
)

// MassCall is how a call ended.
type MassCall struct {
	Fate    MassFate
	Errcode int
	Receipt wechat.MassReceipt // as far as WeChat told one
	Problem *Problem
}

// EndCall draws the consequences of a call, by these rules.
//
//   - Taken, and 45065 with a msg_id: WeChat is at it; poll.
//   - 89505, 89504: the administrator is asked; look again.
//   - 45066: WeChat knows the key; ask again a minute later. So after a call
//     whose fate is unsure.
//   - Refused for now: ask again; what never reached WeChat [MassLate] after
//     its time failed.
//   - Refused for good: failed, unless an earlier call may have been taken.
//     Then the refusal may be its consequence (40007: the draft is consumed;
//     45028: the quota is): unknown, never failed.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_sendall.html
func (m *MassSend) EndCall(now time.Time, c MassCall) {
	p := &m.Progress
	p.InCall = false
	m.named(c.Receipt)
	switch {
	case c.Fate == MassTaken, c.Errcode == 45065 && m.MsgID != "":
		m.again(MassSending, now)
		p.Doubt, p.NextAt = true, now.Add(waitOf(pollWaits, 0))
		m.Problem = nil
	case c.Errcode == 45065:
		m.again(MassSending, now)
		p.Doubt, p.NextAt = true, now.Add(10*time.Minute)
	case c.Errcode == 89504, c.Errcode == 89505:
		m.again(MassWaiting, now)
		p.Doubt, p.NextAt = true, now.Add(massAsked)
		m.Problem = nil
	case c.Errcode == 45066, c.Fate == MassUnsure:
		p.Doubt, p.NextAt = true, now.Add(waitOf(callWaits, p.Calls-1))
		m.Problem = c.Problem
	case c.Fate == MassUnasked, refusedForNow(c.Errcode):
		m.Problem = c.Problem
		p.NextAt = now.Add(waitOf(callWaits, p.Calls-1))
		if !p.Doubt && now.Sub(p.Due) > MassLate {
			m.stop(MassFailed, "late", now)
		}
	case p.Doubt:
		m.Problem = c.Problem
		m.stop(MassUnknown, "probably_sent", now)
	default:
		m.Problem = c.Problem
		m.stop(MassFailed, refusalReason(c.Errcode), now)
	}
}

// again is the state that a send is in while WeChat is at it.
func (m *MassSend) again(state MassSendState, now time.Time) {
	if m.State != state {
		m.enter(state, "", "", now)
	}
}

func (m *MassSend) stop(state MassSendState, reason string, now time.Time) {
	m.enter(state, reason, "", now)
	m.Progress.NextAt = time.Time{}
}

// named keeps WeChat's names for the send.
func (m *MassSend) named(r wechat.MassReceipt) {
	if r.MsgID != 0 {
		m.MsgID = strconv.FormatInt(r.MsgID, 10)
	}
	if r.MsgDataID != 0 {
		m.MsgDataID = strconv.FormatInt(r.MsgDataID, 10)
	}
}

// refusedForNow are the codes by which WeChat takes a send later: a dead token,
// too many calls, the same material being sent.
func refusedForNow(errcode int) bool {
	switch errcode {
	case 40001, 40014, 42001, 45011, 42010:
		return true
	}
	return false
}

// Hurry has WeChat asked about a send that waits for the administrator as soon
// as its key may be used again: there is a result that may be its own. It
// reports whether that is sooner than it was.
func (m *MassSend) Hurry(now time.Time) bool {
	p := &m.Progress
	if m.State != MassWaiting || p.InCall || p.NextAt.IsZero() {
		return false
	}
	at := p.LastCallAt.Add(massRest)
	if at.Before(now) {
		at = now
	}
	sooner := at.Before(p.NextAt)
	if sooner {
		p.NextAt = at
	}
	return sooner
}

func refusalReason(errcode int) string {
	switch errcode {
	case 40007:
		return "gone"
	case 45028:
		return "quota"
	case 48021:
		return "autosaved"
	case 40152, 45159:
		return "tag_gone"
	case 41040:
		return "not_sendable"
	}
	return "refused"
}

// GiveUp ends the asking about a send whose fate nobody knows.
func (m *MassSend) GiveUp(now time.Time) { m.stop(MassUnknown, "no_outcome", now) }

// Stop ends a send that never reached WeChat.
func (m *MassSend) Stop(reason string, why *Problem, now time.Time) {
	m.Problem = why
	m.stop(MassFailed, reason, now)
}

// PutOff notes why WeChat could not be asked now; a minute later it is tried
// again.
func (m *MassSend) PutOff(why *Problem, now time.Time) {
	m.Problem, m.Progress.NextAt = why, now.Add(time.Minute)
}

// ChangedSince ends a send whose material was changed after WeChat was first
// asked. Unless it is certain that WeChat took no call, it may have sent what
// the material was then: unknown, and never asked again, by which it might send
// what the material is now.
func (m *MassSend) ChangedSince(now time.Time) {
	if m.Progress.Doubt || m.Progress.InCall {
		m.stop(MassUnknown, "changed_since", now)
		return
	}
	m.stop(MassFailed, "changed", now)
}

// Polled draws the consequences of what WeChat says about how far a send is;
// an empty status is none. It tells no counts: those come by push alone.
func (m *MassSend) Polled(now time.Time, status string) {
	p := &m.Progress
	p.Polls++
	switch status {
	case wechat.MassSendSuccess:
		m.sent("polled", now)
	case wechat.MassDeleted:
		m.sent("polled", now)
		m.enter(MassDeleted, "polled", "", now)
	case wechat.MassSendFail:
		m.stop(MassFailed, "polled", now)
	default:
		p.NextAt = now.Add(waitOf(pollWaits, p.Polls))
	}
}

func (m *MassSend) sent(reason string, now time.Time) {
	m.SentAt, m.Problem = &now, nil
	m.enter(MassSent, reason, "", now)
	m.Progress.NextAt = NextStatistics(now, now)
}

// Settle takes in what WeChat pushed of a send, which is the truth whatever was
// thought before; the same push once more changes nothing. It reports whether
// anything was changed.
func (m *MassSend) Settle(now time.Time, r MassResult) bool {
	switch m.State {
	case MassDraft, MassScheduled, MassCanceled:
		return false
	}
	if m.Counts != nil {
		return false
	}
	m.MsgID = strconv.FormatInt(r.MsgID, 10)
	counts := countsOf(r)
	m.Counts = &counts
	m.Findings = []ReprintFinding{}
	for _, c := range r.Copyright {
		m.Findings = append(m.Findings, ReprintFinding{
			Index: c.ArticleIdx - 1, OriginalURL: c.OriginalArticleURL, CanReprint: c.CanReprint, Replaced: c.NeedReplaceContent,
		})
	}
	for _, a := range r.Articles {
		m.addressed(a.ArticleIdx-1, a.ArticleURL)
	}
	switch {
	case m.State == MassDeleted:
	case !r.Sent():
		if m.State != MassFailed || m.Reason == "polled" {
			m.stop(MassFailed, failReason(r.Code()), now)
		}
	case m.State != MassSent:
		m.sent("", now)
	case m.Reason == "polled":
		m.Reason = "" // now it is told to whom
	}
	return true
}

// addressed keeps the public address of an article.
func (m *MassSend) addressed(index int, url string) {
	for i := range m.Articles {
		if m.Articles[i].Index == index {
			m.Articles[i].URL = url
		}
	}
}

// failReason words the number of a Status like err(30003).
//
// https://developers.weixin.qq.com/doc/service/en/guide/product/message/Batch_Sends.html
func failReason(code int) string {
	switch code {
	case 40001:
		return "administrator_refused"
	case 40002:
		return "administrator_silent"
	case 30003:
		return "reprint"
	case 30001, 30002, 20013:
		return "not_sendable"
	case 0:
		return "refused"
	}
	return "review"
}

// Resolve is an operator's word about a send that is unknown.
func (m *MassSend) Resolve(sent bool, by string, now time.Time) error {
	if m.State != MassUnknown {
		return Errorf(Conflict, "mass_send.not_unknown", "only of an unknown send an operator can say what became of it").With("state", string(m.State))
	}
	if !sent {
		m.enter(MassFailed, "by_operator", by, now)
		return nil
	}
	m.SentAt = &now
	if first := m.Progress.FirstCallAt; !first.IsZero() {
		m.SentAt = &first
	}
	m.enter(MassSent, "by_operator", by, now)
	m.Progress.NextAt = NextStatistics(*m.SentAt, now)
	return nil
}
