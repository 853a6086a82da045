package inbox

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// view is an account and what it answers with, as of one version. Only the
// codes are read when they are scanned.
type view struct {
	appID    string
	version  store.CatalogVersion
	endpoint *callback.Endpoint // nil where the account is not set up
	catalog  *tuwen.Catalog
	stock    tuwen.Stock
	counts   counts

	mu    sync.RWMutex
	codes map[string]*code // by scene; nil for a scene of no code
}

// code is a QR code and what its replies refer to.
type code struct {
	tuwen.QRCode
	stock tuwen.Stock
}

// maxCodes is how many codes are kept in memory: those of an account that has
// many, and the few scenes of none.
const maxCodes = 20_000

// open verifies, decrypts and parses a push.
func (v *view) open(query url.Values, body []byte, now time.Time) (*push, error) {
	if v.endpoint == nil {
		return nil, &callback.Error{Reason: tuwen.NotSetUp}
	}
	from, err := v.endpoint.Open(query, body, now)
	if err != nil {
		return nil, err
	}
	return &push{
		view: v, from: from, incoming: tuwen.IncomingOf(from, now), key: from.DedupeKey(), received: now,
		done: make(chan outcome, 1),
	}, nil
}

// verify returns what a verification of the address is answered.
func (v *view) verify(query url.Values) (echo string, err error) {
	if v.endpoint == nil {
		return "", &callback.Error{Reason: tuwen.NotSetUp}
	}
	return v.endpoint.VerifyAddress(query)
}

// code returns the code of a scene, nil for none.
func (v *view) code(ctx context.Context, in *Inbox, scene string) (*code, error) {
	v.mu.RLock()
	c, ok := v.codes[scene]
	v.mu.RUnlock()
	if ok {
		return c, nil
	}
	err := in.persist(ctx, func(ctx context.Context) error {
		return in.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
			found, materials, err := tx.Catalog.Code(ctx, v.appID, scene)
			if tuwen.KindOf(err) == tuwen.NotFound {
				return nil
			}
			c = &code{found, tuwen.Stock{Materials: materials, Pictures: v.stock.Pictures, Conversations: v.stock.Conversations}}
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read the code of a scene: %w", err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.codes) >= maxCodes {
		clear(v.codes)
	}
	v.codes[scene] = c
	return c, nil
}

// accounts are the views in use, one for each account that was pushed to.
type accounts struct{ byApp sync.Map } // of *entry

// entry is where the view of an account stands.
type entry struct {
	view    atomic.Pointer[view]
	mu      sync.Mutex // held while it is read
	checked time.Time  // when it was last known to be of the present version
}

// view returns the account as it was read last, [tuwen.NotFound] where there
// is none.
func (a *accounts) view(ctx context.Context, in *Inbox, appID string) (*view, error) {
	if !tuwen.ValidAppID(appID) {
		return nil, tuwen.Errorf(tuwen.NotFound, "account.unknown", "there is no such account")
	}
	if v := a.entry(appID).view.Load(); v != nil {
		return v, nil
	}
	return a.newer(ctx, in, appID, nil)
}

func (a *accounts) entry(appID string) *entry {
	e, ok := a.byApp.Load(appID)
	if !ok {
		e, _ = a.byApp.LoadOrStore(appID, &entry{})
	}
	return e.(*entry)
}

// newer returns the account as it is now, where old is no longer right. Of
// many that ask one reads it.
func (a *accounts) newer(ctx context.Context, in *Inbox, appID string, old *view) (*view, error) {
	e := a.entry(appID)
	e.mu.Lock()
	defer e.mu.Unlock()
	if v := e.view.Load(); v != nil && v != old {
		return v, nil
	}
	return a.read(ctx, in, appID, e)
}

// recheck returns the view, or a newer one where the account was changed
// since: what it refuses may be right by now. Of many that ask one looks.
func (a *accounts) recheck(ctx context.Context, in *Inbox, v *view, arrived time.Time) (*view, error) {
	e := a.entry(v.appID)
	e.mu.Lock()
	defer e.mu.Unlock()
	if now := e.view.Load(); now != nil && now != v || e.checked.After(arrived) {
		return now, nil
	}
	looked := time.Now()
	var version store.CatalogVersion
	err := in.persist(ctx, func(ctx context.Context) error {
		return in.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			version, err = tx.Catalog.Version(ctx, v.appID)
			return err
		})
	})
	switch {
	case err == nil && version == v.version:
		e.checked = looked
		return v, nil
	case err == nil, tuwen.KindOf(err) == tuwen.NotFound:
		return a.read(ctx, in, v.appID, e)
	}
	return nil, fmt.Errorf("look whether the account was changed: %w", err)
}

// read reads an account into its entry, whose mutex is held, or forgets it.
func (a *accounts) read(ctx context.Context, in *Inbox, appID string, e *entry) (*view, error) {
	looked := time.Now()
	var v *view
	err := in.persist(ctx, func(ctx context.Context) (err error) {
		v, err = in.readView(ctx, appID)
		return err
	})
	if err != nil {
		if tuwen.KindOf(err) == tuwen.NotFound {
			a.byApp.CompareAndDelete(appID, e)
		}
		return nil, err
	}
	e.view.Store(v)
	e.checked = looked
	return v, nil
}

// readView reads the account and what it answers with, as of one moment.
func (in *Inbox) readView(ctx context.Context, appID string) (*view, error) {
	v := &view{appID: appID, counts: in.metrics.of(appID), codes: map[string]*code{}}
	var account tuwen.Account
	var holdings tuwen.Holdings
	err := in.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if account, err = tx.Accounts.ByID(ctx, appID); err != nil {
			return err
		}
		if v.version, err = tx.Catalog.Version(ctx, appID); err != nil {
			return err
		}
		holdings, err = tx.Catalog.Holdings(ctx, appID)
		return err
	})
	if err != nil {
		return nil, err
	}
	v.stock, v.catalog = holdings.Stock, tuwen.NewCatalog(holdings)
	token, key, err := in.secrets(&account)
	if err != nil {
		return nil, fmt.Errorf("open the secrets of the account's pushes: %w", err)
	}
	config := callback.Config{AppID: appID, Token: token, EncodingAESKey: key, Mode: callback.Mode(account.Encryption)}
	if v.endpoint, err = callback.New(config); err != nil {
		v.endpoint = nil // something is yet to be entered
	}
	return v, nil
}
