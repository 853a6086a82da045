package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Engine is a database product.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Config says which database to open.
type Config struct {
	// URL is sqlite:/path/to/tuwen.db or postgres://…
	URL string
	// Log gets what the indexer could not do; nil is silence.
	Log *slog.Logger
	// ReadConns is how many readers may work at once, 0 for a default.
	ReadConns int
	// Beside opens a SQLite database beside the process that serves it,
	// without its lock: to back it up, to read, to write a short transaction.
	// It must not migrate and must not run jobs.
	Beside bool
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect     *dialect
	write       *sql.DB
	read        *sql.DB
	file        string // of SQLite
	lock        *os.File
	checkpoints *checkpointer // of SQLite
	log         *slog.Logger
	staged      chan struct{} // something waits for the indexer
	wrote       atomic.Int64  // when anybody but the indexer last did, in nanoseconds since 1970
}

// Open opens the database and makes sure that it answers. It does not
// migrate. A SQLite file that another process serves is a [tuwen.Conflict]
// "store.locked"; an address of no known form [tuwen.Invalid] "store.url"; a
// server that does not answer [tuwen.Unavailable] "store.unreachable".
func Open(ctx context.Context, c Config) (*DB, error) {
	d, err := dialectOf(c.URL)
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	db := &DB{dialect: d, log: c.Log, staged: make(chan struct{}, 1)}
	err = d.open(ctx, db, c)
	if err == nil {
		err = db.Ping(ctx)
	}
	if err != nil {
		_ = db.Close() // the first error says what is wrong
		return nil, err
	}
	return db, nil
}

func dialectOf(url string) (*dialect, error) {
	switch {
	case strings.HasPrefix(url, "sqlite:") && len(url) > len("sqlite:"):
		return sqliteDialect, nil
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return postgresDialect, nil
	}
	return nil, tuwen.Errorf(tuwen.Invalid, "store.url", "a database address is sqlite:/path/to/tuwen.db or postgres://…")
}

// Close closes all connections and gives the lock back. Transactions under
// way fail.
func (db *DB) Close() error {
	errs := []error{db.checkpoints.close()}
	if db.read != nil {
		errs = append(errs, db.read.Close())
	}
	if db.write != nil && db.write != db.read {
		errs = append(errs, db.write.Close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.Close())
	}
	return errors.Join(errs...)
}

// Ping returns [tuwen.Unavailable] "store.unreachable" where the database
// does not answer.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.read.PingContext(ctx); err != nil {
		return errUnreachable.Because(err)
	}
	return nil
}

var errUnreachable = tuwen.Errorf(tuwen.Unavailable, "store.unreachable", "the database does not answer")

// unreachable is why no transaction could be begun. That the caller gave up
// is no fault of the database.
func unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return errUnreachable.Because(err)
}

// Engine returns which product it is.
func (db *DB) Engine() Engine { return db.dialect.engine }

// SQL returns the pool that writes, for the wiring of River only. In SQLite
// it has one connection: who holds it keeps everybody else from writing.
func (db *DB) SQL() *sql.DB { return db.write }

// Tx is an open transaction: one service per noun.
type Tx struct {
	Accounts     Accounts
	AccessTokens AccessTokens
	Leases       Leases
	Quotas       Quotas
	Materials    Materials
	Notes        Notes
	Uses         Uses
	Drafts       Drafts
	Published    Published
	Pictures     Pictures
	Syncs        Syncs
	Operators    Operators
	APITokens    APITokens
	Sessions     Sessions
	Logins       Logins
	Codes        Codes
	Audit        Audit
	Settings     Settings

	Events        Events
	Refusals      Refusals
	Contacts      Contacts
	Tags          Tags
	TagChanges    TagChanges
	Rules         Rules
	Conversations Conversations
	QRCodes       QRCodes
	ReplyPictures ReplyPictures
	Menus         Menus
	Messages      Messages
	MassSends     MassSends
	Publications  Publications
	JobResults    JobResults
	Journeys      Journeys
	Enrollments   Enrollments
	Webhooks      Webhooks
	Catalog       Catalog

	sql     *sql.Tx
	q       *db.Queries
	dialect *dialect
	staged  bool
}

// SQL returns the transaction itself, for inserting jobs of River in it.
func (tx *Tx) SQL() *sql.Tx { return tx.sql }

