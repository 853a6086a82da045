package sandbox

import (
	"math"
	"math/rand/v2"
)

func drawWindow(c *canvas, p palette, r *rand.Rand) {
	c.fill(rect(-1, -1, coverWidth+2, coverHeight+2), down(mix(p.paper, p.mid, 0.2), mix(p.paper, p.mid, 0.34), 0, coverHeight))
	left, top, wide, high := between(r, 250, 330), 40.0, 330.0, 236.0
	frame := mix(p.deep, p.mid, 0.35)
	c.fill(roundRect(left-14, top-14, wide+28, high+28, 10), flat(frame))
	c.fill(rect(left, top, wide, high), down(p.light, mix(p.paper, p.light, 0.3), top, top+high))
	c.fill(circle(left+between(r, 190, 270), top+66, 30), flat(mix(p.accent, p.light, 0.35)))
	for i := range 3 {
		base := top + high*0.56 + float64(i)*34
		ring := hill(r, base, 20, 3)[0]
		var inside []point
		for _, q := range ring {
			inside = append(inside, point{min(max(q.x, left), left+wide), min(max(q.y, top), top+high)})
		}
		c.fill(shape{inside}, flat(mix(mix(p.paper, p.mid, 0.5), p.deep, float64(i)*0.33)))
	}
	c.fill(rect(left+wide/2-4, top, 8, high), flat(frame))
	c.fill(rect(left, top+high*0.36, wide, 7), flat(frame))
	c.fill(rect(left-60, top+high+14, wide+120, 18), flat(mix(p.deep, p.mid, 0.15)))
	pot := left + between(r, 40, 90)
	drawTwig(c, p, r, pot-8, top+high-32)
	drawTwig(c, p, r, pot+8, top+high-32)
	c.fill(turned(pot, top+high+14, 54, 34, []float64{0.7, 0.8, 0.88, 0.95, 1, 1}), across(p.accent, p.light, p.deep, pot-34, pot+34))
	for i := range 6 {
		x := left - 150 + float64(i)*16
		fold := mix(p.light, p.mid, float64(i%2)*0.22+0.08)
		c.fill(ribbon(smooth([]point{{x, -5}, {x - 5, 120}, {x + 6, 240}, {x - 3, 388}}), 20, 22), flat(fold))
	}
}

func drawLanterns(c *canvas, p palette, r *rand.Rand) {
	dusk := mix(p.deep, tone{20, 24, 38}, 0.35)
	c.fill(rect(-1, -1, coverWidth+2, coverHeight+2), down(dusk, mix(p.deep, p.mid, 0.65), 0, coverHeight))
	for range 26 {
		x, y, s := between(r, 0, 900), between(r, 150, 340), between(r, 6, 26)
		c.fill(circle(x, y, s), glass(mix(p.accent, p.light, r.Float64()), between(r, 0.06, 0.22)))
	}
	for row := range 2 {
		y := 40 + float64(row)*74
		sag := between(r, 40, 70)
		rope := smooth([]point{{-20, y}, {220, y + sag*0.8}, {450, y + sag}, {690, y + sag*0.8}, {920, y}})
		c.fill(ribbon(rope, 2, 2), glass(p.light, 0.6))
		for i := 4 + row*3; i < len(rope)-2; i += 8 {
			drawLantern(c, p, rope[i].x, rope[i].y, between(r, 18, 25)+float64(row)*7)
		}
	}
	ground := mix(dusk, tone{12, 14, 22}, 0.5)
	c.fill(hill(r, 352, 8, 1), flat(ground))
	for i := range 5 {
		x := 60 + float64(i)*178 + between(r, -26, 26)
		wide, high := between(r, 104, 138), between(r, 62, 84)
		c.fill(rect(x-wide/2+8, 360-high, wide-16, high), flat(mix(ground, p.deep, 0.4)))
		for k := range 6 {
			stripe := mix(p.accent, p.light, float64(k%2))
			c.fill(rect(x-wide/2+float64(k)*wide/6, 346-high, wide/6+0.5, 18), flat(mix(stripe, ground, 0.18)))
		}
		c.fill(roundRect(x-wide/2+20, 360-high+22, wide-40, high*0.4, 4), glass(mix(p.accent, p.light, 0.6), 0.85))
	}
}

