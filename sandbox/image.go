package sandbox

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// maxImage is the largest picture material, in bytes
// (https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html).
const maxImage = 10 << 20

// imageMaterial is an uploaded picture of an account. Its bytes are in the
// sandbox's uploads.
type imageMaterial struct {
	MediaID string `json:"media_id"`
	Picture string `json:"picture"` // id at the picture host
	Format  string `json:"format"`  // jpeg, png, gif or bmp
	Name    string `json:"name"`
	Updated int64  `json:"updated"`
}

func (m imageMaterial) address(base string) string {
	return base + "/mmbiz_" + m.hostFormat() + "/" + m.Picture + "/0?wx_fmt=" + m.Format
}

// hostFormat is the format in the path, which is jpg for jpeg.
func (m imageMaterial) hostFormat() string {
	if m.Format == "jpeg" {
		return "jpg"
	}
	return m.Format
}

// imageFormat tells a picture's format by its first bytes; "" for what is none
// that WeChat takes.
func imageFormat(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "jpeg"
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(b, []byte("GIF8")):
		return "gif"
	case bytes.HasPrefix(b, []byte("BM")):
		return "bmp"
	}
	return ""
}

// addMaterial answers POST /cgi-bin/material/add_material?type=image, a form
// with the picture in its part "media"
// (https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html).
// type=thumb is the same here; the sandbox keeps no voice and no video.
func addMaterial(c *call) (any, error) {
	if kind := c.request.URL.Query().Get("type"); kind != "image" && kind != "thumb" {
		return nil, refuse(40004)
	}
	name, content, err := c.formFile("media")
	switch {
	case err != nil || len(content) == 0:
		return nil, refuse(41005)
	case len(content) > maxImage:
		return nil, refuse(40009)
	}
	format := imageFormat(content)
	if format == "" {
		return nil, refuse(40113)
	}
	a := c.acct
	a.mu.Lock()
	a.serial++
	m := imageMaterial{
		MediaID: mediaID(a.appID, "image", a.serial), Name: name, Format: format, Updated: c.now.Unix(),
		Picture: uploadID(digestOf("upload", a.appID, a.serial)),
	}
	a.mu.Unlock()
	if err := c.sandbox.uploads.put(m.Picture, content); err != nil {
		c.sandbox.log.Error("could not keep a picture", "error", err)
		return nil, refuse(-1)
	}
	a.mu.Lock()
	a.images = append(a.images, m)
	a.mu.Unlock()
	c.sandbox.changed()
	return struct {
		MediaID string `json:"media_id"`
		URL     string `json:"url"`
	}{m.MediaID, m.address(c.sandbox.PublicURL())}, nil
}

// formFile is a file of a multipart form.
func (c *call) formFile(part string) (name string, content []byte, err error) {
	r := c.request.Clone(c.request.Context())
	r.Body = io.NopCloser(bytes.NewReader(c.body))
	f, header, err := r.FormFile(part)
	if err != nil {
		return "", nil, fmt.Errorf("read the form: %w", err)
	}
	defer func() {
		_ = f.Close() // only read
		_ = r.MultipartForm.RemoveAll()
	}()
	content, err = io.ReadAll(f)
	return header.Filename, content, err
}

// uploadID is the id of an uploaded picture, which no drawn one has.
func uploadID(seed []byte) string {
	return "-" + base64.RawURLEncoding.EncodeToString(seed)[:pictureLength-1]
}

func isUpload(id string) bool {
	return len(id) == pictureLength && id[0] == '-' && filepath.IsLocal(id)
}

// uploads keep the bytes of uploaded pictures, in files where there is a
// folder. It is safe for concurrent use: a picture never changes.
type uploads struct {
	dir  string   // empty: in memory
	held sync.Map // of []byte by id, without a folder
}

func (u *uploads) put(id string, content []byte) error {
	if u.dir == "" {
		u.held.Store(id, content)
		return nil
	}
	if err := os.MkdirAll(u.dir, 0o700); err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	if err := os.WriteFile(filepath.Join(u.dir, id), content, 0o600); err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	return nil
}

func (u *uploads) get(id string) ([]byte, error) {
	if !isUpload(id) {
		return nil, fmt.Errorf("picture %q: %w", id, ErrNoItem)
	}
	if u.dir == "" {
		content, found := u.held.Load(id)
		if !found {
			return nil, fmt.Errorf("picture %q: %w", id, ErrNoItem)
		}
		return content.([]byte), nil
	}
	content, err := os.ReadFile(filepath.Join(u.dir, id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("picture %q: %w", id, ErrNoItem)
	}
	return content, err
}

// serveUpload answers for an uploaded picture, in whatever size.
func (s *Sandbox) serveUpload(w http.ResponseWriter, r *http.Request, id string) {
	content, err := s.uploads.get(id)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "max-age=2592000")
	if s.foreign(r) {
		send(w, "image/png", http.StatusOK, placeholder)
		return
	}
	send(w, "image/"+imageFormat(content), http.StatusOK, content)
}

// imageOf is an account's picture by its media id. The caller holds a.mu.
func (a *account) imageOf(id string) (imageMaterial, bool) {
	at := slices.IndexFunc(a.images, func(m imageMaterial) bool { return m.MediaID == id })
	if at < 0 {
		return imageMaterial{}, false
	}
	return a.images[at], true
}

type imageEntry struct {
	MediaID    string `json:"media_id"`
	Name       string `json:"name"`
	UpdateTime int64  `json:"update_time"`
	URL        string `json:"url"`
}

// imageList is a page of the picture materials, newest first.
func (c *call) imageList(p pageRequest) list[imageEntry] {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	answer := list[imageEntry]{TotalCount: len(c.acct.images), Item: []imageEntry{}}
	for i := len(c.acct.images) - 1 - *p.Offset; i >= 0 && len(answer.Item) < *p.Count; i-- {
		m := c.acct.images[i]
		answer.Item = append(answer.Item, imageEntry{m.MediaID, m.Name, m.Updated, m.address(c.sandbox.PublicURL())})
	}
	answer.ItemCount = len(answer.Item)
	return answer
}

// readImage is a picture material as a file.
func (c *call) readImage(id string) (file, bool) {
	c.acct.mu.Lock()
	m, found := c.acct.imageOf(id)
	c.acct.mu.Unlock()
	if !found {
		return file{}, false
	}
	content, err := c.sandbox.uploads.get(m.Picture)
	return file{contentType: "image/" + m.Format, bytes: content}, err == nil
}

// removeImage deletes a picture material; its address stays good, as with
// WeChat (assumed).
func (c *call) removeImage(id string) bool {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	n := len(c.acct.images)
	c.acct.images = slices.DeleteFunc(slices.Clone(c.acct.images), func(m imageMaterial) bool { return m.MediaID == id })
	c.sandbox.changed()
	return len(c.acct.images) < n
}
