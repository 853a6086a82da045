package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// customerMessage is the body of message/custom/send, the kinds that the
// sandbox shows.
type customerMessage struct {
	ToUser  string `json:"touser"`
	MsgType string `json:"msgtype"`
	Text    struct {
		Content string `json:"content"`
	} `json:"text"`
	Image, Voice struct {
		MediaID string `json:"media_id"`
	}
	Video struct {
		MediaID string `json:"media_id"`
		Title   string `json:"title"`
	} `json:"video"`
	Music struct {
		Title        string `json:"title"`
		ThumbMediaID string `json:"thumb_media_id"`
	} `json:"music"`
	News struct {
		Articles []struct {
			Title       string `json:"title"`
			Description string `json:"description"`
			URL         string `json:"url"`
			PicURL      string `json:"picurl"`
		} `json:"articles"`
	} `json:"news"`
	MPNewsArticle struct {
		ArticleID string `json:"article_id"`
	} `json:"mpnewsarticle"`
	MsgMenu struct {
		HeadContent string `json:"head_content"`
		List        []struct {
			ID      any    `json:"id"` // a text; numbers are taken too (observed)
			Content string `json:"content"`
		} `json:"list"`
		TailContent string `json:"tail_content"`
	} `json:"msgmenu"`
	MiniProgramPage struct {
		Title string `json:"title"`
	} `json:"miniprogrampage"`
}

// sendCustomerMessage answers POST /cgi-bin/message/custom/send
// (https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html).
// The message is judged before the window, which only a good message uses up;
// WeChat's order is not documented.
func sendCustomerMessage(c *call) (any, error) {
	var m customerMessage
	if err := c.read(&m); err != nil {
		return nil, err
	}
	if err := c.acct.knownFollower(m.ToUser); err != nil {
		return nil, err
	}
	shown, err := c.acct.customerShown(m)
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.hold(m.ToUser)
	if err != nil {
		return nil, refuse(40003)
	}
	if err := f.spend(c.now); err != nil {
		return nil, err
	}
	shown.From = FromAccount
	a.tell(f, shown)
	return ok(), nil
}

// knownFollower refuses an OpenID that is nobody's at this account. Somebody
// who never followed has none.
func (a *account) knownFollower(openID string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if f, err := a.roster.find(openID); err != nil || f.Since == 0 {
		return refuse(40003)
	}
	return nil
}

// customerShown is what the follower sees of a message.
func (a *account) customerShown(m customerMessage) (Message, error) {
	switch m.MsgType {
	case "text":
		if strings.TrimSpace(m.Text.Content) == "" {
			return Message{}, refuse(44004)
		}
		return Message{Kind: "text", Text: m.Text.Content}, nil
	case "image":
		shown, err := a.imageMessage(m.Image.MediaID)
		if err != nil {
			return Message{}, refuse(40007)
		}
		return *shown, nil
	case "voice", "video", "music":
		return Message{}, refuse(40007) // the sandbox keeps none of them
	case "news":
		return customerNews(m)
	case "mpnewsarticle":
		return a.publishedCards(m.MPNewsArticle.ArticleID)
	case "msgmenu":
		return customerMenu(m)
	case "miniprogrampage":
		return Message{Kind: "card", Text: m.MiniProgramPage.Title}, nil
	}
	return Message{}, refuse(40008)
}

// customerNews is one card: more have been refused since 2018-10-12.
func customerNews(m customerMessage) (Message, error) {
	switch n := len(m.News.Articles); {
	case n == 0:
		return Message{}, refuse(44003)
	case n > 1:
		return Message{}, refuse(45008)
	}
	art := m.News.Articles[0]
	return Message{Kind: "news", Articles: []Card{{
		Title: art.Title, Digest: art.Description, PictureURL: art.PicURL, URL: art.URL,
	}}}, nil
}

// publishedCards are the articles of a publication. Which of several WeChat
// shows is not documented; here it is all that are not deleted.
func (a *account) publishedCards(articleID string) (Message, error) {
	a.mu.Lock()
	kept, err := a.published.find(articleID)
	a.mu.Unlock()
	if err != nil {
		return Message{}, refuse(53600)
	}
	shown := Message{Kind: "news"}
	for i := range kept.Articles {
		if art := a.showArticle(kept, i, false); !art.Deleted {
			shown.Articles = append(shown.Articles, Card{
				Title: art.Title, Digest: art.Digest, PictureURL: art.ThumbURL, URL: art.URL,
			})
		}
	}
	if len(shown.Articles) == 0 {
		return Message{}, refuse(53600)
	}
	return shown, nil
}

func customerMenu(m customerMessage) (Message, error) {
	if len(m.MsgMenu.List) == 0 {
		return Message{}, refuse(40097)
	}
	shown := Message{Kind: "menu", Text: m.MsgMenu.HeadContent, Tail: m.MsgMenu.TailContent}
	for _, o := range m.MsgMenu.List {
		if o.ID == nil || o.Content == "" {
			return Message{}, refuse(40097)
		}
		shown.Options = append(shown.Options, MenuOption{ID: fmt.Sprint(o.ID), Content: o.Content})
	}
	return shown, nil
}

// showTyping answers POST /cgi-bin/message/custom/typing: only within 30
// seconds after something the follower did or was told.
func showTyping(c *call) (any, error) {
	var q struct {
		ToUser  string `json:"touser"`
		Command string `json:"command"`
	}
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"Typing", "CancelTyping"}, q.Command) {
		return nil, refuse(45072)
	}
	if err := c.acct.knownFollower(q.ToUser); err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.hold(q.ToUser)
	if err != nil {
		return nil, refuse(40003)
	}
	if f.Window == nil || c.now.Sub(f.Window.OpenedAt) > 30*time.Second {
		return nil, refuse(45080)
	}
	if q.Command == "Typing" && c.now.Before(f.typing) {
		return nil, refuse(45081)
	}
	f.typing = time.Time{}
	if q.Command == "Typing" {
		f.typing = c.now.Add(15 * time.Second)
	}
	a.sandbox.news.tell()
	return ok(), nil
}
