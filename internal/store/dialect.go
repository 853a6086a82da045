package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// dialect is what differs between the engines.
type dialect struct {
	engine Engine
	// open fills in the pools.
	open func(context.Context, *DB, Config) error
	// reading are the options of a transaction that only reads.
	reading *sql.TxOptions
	// goose names the engine to goose, locked makes one process migrate at a
	// time, and setUp is the migration that the shared grammar has no words
	// for; setUpMessages is that of the tables of messages, setUpJourneys of
	// those of journeys, setUpCounts that of the triggers that count materials,
	// setUpPeriods that of searching one period after the other, setUpGone that
	// of leaving out of a search what is gone, setUpClusters that of keeping
	// contacts in the tree of their key.
	goose         goose.Dialect
	locked        func() (goose.ProviderOption, error)
	setUp         func(context.Context, *sql.Tx) error
	setUpMessages func(context.Context, *sql.Tx) error
	setUpJourneys func(context.Context, *sql.Tx) error
	setUpCounts   func(context.Context, *sql.Tx) error
	setUpPeriods  func(context.Context, *sql.Tx) error
	setUpGone     func(context.Context, *sql.Tx) error
	setUpClusters func(context.Context, *sql.Tx) error
	// lost reports whether a transaction failed because of another one and
	// may be tried again; taken, whether a unique key is; orphan, whether a
	// row that must be there is not.
	lost, taken, orphan func(error) bool
	// among is the condition that a column is in the list bound to the
	// placeholder, and list the value to bind.
	among func(placeholder string) string
	list  func([]string) any
	// picked is a FROM clause, with the condition after it, that gives those
	// rows of a table whose app_id is bound to $1 and whose column is in the
	// list bound to $2, each found by itself: PostgreSQL would read all of an
	// account while it has not noticed that they became many.
	picked func(table, as, column string) string
	// hold keeps other writers from the materials until the transaction ends.
	hold func(ctx context.Context, tx *Tx, appID string, ids []string) error
	// each is a FROM clause that makes rows e (value) of such a list.
	each func(placeholder string) string
	// values is a query that has the first n of the rows, with what is bound to
	// it.
	values func(rows [][]any) (query string, args []any, n int)
	// halting stands after INSERT and UPDATE where else the engine would prepare
	// to undo that statement alone: a transaction goes on after no error.
	halting string
	// shared ends a SELECT whose rows are to stay until the transaction ends.
	shared string
	// alone ends a SELECT whose rows nobody else is to change until then, and
	// free one that leaves out those of which that is so already.
	alone, free string
	// queue lets one transaction at a time go on that names one of the keys;
	// the others wait for its end.
	queue func(ctx context.Context, t *sql.Tx, keys []string) error
	// aside stands before a column by whose index the rows are not to be found:
	// SQLite knows little of how many each would find.
	aside string
	// lease ends a transaction that has stood still for so long, and with it
	// what it holds.
	lease func(ctx context.Context, t *sql.Tx, d time.Duration) error
	// often has the statements of a transaction planned once for all that are
	// like it.
	often func(ctx context.Context, t *sql.Tx) error
	// analyze has the engine look at how many rows a table has.
	analyze func(ctx context.Context, t *sql.Tx, table string) error
	// shards is over how many rows a count is spread.
	shards int
	// index puts documents into the search index, drop takes them out; settle
	// puts in those that did not change since they were read, with their bodies;
	// merge does a step of tidying it up and reports whether another is needed.
	index  func(context.Context, *sql.Tx, []document) error
	settle func(context.Context, *Tx, []readyDoc) error
	drop   func(context.Context, *sql.Tx, []int64) error
	merge  func(context.Context, *sql.Tx) (bool, error)
	// search is the FROM clause and the condition that give the documents that
	// hold all tokens bound to the placeholder, here the condition that a
	// material is not gone, and tokens the value to bind; find counts what a
	// search finds, for its first page, and reads the places of a page and one
	// more.
	search func(placeholder string) (from, where string)
	here   string
	tokens func([]string) any
	find   func(context.Context, *listing) ([]place, error)
}

// document is what the search index keeps of a material.
type document struct {
	id     int64
	tokens []string
}

// execAll runs one statement after the other, as a migration does.
func execAll(ctx context.Context, t *sql.Tx, statements ...string) error {
	for _, s := range statements {
		if _, err := t.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// insert writes rows by INSERT head VALUES (…), (…) tail, as many at once as
// the engine likes. The values of a column are all of one type, that of the
// column or nil.
func (tx *Tx) insert(ctx context.Context, head, tail string, rows [][]any) error {
	_, err := tx.inserted(ctx, head, tail, rows)
	return err
}

// inserted is insert, and returns how many rows were written.
func (tx *Tx) inserted(ctx context.Context, head, tail string, rows [][]any) (written int64, err error) {
	for len(rows) > 0 {
		query, args, n := tx.dialect.values(rows)
		res, err := tx.sql.ExecContext(ctx, "INSERT "+tx.dialect.halting+"INTO "+head+" "+query+" "+tail, args...)
		if err != nil {
			return 0, err
		}
		affected, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		written += affected
		rows = rows[n:]
	}
	return written, nil
}

// update sets columns of rows of a table to the values of v, whose columns the
// names are: those that make the key first, as many as keys says.
func (tx *Tx) update(ctx context.Context, table, set string, keys int, names []string, rows [][]any) (written int64, err error) {
	where := make([]string, keys)
	for i, k := range names[:keys] {
		where[i] = table + "." + k + " = v." + k
	}
	for len(rows) > 0 {
		query, args, n := tx.dialect.values(rows)
		res, err := tx.sql.ExecContext(ctx, "WITH v ("+strings.Join(names, ", ")+") AS ("+query+") UPDATE "+tx.dialect.halting+table+" SET "+set+
			" FROM v WHERE "+strings.Join(where, " AND "), args...)
		if err != nil {
			return 0, err
		}
		affected, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		written += affected
		rows = rows[n:]
	}
	return written, nil
}

// query calls scan for every row.
func (tx *Tx) query(ctx context.Context, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := tx.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// millis is a time as it is kept; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func nullMillis(t *time.Time) sql.NullInt64 {
	if t == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: true}
}

func fromNullMillis(n sql.NullInt64) *time.Time {
	if !n.Valid {
		return nil
	}
	t := time.UnixMilli(n.Int64).UTC()
	return &t
}

func nullInt(n *int) sql.NullInt64 {
	if n == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(*n), Valid: true}
}

func fromNullInt(n sql.NullInt64) *int {
	if !n.Valid {
		return nil
	}
	v := int(n.Int64)
	return &v
}

// text is s as both engines keep it: PostgreSQL refuses a NUL.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// found turns the absence of a row into NotFound and wraps everything else.
func found(err error, code, what string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows), notText(err): // nothing has such a key
		return tuwen.Errorf(tuwen.NotFound, code, "there is no such "+what)
	}
	return fmt.Errorf("read %s: %w", what, err)
}

// hit is found for statements that change a row.
func hit(n int64, err error, code, what string) error {
	if err == nil && n == 0 {
		err = sql.ErrNoRows
	}
	return found(err, code, what)
}

// owned names the account that is missing where a row refers to none.
func (tx *Tx) owned(err error, verb string) error {
	switch {
	case err == nil:
		return nil
	case tx.dialect.orphan(err):
		return tuwen.Errorf(tuwen.NotFound, "account.unknown", "there is no such account").Because(err)
	}
	return fmt.Errorf("%s: %w", verb, err)
}
