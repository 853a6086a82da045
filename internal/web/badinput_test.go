package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestUnknownAccountIsNotFoundEverywhere(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Admin)
	const other = "/accounts/wx0000000000000000"
	for _, tc := range []struct {
		method, path string
		body         any
	}{
		{"GET", "", nil},
		{"PATCH", "", map[string]string{"name": "x"}},
		{"DELETE", "", nil},
		{"POST", "/diagnosis", nil},
		{"GET", "/access-token", nil},
		{"GET", "/overview", nil},
		{"GET", "/quotas", nil},
		{"POST", "/quotas/clear", nil},
		{"GET", "/drafts", nil},
		{"GET", "/history", nil},
		{"GET", "/published", nil},
		{"GET", "/materials?use=menu", nil},
		{"GET", "/materials?use=menu&source=history", nil},
		{"GET", "/materials/x", nil},
		{"DELETE", "/materials/x", nil},
		{"POST", "/materials/x/sync", nil},
		{"PUT", "/materials/x/note", map[string]string{"text": "x"}},
		{"GET", "/journeys", nil},
		{"POST", "/journeys", map[string]string{"name": "x"}},
		{"GET", "/journeys/x", nil},
		{"PUT", "/journeys/x", form(tuwen.Journey{Name: "x"}, telling(tuwen.Trigger{}))},
		{"DELETE", "/journeys/x", nil},
		{"POST", "/journeys/x/start", nil},
		{"POST", "/journeys/x/copy", nil},
		{"GET", "/journeys/templates", nil},
		{"POST", "/journeys/x/enroll", map[string]string{"openid": "x"}},
		{"GET", "/journeys/x/report", nil},
		{"GET", "/journeys/x/enrollments", nil},
		{"GET", "/journeys/x/enrollments/y", nil},
		{"GET", "/journeys/x/webhook-posts", nil},
		{"POST", "/journeys/x/webhook-posts/y/retry", nil},
		{"GET", "/syncs/plan?mode=full", nil},
		{"POST", "/syncs", map[string]string{"mode": "full"}},
		{"GET", "/syncs", nil},
		{"GET", "/syncs/x", nil},
		{"GET", "/syncs/x/events", nil},
		{"POST", "/syncs/x/cancel", nil},
		{"GET", "/pictures/0123456789abcdef0123456789abcdef", nil},
	} {
		if p := problem(t, b.Must(http.StatusNotFound, tc.method, other+tc.path, tc.body)); p.Code != "account.unknown" {
			t.Errorf("%s %s: got %q", tc.method, tc.path, p.Code)
		}
	}
}

func TestUnknownMaterialIsNotFound(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	for _, id := range []string{"unknown", "mass-1", url.PathEscape("../x"), url.PathEscape("没有")} {
		b.Must(http.StatusNotFound, "GET", account+"/materials/"+id, nil)
		b.Must(http.StatusNotFound, "DELETE", account+"/materials/"+id, nil)
		b.Must(http.StatusNotFound, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": "x"})
		b.Must(http.StatusNotFound, "GET", "/preview/"+testkit.AppID+"/"+id+"/0", nil)
	}
	b.Must(http.StatusBadRequest, "GET", account+"/materials/a%00b", nil)
	b.Must(http.StatusUnprocessableEntity, "GET", account+"/materials/"+strings.Repeat("x", 500), nil)
	if r := b.Ask("POST", account+"/materials/unknown/sync", nil); r.Status != http.StatusNotFound {
		t.Errorf("syncing an unknown id: %d %s", r.Status, r.Body)
	}
}

func TestHugeNoteIsRefused(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 0, 0))
	b := c.Operator(tuwen.Operates)
	id := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].MediaID
	note := account + "/materials/" + id + "/note"
	huge := append(append([]byte(`{"text":"`), bytes.Repeat([]byte("图"), 10<<20/3)...), `"}`...)
	if p := problem(t, b.Must(http.StatusRequestEntityTooLarge, "PUT", note, huge)); p.Code != "request.too_large" || len(p.Detail) > 200 {
		t.Errorf("got %q: %.300s", p.Code, p.Detail)
	}
	for _, text := range []string{strings.Repeat("图", 201), strings.Repeat("x ", 2000), "\x00"} {
		if p := problem(t, b.Must(http.StatusUnprocessableEntity, "PUT", note, map[string]string{"text": text})); p.Params["field"] != "text" {
			t.Errorf("%.10q: got %q", text, p.Code)
		}
	}
	b.Must(http.StatusOK, "PUT", note, map[string]string{"text": strings.Repeat("图", 200)})
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+id); m.Note != strings.Repeat("图", 200) {
		t.Errorf("the note is %q", m.Note)
	}
}

