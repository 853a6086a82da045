package wechat

import "context"

// AutoReplyService reads the replies set on mp.weixin.qq.com itself 自动回复.
// Accounts of every kind may. No interface sets them or switches them off.
type AutoReplyService service

// An AutoReplyInfo is the replies set on mp.weixin.qq.com, whether or not they
// answer: enabling the callback switches them off.
type AutoReplyInfo struct {
	AddFriendReplyOpen bool       // 被关注回复 is on
	AutoReplyOpen      bool       // 收到消息回复 and 关键词回复 are on
	AddFriend          *AutoReply // nil: none is set
	MessageDefault     *AutoReply // nil: none is set
	Keywords           []KeywordAutoReply
}

// An AutoReply is one reply.
type AutoReply struct {
	Type string // "text", "img", "voice", "video"; of a keyword also "news"

	// Content is the text, or a media id: of permanent material for news, else
	// of temporary material, another one at each call and good for three days.
	Content string
	News    []AutoReplyArticle
}

// An AutoReplyArticle is one article of an AutoReply of type news, or of a
// MenuButton made on mp.weixin.qq.com.
type AutoReplyArticle struct {
	Title, Author, Digest           string
	ShowCover                       bool
	CoverURL, ContentURL, SourceURL string
}

// A KeywordAutoReply answers words.
type KeywordAutoReply struct {
	RuleName   string
	CreateTime int64  // Unix seconds
	ReplyMode  string // "reply_all" or "random_one"
	Keywords   []AutoReplyKeyword
	Replies    []AutoReply
}

// An AutoReplyKeyword is one word of a KeywordAutoReply.
type AutoReplyKeyword struct {
	Type      string // "text"
	MatchMode string // "contain" or "equal"
	Content   string
}

// Current returns the replies set on mp.weixin.qq.com.
//
// https://developers.weixin.qq.com/doc/service/api/notify/autoreplies/api_getcurrentautoreplyinfo.html
//
//wechat:api GET /cgi-bin/get_current_autoreply_info
func (s *AutoReplyService) Current(ctx context.Context) (*AutoReplyInfo, error) {
	var follow, auto integer
	var addFriend, messageDefault *wireAutoReply
	var keywords struct {
		List []wireKeywordReply `json:"list"`
	}
	x := call{method: "GET", path: "/cgi-bin/get_current_autoreply_info", require: []string{"is_add_friend_reply_open", "is_autoreply_open"}}
	err := s.client.do(ctx, x, members{
		"is_add_friend_reply_open": &follow, "is_autoreply_open": &auto,
		"add_friend_autoreply_info": &addFriend, "message_default_autoreply_info": &messageDefault,
		"keyword_autoreply_info": &keywords,
	})
	if err != nil {
		return nil, err
	}
	info := AutoReplyInfo{
		AddFriendReplyOpen: follow != 0, AutoReplyOpen: auto != 0,
		AddFriend: addFriend.set(), MessageDefault: messageDefault.set(),
	}
	for _, w := range keywords.List {
		info.Keywords = append(info.Keywords, w.rule())
	}
	return &info, nil
}

type wireAutoReply struct {
	Type    string `json:"type"`
	Content text   `json:"content"`
	News    struct {
		List []wireReplyArticle `json:"list"`
	} `json:"news_info"`
}

type wireReplyArticle struct {
	Title      string  `json:"title"`
	Author     string  `json:"author"`
	Digest     string  `json:"digest"`
	ShowCover  integer `json:"show_cover"`
	CoverURL   string  `json:"cover_url"`
	ContentURL string  `json:"content_url"`
	SourceURL  string  `json:"source_url"`
}

func replyArticles(list []wireReplyArticle) []AutoReplyArticle {
	var articles []AutoReplyArticle
	for _, a := range list {
		articles = append(articles, AutoReplyArticle{
			Title: a.Title, Author: a.Author, Digest: a.Digest, ShowCover: a.ShowCover != 0,
			CoverURL: a.CoverURL, ContentURL: a.ContentURL, SourceURL: a.SourceURL,
		})
	}
	return articles
}

// set returns the reply, nil for none: absent, null or an empty object.
func (w *wireAutoReply) set() *AutoReply {
	if w == nil || w.Type == "" {
		return nil
	}
	r := w.reply()
	return &r
}

func (w wireAutoReply) reply() AutoReply {
	return AutoReply{Type: w.Type, Content: string(w.Content), News: replyArticles(w.News.List)}
}

type wireKeywordReply struct {
	RuleName   text            `json:"rule_name"`
	CreateTime integer         `json:"create_time"`
	ReplyMode  string          `json:"reply_mode"`
	Replies    []wireAutoReply `json:"reply_list_info"`
	Keywords   []struct {
		Type      string `json:"type"`
		MatchMode string `json:"match_mode"`
		Content   text   `json:"content"`
	} `json:"keyword_list_info"`
}

func (w wireKeywordReply) rule() KeywordAutoReply {
	rule := KeywordAutoReply{RuleName: string(w.RuleName), CreateTime: int64(w.CreateTime), ReplyMode: w.ReplyMode}
	for _, k := range w.Keywords {
		rule.Keywords = append(rule.Keywords, AutoReplyKeyword{Type: k.Type, MatchMode: k.MatchMode, Content: string(k.Content)})
	}
	for _, r := range w.Replies {
		rule.Replies = append(rule.Replies, r.reply())
	}
	return rule
}
