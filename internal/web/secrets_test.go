package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// tour does a bit of everything, well and badly, and keeps all answers.
type tour struct {
	t       *testing.T
	c       *testkit.Console
	answers bytes.Buffer
	secrets map[string]string
}

func (to *tour) ask(b *testkit.Browser, method, path string, body any) testkit.Reply {
	r := b.Ask(method, path, body)
	_, _ = fmt.Fprintf(&to.answers, "%s %s -> %d %v\n%s\n", method, path, r.Status, withoutCookie(r.Header), r.Body)
	return r
}

func withoutCookie(h http.Header) http.Header {
	h = h.Clone()
	h.Del("Set-Cookie") // it is where a session id belongs
	return h
}

func (to *tour) account(b *testkit.Browser) {
	to.secrets["new AppSecret"] = "0123456789abcdef0123456789abcdef"
	to.secrets["external token"] = "external-bearer-4711-0815"
	to.ask(b, "PATCH", account, map[string]string{"external_token": to.secrets["external token"], "external_token_url": to.c.WeChatURL + "/none"})
	to.ask(b, "POST", account+"/diagnosis", nil)
	to.ask(b, "PATCH", account, map[string]string{"external_token": "", "external_token_url": ""})
	to.ask(b, "PATCH", account, map[string]string{"app_secret": to.secrets["new AppSecret"]})
	to.ask(b, "POST", account+"/diagnosis", nil)
	to.ask(b, "GET", account+"/drafts?refresh=true", nil)
	to.ask(b, "PATCH", account, map[string]string{"app_secret": "not a secret " + to.secrets["new AppSecret"]})
	to.ask(b, "PATCH", account, map[string]string{"app_secret": testkit.AppSecret, "message_token": testkit.MessageToken, "encoding_aes_key": testkit.AESKey})
	to.ask(b, "GET", "/accounts", nil)
	to.ask(b, "GET", account, nil)
	to.ask(b, "POST", account+"/diagnosis", nil)
}

func (to *tour) materials(b *testkit.Browser) {
	for _, f := range []sandbox.Fault{
		{Next: 3, HTTPStatus: 502, Kind: "html"}, {Next: 3, Kind: "cut"}, {Next: 1, Errcode: 40001}, {Next: 1, Errcode: 48001}, {Next: 2, Errcode: -1},
	} {
		f.Path = "/cgi-bin/draft/batchget"
		to.c.WeChat.SetFault(f)
		to.ask(b, "GET", account+"/drafts?refresh=true", nil)
		to.c.WeChat.ClearFaults()
	}
	to.c.WeChat.ExpireToken()
	to.ask(b, "GET", account+"/drafts?refresh=true", nil)
	synced(to.t, b, tuwen.Full)
	to.ask(b, "GET", account+"/history?q=茶", nil)
	id := to.c.WeChat.History()[0].MediaID
	to.ask(b, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": "说明"})
	to.ask(b, "GET", "/preview/"+testkit.AppID+"/"+id+"/0", nil)
	to.ask(b, "POST", account+"/materials/"+id+"/sync", nil)
	to.ask(b, "DELETE", account+"/materials/"+id, nil)
	to.ask(b, "GET", account+"/published", nil)
	to.ask(b, "GET", account+"/quotas?refresh=true", nil)
	to.ask(b, "POST", account+"/quotas/clear", nil)
	to.ask(b, "GET", account+"/overview", nil)
	to.ask(b, "GET", account+"/syncs", nil)
}

func (to *tour) journeys(b *testkit.Browser) {
	to.secrets["webhook secret"] = "a-webhook-secret-0815"
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerFollow})
	g.Steps[3].Webhook.Secret = to.secrets["webhook secret"]
	j := testkit.JSON[tuwen.Journey](to.t, to.ask(b, "POST", journeys, map[string]string{"name": "欢迎"}))
	to.ask(b, "PUT", journeys+"/"+j.ID, form(j, g))
	to.ask(b, "PUT", journeys+"/"+j.ID, form(j, g)) // a conflict
	g.Steps[3].Webhook.URL = "nowhere"
	to.ask(b, "PUT", journeys+"/"+j.ID, object{"name": j.Name, "graph": g, "revision": j.Revision + 1, "secret": to.secrets["webhook secret"]})
	to.ask(b, "GET", journeys+"/"+j.ID, nil)
	for _, verb := range []string{"start", "copy", "pause", "stop"} {
		to.ask(b, "POST", journeys+"/"+j.ID+"/"+verb, nil)
	}
	to.ask(b, "GET", journeys+"/"+j.ID+"/webhook-posts", nil)
	to.ask(b, "GET", journeys, nil)
}

