package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Backup writes a consistent copy of a SQLite database into a file that must
// not be there yet, while others go on reading and writing. The file is whole
// or not there. PostgreSQL has pg_dump for it: [tuwen.Invalid]
// "backup.postgres".
func (db *DB) Backup(ctx context.Context, file string) error {
	if db.Engine() != SQLite {
		return tuwen.Errorf(tuwen.Invalid, "backup.postgres", "a PostgreSQL database is backed up with pg_dump and restored with pg_restore")
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return tuwen.Errorf(tuwen.Conflict, "backup.exists", "the file is there already; name another one").With("file", file)
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove an unfinished backup: %w", err)
	}
	defer func() { _ = os.Remove(part) }() // after the renaming it is not there
	if err := db.vacuumInto(ctx, part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := settleFile(part); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := os.Rename(part, file); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return nil
}

// settleFile brings a file to the disk, for its owner only.
func settleFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Sync(), f.Close())
}
