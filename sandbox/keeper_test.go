package sandbox_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
)

// steady is a clock that the sandbox cannot move itself.
type steady struct{}

func (steady) Now() time.Time { return start }

func TestRestartKeepsTheState(t *testing.T) {
	t.Parallel()
	cfg := sandbox.Config{Dir: t.TempDir(), Clock: steady{}}
	open := func() *sandbox.Sandbox {
		box, err := sandbox.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		return box
	}
	box := open()
	if err := box.AddAccount(sandbox.Account{AppID: appID, Secret: secret, Name: "青禾生活", IPWhitelist: []string{"203.0.113.7"}}); err != nil {
		t.Fatal(err)
	}
	if err := box.Seed(appID, sandbox.Sample{Drafts: 5, History: 20, Published: 3, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	acct := box.Account(appID)
	first := acct.Drafts()[0].MediaID
	if _, err := acct.UpdateDraft(first, func(it *sandbox.Item) { it.Articles[0].Content = "<p>手写 & <b>保留</b></p>" }); err != nil {
		t.Fatal(err)
	}
	if _, err := acct.PublishDraft(acct.Drafts()[1].MediaID); err != nil {
		t.Fatal(err)
	}
	acct.SetQuota("/cgi-bin/draft/get", 7)
	acct.SetFault(sandbox.Fault{Path: "/cgi-bin/draft/get", Next: 3, Errcode: -1, Delay: time.Second})
	acct.SetPermission("/cgi-bin/draft/", false)
	box.MoveClock(48 * time.Hour)
	type state struct {
		Settings                   sandbox.Account
		Drafts, History, Published []sandbox.Item
		Faults                     []sandbox.Fault
		Permissions                map[string]bool
		Limit                      int
		Now                        time.Time
	}
	look := func(box *sandbox.Sandbox, c *sandbox.AccountControl) state {
		_, limit := c.Quota("/cgi-bin/draft/get")
		return state{c.Settings(), c.Drafts(), c.History(), c.Published(), c.Faults(), c.Permissions(), limit, box.Now()}
	}
	want := look(box, acct)
	if err := box.Close(); err != nil {
		t.Fatal(err)
	}
	again := open()
	acct = again.Account(appID)
	if diff := cmp.Diff(want, look(again, acct)); diff != "" {
		t.Errorf("after a restart (-want +got):\n%s", diff)
	}
	added, err := acct.AddDraft(itemOf("新的"))
	if err != nil {
		t.Errorf("a new id clashes with a kept one: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if got := open().Account(appID).Drafts()[0]; got.MediaID != added.MediaID {
		t.Error("the second run's draft is lost")
	}
	left, err := filepath.Glob(filepath.Join(cfg.Dir, "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, want one file", left)
	}
}

func TestRestartKeepsTokensAndSpentQuota(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acct := sandbox.Account{AppID: appID, Secret: secret}
	first := newBenchOf(t, sandbox.Config{Dir: dir}, acct)
	value := first.token()
	first.call(countPath, nil)
	if err := first.box.Close(); err != nil {
		t.Fatal(err)
	}
	second := newBenchOf(t, sandbox.Config{Dir: dir}, acct)
	if code := second.send("GET", countPath+"?access_token="+value, nil, nil).errcode(t); code != 0 {
		t.Errorf("the token of the first run gives %d", code)
	}
	if used, _ := second.acct.Quota(countPath); used != 2 {
		t.Errorf("used = %d, want 2", used)
	}
}

func TestStateIsWrittenSoonAfterAChange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	written := func() string {
		text, err := os.ReadFile(filepath.Join(dir, "sandbox.json"))
		if err != nil {
			return ""
		}
		return string(text)
	}
	synctest.Test(t, func(t *testing.T) {
		box, err := sandbox.New(sandbox.Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := box.AddAccount(sandbox.Account{AppID: appID, Secret: secret}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if written() != "" {
			t.Error("it was written at once: changes are not gathered")
		}
		time.Sleep(2 * time.Second)
		if !strings.Contains(written(), appID) {
			t.Error("after three seconds the account is not written")
		}
		if _, err := box.Account(appID).AddDraft(itemOf("落盘")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		if !strings.Contains(written(), "落盘") {
			t.Error("the second change is not written")
		}
		if err := box.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestMovableClockShowsTheTimeItWasMovedTo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var clock sandbox.MovableClock
		began := time.Now()
		clock.Move(36 * time.Hour)
		box, err := sandbox.New(sandbox.Config{Clock: &clock})
		if err != nil {
			t.Fatal(err)
		}
		box.MoveClock(-12 * time.Hour)
		time.Sleep(time.Hour)
		if want := began.Add(25 * time.Hour); !clock.Now().Equal(want) || !box.Now().Equal(want) {
			t.Errorf("clock %v, sandbox %v, want %v", clock.Now(), box.Now(), want)
		}
	})
}

func TestBrokenStateIsToldNotDropped(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"broken": `{"version":`, "future": `{"version":99}`} {
		dir := t.TempDir()
		path := filepath.Join(dir, "sandbox.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sandbox.New(sandbox.Config{Dir: dir}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error = %v", name, err)
		}
		if left, err := os.ReadFile(path); err != nil || string(left) != text {
			t.Errorf("%s: the file is %q, %v", name, left, err)
		}
	}
}

func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{Dir: t.TempDir()}, sandbox.Account{AppID: appID, Secret: secret, Verified: true})
	if err := b.box.Seed(appID, sandbox.Sample{Drafts: 30, History: 30, Published: 30}); err != nil {
		t.Fatal(err)
	}
	value := b.token()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				it, err := b.acct.AddDraft(itemOf("并发"))
				if err != nil {
					t.Error(err)
					continue
				}
				if _, err := b.acct.UpdateDraft(it.MediaID, func(it *sandbox.Item) { it.Articles[0].Title = "改" }); err != nil {
					t.Error(err)
				}
				if _, err := b.acct.PublishDraft(it.MediaID); err != nil {
					t.Error(err)
				}
				b.acct.SetFault(sandbox.Fault{Path: countPath, Next: 1})
				b.acct.ExpireToken()
			}
		})
		wg.Go(func() {
			for range 10 {
				for _, path := range []string{"/cgi-bin/draft/batchget", "/cgi-bin/freepublish/batchget"} {
					r := b.send("POST", path+"?access_token="+value, `{"offset":0,"count":20}`, nil)
					if code := r.errcode(t); code != 0 && code != 40001 {
						t.Errorf("%s gives %d", path, code)
					}
				}
				b.acct.Drafts()
				b.acct.Quota(countPath)
				b.send("GET", "/console/api/accounts", nil, nil)
			}
		})
	}
	wg.Wait()
	if got := len(b.acct.Published()); got != 70 {
		t.Errorf("%d published, want 70", got)
	}
}
