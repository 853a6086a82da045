package tuwen

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Search finds a material by tokens: it has every token of the query, or it
// is not found. Chinese has no blanks, so its tokens are the single
// characters and the pairs of neighbors; a word of one or two characters is
// found exactly, a longer one where all its pairs occur. Words of letters,
// and numbers, are found by their beginning, whatever their case.

// maxPrefix is how many characters of a word or a number count.
const maxPrefix = 16

// SearchTokens returns the tokens by which texts are found, each once. No
// pair reaches from one text into the next.
func SearchTokens(texts ...string) []string {
	size := 0
	for _, t := range texts {
		size += len(t)
	}
	seen := make(map[string]struct{}, size/3)
	tokens := make([]string, 0, size/3)
	put := func(t string) {
		n := len(seen)
		if seen[t] = struct{}{}; len(seen) > n {
			tokens = append(tokens, t)
		}
	}
	for _, t := range texts {
		eachRun(t, func(run string, class runClass) {
			if class == classWord {
				eachPrefix(run, put)
				return
			}
			last := -1
			for i, r := range run {
				put(run[i : i+utf8.RuneLen(r)])
				if last >= 0 && class == classHan {
					put(run[last : i+utf8.RuneLen(r)])
				}
				last = i
			}
		})
	}
	return tokens
}

// SearchQuery returns the tokens that a material must have to be found by a
// query, each once; none where the query has nothing that can be searched.
func SearchQuery(query string) []string {
	var tokens []string
	seen := map[string]bool{}
	put := func(t string) {
		if !seen[t] {
			seen[t] = true
			tokens = append(tokens, t)
		}
	}
	eachRun(query, func(run string, class runClass) {
		switch {
		case class == classWord:
			longest := ""
			eachPrefix(run, func(p string) { longest = p })
			put(longest)
		case class == classSymbol || utf8.RuneCountInString(run) == 1:
			for _, r := range run {
				put(string(r))
			}
		default:
			last := -1
			for i, r := range run {
				if last >= 0 {
					put(run[last : i+utf8.RuneLen(r)])
				}
				last = i
			}
		}
	})
	return tokens
}

func eachPrefix(word string, f func(string)) {
	n := 0
	for i, r := range word {
		if n++; n > maxPrefix {
			return
		}
		f(word[:i+utf8.RuneLen(r)])
	}
}

type runClass uint8

const (
	classNone   runClass = iota
	classHan             // written without blanks: Chinese, Japanese, Korean
	classWord            // letters of other scripts
	classDigit           // told from letters, so that 15 is found in iPhone15
	classSymbol          // emoji and the like
)

func classOf(r rune) runClass {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			return classWord
		case '0' <= r && r <= '9':
			return classDigit
		}
		return classNone
	case 0x4E00 <= r && r <= 0x9FFF:
		return classHan
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return classHan
	case unicode.IsLetter(r), unicode.IsMark(r):
		return classWord
	case unicode.IsDigit(r):
		return classDigit
	case unicode.Is(unicode.So, r):
		return classSymbol
	}
	return classNone
}

// eachRun calls f for each longest stretch of one class, folded. Digits are
// handed over as words.
func eachRun(text string, f func(run string, class runClass)) {
	text = strings.Map(fold, text)
	start, current := 0, classNone
	flush := func(end int) {
		switch current {
		case classNone:
		case classDigit:
			f(text[start:end], classWord)
		default:
			f(text[start:end], current)
		}
	}
	for i, r := range text {
		if c := classOf(r); c != current {
			flush(i)
			start, current = i, c
		}
	}
	flush(len(text))
}

// fold makes equal what a person takes for equal: capitals and small letters,
// full-width and plain ASCII. What joins emoji is dropped.
func fold(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	case 0xFF01 <= r && r <= 0xFF5E:
		return fold(r - 0xFF01 + '!')
	case 0xFE00 <= r && r <= 0xFE0F, r == 0x200D, r == 0x200B, r == utf8.RuneError:
		return -1
	case 0x4E00 <= r && r <= 0x9FFF:
		return r
	}
	return unicode.ToLower(r)
}

// PlainText returns the text of an article's HTML for the search: without
// tags, scripts and styles, entities resolved, blocks apart. A word that only
// changes its color in the middle stays one word. The result is text, not
// safe HTML.
func PlainText(source string) string {
	var b strings.Builder
	b.Grow(len(source) / 2)
	for source != "" {
		i := strings.IndexByte(source, '<')
		if i < 0 {
			b.WriteString(source)
			break
		}
		b.WriteString(source[:i])
		source = source[i:]
		name, rest := cutTag(source)
		switch {
		case name == "" && rest == source: // a lone <
			b.WriteByte('<')
			source = source[1:]
			continue
		case name == "script" || name == "style":
			rest = afterClosing(rest, name)
		case !inline[name]:
			b.WriteByte('\n')
		}
		source = rest
	}
	return html.UnescapeString(b.String())
}

// inline are the tags that do not end a word.
var inline = map[string]bool{
	"span": true, "strong": true, "b": true, "em": true, "i": true, "u": true, "a": true, "font": true,
	"s": true, "del": true, "ins": true, "mark": true, "small": true, "big": true, "sub": true, "sup": true,
	"code": true, "strike": true, "label": true, "wbr": true,
}

// cutTag returns the lower-case name of the tag or comment that source begins
// with and what follows it; source itself where there is no tag.
func cutTag(source string) (name, rest string) {
	if strings.HasPrefix(source, "<!--") {
		_, rest, _ = strings.Cut(source[4:], "-->")
		return "!", rest
	}
	if len(source) < 2 || !strings.ContainsRune("/!?", rune(source[1])) && classOf(rune(source[1])) != classWord {
		return "", source
	}
	end := 1
	quote := byte(0)
	for ; end < len(source); end++ {
		c := source[end]
		if quote != 0 {
			if c == quote {
				quote = 0
			}
			continue
		}
		if c == '"' || c == '\'' {
			quote = c
		} else if c == '>' {
			break
		}
	}
	tag := strings.TrimPrefix(source[1:end], "/")
	if i := strings.IndexAny(tag, " \t\r\n/"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag), source[min(end+1, len(source)):]
}

// afterClosing returns what follows the closing tag.
func afterClosing(source, name string) string {
	for i := 0; i+2 < len(source); i++ {
		if source[i] == '<' && source[i+1] == '/' && len(source) >= i+2+len(name) &&
			strings.EqualFold(source[i+2:i+2+len(name)], name) {
			_, rest, _ := strings.Cut(source[i:], ">")
			return rest
		}
	}
	return ""
}
