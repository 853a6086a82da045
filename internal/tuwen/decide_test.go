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
	"github.com/tuwen/tuwen/wechat/callback"
)

// shop is an account with something of every kind.
func shop() tuwen.Holdings {
	card := func(id string, source tuwen.Source, articles int) tuwen.Material {
		m := tuwen.Material{MediaID: id, Source: source, Articles: make([]tuwen.Article, articles)}
		for i := range m.Articles {
			m.Articles[i] = tuwen.Article{Index: i, Title: id, URL: "https://mp.weixin.qq.com/s/" + id}
		}
		m.Lead()
		return m
	}
	draft, gone, unlinked := card("draft", tuwen.Draft, 1), card("gone", tuwen.History, 1), card("unlinked", tuwen.History, 1)
	gone.Gone, unlinked.Articles[0].URL = true, ""
	return tuwen.Holdings{
		CustomerService: true,
		Stock: tuwen.Stock{
			Materials: map[string]tuwen.Material{
				"tea": card("tea", tuwen.Published, 1), "old": card("old", tuwen.History, 1), "several": card("several", tuwen.History, 3),
				"draft": draft, "gone": gone, "unlinked": unlinked,
			},
			Pictures:      map[string]tuwen.Picture{"pic": {ID: "pic", MediaID: "M1"}, "uploading": {ID: "uploading"}},
			Conversations: talks(talk("c", "地址", "更多→d"), talk("d", "电话")),
		},
		Rules: []tuwen.ReplyRule{
			of(tuwen.RuleFollow, "follow"), of(tuwen.RuleDefault, "default"), rule("tea", "=茶"),
			with(rule("menu", "=菜单"), func(r *tuwen.ReplyRule) { r.Replies = []tuwen.Reply{leadTo("c")} }),
		},
		Codes: []tuwen.QRCode{
			{ID: "q1", Name: "门店", Scene: "store", Replies: []tuwen.Reply{text("code")}, TagIDs: []int{100, 2}},
			{ID: "q2", Name: "静", Scene: "quiet", TagIDs: []int{101}},
		},
		Buttons: map[string]tuwen.Answerer{"B1": {
			By: tuwen.UsedBy{Kind: "menu", ID: "B1", Active: true}, Use: tuwen.ForMenu, Replies: []tuwen.Reply{text("button")},
		}},
	}
}

func journey(replies ...tuwen.Reply) tuwen.JourneyAnswer {
	j := tuwen.JourneyAnswer{By: tuwen.UsedBy{Kind: "journey", ID: "j"}}
	for _, r := range replies {
		j.Sends = append(j.Sends, tuwen.JourneySend{EnrollmentID: "e", StepID: "step " + r.Text, Reply: r})
	}
	return j
}

func does(kind tuwen.EventKind, change func(*tuwen.Incoming)) tuwen.Incoming {
	in := tuwen.Incoming{Kind: kind, OpenID: "oA", At: noon}
	if kind == tuwen.EventTap {
		in.Type = "CLICK"
	}
	if change != nil {
		change(&in)
	}
	return in
}

// brief is a decision in a line: who, the passive reply, later ones, unsent
// ones with their reason.
func brief(d tuwen.Decision) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%s", d.By.Kind, d.By.ID)
	say := func(r tuwen.Reply) string { return r.Text + r.ConversationID + r.MediaID + r.PictureID }
	if d.Passive != nil {
		b.WriteString(" < " + say(*d.Passive))
	}
	for _, m := range d.Later {
		b.WriteString(" + " + say(m.Reply))
	}
	for _, m := range d.Unsent {
		b.WriteString(" - " + say(m.Reply) + " " + m.Reason)
	}
	return b.String()
}

