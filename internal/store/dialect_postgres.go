package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/tuwen/tuwen/internal/tuwen"
)

var postgresDialect = &dialect{
	engine:  Postgres,
	open:    openPostgres,
	reading: &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
	goose:   goose.DialectPostgres,
	locked: func() (goose.ProviderOption, error) {
		l, err := lock.NewPostgresSessionLocker()
		return goose.WithSessionLocker(l), err
	},
	setUp:         setUpPostgres,
	setUpMessages: setUpMessagesPostgres,
	setUpJourneys: setUpJourneysPostgres,
	setUpCounts:   setUpCountsPostgres,
	setUpPeriods:  setUpPeriodsPostgres,
	setUpGone:     func(context.Context, *sql.Tx) error { return nil }, // it is in the row that is read anyway
	setUpClusters: func(context.Context, *sql.Tx) error { return nil }, // it has no such tables
	lost:          postgresCode("40001", "40P01"),
	taken:         postgresCode("23505"),
	orphan:        postgresCode("23503"),
	among:         func(p string) string { return "= ANY (CAST(" + p + " AS text[]))" },
	list:          func(s []string) any { return s },
	picked: func(table, as, column string) string {
		// In this order there is one index only, whatever is known of the table.
		return "unnest(CAST($2 AS text[])) AS e (value) CROSS JOIN LATERAL (SELECT * FROM " + table + " WHERE app_id = $1 AND " +
			column + " >= e.value ORDER BY " + column + " LIMIT 1) " + as + " WHERE " + as + "." + column + " = e.value"
	},
	hold: func(ctx context.Context, tx *Tx, appID string, ids []string) error {
		_, err := tx.sql.ExecContext(ctx, `SELECT 1 FROM materials WHERE app_id = $1 AND media_id = ANY ($2)
			ORDER BY media_id FOR UPDATE`, appID, ids)
		return err
	},
	each:   func(p string) string { return "unnest(CAST(" + p + " AS text[])) AS e (value)" },
	values: valuesPostgres,
	shared: " FOR KEY SHARE",
	alone:  " FOR NO KEY UPDATE",
	free:   " FOR NO KEY UPDATE SKIP LOCKED",
	queue: func(ctx context.Context, t *sql.Tx, keys []string) error {
		// In one order, so that no two wait for each other.
		_, err := t.ExecContext(ctx, `SELECT pg_advisory_xact_lock(k.h) FROM (SELECT DISTINCT hashtextextended(u, 0) AS h
			FROM unnest(CAST($1 AS text[])) u ORDER BY h) k`, keys)
		return err
	},
	lease: func(ctx context.Context, t *sql.Tx, d time.Duration) error {
		_, err := t.ExecContext(ctx, "SELECT set_config('idle_in_transaction_session_timeout', $1, TRUE)", strconv.FormatInt(d.Milliseconds(), 10))
		return err
	},
	often: func(ctx context.Context, t *sql.Tx) error {
		// What is planned while a table is small is done when it is large.
		_, err := t.ExecContext(ctx, "SELECT set_config('plan_cache_mode', 'auto', TRUE), set_config('enable_seqscan', 'off', TRUE)")
		return err
	},
	analyze: func(ctx context.Context, t *sql.Tx, table string) error {
		_, err := t.ExecContext(ctx, "ANALYZE "+table)
		return err
	},
	shards: 8,
	index:  indexPostgres,
	settle: settlePostgres,
	drop:   func(context.Context, *sql.Tx, []int64) error { return nil }, // the tokens went with the row
	merge: func(ctx context.Context, t *sql.Tx) (bool, error) {
		_, err := t.ExecContext(ctx, `SELECT gin_clean_pending_list('search_docs_tokens')`)
		return false, err
	},
	search: func(p string) (string, string) {
		return "search_docs d", "d.tokens @> CAST(" + p + " AS text[])"
	},
	here:   "NOT d.gone",
	tokens: func(s []string) any { return s },
	find:   findPostgres,
}

