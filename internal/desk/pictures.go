package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// defaultPictureBytes is how much of the disk pictures may take.
const defaultPictureBytes = 1 << 30

// failedFor is how long a picture that could not be fetched is not tried
// again.
const failedFor = time.Minute

// Pictures are the covers and the pictures inside articles, fetched from
// WeChat once and kept on disk: WeChat shows them on its own pages only, and
// removes those of deleted articles.
type Pictures struct {
	*floor
	cache   *pictureCache
	fetcher *fetcher
	flights singleflight.Group
	turns   chan struct{} // fetches at once

	mu     sync.Mutex
	known  map[string]bool      // app_id/hash of what the database has
	failed map[string]time.Time // app_id/hash, until when not to try again
}

func newPictures(f *floor, dir string, limit int64) *Pictures {
	if limit <= 0 {
		limit = defaultPictureBytes
	}
	p := &Pictures{
		floor: f, fetcher: newFetcher(), turns: make(chan struct{}, 8),
		known: map[string]bool{}, failed: map[string]time.Time{},
	}
	if dir != "" {
		p.cache = newPictureCache(dir, limit)
	}
	return p
}

// Picture is a picture as it is served.
type Picture struct {
	Type string // its media type, by its first bytes
	Body []byte
}

// PictureHash names a picture by its address at WeChat: 32 hexadecimal
// digits.
func PictureHash(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:16])
}

// mostKnown bounds the memory of what was remembered.
const mostKnown = 100_000

// remember keeps the addresses that hashes stand for. What was shown before
// costs nothing.
func (s *Pictures) remember(ctx context.Context, appID string, addresses []string) error {
	var fresh []store.Picture
	s.mu.Lock()
	seen := map[string]bool{}
	for _, a := range addresses {
		if a == "" {
			continue
		}
		h := PictureHash(a)
		if key := appID + "/" + h; !s.known[key] && !seen[h] {
			seen[h] = true
			fresh = append(fresh, store.Picture{Hash: h, URL: a})
		}
	}
	s.mu.Unlock()
	if len(fresh) == 0 {
		return nil
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Pictures.Put(ctx, appID, fresh)
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) > mostKnown {
		clear(s.known)
	}
	for _, p := range fresh {
		s.known[appID+"/"+p.Hash] = true
	}
	return nil
}

// keep remembers an address whose picture is known already.
func (s *Pictures) keep(ctx context.Context, appID, address string, content []byte) error {
	if address == "" {
		return nil
	}
	if s.cache != nil {
		if err := s.cache.put(PictureHash(address), content); err != nil {
			// It is fetched when it is shown.
			s.log.WarnContext(ctx, "picture not kept", "err", err)
		}
	}
	return s.remember(ctx, appID, []string{address})
}

// Kept reports whether a picture is on disk.
func (s *Pictures) Kept(hash string) bool {
	return s.cache != nil && hashForm.MatchString(hash) && s.cache.has(hash)
}

// Open returns a picture of an account's materials, fetching it where it is
// not kept; [tuwen.NotFound] "picture.none" where it cannot be had. It takes
// no actor: web has checked a session or a signature.
func (s *Pictures) Open(ctx context.Context, appID, hash string) (Picture, error) {
	if !hashForm.MatchString(hash) {
		return Picture{}, noPicture("its name is none of ours")
	}
	var address, base string
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := tx.Accounts.ByID(ctx, appID)
		if err != nil {
			return err
		}
		p, err := tx.Pictures.ByHash(ctx, appID, hash)
		address, base = p.URL, a.APIBaseURL
		return err
	})
	if err != nil {
		return Picture{}, err
	}
	if s.cache != nil {
		if b, ok := s.cache.get(hash); ok {
			return Picture{Type: pictureType(b), Body: b}, nil
		}
	}
	key := appID + "/" + hash
	if s.failedLately(key) {
		return Picture{}, noPicture("it could not be fetched a moment ago")
	}
	// One fetch for all who wait; it does not end with the first of them.
	got, err, _ := s.flights.Do(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 25*time.Second)
		defer cancel()
		b, err := s.fetch(ctx, hash, address, base)
		if err != nil {
			s.fail(key)
		}
		return b, err
	})
	if err != nil {
		return Picture{}, err
	}
	b, _ := got.([]byte)
	return Picture{Type: pictureType(b), Body: b}, nil
}

func (s *Pictures) fetch(ctx context.Context, hash, address, base string) ([]byte, error) {
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-ctx.Done():
		return nil, noPicture("too many others are being fetched").Because(ctx.Err())
	}
	b, err := s.fetcher.get(ctx, address, base)
	if err != nil {
		s.log.DebugContext(ctx, "picture not fetched", "hash", hash, "err", err)
		return nil, err
	}
	if s.cache != nil {
		if err := s.cache.put(hash, b); err != nil {
			// It can be shown all the same.
			s.log.WarnContext(ctx, "picture not kept", "err", err)
		}
	}
	return b, nil
}

func (s *Pictures) failedLately(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.failed[key])
}

func (s *Pictures) fail(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.failed) > mostKnown {
		clear(s.failed)
	}
	s.failed[key] = time.Now().Add(failedFor)
}

// shows reports whether the picture at the address may be shown at all.
func (s *Pictures) shows(address string, a tuwen.Account) bool {
	_, ok := pictureAddress(address, a.APIBaseURL)
	return ok
}
