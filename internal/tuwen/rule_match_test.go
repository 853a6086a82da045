package tuwen_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func text(s string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyText, Text: s} }

// rule is an active keyword rule that answers with its id. A keyword that
// begins with = is exact.
func rule(id string, keywords ...string) tuwen.ReplyRule {
	r := tuwen.ReplyRule{
		ID: id, Name: "规则 " + id, Kind: tuwen.RuleKeyword, Active: true, Mode: tuwen.ReplyAll, Replies: []tuwen.Reply{text(id)},
	}
	for _, k := range keywords {
		r.Keywords = append(r.Keywords, keyword(k))
	}
	return r
}

func keyword(s string) tuwen.Keyword {
	if word, ok := strings.CutPrefix(s, "="); ok {
		return tuwen.Keyword{Text: word, Match: tuwen.MatchExact}
	}
	return tuwen.Keyword{Text: s, Match: tuwen.MatchContains}
}

func with(r tuwen.ReplyRule, change func(*tuwen.ReplyRule)) tuwen.ReplyRule {
	change(&r)
	return r
}

func of(kind tuwen.RuleKind, id string) tuwen.ReplyRule {
	return with(rule(id), func(r *tuwen.ReplyRule) { r.Kind = kind })
}

func first(n int) int { return 0 }

func write(s string) tuwen.Incoming {
	return tuwen.Incoming{Kind: tuwen.EventMessage, Type: "text", OpenID: "oA", At: noon, Text: s}
}

// answeredBy is the id of the rule that answers the text.
func answeredBy(rules []tuwen.ReplyRule, s string, now time.Time) string {
	c := tuwen.NewCatalog(tuwen.Holdings{Rules: rules})
	return tuwen.Decide(write(s), tuwen.Situation{}, c, now, first).By.ID
}

func TestKeywordsMatchWhatAPersonTakesForEqual(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		keyword, text string
		plain, cased  bool // whether it matches, and where case counts
	}{
		{"=你好", "你好", true, true},
		{"=你好", " 你好\n", true, true},
		{"=你好", "　你好　", true, true},
		{"=你好", "你好吗", false, false},
		{"=你好", "", false, false},
		{"你好", "请问，你好吗", true, true},
		{"你好", "你 好", false, false},
		{"=wifi", "WiFi", true, false},
		{"=wifi", "ｗｉｆｉ", true, true},
		{"=ＷＩＦＩ", "wifi", true, false},
		{"wifi", "有WIFI吗", true, false},
		{"=１２３！", "123!", true, true},
		{"=在吗?", "在吗？", true, true},
		{"=在吗。", "在吗.", false, false},
		{"=开放 时间", "开放\u3000时间", true, true},
		{"=开放 时间", "开放\n时间", true, true},
		{"=❤", "❤️", true, true},
		{"=你好", "你\u200b好", true, true},
		{"=é", "É", true, false},
		{"=  ", "", false, false},
		{"  ", "什么都有 ", false, false},
		{"", "什么都有", false, false},
		{"后", "后\xff", true, true},
		{"=坏", "坏\xff", false, false},
	} {
		for _, cased := range []bool{false, true} {
			r := with(rule("r", c.keyword), func(r *tuwen.ReplyRule) { r.ExactCase = cased })
			want := c.plain
			if cased {
				want = c.cased
			}
			if got := answeredBy([]tuwen.ReplyRule{r}, c.text, noon) == "r"; got != want {
				t.Errorf("%q and %q, case counts %v: matches %v, want %v", c.keyword, c.text, cased, got, want)
			}
		}
	}
}