func TestBrokenBodiesAreRefusedAndNotEchoed(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin := c.Operator(tuwen.Admin)
	const secret = "hunter2-hunter2"
	for name, tc := range map[string]struct {
		status int
		body   string
		code   string
	}{
		"cut JSON":       {400, `{"email":"a@example.com","password":"` + secret, "request.json"},
		"two values":     {400, `{"email":"a@example.com","password":"` + secret + `"} {}`, "request.json"},
		"no body":        {400, ``, "request.json"},
		"a wrong type":   {422, `{"email":1,"password":"` + secret + `"}`, "request.invalid"},
		"a missing one":  {422, `{"password":"` + secret + `"}`, "request.invalid"},
		"an unknown one": {422, `{"email":"a@example.com","password":"` + secret + `","more":"` + secret + `"}`, "request.invalid"},
		"a list":         {422, `["` + secret + `"]`, "request.invalid"},
	} {
		r := c.Stranger().Must(tc.status, "POST", "/session", []byte(tc.body))
		if p := problem(t, r); p.Code != tc.code {
			t.Errorf("%s: got %q", name, p.Code)
		}
		if bytes.Contains(r.Body, []byte("hunter2")) {
			t.Errorf("%s: the answer repeats the password: %s", name, r.Body)
		}
	}
	if strings.Contains(c.Log.String(), "hunter2") {
		t.Error("the log holds the password")
	}
	p := problem(t, admin.Must(http.StatusUnprocessableEntity, "POST", "/tokens", map[string]string{"name": "x", "role": "king"}))
	if len(p.Errors) != 1 || p.Errors[0].Location != "body.role" {
		t.Errorf("got %+v", p.Errors)
	}
}

func TestBadQueriesAreRefused(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Admin)
	for path, status := range map[string]int{
		account + "/history?q=%00":                                                400,
		account + "/history?q=%ff":                                                400,
		account + "/history?q=%zz":                                                400,
		account + "/history?cursor=nonsense":                                      422,
		account + "/history?limit=0":                                              422,
		account + "/history?limit=101":                                            422,
		account + "/history?limit=many":                                           422,
		account + "/history?month=2021-13":                                        422,
		account + "/history?noted=perhaps":                                        422,
		account + "/history?q=" + strings.Repeat("x", 201):                        422,
		account + "/published?offset=-1":                                          422,
		account + "/drafts?refresh=perhaps":                                       422,
		account + "/materials?use=menu&source=attic":                              422,
		account + "/materials?use=mass_send&cursor=bm9uc2Vuc2U":                   422,
		account + "/syncs/plan?mode=half":                                         422,
		account + "/syncs?cursor=nonsense":                                        422,
		"/audit?cursor=nonsense":                                                  422,
		"/nowhere":                                                                404,
		account + "/nowhere":                                                      404,
		"/preview/" + testkit.AppID + "/x/first":                                  404,
		account + "/pictures/nonsense":                                            404,
		account + "/materials?use=mass_send&source=published&cursor=b2Zmc2V0Oi0x": 422,
		journeys + "/none":                                                        404,
		journeys + "/none/report":                                                 404,
		journeys + "/none/report?days=0":                                          422,
		journeys + "/none/report?days=366":                                        422,
		journeys + "/none/enrollments":                                            404,
		journeys + "/none/enrollments?state=lost":                                 422,
		journeys + "/none/enrollments/none":                                       404,
		account + "/history?q=" + url.QueryEscape(`" OR 1=1 --`):                  200,
		account + "/history?q=" + url.QueryEscape(`a* NEAR(b) ^ : -`):             200,
		account + "/history?q=" + url.QueryEscape("%00"):                          200,
	} {
		b.Must(status, "GET", path, nil)
	}
	if r := b.Must(http.StatusNotFound, "GET", "/nowhere", nil); problem(t, r).Code != "route.none" {
		t.Errorf("got %s", r.Body)
	}
}

