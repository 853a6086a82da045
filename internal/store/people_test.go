package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

var _ scs.IterableCtxStore = (*store.SessionStore)(nil)

func TestOperatorsKeepEveryField(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		seen := at.Add(time.Minute)
		a := tuwen.Operator{ID: "1", Name: "小禾", Email: "a@example.com", Role: tuwen.Admin, CreatedAt: at, PasswordHash: "h"}
		b := tuwen.Operator{ID: "2", Name: "小满", Email: "b@example.com", Role: tuwen.Viewer, Disabled: true, CreatedAt: at,
			SeenAt: &seen, PasswordHash: "g", Epoch: 3}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Operators.Create(ctx, a); err != nil {
				return err
			}
			return tx.Operators.Create(ctx, b)
		})
		a.Role, a.SeenAt, a.Epoch, a.PasswordHash = tuwen.Operates, &seen, 1, "x"
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Operators.Update(ctx, a) })
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Operator, error) {
			return tx.Operators.All(ctx)
		}), []tuwen.Operator{a, b})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Operator, error) {
			return tx.Operators.ByEmail(ctx, b.Email)
		}), b)
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Operator, error) {
			return tx.Operators.ByID(ctx, "1")
		}), a)
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Operators.Count(ctx) }), 2)

		taken := b
		taken.ID = "3"
		wantError(t, db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Operators.Create(ctx, taken)
		}), tuwen.Conflict, "operator.exists")
		taken.ID = "1"
		wantError(t, db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Operators.Update(ctx, taken)
		}), tuwen.Conflict, "operator.exists")
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Operator, error) {
			return tx.Operators.ByEmail(ctx, "none@example.com")
		})
		wantError(t, err, tuwen.NotFound, "operator.unknown")
	})
}

func TestAPITokensAreFoundByTheirHash(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		used := at.Add(time.Hour)
		want := tuwen.APIToken{ID: "t1", Name: "脚本", Role: tuwen.Viewer, CreatedBy: "小禾", CreatedAt: at, Hash: []byte{0, 1, 255}}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.APITokens.Create(ctx, want); err != nil {
				return err
			}
			return tx.APITokens.Touch(ctx, "t1", used)
		})
		want.UsedAt = &used
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.APIToken, error) {
			return tx.APITokens.ByHash(ctx, want.Hash)
		}), want)
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.APIToken, error) {
			return tx.APITokens.All(ctx)
		}), []tuwen.APIToken{want})
		remove := func(ctx context.Context, tx *store.Tx) error { return tx.APITokens.Delete(ctx, "t1") }
		do(t, db, remove)
		wantError(t, db.Write(t.Context(), remove), tuwen.NotFound, "api_token.unknown")
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.APIToken, error) {
			return tx.APITokens.ByHash(ctx, want.Hash)
		})
		wantError(t, err, tuwen.NotFound, "api_token.unknown")
	})
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		s, ctx := db.Sessions(), t.Context()
		now := time.Now()
		for token, expires := range map[string]time.Time{"live": now.Add(time.Hour), "over": now.Add(-time.Second)} {
			for _, data := range []string{"first", token} {
				if err := s.CommitCtx(ctx, token, []byte(data), expires); err != nil {
					t.Fatal(err)
				}
			}
		}
		for token, want := range map[string]string{"live": "live true", "over": " false", "none": " false"} {
			data, ok, err := s.FindCtx(ctx, token)
			if got := fmt.Sprintf("%s %v", data, ok); err != nil || got != want {
				t.Errorf("find %s: got %q, %v; want %q", token, got, err, want)
			}
		}
		all, err := s.AllCtx(ctx)
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, all, map[string][]byte{"live": []byte("live")})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Sessions.Purge(ctx, now)
			wantSame(t, n, 1)
			return err
		})
		if err := s.DeleteCtx(ctx, "live"); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.FindCtx(ctx, "live"); ok || err != nil {
			t.Errorf("after deletion: got %v, %v; want false", ok, err)
		}
	})
}

