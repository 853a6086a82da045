package sandbox

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// AutoReplies are the replies set on mp.weixin.qq.com itself, 自动回复. They
// answer only while nothing is pushed, but are told of always.
type AutoReplies struct {
	// Open switches the default and keyword replies on, FollowOpen the one to
	// a follow.
	Open       bool          `json:"open"`
	FollowOpen bool          `json:"follow_open"`
	Follow     AutoReply     `json:"follow"`
	Default    AutoReply     `json:"default"`
	Rules      []KeywordRule `json:"rules"`
}

// AutoReply is one reply. Its type is text or img; of what else
// mp.weixin.qq.com can set, the sandbox keeps news in rules only.
type AutoReply struct {
	Type    string `json:"type"`    // text, img, or news; empty: none
	Content string `json:"content"` // text, or the media id of a picture
	// Articles of news.
	Articles []Article `json:"articles,omitempty"`
}

// KeywordRule answers words.
type KeywordRule struct {
	Name      string        `json:"name"`
	CreatedAt time.Time     `json:"created_at"`
	RandomOne bool          `json:"random_one"` // else all replies are sent
	Keywords  []KeywordText `json:"keywords"`
	Replies   []AutoReply   `json:"replies"`
}

// KeywordText is one word of a rule.
type KeywordText struct {
	Text     string `json:"text"`
	Contains bool   `json:"contains"` // 半匹配; else the whole text is compared
}

func (r AutoReplies) clone() AutoReplies {
	r.Rules = slices.Clone(r.Rules)
	for i, rule := range r.Rules {
		r.Rules[i].Keywords, r.Rules[i].Replies = slices.Clone(rule.Keywords), slices.Clone(rule.Replies)
	}
	return r
}

// SetAutoReplies sets the replies of mp.weixin.qq.com.
func (c *AccountControl) SetAutoReplies(r AutoReplies) {
	now := c.acct.sandbox.Now().Truncate(time.Second)
	r = r.clone()
	for i := range r.Rules {
		if r.Rules[i].CreatedAt.IsZero() {
			r.Rules[i].CreatedAt = now
		}
	}
	c.change(func(a *account) { a.autoReplies = r })
}

// AutoReplies are what SetAutoReplies set.
func (c *AccountControl) AutoReplies() AutoReplies {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.autoReplies.clone()
}

type autoReplyInfo struct {
	Type    string    `json:"type"`
	Content string    `json:"content"`
	News    *newsInfo `json:"news_info,omitempty"`
}

type newsInfo struct {
	List []newsInfoItem `json:"list"`
}

type newsInfoItem struct {
	Title      string `json:"title"`
	Author     string `json:"author"`
	Digest     string `json:"digest"`
	ShowCover  int    `json:"show_cover"`
	CoverURL   string `json:"cover_url"`
	ContentURL string `json:"content_url"`
	SourceURL  string `json:"source_url"`
}

type keywordInfo struct {
	Type      string `json:"type"`
	MatchMode string `json:"match_mode"`
	Content   string `json:"content"`
}

type ruleInfo struct {
	RuleName    string          `json:"rule_name"`
	CreateTime  int64           `json:"create_time"`
	ReplyMode   string          `json:"reply_mode"`
	KeywordList []keywordInfo   `json:"keyword_list_info"`
	ReplyList   []autoReplyInfo `json:"reply_list_info"`
}

type ruleList struct {
	List []ruleInfo `json:"list"`
}

type autoRepliesAnswer struct {
	IsAddFriendReplyOpen int            `json:"is_add_friend_reply_open"`
	IsAutoreplyOpen      int            `json:"is_autoreply_open"`
	AddFriend            *autoReplyInfo `json:"add_friend_autoreply_info,omitempty"`
	Default              *autoReplyInfo `json:"message_default_autoreply_info,omitempty"`
	Keywords             *ruleList      `json:"keyword_autoreply_info,omitempty"`
}

