package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// TagChanges are the tags that contacts are to be given or to lose at WeChat.
type TagChanges struct{ tx *Tx }

// TagBatch is a number of changes that one call to WeChat can do: of one tag,
// in one direction.
type TagBatch struct {
	TagID   int
	Give    bool
	Changes []TagWish
}

// TagWish is one change of a [TagBatch].
type TagWish struct {
	ID     string // of this wish: a later one for the same contact and tag has another
	OpenID string
	Tries  int // how often WeChat refused it for now
}

const tagChangeColumns = `id, openid, tag_id, give, state, retry_at, problem, created_at`

// Give keeps that the contacts are to be given a tag, in place of an earlier
// wish for the same. Insert [job.ChangeTags] in the same transaction. A
// thousand contacts at once keep the transaction short. [tuwen.NotFound]
// "account.unknown" where the account is not there.
func (s TagChanges) Give(ctx context.Context, appID string, tagID int, openIDs []string, at time.Time) error {
	return s.put(ctx, appID, tagID, true, openIDs, at)
}

// Take keeps that the contacts are to lose a tag, as [TagChanges.Give] does.
func (s TagChanges) Take(ctx context.Context, appID string, tagID int, openIDs []string, at time.Time) error {
	return s.put(ctx, appID, tagID, false, openIDs, at)
}

func (s TagChanges) put(ctx context.Context, appID string, tagID int, give bool, openIDs []string, at time.Time) error {
	openIDs = slices.Clone(openIDs)
	slices.Sort(openIDs) // two transactions lock rows in the same order
	openIDs = slices.Compact(openIDs)
	rows := make([][]any, len(openIDs))
	for i, openID := range openIDs {
		rows[i] = []any{appID, openID, tagID, EventID(at), give, string(tuwen.TagChangeWaiting), 0, 0, "", millis(at)}
	}
	err := s.tx.insert(ctx, "tag_changes (app_id, openid, tag_id, id, give, state, tries, retry_at, problem, created_at)",
		`ON CONFLICT (app_id, openid, tag_id) DO UPDATE SET id = EXCLUDED.id, give = EXCLUDED.give, state = EXCLUDED.state,
		tries = 0, retry_at = 0, problem = '', created_at = EXCLUDED.created_at`, rows)
	return s.tx.owned(err, "put tag changes")
}

// Next returns the changes to do next, the oldest and what can be done by the
// same call; none is a batch without changes. While one of the account's
// changes is to be tried later, all of them rest: until says when they go on.
// Whoever calls holds the account's lease, so that nobody else does the same.
func (s TagChanges) Next(ctx context.Context, appID string, now time.Time) (b TagBatch, until time.Time, err error) {
	rest, err := s.tx.q.TagChangesRest(ctx, appID)
	if err != nil {
		return b, until, fmt.Errorf("read until when tag changes rest: %w", err)
	}
	if rest > millis(now) {
		return b, fromMillis(rest), nil
	}
	first, err := s.tx.q.NextTagChange(ctx, appID)
	if errors.Is(err, sql.ErrNoRows) {
		return b, until, nil
	}
	if err != nil {
		return b, until, fmt.Errorf("read the next tag change: %w", err)
	}
	b.TagID, b.Give = int(first.TagID), first.Give
	rows, err := s.tx.q.TagChangesOf(ctx, db.TagChangesOfParams{
		AppID: appID, TagID: first.TagID, Give: first.Give, Limit: tuwen.TagBatch,
	})
	if err != nil {
		return b, until, fmt.Errorf("read the next tag changes: %w", err)
	}
	for _, r := range rows {
		b.Changes = append(b.Changes, TagWish{ID: r.ID, OpenID: r.OpenID, Tries: int(r.Tries)})
	}
	return b, until, nil
}

// Done keeps that WeChat did the changes. A wish that replaced one of them
// meanwhile stays.
func (s TagChanges) Done(ctx context.Context, appID string, ids []string) error {
	return s.each(ctx, appID, ids, "DELETE FROM tag_changes")
}

// Fail keeps why the changes cannot be done. They stay, to be seen, until
// they are tried again or dropped.
func (s TagChanges) Fail(ctx context.Context, appID string, ids []string, why *tuwen.Problem) error {
	problem, err := toJSON(why, why == nil)
	if err != nil {
		return err
	}
	return s.each(ctx, appID, ids, "UPDATE tag_changes SET state = 'failed', retry_at = 0, problem = $3", problem)
}

