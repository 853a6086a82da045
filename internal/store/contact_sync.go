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
// in one transaction: SQLite takes 20 ms for them.
const FollowersAtOnce = 1000

// PutFollowers keeps that a run saw the openids among the followers, and
// returns how many were not known before. Writing the same again changes
// nothing, so a page may be written in parts.
func (s Contacts) PutFollowers(ctx context.Context, appID, run string, openIDs []string, at time.Time) (added int, err error) {
	return s.putFollowers(ctx, appID, openIDs, `ON CONFLICT (app_id, openid) DO UPDATE
		SET seen_run = EXCLUDED.seen_run, followed = TRUE, unfollowed_at = NULL
		WHERE contacts.seen_run <> EXCLUDED.seen_run OR NOT contacts.followed`, run, at)
}

func (s Contacts) putFollowers(ctx context.Context, appID string, openIDs []string, tail, run string, at time.Time) (int, error) {
	if err := s.tx.accounts(ctx, map[string]bool{appID: true}); err != nil {
		return 0, err
	}
	openIDs = slices.Clone(openIDs)
	slices.Sort(openIDs)
	openIDs = slices.Compact(openIDs)
	known, err := s.known(ctx, appID, openIDs)
	if err != nil {
		return 0, err
	}
	_, err = s.tx.sql.ExecContext(ctx, `INSERT INTO contacts (app_id, openid, followed, created_at, listed_at, seen_run)
		SELECT $1, e.value, TRUE, CAST($2 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT)
		FROM `+s.tx.dialect.each("$4")+` WHERE TRUE ORDER BY e.value `+tail,
		appID, millis(at), run, s.tx.dialect.list(openIDs))
	if err != nil {
		return 0, fmt.Errorf("put followers: %w", err)
	}
	return len(openIDs) - known, nil
}

func (s Contacts) known(ctx context.Context, appID string, openIDs []string) (n int, err error) {
	err = s.tx.sql.QueryRowContext(ctx, "SELECT count(*) FROM contacts WHERE app_id = $1 AND openid "+
		s.tx.dialect.among("$2"), appID, s.tx.dialect.list(openIDs)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count known followers: %w", err)
	}
	return n, nil
}

// FollowerQuery says which followers are wanted, in the order of their
// openids.
type FollowerQuery struct {
	After string // the openid before the first, "" for the beginning
	// Undetailed leaves out those of whom WeChat told more already.
	Undetailed bool
	Limit      int
}

// Followers returns openids of followers.
func (s Contacts) Followers(ctx context.Context, appID string, q FollowerQuery) ([]string, error) {
	condition := ""
	if q.Undetailed {
		condition = "AND detailed_at = 0 "
	}
	openIDs := []string{}
	err := s.tx.query(ctx, scanID(&openIDs), `SELECT openid FROM contacts WHERE app_id = $1 AND openid > $2 AND followed `+
		condition+`ORDER BY openid LIMIT $3`, appID, q.After, q.Limit)
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

// PutDetails keeps what WeChat tells of followers. Who is not known stays so:
// an erased contact does not come back by a late answer.
func (s Contacts) PutDetails(ctx context.Context, appID string, details []Detail, at time.Time) error {
	details = slices.Clone(details)
	slices.SortFunc(details, func(a, b Detail) int { return strings.Compare(a.OpenID, b.OpenID) })
	for _, d := range details {
		followedAt := sql.NullInt64{Int64: millis(d.FollowedAt), Valid: !d.FollowedAt.IsZero()}
		r, err := s.tx.sql.ExecContext(ctx, `UPDATE contacts SET unionid = $3, remark = $4, follow_scene = $5,
			followed_by = CASE WHEN CAST($6 AS TEXT) <> '' THEN CAST($6 AS TEXT) ELSE followed_by END,
			followed_at = coalesce(CAST($7 AS BIGINT), followed_at), listed_at = coalesce(CAST($7 AS BIGINT), listed_at),
			detailed_at = $8 WHERE app_id = $1 AND openid = $2`,
			appID, d.OpenID, text(d.UnionID), text(d.Remark), text(d.FollowScene), text(d.FollowedBy), followedAt, millis(at))
		if err != nil {
			return fmt.Errorf("put details: %w", err)
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			continue
		}
		if err := s.PutTags(ctx, appID, d.OpenID, d.TagIDs); err != nil {
			return err
		}
	}
	return nil
}

// Unseen says which followers a finished run did not see.
type Unseen struct {
	Run string
	// Since is when the run began: who followed later may be missing in it.
	Since time.Time
	After string // the openid before the first, "" for the beginning
	Limit int    // how many contacts are looked at
}

// MarkUnseenUnfollowed looks at some contacts and marks those followers that
// the run did not see as no longer following. It returns their openids, to be
// erased, and after which openid to go on, "" at the end.
func (s Contacts) MarkUnseenUnfollowed(ctx context.Context, appID string, u Unseen, at time.Time) (marked []string, next string, err error) {
	n := 0
	err = s.tx.query(ctx, func(r *sql.Rows) error {
		var openID, run string
		var followed bool
		var created, listed int64
		if err := r.Scan(&openID, &run, &followed, &created, &listed); err != nil {
			return err
		}
		n, next = n+1, openID
		if since := millis(u.Since); followed && run != u.Run && created < since && listed < since {
			marked = append(marked, openID)
		}
		return nil
	}, `SELECT openid, seen_run, followed, created_at, listed_at FROM contacts WHERE app_id = $1 AND openid > $2
		ORDER BY openid LIMIT $3`, appID, u.After, u.Limit)
	if err == nil && len(marked) > 0 {
		_, err = s.tx.sql.ExecContext(ctx, `UPDATE contacts SET followed = FALSE, unfollowed_at = $3
			WHERE app_id = $1 AND openid `+s.tx.dialect.among("$2"), appID, s.tx.dialect.list(marked), millis(at))
	}
	if err != nil {
		return nil, "", fmt.Errorf("mark who no longer follows: %w", err)
	}
	if n < u.Limit {
		next = ""
	}
	return marked, next, nil
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

// FormerCount returns how many different people were erased.
func (s Contacts) FormerCount(ctx context.Context, appID string) (int, error) {
	n, err := s.tx.q.CountFormerContacts(ctx, appID)
	if err != nil {
		return 0, fmt.Errorf("count former contacts: %w", err)
	}
	return int(n), nil
}
