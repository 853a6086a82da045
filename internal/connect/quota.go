package connect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// The interfaces whose quota the console watches, as WeChat counts them.
const (
	DraftList     = "/cgi-bin/draft/batchget"
	DraftGet      = "/cgi-bin/draft/get"
	HistoryList   = "/cgi-bin/material/batchget_material"
	HistoryGet    = "/cgi-bin/material/get_material"
	PublishedList = "/cgi-bin/freepublish/batchget"
	PublishedGet  = "/cgi-bin/freepublish/getarticle"

	TagList         = "/cgi-bin/tags/get"
	FollowerList    = "/cgi-bin/user/get"
	FollowerDetails = "/cgi-bin/user/info/batchget"
)

var watched = []string{DraftList, DraftGet, HistoryList, HistoryGet, PublishedList, PublishedGet}

// quotaGetPath asks for quotas; it has none that is known.
const quotaGetPath = "/cgi-bin/openapi/quota/get"

// checkedFor is how long WeChat's own count is relied on.
const checkedFor = time.Hour

// clearsPerMonth is how often the counters may be cleared.
//
// https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_clearquota.html
const clearsPerMonth = 10

// spend counts a call, or refuses it. What would be refused by old figures is
// asked about first.
func (c *Connect) spend(ctx context.Context, a *tuwen.Account, path string, as tuwen.Spender) error {
	if store.InTx(ctx) {
		return errInTx
	}
	q, err := c.standing(ctx, a.AppID, path)
	if err != nil {
		return err
	}
	if refusal := c.refusal(q, as); refusal != nil {
		if err := c.again(ctx, a, q, as); err != nil {
			return err
		}
	}
	c.counts.add(spent{a.AppID, path, tuwen.BeijingDay(c.now()), as})
	return nil
}

// again decides about a call that would be refused, after its counts are
// settled and, where they may be out of date, WeChat was asked.
func (c *Connect) again(ctx context.Context, a *tuwen.Account, q tuwen.Quota, as tuwen.Spender) error {
	if err := c.counts.settle(ctx); err != nil {
		return err
	}
	q, err := c.standing(ctx, a.AppID, q.Path)
	if err != nil {
		return err
	}
	if c.outdated(q) {
		q, err = c.check(ctx, a, q.Path)
		if err != nil {
			return err
		}
	}
	if refusal := c.refusal(q, as); refusal != nil {
		return refusal
	}
	return nil
}

// confirmable reports whether WeChat can be asked for the quota of a path
// before the path is called: what the question itself needs cannot.
func confirmable(path string) bool { return path != quotaGetPath && path != stableTokenPath }

// outdated reports whether WeChat may by now say something else than what
// keeps a call from being made.
func (c *Connect) outdated(q tuwen.Quota) bool {
	if !confirmable(q.Path) {
		return false
	}
	if q.BlockedUntil != nil {
		return !q.BlockedUntil.After(c.now()) // what was blocked is confirmed first
	}
	return !q.LimitKnown || q.CheckedAt == nil || c.now().Sub(*q.CheckedAt) >= checkedFor
}

// refusal says why a call is not made now, or nil.
func (c *Connect) refusal(q tuwen.Quota, as tuwen.Spender) *tuwen.Error {
	var e *tuwen.Error
	switch {
	case q.BlockedUntil != nil:
		e = tuwen.Errorf(tuwen.Exhausted, "quota.blocked", "WeChat said that today's calls of this interface are used up").
			With("resume_at", q.BlockedUntil.UTC().Format(time.RFC3339))
	case q.Limit == 0:
		return nil
	case q.Left <= 0:
		e = tuwen.Errorf(tuwen.Exhausted, "quota.used_up", "today's calls of this interface are used up").
			With("resume_at", c.afterReset().UTC().Format(time.RFC3339))
	case as == tuwen.ByJob && q.Left <= tuwen.Reserve(q.Limit):
		e = tuwen.Errorf(tuwen.Exhausted, "quota.reserve", "what is left of today's calls is kept for people").
			With("resume_at", c.afterReset().UTC().Format(time.RFC3339))
	default:
		return nil
	}
	return e.With("path", q.Path)
}

