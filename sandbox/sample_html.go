package sandbox

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// writer writes one sample article: first its head, then, unless only the head
// is wanted, its body in the manner of WeChat's editor: sections with inline
// styles, pictures in data-src.
type writer struct {
	r        *rand.Rand
	at       time.Time // the day the article was made
	base     string    // of picture addresses
	headOnly bool
	layout   layout

	title, digest, author string
	cover                 string // picture id

	html     strings.Builder
	headings int
	pictures int
	seed     uint64
}

// layout is one of the editors' styles.
type layout struct {
	color, tint string
	heading     int
	palette     int
}

var layouts = []layout{
	{"#8c4a2f", "#fbf3e8", 0, 0}, {"#2f5b45", "#f1f6ee", 1, 1}, {"#7c2330", "#fdf1ee", 2, 2},
	{"#274a68", "#eff5f9", 1, 3}, {"#4d3868", "#f7f3fa", 2, 4}, {"#6f5216", "#fcf7e4", 0, 5},
	{"#1f4a4d", "#eff6f4", 3, 6}, {"#4a4038", "#f7f4ef", 3, 7},
}

var authors = []string{"小满", "阿禾", "编辑部", "林知夏", "老沈", "青禾"}

// pick takes one of a list.
func pick[E any](r *rand.Rand, list []E) E { return list[r.IntN(len(list))] }

// some takes n different ones of a list, in a new order.
func some[E any](r *rand.Rand, list []E, n int) []E {
	var taken []E
	for _, i := range r.Perm(len(list))[:min(n, len(list))] {
		taken = append(taken, list[i])
	}
	return taken
}

// head sets what lists show of the article.
func (w *writer) head(scene int, title, digest string) {
	w.title, w.digest, w.author = title, digest, pick(w.r, authors)
	w.cover = pictureOn(scene, w.layout.palette, []byte(strconv.FormatUint(w.seed, 36)))
}

// p writes paragraphs.
func (w *writer) p(texts ...string) {
	for _, text := range texts {
		w.html.WriteString(`<p style="margin: 0px 0px 20px; line-height: 1.85; letter-spacing: 0.5px; font-size: 16px; color: rgb(62, 62, 62);"><span style="font-size: 16px;">`)
		w.html.WriteString(html.EscapeString(text))
		w.html.WriteString(`</span></p>`)
	}
}

var numerals = []string{"一", "二", "三", "四", "五", "六", "七", "八"}

// h writes a heading in the style of the layout.
func (w *writer) h(text string) {
	text = html.EscapeString(text)
	n := numerals[w.headings%len(numerals)]
	w.headings++
	switch w.layout.heading {
	case 0:
		fmt.Fprintf(&w.html, `<section style="margin: 36px 0px 20px; text-align: center;"><section style="display: inline-block; padding: 0px 4px 6px; border-bottom: 2px solid %s;"><strong style="font-size: 18px; color: %s;">%s</strong></section></section>`, w.layout.color, w.layout.color, text)
	case 1:
		fmt.Fprintf(&w.html, `<section style="margin: 36px 0px 18px; padding-left: 12px; border-left: 4px solid %s;"><h2 style="margin: 0px; font-size: 18px; font-weight: bold; line-height: 1.5; color: %s;">%s</h2></section>`, w.layout.color, w.layout.color, text)
	case 2:
		fmt.Fprintf(&w.html, `<section style="margin: 36px 0px 20px; text-align: center;"><span style="display: inline-block; padding: 4px 18px; border-radius: 20px; background-color: %s; color: rgb(255, 255, 255); font-size: 16px;"><strong>%s、%s</strong></span></section>`, w.layout.color, n, text)
	default:
		fmt.Fprintf(&w.html, `<section style="margin: 40px 0px 18px; text-align: center;"><p style="margin: 0px; font-size: 13px; letter-spacing: 3px; color: %s; opacity: 0.7;">·  %s  ·</p><h2 style="margin: 4px 0px 0px; font-size: 18px; font-weight: bold; color: %s;">%s</h2></section>`, w.layout.color, n, w.layout.color, text)
	}
}

// quote writes a sentence that somebody said.
func (w *writer) quote(text string) {
	fmt.Fprintf(&w.html, `<blockquote style="margin: 24px 0px; padding: 16px 18px; border-left: 3px solid %s; background-color: %s; color: rgb(80, 80, 80); font-size: 15px; line-height: 1.8;"><p style="margin: 0px;">%s</p></blockquote>`, w.layout.color, w.layout.tint, html.EscapeString(text))
}

// note writes a small box.
func (w *writer) note(title, text string) {
	fmt.Fprintf(&w.html, `<section style="margin: 24px 0px; padding: 16px 18px; border-radius: 6px; background-color: %s;"><p style="margin: 0px 0px 6px; font-size: 15px; color: %s;"><strong>%s</strong></p><p style="margin: 0px; font-size: 15px; line-height: 1.8; color: rgb(80, 80, 80);">%s</p></section>`, w.layout.tint, w.layout.color, html.EscapeString(title), html.EscapeString(text))
}

// list writes a list; numbered for steps.
func (w *writer) list(tag string, entries []string) {
	fmt.Fprintf(&w.html, `<%s style="margin: 0px 0px 20px; padding-left: 24px; font-size: 16px; color: rgb(62, 62, 62);" class="list-paddingleft-1">`, tag)
	for _, e := range entries {
		fmt.Fprintf(&w.html, `<li style="margin: 0px 0px 8px;"><p style="margin: 0px; line-height: 1.75;">%s</p></li>`, html.EscapeString(e))
	}
	fmt.Fprintf(&w.html, `</%s>`, tag)
}

// picture writes a picture with its caption, "" for none.
func (w *writer) picture(scene int, caption string) {
	w.pictures++
	id := pictureOn(scene, w.layout.palette, []byte(fmt.Sprint(w.seed, "/", w.pictures)))
	fmt.Fprintf(&w.html, `<section style="margin: 8px 0px 24px; text-align: center;"><img class="rich_pages wxw-img" data-galleryid="" data-ratio="0.4255" data-s="300,640" data-src="%s" data-type="jpeg" data-w="900" style="width: 100%%; border-radius: 4px; vertical-align: middle;" />`, pictureURL(w.base, id))
	if caption != "" {
		fmt.Fprintf(&w.html, `<p style="margin: 8px 0px 0px; font-size: 13px; color: rgb(140, 140, 140);">%s</p>`, html.EscapeString(caption))
	}
	w.html.WriteString(`</section>`)
}

// end writes the last lines.
func (w *writer) end() {
	w.html.WriteString(`<section style="margin: 36px 0px 16px; text-align: center; font-size: 13px; letter-spacing: 2px; color: rgb(170, 170, 170);">— END —</section>`)
	w.p(pick(w.r, closings))
	fmt.Fprintf(&w.html, `<p style="margin: 0px; text-align: center; font-size: 13px; line-height: 1.8; color: rgb(140, 140, 140);">文字｜%s　图片｜阿禾<br />青禾生活，陪你把日子过慢一点</p>`, html.EscapeString(w.author))
}
