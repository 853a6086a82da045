package sandbox

import (
	"math"
	"math/rand/v2"
)

// palette is the colors of one picture, from paper to ink.
type palette struct{ paper, mid, deep, light, accent tone }

var palettes = []palette{
	{rgb(0xf4e3cd), rgb(0xd98f5c), rgb(0x8c4a2f), rgb(0xfff6ea), rgb(0xc4574a)}, // persimmon
	{rgb(0xdfe9d9), rgb(0x7ea37a), rgb(0x2f5b45), rgb(0xf6faf2), rgb(0xd9a441)}, // new leaves
	{rgb(0xf7d9d2), rgb(0xd8584a), rgb(0x7c2330), rgb(0xfff3ef), rgb(0xe9a23b)}, // cinnabar
	{rgb(0xd9e5ee), rgb(0x6a94b5), rgb(0x274a68), rgb(0xf2f8fc), rgb(0xe08e5e)}, // rain
	{rgb(0xefe6f3), rgb(0xa083b8), rgb(0x4d3868), rgb(0xfbf7fd), rgb(0xe3a765)}, // wisteria
	{rgb(0xf6ecc8), rgb(0xd6a937), rgb(0x6f5216), rgb(0xfffbea), rgb(0xb9502f)}, // rape blossom
	{rgb(0xe3ece9), rgb(0x6fa8a0), rgb(0x1f4a4d), rgb(0xf5fbf9), rgb(0xe58f6f)}, // celadon
	{rgb(0xece7df), rgb(0xa79680), rgb(0x4a4038), rgb(0xfbf9f5), rgb(0xb4654a)}, // tea stain
}

// scene draws one kind of picture.
type scene func(c *canvas, p palette, r *rand.Rand)

// scenes are addressed by their place in picture ids: add at the end only.
var scenes = []scene{
	drawHills, drawDunes, drawVessels, drawSprig, drawCup, drawBowl,
	drawWindow, drawLanterns, drawBooks, drawLake, drawFruit, drawSnow,
}

// The scenes by name.
const (
	sceneHills = iota
	sceneDunes
	sceneVessels
	sceneSprig
	sceneCup
	sceneBowl
	sceneWindow
	sceneLanterns
	sceneBooks
	sceneLake
	sceneFruit
	sceneSnow
)

func background(c *canvas, p palette) {
	c.fill(rect(-1, -1, coverWidth+2, coverHeight+2), down(mix(p.paper, p.light, 0.25), mix(p.paper, p.mid, 0.08), 0, coverHeight))
}

// between is a number from a to b.
func between(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }

func drawSun(c *canvas, p palette, x, y, size float64) {
	c.fill(circle(x, y, size*3.4), glow(p.light, x, y, size*3.4, 0.75))
	c.fill(circle(x, y, size), flat(mix(p.light, p.accent, 0.06)))
}

func drawHills(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	drawSun(c, p, between(r, 560, 760), between(r, 84, 130), between(r, 34, 48))
	for i := range 4 {
		t := float64(i) / 3
		body := mix(mix(p.paper, p.mid, 0.45), p.deep, t*0.92)
		base := 205 + t*120
		c.fill(hill(r, base, 54-t*22, between(r, 1.6, 2.8)), down(body, mix(body, p.paper, 0.38-t*0.2), base-50, base+120))
	}
	x, y := between(r, 180, 420), between(r, 70, 120)
	for i := range 3 {
		bx, by, s := x+float64(i)*34+between(r, -6, 6), y+between(r, -14, 14), between(r, 8, 12)
		wings := smooth([]point{{bx - s, by - s*0.5}, {bx - s*0.4, by - s*0.55}, {bx, by}, {bx + s*0.4, by - s*0.55}, {bx + s, by - s*0.5}})
		c.fill(ribbon(wings, 2.4, 2.4), glass(p.deep, 0.7))
	}
}

func drawDunes(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	x := between(r, 470, 640)
	size := between(r, 210, 250)
	c.fill(circle(x, 400, size), down(mix(p.mid, p.light, 0.12), p.mid, 400-size, 383))
	drawSun(c, p, x+between(r, 40, 130), between(r, 96, 130), between(r, 46, 58))
	near := between(r, 120, 260)
	c.fill(circle(near, 520, 280), down(mix(p.deep, p.mid, 0.25), p.deep, 240, 383))
	c.fill(hill(r, 372, 12, 1.4), glass(mix(p.deep, p.accent, 0.15), 0.9))
	for i := range 5 {
		gx, h := near+between(r, -120, 160), between(r, 26, 52)
		_ = i
		stem := smooth([]point{{gx, 372}, {gx + between(r, -5, 5), 372 - h*0.6}, {gx + between(r, -14, 14), 372 - h}})
		c.fill(ribbon(stem, 3.4, 0.8), glass(p.light, 0.55))
	}
}

