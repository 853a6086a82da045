package connect_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat"
)

func testStore(t *testing.T) *store.DB {
	t.Helper()
	return testkit.Store(t, store.SQLite)
}

// diagnosis is what came out, in words: "draft failed wechat.48001".
func (e *env) diagnosis(t *testing.T) (map[string]string, map[string]tuwen.Check) {
	t.Helper()
	d, err := e.Diagnose(t.Context(), appID)
	must(t, err)
	words, checks := map[string]string{}, map[string]tuwen.Check{}
	for _, c := range d.Checks {
		words[c.Name], checks[c.Name] = string(c.State), c
		if c.Problem != nil {
			words[c.Name] += " " + c.Problem.Code
		}
	}
	return words, checks
}

func allOK() map[string]string {
	return map[string]string{
		"base_url": "ok", "token": "ok", "whitelist": "ok", "draft": "ok", "material": "ok", "freepublish": "ok",
		"mass": "ok", "custom": "ok", "menu": "ok", "tags": "ok", "qrcode": "ok", "quota": "ok",
	}
}

func unreached(changes map[string]string) map[string]string {
	want := map[string]string{
		"base_url": "ok", "token": "unknown", "whitelist": "unknown", "draft": "unknown", "material": "unknown",
		"freepublish": "unknown", "mass": "unknown", "custom": "unknown", "menu": "unknown", "tags": "unknown", "qrcode": "unknown",
		"quota": "unknown",
	}
	for name, state := range changes {
		want[name] = state
	}
	return want
}

func TestDiagnosisNamesEachTroubleWithItsCure(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trouble func(t *testing.T, e *env)
		want    func() map[string]string
	}{
		"none": {func(*testing.T, *env) {}, allOK},
		"wrong secret": {
			func(_ *testing.T, e *env) { e.wx.SetSecret("another") },
			func() map[string]string { return unreached(map[string]string{"token": "failed wechat.40125"}) },
		},
		"address not on the whitelist": {
			func(t *testing.T, e *env) {
				must(t, e.wx.SetIPWhitelist("203.0.113.7"))
				e.wx.SetSeenAs("198.51.100.9")
			},
			func() map[string]string { return unreached(map[string]string{"whitelist": "failed wechat.40164"}) },
		},
		"nothing answers": {
			func(t *testing.T, e *env) {
				e.edit(t, func(a *tuwen.Account) { a.APIBaseURL = "http://127.0.0.1:1" })
			},
			func() map[string]string {
				return unreached(map[string]string{"base_url": "failed wechat.unreachable"})
			},
		},
		"no secret": {
			func(t *testing.T, e *env) { e.edit(t, func(a *tuwen.Account) { a.AppSecret = nil }) },
			func() map[string]string {
				return unreached(map[string]string{"base_url": "unknown", "token": "failed account.no_secret"})
			},
		},
		"no permission to publish": {
			func(_ *testing.T, e *env) { e.wx.SetPermission("/cgi-bin/freepublish", false) },
			func() map[string]string {
				want := allOK()
				want["freepublish"] = "failed wechat.48001"
				return want
			},
		},
		"not verified": {
			func(_ *testing.T, e *env) {
				for _, what := range tuwen.Capabilities() {
					e.wx.SetPermission(what.Path, what.Needs == "")
				}
			},
			func() map[string]string {
				want := allOK()
				for _, name := range []string{"freepublish", "mass", "custom", "menu", "tags", "qrcode"} {
					want[name] = "failed wechat.48001"
				}
				return want
			},
		},
		"quota gone": {
			func(t *testing.T, e *env) {
				e.wx.SetQuota("/cgi-bin/draft/batchget", 1)
				client, err := e.Client(t.Context(), appID, tuwen.ByPerson)
				must(t, err)
				_, err = client.Draft.BatchGet(t.Context(), wechat.BatchGetRequest{Count: 20})
				must(t, err)
			},
			func() map[string]string {
				want := allOK()
				want["quota"] = "failed quota.used_up"
				return want
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, e *env) {
				c.trouble(t, e)
				words, checks := e.diagnosis(t)
				want := c.want()
				if diff := cmp.Diff(want, words); diff != "" {
					t.Error("(-want +got):", diff)
				}
				if name == "not verified" && (checks["menu"].Params["needs"] != "verified" || checks["qrcode"].Params["needs"] != "verified_service") {
					t.Errorf("needs %v and %v", checks["menu"].Params, checks["qrcode"].Params)
				}
				if name == "address not on the whitelist" && checks["whitelist"].Params["ip"] != "198.51.100.9" {
					t.Errorf("params %v", checks["whitelist"].Params)
				}
			})
		})
	}
}

