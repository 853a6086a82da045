package sandbox

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrNotFollowing is returned, wrapped, when somebody acts who does not follow
// the account.
var ErrNotFollowing = errors.New("does not follow the account")

// ErrFollowing is returned, wrapped, for a follow by a follower.
var ErrFollowing = errors.New("follows the account already")

// Follower is somebody with an OpenID of an account, whether or not he follows
// it now.
type Follower struct {
	OpenID   string `json:"openid"`
	PersonID string `json:"person_id"` // empty for those of BulkFollowers
	Followed bool   `json:"followed"`
	// FollowedAt is when he last began to follow; zero if he never did.
	FollowedAt time.Time `json:"followed_at"`
	// SubscribeScene is how, as user/info words it; QRScene the scene of the
	// code that led to it.
	SubscribeScene string `json:"subscribe_scene"`
	QRScene        string `json:"qr_scene"`
	Remark         string `json:"remark"`
	TagIDs         []int  `json:"tag_ids"`
	// Window is the allowance for customer-service messages, if one is open.
	Window *Window `json:"window"`
}

// Window is the allowance for customer-service messages that a follower's last
// action opened.
type Window struct {
	Kind     WindowKind `json:"kind"`
	OpenedAt time.Time  `json:"opened_at"`
	ClosesAt time.Time  `json:"closes_at"`
	Sent     int        `json:"sent"`
	Limit    int        `json:"limit"`
}

// WindowKind is what opened a window.
type WindowKind string

// The kinds of windows. A tap on an option of a msgmenu counts as a tap on the
// menu (https://developers.weixin.qq.com/doc/subscription/guide/product/kf/intro.md).
const (
	WindowMessage WindowKind = "message" // five in 48 hours
	WindowTap     WindowKind = "tap"     // three in a minute, like the others
	WindowScan    WindowKind = "scan"
	WindowFollow  WindowKind = "follow"
)

// limits are how many messages a window is good for, and how long.
func (k WindowKind) limits() (int, time.Duration) {
	if k == WindowMessage {
		return 5, 48 * time.Hour
	}
	return 3, time.Minute
}

// follower is the kept form of a Follower.
type follower struct {
	OpenID   string    `json:"openid"`
	PersonID string    `json:"person_id,omitempty"`
	Place    int       `json:"place"` // of a bulk follower; else -1
	Followed bool      `json:"followed"`
	Since    int64     `json:"since"`
	Scene    string    `json:"scene,omitempty"`
	QRScene  string    `json:"qr_scene,omitempty"`
	Remark   string    `json:"remark,omitempty"`
	Tags     []int     `json:"tags,omitempty"`
	Window   *Window   `json:"window,omitempty"`
	Chat     []Message `json:"chat,omitempty"`
	Unread   int       `json:"unread,omitempty"`
	Menu     *heldMenu `json:"menu,omitempty"` // nil: not read since the follow
	Mass     massMonth `json:"mass,omitzero"`

	tagging bool      // a call is giving or taking tags right now
	typing  time.Time // the account seems to type until then
}

func (f *follower) view(now time.Time) Follower {
	v := Follower{
		OpenID: f.OpenID, PersonID: f.PersonID, Followed: f.Followed, SubscribeScene: f.Scene, QRScene: f.QRScene,
		Remark: f.Remark, TagIDs: slices.Clone(f.Tags),
	}
	if f.Since != 0 {
		v.FollowedAt = seconds(f.Since)
	}
	if f.Window != nil && now.Before(f.Window.ClosesAt) {
		w := *f.Window
		v.Window = &w
	}
	return v
}

// open begins a window. The newest action wins, also over a longer window:
// WeChat's pages do not say whether windows add up, and this is the stricter
// reading.
func (f *follower) open(kind WindowKind, now time.Time) {
	limit, life := kind.limits()
	f.Window = &Window{Kind: kind, OpenedAt: now, ClosesAt: now.Add(life), Limit: limit}
}

// spend takes one customer-service message out of the window.
func (f *follower) spend(now time.Time) error {
	switch {
	case !f.Followed || f.Window == nil || !now.Before(f.Window.ClosesAt):
		return refuse(45015)
	case f.Window.Sent >= f.Window.Limit:
		return refuse(45047)
	}
	f.Window.Sent++
	return nil
}

// roster is who has an OpenID of an account. Those of BulkFollowers cost
// nothing until something happens to one of them: their ids are computed from
// their places. The account's mutex guards it.
type roster struct {
	Bulk int `json:"bulk"`
	// From and Until are when the first and the last of them began to follow.
	From  int64 `json:"from"`
	Until int64 `json:"until"`
	// BulkMass counts the mass sends of those that nothing else happened to.
	BulkMass massMonth   `json:"bulk_mass,omitzero"`
	Others   []*follower `json:"others"` // in the order in which they came to follow, then bulk ones that were touched

	appID string
	byID  map[string]*follower
}

// bulkID is the OpenID of the bulk follower at a place: 28 characters like any
// other, from which the place can be read back.
func bulkID(appID string, place int) string {
	mixed := uint64(place+1) * 0x9E3779B97F4A7C15
	mixed ^= mixed >> 29
	mixed *= 0xBF58476D1CE4E5B9
	mixed ^= mixed >> 32
	b := make([]byte, 0, 15)
	b = append(b, 'B', byte(place>>16), byte(place>>8), byte(place))
	for shift := 56; shift >= 0; shift -= 8 {
		b = append(b, byte(mixed>>shift))
	}
	b = append(b, byte(place*7), byte(place*31), byte(place*131))
	return openIDPrefix(appID) + base64.RawURLEncoding.EncodeToString(b) + "w"
}

