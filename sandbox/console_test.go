package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
)

const consoleBase = "/console/api/accounts/" + appID

// do makes a console call that must succeed, and decodes its answer.
func (b *bench) do(method, path string, body any) object {
	b.t.Helper()
	r := b.send(method, path, body, nil)
	if r.status != http.StatusOK {
		b.t.Fatalf("%s %s: HTTP %d %s", method, path, r.status, r.body)
	}
	if strings.HasPrefix(string(r.body), "[") {
		r.body = []byte(`{"list":` + string(r.body) + `}`)
	}
	return r.object(b.t)
}

func TestConsoleMakesEditsPublishesAndDeletes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	article := object{"title": "控制台写的", "author": "阿禾", "digest": "摘", "content": `<p>字</p><script>x</script><img src="http://h/p">`}
	made := b.do("POST", consoleBase+"/drafts", object{"articles": []any{article}, "rewrite": true})
	id := made["media_id"].(string)
	got, err := b.acct.Draft(id)
	if err != nil {
		t.Fatal(err)
	}
	if want := `<p>字</p><img data-src="http://h/p">`; got.Articles[0].Content != want {
		t.Errorf("content %s, want %s", got.Articles[0].Content, want)
	}
	address := got.Articles[0].URL
	article["title"], article["content"] = "改了题", "<script>原样</script>"
	b.do("PUT", consoleBase+"/drafts/"+id, object{"articles": []any{article, article}})
	if got, err = b.acct.Draft(id); err != nil {
		t.Fatal(err)
	}
	if got.Articles[0].Title != "改了题" || len(got.Articles) != 2 || got.Articles[1].Content != "<script>原样</script>" {
		t.Errorf("after the edit: %+v", got)
	}
	if got.Articles[0].URL != address || got.Articles[1].URL == address {
		t.Errorf("addresses %q, %q", got.Articles[0].URL, got.Articles[1].URL)
	}
	published := b.do("POST", consoleBase+"/drafts/"+id+"/publish", object{})
	if len(b.acct.Drafts()) != 0 || b.acct.Published()[0].MediaID != published["media_id"] {
		t.Error("the draft was not published")
	}
	old := b.do("POST", consoleBase+"/history", object{"articles": []any{article}})["media_id"].(string)
	b.do("DELETE", consoleBase+"/history/"+old, nil)
	if len(b.acct.History()) != 0 {
		t.Error("the history item is still there")
	}
	b.do("DELETE", consoleBase+"/published/"+published["media_id"].(string), nil)
	if len(b.acct.Published()) != 0 {
		t.Error("the published item is still there")
	}
}

func TestConsoleListsWithoutBodiesAndSearchesTitles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, title := range []string{"春茶", "夏茶", "冬汤"} {
		b.draft(title, title+"二")
		b.clock.Move(time.Minute)
	}
	list := b.do("GET", consoleBase+"/drafts?q=茶&limit=1&offset=1", nil)
	items := list["items"].([]any)
	article := items[0].(object)["articles"].([]any)[0].(object)
	if list["total"] != 2.0 || len(items) != 1 || article["title"] != "春茶" || article["content"] != "" {
		t.Errorf("list %v", list)
	}
	one := b.do("GET", consoleBase+"/drafts/"+items[0].(object)["media_id"].(string), nil)
	if one["articles"].([]any)[0].(object)["content"] != "<p>春茶</p>" {
		t.Errorf("item %v", one)
	}
}

