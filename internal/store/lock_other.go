//go:build !unix

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// lockFile takes the lock that proves one process: here an open file cannot
// be removed, so that a left-over one can be told from one that is held.
func lockFile(name string) (*os.File, error) {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, tuwen.Errorf(tuwen.Conflict, "store.locked",
			"another tuwen works on this database; stop it first, or use PostgreSQL for several").With("file", name)
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	return f, nil
}
