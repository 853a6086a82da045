package tuwen

import (
	"cmp"
	"slices"
	"time"
)

// Overview is what the first screen tells of an account, without a call to
// WeChat.
type Overview struct {
	Account Account `json:"account"`
	Counts  Counts  `json:"counts"`
	// CallsToday counts this console's calls of the Beijing day, all
	// interfaces together.
	CallsToday int     `json:"calls_today"`
	Quotas     []Quota `json:"quotas"`
	// ActiveRun is the sync under way, LastRun the newest other one.
	ActiveRun       *SyncRun   `json:"active_run"`
	LastRun         *SyncRun   `json:"last_run"`
	LastFull        *time.Time `json:"last_full"`
	LastIncremental *time.Time `json:"last_incremental"`
	// Newest are the newest drafts of the last reading, five at the most.
	Newest       []Material `json:"newest"`
	DraftsReadAt *time.Time `json:"drafts_read_at"`
	// Reach is whom the account reaches, and what it does for them.
	Reach Reach `json:"reach"`
	// Problems wait for an operator: a failed or paused run, drafts that
	// could not be read, an account without a secret, pushes that are refused
	// or were lost.
	Problems []Problem `json:"problems"`
	// Lost are materials that something active sends and that cannot be sent any
	// more: their 备用文字 goes out in their place.
	Lost []LostMaterial `json:"lost" doc:"ten at the most"`
}

// LostMaterial is a material in use that is gone at WeChat, was deleted here,
// or is not known here.
type LostMaterial struct {
	MediaID string   `json:"media_id"`
	Title   string   `json:"title" doc:"empty where it is not known here"`
	Reason  Reason   `json:"reason" enum:"gone,deleted,missing"`
	UsedBy  []UsedBy `json:"used_by" doc:"what is active"`
}

// Reach is what the first screen tells of followers, menu, journeys and what
// is sent.
type Reach struct {
	Followers      int  `json:"followers" doc:"who follows, as far as that is known here; counted to 100,000"`
	FollowersMore  bool `json:"followers_more" doc:"there are more than were counted"`
	FollowersToday int  `json:"followers_today" doc:"who began to on this Beijing day"`
	// Days are the 14 Beijing days that end today, oldest first.
	Days          []FollowerDay `json:"days"`
	LastFollowers *time.Time    `json:"last_followers" doc:"when a sync of the followers last finished; null: those known are not all"`
	// Taps are those of the live menu in the last 7 days of Beijing, all buttons
	// together; Buttons the five that were tapped most.
	Taps    int           `json:"taps"`
	Buttons []TappedCount `json:"buttons"`
	// Running journeys, and the people inside all of them.
	Running int `json:"running"`
	Inside  int `json:"inside"`
	// Sends are the three newest mass sends that were sent, are planned, or
	// failed.
	Sends []MassSend `json:"sends"`
	// Asking are the mass sends that wait for a person: for a second operator's
	// approval, for the administrator's answer at WeChat, or for somebody to say
	// whether WeChat sent it; and those that failed within a day.
	Asking []MassSend `json:"asking"`
	// Unsent counts the customer-service messages kept here that did not go out,
	// or of which nobody knows; LastUnsent is when the newest was planned.
	Unsent     int        `json:"unsent" doc:"counted to 1,000"`
	LastUnsent *time.Time `json:"last_unsent"`
}

// FollowerDay is how many began to follow on a Beijing day, and how many left.
type FollowerDay struct {
	Day  string `json:"day" format:"date"`
	New  int    `json:"new" doc:"by WeChat's pushes, and at least those who follow since then"`
	Left int    `json:"left" doc:"by WeChat's pushes"`
}

// FollowerDays returns the 14 Beijing days that end with now's, oldest first.
// Pushed is what WeChat pushed of each, known when those who follow now began
// to: on a day before the account was connected that is all there is, and less
// than was pushed on a day of which somebody left since.
func FollowerDays(now time.Time, pushed, known []FollowerDay) []FollowerDay {
	days := make([]FollowerDay, followerDays)
	place := make(map[string]int, len(days))
	for i, day := range lastDays(now, len(days)) {
		days[i].Day, place[day] = day, i
	}
	for _, d := range slices.Concat(pushed, known) {
		if i, shown := place[d.Day]; shown {
			days[i].New, days[i].Left = max(days[i].New, d.New), max(days[i].Left, d.Left)
		}
	}
	return days
}

// FollowerDaysSince is the moment at which the first of the [FollowerDays]
// begins.
func FollowerDaysSince(now time.Time) time.Time { return NextReset(now).AddDate(0, 0, -followerDays) }

const followerDays = 14

// TappedCount is a button of the menu, and how often it was tapped.
type TappedCount struct {
	Name string `json:"name"`
	Over string `json:"over" doc:"the name of the button above it; empty for one of the first row"`
	Taps int    `json:"taps"`
}

// MostTapped returns the buttons of the menu that were tapped most, n at the
// most, and the taps of all. It is for a menu whose taps were told by
// [Menu.TellTaps].
func (m Menu) MostTapped(n int) (most []TappedCount, all int) {
	most = []TappedCount{}
	count := func(b Button, over string) {
		if b.Taps != nil && *b.Taps > 0 {
			most = append(most, TappedCount{Name: b.Name, Over: over, Taps: *b.Taps})
			all += *b.Taps
		}
	}
	menus := [][]Button{m.Buttons}
	for _, c := range m.Conditional {
		menus = append(menus, c.Buttons)
	}
	for _, buttons := range menus {
		for _, top := range buttons {
			count(top, "")
			for _, b := range top.Buttons {
				count(b, top.Name)
			}
		}
	}
	slices.SortStableFunc(most, func(a, b TappedCount) int { return cmp.Compare(b.Taps, a.Taps) })
	return most[:min(n, len(most))], all
}

// Asks tells whether the send waits for a person, or failed within a day of
// now: then somebody should know.
func (m MassSend) Asks(now time.Time) bool {
	switch m.State {
	case MassDraft:
		return m.Approval != nil && m.Approval.ApprovedAt == nil && m.Reason == "requested"
	case MassWaiting, MassUnknown:
		return true
	case MassFailed:
		return now.Sub(m.UpdatedAt) < 24*time.Hour
	default:
		return false
	}
}

// Counts are the figures of an account's materials. Drafts and Published are
// what WeChat said when it was last asked.
type Counts struct {
	Drafts    int `json:"drafts"`
	History   int `json:"history"`
	Published int `json:"published"`
	Notes     int `json:"notes"`
}

// QuotaSheet is what an account has left today, and how many of the month's
// resets 清零 are spent.
type QuotaSheet struct {
	Items      []Quota `json:"items"`
	ClearsUsed int     `json:"clears_used"`
	ClearsLeft int     `json:"clears_left" doc:"of the ten a month, by this console's record"`
}

// MonthlyClears is how often a month all counters of an account may be reset.
//
// https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_clearquota.html
const MonthlyClears = 10