func TestExplainNamesTheRuleThatAnswersAndWhyTheOthersDoNot(t *testing.T) {
	t.Parallel()
	rules := []tuwen.ReplyRule{
		of(tuwen.RuleFollow, "follow"),
		of(tuwen.RuleDefault, "default"),
		rule("contains", "天气", "茶"),
		with(rule("important", "茶"), func(r *tuwen.ReplyRule) { r.Priority = 9 }),
		rule("exact", "春", "=春茶"),
		rule("younger", "=春茶"),
		rule("other", "咖啡"),
		with(rule("off", "=春茶"), func(r *tuwen.ReplyRule) { r.Active = false }),
		with(rule("sunday", "=春茶"), func(r *tuwen.ReplyRule) { r.Days = []int{7} }),
		with(rule("evening", "=春茶"), func(r *tuwen.ReplyRule) { r.From, r.Until = "18:00", "22:00" }),
		with(rule("mute", "=春茶"), func(r *tuwen.ReplyRule) { r.Replies = nil }),
		with(rule("ranked", "=春茶"), func(r *tuwen.ReplyRule) { r.Priority = -1 }),
	}
	told := func(id string, why tuwen.Why, matched string, lostTo string) tuwen.Explanation {
		e := tuwen.Explanation{RuleID: id, Name: "规则 " + id, Why: why, LostTo: lostTo, Answers: why == tuwen.WhyAnswers}
		e.Matches = e.Answers || lostTo != ""
		if matched != "" {
			k := keyword(matched)
			e.Keyword = &k
		}
		return e
	}
	want := []tuwen.Explanation{
		told("exact", tuwen.WhyAnswers, "=春茶", ""),
		told("younger", tuwen.WhyOlderFirst, "=春茶", "exact"),
		told("ranked", tuwen.WhyPriority, "=春茶", "exact"),
		told("important", tuwen.WhyExactFirst, "茶", "exact"),
		told("contains", tuwen.WhyExactFirst, "茶", "exact"),
		told("default", tuwen.WhyKeywordFirst, "", "exact"),
		told("follow", tuwen.WhyFollowOnly, "", ""),
		told("other", tuwen.WhyNoKeyword, "", ""),
		told("off", tuwen.WhyInactive, "=春茶", ""),
		told("sunday", tuwen.WhyDay, "=春茶", ""),
		told("evening", tuwen.WhyHours, "=春茶", ""),
		told("mute", tuwen.WhyNoReplies, "=春茶", ""),
	}
	if d := cmp.Diff(want, tuwen.Explain(rules, "春茶", noon)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := answeredBy(rules, "春茶", noon); got != "exact" {
		t.Errorf("answered by %q", got)
	}
}

func TestExplainTellsThatOnlyCaseIsWrong(t *testing.T) {
	t.Parallel()
	r := with(rule("r", "=VIP"), func(r *tuwen.ReplyRule) { r.ExactCase = true })
	want := []tuwen.Explanation{{RuleID: "r", Name: "规则 r", Why: tuwen.WhyCase}}
	if d := cmp.Diff(want, tuwen.Explain([]tuwen.ReplyRule{r}, "vip", noon)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := tuwen.Explain(nil, "vip", noon); len(got) != 0 {
		t.Errorf("no rules: %v", got)
	}
}

// drawRule is a rule of any kind over a small alphabet.
func drawRule(t *rapid.T, id string) tuwen.ReplyRule {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("aaAＡ茶 ")), 0, 2, -1)
	clock := rapid.SampledFrom([]string{"", "", "00:00", "02:30", "11:59", "12:00", "12:01", "23:00"})
	r := tuwen.ReplyRule{
		ID: id, Name: id,
		Kind:     rapid.SampledFrom([]tuwen.RuleKind{tuwen.RuleKeyword, tuwen.RuleKeyword, tuwen.RuleDefault, tuwen.RuleFollow}).Draw(t, "kind"),
		Active:   rapid.IntRange(0, 4).Draw(t, "active") > 0,
		Priority: rapid.IntRange(-1, 1).Draw(t, "priority"),
		Days:     rapid.SampledFrom([][]int{nil, nil, {1}, {7}, {1, 2, 3, 4, 5}, {6, 7}}).Draw(t, "days"),
		From:     clock.Draw(t, "from"), Until: clock.Draw(t, "until"),
		ExactCase: rapid.Bool().Draw(t, "case"),
		Replies:   []tuwen.Reply{text(id)},
	}
	if r.Kind == tuwen.RuleKeyword {
		for range rapid.IntRange(1, 3).Draw(t, "keywords") {
			m := rapid.SampledFrom([]tuwen.Match{tuwen.MatchExact, tuwen.MatchContains}).Draw(t, "match")
			r.Keywords = append(r.Keywords, tuwen.Keyword{Text: word.Draw(t, "word"), Match: m})
		}
	}
	return r
}

func drawRules(t *rapid.T) []tuwen.ReplyRule {
	rules := make([]tuwen.ReplyRule, rapid.IntRange(0, 8).Draw(t, "rules"))
	for i := range rules {
		rules[i] = drawRule(t, fmt.Sprintf("r%d", i))
	}
	return rules
}