// openIDPrefix is what all OpenIDs of an account begin with.
func openIDPrefix(appID string) string {
	return "o" + base64.RawURLEncoding.EncodeToString(digestOf("openid", appID))[:6]
}

// openIDOf is a person's OpenID at an account, and nowhere else.
func openIDOf(appID, personID string) string {
	return openIDPrefix(appID) + base64.RawURLEncoding.EncodeToString(digestOf("person", appID, personID))[:21]
}

// bulkPlace reads the place out of an OpenID.
func (r *roster) bulkPlace(openID string) (int, bool) {
	if len(openID) != 28 {
		return 0, false
	}
	b, err := base64.RawURLEncoding.DecodeString(openID[7:27])
	if err != nil || b[0] != 'B' {
		return 0, false
	}
	place := int(b[1])<<16 | int(b[2])<<8 | int(b[3])
	return place, place < r.Bulk && bulkID(r.appID, place) == openID
}

var bulkScenes = []string{"ADD_SCENE_SEARCH", "ADD_SCENE_PROFILE_CARD", "ADD_SCENE_QR_CODE", "ADD_SCENE_PROFILE_ITEM", "ADD_SCENE_OTHERS"}

// find is the follower with an OpenID. A bulk one that was never touched is
// made up and not kept; use hold to change one.
func (r *roster) find(openID string) (*follower, error) {
	if f, ok := r.byID[openID]; ok {
		return f, nil
	}
	if place, ok := r.bulkPlace(openID); ok {
		return &follower{
			OpenID: openID, Place: place, Followed: true,
			Since: r.From + (r.Until-r.From)*int64(place)/int64(r.Bulk),
			Scene: bulkScenes[place%len(bulkScenes)], Mass: r.BulkMass,
		}, nil
	}
	return nil, fmt.Errorf("openid %q: %w", openID, ErrNoItem)
}

// hold is find, and keeps the follower.
func (r *roster) hold(openID string) (*follower, error) {
	f, err := r.find(openID)
	if err == nil && r.byID[openID] == nil {
		r.keep(f)
	}
	return f, err
}

func (r *roster) keep(f *follower) {
	if r.byID == nil {
		r.byID = map[string]*follower{}
	}
	r.byID[f.OpenID] = f
	r.Others = append(r.Others, f)
}

// follow moves a follower to the end of the list, as its newest.
func (r *roster) follow(f *follower, now time.Time) {
	f.Followed, f.Since = true, now.Unix()
	if f.Place < 0 {
		at := slices.Index(r.Others, f)
		r.Others = append(slices.Delete(r.Others, at, at+1), f)
	}
}

// maxBulk is how many places an OpenID can hold.
const maxBulk = 1 << 24

// grow adds bulk followers.
func (r *roster) grow(n int, from, until time.Time) {
	r.Bulk += n
	r.From, r.Until = from.Unix(), until.Unix()
}

// total is how many follow.
func (r *roster) total() int {
	n := r.Bulk
	for _, f := range r.Others {
		switch {
		case f.Place >= 0 && !f.Followed:
			n--
		case f.Place < 0 && f.Followed:
			n++
		}
	}
	return n
}

// after is up to most OpenIDs that follow the one given in the list of
// followers, oldest first; an empty one begins the list.
func (r *roster) after(openID string, most int) ([]string, error) {
	from, other := 0, 0
	if openID != "" {
		f, err := r.find(openID)
		if err != nil {
			return nil, err
		}
		from = f.Place + 1
		if f.Place < 0 {
			from, other = r.Bulk, slices.Index(r.Others, f)+1
		}
	}
	ids := make([]string, 0, most)
	for ; from < r.Bulk && len(ids) < most; from++ {
		id := bulkID(r.appID, from)
		if f, touched := r.byID[id]; !touched || f.Followed {
			ids = append(ids, id)
		}
	}
	for ; other < len(r.Others) && len(ids) < most; other++ {
		if f := r.Others[other]; f.Place < 0 && f.Followed {
			ids = append(ids, f.OpenID)
		}
	}
	return ids, nil
}

// tagged is who has a tag, in the order of places.
func (r *roster) tagged(id int) []*follower {
	var list []*follower
	for _, f := range r.Others {
		if f.Followed && slices.Contains(f.Tags, id) {
			list = append(list, f)
		}
	}
	return list
}

func (r *roster) clone() roster {
	kept := roster{Bulk: r.Bulk, From: r.From, Until: r.Until, BulkMass: r.BulkMass}
	for _, f := range r.Others {
		g := *f
		g.Tags, g.Chat = slices.Clone(f.Tags), slices.Clone(f.Chat)
		if f.Window != nil {
			w := *f.Window
			g.Window = &w
		}
		kept.Others = append(kept.Others, &g)
	}
	return kept
}

func (r *roster) restore(kept roster) {
	r.Bulk, r.From, r.Until, r.BulkMass = kept.Bulk, kept.From, kept.Until, kept.BulkMass
	for _, f := range kept.Others {
		r.keep(f)
	}
}
