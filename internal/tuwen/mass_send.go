package tuwen

import (
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/wechat"
)

// MassSendState is where a mass send stands.
type MassSendState string

// The states.
const (
	MassDraft     MassSendState = "draft"     // being composed
	MassScheduled MassSendState = "scheduled" // goes out at its time
	MassSending   MassSendState = "sending"   // WeChat is asked, or is at it
	MassWaiting   MassSendState = "waiting"   // the account's administrator is asked
	MassSent      MassSendState = "sent"
	MassFailed    MassSendState = "failed"
	MassUnknown   MassSendState = "unknown" // it may have been sent: an operator says
	MassCanceled  MassSendState = "canceled"
	MassDeleted   MassSendState = "deleted" // sent, then deleted at WeChat
)

// massMoves is which state may follow which. The way back from failed and the
// way from sent to failed are WeChat's result after an operator said otherwise.
var massMoves = map[MassSendState][]MassSendState{
	MassDraft:     {MassScheduled},
	MassScheduled: {MassSending, MassFailed, MassCanceled},
	MassSending:   {MassWaiting, MassSent, MassFailed, MassUnknown},
	MassWaiting:   {MassSending, MassSent, MassFailed, MassUnknown},
	MassUnknown:   {MassSending, MassSent, MassFailed},
	MassSent:      {MassDeleted, MassFailed},
	MassFailed:    {MassSent},
	MassCanceled:  {},
	MassDeleted:   {},
}

// MayBecome reports whether a state may follow this one.
func (s MassSendState) MayBecome(next MassSendState) bool { return slices.Contains(massMoves[s], next) }

// Open reports whether the send is still to end by itself.
func (s MassSendState) Open() bool {
	return s == MassScheduled || s == MassSending || s == MassWaiting
}

// AudienceKind is to whom a mass send goes.
type AudienceKind string

// The kinds of audiences. WeChat combines no two of them.
const (
	ToAll     AudienceKind = "all"
	ToTag     AudienceKind = "tag"
	ToOpenIDs AudienceKind = "openids"
)

// Audience is to whom a mass send goes 群发对象.
type Audience struct {
	Kind  AudienceKind `json:"kind" enum:"all,tag,openids"`
	TagID int          `json:"tag_id,omitempty" doc:"of kind tag"`
	// OpenIDs are kept apart and not told again; People is how many there are
	// now: who leaves the account is erased here too.
	OpenIDs []string `json:"openids,omitempty" maxItems:"10000" doc:"of kind openids; 2 to 10,000, written only"`
	People  int      `json:"people" readOnly:"true" doc:"of kind openids"`
}

// Check returns what is wrong with the audience as an [Invalid] error, or nil.
func (a Audience) Check() error {
	switch a.Kind {
	case ToAll:
		return nil
	case ToTag:
		if a.TagID < 0 {
			return wrong("audience.tag_id", "tag.unknown", "there is no such tag")
		}
		return nil
	case ToOpenIDs:
		seen := map[string]bool{}
		for _, id := range a.OpenIDs {
			if id == "" || len(id) > maxOpenID || seen[id] {
				return wrong("audience.openids", "mass_send.openids", "each openid is given once")
			}
			seen[id] = true
		}
		if n := len(a.OpenIDs); n < wechat.MinMassOpenIDs || n > wechat.MaxMassOpenIDs {
			return wrong("audience.openids", "mass_send.openids_count", "WeChat takes 2 to 10,000 openids").
				With("min", strconv.Itoa(wechat.MinMassOpenIDs)).With("max", strconv.Itoa(wechat.MaxMassOpenIDs))
		}
		return nil
	}
	return wrong("audience.kind", "mass_send.audience", "kind is all, tag or openids")
}

