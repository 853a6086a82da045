package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Messages are the customer-service messages, each a row before it is sent.
type Messages struct{ tx *Tx }

// AccountMessage is a message and whose account sends it.
type AccountMessage struct {
	AppID   string
	Message tuwen.Message
}

const messageColumns = `id, openid, event_id, place, cause_kind, cause_id, cause_name, reply, state, reason, problem,
	due_by, created_at, done_at, step_id, enrollment_id`

// Plan adds messages to be sent, in the state they have. One without an id
// gets it, in the slice. Where a message of the same event and place is there
// already, nothing changes: a push plans its messages once.
func (s Messages) Plan(ctx context.Context, appID string, messages []tuwen.Message) error {
	rows := make([][]any, len(messages))
	for i := range messages {
		m := &messages[i]
		if m.ID == "" {
			// In lists it stands after its push, and after those before it.
			m.ID = EventID(m.CreatedAt.Add(time.Duration(m.Place+1) * time.Millisecond))
		}
		reply, err := toJSON(written([]tuwen.Reply{m.Reply})[0], false)
		if err != nil {
			return err
		}
		problem, err := toJSON(m.Problem, m.Problem == nil)
		if err != nil {
			return err
		}
		rows[i] = []any{
			appID, m.ID, m.OpenID, m.EventID, m.Place, m.Cause.Kind, m.Cause.ID, text(m.Cause.Name), reply, string(m.State),
			m.Reason, problem, millis(m.DueBy), millis(m.CreatedAt), nullMillis(m.DoneAt), m.StepID, m.EnrollmentID,
		}
	}
	if err := s.tx.insert(ctx, "messages (app_id, "+messageColumns+")", "ON CONFLICT DO NOTHING", rows); err != nil {
		return fmt.Errorf("plan messages: %w", err)
	}
	return nil
}

// ByID returns a message, else [tuwen.NotFound] "message.unknown".
func (s Messages) ByID(ctx context.Context, appID, id string) (tuwen.Message, error) {
	var m tuwen.Message
	err := s.tx.sql.QueryRowContext(ctx, "SELECT "+messageColumns+" FROM messages WHERE app_id = $1 AND id = $2", appID, id).
		Scan(messageInto(&m)...)
	return m, found(err, "message.unknown", "message")
}

// ByEvent returns the messages that follow a push, in their order.
func (s Messages) ByEvent(ctx context.Context, appID, eventID string) ([]tuwen.Message, error) {
	all := []tuwen.Message{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var m tuwen.Message
		err := r.Scan(messageInto(&m)...)
		all = append(all, m)
		return err
	}, "SELECT "+messageColumns+` FROM messages WHERE app_id = $1 AND event_id = $2 AND event_id <> '' ORDER BY place`,
		appID, eventID)
	if err != nil {
		return nil, fmt.Errorf("list the messages of an event: %w", err)
	}
	return all, nil
}

// OfEnrollment returns the messages of a contact's way through a journey, in
// their order.
func (s Messages) OfEnrollment(ctx context.Context, appID, openID, enrollmentID string) ([]tuwen.Message, error) {
	all := []tuwen.Message{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var m tuwen.Message
		err := r.Scan(messageInto(&m)...)
		all = append(all, m)
		return err
	}, "SELECT "+messageColumns+` FROM messages WHERE app_id = $1 AND openid = $2 AND openid <> '' AND enrollment_id = $3
		ORDER BY created_at, place, id`, appID, openID, enrollmentID)
	if err != nil {
		return nil, fmt.Errorf("list the messages of an enrollment: %w", err)
	}
	return all, nil
}

// Planned returns to whom those of the messages go that are planned, by their
// ids.
func (s Messages) Planned(ctx context.Context, appID string, ids []string) (map[string]string, error) {
	openIDs := map[string]string{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var id, openID string
		err := r.Scan(&id, &openID)
		openIDs[id] = openID
		return err
	}, "SELECT id, openid FROM messages WHERE app_id = $1 AND state = 'planned' AND openid <> '' AND id "+s.tx.dialect.among("$2"),
		appID, s.tx.dialect.list(ids))
	if err != nil {
		return nil, fmt.Errorf("read planned messages: %w", err)
	}
	return openIDs, nil
}

