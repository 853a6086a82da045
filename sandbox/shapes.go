package sandbox

import (
	"math"
	"math/rand/v2"
)

func rect(x, y, w, h float64) shape {
	return shape{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}
}

func ellipse(cx, cy, rx, ry float64) shape {
	const n = 72
	ring := make([]point, n)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		ring[i] = point{cx + rx*cos, cy + ry*sin}
	}
	return shape{ring}
}

func circle(cx, cy, r float64) shape { return ellipse(cx, cy, r, r) }

// roundRect is a rectangle with corners of radius r.
func roundRect(x, y, w, h, r float64) shape {
	var ring []point
	corners := [4]point{{x + w - r, y + r}, {x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}}
	for i, c := range corners {
		for k := range 9 {
			sin, cos := math.Sincos(math.Pi/2*(float64(i)-1) + math.Pi/2*float64(k)/8)
			ring = append(ring, point{c.x + r*cos, c.y + r*sin})
		}
	}
	return shape{ring}
}

// smooth runs a soft curve through points (Catmull-Rom).
func smooth(through []point) []point {
	var curve []point
	at := func(i int) point { return through[min(max(i, 0), len(through)-1)] }
	for i := range len(through) - 1 {
		a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
		for k := range 12 {
			t := float64(k) / 12
			blend := func(a, b, c, d float64) float64 {
				return 0.5 * (2*b + (c-a)*t + (2*a-5*b+4*c-d)*t*t + (3*b-a-3*c+d)*t*t*t)
			}
			curve = append(curve, point{blend(a.x, b.x, c.x, d.x), blend(a.y, b.y, c.y, d.y)})
		}
	}
	return append(curve, through[len(through)-1])
}

// ribbon is a line with a width that changes from its start to its end.
func ribbon(line []point, from, to float64) shape {
	left, right := make([]point, 0, 2*len(line)), make([]point, 0, len(line))
	for i, p := range line {
		a, b := line[max(i-1, 0)], line[min(i+1, len(line)-1)]
		length := max(math.Hypot(b.x-a.x, b.y-a.y), 1e-9)
		half := (from + (to-from)*float64(i)/float64(len(line)-1)) / 2
		nx, ny := -(b.y-a.y)/length*half, (b.x-a.x)/length*half
		left = append(left, point{p.x + nx, p.y + ny})
		right = append(right, point{p.x - nx, p.y - ny})
	}
	for i := len(right) - 1; i >= 0; i-- {
		left = append(left, right[i])
	}
	return shape{left}
}

// hill is all below a rolling line.
func hill(r *rand.Rand, base, height, waves float64) shape {
	p1, p2, p3 := r.Float64()*7, r.Float64()*7, r.Float64()*7
	ring := []point{{-5, coverHeight + 5}}
	for x := -5.0; x <= coverWidth+5; x += 5 {
		t := x / coverWidth * waves
		y := 0.62*math.Sin(t*2+p1) + 0.28*math.Sin(t*4.3+p2) + 0.1*math.Sin(t*9+p3)
		ring = append(ring, point{x, base - y*height})
	}
	return shape{append(ring, point{coverWidth + 5, coverHeight + 5})}
}

// leaf is a pointed leaf from its stem to its tip; belly is its half width as
// a part of its length.
func leaf(stem, tip point, belly float64) shape {
	dx, dy := tip.x-stem.x, tip.y-stem.y
	side := func(s float64) []point {
		at := func(along, out float64) point {
			return point{stem.x + dx*along - dy*out*s, stem.y + dy*along + dx*out*s}
		}
		return smooth([]point{stem, at(0.2, belly*0.72), at(0.45, belly), at(0.75, belly*0.6), tip})
	}
	ring := side(1)
	back := side(-1)
	for i := len(back) - 1; i >= 0; i-- {
		ring = append(ring, back[i])
	}
	return shape{ring}
}

// turned is a vessel as from a potter's wheel: its profile gives half widths
// from foot to lip.
func turned(cx, foot, height, half float64, profile []float64) shape {
	var side []point
	for i, w := range profile {
		side = append(side, point{w * half, foot - height*float64(i)/float64(len(profile)-1)})
	}
	side = smooth(side)
	var ring []point
	for _, p := range side {
		ring = append(ring, point{cx + p.x, p.y})
	}
	for i := len(side) - 1; i >= 0; i-- {
		ring = append(ring, point{cx - side[i].x, side[i].y})
	}
	return shape{ring}
}

// steam is a wisp rising from a place.
func steam(r *rand.Rand, x, y, height float64) shape {
	sway := 9 + r.Float64()*8
	if r.IntN(2) == 0 {
		sway = -sway
	}
	return ribbon(smooth([]point{
		{x, y}, {x + sway, y - height*0.28}, {x - sway*0.7, y - height*0.6}, {x + sway*0.4, y - height},
	}), 7, 0.5)
}
