package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func leadTo(id string) tuwen.Reply {
	return tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: id}
}

func addConversation(b *testkit.Browser, t *testing.T, c object) tuwen.Conversation {
	t.Helper()
	return testkit.JSON[tuwen.Conversation](t, b.Must(http.StatusCreated, "POST", account+"/conversations", c))
}

func TestS17ConversationAnswersWithPublishedAndHistorySingleOnly(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	fresh, err := c.WeChat.AddPublished(item("新文", "<p>一</p>"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.WeChat.AddDraft(item("草稿", "<p>一</p>")); err != nil {
		t.Fatal(err)
	}
	old, several := addHistory(t, c, "旧文", "<p>一</p>"), addHistory(t, c, "多图文", "<p>一</p>", "<p>二</p>")
	b := c.Operator(tuwen.Operates)
	connectPushes(t, c)
	synced(t, b, tuwen.Full)
	draft := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].MediaID
	testkit.GET[tuwen.Choices](b, account+"/materials?use=conversation&source=published")
	article := func(id string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id} }
	for name, tc := range map[string]struct{ id, reason string }{
		"a draft": {draft, "source"}, "several articles": {several, "several"}, "nothing": {"none", "missing"},
	} {
		p := problem(t, b.Must(http.StatusUnprocessableEntity, "POST", account+"/conversations",
			object{"name": "导航", "opening": "想看什么？", "options": []object{{"label": "文章", "reply": article(tc.id)}}}))
		if p.Code != "reply.material" || p.Params["reason"] != tc.reason || p.Params["field"] != "options.0.reply.media_id" {
			t.Errorf("%s: got %q, %v", name, p.Code, p.Params)
		}
	}
	made := addConversation(b, t, object{"name": "导航", "opening": "想看什么？", "options": []object{
		{"label": "新的", "reply": article(fresh.MediaID)}, {"label": "旧的", "reply": article(old)},
	}})
	for _, id := range []string{fresh.MediaID, old} {
		want := []tuwen.UsedBy{{Kind: "conversation", ID: made.ID, Name: "导航", Active: true}}
		if diff := cmp.Diff(want, testkit.GET[tuwen.Material](b, account+"/materials/"+id).UsedBy); diff != "" {
			t.Errorf("where %s is used (-want +got):\n%s", id, diff)
		}
	}
	b.Must(http.StatusCreated, "POST", account+"/reply-rules", object{
		"kind": "keyword", "name": "菜单", "keywords": []tuwen.Keyword{{Text: "菜单", Match: tuwen.MatchExact}}, "replies": []tuwen.Reply{leadTo(made.ID)},
	})

	someone, err := c.WeChat.NewOpenID("林小满")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.WeChat.Follow(t.Context(), someone); err != nil {
		t.Fatal(err)
	}
	if _, err := c.WeChat.Write(t.Context(), someone, "菜单"); err != nil {
		t.Fatal(err)
	}
	testkit.Wait(b, account+"/messages?openid="+someone, func(p tuwen.Page[tuwen.Message]) bool {
		return len(p.Items) == 1 && p.Items[0].State == tuwen.MessageSent
	})
	for i, title := range []string{"新文", "旧文"} {
		d, err := c.WeChat.TapOption(t.Context(), someone, made.Options[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		if answer := d.Attempts[0].Answer; !strings.Contains(answer, "<MsgType><![CDATA[news]]>") || !strings.Contains(answer, "<Title><![CDATA["+title+"]]>") {
			t.Errorf("the option %q is answered %s, want the card of %q", made.Options[i].Label, answer, title)
		}
	}
}

func TestConversationKeepsTheIdsOfItsOptions(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	made := addConversation(b, t, object{"name": " 导航 ", "opening": "想看什么？", "options": []object{{"label": " 茶 ", "reply": textReply("岩茶")}, {"label": "地址", "reply": textReply("路")}}})
	first, second := made.Options[0], made.Options[1]
	if made.Name != "导航" || first.Label != "茶" || first.ID == "" || first.ID == second.ID || made.UpdatedBy != "the operator" || made.UsedBy == nil {
		t.Fatalf("made %+v", made)
	}
	path := account + "/conversations/" + made.ID
	if d := cmp.Diff(made, testkit.GET[tuwen.Conversation](b, path)); d != "" {
		t.Errorf("read (-want +got):\n%s", d)
	}
	edit := made
	edit.Options = []tuwen.Option{second, {Label: "新的", Reply: textReply("新")}, first}
	edit.Options[2].Label = "岩茶"
	changed := testkit.JSON[tuwen.Conversation](t, b.Must(http.StatusOK, "PUT", path, edit))
	if changed.Options[0].ID != second.ID || changed.Options[2].ID != first.ID || changed.Options[1].ID == "" || changed.Options[2].Label != "岩茶" {
		t.Errorf("moved and renamed: %+v", changed.Options)
	}
	if p := problem(t, b.Must(http.StatusConflict, "PUT", path, made)); p.Code != "edit.conflict" {
		t.Errorf("an older edit: %q", p.Code)
	}
	copied := changed
	copied.Name, copied.ID, copied.UsedBy = "副本", "", nil
	twin := testkit.JSON[tuwen.Conversation](t, b.Must(http.StatusCreated, "POST", account+"/conversations", copied))
	for i := range twin.Options {
		if twin.Options[i].ID == changed.Options[i].ID || twin.Options[i].Label != changed.Options[i].Label {
			t.Errorf("option %d of the copy is %+v", i, twin.Options[i])
		}
	}
	all := testkit.GET[tuwen.Page[tuwen.Conversation]](b, account+"/conversations")
	if all.Total != 2 || len(all.Items) != 2 {
		t.Errorf("listed %+v", all)
	}
}

func TestConversationsNeitherLoopNorDescendTooDeep(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	conversations := account + "/conversations"
	step := func(name string, to ...string) object {
		options := []object{{"label": "说话", "reply": textReply("好")}}
		for i, id := range to {
			options = append(options, object{"label": fmt.Sprint("往下", i), "reply": leadTo(id)})
		}
		return object{"name": name, "opening": "选一个", "options": options}
	}
	last := addConversation(b, t, step("第五层"))
	chain := []tuwen.Conversation{last}
	for i := range tuwen.MaxConversationDepth - 1 {
		chain = append(chain, addConversation(b, t, step(fmt.Sprint("上面", i), chain[i].ID)))
	}
	top := chain[len(chain)-1]
	deep := problem(t, b.Must(http.StatusUnprocessableEntity, "POST", conversations, step("再上面", top.ID)))
	if deep.Code != "conversation.deep" || deep.Params["field"] != "options" || deep.Params["max"] != "5" {
		t.Errorf("six deep: %q %v", deep.Code, deep.Params)
	}
	loop := problem(t, b.Must(http.StatusUnprocessableEntity, "PUT", conversations+"/"+last.ID, step("第五层", top.ID)))
	if loop.Code != "conversation.loop" || loop.Params["field"] != "options.1.reply.conversation_id" || !strings.HasPrefix(loop.Params["way"], "第五层 → 上面3") {
		t.Errorf("round: %q %v", loop.Code, loop.Params)
	}
	self := problem(t, b.Must(http.StatusUnprocessableEntity, "PUT", conversations+"/"+last.ID, step("第五层", last.ID)))
	if self.Code != "conversation.loop" {
		t.Errorf("to itself: %q %v", self.Code, self.Params)
	}
	for field, change := range map[string]object{
		"name":            {"name": ""},
		"opening":         {"opening": " "},
		"options":         {"options": []object{}},
		"options.0.label": {"options": []object{{"label": strings.Repeat("长", 31), "reply": textReply("好")}}},
		"options.1.label": {"options": []object{{"label": "a", "reply": textReply("好")}, {"label": "A ", "reply": textReply("好")}}},
		"options.1.id":    {"options": []object{{"id": "x", "label": "a", "reply": textReply("好")}, {"id": "x", "label": "b", "reply": textReply("好")}}},
		"closing":         {"closing": "a\x00"},
	} {
		in := step("坏的")
		for k, v := range change {
			in[k] = v
		}
		if p := problem(t, b.Must(http.StatusUnprocessableEntity, "POST", conversations, in)); p.Params["field"] != field {
			t.Errorf("%s: got %q about %q", field, p.Code, p.Params["field"])
		}
	}
	b.Must(http.StatusUnprocessableEntity, "POST", conversations, object{"name": "x", "opening": "x", "options": []object{{"id": "a b", "label": "a", "reply": textReply("好")}}})
}

func TestConversationThatIsLedToIsNotDeletedUnasked(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Admin)
	talk := addConversation(b, t, object{"name": "导航", "opening": "选", "options": []object{{"label": "茶", "reply": textReply("茶")}}})
	rule := addRule(b, t, keywordRule("菜单", "菜单", leadTo(talk.ID)))
	path := account + "/conversations/" + talk.ID
	used := tuwen.UsedBy{Kind: "reply_rule", ID: rule.ID, Name: "菜单", Active: true}
	if got := testkit.GET[tuwen.Conversation](b, path); cmp.Diff([]tuwen.UsedBy{used}, got.UsedBy) != "" {
		t.Errorf("used by %+v", got.UsedBy)
	}
	r := b.Must(http.StatusConflict, "DELETE", path, nil)
	if p := problem(t, r); p.Code != "conversation.in_use" || p.Params["count"] != "1" {
		t.Errorf("got %q %v", p.Code, p.Params)
	}
	if d := cmp.Diff([]tuwen.UsedBy{used}, testkit.JSON[struct{ Related []tuwen.UsedBy }](t, r).Related); d != "" {
		t.Errorf("what stands in the way (-want +got):\n%s", d)
	}
	b.Must(http.StatusNoContent, "DELETE", path+"?force=true", nil)
	b.Must(http.StatusNotFound, "GET", path, nil)
	left := testkit.GET[tuwen.ReplyRule](b, account+"/reply-rules/"+rule.ID)
	if left.Replies[0].Problem != tuwen.ReasonMissing {
		t.Errorf("the rule that led to it says %+v", left.Replies)
	}
	got := testkit.JSON[tuwen.Trial](t, b.Must(http.StatusOK, "POST", account+"/reply-rules/try", object{"text": "菜单"})).Answer.Passive
	if got == nil || got.Text != tuwen.DefaultFallback || got.Problem != tuwen.ReasonMissing {
		t.Errorf("in its place comes %+v", got)
	}
	// It can be switched off as it is, and not on again.
	b.Must(http.StatusOK, "POST", account+"/reply-rules/"+rule.ID+"/deactivate", nil)
	b.Must(http.StatusUnprocessableEntity, "POST", account+"/reply-rules/"+rule.ID+"/activate", nil)
	free := addConversation(b, t, object{"name": "没人用", "opening": "选", "options": []object{{"label": "茶", "reply": textReply("茶")}}})
	b.Must(http.StatusNoContent, "DELETE", account+"/conversations/"+free.ID, nil)
}

func TestMaterialThatARuleAnswersWithIsKept(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 3, 0))
	b := c.Operator(tuwen.Operates)
	id := addHistory(t, c, "霜降")
	synced(t, b, tuwen.Full)
	rule := addRule(b, t, keywordRule("节气", "霜降", tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id, Fallback: "稍等"}))
	if rule.Replies[0].Label != "霜降" || rule.Replies[0].Problem != "" {
		t.Errorf("it tells %+v", rule.Replies[0])
	}
	used := []tuwen.UsedBy{{Kind: "reply_rule", ID: rule.ID, Name: "节气", Active: true}}
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+id); cmp.Diff(used, m.UsedBy) != "" {
		t.Errorf("the material is used by %+v", m.UsedBy)
	}
	r := b.Must(http.StatusConflict, "DELETE", account+"/materials/"+id, nil)
	if d := cmp.Diff(used, testkit.JSON[struct{ Related []tuwen.UsedBy }](t, r).Related); d != "" || problem(t, r).Code != "material.in_use" {
		t.Errorf("what stands in the way (-want +got):\n%s", d)
	}
	// It goes at WeChat: the operator is told, the follower gets the fallback.
	if err := c.WeChat.DeleteHistory(id); err != nil {
		t.Fatal(err)
	}
	b.Must(http.StatusOK, "POST", account+"/materials/"+id+"/sync", nil)
	if got := testkit.GET[tuwen.ReplyRules](b, account+"/reply-rules").Items[0].Replies[0]; got.Problem != tuwen.ReasonGone || got.Label != "霜降" {
		t.Errorf("the list tells %+v", got)
	}
	got := testkit.JSON[tuwen.Trial](t, b.Must(http.StatusOK, "POST", account+"/reply-rules/try", object{"text": "霜降"})).Answer.Passive
	if got == nil || got.Text != "稍等" || got.Problem != tuwen.ReasonGone {
		t.Errorf("in its place comes %+v", got)
	}
	b.Must(http.StatusOK, "POST", account+"/reply-rules/"+rule.ID+"/deactivate", nil)
	b.Must(http.StatusNoContent, "DELETE", account+"/materials/"+id, nil)
}
