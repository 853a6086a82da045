package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"
)

// pictureCache keeps pictures as files, named by their hash, and removes
// those that were not looked at for longest when it grows over its size. It
// is safe for concurrent use, also by several processes on one folder.
type pictureCache struct {
	dir string
	max int64

	mu   sync.Mutex
	size int64 // of all files; -1 before the first count
}

func newPictureCache(dir string, limit int64) *pictureCache {
	return &pictureCache{dir: dir, max: limit, size: -1}
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (c *pictureCache) path(hash string) string {
	return filepath.Join(c.dir, hash[:2], hash)
}

// has reports whether a picture is kept.
func (c *pictureCache) has(hash string) bool {
	_, err := os.Stat(c.path(hash))
	return err == nil
}

// get returns a kept picture, and false where there is none.
func (c *pictureCache) get(hash string) ([]byte, bool) {
	name := c.path(hash)
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, false
	}
	// The time tells trim what is still looked at. An hour's precision does.
	if st, err := os.Stat(name); err == nil && time.Since(st.ModTime()) > time.Hour {
		now := time.Now()
		_ = os.Chtimes(name, now, now)
	}
	return b, true
}

// put keeps a picture whole or not at all.
func (c *pictureCache) put(hash string, b []byte) error {
	name := c.path(hash)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.Write(b)
	if err := errors.Join(err, tmp.Close()); err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	if err := os.Rename(tmp.Name(), name); err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size >= 0 {
		c.size += int64(len(b))
	}
	if c.size < 0 || c.size > c.max {
		c.trim()
	}
	return nil
}

type kept struct {
	path string
	size int64
	seen time.Time
}

// trim counts what is there and removes the longest unseen until a tenth of
// the room is free again, where the size is exceeded.
func (c *pictureCache) trim() {
	var files []kept
	c.size = 0
	_ = filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !hashForm.MatchString(d.Name()) {
			return nil // a file that vanished is not there to be removed
		}
		if st, err := d.Info(); err == nil {
			files = append(files, kept{path, st.Size(), st.ModTime()})
			c.size += st.Size()
		}
		return nil
	})
	if c.size <= c.max {
		return
	}
	slices.SortFunc(files, func(a, b kept) int { return a.seen.Compare(b.seen) })
	for _, f := range files {
		if c.size <= c.max*9/10 {
			return
		}
		if os.Remove(f.path) == nil {
			c.size -= f.size
		}
	}
}
