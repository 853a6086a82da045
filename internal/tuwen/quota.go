package tuwen

import "time"

// beijing is UTC+8 without daylight saving, in force since 1991. The zone is
// fixed here so that the console runs where no zone data is installed.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// Beijing returns the same instant on the clock that WeChat's days follow.
func Beijing(t time.Time) time.Time { return t.In(beijing) }

// BeijingDay returns the day, as 2006-01-02, on which a call at t is counted.
func BeijingDay(t time.Time) string { return Beijing(t).Format(time.DateOnly) }

// lastDays are the n Beijing days that end with now's, oldest first.
func lastDays(now time.Time, n int) []string {
	days := make([]string, n)
	for i := range days {
		days[i] = BeijingDay(now.AddDate(0, 0, i-n+1))
	}
	return days
}

// BeijingHour returns the hour of the day, 0 to 23.
func BeijingHour(t time.Time) int { return Beijing(t).Hour() }

// NextReset returns the next Beijing midnight after t, when WeChat's daily
// counters are taken to start anew. WeChat documents "a day" without an hour;
// a run that waits confirms it by asking for the quota.
func NextReset(t time.Time) time.Time {
	b := Beijing(t)
	return time.Date(b.Year(), b.Month(), b.Day()+1, 0, 0, 0, 0, beijing)
}

// Quota is what an account has of one interface on a Beijing day.
type Quota struct {
	Path  string `json:"path" example:"/cgi-bin/material/batchget_material"`
	Day   string `json:"day"`
	Limit int    `json:"limit" doc:"calls a day; 0 while unknown"`
	// LimitKnown tells that WeChat named the limit; else it is the one its
	// documents give a new account.
	LimitKnown bool `json:"limit_known"`
	// Used is the larger of our own count and WeChat's.
	Used int `json:"used"`
	Left int `json:"left"`
	// ByPeople, ByJobs: our own calls. Others is what WeChat counted above
	// them: other systems that use the account.
	ByPeople     int        `json:"by_people"`
	ByJobs       int        `json:"by_jobs"`
	Others       int        `json:"others"`
	CheckedAt    *time.Time `json:"checked_at" doc:"when WeChat was last asked"`
	BlockedUntil *time.Time `json:"blocked_until" doc:"set after 45009: no call before"`
	ResetsAt     time.Time  `json:"resets_at"`
}

// Spender says who spends a call. Jobs stop at the reserve; people may spend
// it.
type Spender string

// The spenders.
const (
	ByPerson Spender = "person"
	ByJob    Spender = "job"
)

// DefaultLimit returns the documented daily limit of an interface for a newly
// registered account, and 0 where the documents name none.
//
// https://developers.weixin.qq.com/doc/service/guide/dev/api/limit.html
func DefaultLimit(path string) int { return defaultLimits[path] }

var defaultLimits = map[string]int{
	"/cgi-bin/token":                  2_000,
	"/cgi-bin/stable_token":           500_000,
	"/cgi-bin/draft/add":              1_000,
	"/cgi-bin/draft/delete":           1_000,
	"/cgi-bin/draft/update":           1_000,
	"/cgi-bin/draft/count":            1_000,
	"/cgi-bin/draft/batchget":         1_000,
	"/cgi-bin/draft/get":              500,
	"/cgi-bin/freepublish/submit":     100,
	"/cgi-bin/freepublish/get":        100,
	"/cgi-bin/freepublish/delete":     10,
	"/cgi-bin/freepublish/batchget":   100,
	"/cgi-bin/freepublish/getarticle": 100,
	"/cgi-bin/message/custom/send":    500_000,
	"/cgi-bin/message/mass/sendall":   100,
	"/cgi-bin/message/mass/send":      100,
	"/cgi-bin/message/mass/delete":    10,
	"/cgi-bin/menu/create":            1_000,
	"/cgi-bin/menu/get":               10_000,
	"/cgi-bin/menu/delete":            1_000,
	"/cgi-bin/qrcode/create":          100_000,
	"/cgi-bin/user/get":               500,
	"/cgi-bin/user/info":              5_000_000,
	"/cgi-bin/user/info/updateremark": 10_000,
}
