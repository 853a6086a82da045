package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// FollowersAtOnce is how many openids of a page from WeChat are best written
// in one transaction: SQLite takes up to 20 ms for them.
const FollowersAtOnce = 1000

// PutFollowers keeps that WeChat listed the openids among the followers, and
// returns how many are followers only since then. Writing the same again
// changes nothing, so a page may be written in parts.
func (s Contacts) PutFollowers(ctx context.Context, appID string, openIDs []string, at time.Time) (added int, err error) {
	return s.putFollowers(ctx, appID, openIDs, `ON CONFLICT (app_id, openid) DO UPDATE
		SET followed = TRUE, unfollowed_at = NULL WHERE NOT contacts.followed`, at)
}

func (s Contacts) putFollowers(ctx context.Context, appID string, openIDs []string, tail string, at time.Time) (int, error) {
	if err := s.tx.accounts(ctx, map[string]bool{appID: true}); err != nil {
		return 0, err
	}
	openIDs = slices.Clone(openIDs)
	slices.Sort(openIDs)
	r, err := s.tx.sql.ExecContext(ctx, `INSERT INTO contacts (app_id, openid, followed, created_at, listed_at)
		SELECT $1, e.value, TRUE, CAST($2 AS BIGINT), CAST($2 AS BIGINT) FROM `+s.tx.dialect.each("$3")+`
		WHERE TRUE ORDER BY e.value `+tail, appID, millis(at), s.tx.dialect.list(slices.Compact(openIDs)))
	if err != nil {
		return 0, fmt.Errorf("put followers: %w", err)
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// Analyze tells the engine that the contacts became many. PostgreSQL finds out
// by itself a minute later, and plans until then as for the few that were.
func (s Contacts) Analyze(ctx context.Context) error {
	if err := s.tx.dialect.analyze(ctx, s.tx.sql, "contacts"); err != nil {
		return fmt.Errorf("analyze contacts: %w", err)
	}
	return nil
}

// Followers returns openids of followers in their order, those after the one
// given, "" for the beginning.
func (s Contacts) Followers(ctx context.Context, appID, after string, limit int) ([]string, error) {
	openIDs := []string{}
	err := s.tx.query(ctx, scanID(&openIDs), `SELECT openid FROM contacts WHERE app_id = $1 AND openid > $2 AND followed
		ORDER BY openid LIMIT $3`, appID, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list followers: %w", err)
	}
	return openIDs, nil
}

// Detail is what WeChat tells of a follower.
type Detail struct {
	OpenID      string
	UnionID     string
	Remark      string
	FollowedAt  time.Time // zero where WeChat did not say
	FollowScene string
	FollowedBy  string // the scene of the QR code; "" leaves what is known
	TagIDs      []int
}

// sameFollow is how far apart the times may be that WeChat tells of one
// follow, by its push and when asked.
const sameFollow = time.Minute

// PutDetails keeps what WeChat told of followers, and returns of how many it
// had told something else before. Who is not known stays so: an erased contact
// does not come back by a late answer. Nor does what was true before a contact
// followed anew.
func (s Contacts) PutDetails(ctx context.Context, appID string, details []Detail, at time.Time) (changed int, err error) {
	openIDs := make([]string, len(details))
	for i, d := range details {
		openIDs[i] = d.OpenID
	}
	here, err := s.detailed(ctx, appID, openIDs)
	if err != nil {
		return 0, err
	}
	details = slices.Clone(details)
	slices.SortFunc(details, func(a, b Detail) int { return strings.Compare(a.OpenID, b.OpenID) })
	var rows [][]any
	var tags tagChange
	for _, d := range details {
		old, known := here[d.OpenID]
		d = d.asKept(old.Detail)
		if !known || old.at != 0 && old.same(d) || !d.FollowedAt.IsZero() && old.FollowedAt.After(d.FollowedAt.Add(sameFollow)) {
			continue
		}
		if old.at != 0 {
			changed++
		}
		rows = append(rows, []any{
			appID, d.OpenID, d.UnionID, d.Remark, d.FollowScene, d.FollowedBy, sealTags(d.TagIDs),
			sql.NullInt64{Int64: millis(d.FollowedAt), Valid: !d.FollowedAt.IsZero()}, millis(at),
		})
		tags.add(appID, d.OpenID, old.TagIDs, d.TagIDs)
	}
	if _, err := s.tx.update(ctx, "contacts", detailSet, 2, detailColumns, rows); err != nil {
		return changed, fmt.Errorf("put details: %w", err)
	}
	return changed, tags.write(ctx, s.tx)
}

var detailColumns = []string{"app_id", "openid", "unionid", "remark", "follow_scene", "followed_by", "tag_ids", "followed_at", "detailed_at"}

const detailSet = `unionid = v.unionid, remark = v.remark, follow_scene = v.follow_scene, followed_by = v.followed_by, tag_ids = v.tag_ids,
	followed_at = coalesce(v.followed_at, contacts.followed_at), listed_at = coalesce(v.followed_at, contacts.listed_at),
	detailed_at = v.detailed_at`

// asKept is the detail as its row will have it.
func (d Detail) asKept(old Detail) Detail {
	d.UnionID, d.Remark, d.FollowScene, d.FollowedBy = text(d.UnionID), text(d.Remark), text(d.FollowScene), text(d.FollowedBy)
	if d.FollowedBy == "" {
		d.FollowedBy = old.FollowedBy
	}
	d.TagIDs = slices.Clone(d.TagIDs)
	slices.Sort(d.TagIDs)
	d.TagIDs = slices.Compact(d.TagIDs)
	return d
}

func (d Detail) same(other Detail) bool {
	return d.UnionID == other.UnionID && d.Remark == other.Remark && d.FollowScene == other.FollowScene &&
		d.FollowedBy == other.FollowedBy && slices.Equal(d.TagIDs, other.TagIDs) &&
		(other.FollowedAt.IsZero() || d.FollowedAt.Equal(other.FollowedAt))
}

// kept is what a contact's row has of its details; at is 0 where WeChat was
// not asked yet.
type kept struct {
	Detail
	at int64
}

func (s Contacts) detailed(ctx context.Context, appID string, openIDs []string) (map[string]kept, error) {
	here := make(map[string]kept, len(openIDs))
	if len(openIDs) == 0 {
		return here, nil
	}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var k kept
		var tags string
		var followedAt int64
		err := r.Scan(&k.OpenID, &k.UnionID, &k.Remark, &followedAt, &k.FollowScene, &k.FollowedBy, &tags, &k.at)
		k.FollowedAt, k.TagIDs = fromMillis(followedAt), openTags(tags)
		here[k.OpenID] = k
		return err
	}, `SELECT openid, unionid, remark, coalesce(followed_at, 0), follow_scene, followed_by, tag_ids, detailed_at FROM contacts
		WHERE app_id = $1 AND openid `+s.tx.dialect.among("$2"), appID, s.tx.dialect.list(openIDs))
	if err != nil {
		return nil, fmt.Errorf("read details: %w", err)
	}
	return here, nil
}

