package sandbox

import (
	"image"
	"math"
)

// point is a place in a picture, in pixels from the top left.
type point struct{ x, y float64 }

// shape is a set of closed polygons that is filled as one.
type shape [][]point

// canvas draws filled shapes with smooth edges. Coordinates are those of a
// cover of 900 × 383 and are scaled to the picture's true size.
type canvas struct {
	img   *image.RGBA
	scale float64
	w, h  int
	area  []float64 // signed area per pixel, one row longer than the picture
}

const (
	coverWidth  = 900
	coverHeight = 383
)

func newCanvas(width int) *canvas {
	scale := float64(width) / coverWidth
	height := int(math.Round(coverHeight * scale))
	return &canvas{
		img: image.NewRGBA(image.Rect(0, 0, width, height)), scale: scale, w: width, h: height,
		area: make([]float64, (width+2)*height),
	}
}

// fill paints a shape.
func (c *canvas) fill(s shape, paint ink) {
	top, bottom := c.h, 0
	for _, ring := range s {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			from, to := c.edge(point{p.x * c.scale, p.y * c.scale}, point{q.x * c.scale, q.y * c.scale})
			top, bottom = min(top, from), max(bottom, to)
		}
	}
	for y := top; y < bottom; y++ {
		c.paintRow(y, paint)
	}
}

// edge adds the signed area right of one edge, and returns the rows it
// touched.
func (c *canvas) edge(p, q point) (top, bottom int) {
	if p.y == q.y {
		return c.h, 0
	}
	sign := 1.0
	if p.y > q.y {
		p, q, sign = q, p, -1
	}
	slope := (q.x - p.x) / (q.y - p.y)
	top, bottom = max(0, int(math.Floor(p.y))), min(c.h, int(math.Ceil(q.y)))
	for y := top; y < bottom; y++ {
		from, to := max(float64(y), p.y), min(float64(y+1), q.y)
		c.span(y, p.x+(from-p.y)*slope, p.x+(to-p.y)*slope, sign*(to-from))
	}
	return top, bottom
}

// span spreads the area of one edge's piece within a row over the pixels from
// x0 to x1.
func (c *canvas) span(y int, x0, x1, d float64) {
	limit := float64(c.w)
	x0, x1 = min(max(x0, 0), limit), min(max(x1, 0), limit)
	if x0 > x1 {
		x0, x1 = x1, x0
	}
	row := c.area[y*(c.w+2) : (y+1)*(c.w+2)]
	first, last := int(x0), int(math.Ceil(x1))
	if last <= first+1 {
		part := (x0+x1)/2 - float64(first)
		row[first] += d * (1 - part)
		row[first+1] += d * part
		return
	}
	per, done := 1/(x1-x0), 0.0
	for x := first; x < last; x++ {
		left, right := max(x0, float64(x)), min(x1, float64(x+1))
		inside := (right - left) * per
		gone := inside * (float64(x+1) - (left+right)/2)
		row[x] += d * (gone + done)
		done = inside - gone
	}
	row[last] += d * done
}

// paintRow turns a row's areas into coverage, blends, and clears it.
func (c *canvas) paintRow(y int, paint ink) {
	row := c.area[y*(c.w+2) : (y+1)*(c.w+2)]
	pix := c.img.Pix[y*c.img.Stride:]
	sum := 0.0
	for x := range c.w {
		sum += row[x]
		cover := min(math.Abs(sum), 1)
		if cover < 1.0/512 {
			continue
		}
		tone, alpha := paint(float64(x)/c.scale, float64(y)/c.scale)
		alpha *= cover
		for i, v := range tone {
			pix[x*4+i] = uint8(float64(pix[x*4+i])*(1-alpha) + v*alpha + 0.5)
		}
		pix[x*4+3] = 255
	}
	clear(row)
}

// tone is a color, each channel 0 to 255.
type tone [3]float64

// ink is what a shape is filled with, by place.
type ink func(x, y float64) (tone, float64)

func rgb(v uint32) tone {
	return tone{float64(v >> 16 & 255), float64(v >> 8 & 255), float64(v & 255)}
}

// mix is the color t of the way from a to b.
func mix(a, b tone, t float64) tone {
	t = min(max(t, 0), 1)
	for i := range a {
		a[i] += (b[i] - a[i]) * t
	}
	return a
}

func flat(c tone) ink { return func(_, _ float64) (tone, float64) { return c, 1 } }

func glass(c tone, alpha float64) ink {
	return func(_, _ float64) (tone, float64) { return c, alpha }
}

// down shades from a at y0 to b at y1.
func down(a, b tone, y0, y1 float64) ink {
	return func(_, y float64) (tone, float64) { return mix(a, b, (y-y0)/(y1-y0)), 1 }
}

// across shades a round body: light from the left, dark to the right.
func across(body, light, dark tone, x0, x1 float64) ink {
	return func(x, _ float64) (tone, float64) {
		t := (x - x0) / (x1 - x0)
		if t < 0.35 {
			return mix(mix(body, light, 0.10), mix(body, light, 0.45), t/0.35), 1
		}
		return mix(mix(body, light, 0.45), mix(body, dark, 0.45), (t-0.35)/0.65), 1
	}
}

// glow fades out from its center.
func glow(c tone, cx, cy, r, strength float64) ink {
	return func(x, y float64) (tone, float64) {
		t := 1 - math.Hypot(x-cx, y-cy)/r
		return c, strength * max(t, 0) * max(t, 0)
	}
}
