package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// described is a call of the API, as its description names it.
type described struct{ method, path string }

// routes are all calls that the description names. One that is added is
// tested here without further ado; where it needs a body or a parameter to be
// sound, the test says so.
func routes(t *testing.T, c *testkit.Console) (all []described) {
	t.Helper()
	path := ""
	r := c.Stranger().Must(http.StatusOK, "GET", "/openapi.yaml", nil)
	for line := range strings.Lines(string(r.Body)) {
		name, ends := strings.CutSuffix(strings.TrimSpace(line), ":")
		switch indent := len(line) - len(strings.TrimLeft(line, " ")); {
		case !ends:
		case indent == 2:
			path, _ = strings.CutPrefix(name, "/api/v1")
			if path == name {
				path = ""
			}
		case indent == 4 && path != "":
			switch name {
			case "get", "post", "put", "patch", "delete":
				all = append(all, described{strings.ToUpper(name), path})
			}
		}
	}
	if len(all) < 100 {
		t.Fatalf("only %d calls are described: %v", len(all), all)
	}
	return all
}

// about is the path of a call about something that is not there.
func (d described) about(appID string) string {
	return strings.NewReplacer(
		"{app_id}", appID, "{id}", "1", "{media_id}", "x", "{openid}", "oNobody", "{enrollment_id}", "x",
	).Replace(d.path)
}

// malformed are requests that no call takes, by what is wrong with them.
func (d described) malformed(appID string) map[string]func(*testkit.Browser) testkit.Reply {
	path := d.about(appID)
	with := func(path string, body any) func(*testkit.Browser) testkit.Reply {
		return func(b *testkit.Browser) testkit.Reply { return b.Ask(d.method, path, body) }
	}
	all := map[string]func(*testkit.Browser) testkit.Reply{"an impossible query": with(path+"?limit=0&refresh=perhaps&cursor="+strings.Repeat("x", 400), nil)}
	if d.method != "GET" && d.method != "DELETE" {
		all["a cut body"] = with(path, []byte(`{"name":"`))
		all["a wrong type"] = with(path, []byte(`[1]`))
		all["no body"] = with(path, nil)
		all["an oversized body"] = with(path, bytes.Repeat([]byte(" "), 5<<20))
	}
	return all
}

// ask makes a call about something that is not there, otherwise sound.
func (d described) ask(b *testkit.Browser, appID string) testkit.Reply {
	path := d.about(appID)
	reply := []tuwen.Reply{{Kind: tuwen.ReplyText, Text: "x"}}
	conversation := object{"name": "x", "opening": "x", "options": []object{{"label": "x", "reply": reply[0]}}}
	tagging := object{"tag_id": 2, "openids": []string{"oNobody"}}
	body, ok := map[string]object{
		"GET /accounts/{app_id}/materials":                   {"?": "use=menu"},
		"GET /accounts/{app_id}/syncs/plan":                  {"?": "mode=full"},
		"POST /accounts":                                     {"app_id": "wx00000000000000b2", "name": "x", "kind": "service"},
		"POST /accounts/{app_id}/contacts/tag":               tagging,
		"POST /accounts/{app_id}/contacts/untag":             tagging,
		"PATCH /accounts/{app_id}/contacts/{openid}":         {"remark": "x"},
		"POST /accounts/{app_id}/conversations":              conversation,
		"PUT /accounts/{app_id}/conversations/{id}":          conversation,
		"POST /accounts/{app_id}/journeys":                   {"name": "x"},
		"PUT /accounts/{app_id}/journeys/{id}":               form(tuwen.Journey{Name: "x"}, telling(tuwen.Trigger{})),
		"POST /accounts/{app_id}/journeys/{id}/enroll":       {"openid": "oNobody"},
		"PUT /accounts/{app_id}/mass-rules":                  {"approval": true},
		"POST /accounts/{app_id}/mass-sends":                 {"media_id": "x", "audience": object{"kind": "all"}},
		"POST /accounts/{app_id}/mass-sends/{id}/reschedule": {"at": "2026-12-01T12:00:00Z"},
		"POST /accounts/{app_id}/mass-sends/{id}/resolve":    {"sent": true},
		"POST /accounts/{app_id}/mass-sends/{id}/take-down":  {"title": "x"},
		"PUT /accounts/{app_id}/mass-speed":                  {"speed": 1},
		"POST /accounts/{app_id}/mass-sends/{id}/preview":    {"wechat_id": "x"},
		"PUT /accounts/{app_id}/materials/{media_id}/note":   {"text": "x"},
		"PUT /accounts/{app_id}/menu":                        {"buttons": []tuwen.Button{}, "conditional": []tuwen.ConditionalMenu{}},
		"POST /accounts/{app_id}/qrcodes":                    {"name": "x", "kind": "permanent"},
		"POST /accounts/{app_id}/reply-rules":                {"kind": "default", "name": "x", "replies": reply},
		"PUT /accounts/{app_id}/reply-rules/{id}":            {"kind": "default", "name": "x", "replies": reply},
		"POST /accounts/{app_id}/reply-rules/try":            {"text": "x"},
		"POST /accounts/{app_id}/syncs":                      {"mode": "full"},
		"POST /accounts/{app_id}/tags":                       {"name": "x"},
		"PUT /accounts/{app_id}/tags/{id}":                   {"name": "x"},
		"POST /operators":                                    {"name": "x", "email": "x@example.com", "role": "admin", "password": "correct horse battery"},
		"POST /tokens":                                       {"name": "x", "role": "admin"},
		"POST /session":                                      {"email": "x@example.com", "password": "correct horse battery"},
		"POST /session/code":                                 {"code": "x"},
		"POST /setup":                                        {"code": "x", "name": "x", "email": "x@example.com", "password": "correct horse battery"},
	}[d.method+" "+d.path]
	if query, is := body["?"].(string); is {
		return b.Ask(d.method, path+"?"+query, nil)
	}
	if d.method == "GET" || d.method == "DELETE" {
		return b.Ask(d.method, path, nil)
	}
	switch {
	case strings.HasSuffix(d.path, "/qrcodes/import"):
		return b.Ask(d.method, path, []byte("name,kind\nx,permanent\n"))
	case !ok:
		body = object{}
	}
	return b.Ask(d.method, path, body)
}

