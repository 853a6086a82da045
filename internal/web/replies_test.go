package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

type object = map[string]any

func textReply(s string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyText, Text: s} }

// keywordRule is a rule as a script writes it.
func keywordRule(name, word string, replies ...tuwen.Reply) object {
	return object{"kind": "keyword", "name": name, "keywords": []tuwen.Keyword{{Text: word, Match: tuwen.MatchExact}}, "replies": replies}
}

func addRule(b *testkit.Browser, t *testing.T, rule object) tuwen.ReplyRule {
	t.Helper()
	return testkit.JSON[tuwen.ReplyRule](t, b.Must(http.StatusCreated, "POST", account+"/reply-rules", rule))
}

func TestReplyRuleIsWrittenReadAndRemoved(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	made := addRule(b, t, keywordRule(" 茶单 ", " 茶 ", textReply("本周岩茶")))
	want := tuwen.ReplyRule{
		Kind: tuwen.RuleKeyword, Name: "茶单", Keywords: []tuwen.Keyword{{Text: "茶", Match: tuwen.MatchExact}}, Active: true, Days: []int{},
		Mode: tuwen.ReplyAll, Replies: []tuwen.Reply{textReply("本周岩茶")}, UpdatedAt: c.Clock.Now(), UpdatedBy: "the operator",
	}
	if d := cmp.Diff(want, made, cmpopts.IgnoreFields(tuwen.ReplyRule{}, "ID")); d != "" || made.ID == "" {
		t.Errorf("made %q (-want +got):\n%s", made.ID, d)
	}
	path := account + "/reply-rules/" + made.ID
	if d := cmp.Diff(made, testkit.GET[tuwen.ReplyRule](b, path)); d != "" {
		t.Errorf("read (-want +got):\n%s", d)
	}
	// What was read is sent back, changed.
	edit := made
	edit.Name, edit.Priority, edit.Days = "新茶", 5, []int{5, 1}
	c.Clock.Move(time.Minute)
	changed := testkit.JSON[tuwen.ReplyRule](t, b.Must(http.StatusOK, "PUT", path, edit))
	want = made
	want.Name, want.Priority, want.Days, want.UpdatedAt = "新茶", 5, []int{1, 5}, c.Clock.Now()
	if d := cmp.Diff(want, changed); d != "" {
		t.Errorf("changed (-want +got):\n%s", d)
	}
	off := testkit.JSON[tuwen.ReplyRule](t, b.Must(http.StatusOK, "POST", path+"/deactivate", nil))
	if off.Active || !off.UpdatedAt.After(changed.UpdatedAt) {
		t.Errorf("switched off: %+v", off)
	}
	again := testkit.JSON[tuwen.ReplyRule](t, b.Must(http.StatusOK, "POST", path+"/deactivate", nil))
	if d := cmp.Diff(off, again); d != "" {
		t.Errorf("switched off twice (-once +twice):\n%s", d)
	}
	if on := testkit.JSON[tuwen.ReplyRule](t, b.Must(http.StatusOK, "POST", path+"/activate", nil)); !on.Active {
		t.Errorf("switched on: %+v", on)
	}
	b.Must(http.StatusNoContent, "DELETE", path, nil)
	b.Must(http.StatusNotFound, "GET", path, nil)
	b.Must(http.StatusNotFound, "DELETE", path, nil)
	if all := testkit.GET[tuwen.ReplyRules](b, account+"/reply-rules"); len(all.Items) != 0 || all.Items == nil || all.Clashes == nil {
		t.Errorf("left: %+v", all)
	}
}

func TestReplyRuleIsEditedByOneAtATime(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	made := addRule(b, t, keywordRule("茶单", "茶", textReply("一")))
	path := account + "/reply-rules/" + made.ID
	mine, theirs := made, made
	theirs.Name, mine.Name = "他改的", "我改的"
	c.Operator(tuwen.Admin).Must(http.StatusOK, "PUT", path, theirs) // in the same moment
	p := problem(t, b.Must(http.StatusConflict, "PUT", path, mine))
	if p.Code != "edit.conflict" || p.Params["by"] != "the admin" || p.Params["at"] == "" {
		t.Errorf("got %q %v", p.Code, p.Params)
	}
	if got := testkit.GET[tuwen.ReplyRule](b, path); got.Name != "他改的" {
		t.Errorf("the refused edit was kept: %q", got.Name)
	}
	b.Must(http.StatusOK, "PUT", path, keywordRule("都不管", "茶", textReply("二")))
	if got := testkit.GET[tuwen.ReplyRule](b, path); got.Name != "都不管" || got.UpdatedBy != "the operator" {
		t.Errorf("an edit without updated_at left %+v", got)
	}
}

