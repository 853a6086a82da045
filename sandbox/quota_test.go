package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestQuotaEndsAndBeginsAnewAtBeijingMidnight(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.acct.SetQuota("/cgi-bin/draft/count", 3)
	for range 3 {
		if code := b.call("/cgi-bin/draft/count", nil).errcode(t); code != 0 {
			t.Fatalf("errcode = %d", code)
		}
	}
	r := b.call("/cgi-bin/draft/count", nil)
	if text := r.object(t)["errmsg"].(string); r.errcode(t) != 45009 || !strings.HasPrefix(text, "reach max api daily quota limit rid: ") {
		t.Errorf("the fourth call gives %d %q", r.errcode(t), text)
	}
	if code := b.page("/cgi-bin/draft/batchget", 0, 1)["errcode"]; code != nil {
		t.Errorf("another path is refused too: %v", code)
	}
	b.clock.Move(9*time.Hour + 39*time.Minute + 59*time.Second) // 23:59:59 in Beijing
	if code := b.call("/cgi-bin/draft/count", nil).errcode(t); code != 45009 {
		t.Errorf("a second before midnight gives %d, want 45009", code)
	}
	b.clock.Move(time.Second)
	if code := b.call("/cgi-bin/draft/count", nil).errcode(t); code != 0 {
		t.Errorf("after midnight gives %d", code)
	}
	if used, limit := b.acct.Quota("/cgi-bin/draft/count"); used != 1 || limit != 3 {
		t.Errorf("used %d of %d, want 1 of 3", used, limit)
	}
	if calls := b.acct.Calls("/cgi-bin/draft/count"); calls != 6 {
		t.Errorf("calls = %d, want 6, refused ones included", calls)
	}
}

func TestQuotaGetTellsWhatIsLeft(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.call("/cgi-bin/draft/count", nil)
	got := b.call("/cgi-bin/openapi/quota/get", object{"cgi_path": "/cgi-bin/draft/count"}).object(t)
	rate := object{"call_count": 0.0, "refresh_second": 0.0}
	want := object{
		"errcode": 0.0, "errmsg": "ok", "quota": object{"daily_limit": 1000.0, "used": 1.0, "remain": 999.0},
		"rate_limit": rate, "component_rate_limit": rate,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	if code := b.call("/cgi-bin/openapi/quota/get", object{"cgi_path": "/cgi-bin/none"}).errcode(t); code != 76021 {
		t.Errorf("an unknown path gives %d, want 76021", code)
	}
}

func TestDocumentedQuotasOfANewAccount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	want := map[string]int{
		"/cgi-bin/token": 2000, "/cgi-bin/stable_token": 500_000, "/cgi-bin/draft/batchget": 1000, "/cgi-bin/draft/get": 500,
		"/cgi-bin/freepublish/batchget": 100, "/cgi-bin/freepublish/getarticle": 100, "/cgi-bin/material/batchget_material": 1000,
	}
	got := map[string]int{}
	for path := range want {
		_, got[path] = b.acct.Quota(path)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
}

func TestClearQuotaWorksTenTimesAMonth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	body := object{"appid": appID}
	for n := range 10 {
		b.call("/cgi-bin/draft/count", nil)
		if code := b.call("/cgi-bin/clear_quota", body).errcode(t); code != 0 {
			t.Fatalf("clear %d gives %d", n+1, code)
		}
		if used, _ := b.acct.Quota("/cgi-bin/draft/count"); used != 0 {
			t.Fatalf("used = %d after a clear", used)
		}
	}
	b.call("/cgi-bin/draft/count", nil)
	if code := b.call("/cgi-bin/clear_quota", body).errcode(t); code != 48006 {
		t.Errorf("the eleventh gives %d, want 48006", code)
	}
	if used, _ := b.acct.Quota("/cgi-bin/draft/count"); used != 1 {
		t.Errorf("a refused clear left %d used, want 1", used)
	}
	b.clock.Move(10 * 24 * time.Hour) // December
	if code := b.call("/cgi-bin/clear_quota", body).errcode(t); code != 0 {
		t.Errorf("in the next month it gives %d", code)
	}
	if code := b.call("/cgi-bin/clear_quota", object{"appid": "wxother"}).errcode(t); code != 40013 {
		t.Errorf("another appid gives %d, want 40013", code)
	}
}

func TestAddressesOfThePlatform(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, path := range []string{"/cgi-bin/getcallbackip", "/cgi-bin/get_api_domain_ip"} {
		o := b.call(path, nil).object(t)
		if list, _ := o["ip_list"].([]any); len(list) == 0 {
			t.Errorf("%s: %v", path, o)
		}
	}
}
