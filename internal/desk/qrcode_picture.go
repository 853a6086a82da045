package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/gif"  // a logo may be one
	_ "image/jpeg" // a logo may be one
	"strconv"
	"strings"
	"unicode/utf8"

	"rsc.io/qr"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// PictureForm says how a code is drawn.
type PictureForm struct {
	SVG     bool
	Size    int    // pixels on a side, 0 for 430
	Caption string // of an SVG; a PNG has none: the console has no Chinese font to draw with
	LogoID  string // of a picture that was uploaded for replies, in the middle
}

// File is something to be downloaded.
type File struct {
	Name string
	Type string
	Body []byte
}

// The bounds of pictures.
const (
	defaultCodeSize = 430
	maxCodeSize     = 1280
	maxCaption      = 40 // characters
	maxCodesZipped  = 500
)

func (f *PictureForm) check() error {
	if f.Size == 0 {
		f.Size = defaultCodeSize
	}
	f.Caption = oneLine(f.Caption)
	switch {
	case f.Size < 100 || f.Size > maxCodeSize:
		return tuwen.Errorf(tuwen.Invalid, "qrcode.size", "a picture has 100 to 1,280 pixels on a side").With("field", "size")
	case f.Caption != "" && !f.SVG:
		return tuwen.Errorf(tuwen.Invalid, "qrcode.caption_png", "a PNG is drawn without a caption; take the SVG").With("field", "caption")
	case utf8.RuneCountInString(f.Caption) > maxCaption:
		return tuwen.Errorf(tuwen.Invalid, "qrcode.caption_long", "a caption has at most 40 characters").With("field", "caption").
			With("max", strconv.Itoa(maxCaption))
	}
	return nil
}

// Picture draws a code. One that WeChat has not made is [tuwen.Conflict]
// "qrcode.not_made".
func (s *QRCodes) Picture(ctx context.Context, actor tuwen.Actor, appID, id string, form PictureForm) (File, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return File{}, err
	}
	if err := form.check(); err != nil {
		return File{}, err
	}
	var c tuwen.QRCode
	err := s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) (err error) {
		c, err = tx.QRCodes.ByID(ctx, appID, id)
		return err
	})
	if err != nil {
		return File{}, err
	}
	logo, err := s.logo(ctx, appID, form.LogoID)
	if err != nil {
		return File{}, err
	}
	return picture(c, form, logo)
}

// Pictures draws many codes into one ZIP file: those named, else all that the
// query lets through and WeChat has made. More than 500 are [tuwen.Invalid]
// "qrcode.too_many".
func (s *QRCodes) Pictures(ctx context.Context, actor tuwen.Actor, appID string, ids []string, q CodeQuery, form PictureForm) (File, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return File{}, err
	}
	if err := form.check(); err != nil {
		return File{}, err
	}
	codes, err := s.chosen(ctx, appID, ids, q)
	if err != nil {
		return File{}, err
	}
	logo, err := s.logo(ctx, appID, form.LogoID)
	if err != nil {
		return File{}, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, c := range codes {
		one := form
		if form.SVG && form.Caption == "" {
			one.Caption = c.Name
		}
		f, err := picture(c, one, logo)
		if err != nil {
			return File{}, err
		}
		// A number first: two codes may have one name.
		w, err := z.Create(fmt.Sprintf("%03d-%s", i+1, f.Name))
		if err == nil {
			_, err = w.Write(f.Body)
		}
		if err != nil {
			return File{}, fmt.Errorf("zip pictures: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return File{}, fmt.Errorf("zip pictures: %w", err)
	}
	return File{Name: "qrcodes.zip", Type: "application/zip", Body: b.Bytes()}, nil
}

func (s *QRCodes) chosen(ctx context.Context, appID string, ids []string, q CodeQuery) (codes []tuwen.QRCode, err error) {
	tooMany := tuwen.Errorf(tuwen.Invalid, "qrcode.too_many", "at most 500 pictures go into one file; narrow the filter").
		With("max", strconv.Itoa(maxCodesZipped))
	if len(ids) > maxCodesZipped {
		return nil, tooMany
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if len(ids) > 0 {
			codes, err = tx.QRCodes.ByIDs(ctx, appID, ids)
			return err
		}
		f := q.filter()
		without := false
		f.Problem, f.Limit, f.Cursor = &without, 100, ""
		for {
			p, err := tx.QRCodes.List(ctx, appID, f)
			if err != nil {
				return err
			}
			if p.Total > maxCodesZipped {
				return tooMany
			}
			codes = append(codes, p.Items...)
			if f.Cursor = p.NextCursor; f.Cursor == "" {
				return nil
			}
		}
	})
	if err == nil && len(codes) == 0 {
		err = tuwen.Errorf(tuwen.NotFound, "qrcode.unknown", "there is no such QR code")
	}
	return codes, err
}

// Public draws the current picture of a code for everybody: as PNG, 430
// pixels wide. What is unknown, not made or ended is [tuwen.NotFound]. It
// takes no actor; the id cannot be guessed.
func (s *QRCodes) Public(ctx context.Context, id string) (File, error) {
	var c tuwen.QRCode
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		found, err := tx.QRCodes.Anywhere(ctx, id)
		c = found.Code
		return err
	})
	if err == nil && (!c.Made() || c.Ended(s.now())) {
		err = tuwen.Errorf(tuwen.NotFound, "qrcode.unknown", "there is no such QR code")
	}
	if err != nil {
		return File{}, err
	}
	return picture(c, PictureForm{Size: defaultCodeSize}, nil)
}

// logo returns an uploaded picture, nil for "".
func (s *QRCodes) logo(ctx context.Context, appID, id string) (image.Image, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // no logo is what was asked for
	}
	var p tuwen.Picture
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		p, err = tx.ReplyPictures.ByID(ctx, appID, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.pictures.remember(ctx, appID, []string{p.URL}); err != nil {
		return nil, err
	}
	got, err := s.pictures.Open(ctx, appID, PictureHash(p.URL))
	if err != nil {
		return nil, err
	}
	unfit := tuwen.Errorf(tuwen.Invalid, "qrcode.logo", "a logo is a PNG, JPEG or GIF of at most 4,000 pixels on a side").With("field", "logo")
	size, _, err := image.DecodeConfig(bytes.NewReader(got.Body))
	if err != nil || size.Width > 4000 || size.Height > 4000 {
		return nil, unfit.Because(err)
	}
	logo, _, err := image.Decode(bytes.NewReader(got.Body))
	if err != nil {
		return nil, unfit.Because(err)
	}
	return logo, nil
}

func picture(c tuwen.QRCode, form PictureForm, logo image.Image) (File, error) {
	if !c.Made() {
		return File{}, tuwen.Errorf(tuwen.Conflict, "qrcode.not_made", "WeChat has not made this code yet, so that it has no picture").With("name", c.Name)
	}
	level := qr.M
	if logo != nil {
		level = qr.H // what the logo covers is mended from the rest
	}
	squares, err := qr.Encode(c.URL, level)
	if err != nil {
		return File{}, fmt.Errorf("draw a QR code: %w", err)
	}
	name := fileName(c.Name)
	if form.SVG {
		body, err := drawSVG(squares, form, logo)
		return File{Name: name + ".svg", Type: "image/svg+xml", Body: body}, err
	}
	body, err := drawPNG(squares, form.Size, logo)
	return File{Name: name + ".png", Type: "image/png", Body: body}, err
}

// fileName is a name without what a file system gives a meaning to.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, s)
	return strings.TrimLeft(s, ". ")
}