func TestBadNamesAreRefused(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Admin)
	for _, name := range []string{"", "  ", "a\x00b", "a\x1bb", strings.Repeat("名", 41)} {
		b.Must(http.StatusUnprocessableEntity, "PATCH", "/session", map[string]string{"name": name})
		b.Must(http.StatusUnprocessableEntity, "POST", "/tokens", map[string]string{"name": name, "role": "viewer"})
	}
}

func TestBadAccountsAreRefused(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin := c.Operator(tuwen.Admin)
	for field, change := range map[string]map[string]any{
		"app_id":             {"app_id": "gh_123"},
		"name":               {"name": "  "},
		"original_id":        {"original_id": "gh_\x00"},
		"api_base_url":       {"api_base_url": "ftp://x"},
		"external_token_url": {"external_token_url": "http://user:pw@x"},
		"app_secret":         {"app_secret": "has a blank"},
		"message_token":      {"message_token": "no-dash"},
		"encoding_aes_key":   {"encoding_aes_key": "short"},
	} {
		body := map[string]any{"app_id": "wx00000000000000b2", "name": "x", "kind": "service"}
		for k, v := range change {
			body[k] = v
		}
		if p := problem(t, admin.Must(http.StatusUnprocessableEntity, "POST", "/accounts", body)); p.Params["field"] != field {
			t.Errorf("%s: got %q about %q", field, p.Code, p.Params["field"])
		}
	}
	exists := problem(t, admin.Must(http.StatusConflict, "POST", "/accounts", map[string]any{"app_id": testkit.AppID, "name": "x", "kind": "service"}))
	if exists.Code != "account.exists" {
		t.Errorf("got %q", exists.Code)
	}
}

// deletion of something in use

func use(t *testing.T, c *testkit.Console, mediaID string, u tuwen.UsedBy) {
	t.Helper()
	err := c.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Uses.Put(ctx, testkit.AppID, mediaID, u)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDeletingWhatIsInUseNamesTheUses(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 3, 0))
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	id := c.WeChat.History()[0].MediaID
	active := tuwen.UsedBy{Kind: "menu", ID: "m1", Name: "主菜单", Active: true}
	use(t, c, id, active)
	use(t, c, id, tuwen.UsedBy{Kind: "journey", ID: "j1", Name: "停用的旅程"})
	r := b.Must(http.StatusConflict, "DELETE", account+"/materials/"+id, nil)
	if p := problem(t, r); p.Code != "material.in_use" || p.Params["count"] != "1" {
		t.Errorf("got %q %v", p.Code, p.Params)
	}
	named := testkit.JSON[struct{ Related []tuwen.UsedBy }](t, r).Related
	if diff := cmp.Diff([]tuwen.UsedBy{active}, named); diff != "" {
		t.Errorf("what stands in the way (-want +got):\n%s", diff)
	}
	testkit.GET[tuwen.Material](b, account+"/materials/"+id)
	b.Must(http.StatusNoContent, "DELETE", account+"/materials/"+id+"?force=true", nil)
	b.Must(http.StatusNotFound, "GET", account+"/materials/"+id, nil)
	entries := testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit?action=material.delete").Items
	if len(entries) != 1 || entries[0].Details["uses"] != "menu 主菜单" || entries[0].Details["forced"] != "true" {
		t.Errorf("the audit says %+v", entries)
	}
}

