package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/store"
)

type migrateCommand struct {
	config.Settings
}

// Run brings the database up to date; on SQLite no server may be running.
func (c migrateCommand) Run(ctx context.Context, io streams) error {
	con, err := open(ctx, opening{settings: c.Settings, log: io.err, works: true})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, "the database is up to date")
	return errors.Join(err, con.close(ctx))
}

type moveCommand struct {
	config.Settings
	To string `required:"" placeholder:"URL" help:"The PostgreSQL database, postgres://…; it must be empty."`
}

// Run copies everything; the server must be stopped, which its lock shows.
func (c moveCommand) Run(ctx context.Context, io streams) (err error) {
	target := config.Settings{DatabaseURL: c.To}
	if c.Postgres() || !target.Postgres() {
		return errors.New("move copies from SQLite in the data folder to --to postgres://…")
	}
	from, err := open(ctx, opening{settings: c.Settings, log: io.err, works: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.close(ctx)) }()
	to, err := store.Open(ctx, store.Config{URL: c.To, Log: from.log})
	if err != nil {
		return fmt.Errorf("open %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := migrate(ctx, to); err != nil {
		return err
	}
	err = store.Copy(ctx, from.db, to, func(table string, n int) {
		_, _ = fmt.Fprintf(io.err, "\r%-20s %d rows\n", table, n)
	})
	if err != nil {
		return fmt.Errorf("copy: %w; the SQLite database is as it was", err)
	}
	_, err = fmt.Fprintf(io.out, "moved. Start every node with TUWEN_DATABASE_URL and TUWEN_SECRET_KEY (the content of %s/%s); pictures are fetched anew.\n", c.DataDir, config.KeyFile)
	return err
}
