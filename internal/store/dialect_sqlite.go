package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/tuwen/tuwen/internal/store/internal/db"
)

// sqliteRowsAtOnce is how many rows one INSERT takes.
const sqliteRowsAtOnce = 64

var sqliteDialect = &dialect{
	engine:  SQLite,
	open:    openSQLite,
	reading: &sql.TxOptions{ReadOnly: true},
	goose:   goose.DialectSQLite3,
	locked:  func() (goose.ProviderOption, error) { return nil, nil }, // the lock file does it
	setUp:   setUpSQLite,
	// Texts are in the order of their bytes already.
	setUpMessages: func(context.Context, *sql.Tx) error { return nil },
	setUpJourneys: func(context.Context, *sql.Tx) error { return nil },
	setUpCounts:   setUpCountsSQLite,
	setUpPeriods:  func(context.Context, *sql.Tx) error { return nil }, // its index is in the order of time
	setUpGone:     setUpGoneSQLite,
	setUpClusters: setUpClustersSQLite,
	lost:          sqliteCode(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_BUSY_RECOVERY, sqlite3.SQLITE_LOCKED),
	taken:         sqliteCode(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY),
	orphan:        sqliteCode(sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY),
	among:         func(p string) string { return "IN (SELECT value FROM json_each(" + p + "))" },
	list: func(s []string) any {
		b, _ := json.Marshal(s) // strings always encode
		return string(b)
	},
	picked: func(table, as, column string) string {
		return table + " " + as + " WHERE " + as + ".app_id = $1 AND " + as + "." + column + " IN (SELECT value FROM json_each($2))"
	},
	hold:   func(context.Context, *Tx, string, []string) error { return nil }, // nobody else writes
	each:   func(p string) string { return "json_each(" + p + ") AS e" },
	values: valuesSQLite,
	// It would write the pages down before every statement of several rows.
	halting: "OR FAIL ",
	aside:   "+",
	queue:   func(context.Context, *sql.Tx, []string) error { return nil },      // one transaction writes at a time
	lease:   func(context.Context, *sql.Tx, time.Duration) error { return nil }, // one process, which is dead or not
	often:   func(context.Context, *sql.Tx) error { return nil },                // a plan lasts as long as its statement is kept
	analyze: func(context.Context, *sql.Tx, string) error { return nil },        // it plans by the indexes alone
	shards:  1,                                                                  // one writes at a time
	index:   indexSQLite,
	settle:  settleSQLite,
	drop:    dropSQLite,
	merge:   mergeSQLite,
	search: func(p string) (string, string) {
		return "search_index f", "search_index MATCH " + p
	},
	here:   "NOT EXISTS (SELECT 1 FROM search_docs g INDEXED BY search_docs_gone WHERE g.id = f.rowid AND g.gone)",
	tokens: matchSQLite,
	find:   findSQLite,
}

// openSQLite opens one connection that writes and a pool that reads.
//
// Transactions of the first begin immediate: they wait at the start, where
// nothing is lost, and never in the middle. synchronous=FULL: what was
// answered is on the disk.
func openSQLite(ctx context.Context, db *DB, c Config) error {
	file := strings.TrimPrefix(strings.TrimPrefix(c.URL, "sqlite:"), "//")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make the folder of the database: %w", err)
	}
	db.file = file
	if !c.Beside {
		lock, err := lockFile(file + ".lock")
		if err != nil {
			return err
		}
		db.lock = lock
	}
	// SQLite would make the file readable for everybody.
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the database file: %w", err)
	}
	if db.write, err = openKeeping(sqliteDSN(file, "immediate", "cache_size(-16000)", fmt.Sprintf("wal_autocheckpoint(%d)", logPages))); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	// The first reader of a new file would race the writer to make it WAL.
	if err := db.write.PingContext(ctx); err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	if db.read, err = openKeeping(sqliteDSN(file, "deferred", "query_only(1)", "cache_size(-8000)")); err != nil {
		return err
	}
	n := c.ReadConns
	if n <= 0 {
		n = 4
	}
	db.read.SetMaxOpenConns(n)
	db.read.SetMaxIdleConns(n)
	if c.Beside {
		return nil
	}
	pool, err := sql.Open("sqlite", sqliteDSN(file, "deferred"))
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	db.checkpoints = newCheckpointer(pool)
	return nil
}

func openKeeping(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeping{c}), nil
}

func sqliteDSN(file, txlock string, more ...string) string {
	q := url.Values{"_txlock": {txlock}, "_pragma": append([]string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
	}, more...)}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// vacuumInto copies the database into a file as it is at one moment. It takes
// a connection of its own: those of the readers write nowhere, and the one
// that writes is needed.
func (db *DB) vacuumInto(ctx context.Context, file string) error {
	pool, err := sql.Open("sqlite", sqliteDSN(db.file, "deferred"))
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, `VACUUM INTO $1`, file)
	return errors.Join(err, pool.Close())
}

func sqliteCode(codes ...int) func(error) bool {
	return func(err error) bool {
		e, ok := errors.AsType[*sqlite.Error](err)
		if !ok {
			return false
		}
		for _, c := range codes {
			if e.Code() == c {
				return true
			}
		}
		return false
	}
}

// setUpSQLite makes the search index. It is contentless: it holds no text, and no
// positions either (detail=none): which document has which token, in the order of
// the list. The tokenizer ascii splits at the blanks between our tokens and
// leaves everything that is not ASCII alone.
//
// FTS5 would merge its segments inside the transaction that happens to fill a
// level, which then takes tenths of a second. The indexer merges instead, in
// small steps; automerge is off, and a crisis far away.
func setUpSQLite(ctx context.Context, t *sql.Tx) error {
	return execAll(
		ctx, t,
		`CREATE VIRTUAL TABLE search_index USING fts5(
			tokens, content='', contentless_delete=1, detail='none', tokenize='ascii')`,
		`INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0)`,
		`INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 200)`,
		`INSERT INTO search_index (search_index, rank) VALUES ('usermerge', 16)`,
	)
}