func TestDecideInTheOrderOfWhoAnswers(t *testing.T) {
	t.Parallel()
	asked := tuwen.Asked{ConversationID: "c", At: noon.Add(-time.Minute)}
	scene := func(s string) func(*tuwen.Incoming) {
		return func(in *tuwen.Incoming) { in.Scene = s }
	}
	for name, c := range map[string]struct {
		in      tuwen.Incoming
		asked   tuwen.Asked
		journey bool
		want    string
	}{
		"scan":                       {does(tuwen.EventScan, scene("store")), asked, false, "qrcode:q1 < code"},
		"scan beside a journey":      {does(tuwen.EventScan, scene("store")), asked, true, "qrcode:q1 < code + journey"},
		"scan of a code that tags":   {does(tuwen.EventScan, scene("quiet")), asked, false, ":"},
		"the same beside a journey":  {does(tuwen.EventScan, scene("quiet")), asked, true, "journey:j < journey"},
		"scan of another's code":     {does(tuwen.EventScan, scene("stranger")), asked, false, ":"},
		"scan without scene":         {does(tuwen.EventScan, nil), asked, false, ":"},
		"a stranger scans":           {does(tuwen.EventFollow, scene("store")), asked, false, "qrcode:q1 < code"},
		"a stranger scans, journey":  {does(tuwen.EventFollow, scene("store")), asked, true, "qrcode:q1 < code + journey"},
		"a stranger is tagged":       {does(tuwen.EventFollow, scene("quiet")), asked, false, "reply_rule:follow < follow"},
		"follow by another's code":   {does(tuwen.EventFollow, scene("stranger")), asked, false, "reply_rule:follow < follow"},
		"follow":                     {does(tuwen.EventFollow, nil), asked, false, "reply_rule:follow < follow"},
		"follow beside a journey":    {does(tuwen.EventFollow, nil), asked, true, "reply_rule:follow < follow + journey"},
		"button":                     {does(tuwen.EventTap, func(in *tuwen.Incoming) { in.Key = "B1" }), asked, true, "menu:B1 < button + journey"},
		"old button":                 {does(tuwen.EventTap, func(in *tuwen.Incoming) { in.Key = "B0" }), asked, false, ":"},
		"tapped option":              {does(tuwen.EventOption, func(in *tuwen.Incoming) { in.Option, in.Text = "c-1", "茶" }), asked, true, "conversation:c < c/地址 + journey"},
		"option of an old message":   {does(tuwen.EventOption, func(in *tuwen.Incoming) { in.Option = "d-1" }), asked, false, "conversation:d < d/电话"},
		"option, nothing asked":      {does(tuwen.EventOption, func(in *tuwen.Incoming) { in.Option = "c-1" }), tuwen.Asked{}, false, "conversation:c < c/地址"},
		"deleted option, by keyword": {does(tuwen.EventOption, func(in *tuwen.Incoming) { in.Option, in.Text = "c-9", "茶" }), asked, false, "reply_rule:tea < tea"},
		"deleted option":             {does(tuwen.EventOption, func(in *tuwen.Incoming) { in.Option = "c-9" }), asked, false, "reply_rule:default < default"},
		"typed option":               {write("１"), asked, true, "conversation:c < c/地址 + journey"},
		"typed, nothing asked":       {write("1"), tuwen.Asked{}, false, "reply_rule:default < default"},
		"typed too large":            {write("3"), asked, false, "reply_rule:default < default"},
		"typed days later":           {write("1"), tuwen.Asked{ConversationID: "c", At: noon.Add(-48 * time.Hour)}, false, "reply_rule:default < default"},
		"typed to a deleted one":     {write("1"), tuwen.Asked{ConversationID: "x", At: noon}, false, "reply_rule:default < default"},
		"keyword":                    {write("茶"), asked, false, "reply_rule:tea < tea"},
		"keyword beside a journey":   {write("茶"), asked, true, "reply_rule:tea < tea + journey"},
		"journey, not the default":   {write("在吗"), asked, true, "journey:j < journey"},
		"default":                    {write("在吗"), asked, false, "reply_rule:default < default"},
		"default of a picture":       {does(tuwen.EventMessage, func(in *tuwen.Incoming) { in.Type = "image" }), asked, false, "reply_rule:default < default"},
		"unfollow":                   {does(tuwen.EventUnfollow, nil), asked, true, ":"},
		"anything else":              {does(tuwen.EventOther, nil), asked, true, ":"},
	} {
		sit := tuwen.Situation{Asked: c.asked}
		if c.journey {
			sit.Journeys = []tuwen.JourneyAnswer{journey(text("journey"))}
		}
		if d := cmp.Diff(c.want, brief(tuwen.Decide(c.in, sit, tuwen.NewCatalog(shop()), noon, first))); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestDecideTellsEverythingAboutAScanByAStranger(t *testing.T) {
	t.Parallel()
	h := shop()
	h.Codes[0].Replies = []tuwen.Reply{text("code"), leadTo("c")}
	in := does(tuwen.EventFollow, func(in *tuwen.Incoming) { in.Scene = "store" })
	now := noon.Add(2 * time.Second)
	got := tuwen.Decide(in, tuwen.Situation{Journeys: []tuwen.JourneyAnswer{journey(text("1"), text("2"), text("3"))}}, tuwen.NewCatalog(h), now, first)
	code, j := tuwen.UsedBy{Kind: "qrcode", ID: "q1", Name: "门店", Active: true}, tuwen.UsedBy{Kind: "journey", ID: "j"}
	passive := text("code")
	ends := noon.Add(50 * time.Second)
	message := func(place int, cause tuwen.UsedBy, r tuwen.Reply) tuwen.Message {
		return tuwen.Message{OpenID: "oA", Place: place, Cause: cause, Reply: r, State: tuwen.MessagePlanned, DueBy: ends, CreatedAt: now}
	}
	step := func(place int, n string) tuwen.Message {
		m := message(place, j, text(n))
		m.EnrollmentID, m.StepID = "e", "step "+n
		return m
	}
	left := step(3, "3")
	left.State, left.Reason, left.DoneAt = tuwen.MessageUnsent, "allowance", &now
	want := tuwen.Decision{
		By: code, Passive: &passive, Answer: callback.TextReply{Content: "code"},
		Later:  []tuwen.Message{message(0, code, leadTo("c")), step(1, "1"), step(2, "2")},
		Unsent: []tuwen.Message{left},
		TagIDs: []int{100, 2}, Scanned: "q1", Starts: []string{"c"},
		Window: &tuwen.Window{Kind: tuwen.WindowFollow, OpenedAt: noon, ClosesAt: ends, Limit: 3},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	got.TagIDs[0] = 0
	if h.Codes[0].TagIDs[0] != 100 {
		t.Error("the tags of the catalog were handed out")
	}
}

func TestDecideTellsWhichStepOfAJourneyGotThePassiveReply(t *testing.T) {
	t.Parallel()
	j := journey(text("1"), text("2"), text("3"))
	j.Sends[1].Reason = "cap"
	d := tuwen.Decide(write("在吗"), tuwen.Situation{Journeys: []tuwen.JourneyAnswer{j}}, tuwen.NewCatalog(shop()), noon, first)
	if diff := cmp.Diff(&j.Sends[0], d.PassiveSend); diff != "" {
		t.Errorf("passive (-want +got):\n%s", diff)
	}
	if len(d.Later) != 1 || d.Later[0].StepID != "step 3" || d.Later[0].Place != 0 {
		t.Errorf("later %+v", d.Later)
	}
	if len(d.Unsent) != 1 || d.Unsent[0].StepID != "step 2" || d.Unsent[0].Place != 1 || d.Unsent[0].Reason != "cap" {
		t.Errorf("unsent %+v", d.Unsent)
	}

	j.Sends[0].Reason, j.Sends[2].Reason = "cap", "cap"
	d = tuwen.Decide(write("在吗"), tuwen.Situation{Journeys: []tuwen.JourneyAnswer{j}}, tuwen.NewCatalog(shop()), noon, first)
	if d.By.Kind != "reply_rule" || d.PassiveSend != nil || len(d.Unsent) != 3 {
		t.Errorf("a journey that is not to send keeps the default from answering: %+v", d)
	}
}

func TestDecideTakesTheCodeThatTheCallerFound(t *testing.T) {
	t.Parallel()
	in := does(tuwen.EventScan, func(in *tuwen.Incoming) { in.Scene = "new" })
	code := &tuwen.QRCode{ID: "q9", Scene: "new", Replies: []tuwen.Reply{text("fresh")}}
	if got := brief(tuwen.Decide(in, tuwen.Situation{Code: code}, tuwen.NewCatalog(shop()), noon, first)); got != "qrcode:q9 < fresh" {
		t.Errorf("got %s", got)
	}
	in.Scene = "other"
	if got := brief(tuwen.Decide(in, tuwen.Situation{Code: code}, tuwen.NewCatalog(shop()), noon, first)); got != ":" {
		t.Errorf("the code of another scene answered: %s", got)
	}
}

func TestDecideSendsConversationsToBeTappedWhereItMay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*tuwen.Holdings)
		in     tuwen.Incoming
		now    time.Time
		want   string
		starts []string
	}{
		"verified": {nil, write("菜单"), noon, "reply_rule:menu + c", []string{"c"}},
		"not verified": {func(h *tuwen.Holdings) { h.CustomerService = false }, write("菜单"), noon,
			"reply_rule:menu < c", []string{"c"}},
		"followed by more": {func(h *tuwen.Holdings) { h.Rules[3].Replies = []tuwen.Reply{leadTo("c"), text("2"), leadTo("d")} }, write("菜单"), noon,
			"reply_rule:menu + c + 2 + d", []string{"c", "d"}},
		"no room for all": {func(h *tuwen.Holdings) {
			h.Rules[3].Replies = slices.Concat([]tuwen.Reply{leadTo("c")}, slicesOf(text("2"), 4), []tuwen.Reply{leadTo("d")})
		}, write("菜单"), noon, "reply_rule:menu < c + 2 + 2 + 2 + 2 + d", []string{"c", "d"}},
		"after a text": {func(h *tuwen.Holdings) { h.Rules[3].Replies = []tuwen.Reply{text("1"), leadTo("c")} }, write("菜单"), noon,
			"reply_rule:menu < 1 + c", []string{"c"}},
		"after a text, not verified": {func(h *tuwen.Holdings) {
			h.CustomerService = false
			h.Rules[3].Replies = []tuwen.Reply{text("1"), leadTo("c")}
		}, write("菜单"), noon, "reply_rule:menu < 1 - c no_permission", nil},
		"tapped on":      {nil, does(tuwen.EventOption, func(in *tuwen.Incoming) { in.Option = "c-2" }), noon, "conversation:c + d", []string{"d"}},
		"tapped on late": {nil, does(tuwen.EventOption, func(in *tuwen.Incoming) { in.Option = "c-2" }), noon.Add(50 * time.Second), "conversation:c < d", []string{"d"}},
	} {
		h := shop()
		if c.change != nil {
			c.change(&h)
		}
		got := tuwen.Decide(c.in, tuwen.Situation{}, tuwen.NewCatalog(h), c.now, first)
		if d := cmp.Diff(c.want, brief(got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if d := cmp.Diff(c.starts, got.Starts); d != "" {
			t.Errorf("%s starts (-want +got):\n%s", name, d)
		}
	}
}

func TestDecideSaysWhyWhatDoesNotFitIsNotSent(t *testing.T) {
	t.Parallel()
	three := func(h *tuwen.Holdings) { h.Rules[2].Replies = []tuwen.Reply{text("1"), text("2"), text("3")} }
	taps := func(h *tuwen.Holdings) {
		a := h.Buttons["B1"]
		a.Replies = []tuwen.Reply{text("1"), text("2")}
		h.Buttons["B1"] = a
	}
	photo := does(tuwen.EventTap, func(in *tuwen.Incoming) { in.Key, in.Type = "B1", "pic_weixin" })
	spent := &tuwen.Window{Kind: tuwen.WindowMessage, OpenedAt: noon.Add(-time.Hour), ClosesAt: noon.Add(time.Hour), Sent: 4, Limit: 5}
	closed := *spent
	closed.Closed = true
	for name, c := range map[string]struct {
		change func(*tuwen.Holdings)
		in     tuwen.Incoming
		before *tuwen.Window
		after  time.Duration
		want   string
	}{
		"fits":                      {three, write("茶"), spent, 0, "reply_rule:tea < 1 + 2 + 3"},
		"a new window after closed": {three, write("茶"), &closed, 0, "reply_rule:tea < 1 + 2 + 3"},
		"no permission":             {func(h *tuwen.Holdings) { three(h); h.CustomerService = false }, write("茶"), nil, 0, "reply_rule:tea < 1 - 2 no_permission - 3 no_permission"},
		"late":                      {three, write("茶"), nil, 48 * time.Hour, "reply_rule:tea < 1 - 2 late - 3 late"},
		"opens none":                {taps, photo, nil, 0, "menu:B1 < 1 - 2 window_closed"},
		"opens none, one is open":   {taps, photo, spent, 0, "menu:B1 < 1 + 2"},
		"opens none, one is closed": {taps, photo, &closed, 0, "menu:B1 < 1 - 2 window_closed"},
	} {
		h := shop()
		c.change(&h)
		got := brief(tuwen.Decide(c.in, tuwen.Situation{Window: c.before}, tuwen.NewCatalog(h), noon.Add(c.after), first))
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestDecideSendsTheFallbackForWhatCannotBeSent(t *testing.T) {
	t.Parallel()
	material := func(id string) tuwen.Reply {
		return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id, Fallback: "稍等"}
	}
	standIn := func(s string, why tuwen.Reason) tuwen.Reply {
		return tuwen.Reply{Kind: tuwen.ReplyText, Text: s, Problem: why}
	}
	for name, c := range map[string]struct{ reply, want tuwen.Reply }{
		"published":    {material("tea"), material("tea")},
		"history":      {material("old"), material("old")},
		"gone":         {material("gone"), standIn("稍等", tuwen.ReasonGone)},
		"draft":        {material("draft"), standIn("稍等", tuwen.ReasonSource)},
		"several":      {material("several"), standIn("稍等", tuwen.ReasonSeveral)},
		"no link":      {material("unlinked"), standIn("稍等", tuwen.ReasonNoLink)},
		"unknown":      {material("x"), standIn("稍等", tuwen.ReasonMissing)},
		"no words":     {tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "x", Fallback: " "}, standIn("内容已更新，请稍后再试", tuwen.ReasonMissing)},
		"picture":      {tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: "pic"}, tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: "pic"}},
		"not uploaded": {tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: "uploading"}, standIn(tuwen.DefaultFallback, tuwen.ReasonMissing)},
		"no talk":      {leadTo("x"), standIn(tuwen.DefaultFallback, tuwen.ReasonMissing)},
		"empty":        {text(""), standIn(tuwen.DefaultFallback, tuwen.ReasonEmpty)},
		"kind":         {tuwen.Reply{Kind: "song"}, standIn(tuwen.DefaultFallback, tuwen.ReasonMissing)},
	} {
		h := shop()
		h.Rules[2].Replies = []tuwen.Reply{c.reply}
		got := tuwen.Decide(write("茶"), tuwen.Situation{}, tuwen.NewCatalog(h), noon, first)
		if d := cmp.Diff(&c.want, got.Passive); d != "" || got.By.ID != "tea" || got.Starts != nil {
			t.Errorf("%s: by %s, starts %v (-want +got):\n%s", name, got.By.ID, got.Starts, d)
		}
	}
}

