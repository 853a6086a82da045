package web_test

import (
	"net/http"
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
