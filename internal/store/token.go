package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// AccessToken is the token of an account that all nodes share, with what is
// needed to force a new one no more often than WeChat allows.
type AccessToken struct {
	Token       tuwen.Sealed
	ExpiresAt   time.Time
	FetchedAt   time.Time
	ForcedAt    time.Time // the last forced refresh
	ForcedDay   string    // its Beijing day
	ForcedCount int       // forced refreshes on that day
}

// AccessTokens are the shared tokens, one an account.
type AccessTokens struct{ tx *Tx }

// ByID returns the account's token, [tuwen.NotFound] "token.none" where none
// was ever fetched.
func (s AccessTokens) ByID(ctx context.Context, appID string) (AccessToken, error) {
	r, err := s.tx.q.AccessToken(ctx, appID)
	if err != nil {
		return AccessToken{}, found(err, "token.none", "access token")
	}
	return AccessToken{
		Token: r.Token, ExpiresAt: fromMillis(r.ExpiresAt), FetchedAt: fromMillis(r.FetchedAt),
		ForcedAt: fromMillis(r.ForcedAt), ForcedDay: r.ForcedDay, ForcedCount: int(r.ForcedCount),
	}, nil
}

// Put keeps the account's token in place of the one before.
func (s AccessTokens) Put(ctx context.Context, appID string, t AccessToken) error {
	err := s.tx.q.PutAccessToken(ctx, db.PutAccessTokenParams{
		AppID: appID, Token: t.Token, ExpiresAt: millis(t.ExpiresAt), FetchedAt: millis(t.FetchedAt),
		ForcedAt: millis(t.ForcedAt), ForcedDay: t.ForcedDay, ForcedCount: int64(t.ForcedCount),
	})
	return s.tx.owned(err, "keep access token")
}

// Leases let one of several nodes do what only one should.
type Leases struct{ tx *Tx }

// Acquire takes or prolongs the lease for owner and reports whether owner has
// it now. Another owner's lease is in the way until its time is over.
func (s Leases) Acquire(ctx context.Context, name, owner string, now, until time.Time) (bool, error) {
	n, err := s.tx.q.AcquireLease(ctx, db.AcquireLeaseParams{
		Name: name, Owner: owner, HeldUntil: millis(until), Now: millis(now),
	})
	if err != nil {
		return false, fmt.Errorf("acquire lease: %w", err)
	}
	return n > 0, nil
}

// Release gives the lease back; it does nothing where owner does not have it.
func (s Leases) Release(ctx context.Context, name, owner string) error {
	if err := s.tx.q.ReleaseLease(ctx, db.ReleaseLeaseParams{Name: name, Owner: owner}); err != nil {
		return fmt.Errorf("release lease: %w", err)
	}
	return nil
}