func drawLantern(c *canvas, p palette, x, y, size float64) {
	cy := y + size*1.5
	c.fill(circle(x, cy, size*3), glow(mix(p.accent, p.light, 0.4), x, cy, size*3, 0.7))
	c.fill(rect(x-1, y, 2, size*0.7), glass(p.light, 0.6))
	body := mix(p.accent, p.light, 0.15)
	c.fill(ellipse(x, cy, size*1.12, size*0.92), across(body, p.light, p.deep, x-size*1.5, x+size*1.9))
	c.fill(ellipse(x, cy, size*0.5, size*0.92), glass(p.light, 0.16))
	c.fill(roundRect(x-size*0.42, cy-size*1.04, size*0.84, size*0.22, 2), flat(mix(p.deep, p.accent, 0.3)))
	c.fill(roundRect(x-size*0.42, cy+size*0.82, size*0.84, size*0.22, 2), flat(mix(p.deep, p.accent, 0.3)))
}

func drawBooks(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	c.fill(ellipse(between(r, 560, 640), 120, 190, 170), glow(p.light, 600, 120, 190, 0.9))
	table := 316.0
	c.fill(rect(-1, table, coverWidth+2, 80), down(mix(p.mid, p.deep, 0.15), mix(p.mid, p.deep, 0.4), table, 383))
	tones := []tone{p.deep, p.accent, p.mid, mix(p.light, p.paper, 0.4), mix(p.deep, p.mid, 0.5)}
	x, y := between(r, 270, 330), table+16
	c.fill(ellipse(x+130, y, 170, 11), glass(p.deep, 0.25))
	for i := range 4 + r.IntN(2) {
		thick, wide := between(r, 28, 42), between(r, 210, 262)
		y -= thick
		dx := between(r, -12, 18)
		body := tones[i%len(tones)]
		c.fill(roundRect(x+dx, y, wide, thick, 4), down(mix(body, p.light, 0.1), mix(body, p.deep, 0.15), y, y+thick))
		c.fill(rect(x+dx+wide-16, y+5, 12, thick-10), flat(mix(p.light, p.paper, 0.3)))
		c.fill(rect(x+dx+24, y, 7, thick), glass(p.light, 0.5))
		c.fill(rect(x+dx+37, y, 2.5, thick), glass(p.light, 0.5))
	}
	lamp := x + between(r, 390, 430)
	c.fill(ellipse(lamp, table+18, 52, 8), flat(p.deep))
	c.fill(ribbon(smooth([]point{{lamp, table + 16}, {lamp + 6, 230}, {lamp - 4, 170}, {lamp - 34, 138}}), 6, 6), flat(p.deep))
	shade := shape{{{lamp - 70, 96}, {lamp - 14, 118}, {lamp - 20, 184}, {lamp - 120, 146}}}
	light := shape{{{lamp - 120, 148}, {lamp - 22, 184}, {lamp - 70, table}, {lamp - 300, table}}}
	c.fill(light, down(mix(p.light, p.accent, 0.1), p.paper, 140, table+40).faint(0.42))
	c.fill(shade, flat(mix(p.accent, p.deep, 0.12)))
	drawTwig(c, p, r, x-78, table-40)
	c.fill(turned(x-78, table+20, 74, 34, profiles[2]), across(mix(p.light, p.paper, 0.3), p.light, p.mid, x-112, x-44))
}

// faint is the ink at a part of its strength.
func (i ink) faint(part float64) ink {
	return func(x, y float64) (tone, float64) {
		t, a := i(x, y)
		return t, a * part
	}
}