// openPostgres opens one pool. A generic plan does not know how rare a token
// is, and made Chinese search 300 times slower.
func openPostgres(_ context.Context, db *DB, c Config) error {
	pc, err := pgx.ParseConfig(c.URL)
	if err != nil {
		// The parser's text may quote the address, and the password with it.
		return tuwen.Errorf(tuwen.Invalid, "store.url", "the database address is not a PostgreSQL address")
	}
	pc.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	pc.RuntimeParams["jit"] = "off" // no statement takes as long as compiling it
	n := c.ReadConns
	if n <= 0 {
		n = 16
	}
	db.write = stdlib.OpenDB(*pc)
	db.write.SetMaxOpenConns(n)
	db.write.SetMaxIdleConns(n)
	db.write.SetConnMaxIdleTime(5 * time.Minute)
	db.read = db.write
	return nil
}

// notText reports whether a key could not be asked for because it is no text:
// PostgreSQL refuses a NUL and broken UTF-8.
var notText = postgresCode("22021")

func postgresCode(codes ...string) func(error) bool {
	return func(err error) bool {
		e, ok := errors.AsType[*pgconn.PgError](err)
		return ok && slices.Contains(codes, e.Code)
	}
}

// setUpPostgres makes the search index, and the order of ids the same as in
// SQLite: by bytes.
func setUpPostgres(ctx context.Context, t *sql.Tx) error {
	return execAll(
		ctx, t,
		`ALTER TABLE search_docs DROP CONSTRAINT search_docs_app_id_media_id_fkey`,
		`ALTER TABLE articles DROP CONSTRAINT articles_app_id_media_id_fkey`,
		`ALTER TABLE materials ALTER COLUMN media_id TYPE text COLLATE "C"`,
		`ALTER TABLE articles ALTER COLUMN media_id TYPE text COLLATE "C"`,
		`ALTER TABLE notes ALTER COLUMN media_id TYPE text COLLATE "C"`,
		`ALTER TABLE uses ALTER COLUMN media_id TYPE text COLLATE "C"`,
		`ALTER TABLE search_docs ALTER COLUMN media_id TYPE text COLLATE "C"`,
		`ALTER TABLE articles ADD CONSTRAINT articles_app_id_media_id_fkey
			FOREIGN KEY (app_id, media_id) REFERENCES materials (app_id, media_id) ON DELETE CASCADE`,
		`ALTER TABLE search_docs ADD CONSTRAINT search_docs_app_id_media_id_fkey
			FOREIGN KEY (app_id, media_id) REFERENCES materials (app_id, media_id) ON DELETE CASCADE`,
		`ALTER TABLE sync_runs ALTER COLUMN id TYPE text COLLATE "C"`,
		`ALTER TABLE audit ALTER COLUMN id TYPE text COLLATE "C"`,
		`ALTER TABLE articles ALTER COLUMN body SET STORAGE EXTERNAL`, // it is deflated already
		`ALTER TABLE search_docs ADD COLUMN tokens text[] NOT NULL DEFAULT '{}'`,
		`ALTER TABLE search_docs ALTER COLUMN tokens SET STORAGE EXTERNAL`,
		`CREATE INDEX search_docs_tokens ON search_docs USING gin (tokens)`,
	)
}

