package testkit

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
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
	db, err := store.Open(t.Context(), store.Config{URL: address, ReadConns: 4})
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { _ = db.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
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
	var address string
	var err error
	if engine == store.SQLite {
		address, err = copySQLite(filepath.Join(t.TempDir(), "tuwen.db"))
	} else {
		var drop func() error
		address, drop, err = copyPostgres(os.Getenv(PostgresEnv))
		t.Cleanup(func() {
			if drop == nil {
				return
			}
			if err := drop(); err != nil {
				t.Errorf("drop the database: %v", err)
			}
		})
	}
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	return address
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

func copySQLite(file string) (string, error) {
	template, err := sqliteTemplate()
	if err != nil {
		return "", err
	}
	return "sqlite:" + file, os.WriteFile(file, template, 0o600)
}

func migrate(address string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{URL: address})
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(ctx), db.Close())
}

// A database may be copied only while nobody is connected to it, so copies
// are made one after the other.
var postgresTemplate struct {
	sync.Mutex
	name string
}

func copyPostgres(server string) (address string, drop func() error, err error) {
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = admin.Close() }()
	postgresTemplate.Lock()
	defer postgresTemplate.Unlock()
	if postgresTemplate.name == "" {
		if postgresTemplate.name, err = makeTemplate(admin, server); err != nil {
			return "", nil, err
		}
	}
	name := databaseName()
	if _, err := admin.Exec(fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, postgresTemplate.name)); err != nil {
		return "", nil, err
	}
	address, err = databaseURL(server, name)
	return address, func() error {
		admin, err := sql.Open("pgx", server)
		if err != nil {
			return err
		}
		_, err = admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		return errors.Join(err, admin.Close())
	}, err
}

func makeTemplate(admin *sql.DB, server string) (string, error) {
	name := databaseName()
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	address, err := databaseURL(server, name)
	if err != nil {
		return "", err
	}
	return name, migrate(address)
}

func databaseName() string { return "tuwen_test_" + strings.ToLower(rand.Text()) }

func databaseURL(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