// readAutoReplies answers GET /cgi-bin/get_current_autoreply_info
// (https://developers.weixin.qq.com/doc/service/api/notify/autoreplies/api_getcurrentautoreplyinfo.html),
// for accounts of every kind. What is not set is left out.
func readAutoReplies(c *call) (any, error) {
	r := (&AccountControl{acct: c.acct}).AutoReplies()
	answer := autoRepliesAnswer{
		IsAddFriendReplyOpen: bit(r.FollowOpen), IsAutoreplyOpen: bit(r.Open),
		AddFriend: c.acct.told(r.Follow), Default: c.acct.told(r.Default),
	}
	for _, rule := range r.Rules {
		info := ruleInfo{RuleName: rule.Name, CreateTime: rule.CreatedAt.Unix(), ReplyMode: "reply_all", KeywordList: []keywordInfo{}, ReplyList: []autoReplyInfo{}}
		if rule.RandomOne {
			info.ReplyMode = "random_one"
		}
		for _, k := range rule.Keywords {
			word := keywordInfo{Type: "text", MatchMode: "equal", Content: k.Text}
			if k.Contains {
				word.MatchMode = "contain"
			}
			info.KeywordList = append(info.KeywordList, word)
		}
		for _, reply := range rule.Replies {
			if told := c.acct.told(reply); told != nil {
				info.ReplyList = append(info.ReplyList, *told)
			}
		}
		if answer.Keywords == nil {
			answer.Keywords = &ruleList{}
		}
		answer.Keywords.List = append(answer.Keywords.List, info)
	}
	return answer, nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// told is a reply as the interface tells it; nil for none.
func (a *account) told(r AutoReply) *autoReplyInfo {
	if r.Type == "" {
		return nil
	}
	info := &autoReplyInfo{Type: r.Type, Content: r.Content}
	if r.Type == "news" {
		info.News = &newsInfo{List: []newsInfoItem{}}
		for _, art := range r.Articles {
			cover := art.ThumbURL
			if cover == "" {
				cover = thumbURL(a.sandbox.PublicURL(), art.ThumbMediaID)
			}
			info.News.List = append(info.News.List, newsInfoItem{
				Title: art.Title, Author: art.Author, Digest: art.Digest, ShowCover: art.ShowCoverPic,
				CoverURL: cover, ContentURL: art.URL, SourceURL: art.ContentSourceURL,
			})
		}
	}
	return info
}

// answerFromWebsite shows what mp.weixin.qq.com itself answers to a push that
// goes nowhere.
func (a *account) answerFromWebsite(p *push) {
	a.mu.Lock()
	r, d := a.autoReplies.clone(), *p.delivery
	a.mu.Unlock()
	for _, reply := range r.answers(d, p.event) {
		m := Message{From: FromAccount, Kind: "text", Text: reply.Content}
		switch reply.Type {
		case "text":
		case "img":
			shown, err := a.imageMessage(reply.Content)
			if err != nil {
				continue
			}
			m = *shown
			m.From = FromAccount
		case "news":
			m.Kind, m.Text = "news", ""
			for _, art := range reply.Articles {
				m.Articles = append(m.Articles, Card{Title: art.Title, Digest: art.Digest, PictureURL: art.ThumbURL, URL: art.URL})
			}
		default:
			continue
		}
		a.say(p.openID, m)
	}
}

// answers are the replies to a push.
func (r AutoReplies) answers(d Delivery, event bool) []AutoReply {
	switch {
	case event && d.Type == "subscribe" && r.FollowOpen:
		return []AutoReply{r.Follow}
	case event || d.Type != "text" || !r.Open:
		return nil
	}
	for _, rule := range r.Rules {
		if !rule.matches(d.Text) || len(rule.Replies) == 0 {
			continue
		}
		if !rule.RandomOne {
			return rule.Replies
		}
		h := fnv.New32a()
		_, _ = fmt.Fprint(h, d.ID) // never fails
		return rule.Replies[int(h.Sum32())%len(rule.Replies):][:1]
	}
	return []AutoReply{r.Default}
}

func (rule KeywordRule) matches(text string) bool {
	return slices.ContainsFunc(rule.Keywords, func(k KeywordText) bool {
		return k.Text == text || k.Contains && strings.Contains(text, k.Text)
	})
}
