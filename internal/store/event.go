package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Events are the pushes, each kept once with what it was answered.
type Events struct{ tx *Tx }

// EventRow is a push to be kept. An event without an id gets one.
type EventRow struct {
	AppID string
	// DedupeKey is what all repeats of the push have in common.
	DedupeKey string
	Event     tuwen.Event
	// Answer is what the push is answered, and its repeats will be.
	Answer []byte
}

// Stored is what became of a push.
type Stored struct {
	// New tells that it is kept now; else it repeats one that was, and Event
	// and Answer are of that one. The Event is without Raw and Answer. An erased
	// one has no answer any more: nobody is there to see it.
	New    bool
	Event  tuwen.Event
	Answer []byte
}

const eventColumns = `app_id, id, dedupe_key, at, kind, type, openid, text, answered_kind, answered_id,
	answered_name, passive, repeats, received_at, took_ms, answer, raw`

// Put keeps a group of pushes and returns what became of each, in their
// order. Of several with the same key in one group the first is new. Two
// transactions that put the same push take turns: one finds it new, the other
// gets the event and the answer of the first.
//
// [tuwen.NotFound] "account.unknown" where an account is not there. A value
// that the engine refuses fails the group and the transaction: PostgreSQL
// takes no NUL in a key or an openid. Roll back and try each push alone.
func (s Events) Put(ctx context.Context, events []EventRow) ([]Stored, error) {
	type push struct{ appID, key string }
	first := map[push]int{}
	repeats := make([]int64, len(events))
	var order []int
	for i, e := range events {
		p := push{e.AppID, e.DedupeKey}
		if f, ok := first[p]; ok {
			repeats[f]++
			continue
		}
		first[p] = i
		order = append(order, i)
	}
	// Two transactions that hold some of the same keys ask for them in the
	// same order, and none waits for the other in a circle.
	slices.SortFunc(order, func(a, b int) int {
		return compare(events[a].AppID, events[b].AppID, events[a].DedupeKey, events[b].DedupeKey)
	})
	stored := make([]Stored, len(events))
	rows := make([][]any, len(order))
	apps := map[string]bool{}
	for n, i := range order {
		e := events[i].Event
		if e.ID == "" {
			e.ID = EventID(e.ReceivedAt)
		}
		e.Repeats = int(repeats[i])
		rows[n] = eventRow(events[i], e)
		apps[events[i].AppID] = true
		e.Raw, e.Answer = "", ""
		stored[i] = Stored{New: true, Event: e, Answer: events[i].Answer}
	}
	if err := s.tx.accounts(ctx, apps); err != nil {
		return nil, err
	}
	written, err := s.tx.inserted(ctx, "events ("+eventColumns+")", "ON CONFLICT (app_id, dedupe_key) DO NOTHING", rows)
	if err != nil {
		return nil, fmt.Errorf("put events: %w", err)
	}
	if int(written) < len(rows) {
		for _, i := range order {
			if err := s.stored(ctx, events[i], &stored[i]); err != nil {
				return nil, err
			}
		}
	}
	for i, e := range events {
		if f := first[push{e.AppID, e.DedupeKey}]; f != i {
			stored[i] = Stored{Event: stored[f].Event, Answer: stored[f].Answer}
		}
	}
	return stored, nil
}

// Known returns those of the pushes that are kept, by their keys.
func (s Events) Known(ctx context.Context, appID string, keys []string) (map[string]bool, error) {
	known := map[string]bool{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var key string
		err := r.Scan(&key)
		known[key] = true
		return err
	}, "SELECT dedupe_key FROM events WHERE app_id = $1 AND dedupe_key "+s.tx.dialect.among("$2"), appID, s.tx.dialect.list(keys))
	if err != nil {
		return nil, fmt.Errorf("look for events: %w", err)
	}
	return known, nil
}

// stored looks whether the push is kept under another id than it has: then it
// is a repeat, and counted.
func (s Events) stored(ctx context.Context, row EventRow, p *Stored) error {
	id, err := s.tx.q.EventOfKey(ctx, db.EventOfKeyParams{AppID: row.AppID, DedupeKey: row.DedupeKey})
	if err != nil {
		return fmt.Errorf("look for the event that is repeated: %w", err)
	}
	if id == p.Event.ID {
		return nil
	}
	err = s.tx.q.RepeatEvent(ctx, db.RepeatEventParams{AppID: row.AppID, ID: id, More: int64(p.Event.Repeats) + 1})
	if err != nil {
		return fmt.Errorf("count a repeat: %w", err)
	}
	e, err := s.byID(ctx, row.AppID, id)
	if err != nil {
		return fmt.Errorf("read the event that is repeated: %w", err)
	}
	*p = Stored{Event: e.Event, Answer: e.answer}
	p.Event.Raw, p.Event.Answer = "", ""
	return nil
}

// Answered is what answered a push, and how.
type Answered struct {
	By      *tuwen.UsedBy // nil where nothing did
	Passive bool
	TookMS  int
	Answer  []byte
}

// Answer keeps what the event was answered, where that was not known when it
// was put; [tuwen.NotFound] "event.unknown" where there is no such event.
func (s Events) Answer(ctx context.Context, appID, id string, a Answered) error {
	by := causeOf(a.By)
	n, err := s.tx.q.AnswerEvent(ctx, db.AnswerEventParams{
		AppID: appID, ID: id, AnsweredKind: by.Kind, AnsweredID: by.ID, AnsweredName: text(by.Name),
		Passive: a.Passive, TookMS: int64(a.TookMS), Answer: a.Answer,
	})
	return hit(n, err, "event.unknown", "event")
}

