package sandbox_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/sandbox"
)

func TestStableTokenStaysTheSameWithItsRemainingLife(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.send("POST", "/cgi-bin/stable_token", credential(), nil).object(t)
	b.clock.Move(40 * time.Minute)
	second := b.send("POST", "/cgi-bin/stable_token", credential(), nil).object(t)
	if first["access_token"] != second["access_token"] {
		t.Error("normal mode changed the token within its life")
	}
	if first["expires_in"] != 7200.0 || second["expires_in"] != 4800.0 {
		t.Errorf("expires_in = %v then %v, want 7200 then 4800", first["expires_in"], second["expires_in"])
	}
	if _, has := first["errcode"]; has {
		t.Error("a token comes with an errcode")
	}
}

func TestStableTokenIsRenewedInItsLastFiveMinutesWhileBothWork(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.token()
	b.clock.Move(115*time.Minute + time.Second)
	fresh := b.token()
	if fresh == old {
		t.Fatal("the last five minutes gave the same token")
	}
	for _, value := range []string{old, fresh} {
		if code := b.send("GET", "/cgi-bin/draft/count?access_token="+value, nil, nil).errcode(t); code != 0 {
			t.Errorf("during the overlap a token is refused with %d", code)
		}
	}
	b.clock.Move(5 * time.Minute)
	if code := b.send("GET", "/cgi-bin/draft/count?access_token="+old, nil, nil).errcode(t); code != 40001 {
		t.Errorf("after the overlap the old token gives %d, want 40001", code)
	}
	if code := b.send("GET", "/cgi-bin/draft/count?access_token="+fresh, nil, nil).errcode(t); code != 0 {
		t.Errorf("after the overlap the new token gives %d", code)
	}
}

func TestExpiredTokenIsToldFromAReplacedOne(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	value := b.token()
	b.clock.Move(2 * time.Hour)
	if code := b.send("GET", "/cgi-bin/draft/count?access_token="+value, nil, nil).errcode(t); code != 42001 {
		t.Errorf("errcode = %d, want 42001", code)
	}
}

func TestForcedRefreshKillsTheTokenAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old, forced := b.token(), credential()
	forced["force_refresh"] = true
	fresh := b.send("POST", "/cgi-bin/stable_token", forced, nil).object(t)["access_token"]
	if fresh == old {
		t.Fatal("forced mode did not refresh")
	}
	if code := b.send("GET", "/cgi-bin/draft/count?access_token="+old, nil, nil).errcode(t); code != 40001 {
		t.Errorf("the old token gives %d, want 40001", code)
	}
	b.clock.Move(29 * time.Second)
	if again := b.send("POST", "/cgi-bin/stable_token", forced, nil).object(t)["access_token"]; again != fresh {
		t.Error("forced mode refreshed again within 30 s")
	}
	b.clock.Move(time.Second)
	if again := b.send("POST", "/cgi-bin/stable_token", forced, nil).object(t)["access_token"]; again == fresh {
		t.Error("forced mode did not refresh after 30 s")
	}
}

func TestForcedRefreshEndsAtTwentyADay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	forced := credential()
	forced["force_refresh"] = true
	for n := range 20 {
		if code := b.send("POST", "/cgi-bin/stable_token", forced, nil).errcode(t); code != 0 {
			t.Fatalf("forced refresh %d gives %d", n+1, code)
		}
		b.clock.Move(31 * time.Second)
	}
	if code := b.send("POST", "/cgi-bin/stable_token", forced, nil).errcode(t); code != 45009 {
		t.Errorf("the 21st gives %d, want 45009", code)
	}
	if b.token() == "" {
		t.Error("normal mode stopped too")
	}
	b.clock.Move(10 * time.Hour) // past Beijing's midnight
	if code := b.send("POST", "/cgi-bin/stable_token", forced, nil).errcode(t); code != 0 {
		t.Errorf("on the next day it gives %d", code)
	}
}

func TestTokenPoolsAreIsolated(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	stable := b.token()
	query := "/cgi-bin/token?grant_type=client_credential&appid=" + appID + "&secret=" + secret
	first := b.send("GET", query, nil, nil).object(t)["access_token"].(string)
	second := b.send("GET", query, nil, nil).object(t)["access_token"].(string)
	if first == second || first == stable {
		t.Fatal("the plain token interface did not make a new token each time")
	}
	if b.token() != stable {
		t.Error("the plain token interface changed the stable token")
	}
	b.clock.Move(6 * time.Minute)
	got := map[string]int{}
	for name, value := range map[string]string{"first": first, "second": second, "stable": stable} {
		got[name] = b.send("GET", "/cgi-bin/draft/count?access_token="+value, nil, nil).errcode(t)
	}
	if got["first"] != 40001 || got["second"] != 0 || got["stable"] != 0 {
		t.Errorf("after six minutes: %v, want only the first dead", got)
	}
}

func TestExpireTokenIsSomebodyElsesRefresh(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	mine := b.token()
	b.acct.ExpireToken()
	if code := b.send("GET", "/cgi-bin/draft/count?access_token="+mine, nil, nil).errcode(t); code != 40001 {
		t.Errorf("my token gives %d, want 40001", code)
	}
	if fresh := b.token(); fresh == mine {
		t.Error("normal mode still gives the dead token")
	}
}

