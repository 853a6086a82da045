package testkit

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
)

// PostgresEnv names the environment variable with the address of a PostgreSQL
// server on which tests may create databases. Without it the tests run on
// SQLite only.
const PostgresEnv = "TUWEN_TEST_POSTGRES"

// ForTest calls each in a parallel subtest per engine with a fresh, migrated
// store, whose indexer runs.
func ForTest(t *testing.T, each func(t *testing.T, db *store.DB)) {
	t.Helper()
	for _, engine := range Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			each(t, Store(t, engine))
		})
	}
}

// Engines are those that tests run on here.
func Engines() []store.Engine {
	if os.Getenv(PostgresEnv) == "" {
		return []store.Engine{store.SQLite}
	}
	return []store.Engine{store.SQLite, store.Postgres}
}

// Store returns a fresh, migrated store whose indexer runs. It is closed and
// removed when the test ends.
func Store(t testing.TB, engine store.Engine) *store.DB {
	t.Helper()
	return OpenStore(t, StoreURL(t, engine))
}

// OpenStore opens a store and runs its indexer until the test ends. Several
// may be open on one PostgreSQL address: they are the nodes of one console.
func OpenStore(t testing.TB, address string) *store.DB {
	t.Helper()
	db := OpenIdleStore(t, address)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { _ = db.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	return db
}

// OpenIdleStore opens a store whose indexer does not run.
func OpenIdleStore(t testing.TB, address string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{URL: address, ReadConns: 4})
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return db
}

// StoreURL returns the address of a fresh, migrated database, which is
// removed when the test ends.
func StoreURL(t testing.TB, engine store.Engine) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tuwen.db")
	if engine == store.Postgres {
		return postgresURL(t)
	}
	template, err := sqliteTemplate()
	if err == nil {
		err = os.WriteFile(file, template, 0o600)
	}
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	return "sqlite:" + file
}

// EmptyStoreURL returns the address of a database that nobody migrated yet.
func EmptyStoreURL(t testing.TB, engine store.Engine) string {
	t.Helper()
	if engine == store.Postgres {
		server := os.Getenv(PostgresEnv)
		name, err := createDatabase(server)
		if err != nil {
			t.Fatalf("make a database: %v", err)
		}
		t.Cleanup(func() {
			if err := exec(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
				t.Errorf("drop the database: %v", err)
			}
		})
		return databaseURL(server, name)
	}
	return "sqlite:" + filepath.Join(t.TempDir(), "tuwen.db")
}

// Migrating takes longer than copying, so it is done once a process.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "tuwen-test-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

func migrate(address string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{URL: address})
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(ctx), db.Close())
}

// Making a database takes PostgreSQL a fifth of a second, emptying one a tenth
// of that: those of tests that have ended are used again. They stay on the
// server when the process ends.
var idle struct {
	sync.Mutex
	names []string
}

// postgresURL returns the address of an empty, migrated database of the test
// server.
func postgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresEnv)
	name, err := takeDatabase(server)
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() {
		if err := giveBack(server, name); err != nil {
			t.Errorf("empty the database: %v", err)
		}
	})
	return databaseURL(server, name)
}

func takeDatabase(server string) (string, error) {
	idle.Lock()
	if n := len(idle.names); n > 0 {
		defer idle.Unlock()
		name := idle.names[n-1]
		idle.names = idle.names[:n-1]
		return name, nil
	}
	idle.Unlock()
	name, err := createDatabase(server)
	if err != nil {
		return "", err
	}
	return name, migrate(databaseURL(server, name))
}

func createDatabase(server string) (name string, err error) {
	name = "tuwen_test_" + strings.ToLower(rand.Text())
	return name, exec(server, "CREATE DATABASE "+name)
}

// giveBack empties a database, but for what the migrations themselves wrote.
func giveBack(server, name string) error {
	// DELETE is quicker than TRUNCATE where there are few rows; in which order
	// does not matter, since every reference cascades.
	err := exec(databaseURL(server, name), `DO $$ DECLARE t record; BEGIN
		PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
		FOR t IN SELECT schemaname, tablename FROM pg_tables
			WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'river_migration')
		LOOP
			EXECUTE format('DELETE FROM %I.%I', t.schemaname, t.tablename);
		END LOOP;
	END $$`)
	if err != nil {
		return err
	}
	idle.Lock()
	defer idle.Unlock()
	idle.names = append(idle.names, name)
	return nil
}

func exec(address, statement string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), statement) // also while a test's own context has ended
	return errors.Join(err, db.Close())
}

// databaseURL is the address of another database of the server. An address
// that does not parse failed before.
func databaseURL(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}
