package sandbox

import "time"

// clearsAMonth is how often clear_quota works in a calendar month.
const clearsAMonth = 10

// usage counts an account's calls per Beijing day and interface. When the
// platform's day begins is not documented; Beijing's midnight is assumed. The
// account's mutex guards it.
type usage struct {
	Day    string         `json:"day"`
	Used   map[string]int `json:"used"`
	Limits map[string]int `json:"limits"` // set by SetQuota; else the interface's own
	Month  string         `json:"month"`
	Clears int            `json:"clears"` // of Month
}

func newUsage() usage {
	return usage{Used: map[string]int{}, Limits: map[string]int{}}
}

// roll begins a new day or month.
func (u *usage) roll(now time.Time) {
	if d := day(now); u.Day != d {
		u.Day = d
		clear(u.Used)
	}
	if m := month(now); u.Month != m {
		u.Month, u.Clears = m, 0
	}
}

// of is today's count and limit of path.
func (u *usage) of(path string, now time.Time) (used, limit int) {
	u.roll(now)
	return u.Used[path], u.limit(path)
}

func (u *usage) limit(path string) int {
	if n, ok := u.Limits[path]; ok {
		return n
	}
	return dailyLimit(path)
}

// spend takes one call of path, or reports that none is left.
func (u *usage) spend(path string, now time.Time) bool {
	u.roll(now)
	if u.Used[path] >= u.limit(path) {
		return false
	}
	u.Used[path]++
	return true
}

// clear sets all counts to zero, or reports that the month's ten are used up.
// Only a clear that clears something is counted
// (https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_clearquota.html).
func (u *usage) clear(now time.Time) bool {
	u.roll(now)
	if u.Clears >= clearsAMonth {
		return false
	}
	spent := 0
	for path, n := range u.Used {
		if path != "/cgi-bin/clear_quota" {
			spent += n
		}
	}
	if spent > 0 {
		u.Clears++
	}
	clear(u.Used)
	return true
}

// dailyLimit is how many calls a newly registered account has a day, by the
// table of https://developers.weixin.qq.com/doc/service/guide/dev/api/limit.html
// where it names the interface. It names neither material/* nor the tools;
// their figures are assumptions.
func dailyLimit(path string) int {
	switch path {
	case pathStableToken:
		return 500_000
	case pathToken:
		return 2_000
	case "/cgi-bin/draft/get", "/cgi-bin/user/get":
		return 500
	case "/cgi-bin/message/custom/send":
		return 500_000
	case "/cgi-bin/user/info", "/cgi-bin/user/info/batchget":
		return 5_000_000
	case "/cgi-bin/qrcode/create", "/cgi-bin/tags/members/batchtagging", "/cgi-bin/tags/members/batchuntagging":
		return 100_000
	case "/cgi-bin/menu/addconditional", "/cgi-bin/menu/delconditional":
		return 2_000
	case "/cgi-bin/menu/trymatch":
		return 20_000
	case "/cgi-bin/user/info/updateremark", "/cgi-bin/get_current_autoreply_info", "/cgi-bin/message/custom/typing",
		"/cgi-bin/user/tag/get", "/cgi-bin/tags/getidlist", "/cgi-bin/menu/get", "/cgi-bin/get_current_selfmenu_info":
		return 10_000
	case "/cgi-bin/freepublish/batchget", "/cgi-bin/freepublish/getarticle", "/cgi-bin/freepublish/get", "/cgi-bin/freepublish/submit",
		"/cgi-bin/message/mass/sendall", "/cgi-bin/message/mass/send":
		return 100
	case "/cgi-bin/freepublish/delete", "/cgi-bin/message/mass/delete":
		return 10
	case "/cgi-bin/message/mass/preview", "/cgi-bin/message/mass/get":
		return 10_000 // of previews 100 by WeChat ID
	case "/cgi-bin/getcallbackip", "/cgi-bin/get_api_domain_ip", "/cgi-bin/openapi/quota/get", "/cgi-bin/clear_quota":
		return 10_000
	}
	return 1_000
}
