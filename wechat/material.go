package wechat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// MaterialService reads permanent materials 永久素材 and adds pictures. Those
// of type news are the history: WeChat has added none since 2022-02-28.
type MaterialService service

// A MaterialCount says how many permanent materials of each type there are,
// those made on the website included.
type MaterialCount struct {
	Voice, Video, Image, News int
}

// Count returns how many permanent materials the account has.
//
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_getmaterialcount.html
//
//wechat:api GET /cgi-bin/material/get_materialcount
func (s *MaterialService) Count(ctx context.Context) (*MaterialCount, error) {
	var voice, video, image, news integer
	x := call{method: "GET", path: "/cgi-bin/material/get_materialcount", require: []string{"news_count"}}
	err := s.client.do(ctx, x, members{"voice_count": &voice, "video_count": &video, "image_count": &image, "news_count": &news})
	if err != nil {
		return nil, err
	}
	return &MaterialCount{Voice: int(voice), Video: int(video), Image: int(image), News: int(news)}, nil
}

// BatchGetNews returns one page of the materials of type news, always with
// their content. The count is 1 to 20. The order is undocumented; observed is
// by creation, newest first.
//
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_batchgetmaterial.html
//
//wechat:api POST /cgi-bin/material/batchget_material
func (s *MaterialService) BatchGetNews(ctx context.Context, offset, count int) (*NewsPage, error) {
	return s.client.newsPage(ctx, "/cgi-bin/material/batchget_material", struct {
		Type   string `json:"type"`
		Offset int    `json:"offset"`
		Count  int    `json:"count"`
	}{"news", offset, count})
}

// GetNews returns one material of type news: an Error with code 40007, which
// Classify calls Gone, if there is none, a NotNewsError if it has another
// type.
//
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_getmaterial.html
//
//wechat:api POST /cgi-bin/material/get_material
func (s *MaterialService) GetNews(ctx context.Context, mediaID string) (*News, error) {
	var w wireNews
	var video *text
	into := newsMembers(&w)
	into["down_url"] = &video
	x := call{method: "POST", path: "/cgi-bin/material/get_material", body: wireMediaID{mediaID}, require: []string{"news_item"}}
	err := s.client.do(ctx, x, into)
	var fault *TransportError
	if errors.As(err, &fault) && (fault.Kind == KindMedia || fault.Kind == KindShape && video != nil) {
		return nil, &NotNewsError{MediaID: mediaID}
	}
	if err != nil {
		return nil, err
	}
	n := w.news()
	return &n, nil
}

// A NotNewsError is a material that exists and is an image, a voice, a video
// or a thumbnail.
type NotNewsError struct{ MediaID string }

// Error names the material.
func (e *NotNewsError) Error() string {
	return fmt.Sprintf("wechat: material %s is not of type news", e.MediaID)
}

// MaxImage is how many bytes an image material may have. WeChat's page says
// "10M".
const MaxImage = 10 << 20

// An AddedMaterial is a permanent material that was added just now.
type AddedMaterial struct {
	MediaID string
	URL     string // of the picture; shown only inside Tencent's domains
}

// AddImage uploads a picture as permanent material: PNG, JPEG, GIF or BMP, of
// up to MaxImage bytes. What its first bytes tell to be none, or is larger, is
// an ImageError; nothing is sent. An error of r is returned wrapped. The name
// is shown on mp.weixin.qq.com and gets the extension of the picture's format.
//
// After a TransportError the picture may be there: another call adds another.
// An account may have 100,000 pictures.
//
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html
//
//wechat:api POST /cgi-bin/material/add_material
func (s *MaterialService) AddImage(ctx context.Context, name string, r io.Reader) (*AddedMaterial, error) {
	const path = "/cgi-bin/material/add_material"
	content, err := io.ReadAll(io.LimitReader(r, MaxImage+1))
	if err != nil {
		return nil, fmt.Errorf("wechat: %s: read picture: %w", path, err)
	}
	kind := http.DetectContentType(content)
	extension, known := imageExtensions[kind]
	switch {
	case !known:
		return nil, &ImageError{Name: name, Problem: ImageFormat}
	case len(content) > MaxImage:
		return nil, &ImageError{Name: name, Problem: ImageTooLarge}
	}
	body, err := formFile(fileName(name, extension), kind, content)
	if err != nil {
		return nil, fmt.Errorf("wechat: %s: %w", path, err)
	}
	var mediaID, address text
	x := call{method: "POST", path: path, query: url.Values{"type": {"image"}}, body: body, require: []string{"media_id"}}
	if err := s.client.do(ctx, x, members{"media_id": &mediaID, "url": &address}); err != nil {
		return nil, err
	}
	if mediaID == "" {
		return nil, &TransportError{Path: path, Status: http.StatusOK, Kind: KindShape, Err: errors.New("the media id is empty")}
	}
	return &AddedMaterial{MediaID: string(mediaID), URL: string(address)}, nil
}

// imageExtensions are of the formats that WeChat takes, by content type.
var imageExtensions = map[string]string{
	"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/bmp": ".bmp",
}

// What is wrong with a picture: the Problem of an ImageError.
const (
	ImageFormat   = "format"    // neither PNG nor JPEG, GIF or BMP
	ImageTooLarge = "too_large" // more than MaxImage bytes
)

// An ImageError is a picture that WeChat does not take. Nothing was sent.
type ImageError struct {
	Name    string // as given
	Problem string // one of the Image constants
}

// Error names the picture and the problem.
func (e *ImageError) Error() string {
	if e.Problem == ImageTooLarge {
		return fmt.Sprintf("wechat: picture %q is larger than 10 MB", e.Name)
	}
	return fmt.Sprintf("wechat: picture %q is not a PNG, JPEG, GIF or BMP", e.Name)
}
