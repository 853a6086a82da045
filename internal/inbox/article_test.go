package inbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

func article(mediaID, fallback string) tuwen.Reply {
	return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: mediaID, Fallback: fallback}
}

// keyword makes a rule as an operator does.
func keyword(t *testing.T, b *testkit.Browser, word string, replies ...tuwen.Reply) tuwen.ReplyRule {
	t.Helper()
	return testkit.JSON[tuwen.ReplyRule](t, b.Must(http.StatusCreated, "POST", path+"/reply-rules", map[string]any{
		"kind": "keyword", "name": word, "keywords": []tuwen.Keyword{{Text: word, Match: tuwen.MatchExact}}, "replies": replies,
	}))
}

func TestArticleThatDisappearsAtWeChatIsReplacedByItsFallback(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e := startWith(t, testkit.Setup{Engine: engine, Sample: sandbox.Sample{Published: 1}}, callback.Safe)
			b := e.Operator(tuwen.Operates)
			m := testkit.GET[tuwen.Choices](b, path+"/materials?use=conversation&source=published").Items[0].Material
			rule := keyword(t, b, "新茶", article(m.MediaID, "这篇已下架"))
			later := keyword(t, b, "两条", text("先看这个"), article(m.MediaID, "稍后补上"))
			code := e.code(b, "南门店", []tuwen.Reply{article(m.MediaID, "")})
			someone := e.follower("林小满")
			card := func(what, answer string) {
				t.Helper()
				f, err := callback.Parse([]byte(answer))
				e.must(err)
				items := f.In("Articles").Items("item")
				if len(items) != 1 || items[0].Text("Title") != m.Title || items[0].Text("Url") != m.Articles[0].URL || m.Title == "" {
					t.Errorf("%s is answered %s, want the card of %q", what, answer, m.Title)
				}
			}
			card("the text", e.answer(e.WeChat.Write(t.Context(), someone, "新茶")))
			card("the scan", e.answer(e.WeChat.Scan(t.Context(), someone, code.Scene)))

			e.must(e.WeChat.DeletePublished(m.MediaID))
			// The console does not know yet, but WeChat refuses the article as a
			// customer-service message; that tells it.
			e.wantReply(e.answer(e.WeChat.Write(t.Context(), someone, "两条")), "先看这个")
			gone := testkit.Wait(b, path+"/materials/"+m.MediaID, func(m tuwen.Material) bool { return m.Gone })
			e.wantReply(e.answer(e.WeChat.Write(t.Context(), someone, "新茶")), "这篇已下架")
			e.Clock.Move(time.Second)
			e.wantReply(e.answer(e.WeChat.Scan(t.Context(), someone, code.Scene)), tuwen.DefaultFallback)
			// Where it is used stands with the material, and the reason with each
			// of what uses it.
			var users []string
			for _, u := range gone.UsedBy {
				users = append(users, u.Kind+" "+u.Name)
			}
			for _, want := range []string{"reply_rule 新茶", "reply_rule 两条", "qrcode 南门店"} {
				if !strings.Contains(strings.Join(users, ", "), want) {
					t.Errorf("used by %v, %s is missing", users, want)
				}
			}
			got := []tuwen.Reason{
				testkit.GET[tuwen.ReplyRule](b, path+"/reply-rules/"+rule.ID).Replies[0].Problem,
				testkit.GET[tuwen.ReplyRule](b, path+"/reply-rules/"+later.ID).Replies[1].Problem,
				testkit.GET[tuwen.QRCode](b, path+"/qrcodes/"+code.ID).Replies[0].Problem,
			}
			wantSame(t, "the replies' problems", got, []tuwen.Reason{"gone", "gone", "gone"})
			e.neverOutOfService(someone, 6)
		})
	}
}

func TestArticleDeletedHereIsReplacedByItsFallback(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.Operator(tuwen.Operates)
		_, err := e.WeChat.AddHistory(sandbox.Item{Articles: []sandbox.Article{{Title: "岩茶", Content: "<p>正文</p>"}}})
		e.must(err)
		run := testkit.JSON[tuwen.SyncRun](t, b.Must(http.StatusAccepted, "POST", path+"/syncs", map[string]string{"mode": "full"}))
		testkit.Wait(b, path+"/syncs/"+run.ID, func(r tuwen.SyncRun) bool { return r.State == tuwen.SyncFinished })
		m := testkit.GET[tuwen.Choices](b, path+"/materials?use=conversation&source=history").Items[0].Material
		rule := keyword(t, b, "岩茶", article(m.MediaID, "正在改稿"))
		someone := e.follower("林小满")
		if got := e.answer(e.WeChat.Write(t.Context(), someone, "岩茶")); !strings.Contains(got, "<Title><![CDATA[岩茶]]>") {
			t.Errorf("answered %s, want the card", got)
		}
		refused := b.Must(http.StatusConflict, "DELETE", path+"/materials/"+m.MediaID, nil)
		if !strings.Contains(string(refused.Body), rule.Name) {
			t.Errorf("deleting a used article does not tell where it is used: %s", refused.Body)
		}
		b.Must(http.StatusNoContent, "DELETE", path+"/materials/"+m.MediaID+"?force=true", nil)
		e.wantReply(e.answer(e.WeChat.Write(t.Context(), someone, "岩茶")), "正在改稿")
		if got := testkit.GET[tuwen.ReplyRule](b, path+"/reply-rules/"+rule.ID).Replies[0].Problem; got != "deleted" {
			t.Errorf("the rule says %q of its reply, want deleted", got)
		}
		e.neverOutOfService(someone, 2)
	})
}

// neverOutOfService fails the test where the follower got less, or read that
// the account is out of service.
func (e *env) neverOutOfService(openID string, least int) {
	e.t.Helper()
	got := e.WeChat.Received(openID)
	if len(got) < least {
		e.t.Errorf("the follower received %d messages, want %d: %+v", len(got), least, got)
	}
	for _, m := range got {
		if strings.Contains(m.Text, "暂时无法提供服务") {
			e.t.Errorf("the follower reads %q", m.Text)
		}
	}
	for _, d := range e.WeChat.Deliveries() {
		if d.State != sandbox.Answered {
			e.t.Errorf("the push %s %q is %s", d.Type, d.Text, d.State)
		}
	}
}
