package desk

import (
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// CodeQuery is a stretch of the QR codes; empty filters let everything pass.
type CodeQuery struct {
	Q        string
	Scene    string
	Kind     tuwen.QRCodeKind
	Source   string
	Campaign string
	Problem  *bool
	Limit    int
	Cursor   string
}

func (q CodeQuery) filter() store.CodeFilter {
	return store.CodeFilter{
		Q: q.Q, Scene: q.Scene, Kind: q.Kind, Source: q.Source, Campaign: q.Campaign, Problem: q.Problem,
		Limit: q.Limit, Cursor: q.Cursor,
	}
}

// NewQRCode makes a QR code.
type NewQRCode struct {
	Name       string           `json:"name" maxLength:"200"`
	Scene      string           `json:"scene,omitempty" maxLength:"64" doc:"what WeChat's pushes name, ASCII; made where missing"`
	Source     string           `json:"source,omitempty" maxLength:"200" doc:"where it stands, e.g. 门店"`
	Campaign   string           `json:"campaign,omitempty" maxLength:"200"`
	Kind       tuwen.QRCodeKind `json:"kind" enum:"permanent,temporary"`
	ExpireDays int              `json:"expire_days,omitempty" minimum:"0" maximum:"30" doc:"of a temporary one; default 30"`
	Renews     bool             `json:"renews,omitempty" doc:"a temporary one is made anew before it ends, as another picture"`
	Replies    []tuwen.Reply    `json:"replies,omitempty" maxItems:"10"`
	TagIDs     []int            `json:"tag_ids,omitempty" maxItems:"20" doc:"given to whoever scans"`
}

// code is the code as it would be kept, and how long it lives.
func (in NewQRCode) code(now time.Time) (tuwen.QRCode, time.Duration, error) {
	c := tuwen.QRCode{
		ID: store.NewID(), Name: oneLine(in.Name), Scene: strings.TrimSpace(in.Scene), Source: oneLine(in.Source),
		Campaign: oneLine(in.Campaign), Kind: in.Kind, Renews: in.Renews, Replies: in.Replies, TagIDs: in.TagIDs,
		CreatedAt: now, UpdatedAt: now,
	}
	if c.Scene == "" {
		c.Scene = newScene()
	}
	life, err := lifeOf(in.ExpireDays)
	if err == nil && c.Kind == tuwen.Permanent && in.ExpireDays != 0 {
		err = tuwen.Errorf(tuwen.Invalid, "qrcode.expire_days", "a permanent code does not end").With("field", "expire_days")
	}
	return c, life, err
}

// QRCodeChange changes a QR code; nil leaves a value as it is.
type QRCodeChange struct {
	Name      *string        `json:"name,omitempty" maxLength:"200"`
	Source    *string        `json:"source,omitempty" maxLength:"200"`
	Campaign  *string        `json:"campaign,omitempty" maxLength:"200"`
	Renews    *bool          `json:"renews,omitempty"`
	Replies   *[]tuwen.Reply `json:"replies,omitempty" maxItems:"10"`
	TagIDs    *[]int         `json:"tag_ids,omitempty" maxItems:"20"`
	UpdatedAt *time.Time     `json:"updated_at,omitempty" doc:"of the code that was edited; 409 where it changed meanwhile"`
}

func (in QRCodeChange) apply(c tuwen.QRCode) tuwen.QRCode {
	for to, from := range map[*string]*string{&c.Name: in.Name, &c.Source: in.Source, &c.Campaign: in.Campaign} {
		if from != nil {
			*to = oneLine(*from)
		}
	}
	if in.Renews != nil {
		c.Renews = *in.Renews
	}
	if in.Replies != nil {
		c.Replies = *in.Replies
	}
	if in.TagIDs != nil {
		c.TagIDs = *in.TagIDs
	}
	return c
}

// oneLine is the text with single spaces between its words.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