func TestConsoleSetsFaultsQuotasAndPermissions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	fault := object{"path": countPath, "next": 1, "kind": "errcode", "errcode": 45011, "delay_ms": 5}
	b.do("POST", consoleBase+"/faults", fault)
	want := []sandbox.Fault{{Path: countPath, Next: 1, Kind: sandbox.FaultErrcode, Errcode: 45011, Delay: 5 * time.Millisecond}}
	if diff := cmp.Diff(want, b.acct.Faults()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if code := b.call(countPath, nil).errcode(t); code != 45011 {
		t.Errorf("errcode = %d, want 45011", code)
	}
	b.do("POST", consoleBase+"/faults", fault)
	b.do("DELETE", consoleBase+"/faults", nil)
	b.do("PUT", consoleBase+"/quotas", object{"path": countPath, "limit": 1})
	if code := b.call(countPath, nil).errcode(t); code != 45009 {
		t.Errorf("errcode = %d, want 45009", code)
	}
	b.do("DELETE", consoleBase+"/quotas", nil)
	if code := b.call(countPath, nil).errcode(t); code != 0 {
		t.Errorf("after clearing: %d", code)
	}
	if calls := b.do("GET", consoleBase+"/calls", nil); calls[countPath] != 3.0 {
		t.Errorf("calls %v", calls)
	}
	b.do("DELETE", consoleBase+"/calls", nil)
	b.do("PATCH", consoleBase, object{"permission": object{"prefix": "/cgi-bin/draft/", "allowed": false}})
	if code := b.call(countPath, nil).errcode(t); code != 48001 {
		t.Errorf("errcode = %d, want 48001", code)
	}
	value := b.token()
	b.do("POST", consoleBase+"/token/expire", object{})
	if b.token() == value {
		t.Error("the token is still the same")
	}
	b.do("PATCH", consoleBase, object{"ip_whitelist": []string{"203.0.113.7"}, "seen_as": "203.0.113.8", "frozen_history": true})
	r := b.send("POST", "/cgi-bin/stable_token", credential(), nil)
	if r.errcode(t) != 40164 || !strings.Contains(string(r.body), "invalid ip 203.0.113.8 ipv6 ::ffff:203.0.113.8") {
		t.Errorf("got %s", r.body)
	}
	b.do("PATCH", consoleBase, object{"ip_whitelist": []string{}, "secret": "another"})
	if b.acct.Settings().Secret != "another" || !b.acct.Settings().FrozenHistory {
		t.Errorf("settings %+v", b.acct.Settings())
	}
}

func TestConsoleMovesClockAndLatency(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do("POST", "/console/api/clock", object{"seconds": 3600})
	if got := b.box.Now(); !got.Equal(start.Add(time.Hour)) || !b.clock.Now().Equal(got) {
		t.Errorf("now %v, the shared clock %v", got, b.clock.Now())
	}
	b.do("POST", "/console/api/clock", object{"to": "midnight"})
	if want := time.Date(2026, 11, 23, 0, 0, 1, 0, beijing); !b.box.Now().Equal(want) {
		t.Errorf("now %v, want %v", b.box.Now(), want)
	}
	b.do("PUT", "/console/api/latency", object{"milliseconds": 7})
	if b.box.Latency() != 7*time.Millisecond {
		t.Errorf("latency %v", b.box.Latency())
	}
}

func TestConsoleAddsAndSeedsAccounts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do("POST", "/console/api/accounts", object{"app_id": "wxnew", "secret": "s", "name": "新号", "kind": "subscription"})
	view := b.do("POST", "/console/api/accounts/wxnew/seed", object{"drafts": 3, "history": 4, "published": 2, "seed": 5})
	if view["drafts"] != 3.0 || view["history"] != 4.0 || view["published"] != 2.0 || view["name"] != "新号" {
		t.Errorf("account %v", view)
	}
	if all := b.do("GET", "/console/api/accounts", nil)["list"].([]any); len(all) != 2 {
		t.Errorf("%d accounts", len(all))
	}
	covers := b.do("GET", "/console/api/covers", nil)["list"].([]any)
	article := object{"title": "有封面", "content": "<p>1</p>", "thumb_media_id": covers[3].(object)["thumb_media_id"]}
	it := b.do("POST", "/console/api/accounts/wxnew/drafts", object{"articles": []any{article}})
	if got := it["articles"].([]any)[0].(object)["thumb_url"]; got != covers[3].(object)["url"] {
		t.Errorf("cover %v", got)
	}
}

