package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Pushes returns what came to the account's callback address. What WeChat did
// to an account of the same AppID that was removed since is not among it.
func (s Events) Pushes(ctx context.Context, a tuwen.Account) (tuwen.Pushes, error) {
	p := tuwen.Pushes{SetUp: a.HasMessageToken && (a.HasAESKey || a.Encryption == tuwen.Plain)}
	at, err := s.LastPush(ctx, a.AppID)
	switch {
	case err == nil:
		p.LastAt = &at
	case tuwen.KindOf(err) != tuwen.NotFound:
		return p, err
	}
	verified, err := s.tx.Settings.Get(ctx, verifiedSetting(a.AppID))
	switch {
	case err == nil:
		if at, err := time.Parse(time.RFC3339, verified); err == nil && !at.Before(a.CreatedAt.Truncate(time.Second)) {
			p.VerifiedAt = &at
		}
	case tuwen.KindOf(err) != tuwen.NotFound:
		return p, fmt.Errorf("read when the callback address was verified: %w", err)
	}
	p.Refusals, err = s.tx.Refusals.Of(ctx, a.AppID)
	return p, err
}

// Verified keeps that WeChat verified the account's callback address.
func (s Events) Verified(ctx context.Context, appID string, at time.Time) error {
	return s.tx.Settings.Put(ctx, verifiedSetting(appID), at.UTC().Format(time.RFC3339))
}

func verifiedSetting(appID string) string { return "callback_verified/" + appID }
