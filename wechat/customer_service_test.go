package wechat_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

const customSend = "POST /cgi-bin/message/custom/send"

func TestMessagesMatchTheirGoldenFiles(t *testing.T) {
	t.Parallel()
	for kind, m := range map[string]wechat.Message{
		"text":  wechat.TextMessage(ahe, "你好"),
		"image": wechat.ImageMessage(ahe, "MEDIA_ID"),
		"news": wechat.NewsMessage(ahe, wechat.NewsCard{
			Title: "霜降的汤", Description: "一锅“暖汤”", URL: "https://mp.weixin.qq.com/s?a=1&b=2", PicURL: "https://example.com/c.jpg",
		}),
		"mpnewsarticle": wechat.MPNewsArticleMessage(ahe, "ARTICLE_ID"),
		"msgmenu": wechat.MsgMenuMessage(ahe, wechat.MsgMenu{
			HeadContent: "您想看什么？", TailContent: "欢迎再来",
			List: []wechat.MsgMenuOption{{ID: "c1:o1", Content: "汤"}, {ID: "c1:o2", Content: "茶 & 点心"}},
		}),
		"msgmenu_bare": wechat.MsgMenuMessage(ahe, wechat.MsgMenu{List: []wechat.MsgMenuOption{{ID: "101", Content: "汤"}}}),
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, handlers{customSend: says(`{"errcode":0,"errmsg":"ok"}`)})
			if err := f.client().CustomerService.Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			matchGolden(t, "message/"+kind+".json", f.seen()[0].Body)
		})
	}
}

func TestMessageTellsItsKind(t *testing.T) {
	t.Parallel()
	if got := wechat.MPNewsArticleMessage(ahe, "A1").MsgType(); got != "mpnewsarticle" {
		t.Errorf("got %q", got)
	}
}

func TestEmptyMessageIsNotSent(t *testing.T) {
	t.Parallel()
	f := newFake(t, nil)
	err := f.client().CustomerService.Send(t.Context(), wechat.Message{})
	want := &wechat.RequestError{Path: "/cgi-bin/message/custom/send", Problem: "the message is empty"}
	if diff := cmp.Diff(error(want), err); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
	if wechat.Classify(err) != wechat.Bug || len(f.seen()) != 0 {
		t.Errorf("got class %s after %d requests, want a bug after none", wechat.Classify(err), len(f.seen()))
	}
}

func TestRefusedMessagesMatchTheirGoldenFiles(t *testing.T) {
	t.Parallel()
	const path = "/cgi-bin/message/custom/send"
	for name, want := range map[string]*wechat.Error{
		"45015.json": {
			Path: path, Code: 45015, HTTPStatus: 200, RID: "6a21f0b5-2b3c4d5e-6f708192",
			Message: "response out of time limit or subscription is canceled rid: 6a21f0b5-2b3c4d5e-6f708192",
		},
		"45047.json": {
			Path: path, Code: 45047, HTTPStatus: 200, RID: "6a21f0b6-3c4d5e6f-708192a3",
			Message: "out of response count limit rid: 6a21f0b6-3c4d5e6f-708192a3",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, handlers{customSend: sends(t, http.StatusOK, "application/json", "errors/"+name)})
			err := f.client().CustomerService.Send(t.Context(), wechat.TextMessage(ahe, "你好"))
			if diff := cmp.Diff(error(want), err); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
			if got := wechat.Classify(err); got != wechat.Input || len(f.seen()) != 1 {
				t.Errorf("got class %s after %d requests, want input after one", got, len(f.seen()))
			}
		})
	}
}

// A message is taken only where WeChat says so: else nobody knows, and nobody
// may send it again.
func TestMessageWithoutAcknowledgmentIsNotTakenForSent(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"errmsg":"ok"}`, "", "<html>", `{"errcode":0`} {
		f := newFake(t, handlers{customSend: says(body)})
		cfg, rec := watch(f.config(), "fresh")
		err := wechat.New(cfg).CustomerService.Send(t.Context(), wechat.TextMessage(ahe, "你好"))
		var fault *wechat.TransportError
		if !errors.As(err, &fault) {
			t.Errorf("%q: got %v, want a TransportError", body, err)
		}
		if len(f.seen()) != 1 || len(rec.Calls) != 1 {
			t.Errorf("%q: got %d requests, want 1", body, len(f.seen()))
		}
	}
}

func TestMessageIsSentAgainOnlyAfterARejectedToken(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{customSend: inTurn(refusal(42001), says(`{"errcode":0,"errmsg":"ok"}`))})
	cfg := f.config()
	cfg.Refresh = func(context.Context, string) (string, error) { return "fresh", nil }
	if err := wechat.New(cfg).CustomerService.Send(t.Context(), wechat.TextMessage(ahe, "你好")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{testToken, "fresh"}, f.tokens()); diff != "" {
		t.Errorf("tokens differ (-want +got):\n%s", diff)
	}
}
