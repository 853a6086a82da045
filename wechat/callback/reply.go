package callback

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Success is the answer to a push that gets no reply. It is sent unencrypted in
// every mode.
const Success = "success"

// MaxArticles is how many articles a reply to an event may have by WeChat's
// page; it shows a follower no more. Whether phones still show more than one is
// not known. A reply to a message has one.
// https://developers.weixin.qq.com/doc/service/en/guide/product/message/Passive_user_reply_message.html
const MaxArticles = 8

// A Reply is what a push is answered with: a TextReply, ImageReply, VoiceReply,
// VideoReply, MusicReply, NewsReply, TransferReply or SuccessReply.
type Reply interface {
	// fields returns those after the common ones, with MsgType first, or what
	// WeChat would not take.
	fields(to Push) (Fields, error)
}

// A TextReply is text. Line ends stay. WeChat names no largest length.
type TextReply struct{ Content string }

// An ImageReply is a picture, which may not be an animated one.
type ImageReply struct{ MediaID string }

// A VoiceReply is a recording.
type VoiceReply struct{ MediaID string }

// A VideoReply is a video.
type VideoReply struct {
	MediaID     string
	Title       string // may be empty
	Description string // may be empty
}

// A MusicReply is a piece of music.
type MusicReply struct {
	Title        string // may be empty
	Description  string // may be empty
	MusicURL     string // may be empty
	HQMusicURL   string // played over Wi-Fi; may be empty
	ThumbMediaID string // needed
}

// A NewsReply is cards that open articles: one in reply to a message, up to
// MaxArticles in reply to an event.
type NewsReply struct{ Articles []NewsArticle }

// A NewsArticle is one card of a NewsReply.
type NewsArticle struct {
	Title       string // needed
	Description string
	PicURL      string // http or https; JPG or PNG, 360 × 200 where there is one card
	URL         string // http or https, needed; an unpublished draft's dies soon
}

// A TransferReply hands a message over to customer service. An event cannot be
// handed over.
type TransferReply struct {
	KFAccount string // to whom; empty: to whoever is free
}

// A SuccessReply tells WeChat that the push arrived and shows the follower
// nothing.
type SuccessReply struct{}

// Encode writes the reply to a push, unencrypted, as [Endpoint.SealReply] takes
// it: the same reply at the same now is the same bytes. It does not answer what
// WeChat is known to refuse, since the follower would be told that the account
// is out of service; the error says what that is.
//
// No text of the reply can end its element or add one. What XML cannot hold is
// left out of texts, as [Fields.XML] does.
func Encode(to Push, reply Reply, now time.Time) ([]byte, error) {
	if _, ok := reply.(SuccessReply); ok {
		return []byte(Success), nil
	}
	if reply == nil {
		return nil, errors.New("callback: no reply")
	}
	if to.FromUserName == "" || to.ToUserName == "" {
		return nil, errors.New("callback: the push does not say who is to be answered")
	}
	own, err := reply.fields(to)
	if err != nil {
		return nil, fmt.Errorf("callback: %w", err)
	}
	return append(Fields{
		{Name: "ToUserName", Value: to.FromUserName},
		{Name: "FromUserName", Value: to.ToUserName},
		{Name: "CreateTime", Value: strconv.FormatInt(now.Unix(), 10)},
	}, own...).XML()
}

func (r TextReply) fields(Push) (Fields, error) {
	if strings.TrimSpace(writable(r.Content)) == "" {
		return nil, errors.New("a text reply without text")
	}
	return Fields{{Name: "MsgType", Value: "text"}, {Name: "Content", Value: r.Content}}, nil
}

func (r ImageReply) fields(Push) (Fields, error) {
	if r.MediaID == "" {
		return nil, errors.New("an image reply without a media id")
	}
	return Fields{{Name: "MsgType", Value: "image"}, {Name: "Image", Fields: Fields{{Name: "MediaId", Value: r.MediaID}}}}, nil
}

func (r VoiceReply) fields(Push) (Fields, error) {
	if r.MediaID == "" {
		return nil, errors.New("a voice reply without a media id")
	}
	return Fields{{Name: "MsgType", Value: "voice"}, {Name: "Voice", Fields: Fields{{Name: "MediaId", Value: r.MediaID}}}}, nil
}

func (r VideoReply) fields(Push) (Fields, error) {
	if r.MediaID == "" {
		return nil, errors.New("a video reply without a media id")
	}
	video := Fields{{Name: "MediaId", Value: r.MediaID}}
	video = video.with("Title", r.Title).with("Description", r.Description)
	return Fields{{Name: "MsgType", Value: "video"}, {Name: "Video", Fields: video}}, nil
}

func (r MusicReply) fields(Push) (Fields, error) {
	if r.ThumbMediaID == "" {
		return nil, errors.New("a music reply without the media id of its picture")
	}
	// The page's table writes MusicURL, its sample MusicUrl.
	music := Fields{}.with("Title", r.Title).with("Description", r.Description).
		with("MusicUrl", r.MusicURL).with("HQMusicUrl", r.HQMusicURL).with("ThumbMediaId", r.ThumbMediaID)
	return Fields{{Name: "MsgType", Value: "music"}, {Name: "Music", Fields: music}}, nil
}

func (r NewsReply) fields(to Push) (Fields, error) {
	most := 1
	if to.IsEvent() {
		most = MaxArticles
	}
	if len(r.Articles) < 1 || len(r.Articles) > most {
		return nil, fmt.Errorf("a news reply with %d articles, where 1 to %d are allowed", len(r.Articles), most)
	}
	var articles Fields
	for i, a := range r.Articles {
		if err := a.check(); err != nil {
			return nil, fmt.Errorf("article %d of a news reply: %w", i+1, err)
		}
		articles = append(articles, Field{Name: "item", Fields: Fields{
			{Name: "Title", Value: a.Title},
			{Name: "Description", Value: a.Description},
			{Name: "PicUrl", Value: a.PicURL},
			{Name: "Url", Value: a.URL},
		}})
	}
	return Fields{
		{Name: "MsgType", Value: "news"},
		{Name: "ArticleCount", Value: strconv.Itoa(len(r.Articles))},
		{Name: "Articles", Fields: articles},
	}, nil
}

func (a NewsArticle) check() error {
	switch {
	case strings.TrimSpace(writable(a.Title)) == "":
		return errors.New("no title")
	case !isWebAddress(a.URL):
		return errors.New("its address is not http or https")
	case a.PicURL != "" && !isWebAddress(a.PicURL):
		return errors.New("its picture's address is not http or https")
	}
	return nil
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (r TransferReply) fields(to Push) (Fields, error) {
	if to.IsEvent() {
		return nil, errors.New("an event cannot be transferred to customer service")
	}
	transfer := Fields{{Name: "MsgType", Value: "transfer_customer_service"}}
	if r.KFAccount != "" {
		transfer = append(transfer, Field{Name: "TransInfo", Fields: Fields{{Name: "KfAccount", Value: r.KFAccount}}})
	}
	return transfer, nil
}

func (SuccessReply) fields(Push) (Fields, error) {
	return nil, errors.New("success is not a message")
}

// with adds a field that is left out where it is empty.
func (f Fields) with(name, value string) Fields {
	if value == "" {
		return f
	}
	return append(f, Field{Name: name, Value: value})
}
