package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// MassSends are the 群发 of an account.
type MassSends struct{ tx *Tx }

// MassFilter says which mass sends are asked for; empty fields ask for all.
type MassFilter struct {
	State tuwen.MassSendState
	// From and Until bound when it went out, is to go out once it is approved or
	// at all, or was made.
	From, Until time.Time
	Limit       int // 0 is 20, and 100 are the most
	Cursor      string
}

// AccountItem is a row and whose it is.
type AccountItem struct{ AppID, ID string }

const massNoun = "mass_send"

// ByID returns one, with its note; else [tuwen.NotFound] "mass_send.unknown".
func (s MassSends) ByID(ctx context.Context, appID, id string) (tuwen.MassSend, error) {
	return s.one(ctx, appID, id, "")
}

// Hold is ByID, and keeps others from changing it until the transaction ends.
func (s MassSends) Hold(ctx context.Context, appID, id string) (tuwen.MassSend, error) {
	return s.one(ctx, appID, id, s.tx.dialect.alone)
}

func (s MassSends) one(ctx context.Context, appID, id, lock string) (m tuwen.MassSend, err error) {
	err = s.tx.sql.QueryRowContext(ctx, "SELECT send, progress FROM mass_sends WHERE app_id = $1 AND id = $2"+lock, appID, id).
		Scan(jsonColumn{&m}, jsonColumn{&m.Progress})
	if err != nil {
		return m, found(err, "mass_send.unknown", "mass send")
	}
	all := []tuwen.MassSend{m}
	err = s.furnish(ctx, appID, all)
	return all[0], err
}

// furnish fills in what is kept elsewhere: notes, and how many people a list
// still names.
func (s MassSends) furnish(ctx context.Context, appID string, all []tuwen.MassSend) error {
	for i := range all {
		m := &all[i]
		for _, id := range []string{m.MediaID, m.SentMedia} {
			n, err := s.tx.Notes.ByID(ctx, appID, id)
			if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
				return err
			}
			if n.Text != "" {
				m.Note = n.Text
			}
		}
		if m.Audience.Kind == tuwen.ToOpenIDs {
			err := s.tx.sql.QueryRowContext(ctx, "SELECT count(*) FROM mass_recipients WHERE app_id = $1 AND mass_send_id = $2", appID, m.ID).
				Scan(&m.Audience.People)
			if err != nil {
				return fmt.Errorf("count the recipients of a mass send: %w", err)
			}
		}
	}
	return nil
}

// List returns a page of them, those made last first. The total is exact to
// 1,000. A cursor nobody gave out is [tuwen.Invalid] "cursor.bad".
func (s MassSends) List(ctx context.Context, appID string, f MassFilter) (tuwen.Page[tuwen.MassSend], error) {
	var q conditions
	q.and("app_id = " + q.bind(appID))
	if f.State != "" {
		q.and("state = " + q.bind(string(f.State)))
	}
	if !f.From.IsZero() {
		q.and("calendar_at >= " + q.bind(millis(f.From)))
	}
	if !f.Until.IsZero() {
		q.and("calendar_at < " + q.bind(millis(f.Until)))
	}
	p, err := idPage[tuwen.MassSend]{
		tx: s.tx, table: "mass_sends", columns: "send, progress", limit: f.Limit, cursor: f.Cursor,
		scan: func(r *sql.Rows) (m tuwen.MassSend, id string, err error) {
			err = r.Scan(jsonColumn{&m}, jsonColumn{&m.Progress})
			return m, m.ID, err
		},
	}.read(ctx, &q)
	if err != nil {
		return p, fmt.Errorf("list mass sends: %w", err)
	}
	return p, s.furnish(ctx, appID, p.Items)
}

