package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"rsc.io/qr"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// squares reads the squares of a drawn code back: how each looks in its
// middle.
func squares(t *testing.T, img image.Image, want *qr.Code) (got []string) {
	t.Helper()
	size := img.Bounds().Dx()
	scale := size / (want.Size + 8)
	margin := (size - scale*want.Size) / 2
	for y := -4; y < want.Size+4; y++ {
		line := ""
		for x := -4; x < want.Size+4; x++ {
			px, py := margin+x*scale+scale/2, margin+y*scale+scale/2
			if g := color.GrayModel.Convert(img.At(px, py)).(color.Gray); g.Y < 128 {
				line += "#"
			} else {
				line += "."
			}
		}
		got = append(got, line)
	}
	return got
}

func drawn(code *qr.Code) (want []string) {
	for y := -4; y < code.Size+4; y++ {
		line := ""
		for x := -4; x < code.Size+4; x++ {
			line += map[bool]string{true: "#", false: "."}[code.Black(x, y)]
		}
		want = append(want, line)
	}
	return want
}

func decodePNG(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v in %.60q", err, b)
	}
	return img
}

func TestPictureOfAQRCodeHoldsItsURL(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Viewer)
	made := code(c.Operator(tuwen.Operates), t, "南门店/收银台", nil)
	want, err := qr.Encode(made.URL, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	path := account + "/qrcodes/" + made.ID + "/picture"
	for _, size := range []int{430, 1280} {
		r := b.Must(http.StatusOK, "GET", path+"?size="+strconv.Itoa(size), nil)
		img := decodePNG(t, r.Body)
		if img.Bounds() != image.Rect(0, 0, size, size) || r.Header.Get("Content-Type") != "image/png" ||
			!strings.Contains(r.Header.Get("Content-Disposition"), "%E5%8D%97%E9%97%A8%E5%BA%97_") {
			t.Errorf("got %v, %v", img.Bounds(), r.Header)
		}
		if diff := cmp.Diff(drawn(want), squares(t, img, want)); diff != "" {
			t.Errorf("squares at %d (-want +got):\n%s", size, diff)
		}
	}
	r := b.Must(http.StatusOK, "GET", path+"?format=svg&caption=扫码<b>领券", nil)
	if r.Header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(string(r.Body), "扫码&lt;b&gt;领券") {
		t.Errorf("got %s", r.Body)
	}
	if diff := cmp.Diff(drawn(want), svgSquares(t, r.Body, want.Size+8)); diff != "" {
		t.Errorf("squares of the SVG (-want +got):\n%s", diff)
	}
	if p := problem(t, b.Must(http.StatusUnprocessableEntity, "GET", path+"?caption=扫我", nil)); p.Code != "qrcode.caption_png" {
		t.Errorf("a caption on a PNG says %q", p.Code)
	}
	b.Must(http.StatusNotFound, "GET", path+"?logo=none", nil)
	b.Must(http.StatusNotFound, "GET", account+"/qrcodes/none/picture", nil)
	b.Must(http.StatusUnprocessableEntity, "GET", path+"?size=99999", nil)
	c.Stranger().Must(http.StatusUnauthorized, "GET", path, nil)
}