func TestConsoleRefusesClearly(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.acct.SetFrozenHistory(true)
	article := object{"articles": []any{object{"title": "t"}}}
	for name, c := range map[string]struct {
		method, path string
		body         any
		want         int
	}{
		"unknown account": {"GET", "/console/api/accounts/wxnone", nil, 404},
		"unknown list":    {"GET", consoleBase + "/lists", nil, 404},
		"unknown item":    {"GET", consoleBase + "/drafts/none", nil, 404},
		"delete unknown":  {"DELETE", consoleBase + "/drafts/none", nil, 404},
		"edit unknown":    {"PUT", consoleBase + "/drafts/none", article, 404},
		"publish unknown": {"POST", consoleBase + "/drafts/none/publish", object{}, 404},
		"frozen":          {"POST", consoleBase + "/history", article, 409},
		"no article":      {"POST", consoleBase + "/drafts", object{}, 400},
		"broken JSON":     {"POST", consoleBase + "/drafts", "{", 400},
		"unknown field":   {"POST", consoleBase + "/drafts", object{"artikel": 1}, 400},
		"bad offset":      {"GET", consoleBase + "/drafts?offset=-1", nil, 400},
		"bad limit":       {"GET", consoleBase + "/drafts?limit=1000", nil, 400},
		"fault kind":      {"POST", consoleBase + "/faults", object{"kind": "explode"}, 400},
		"fault path":      {"POST", consoleBase + "/faults", object{"path": "/x"}, 400},
		"fault status":    {"POST", consoleBase + "/faults", object{"kind": "status", "http_status": 42}, 400},
		"quota":           {"PUT", consoleBase + "/quotas", object{"limit": -1}, 400},
		"whitelist":       {"PATCH", consoleBase, object{"ip_whitelist": []string{"x"}}, 400},
		"secret":          {"PATCH", consoleBase, object{"secret": ""}, 400},
		"clock":           {"POST", "/console/api/clock", object{"to": "noon"}, 400},
		"taken account":   {"POST", "/console/api/accounts", object{"app_id": appID, "secret": "s"}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := b.send(c.method, c.path, c.body, nil)
			if r.status != c.want {
				t.Errorf("HTTP %d, want %d: %s", r.status, c.want, r.body)
			}
			if text, _ := r.object(t)["error"].(string); text == "" {
				t.Errorf("no error text: %s", r.body)
			}
		})
	}
}

func TestConsoleRefusesPagesElsewhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.draft("一")
	header := http.Header{"Origin": {"https://example.com"}, "Sec-Fetch-Site": {"cross-site"}}
	if r := b.send("DELETE", consoleBase+"/drafts/"+it.MediaID, nil, header); r.status != http.StatusForbidden {
		t.Errorf("HTTP %d, want 403", r.status)
	}
	if len(b.acct.Drafts()) != 1 {
		t.Error("a page elsewhere deleted a draft")
	}
}

func TestConsolePagesNeedNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if r := b.send("GET", "/", nil, nil); r.status != http.StatusFound || r.header.Get("Location") != "/console/" {
		t.Errorf("/: HTTP %d to %q", r.status, r.header.Get("Location"))
	}
	page := b.send("GET", "/console/", nil, nil)
	policy := page.header.Get("Content-Security-Policy")
	if page.status != http.StatusOK || !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; style-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("HTTP %d, policy %q", page.status, policy)
	}
	modules := []string{"main", "dom", "api", "list", "editor", "faults", "quotas", "account", "clock"}
	names := []string{"", "console.css"}
	for _, m := range modules {
		names = append(names, m+".js")
	}
	for _, name := range names {
		r := b.send("GET", "/console/"+name, nil, nil)
		text := strings.ReplaceAll(string(r.body), "http://www.w3.org/2000/svg", "")
		if r.status != http.StatusOK || len(text) < 500 {
			t.Errorf("%q: HTTP %d, %d bytes", name, r.status, len(text))
		}
		for _, forbidden := range []string{"https://", "http://", "style=\"", "onclick=\"", "innerHTML", "eval("} {
			if strings.Contains(text, forbidden) {
				t.Errorf("%q holds %s", name, forbidden)
			}
		}
	}
}