// Unfollow marks those of the followers as such no more of whom WeChat said
// so when it was asked at a time, and returns how many: all but those who did
// something since. They are found by [Contacts.Unfollowed], to be erased.
func (s Contacts) Unfollow(ctx context.Context, appID string, openIDs []string, asked, at time.Time) (int, error) {
	if len(openIDs) == 0 {
		return 0, nil
	}
	r, err := s.tx.sql.ExecContext(ctx, `UPDATE contacts SET followed = FALSE, unfollowed_at = $3 WHERE app_id = $1 AND followed
		AND coalesce(followed_at, 0) < $4 AND seen_at < $4 AND openid `+s.tx.dialect.among("$2"),
		appID, s.tx.dialect.list(openIDs), millis(at), millis(asked.Add(-sameFollow)))
	if err != nil {
		return 0, fmt.Errorf("mark who no longer follows: %w", err)
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// Unfollowed returns some of those who are known and no longer follow, to be
// erased in this transaction: until its end none of them can follow again.
func (s Contacts) Unfollowed(ctx context.Context, appID string, limit int) ([]string, error) {
	openIDs := []string{}
	err := s.tx.query(ctx, scanID(&openIDs), `UPDATE contacts SET messages = messages WHERE app_id = $1 AND NOT followed
		AND openid IN (SELECT c.openid FROM contacts c WHERE c.app_id = $1 AND NOT c.followed
			ORDER BY c.listed_at DESC LIMIT $2) RETURNING openid`,
		appID, limit)
	if err != nil {
		return nil, fmt.Errorf("list who no longer follows: %w", err)
	}
	return openIDs, nil
}

// Former is somebody who was erased.
type Former struct {
	Erased  int // how often
	FirstAt time.Time
	LastAt  time.Time
}

// Erase takes a person out of everything: the contact and its tags, events,
// messages and the audit. Messages that were planned are unsent, with the
// reason "gone". What stays is that things happened, counts, and a keyed hash
// of the openid. Who is not known is erased as well: events may be there.
func (s Contacts) Erase(ctx context.Context, appID, openID, hash string, at time.Time) error {
	if openID == "" {
		return nil
	}
	if err := s.erase(ctx, appID, openID, hash, at); err != nil {
		return fmt.Errorf("erase a contact: %w", err)
	}
	return nil
}

// Former returns when and how often a person of the hash was erased,
// [tuwen.NotFound] "contact.unknown" where nobody was.
func (s Contacts) Former(ctx context.Context, appID, hash string) (Former, error) {
	r, err := s.tx.q.FormerContact(ctx, formerKey(appID, hash))
	if err != nil {
		return Former{}, found(err, "contact.unknown", "former contact")
	}
	return Former{Erased: int(r.Erased), FirstAt: fromMillis(r.FirstAt), LastAt: fromMillis(r.LastAt)}, nil
}

// ErasedSince returns the hashes of those who were erased at a time or later.
func (s Contacts) ErasedSince(ctx context.Context, appID string, since time.Time) (map[string]bool, error) {
	var hashes []string
	err := s.tx.query(ctx, scanID(&hashes), "SELECT contact_hash FROM former_contacts WHERE app_id = $1 AND last_at >= $2",
		appID, millis(since))
	if err != nil {
		return nil, fmt.Errorf("list who was erased: %w", err)
	}
	erased := make(map[string]bool, len(hashes))
	for _, h := range hashes {
		erased[h] = true
	}
	return erased, nil
}

// Formers returns, by their hashes, when those of the people who were erased
// were so last.
func (s Contacts) Formers(ctx context.Context, appID string, hashes []string) (map[string]time.Time, error) {
	all := map[string]time.Time{}
	if len(hashes) == 0 {
		return all, nil
	}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var hash string
		var last time.Time
		err := r.Scan(&hash, timeColumn{&last})
		all[hash] = last
		return err
	}, "SELECT f.contact_hash, f.last_at FROM "+s.tx.dialect.picked("former_contacts", "f", "contact_hash"),
		appID, s.tx.dialect.list(hashes))
	if err != nil {
		return nil, fmt.Errorf("read former contacts: %w", err)
	}
	return all, nil
}

// FormerCount returns how many different people were erased.
func (s Contacts) FormerCount(ctx context.Context, appID string) (int, error) {
	n, err := s.tx.q.CountFormerContacts(ctx, appID)
	if err != nil {
		return 0, fmt.Errorf("count former contacts: %w", err)
	}
	return int(n), nil
}
