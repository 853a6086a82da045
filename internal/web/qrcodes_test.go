package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const createPath = "/cgi-bin/qrcode/create"

// code makes a permanent code that answers with a text.
func code(b *testkit.Browser, t *testing.T, name string, more map[string]any) tuwen.QRCode {
	t.Helper()
	body := map[string]any{"name": name, "kind": "permanent", "replies": []tuwen.Reply{{Kind: tuwen.ReplyText, Text: "欢迎"}}}
	for k, v := range more {
		body[k] = v
	}
	return testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusCreated, "POST", account+"/qrcodes", body))
}

func TestS18QRCodeRepliesTakePublishedAndHistorySingleOnly(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 1, 1))
	several := addHistory(t, c, "多图文", "<p>一</p>", "<p>二</p>")
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	draft := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].MediaID
	published := testkit.GET[tuwen.Choices](b, account+"/materials?use=qrcode&source=published").Items[0]
	single := slices.DeleteFunc(history(b, ""), func(m tuwen.Material) bool { return m.ArticleCount > 1 })[0]
	for name, tc := range map[string]struct{ id, reason string }{
		"a draft": {draft, "source"}, "several articles": {several, "several"}, "nothing": {"none", "missing"},
	} {
		p := problem(t, b.Must(http.StatusUnprocessableEntity, "POST", account+"/qrcodes", map[string]any{
			"name": "门店", "kind": "permanent", "replies": []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: tc.id}},
		}))
		if p.Code != "reply.material" || p.Params["reason"] != tc.reason || p.Params["field"] != "replies.0.media_id" {
			t.Errorf("%s: got %q, %v", name, p.Code, p.Params)
		}
	}
	if n := len(c.WeChat.QRCodes()); n != 0 {
		t.Errorf("refused codes were made at WeChat: %d", n)
	}
	for _, m := range []tuwen.Material{published.Material, single} {
		got := code(b, t, "用 "+m.Title, map[string]any{"replies": []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: m.MediaID}}})
		if len(got.Replies) != 1 || got.Replies[0].Label != m.Title || got.Replies[0].Problem != "" {
			t.Errorf("the reply reads %+v, want %q", got.Replies, m.Title)
		}
		used := testkit.GET[tuwen.Material](b, account+"/materials/"+m.MediaID).UsedBy
		want := []tuwen.UsedBy{{Kind: "qrcode", ID: got.ID, Name: got.Name, Active: true}}
		if diff := cmp.Diff(want, used); diff != "" {
			t.Errorf("where %q is used (-want +got):\n%s", m.Title, diff)
		}
	}
	if p := problem(t, b.Must(http.StatusConflict, "DELETE", account+"/materials/"+single.MediaID, nil)); p.Code != "material.in_use" {
		t.Errorf("deleting a used material says %q", p.Code)
	}
}