var ridAtEnd = regexp.MustCompile(` rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$`)

func TestCredentialMistakesHaveTheirCodes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	with := func(field string, value any) object {
		o := credential()
		if value == nil {
			delete(o, field)
		} else {
			o[field] = value
		}
		return o
	}
	for name, c := range map[string]struct {
		method, path string
		body         any
		want         int
	}{
		"GET for POST":     {"GET", "/cgi-bin/stable_token", nil, 43002},
		"POST for GET":     {"POST", "/cgi-bin/token", credential(), 43001},
		"no body":          {"POST", "/cgi-bin/stable_token", "", 44002},
		"broken JSON":      {"POST", "/cgi-bin/stable_token", "{", 47001},
		"not an object":    {"POST", "/cgi-bin/stable_token", "[]", 47001},
		"no appid":         {"POST", "/cgi-bin/stable_token", with("appid", nil), 41002},
		"no secret":        {"POST", "/cgi-bin/stable_token", with("secret", nil), 41004},
		"grant type":       {"POST", "/cgi-bin/stable_token", with("grant_type", "password"), 40002},
		"unknown appid":    {"POST", "/cgi-bin/stable_token", with("appid", "wxffffffffffffffff"), 40013},
		"wrong secret":     {"POST", "/cgi-bin/stable_token", with("secret", strings.Repeat("0", 32)), 40125},
		"wrong secret GET": {"GET", "/cgi-bin/token?grant_type=client_credential&appid=" + appID + "&secret=x", nil, 40125},
		"no token":         {"GET", "/cgi-bin/draft/count", nil, 41001},
		"no such token":    {"GET", "/cgi-bin/draft/count?access_token=nonsense", nil, 40014},
		"strange token":    {"GET", "/cgi-bin/draft/count?access_token=" + strings.Repeat("a", 136), nil, 40001},
		"unknown path":     {"GET", "/cgi-bin/nothing", nil, 40066},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := b.send(c.method, c.path, c.body, nil)
			if got := r.errcode(t); got != c.want || r.status != 200 {
				t.Errorf("errcode %d (HTTP %d), want %d (200)", got, r.status, c.want)
			}
			if text := r.object(t)["errmsg"].(string); !ridAtEnd.MatchString(text) {
				t.Errorf("errmsg %q does not end with a rid", text)
			}
			if strings.Contains(string(r.body), secret) {
				t.Error("the answer holds the secret")
			}
		})
	}
}

func TestWhitelistRefusesByNameOfTheAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.acct.SetIPWhitelist("203.0.113.0/28"); err != nil {
		t.Fatal(err)
	}
	r := b.send("POST", "/cgi-bin/stable_token", credential(), nil)
	want := "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: "
	if text := r.object(t)["errmsg"].(string); r.errcode(t) != 40164 || !strings.HasPrefix(text, want) {
		t.Errorf("got %d %q, want 40164 %q…", r.errcode(t), text, want)
	}
	b.acct.SetSeenAs("203.0.113.7")
	if code := b.send("POST", "/cgi-bin/stable_token", credential(), nil).errcode(t); code != 0 {
		t.Errorf("an address in the range gives %d", code)
	}
	b.acct.SetSeenAs("203.0.113.99")
	if code := b.send("POST", "/cgi-bin/stable_token", credential(), nil).errcode(t); code != 40164 {
		t.Errorf("an address out of the range gives %d, want 40164", code)
	}
	if err := b.acct.SetIPWhitelist(); err != nil {
		t.Fatal(err)
	}
	if code := b.send("POST", "/cgi-bin/stable_token", credential(), nil).errcode(t); code != 0 {
		t.Errorf("without a whitelist it gives %d", code)
	}
	if err := b.acct.SetIPWhitelist("not an address"); err == nil {
		t.Error("nonsense was accepted")
	}
}

func TestLocalAddressesMayPassTheWhitelist(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{}, sandbox.Account{
		AppID: appID, Secret: secret, IPWhitelist: []string{"203.0.113.7"}, AllowLocal: true,
	})
	if code := b.send("POST", "/cgi-bin/stable_token", credential(), nil).errcode(t); code != 0 {
		t.Errorf("loopback gives %d", code)
	}
}

func TestResetSecretKeepsTokens(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	value := b.token()
	b.acct.SetSecret("another")
	if code := b.send("POST", "/cgi-bin/stable_token", credential(), nil).errcode(t); code != 40125 {
		t.Errorf("the old secret gives %d, want 40125", code)
	}
	if code := b.send("GET", "/cgi-bin/draft/count?access_token="+value, nil, nil).errcode(t); code != 0 {
		t.Errorf("a token of the old secret gives %d", code)
	}
}

func TestAddAccountRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, acct := range map[string]sandbox.Account{
		"no id": {Secret: "s"}, "no secret": {AppID: "wx1"}, "taken": {AppID: appID, Secret: "s"},
		"whitelist": {AppID: "wx2", Secret: "s", IPWhitelist: []string{"10.0.0.0/99"}},
	} {
		if err := b.box.AddAccount(acct); err == nil {
			t.Errorf("%s: no error", name)
		} else if strings.Contains(fmt.Sprint(err), secret) {
			t.Errorf("%s: the error holds a secret", name)
		}
	}
}