func TestSecondSyncIsRefusedWithTheRunningOne(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 10, 0))
	c.WeChat.SetFault(sandbox.Fault{Path: "/cgi-bin/material/batchget_material", Next: 1000, HTTPStatus: 502})
	b := c.Operator(tuwen.Operates)
	run := testkit.JSON[tuwen.SyncRun](t, b.Must(http.StatusAccepted, "POST", account+"/syncs", map[string]any{"mode": "full"}))
	r := b.Must(http.StatusConflict, "POST", account+"/syncs", map[string]any{"mode": "full"})
	if p := problem(t, r); p.Code != "sync.running" {
		t.Errorf("got %q", p.Code)
	}
	if got := testkit.JSON[struct{ Related tuwen.SyncRun }](t, r).Related.ID; got != run.ID {
		t.Errorf("it names %q, want %q", got, run.ID)
	}
	if got := testkit.JSON[tuwen.SyncRun](t, b.Must(http.StatusOK, "POST", account+"/syncs/"+run.ID+"/cancel", nil)); got.State != tuwen.SyncCanceled {
		t.Errorf("canceled, it is %s", got.State)
	}
}

func TestBrokenJourneyIsKeptAndCannotStart(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	testkit.GET[tuwen.TagSheet](b, account+"/tags?refresh=true")
	for code, spoil := range map[string]func(*tuwen.Graph){
		"loop": func(g *tuwen.Graph) {
			g.Steps[1].Kind, g.Steps[1].Wait, g.Steps[2].Exits[0].To = tuwen.StepTag, nil, "hello"
		},
		"exit_gone":           func(g *tuwen.Graph) { g.Steps[0].Exits[0].To = "nowhere" },
		"no_steps":            func(g *tuwen.Graph) { g.First = "nowhere" },
		"trigger_none":        func(g *tuwen.Graph) { g.Trigger.Kind = "" },
		"trigger_code_gone":   func(g *tuwen.Graph) { g.Trigger = tuwen.Trigger{Kind: tuwen.TriggerScan, CodeIDs: []string{"none"}} },
		"trigger_button_gone": func(g *tuwen.Graph) { g.Trigger = tuwen.Trigger{Kind: tuwen.TriggerTap, Targets: []string{"none"}} },
		"trigger_past": func(g *tuwen.Graph) {
			at := c.Clock.Now().Add(-1)
			g.Trigger = tuwen.Trigger{Kind: tuwen.TriggerSchedule, Repeat: tuwen.RepeatOnce, At: &at, TagID: 2}
		},
		"tag_gone":      func(g *tuwen.Graph) { g.Steps[3].Kind, g.Steps[3].TagID = tuwen.StepTag, 4711 },
		"send_material": func(g *tuwen.Graph) { g.Steps[0].Reply = &tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "none"} },
		"send_picture":  func(g *tuwen.Graph) { g.Steps[0].Reply = &tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: "none"} },
		"send_conversation": func(g *tuwen.Graph) {
			g.Steps[0].Reply = &tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "none"}
		},
		"webhook_url": func(g *tuwen.Graph) { g.Steps[3].Webhook.URL = "file:///etc/passwd" },
		"wait_none":   func(g *tuwen.Graph) { g.Steps[1].Wait = nil },
		"branch_open": func(g *tuwen.Graph) {
			g.Steps[1].Kind, g.Steps[1].Wait = tuwen.StepBranch, nil
			g.Steps[1].Exits = []tuwen.Exit{{ID: "yes", When: &tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{2}}}, {ID: "no", To: "again"}}
		},
	} {
		g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
		spoil(&g)
		j := drawJourney(t, b, newJourney(t, b, code), g)
		if !slices.ContainsFunc(j.Problems, func(p tuwen.GraphProblem) bool { return p.Code == code && !p.Warning }) {
			t.Errorf("%s: the problems are %+v", code, j.Problems)
		}
		if got := refusedOn(t, b, j, "start"); got != "journey.problems" {
			t.Errorf("%s: it starts: %q", code, got)
		}
	}
}