func TestQRCodeIsMadeAtWeChat(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	got := code(b, t, " 南门店  收银台", map[string]any{"source": "门店", "campaign": "十月", "scene": "store-017"})
	made := c.WeChat.QRCodes()
	if len(made) != 1 || made[0].Scene != "store-017" || made[0].URL != got.URL {
		t.Fatalf("WeChat has %+v, here is %+v", made, got)
	}
	if got.Name != "南门店 收银台" || got.ExpiresAt != nil || got.Problem != nil || len(got.Days) != 30 ||
		got.PictureURL != c.URL+"/q/"+got.ID+".png" || got.Days[29].Day != tuwen.BeijingDay(c.Clock.Now()) {
		t.Errorf("got %+v", got)
	}
	short := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusCreated, "POST", account+"/qrcodes", map[string]any{
		"name": "快闪", "kind": "temporary", "expire_days": 3, "renews": true, "replies": []any{},
	}))
	if short.Scene == "" || short.ExpiresAt == nil || !short.ExpiresAt.Equal(c.Clock.Now().Add(72*time.Hour)) || !short.Renews {
		t.Errorf("got %+v", short)
	}
	c.Clock.Move(time.Hour)
	again := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusOK, "POST", account+"/qrcodes/"+short.ID+"/renew", nil))
	if again.URL == short.URL || again.Scene != short.Scene || !again.ExpiresAt.Equal(c.Clock.Now().Add(30*24*time.Hour)) {
		t.Errorf("renewed to %+v", again)
	}
	if p := problem(t, b.Must(http.StatusConflict, "POST", account+"/qrcodes/"+got.ID+"/renew", map[string]any{})); p.Code != "qrcode.permanent" {
		t.Errorf("renewing a permanent one says %q", p.Code)
	}
	facets := testkit.GET[tuwen.CodeFacets](b, account+"/qrcodes/facets")
	want := tuwen.CodeFacets{Sources: []string{"门店"}, Campaigns: []string{"十月"}, Permanent: 1, PermanentLeft: 99_999}
	if diff := cmp.Diff(want, facets); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
	b.Must(http.StatusNoContent, "DELETE", account+"/qrcodes/"+got.ID, nil)
	b.Must(http.StatusNotFound, "GET", account+"/qrcodes/"+got.ID, nil)
	if f := testkit.GET[tuwen.CodeFacets](b, account+"/qrcodes/facets"); f.Permanent != 1 || len(c.WeChat.QRCodes()) != 3 {
		t.Errorf("after deleting it here %d permanent ones count, and WeChat has %d", f.Permanent, len(c.WeChat.QRCodes()))
	}
}

func TestQRCodeThatWeChatRefusesLeavesNothing(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	form := map[string]any{"name": "门店", "kind": "permanent", "scene": "s1"}
	for errcode, status := range map[int]int{48001: http.StatusBadGateway, 45009: http.StatusTooManyRequests, -1: http.StatusServiceUnavailable} {
		c.WeChat.SetFault(sandbox.Fault{Path: createPath, Next: 5, Errcode: errcode})
		p := problem(t, b.Must(status, "POST", account+"/qrcodes", form))
		if p.WeChat == nil || p.WeChat.Errcode != errcode {
			t.Errorf("%d: got %+v", errcode, p)
		}
		c.WeChat.ClearFaults()
		c.Clock.Move(24 * time.Hour) // 45009 rests the interface
	}
	if l := testkit.GET[tuwen.Page[tuwen.QRCode]](b, account+"/qrcodes"); l.Total != 0 {
		t.Errorf("refused codes are kept: %+v", l.Items)
	}
	b.Must(http.StatusCreated, "POST", account+"/qrcodes", form)
	calls := c.WeChat.Calls(createPath)
	for _, tc := range []struct {
		status      int
		code, field string
		body        map[string]any
	}{
		{http.StatusConflict, "qrcode.scene_taken", "scene", form},
		{http.StatusUnprocessableEntity, "qrcode.name", "name", map[string]any{"name": " ", "kind": "permanent"}},
		{http.StatusUnprocessableEntity, "qrcode.long", "source", map[string]any{"name": "x", "kind": "permanent", "source": strings.Repeat("长", 61)}},
		{http.StatusUnprocessableEntity, "qrcode.scene", "scene", map[string]any{"name": "x", "kind": "permanent", "scene": "门店"}},
		{http.StatusUnprocessableEntity, "qrcode.scene", "scene", map[string]any{"name": "x", "kind": "permanent", "scene": "qrscene_1"}},
		{http.StatusUnprocessableEntity, "qrcode.renews", "renews", map[string]any{"name": "x", "kind": "permanent", "renews": true}},
		{http.StatusUnprocessableEntity, "qrcode.expire_days", "expire_days", map[string]any{"name": "x", "kind": "permanent", "expire_days": 3}},
		{http.StatusUnprocessableEntity, "tag.unknown", "tag_ids", map[string]any{"name": "x", "kind": "permanent", "tag_ids": []int{77}}},
		{http.StatusUnprocessableEntity, "reply.empty", "replies.0.text", map[string]any{"name": "x", "kind": "permanent", "replies": []any{map[string]string{"kind": "text"}}}},
		{http.StatusUnprocessableEntity, "request.invalid", "", map[string]any{"name": "x", "kind": "eternal"}},
	} {
		if p := problem(t, b.Must(tc.status, "POST", account+"/qrcodes", tc.body)); p.Code != tc.code || p.Params["field"] != tc.field {
			t.Errorf("%v: got %q of %q", tc.body, p.Code, p.Params["field"])
		}
	}
	if n := c.WeChat.Calls(createPath); n != calls {
		t.Errorf("what is wrong already here was asked of WeChat: %d calls", n-calls)
	}
}

