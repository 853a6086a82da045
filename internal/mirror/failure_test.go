package mirror_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestQuotaUsedUpInTheMiddlePausesUntilAfterMidnightAndFinishesByItself(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 100)
		e.wx.SetQuota(listPath, 50)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n == 3 { // others have used the rest
				e.wx.SetFault(sandbox.Fault{Path: listPath, Kind: sandbox.FaultErrcode, Errcode: 45009, Errmsg: "reach max api daily quota limit"})
			}
		})
		stop := e.runJobs(t)
		run = e.await(t, run.ID, tuwen.SyncPaused)
		e.wx.OnCall(nil)
		midnight := tuwen.NextReset(e.clock.Now())
		if run.PausedFor != "quota" || run.Error == nil || run.Error.Code != "wechat.45009" {
			t.Errorf("paused for %q: %+v", run.PausedFor, run.Error)
		}
		if after := run.ResumeAt.Sub(midnight); after < time.Minute || after > 10*time.Minute {
			t.Errorf("goes on %v after midnight", after)
		}
		stop()
		e.node(t, "node-b") // another node finishes it
		e.wx.ClearFaults()
		calls := e.wx.Calls(quotaPath)
		e.clock.Set(*run.ResumeAt)
		e.runJobs(t)
		run = e.await(t, run.ID, tuwen.SyncFinished, tuwen.SyncFailed)
		if run.State != tuwen.SyncFinished || run.Error != nil || e.wx.Calls(quotaPath) == calls {
			t.Errorf("%+v, confirmed by quota/get %v", run, e.wx.Calls(quotaPath) > calls)
		}
		e.copied(t)
	})
}

func TestTokenRefreshedElsewhereDuringASyncShowsNoFailure(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 100)
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n == 3 {
				e.wx.ExpireToken()
			}
		})
		run := e.sync(t, tuwen.Full)
		if run.State != tuwen.SyncFinished || run.Error != nil || e.wx.Calls(tokenPath) != 2 || e.slept != 0 {
			t.Errorf("%+v after %d calls for a token and %v of waiting", resultOf(run), e.wx.Calls(tokenPath), e.slept)
		}
		e.copied(t)
	})
}

func TestFaultsOfAMomentAreTriedAgain(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]sandbox.Fault{
		"-1":       {Kind: sandbox.FaultErrcode, Errcode: -1},
		"502 HTML": {Kind: sandbox.FaultStatus, HTTPStatus: 502},
		"HTML":     {Kind: sandbox.FaultHTML},
		"cut body": {Kind: sandbox.FaultCut},
		"empty":    {Kind: sandbox.FaultEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, e *env) {
				e.addHistory(t, 70)
				f.Path, f.Next = listPath, 3
				e.wx.SetFault(f)
				run := e.sync(t, tuwen.Full)
				if run.State != tuwen.SyncFinished || run.Error != nil {
					t.Errorf("%+v", run)
				}
				if want := 14 * time.Second; e.slept != want {
					t.Errorf("waited %v, want %v", e.slept, want)
				}
				e.copied(t)
			})
		})
	}
}

func TestCallsThatAreNotAnsweredInTimeAreTriedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.http = &http.Client{Timeout: 3 * time.Second} // in place of half a minute
		e.node(t, "node-a")
		e.addHistory(t, 70)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n == 2 {
				e.wx.SetFault(sandbox.Fault{Path: listPath, Next: 2, Kind: sandbox.FaultHang})
			}
		})
		run = e.drive(t, run.ID)
		if run.State != tuwen.SyncFinished || run.Error != nil || run.Total != 70 {
			t.Errorf("%+v", run)
		}
		if e.slept < time.Second {
			t.Error("no call ran out of time: the test shows nothing")
		}
		e.copied(t)
	})
}