func TestDecideSendsMaterialsOfTheMenuByCustomerService(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		service bool
		want    string
	}{"verified": {true, "menu:B1 + several"}, "not verified": {false, "menu:B1 < several"}} {
		h := shop()
		h.CustomerService = c.service
		a := h.Buttons["B1"]
		a.Replies = []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: "several"}}
		h.Buttons["B1"] = a
		in := does(tuwen.EventTap, func(in *tuwen.Incoming) { in.Key = "B1" })
		if got := brief(tuwen.Decide(in, tuwen.Situation{}, tuwen.NewCatalog(h), noon, first)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestDecideByChanceTakesOneThatCanBeSent(t *testing.T) {
	t.Parallel()
	h := shop()
	h.Rules[2].Mode = tuwen.ReplyRandom
	h.Rules[2].Replies = []tuwen.Reply{text("1"), {Kind: tuwen.ReplyMaterial, MediaID: "gone"}, text("2"), text("3")}
	c := tuwen.NewCatalog(h)
	for n, want := range map[int]string{0: "1", 1: "2", 2: "3", 3: "1", -1: "1"} {
		got := brief(tuwen.Decide(write("茶"), tuwen.Situation{}, c, noon, func(most int) int {
			if most != 3 {
				t.Errorf("chosen among %d", most)
			}
			return n
		}))
		if got != "reply_rule:tea < "+want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
	h.Rules[2].Replies = []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: "gone"}, {Kind: tuwen.ReplyMaterial, MediaID: "draft"}}
	if got := brief(tuwen.Decide(write("茶"), tuwen.Situation{}, tuwen.NewCatalog(h), noon, first)); got != "reply_rule:tea < "+tuwen.DefaultFallback {
		t.Errorf("none can be sent: %s", got)
	}
}