// Often says that the transaction is one of thousands a minute whose
// statements are the same and find their rows by keys: PostgreSQL then need
// not plan each anew, as it must for a search. To be called first.
func (tx *Tx) Often(ctx context.Context) error {
	if err := tx.dialect.often(ctx, tx.sql); err != nil {
		return fmt.Errorf("begin one of many transactions: %w", err)
	}
	return nil
}

func newTx(d *dialect, t *sql.Tx) *Tx {
	tx := &Tx{sql: t, q: db.New(t), dialect: d}
	tx.Accounts, tx.AccessTokens, tx.Leases, tx.Quotas = Accounts{tx}, AccessTokens{tx}, Leases{tx}, Quotas{tx}
	tx.Materials, tx.Notes, tx.Uses = Materials{tx}, Notes{tx}, Uses{tx}
	tx.Drafts, tx.Published, tx.Pictures, tx.Syncs = Drafts{tx}, Published{tx}, Pictures{tx}, Syncs{tx}
	tx.Operators, tx.APITokens, tx.Sessions = Operators{tx}, APITokens{tx}, Sessions{tx}
	tx.Logins, tx.Codes, tx.Audit, tx.Settings = Logins{tx}, Codes{tx}, Audit{tx}, Settings{tx}
	tx.Events, tx.Refusals, tx.Contacts, tx.Tags = Events{tx}, Refusals{tx}, Contacts{tx}, Tags{tx}
	tx.Rules, tx.Conversations, tx.QRCodes = Rules{tx}, Conversations{tx}, QRCodes{tx}
	tx.ReplyPictures, tx.Messages, tx.Catalog = ReplyPictures{tx}, Messages{tx}, Catalog{tx}
	tx.MassSends, tx.Publications, tx.JobResults = MassSends{tx}, Publications{tx}, JobResults{tx}
	tx.TagChanges, tx.Menus = TagChanges{tx}, Menus{tx}
	tx.Journeys, tx.Enrollments, tx.Webhooks = Journeys{tx}, Enrollments{tx}, Webhooks{tx}
	return tx
}

type inTx struct{}

// InTx reports whether ctx comes from inside [DB.Read] or [DB.Write].
func InTx(ctx context.Context) bool { return ctx.Value(inTx{}) != nil }

var errNested = errors.New("a transaction was opened inside another")

// Read calls f with a snapshot of the database: what f reads belongs
// together. What f writes is refused or lost.
func (db *DB) Read(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	return db.run(ctx, db.read, db.dialect.reading, f)
}

// writeTries is how often a transaction that lost against another is tried.
const writeTries = 10

// Write calls f in a transaction and commits it where f returns nil. Where
// another transaction stood in the way, f is called again, up to nine times:
// what f does outside the transaction it must be able to do twice.
func (db *DB) Write(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	defer func() { db.wrote.Store(time.Now().UnixNano()) }()
	return db.retry(ctx, f)
}

func (db *DB) retry(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	for try := 1; ; try++ {
		err := db.run(ctx, db.write, nil, f)
		if err == nil || try == writeTries || !db.dialect.lost(err) && !errors.Is(err, errMetAnother) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		// By chance, so that two that met do not meet again in step.
		case <-time.After(rand.N(time.Duration(try*try)*5*time.Millisecond) + time.Millisecond):
		}
	}
}

// errMetAnother is why a transaction failed of which another made the same at
// the same time: it looks again, and finds it.
var errMetAnother = errors.New("another transaction did the same")

func (db *DB) run(ctx context.Context, pool *sql.DB, o *sql.TxOptions, f func(context.Context, *Tx) error) error {
	if InTx(ctx) {
		return errNested
	}
	t, err := pool.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", unreachable(ctx, err))
	}
	defer func() { _ = t.Rollback() }() // after a commit it does nothing
	tx := newTx(db.dialect, t)
	if err := f(context.WithValue(ctx, inTx{}, true), tx); err != nil {
		return err
	}
	if o != nil && o.ReadOnly {
		return nil
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	db.checkpoints.committed()
	if tx.staged {
		ring(db.staged)
	}
	return nil
}

// ring wakes who waits for the bell, now or when they next do. Its channel has
// room for one.
func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}