// profiles are vessels from foot to lip.
var profiles = [][]float64{
	{0.55, 0.8, 0.98, 1, 0.92, 0.72, 0.48, 0.4, 0.46},       // plum vase
	{0.5, 0.62, 0.8, 0.95, 1, 0.9, 0.6, 0.3, 0.26, 0.3},     // bottle
	{0.7, 0.9, 1, 1, 0.97, 0.9, 0.8, 0.78},                  // jar
	{0.6, 0.64, 0.68, 0.74, 0.8, 0.88, 0.95, 1},             // beaker
	{0.42, 0.75, 0.95, 1, 0.95, 0.8, 0.6, 0.5, 0.58, 0.66},  // jug
	{0.5, 0.5, 0.52, 0.56, 0.62, 0.74, 0.9, 1, 0.96, 0.84},  // tulip
	{0.62, 0.9, 1, 0.96, 0.82, 0.6, 0.38, 0.24, 0.22, 0.24}, // long neck
}

func drawVessels(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	c.fill(circle(between(r, 600, 700), 150, between(r, 90, 120)), glass(p.light, 0.6))
	table := 318.0
	c.fill(rect(-1, table, coverWidth+2, 80), down(mix(p.mid, p.light, 0.35), mix(p.mid, p.paper, 0.1), table, 383))
	tones := []tone{p.deep, p.mid, mix(p.light, p.paper, 0.35), p.accent, mix(p.deep, p.mid, 0.5)}
	count := 3 + r.IntN(2)
	x := 450 - float64(count-1)*74
	order := r.Perm(len(profiles))
	for i := range count {
		half, height := between(r, 40, 56), between(r, 108, 205)
		body := tones[(i+r.IntN(2))%len(tones)]
		cx := x + float64(i)*148 + between(r, -12, 12)
		foot := table + between(r, 14, 34)
		c.fill(ellipse(cx+16, foot, half*1.05, 9), glass(p.deep, 0.2))
		if i == count/2 && order[i] != 3 {
			drawTwig(c, p, r, cx, foot-height+4)
		}
		c.fill(turned(cx, foot, height, half, profiles[order[i]]), across(body, p.light, p.deep, cx-half, cx+half))
		lip := profiles[order[i]][len(profiles[order[i]])-1] * half
		c.fill(ellipse(cx, foot-height, lip, max(lip*0.16, 2)), flat(mix(body, p.deep, 0.55)))
	}
}

// drawTwig draws a branch with leaves, rising from a place.
func drawTwig(c *canvas, p palette, r *rand.Rand, x, y float64) {
	bend := between(r, -46, 46)
	line := smooth([]point{{x, y}, {x + bend*0.3, y - 42}, {x + bend, y - 92}, {x + bend*1.7, y - 128}})
	c.fill(ribbon(line, 4, 1.2), flat(mix(p.deep, p.mid, 0.25)))
	for i := 8; i < len(line); i += 4 {
		side := 1.0
		if i%8 == 0 {
			side = -1
		}
		at, angle := line[i], -math.Pi/2+side*between(r, 0.7, 1.1)
		long := between(r, 26, 40)
		tip := point{at.x + math.Cos(angle)*long, at.y + math.Sin(angle)*long}
		c.fill(leaf(at, tip, 0.2), flat(mix(p.deep, p.mid, between(r, 0.2, 0.7))))
	}
}

func drawSprig(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	c.fill(circle(between(r, 400, 500), 195, 150), glass(p.light, 0.75))
	x := between(r, 430, 470)
	bend := between(r, -70, 70)
	line := smooth([]point{{x - bend, 400}, {x - bend*0.3, 290}, {x, 190}, {x + bend*0.6, 70}})
	count := 4 + r.IntN(2)
	for i := range count {
		at := line[(len(line)-6)*(i+1)/(count+1)]
		for _, side := range []float64{-1, 1} {
			long := between(r, 118, 168) * (1 - float64(i)*0.1)
			angle := -math.Pi/2 + side*between(r, 0.62, 1.15)
			tip := point{at.x + math.Cos(angle)*long, at.y + math.Sin(angle)*long}
			body := mix(p.mid, p.deep, between(r, 0, 0.95))
			c.fill(leaf(at, tip, 0.19), down(mix(body, p.light, 0.12), body, tip.y, at.y))
			vein := []point{at, {at.x + (tip.x-at.x)*0.86, at.y + (tip.y-at.y)*0.86}}
			c.fill(ribbon(vein, 2, 0.6), glass(p.light, 0.42))
		}
	}
	end := line[len(line)-1]
	c.fill(leaf(line[len(line)-12], point{end.x + bend*0.2, end.y - 30}, 0.2), flat(p.mid))
	c.fill(ribbon(line[:len(line)-8], 6, 2), flat(p.deep))
	for range 4 + r.IntN(3) {
		at := line[6+r.IntN(len(line)-12)]
		bx, by := at.x+between(r, -58, 58), at.y+between(r, -30, 30)
		c.fill(ribbon([]point{at, {bx, by}}, 1.8, 1.4), flat(p.deep))
		c.fill(circle(bx, by, between(r, 7, 11)), flat(p.accent))
		c.fill(circle(bx-2.5, by-2.5, 2.4), glass(p.light, 0.8))
	}
}

