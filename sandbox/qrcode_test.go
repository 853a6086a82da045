package sandbox_test

import (
	"bytes"
	"errors"
	"image"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

func codeRequest(action string, scene any, seconds int) object {
	q := object{"action_name": action}
	inside := object{"scene_str": scene}
	if _, number := scene.(int); number {
		inside = object{"scene_id": scene}
	}
	q["action_info"] = object{"scene": inside}
	if seconds != 0 {
		q["expire_seconds"] = seconds
	}
	return q
}

// code makes a code and returns the answer.
func (b *bench) code(action string, scene any, seconds int) object {
	b.t.Helper()
	return b.call("/cgi-bin/qrcode/create", codeRequest(action, scene, seconds)).object(b.t)
}

func TestCodesAreMadeWithinTheirLimits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	long := strings.Repeat("店", 64)
	for name, c := range map[string]struct {
		action  string
		scene   any
		seconds int
		want    int
	}{
		"temporary text":         {"QR_STR_SCENE", long, 2_592_000, 0},
		"temporary number":       {"QR_SCENE", 4_294_967_295, 60, 0},
		"permanent text":         {"QR_LIMIT_STR_SCENE", "a", 0, 0},
		"permanent number":       {"QR_LIMIT_SCENE", 100_000, 0, 0},
		"unknown action":         {"QR_CARD", "a", 0, 40052},
		"no action":              {"", "a", 0, 40052},
		"65 characters":          {"QR_STR_SCENE", long + "1", 60, 40053},
		"no scene":               {"QR_LIMIT_STR_SCENE", "", 0, 40053},
		"number for text":        {"QR_STR_SCENE", 12, 60, 40053},
		"zero":                   {"QR_SCENE", 0, 60, 40053},
		"33 bits":                {"QR_SCENE", 4_294_967_296, 60, 40053},
		"permanent number 100k1": {"QR_LIMIT_SCENE", 100_001, 0, 40053},
		"31 days":                {"QR_STR_SCENE", "a", 2_592_001, 40053},
		"negative":               {"QR_STR_SCENE", "a", -1, 40053},
	} {
		answer := b.code(c.action, c.scene, c.seconds)
		code, _ := answer["errcode"].(float64)
		if int(code) != c.want {
			t.Errorf("%s: %d, want %d", name, int(code), c.want)
		}
		if c.want == 0 && (answer["ticket"] == "" || !strings.HasPrefix(answer["url"].(string), "http://weixin.qq.com/q/")) {
			t.Errorf("%s: %v", name, answer)
		}
		if _, told := answer["expire_seconds"]; told != (c.want == 0 && strings.HasPrefix(name, "temporary")) {
			t.Errorf("%s: expire_seconds in %v", name, answer)
		}
	}
	if got := b.code("QR_STR_SCENE", "short", 0)["expire_seconds"]; got != 60.0 {
		t.Errorf("without expire_seconds it lives %v s, want 60", got)
	}
}

func TestPermanentCodesAreLimitedAndOneOfAScene(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.acct.SetPermanentCodes(2)
	first := b.code("QR_LIMIT_STR_SCENE", "a", 0)
	if diff := cmp.Diff(first, b.code("QR_LIMIT_STR_SCENE", "a", 0)); diff != "" {
		t.Errorf("the same scene is another code:\n%s", diff)
	}
	b.code("QR_LIMIT_STR_SCENE", "b", 0)
	if got := b.code("QR_LIMIT_STR_SCENE", "c", 0)["errcode"]; got != 45029.0 {
		t.Errorf("one too many: %v, want 45029", got)
	}
	if got := b.code("QR_STR_SCENE", "c", 60)["errcode"]; got != nil {
		t.Errorf("a temporary one: %v", got)
	}
}

func TestCodesHaveAPictureThatNeedsNoToken(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ticket := b.code("QR_STR_SCENE", "店", 60)["ticket"].(string)
	if !strings.ContainsAny(ticket, "/+=") {
		t.Errorf("ticket %q needs no escaping", ticket)
	}
	r := b.send("GET", "/cgi-bin/showqrcode?ticket="+url.QueryEscape(ticket), nil, nil)
	cfg, _, err := image.DecodeConfig(bytes.NewReader(r.body))
	if err != nil || cfg.Width != 430 || cfg.Height != 430 || r.header.Get("Content-Type") != "image/jpg" {
		t.Errorf("%+v, %v, %s", cfg, err, r.header.Get("Content-Type"))
	}
	if r := b.send("GET", "/cgi-bin/showqrcode?ticket=none", nil, nil); r.status != 404 {
		t.Errorf("an unknown ticket: HTTP %d", r.status)
	}
	b.clock.Move(time.Minute)
	if r := b.send("GET", "/cgi-bin/showqrcode?ticket="+url.QueryEscape(ticket), nil, nil); r.status != 404 {
		t.Errorf("an expired ticket: HTTP %d", r.status)
	}
}

func TestScansArePushedByWhoScans(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	old := b.follower("林小满")
	stranger, err := b.acct.NewOpenID("周予安")
	if err != nil {
		t.Fatal(err)
	}
	ticket := b.code("QR_LIMIT_STR_SCENE", "qrscene_店", 0)["ticket"].(string)
	c := newConsole(t, b, callback.Safe)
	c.connect()
	for _, id := range []string{old, stranger, stranger} {
		if _, err := b.acct.Scan(t.Context(), id, "qrscene_店"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.acct.ScanTicket(t.Context(), old, ticket); err != nil {
		t.Fatal(err)
	}
	scan := callback.ScanEvent{Scene: "qrscene_店", Ticket: ticket}
	want := []callback.Payload{scan, callback.SubscribeEvent{EventKey: "qrscene_qrscene_店", Scene: "qrscene_店", Ticket: ticket}, scan, scan}
	var got []callback.Payload
	for _, p := range c.pushed() {
		got = append(got, p.Payload)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pushes (-want +got):\n%s", diff)
	}
	f, err := b.acct.Follower(stranger)
	if err != nil || !f.Followed || f.SubscribeScene != "ADD_SCENE_QR_CODE" || f.QRScene != "qrscene_店" {
		t.Errorf("%+v, %v", f, err)
	}
	if f, err = b.acct.Follower(old); err != nil || f.QRScene != "" {
		t.Errorf("a later scan changed how he came: %+v, %v", f, err)
	}
}

func TestExpiredCodePushesNothing(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	id := b.follower("林小满")
	c := newConsole(t, b, callback.Safe)
	c.connect()
	b.code("QR_STR_SCENE", "店", 60)
	b.clock.Move(time.Minute)
	if _, err := b.acct.Scan(t.Context(), id, "店"); !errors.Is(err, sandbox.ErrExpired) {
		t.Errorf("got %v, want ErrExpired", err)
	}
	if n := len(c.pushed()); n != 0 {
		t.Errorf("%d pushes", n)
	}
	b.code("QR_STR_SCENE", "店", 60)
	if _, err := b.acct.Scan(t.Context(), id, "店"); err != nil {
		t.Errorf("the new code of the scene: %v", err)
	}
	if codes := b.acct.QRCodes(); len(codes) != 2 || codes[0].Expired || !codes[1].Expired || codes[1].ExpiresAt == nil {
		t.Errorf("codes %+v", codes)
	}
}
