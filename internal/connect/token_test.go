package connect_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestOneTokenIsFetchedForManyCallsOnTwoNodes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.second()
		var calls sync.WaitGroup
		for i := range 40 {
			calls.Go(func() {
				c := e.Connect
				if i%2 == 1 {
					c = b
				}
				if err := e.count(t, c, tuwen.ByPerson); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		must(t, b.Settle(t.Context()))
		if got := e.wx.Calls(stableTokenPath); got != 1 {
			t.Errorf("%d calls of stable_token, want 1", got)
		}
	})
}

func TestTokenIsRenewedUnderFiveMinutesBeforeItsEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		first, expires, err := e.AccessToken(t.Context(), appID)
		must(t, err)
		if want := e.clock.Now().Add(7200 * time.Second); !expires.Equal(want) {
			t.Errorf("expires %v, want %v", expires, want)
		}
		e.clock.Move(7200*time.Second - 300*time.Second)
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		if got := e.wx.Calls(stableTokenPath); got != 1 {
			t.Errorf("%d calls with 300 s left, want 1", got)
		}
		e.clock.Move(time.Second)
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		second, _, err := e.AccessToken(t.Context(), appID)
		must(t, err)
		if got := e.wx.Calls(stableTokenPath); got != 2 || second == first {
			t.Errorf("%d calls with 299 s left, same token %v; want 2 and another", got, second == first)
		}
	})
}

func TestTokenRefreshedBySomebodyElseIsReplacedOnceUnseen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		e.wx.ExpireToken()
		var calls sync.WaitGroup
		for range 8 {
			calls.Go(func() {
				if err := e.count(t, e.Connect, tuwen.ByPerson); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		if got := e.wx.Calls(stableTokenPath); got != 2 {
			t.Errorf("%d calls of stable_token, want 2", got)
		}
		if e.row(t).ForcedCount != 0 {
			t.Error("a refresh was forced")
		}
	})
}

func (e *env) row(t *testing.T) store.AccessToken {
	t.Helper()
	var row store.AccessToken
	must(t, e.db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		row, err = tx.AccessTokens.ByID(ctx, appID)
		return err
	}))
	return row
}

// reject makes WeChat reject whatever token, n times.
func (e *env) reject(n int) {
	e.wx.SetFault(sandbox.Fault{Path: draftCount, Next: n, Kind: sandbox.FaultErrcode, Errcode: 40001, Errmsg: "invalid credential, access_token is invalid or not latest"})
}

func TestRejectedTokenThatWeChatStandsByIsForcedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		e.wx.ResetCalls()
		e.clock.Move(time.Minute)
		e.reject(1)
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		want := map[string]int{stableTokenPath: 2, draftCount: 2} // normal, forced; rejected, repeated
		if diff := cmp.Diff(want, e.wx.AllCalls()); diff != "" {
			t.Error("(-want +got):", diff)
		}
		row := e.row(t)
		if row.ForcedCount != 1 || !row.ForcedAt.Equal(e.clock.Now()) {
			t.Errorf("forced %d times, last at %v", row.ForcedCount, row.ForcedAt)
		}
	})
}

func TestTokenRejectedForEverNeverLoops(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		e.reject(0)
		e.wx.ResetCalls()
		for range 50 {
			e.clock.Move(10 * time.Second)
			if err := e.count(t, e.Connect, tuwen.ByPerson); tuwen.KindOf(err) != tuwen.Refused {
				t.Fatalf("got %v, want a refusal", err)
			}
		}
		if row := e.row(t); row.ForcedCount > 50*10/30+1 {
			t.Errorf("forced %d times in 500 s", row.ForcedCount)
		}
		for range 30 {
			e.clock.Move(time.Minute)
			_ = e.count(t, e.Connect, tuwen.ByPerson)
		}
		if row := e.row(t); row.ForcedCount != 20 {
			t.Errorf("forced %d times a day, want %d", row.ForcedCount, 20)
		}
		calls := e.wx.AllCalls()
		if calls[draftCount] > 2*80 || calls[stableTokenPath] > 2*80 {
			t.Errorf("80 calls became %v", calls)
		}
		wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Refused, "token.rejected")
		e.clock.Move(24 * time.Hour)
		_ = e.count(t, e.Connect, tuwen.ByPerson)
		if row := e.row(t); row.ForcedCount != 1 {
			t.Errorf("forced %d times on the next day, want 1", row.ForcedCount)
		}
	})
}