func TestDiagnosisRemembersADeniedGroupWhileItCannotBeAsked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetPermission("/cgi-bin/freepublish", false)
		e.diagnosis(t)
		e.wx.SetPermission("/cgi-bin/freepublish", true)
		e.wx.SetFault(sandbox.Fault{Path: "/cgi-bin/freepublish/batchget", Kind: sandbox.FaultErrcode, Errcode: 45009})
		if words, _ := e.diagnosis(t); words["freepublish"] != "failed wechat.45009" {
			t.Errorf("got %q", words["freepublish"])
		}
		denied, err := e.Denied(t.Context(), appID, "/cgi-bin/freepublish/getarticle")
		if err != nil || !denied {
			t.Errorf("denied %v, %v", denied, err)
		}
		e.wx.ClearFaults()
		e.clock.Move(e.toMidnight() * 2)
		if words, _ := e.diagnosis(t); words["freepublish"] != "ok" {
			t.Errorf("got %q", words["freepublish"])
		}
		if denied, err = e.Denied(t.Context(), appID, "/cgi-bin/freepublish/getarticle"); err != nil || denied {
			t.Errorf("denied %v, %v", denied, err)
		}
	})
}

func TestFailuresAreToldInTheConsolesWords(t *testing.T) {
	t.Parallel()
	refusal := func(code int, path string) error {
		return fmt.Errorf("read: %w", &wechat.Error{Path: path, Code: code, Message: "text rid: 1a-2b", RID: "1a-2b"})
	}
	each(t, func(t *testing.T, e *env) {
		own := tuwen.Errorf(tuwen.Exhausted, "quota.reserve", "kept")
		for _, c := range []struct {
			err  error
			kind tuwen.Kind
			code string
		}{
			{nil, "", ""},
			{refusal(-1, draftCount), tuwen.Unavailable, "wechat.-1"},
			{refusal(45011, draftCount), tuwen.Exhausted, "wechat.45011"},
			{refusal(45009, draftCount), tuwen.Exhausted, "wechat.45009"},
			{refusal(40007, "/cgi-bin/draft/get"), tuwen.NotFound, "wechat.40007"},
			{refusal(48001, draftCount), tuwen.Refused, "wechat.48001"},
			{refusal(99999, draftCount), tuwen.Refused, "wechat.99999"},
			{&wechat.TransportError{Path: draftCount, Kind: wechat.KindHTML, Status: 200}, tuwen.Unavailable, "wechat.unreachable"},
			{&wechat.NotNewsError{MediaID: "m"}, tuwen.Invalid, "material.not_news"},
			{fmt.Errorf("wrapped: %w", own), tuwen.Exhausted, "quota.reserve"},
		} {
			got := e.Translate(c.err, appID, draftCount)
			if tuwen.KindOf(got) != c.kind || tuwen.CodeOf(got) != c.code {
				t.Errorf("%v became %s %s, want %s %s", c.err, tuwen.KindOf(got), tuwen.CodeOf(got), c.kind, c.code)
			}
		}
		got := tuwen.ProblemOf(e.Translate(refusal(48001, draftCount), appID, draftCount))
		if diff := cmp.Diff(&tuwen.Answer{Errcode: 48001, Errmsg: "text rid: 1a-2b", RID: "1a-2b"}, got.WeChat); diff != "" {
			t.Error("(-want +got):", diff)
		}
		if err := e.Translate(fmt.Errorf("x: %w", context.Canceled), appID, draftCount); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