// MassSend is a mass send 群发: one draft or history item to many followers.
type MassSend struct {
	ID    string        `json:"id"`
	State MassSendState `json:"state" enum:"draft,scheduled,sending,waiting,sent,failed,unknown,canceled,deleted"`
	// Reason is why it is in its state, by a word that the locales know; Problem
	// has WeChat's answer, where there is one.
	Reason  string     `json:"reason" doc:"gone, changed, changed_since, late, refused, quota, autosaved, tag_gone, administrator_refused, administrator_silent, reprint, not_sendable, review, polled, probably_sent, no_outcome, by_operator, recipients; of a draft requested, withdrawn, rejected; empty where the state says all"`
	Problem *Problem   `json:"problem"`
	Steps   []MassStep `json:"steps" doc:"every state it was in, the oldest first"`

	MediaID      string `json:"media_id"`
	Source       Source `json:"source" enum:"draft,history,published"`
	CopiedFrom   string `json:"copied_from,omitempty" doc:"the history item of which media_id is a draft copy"`
	Title        string `json:"title" doc:"of the first article"`
	ArticleCount int    `json:"article_count"`
	Note         string `json:"note" readOnly:"true" doc:"the material's 图文说明"`

	Audience      Audience   `json:"audience"`
	IgnoreReprint bool       `json:"ignore_reprint" doc:"send what WeChat judges a reprint, where its original allows that; else the send stops"`
	ScheduledAt   *time.Time `json:"scheduled_at" doc:"when it goes out, or went out"`
	// Expected is how many people the operator was told and confirmed.
	Expected *int `json:"expected"`
	// Preflight is the last one of the material as it is now.
	Preflight   *Preflight `json:"preflight"`
	PreviewedAt *time.Time `json:"previewed_at" doc:"when WeChat last took this material in a preview"`
	CopyNeeded  bool       `json:"copy_needed" doc:"WeChat refused the history item's own id: send a draft copy"`
	Approval    *Approval  `json:"approval" doc:"where the account asks for a second operator"`

	// MsgID is WeChat's msg_id, "" while unknown; MsgDataID its msg_data_id.
	MsgID     string `json:"msg_id"`
	MsgDataID string `json:"msg_data_id"`
	// SentAt is when WeChat told that it was done.
	SentAt    *time.Time       `json:"sent_at"`
	Counts    *MassCounts      `json:"counts" doc:"null while WeChat has not told"`
	Findings  []ReprintFinding `json:"findings" doc:"what the check of originality found"`
	Articles  []SentPart       `json:"articles" doc:"the public addresses, as far as they are known"`
	SentMedia string           `json:"sent_media_id" doc:"the material it became, of the published source"`
	Figures   []MassFigure     `json:"figures" doc:"WeChat's statistics, a day each"`
	// FiguresAt is when they were last read; FiguresProblem why the last reading
	// failed.
	FiguresAt      *time.Time `json:"figures_at"`
	FiguresProblem *Problem   `json:"figures_problem"`

	CreatedAt time.Time `json:"created_at"`
	CreatedBy string    `json:"created_by"`
	UpdatedAt time.Time `json:"updated_at"`
	UpdatedBy string    `json:"updated_by"`

	Progress MassProgress `json:"-"`
}

// MassStep is a state that a mass send came into.
type MassStep struct {
	State  MassSendState `json:"state"`
	Reason string        `json:"reason"`
	By     string        `json:"by" doc:"who did it; empty where nobody did"`
	At     time.Time     `json:"at"`
}

// MassCounts is what WeChat told of a send. It tells it shortly before the send
// is wholly done, so that the counts are close, not exact.
type MassCounts struct {
	Total    int `json:"total" doc:"addressed"`
	Filtered int `json:"filtered" doc:"left out by WeChat: those who had four this month, or take no messages"`
	Sent     int `json:"sent"`
	Failed   int `json:"failed"`
}

// ReprintFinding is what WeChat's check of originality found about one article.
type ReprintFinding struct {
	Index       int    `json:"index" doc:"of the article, from 0"`
	OriginalURL string `json:"original_url"`
	CanReprint  bool   `json:"can_reprint"`
	Replaced    bool   `json:"replaced" doc:"the original's content is shown in its place"`
}