// afterReset is a moment 1 to 10 minutes after the next Beijing midnight: not
// all accounts at once, and not before WeChat's own clock.
func (c *Connect) afterReset() time.Time {
	return tuwen.NextReset(c.now()).Add(time.Minute + time.Duration(c.random()*float64(9*time.Minute)))
}

// standing is the quota of a path as it is known here, with the calls that
// are being written.
func (c *Connect) standing(ctx context.Context, appID, path string) (tuwen.Quota, error) {
	day := tuwen.BeijingDay(c.now())
	unwritten := c.counts.unwritten(appID, path, day)
	var row store.Row
	err := c.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		row, err = tx.Quotas.Row(ctx, appID, path, day)
		return err
	})
	if err != nil {
		return tuwen.Quota{}, err
	}
	q := c.quota(row)
	if q.BlockedUntil != nil && !confirmable(path) && !q.BlockedUntil.After(c.now()) {
		q.BlockedUntil = nil
	}
	q.Used += unwritten
	if q.Limit > 0 {
		q.Left = max(0, q.Left-unwritten)
	}
	return q, nil
}

// quota puts a row into the words of the API.
func (c *Connect) quota(row store.Row) tuwen.Quota {
	own := row.People + row.Jobs
	q := tuwen.Quota{
		Path: row.Path, Day: row.Day,
		Limit: row.Limit, LimitKnown: row.Limit > 0,
		Used:     max(own, row.WeChatUsed+own-row.OwnAtCheck),
		ByPeople: row.People, ByJobs: row.Jobs,
		ResetsAt: tuwen.NextReset(c.now()),
	}
	if !row.CheckedAt.IsZero() {
		q.CheckedAt = &row.CheckedAt
	}
	if !row.BlockedUntil.IsZero() {
		q.BlockedUntil = &row.BlockedUntil
	}
	if !q.LimitKnown {
		q.Limit = tuwen.DefaultLimit(row.Path)
	}
	q.Left = max(0, q.Limit-q.Used)
	q.Others = q.Used - own
	return q
}

// check asks WeChat for a path's quota and keeps the answer. A block that is
// over is lifted where calls are left, and else goes on for an hour.
func (c *Connect) check(ctx context.Context, a *tuwen.Account, path string) (tuwen.Quota, error) {
	if err := c.counts.settle(ctx); err != nil {
		return tuwen.Quota{}, err
	}
	if confirmable(path) {
		got, err := c.client(a, tuwen.ByPerson).OpenAPI.Quota(ctx, path)
		if err != nil {
			return tuwen.Quota{}, err
		}
		if err := c.keepCheck(ctx, a.AppID, path, got); err != nil {
			return tuwen.Quota{}, err
		}
	}
	return c.standing(ctx, a.AppID, path)
}

func (c *Connect) keepCheck(ctx context.Context, appID, path string, got *wechat.Quota) error {
	err := c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := c.now()
		day := tuwen.BeijingDay(now)
		row, err := tx.Quotas.Row(ctx, appID, path, day)
		if err != nil {
			return err
		}
		if err := tx.Quotas.SetChecked(ctx, appID, path, day, got.DailyLimit, got.Used, now); err != nil {
			return err
		}
		switch {
		case row.BlockedUntil.IsZero() || row.BlockedUntil.After(now):
			return nil
		case got.Remain > 0:
			return tx.Quotas.Block(ctx, appID, path, time.Time{})
		}
		return tx.Quotas.Block(ctx, appID, path, now.Add(checkedFor))
	})
	if err != nil {
		return fmt.Errorf("keep quota: %w", err)
	}
	return nil
}

// block keeps a path from being called until after the next Beijing midnight:
// WeChat said 45009.
func (c *Connect) block(appID, path string, until time.Time) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Quotas.Block(ctx, appID, path, until)
	})
	if err != nil {
		return fmt.Errorf("block path: %w", err)
	}
	c.log.Warn("today's calls are used up; the interface rests", "app_id", appID, "path", path, "until", until)
	return nil
}