// messages lets followers act, and somebody forge what they do.
func (to *tour) messages(b *testkit.Browser) {
	connectPushes(to.t, to.c)
	to.ask(b, "POST", account+"/reply-rules", keywordRule("茶", "茶", textReply("请喝茶"), textReply("茶单在此")))
	to.c.WeChat.SetFault(sandbox.Fault{Path: customSend, Next: 1, Errcode: 45047})
	lin := mine(to.t, to.c, "林小满")
	to.c.Clock.Move(time.Second)
	_, err := to.c.WeChat.Write(to.t.Context(), lin, "茶")
	must(to.t, err)
	for _, query := range []string{"", "?timestamp=1&nonce=1&encrypt_type=aes&msg_signature=0", "?timestamp=1&nonce=1&signature=0&echostr=1"} {
		to.ask(b, "POST", "/callback/"+testkit.AppID+query, []byte("<xml><Encrypt>bm9uZQ==</Encrypt></xml>"))
		to.ask(b, "GET", "/callback/"+testkit.AppID+query, nil)
	}
	testkit.Wait(b, account+"/messages?states=unsent", func(p tuwen.Page[tuwen.Message]) bool { return len(p.Items) > 0 })
	event := testkit.JSON[tuwen.Page[tuwen.Event]](to.t, to.ask(b, "GET", account+"/events", nil)).Items[0]
	for _, path := range []string{"/events/" + event.ID, "/messages", "/pushes", "/contacts", "/contacts/" + lin + "/timeline", "/tags?refresh=true", "/auto-replies"} {
		to.ask(b, "GET", account+path, nil)
	}
	to.ask(b, "POST", account+"/qrcodes", object{"name": "南门店", "kind": "temporary", "expire_days": 7})
}

func (to *tour) people(admin *testkit.Browser) *testkit.Browser {
	to.secrets["password"] = "correct horse battery"
	to.secrets["new password"] = "another good staple"
	to.secrets["wrong password"] = "a mistyped password"
	to.ask(admin, "POST", "/operators", map[string]string{"name": "周", "email": "zhou@example.com", "role": "admin", "password": to.secrets["password"]})
	b := to.c.Stranger()
	to.ask(b, "POST", "/session", map[string]string{"email": "zhou@example.com", "password": to.secrets["wrong password"]})
	to.ask(b, "POST", "/session", map[string]string{"email": "zhou@example.com", "password": to.secrets["password"]})
	to.ask(b, "PATCH", "/session", map[string]string{"password": to.secrets["new password"], "current_password": to.secrets["password"]})
	to.ask(b, "GET", "/session", nil)
	to.ask(b, "GET", "/operators", nil)
	for _, cookie := range b.Cookies() {
		to.secrets["session id"] = cookie.Value
	}
	made := testkit.JSON[tuwen.MadeToken](to.t, b.Must(http.StatusCreated, "POST", "/tokens", map[string]string{"name": "脚本", "role": "admin"}))
	to.secrets["API token"] = made.Token
	to.ask(b, "GET", "/tokens", nil)
	script := to.c.Stranger()
	script.Token = made.Token
	to.ask(script, "GET", "/session", nil)
	to.ask(script, "GET", account+"/materials?use=menu&source=history", nil)
	handed := testkit.JSON[tuwen.HandedToken](to.t, script.Must(http.StatusOK, "GET", account+"/access-token", nil))
	to.secrets["access token"] = handed.AccessToken
	return b
}

func TestNoSecretLeavesTheConsole(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			setup := sample(5, 30, 3)
			setup.Engine = engine
			c := testkit.Start(t, setup)
			to := &tour{t: t, c: c, secrets: map[string]string{
				"AppSecret": testkit.AppSecret, "message token": testkit.MessageToken, "AES key": testkit.AESKey, "set-up code": testkit.SetupCode,
			}}
			admin := c.Operator(tuwen.Admin)
			b := to.people(admin)
			to.account(admin)
			to.materials(b)
			to.journeys(b)
			to.messages(b)
			to.ask(c.Script(tuwen.Admin), "GET", account, nil)
			to.ask(b, "GET", "/metrics", nil)
			audit := 0
			for cursor := ""; ; {
				p := testkit.JSON[tuwen.Page[tuwen.Entry]](t, to.ask(b, "GET", "/audit?limit=100&cursor="+cursor, nil))
				audit += len(p.Items)
				if cursor = p.NextCursor; cursor == "" {
					break
				}
			}
			if audit < 12 {
				t.Errorf("the audit has %d entries; the tour left more", audit)
			}
			places := map[string]string{"answers": to.answers.String(), "log": c.Log.String()}
			if engine == store.SQLite {
				file := filepath.Join(t.TempDir(), "backup.db")
				if err := c.DB.Backup(t.Context(), file); err != nil {
					t.Fatal(err)
				}
				kept, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				places["database"] = string(kept)
			}
			for where, text := range places {
				if text == "" {
					t.Errorf("nothing was in the %s", where)
				}
				for name, secret := range to.secrets {
					if i := strings.Index(text, secret); secret == "" || i >= 0 {
						t.Errorf("the %s stands in the %s: …%.80s", name, where, text[max(0, i-60):])
					}
				}
			}
		})
	}
}

