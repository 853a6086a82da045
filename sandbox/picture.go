package sandbox

import (
	"bytes"
	_ "embed" // the placeholder picture
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// Pictures are drawn from their ids: a letter for the scene, one for the
// palette, and a hash that varies both. So the picture host keeps nothing and
// never loses a picture.
const (
	pictureLength = 43
	scenesBegin   = 'A'
	palettesBegin = 'a'
)

// pictureFor is the id of a picture drawn from a seed.
func pictureFor(seed []byte) string {
	return pictureOn(int(seed[0])%len(scenes), int(seed[1])%len(palettes), seed)
}

// pictureOn is the id of a picture of a scene in a palette.
func pictureOn(scene, palette int, seed []byte) string {
	id := string(rune(scenesBegin+scene)) + string(rune(palettesBegin+palette))
	return (id + base64.RawURLEncoding.EncodeToString(digestOf(string(seed))))[:pictureLength]
}

func isPicture(id string) bool {
	if len(id) != pictureLength {
		return false
	}
	return int(id[0])-scenesBegin >= 0 && int(id[0])-scenesBegin < len(scenes) &&
		int(id[1])-palettesBegin >= 0 && int(id[1])-palettesBegin < len(palettes)
}

// thumbID is the permanent media id of a picture.
func thumbID(picture string) string { return "T" + picture }

func isThumb(id string) bool { return strings.HasPrefix(id, "T") && isPicture(id[1:]) }

func pictureOf(thumb string) string { return thumb[1:] }

// thumbURL is the address of a cover; "" for what is no cover of ours.
func thumbURL(base, thumb string) string {
	if !isThumb(thumb) {
		return ""
	}
	return pictureURL(base, pictureOf(thumb))
}

func pictureURL(base, picture string) string {
	return base + "/mmbiz_jpg/" + picture + "/0?wx_fmt=jpeg"
}

// gallery draws pictures and keeps the latest. It is safe for concurrent use.
type gallery struct {
	mu    sync.Mutex
	kept  map[string][]byte
	order []string
}

// galleryKeeps is how many pictures stay in memory, about 15 kB each.
const galleryKeeps = 600

func newGallery() *gallery { return &gallery{kept: map[string][]byte{}} }

// jpeg is a picture of the given width; 0 is its full 900 pixels.
func (g *gallery) jpeg(id string, width int) []byte {
	key := id + "/" + strconv.Itoa(width)
	return g.once(key, func(buf *bytes.Buffer) error {
		return jpeg.Encode(buf, drawPicture(id, width), &jpeg.Options{Quality: 90})
	})
}

func (g *gallery) png(id string, width int) []byte {
	key := id + "/" + strconv.Itoa(width) + ".png"
	return g.once(key, func(buf *bytes.Buffer) error { return png.Encode(buf, drawPicture(id, width)) })
}

func (g *gallery) once(key string, encode func(*bytes.Buffer) error) []byte {
	g.mu.Lock()
	done, found := g.kept[key]
	g.mu.Unlock()
	if found {
		return done
	}
	var buf bytes.Buffer
	if err := encode(&buf); err != nil {
		panic("sandbox: encode picture: " + err.Error()) // a picture in memory always encodes
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, found := g.kept[key]; !found {
		g.order = append(g.order, key)
	}
	g.kept[key] = buf.Bytes()
	if len(g.order) > galleryKeeps {
		delete(g.kept, g.order[0])
		g.order = g.order[1:]
	}
	return buf.Bytes()
}

// drawPicture draws a picture; the id must be one.
func drawPicture(id string, width int) image.Image {
	if width <= 0 || width > coverWidth {
		width = coverWidth
	}
	seed := digestOf("picture", id)
	r := rand.New(rand.NewPCG(number(seed[:8]), number(seed[8:16])))
	c := newCanvas(width)
	scenes[int(id[0])-scenesBegin](c, palettes[int(id[1])-palettesBegin], r)
	return c.img
}

func number(b []byte) (n uint64) {
	for _, v := range b {
		n = n<<8 | uint64(v)
	}
	return n
}

// pictureSizes are the sizes an address may ask for: "0" is the whole picture.
var pictureSizes = map[string]int{"0": 0, "300": 300, "640": 640}

// placeholder is the picture a foreign page gets: it says that the picture
// comes from the platform and must not be embedded elsewhere.
//
//go:embed placeholder.png
var placeholder []byte

// servePicture answers as mmbiz.qpic.cn does, for drawn and for uploaded
// pictures: to no Referer and to our own
// pages the picture, to any other page the placeholder, with 200.
func (s *Sandbox) servePicture(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("picture")
	if isUpload(id) {
		s.serveUpload(w, r, id)
		return
	}
	width, known := pictureSizes[r.PathValue("size")]
	if !isPicture(id) || !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "max-age=2592000")
	if s.foreign(r) {
		send(w, "image/png", http.StatusOK, placeholder)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/mmbiz_png/") {
		send(w, "image/png", http.StatusOK, s.pictures.png(id, width))
		return
	}
	send(w, "image/jpeg", http.StatusOK, s.pictures.jpeg(id, width))
}

// foreign reports whether a page elsewhere asks for a picture.
func (s *Sandbox) foreign(r *http.Request) bool {
	referer := r.Header.Get("Referer")
	if referer == "" {
		return false
	}
	from, err := url.Parse(referer)
	if err != nil {
		return true
	}
	own, err := url.Parse(s.PublicURL())
	if err == nil && from.Host == own.Host {
		return false
	}
	return from.Host != r.Host && !strings.HasSuffix("."+from.Hostname(), ".qq.com")
}
