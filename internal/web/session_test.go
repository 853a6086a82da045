package web_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/internal/web"
)

func setUp(email, password, code string) map[string]string {
	return map[string]string{"code": code, "name": "林", "email": email, "password": password}
}

// problem reads a refusal.
func problem(t *testing.T, r testkit.Reply) web.ProblemDetails {
	t.Helper()
	if got := r.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a refusal has Content-Type %q", got)
	}
	p := testkit.JSON[web.ProblemDetails](t, r)
	if p.Status != r.Status || p.Code == "" || p.Title == "" || p.Detail == "" {
		t.Errorf("an incomplete refusal: %s", r.Body)
	}
	return p
}

func TestSetupMakesTheFirstAdministratorOnce(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, testkit.Setup{Fresh: true})
	b := c.Stranger()
	if !testkit.GET[web.SetupState](b, "/setup").Needed {
		t.Error("a fresh console needs no set-up")
	}
	wrong := problem(t, b.Must(http.StatusForbidden, "POST", "/setup", setUp("lin@example.com", "correct horse battery", "guessed")))
	if wrong.Code != "setup.code" {
		t.Errorf("got %q", wrong.Code)
	}
	b.Must(http.StatusUnprocessableEntity, "POST", "/setup", setUp("lin@example.com", "short", testkit.SetupCode))
	b.Must(http.StatusUnprocessableEntity, "POST", "/setup", setUp("no address", "correct horse battery", testkit.SetupCode))

	s := testkit.JSON[tuwen.Session](t, b.Must(http.StatusCreated, "POST", "/setup", setUp("Lin@Example.com", "correct horse battery", testkit.SetupCode)))
	if s.Operator.Role != tuwen.Admin || s.Operator.Email != "lin@example.com" || s.ExpiresAt == nil {
		t.Errorf("got session %+v", s)
	}
	testkit.GET[tuwen.Page[tuwen.Operator]](b, "/operators")
	again := problem(t, c.Stranger().Must(http.StatusConflict, "POST", "/setup", setUp("x@example.com", "correct horse battery", testkit.SetupCode)))
	if again.Code != "setup.done" {
		t.Errorf("got %q", again.Code)
	}
}

func TestSetupCodeCannotBeGuessedInARow(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, testkit.Setup{Fresh: true})
	b := c.Stranger()
	for range 5 {
		b.Must(http.StatusForbidden, "POST", "/setup", setUp("lin@example.com", "correct horse battery", "guessed"))
	}
	b.Must(http.StatusTooManyRequests, "POST", "/setup", setUp("lin@example.com", "correct horse battery", testkit.SetupCode))
}

// withPassword makes an operator who signs in by password.
func withPassword(t *testing.T, admin *testkit.Browser, email string, role tuwen.Role) tuwen.Operator {
	t.Helper()
	return testkit.JSON[tuwen.Operator](t, admin.Must(http.StatusCreated, "POST", "/operators", map[string]any{
		"name": "周", "email": email, "role": role, "password": "correct horse battery",
	}))
}

func TestSignInRenewsTheSession(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	withPassword(t, c.Operator(tuwen.Admin), "zhou@example.com", tuwen.Operates)
	b := c.Stranger()
	// A cookie that somebody planted must not become the session.
	b.SetCookies([]*http.Cookie{{Name: "tuwen", Value: "planted", Path: "/"}})
	r := b.Must(http.StatusOK, "POST", "/session", map[string]string{"email": "ZHOU@example.com", "password": "correct horse battery"})
	cookie := r.Header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie lacks %s: %s", want, cookie)
		}
	}
	if strings.Contains(cookie, "planted") || strings.Contains(cookie, "Secure") {
		t.Errorf("got cookie %s", cookie)
	}
	if got := testkit.GET[tuwen.Session](b, "/session"); got.Operator.Name != "周" || got.Operator.SeenAt == nil {
		t.Errorf("got session %+v", got)
	}
	first := b.Cookies()
	b.Must(http.StatusOK, "POST", "/session", map[string]string{"email": "zhou@example.com", "password": "correct horse battery"})
	old := c.Stranger()
	old.SetCookies(first)
	old.Must(http.StatusUnauthorized, "GET", "/session", nil)
}