func TestTokenWaitsForTheNodeThatFetchesIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Leases.Acquire(ctx, "token:"+appID, "node-b", e.clock.Now(), e.clock.Now().Add(30*time.Second))
			return err
		})
		waited := 0
		e.pause = func(ctx context.Context, _ time.Duration) error {
			if waited++; waited == 3 { // the other node is done
				return e.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
					err := tx.AccessTokens.Put(ctx, appID, store.AccessToken{
						Token: e.box.Seal(appID, connect.FieldAccessToken, []byte("theirs")), ExpiresAt: e.clock.Now().Add(2 * time.Hour),
					})
					if err != nil {
						return err
					}
					return tx.Leases.Release(ctx, "token:"+appID, "node-b")
				})
			}
			return nil
		}
		got, _, err := e.AccessToken(t.Context(), appID)
		must(t, err)
		if got != "theirs" || e.wx.Calls(stableTokenPath) != 0 {
			t.Errorf("got %q by %d calls", got, e.wx.Calls(stableTokenPath))
		}
	})
}

func TestTokenOutlivesANodeThatDiedFetchingIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Leases.Acquire(ctx, "token:"+appID, "node-b", e.clock.Now(), e.clock.Now().Add(30*time.Second))
			return err
		})
		e.pause = func(_ context.Context, d time.Duration) error {
			e.clock.Move(d)
			return nil
		}
		began := e.clock.Now()
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		if waited := e.clock.Now().Sub(began); waited < 30*time.Second || waited > 30*time.Second+time.Second {
			t.Errorf("waited %v, want about %v", waited, 30*time.Second)
		}
	})
}

func TestExternalSourceOwnsTheToken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		text, _, err := e.AccessToken(t.Context(), appID)
		must(t, err)
		var asked atomic.Int32
		source := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			if r.Header.Get("Authorization") != "Bearer b3arer" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"access_token": text, "expires_in": 600})
		}))
		t.Cleanup(source.Close)
		e.edit(t, func(a *tuwen.Account) {
			a.ExternalTokenURL = source.URL + "/token?key=k3y"
			a.ExternalToken = e.box.Seal(appID, connect.FieldExternalToken, []byte("b3arer"))
			a.AppSecret = nil
		})
		e.clock.Move(2 * time.Hour) // what was kept has ended
		e.clock.Move(-2 * time.Hour)
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.AccessTokens.Put(ctx, appID, store.AccessToken{})
		})
		e.wx.ResetCalls()
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		if asked.Load() != 1 || e.wx.Calls(stableTokenPath) != 0 {
			t.Errorf("source asked %d times, stable_token %d", asked.Load(), e.wx.Calls(stableTokenPath))
		}
		e.reject(1)
		wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Refused, "token.external_rejected")
		source.Close()
		e.clock.Move(time.Hour)
		err = e.count(t, e.Connect, tuwen.ByPerson)
		wantCode(t, err, tuwen.Unavailable, "token.external")
		if strings.Contains(err.Error(), "k3y") || strings.Contains(err.Error(), "b3arer") {
			t.Errorf("the error tells a secret: %v", err)
		}
	})
}

func TestAccountWithoutASecretSaysSo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.edit(t, func(a *tuwen.Account) { a.AppSecret = nil })
		wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Conflict, "account.no_secret")
	})
}

func TestUnknownAccountIsNotFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		_, err := e.Client(t.Context(), "wx0000000000000000", tuwen.ByPerson)
		if tuwen.KindOf(err) != tuwen.NotFound {
			t.Errorf("got %v", err)
		}
	})
}

func TestNoSecretAndNoTokenIsToldInErrorsAndLogs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		text, _, err := e.AccessToken(t.Context(), appID)
		must(t, err)
		told := []string{}
		try := func() {
			if err := e.count(t, e.Connect, tuwen.ByPerson); err != nil {
				told = append(told, err.Error(), tuwen.ProblemOf(err).Detail)
			}
		}
		for _, f := range []sandbox.Fault{
			{Kind: sandbox.FaultStatus, HTTPStatus: 502}, {Kind: sandbox.FaultHTML}, {Kind: sandbox.FaultCut}, {Kind: sandbox.FaultEmpty},
			{Kind: sandbox.FaultErrcode, Errcode: 40001}, {Kind: sandbox.FaultErrcode, Errcode: 45009}, {Kind: sandbox.FaultErrcode, Errcode: 48001},
		} {
			f.Next = 3
			e.wx.SetFault(f)
			try()
			e.wx.ClearFaults()
			e.clock.Move(24 * time.Hour)
		}
		e.wx.SetSecret("another")
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.AccessTokens.Put(ctx, appID, store.AccessToken{})
		})
		try()
		e.edit(t, func(a *tuwen.Account) { a.APIBaseURL = "http://127.0.0.1:1" })
		try()
		d, err := e.Diagnose(t.Context(), appID)
		must(t, err)
		b, err := json.Marshal(d)
		must(t, err)
		told = append(told, string(b), e.log.String())
		if len(told) < 10 {
			t.Fatalf("only %d texts to look at", len(told))
		}
		for _, s := range told {
			if strings.Contains(s, secret) || strings.Contains(s, text) {
				t.Errorf("a secret is told: %s", s)
			}
		}
	})
}
