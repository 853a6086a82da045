package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func TestRepliesOfTheWebsiteAreWarnedOfAndTakenOver(t *testing.T) {
	t.Parallel()
	onEach(t, sample(0, 0, 1), func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		read := func(query string) tuwen.AutoReplies {
			return testkit.GET[tuwen.AutoReplies](b, account+"/auto-replies"+query)
		}
		if got := read(""); got.LeftOver || len(got.Rules) != 0 {
			t.Errorf("where nothing is set: %+v", got)
		}
		published := testkit.GET[tuwen.Choices](b, account+"/materials?use=conversation&source=published").Items[0]
		c.WeChat.SetAutoReplies(sandbox.AutoReplies{
			Open: true, FollowOpen: true,
			Follow: sandbox.AutoReply{Type: "text", Content: "欢迎关注"},
			Rules: []sandbox.KeywordRule{
				{
					Name: "地址", Keywords: []sandbox.KeywordText{{Text: "地址", Contains: true}, {Text: "在哪"}},
					Replies: []sandbox.AutoReply{{Type: "text", Content: "愚园路"}, {Type: "img", Content: "theirs"}},
				},
				{
					Name: "新茶", RandomOne: true, Keywords: []sandbox.KeywordText{{Text: "新茶"}},
					Replies: []sandbox.AutoReply{{Type: "news", Articles: []sandbox.Article{{Title: published.Title, URL: published.Articles[0].URL}}}},
				},
				{
					Name: "只有图", Keywords: []sandbox.KeywordText{{Text: "图"}},
					Replies: []sandbox.AutoReply{{Type: "img", Content: "theirs"}},
				},
			},
		})
		if got := read(""); got.LeftOver {
			t.Error("a reading of this moment is not kept")
		}
		got := read("?refresh=true")
		if !got.LeftOver || len(got.Rules) != 4 {
			t.Fatalf("got %+v", got)
		}
		calls := c.WeChat.Calls("/cgi-bin/get_current_autoreply_info")
		read("")
		if n := c.WeChat.Calls("/cgi-bin/get_current_autoreply_info"); n != calls {
			t.Errorf("a second look within five minutes cost %d calls", n-calls)
		}

		over := testkit.JSON[tuwen.Takeover](t, b.Must(http.StatusOK, "POST", account+"/auto-replies/import", nil))
		names := map[string]tuwen.ReplyRule{}
		for _, r := range over.Rules {
			names[r.Name] = r
			if !r.Active {
				t.Errorf("%s is off, and was on there", r.Name)
			}
		}
		if len(names) != 3 || len(over.Skipped) != 2 {
			t.Errorf("taken over %v, skipped %+v", names, over.Skipped)
		}
		words := []tuwen.Keyword{{Text: "地址", Match: tuwen.MatchContains}, {Text: "在哪", Match: tuwen.MatchExact}}
		if r := names["地址"]; !cmp.Equal(words, r.Keywords) || len(r.Replies) != 1 || r.Replies[0].Text != "愚园路" {
			t.Errorf("got %+v", r)
		}
		if r := names["新茶"]; r.Mode != tuwen.ReplyRandom || r.Replies[0].Kind != tuwen.ReplyMaterial || r.Replies[0].MediaID != published.MediaID {
			t.Errorf("an article that is known here became %+v", r)
		}
		again := testkit.JSON[tuwen.Takeover](t, b.Must(http.StatusOK, "POST", account+"/auto-replies/import", nil))
		if len(again.Rules) != 0 {
			t.Errorf("a second time were taken over %+v", again.Rules)
		}
		entries := testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit?action=auto_reply.import").Items
		if len(entries) != 1 || entries[0].Details["rules"] != "3" || !strings.Contains(entries[0].Details["names"], "地址") {
			t.Errorf("the audit says %+v", entries)
		}
		// They answer now, as they did there.
		connectPushes(t, c)
		lin := mine(t, c, "林小满")
		c.Clock.Move(time.Second)
		_, err := c.WeChat.Write(t.Context(), lin, "店在哪个地址")
		must(t, err)
		var heard []string
		for _, m := range c.WeChat.Received(lin) {
			heard = append(heard, m.Text)
		}
		if diff := cmp.Diff([]string{"欢迎关注", "愚园路"}, heard); diff != "" {
			t.Errorf("received (-want +got):\n%s", diff)
		}
	})
}

func TestRepliesOfTheWebsiteAreUnknownWhileWeChatCannotBeAsked(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	c.WeChat.SetFault(sandbox.Fault{Path: "/cgi-bin/get_current_autoreply_info", HTTPStatus: 502, Kind: sandbox.FaultStatus})
	for _, call := range [][2]string{{"GET", "/auto-replies"}, {"POST", "/auto-replies/import"}} {
		if p := problem(t, b.Ask(call[0], account+call[1], nil)); p.Code != "wechat.unreachable" {
			t.Errorf("%s %s: got %q", call[0], call[1], p.Code)
		}
	}
	if n := len(testkit.GET[tuwen.ReplyRules](b, account+"/reply-rules").Items); n != 0 {
		t.Errorf("%d rules came of it", n)
	}
}
