package tuwen_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestSearchTokensAreCharactersPairsAndBeginnings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                         "",
		"，。! ":                     "",
		"茶":                        "茶",
		"春茶会":                      "春 茶 春茶 会 茶会",
		"春，茶":                      "春 茶",
		"Go语言":                     "g go 语 言 语言",
		"ＡＢ１２":                     "a ab 1 12",
		"iPhone15":                 "i ip iph ipho iphon iphone 1 15",
		"茶茶茶":                      "茶 茶茶",
		"🍵🍵❤️":                     "🍵 ❤",
		"カフェ":                      "カ フ カフ ェ フェ",
		"Ünï":                      "ü ün ünï",
		"𠮷野":                       "𠮷 野 𠮷野",
		"a\xffb\x00c":              "a ab c",
		strings.Repeat("x", 40):    strings.Join(prefixes(strings.Repeat("x", 16)), " "),
		"\uE000wx1\uE000 \uE001 x": "w wx 1 x",
	} {
		if d := cmp.Diff(want, strings.Join(tuwen.SearchTokens(text), " ")); d != "" {
			t.Errorf("%q (-want +got):\n%s", text, d)
		}
	}
}

func prefixes(s string) []string {
	all := make([]string, len(s))
	for i := range s {
		all[i] = s[:i+1]
	}
	return all
}

func TestSearchTokensDoNotReachIntoTheNextText(t *testing.T) {
	t.Parallel()
	if slices.Contains(tuwen.SearchTokens("春", "茶"), "春茶") {
		t.Error("a pair was made of two texts")
	}
}

func TestSearchQueryAsksForWhatTellsMost(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"":                      "",
		"、！":                    "",
		"茶":                     "茶",
		"茶会":                    "茶会",
		"春茶会":                   "春茶 茶会",
		"茶 会 茶":                 "茶 会",
		"GoLang  语言":            "golang 语言",
		"iPhone15":              "iphone 15",
		"🍵🍵":                    "🍵",
		strings.Repeat("x", 40): strings.Repeat("x", 16),
	} {
		if d := cmp.Diff(want, strings.Join(tuwen.SearchQuery(query), " ")); d != "" {
			t.Errorf("%q (-want +got):\n%s", query, d)
		}
	}
}

// Whatever stands in a text is found by any piece of it that does not begin
// inside a word of letters.
func TestSearchQueryOfAPieceIsAmongTheTokens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.SampledFrom([]rune("茶会春山水abAB12， 🍵Ａé"))).Draw(t, "text")
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		to := rapid.IntRange(from, len(text)).Draw(t, "to")
		latin := func(r rune) bool { return strings.ContainsRune("abAB12Ａé", r) }
		if from > 0 && from < len(text) && latin(text[from-1]) && latin(text[from]) {
			t.Skip("begins inside a word")
		}
		tokens := tuwen.SearchTokens(string(text))
		for _, q := range tuwen.SearchQuery(string(text[from:to])) {
			if !slices.Contains(tokens, q) {
				t.Fatalf("%q does not find itself in %q: no token %q", string(text[from:to]), string(text), q)
			}
		}
	})
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":                 "",
		"没有标签":             "没有标签",
		"<p>一</p><p>二</p>": "\n一\n\n二\n",
		"<span style=\"color:red\">图</span>文":                  "图文",
		"<STRONG>图</Strong>文":                                  "图文",
		"图<br/>文":                                              "图\n文",
		"<style>p{}</style>甲<script>if (a<b) '</p>'</script>乙": "甲乙",
		"<!-- <p>注</p> -->甲":                                   "\n甲",
		"1 &lt; 2 &amp;&#20320;":                               "1 < 2 &你",
		"a < b <3":                                             "a < b <3",
		"<img alt='a > b'>甲":                                   "\n甲",
		"<p":                                                   "\n",
		"<script>没有结尾":                                         "",
		"<":                                                    "<",
	} {
		if d := cmp.Diff(want, tuwen.PlainText(source)); d != "" {
			t.Errorf("%q (-want +got):\n%s", source, d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		tuwen.PlainText(rapid.StringOf(rapid.RuneFrom([]rune("<>/!-'\"pscriptyle 茶&;"))).Draw(t, "source"))
	})
}