func TestBrokenReplyRulesAreRefusedByField(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	rules := account + "/reply-rules"
	with := func(change object) object {
		r := keywordRule("茶单", "茶", textReply("好"))
		for k, v := range change {
			r[k] = v
		}
		return r
	}
	for field, rule := range map[string]object{
		"name":                      with(object{"name": "茶\n单"}),
		"priority":                  with(object{"priority": 101}),
		"replies":                   with(object{"replies": []any{}}),
		"replies.0.text":            with(object{"replies": []tuwen.Reply{textReply("a\x00")}}),
		"replies.1.text":            with(object{"replies": []tuwen.Reply{textReply("好"), textReply(strings.Repeat("长", 683))}}),
		"replies.0.media_id":        with(object{"replies": []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: "none"}}}),
		"replies.0.picture_id":      with(object{"replies": []tuwen.Reply{{Kind: tuwen.ReplyPicture, PictureID: "none"}}}),
		"replies.0.conversation_id": with(object{"replies": []tuwen.Reply{leadTo("none")}}),
		"keywords":                  with(object{"keywords": []any{}}),
		"keywords.1.text":           with(object{"keywords": []tuwen.Keyword{{Text: "茶", Match: "exact"}, {Text: " 茶 ", Match: "exact"}}}),
		"days":                      with(object{"days": []int{8}}),
		"from":                      with(object{"from": "25:00"}),
	} {
		if p := problem(t, b.Must(http.StatusUnprocessableEntity, "POST", rules, rule)); p.Params["field"] != field {
			t.Errorf("%s: got %q about %q", field, p.Code, p.Params["field"])
		}
	}
	for location, rule := range map[string]object{
		"body.kind":              with(object{"kind": "song"}),
		"body.mode":              with(object{"mode": "some"}),
		"body.keywords[0].match": with(object{"keywords": []tuwen.Keyword{{Text: "茶", Match: "begins"}}}),
		"body.replies[0].kind":   with(object{"replies": []tuwen.Reply{{Kind: "song"}}}),
		"body.updated_at":        with(object{"updated_at": "yesterday"}),
		"body.more":              with(object{"more": 1}),
		"body.keywords[0].text":  with(object{"keywords": []tuwen.Keyword{{Text: strings.Repeat("长", 61), Match: "exact"}}}),
		"body.priority":          with(object{"priority": "high"}),
		"body.replies":           with(object{"replies": "好"}),
		"body.exact_case":        with(object{"exact_case": "yes"}),
	} {
		p := problem(t, b.Must(http.StatusUnprocessableEntity, "POST", rules, rule))
		if len(p.Errors) != 1 || p.Errors[0].Location != location {
			t.Errorf("%s: got %q about %+v", location, p.Code, p.Errors)
		}
	}
	b.Must(http.StatusBadRequest, "POST", rules, []byte(`{"kind":`))
	huge := append(append([]byte(`{"name":"`), bytes.Repeat([]byte("x"), 300<<10)...), `"}`...)
	b.Must(http.StatusRequestEntityTooLarge, "POST", rules, huge)
	if all := testkit.GET[tuwen.ReplyRules](b, rules); len(all.Items) != 0 {
		t.Errorf("%d of them were kept", len(all.Items))
	}
}

func TestLongestReplyRuleIsTaken(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	longest := object{"kind": "keyword", "name": strings.Repeat("名", 60), "mode": "random"}
	var words []tuwen.Keyword
	for i := range tuwen.MaxKeywords {
		words = append(words, tuwen.Keyword{Text: fmt.Sprintf("%03d", i) + strings.Repeat("词", 57), Match: tuwen.MatchContains})
	}
	var replies []tuwen.Reply
	for range tuwen.MaxReplyChoice {
		replies = append(replies, tuwen.Reply{Kind: tuwen.ReplyText, Text: strings.Repeat("长", 682), Fallback: strings.Repeat("备", 682)})
	}
	longest["keywords"], longest["replies"] = words, replies
	if made := addRule(b, t, longest); len(made.Replies) != tuwen.MaxReplyChoice || len(made.Keywords) != tuwen.MaxKeywords {
		t.Errorf("kept %d replies and %d keywords", len(made.Replies), len(made.Keywords))
	}
}

