package wechat

import "context"

// CustomerServiceService sends customer-service messages 客服消息 to one
// follower, within the window that the follower's last action opened: five in
// 48 hours after a message, three in a minute after a tap on the menu, a follow
// or a scan. Only verified accounts may, others get 48001.
// https://developers.weixin.qq.com/doc/subscription/guide/product/kf/intro.html
type CustomerServiceService service

// Send sends one message. Success says that WeChat took it: there is neither
// an id nor a push that tells of its delivery. Nor is there a key by which
// WeChat knows a repetition, so after a TransportError sending it again may
// show it twice.
//
// The errors to expect are 45015, the window is over or the follower left;
// 45047, the window's messages are used up; 40003, no follower of this account;
// 40007 and 53600, what the message names is no more; and 70000, not delivered
// to a minor.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
//
//wechat:api POST /cgi-bin/message/custom/send
func (s *CustomerServiceService) Send(ctx context.Context, m Message) error {
	const path = "/cgi-bin/message/custom/send"
	if m.wire.MsgType == "" {
		return &RequestError{Path: path, Problem: "the message is empty"}
	}
	return s.client.do(ctx, call{method: "POST", path: path, body: m.wire, require: acknowledged}, nil)
}

// A Message is a customer-service message to one follower, made by
// TextMessage, ImageMessage, NewsMessage, MPNewsArticleMessage or
// MsgMenuMessage. The zero Message cannot be sent.
type Message struct{ wire wireMessage }

// MsgType returns what WeChat calls the kind of message, as in "mpnewsarticle".
func (m Message) MsgType() string { return m.wire.MsgType }

// TextMessage returns a text, in which <a href> makes a link.
func TextMessage(openID, content string) Message {
	return Message{wireMessage{ToUser: openID, MsgType: "text", Text: &wireText{content}}}
}

// ImageMessage returns a picture, temporary or permanent material.
func ImageMessage(openID, mediaID string) Message {
	return Message{wireMessage{ToUser: openID, MsgType: "image", Image: &wireMediaID{mediaID}}}
}

// NewsMessage returns a card that leads to an address: one, since WeChat
// refuses two with 45008.
func NewsMessage(openID string, card NewsCard) Message {
	return Message{wireMessage{ToUser: openID, MsgType: "news", News: &wireCards{[]NewsCard{card}}}}
}

// MPNewsArticleMessage returns a published item. Which articles of several it
// shows is documented nowhere. A mass-sent article has no article_id.
func MPNewsArticleMessage(openID, articleID string) Message {
	return Message{wireMessage{ToUser: openID, MsgType: "mpnewsarticle", MPNewsArticle: &wireArticleID{articleID}}}
}

// MsgMenuMessage returns a question with options. What a follower taps arrives
// as a text with the option's ID as bizmsgmenuid. Test accounts may not send
// it, by an older page.
func MsgMenuMessage(openID string, menu MsgMenu) Message {
	return Message{wireMessage{ToUser: openID, MsgType: "msgmenu", MsgMenu: &menu}}
}

// A NewsCard is a card of a message, 外链图文.
type NewsCard struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
	PicURL      string `json:"picurl"`
}

// A MsgMenu is a question with options to tap, 菜单消息. Head and tail may be
// empty.
type MsgMenu struct {
	HeadContent string          `json:"head_content,omitempty"`
	List        []MsgMenuOption `json:"list"`
	TailContent string          `json:"tail_content,omitempty"`
}

// A MsgMenuOption is one option of a MsgMenu.
type MsgMenuOption struct {
	ID      string `json:"id"`
	Content string `json:"content"`
}

type wireMessage struct {
	ToUser        string         `json:"touser"`
	MsgType       string         `json:"msgtype"`
	Text          *wireText      `json:"text,omitempty"`
	Image         *wireMediaID   `json:"image,omitempty"`
	News          *wireCards     `json:"news,omitempty"`
	MPNewsArticle *wireArticleID `json:"mpnewsarticle,omitempty"`
	MsgMenu       *MsgMenu       `json:"msgmenu,omitempty"`
}

type wireText struct {
	Content string `json:"content"`
}

type wireCards struct {
	Articles []NewsCard `json:"articles"`
}

type wireArticleID struct {
	ArticleID string `json:"article_id"`
}
