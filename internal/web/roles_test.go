package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// TestRolesAreHeld asks everything that a lower role may not do.
func TestRolesAreHeld(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 2, 0))
	admin := c.Operator(tuwen.Admin)
	synced(t, admin, tuwen.Full)
	id := url.PathEscape(c.WeChat.History()[0].MediaID)
	run := testkit.GET[tuwen.Page[tuwen.SyncRun]](admin, account+"/syncs").Items[0].ID
	material := account + "/materials/" + id
	for _, tc := range []struct {
		least        tuwen.Role
		method, path string
		body         any
	}{
		{tuwen.Operates, "POST", account + "/syncs", map[string]string{"mode": "full"}},
		{tuwen.Operates, "POST", account + "/syncs/" + run + "/cancel", nil},
		{tuwen.Operates, "POST", account + "/syncs/" + run + "/pause", nil},
		{tuwen.Operates, "POST", account + "/syncs/" + run + "/resume", nil},
		{tuwen.Operates, "POST", material + "/sync", nil},
		{tuwen.Operates, "PUT", material + "/note", map[string]string{"text": "x"}},
		{tuwen.Operates, "DELETE", material, nil},
		{tuwen.Operates, "DELETE", material + "?force=true", nil},
		{tuwen.Operates, "POST", account + "/mass-sends", map[string]any{"media_id": "x", "audience": map[string]string{"kind": "all"}}},
		{tuwen.Operates, "PATCH", account + "/mass-sends/x", map[string]any{}},
		{tuwen.Operates, "DELETE", account + "/mass-sends/x", nil},
		{tuwen.Operates, "POST", account + "/mass-sends/x/preflight", nil},
		{tuwen.Operates, "POST", account + "/mass-sends/x/preview", map[string]string{"wechat_id": "x"}},
		{tuwen.Operates, "POST", account + "/mass-sends/x/copy", nil},
		{tuwen.Operates, "POST", account + "/mass-sends/x/send", map[string]any{}},
		{tuwen.Operates, "POST", account + "/mass-sends/x/approve", nil},
		{tuwen.Operates, "POST", account + "/mass-sends/x/cancel", nil},
		{tuwen.Operates, "POST", account + "/mass-sends/x/reschedule", map[string]string{"at": "2026-12-01T12:00:00Z"}},
		{tuwen.Operates, "POST", account + "/mass-sends/x/take-down", map[string]string{"title": "x"}},
		{tuwen.Operates, "POST", account + "/mass-sends/x/resolve", map[string]bool{"sent": true}},
		{tuwen.Admin, "PUT", account + "/mass-rules", map[string]bool{"approval": true}},
		{tuwen.Operates, "PUT", account + "/mass-speed", map[string]int{"speed": 1}},
		{tuwen.Operates, "POST", account + "/drafts/x/publish", nil},
		{tuwen.Operates, "POST", account + "/diagnosis", nil},
		{tuwen.Operates, "POST", journeys, map[string]string{"name": "x"}},
		{tuwen.Operates, "PUT", journeys + "/x", form(tuwen.Journey{Name: "x"}, telling(tuwen.Trigger{}))},
		{tuwen.Operates, "DELETE", journeys + "/x", nil},
		{tuwen.Operates, "POST", journeys + "/x/start", nil},
		{tuwen.Operates, "POST", journeys + "/x/pause", nil},
		{tuwen.Operates, "POST", journeys + "/x/resume", nil},
		{tuwen.Operates, "POST", journeys + "/x/stop", nil},
		{tuwen.Operates, "POST", journeys + "/x/copy", nil},
		{tuwen.Operates, "POST", journeys + "/x/discard", nil},
		{tuwen.Operates, "POST", journeys + "/x/enroll", map[string]string{"openid": "x"}},
		{tuwen.Operates, "PUT", account + "/menu", tuwen.Menu{Buttons: []tuwen.Button{}, Conditional: []tuwen.ConditionalMenu{}}},
		{tuwen.Operates, "POST", account + "/menu/publish", object{}},
		{tuwen.Operates, "POST", account + "/menu/import", nil},
		{tuwen.Operates, "POST", account + "/menu/versions/x/restore", nil},
		{tuwen.Operates, "GET", account + "/quotas?refresh=true", nil},
		{tuwen.Admin, "POST", account + "/quotas/clear", nil},
		{tuwen.Admin, "POST", "/accounts", map[string]string{"app_id": "wx00000000000000b2", "name": "x", "kind": "service"}},
		{tuwen.Admin, "PATCH", account, map[string]string{"name": "x"}},
		{tuwen.Admin, "DELETE", account, nil},
		{tuwen.Admin, "GET", account + "/access-token", nil},
		{tuwen.Admin, "GET", "/operators", nil},
		{tuwen.Admin, "POST", "/operators", map[string]string{"name": "x", "email": "x@example.com", "role": "admin", "password": "correct horse battery"}},
		{tuwen.Admin, "GET", "/operators/" + admin.OperatorID, nil},
		{tuwen.Admin, "PATCH", "/operators/" + admin.OperatorID, map[string]string{"role": "viewer"}},
		{tuwen.Admin, "DELETE", "/operators/" + admin.OperatorID + "/sessions", nil},
		{tuwen.Admin, "GET", "/tokens", nil},
		{tuwen.Admin, "POST", "/tokens", map[string]string{"name": "x", "role": "admin"}},
		{tuwen.Admin, "DELETE", "/tokens/x", nil},
		{tuwen.Admin, "GET", "/audit", nil},
		{tuwen.Admin, "GET", "/metrics", nil},
	} {
		for _, role := range []tuwen.Role{tuwen.Viewer, tuwen.Operates} {
			if role.AtLeast(tc.least) {
				continue
			}
			t.Run(fmt.Sprint(role, " ", tc.method, " ", tc.path), func(t *testing.T) {
				t.Parallel()
				p := problem(t, c.Script(role).Must(http.StatusForbidden, tc.method, tc.path, tc.body))
				if p.Code != "role.too_low" || p.Params["needs"] != string(tc.least) {
					t.Errorf("got %q, needs %q", p.Code, p.Params["needs"])
				}
			})
		}
	}
	t.Run("a viewer reads", func(t *testing.T) {
		t.Parallel()
		b := c.Operator(tuwen.Viewer)
		for _, path := range []string{account, account + "/overview", account + "/drafts", account + "/history", account + "/published",
			account + "/materials?use=menu", account + "/menu", account + "/menu/publish", account + "/menu/versions", journeys, journeys + "/templates", account + "/syncs", account + "/syncs/plan?mode=full", account + "/quotas", "/version", "/usages", material} {
			b.Must(http.StatusOK, "GET", path, nil)
		}
	})
}