// Put adds or replaces one, and keeps what it sends among the uses. Whom a list
// names is left alone: [MassSends.PutRecipients].
func (s MassSends) Put(ctx context.Context, appID string, m tuwen.MassSend) error {
	m.Audience.OpenIDs, m.Note, m.Audience.People = nil, "", 0
	calendar := m.CreatedAt
	times := []*time.Time{m.ScheduledAt, m.SentAt}
	if m.State == tuwen.MassDraft && m.Approval != nil {
		times = append(times, m.Approval.At)
	}
	for _, at := range times {
		if at != nil {
			calendar = *at
		}
	}
	send, err := toJSON(m, false)
	if err != nil {
		return err
	}
	progress, err := toJSON(m.Progress, false)
	if err != nil {
		return err
	}
	err = s.tx.insert(ctx, `mass_sends (app_id, id, state, media_id, content_hash, audience, msg_id, first_call_at, calendar_at,
		next_at, send, progress)`, `ON CONFLICT (app_id, id) DO UPDATE SET state = EXCLUDED.state, media_id = EXCLUDED.media_id,
		content_hash = EXCLUDED.content_hash, audience = EXCLUDED.audience, msg_id = EXCLUDED.msg_id,
		first_call_at = EXCLUDED.first_call_at, calendar_at = EXCLUDED.calendar_at, next_at = EXCLUDED.next_at,
		send = EXCLUDED.send, progress = EXCLUDED.progress`, [][]any{{
		appID, m.ID, string(m.State), m.MediaID, m.Progress.Hash, string(m.Audience.Kind), m.MsgID, zeroMillis(m.Progress.FirstCallAt),
		millis(calendar), zeroMillis(m.Progress.NextAt), send, progress,
	}})
	if err != nil {
		return s.tx.owned(err, "put a mass send")
	}
	if err := s.tx.Uses.Remove(ctx, appID, massNoun, m.ID); err != nil || m.State == tuwen.MassCanceled || m.State == tuwen.MassFailed {
		return err
	}
	used := m.MediaID
	if m.Source == tuwen.Draft && m.SentMedia != "" {
		used = m.SentMedia // the draft is no more
	}
	return s.tx.Uses.Put(ctx, appID, used, tuwen.UsedBy{Kind: massNoun, ID: m.ID, Name: m.Title, Active: m.State.Open()})
}

// zeroMillis keeps the zero time as 0.
func zeroMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return millis(t)
}

// Delete removes one here, else [tuwen.NotFound] "mass_send.unknown".
func (s MassSends) Delete(ctx context.Context, appID, id string) error {
	r, err := s.tx.sql.ExecContext(ctx, "DELETE FROM mass_sends WHERE app_id = $1 AND id = $2", appID, id)
	if err != nil {
		return fmt.Errorf("delete a mass send: %w", err)
	}
	n, err := r.RowsAffected()
	if err := hit(n, err, "mass_send.unknown", "mass send"); err != nil {
		return err
	}
	if err := s.PutRecipients(ctx, appID, id, nil); err != nil {
		return err
	}
	return s.tx.Uses.Remove(ctx, appID, massNoun, id)
}

// PutRecipients replaces whom a list names.
func (s MassSends) PutRecipients(ctx context.Context, appID, id string, openIDs []string) error {
	_, err := s.tx.sql.ExecContext(ctx, "DELETE FROM mass_recipients WHERE app_id = $1 AND mass_send_id = $2", appID, id)
	rows := make([][]any, len(openIDs))
	for i, openID := range openIDs {
		rows[i] = []any{appID, openID, id}
	}
	if err == nil {
		err = s.tx.insert(ctx, "mass_recipients (app_id, openid, mass_send_id)", "", rows)
	}
	if err != nil {
		return fmt.Errorf("put the recipients of a mass send: %w", err)
	}
	return nil
}

// Recipients returns whom a list names, without those who were erased since.
func (s MassSends) Recipients(ctx context.Context, appID, id string) ([]string, error) {
	openIDs := []string{}
	err := s.tx.query(ctx, scanID(&openIDs), "SELECT openid FROM mass_recipients WHERE app_id = $1 AND mass_send_id = $2 ORDER BY openid",
		appID, id)
	if err != nil {
		return nil, fmt.Errorf("read the recipients of a mass send: %w", err)
	}
	return openIDs, nil
}

// Due returns the mass sends of all accounts about which something is to be
// done before a time.
func (s MassSends) Due(ctx context.Context, before time.Time, limit int) ([]AccountItem, error) {
	return s.tx.due(ctx, "mass_sends", before, limit)
}

// Ahead returns the mass sends of all accounts that WeChat was asked about and
// that nothing is to be done about until after a time.
func (s MassSends) Ahead(ctx context.Context, after time.Time, limit int) ([]AccountItem, error) {
	return s.tx.accountItems(ctx, "mass sends that are ahead of the clock",
		"SELECT app_id, id FROM mass_sends WHERE next_at > $1 AND state IN ($2, $3) ORDER BY next_at, id LIMIT $4",
		millis(after), string(tuwen.MassSending), string(tuwen.MassWaiting), limit)
}

