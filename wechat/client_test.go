package wechat_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

const (
	draftCount  = "GET /cgi-bin/draft/count"
	draftGet    = "POST /cgi-bin/draft/get"
	stableToken = "POST /cgi-bin/stable_token"
)

// refusal is WeChat's answer with the code.
func refusal(code int) http.HandlerFunc {
	return says(`{"errcode":` + strconv.Itoa(code) + `,"errmsg":"refused rid: 61725984-6126f6f9-040f19c4"}`)
}

func refused(path string, code int) *wechat.Error {
	return &wechat.Error{
		Path: path, Code: code, Message: "refused rid: 61725984-6126f6f9-040f19c4",
		RID: "61725984-6126f6f9-040f19c4", HTTPStatus: http.StatusOK,
	}
}

// A record notes what a client asked of its Config.
type record struct {
	mu       sync.Mutex
	Calls    []string
	Rejected []string
}

// watch makes the config note its calls, and refresh to the token given.
func watch(cfg wechat.Config, fresh string) (wechat.Config, *record) {
	r := &record{}
	cfg.OnCall = func(_ context.Context, path string) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.Calls = append(r.Calls, path)
		return nil
	}
	cfg.Refresh = func(_ context.Context, rejected string) (string, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.Rejected = append(r.Rejected, rejected)
		return fresh, nil
	}
	return cfg, r
}

func TestClientTellsWhatTimeItIsAtWeChat(t *testing.T) {
	t.Parallel()
	date := "Fri, 20 Nov 2026 02:00:00 GMT"
	f := newFake(t, handlers{draftCount: func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = []string{date}
		_, _ = io.WriteString(w, `{"total_count":3}`)
	}})
	var at time.Time
	ctx := wechat.TellTime(t.Context(), &at)
	want := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	for _, date = range []string{date, "soon"} { // the second answer names no time
		if _, err := f.client().Draft.Count(ctx); err != nil || !at.Equal(want) {
			t.Errorf("%q: %v, %v", date, at, err)
		}
	}
}

func TestClientTriesOnceMoreWithARefreshedToken(t *testing.T) {
	t.Parallel()
	for _, code := range []int{40001, 40014, 42001} {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			t.Parallel()
			f := newFake(t, handlers{draftCount: inTurn(refusal(code), says(`{"total_count":3}`))})
			cfg, rec := watch(f.config(), "fresh")
			got, err := wechat.New(cfg).Draft.Count(t.Context())
			if err != nil || got != 3 {
				t.Fatalf("got %d, %v, want 3 drafts", got, err)
			}
			if diff := cmp.Diff([]string{testToken, "fresh"}, f.tokens()); diff != "" {
				t.Errorf("tokens differ (-want +got):\n%s", diff)
			}
			want := &record{Calls: []string{"/cgi-bin/draft/count", "/cgi-bin/draft/count"}, Rejected: []string{testToken}}
			if !cmp.Equal(want.Calls, rec.Calls) || !cmp.Equal(want.Rejected, rec.Rejected) {
				t.Errorf("got calls %v, rejected %v", rec.Calls, rec.Rejected)
			}
		})
	}
}

func TestClientRefreshesNeverTwiceInACall(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: refusal(42001)})
	cfg, rec := watch(f.config(), "fresh")
	_, err := wechat.New(cfg).Draft.Count(t.Context())
	if diff := cmp.Diff(error(refused("/cgi-bin/draft/count", 42001)), err); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
	if len(f.seen()) != 2 || len(rec.Rejected) != 1 {
		t.Errorf("got %d requests, %d refreshes, want 2 and 1", len(f.seen()), len(rec.Rejected))
	}
}

func TestClientSendsARejectedTokenNoSecondTime(t *testing.T) {
	t.Parallel()
	for name, fresh := range map[string]string{"same": testToken, "none": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, handlers{draftCount: refusal(40001)})
			cfg, _ := watch(f.config(), fresh)
			_, err := wechat.New(cfg).Draft.Count(t.Context())
			if wechat.Code(err) != 40001 || len(f.seen()) != 1 {
				t.Errorf("got %v after %d requests, want 40001 after 1", err, len(f.seen()))
			}
		})
	}
}

func TestClientWithoutRefreshReturnsTheRefusal(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: refusal(40001)})
	_, err := f.client().Draft.Count(t.Context())
	if wechat.Code(err) != 40001 || len(f.seen()) != 1 {
		t.Errorf("got %v after %d requests, want 40001 after 1", err, len(f.seen()))
	}
}

