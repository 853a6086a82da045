package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
)

// Sessions are the signed-in browsers, by the hash of their token.
type Sessions struct{ tx *Tx }

// Find returns the session's data, and false where there is none or its time
// is over.
func (s Sessions) Find(ctx context.Context, token string, now time.Time) ([]byte, bool, error) {
	r, err := s.tx.q.Session(ctx, token)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("find session: %w", err)
	case r.ExpiresAt <= millis(now):
		return nil, false, nil
	}
	return r.Data, true, nil
}

// Commit keeps the session.
func (s Sessions) Commit(ctx context.Context, token string, data []byte, expires time.Time) error {
	if data == nil {
		data = []byte{}
	}
	if err := s.tx.q.PutSession(ctx, db.PutSessionParams{Token: token, Data: data, ExpiresAt: millis(expires)}); err != nil {
		return fmt.Errorf("keep session: %w", err)
	}
	return nil
}

// Delete ends the session; it does nothing where there is none.
func (s Sessions) Delete(ctx context.Context, token string) error {
	if err := s.tx.q.DeleteSession(ctx, token); err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}

// All returns the data of every session whose time is not over, by token.
func (s Sessions) All(ctx context.Context, now time.Time) (map[string][]byte, error) {
	rows, err := s.tx.q.Sessions(ctx, millis(now))
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	all := make(map[string][]byte, len(rows))
	for _, r := range rows {
		all[r.Token] = r.Data
	}
	return all, nil
}

// Purge forgets sessions and one-time codes whose time is over, and log-in
// failures older than a day. It returns how many sessions that were.
func (s Sessions) Purge(ctx context.Context, now time.Time) (int, error) {
	n, err := s.tx.q.PurgeSessions(ctx, millis(now))
	if err == nil {
		err = s.tx.q.PurgeCodes(ctx, millis(now))
	}
	if err == nil {
		_, err = s.tx.q.PurgeLogins(ctx, millis(now.Add(-24*time.Hour)))
	}
	if err != nil {
		return 0, fmt.Errorf("purge sessions: %w", err)
	}
	return int(n), nil
}

// SessionStore is what scs.SessionManager wants of a store
// (scs.IterableCtxStore), each call a transaction of its own.
type SessionStore struct{ db *DB }

// Sessions returns the session store of this database.
func (db *DB) Sessions() *SessionStore { return &SessionStore{db} }

// FindCtx returns the data of a session that is there and not over.
func (s *SessionStore) FindCtx(ctx context.Context, token string) (data []byte, ok bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *Tx) (err error) {
		data, ok, err = tx.Sessions.Find(ctx, token, time.Now())
		return err
	})
	return data, ok, err
}

// CommitCtx keeps a session until it expires.
func (s *SessionStore) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *Tx) error {
		return tx.Sessions.Commit(ctx, token, data, expires)
	})
}

// DeleteCtx ends a session.
func (s *SessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *Tx) error {
		return tx.Sessions.Delete(ctx, token)
	})
}

// AllCtx returns the data of every session that is not over.
func (s *SessionStore) AllCtx(ctx context.Context) (all map[string][]byte, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *Tx) (err error) {
		all, err = tx.Sessions.All(ctx, time.Now())
		return err
	})
	return all, err
}

// Find is FindCtx for callers without a context; scs prefers FindCtx.
func (s *SessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context; scs prefers CommitCtx.
func (s *SessionStore) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx for callers without a context; scs prefers DeleteCtx.
func (s *SessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Login is how often signing in failed for a key: an address, an email.
type Login struct {
	Key          string
	Failures     int
	FirstAt      time.Time
	LastAt       time.Time
	BlockedUntil time.Time
}

// Logins throttle guessing.
type Logins struct{ tx *Tx }

// ByKey returns the key's failures. A key without any is a row of zeros.
func (s Logins) ByKey(ctx context.Context, key string) (Login, error) {
	r, err := s.tx.q.LoginThrottle(ctx, text(key))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Login{}, fmt.Errorf("read log-in failures: %w", err)
	}
	r.Throttle = key
	return login(r), nil
}

// Fail counts one more failure and returns the key's row. Failures are
// forgotten once the last one lies further back than window.
func (s Logins) Fail(ctx context.Context, key string, now time.Time, window time.Duration) (Login, error) {
	r, err := s.tx.q.FailLogin(ctx, db.FailLoginParams{
		Throttle: text(key), Now: millis(now), Stale: millis(now.Add(-window)),
	})
	if err != nil {
		return Login{}, fmt.Errorf("count a log-in failure: %w", err)
	}
	return login(r), nil
}

// Block keeps until when the key may not try again.
func (s Logins) Block(ctx context.Context, key string, until time.Time) error {
	if err := s.tx.q.BlockLogin(ctx, db.BlockLoginParams{Throttle: text(key), BlockedUntil: millis(until)}); err != nil {
		return fmt.Errorf("block a log-in: %w", err)
	}
	return nil
}

// Clear forgets the key's failures.
func (s Logins) Clear(ctx context.Context, key string) error {
	if err := s.tx.q.ClearLogin(ctx, text(key)); err != nil {
		return fmt.Errorf("clear log-in failures: %w", err)
	}
	return nil
}

func login(r db.Login) Login {
	return Login{
		Key: r.Throttle, Failures: int(r.Failures), FirstAt: fromMillis(r.FirstAt), LastAt: fromMillis(r.LastAt),
		BlockedUntil: fromMillis(r.BlockedUntil),
	}
}

// Codes sign somebody in once.
type Codes struct{ tx *Tx }

// Create keeps the hash of a code for an operator.
func (s Codes) Create(ctx context.Context, hash []byte, operatorID string, expires time.Time) error {
	err := s.tx.q.CreateCode(ctx, db.CreateCodeParams{Hash: hash, OperatorID: operatorID, ExpiresAt: millis(expires)})
	if err != nil {
		return fmt.Errorf("keep a code: %w", err)
	}
	return nil
}

// Take uses the code up and returns whose it was; NotFound
// "code.unknown" where it is unknown, used or over.
func (s Codes) Take(ctx context.Context, hash []byte, now time.Time) (operatorID string, err error) {
	r, err := s.tx.q.TakeCode(ctx, hash)
	if err == nil && r.ExpiresAt <= millis(now) {
		err = sql.ErrNoRows
	}
	if err != nil {
		return "", found(err, "code.unknown", "code")
	}
	return r.OperatorID, nil
}

// Settings are named texts of the installation.
type Settings struct{ tx *Tx }

// Get returns a setting, NotFound "setting.none" where it was never
// put.
func (s Settings) Get(ctx context.Context, name string) (string, error) {
	v, err := s.tx.q.Setting(ctx, name)
	return v, found(err, "setting.none", "setting")
}

// Put keeps a setting.
func (s Settings) Put(ctx context.Context, name, value string) error {
	if err := s.tx.q.PutSetting(ctx, db.PutSettingParams{Name: name, Value: text(value)}); err != nil {
		return fmt.Errorf("keep a setting: %w", err)
	}
	return nil
}