func TestWrongPasswordsAreThrottled(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	withPassword(t, c.Operator(tuwen.Admin), "zhou@example.com", tuwen.Operates)
	b := c.Stranger()
	wrong := map[string]string{"email": "zhou@example.com", "password": "not the password"}
	right := map[string]string{"email": "zhou@example.com", "password": "correct horse battery"}
	for range 5 {
		if p := problem(t, b.Must(http.StatusUnauthorized, "POST", "/session", wrong)); p.Code != "login.wrong" {
			t.Fatalf("got %q", p.Code)
		}
	}
	r := b.Must(http.StatusTooManyRequests, "POST", "/session", right)
	p := problem(t, r)
	until := c.Clock.Now().Add(time.Minute).Format(time.RFC3339)
	if diff := cmp.Diff(map[string]string{"until": until, "seconds": "60"}, p.Params); p.Code != "login.locked" || diff != "" {
		t.Errorf("%s (-want +got):\n%s", p.Code, diff)
	}
	if r.Header.Get("Retry-After") == "" {
		t.Error("there is no Retry-After")
	}
	// Nobody else is locked out, not even somebody at the same place.
	c.Stranger().Must(http.StatusUnauthorized, "POST", "/session", map[string]string{"email": "other@example.com", "password": "x"})

	c.Clock.Move(61 * time.Second)
	b.Must(http.StatusUnauthorized, "POST", "/session", wrong)
	longer := problem(t, b.Must(http.StatusTooManyRequests, "POST", "/session", right))
	if longer.Params["seconds"] != "120" {
		t.Errorf("the second lock lasts %s s, want 120", longer.Params["seconds"])
	}
	c.Clock.Move(121 * time.Second)
	b.Must(http.StatusOK, "POST", "/session", right)
	b.Must(http.StatusUnauthorized, "POST", "/session", wrong)
	b.Must(http.StatusOK, "POST", "/session", right)
}

func TestSignInLinkWorksOnce(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	o := withPassword(t, c.Operator(tuwen.Admin), "zhou@example.com", tuwen.Viewer)
	code, err := c.Desk.Sessions.MakeCode(t.Context(), testkit.CommandLine, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	c.Stranger().Must(http.StatusOK, "POST", "/session/code", map[string]string{"code": code})
	if p := problem(t, c.Stranger().Must(http.StatusUnauthorized, "POST", "/session/code", map[string]string{"code": code})); p.Code != "login.code" {
		t.Errorf("got %q", p.Code)
	}
	late, err := c.Desk.Sessions.MakeCode(t.Context(), testkit.CommandLine, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	c.Clock.Move(61 * time.Minute)
	c.Stranger().Must(http.StatusUnauthorized, "POST", "/session/code", map[string]string{"code": late})
}

func TestStrangersCookieIsNobodys(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	c.Operator(tuwen.Admin)
	for _, value := range []string{"", "x", strings.Repeat("A", 43), "../../etc/passwd", strings.Repeat("z", 3000)} {
		b := c.Stranger()
		b.SetCookies([]*http.Cookie{{Name: "tuwen", Value: value, Path: "/"}})
		if p := problem(t, b.Must(http.StatusUnauthorized, "GET", account+"/drafts", nil)); p.Code != "session.none" {
			t.Errorf("cookie %.20q: got %q", value, p.Code)
		}
	}
	script := c.Stranger()
	script.Token = "tuwen_guessed"
	if p := problem(t, script.Must(http.StatusUnauthorized, "GET", "/accounts", nil)); p.Code != "token.unknown" {
		t.Errorf("got %q", p.Code)
	}
	if n := c.WeChat.Calls("/cgi-bin/draft/batchget"); n != 0 {
		t.Errorf("nobody made %d calls to WeChat", n)
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Viewer)
	kept := b.Cookies()
	b.Must(http.StatusNoContent, "DELETE", "/session", nil)
	b.Must(http.StatusUnauthorized, "GET", "/session", nil)
	thief := c.Stranger()
	thief.SetCookies(kept)
	thief.Must(http.StatusUnauthorized, "GET", "/session", nil)
}

func TestSignOutEverywhereEndsAllSessionsOfOneOperator(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin := c.Operator(tuwen.Admin)
	withPassword(t, admin, "zhou@example.com", tuwen.Operates)
	sign := func() *testkit.Browser {
		b := c.Stranger()
		b.Must(http.StatusOK, "POST", "/session", map[string]string{"email": "zhou@example.com", "password": "correct horse battery"})
		return b
	}
	desktop, laptop := sign(), sign()
	laptop.Must(http.StatusNoContent, "DELETE", "/sessions", nil)
	desktop.Must(http.StatusUnauthorized, "GET", "/session", nil)
	laptop.Must(http.StatusUnauthorized, "GET", "/session", nil)
	admin.Must(http.StatusOK, "GET", "/session", nil)
	sign().Must(http.StatusOK, "GET", "/session", nil)
}

func TestNewPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	withPassword(t, c.Operator(tuwen.Admin), "zhou@example.com", tuwen.Operates)
	in := map[string]string{"email": "zhou@example.com", "password": "correct horse battery"}
	here, there := c.Stranger(), c.Stranger()
	here.Must(http.StatusOK, "POST", "/session", in)
	there.Must(http.StatusOK, "POST", "/session", in)
	p := problem(t, here.Must(http.StatusUnprocessableEntity, "PATCH", "/session", map[string]string{"password": "another good one", "current_password": "wrong"}))
	if p.Code != "password.current" {
		t.Errorf("got %q", p.Code)
	}
	here.Must(http.StatusOK, "PATCH", "/session", map[string]string{"password": "another good one", "current_password": in["password"]})
	here.Must(http.StatusOK, "GET", "/session", nil)
	there.Must(http.StatusUnauthorized, "GET", "/session", nil)
	there.Must(http.StatusUnauthorized, "POST", "/session", in)
}

func TestProfileKeepsNameAndLanguage(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Viewer)
	if got := testkit.GET[tuwen.Session](b, "/session"); got.Language != tuwen.Chinese {
		t.Errorf("a new operator reads %s", got.Language)
	}
	b.Must(http.StatusOK, "PATCH", "/session", map[string]string{"name": "  小 周 ", "language": "en"})
	if got := testkit.GET[tuwen.Session](b, "/session"); got.Language != tuwen.English || got.Operator.Name != "小 周" {
		t.Errorf("got %+v", got)
	}
	b.Must(http.StatusUnprocessableEntity, "PATCH", "/session", map[string]string{"language": "fr"})
}

