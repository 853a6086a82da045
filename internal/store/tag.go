package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Tags are the tags of an account, as WeChat last told.
type Tags struct{ tx *Tx }

// All returns the account's tags in the order of their ids.
func (s Tags) All(ctx context.Context, appID string) ([]tuwen.Tag, error) {
	rows, err := s.tx.q.Tags(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	all := make([]tuwen.Tag, len(rows))
	for i, r := range rows {
		all[i] = tuwen.Tag{ID: int(r.ID), Name: r.Name, Count: int(r.Count), System: r.System}
	}
	return all, nil
}

// Replace keeps exactly these tags; contacts lose those that are no more.
func (s Tags) Replace(ctx context.Context, appID string, tags []tuwen.Tag) error {
	old, err := s.All(ctx, appID)
	if err != nil {
		return err
	}
	for _, t := range old {
		if !slices.ContainsFunc(tags, func(n tuwen.Tag) bool { return n.ID == t.ID }) {
			if err := s.Delete(ctx, appID, t.ID); err != nil {
				return err
			}
		}
	}
	for _, t := range tags {
		if err := s.Put(ctx, appID, t); err != nil {
			return err
		}
	}
	return nil
}

// Put adds or replaces a tag; [tuwen.NotFound] "account.unknown" where the
// account is not there.
func (s Tags) Put(ctx context.Context, appID string, t tuwen.Tag) error {
	err := s.tx.q.PutTag(ctx, db.PutTagParams{AppID: appID, ID: int64(t.ID), Name: text(t.Name), Count: int64(t.Count), System: t.System})
	return s.tx.owned(err, "put tag")
}

// Delete removes the tag, from all contacts too, else [tuwen.NotFound]
// "tag.unknown". Of 100,000 contacts it takes seconds; WeChat itself refuses
// to delete a tag that has more.
func (s Tags) Delete(ctx context.Context, appID string, id int) error {
	n, err := s.tx.q.DeleteTag(ctx, db.DeleteTagParams{AppID: appID, ID: int64(id)})
	if err := hit(n, err, "tag.unknown", "tag"); err != nil {
		return err
	}
	err = s.tx.q.UntagAll(ctx, db.UntagAllParams{AppID: appID, TagID: int64(id), Pattern: "," + strconv.Itoa(id) + ","})
	if err == nil {
		err = s.tx.q.DeleteContactTags(ctx, db.DeleteContactTagsParams{AppID: appID, TagID: int64(id)})
	}
	if err != nil {
		return fmt.Errorf("take a tag from all contacts: %w", err)
	}
	return nil
}

// PutTags keeps exactly these tags of a contact, else [tuwen.NotFound]
// "contact.unknown".
func (s Contacts) PutTags(ctx context.Context, appID, openID string, ids []int) error {
	c, err := s.ByID(ctx, appID, openID)
	if err != nil {
		return err
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if slices.Equal(ids, c.TagIDs) {
		return nil
	}
	_, err = s.tx.q.SetContactTags(ctx, db.SetContactTagsParams{AppID: appID, OpenID: openID, TagIDs: sealTags(ids)})
	if err != nil {
		return fmt.Errorf("put the tags of a contact: %w", err)
	}
	var change tagChange
	change.add(appID, openID, c.TagIDs, ids)
	return change.write(ctx, s.tx)
}

// tagChange is what contacts are given and what is taken from them, in the
// index to their tags.
type tagChange struct{ given, taken [][]any }

func (c *tagChange) add(appID, openID string, old, ids []int) {
	for _, id := range old {
		if !slices.Contains(ids, id) {
			c.taken = append(c.taken, []any{appID, id, openID})
		}
	}
	for _, id := range ids {
		if !slices.Contains(old, id) {
			c.given = append(c.given, []any{appID, id, openID})
		}
	}
}

func (c *tagChange) write(ctx context.Context, tx *Tx) error {
	for _, row := range c.taken {
		_, err := tx.sql.ExecContext(ctx, "DELETE FROM contact_tags WHERE app_id = $1 AND tag_id = $2 AND openid = $3", row...)
		if err != nil {
			return fmt.Errorf("take tags from contacts: %w", err)
		}
	}
	if err := tx.insert(ctx, "contact_tags (app_id, tag_id, openid)", "ON CONFLICT DO NOTHING", c.given); err != nil {
		return fmt.Errorf("give tags to contacts: %w", err)
	}
	return nil
}

// Tag keeps that the contacts have one tag more. Who is not known is left
// out.
func (s Contacts) Tag(ctx context.Context, appID string, id int, openIDs []string) error {
	d := s.tx.dialect
	_, err := s.tx.sql.ExecContext(ctx, `INSERT INTO contact_tags (app_id, tag_id, openid)
		SELECT c.app_id, CAST($3 AS BIGINT), c.openid FROM contacts c WHERE c.app_id = $1 AND c.openid `+d.among("$2")+`
		ORDER BY c.openid ON CONFLICT DO NOTHING`, appID, d.list(openIDs), id)
	if err == nil {
		_, err = s.tx.sql.ExecContext(ctx, `UPDATE contacts SET tag_ids = tag_ids || CAST($3 AS TEXT)
			WHERE app_id = $1 AND openid `+d.among("$2")+` AND tag_ids NOT LIKE $4`,
			appID, d.list(openIDs), strconv.Itoa(id)+",", tagPattern(id))
	}
	if err != nil {
		return fmt.Errorf("tag contacts: %w", err)
	}
	return nil
}

// Untag keeps that the contacts have a tag no more.
func (s Contacts) Untag(ctx context.Context, appID string, id int, openIDs []string) error {
	d := s.tx.dialect
	_, err := s.tx.sql.ExecContext(ctx, `DELETE FROM contact_tags WHERE app_id = $1 AND tag_id = $3 AND openid `+d.among("$2"),
		appID, d.list(openIDs), id)
	if err == nil {
		_, err = s.tx.sql.ExecContext(ctx, `UPDATE contacts SET tag_ids = replace(tag_ids, CAST($3 AS TEXT), ',')
			WHERE app_id = $1 AND openid `+d.among("$2"), appID, d.list(openIDs), ","+strconv.Itoa(id)+",")
	}
	if err != nil {
		return fmt.Errorf("untag contacts: %w", err)
	}
	return nil
}

// UntagSome takes a tag from some of the contacts that have it, and returns
// from how many: fewer than limit, and none is left.
func (s Contacts) UntagSome(ctx context.Context, appID string, id, limit int) (int, error) {
	var openIDs []string
	err := s.tx.query(ctx, scanID(&openIDs), `SELECT openid FROM contact_tags WHERE app_id = $1 AND tag_id = $2
		ORDER BY openid LIMIT $3`, appID, id, limit)
	if err != nil {
		return 0, fmt.Errorf("list the contacts of a tag: %w", err)
	}
	return len(openIDs), s.Untag(ctx, appID, id, openIDs)
}

func formerKey(appID, hash string) db.FormerContactParams {
	return db.FormerContactParams{AppID: appID, ContactHash: hash}
}

func (s Contacts) erase(ctx context.Context, appID, openID, hash string, at time.Time) error {
	q := s.tx.q
	c, err := s.ByID(ctx, appID, openID)
	if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
		return err
	}
	// First: who moves the contact through a journey may plan a message until
	// this has the enrollment.
	if err := s.tx.Enrollments.erase(ctx, appID, openID, hash, at); err != nil {
		return err
	}
	for _, id := range c.TagIDs {
		if err := q.EraseContactTag(ctx, db.EraseContactTagParams{AppID: appID, TagID: int64(id), OpenID: openID}); err != nil {
			return err
		}
	}
	if err := s.tx.Events.Erase(ctx, appID, openID, hash); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return s.eraseContact(ctx, appID, openID) },
		func() error {
			return q.EraseTagChanges(ctx, db.EraseTagChangesParams{AppID: appID, OpenID: openID})
		},
		func() error { return s.eraseRecipient(ctx, appID, openID) },
		func() error { return s.tx.Webhooks.erase(ctx, appID, openID) },
		func() error {
			planned, err := q.PlannedOfJourneys(ctx, db.PlannedOfJourneysParams{AppID: appID, OpenID: openID})
			if err != nil {
				return err
			}
			return s.tx.countSettled(ctx, settledRows(planned, func(r db.PlannedOfJourneysRow) settled { return settled(r) }), at)
		},
		func() error {
			return q.EraseMessages(ctx, db.EraseMessagesParams{AppID: appID, OpenID: openID, At: millis(at)})
		},
		func() error {
			return q.EraseAudit(ctx, db.EraseAuditParams{AppID: appID, OpenID: openID, ContactHash: hash})
		},
		func() error {
			return q.AddFormerContact(ctx, db.AddFormerContactParams{AppID: appID, ContactHash: hash, At: millis(at)})
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// ReadAt returns when the tags were last read from WeChat, the zero time
// before the first.
func (s Tags) ReadAt(ctx context.Context, appID string) (time.Time, error) {
	ms, err := s.tx.q.TagsReadAt(ctx, appID)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read when the tags were read: %w", err)
	}
	return fromMillis(ms), nil
}

// SetReadAt keeps when the tags were read from WeChat.
func (s Tags) SetReadAt(ctx context.Context, appID string, at time.Time) error {
	err := s.tx.q.SetTagsReadAt(ctx, db.SetTagsReadAtParams{AppID: appID, ReadAt: millis(at)})
	return s.tx.owned(err, "keep when the tags were read")
}

// Strip takes a tag here from some of the contacts who have it, and returns
// from how many: fewer than limit, and nobody has it any more. A thousand at
// once keep the transaction short; [Tags.Delete] then has little to do.
func (s Tags) Strip(ctx context.Context, appID string, id, limit int) (int, error) {
	some, err := s.tx.q.TaggedSome(ctx, db.TaggedSomeParams{AppID: appID, TagID: int64(id), Limit: int32(limit)})
	if err != nil {
		return 0, fmt.Errorf("list the contacts of a tag: %w", err)
	}
	if len(some) == 0 {
		return 0, nil
	}
	return len(some), s.tx.Contacts.Untag(ctx, appID, id, some)
}
