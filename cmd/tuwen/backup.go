package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
)

var errPostgresBackup = errors.New("a PostgreSQL database is backed up with pg_dump and put back with pg_restore; keep TUWEN_SECRET_KEY with the dump")

type backupCommand struct {
	config.Settings
	File string `arg:"" type:"path" help:"File to write; it must not be there."`
}

// Run writes one consistent file, also while the console runs.
func (c backupCommand) Run(ctx context.Context, io streams) error {
	if c.Postgres() {
		return errPostgresBackup
	}
	if _, err := os.Stat(filepath.Join(c.DataDir, "tuwen.db")); err != nil {
		return fmt.Errorf("there is no database in %s; name the data folder with --data-dir", c.DataDir)
	}
	return beside(ctx, c.Settings, io, func(con *console) error {
		if err := con.db.Backup(ctx, c.File); err != nil {
			return fmt.Errorf("back up: %w", err)
		}
		_, err := fmt.Fprintf(io.out, "%s\nThe key is not in it: keep %s as well, apart from it. Without it the secrets cannot be opened.\n",
			c.File, c.keyPlace())
		return err
	})
}

func (c backupCommand) keyPlace() string {
	if c.SecretKey != "" {
		return "TUWEN_SECRET_KEY"
	}
	return filepath.Join(c.DataDir, config.KeyFile)
}

type restoreCommand struct {
	config.Settings
	File string `arg:"" type:"existingfile" help:"A file that backup wrote."`
}

// Run puts a backup into a data folder that has no database. The key must be
// there first, and must open it.
func (c restoreCommand) Run(ctx context.Context, io streams) error {
	if c.Postgres() {
		return errPostgresBackup
	}
	target := filepath.Join(c.DataDir, "tuwen.db")
	if _, err := os.Stat(target); err == nil {
		return fmt.Errorf("%s is there already: move it away, or name another folder with --data-dir", target)
	}
	if !c.HasKey() {
		return fmt.Errorf("the key is missing: put the key file that was kept with the backup to %s, or set TUWEN_SECRET_KEY", filepath.Join(c.DataDir, config.KeyFile))
	}
	part := target + ".restoring"
	defer func() { _ = os.Remove(part) }() // after the renaming it is not there
	if err := copyFile(c.File, part); err != nil {
		return fmt.Errorf("copy the backup: %w", err)
	}
	if err := c.check(ctx, part); err != nil {
		return err
	}
	if err := os.Rename(part, target); err != nil {
		return fmt.Errorf("put the database in place: %w", err)
	}
	_, err := fmt.Fprintln(io.out, "restored into", c.DataDir)
	return err
}

// check opens the copy with the key and brings it up to date.
func (c restoreCommand) check(ctx context.Context, file string) (err error) {
	key, err := c.Key()
	if err != nil {
		return err
	}
	box, err := connect.NewBox(key)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Config{URL: "sqlite:" + file})
	if err != nil {
		return fmt.Errorf("%s is not a backup of tuwen: %w", c.File, err)
	}
	defer func() {
		err = errors.Join(err, db.Close())
		for _, tail := range []string{"-wal", "-shm", ".lock"} {
			_ = os.Remove(file + tail)
		}
	}()
	if err := migrate(ctx, db); err != nil {
		return fmt.Errorf("%s is not a backup of tuwen: %w", c.File, err)
	}
	return checkKey(ctx, db, box)
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close(), in.Close())
}