func TestClientRefreshesForNoOtherCode(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: refusal(48001)})
	cfg, rec := watch(f.config(), "fresh")
	_, err := wechat.New(cfg).Draft.Count(t.Context())
	if wechat.Code(err) != 48001 || len(f.seen()) != 1 || rec.Rejected != nil {
		t.Errorf("got %v after %d requests, %d refreshes", err, len(f.seen()), len(rec.Rejected))
	}
}

func TestClientReturnsWhatItsFunctionsReturn(t *testing.T) {
	t.Parallel()
	refuse := errors.New("no")
	for name, set := range map[string]func(*wechat.Config){
		"token": func(c *wechat.Config) { c.Token = func(context.Context) (string, error) { return "", refuse } },
		"refresh": func(c *wechat.Config) {
			c.Refresh = func(context.Context, string) (string, error) { return "", refuse }
		},
		"call": func(c *wechat.Config) { c.OnCall = func(context.Context, string) error { return refuse } },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, handlers{draftCount: refusal(40001)})
			cfg := f.config()
			set(&cfg)
			_, err := wechat.New(cfg).Draft.Count(t.Context())
			if !errors.Is(err, refuse) || wechat.Classify(err) != wechat.None {
				t.Errorf("got %v, class %s, want the function's error", err, wechat.Classify(err))
			}
			if want := map[string]int{"refresh": 1}[name]; len(f.seen()) != want {
				t.Errorf("got %d requests, want %d", len(f.seen()), want)
			}
		})
	}
}

func TestOnCallCanRefuseTheSecondTry(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: refusal(40001)})
	cfg, _ := watch(f.config(), "fresh")
	spent, left := errors.New("quota is gone"), 1
	cfg.OnCall = func(context.Context, string) error {
		if left--; left < 0 {
			return spent
		}
		return nil
	}
	_, err := wechat.New(cfg).Draft.Count(t.Context())
	if !errors.Is(err, spent) || len(f.seen()) != 1 {
		t.Errorf("got %v after %d requests, want the refusal after 1", err, len(f.seen()))
	}
}

func TestRefreshErrorKeepsItsClass(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: refusal(40001), stableToken: refusal(40125)})
	cfg := f.config()
	cfg.Refresh = func(ctx context.Context, _ string) (string, error) {
		token, err := f.client().Token.Stable(ctx, wechat.StableTokenRequest{AppID: "wx1", Secret: "s"})
		if err != nil {
			return "", err
		}
		return token.AccessToken, nil
	}
	_, err := wechat.New(cfg).Draft.Count(t.Context())
	if wechat.Classify(err) != wechat.Operator {
		t.Errorf("got %v, class %s, want operator", err, wechat.Classify(err))
	}
}

func TestStableTokenIsAskedWithoutATokenAndNeverAgain(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{stableToken: refusal(40001)})
	cfg, rec := watch(wechat.Config{BaseURL: f.URL}, "fresh")
	_, err := wechat.New(cfg).Token.Stable(t.Context(), wechat.StableTokenRequest{AppID: "wx1", Secret: "secret"})
	if diff := cmp.Diff(error(refused("/cgi-bin/stable_token", 40001)), err); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
	if wechat.Classify(err) != wechat.Operator || len(f.seen()) != 1 || rec.Rejected != nil || len(rec.Calls) != 1 {
		t.Errorf("got class %s, %d requests, record %v", wechat.Classify(err), len(f.seen()), rec)
	}
}

func TestClientWithoutATokenCallsNothing(t *testing.T) {
	t.Parallel()
	for name, token := range map[string]func(context.Context) (string, error){"nil": nil, "empty": constant("")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, nil)
			if _, err := wechat.New(wechat.Config{BaseURL: f.URL, Token: token}).Draft.Count(t.Context()); err == nil {
				t.Error("got no error")
			}
		})
	}
}

func TestBaseURLMayHaveAPath(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{"GET /wechat/cgi-bin/draft/count": says(`{"total_count":1}`)})
	for _, base := range []string{f.URL + "/wechat", f.URL + "/wechat/"} {
		cfg := f.config()
		cfg.BaseURL = base
		if _, err := wechat.New(cfg).Draft.Count(t.Context()); err != nil {
			t.Errorf("%s: %v", base, err)
		}
	}
}

