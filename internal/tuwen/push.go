package tuwen

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tuwen/tuwen/wechat/callback"
)

// maxOpenID is how many bytes an openid has at the most; WeChat's have 28.
const maxOpenID = 64

// maxEventText is how many bytes of a text an [Event] holds; its Raw has the
// rest.
const maxEventText = 2048

// IncomingOf returns a push in our words. What WeChat does not date happened
// at now, and nothing happened after it.
//
// The results of jobs are nobody's: their FromUserName is an id of WeChat's
// own. An event that is not known may be a follower's or not; it has its
// OpenID, so that it is erased with the contact, and makes no contact.
func IncomingOf(p callback.Push, now time.Time) Incoming {
	in := Incoming{Kind: EventOther, Type: p.MsgType, OpenID: p.FromUserName, At: p.CreateTime, Acted: true}
	if p.IsEvent() {
		in.Type = p.Event
	}
	if in.At.IsZero() || in.At.After(now) {
		in.At = now
	}
	switch m := p.Payload.(type) {
	case callback.TextMessage:
		in.Kind, in.Text, in.Option = EventMessage, m.Content, m.BizMsgMenuID
		if in.Option != "" {
			in.Kind = EventOption
		}
	case callback.VoiceMessage:
		in.Kind, in.Text = EventMessage, m.Recognition
	case callback.ImageMessage, callback.VideoMessage, callback.ShortVideoMessage, callback.LocationMessage, callback.LinkMessage:
		in.Kind = EventMessage
	case callback.SubscribeEvent:
		in.Kind, in.Scene, in.Ticket = EventFollow, m.Scene, m.Ticket
	case callback.UnsubscribeEvent:
		in.Kind = EventUnfollow
	case callback.ScanEvent:
		in.Kind, in.Scene, in.Ticket = EventScan, m.Scene, m.Ticket
	case callback.ClickEvent:
		in.Kind, in.Key = EventTap, m.EventKey
	case callback.ScanCodeEvent:
		in.Kind, in.Key = EventTap, m.EventKey
	case callback.PicEvent:
		in.Kind, in.Key = EventTap, m.EventKey
	case callback.LocationSelectEvent:
		in.Kind, in.Key = EventTap, m.EventKey
	case callback.ViewEvent:
		in.Key = m.EventKey
	case callback.ViewMiniProgramEvent:
		in.Key = m.EventKey
	case callback.LocationEvent:
	case callback.MassSendJobFinishEvent, callback.PublishJobFinishEvent:
		in.OpenID, in.Acted = "", false
	default:
		in.Acted = false
	}
	if in.OpenID == "" || len(in.OpenID) > maxOpenID {
		in.Kind, in.OpenID, in.Acted = EventOther, "", false
	}
	return in
}

// Words is what an [Event] says of the push: what was written, or the scene
// or key; cut where it is long.
func (in *Incoming) Words() string {
	words := in.Text
	if words == "" {
		words = in.Scene + in.Key // one of them at the most
	}
	if len(words) <= maxEventText {
		return words
	}
	end := maxEventText
	for !utf8.RuneStart(words[end]) {
		end--
	}
	return words[:end]
}

// Answer returns the passive reply as WeChat takes it: a material as the card
// of the article that was chosen, a conversation as its numbered text. What cannot be
// sent is answered by its 备用文字.
func (s Stock) Answer(r Reply) callback.Reply {
	switch r.Kind {
	case ReplyText:
		if strings.TrimSpace(r.Text) != "" {
			return callback.TextReply{Content: r.Text}
		}
	case ReplyPicture:
		if id := s.Pictures[r.PictureID].MediaID; id != "" {
			return callback.ImageReply{MediaID: id}
		}
	case ReplyConversation:
		if c, ok := s.Conversations[r.ConversationID]; ok {
			return callback.TextReply{Content: c.NumberedText()}
		}
	case ReplyMaterial:
		if m := s.Materials[r.MediaID]; len(m.Articles) > 0 {
			return callback.NewsReply{Articles: []callback.NewsArticle{card(m.Chosen(r.Article))}}
		}
	}
	return r.StandIn()
}

// StandIn returns the 备用文字 of the reply.
func (r Reply) StandIn() callback.TextReply {
	if strings.TrimSpace(r.Fallback) == "" {
		return callback.TextReply{Content: DefaultFallback}
	}
	return callback.TextReply{Content: r.Fallback}
}

// card is an article as a passive reply shows it.
func card(a Article) callback.NewsArticle {
	c := callback.NewsArticle{Title: a.Title, Description: a.Digest, PicURL: a.CoverURL, URL: a.URL}
	if !webURL(c.PicURL) {
		c.PicURL = "" // a card without a picture, rather than none
	}
	return c
}
