package inbox_test

import (
	"context"
	"strings"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

func TestTextIsAnsweredByTheRule(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
			t.Run(string(engine)+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				e := start(t, engine, mode)
				e.rule("tea", "=茶", text("请喝茶"))
				e.rule("default", "", text("在的"))
				someone := e.follower("林小满")
				if got := e.answer(e.WeChat.Write(t.Context(), someone, "茶")); !strings.Contains(got, "请喝茶") || strings.Contains(got, "在的") {
					t.Errorf("got %s", got)
				}
				if got := e.answer(e.WeChat.Write(t.Context(), someone, "有人吗")); !strings.Contains(got, "在的") {
					t.Errorf("got %s", got)
				}
			})
		}
	}
}

// env is a console whose account's pushes come in.
type env struct {
	*testkit.Console
	t testing.TB
}

func start(t testing.TB, engine store.Engine, mode callback.Mode) *env {
	t.Helper()
	e := &env{testkit.Start(t, testkit.Setup{Engine: engine}), t}
	if mode != callback.Safe {
		e.write(func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Accounts.ByID(ctx, testkit.AppID)
			if err != nil {
				return err
			}
			a.Encryption = tuwen.Encryption(mode)
			return tx.Accounts.Update(ctx, a)
		})
	}
	err := e.WeChat.SetCallback(t.Context(), sandbox.Callback{
		URL: e.URL + "/callback/" + testkit.AppID, Token: testkit.MessageToken, AESKey: testkit.AESKey, Mode: mode,
	})
	e.must(err)
	return e
}

func (e *env) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e *env) write(f func(ctx context.Context, tx *store.Tx) error) {
	e.t.Helper()
	e.must(e.DB.Write(e.t.Context(), f))
}

func text(s string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyText, Text: s} }

// rule keeps an active rule: "=茶" is the word itself, "茶" a part, "" is the
// default.
func (e *env) rule(id, keyword string, replies ...tuwen.Reply) {
	e.t.Helper()
	r := tuwen.ReplyRule{ID: id, Name: id, Kind: tuwen.RuleDefault, Active: true, Mode: tuwen.ReplyAll, Replies: replies, UpdatedAt: e.Clock.Now()}
	if keyword != "" {
		r.Kind, r.Keywords = tuwen.RuleKeyword, []tuwen.Keyword{{Text: strings.TrimPrefix(keyword, "="), Match: tuwen.MatchContains}}
		if keyword[0] == '=' {
			r.Keywords[0].Match = tuwen.MatchExact
		}
	}
	e.write(func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Put(ctx, testkit.AppID, r) })
}

// follower is somebody who follows.
func (e *env) follower(name string) string {
	e.t.Helper()
	openID, err := e.WeChat.NewOpenID(name)
	e.must(err)
	_, err = e.WeChat.Follow(e.t.Context(), openID)
	e.must(err)
	return openID
}

// answer is what a push was answered at its first try.
func (e *env) answer(d sandbox.Delivery, err error) string {
	e.t.Helper()
	e.must(err)
	if d.State != sandbox.Answered || len(d.Attempts) != 1 {
		e.t.Fatalf("the push is %s after %d tries: %+v", d.State, len(d.Attempts), d.Attempts)
	}
	return d.Attempts[0].Answer
}