func TestQRCodesAreForVerifiedServiceAccounts(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin := c.Operator(tuwen.Admin)
	made := code(admin, t, "门店", nil)
	for _, change := range []map[string]any{{"kind": "subscription"}, {"kind": "service", "verified": false}} {
		admin.Must(http.StatusOK, "PATCH", account, change)
		for path, body := range map[string]any{
			"/qrcodes": map[string]any{"name": "x", "kind": "permanent"}, "/qrcodes/" + made.ID + "/renew": map[string]any{},
		} {
			p := problem(t, admin.Must(http.StatusConflict, "POST", account+path, body))
			if p.Code != "qrcode.account_kind" || p.Params["kind"] != change["kind"] {
				t.Errorf("%s: got %q, %v", path, p.Code, p.Params)
			}
		}
		if l := testkit.GET[tuwen.Page[tuwen.QRCode]](admin, account+"/qrcodes"); l.Total != 1 {
			t.Error("what was made before is not shown")
		}
	}
}

func TestQRCodeIsChangedHere(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	made := code(b, t, "门店", nil)
	path := account + "/qrcodes/" + made.ID
	calls := c.WeChat.Calls(createPath)
	got := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusOK, "PATCH", path, map[string]any{
		"name": "新门店", "campaign": "双十一", "replies": []tuwen.Reply{{Kind: tuwen.ReplyText, Text: "你好"}}, "updated_at": made.UpdatedAt,
	}))
	if got.Name != "新门店" || got.Campaign != "双十一" || got.Replies[0].Text != "你好" || got.URL != made.URL || c.WeChat.Calls(createPath) != calls {
		t.Errorf("got %+v", got)
	}
	if p := problem(t, b.Must(http.StatusConflict, "PATCH", path, map[string]any{"name": "x", "updated_at": made.UpdatedAt})); p.Code != "edit.conflict" {
		t.Errorf("an edit of what changed meanwhile says %q", p.Code)
	}
	if p := problem(t, b.Must(http.StatusUnprocessableEntity, "PATCH", path, map[string]any{"renews": true})); p.Code != "qrcode.renews" {
		t.Errorf("got %q", p.Code)
	}
	if l := testkit.GET[tuwen.Page[tuwen.QRCode]](b, account+"/qrcodes?q=新门&scene="+made.Scene+"&kind=permanent&campaign=双十一&problem=false"); l.Total != 1 || l.Items[0].ID != made.ID {
		t.Errorf("the filters find %d", l.Total)
	}
	if l := testkit.GET[tuwen.Page[tuwen.QRCode]](b, account+"/qrcodes?source=别处"); l.Total != 0 {
		t.Errorf("another source finds %d", l.Total)
	}
	b.Must(http.StatusNotFound, "PATCH", account+"/qrcodes/none", map[string]any{"name": "x"})
	b.Must(http.StatusNotFound, "DELETE", account+"/qrcodes/none", nil)
	b.Must(http.StatusNotFound, "GET", "/accounts/wx00000000000000b2/qrcodes", nil)
}
