package desk

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/mirror"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Config is what [New] needs. DB, Box, Connect, Mirror and Jobs must be set.
type Config struct {
	DB      *store.DB
	Box     *connect.Box
	Connect *connect.Connect
	Mirror  *mirror.Mirror
	Jobs    *job.Jobs
	Now     func() time.Time // nil: the system's clock
	Log     *slog.Logger
	// SetupCode is what the first administrator has to know; without one
	// there is no set-up.
	SetupCode string
	// PictureDir keeps pictures; PictureBytes is how much of them, 0 for 1 GB.
	PictureDir   string
	PictureBytes int64
}

// Desk holds what can be done, by noun. It is safe for concurrent use.
type Desk struct {
	Accounts      *Accounts
	Audit         *Audit
	AutoReplies   *AutoReplies
	Contacts      *Contacts
	Conversations *Conversations
	Dispatch      *Dispatch
	Drafts        *Drafts
	Enrollments   *Enrollments
	Events        *Events
	Figures       *Figures
	Journeys      *Journeys
	MassSends     *MassSends
	Materials     *Materials
	Menus         *Menus
	Messages      *Messages
	Notes         *Notes
	Operators     *Operators
	Overview      *Overview
	Pictures      *Pictures
	Preview       *Preview
	Publications  *Publications
	Published     *Published
	QRCodes       *QRCodes
	Quotas        *Quotas
	ReplyPictures *ReplyPictures
	ReplyRules    *ReplyRules
	Sessions      *Sessions
	Syncs         *Syncs
	Tags          *Tags
	Tokens        *Tokens
}

// floor is what all services stand on.
type floor struct {
	db      *store.DB
	box     *connect.Box
	connect *connect.Connect
	mirror  *mirror.Mirror
	jobs    *job.Jobs
	now     func() time.Time
	log     *slog.Logger
}

// New returns the desk.
func New(c Config) *Desk {
	if c.Now == nil {
		c.Now = time.Now
	}
	f := &floor{
		db: c.DB, box: c.Box, connect: c.Connect, mirror: c.Mirror, jobs: c.Jobs, log: c.Log,
		// As the database keeps it, so that an answer is what a later one says.
		now: func() time.Time { return c.Now().UTC().Truncate(time.Millisecond) },
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	pictures := newPictures(f, c.PictureDir, c.PictureBytes)
	lists := &lists{floor: f, pictures: pictures}
	passwords := newPasswords()
	return &Desk{
		Accounts:      &Accounts{f},
		Audit:         &Audit{f},
		AutoReplies:   &AutoReplies{floor: f, kept: map[string]autoReplyReading{}},
		Contacts:      &Contacts{f},
		Conversations: &Conversations{f},
		Dispatch:      &Dispatch{f},
		Drafts:        &Drafts{lists},
		Enrollments:   &Enrollments{f},
		Events:        &Events{f},
		Figures:       &Figures{f},
		Journeys:      &Journeys{f},
		MassSends:     &MassSends{f},
		Materials:     &Materials{lists},
		Menus:         &Menus{floor: f, kept: map[string]menuReading{}},
		Messages:      &Messages{f},
		Notes:         &Notes{f},
		Operators:     &Operators{f, passwords},
		Overview:      &Overview{lists},
		Pictures:      pictures,
		Preview:       &Preview{lists},
		Publications:  &Publications{f},
		Published:     &Published{lists},
		QRCodes:       &QRCodes{f, pictures},
		Quotas:        &Quotas{f},
		ReplyPictures: &ReplyPictures{f, pictures},
		ReplyRules:    &ReplyRules{f},
		Sessions:      &Sessions{f, passwords, c.SetupCode},
		Syncs:         &Syncs{f},
		Tags:          &Tags{f},
		Tokens:        &Tokens{f},
	}
}

// record writes into the audit what was done, by whom, in the transaction
// that does it.
func (f *floor) record(ctx context.Context, tx *store.Tx, actor tuwen.Actor, e tuwen.Entry) error {
	e.At = f.now()
	e.Actor, e.Address = actor.Name, actor.Address
	if err := tx.Audit.Add(ctx, e); err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

// recordAlone writes an entry of its own about what another package did in
// its own transaction.
func (f *floor) recordAlone(ctx context.Context, actor tuwen.Actor, e tuwen.Entry) error {
	return f.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return f.record(ctx, tx, actor, e)
	})
}

// account returns the account, [tuwen.NotFound] where it is not connected.
func (f *floor) account(ctx context.Context, appID string) (a tuwen.Account, err error) {
	err = f.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err = tx.Accounts.ByID(ctx, appID)
		return err
	})
	return a, err
}
