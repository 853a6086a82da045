package sandbox

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tuwen/tuwen/wechat/callback"
)

// readReply reads the answer to a push: nil for none, an error for what WeChat
// does not take, which it tells the follower.
func (a *account) readReply(p *push, answer []byte) (*Message, error) {
	if len(answer) == 0 || string(answer) == callback.Success {
		return nil, nil
	}
	fields, err := callback.Parse(answer)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(strings.TrimSpace(string(answer)), "<") {
		return nil, errors.New("the reply is not XML")
	}
	if to := fields.Text("ToUserName"); to != p.openID {
		return nil, fmt.Errorf("the reply is to %q, not to the follower", to)
	}
	if from := fields.Text("FromUserName"); from != a.originalID() {
		return nil, fmt.Errorf("the reply is from %q, not from the account", from)
	}
	if fields.Text("CreateTime") == "" {
		return nil, errors.New("the reply has no CreateTime")
	}
	m, err := a.replyMessage(p, fields)
	if m != nil {
		m.From, m.Passive = FromAccount, true
	}
	return m, err
}

func (a *account) originalID() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settings.OriginalID
}

// replyMessage makes what the follower sees of a reply.
func (a *account) replyMessage(p *push, fields callback.Fields) (*Message, error) {
	switch kind := fields.Text("MsgType"); kind {
	case "text":
		if fields.Text("Content") == "" {
			return nil, errors.New("a text without Content") // unlike an empty body
		}
		return &Message{Kind: "text", Text: fields.Text("Content")}, nil
	case "image":
		return a.imageMessage(fields.In("Image").Text("MediaId"))
	case "voice", "video":
		inside := fields.In(strings.ToUpper(kind[:1]) + kind[1:])
		if inside.Text("MediaId") == "" {
			return nil, errors.New(kind + " without MediaId")
		}
		return &Message{Kind: kind, MediaID: inside.Text("MediaId"), Text: inside.Text("Title")}, nil
	case "music":
		if fields.In("Music").Text("ThumbMediaId") == "" {
			return nil, errors.New("music without ThumbMediaId")
		}
		return &Message{Kind: "music", Text: fields.In("Music").Text("Title")}, nil
	case "news":
		return replyNews(p, fields)
	case "transfer_customer_service":
		if p.event {
			return nil, errors.New("an event cannot be transferred to customer service")
		}
		return nil, nil
	default:
		return nil, fmt.Errorf("a reply of unknown MsgType %q", kind)
	}
}

// replyNews reads cards. Of more than are allowed only the allowed number is
// sent: one in reply to a message, eight to an event.
func replyNews(p *push, fields callback.Fields) (*Message, error) {
	items := fields.Items("Articles")
	if len(items) == 0 || fields.Text("ArticleCount") == "" {
		return nil, errors.New("news without articles or without ArticleCount")
	}
	most := 1
	if p.event {
		most = 8
	}
	m := &Message{Kind: "news"}
	for _, item := range items[:min(len(items), most)] {
		card := Card{
			Title: item.Text("Title"), Digest: item.Text("Description"),
			PictureURL: item.Text("PicUrl"), URL: item.Text("Url"),
		}
		if card.Title == "" || card.URL == "" {
			return nil, errors.New("an article without Title or Url")
		}
		m.Articles = append(m.Articles, card)
	}
	return m, nil
}

// imageMessage is a picture by its media id, which must be one of the account's
// pictures.
func (a *account) imageMessage(mediaID string) (*Message, error) {
	address := a.pictureAddress(mediaID)
	if address == "" {
		return nil, fmt.Errorf("no picture has the MediaId %q", mediaID)
	}
	return &Message{Kind: "image", MediaID: mediaID, PictureURL: address}, nil
}

// pictureAddress is where a picture material is seen; "" for what is none.
func (a *account) pictureAddress(mediaID string) string {
	base := a.sandbox.PublicURL()
	if isThumb(mediaID) {
		return thumbURL(base, mediaID)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if m, found := a.imageOf(mediaID); found {
		return m.address(base)
	}
	return ""
}