func drawLake(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	moon := between(r, 560, 720)
	drawSun(c, p, moon, 92, between(r, 40, 52))
	c.fill(hill(r, 196, 44, 2.2), down(mix(p.paper, p.mid, 0.55), mix(p.paper, p.mid, 0.2), 150, 240))
	c.fill(hill(r, 216, 26, 3), down(mix(p.mid, p.deep, 0.45), mix(p.mid, p.paper, 0.25), 180, 250))
	c.fill(rect(-1, 226, coverWidth+2, 160), down(mix(p.light, p.mid, 0.25), mix(p.mid, p.deep, 0.35), 226, 383))
	for i := range 22 {
		y := 234 + float64(i)*6.6
		long := between(r, 40, 190)
		x := between(r, -40, 900)
		c.fill(roundRect(x, y, long, 2.4, 1.2), glass(p.light, between(r, 0.12, 0.5)))
		w := between(r, 20, 66) * (1 - float64(i)/40)
		c.fill(roundRect(moon-w, y, 2*w, 3, 1.5), glass(p.light, 0.5-float64(i)*0.018))
	}
	bx, by := between(r, 240, 380), between(r, 286, 306)
	hull := smooth([]point{{bx - 78, by - 10}, {bx - 46, by + 13}, {bx, by + 17}, {bx + 50, by + 12}, {bx + 84, by - 13}})
	c.fill(shape{append(hull, point{bx + 44, by - 1}, point{bx - 44, by - 1})}, flat(p.deep))
	c.fill(ellipse(bx, by+22, 82, 5), glass(p.deep, 0.2))
	c.fill(turned(bx+4, by+2, 30, 34, []float64{1, 0.98, 0.9, 0.7, 0.3}), flat(mix(p.deep, p.mid, 0.45)))
	c.fill(ribbon([]point{{bx - 40, by + 2}, {bx - 40, by - 44}}, 7, 6), flat(mix(p.deep, p.accent, 0.4)))
	c.fill(shape{{{bx - 56, by - 38}, {bx - 40, by - 54}, {bx - 24, by - 38}}}, flat(p.accent))
	for range 9 {
		x := between(r, 700, 900)
		reed := smooth([]point{{x, 390}, {x + between(r, -8, 8), 330}, {x + between(r, -30, 10), between(r, 250, 290)}})
		c.fill(ribbon(reed, 4.4, 0.8), flat(mix(p.deep, p.mid, between(r, 0, 0.4))))
	}
}

func drawFruit(c *canvas, p palette, r *rand.Rand) {
	background(c, p)
	for i := range 7 {
		c.fill(rect(float64(i)*140-10+between(r, -4, 4), -1, 56, coverHeight+2), glass(p.light, 0.3))
	}
	cx, cy := between(r, 420, 480), 204.0
	c.fill(ellipse(cx+14, cy+20, 252, 148), glass(p.deep, 0.16))
	c.fill(ellipse(cx, cy, 250, 146), down(p.light, mix(p.light, p.paper, 0.7), cy-146, cy+146))
	c.fill(ellipse(cx, cy+3, 202, 112), glass(p.mid, 0.16))
	places := []point{{-104, 14}, {92, 26}, {-6, -42}, {4, 62}, {120, -44}, {-116, -52}}
	for i, at := range places[:4+r.IntN(3)] {
		x, y, s := cx+at.x+between(r, -10, 10), cy+at.y+between(r, -8, 8), between(r, 45, 56)
		c.fill(ellipse(x+7, y+s*0.72, s*0.92, s*0.3), glass(p.deep, 0.2))
		if i%3 == 1 {
			drawSlice(c, p, x, y, s)
			continue
		}
		body := mix(p.accent, p.mid, between(r, 0, 0.7))
		c.fill(ellipse(x, y, s, s*0.9), across(body, p.light, p.deep, x-s, x+s*1.5))
		c.fill(ellipse(x-s*0.34, y-s*0.36, s*0.2, s*0.12), glass(p.light, 0.6))
		for k := range 4 {
			angle := float64(k)*math.Pi/2 + 0.5
			tip := point{x + math.Cos(angle)*s*0.46, y - s*0.62 + math.Sin(angle)*s*0.2}
			c.fill(leaf(point{x, y - s*0.62}, tip, 0.34), flat(mix(p.deep, p.mid, 0.15)))
		}
	}
	sx, sy := cx+between(r, 226, 260), cy+between(r, 70, 100)
	for k := range 3 {
		angle := -0.9 + float64(k)*0.62
		c.fill(leaf(point{sx, sy}, point{sx + math.Cos(angle)*96, sy + math.Sin(angle)*76}, 0.2), flat(mix(p.deep, p.mid, float64(k)*0.25)))
	}
}