// setUpGoneSQLite lets a search tell what is gone by a small index: a document's
// own row is a page elsewhere, and a count has a thousand of them.
func setUpGoneSQLite(ctx context.Context, t *sql.Tx) error {
	return execAll(ctx, t, `CREATE INDEX search_docs_gone ON search_docs (id) WHERE gone`)
}

// mergePages is how many pages of the index one step of merging writes.
const mergePages = 32

// mergeSQLite does one step of merging and reports whether there was any:
// FTS5 says so by the number of changes.
func mergeSQLite(ctx context.Context, t *sql.Tx) (more bool, err error) {
	var before, after int64
	if err := t.QueryRowContext(ctx, `SELECT total_changes()`).Scan(&before); err != nil {
		return false, err
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO search_index (search_index, rank) VALUES ('merge', $1)`, mergePages); err != nil {
		return false, err
	}
	err = t.QueryRowContext(ctx, `SELECT total_changes()`).Scan(&after)
	return after-before >= 2, err
}

// indexSQLite works in ascending order, deletions first: for a lower id than
// the one before, FTS5 writes out what it has gathered.
func indexSQLite(ctx context.Context, t *sql.Tx, docs []document) error {
	slices.SortFunc(docs, func(a, b document) int { return cmp.Compare(a.id, b.id) })
	ids := make([]int64, len(docs))
	for i, d := range docs {
		ids[i] = d.id
	}
	if err := dropSQLite(ctx, t, ids); err != nil {
		return err
	}
	for _, d := range docs {
		if _, err := t.ExecContext(ctx, `INSERT INTO search_index (rowid, tokens) VALUES ($1, $2)`,
			d.id, strings.Join(d.tokens, " ")); err != nil {
			return err
		}
	}
	return nil
}

func settleSQLite(ctx context.Context, tx *Tx, docs []readyDoc) error {
	settled := make([]document, 0, len(docs))
	for _, d := range docs {
		n, err := tx.q.SettleDoc(ctx, db.SettleDocParams{ID: d.id, Version: d.version})
		if err != nil {
			return err
		}
		if n > 0 {
			settled = append(settled, d.document)
		}
	}
	return indexSQLite(ctx, tx.sql, settled)
}

func dropSQLite(ctx context.Context, t *sql.Tx, ids []int64) error {
	slices.Sort(ids)
	for _, id := range ids {
		if _, err := t.ExecContext(ctx, `DELETE FROM search_index WHERE rowid = $1`, id); err != nil {
			return err
		}
	}
	return nil
}

// matchSQLite is the tokens as an expression of FTS5: each a string of its
// own, so that none is read as an operator.
func matchSQLite(tokens []string) any {
	return `"` + strings.Join(tokens, `" "`) + `"`
}

// valuesSQLite takes a power of two of the rows, so that few statements are to
// be prepared. Placeholders without a number are found without a search.
func valuesSQLite(rows [][]any) (query string, args []any, n int) {
	n = 1
	for n < sqliteRowsAtOnce && 2*n <= len(rows) {
		n *= 2
	}
	row := "(?" + strings.Repeat(",?", len(rows[0])-1) + ")"
	args = make([]any, 0, n*len(rows[0]))
	for _, r := range rows[:n] {
		args = append(args, r...)
	}
	return "VALUES " + row + strings.Repeat(","+row, n-1), args, n
}

// findSQLite goes along the search index, which is in the order of the list,
// and stops where it has enough. The documents' rows it reads of the page alone,
// unless a condition needs them.
func findSQLite(ctx context.Context, l *listing) ([]place, error) {
	if l.docs.from > everything.from {
		l.and("f.rowid >= " + l.bind(l.docs.from))
	}
	if l.docs.till < everything.till {
		l.and("f.rowid < " + l.bind(l.docs.till))
	}
	if !l.narrowed {
		if err := l.count(ctx); err != nil {
			return nil, err
		}
	}
	l.from = append(l.from, "search_docs d")
	l.and("d.id = f.rowid")
	if l.narrowed {
		if err := l.count(ctx); err != nil {
			return nil, err
		}
	}
	return l.page(ctx, "d.id, d.media_id", "f.rowid DESC")
}

// setUpClustersSQLite keeps the rows of contacts, and of where they were
// sighted, in the tree of their primary key: every push finds a contact, among
// a million by one search then instead of two.
func setUpClustersSQLite(ctx context.Context, t *sql.Tx) error {
	return errors.Join(clusterSQLite(ctx, t, "contacts", "app_id, openid"), clusterSQLite(ctx, t, "sightings", "app_id, at, openid"))
}

// clusterSQLite makes a table and its indexes anew, the table without a rowid.
func clusterSQLite(ctx context.Context, t *sql.Tx, table, key string) error {
	var list []byte
	err := t.QueryRowContext(ctx, `SELECT json_group_array(sql ORDER BY type = 'index') FROM sqlite_schema
		WHERE tbl_name = $1 AND sql IS NOT NULL`, table).Scan(&list)
	if err != nil {
		return err
	}
	var made []string
	if err := json.Unmarshal(list, &made); err != nil {
		return err
	}
	_, columns, _ := strings.Cut(made[0], "(")
	return execAll(ctx, t, append([]string{
		"CREATE TABLE clustered (" + columns + " WITHOUT ROWID",
		"INSERT INTO clustered SELECT * FROM " + table + " ORDER BY " + key,
		"DROP TABLE " + table,
		"ALTER TABLE clustered RENAME TO " + table,
	}, made[1:]...)...)
}
