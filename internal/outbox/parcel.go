package outbox

import (
	"context"
	"slices"
	"strings"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// parcel is a message as it goes out.
type parcel struct {
	store.OpenMessage
	window tuwen.Window // from whose allowance it was taken
	send   wechat.Message
	// instead goes out in the same place where WeChat refuses send with one of
	// the codes: nothing was shown then.
	instead *wechat.Message
	onCodes []int
	// mediaID is the material that send names, and WeChat may have no more.
	mediaID string
	// problem is why not the reply itself goes out, of the stand-in.
	problem *tuwen.Problem
	// reason is why it cannot be sent at all, "" where it can.
	reason string
}

// replaces reports whether the parcel has a stand-in for a refusal.
func (p *parcel) replaces(errcode int) bool {
	return p.instead != nil && slices.Contains(p.onCodes, errcode)
}

// noSuchKind are WeChat's answers where an account may not send msgmenu, as an
// older page says of test accounts.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
var noSuchKind = []int{40008, 45162}

// articleLost are WeChat's answers where an article is no more.
var articleLost = []int{53600, 40007}

// pack makes a message of a reply.
func (s *sender) pack(ctx context.Context, tx *store.Tx, m store.OpenMessage) (*parcel, error) {
	p := &parcel{OpenMessage: m}
	switch r := m.Reply; r.Kind {
	case tuwen.ReplyText:
		p.send = wechat.TextMessage(s.openID, r.Text)
	case tuwen.ReplyPicture:
		picture, err := tx.ReplyPictures.ByID(ctx, s.appID, r.PictureID)
		if err != nil {
			return p, p.missing(err)
		}
		p.send = wechat.ImageMessage(s.openID, picture.MediaID)
	case tuwen.ReplyConversation:
		c, err := tx.Conversations.ByID(ctx, s.appID, r.ConversationID)
		if err != nil {
			return p, p.missing(err)
		}
		numbered := wechat.TextMessage(s.openID, c.NumberedText())
		p.send, p.instead, p.onCodes = wechat.MsgMenuMessage(s.openID, msgMenu(c.TapMenu())), &numbered, noSuchKind
	case tuwen.ReplyMaterial:
		return p, s.packMaterial(ctx, tx, p)
	default:
		p.reason = "gone"
	}
	return p, nil
}

// missing gives the parcel up where what the reply names is not here.
func (p *parcel) missing(err error) error {
	if tuwen.KindOf(err) != tuwen.NotFound {
		return err
	}
	p.reason = "gone"
	return nil
}

// packMaterial makes a published item of a material with an article_id, and
// else the card of the article that was chosen. What is known not to be sendable is
// replaced at once.
func (s *sender) packMaterial(ctx context.Context, tx *store.Tx, p *parcel) error {
	r := p.Reply
	found, err := tx.Materials.Get(ctx, s.appID, []string{r.MediaID})
	if err != nil {
		return err
	}
	stock := tuwen.Stock{Materials: map[string]tuwen.Material{}}
	for _, m := range found {
		stock.Materials[m.MediaID] = m
	}
	ready := stock.Ready(tuwen.ForMenu, r) // what a customer-service message takes
	if ready.Problem != "" {
		p.send, p.problem = wechat.TextMessage(s.openID, ready.Text), replaced(r.MediaID, ready.Problem, nil)
		return nil
	}
	m := found[0]
	if m.ArticleID == "" {
		p.send = wechat.NewsMessage(s.openID, card(m.Chosen(r.Article)))
		return nil
	}
	fallback := r.Fallback
	if strings.TrimSpace(fallback) == "" {
		fallback = tuwen.DefaultFallback
	}
	text := wechat.TextMessage(s.openID, fallback)
	p.send, p.instead, p.onCodes, p.mediaID = wechat.MPNewsArticleMessage(s.openID, m.ArticleID), &text, articleLost, m.MediaID
	return nil
}

// card leads to an article.
func card(a tuwen.Article) wechat.NewsCard {
	return wechat.NewsCard{Title: a.Title, Description: a.Digest, URL: a.URL, PicURL: a.CoverURL}
}

func msgMenu(m tuwen.TapMenu) wechat.MsgMenu {
	menu := wechat.MsgMenu{HeadContent: m.Head, TailContent: m.Tail, List: make([]wechat.MsgMenuOption, len(m.Options))}
	for i, o := range m.Options {
		menu.List[i] = wechat.MsgMenuOption{ID: o.ID, Content: o.Content}
	}
	return menu
}

// replaced is the problem of a row whose 备用文字 went out in place of its
// article.
func replaced(mediaID string, reason tuwen.Reason, answer *tuwen.Answer) *tuwen.Problem {
	e := tuwen.Errorf(tuwen.NotFound, "message.fallback", "the article could not be sent; its fallback text went out in its place").
		With("media_id", mediaID).With("reason", string(reason))
	if answer != nil {
		e = e.Answered(answer)
	}
	return tuwen.ProblemOf(e)
}