func TestRequestsFromAnotherSiteAreRefused(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 0, 0))
	b := c.Operator(tuwen.Operates)
	id := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].MediaID
	note := account + "/materials/" + id + "/note"
	for name, headers := range map[string]http.Header{
		"Sec-Fetch-Site": {"Sec-Fetch-Site": {"cross-site"}},
		"Origin":         {"Origin": {"https://evil.example"}},
		"null Origin":    {"Origin": {"null"}},
	} {
		b.Header = headers
		if p := problem(t, b.Must(http.StatusForbidden, "PUT", note, map[string]string{"text": "forged"})); p.Code != "request.cross_site" {
			t.Errorf("%s: got %q", name, p.Code)
		}
	}
	b.Header = http.Header{"Sec-Fetch-Site": {"same-origin"}}
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+id); m.Note != "" {
		t.Errorf("a forged note was written: %q", m.Note)
	}
	b.Must(http.StatusOK, "PUT", note, map[string]string{"text": "own"})
	script := c.Script(tuwen.Operates)
	script.Header = http.Header{"Origin": {"https://tools.example"}}
	script.Must(http.StatusOK, "PUT", note, map[string]string{"text": "by a script"})
}

func TestPublicAddressOfHTTPSMakesCookiesSecure(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, testkit.Setup{Web: func(w *web.Config) { w.PublicURL = "https://console.example.com/" }})
	b := c.Stranger()
	code, err := c.Desk.Sessions.MakeCode(t.Context(), testkit.CommandLine, operatorID(t, c))
	if err != nil {
		t.Fatal(err)
	}
	r := b.Must(http.StatusOK, "POST", "/session/code", map[string]string{"code": code})
	if got := r.Header.Get("Set-Cookie"); !strings.Contains(got, "Secure") {
		t.Errorf("got %s", got)
	}
	admin := c.Script(tuwen.Admin)
	if got := testkit.GET[web.AccountView](admin, account).CallbackURL; got != "https://console.example.com/callback/"+testkit.AppID {
		t.Errorf("the callback address is %q", got)
	}
}

func operatorID(t *testing.T, c *testkit.Console) string {
	t.Helper()
	admin := c.Script(tuwen.Admin)
	return withPassword(t, admin, "someone@example.com", tuwen.Viewer).ID
}

func TestOnlyTrustedProxiesAreBelieved(t *testing.T) {
	t.Parallel()
	forwarded := http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-For": {"6.6.6.6, 198.51.100.7"}}
	for name, trusted := range map[string]bool{"trusted": true, "stranger": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := testkit.Start(t, testkit.Setup{Web: func(w *web.Config) {
				if trusted {
					w.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
				}
			}})
			admin := c.Script(tuwen.Admin)
			withPassword(t, admin, "zhou@example.com", tuwen.Viewer)
			b := c.Stranger()
			b.Header = forwarded
			r := b.Must(http.StatusOK, "POST", "/session", map[string]string{"email": "zhou@example.com", "password": "correct horse battery"})
			if got := strings.Contains(r.Header.Get("Set-Cookie"), "Secure"); got != trusted {
				t.Errorf("secure cookie %v, want %v", got, trusted)
			}
			want := map[bool]string{true: "198.51.100.7", false: "127.0.0.1"}[trusted]
			entries := testkit.GET[tuwen.Page[tuwen.Entry]](admin, "/audit?action=session.begin").Items
			if len(entries) != 1 || entries[0].Address != want {
				t.Errorf("the audit says %+v, want address %s", entries, want)
			}
		})
	}
}
