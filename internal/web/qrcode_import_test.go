package web_test

import (
	"fmt"
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

const importPath = account + "/qrcodes/import"

// onBoth calls each with a console on every engine there is.
func onBoth(t *testing.T, each func(t *testing.T, c *testkit.Console)) {
	t.Helper()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			each(t, testkit.Start(t, testkit.Setup{Engine: engine}))
		})
	}
}

// wrongRows are the rows that a refused file names.
func wrongRows(t *testing.T, b *testkit.Browser, file string) []tuwen.RowProblem {
	t.Helper()
	r := b.Must(http.StatusUnprocessableEntity, "POST", importPath, []byte(file))
	if p := problem(t, r); p.Code != "qrcode_import.rows" {
		t.Errorf("a file with wrong rows says %q", p.Code)
	}
	return testkit.JSON[struct{ Related []tuwen.RowProblem }](t, r).Related
}

func codesMade(b *testkit.Browser) tuwen.Page[tuwen.QRCode] {
	return testkit.Wait(b, account+"/qrcodes?limit=100", func(p tuwen.Page[tuwen.QRCode]) bool {
		for _, c := range p.Items {
			if !c.Made() && c.Problem != nil && c.Problem.Code == "qrcode.pending" {
				return false
			}
		}
		return true
	})
}

func TestQRCodesAreImported(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		tag := testkit.JSON[tuwen.Tag](t, b.Must(http.StatusCreated, "POST", account+"/tags", map[string]any{"name": "会员"}))
		file := "名称,类型,场景值,来源,自动续期,回复,标签\n南门店,永久,s1,门店,,欢迎,会员\n  展会  A ,临时,,,是,,\n"
		want := tuwen.Imported{Count: 2}
		checked := testkit.JSON[tuwen.Imported](t, b.Must(http.StatusAccepted, "POST", importPath+"?check_only=true", []byte(file)))
		if diff := cmp.Diff(want, checked); diff != "" {
			t.Errorf("checking (-want +got):\n%s", diff)
		}
		if l := testkit.GET[tuwen.Page[tuwen.QRCode]](b, account+"/qrcodes"); l.Total != 0 {
			t.Errorf("checking kept %d codes", l.Total)
		}
		want.Kept = true
		kept := testkit.JSON[tuwen.Imported](t, b.Must(http.StatusAccepted, "POST", importPath, []byte(file)))
		if diff := cmp.Diff(want, kept); diff != "" {
			t.Errorf("importing (-want +got):\n%s", diff)
		}
		got := codesMade(b).Items
		if len(got) != 2 || len(c.WeChat.QRCodes()) != 2 {
			t.Fatalf("got %+v; WeChat has %d", got, len(c.WeChat.QRCodes()))
		}
		first, second := got[0], got[1]
		if first.Name != "南门店" || first.Scene != "s1" || first.Source != "门店" || first.Kind != tuwen.Permanent || !first.Made() ||
			len(first.Replies) != 1 || first.Replies[0].Text != "欢迎" || !cmp.Equal(first.TagIDs, []int{tag.ID}) {
			t.Errorf("got %+v", first)
		}
		if second.Name != "展会 A" || second.Scene == "" || !second.Renews || !second.Made() ||
			second.ExpiresAt == nil || !second.ExpiresAt.Equal(c.Clock.Now().Add(30*24*time.Hour)) {
			t.Errorf("got %+v", second)
		}
		again := wrongRows(t, b, file)
		if len(again) != 1 || again[0].Row != 2 || again[0].Code != "qrcode.scene_taken" || again[0].Params["scene"] != "s1" {
			t.Errorf("the same file again: %+v", again)
		}
		entries := testkit.GET[tuwen.Page[tuwen.Entry]](c.Operator(tuwen.Admin), "/audit?action=qrcode.import")
		if len(entries.Items) != 1 || entries.Items[0].Details["codes"] != "2" {
			t.Errorf("the audit says %+v", entries.Items)
		}
	})
}

func TestImportedCodesAreListedAndMadeInTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		file, want := "name,kind,scene\n", []string{}
		for i := range 30 {
			scene := fmt.Sprintf("s%d", 30-i)
			file += fmt.Sprintf("店 %d,permanent,%s\n", i, scene)
			want = append(want, scene)
		}
		b.Must(http.StatusAccepted, "POST", importPath, []byte(file))
		var listed, made []string
		for _, code := range codesMade(b).Items {
			listed = append(listed, code.Scene)
		}
		for _, code := range slices.Backward(c.WeChat.QRCodes()) {
			made = append(made, code.Scene)
		}
		if diff := cmp.Diff(want, listed); diff != "" {
			t.Errorf("listed (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, made); diff != "" {
			t.Errorf("made (-want +got):\n%s", diff)
		}
	})
}

func TestImportWithAWrongRowMakesNothing(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		code(b, t, "早先", map[string]any{"scene": "old"})
		rows := wrongRows(t, b, "name,kind,scene,tags,media_id,renews,reply\n"+
			"好的,永久,s1,,,,\n,永久,s2,,,,\n坏,永久,门店,没有,,,\n重,临时,old,,none,,\n续,永久,s1,,,是,\n长,永久,,,,,"+strings.Repeat("长", 700)+"\n")
		type at struct {
			Row         int
			Field, Code string
		}
		got := make([]at, len(rows))
		for i, r := range rows {
			got[i] = at{r.Row, r.Field, r.Code}
		}
		want := []at{
			{3, "name", "qrcode.name"}, {4, "tags", "tag.unknown"}, {4, "scene", "qrcode.scene"}, {5, "scene", "qrcode.scene_taken"},
			{5, "replies.0.media_id", "reply.material"}, {6, "scene", "qrcode_import.scene_twice"}, {6, "renews", "qrcode.renews"},
			{7, "replies.0.text", "reply.too_long"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if l := testkit.GET[tuwen.Page[tuwen.QRCode]](b, account+"/qrcodes"); l.Total != 1 || len(c.WeChat.QRCodes()) != 1 {
			t.Errorf("%d codes are here, %d at WeChat", l.Total, len(c.WeChat.QRCodes()))
		}
	})
}

func TestImportedCodeThatWeChatRefusesIsShown(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	c.WeChat.SetFault(sandbox.Fault{Path: createPath, Next: 1, Errcode: 40169})
	b.Must(http.StatusAccepted, "POST", importPath, []byte("name,kind,scene\na,永久,s1\nb,永久,s2\n"))
	got := map[bool]int{}
	var refused tuwen.QRCode
	for _, one := range codesMade(b).Items {
		if got[one.Made()]++; !one.Made() {
			refused = one
		}
	}
	if got[true] != 1 || got[false] != 1 || refused.Problem == nil || refused.Problem.WeChat == nil || refused.Problem.WeChat.Errcode != 40169 {
		t.Fatalf("%v are made; the other says %+v", got, refused.Problem)
	}
	f := testkit.GET[tuwen.CodeFacets](b, account+"/qrcodes/facets")
	if f.Pending != 0 || f.Refused != 1 {
		t.Errorf("%d wait, %d were refused", f.Pending, f.Refused)
	}
	mended := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusOK, "POST", account+"/qrcodes/"+refused.ID+"/renew", map[string]any{}))
	if !mended.Made() || mended.Problem != nil {
		t.Errorf("made again it is %+v", mended)
	}
}

func TestImportIsForOperatorsOfVerifiedServiceAccounts(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	file := []byte("name,kind\na,永久\n")
	if p := problem(t, c.Operator(tuwen.Viewer).Must(http.StatusForbidden, "POST", importPath, file)); p.Code != "role.too_low" {
		t.Errorf("a viewer is told %q", p.Code)
	}
	admin := c.Operator(tuwen.Admin)
	admin.Must(http.StatusRequestEntityTooLarge, "POST", importPath, []byte(strings.Repeat(fmt.Sprintf("%1024s", "x"), 2049)))
	admin.Must(http.StatusOK, "PATCH", account, map[string]any{"kind": "subscription"})
	if p := problem(t, admin.Must(http.StatusConflict, "POST", importPath, file)); p.Code != "qrcode.account_kind" {
		t.Errorf("a subscription account is told %q", p.Code)
	}
	c.Operator(tuwen.Admin).Must(http.StatusNotFound, "POST", "/accounts/wx00000000000000b2/qrcodes/import", file)
}
