package wechat

import (
	"context"
	"errors"
	"fmt"
)

// MaterialService reads permanent materials 永久素材. Those of type news are
// the history: WeChat has added none since 2022-02-28.
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
