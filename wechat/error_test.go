package wechat_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

// sends answers with the status, the content type and the file of testdata.
func sends(t *testing.T, status int, contentType, name string) http.HandlerFunc {
	body := golden(t, name)
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestFailuresMatchTheirGoldenFiles(t *testing.T) {
	t.Parallel()
	const path = "/cgi-bin/draft/batchget"
	for name, tt := range map[string]struct {
		status int
		want   error
		text   string
		class  wechat.Class
	}{
		"48001.json": {
			want: &wechat.Error{
				Path: path, Code: 48001, HTTPStatus: 200, RID: "61725984-6126f6f9-040f19c4",
				Message: "api unauthorized hint: [8EhYKa0564w297!] rid: 61725984-6126f6f9-040f19c4",
			},
			text:  "wechat: /cgi-bin/draft/batchget: 48001 api unauthorized hint: [8EhYKa0564w297!] rid: 61725984-6126f6f9-040f19c4",
			class: wechat.Perm,
		},
		"40164.json": {
			want: &wechat.Error{
				Path: path, Code: 40164, HTTPStatus: 200, RID: "6a21f0b3-11aa22bb-33cc44dd",
				Message: "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 6a21f0b3-11aa22bb-33cc44dd",
			},
			text:  "wechat: /cgi-bin/draft/batchget: 40164 invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 6a21f0b3-11aa22bb-33cc44dd",
			class: wechat.Operator,
		},
		"45009.json": {
			want: &wechat.Error{
				Path: path, Code: 45009, HTTPStatus: 200, RID: "6a21f0b4-0e1d2c3b-4a596877",
				Message: "reach max api daily quota limit rid: 6a21f0b4-0e1d2c3b-4a596877",
			},
			text:  "wechat: /cgi-bin/draft/batchget: 45009 reach max api daily quota limit rid: 6a21f0b4-0e1d2c3b-4a596877",
			class: wechat.Day,
		},
		"bad_gateway.html": {
			status: 502,
			want:   &wechat.TransportError{Path: path, Status: 502, Kind: wechat.KindStatus},
			text:   "wechat: /cgi-bin/draft/batchget: answered HTTP 502 Bad Gateway",
			class:  wechat.Retry,
		},
		"cut.json": {
			want:  &wechat.TransportError{Path: path, Status: 200, Kind: wechat.KindCut},
			text:  "wechat: /cgi-bin/draft/batchget: answer was cut off: item: unexpected EOF",
			class: wechat.Retry,
		},
		"empty.json": {
			want:  &wechat.TransportError{Path: path, Status: 200, Kind: wechat.KindEmpty},
			text:  "wechat: /cgi-bin/draft/batchget: answered with nothing",
			class: wechat.Retry,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status := max(tt.status, http.StatusOK)
			f := newFake(t, handlers{"POST " + path: sends(t, status, "text/plain", "errors/"+name)})
			page, err := f.client().Draft.BatchGet(t.Context(), wechat.BatchGetRequest{Count: 20})
			if page != nil {
				t.Errorf("got a page beside the error: %v", page)
			}
			var fault *wechat.TransportError
			if errors.As(err, &fault) {
				bare := *fault
				bare.Err = nil
				err = &bare
				if fault.Error() != tt.text {
					t.Errorf("got text %q, want %q", fault, tt.text)
				}
			} else if err.Error() != tt.text {
				t.Errorf("got text %q, want %q", err, tt.text)
			}
			if diff := cmp.Diff(tt.want, err); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
			if got := wechat.Classify(err); got != tt.class {
				t.Errorf("got class %s, want %s", got, tt.class)
			}
		})
	}
}

func TestHTMLWithStatus200IsNoAnswer(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: sends(t, 200, "text/html", "errors/bad_gateway.html")})
	_, err := f.client().Draft.Count(t.Context())
	if diff := cmp.Diff(error(&wechat.TransportError{Path: "/cgi-bin/draft/count", Status: 200, Kind: wechat.KindHTML}), err); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
}