// drawSlice draws a cut citrus.
func drawSlice(c *canvas, p palette, x, y, s float64) {
	c.fill(ellipse(x, y, s, s*0.92), flat(mix(p.accent, p.mid, 0.4)))
	c.fill(ellipse(x, y, s*0.88, s*0.81), flat(p.light))
	for k := range 9 {
		a, b := float64(k)*2*math.Pi/9+0.06, float64(k+1)*2*math.Pi/9-0.06
		at := func(angle, reach float64) point {
			return point{x + math.Cos(angle)*s*reach, y + math.Sin(angle)*s*reach*0.92}
		}
		c.fill(shape{{at((a+b)/2, 0.1), at(a, 0.74), at((a+b)/2, 0.8), at(b, 0.74)}}, flat(mix(p.accent, p.light, 0.3)))
	}
}

func drawSnow(c *canvas, p palette, r *rand.Rand) {
	sky := mix(p.paper, p.mid, 0.4)
	c.fill(rect(-1, -1, coverWidth+2, coverHeight+2), down(mix(sky, p.deep, 0.35), mix(sky, p.light, 0.5), 0, 300))
	drawSun(c, p, between(r, 150, 260), between(r, 76, 100), 30)
	c.fill(hill(r, 238, 34, 2), down(mix(p.light, p.mid, 0.4), mix(p.light, p.mid, 0.15), 200, 300))
	for i := range 7 {
		x, high := 60+float64(i)*132+between(r, -40, 40), between(r, 60, 110)
		if x > 440 && x < 660 {
			continue
		}
		for k := range 3 {
			y := 290 - float64(k)*high*0.28
			half := high * (0.36 - float64(k)*0.08)
			tree := mix(p.deep, p.mid, between(r, 0, 0.3))
			c.fill(shape{{{x - half, y}, {x, y - high*0.46}, {x + half, y}}}, flat(tree))
			c.fill(shape{{{x - half*0.42, y - high*0.27}, {x, y - high*0.46}, {x + half*0.42, y - high*0.27}}}, glass(p.light, 0.9))
		}
	}
	c.fill(hill(r, 296, 14, 1.3), down(p.light, mix(p.light, p.mid, 0.18), 280, 383))
	x, y := between(r, 520, 560), 318.0
	c.fill(rect(x, y-74, 128, 76), flat(mix(p.deep, p.mid, 0.35)))
	c.fill(shape{{{x - 22, y - 70}, {x + 64, y - 138}, {x + 150, y - 70}}}, flat(p.deep))
	c.fill(shape{{{x - 24, y - 74}, {x + 64, y - 144}, {x + 152, y - 74}, {x + 134, y - 78}, {x + 64, y - 126}, {x - 6, y - 78}}}, flat(p.light))
	c.fill(circle(x+38, y-34, 62), glow(p.accent, x+38, y-34, 62, 0.75))
	c.fill(roundRect(x+22, y-52, 34, 34, 3), flat(mix(p.accent, p.light, 0.55)))
	c.fill(roundRect(x+80, y-50, 26, 52, 3), flat(mix(p.deep, p.accent, 0.25)))
	c.fill(steam(r, x+104, y-132, 66), glass(p.light, 0.75))
	for range 90 {
		c.fill(circle(between(r, 0, 900), between(r, 0, 380), between(r, 1, 3.6)), glass(p.light, between(r, 0.4, 0.95)))
	}
}
