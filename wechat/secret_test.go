package wechat_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/tuwen/tuwen/wechat"
)

const testSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

// A transport fails or answers by its own function.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// quoting fails with an error that says all it knows.
var quoting = transport(func(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(bodyOf(r))
	return nil, &url.Error{Op: "proxy", URL: r.URL.String(), Err: fmt.Errorf("cannot pass %s with %s: %w", r.URL, body, io.ErrUnexpectedEOF)}
})

// echoing answers with a refusal that repeats the request.
var echoing = transport(func(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(bodyOf(r))
	text, err := json.Marshal(map[string]any{"errcode": 40125, "errmsg": "got " + r.URL.String() + " " + r.URL.Query().Get("access_token") + " " + string(body)})
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(text)), Request: r}, err
})

func bodyOf(r *http.Request) io.Reader {
	if r.Body == nil {
		return http.NoBody
	}
	return r.Body
}

// speaksGarbage returns the address of a server that answers with the request's
// target where HTTP has a status code, which net/http quotes.
func speaksGarbage(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			line, _ := bufio.NewReader(conn).ReadString('\n')
			_, _ = io.WriteString(conn, "HTTP/1.1 "+strings.Fields(line)[1]+"\r\n\r\n")
			_ = conn.Close()
		}
	}()
	return "http://" + l.Addr().String()
}

// showsNoSecret fails if any rendering of the error or of one below it holds
// the token or the secret.
func showsNoSecret(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		t.Fatal("got no error")
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Error("call failed", "error", err)
	shown := log.String()
	for e := err; e != nil; e = errors.Unwrap(e) {
		shown += fmt.Sprintf("%v\n%+v\n%#v\n", e, e, e)
	}
	for _, secret := range []string{testToken, url.QueryEscape(testToken), testSecret} {
		if strings.Contains(shown, secret) {
			t.Errorf("%q is shown:\n%s", secret, shown)
		}
	}
}

func TestErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	for name, cfg := range map[string]wechat.Config{
		"unreachable":       {BaseURL: gone.URL},
		"no HTTP":           {BaseURL: speaksGarbage(t)},
		"quoting transport": {HTTP: &http.Client{Transport: quoting}},
		"echoing answer":    {HTTP: &http.Client{Transport: echoing}},
	} {
		cfg.Token = constant(testToken)
		c := wechat.New(cfg)
		t.Run(name+", token", func(t *testing.T) {
			t.Parallel()
			_, err := c.Draft.Count(t.Context())
			showsNoSecret(t, err)
		})
		t.Run(name+", upload", func(t *testing.T) {
			t.Parallel()
			_, err := c.Material.AddImage(t.Context(), "a.gif", strings.NewReader(tinyGIF))
			showsNoSecret(t, err)
		})
		t.Run(name+", query", func(t *testing.T) {
			t.Parallel()
			_, err := c.User.Get(t.Context(), "o1")
			showsNoSecret(t, err)
		})
		t.Run(name+", AppSecret", func(t *testing.T) {
			t.Parallel()
			_, err := c.Token.Stable(t.Context(), wechat.StableTokenRequest{AppID: "wx1", Secret: testSecret})
			showsNoSecret(t, err)
		})
	}
}

func TestRefreshedTokenIsNotShownEither(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: func(w http.ResponseWriter, r *http.Request) {
		says(`{"errcode":40001,"errmsg":"bad token `+r.URL.Query().Get("access_token")+`"}`)(w, r)
	}})
	cfg := f.config()
	cfg.Token = constant("the first token")
	cfg.Refresh = func(context.Context, string) (string, error) { return testToken, nil }
	_, err := wechat.New(cfg).Draft.Count(t.Context())
	showsNoSecret(t, err)
}

func TestScrubbedErrorKeepsItsCause(t *testing.T) {
	t.Parallel()
	c := wechat.New(wechat.Config{HTTP: &http.Client{Transport: quoting}, Token: constant(testToken)})
	_, err := c.Draft.Count(t.Context())
	var fault *wechat.TransportError
	if !errors.As(err, &fault) || fault.Kind != wechat.KindUnreachable || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want an unreachable host by an unexpected EOF", err)
	}
}

func TestTokenValuesPrintWithoutTheirSecret(t *testing.T) {
	t.Parallel()
	for _, v := range []any{
		wechat.StableTokenRequest{AppID: "wx1", Secret: testSecret},
		&wechat.StableTokenRequest{AppID: "wx1", Secret: testSecret},
		wechat.StableToken{AccessToken: testToken},
		&wechat.StableToken{AccessToken: testToken},
	} {
		encoded, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("token", "value", v)
		shown := fmt.Sprintf("%v %+v %#v %s %s", v, v, v, encoded, &log)
		if strings.Contains(shown, testSecret) || strings.Contains(shown, testToken) {
			t.Errorf("%T shows its secret: %s", v, shown)
		}
	}
}
