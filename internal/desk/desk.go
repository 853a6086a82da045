package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"maps"
	"strconv"
	"strings"
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

// recordHourly writes into the audit a deed that comes often, such as an editor
// saving by itself: one entry for each actor, action and subject in an hour,
// which says what the last deed was about and, under the name count, how many
// there were. The caller holds the subject, so that two do not count as one.
func (f *floor) recordHourly(ctx context.Context, tx *store.Tx, actor tuwen.Actor, e tuwen.Entry, count string) error {
	hour := f.now().UTC().Truncate(time.Hour).Format(time.RFC3339)
	key := sha256.Sum256([]byte(strings.Join([]string{e.Action, actor.OperatorID, actor.TokenID, e.AppID, e.Subject, hour}, "\x00")))
	e.ID = hex.EncodeToString(key[:16])
	e.Details = maps.Clone(e.Details)
	if e.Details == nil {
		e.Details = details{}
	}
	before, err := tx.Audit.ByID(ctx, e.ID)
	if tuwen.KindOf(err) == tuwen.NotFound {
		e.Details[count] = "1"
		return f.record(ctx, tx, actor, e)
	}
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(before.Details[count])
	if err != nil {
		return fmt.Errorf("read how often %s was done: %w", e.Action, err)
	}
	e.Details[count] = strconv.Itoa(n + 1)
	return tx.Audit.Amend(ctx, e)
}

// recordAlone writes an entry of its own about what another package did in
// its own transaction.
func (f *floor) recordAlone(ctx context.Context, actor tuwen.Actor, e tuwen.Entry) error {
	return f.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return f.record(ctx, tx, actor, e)
	})
}

// readOf reads of an account, [tuwen.NotFound] where it is not connected.
func (f *floor) readOf(ctx context.Context, appID string, read func(context.Context, *store.Tx) error) error {
	return f.db.Read(ctx, of(appID, read))
}

// writeOf is readOf for what writes.
func (f *floor) writeOf(ctx context.Context, appID string, write func(context.Context, *store.Tx) error) error {
	return f.db.Write(ctx, of(appID, write))
}

func of(appID string, do func(context.Context, *store.Tx) error) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Accounts.ByID(ctx, appID); err != nil {
			return err
		}
		return do(ctx, tx)
	}
}

// account returns the account, [tuwen.NotFound] where it is not connected.
func (f *floor) account(ctx context.Context, appID string) (a tuwen.Account, err error) {
	err = f.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err = tx.Accounts.ByID(ctx, appID)
		return err
	})
	return a, err
}