func TestClashingRulesAreTold(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Script(tuwen.Operates)
	first := addRule(b, t, keywordRule("先", "茶", textReply("一")))
	second := addRule(b, t, keywordRule("后", "茶", textReply("二")))
	// The clock stands still: the list tells which of them goes first.
	all := testkit.GET[tuwen.ReplyRules](b, account+"/reply-rules")
	want := []tuwen.Clash{{Keyword: "茶", Answers: all.Items[0].ID, Loses: all.Items[1].ID}}
	if d := cmp.Diff(want, all.Clashes); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := []string{first.ID, second.ID}; !slices.Contains(got, all.Clashes[0].Loses) {
		t.Errorf("%v lacks %s", got, all.Clashes[0].Loses)
	}
	b.Must(http.StatusOK, "POST", account+"/reply-rules/"+second.ID+"/deactivate", nil)
	if all := testkit.GET[tuwen.ReplyRules](b, account+"/reply-rules"); len(all.Clashes) != 0 {
		t.Errorf("one is switched off and they clash: %+v", all.Clashes)
	}
}

func TestTryingATextTellsTheAnswerAndWhy(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	talk := addConversation(b, t, object{"name": "导航", "opening": "想看什么？", "options": []object{{"label": "茶", "reply": textReply("茶")}, {"label": "地址", "reply": textReply("路")}}})
	exact := addRule(b, t, keywordRule("菜单", "菜单", textReply("请选"), leadTo(talk.ID)))
	part := addRule(b, t, object{"kind": "keyword", "name": "含菜", "priority": 9, "keywords": []tuwen.Keyword{{Text: "菜", Match: tuwen.MatchContains}}, "replies": []tuwen.Reply{textReply("菜")}})
	addRule(b, t, object{"kind": "follow", "name": "欢迎", "replies": []tuwen.Reply{textReply("你好")}})
	night := addRule(b, t, object{"kind": "default", "name": "夜里", "from": "22:00", "until": "08:00", "replies": []tuwen.Reply{textReply("明早回复")}})
	try := func(in object) tuwen.Trial {
		t.Helper()
		return testkit.JSON[tuwen.Trial](t, c.Script(tuwen.Viewer).Must(http.StatusOK, "POST", account+"/reply-rules/try", in))
	}
	got := try(object{"text": " 菜单"})
	lead := leadTo(talk.ID)
	lead.Label = "导航"
	passive := textReply("请选")
	want := tuwen.Outcome{
		By: &tuwen.UsedBy{Kind: "reply_rule", ID: exact.ID, Name: "菜单", Active: true}, Passive: &passive,
		Later: []tuwen.Reply{lead}, Unsent: []tuwen.UnsentReply{},
	}
	if d := cmp.Diff(want, got.Answer); d != "" {
		t.Errorf("answer (-want +got):\n%s", d)
	}
	var whys []string
	for _, e := range got.Explanations {
		whys = append(whys, e.Name+" "+string(e.Why))
	}
	if d := cmp.Diff([]string{"菜单 answers", "含菜 exact_first"}, whys[:2]); d != "" || len(whys) != 4 || got.Explanations[1].LostTo != exact.ID {
		t.Errorf("why: %v (-want +got):\n%s", whys, d)
	}
	if by := try(object{"text": "点菜"}).Answer.By; by == nil || by.ID != part.ID {
		t.Errorf("点菜 is answered by %+v", by)
	}
	if none := try(object{"text": "在吗"}); none.Answer.By != nil || none.Answer.Passive != nil {
		t.Errorf("by day 在吗 is answered: %+v", none.Answer)
	}
	if late := try(object{"text": "在吗", "at": "2026-11-20T23:00:00+08:00"}); late.Answer.By == nil || late.Answer.By.ID != night.ID {
		t.Errorf("by night 在吗 is answered by %+v", late.Answer)
	}
}

func TestTryingOnAnUnverifiedAccountNumbersTheConversation(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Admin)
	b.Must(http.StatusOK, "PATCH", account, object{"verified": false})
	talk := addConversation(b, t, object{"name": "导航", "opening": "想看什么？", "options": []object{{"label": "茶", "reply": textReply("茶")}}})
	addRule(b, t, keywordRule("菜单", "菜单", leadTo(talk.ID), textReply("谢谢")))
	got := testkit.JSON[tuwen.Trial](t, b.Must(http.StatusOK, "POST", account+"/reply-rules/try", object{"text": "菜单"})).Answer
	lead := leadTo(talk.ID)
	lead.Label = "导航"
	want := tuwen.Outcome{
		By: got.By, Passive: &lead, PassiveText: "想看什么？\n1. 茶\n请回复数字选择", Later: []tuwen.Reply{},
		Unsent: []tuwen.UnsentReply{{Reply: textReply("谢谢"), Reason: "no_permission"}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