// Postpone keeps that WeChat refused the changes for now, and when they are
// tried again. Insert [job.ChangeTags] for that time in the same transaction.
func (s TagChanges) Postpone(ctx context.Context, appID string, ids []string, until time.Time, why *tuwen.Problem) error {
	problem, err := toJSON(why, why == nil)
	if err != nil {
		return err
	}
	return s.each(ctx, appID, ids, "UPDATE tag_changes SET tries = tries + 1, retry_at = $3, problem = $4", millis(until), problem)
}

func (s TagChanges) each(ctx context.Context, appID string, ids []string, verb string, args ...any) error {
	d := s.tx.dialect
	_, err := s.tx.sql.ExecContext(ctx, verb+" WHERE app_id = $1 AND state = 'waiting' AND id "+d.among("$2"),
		append([]any{appID, d.list(ids)}, args...)...)
	if err != nil {
		return fmt.Errorf("keep what became of tag changes: %w", err)
	}
	return nil
}

// Progress returns, for each tag with changes that are not done, how many
// these are.
func (s TagChanges) Progress(ctx context.Context, appID string) ([]tuwen.TagProgress, error) {
	rows, err := s.tx.q.CountTagChanges(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("count tag changes: %w", err)
	}
	all := []tuwen.TagProgress{}
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].TagID != int(r.TagID) {
			all = append(all, tuwen.TagProgress{TagID: int(r.TagID)})
		}
		p := &all[len(all)-1]
		if tuwen.TagChangeState(r.State) == tuwen.TagChangeFailed {
			p.Failed = int(r.Changes)
		} else {
			p.Waiting = int(r.Changes)
		}
	}
	return all, nil
}

// TagChangeFilter says which changes are asked for; empty fields ask for all.
type TagChangeFilter struct {
	State  tuwen.TagChangeState
	TagID  int
	OpenID string
	Limit  int // 0 is 20, and 100 are the most
	Cursor string
}

// List returns a page of the account's changes, the newest first. The total
// is exact to 1,000. A cursor nobody gave out is [tuwen.Invalid] "cursor.bad".
func (s TagChanges) List(ctx context.Context, appID string, f TagChangeFilter) (tuwen.Page[tuwen.TagChange], error) {
	var q conditions
	q.and("app_id = " + q.bind(appID))
	if f.State != "" {
		q.and("state = " + q.bind(string(f.State)))
	}
	if f.TagID != 0 {
		q.and("tag_id = " + q.bind(f.TagID))
	}
	if f.OpenID != "" {
		q.and("openid = " + q.bind(f.OpenID))
	}
	p, err := idPage[tuwen.TagChange]{
		tx: s.tx, table: "tag_changes", columns: tagChangeColumns, limit: f.Limit, cursor: f.Cursor,
		scan: func(r *sql.Rows) (c tuwen.TagChange, id string, err error) {
			err = r.Scan(&c.ID, &c.OpenID, &c.TagID, &c.Give, &c.State, nullTimeColumn{&c.RetryAt}, jsonColumn{&c.Problem},
				timeColumn{&c.CreatedAt})
			return c, c.ID, err
		},
	}.read(ctx, &q)
	if err != nil {
		return p, fmt.Errorf("list tag changes: %w", err)
	}
	return p, nil
}

// Again lets the account's failed changes be tried once more and returns how
// many those are. Insert [job.ChangeTags] in the same transaction.
func (s TagChanges) Again(ctx context.Context, appID string) (int, error) {
	n, err := s.tx.q.AgainTagChanges(ctx, appID)
	if err != nil {
		return 0, fmt.Errorf("try tag changes again: %w", err)
	}
	return int(n), nil
}

// Forget drops the account's failed changes and returns how many those were.
func (s TagChanges) Forget(ctx context.Context, appID string) (int, error) {
	n, err := s.tx.q.ForgetTagChanges(ctx, appID)
	if err != nil {
		return 0, fmt.Errorf("forget tag changes: %w", err)
	}
	return int(n), nil
}

// Waiting returns the accounts that have changes to do.
func (s TagChanges) Waiting(ctx context.Context) ([]string, error) {
	appIDs, err := s.tx.q.WaitingTagAccounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list accounts with tag changes: %w", err)
	}
	return appIDs, nil
}
