package sandbox

import (
	"slices"
	"strings"
	"time"
)

// Sender is who wrote what a chat shows.
type Sender string

// The senders.
const (
	FromFollower Sender = "follower"
	FromAccount  Sender = "account"
	FromWeChat   Sender = "system" // a line in gray
)

// Message is what a follower sees in the chat with an account.
type Message struct {
	ID   int       `json:"id"` // counts up through the account
	At   time.Time `json:"at"`
	From Sender    `json:"from"`
	// Kind is text, image, voice, video, music, news, menu, card, or line for
	// what WeChat says itself.
	Kind string `json:"kind"`
	Text string `json:"text,omitempty"`
	// PictureURL and MediaID of an image.
	PictureURL string `json:"picture_url,omitempty"`
	MediaID    string `json:"media_id,omitempty"`
	// Articles are the cards of news.
	Articles []Card `json:"articles,omitempty"`
	// Options are what can be tapped of a menu, between Text and Tail.
	Options []MenuOption `json:"options,omitempty"`
	Tail    string       `json:"tail,omitempty"`
	// Passive tells the reply to a push from a customer-service message.
	Passive bool `json:"passive,omitempty"`
	// Mass tells a mass send, or the preview of one.
	Mass bool `json:"mass,omitempty"`
}

// Card is one article in a message.
type Card struct {
	Title      string `json:"title"`
	Digest     string `json:"digest"`
	PictureURL string `json:"picture_url"`
	URL        string `json:"url"`
}

// MenuOption is what can be tapped of a msgmenu.
type MenuOption struct {
	ID      string `json:"id"`
	Content string `json:"content"`
}

// maxChat is how much of a chat is kept.
const maxChat = 400

// tell puts a message into a follower's chat. The caller holds a.mu.
func (a *account) tell(f *follower, m Message) {
	a.serial++
	m.ID, m.At = a.serial, a.sandbox.Now().In(beijing).Truncate(time.Millisecond)
	f.Chat = append(f.Chat, m)
	if over := len(f.Chat) - maxChat; over > 0 {
		f.Chat = slices.Delete(f.Chat, 0, over)
	}
	if m.From == FromAccount {
		f.Unread++
	}
	a.sandbox.changed()
	a.sandbox.news.tell()
}

// say is tell for who holds no lock; a follower unknown by now hears nothing.
func (a *account) say(openID string, m Message) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if f, err := a.roster.hold(openID); err == nil {
		a.tell(f, m)
	}
}

func line(text string) Message { return Message{From: FromWeChat, Kind: "line", Text: text} }

// Inbox is what a follower sees in the chat with the account, oldest first:
// his own messages, passive replies, customer-service messages, and WeChat's
// lines. The latest 400 are kept. Nobody's is empty.
func (c *AccountControl) Inbox(openID string) []Message {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	f, err := c.acct.roster.find(openID)
	if err != nil {
		return nil
	}
	return slices.Clone(f.Chat)
}

// Received is Inbox without what the follower wrote and without WeChat's
// lines: what the account said.
func (c *AccountControl) Received(openID string) []Message {
	return slices.DeleteFunc(c.Inbox(openID), func(m Message) bool { return m.From != FromAccount })
}

// Preview is a message in one line, as a list of chats shows it.
func (m Message) Preview() string {
	switch m.Kind {
	case "image":
		return "[图片]"
	case "voice":
		return "[语音]"
	case "video":
		return "[视频]"
	case "music":
		return "[音乐]"
	case "news":
		if len(m.Articles) > 0 {
			return "[图文] " + m.Articles[0].Title
		}
	case "menu":
		if m.Text == "" && len(m.Options) > 0 {
			return m.Options[0].Content
		}
	}
	text, _, _ := strings.Cut(m.Text, "\n")
	return text
}
