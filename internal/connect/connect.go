package connect

import (
	"context"
	crand "crypto/rand"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Config is what [New] needs. DB and Box are required.
type Config struct {
	DB  *store.DB
	Box *Box
	Now func() time.Time // nil: the system's clock
	// HTTP makes the calls; nil means the client of package wechat.
	HTTP *http.Client
	// Node names this machine, the same after a restart, as the owner of
	// leases; empty means a random name.
	Node string
	Log  *slog.Logger
	// Sleep waits for another node's token; nil means a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random returns a number in [0, 1) by which waits are spread; nil means
	// a random one.
	Random func() float64
}

// Connect makes clients of WeChat for accounts. It is safe for concurrent
// use.
type Connect struct {
	db     *store.DB
	box    *Box
	now    func() time.Time
	http   *http.Client
	node   string
	log    *slog.Logger
	sleep  func(ctx context.Context, d time.Duration) error
	random func() float64

	turns  turns
	counts counter // calls that are not yet in the database
}

// New returns a Connect.
func New(cfg Config) *Connect {
	c := &Connect{
		db: cfg.DB, box: cfg.Box, now: cfg.Now, http: cfg.HTTP,
		node: cfg.Node, log: cfg.Log, sleep: cfg.Sleep, random: cfg.Random,
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	if c.random == nil {
		c.random = rand.Float64
	}
	if c.node == "" || c.db.Engine() != store.SQLite {
		// Several processes may have the name; on SQLite there is only one,
		// which may take over what the one before it held.
		c.node += "/" + crand.Text()
	}
	c.counts.write = c.writeCounts
	return c
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Client returns a client of WeChat for an account, on behalf of the spender.
// It is cheap: make one where it is needed and keep none.
//
// Each call through it spends the account's quota. A call is refused before
// it is made with [tuwen.Internal] inside a transaction, and with
// [tuwen.Exhausted]: quota.reserve, where a job would spend what is kept for
// people; quota.used_up, where nothing is left today; quota.blocked, where
// WeChat said so itself, with resume_at among the params. Give the error of a
// call to [Connect.Translate].
//
// An unknown account is [tuwen.NotFound].
func (c *Connect) Client(ctx context.Context, appID string, as tuwen.Spender) (*wechat.Client, error) {
	a, err := c.account(ctx, appID)
	if err != nil {
		return nil, err
	}
	return c.client(a, as), nil
}

func (c *Connect) client(a *tuwen.Account, as tuwen.Spender) *wechat.Client {
	return wechat.New(wechat.Config{
		BaseURL: a.APIBaseURL,
		HTTP:    c.http,
		Token: func(ctx context.Context) (string, error) {
			t, err := c.token(ctx, a)
			return t.text, err
		},
		Refresh: func(ctx context.Context, rejected string) (string, error) {
			t, err := c.replace(ctx, a, rejected)
			return t.text, err
		},
		OnCall: func(ctx context.Context, path string) error { return c.spend(ctx, a, path, as) },
	})
}

// bare returns a client that needs no token: to ask for one.
func (c *Connect) bare(a *tuwen.Account) *wechat.Client {
	return wechat.New(wechat.Config{
		BaseURL: a.APIBaseURL,
		HTTP:    c.http,
		OnCall:  func(ctx context.Context, path string) error { return c.spend(ctx, a, path, tuwen.ByPerson) },
	})
}

func (c *Connect) account(ctx context.Context, appID string) (*tuwen.Account, error) {
	if store.InTx(ctx) {
		return nil, errInTx
	}
	var a tuwen.Account
	err := c.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		a, err = tx.Accounts.ByID(ctx, appID)
		return err
	})
	return &a, err
}

var errInTx = tuwen.Errorf(tuwen.Internal, "connect.in_transaction", "WeChat is not called inside a transaction")
