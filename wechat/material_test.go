package wechat_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

const addMaterial = "POST /cgi-bin/material/add_material"

// An upload is one file as a server reads it from the form.
type upload struct {
	Part, Name, Type string
	Content          []byte
}

// keepsUploads answers with a material and hands over what was uploaded.
func keepsUploads(t *testing.T, keep func(upload)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		keep(readUpload(t, r))
		says(`{"media_id":"M1","url":"http://mmbiz.qpic.cn/a"}`)(w, r)
	}
}

func readUpload(t *testing.T, r *http.Request) upload {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		t.Errorf("content type: %v", err)
	}
	form := multipart.NewReader(r.Body, params["boundary"])
	part, err := form.NextPart()
	if err != nil {
		t.Errorf("first part: %v", err)
		return upload{}
	}
	content, err := io.ReadAll(part)
	if err != nil {
		t.Errorf("read part: %v", err)
	}
	got := upload{Part: part.FormName(), Name: part.FileName(), Type: part.Header.Get("Content-Type"), Content: content}
	if _, err := form.NextPart(); !errors.Is(err, io.EOF) {
		t.Errorf("after the first part: %v, want the end", err)
	}
	return got
}

// newKeeper is newFake for uploads, whose bodies the handler reads itself.
func newKeeper(t *testing.T, serve http.HandlerFunc) *wechat.Client {
	t.Helper()
	f := newFake(t, nil)
	f.Config.Handler = serve
	return f.client()
}

func TestPictureArrivesWholeUnderItsFormat(t *testing.T) {
	t.Parallel()
	const png, jpeg, bmp = "\x89PNG\r\n\x1a\n\x00\xff", "\xff\xd8\xff\xe0\x00\x10JFIF", "BM\x1e\x00\x00\x00"
	for _, tt := range []struct{ name, content, sent, kind string }{
		{"茶.png", png, "茶.png", "image/png"},
		{"tea.JPEG", jpeg, "tea.jpg", "image/jpeg"},
		{"tea.png", jpeg, "tea.jpg", "image/jpeg"},
		{"v1.2", bmp, "v1.2.bmp", "image/bmp"},
		{"", tinyGIF, "picture.gif", "image/gif"},
		{".gif", tinyGIF, "picture.gif", "image/gif"},
		{"..", tinyGIF, "picture.gif", "image/gif"},
		{`C:\pictures\tea.gif`, tinyGIF, "tea.gif", "image/gif"},
		{"../../tea.gif", tinyGIF, "tea.gif", "image/gif"},
		{"a\"b\r\nX: y\xff.gif", tinyGIF, "abX: y.gif", "image/gif"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got upload
			c := newKeeper(t, keepsUploads(t, func(u upload) { got = u }))
			if _, err := c.Material.AddImage(t.Context(), tt.name, strings.NewReader(tt.content)); err != nil {
				t.Fatal(err)
			}
			want := upload{Part: "media", Name: tt.sent, Type: tt.kind, Content: []byte(tt.content)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("upload differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPictureIsSentWholeASecondTime(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{addMaterial: inTurn(refusal(40001), says(`{"media_id":"M1","url":"http://mmbiz.qpic.cn/a"}`))})
	cfg, _ := watch(f.config(), "fresh")
	if _, err := wechat.New(cfg).Material.AddImage(t.Context(), "a.gif", strings.NewReader(tinyGIF)); err != nil {
		t.Fatal(err)
	}
	sent := f.seen()
	if len(sent) != 2 {
		t.Fatalf("got %d requests, want 2", len(sent))
	}
	want := sent[0]
	want.Token = "fresh"
	if diff := cmp.Diff(want, sent[1]); diff != "" {
		t.Errorf("second request differs (-want +got):\n%s", diff)
	}
}

func TestWhatIsNoPictureForWeChatIsNotSent(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		content, problem, text string
	}{
		"empty.png": {"", wechat.ImageFormat, `wechat: picture "empty.png" is not a PNG, JPEG, GIF or BMP`},
		"page.jpg":  {"<html><img>", wechat.ImageFormat, `wechat: picture "page.jpg" is not a PNG, JPEG, GIF or BMP`},
		"a.svg":     {`<svg xmlns="http://www.w3.org/2000/svg"/>`, wechat.ImageFormat, `wechat: picture "a.svg" is not a PNG, JPEG, GIF or BMP`},
		"a.webp":    {"RIFF\x24\x00\x00\x00WEBPVP8 ", wechat.ImageFormat, `wechat: picture "a.webp" is not a PNG, JPEG, GIF or BMP`},
		"large.gif": {tinyGIF + strings.Repeat("x", wechat.MaxImage), wechat.ImageTooLarge, `wechat: picture "large.gif" is larger than 10 MB`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, nil)
			cfg, rec := watch(f.config(), "fresh")
			got, err := wechat.New(cfg).Material.AddImage(t.Context(), name, strings.NewReader(tt.content))
			if diff := cmp.Diff(error(&wechat.ImageError{Name: name, Problem: tt.problem}), err); diff != "" || got != nil {
				t.Fatalf("got %v, error differs (-want +got):\n%s", got, diff)
			}
			if err.Error() != tt.text || wechat.Classify(err) != wechat.Input {
				t.Errorf("got %q of class %s", err, wechat.Classify(err))
			}
			if len(f.seen()) != 0 || rec.Calls != nil {
				t.Error("something was sent or counted")
			}
		})
	}
}

func TestLargestPictureIsSent(t *testing.T) {
	t.Parallel()
	var got upload
	c := newKeeper(t, keepsUploads(t, func(u upload) { got = u }))
	content := append([]byte(tinyGIF), bytes.Repeat([]byte{0}, wechat.MaxImage-len(tinyGIF))...)
	if _, err := c.Material.AddImage(t.Context(), "a.gif", bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Content, content) {
		t.Errorf("%d bytes arrived, want the %d that were sent", len(got.Content), len(content))
	}
}

// An endless reader is not read to its end, which does not come.
func TestEndlessPictureIsTooLarge(t *testing.T) {
	t.Parallel()
	f := newFake(t, nil)
	_, err := f.client().Material.AddImage(t.Context(), "a.gif", io.MultiReader(strings.NewReader(tinyGIF), endless{}))
	var wrong *wechat.ImageError
	if !errors.As(err, &wrong) || wrong.Problem != wechat.ImageTooLarge {
		t.Errorf("got %v, want a picture too large", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestPictureThatCannotBeReadIsNotSent(t *testing.T) {
	t.Parallel()
	broken := errors.New("the browser left")
	f := newFake(t, nil)
	_, err := f.client().Material.AddImage(t.Context(), "a.gif", io.MultiReader(strings.NewReader(tinyGIF), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || wechat.Classify(err) != wechat.None || len(f.seen()) != 0 {
		t.Errorf("got %v of class %s after %d requests", err, wechat.Classify(err), len(f.seen()))
	}
}

func TestPictureWithoutMediaIDIsNotAdded(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"url":"http://mmbiz.qpic.cn/a"}`, `{"media_id":"","url":"http://mmbiz.qpic.cn/a"}`} {
		f := newFake(t, handlers{addMaterial: says(body)})
		got, err := f.client().Material.AddImage(t.Context(), "a.gif", strings.NewReader(tinyGIF))
		var fault *wechat.TransportError
		if got != nil || !errors.As(err, &fault) || fault.Kind != wechat.KindShape {
			t.Errorf("%s: got %v, %v, want an unexpected shape", body, got, err)
		}
	}
}
