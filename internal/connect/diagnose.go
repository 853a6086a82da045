package connect

import (
	"context"
	"errors"
	"strconv"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Diagnose tries, with real calls, what the account can do right now: reach
// WeChat, get a token, call from this address, use each group of interfaces,
// and how much quota is left. What cannot be tried because an earlier point
// failed is unknown. It spends one call of each group and some of quota/get.
// An error is about the account or the database; what WeChat refuses is in the
// checks.
func (c *Connect) Diagnose(ctx context.Context, appID string) (tuwen.Diagnosis, error) {
	a, err := c.account(ctx, appID)
	if err != nil {
		return tuwen.Diagnosis{}, err
	}
	d := tuwen.Diagnosis{AppID: appID, At: c.now()}
	err = c.tryToken(ctx, a)
	if ctx.Err() != nil {
		return d, ctx.Err()
	}
	d.Checks = reaching(c.Translate(err, appID, stableTokenPath))
	if err != nil {
		for _, name := range []string{"draft", "material", "freepublish", "quota"} {
			d.Checks = append(d.Checks, tuwen.Check{Name: name, State: tuwen.CheckUnknown})
		}
		return d, nil
	}
	for _, g := range groups {
		d.Checks = append(d.Checks, c.tryGroup(ctx, a, g))
	}
	d.Checks = append(d.Checks, c.tryQuota(ctx, a))
	return d, ctx.Err()
}

// tryToken asks for the token anew, whatever is kept: a secret that was reset
// is seen at once. Normal mode disturbs nobody.
func (c *Connect) tryToken(ctx context.Context, a *tuwen.Account) error {
	_, err := c.renew(ctx, a, func(ctx context.Context, _ token, _ store.AccessToken) (token, error) {
		return c.ask(ctx, a, false)
	})
	return err
}

// reaching says what the question for a token showed about the address, the
// token and the whitelist.
func reaching(err error) []tuwen.Check {
	ok := func(name string) tuwen.Check { return tuwen.Check{Name: name, State: tuwen.CheckOK} }
	unknown := func(name string) tuwen.Check { return tuwen.Check{Name: name, State: tuwen.CheckUnknown} }
	failed := func(name string) tuwen.Check {
		p := tuwen.ProblemOf(err)
		return tuwen.Check{Name: name, State: tuwen.CheckFailed, Problem: p, Params: p.Params}
	}
	switch tuwen.CodeOf(err) {
	case "":
		if err == nil {
			return []tuwen.Check{ok("base_url"), ok("token"), ok("whitelist")}
		}
		return []tuwen.Check{unknown("base_url"), failed("token"), unknown("whitelist")}
	case "wechat.unreachable":
		return []tuwen.Check{failed("base_url"), unknown("token"), unknown("whitelist")}
	case "wechat.40164", "wechat.61004", "wechat.89503", "wechat.89506", "wechat.89507":
		return []tuwen.Check{ok("base_url"), unknown("token"), failed("whitelist")}
	case "account.no_secret", "secret.unopened", "token.external":
		return []tuwen.Check{unknown("base_url"), failed("token"), unknown("whitelist")}
	}
	return []tuwen.Check{ok("base_url"), failed("token"), unknown("whitelist")}
}

// group is one kind of interfaces and the cheapest call that shows whether
// the account may use it. The call returns how many items there are.
type group struct {
	name, path string
	try        func(context.Context, *wechat.Client) (int, error)
}

var groups = []group{
	{"draft", "/cgi-bin/draft/count", func(ctx context.Context, w *wechat.Client) (int, error) {
		return w.Draft.Count(ctx)
	}},
	{"material", "/cgi-bin/material/get_materialcount", func(ctx context.Context, w *wechat.Client) (int, error) {
		n, err := w.Material.Count(ctx)
		if err != nil {
			return 0, err
		}
		return n.News, nil
	}},
	{"freepublish", PublishedList, func(ctx context.Context, w *wechat.Client) (int, error) {
		page, err := w.FreePublish.BatchGet(ctx, wechat.BatchGetRequest{Count: 1, NoContent: true})
		if err != nil {
			return 0, err
		}
		return page.TotalCount, nil
	}},
}

func (c *Connect) tryGroup(ctx context.Context, a *tuwen.Account, g group) tuwen.Check {
	n, err := g.try(ctx, c.client(a, tuwen.ByPerson))
	if err == nil {
		if err := c.setDenied(a.AppID, g.name, ""); err != nil {
			c.log.WarnContext(ctx, "a permission was not remembered", "app_id", a.AppID, "err", err)
		}
		return tuwen.Check{Name: g.name, State: tuwen.CheckOK, Params: map[string]string{"count": strconv.Itoa(n)}}
	}
	err = c.Translate(err, a.AppID, g.path)
	p := tuwen.ProblemOf(err)
	check := tuwen.Check{Name: g.name, State: tuwen.CheckFailed, Problem: p, Params: p.Params}
	switch {
	case p.Kind == tuwen.Exhausted:
		// A group that was denied when it could still be asked is denied.
		check.State = tuwen.CheckWarning
		if denied, err := c.Denied(ctx, a.AppID, g.path); err == nil && denied {
			check.State = tuwen.CheckFailed
		}
	case errors.Is(err, context.Canceled):
		check = tuwen.Check{Name: g.name, State: tuwen.CheckUnknown}
	}
	return check
}

// tryQuota names the list that has the least left.
func (c *Connect) tryQuota(ctx context.Context, a *tuwen.Account) tuwen.Check {
	check := tuwen.Check{Name: "quota", State: tuwen.CheckOK}
	least := 2.0
	for _, path := range []string{DraftList, HistoryList, PublishedList} {
		q, err := c.check(ctx, a, path)
		if err != nil {
			p := tuwen.ProblemOf(c.Translate(err, a.AppID, quotaGetPath))
			return tuwen.Check{Name: "quota", State: tuwen.CheckUnknown, Problem: p, Params: p.Params}
		}
		if q.Limit == 0 {
			continue
		}
		if share := float64(q.Left) / float64(q.Limit); share < least {
			least = share
			check = quotaCheck(q)
		}
	}
	return check
}

func quotaCheck(q tuwen.Quota) tuwen.Check {
	check := tuwen.Check{Name: "quota", State: tuwen.CheckOK, Params: map[string]string{
		"path": q.Path, "left": strconv.Itoa(q.Left), "limit": strconv.Itoa(q.Limit),
	}}
	switch {
	case q.Left <= 0 || q.BlockedUntil != nil:
		check.State = tuwen.CheckFailed
		check.Problem = tuwen.ProblemOf(tuwen.Errorf(tuwen.Exhausted, "quota.used_up", "today's calls of this interface are used up"))
	case q.Left <= tuwen.Reserve(q.Limit):
		check.State = tuwen.CheckWarning
		check.Problem = tuwen.ProblemOf(tuwen.Errorf(tuwen.Exhausted, "quota.reserve", "what is left of today's calls is kept for people"))
	}
	return check
}
