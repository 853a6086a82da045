package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// MassSettings say how the platform treats an account's mass sends 群发 and
// publications 发布. The zero value sends at once and tells by push.
type MassSettings struct {
	// Confirm is API 群发保护: a send to all waits until the administrator
	// answers, half an hour at the most.
	Confirm bool `json:"confirm"`
	// RefuseHistory refuses the media_id of a history item with 40007. WeChat's
	// pages leave open whether it does.
	RefuseHistory bool `json:"refuse_history"`
	// Duration is how long sending and publishing take, by the platform's
	// clock; nanoseconds in JSON.
	Duration time.Duration `json:"duration"`
	// Silent pushes no result; EventFirst pushes it before the call that caused
	// it is answered, where Duration is 0.
	Silent     bool `json:"silent"`
	EventFirst bool `json:"event_first"`
	// ForgetKeys takes a second call with a clientmsgid for a new one.
	ForgetKeys bool `json:"forget_keys"`
	// Reprint is what the check of originality finds of every article: ""
	// nothing, "allowed" a reprint that may be sent, "forbidden" one that may
	// not.
	Reprint string `json:"reprint"`
	// PublishStatus is how publications end, 0 to 4: 0 done, 2 not original, 3
	// failed, 4 refused.
	PublishStatus int `json:"publish_status"`
}

func (s MassSettings) check() error {
	switch {
	case s.Duration < 0:
		return errors.New("the duration must not be negative")
	case !slices.Contains([]string{"", "allowed", "forbidden"}, s.Reprint):
		return fmt.Errorf("reprint %q: it is allowed, forbidden or empty", s.Reprint)
	case s.PublishStatus < 0 || s.PublishStatus > 4 || s.PublishStatus == 1:
		return fmt.Errorf("publish_status %d: it is 0, 2, 3 or 4", s.PublishStatus)
	}
	return nil
}

// MassState is where a mass send stands.
type MassState string

// The states.
const (
	MassConfirming MassState = "confirming" // the administrator is asked
	MassSending    MassState = "sending"
	MassSent       MassState = "sent"
	MassFailed     MassState = "failed"
	MassDeleted    MassState = "deleted"
)

// MassSend is one mass send that the platform took.
type MassSend struct {
	MsgID       int64     `json:"msg_id"`
	MsgDataID   int64     `json:"msg_data_id"` // the number in its articles' addresses
	ClientMsgID string    `json:"clientmsgid"`
	MediaID     string    `json:"media_id"`
	State       MassState `json:"state"`
	// Status is what the push tells, "send success" or "err(30003)".
	Status string `json:"status"`
	// ToAll, TagID or OpenIDs is to whom it goes.
	ToAll   bool     `json:"to_all"`
	TagID   int      `json:"tag_id"`
	OpenIDs []string `json:"openids,omitempty"`
	// AcceptedAt is when the call came, SentAt when it was done.
	AcceptedAt time.Time `json:"accepted_at"`
	SentAt     time.Time `json:"sent_at"`
	// Total is how many it is addressed to, Filter how many of them may get it.
	Total  int `json:"total"`
	Filter int `json:"filter"`
	// Tries counts the calls with its key that came.
	Tries int `json:"tries"`
}

// massSend is the kept form of a MassSend.
type massSend struct {
	MassSend
	Key     string    `json:"key"`
	LastTry time.Time `json:"last_try"`
	// Until is when it is done, or when the administrator has been silent for
	// too long.
	Until  time.Time `json:"until"`
	Ignore bool      `json:"ignore"` // send_ignore_reprint
	Item   *stored   `json:"item"`   // as it is sent: replaced, never changed
}

// massBook is what an account has of mass sends and publications. The account's
// mutex guards it.
type massBook struct {
	Settings     MassSettings   `json:"settings"`
	Speed        int            `json:"speed"`
	Sends        []*massSend    `json:"sends,omitempty"` // oldest first
	Publications []*publication `json:"publications,omitempty"`
	Autosaved    []string       `json:"autosaved,omitempty"` // drafts that the editor saved by itself
	PreviewDay   string         `json:"preview_day,omitempty"`
	Previews     int            `json:"previews,omitempty"` // of PreviewDay, by WeChat ID
}

func (b massBook) clone() massBook {
	b.Autosaved = slices.Clone(b.Autosaved)
	sends, publications := b.Sends, b.Publications
	b.Sends, b.Publications = nil, nil
	for _, m := range sends {
		kept := *m
		b.Sends = append(b.Sends, &kept)
	}
	for _, p := range publications {
		kept := *p
		b.Publications = append(b.Publications, &kept)
	}
	return b
}

func (b *massBook) find(msgID int64) (*massSend, error) {
	for _, m := range b.Sends {
		if m.MsgID == msgID {
			return m, nil
		}
	}
	return nil, fmt.Errorf("mass send %d: %w", msgID, ErrNoItem)
}

// massMonth counts what somebody got in a Beijing month.
type massMonth struct {
	Month string `json:"month,omitempty"`
	N     int    `json:"n,omitempty"`
}

// massesAMonth is how many mass sends of a service account a follower gets in a
// calendar month
// (https://developers.weixin.qq.com/doc/service/en/guide/product/message/Batch_Sends.html).
const massesAMonth = 4

// take counts one more, unless the month's are used up.
func (c *massMonth) take(now time.Time) bool {
	if m := month(now); c.Month != m {
		*c = massMonth{Month: m}
	}
	if c.N >= massesAMonth {
		return false
	}
	c.N++
	return true
}

// SetMass changes how mass sends are treated from now on. It fails on values
// that are none.
func (c *AccountControl) SetMass(settings MassSettings) error {
	if err := settings.check(); err != nil {
		return fmt.Errorf("set mass sends: %w", err)
	}
	c.change(func(a *account) { a.mass.Settings = settings })
	return nil
}

// Mass is what SetMass set.
func (c *AccountControl) Mass() MassSettings {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return c.acct.mass.Settings
}

// MassSends are the mass sends that were taken, oldest first.
func (c *AccountControl) MassSends() []MassSend {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	list := []MassSend{}
	for _, m := range c.acct.mass.Sends {
		list = append(list, m.MassSend)
	}
	return list
}

// AnswerMass is the administrator's answer to the question whether a send may
// go to all. The error wraps [ErrNoItem] where nobody is asked.
func (c *AccountControl) AnswerMass(msgID int64, allow bool) error {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	m, err := a.mass.find(msgID)
	if err == nil && m.State != MassConfirming {
		err = fmt.Errorf("mass send %d is %s: %w", msgID, m.State, ErrNoItem)
	}
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	m.State, m.Until = MassSending, a.sandbox.Now().Add(a.mass.Settings.Duration)
	if !allow {
		m.Status = "err(40001)"
	}
	a.sandbox.changed()
	return nil
}

// SetAutosaved marks a draft as saved only by the editor itself: it cannot be
// sent (48021) or published (53505) until it is saved by hand.
func (c *AccountControl) SetAutosaved(mediaID string, autosaved bool) {
	c.change(func(a *account) {
		a.mass.Autosaved = slices.DeleteFunc(a.mass.Autosaved, func(id string) bool { return id == mediaID })
		if autosaved {
			a.mass.Autosaved = append(a.mass.Autosaved, mediaID)
		}
	})
}