func TestFaultsThatStayEndInAClearFailureThatKeepsTheCheckpoint(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 100)
		run, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		e.wx.OnCall(func(path string, n int) {
			if path == listPath && n == 4 {
				e.wx.SetFault(sandbox.Fault{Path: listPath, Kind: sandbox.FaultStatus, HTTPStatus: 502})
			}
		})
		for pauses := range 3 {
			run = e.drive(t, run.ID)
			e.wx.OnCall(nil)
			if run.State != tuwen.SyncPaused || run.PausedFor != "retry" || run.ResumeAt.Sub(e.clock.Now()) != 5*time.Minute {
				t.Fatalf("pause %d: %+v", pauses+1, run)
			}
			e.clock.Set(*run.ResumeAt)
		}
		run = e.drive(t, run.ID)
		if run.State != tuwen.SyncFailed || run.Error == nil || run.Error.Code != "wechat.unreachable" || run.Error.Params["kind"] != "status" {
			t.Fatalf("got %+v", run)
		}
		e.wx.ClearFaults()
		e.wx.ResetCalls()
		_, err = e.Resume(t.Context(), appID, run.ID)
		must(t, err)
		run = e.drive(t, run.ID)
		if run.State != tuwen.SyncFinished || e.wx.Calls(listPath) > 5 {
			t.Errorf("%+v after %d calls", resultOf(run), e.wx.Calls(listPath))
		}
		e.copied(t)
	})
}

func TestMinuteLimitPausesAMinuteAndGoesOnOneCallAtATime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 100)
		e.wx.SetFault(sandbox.Fault{Path: listPath, Next: 1, Kind: sandbox.FaultErrcode, Errcode: 45011})
		run := e.sync(t, tuwen.Full)
		wait := run.ResumeAt.Sub(e.clock.Now())
		if run.State != tuwen.SyncPaused || run.PausedFor != "minute" || wait < time.Minute || wait > 90*time.Second {
			t.Fatalf("waits %v: %+v", wait, run)
		}
		e.clock.Set(*run.ResumeAt)
		flying := 0
		e.wx.OnCall(func(path string, _ int) {
			if path == listPath {
				flying++
			}
		})
		run = e.drive(t, run.ID)
		e.wx.OnCall(nil)
		if run.State != tuwen.SyncFinished || flying != 6 {
			t.Errorf("%d calls: %+v", flying, resultOf(run))
		}
		e.copied(t)
	})
}

func TestRefusalsOnlyAPersonCanMendFailWithTheCureAndCanBeResumed(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{40164: "wechat.40164", 48001: "wechat.48001", 50002: "wechat.50002", 40013: "wechat.40013"} {
		each(t, func(t *testing.T, e *env) {
			e.addHistory(t, 30)
			e.wx.SetFault(sandbox.Fault{Path: listPath, Next: 2, Kind: sandbox.FaultErrcode, Errcode: code, Errmsg: "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist"})
			run := e.sync(t, tuwen.Full)
			if run.State != tuwen.SyncFailed || run.Error == nil || run.Error.Code != want || run.Error.WeChat.Errcode != code {
				t.Fatalf("%d: %+v", code, run)
			}
			if code == 40164 && run.Error.Params["ip"] != "1.2.3.4" {
				t.Errorf("params %v", run.Error.Params)
			}
			e.wx.ClearFaults()
			_, err := e.Resume(t.Context(), appID, run.ID)
			must(t, err)
			if run = e.drive(t, run.ID); run.State != tuwen.SyncFinished {
				t.Errorf("resumed: %+v", run)
			}
		})
	}
}

func TestConfirmationByAPersonIsWaitedFor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 30)
		e.wx.SetFault(sandbox.Fault{Path: listPath, Next: 1, Kind: sandbox.FaultErrcode, Errcode: 89507})
		run := e.sync(t, tuwen.Full)
		if run.State != tuwen.SyncPaused || run.PausedFor != "waiting" || run.ResumeAt.Sub(e.clock.Now()) != time.Hour {
			t.Fatalf("got %+v", run)
		}
		e.clock.Set(*run.ResumeAt)
		if run = e.drive(t, run.ID); run.State != tuwen.SyncFinished {
			t.Errorf("got %+v", run)
		}
	})
}
