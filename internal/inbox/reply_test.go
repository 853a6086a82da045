package inbox_test

import (
	"strings"
	"testing"

	"github.com/tuwen/tuwen/internal/testkit"
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