func TestConnectionClosedInsideTheBodyIsACutAnswer(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte(`{"total_count":1`))
	}})
	_, err := f.client().Draft.Count(t.Context())
	var fault *wechat.TransportError
	if !errors.As(err, &fault) || fault.Kind != wechat.KindCut {
		t.Errorf("got %v, want a cut answer", err)
	}
}

func TestMaterialOfAnotherTypeIsNoNews(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]http.HandlerFunc{
		"image": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/jpeg")
			_, _ = w.Write([]byte("\xff\xd8\xff\xe0\x00\x10JFIF"))
		},
		"video": says(`{"title":"t","description":"d","down_url":"http:\/\/203.205.158.70\/v.mp4"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, handlers{"POST /cgi-bin/material/get_material": serve})
			got, err := f.client().Material.GetNews(t.Context(), "M9")
			if diff := cmp.Diff(error(&wechat.NotNewsError{MediaID: "M9"}), err); diff != "" || got != nil {
				t.Errorf("got %v, error differs (-want +got):\n%s", got, diff)
			}
			if wechat.Classify(err) != wechat.Input {
				t.Errorf("got class %s, want input", wechat.Classify(err))
			}
		})
	}
}

func TestGarbageInsteadOfAMaterialIsNotTakenForAnotherType(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"errcode":0}`, "upstream error", "<html>", ""} {
		f := newFake(t, handlers{"POST /cgi-bin/material/get_material": says(body)})
		_, err := f.client().Material.GetNews(t.Context(), "M9")
		var fault *wechat.TransportError
		if !errors.As(err, &fault) {
			t.Errorf("%q: got %v, want a TransportError", body, err)
		}
	}
}

func TestStableTokenThatIsEmptyIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"access_token":"","expires_in":7200}`, `{"access_token":null,"expires_in":7200}`, `{"access_token":"t"}`} {
		f := newFake(t, handlers{stableToken: says(body)})
		token, err := f.client().Token.Stable(t.Context(), wechat.StableTokenRequest{AppID: "wx1", Secret: "s"})
		var fault *wechat.TransportError
		if token != nil || !errors.As(err, &fault) || fault.Kind != wechat.KindShape {
			t.Errorf("%s: got %v, %v", body, token, err)
		}
	}
}

func TestDeniedIPIsReadFromTheMessage(t *testing.T) {
	t.Parallel()
	refuse := func(code int, message string) error {
		return fmt.Errorf("sync: %w", &wechat.Error{Code: code, Message: message})
	}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{refuse(40164, "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 6a21-11"), "1.2.3.4"},
		{refuse(40164, "invalid ip 1.2.3.4, not in whitelist"), "1.2.3.4"},
		{refuse(40164, "invalid ip  ipv6 2408:4003::7, not in whitelist"), "2408:4003::7"},
		{refuse(40164, "invalid ip ipv6 ::ffff:1.2.3.4, not in whitelist"), "1.2.3.4"},
		{refuse(40164, "not in whitelist"), ""},
		{refuse(40164, ""), ""},
		{refuse(40001, "invalid ip 1.2.3.4"), ""},
		{errors.New("invalid ip 1.2.3.4"), ""},
		{nil, ""},
	} {
		if got, ok := wechat.DeniedIP(tt.err); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%v: got %q, %t, want %q", tt.err, got, ok, tt.want)
		}
	}
}

func TestLongMessageIsCutAtACharacter(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{draftCount: says(`{"errcode":1,"errmsg":"a` + strings.Repeat("茶", 5000) + ` rid: 61725984-6126f6f9"}`)})
	_, err := f.client().Draft.Count(t.Context())
	want := &wechat.Error{
		Path: "/cgi-bin/draft/count", Code: 1, HTTPStatus: 200, RID: "61725984-6126f6f9",
		Message: "a" + strings.Repeat("茶", 333) + "…",
	}
	if diff := cmp.Diff(error(want), err); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
}

func TestCodeIsZeroWithoutARefusal(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, errors.New("x"), context.Canceled, &wechat.TransportError{Status: 502}} {
		if got := wechat.Code(err); got != 0 {
			t.Errorf("%v: got %d", err, got)
		}
	}
}