func TestLastAdministratorStays(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin := c.Operator(tuwen.Admin)
	me := "/operators/" + admin.OperatorID
	for _, change := range []map[string]any{{"role": "viewer"}, {"disabled": true}} {
		if p := problem(t, admin.Must(http.StatusConflict, "PATCH", me, change)); p.Code != "operator.last_admin" {
			t.Errorf("%v: got %q", change, p.Code)
		}
	}
	second := withPassword(t, admin, "second@example.com", tuwen.Admin)
	admin.Must(http.StatusOK, "PATCH", "/operators/"+second.ID, map[string]any{"disabled": true})
	admin.Must(http.StatusConflict, "PATCH", me, map[string]any{"role": "operator"})
	admin.Must(http.StatusConflict, "POST", "/operators", map[string]string{
		"name": "周", "email": "Second@example.com", "role": "viewer", "password": "correct horse battery",
	})
	if p := problem(t, c.Stranger().Must(http.StatusForbidden, "POST", "/session", map[string]string{
		"email": "second@example.com", "password": "correct horse battery",
	})); p.Code != "operator.disabled" {
		t.Errorf("got %q", p.Code)
	}
}

func TestLowerRoleTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin, operator := c.Operator(tuwen.Admin), c.Operator(tuwen.Operates)
	admin.Must(http.StatusOK, "PATCH", "/operators/"+operator.OperatorID, map[string]any{"role": "viewer"})
	operator.Must(http.StatusUnauthorized, "GET", "/session", nil)
	other := c.Operator(tuwen.Operates)
	admin.Must(http.StatusNoContent, "DELETE", "/operators/"+other.OperatorID+"/sessions", nil)
	other.Must(http.StatusUnauthorized, "GET", "/session", nil)
}

func TestTokenIsShownOnceAndRevoked(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin := c.Operator(tuwen.Admin)
	made := testkit.JSON[tuwen.MadeToken](t, admin.Must(http.StatusCreated, "POST", "/tokens", map[string]string{"name": "夜间同步", "role": "operator"}))
	if r := admin.Must(http.StatusOK, "GET", "/tokens", nil); strings.Contains(string(r.Body), made.Token) {
		t.Error("the list shows the token's text")
	}
	script := c.Stranger()
	script.Token = made.Token
	if s := testkit.GET[tuwen.Session](script, "/session"); !s.Token || s.Operator.Name != "夜间同步" || s.Operator.Role != tuwen.Operates || s.ExpiresAt != nil {
		t.Errorf("got %+v", s)
	}
	script.Must(http.StatusForbidden, "DELETE", "/session", nil)
	script.Must(http.StatusForbidden, "PATCH", "/session", map[string]string{"name": "x"})
	if used := testkit.GET[tuwen.Page[tuwen.APIToken]](admin, "/tokens").Items[0].UsedAt; used == nil || !used.Equal(c.Clock.Now()) {
		t.Errorf("it was last used at %v", used)
	}
	admin.Must(http.StatusNoContent, "DELETE", "/tokens/"+made.ID, nil)
	script.Must(http.StatusUnauthorized, "GET", "/session", nil)
	admin.Must(http.StatusNotFound, "DELETE", "/tokens/"+made.ID, nil)
}

func TestAccessTokenIsHandedToAdministratorsScriptsOnly(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	person := c.Operator(tuwen.Admin)
	if p := problem(t, person.Must(http.StatusForbidden, "GET", account+"/access-token", nil)); p.Code != "access_token.scripts_only" {
		t.Errorf("got %q", p.Code)
	}
	r := c.Script(tuwen.Admin).Must(http.StatusOK, "GET", account+"/access-token", nil)
	got := testkit.JSON[tuwen.HandedToken](t, r)
	if got.AccessToken == "" || !got.ExpiresAt.After(c.Clock.Now()) || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %d characters until %v, %q", len(got.AccessToken), got.ExpiresAt, r.Header.Get("Cache-Control"))
	}
	entries := testkit.GET[tuwen.Page[tuwen.Entry]](person, "/audit?action=access_token.hand").Items
	if len(entries) != 1 || entries[0].Actor != "script of a admin" || entries[0].AppID != testkit.AppID {
		t.Errorf("the audit says %+v", entries)
	}
	if strings.Contains(fmt.Sprint(entries), got.AccessToken) || strings.Contains(c.Log.String(), got.AccessToken) {
		t.Error("the token stands in the audit or the log")
	}
}