// SentPart is one article that was sent.
type SentPart struct {
	Index int    `json:"index"`
	Title string `json:"title"`
	URL   string `json:"url" doc:"empty while unknown"`
}

// MassFigure is what all articles of a send had up to the end of a day.
type MassFigure struct {
	Day     string `json:"day"`
	Readers int    `json:"readers"`
	Shares  int    `json:"shares"`
}

// Approval is a send that waits for a second operator, or had one.
type Approval struct {
	RequestedBy string     `json:"requested_by"`
	RequesterID string     `json:"requester_id"`
	RequestedAt time.Time  `json:"requested_at"`
	At          *time.Time `json:"at" doc:"when it is to go out; null: at once"`
	Expected    *int       `json:"expected"`
	ApprovedBy  string     `json:"approved_by"`
	ApprovedAt  *time.Time `json:"approved_at"`
}

// MassProgress is what the console must remember of a send to send it once.
type MassProgress struct {
	// Key is the clientmsgid, the same in every call.
	Key string `json:"key"`
	// Hash is the fingerprint of the material that was looked at: of another
	// one nothing is sent.
	Hash string `json:"hash"`
	// Due is when it was to go out; NextAt when something is to be done about
	// it, zero for nothing.
	Due    time.Time `json:"due,omitzero"`
	NextAt time.Time `json:"next_at,omitzero"`
	// Calls and Polls count; FirstCallAt is when WeChat was first asked,
	// LastCallAt when last.
	Calls       int       `json:"calls"`
	Polls       int       `json:"polls"`
	FirstCallAt time.Time `json:"first_call_at,omitzero"`
	LastCallAt  time.Time `json:"last_call_at,omitzero"`
	// InCall tells that a call was begun whose end nobody wrote down; Doubt
	// that an earlier one may have been taken.
	InCall bool `json:"in_call"`
	Doubt  bool `json:"doubt"`
	// FirstThere is when WeChat was first asked by its own clock, as far as it
	// told; Rewound that this console's was set back since.
	FirstThere time.Time `json:"first_there,omitzero"`
	Rewound    bool      `json:"rewound,omitempty"`
}

// Enter puts the send into a state. A move that the table does not know is
// [Conflict] "mass_send.state".
func (m *MassSend) Enter(next MassSendState, reason, by string, at time.Time) error {
	if !m.State.MayBecome(next) {
		return Errorf(Conflict, "mass_send.state", "a mass send that is "+string(m.State)+" cannot become "+string(next)).
			With("state", string(m.State)).With("next", string(next))
	}
	m.enter(next, reason, by, at)
	return nil
}

func (m *MassSend) enter(next MassSendState, reason, by string, at time.Time) {
	m.State, m.Reason = next, reason
	m.Steps = append(m.Steps, MassStep{State: next, Reason: reason, By: by, At: at})
}

// Ask makes the draft wait for a second operator.
func (m *MassSend) Ask(a Approval) {
	m.Approval = &a
	m.enter(MassDraft, "requested", a.RequestedBy, a.RequestedAt)
}

// Unask makes it a draft again that can be changed: withdrawn by who asked,
// rejected by anybody else.
func (m *MassSend) Unask(id, by string, at time.Time) {
	reason := "rejected"
	if m.Approval.RequesterID == id {
		reason = "withdrawn"
	}
	m.Approval = nil
	m.enter(MassDraft, reason, by, at)
}

// Editable reports whether what is sent and to whom may still be changed.
func (m *MassSend) Editable() bool { return m.State == MassDraft && m.Approval == nil }

// The bounds of a schedule.
const (
	ScheduleStep = 5 * time.Minute
	MaxSchedule  = 90 * 24 * time.Hour
)