// svgSquares paints the runs of the one path.
func svgSquares(t *testing.T, svg []byte, side int) []string {
	t.Helper()
	var doc struct {
		Path struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(svg, &doc); err != nil {
		t.Fatal(err)
	}
	rows := make([][]byte, side)
	for y := range rows {
		rows[y] = bytes.Repeat([]byte{'.'}, side)
	}
	for run := range strings.SplitSeq(strings.Trim(doc.Path.D, "M"), "M") {
		var n [3]int
		for i, s := range strings.FieldsFunc(run, func(r rune) bool { return r < '0' || r > '9' })[:3] {
			n[i], _ = strconv.Atoi(s)
		}
		copy(rows[n[1]][n[0]:], bytes.Repeat([]byte{'#'}, n[2]))
	}
	lines := make([]string, side)
	for y := range rows {
		lines[y] = string(rows[y])
	}
	return lines
}

func TestPictureOfAQRCodeWithALogo(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	made := code(b, t, "门店", nil)
	logo := image.NewRGBA(image.Rect(0, 0, 300, 100))
	for i := range logo.Pix {
		logo.Pix[i] = []byte{0, 160, 80, 255}[i%4]
	}
	var file bytes.Buffer
	if err := png.Encode(&file, logo); err != nil {
		t.Fatal(err)
	}
	up, err := c.Desk.ReplyPictures.Add(t.Context(), testkit.CommandLine, testkit.AppID, "logo.png", file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	img := decodePNG(t, b.Must(http.StatusOK, "GET", account+"/qrcodes/"+made.ID+"/picture?size=1280&logo="+up.ID, nil).Body)
	if got := color.RGBAModel.Convert(img.At(640, 640)); got != (color.RGBA{0, 160, 80, 255}) {
		t.Errorf("the middle is %v", got)
	}
	want, err := qr.Encode(made.URL, qr.H)
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for y, line := range squares(t, img, want) {
		for x := range line {
			if line[x] != drawn(want)[y][x] {
				wrong++
			}
		}
	}
	if share := float64(wrong) / float64(want.Size*want.Size); wrong == 0 || share > 0.06 {
		t.Errorf("the logo hides %d squares, %.3f of all", wrong, share)
	}
	svg := b.Must(http.StatusOK, "GET", account+"/qrcodes/"+made.ID+"/picture?format=svg&logo="+up.ID, nil)
	if !strings.Contains(string(svg.Body), "data:image/png;base64,") || !strings.Contains(svg.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Error("the SVG has no logo")
	}
}

func TestPicturesOfManyQRCodes(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	first := code(b, t, "同名", map[string]any{"source": "门店"})
	second := code(b, t, "同名", map[string]any{"source": "门店"})
	code(b, t, "别处", map[string]any{"source": "展会"})
	names := func(query string) (names []string) {
		r := b.Must(http.StatusOK, "GET", account+"/qrcodes/pictures.zip?"+query, nil)
		z, err := zip.NewReader(bytes.NewReader(r.Body), int64(len(r.Body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			names = append(names, f.Name)
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if body, err := io.ReadAll(in); err != nil || len(body) < 300 {
				t.Errorf("%s has %d bytes, %v", f.Name, len(body), err)
			}
		}
		return names
	}
	if got := names("ids=" + first.ID + "," + second.ID); !slices.Equal(got, []string{"001-同名.png", "002-同名.png"}) {
		t.Errorf("got %v", got)
	}
	if got := names("format=svg&source=展会"); !slices.Equal(got, []string{"001-别处.svg"}) {
		t.Errorf("got %v", got)
	}
	b.Must(http.StatusNotFound, "GET", account+"/qrcodes/pictures.zip?source=无", nil)
}

func TestPublicPictureIsForStrangers(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	short := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusCreated, "POST", account+"/qrcodes", map[string]any{
		"name": "快闪", "kind": "temporary", "expire_days": 1,
	}))
	stranger := c.Stranger()
	path := strings.TrimPrefix(short.PictureURL, c.URL)
	look := func(url string) {
		t.Helper()
		r := stranger.Must(http.StatusOK, "GET", path, nil)
		want, err := qr.Encode(url, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(drawn(want), squares(t, decodePNG(t, r.Body), want)); diff != "" {
			t.Errorf("squares (-want +got):\n%s", diff)
		}
		if cc := r.Header.Get("Cache-Control"); cc != "public, max-age=300" {
			t.Errorf("it is kept %q", cc)
		}
	}
	look(short.URL)
	again := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusOK, "POST", account+"/qrcodes/"+short.ID+"/renew", map[string]any{"expire_days": 2}))
	look(again.URL)
	c.Clock.Move(49 * time.Hour)
	stranger.Must(http.StatusNotFound, "GET", path, nil)
	for _, bad := range []string{"/q/none.png", "/q/" + short.ID, "/q/" + short.ID + ".svg", "/q/.png", "/q/" + testkit.AppID + ".png"} {
		stranger.Must(http.StatusNotFound, "GET", bad, nil)
	}
	refused := 0
	for range 130 {
		if r := stranger.Ask("GET", path, nil); r.Status == http.StatusTooManyRequests {
			if r.Header.Get("Retry-After") == "" {
				t.Error("it does not say when to come back")
			}
			refused++
		}
	}
	if refused == 0 {
		t.Error("a stranger asked 130 times in a minute")
	}
	b.Must(http.StatusOK, "GET", account+"/qrcodes/"+short.ID, nil)
}
