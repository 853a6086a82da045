package tuwen

import "time"

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
	PictureURL   string     `json:"picture_url" readOnly:"true" doc:"the current picture, public: /q/{id}.png"`
	Problem      *Problem   `json:"problem" readOnly:"true" doc:"why WeChat has not made it"`
	CreatedAt    time.Time  `json:"created_at" readOnly:"true"`
	UpdatedAt    time.Time  `json:"updated_at" readOnly:"true"`

	Ticket string `json:"-"`
}

// DayCount is what a code brought on a Beijing day.
type DayCount struct {
	Day          string `json:"day"`
	Scans        int    `json:"scans"`
	NewFollowers int    `json:"new_followers"`
}