func drawMinute(t *rapid.T) time.Time {
	return noon.Add(time.Duration(rapid.IntRange(0, 7*24*60-1).Draw(t, "minute")) * time.Minute)
}

// What is explained looks at every rule; what answers looks words up.
func TestExplainAgreesWithWhatAnswers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rules, now := drawRules(t), drawMinute(t)
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aaAＡ茶 ")), 0, 3, -1).Draw(t, "text")
		want, told := "", tuwen.Explain(rules, s, now)
		for i, e := range told {
			if e.Answers {
				want = e.RuleID
			}
			if e.Answers != (e.Why == tuwen.WhyAnswers) || e.Answers && i != 0 || e.Why == "" || (e.LostTo != "") != (e.Matches && !e.Answers) {
				t.Fatalf("contradicts itself: %+v", e)
			}
		}
		if got := answeredBy(rules, s, now); got != want || len(told) != len(rules) {
			t.Fatalf("%q is answered by %q, explained as %q", s, got, want)
		}
	})
}

func TestRuleIsOnDutyInItsDaysAndHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		days        []int
		from, until string
		at          string // in Beijing; 2026-11-23 is a Monday
		want        bool
	}{
		{nil, "", "", "2026-11-23 00:00:00", true},
		{[]int{1}, "", "", "2026-11-23 23:59:59", true},
		{[]int{1}, "", "", "2026-11-24 00:00:00", false},
		{[]int{7}, "", "", "2026-11-22 12:00:00", true},
		{nil, "09:00", "18:00", "2026-11-23 08:59:59", false},
		{nil, "09:00", "18:00", "2026-11-23 09:00:00", true},
		{nil, "09:00", "18:00", "2026-11-23 17:59:59", true},
		{nil, "09:00", "18:00", "2026-11-23 18:00:00", false},
		{nil, "22:00", "02:00", "2026-11-23 22:00:00", true},
		{nil, "22:00", "02:00", "2026-11-24 01:59:59", true},
		{nil, "22:00", "02:00", "2026-11-24 02:00:00", false},
		{nil, "22:00", "02:00", "2026-11-24 12:00:00", false},
		{[]int{1}, "22:00", "02:00", "2026-11-24 01:00:00", true},  // Monday's night
		{[]int{1}, "22:00", "02:00", "2026-11-23 01:00:00", false}, // Sunday's night
		{[]int{7}, "22:00", "02:00", "2026-11-23 01:00:00", true},
		{[]int{7}, "22:00", "02:00", "2026-11-23 22:00:00", false},
		{nil, "18:00", "00:00", "2026-11-23 23:59:59", true},
		{nil, "18:00", "00:00", "2026-11-24 00:00:00", false},
		{[]int{1}, "00:00", "00:00", "2026-11-23 00:00:00", true},
		{[]int{1}, "00:00", "00:00", "2026-11-24 00:00:00", false},
		{[]int{1}, "09:00", "09:00", "2026-11-24 08:59:59", true},
		{[]int{1}, "09:00", "09:00", "2026-11-23 08:59:59", false},
		{nil, "18:00", "", "2026-11-23 23:59:59", true},
		{nil, "18:00", "", "2026-11-24 00:00:00", false},
		{nil, "", "09:00", "2026-11-23 00:00:00", true},
		{nil, "", "09:00", "2026-11-23 09:00:00", false},
		{nil, "25:00", "", "2026-11-23 12:00:00", false}, // never checked; answers nothing
	} {
		r := tuwen.ReplyRule{Days: c.days, From: c.from, Until: c.until}
		at, err := time.ParseInLocation(time.DateTime, c.at, time.FixedZone("", 8*60*60))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.OnDuty(at.UTC()); got != c.want {
			t.Errorf("%v %s–%s at %s: on duty %v, want %v", c.days, c.from, c.until, c.at, got, c.want)
		}
	}
}