func TestBaseURLThatIsNoAddressIsForTheOperator(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"api.weixin.qq.com", "ftp://x", "http://", "http://user:pass word@x:y", "::"} {
		_, err := wechat.New(wechat.Config{BaseURL: base, Token: constant("t")}).Draft.Count(t.Context())
		var fault *wechat.TransportError
		if !errors.As(err, &fault) || fault.Kind != wechat.KindBaseURL || wechat.Classify(err) != wechat.Operator {
			t.Errorf("%s: got %v, class %s", base, err, wechat.Classify(err))
		}
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := newFake(t, nil)
	f := newFake(t, handlers{stableToken: func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/cgi-bin/stable_token", http.StatusTemporaryRedirect)
	}})
	for _, client := range []*http.Client{nil, {}, http.DefaultClient} {
		c := wechat.New(wechat.Config{BaseURL: f.URL, HTTP: client})
		_, err := c.Token.Stable(t.Context(), wechat.StableTokenRequest{AppID: "wx1", Secret: "secret"})
		want := &wechat.TransportError{Path: "/cgi-bin/stable_token", Status: 307, Kind: wechat.KindStatus}
		if diff := cmp.Diff(error(want), err); diff != "" {
			t.Errorf("error differs (-want +got):\n%s", diff)
		}
	}
	if http.DefaultClient.CheckRedirect != nil {
		t.Error("the given client was changed")
	}
}

func TestCanceledContextStaysCanceled(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]func(w http.ResponseWriter, r *http.Request, cancel func()){
		"before the answer": func(_ http.ResponseWriter, r *http.Request, cancel func()) {
			cancel()
			<-r.Context().Done()
		},
		"inside the answer": func(w http.ResponseWriter, r *http.Request, cancel func()) {
			_, _ = w.Write([]byte(`{"total_`))
			_ = http.NewResponseController(w).Flush()
			cancel()
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			f := newFake(t, handlers{draftCount: func(w http.ResponseWriter, r *http.Request) { serve(w, r, cancel) }})
			_, err := f.client().Draft.Count(ctx)
			var fault *wechat.TransportError
			if !errors.Is(err, context.Canceled) || errors.As(err, &fault) || wechat.Classify(err) != wechat.None {
				t.Errorf("got %v, class %s, want a canceled context", err, wechat.Classify(err))
			}
		})
	}
}

func TestCanceledContextSpendsNoCall(t *testing.T) {
	t.Parallel()
	f := newFake(t, nil)
	cfg, rec := watch(f.config(), "fresh")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := wechat.New(cfg).Draft.Count(ctx)
	if !errors.Is(err, context.Canceled) || rec.Calls != nil || f.seen() != nil {
		t.Errorf("got %v, calls %v, requests %v", err, rec.Calls, f.seen())
	}
}

func TestSlowAnswerIsATimeout(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	hangInside := func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"total_`))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	for name, tt := range map[string]struct {
		serve    http.HandlerFunc
		deadline bool
		status   int
	}{
		"client's limit":               {serve: hang},
		"context's deadline":           {serve: hang, deadline: true},
		"client's limit inside body":   {serve: hangInside, status: 200},
		"context's deadline in answer": {serve: hangInside, deadline: true, status: 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, handlers{draftCount: tt.serve})
			cfg, ctx := f.config(), t.Context()
			if tt.deadline {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 100*time.Millisecond)
				defer cancel()
			} else {
				cfg.HTTP = &http.Client{Timeout: 100 * time.Millisecond}
			}
			_, err := wechat.New(cfg).Draft.Count(ctx)
			var fault *wechat.TransportError
			if !errors.As(err, &fault) || fault.Kind != wechat.KindTimeout || fault.Status != tt.status {
				t.Fatalf("got %v, want a time-out", err)
			}
			if wechat.Classify(err) != wechat.Retry {
				t.Errorf("got class %s, want retry", wechat.Classify(err))
			}
		})
	}
}

func TestUnreachableHostIsATransportError(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	_, err := wechat.New(wechat.Config{BaseURL: gone.URL, Token: constant(testToken)}).Draft.Count(t.Context())
	var fault *wechat.TransportError
	if !errors.As(err, &fault) || fault.Kind != wechat.KindUnreachable || fault.Status != 0 || wechat.Classify(err) != wechat.Retry {
		t.Errorf("got %v, class %s", err, wechat.Classify(err))
	}
}

func TestClientServesManyAtOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftGet: says(golden(t, "cgi-bin/draft/get.response.json"))})
	c := f.client()
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 8 {
				if _, err := c.Draft.Get(t.Context(), "Lx2-vJ9f3gK0aQ"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