func TestLoginsForgetOldFailures(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		fail := func(after time.Duration) (l store.Login) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				l, err = tx.Logins.Fail(ctx, "a@example.com", at.Add(after), time.Hour)
				return err
			})
			return l
		}
		wantSame(t, fail(0), store.Login{Key: "a@example.com", Failures: 1, FirstAt: at, LastAt: at})
		wantSame(t, fail(time.Minute), store.Login{Key: "a@example.com", Failures: 2, FirstAt: at, LastAt: at.Add(time.Minute)})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Logins.Block(ctx, "a@example.com", at.Add(time.Hour))
		})
		later := at.Add(3 * time.Hour)
		want := store.Login{Key: "a@example.com", Failures: 1, FirstAt: later, LastAt: later, BlockedUntil: at.Add(time.Hour)}
		wantSame(t, fail(3*time.Hour), want)
		byKey := func(ctx context.Context, tx *store.Tx) (store.Login, error) {
			return tx.Logins.ByKey(ctx, "a@example.com")
		}
		wantSame(t, get(t, db, byKey), want)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Logins.Clear(ctx, "a@example.com") })
		wantSame(t, get(t, db, byKey), store.Login{Key: "a@example.com"})
	})
}

func TestCodesWorkOnce(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Codes.Create(ctx, []byte("old"), "1", at.Add(-time.Second)); err != nil {
				return err
			}
			return tx.Codes.Create(ctx, []byte("new"), "1", at.Add(time.Minute))
		})
		take := func(hash string) (id string, err error) {
			err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
				id, err = tx.Codes.Take(ctx, []byte(hash), at)
				return err
			})
			return id, err
		}
		if id, err := take("new"); id != "1" || err != nil {
			t.Errorf("got %q, %v; want 1", id, err)
		}
		for _, hash := range []string{"new", "old", "none"} {
			_, err := take(hash)
			wantError(t, err, tuwen.NotFound, "code.unknown")
		}
	})
}

func TestAuditIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		var entries []tuwen.Entry
		for i := range 9 {
			entries = append(entries, tuwen.Entry{ID: fmt.Sprint("e", i), At: at.Add(time.Duration(i/3) * time.Second), Actor: []string{"甲", "乙"}[i%2],
				Address: "127.0.0.1", Action: []string{"note.write", "sync.start", "account.create"}[i%3], AppID: []string{appID, ""}[i%2],
				Subject: "s", Name: "名", Details: map[string]string{"before": "旧"}})
		}
		entries[0].Details = nil
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			for _, e := range entries {
				if err := tx.Audit.Add(ctx, e); err != nil {
					return err
				}
			}
			return nil
		})
		for name, c := range map[string]struct {
			filter store.AuditFilter
			want   []int
		}{
			"all":     {store.AuditFilter{}, []int{8, 7, 6, 5, 4, 3, 2, 1, 0}},
			"account": {store.AuditFilter{AppID: appID}, []int{8, 6, 4, 2, 0}},
			"actor":   {store.AuditFilter{Actor: "乙"}, []int{7, 5, 3, 1}},
			"action":  {store.AuditFilter{Action: "sync.start"}, []int{7, 4, 1}},
			"both":    {store.AuditFilter{Action: "sync.start", AppID: appID}, []int{4}},
			"none":    {store.AuditFilter{Actor: "丙"}, nil},
		} {
			c.filter.Limit = 2
			var got, want []tuwen.Entry
			for _, i := range c.want {
				want = append(want, entries[i])
			}
			for {
				p := get(t, db, func(ctx context.Context, tx *store.Tx) (store.AuditPage, error) { return tx.Audit.List(ctx, c.filter) })
				got = append(got, p.Items...)
				if c.filter.Cursor = p.NextCursor; p.NextCursor == "" {
					break
				}
			}
			t.Log(name)
			wantSame(t, got, want)
		}
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (store.AuditPage, error) {
			return tx.Audit.List(ctx, store.AuditFilter{Cursor: "%"})
		})
		wantError(t, err, tuwen.Invalid, "cursor.bad")
	})
}

func TestSettingsAreReplaced(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		value := func(ctx context.Context, tx *store.Tx) (string, error) { return tx.Settings.Get(ctx, "key.check") }
		_, err := try(t, db, value)
		wantError(t, err, tuwen.NotFound, "setting.none")
		for _, v := range []string{"一", "二"} {
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Settings.Put(ctx, "key.check", v) })
			wantSame(t, get(t, db, value), v)
		}
	})
}