// Due returns planned messages of all accounts that were made before a time,
// and should have been tried again before it, the oldest first: those whose
// job got lost.
func (s Messages) Due(ctx context.Context, before time.Time, limit int) ([]AccountMessage, error) {
	all := []AccountMessage{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var m AccountMessage
		err := r.Scan(append([]any{&m.AppID}, messageInto(&m.Message)...)...)
		all = append(all, m)
		return err
	}, "SELECT app_id, "+messageColumns+` FROM messages WHERE state IN ('planned', 'sending') AND state = 'planned'
		AND created_at < $1 AND retry_at < $1 ORDER BY created_at, id LIMIT $2`, millis(before), limit)
	if err != nil {
		return nil, fmt.Errorf("list messages that are due: %w", err)
	}
	return all, nil
}

// Claim makes a planned message one that node sends, and reports whether it
// did: of several who claim a message one is told yes. Commit before sending.
func (s Messages) Claim(ctx context.Context, appID, id, node string, at time.Time) (bool, error) {
	n, err := s.tx.q.ClaimMessage(ctx, db.ClaimMessageParams{AppID: appID, ID: id, Node: node, ClaimedAt: millis(at)})
	if err != nil {
		return false, fmt.Errorf("claim a message: %w", err)
	}
	return n > 0, nil
}

// Outcome is what became of a message.
type Outcome struct {
	State   tuwen.MessageState
	Reason  string // of what was not sent
	Problem *tuwen.Problem
	At      time.Time
	// RetryAt is when one that is planned again may be tried: WeChat refused
	// it for now. It counts as a try.
	RetryAt time.Time
}

// Finish keeps what became of a message that is planned or being sent; back
// to planned, it may be claimed again. [tuwen.Conflict] "message.done" where
// it has an outcome already, [tuwen.NotFound] "message.unknown" where there is
// no such message.
func (s Messages) Finish(ctx context.Context, appID, id string, o Outcome) error {
	problem, err := toJSON(o.Problem, o.Problem == nil)
	if err != nil {
		return err
	}
	done, tries := nullMillis(&o.At), int64(0)
	if o.State == tuwen.MessagePlanned {
		done, tries = sql.NullInt64{}, 1
	}
	rows, err := s.tx.q.FinishMessage(ctx, db.FinishMessageParams{
		AppID: appID, ID: id, State: string(o.State), Reason: o.Reason, Problem: problem, DoneAt: done,
		Tries: tries, RetryAt: millis(o.RetryAt),
	})
	if err != nil {
		return fmt.Errorf("finish a message: %w", err)
	}
	if len(rows) > 0 {
		return s.tx.countSettled(ctx, settledRows(rows, func(r db.FinishMessageRow) settled { return settled(r) }), o.At)
	}
	if _, err := s.ByID(ctx, appID, id); err != nil {
		return err
	}
	return tuwen.Errorf(tuwen.Conflict, "message.done", "the message has an outcome already").With("id", id)
}

// OpenMessage is a message that is planned or being sent.
type OpenMessage struct {
	tuwen.Message
	Tries   int       // how often WeChat refused it for now
	RetryAt time.Time // not before this; zero for at once
}

// Open returns the contact's messages that are planned or being sent, in the
// order in which they go out.
func (s Messages) Open(ctx context.Context, appID, openID string, limit int) ([]OpenMessage, error) {
	all := []OpenMessage{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var m OpenMessage
		err := r.Scan(append(messageInto(&m.Message), &m.Tries, timeColumn{&m.RetryAt})...)
		all = append(all, m)
		return err
	}, "SELECT "+messageColumns+`, tries, retry_at FROM messages WHERE app_id = $1 AND openid = $2 AND openid <> ''
		AND `+s.tx.dialect.aside+`state IN ('planned', 'sending') ORDER BY created_at, event_id, place, id LIMIT $3`, appID, openID, limit)
	if err != nil {
		return nil, fmt.Errorf("list the open messages of a contact: %w", err)
	}
	return all, nil
}

