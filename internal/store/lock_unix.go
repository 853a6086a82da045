//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// lockFile takes the lock that proves one process. The system gives it back
// when the process ends, however it ends.
func lockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, tuwen.Errorf(tuwen.Conflict, "store.locked",
			"another tuwen works on this database; stop it first, or use PostgreSQL for several").With("file", name)
	}
	return nil, fmt.Errorf("lock %s: %w", name, err)
}
