package tuwen

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Contact is a follower, or somebody who once was one 粉丝/联系人. WeChat
// tells neither name nor picture; a contact is known by openid, remark, tags
// and what happened.
type Contact struct {
	OpenID   string `json:"openid"`
	UnionID  string `json:"unionid,omitempty"`
	Remark   string `json:"remark,omitempty"`
	Followed bool   `json:"followed"`
	// FollowedAt is when the contact last began to follow; FollowScene how,
	// as WeChat words it (ADD_SCENE_QR_CODE); FollowedBy the scene of the QR
	// code that led to it.
	FollowedAt   *time.Time `json:"followed_at"`
	FollowScene  string     `json:"follow_scene,omitempty"`
	FollowedBy   string     `json:"followed_by,omitempty" doc:"scene of the QR code"`
	QRCode       *CodeName  `json:"qrcode,omitempty" doc:"the code of followed_by; missing where there is none here"`
	UnfollowedAt *time.Time `json:"unfollowed_at"`
	TagIDs       []int      `json:"tag_ids"`
	// SeenAt is the last thing the contact did.
	SeenAt *time.Time `json:"seen_at"`
	// DetailedAt is nil for who was only listed by a sync of the followers, or
	// did something, and whose details WeChat was not asked for yet.
	DetailedAt *time.Time `json:"detailed_at" doc:"since when tags, remark and origin are as WeChat tells them; null while they are not read yet"`
	Messages   int        `json:"messages" doc:"written by the contact"`
	Window     *Window    `json:"window" doc:"in which customer-service messages may be sent; null when none is open"`
	CreatedAt  time.Time  `json:"created_at"`

	Asked Asked `json:"-"` // the conversation that was sent last
	// SightedAt is the first thing the contact did on the Beijing day of the
	// last, zero for nothing.
	SightedAt time.Time `json:"-"`
}

// WindowKind is what opened a window.
type WindowKind string

// The kinds: a written message opens 48 hours for five, a tap on the menu, a
// scan or a follow one minute for three.
const (
	WindowMessage WindowKind = "message"
	WindowTap     WindowKind = "tap"
	WindowScan    WindowKind = "scan"
	WindowFollow  WindowKind = "follow"
)

// Window is the allowance for customer-service messages that a contact's last
// action opened. The newest action wins.
type Window struct {
	Kind     WindowKind `json:"kind" enum:"message,tap,scan,follow"`
	OpenedAt time.Time  `json:"opened_at"`
	ClosesAt time.Time  `json:"closes_at"`
	Sent     int        `json:"sent"`
	Limit    int        `json:"limit"`
	// Closed by WeChat's word: 45015 or 45047.
	Closed bool `json:"closed"`
}

// Tag is a label that WeChat keeps on followers 标签.
type Tag struct {
	ID    int    `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count" doc:"followers, as WeChat last told"`
	// System tags cannot be renamed or deleted.
	System bool `json:"system"`
}

// TagSheet is the tags of an account, as WeChat told them at a time.
type TagSheet struct {
	Items        []Tag      `json:"items"`
	FetchedAt    *time.Time `json:"fetched_at" doc:"when WeChat was asked; null before the first time"`
	Max          int        `json:"max" doc:"how many tags an account may have"`
	MaxOfContact int        `json:"max_of_contact"`
	MaxName      int        `json:"max_name" doc:"characters"`
}

// Moment is one thing in the timeline of a contact: a push, or a
// customer-service message. Exactly one of the two is set.
type Moment struct {
	At      time.Time `json:"at"`
	Event   *Event    `json:"event,omitempty"`
	Message *Message  `json:"message,omitempty"`
}

// MaxRemark is how many bytes a remark may have: WeChat takes fewer than 30.
const MaxRemark = 29

// CheckRemark returns [Invalid] for a remark that WeChat would refuse.
func CheckRemark(s string) error {
	switch {
	case len(s) > MaxRemark:
		return wrong("remark", "contact.remark", "a remark has less than 30 bytes, which are 9 Chinese characters").
			With("bytes", strconv.Itoa(len(s))).With("max", strconv.Itoa(MaxRemark))
	case !plainText(s) || strings.ContainsAny(s, "\r\n\t"):
		return wrong("remark", "text.not_text", "that is not text")
	}
	return nil
}

// CheckTagName returns [Invalid] for a name that WeChat would refuse.
func CheckTagName(s string) error {
	switch n := utf8.RuneCountInString(s); {
	case n == 0 || n > MaxTagName:
		return wrong("name", "tag.name", fmt.Sprintf("a tag's name has 1 to %d characters", MaxTagName)).With("max", strconv.Itoa(MaxTagName))
	case !plainText(s) || strings.ContainsAny(s, "\r\n\t"):
		return wrong("name", "text.not_text", "that is not text")
	}
	return nil
}

// The limits of tags at WeChat.
const (
	MaxTags           = 100 // of an account
	MaxTagsOfContact  = 20
	MaxTagName        = 30 // characters
	TagBatch          = 50 // openids a call
	FollowersPage     = 10_000
	ContactDetailPage = 100
)