func TestDecideCountsThePickedOption(t *testing.T) {
	t.Parallel()
	got := tuwen.Decide(write("二"), tuwen.Situation{Asked: tuwen.Asked{ConversationID: "c", At: noon}}, tuwen.NewCatalog(shop()), noon, first)
	if d := cmp.Diff(&tuwen.Pick{ConversationID: "c", OptionID: "c-2"}, got.Picked); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReplyCheckNamesTheFieldAndTheFix(t *testing.T) {
	t.Parallel()
	material := func(id string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: id} }
	for name, c := range map[string]struct {
		use         tuwen.Use
		reply       tuwen.Reply
		code, field string
	}{
		"text":                 {tuwen.ForQRCode, text("好"), "", ""},
		"no text":              {tuwen.ForQRCode, text("\n"), "reply.empty", "replies.1.text"},
		"longest":              {tuwen.ForQRCode, text(strings.Repeat("长", 682) + "ab"), "", ""},
		"too long":             {tuwen.ForQRCode, text(strings.Repeat("长", 683)), "reply.too_long", "replies.1.text"},
		"not text":             {tuwen.ForQRCode, text("a\xff"), "text.not_text", "replies.1.text"},
		"NUL":                  {tuwen.ForQRCode, text("a\x00"), "text.not_text", "replies.1.text"},
		"picture":              {tuwen.ForQRCode, tuwen.Reply{Kind: tuwen.ReplyPicture, PictureID: "pic"}, "", ""},
		"no picture":           {tuwen.ForQRCode, tuwen.Reply{Kind: tuwen.ReplyPicture}, "reply.picture", "replies.1.picture_id"},
		"conversation":         {tuwen.ForQRCode, leadTo("c"), "", ""},
		"no conversation":      {tuwen.ForQRCode, leadTo("x"), "reply.conversation", "replies.1.conversation_id"},
		"published":            {tuwen.ForConversation, material("tea"), "", ""},
		"draft":                {tuwen.ForConversation, material("draft"), "reply.material", "replies.1.media_id"},
		"several":              {tuwen.ForJourney, material("several"), "reply.material", "replies.1.media_id"},
		"several for the menu": {tuwen.ForMenu, material("several"), "", ""},
		"use":                  {"poster", material("tea"), "reply.material", "replies.1.media_id"},
		"long fallback": {tuwen.ForQRCode, tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "tea", Fallback: strings.Repeat("a", 2049)},
			"reply.too_long", "replies.1.fallback"},
		"fallback": {tuwen.ForQRCode, tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "tea", Fallback: "\x00"}, "text.not_text", "replies.1.fallback"},
		"kind":     {tuwen.ForQRCode, tuwen.Reply{Kind: "song"}, "reply.kind", "replies.1.kind"},
	} {
		wantError(t, name, tuwen.CheckReplies(c.use, []tuwen.Reply{text("ok"), c.reply}, shop().Stock), c.code, c.field)
	}
	err := tuwen.CheckReplies(tuwen.ForConversation, []tuwen.Reply{material("several")}, shop().Stock)
	if d := cmp.Diff("several", tuwen.ProblemOf(err).Params["reason"]); d != "" {
		t.Errorf("reason (-want +got):\n%s", d)
	}
}

