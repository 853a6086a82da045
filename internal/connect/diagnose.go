package connect

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Diagnose tries, with real calls, what the account can do right now: reach
// WeChat, get a token, call from this address, use each of the capabilities,
// and how much quota is left. What cannot be tried because an earlier point
// failed is unknown. It spends one call of each capability and some of
// quota/get; no follower sees anything of it.
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
		for _, what := range tuwen.Capabilities() {
			d.Checks = append(d.Checks, tuwen.Check{Name: what.Name, State: tuwen.CheckUnknown})
		}
		d.Checks = append(d.Checks, tuwen.Check{Name: "quota", State: tuwen.CheckUnknown})
		return d, nil
	}
	for _, what := range tuwen.Capabilities() {
		d.Checks = append(d.Checks, c.tryCapability(ctx, a, what))
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

// uncounted is what a call returns that shows no number of anything.
const uncounted = -1

// calls are the cheapest ones that show whether the account has a capability.
// They return how many items there are.
var calls = map[string]struct {
	path string
	try  func(context.Context, *wechat.Client) (int, error)
}{
	tuwen.ReadsDrafts.Name: {"/cgi-bin/draft/count", func(ctx context.Context, w *wechat.Client) (int, error) {
		return w.Draft.Count(ctx)
	}},
	tuwen.ReadsHistory.Name: {"/cgi-bin/material/get_materialcount", func(ctx context.Context, w *wechat.Client) (int, error) {
		n, err := w.Material.Count(ctx)
		if err != nil {
			return 0, err
		}
		return n.News, nil
	}},
	tuwen.ReadsPublished.Name: {PublishedList, func(ctx context.Context, w *wechat.Client) (int, error) {
		page, err := w.FreePublish.BatchGet(ctx, wechat.BatchGetRequest{Count: 1, NoContent: true})
		if err != nil {
			return 0, err
		}
		return page.TotalCount, nil
	}},
	tuwen.SendsInMass.Name: {"/cgi-bin/message/mass/speed/get", func(ctx context.Context, w *wechat.Client) (int, error) {
		_, err := w.Mass.Speed(ctx)
		return uncounted, err
	}},
	tuwen.SendsMessages.Name: {"/cgi-bin/message/custom/send", func(ctx context.Context, w *wechat.Client) (int, error) {
		// To nobody: who may send is told that there is no such follower.
		err := w.CustomerService.Send(ctx, wechat.TextMessage(nobody, "-"))
		return uncounted, unless(err, noFollower, windowOver)
	}},
	tuwen.HasMenu.Name: {"/cgi-bin/menu/get", func(ctx context.Context, w *wechat.Client) (int, error) {
		_, err := w.Menu.Get(ctx)
		return uncounted, unless(err, noMenu)
	}},
	tuwen.TagsFollowers.Name: {"/cgi-bin/tags/get", func(ctx context.Context, w *wechat.Client) (int, error) {
		_, err := w.Tag.All(ctx)
		return uncounted, err
	}},
	tuwen.MakesCodes.Name: {"/cgi-bin/qrcode/create", func(ctx context.Context, w *wechat.Client) (int, error) {
		// No interface only reads: a code that nobody sees and that is over in
		// a minute, of which WeChat makes any number.
		_, err := w.QRCode.Create(ctx, wechat.QRCodeRequest{Scene: nobody, ExpireSeconds: 60})
		return uncounted, err
	}},
}

// nobody is the openid of no follower, and the scene of a code that is tried.
const nobody = "tuwen-diagnosis"

// Refusals of a call that the account may make.
const (
	noFollower = 40003
	windowOver = 45015
	noMenu     = 46003
)

// unless is err but where WeChat's answer is one of these.
func unless(err error, codes ...int) error {
	if refusal, ok := errors.AsType[*wechat.Error](err); ok && slices.Contains(codes, refusal.Code) {
		return nil
	}
	return err
}

func (c *Connect) tryCapability(ctx context.Context, a *tuwen.Account, what tuwen.Capability) tuwen.Check {
	call, ok := calls[what.Name]
	if !ok {
		return tuwen.Check{Name: what.Name, State: tuwen.CheckUnknown}
	}
	n, err := call.try(ctx, c.client(a, tuwen.ByPerson))
	if err == nil {
		if err := c.setDenied(a.AppID, what.Name, ""); err != nil {
			c.log.WarnContext(ctx, "a permission was not remembered", "app_id", a.AppID, "err", err)
		}
		check := tuwen.Check{Name: what.Name, State: tuwen.CheckOK}
		if n != uncounted {
			check.Params = map[string]string{"count": strconv.Itoa(n)}
		}
		return check
	}
	err = c.Translate(err, a.AppID, call.path)
	if errors.Is(err, context.Canceled) {
		return tuwen.Check{Name: what.Name, State: tuwen.CheckUnknown}
	}
	p := tuwen.ProblemOf(err)
	check := tuwen.Check{Name: what.Name, State: tuwen.CheckFailed, Problem: p, Params: maps.Clone(p.Params)}
	if p.Kind == tuwen.Exhausted {
		// What was denied when it could still be asked is denied.
		if denied, err := c.Denied(ctx, a.AppID, call.path); err != nil || !denied {
			check.State = tuwen.CheckWarning
		}
	}
	if what.Needs != "" {
		if check.Params == nil {
			check.Params = map[string]string{}
		}
		check.Params["needs"] = string(what.Needs)
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
