package connect_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func (e *env) quota(t *testing.T, path string) tuwen.Quota {
	t.Helper()
	q, err := e.QuotaOf(t.Context(), appID, path, false)
	must(t, err)
	return q
}

func TestEveryCallIsCountedByPathDayAndSpender(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.second()
		var calls sync.WaitGroup
		for i := range 30 {
			calls.Go(func() {
				as, c := tuwen.ByPerson, e.Connect
				if i%3 == 0 {
					as, c = tuwen.ByJob, b
				}
				if err := e.count(t, c, as); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		must(t, b.Settle(t.Context()))
		got := e.quota(t, draftCount)
		now := e.clock.Now()
		want := tuwen.Quota{
			Path: draftCount, Day: "2026-11-20", Limit: 1000, LimitKnown: true, Used: 30, Left: 970,
			ByPeople: 20, ByJobs: 10, CheckedAt: &now, ResetsAt: tuwen.NextReset(now),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("(-want +got):", diff)
		}
		e.clock.Move(e.toMidnight())
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		if got := e.quota(t, draftCount); got.Day != "2026-11-21" || got.Used != 1 {
			t.Errorf("on the next day: %+v", got)
		}
	})
}

func TestCallsOfOthersShowInTheQuota(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		other := newEnvLike(t, e)
		for range 5 {
			must(t, e.count(t, other, tuwen.ByPerson))
		}
		_, err := e.QuotaOf(t.Context(), appID, draftCount, true)
		must(t, err)
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		if q := e.quota(t, draftCount); q.Used != 7 || q.Others != 5 || q.ByPeople != 2 || q.Left != 993 {
			t.Errorf("got %+v", q)
		}
	})
}

// newEnvLike is another system that uses the same account: it counts in a
// database of its own.
func newEnvLike(t *testing.T, e *env) *connect.Connect {
	t.Helper()
	db := testStore(t)
	var a tuwen.Account
	must(t, e.db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		a, err = tx.Accounts.ByID(ctx, appID)
		return err
	}))
	must(t, db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Create(ctx, a) }))
	cfg := e.cfg
	cfg.DB = db
	c := connect.New(cfg)
	t.Cleanup(func() { _ = c.Settle(context.Background()) })
	return c
}

func TestJobsStopAtTheReserveAndPeopleSpendIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetQuota(draftCount, 10)
		_, err := e.QuotaOf(t.Context(), appID, draftCount, true)
		must(t, err)
		for range 8 {
			must(t, e.count(t, e.Connect, tuwen.ByJob))
		}
		err = e.count(t, e.Connect, tuwen.ByJob)
		wantCode(t, err, tuwen.Exhausted, "quota.reserve")
		for range 2 {
			must(t, e.count(t, e.Connect, tuwen.ByPerson))
		}
		err = e.count(t, e.Connect, tuwen.ByPerson)
		wantCode(t, err, tuwen.Exhausted, "quota.used_up")
		if got := e.wx.Calls(draftCount); got != 10 {
			t.Errorf("%d calls, want 10: what is refused is not made", got)
		}
		e.clock.Move(e.toMidnight())
		must(t, e.count(t, e.Connect, tuwen.ByJob))
	})
}

func TestLimitThatIsOnlyDocumentedIsAskedForBeforeACallIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetQuota(draftCount, 5000) // a large account; the documents say 1,000
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Quotas.Add(ctx, appID, draftCount, "2026-11-20", tuwen.ByPerson, 1000)
			return err
		})
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		if q := e.quota(t, draftCount); q.Limit != 5000 || !q.LimitKnown {
			t.Errorf("got %+v", q)
		}
	})
}

