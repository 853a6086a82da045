package tuwen

import "time"

// ReplyKind is what a reply carries.
type ReplyKind string

// The kinds: 文字, 图片, 图文, 菜单会话.
const (
	ReplyText         ReplyKind = "text"
	ReplyPicture      ReplyKind = "picture"
	ReplyMaterial     ReplyKind = "material"
	ReplyConversation ReplyKind = "conversation"
)

// DefaultFallback is sent in place of an article that cannot be sent.
const DefaultFallback = "内容已更新，请稍后再试"

// MaxReplyText is how many bytes a text may have; WeChat documents no limit,
// longer ones are cut or refused (observed by others at 2,048).
const MaxReplyText = 2048

// Reply is one thing a follower gets 回复. Which fields count depends on the
// kind.
type Reply struct {
	Kind      ReplyKind `json:"kind" enum:"text,picture,material,conversation"`
	Text      string    `json:"text,omitempty"`
	PictureID string    `json:"picture_id,omitempty" doc:"of an uploaded picture"`
	MediaID   string    `json:"media_id,omitempty" doc:"of a material"`
	// Article says which of a material's articles goes out, from 0. Where it
	// has an article_id, WeChat takes them as a whole.
	Article        int    `json:"article,omitempty" minimum:"0" maximum:"7" doc:"of a material of several articles, from 0; in the menu only"`
	ConversationID string `json:"conversation_id,omitempty"`
	// Fallback 备用文字 stands in for an article that cannot be sent.
	Fallback string `json:"fallback,omitempty"`
	// Label and Problem are filled when a reply is read: its title or name,
	// and why it cannot be sent as it is (a [Reason]).
	Label   string `json:"label,omitempty" readOnly:"true"`
	Problem Reason `json:"problem,omitempty" readOnly:"true"`
}

// Picture is an uploaded picture for replies, kept at WeChat as permanent
// material.
type Picture struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	MediaID   string    `json:"media_id"`
	URL       string    `json:"url" doc:"in this console's cache"`
	CreatedAt time.Time `json:"created_at"`
}

// MaxPicture is how many bytes a picture for replies may have, as WeChat says.
//
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html
const MaxPicture = 10 << 20

// RuleKind is what a reply rule answers.
type RuleKind string

// The kinds: 被关注, 关键词, 收到消息.
const (
	RuleFollow  RuleKind = "follow"
	RuleKeyword RuleKind = "keyword"
	RuleDefault RuleKind = "default"
)

// Match is how a keyword is compared.
type Match string

// The ways: 全匹配, 半匹配.
const (
	MatchExact    Match = "exact"
	MatchContains Match = "contains"
)

// Keyword is one word of a rule.
type Keyword struct {
	Text  string `json:"text" maxLength:"60"`
	Match Match  `json:"match" enum:"exact,contains"`
}

// ReplyMode says whether all replies of a rule are sent or one by chance.
type ReplyMode string

// The modes: 全部, 随机一条.
const (
	ReplyAll    ReplyMode = "all"
	ReplyRandom ReplyMode = "random"
)

// ReplyRule answers what followers do 自动回复.
type ReplyRule struct {
	ID       string    `json:"id"`
	Kind     RuleKind  `json:"kind" enum:"follow,keyword,default"`
	Name     string    `json:"name"`
	Keywords []Keyword `json:"keywords"`
	// ExactCase compares letters as they are; else A is a.
	ExactCase bool      `json:"exact_case"`
	Priority  int       `json:"priority" doc:"the larger wins; -100 to 100"`
	Active    bool      `json:"active"`
	Days      []int     `json:"days" doc:"of the week in Beijing, 1 is Monday; empty for every day"`
	From      string    `json:"from,omitempty" doc:"15:04 in Beijing; empty for the whole day"`
	Until     string    `json:"until,omitempty" doc:"15:04; before from, it is of the next day"`
	Mode      ReplyMode `json:"mode" enum:"all,random"`
	Replies   []Reply   `json:"replies"`
	Hits      int       `json:"hits" readOnly:"true" doc:"times it answered"`
	UpdatedAt time.Time `json:"updated_at" readOnly:"true"`
	UpdatedBy string    `json:"updated_by" readOnly:"true"`
}

// ReplyRules are an account's rules in the order in which they are asked, with
// the keywords that two of them share.
type ReplyRules struct {
	Items   []ReplyRule `json:"items"`
	Clashes []Clash     `json:"clashes"`
}

// Conversation is a question with options 菜单会话.
type Conversation struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Opening   string    `json:"opening"`
	Closing   string    `json:"closing"`
	Options   []Option  `json:"options"`
	UsedBy    []UsedBy  `json:"used_by" readOnly:"true"`
	Starts    int       `json:"starts" readOnly:"true"`
	UpdatedAt time.Time `json:"updated_at" readOnly:"true"`
	UpdatedBy string    `json:"updated_by" readOnly:"true"`
}

// MaxOptions is how many options a conversation may have.
const MaxOptions = 10

// Option is one answer to choose. Its ID stays when it is moved or renamed,
// so that an old message on a phone still works.
type Option struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Reply Reply  `json:"reply"`
	Picks int    `json:"picks" readOnly:"true"`
}