// setUpMessagesPostgres gives ids and openids the order they have in SQLite,
// and leaves room beside the rows that every push changes, so that their
// indexes need not be touched.
func setUpMessagesPostgres(ctx context.Context, t *sql.Tx) error {
	return execAll(
		ctx, t,
		`ALTER TABLE events ALTER COLUMN id TYPE text COLLATE "C", ALTER COLUMN dedupe_key TYPE text COLLATE "C",
			ALTER COLUMN openid TYPE text COLLATE "C"`,
		`ALTER TABLE contacts ALTER COLUMN openid TYPE text COLLATE "C"`,
		`ALTER TABLE contact_tags ALTER COLUMN openid TYPE text COLLATE "C"`,
		`ALTER TABLE messages ALTER COLUMN id TYPE text COLLATE "C", ALTER COLUMN openid TYPE text COLLATE "C",
			ALTER COLUMN event_id TYPE text COLLATE "C"`,
		`ALTER TABLE tallies ALTER COLUMN subject TYPE text COLLATE "C", ALTER COLUMN part TYPE text COLLATE "C",
			ALTER COLUMN day TYPE text COLLATE "C"`,
		`ALTER TABLE reply_rules ALTER COLUMN id TYPE text COLLATE "C"`,
		`ALTER TABLE conversations ALTER COLUMN id TYPE text COLLATE "C"`,
		`ALTER TABLE qrcodes ALTER COLUMN id TYPE text COLLATE "C", ALTER COLUMN scene TYPE text COLLATE "C"`,
		`ALTER TABLE contacts SET (fillfactor = 80)`,
		`ALTER TABLE tallies SET (fillfactor = 50)`,
	)
}

// setUpJourneysPostgres compares ids by their bytes: an enrollment that moves is
// put into every index anew, which takes longer by the rules of a language.
func setUpJourneysPostgres(ctx context.Context, t *sql.Tx) error {
	return execAll(
		ctx, t,
		`ALTER TABLE enrollments ALTER COLUMN app_id TYPE text COLLATE "C", ALTER COLUMN id TYPE text COLLATE "C",
			ALTER COLUMN journey_id TYPE text COLLATE "C", ALTER COLUMN openid TYPE text COLLATE "C",
			ALTER COLUMN once TYPE text COLLATE "C", ALTER COLUMN state TYPE text COLLATE "C", ALTER COLUMN step_id TYPE text COLLATE "C"`,
		`ALTER TABLE webhook_posts ALTER COLUMN id TYPE text COLLATE "C", ALTER COLUMN openid TYPE text COLLATE "C"`,
	)
}

// postgresRowsAtOnce keeps one statement short enough to be waited for.
const postgresRowsAtOnce = 500

// valuesPostgres binds a list for every column: a statement of two thousand
// placeholders takes longer to parse and to plan than to run.
func valuesPostgres(rows [][]any) (query string, args []any, n int) {
	n = min(len(rows), postgresRowsAtOnce)
	args = make([]any, len(rows[0]))
	lists := make([]string, len(args))
	for i := range args {
		list, of := column(rows[:n], i)
		if of == "" {
			return listPostgres(rows[:min(n, 200)])
		}
		args[i] = list
		lists[i] = "CAST($" + strconv.Itoa(i+1) + " AS " + of + "[])"
	}
	return "SELECT * FROM unnest(" + strings.Join(lists, ", ") + ")", args, n
}

// column is a column of the rows as a list, and its type; "" where that is
// not one of ours.
func column(rows [][]any, i int) (list any, of string) {
	first := rows[0][i]
	switch first.(type) {
	case string:
		return listed[string](rows, i, "text")
	case int64:
		return listed[int64](rows, i, "bigint")
	case int:
		return listed[int](rows, i, "bigint")
	case bool:
		return listed[bool](rows, i, "boolean")
	case []byte:
		return listed[[]byte](rows, i, "bytea")
	case sql.NullInt64:
		return listed[sql.NullInt64](rows, i, "bigint")
	}
	return nil, ""
}

func listed[T any](rows [][]any, i int, of string) (list any, _ string) {
	all := make([]T, len(rows))
	for n, r := range rows {
		v, ok := r[i].(T)
		if !ok {
			return nil, ""
		}
		all[n] = v
	}
	return all, of
}

// listPostgres binds each value, where a column has values of several types.
func listPostgres(rows [][]any) (query string, args []any, n int) {
	var s strings.Builder
	s.WriteString("VALUES ")
	for i, row := range rows {
		if i > 0 {
			s.WriteByte(',')
		}
		for j := range row {
			s.WriteByte("(,"[min(j, 1)])
			s.WriteByte('$')
			s.WriteString(strconv.Itoa(len(args) + j + 1))
		}
		s.WriteByte(')')
		args = append(args, row...)
	}
	return s.String(), args, len(rows)
}