// Whatever happens to whatever account: nothing is lost or sent twice, no
// more is sent later than the window has room for, nothing without one, the
// order stays, and the same question has the same answer.
func TestDecideKeepsItsPromises(t *testing.T) {
	t.Parallel()
	kinds := []tuwen.EventKind{tuwen.EventMessage, tuwen.EventFollow, tuwen.EventUnfollow, tuwen.EventScan, tuwen.EventTap, tuwen.EventOption, tuwen.EventOther}
	rapid.Check(t, func(t *rapid.T) {
		h := shop()
		h.CustomerService = rapid.Bool().Draw(t, "service")
		n := 0
		draw := func(name string) []tuwen.Reply {
			all := make([]tuwen.Reply, rapid.IntRange(0, 7).Draw(t, name))
			for i := range all {
				n++
				all[i] = text(fmt.Sprint(n))
				switch rapid.IntRange(0, 4).Draw(t, "reply") {
				case 0:
					all[i] = leadTo(rapid.SampledFrom([]string{"c", "d", "x"}).Draw(t, "to"))
				case 1:
					all[i] = tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: rapid.SampledFrom([]string{"tea", "several", "gone"}).Draw(t, "media")}
				}
			}
			return all
		}
		for i := range h.Rules {
			h.Rules[i].Replies = draw("rule")
		}
		h.Codes[0].Replies = draw("code")
		button := h.Buttons["B1"]
		button.Replies = draw("button")
		h.Buttons["B1"] = button
		in := does(rapid.SampledFrom(kinds).Draw(t, "kind"), func(in *tuwen.Incoming) {
			in.Text = rapid.SampledFrom([]string{"", "茶", "菜单", "1", "2", "在吗"}).Draw(t, "text")
			in.Scene = rapid.SampledFrom([]string{"", "store", "quiet", "x"}).Draw(t, "scene")
			in.Key, in.Option = "B1", rapid.SampledFrom([]string{"", "c-1", "c-2", "d-1"}).Draw(t, "option")
			in.Type = rapid.SampledFrom([]string{"CLICK", "pic_weixin"}).Draw(t, "type")
		})
		var sit tuwen.Situation
		if rapid.Bool().Draw(t, "asked") {
			sit.Asked = tuwen.Asked{ConversationID: "c", At: noon}
		}
		if rapid.Bool().Draw(t, "window") {
			sit.Window = &tuwen.Window{Kind: tuwen.WindowMessage, OpenedAt: noon.Add(-time.Hour), ClosesAt: noon.Add(time.Minute),
				Sent: rapid.IntRange(0, 6).Draw(t, "sent"), Limit: 5, Closed: rapid.Bool().Draw(t, "closed")}
		}
		for range rapid.IntRange(0, 2).Draw(t, "journeys") {
			sit.Journeys = append(sit.Journeys, journey(draw("journey")...))
		}
		now := noon.Add(time.Duration(rapid.IntRange(0, 70).Draw(t, "seconds")) * time.Second)
		c := tuwen.NewCatalog(h)
		d := tuwen.Decide(in, sit, c, now, first)
		if diff := cmp.Diff(d, tuwen.Decide(in, sit, c, now, first)); diff != "" {
			t.Fatalf("another time (-first +second):\n%s", diff)
		}
		keepsPromises(t, h, in, sit, now, d)
	})
}

