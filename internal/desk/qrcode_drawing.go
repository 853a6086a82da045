package desk

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"rsc.io/qr"
)

// quiet is the white border of a code, in its own squares.
const quiet = 4

// drawPNG draws every square with the same whole number of pixels, in the
// middle of a picture of exactly the size.
func drawPNG(code *qr.Code, size int, logo image.Image) ([]byte, error) {
	scale := max(1, size/(code.Size+2*quiet))
	margin := (size - scale*code.Size) / 2
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y := range code.Size * scale {
		for x := range code.Size * scale {
			if code.Black(x/scale, y/scale) {
				img.SetColorIndex(margin+x, margin+y, 1)
			}
		}
	}
	var b bytes.Buffer
	var whole image.Image = img
	if logo != nil {
		whole = withLogo(img, margin, scale*logoSquares(code), logo)
	}
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&b, whole); err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	return b.Bytes(), nil
}

// logoSquares is how many squares a logo takes on a side: an odd number, so
// that it lies in the middle, and with its white border about a twentieth of
// all squares, where level H mends more than a quarter.
func logoSquares(code *qr.Code) int { return max(5, code.Size/5) | 1 }

func withLogo(img image.Image, margin, side int, logo image.Image) image.Image {
	b := img.Bounds()
	all := image.NewRGBA(b)
	draw.Draw(all, b, img, image.Point{}, draw.Src)
	from := (b.Dx() - side) / 2
	border := max(2, side/12)
	draw.Draw(all, image.Rect(from, from, from+side, from+side), image.White, image.Point{}, draw.Src)
	small := shrink(logo, side-2*border)
	at := image.Pt(from+border, from+border).Add(image.Pt((side-2*border-small.Bounds().Dx())/2, (side-2*border-small.Bounds().Dy())/2))
	draw.Draw(all, small.Bounds().Add(at), small, image.Point{}, draw.Over)
	return all
}

// shrink returns the picture so that it fits into a square: each pixel is the
// mean of those that it stands for.
func shrink(img image.Image, side int) *image.RGBA {
	b := img.Bounds()
	longer := max(b.Dx(), b.Dy())
	w, h := max(1, b.Dx()*side/longer), max(1, b.Dy()*side/longer)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			cell := image.Rect(x*b.Dx()/w, y*b.Dy()/h, max((x+1)*b.Dx()/w, x*b.Dx()/w+1), max((y+1)*b.Dy()/h, y*b.Dy()/h+1))
			out.SetRGBA(x, y, mean(img, cell.Add(b.Min)))
		}
	}
	return out
}

func mean(img image.Image, cell image.Rectangle) color.RGBA {
	var r, g, b, a, n uint32
	for y := cell.Min.Y; y < cell.Max.Y; y++ {
		for x := cell.Min.X; x < cell.Max.X; x++ {
			cr, cg, cb, ca := img.At(x, y).RGBA()
			r, g, b, a, n = r+cr>>8, g+cg>>8, b+cb>>8, a+ca>>8, n+1
		}
	}
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), uint8(a / n)} //nolint:gosec // means of bytes are bytes
}

// captionFonts are those that have Chinese characters, on whatever system the
// picture is opened.
const captionFonts = `PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif`

// drawSVG draws a square as one unit; the caption stands below, in a type
// that lets it fit.
func drawSVG(code *qr.Code, form PictureForm, logo image.Image) ([]byte, error) {
	side := code.Size + 2*quiet
	height := side
	if form.Caption != "" {
		height += 4
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="%d" height="%d" viewBox="0 0 %d %d">`,
		form.Size, form.Size*height/side, side, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/><path shape-rendering="crispEdges" d="`, side, height)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", quiet+x, quiet+y, run, run)
				x += run
			}
		}
	}
	b.WriteString(`"/>`)
	if logo != nil {
		if err := svgLogo(&b, code, side, logo); err != nil {
			return nil, err
		}
	}
	if form.Caption != "" {
		size := min(2.4, float64(side-4)/textWidth(form.Caption))
		fmt.Fprintf(&b, `<text x="%g" y="%g" font-size="%.2f" font-family="%s" fill="#16211b" text-anchor="middle">%s</text>`,
			float64(side)/2, float64(side)+0.6, size, captionFonts, html.EscapeString(form.Caption))
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

func svgLogo(b *bytes.Buffer, code *qr.Code, side int, logo image.Image) error {
	n := logoSquares(code)
	at := float64(side-n) / 2
	var p bytes.Buffer
	if err := png.Encode(&p, shrink(logo, 256)); err != nil {
		return fmt.Errorf("draw a logo: %w", err)
	}
	fmt.Fprintf(b, `<rect x="%g" y="%g" width="%d" height="%d" fill="#fff"/><image x="%g" y="%g" width="%d" height="%d" xlink:href="data:image/png;base64,%s"/>`,
		at, at, n, n, at+0.5, at+0.5, n-1, n-1, base64.StdEncoding.EncodeToString(p.Bytes()))
	return nil
}

// textWidth is how wide a text is in its own type size, about: a Chinese
// character is as wide as it is high, a Latin one six tenths.
func textWidth(s string) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x2E80 {
			w += 0.6
		} else {
			w++
		}
	}
	return max(w, 1)
}