// Unsend keeps why none of what is planned for a contact goes out, and
// returns how many messages that are.
func (s Messages) Unsend(ctx context.Context, appID, openID string, o Outcome) (int, error) {
	problem, err := toJSON(o.Problem, o.Problem == nil)
	if err != nil {
		return 0, err
	}
	rows, err := s.tx.q.UnsendMessages(ctx, db.UnsendMessagesParams{
		AppID: appID, OpenID: openID, Reason: o.Reason, Problem: problem, DoneAt: nullMillis(&o.At),
	})
	if err != nil {
		return 0, fmt.Errorf("give up what is planned for a contact: %w", err)
	}
	return len(rows), s.tx.countSettled(ctx, settledRows(rows, func(r db.UnsendMessagesRow) settled { return settled(r) }), o.At)
}

// Late makes unsent what is planned and should have been sent before now, and
// returns how many messages that were.
func (s Messages) Late(ctx context.Context, now time.Time) (int, error) {
	rows, err := s.tx.q.LateMessages(ctx, db.LateMessagesParams{At: nullMillis(&now), Now: millis(now)})
	if err != nil {
		return 0, fmt.Errorf("give up late messages: %w", err)
	}
	return len(rows), s.tx.countSettled(ctx, settledRows(rows, func(r db.LateMessagesRow) settled { return settled(r) }), now)
}

// StuckSending makes unknown what node was sending, or anybody claimed before
// a time: cut by a crash. It returns how many that were. They are never sent
// again.
func (s Messages) StuckSending(ctx context.Context, node string, before, at time.Time) (int, error) {
	rows, err := s.tx.q.LoseSending(ctx, db.LoseSendingParams{Node: node, Before: millis(before), At: nullMillis(&at)})
	if err != nil {
		return 0, fmt.Errorf("give up messages: %w", err)
	}
	return len(rows), s.tx.countSettled(ctx, settledRows(rows, func(r db.LoseSendingRow) settled { return settled(r) }), at)
}

// MessageFilter says which messages are asked for; empty fields ask for all.
type MessageFilter struct {
	States []tuwen.MessageState // one of them
	OpenID string
	Limit  int // 0 is 20, and 100 are the most
	Cursor string
}

// List returns a page of the account's messages, newest first. The total is
// exact to 1,000. A cursor nobody gave out is [tuwen.Invalid] "cursor.bad".
func (s Messages) List(ctx context.Context, appID string, f MessageFilter) (tuwen.Page[tuwen.Message], error) {
	var q conditions
	q.and("app_id = " + q.bind(appID))
	if f.OpenID != "" {
		q.and("openid <> ''")
		q.and("openid = " + q.bind(f.OpenID))
	}
	if len(f.States) > 0 {
		q.and("state " + among(s.tx, &q, f.States))
	}
	p, err := idPage[tuwen.Message]{
		tx: s.tx, table: "messages", columns: messageColumns, limit: f.Limit, cursor: f.Cursor,
		scan: func(r *sql.Rows) (m tuwen.Message, id string, err error) {
			err = r.Scan(messageInto(&m)...)
			return m, m.ID, err
		},
	}.read(ctx, &q)
	if err != nil {
		return p, fmt.Errorf("list messages: %w", err)
	}
	return p, nil
}

// Purge forgets messages that have an outcome and were made before a time, as
// many as limit at the most, and returns how many that were.
func (s Messages) Purge(ctx context.Context, before time.Time, limit int) (int, error) {
	return s.tx.purge(ctx, "messages", limit, func(ctx context.Context, appID string, most int) (int64, error) {
		return s.tx.q.PurgeMessages(ctx, db.PurgeMessagesParams{AppID: appID, BeforeID: firstID(before), Most: int32(most)})
	})
}

// messageInto is where messageColumns go.
func messageInto(m *tuwen.Message) []any {
	return []any{
		&m.ID, &m.OpenID, &m.EventID, &m.Place, &m.Cause.Kind, &m.Cause.ID, &m.Cause.Name, jsonColumn{&m.Reply}, &m.State,
		&m.Reason, jsonColumn{&m.Problem}, timeColumn{&m.DueBy}, timeColumn{&m.CreatedAt}, nullTimeColumn{&m.DoneAt},
		&m.StepID, &m.EnrollmentID,
	}
}
