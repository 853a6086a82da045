package tuwen

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// QRCodeKind is how long a code lives.
type QRCodeKind string

// The kinds: 永久, 临时.
const (
	Permanent QRCodeKind = "permanent"
	Temporary QRCodeKind = "temporary"
)

// The limits of QR codes at WeChat.
const (
	MaxPermanentCodes = 100_000
	MaxTemporaryLife  = 30 * 24 * time.Hour
	MaxScene          = 64 // characters, kept to ASCII
)

// QRCode is a code with a scene 带参二维码.
type QRCode struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Scene    string     `json:"scene" doc:"what WeChat's pushes name; at most 64 ASCII characters"`
	Source   string     `json:"source" doc:"where it stands, e.g. 门店"`
	Campaign string     `json:"campaign"`
	Kind     QRCodeKind `json:"kind" enum:"permanent,temporary"`
	URL      string     `json:"url" doc:"what the picture encodes"`
	// ExpiresAt is when the present ticket of a temporary code ends; Renews
	// tells that it is made anew before that, as another picture.
	ExpiresAt    *time.Time `json:"expires_at"`
	Renews       bool       `json:"renews"`
	Replies      []Reply    `json:"replies"`
	TagIDs       []int      `json:"tag_ids" doc:"given to whoever scans"`
	Scans        int        `json:"scans" readOnly:"true"`
	NewFollowers int        `json:"new_followers" readOnly:"true"`
	Days         []DayCount `json:"days,omitempty" readOnly:"true" doc:"the last 30 days, in Beijing"`
	// Hours has all 24 where one code is asked for.
	Hours      []HourCount `json:"hours,omitempty" readOnly:"true" doc:"the hours of the day in Beijing, over all days; only where one code is asked for"`
	PictureURL string      `json:"picture_url" readOnly:"true" doc:"the current picture, public: /q/{id}.png"`
	Problem    *Problem    `json:"problem" readOnly:"true" doc:"why WeChat has not made it"`
	CreatedAt  time.Time   `json:"created_at" readOnly:"true"`
	UpdatedAt  time.Time   `json:"updated_at" readOnly:"true"`

	Ticket string `json:"-"`
}

// The limits of what is written on a code here.
const (
	MaxCodeName    = 60 // characters; of a source and a campaign too
	MaxCodeReplies = 3  // what a scan's window allows
	MaxCodeTags    = MaxTagsOfContact
)

// Made reports whether WeChat has made the code.
func (c *QRCode) Made() bool { return c.URL != "" }

// Ended reports whether the ticket of a temporary code is over at now: its
// picture leads nowhere any more.
func (c *QRCode) Ended(now time.Time) bool { return c.ExpiresAt != nil && !now.Before(*c.ExpiresAt) }

// RenewBefore is how long before its ticket ends a code that renews is made
// anew: long enough to mend what stands in the way.
const RenewBefore = 3 * 24 * time.Hour

// Ending reports whether the code is to be made anew at now.
func (c *QRCode) Ending(now time.Time) bool {
	return c.Renews && c.ExpiresAt != nil && c.ExpiresAt.Before(now.Add(RenewBefore))
}

// Check returns what is wrong with the code as an [Invalid] error that names
// the field, or nil. The stock holds what its replies refer to, tags the
// account's.
func (c *QRCode) Check(stock Stock, tags []Tag) error {
	for _, f := range []struct{ field, text string }{{"name", c.Name}, {"source", c.Source}, {"campaign", c.Campaign}} {
		switch n := utf8.RuneCountInString(f.text); {
		case f.field == "name" && n == 0:
			return wrong("name", "qrcode.name", "give the code a name")
		case n > MaxCodeName:
			return wrong(f.field, "qrcode.long", fmt.Sprintf("at most %d characters", MaxCodeName)).With("max", fmt.Sprint(MaxCodeName))
		case !plainText(f.text) || strings.ContainsAny(f.text, "\r\n\t"):
			return wrong(f.field, "text.not_text", "that is not text")
		}
	}
	switch {
	case !ValidScene(c.Scene):
		return wrong("scene", "qrcode.scene", fmt.Sprintf("a scene is 1 to %d letters, digits and signs of ASCII, without spaces", MaxScene)).
			With("max", fmt.Sprint(MaxScene))
	case c.Kind != Permanent && c.Kind != Temporary:
		return wrong("kind", "qrcode.kind", "kind is permanent or temporary")
	case c.Kind == Permanent && c.Renews:
		return wrong("renews", "qrcode.renews", "a permanent code does not end, so it is not renewed")
	case len(c.Replies) > MaxCodeReplies:
		return wrong("replies", "qrcode.replies", fmt.Sprintf("a scan allows %d messages", MaxCodeReplies)).With("max", fmt.Sprint(MaxCodeReplies))
	case len(c.TagIDs) > MaxCodeTags:
		return wrong("tag_ids", "qrcode.tags", fmt.Sprintf("a contact has at most %d tags", MaxCodeTags)).With("max", fmt.Sprint(MaxCodeTags))
	}
	for _, id := range c.TagIDs {
		if !slices.ContainsFunc(tags, func(t Tag) bool { return t.ID == id }) {
			return wrong("tag_ids", "tag.unknown", "there is no such tag").With("tag", fmt.Sprint(id))
		}
	}
	return CheckReplies(ForQRCode, c.Replies, stock)
}

// ValidScene reports whether s can be a scene here: 1 to [MaxScene] visible
// characters of ASCII. WeChat counts characters and names no set; a push
// writes qrscene_ before it, which is therefore not its beginning.
func ValidScene(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return s != "" && len(s) <= MaxScene && !strings.HasPrefix(s, "qrscene_")
}

// SceneTaken is the [Conflict] "qrcode.scene_taken": another code has the
// scene.
func SceneTaken(scene string) *Error {
	return Errorf(Conflict, "qrcode.scene_taken", "another code has this scene").With("field", "scene").With("scene", scene)
}

// CodeFacets are what codes can be filtered by, and how many permanent ones
// may still be made.
type CodeFacets struct {
	Sources   []string `json:"sources"`
	Campaigns []string `json:"campaigns"`
	// Permanent counts the permanent codes that this console made, those too
	// that were deleted here: WeChat deletes none, and lists none.
	Permanent     int `json:"permanent"`
	PermanentLeft int `json:"permanent_left" doc:"of WeChat's 100,000, by this console's own count"`
	// Pending codes are here and wait to be made at WeChat; Refused ones have
	// the reason among them.
	Pending int `json:"pending"`
	Refused int `json:"refused"`
}

// CodeName is a QR code where only its name is told.
type CodeName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// DayCount is what a code brought on a Beijing day.
type DayCount struct {
	Day          string `json:"day"`
	Scans        int    `json:"scans"`
	NewFollowers int    `json:"new_followers"`
}

// HourCount is what a code brought in one hour of the day, over all days.
type HourCount struct {
	Hour         int `json:"hour" doc:"0 to 23"`
	Scans        int `json:"scans"`
	NewFollowers int `json:"new_followers"`
}
