package tuwen_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// talk is a conversation whose options answer with texts, or with the
// conversation that is named behind an arrow.
func talk(id string, labels ...string) tuwen.Conversation {
	c := tuwen.Conversation{ID: id, Name: "会话 " + id, Opening: "想了解什么？"}
	for i, l := range labels {
		label, to, leads := strings.Cut(l, "→")
		o := tuwen.Option{ID: fmt.Sprintf("%s-%d", id, i+1), Label: label, Reply: text(id + "/" + label)}
		if leads {
			o.Reply = leadTo(to)
		}
		c.Options = append(c.Options, o)
	}
	return c
}

func leadTo(id string) tuwen.Reply {
	return tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: id}
}

func talks(all ...tuwen.Conversation) map[string]tuwen.Conversation {
	byID := map[string]tuwen.Conversation{}
	for _, c := range all {
		byID[c.ID] = c
	}
	return byID
}

func TestConversationIsTappedOrNumbered(t *testing.T) {
	t.Parallel()
	c := talk("c", "地址", "时间")
	c.Closing = "点一下就好"
	want := tuwen.TapMenu{Head: "想了解什么？", Tail: "点一下就好", Options: []tuwen.TapOption{{"c-1", "地址"}, {"c-2", "时间"}}}
	if d := cmp.Diff(want, c.TapMenu()); d != "" {
		t.Errorf("tapped (-want +got):\n%s", d)
	}
	if d := cmp.Diff("想了解什么？\n1. 地址\n2. 时间\n点一下就好", c.NumberedText()); d != "" {
		t.Errorf("numbered (-want +got):\n%s", d)
	}
	c.Closing = " "
	if d := cmp.Diff("想了解什么？\n1. 地址\n2. 时间\n请回复数字选择", c.NumberedText()); d != "" {
		t.Errorf("without closing (-want +got):\n%s", d)
	}
}

func TestConversationUnderstandsTypedNumbers(t *testing.T) {
	t.Parallel()
	c := talk("c", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
	for written, want := range map[string]int{
		"1": 0, "10": 9, "２": 1, "１０": 9, "二": 1, "十": 9, "叁": 2, "②": 1, "⑩": 9,
		" 3 ": 2, "3.": 2, "3、": 2, "３。": 2, "(3)": 2, "（３）": 2, "【3】": 2, "　4　": 3, "5\n": 4,
		"0": -1, "11": -1, "十一": -1, "-1": -1, "+1": -1, "01": -1, "1a": -1, "1 2": -1, "选1": -1, "": -1, "。": -1,
		"九十": -1, "⑪": -1, "1.5": -1, "99999999999999999999": -1, "二楼在哪": -1, "a": -1,
	} {
		got, ok := c.Typed(written)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: option %d, want %d", written, got, want)
		}
	}
	short := talk("s", "a", "b")
	if i, ok := short.Typed("3"); ok {
		t.Errorf("a conversation with two options has a third: %d", i)
	}
}

func TestConversationFindsTappedOptionsByID(t *testing.T) {
	t.Parallel()
	c := talk("c", "a", "b")
	c.Options[0], c.Options[1] = c.Options[1], c.Options[0] // moved
	c.Options = append(c.Options, tuwen.Option{Label: "without an id"})
	for id, want := range map[string]int{"c-1": 1, "c-2": 0, "c-3": -1, "": -1} {
		got, ok := c.Tapped(id)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %d %v, want %d", id, got, ok, want)
		}
	}
}

func TestLoopAndDepthFollowTheOptions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		all   map[string]tuwen.Conversation
		loop  []string
		depth int
	}{
		"alone":             {talks(talk("a", "x")), nil, 1},
		"unknown":           {talks(), nil, 0},
		"leads nowhere":     {talks(talk("a", "x→gone")), nil, 1},
		"to itself":         {talks(talk("a", "x→a")), []string{"a"}, 1},
		"and back":          {talks(talk("a", "x→b"), talk("b", "y→a")), []string{"a", "b"}, 2},
		"a long way":        {talks(talk("a", "0", "x→b"), talk("b", "y→c"), talk("c", "z→a")), []string{"a", "b", "c"}, 3},
		"two ways to one":   {talks(talk("a", "x→b", "y→c"), talk("b", "z→c"), talk("c", "1")), nil, 3},
		"longer way second": {talks(talk("a", "x→b", "y→c"), talk("b", "1"), talk("c", "z→b")), nil, 3},
		"a loop farther on": {talks(talk("a", "x→b"), talk("b", "y→c"), talk("c", "z→b")), nil, 3},
	} {
		if d := cmp.Diff(c.loop, tuwen.Loop("a", c.all)); d != "" {
			t.Errorf("%s: loop (-want +got):\n%s", name, d)
		}
		if got := tuwen.Depth("a", c.all); got != c.depth {
			t.Errorf("%s: depth %d, want %d", name, got, c.depth)
		}
	}
}

