package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Overview is the first screen of an account.
type Overview struct{ *lists }

// newestShown is how many drafts the first screen shows.
const newestShown = 5

// Of returns what is known of an account. It makes no call to WeChat.
func (s *Overview) Of(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.Overview, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	quotas, err := s.connect.Quotas(ctx, appID, false)
	if err != nil {
		return out, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		out = tuwen.Overview{Quotas: quotas, Newest: []tuwen.Material{}, Problems: []tuwen.Problem{}}
		if out.Account, err = tx.Accounts.ByID(ctx, appID); err != nil {
			return err
		}
		if err := countInto(ctx, tx, appID, &out); err != nil {
			return err
		}
		if err := draftsInto(ctx, tx, appID, &out); err != nil {
			return err
		}
		if err := runsInto(ctx, tx, appID, &out); err != nil {
			return err
		}
		if err := s.reachInto(ctx, tx, appID, &out.Reach); err != nil {
			return err
		}
		return s.repliesInto(ctx, tx, &out)
	})
	if err != nil {
		return out, err
	}
	for _, q := range quotas {
		out.CallsToday += q.ByPeople + q.ByJobs
	}
	if !out.Account.HasAppSecret && out.Account.ExternalTokenURL == "" {
		out.Problems = append(out.Problems, *tuwen.ProblemOf(tuwen.Errorf(tuwen.Conflict, "account.no_secret", "the account has no AppSecret; WeChat cannot be asked")))
	}
	return out, s.shown(ctx, appID, out.Newest)
}

// lostShown is how many lost materials the first screen names.
const lostShown = 10

// repliesInto tells what keeps followers from their replies: materials that
// cannot be sent any more, and pushes that do not arrive.
func (s *Overview) repliesInto(ctx context.Context, tx *store.Tx, out *tuwen.Overview) (err error) {
	if out.Lost, err = tx.Uses.Lost(ctx, out.Account.AppID, lostShown); err != nil {
		return err
	}
	pushes, err := tx.Events.Pushes(ctx, out.Account)
	if err != nil {
		return err
	}
	if check := pushes.Verdict(s.now()); check.Params["reason"] != "" {
		problem := *check.Problem
		problem.Params = check.Params
		out.Problems = append(out.Problems, problem)
	}
	return nil
}

func countInto(ctx context.Context, tx *store.Tx, appID string, out *tuwen.Overview) error {
	c, err := tx.Materials.Counts(ctx, appID)
	if err != nil {
		return err
	}
	out.Counts = tuwen.Counts{Drafts: c.Drafts, History: c.History, Published: c.Published, Notes: c.Notes}
	p, err := tx.Published.Page(ctx, appID, 0)
	if err == nil {
		out.Counts.Published = p.Total
	}
	return unlessNone(err)
}

func draftsInto(ctx context.Context, tx *store.Tx, appID string, out *tuwen.Overview) error {
	r, err := tx.Drafts.Reading(ctx, appID)
	if err != nil {
		return unlessNone(err)
	}
	if r.Error != nil {
		out.Problems = append(out.Problems, *r.Error)
	}
	if r.ReadAt.IsZero() {
		return nil
	}
	out.Counts.Drafts, out.DraftsReadAt = r.Total, &r.ReadAt
	out.Newest, err = tx.Materials.Get(ctx, appID, r.MediaIDs[:min(newestShown, len(r.MediaIDs))])
	return err
}

func runsInto(ctx context.Context, tx *store.Tx, appID string, out *tuwen.Overview) error {
	p, err := tx.Syncs.List(ctx, appID, 2, "")
	if err != nil {
		return err
	}
	for _, run := range p.Items {
		switch {
		case run.State.Active() && out.ActiveRun == nil:
			out.ActiveRun = &run
		case !run.State.Active() && out.LastRun == nil:
			out.LastRun = &run
		}
	}
	if r := out.LastRun; r != nil && r.State == tuwen.SyncFailed && r.Error != nil && out.ActiveRun == nil {
		out.Problems = append(out.Problems, *r.Error)
	}
	full, err := tx.Syncs.LastFinished(ctx, appID, tuwen.Full)
	if err == nil {
		out.LastFull = full.FinishedAt
	} else if unlessNone(err) != nil {
		return err
	}
	incremental, err := tx.Syncs.LastFinished(ctx, appID, tuwen.Incremental)
	if err == nil {
		out.LastIncremental = incremental.FinishedAt
	}
	return unlessNone(err)
}

// unlessNone drops the error of what is not there yet.
func unlessNone(err error) error {
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil
	}
	return err
}

// Figures are counted by the machine's monitoring, which is no actor.
type Figures struct{ *floor }

// AccountFigures is what the monitoring reads of one account.
type AccountFigures struct {
	AppID  string
	Quotas []tuwen.Quota
	Run    *tuwen.SyncRun // the active one
}

// All returns the figures of every account. It makes no call to WeChat.
func (s *Figures) All(ctx context.Context) ([]AccountFigures, error) {
	var accounts []tuwen.Account
	runs := map[string]*tuwen.SyncRun{}
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if accounts, err = tx.Accounts.All(ctx); err != nil {
			return err
		}
		active, err := tx.Syncs.AllActive(ctx)
		for i := range active {
			runs[active[i].AppID] = &active[i]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make([]AccountFigures, len(accounts))
	for i, a := range accounts {
		quotas, err := s.connect.Quotas(ctx, a.AppID, false)
		if err != nil {
			return nil, err
		}
		all[i] = AccountFigures{AppID: a.AppID, Quotas: quotas, Run: runs[a.AppID]}
	}
	return all, nil
}
