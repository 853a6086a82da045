package sandbox_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/sandbox"
)

const countPath = "/cgi-bin/draft/count"

func TestErrcodeFaultSpoilsTheNextCallsOfItsPath(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.acct.SetFault(sandbox.Fault{Path: countPath, Next: 2, Errcode: 45011})
	var got []int
	for range 3 {
		got = append(got, b.call(countPath, nil).errcode(t))
		if code := b.page("/cgi-bin/draft/batchget", 0, 1)["errcode"]; code != nil {
			t.Errorf("another path is spoiled: %v", code)
		}
	}
	if got[0] != 45011 || got[1] != 45011 || got[2] != 0 {
		t.Errorf("codes %v, want 45011, 45011, 0", got)
	}
	if len(b.acct.Faults()) != 0 {
		t.Error("the plan is still there")
	}
	if used, _ := b.acct.Quota(countPath); used != 3 {
		t.Errorf("used = %d, want 3: spoiled calls spend quota", used)
	}
}

func TestFaultWithoutEndEndsWhenCleared(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.acct.SetFault(sandbox.Fault{Path: countPath})
	for range 3 {
		r := b.call(countPath, nil)
		if text := r.object(t)["errmsg"].(string); r.errcode(t) != -1 || !strings.HasPrefix(text, "system error rid: ") {
			t.Errorf("got %d %q", r.errcode(t), text)
		}
	}
	b.acct.ClearFaults()
	if code := b.call(countPath, nil).errcode(t); code != 0 {
		t.Errorf("after clearing: %d", code)
	}
}

func TestFaultsOfTheNetwork(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.draft("一")
	value := b.token()
	try := func(f sandbox.Fault) reply {
		f.Path = countPath
		b.acct.SetFault(f)
		defer b.acct.ClearFaults() // not Next: a transport may repeat a GET whose connection broke
		return b.send("GET", countPath+"?access_token="+value, nil, nil)
	}
	if r := try(sandbox.Fault{Kind: sandbox.FaultStatus}); r.status != 502 || !strings.Contains(string(r.body), "<html>") {
		t.Errorf("status: %d %s", r.status, r.body)
	}
	if r := try(sandbox.Fault{Kind: sandbox.FaultStatus, HTTPStatus: 503}); r.status != 503 {
		t.Errorf("status: %d, want 503", r.status)
	}
	if r := try(sandbox.Fault{Kind: sandbox.FaultHTML}); r.status != 200 || !strings.HasPrefix(string(r.body), "<html>") {
		t.Errorf("html: %d %s", r.status, r.body)
	}
	if r := try(sandbox.Fault{Kind: sandbox.FaultEmpty}); r.status != 200 || len(r.body) != 0 || r.cut {
		t.Errorf("empty: %d %q", r.status, r.body)
	}
	if r := try(sandbox.Fault{Kind: sandbox.FaultCut}); r.status != 200 || !r.cut || len(r.body) == 0 {
		t.Errorf("cut: %d %q cut %v", r.status, r.body, r.cut)
	}
	if r := try(sandbox.Fault{Kind: sandbox.FaultHang, Delay: time.Millisecond}); r.status != 0 {
		t.Errorf("hang: %d %q, want no answer", r.status, r.body)
	}
	began := time.Now()
	if r := try(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: 30 * time.Millisecond}); r.errcode(t) != 0 || time.Since(began) < 30*time.Millisecond {
		t.Errorf("slow: %s after %v", r.body, time.Since(began))
	}
	if r := b.send("GET", countPath+"?access_token="+value, nil, nil); r.errcode(t) != 0 {
		t.Errorf("after all faults: %s", r.body)
	}
}

func TestFaultOnTheTokenInterface(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.acct.SetFault(sandbox.Fault{Path: "/cgi-bin/stable_token", Next: 1, Errcode: 40243, Errmsg: "AppSecret is frozen"})
	if code := b.send("POST", "/cgi-bin/stable_token", credential(), nil).errcode(t); code != 40243 {
		t.Errorf("errcode = %d, want 40243", code)
	}
	if b.token() == "" {
		t.Error("the fault did not end")
	}
}

func TestSpoiledCallIsNotCarriedOut(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.draft("一")
	for _, kind := range []sandbox.FaultKind{sandbox.FaultErrcode, sandbox.FaultStatus, sandbox.FaultHTML, sandbox.FaultEmpty} {
		b.acct.SetFault(sandbox.Fault{Path: "/cgi-bin/draft/delete", Next: 1, Kind: kind})
		b.call("/cgi-bin/draft/delete", object{"media_id": it.MediaID})
	}
	if len(b.acct.Drafts()) != 1 {
		t.Error("a spoiled call deleted the draft")
	}
	b.acct.SetFault(sandbox.Fault{Path: "/cgi-bin/draft/delete", Next: 1, Kind: sandbox.FaultCut})
	b.call("/cgi-bin/draft/delete", object{"media_id": it.MediaID})
	if len(b.acct.Drafts()) != 0 {
		t.Error("a call whose answer is cut was not carried out")
	}
}

func TestCloseEndsAHangingCall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	value := b.token()
	b.acct.SetFault(sandbox.Fault{Path: countPath, Kind: sandbox.FaultHang})
	arrived, answered := make(chan struct{}), make(chan error, 1)
	tell := sync.OnceFunc(func() { close(arrived) }) // a transport may repeat a GET
	b.acct.OnCall(func(string, int) { tell() })
	go func() {
		req, err := http.NewRequestWithContext(context.Background(), "GET", b.url+countPath+"?access_token="+value, nil)
		if err == nil {
			var resp *http.Response
			if resp, err = http.DefaultTransport.RoundTrip(req); err == nil {
				resp.Body.Close()
			}
		}
		answered <- err
	}()
	<-arrived
	if err := b.box.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err == nil {
		t.Error("the hanging call was answered")
	}
}

func TestLatencyIsAddedToEachAnswer(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{Latency: 20 * time.Millisecond}, sandbox.Account{AppID: appID, Secret: secret})
	began := time.Now()
	b.token()
	if took := time.Since(began); took < 20*time.Millisecond {
		t.Errorf("answered after %v, want 20 ms", took)
	}
	b.box.SetLatency(0)
	if b.box.Latency() != 0 {
		t.Error("the latency stayed")
	}
}
