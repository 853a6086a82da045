package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// CodeDrawing are the parameters of a picture of a code.
type CodeDrawing struct {
	Format  string `query:"format" enum:"png,svg" default:"png"`
	Size    int    `query:"size" minimum:"100" maximum:"1280" default:"430" doc:"pixels on a side"`
	Caption string `query:"caption" maxLength:"200" doc:"below the code, 40 characters at the most; SVG only, a PNG is drawn without text"`
	Logo    string `query:"logo" maxLength:"60" doc:"id of a reply picture, drawn in the middle"`
}

func (d *CodeDrawing) form() desk.PictureForm {
	return desk.PictureForm{SVG: d.Format == "svg", Size: d.Size, Caption: d.Caption, LogoID: d.Logo}
}

// fileOutput is an answer that is a file.
type fileOutput struct {
	ContentType  string `header:"Content-Type" hidden:"true"`
	Disposition  string `header:"Content-Disposition" hidden:"true"`
	CacheControl string `header:"Cache-Control" hidden:"true"`
	// Policy lets an SVG show its own logo, and run nothing.
	Policy string `header:"Content-Security-Policy" hidden:"true"`
	Body   []byte
}

func download(f desk.File, err error) (*fileOutput, error) {
	if err != nil {
		return nil, err
	}
	return &fileOutput{
		ContentType: f.Type, Disposition: "attachment; filename*=UTF-8''" + url.PathEscape(f.Name), CacheControl: "private, no-cache",
		Policy: "sandbox; default-src 'none'; img-src data:", Body: f.Body,
	}, nil
}

// handleFile registers a handler that answers with a file of one of the types.
func handleFile[I any](a *api, r route, types []string, h func(context.Context, tuwen.Actor, *I) (*fileOutput, error)) {
	op := a.operation(r)
	content := map[string]*huma.MediaType{}
	for _, t := range types {
		content[t] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	}
	op.Responses = map[string]*huma.Response{"200": {Description: "the file", Content: content}}
	huma.Register(a, op, func(ctx context.Context, in *I) (*fileOutput, error) {
		out, err := h(ctx, actorOf(ctx), in)
		if err != nil {
			return nil, problemOf(ctx, a.log, err)
		}
		return out, nil
	})
}

func (a *api) qrcodePictureRoutes() {
	handleFile(a, route{id: "get-qrcode-picture", method: http.MethodGet, path: "/accounts/{app_id}/qrcodes/{id}/picture",
		summary: "The present picture of a QR code"}, []string{"image/png", "image/svg+xml"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfQRCode
			CodeDrawing
		}) (*fileOutput, error) {
			return download(a.desk.QRCodes.Picture(ctx, who, in.AppID, in.ID, in.form()))
		})
	handleFile(a, route{id: "get-qrcode-pictures", method: http.MethodGet, path: "/accounts/{app_id}/qrcodes/pictures.zip",
		summary: "The pictures of up to 500 QR codes: those named, else those that the filters let through; an SVG gets its name as caption"},
		[]string{"application/zip"},
		func(ctx context.Context, who tuwen.Actor, in *struct {
			OfAccount
			CodeFilter
			CodeDrawing
			IDs []string `query:"ids" maxItems:"500"`
		}) (*fileOutput, error) {
			return download(a.desk.QRCodes.Pictures(ctx, who, in.AppID, in.IDs, in.query(Paging{}), in.form()))
		})
}

// publicCode serves the current picture of a code to everybody, at an address
// that can be printed: /q/{id}.png. It answers nothing else, and not too
// often.
func (w *Web) publicCode(rw http.ResponseWriter, r *http.Request) {
	if wait := w.strangers.wait(w.peer.address(r)); wait > 0 {
		writeProblem(rw, problemOf(r.Context(), w.log, tuwen.Errorf(tuwen.Exhausted, "request.often", "too many pictures; wait a minute").
			With("until", time.Now().Add(wait).UTC().Format(time.RFC3339))))
		return
	}
	id, ok := strings.CutSuffix(r.PathValue("file"), ".png")
	if !ok {
		http.NotFound(rw, r)
		return
	}
	f, err := w.desk.QRCodes.Public(r.Context(), id)
	if tuwen.KindOf(err) == tuwen.NotFound {
		plain(rw, http.StatusNotFound, "not found")
		return
	}
	if err != nil {
		writeProblem(rw, problemOf(r.Context(), w.log, err))
		return
	}
	h := rw.Header()
	h.Set("Content-Type", f.Type)
	// Short: a renewed code has another picture.
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = rw.Write(f.Body)
}

// The bounds of what strangers may ask: so much a minute from one address,
// and so many addresses that are remembered.
const (
	strangerAsks = 120
	mostKnown    = 10_000
)

// strangers counts what addresses asked in the present minute. It is safe for
// concurrent use.
type strangers struct {
	mu    sync.Mutex
	began time.Time
	asked map[string]int
}

// wait returns how long the address has to wait, 0 where it has not.
func (s *strangers) wait(address string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if now.Sub(s.began) >= time.Minute || len(s.asked) >= mostKnown {
		s.began, s.asked = now, map[string]int{}
	}
	if s.asked[address] >= strangerAsks {
		return time.Minute - now.Sub(s.began)
	}
	s.asked[address]++
	return 0
}