// QuotaOf returns an account's quota of one interface. WeChat is asked where
// its count is not known or older than an hour, or where the caller wants it
// fresh; a failure to ask is returned, translated.
func (c *Connect) QuotaOf(ctx context.Context, appID, path string, fresh bool) (tuwen.Quota, error) {
	a, err := c.account(ctx, appID)
	if err != nil {
		return tuwen.Quota{}, err
	}
	if err := c.counts.settle(ctx); err != nil {
		return tuwen.Quota{}, err
	}
	q, err := c.standing(ctx, appID, path)
	if err != nil {
		return tuwen.Quota{}, err
	}
	if !fresh && q.CheckedAt != nil && c.now().Sub(*q.CheckedAt) < checkedFor {
		return q, nil
	}
	q, err = c.check(ctx, a, path)
	return q, c.Translate(err, appID, quotaGetPath)
}

// Quotas returns what an account has today of every interface that it called
// or that the console lives by, in the order of their paths. Without fresh it
// makes no call; with it, WeChat is asked about each, and the first failure is
// returned beside the figures known here.
func (c *Connect) Quotas(ctx context.Context, appID string, fresh bool) ([]tuwen.Quota, error) {
	a, err := c.account(ctx, appID)
	if err != nil {
		return nil, err
	}
	if err := c.counts.settle(ctx); err != nil {
		return nil, err
	}
	var asked error
	for _, path := range watched {
		if !fresh || asked != nil {
			break
		}
		_, asked = c.check(ctx, a, path)
	}
	var rows []store.Row
	err = c.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		rows, err = tx.Quotas.Of(ctx, appID, tuwen.BeijingDay(c.now()))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read quotas: %w", err)
	}
	return c.list(rows), c.Translate(asked, appID, quotaGetPath)
}

func (c *Connect) list(rows []store.Row) []tuwen.Quota {
	day := tuwen.BeijingDay(c.now())
	for _, path := range watched {
		if !slices.ContainsFunc(rows, func(r store.Row) bool { return r.Path == path }) {
			rows = append(rows, store.Row{Path: path, Day: day})
		}
	}
	slices.SortFunc(rows, func(a, b store.Row) int { return strings.Compare(a.Path, b.Path) })
	list := make([]tuwen.Quota, 0, len(rows))
	for _, row := range rows {
		list = append(list, c.quota(row))
	}
	return list
}

// ClearQuota resets all of an account's counters at WeChat, which allows it 10
// times a calendar month, shared with WeChat's own page. The error is
// [tuwen.Exhausted] "quota.clears" where our own count says that it is in
// vain.
//
// https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_clearquota.html
func (c *Connect) ClearQuota(ctx context.Context, appID string) error {
	a, err := c.account(ctx, appID)
	if err != nil {
		return err
	}
	month := tuwen.BeijingDay(c.now())[:len("2006-01")]
	clears := 0
	err = c.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		clears, err = tx.Quotas.Clears(ctx, appID, month)
		return err
	})
	if err != nil {
		return fmt.Errorf("read clears: %w", err)
	}
	if clears >= clearsPerMonth {
		return tuwen.Errorf(tuwen.Exhausted, "quota.clears", "the counters were cleared ten times this month; WeChat allows no more")
	}
	if err := c.client(a, tuwen.ByPerson).OpenAPI.ClearQuota(ctx, appID); err != nil {
		return c.Translate(err, appID, "/cgi-bin/clear_quota")
	}
	return c.cleared(ctx, appID, month)
}

// cleared starts our own counts anew where WeChat did.
func (c *Connect) cleared(ctx context.Context, appID, month string) error {
	if err := c.counts.settle(ctx); err != nil {
		return err
	}
	now := c.now()
	day := tuwen.BeijingDay(now)
	err := c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Quotas.AddClear(ctx, appID, month); err != nil {
			return err
		}
		rows, err := tx.Quotas.Of(ctx, appID, day)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := startAnew(ctx, tx, appID, row, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep cleared quotas: %w", err)
	}
	return nil
}

func startAnew(ctx context.Context, tx *store.Tx, appID string, row store.Row, now time.Time) error {
	day := tuwen.BeijingDay(now)
	if _, err := tx.Quotas.Add(ctx, appID, row.Path, day, tuwen.ByPerson, -row.People); err != nil {
		return err
	}
	if _, err := tx.Quotas.Add(ctx, appID, row.Path, day, tuwen.ByJob, -row.Jobs); err != nil {
		return err
	}
	if err := tx.Quotas.SetChecked(ctx, appID, row.Path, day, row.Limit, 0, now); err != nil {
		return err
	}
	return tx.Quotas.Block(ctx, appID, row.Path, time.Time{})
}