func TestUsedUpPathRestsUntilAfterMidnightAndIsConfirmedBeforeItGoesOn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetFault(sandbox.Fault{Path: draftCount, Next: 1, Kind: sandbox.FaultErrcode, Errcode: 45009})
		err := e.count(t, e.Connect, tuwen.ByPerson)
		wantCode(t, err, tuwen.Exhausted, "wechat.45009")
		until := tuwen.NextReset(e.clock.Now()).Add(5*time.Minute + 30*time.Second)
		e.wx.ResetCalls()
		for range 5 {
			wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Exhausted, "quota.blocked")
		}
		if len(e.wx.AllCalls()) != 0 {
			t.Errorf("calls were made: %v", e.wx.AllCalls())
		}
		if q := e.quotas(t)[draftCount]; q.BlockedUntil == nil || !q.BlockedUntil.Equal(until) {
			t.Errorf("blocked until %v, want %v", q.BlockedUntil, until)
		}
		client, err := e.Client(t.Context(), appID, tuwen.ByPerson)
		must(t, err)
		if _, err := client.Material.Count(t.Context()); err != nil {
			t.Errorf("another path rests too: %v", err)
		}
		// WeChat has not reset yet: asked, and an hour more.
		e.clock.Set(until)
		e.wx.SetQuota(draftCount, 0)
		wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Exhausted, "quota.blocked")
		e.wx.SetQuota(draftCount, 1000)
		wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Exhausted, "quota.blocked")
		e.clock.Move(time.Hour)
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		if got := e.wx.Calls("/cgi-bin/openapi/quota/get"); got != 2 {
			t.Errorf("%d calls of quota/get, want 2", got)
		}
	})
}

func (e *env) quotas(t *testing.T) map[string]tuwen.Quota {
	t.Helper()
	list, err := e.Quotas(t.Context(), appID, false)
	must(t, err)
	byPath := map[string]tuwen.Quota{}
	for _, q := range list {
		byPath[q.Path] = q
	}
	return byPath
}

func TestUsedUpTokenInterfaceGoesOnWithoutAskingForItself(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetFault(sandbox.Fault{Path: stableTokenPath, Next: 1, Kind: sandbox.FaultErrcode, Errcode: 45009})
		wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Exhausted, "wechat.45009")
		wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Exhausted, "quota.blocked")
		e.clock.Move(e.toMidnight() + 10*time.Minute)
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
	})
}

func TestClearedQuotaStartsAnewAndIsAllowedTenTimesAMonth(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetQuota(draftCount, 3)
		_, err := e.QuotaOf(t.Context(), appID, draftCount, true)
		must(t, err)
		for range 10 {
			for range 3 {
				must(t, e.count(t, e.Connect, tuwen.ByPerson))
			}
			wantCode(t, e.count(t, e.Connect, tuwen.ByPerson), tuwen.Exhausted, "quota.used_up")
			must(t, e.ClearQuota(t.Context(), appID))
		}
		e.wx.ResetCalls()
		wantCode(t, e.ClearQuota(t.Context(), appID), tuwen.Exhausted, "quota.clears")
		if len(e.wx.AllCalls()) != 0 {
			t.Errorf("calls were made: %v", e.wx.AllCalls())
		}
	})
}

func TestNoCallIsMadeInsideATransaction(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		must(t, e.count(t, e.Connect, tuwen.ByPerson))
		client, err := e.Client(t.Context(), appID, tuwen.ByPerson)
		must(t, err)
		e.wx.ResetCalls()
		must(t, e.db.Read(t.Context(), func(ctx context.Context, _ *store.Tx) error {
			if _, err := client.Draft.Count(ctx); tuwen.CodeOf(err) != "connect.in_transaction" {
				t.Errorf("a call: %v", err)
			}
			if _, err := e.Client(ctx, appID, tuwen.ByPerson); tuwen.CodeOf(err) != "connect.in_transaction" {
				t.Errorf("a client: %v", err)
			}
			return nil
		}))
		if len(e.wx.AllCalls()) != 0 {
			t.Errorf("calls were made: %v", e.wx.AllCalls())
		}
	})
}

func TestQuotasListWhatTheConsoleLivesByBeforeAnyCall(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		got := e.quotas(t)
		for path, limit := range map[string]int{connect.DraftList: 1000, connect.HistoryList: 0, connect.PublishedList: 100} {
			if q := got[path]; q.Limit != limit || q.LimitKnown || q.Used != 0 {
				t.Errorf("%s: %+v", path, q)
			}
		}
		if len(e.wx.AllCalls()) != 0 {
			t.Errorf("calls were made: %v", e.wx.AllCalls())
		}
		list, err := e.Quotas(t.Context(), appID, true)
		must(t, err)
		for _, q := range list {
			if q.Path == connect.PublishedList && !q.LimitKnown {
				t.Errorf("asked, yet %+v", q)
			}
		}
	})
}