// Loop finds a way of real steps back to its begin, and depth ends.
func TestLoopIsAWayBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, ids := map[string]tuwen.Conversation{}, []string{"a", "b", "c", "d", "e"}
		for _, id := range ids {
			var ways []string
			for range rapid.IntRange(0, 2).Draw(t, "ways") {
				ways = append(ways, "x→"+rapid.SampledFrom(ids).Draw(t, "to"))
			}
			all[id] = talk(id, ways...)
		}
		// From a, with as many steps as there are conversations, all is reached.
		reached := map[string]bool{}
		front := []string{"a"}
		for len(front) > 0 {
			next := all[front[0]]
			front = front[1:]
			for _, o := range next.Options {
				if to := o.Reply.ConversationID; !reached[to] {
					reached[to] = true
					front = append(front, to)
				}
			}
		}
		loop := tuwen.Loop("a", all)
		if (loop != nil) != reached["a"] {
			t.Fatalf("loop %v, a is reached %v", loop, reached["a"])
		}
		for i := range loop {
			from, to := loop[i], loop[(i+1)%len(loop)]
			found := false
			for _, o := range all[from].Options {
				found = found || o.Reply.ConversationID == to
			}
			if !found {
				t.Fatalf("%v: no option leads from %s to %s", loop, from, to)
			}
		}
		if n := tuwen.Depth("a", all); n < 1 || n > len(ids) {
			t.Fatalf("depth %d", n)
		}
	})
}

func TestConversationCheckNamesTheFieldAndTheFix(t *testing.T) {
	t.Parallel()
	chain := talks(talk("2", "x→3"), talk("3", "x→4"), talk("4", "x→5"), talk("5", "x"), talk("6", "x→2"),
		talk("back", "x", "y→c"), talk("top", "x→up"), talk("up", "x→c"))
	for name, c := range map[string]struct {
		change      func(*tuwen.Conversation)
		code, field string
	}{
		"good":          {func(*tuwen.Conversation) {}, "", ""},
		"no name":       {func(c *tuwen.Conversation) { c.Name = "" }, "conversation.name", "name"},
		"no opening":    {func(c *tuwen.Conversation) { c.Opening = " \n" }, "conversation.opening", "opening"},
		"closing":       {func(c *tuwen.Conversation) { c.Closing = "a\x00" }, "text.not_text", "closing"},
		"no options":    {func(c *tuwen.Conversation) { c.Options = nil }, "conversation.options", "options"},
		"eleven":        {func(c *tuwen.Conversation) { *c = talk("c", strings.Split("abcdefghijk", "")...) }, "conversation.options", "options"},
		"ten":           {func(c *tuwen.Conversation) { *c = talk("c", strings.Split("abcdefghij", "")...) }, "", ""},
		"empty label":   {func(c *tuwen.Conversation) { c.Options[1].Label = "" }, "conversation.label", "options.1.label"},
		"long label":    {func(c *tuwen.Conversation) { c.Options[1].Label = strings.Repeat("长", 31) }, "conversation.label", "options.1.label"},
		"two lines":     {func(c *tuwen.Conversation) { c.Options[0].Label = "a\nb" }, "conversation.label", "options.0.label"},
		"alike":         {func(c *tuwen.Conversation) { c.Options[1].Label = " 地址 " }, "conversation.label_twice", "options.1.label"},
		"no id":         {func(c *tuwen.Conversation) { c.Options[0].ID = "" }, "conversation.option_id", "options.0.id"},
		"same id":       {func(c *tuwen.Conversation) { c.Options[1].ID = "c-1" }, "conversation.option_id", "options.1.id"},
		"long in all":   {func(c *tuwen.Conversation) { c.Opening = strings.Repeat("长", 680) }, "reply.too_long", "opening"},
		"bad reply":     {func(c *tuwen.Conversation) { c.Options[1].Reply.Text = "" }, "reply.empty", "options.1.reply.text"},
		"unknown":       {func(c *tuwen.Conversation) { c.Options[1].Reply = leadTo("gone") }, "reply.conversation", "options.1.reply.conversation_id"},
		"itself":        {func(c *tuwen.Conversation) { c.Options[1].Reply = leadTo("c") }, "conversation.loop", "options.1.reply.conversation_id"},
		"round":         {func(c *tuwen.Conversation) { c.Options[1].Reply = leadTo("back") }, "conversation.loop", "options.1.reply.conversation_id"},
		"three deep":    {func(c *tuwen.Conversation) { c.Options[1].Reply = leadTo("4") }, "", ""},
		"seven deep":    {func(c *tuwen.Conversation) { c.Options[1].Reply = leadTo("6") }, "conversation.deep", "options"},
		"deep from top": {func(c *tuwen.Conversation) { c.Options[1].Reply = leadTo("3") }, "conversation.deep", "options"},
	} {
		conversation := talk("c", "地址", "时间")
		c.change(&conversation)
		wantError(t, name, conversation.Check(tuwen.Stock{Conversations: chain}), c.code, c.field)
	}
	if _, ok := chain["c"]; ok {
		t.Error("the stock was changed")
	}
}

func TestConversationLoopIsNamed(t *testing.T) {
	t.Parallel()
	c := talk("c", "x→b")
	err := c.Check(tuwen.Stock{Conversations: talks(talk("b", "y→c"))})
	if d := cmp.Diff("会话 c → 会话 b → 会话 c", tuwen.ProblemOf(err).Params["way"]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