func keepsPromises(t *rapid.T, h tuwen.Holdings, in tuwen.Incoming, sit tuwen.Situation, now time.Time, d tuwen.Decision) {
	room := tuwen.NewestWindow(sit.Window, tuwen.OpenWindow(in)).Left(now)
	if !h.CustomerService {
		room = 0
	}
	sent := append(slices.Clone(d.Later), d.Unsent...)
	answered := d.Passive != nil || len(sent) > 0
	switch {
	case len(d.Later) > room:
		t.Fatalf("%d messages later, room for %d", len(d.Later), room)
	case answered != (d.By.Kind != ""):
		t.Fatalf("answered %v by %+v", answered, d.By)
	case d.Passive == nil && len(d.Unsent) > 0:
		t.Fatalf("unsent without a passive reply: %s", brief(d))
	case len(d.Unsent) > 0 && len(d.Later) < room:
		t.Fatalf("unsent though there is room for %d: %s", room, brief(d))
	case answered && (in.Kind == tuwen.EventUnfollow || in.Kind == tuwen.EventOther):
		t.Fatalf("%s is answered: %s", in.Kind, brief(d))
	case !h.CustomerService && answered && d.Passive == nil:
		t.Fatalf("no passive reply where nothing else may be sent: %s", brief(d))
	}
	for i, m := range sent {
		planned := i < len(d.Later)
		if m.Place != i || planned != (m.State == tuwen.MessagePlanned) || planned != (m.Reason == "") || planned != (m.DoneAt == nil) {
			t.Fatalf("message %d: %+v", i, m)
		}
		if planned && (m.DueBy.After(in.At.Add(tuwen.MessageLife)) || !now.Before(m.DueBy)) {
			t.Fatalf("message %d is due by %s at %s", i, m.DueBy, now)
		}
	}
	// The journeys' sends are the last, all of them, in their order.
	var journeys []string
	for _, j := range sit.Journeys {
		for _, x := range j.Sends {
			journeys = append(journeys, sayReady(h.Stock, tuwen.ForJourney, x.Reply))
		}
	}
	var all []string
	if d.Passive != nil {
		all = append(all, sayReady(h.Stock, tuwen.ForMenu, *d.Passive))
	}
	for _, m := range sent {
		all = append(all, sayReady(h.Stock, tuwen.ForMenu, m.Reply))
	}
	if !answered {
		return
	}
	if got := all[max(len(all)-len(journeys), 0):]; !slices.Equal(got, journeys) && len(journeys) > 0 {
		t.Fatalf("journeys send %v, want %v", got, journeys)
	}
}

func sayReady(stock tuwen.Stock, use tuwen.Use, r tuwen.Reply) string {
	r = stock.Ready(use, r)
	return string(r.Kind) + r.Text + r.ConversationID + r.MediaID
}

// A text that no rule matches, with as many rules and codes as an account is
// likely to have at the most.
func BenchmarkDecide(b *testing.B) {
	h := shop()
	for i := range 1_000 {
		h.Rules = append(h.Rules, rule(fmt.Sprint(i), fmt.Sprintf("=词%d", i), fmt.Sprintf("请问第%d种茶", i)))
	}
	for i := range 10_000 {
		h.Codes = append(h.Codes, tuwen.QRCode{ID: fmt.Sprint(i), Scene: fmt.Sprintf("s%d", i)})
	}
	c, in := tuwen.NewCatalog(h), write("请问你们周末的营业时间是几点到几点？")
	b.ReportAllocs()
	for b.Loop() {
		tuwen.Decide(in, tuwen.Situation{}, c, noon, first)
	}
}