// CheckSchedule returns why a send cannot go out at a time, as an [Invalid]
// error: it is past, too far away, or no multiple of [ScheduleStep] of the
// Beijing clock.
func CheckSchedule(at, now time.Time) error {
	switch {
	case !at.Equal(at.Truncate(ScheduleStep)): // Beijing is whole hours from UTC
		return wrong("at", "mass_send.step", "a send goes out at a multiple of five minutes")
	case !at.After(now):
		return wrong("at", "mass_send.past", "that time is past")
	case at.Sub(now) > MaxSchedule:
		return wrong("at", "mass_send.far", "at most 90 days ahead")
	}
	return nil
}

// MassQuota is how many mass sends the account had in the period, by this
// console's own record: WeChat tells no number, and what was sent on
// mp.weixin.qq.com is not in it.
type MassQuota struct {
	Period   string    `json:"period" enum:"day,month" doc:"of Beijing"`
	Limit    int       `json:"limit" doc:"sends of a subscription account; sends that each follower of a service account gets"`
	Used     int       `json:"used"`
	ResetsAt time.Time `json:"resets_at"`
}

// MassQuotaOf returns the quota of a kind of account with nothing used, and
// since when sends count.
//
// https://developers.weixin.qq.com/doc/service/en/guide/product/message/Batch_Sends.html
func MassQuotaOf(kind AccountKind, now time.Time) (q MassQuota, since time.Time) {
	b := Beijing(now)
	if kind == Subscription {
		since = time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, beijing)
		return MassQuota{Period: "day", Limit: 1, ResetsAt: NextReset(now).UTC()}, since.UTC()
	}
	since = time.Date(b.Year(), b.Month(), 1, 0, 0, 0, 0, beijing)
	return MassQuota{Period: "month", Limit: 4, ResetsAt: since.AddDate(0, 1, 0).UTC()}, since.UTC()
}

// statisticsDays are the days after a send on which its statistics are read.
var statisticsDays = []int{1, 2, 3, 4, 5, 6, 7, 14, 30}

// NextStatistics returns when a send's statistics are read next, the zero time
// for never again. WeChat has those of a day from 8 in the morning after.
func NextStatistics(sentAt, now time.Time) time.Time {
	b := Beijing(sentAt)
	for _, n := range statisticsDays {
		at := time.Date(b.Year(), b.Month(), b.Day()+n, 8, 30, 0, 0, beijing)
		if at.After(now) {
			return at.UTC()
		}
	}
	return time.Time{}
}

// MassCandidate is a result that WeChat pushed and that belongs to no send
// here: perhaps that of one that is unknown.
type MassCandidate struct {
	MsgID  string     `json:"msg_id"`
	Status string     `json:"status" doc:"as WeChat words it"`
	Counts MassCounts `json:"counts"`
	URLs   []string   `json:"urls"`
}

// Candidate returns a pushed result as an operator looks at it.
func Candidate(r MassResult) MassCandidate {
	c := MassCandidate{MsgID: strconv.FormatInt(r.MsgID, 10), Status: r.Status, Counts: countsOf(r), URLs: []string{}}
	for _, a := range r.Articles {
		c.URLs = append(c.URLs, a.ArticleURL)
	}
	return c
}

func countsOf(r MassResult) MassCounts {
	return MassCounts{Total: r.TotalCount, Filtered: max(0, r.TotalCount-r.FilterCount), Sent: r.SentCount, Failed: r.ErrorCount}
}

// MassRules is what an account's mass sends keep to.
type MassRules struct {
	Approval     bool      `json:"approval" doc:"a send needs a second operator"`
	Quota        MassQuota `json:"quota"`
	PreviewsLeft int       `json:"previews_left" doc:"by WeChat ID, today"`
}

// MassSpeed is how fast the account sends 群发速度.
type MassSpeed struct {
	Speed     int `json:"speed" minimum:"0" maximum:"4" doc:"0 is the fastest"`
	PerMinute int `json:"per_minute" readOnly:"true" doc:"800,000 down to 100,000"`
}