func (tx *Tx) due(ctx context.Context, table string, before time.Time, limit int) ([]AccountItem, error) {
	return tx.accountItems(ctx, table+" that are due",
		"SELECT app_id, id FROM "+table+" WHERE next_at > 0 AND next_at <= $1 ORDER BY next_at, id LIMIT $2", millis(before), limit)
}

// accountItems reads rows of app_id and id.
func (tx *Tx) accountItems(ctx context.Context, what, query string, args ...any) ([]AccountItem, error) {
	all := []AccountItem{}
	err := tx.query(ctx, func(r *sql.Rows) error {
		var a AccountItem
		err := r.Scan(&a.AppID, &a.ID)
		all = append(all, a)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", what, err)
	}
	return all, nil
}

// Named returns the id of the send that WeChat calls so, "" where none is known
// to be.
func (s MassSends) Named(ctx context.Context, appID, msgID string) (string, error) {
	return s.tx.named(ctx, "mass_sends", "msg_id", appID, msgID)
}

func (tx *Tx) named(ctx context.Context, table, column, appID, name string) (string, error) {
	var ids []string
	err := tx.query(ctx, scanID(&ids), "SELECT id FROM "+table+" WHERE app_id = $1 AND "+column+" = $2 AND "+column+" <> '' ORDER BY id",
		appID, name)
	if err != nil {
		return "", fmt.Errorf("find %s by WeChat's name: %w", table, err)
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], nil
}

// massCounted are the states of a send that took from the quota, or may have.
const massCounted = "state IN ('sending', 'waiting', 'sent', 'unknown', 'deleted')"

// CountSince returns how many sends WeChat was asked for since a time that did
// not fail: of an audience, or all for "".
func (s MassSends) CountSince(ctx context.Context, appID string, since time.Time, audience tuwen.AudienceKind) (n int, err error) {
	query, args := "SELECT count(*) FROM mass_sends WHERE app_id = $1 AND first_call_at > 0 AND first_call_at >= $2 AND "+massCounted,
		[]any{appID, millis(since)}
	if audience != "" {
		query, args = query+" AND audience = $3", append(args, string(audience))
	}
	if err := s.tx.sql.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count mass sends: %w", err)
	}
	return n, nil
}

// Scheduled returns how many sends are to go out from a time until before
// another.
func (s MassSends) Scheduled(ctx context.Context, appID string, from, until time.Time) (n int, err error) {
	err = s.tx.sql.QueryRowContext(ctx, `SELECT count(*) FROM mass_sends WHERE app_id = $1 AND state = 'scheduled'
		AND calendar_at >= $2 AND calendar_at < $3`, appID, millis(from), millis(until)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count scheduled mass sends: %w", err)
	}
	return n, nil
}

// LastSent returns when the same material, or one of the same content, was sent
// before by another send; nil for never.
func (s MassSends) LastSent(ctx context.Context, appID, mediaID, hash, except string) (*time.Time, error) {
	var at sql.NullInt64
	err := s.tx.sql.QueryRowContext(ctx, `SELECT max(first_call_at) FROM mass_sends WHERE app_id = $1 AND first_call_at > 0 AND id <> $4
		AND (media_id = $2 OR content_hash = $3 AND content_hash <> '') AND `+massCounted, appID, mediaID, hash, except).Scan(&at)
	if err != nil {
		return nil, fmt.Errorf("look for an earlier mass send: %w", err)
	}
	if !at.Valid {
		return nil, nil //nolint:nilnil // never
	}
	t := fromMillis(at.Int64)
	return &t, nil
}

// CountPreview counts a preview by WeChat ID on a Beijing day, of which WeChat
// allows 100, and returns how many there were with it.
func (s MassSends) CountPreview(ctx context.Context, appID, day string) (int, error) {
	if err := s.tx.tally(ctx, appID, massNoun, []tally{{subject: "preview", day: day, n: 1}}); err != nil {
		return 0, err
	}
	return s.Previews(ctx, appID, day)
}

// Previews returns how many previews by WeChat ID there were on a Beijing day.
func (s MassSends) Previews(ctx context.Context, appID, day string) (n int, err error) {
	err = s.tx.sql.QueryRowContext(ctx, `SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM tallies
		WHERE app_id = $1 AND noun = $2 AND subject = 'preview' AND day = $3`, appID, massNoun, day).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count previews: %w", err)
	}
	return n, nil
}

func (s Contacts) eraseRecipient(ctx context.Context, appID, openID string) error {
	_, err := s.tx.sql.ExecContext(ctx, "DELETE FROM mass_recipients WHERE app_id = $1 AND openid = $2", appID, openID)
	return err
}