func TestClashesAreKeywordsOfRulesOnDutyTogether(t *testing.T) {
	t.Parallel()
	hours := func(r tuwen.ReplyRule, days []int, from, until string) tuwen.ReplyRule {
		r.Days, r.From, r.Until = days, from, until
		return r
	}
	cased := func(r tuwen.ReplyRule) tuwen.ReplyRule { r.ExactCase = true; return r }
	for name, c := range map[string]struct {
		rules []tuwen.ReplyRule
		want  []tuwen.Clash
	}{
		"none":         {nil, []tuwen.Clash{}},
		"same":         {[]tuwen.ReplyRule{rule("a", "=Hi"), rule("b", "茶", "=ｈｉ ")}, []tuwen.Clash{{"Hi", "a", "b"}}},
		"contains":     {[]tuwen.ReplyRule{rule("a", "=hi"), rule("b", "hi")}, []tuwen.Clash{}},
		"both in part": {[]tuwen.ReplyRule{rule("a", "茶"), rule("b", "乌龙茶", "茶")}, []tuwen.Clash{{"茶", "a", "b"}}},
		"priority": {[]tuwen.ReplyRule{rule("a", "=hi"), with(rule("b", "=hi"), func(r *tuwen.ReplyRule) { r.Priority = 1 })},
			[]tuwen.Clash{{"hi", "b", "a"}}},
		"inactive":    {[]tuwen.ReplyRule{rule("a", "=hi"), with(rule("b", "=hi"), func(r *tuwen.ReplyRule) { r.Active = false })}, []tuwen.Clash{}},
		"one's own":   {[]tuwen.ReplyRule{rule("a", "=hi", "=HI")}, []tuwen.Clash{}},
		"only once":   {[]tuwen.ReplyRule{rule("a", "=hi"), rule("b", "=hi", "=HI")}, []tuwen.Clash{{"hi", "a", "b"}}},
		"both cased":  {[]tuwen.ReplyRule{cased(rule("a", "=hi")), cased(rule("b", "=HI"))}, []tuwen.Clash{}},
		"one cased":   {[]tuwen.ReplyRule{cased(rule("a", "=hi")), rule("b", "=HI")}, []tuwen.Clash{{"hi", "a", "b"}}},
		"empty words": {[]tuwen.ReplyRule{rule("a", "= "), rule("b", "=")}, []tuwen.Clash{}},
		"other days":  {[]tuwen.ReplyRule{hours(rule("a", "=hi"), []int{1}, "", ""), hours(rule("b", "=hi"), []int{2}, "", "")}, []tuwen.Clash{}},
		"over midnight": {[]tuwen.ReplyRule{hours(rule("a", "=hi"), []int{7}, "22:00", "02:00"), hours(rule("b", "=hi"), []int{1}, "01:00", "03:00")},
			[]tuwen.Clash{{"hi", "a", "b"}}},
		"one after the other": {[]tuwen.ReplyRule{hours(rule("a", "=hi"), nil, "09:00", "12:00"), hours(rule("b", "=hi"), nil, "12:00", "18:00")},
			[]tuwen.Clash{}},
	} {
		if d := cmp.Diff(c.want, tuwen.Clashes(c.rules)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// Rules clash where there is a minute of the week with both on duty.
func TestClashesAreThoseOfSomeMinuteOfTheWeek(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawRule(t, "a"), drawRule(t, "b")
		for _, r := range []*tuwen.ReplyRule{&a, &b} {
			r.Kind, r.Active, r.Keywords, r.Priority = tuwen.RuleKeyword, true, []tuwen.Keyword{keyword("=茶")}, 0
		}
		want := []tuwen.Clash{}
		for m := 0; m < 7*24*60 && len(want) == 0; m++ {
			if at := noon.Add(time.Duration(m) * time.Minute); a.OnDuty(at) && b.OnDuty(at) {
				want = append(want, tuwen.Clash{Keyword: "茶", Answers: "a", Loses: "b"})
			}
		}
		if d := cmp.Diff(want, tuwen.Clashes([]tuwen.ReplyRule{a, b})); d != "" {
			t.Fatalf("%+v and %+v (-want +got):\n%s", a, b, d)
		}
	})
}

func TestRuleCheckNamesTheFieldAndTheFix(t *testing.T) {
	t.Parallel()
	good := rule("r", "=你好", "茶")
	gone := []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: "gone"}}
	for name, c := range map[string]struct {
		change      func(*tuwen.ReplyRule)
		code, field string
	}{
		"good":            {func(*tuwen.ReplyRule) {}, "", ""},
		"no name":         {func(r *tuwen.ReplyRule) { r.Name = " " }, "reply_rule.name", "name"},
		"long name":       {func(r *tuwen.ReplyRule) { r.Name = strings.Repeat("名", 61) }, "reply_rule.name", "name"},
		"kind":            {func(r *tuwen.ReplyRule) { r.Kind = "often" }, "reply_rule.kind", "kind"},
		"mode":            {func(r *tuwen.ReplyRule) { r.Mode = "some" }, "reply_rule.mode", "mode"},
		"priority":        {func(r *tuwen.ReplyRule) { r.Priority = 101 }, "reply_rule.priority", "priority"},
		"no keywords":     {func(r *tuwen.ReplyRule) { r.Keywords = nil }, "reply_rule.keywords", "keywords"},
		"empty keyword":   {func(r *tuwen.ReplyRule) { r.Keywords = []tuwen.Keyword{keyword("=a"), keyword("　")} }, "reply_rule.keyword", "keywords.1.text"},
		"long keyword":    {func(r *tuwen.ReplyRule) { r.Keywords = []tuwen.Keyword{keyword(strings.Repeat("长", 61))} }, "reply_rule.keyword", "keywords.0.text"},
		"twice":           {func(r *tuwen.ReplyRule) { r.Keywords = []tuwen.Keyword{keyword("=A"), keyword("a"), keyword("=ａ")} }, "reply_rule.keyword_twice", "keywords.2.text"},
		"match":           {func(r *tuwen.ReplyRule) { r.Keywords = []tuwen.Keyword{{Text: "a", Match: "like"}} }, "reply_rule.match", "keywords.0.match"},
		"default's words": {func(r *tuwen.ReplyRule) { r.Kind = tuwen.RuleDefault }, "reply_rule.no_keywords", "keywords"},
		"day":             {func(r *tuwen.ReplyRule) { r.Days = []int{0} }, "reply_rule.days", "days"},
		"day twice":       {func(r *tuwen.ReplyRule) { r.Days = []int{1, 1} }, "reply_rule.days", "days"},
		"from":            {func(r *tuwen.ReplyRule) { r.From = "9:00" }, "reply_rule.hours", "from"},
		"until":           {func(r *tuwen.ReplyRule) { r.Until = "24:00" }, "reply_rule.hours", "until"},
		"no replies":      {func(r *tuwen.ReplyRule) { r.Replies = nil }, "reply_rule.replies", "replies"},
		"six replies":     {func(r *tuwen.ReplyRule) { r.Replies = slicesOf(text("a"), 6) }, "", ""},
		"seven replies":   {func(r *tuwen.ReplyRule) { r.Replies = slicesOf(text("a"), 7) }, "reply_rule.replies", "replies"},
		"seven by chance": {func(r *tuwen.ReplyRule) { r.Replies, r.Mode = slicesOf(text("a"), 7), tuwen.ReplyRandom }, "", ""},
		"five to a follow": {func(r *tuwen.ReplyRule) {
			r.Kind, r.Keywords, r.Replies = tuwen.RuleFollow, nil, slicesOf(text("a"), 5)
		},
			"reply_rule.replies", "replies"},
		"bad reply":      {func(r *tuwen.ReplyRule) { r.Replies = []tuwen.Reply{text("a"), text(" ")} }, "reply.empty", "replies.1.text"},
		"gone article":   {func(r *tuwen.ReplyRule) { r.Replies = gone }, "reply.material", "replies.0.media_id"},
		"switched off":   {func(r *tuwen.ReplyRule) { r.Replies, r.Active = gone, false }, "", ""},
		"off and empty":  {func(r *tuwen.ReplyRule) { r.Replies, r.Active = slices.Concat(gone, []tuwen.Reply{text("")}), false }, "reply.empty", "replies.1.text"},
		"off and of any": {func(r *tuwen.ReplyRule) { r.Replies, r.Active = []tuwen.Reply{{Kind: "song"}}, false }, "reply.kind", "replies.0.kind"},
	} {
		r := good
		c.change(&r)
		wantError(t, name, r.Check(shop().Stock), c.code, c.field)
	}
}

func slicesOf(r tuwen.Reply, n int) []tuwen.Reply {
	all := make([]tuwen.Reply, n)
	for i := range all {
		all[i] = r
	}
	return all
}

// wantError checks the code and the field of an error; "" for none.
func wantError(t *testing.T, name string, err error, code, field string) {
	t.Helper()
	got := ""
	if p := tuwen.ProblemOf(err); p != nil {
		got = p.Params["field"]
		if p.Kind != tuwen.Invalid {
			t.Errorf("%s: kind %s", name, p.Kind)
		}
	}
	if tuwen.CodeOf(err) != code || got != field {
		t.Errorf("%s: got %v (%s at %q), want %s at %q", name, err, tuwen.CodeOf(err), got, code, field)
	}
}
