package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Quotas are the calls that WeChat allows an account in a day.
type Quotas struct{ *floor }

// Of returns what is left today of each interface. Refresh asks WeChat, which
// costs calls itself, and needs an operator.
func (s *Quotas) Of(ctx context.Context, actor tuwen.Actor, appID string, refresh bool) (tuwen.QuotaSheet, error) {
	least := tuwen.Viewer
	if refresh {
		least = tuwen.Operates
	}
	if err := actor.May(least); err != nil {
		return tuwen.QuotaSheet{}, err
	}
	return s.sheet(ctx, appID, refresh)
}

// Clear resets today's counters of all interfaces 清零, which WeChat allows
// ten times a month.
func (s *Quotas) Clear(ctx context.Context, actor tuwen.Actor, appID string) (tuwen.QuotaSheet, error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return tuwen.QuotaSheet{}, err
	}
	if err := s.connect.ClearQuota(ctx, appID); err != nil {
		return tuwen.QuotaSheet{}, err
	}
	if err := s.recordAlone(ctx, actor, tuwen.Entry{Action: "quota.clear", AppID: appID, Subject: appID}); err != nil {
		return tuwen.QuotaSheet{}, err
	}
	return s.sheet(ctx, appID, false)
}

func (s *Quotas) sheet(ctx context.Context, appID string, refresh bool) (out tuwen.QuotaSheet, err error) {
	if out.Items, err = s.connect.Quotas(ctx, appID, refresh); err != nil {
		return out, err
	}
	month := tuwen.BeijingDay(s.now())[:len("2006-01")]
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		out.ClearsUsed, err = tx.Quotas.Clears(ctx, appID, month)
		return err
	})
	out.ClearsLeft = max(0, tuwen.MonthlyClears-out.ClearsUsed)
	return out, err
}

// Audit is the record of what was done 审计.
type Audit struct{ *floor }

// List returns a stretch of the audit, newest first. Administrators read it.
func (s *Audit) List(ctx context.Context, actor tuwen.Actor, q AuditQuery) (out tuwen.Page[tuwen.Entry], err error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return out, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Audit.List(ctx, store.AuditFilter{AppID: q.AppID, Actor: q.Actor, Action: q.Action, Limit: q.Limit, Cursor: q.Cursor})
		out = tuwen.Page[tuwen.Entry]{Items: p.Items, NextCursor: p.NextCursor}
		return err
	})
	return out, err
}
