package desk

import (
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// cleanArticle turns the body of an article into HTML that may be shown: no
// scripts, handlers, frames, forms or foreign addresses; WeChat's inline
// styles stay. Every picture goes through picture, which returns the address
// to show, or "" to leave it out.
func cleanArticle(body string, picture func(address string) string) string {
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, DataAtom: atom.Div, Data: "div"})
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, n := range nodes {
		rewrite(n, picture)
		if err := html.Render(&b, n); err != nil {
			return ""
		}
	}
	return articlePolicy().Sanitize(b.String())
}

// embedded says what WeChat's own elements show there, for those that cannot
// be shown here.
var embedded = map[string]string{
	"iframe": "视频", "mpvideosnap": "视频号", "mp-common-videosnap": "视频号", "mpvoice": "音频", "mp-common-mpaudio": "音频",
	"qqmusic": "音乐", "mp-common-qqmusic": "音乐", "mp-common-product": "商品", "mp-common-profile": "公众号名片",
	"mp-weapp": "小程序", "mp-miniprogram": "小程序", "mpvote": "投票", "mp-common-poi": "地点", "video": "视频", "audio": "音频",
}

// rewrite walks a tree: pictures get their address at ours, links lose
// theirs, what plays in WeChat only becomes a line of text.
func rewrite(n *html.Node, picture func(string) string) {
	if n.Type == html.ElementNode {
		if what, ok := embedded[n.Data]; ok {
			n.Data, n.DataAtom = "p", atom.P
			n.Attr = []html.Attribute{{Key: "class", Val: "embedded"}}
			n.FirstChild, n.LastChild = nil, nil
			n.AppendChild(&html.Node{Type: html.TextNode, Data: "〔" + what + "，在微信里播放或打开〕"})
			return
		}
		rewriteAttributes(n, picture)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		rewrite(c, picture)
	}
}

func rewriteAttributes(n *html.Node, picture func(string) string) {
	var src, href string
	keep := n.Attr[:0]
	for _, a := range n.Attr {
		switch a.Key {
		case "data-src":
			src = a.Val
		case "src":
			if src == "" {
				src = a.Val
			}
		case "href":
			href = a.Val
		case "style":
			a.Val = cssURL.ReplaceAllStringFunc(a.Val, func(s string) string {
				if to := picture(cssURL.FindStringSubmatch(s)[1]); to != "" {
					return "url(" + to + ")"
				}
				return "none"
			})
			keep = append(keep, a)
		default:
			keep = append(keep, a)
		}
	}
	n.Attr = keep
	if n.DataAtom == atom.Img && src != "" {
		if to := picture(src); to != "" {
			n.Attr = append(n.Attr, html.Attribute{Key: "src", Val: to}, html.Attribute{Key: "loading", Val: "lazy"})
		}
	}
	if n.DataAtom == atom.A && webLink.MatchString(href) {
		// A link inside the frame must not lead it elsewhere; where it would
		// lead can be read.
		n.Attr = append(n.Attr, html.Attribute{Key: "title", Val: href})
	}
}

var (
	cssURL  = regexp.MustCompile(`(?i)url\(\s*["']?([^"')]*)["']?\s*\)`)
	webLink = regexp.MustCompile(`^https?://\S{1,500}$`)
	// ours is the only form of address that a style may hold.
	oursInCSS = regexp.MustCompile(`^url\(/api/v1/accounts/[0-9A-Za-z]+/pictures/[0-9a-f]{32}\?[0-9a-z=&]*\)$`)
	lengths   = regexp.MustCompile(`^[0-9.%a-z]{1,12}$`)
)

// articlePolicy is what may stay. It is built once; it is safe for concurrent
// use.
var articlePolicy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("section", "div", "p", "span", "strong", "b", "em", "i", "u", "s", "del", "ins", "sub", "sup", "small",
		"mark", "br", "hr", "blockquote", "pre", "code", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
		"figure", "figcaption", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "a", "img",
		"article", "header", "footer", "center", "font", "ruby", "rt", "rp")
	p.AllowAttrs("title").OnElements("a")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/api/v1/accounts/[0-9A-Za-z]+/pictures/[0-9a-f]{32}\?[0-9a-z=&]*$`)).OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowAttrs("width", "height").Matching(lengths).OnElements("img", "table", "td", "th", "col")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^embedded$`)).OnElements("p")
	p.AllowNoAttrs().OnElements("a", "span", "img", "font")
	p.AllowRelativeURLs(true)
	p.AllowStyles(styles...).MatchingHandler(harmlessStyle).Globally()
	return p
})

// styles are the properties that lay out an article. What could cover the
// page or move out of it (position, z-index) is not among them.
var styles = []string{
	"align-items", "align-self", "background", "background-color", "background-image", "background-position", "background-repeat",
	"background-size", "border", "border-bottom", "border-bottom-color", "border-bottom-left-radius", "border-bottom-right-radius",
	"border-bottom-style", "border-bottom-width", "border-collapse", "border-color", "border-image", "border-left", "border-left-color",
	"border-left-style", "border-left-width", "border-radius", "border-right", "border-right-color", "border-right-style",
	"border-right-width", "border-spacing", "border-style", "border-top", "border-top-color", "border-top-left-radius",
	"border-top-right-radius", "border-top-style", "border-top-width", "border-width", "box-shadow", "box-sizing", "clear", "color",
	"column-gap", "display", "filter", "flex", "flex-basis", "flex-direction", "flex-flow", "flex-grow", "flex-shrink", "flex-wrap",
	"float", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "gap", "grid-template-columns", "height",
	"justify-content", "letter-spacing", "line-break", "line-height", "list-style", "list-style-position", "list-style-type", "margin",
	"margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "object-fit",
	"opacity", "outline", "overflow", "overflow-wrap", "overflow-x", "overflow-y", "padding", "padding-bottom", "padding-left",
	"padding-right", "padding-top", "row-gap", "table-layout", "text-align", "text-align-last", "text-decoration",
	"text-decoration-color", "text-decoration-line", "text-indent", "text-overflow", "text-shadow", "text-transform", "transform",
	"transform-origin", "vertical-align", "visibility", "white-space", "width", "word-break", "word-spacing", "word-wrap", "writing-mode",
}

var harmful = regexp.MustCompile(`(?i)expression|javascript|behavior|binding|import|[\\<>{};@]|url\s*\(|/\*|image-set|attr\s*\(|var\s*\(`)

// harmlessStyle passes a value that can draw, but not load or run anything
// except a picture of ours.
func harmlessStyle(value string) bool {
	if len(value) > 600 {
		return false
	}
	left := value
	for {
		i := strings.Index(left, "url(")
		if i < 0 {
			break
		}
		end := strings.IndexByte(left[i:], ')')
		if end < 0 || !oursInCSS.MatchString(left[i:i+end+1]) {
			return false
		}
		left = left[:i] + left[i+end+1:]
	}
	return !harmful.MatchString(left)
}