func TestEveryChangeIsAudited(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 2, 0))
	b := c.Operator(tuwen.Admin)
	run := synced(t, b, tuwen.Full)
	id := c.WeChat.History()[0].MediaID
	b.Must(http.StatusOK, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": "先"})
	b.Must(http.StatusOK, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": "后"})
	b.Must(http.StatusOK, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": "后"})
	b.Must(http.StatusOK, "PATCH", account, map[string]string{"name": "新名字", "app_secret": testkit.AppSecret})
	b.Must(http.StatusNoContent, "DELETE", account+"/materials/"+id, nil)
	b.Must(http.StatusNoContent, "DELETE", account, nil)

	type line struct{ action, subject, details string }
	var got []line
	for _, e := range testkit.GET[tuwen.Page[tuwen.Entry]](b, "/audit?app_id="+testkit.AppID+"&limit=100").Items {
		if e.Actor != "the admin" && e.Actor != testkit.CommandLine.Name {
			t.Errorf("%s was done by %q", e.Action, e.Actor)
		}
		got = append(got, line{e.Action, e.Subject, fmt.Sprint(e.Details)})
	}
	want := []line{
		{"account.delete", testkit.AppID, "map[]"},
		{"material.delete", id, "map[]"},
		{"account.change", testkit.AppID, "map[app_secret:set name.after:新名字 name.before:青禾生活]"},
		{"note.write", id, "map[after:后 before:先]"},
		{"note.write", id, "map[after:先 before:]"},
		{"sync.start", run.ID, "map[mode:full]"},
		{"account.create", testkit.AppID, "map[]"},
	}
	// The clock stands still, so entries of one moment come in any order.
	for _, l := range want {
		if !slices.Contains(got, l) {
			t.Errorf("the audit lacks %v", l)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the audit has %d entries, want %d: %v", len(got), len(want), got)
	}
	b.Must(http.StatusNotFound, "GET", account, nil)
}

func TestEveryChangeOfWhatFollowersGetIsAudited(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	lin := mine(t, c, "林小满")
	put := func(status int, method, path string, body any) testkit.Reply {
		t.Helper()
		return b.Must(status, method, account+path, body)
	}
	id := func(r testkit.Reply) string { return "/" + testkit.JSON[struct{ ID string }](t, r).ID }

	rule := id(put(http.StatusCreated, "POST", "/reply-rules", keywordRule("茶", "茶", textReply("请喝茶"))))
	put(http.StatusOK, "PUT", "/reply-rules"+rule, keywordRule("茶", "茶", textReply("慢用")))
	put(http.StatusOK, "POST", "/reply-rules"+rule+"/deactivate", nil)
	put(http.StatusOK, "POST", "/reply-rules"+rule+"/activate", nil)
	put(http.StatusNoContent, "DELETE", "/reply-rules"+rule, nil)
	talk := func(opening string) object {
		return object{"name": "导览", "opening": opening, "options": []object{{"label": "茶单", "reply": textReply("茶单在此")}}}
	}
	conversation := id(put(http.StatusCreated, "POST", "/conversations", talk("想看什么")))
	put(http.StatusOK, "PUT", "/conversations"+conversation, talk("看点什么"))
	put(http.StatusNoContent, "DELETE", "/conversations"+conversation, nil)
	code := id(put(http.StatusCreated, "POST", "/qrcodes", object{"name": "门店", "kind": "temporary", "expire_days": 7}))
	put(http.StatusOK, "PATCH", "/qrcodes"+code, object{"name": "南门店"})
	put(http.StatusOK, "POST", "/qrcodes"+code+"/renew", object{})
	put(http.StatusNoContent, "DELETE", "/qrcodes"+code, nil)
	tag := newTag(t, b, "会员")
	put(http.StatusOK, "PUT", fmt.Sprint("/tags/", tag), object{"name": "金卡"})
	put(http.StatusAccepted, "POST", "/contacts/tag", object{"tag_id": tag, "openids": []string{lin}})
	put(http.StatusAccepted, "POST", "/contacts/untag", object{"tag_id": tag, "openids": []string{lin}})
	put(http.StatusOK, "PATCH", "/contacts/"+lin, object{"remark": "店长"})
	testkit.Wait(b, contacts+"/tagging", func(s tuwen.TaggingState) bool { return s.Waiting == 0 })
	put(http.StatusNoContent, "DELETE", fmt.Sprint("/tags/", tag), nil)

	var got []string
	for _, e := range testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit?limit=100&app_id="+testkit.AppID).Items {
		if e.Actor == "the operator" {
			got = append(got, e.Action)
		}
	}
	slices.Sort(got)
	want := []string{
		"contact.remark", "contact.tag", "contact.untag",
		"conversation.change", "conversation.create", "conversation.delete",
		"qrcode.change", "qrcode.create", "qrcode.delete", "qrcode.renew",
		"reply_rule.activate", "reply_rule.change", "reply_rule.create", "reply_rule.deactivate", "reply_rule.delete",
		"tag.create", "tag.delete", "tag.rename",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the audit (-want +got):\n%s", diff)
	}
}
