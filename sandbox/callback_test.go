package sandbox_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

func TestCallbackIsSavedOnlyWhenTheAddressAnswers(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	c := newConsole(t, b, callback.Safe)
	wrong := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "%q", r.URL.Query().Get("echostr"))
	}))
	defer wrong.Close()
	for name, change := range map[string]func(*sandbox.Callback){
		"another token":  func(cb *sandbox.Callback) { cb.Token = "Other" },
		"quoted echostr": func(cb *sandbox.Callback) { cb.URL = wrong.URL },
		"no token":       func(cb *sandbox.Callback) { cb.Token = "" },
		"short key":      func(cb *sandbox.Callback) { cb.AESKey = "abc" },
		"unknown mode":   func(cb *sandbox.Callback) { cb.Mode = "half" },
		"no address":     func(cb *sandbox.Callback) { cb.URL = "console" },
	} {
		settings := c.settings()
		change(&settings)
		if err := b.acct.SetCallback(t.Context(), settings); err == nil {
			t.Errorf("%s was saved", name)
		}
	}
	if got := b.acct.Callback(); got != (sandbox.Callback{}) {
		t.Errorf("saved %+v", got)
	}
	c.connect()
	c.connect() // saving again asks again
	if got := b.acct.Callback(); got != c.settings() {
		t.Errorf("saved %+v", got)
	}
	if len(c.pushed()) != 0 {
		t.Error("a verification was taken for a push")
	}
}

func TestActsAreRefusedWhereTheyMakeNoSense(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	ctx, id := t.Context(), b.follower("林小满")
	stranger, err := b.acct.NewOpenID("周予安")
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	_, err = b.acct.Follow(ctx, id)
	check("follow twice", err, sandbox.ErrFollowing)
	_, err = b.acct.Write(ctx, stranger, "在吗")
	check("a stranger writes", err, sandbox.ErrNotFollowing)
	_, err = b.acct.Unfollow(ctx, stranger)
	check("a stranger goes", err, sandbox.ErrNotFollowing)
	_, err = b.acct.Write(ctx, "oNobody", "在吗")
	check("nobody writes", err, sandbox.ErrNoItem)
	_, err = b.acct.TapOption(ctx, id, "1")
	check("an option of no menu", err, sandbox.ErrNoItem)
	_, err = b.acct.Scan(ctx, id, "nowhere")
	check("an unknown scene", err, sandbox.ErrNoItem)
	if _, err = b.acct.Write(ctx, id, "  "); err == nil {
		t.Error("nothing was written")
	}
	if n := len(b.acct.Deliveries()); n != 1 { // the follow
		t.Errorf("%d deliveries", n)
	}
}