func drawCup(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	drawSun(c, p, between(r, 260, 330), between(r, 110, 140), between(r, 54, 70))
	table := 300.0
	c.fill(rect(-1, table, coverWidth+2, 90), down(p.mid, mix(p.mid, p.deep, 0.3), table, 383))
	cx, foot := between(r, 430, 520), 326.0
	c.fill(ellipse(cx+14, foot+6, 150, 17), glass(p.deep, 0.25))
	c.fill(ellipse(cx, foot+2, 132, 15), flat(mix(p.light, p.paper, 0.4)))
	c.fill(ellipse(cx, foot-1, 96, 9), glass(p.deep, 0.16))
	cup := []float64{0.42, 0.66, 0.8, 0.89, 0.95, 0.98, 1}
	ear := smooth([]point{{cx + 78, foot - 92}, {cx + 126, foot - 96}, {cx + 126, foot - 48}, {cx + 70, foot - 36}})
	c.fill(ribbon(ear, 13, 11), flat(mix(p.deep, p.mid, 0.3)))
	c.fill(turned(cx, foot, 116, 90, cup), across(mix(p.deep, p.mid, 0.2), p.light, p.deep, cx-90, cx+90))
	c.fill(ellipse(cx, foot-116, 90, 15), flat(mix(p.light, p.paper, 0.5)))
	c.fill(ellipse(cx, foot-114, 80, 11), flat(mix(p.accent, p.deep, 0.25)))
	for i := range 3 {
		c.fill(steam(r, cx-34+float64(i)*32, foot-132, between(r, 80, 130)), glass(p.light, 0.72))
	}
	for range 3 {
		x := between(r, 600, 780)
		tip := point{x + between(r, 34, 58), between(r, 312, 334)}
		c.fill(leaf(point{x, between(r, 322, 346)}, tip, 0.24), flat(mix(p.deep, p.mid, between(r, 0, 0.4))))
	}
}

func drawBowl(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	c.fill(roundRect(120, -40, 660, 330, 30), glass(p.light, 0.45))
	c.fill(hill(r, 326, 3, 0.8), down(mix(p.mid, p.light, 0.2), p.mid, 316, 383))
	cx, foot := between(r, 410, 490), 338.0
	c.fill(ellipse(cx+12, foot, 150, 14), glass(p.deep, 0.24))
	for i, in := range []tone{p.accent, mix(p.mid, p.light, 0.5), mix(p.deep, p.mid, 0.5), mix(p.accent, p.light, 0.4), p.light} {
		x := cx - 112 + float64(i)*54 + between(r, -8, 8)
		c.fill(ellipse(x, foot-146, between(r, 30, 42), between(r, 20, 32)), flat(in))
	}
	for i := range 2 {
		sx := cx + 60 + float64(i)*18
		c.fill(ribbon([]point{{sx, foot - 140}, {sx + 148, foot - 290}}, 6, 9), flat(mix(p.deep, p.mid, 0.2)))
	}
	bowl := []float64{0.36, 0.37, 0.62, 0.78, 0.88, 0.95, 0.99, 1}
	c.fill(turned(cx, foot, 146, 168, bowl), across(mix(p.light, p.paper, 0.3), p.light, p.mid, cx-168, cx+168))
	for i, y := range []float64{foot - 118, foot - 106} {
		w := 163 - float64(i)*5
		c.fill(roundRect(cx-w, y, 2*w, 5, 2.5), glass(p.deep, 0.85))
	}
	for i := range 3 {
		c.fill(steam(r, cx-70+float64(i)*54, foot-184, between(r, 70, 110)), glass(p.light, 0.8))
	}
}
