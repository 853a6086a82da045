package sandbox_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// pngOf is a small picture.
func pngOf(t *testing.T) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// upload sends a picture as material.
func (b *bench) upload(content []byte) object { return b.uploadAs("image", "media", content) }

func (b *bench) uploadAs(kind, part string, content []byte) object {
	b.t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	w, err := form.CreateFormFile(part, "海报.png")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		b.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	header := http.Header{"Content-Type": {form.FormDataContentType()}}
	return b.send("POST", "/cgi-bin/material/add_material?type="+kind+"&access_token="+b.token(), buf.String(), header).object(b.t)
}

func TestUploadedPictureIsServedListedSentAndDeleted(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	made := b.upload(pngOf(t))
	id, address := made["media_id"].(string), made["url"].(string)
	if !strings.HasPrefix(address, b.url+"/mmbiz_png/") || !strings.HasSuffix(address, "/0?wx_fmt=png") {
		t.Errorf("address %q", address)
	}
	r, size := b.picture(address, "")
	if size.Width != 30 || size.Height != 20 || r.header.Get("Content-Type") != "image/png" {
		t.Errorf("%+v, %s", size, r.header.Get("Content-Type"))
	}
	if r, _ := b.picture(address, "https://example.com/"); bytes.Equal(r.body, pngOf(t)) {
		t.Error("a page elsewhere gets it")
	}
	list := b.call("/cgi-bin/material/batchget_material", object{"type": "image", "offset": 0, "count": 20}).object(t)
	entry := list["item"].([]any)[0].(object)
	if list["total_count"] != 1.0 || entry["media_id"] != id || entry["url"] != address || entry["name"] != "海报.png" {
		t.Errorf("list %v", list)
	}
	if count := b.call("/cgi-bin/material/get_materialcount", nil).object(t); count["image_count"] != 1.0 {
		t.Errorf("count %v", count)
	}
	follower := b.follower("林小满")
	b.write(follower, "在吗")
	if code := b.sendMessage(follower, "image", object{"media_id": id}); code != 0 {
		t.Errorf("send: %d", code)
	}
	if got := b.acct.Received(follower); len(got) != 1 || got[0].PictureURL != address {
		t.Errorf("received %+v", got)
	}
	if code := b.call("/cgi-bin/material/del_material", object{"media_id": id}).errcode(t); code != 0 {
		t.Errorf("delete: %d", code)
	}
	if code := b.sendMessage(follower, "image", object{"media_id": id}); code != 40007 {
		t.Errorf("send what is deleted: %d", code)
	}
}

func TestPicturesAreRefusedWithTheirCodes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, c := range map[string]struct {
		kind, part string
		content    []byte
		want       float64
	}{
		"voice":       {"voice", "media", pngOf(t), 40004},
		"no type":     {"", "media", pngOf(t), 40004},
		"other part":  {"image", "file", pngOf(t), 41005},
		"empty":       {"image", "media", nil, 41005},
		"no picture":  {"image", "media", []byte("<svg></svg>"), 40113},
		"over 10 MiB": {"image", "media", append(pngOf(t), make([]byte, 10<<20)...), 40009},
	} {
		if got := b.uploadAs(c.kind, c.part, c.content)["errcode"]; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if r := b.send("GET", "/mmbiz_png/-"+strings.Repeat("x", 42)+"/0", nil, nil); r.status != http.StatusNotFound {
		t.Errorf("an unknown picture: HTTP %d", r.status)
	}
}
