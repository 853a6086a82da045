package sandbox

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Config says how a sandbox behaves. The zero value is a sandbox in memory,
// on the system's clock, without latency.
type Config struct {
	// Clock tells the platform's time. Default: the system's clock. A Clock
	// that is also a [Mover] is moved by the console; any other is shifted.
	Clock Clock
	// Dir keeps the state over restarts, as one JSON file written atomically
	// soon after a change and on Close. Empty: memory only.
	Dir string
	// Latency is added to each API answer; see [Sandbox.SetLatency].
	Latency time.Duration
	// PublicURL is the base of the addresses of covers, pictures and article
	// pages. Default "http://127.0.0.1:8099"; see [Sandbox.SetPublicURL].
	PublicURL string
	// Push says how hard pushes are tried.
	Push PushPolicy
	// Log receives one line per refused or broken call, per push that failed
	// and per failed write of the state. Default: nothing is logged.
	Log *slog.Logger
}

// Sandbox is the platform. It is an http.Handler and safe for concurrent use.
type Sandbox struct {
	log       *slog.Logger
	clock     *platformClock
	latency   atomic.Int64
	publicURL atomic.Pointer[string]
	mux       *http.ServeMux
	pictures  *gallery
	uploads   uploads
	keeper    *keeper
	push      PushPolicy
	client    *http.Client // pushes
	news      bell         // something that the phone shows has changed
	tasks     sync.WaitGroup
	closed    chan struct{}
	closeOnce sync.Once

	mu       sync.RWMutex
	accounts map[string]*account
	order    []string // app ids as they were added
	people   []Person
}

// New makes a sandbox, with the state found in cfg.Dir if there is one. It
// fails when the state cannot be read or the folder cannot be made.
func New(cfg Config) (*Sandbox, error) {
	s := &Sandbox{
		log:      cfg.Log,
		clock:    newPlatformClock(cfg.Clock),
		pictures: newGallery(),
		closed:   make(chan struct{}),
		accounts: map[string]*account{},
		push:     cfg.Push.withDefaults(),
		client:   pushClient(),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.SetLatency(cfg.Latency)
	if cfg.PublicURL == "" {
		cfg.PublicURL = "http://127.0.0.1:8099"
	}
	s.SetPublicURL(cfg.PublicURL)
	s.mux = s.routes()
	if cfg.Dir != "" {
		s.uploads.dir = filepath.Join(cfg.Dir, "pictures")
		k, err := openKeeper(cfg.Dir, s)
		if err != nil {
			return nil, err
		}
		s.keeper = k
		for _, a := range s.all() {
			a.resumeJobs()
		}
	}
	return s, nil
}

// ServeHTTP answers WeChat's interfaces under /cgi-bin/, pictures under
// /mmbiz_jpg/ and /mmbiz_png/, article pages at /s, and the console under
// /console/, to which / leads.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Close ends calls that hang by a fault and pushes, and writes the state to Dir. It may be
// called more than once; only the first call writes.
func (s *Sandbox) Close() error {
	var err error
	s.closeOnce.Do(func() {
		s.mu.Lock()
		close(s.closed)
		s.mu.Unlock()
		s.tasks.Wait()
		s.client.CloseIdleConnections()
		if s.keeper != nil {
			err = s.keeper.close()
		}
	})
	return err
}

// background runs a task that ends soon after the sandbox is closed; it reports
// false, and runs nothing, when it is closed already.
func (s *Sandbox) background(task func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
		return false
	default:
	}
	s.tasks.Go(task)
	return true
}

// Now is the platform's time.
func (s *Sandbox) Now() time.Time { return s.clock.Now() }

// MoveClock moves the platform's time by d, which may be negative. A Clock of
// the caller that is a [Mover] is moved itself, with all that share it.
func (s *Sandbox) MoveClock(d time.Duration) {
	s.clock.Move(d)
	s.changed()
	s.news.tell()
}

// SetLatency sets the time added to each API answer from now on.
func (s *Sandbox) SetLatency(d time.Duration) { s.latency.Store(int64(max(d, 0))) }

// Latency is the time added to each API answer.
func (s *Sandbox) Latency() time.Duration { return time.Duration(s.latency.Load()) }

// SetPublicURL sets the base of picture and article addresses, also of those
// in content that exists already: addresses are made when they are read.
func (s *Sandbox) SetPublicURL(base string) {
	base = strings.TrimRight(base, "/")
	s.publicURL.Store(&base)
}

// PublicURL is the base of picture and article addresses, without a slash.
func (s *Sandbox) PublicURL() string { return *s.publicURL.Load() }

// AddAccount adds an account. It fails when AppID or Secret is empty, when the
// AppID is taken, or when the whitelist holds something that is no address.
func (s *Sandbox) AddAccount(a Account) error {
	acct, err := newAccount(a, s)
	if err != nil {
		return fmt.Errorf("add account: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.accounts[a.AppID]; taken {
		return fmt.Errorf("add account: %s exists already", a.AppID)
	}
	s.accounts[a.AppID] = acct
	s.order = append(s.order, a.AppID)
	s.changed()
	return nil
}

// Account is the control of one account, or nil when there is no such account.
func (s *Sandbox) Account(appID string) *AccountControl {
	acct := s.account(appID)
	if acct == nil {
		return nil
	}
	return &AccountControl{acct: acct}
}

// Accounts lists the accounts in the order they were added.
func (s *Sandbox) Accounts() []Account {
	var list []Account
	for _, acct := range s.all() {
		acct.mu.Lock()
		list = append(list, acct.settings.clone())
		acct.mu.Unlock()
	}
	return list
}

func (s *Sandbox) account(appID string) *account {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.accounts[appID]
}

func (s *Sandbox) all() []*account {
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := make([]*account, 0, len(s.order))
	for _, id := range s.order {
		list = append(list, s.accounts[id])
	}
	return list
}

// changed tells the keeper, if any, that the state is not the written one.
func (s *Sandbox) changed() {
	if s.keeper != nil {
		s.keeper.touch(saveDelay)
	}
}

// counted is changed for what each call changes.
func (s *Sandbox) counted() {
	if s.keeper != nil {
		s.keeper.touch(countDelay)
	}
}

// ErrNoItem is returned, wrapped, for an id that no item of the list has.
var ErrNoItem = errors.New("no such item")

// ErrFrozen is returned, wrapped, for additions to a frozen history.
var ErrFrozen = errors.New("the history is frozen")