func TestNoCallIsForStrangers(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	open := map[described]bool{
		{"GET", "/setup"}: true, {"POST", "/setup"}: true, {"POST", "/session"}: true, {"POST", "/session/code"}: true,
	}
	stranger, liar := c.Stranger(), c.Stranger()
	liar.Token = "tuwen_wrong"
	for _, d := range routes(t, c) {
		for name, ask := range d.malformed(testkit.AppID) {
			for _, b := range []*testkit.Browser{stranger, liar} {
				if r := ask(b); !open[d] && r.Status != http.StatusUnauthorized {
					t.Errorf("%v with %s: a stranger gets %d: %.300s", d, name, r.Status, r.Body)
				}
			}
		}
		if r := d.ask(stranger, testkit.AppID); (r.Status == http.StatusUnauthorized) == open[d] && d.path != "/session" && d.path != "/session/code" {
			t.Errorf("%v: a stranger gets %d: %.300s", d, r.Status, r.Body)
		}
	}
}

func TestViewerChangesNothing(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	viewer := c.Script(tuwen.Viewer)
	own := map[described]bool{ // who one is, and asking without changing
		{"POST", "/setup"}: true, {"POST", "/session"}: true, {"POST", "/session/code"}: true, {"PATCH", "/session"}: true,
		{"DELETE", "/session"}: true, {"DELETE", "/sessions"}: true, {"POST", "/accounts/{app_id}/reply-rules/try"}: true,
	}
	for _, d := range routes(t, c) {
		if d.method == "GET" || own[d] {
			continue
		}
		r := d.ask(viewer, testkit.AppID)
		if !isTooLow(r) {
			t.Errorf("%v: a viewer gets %d: %.300s", d, r.Status, r.Body)
		}
	}
	if calls := c.WeChat.AllCalls(); len(calls) > 0 {
		t.Errorf("WeChat was called: %v", calls)
	}
}

func isTooLow(r testkit.Reply) bool {
	return r.Status == http.StatusForbidden && strings.Contains(string(r.Body), `"role.too_low"`)
}

func TestRoleThatIsTooLowIsToldBeforeWhatIsWrongWithTheRequest(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	for _, role := range []tuwen.Role{tuwen.Viewer, tuwen.Operates} {
		b, refused := c.Script(role), 0
		for _, d := range routes(t, c) {
			tooLow := isTooLow(d.ask(b, testkit.AppID)) // the desk's word
			if tooLow {
				refused++
			}
			for name, ask := range d.malformed(testkit.AppID) {
				r := ask(b)
				if isTooLow(r) != tooLow {
					t.Errorf("%v with %s: a %s gets %d: %.300s", d, name, role, r.Status, r.Body)
				}
			}
		}
		if refused < 10 {
			t.Errorf("a %s is refused %d calls only", role, refused)
		}
	}
}

func TestAccountThatIsNotConnectedIsNotFoundByAnyCall(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin := c.Script(tuwen.Admin)
	for _, d := range routes(t, c) {
		if !strings.HasPrefix(d.path, "/accounts/{app_id}") {
			continue
		}
		r := d.ask(admin, "wx0000000000000000")
		if r.Status != http.StatusNotFound || !strings.Contains(string(r.Body), `"account.unknown"`) {
			t.Errorf("%v: got %d: %.300s", d, r.Status, r.Body)
		}
	}
}
