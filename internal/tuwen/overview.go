package tuwen

import "time"

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
	// Problems wait for an operator: a failed or paused run, drafts that
	// could not be read, an account without a secret.
	Problems []Problem `json:"problems"`
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