// ByID returns an event with the push and the answer, else [tuwen.NotFound]
// "event.unknown".
func (s Events) ByID(ctx context.Context, appID, id string) (tuwen.Event, error) {
	e, err := s.byID(ctx, appID, id)
	return e.Event, err
}

// event is an event as it is kept.
type event struct {
	tuwen.Event
	answer []byte
}

func (s Events) byID(ctx context.Context, appID, id string) (event, error) {
	var e event
	err := s.tx.sql.QueryRowContext(ctx, "SELECT "+listedEvent+", answer, raw FROM events WHERE app_id = $1 AND id = $2",
		appID, id).Scan(e.into(&e.answer, rawText{&e.Raw})...)
	if err != nil {
		return event{}, found(err, "event.unknown", "event")
	}
	e.Answer = strings.ToValidUTF8(string(e.answer), "\uFFFD")
	return e, nil
}

const listedEvent = `id, at, kind, type, openid, text, answered_kind, answered_id, answered_name, passive, repeats,
	received_at, took_ms`

// into is where the columns of listedEvent go.
func (e *event) into(more ...any) []any {
	return append([]any{
		&e.ID, timeColumn{&e.At}, &e.Kind, &e.Type, &e.OpenID, &e.Text, &causeColumn{by: &e.AnsweredBy, field: 0},
		&causeColumn{by: &e.AnsweredBy, field: 1}, &causeColumn{by: &e.AnsweredBy, field: 2}, &e.Passive, &e.Repeats,
		timeColumn{&e.ReceivedAt}, &e.TookMS,
	}, more...)
}

func eventRow(r EventRow, e tuwen.Event) []any {
	by := causeOf(e.AnsweredBy)
	var raw []byte
	if e.Raw != "" {
		raw = []byte(e.Raw)
	}
	return []any{
		r.AppID, e.ID, r.DedupeKey, millis(e.At), string(e.Kind), text(e.Type), e.OpenID, text(e.Text), by.Kind, by.ID,
		text(by.Name), e.Passive, e.Repeats, millis(e.ReceivedAt), e.TookMS, r.Answer, raw,
	}
}

// LastPush returns when the account's last push that was kept came in,
// [tuwen.NotFound] "event.none" before the first.
func (s Events) LastPush(ctx context.Context, appID string) (time.Time, error) {
	at, err := s.tx.q.LastPush(ctx, appID)
	if err != nil {
		return time.Time{}, found(err, "event.none", "push")
	}
	return fromMillis(at), nil
}

// Erase takes the person out of the events: openid, text, push and answer.
// That it happened stays, with the keyed hash of who it was.
// [Contacts.Erase] does it too.
func (s Events) Erase(ctx context.Context, appID, openID, hash string) error {
	err := s.tx.q.EraseEvents(ctx, db.EraseEventsParams{AppID: appID, OpenID: openID, ContactHash: hash})
	if err != nil {
		return fmt.Errorf("erase events: %w", err)
	}
	return nil
}

// Purge forgets events that came in before a time, as many as limit at the
// most, and returns how many that were: fewer than limit, and none is left. A
// few hundred at once keep the transaction short.
func (s Events) Purge(ctx context.Context, before time.Time, limit int) (int, error) {
	return s.tx.purge(ctx, "events", limit, func(ctx context.Context, appID string, most int) (int64, error) {
		return s.tx.q.PurgeEvents(ctx, db.PurgeEventsParams{AppID: appID, BeforeID: firstID(before), Most: int32(most)})
	})
}

// purge calls once for every account, until enough rows are gone.
func (tx *Tx) purge(ctx context.Context, what string, limit int, once func(context.Context, string, int) (int64, error)) (int, error) {
	accounts, err := tx.q.Accounts(ctx)
	if err != nil {
		return 0, fmt.Errorf("purge %s: %w", what, err)
	}
	purged := 0
	for _, a := range accounts {
		if purged == limit {
			break
		}
		n, err := once(ctx, a.AppID, limit-purged)
		if err != nil {
			return 0, fmt.Errorf("purge %s: %w", what, err)
		}
		purged += int(n)
	}
	return purged, nil
}

// idDigits are in the order of their bytes, and of any language.
const idDigits = "0123456789abcdefghijklmnopqrstuv"

// EventID makes the id of an event, or of another row of a list in the order
// of time: ten digits that say when, in milliseconds, and sixteen by chance.
func EventID(at time.Time) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	for i := range b {
		b[i] = idDigits[b[i]&31]
	}
	return firstID(at) + string(b[:])
}

// firstID is where the ids of a time begin.
func firstID(at time.Time) string {
	var b [10]byte
	ms := max(millis(at), 0)
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = idDigits[ms&31]
		ms >>= 5
	}
	return string(b[:])
}

// accounts returns [tuwen.NotFound] "account.unknown" where one is not there.
// Those that are stay until the transaction ends.
func (tx *Tx) accounts(ctx context.Context, ids map[string]bool) error {
	for id := range ids {
		var one int
		err := tx.sql.QueryRowContext(ctx, "SELECT 1 FROM accounts WHERE app_id = $1"+tx.dialect.shared, id).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return tuwen.Errorf(tuwen.NotFound, "account.unknown", "there is no such account").With("app_id", id)
		}
		if err != nil {
			return fmt.Errorf("read account: %w", err)
		}
	}
	return nil
}
