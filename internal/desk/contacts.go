package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Contacts are the followers of an account, and those who wrote to it. Who
// unfollows is erased: nothing here shows such a person any more.
type Contacts struct{ *floor }

const remarkPath = "/cgi-bin/user/info/updateremark"

// ContactQuery says which contacts are asked for; empty filters let
// everything pass.
type ContactQuery = store.ContactFilter

// List returns a stretch of the contacts, who followed last first.
func (s *Contacts) List(ctx context.Context, actor tuwen.Actor, appID string, q ContactQuery) (out tuwen.Page[tuwen.Contact], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if out, err = tx.Contacts.List(ctx, appID, q); err != nil {
			return err
		}
		return nameCodes(ctx, tx, appID, scenesOf(out.Items, ofContact)...)
	})
	for i := range out.Items {
		s.shut(&out.Items[i])
	}
	return out, err
}

// Count returns how many contacts the filters let through, exactly.
func (s *Contacts) Count(ctx context.Context, actor tuwen.Actor, appID string, q ContactQuery) (n int, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return 0, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		n, err = tx.Contacts.Count(ctx, appID, q)
		return err
	})
	return n, err
}

// ByID returns one contact, [tuwen.NotFound] "contact.unknown" also for one
// that was erased.
func (s *Contacts) ByID(ctx context.Context, actor tuwen.Actor, appID, openID string) (c tuwen.Contact, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return c, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if c, err = tx.Contacts.ByID(ctx, appID, openID); err != nil {
			return err
		}
		return nameCodes(ctx, tx, appID, ofContact(&c))
	})
	s.shut(&c)
	return c, err
}

// shut takes a window away that is not open any more. One whose allowance is
// used up is still shown.
func (s *Contacts) shut(c *tuwen.Contact) {
	if why := c.Window.Refusal(s.now()); why != "" && why != "allowance" {
		c.Window = nil
	}
}

// Timeline returns what a contact did and was sent, newest first, without raw
// pushes.
func (s *Contacts) Timeline(ctx context.Context, actor tuwen.Actor, appID, openID string, limit int, cursor string) (out tuwen.Page[tuwen.Moment], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Contacts.ByID(ctx, appID, openID); err != nil {
			return err
		}
		out, err = tx.Contacts.Timeline(ctx, appID, openID, limit, cursor)
		if err != nil {
			return err
		}
		var sent []*tuwen.Message
		var did []scanned
		for _, m := range out.Items {
			if m.Message != nil {
				sent = append(sent, m.Message)
			} else {
				did = append(did, ofEvent(m.Event))
			}
		}
		if err := labelMessages(ctx, tx, appID, sent); err != nil {
			return err
		}
		return nameCodes(ctx, tx, appID, did...)
	})
	return out, err
}

// SetRemark writes the remark 备注 of a contact, at WeChat first; an empty one
// removes it. Who does not follow has none.
func (s *Contacts) SetRemark(ctx context.Context, actor tuwen.Actor, appID, openID, remark string) (c tuwen.Contact, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return c, err
	}
	remark = oneLine(remark)
	if err := tuwen.CheckRemark(remark); err != nil {
		return c, err
	}
	before, err := s.ByID(ctx, actor, appID, openID)
	if err != nil || before.Remark == remark {
		return before, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return c, err
	}
	if err := client.User.Remark(ctx, openID, remark); err != nil {
		return c, s.connect.Translate(err, appID, remarkPath)
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Contacts.SetRemark(ctx, appID, openID, remark); err != nil {
			return err
		}
		if err := s.record(ctx, tx, actor, tuwen.Entry{
			Action: "contact.remark", AppID: appID, Subject: openID, Name: remark,
			Details: details{"before": before.Remark, "after": remark},
		}); err != nil {
			return err
		}
		if c, err = tx.Contacts.ByID(ctx, appID, openID); err != nil {
			return err
		}
		return nameCodes(ctx, tx, appID, ofContact(&c))
	})
	s.shut(&c)
	return c, err
}
