package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to date. One process does it at a time; the
// others wait and then find nothing left to do.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := db.migrations()
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

func (db *DB) migrations() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(
			goose.NewGoMigration(3, &goose.GoFunc{RunTx: db.dialect.setUp}, nil),
			goose.NewGoMigration(5, &goose.GoFunc{RunTx: db.dialect.setUpMessages}, nil),
			goose.NewGoMigration(14, &goose.GoFunc{RunTx: db.dialect.setUpJourneys}, nil),
			goose.NewGoMigration(16, &goose.GoFunc{RunTx: db.dialect.setUpCounts}, nil),
			goose.NewGoMigration(18, &goose.GoFunc{RunTx: db.dialect.setUpPeriods}, nil),
			goose.NewGoMigration(19, &goose.GoFunc{RunTx: db.dialect.setUpGone}, nil),
			goose.NewGoMigration(21, &goose.GoFunc{RunTx: db.dialect.setUpClusters}, nil),
		),
	}
	lock, err := db.dialect.locked()
	if err != nil {
		return nil, fmt.Errorf("prepare the migration lock: %w", err)
	}
	if lock != nil {
		options = append(options, lock)
	}
	p, err := goose.NewProvider(db.dialect.goose, db.write, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}
