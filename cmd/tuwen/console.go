package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/inbox"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/journey"
	"github.com/tuwen/tuwen/internal/mirror"
	"github.com/tuwen/tuwen/internal/outbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// console is everything below the edges, opened for one process.
type console struct {
	db      *store.DB
	connect *connect.Connect
	jobs    *job.Jobs
	desk    *desk.Desk
	inbox   *inbox.Inbox
	journey *journey.Engine
	log     *slog.Logger
	key     []byte
}

// opening says how a console is opened.
type opening struct {
	settings  config.Settings
	setupCode string
	now       func() time.Time // nil: the system's clock
	log       io.Writer
	// works tells that this process works jobs; else it only reads, writes
	// and enqueues, beside one that does.
	works bool
	// keepEvents is how many days events and messages are kept; 0: for ever.
	keepEvents int
	// webhookPrivate lets webhooks lead to addresses inside the network.
	webhookPrivate bool
}

// open opens the database, brings it up to date where this process works it,
// checks the key and wires the packages.
func open(ctx context.Context, o opening) (*console, error) {
	key, err := o.settings.Key()
	if err != nil {
		return nil, err
	}
	box, err := connect.NewBox(key)
	if err != nil {
		return nil, err
	}
	log := logger(o.log, o.settings)
	db, err := store.Open(ctx, store.Config{URL: o.settings.Database(), Log: log, Beside: !o.works})
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	c := &console{db: db, log: log, key: key}
	if err := c.wire(ctx, o, box); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return c, nil
}

func (c *console) wire(ctx context.Context, o opening, box *connect.Box) error {
	if o.works {
		if err := migrate(ctx, c.db); err != nil {
			return err
		}
	}
	if err := checkKey(ctx, c.db, box); err != nil {
		return err
	}
	node, err := os.Hostname()
	if err != nil {
		node = "tuwen"
	}
	cfg := job.Config{DB: c.db, Node: node, Now: o.now, Log: c.log}
	var out *outbox.Outbox
	if o.works {
		cfg.Workers, cfg.Periodic = river.NewWorkers(), append(mirror.Periodic(), outbox.Periodic()...)
		cfg.Claimed = func(ctx context.Context, node string) error { return out.Begin(ctx, node) }
	}
	c.jobs, err = job.Open(ctx, cfg)
	if err != nil {
		return err
	}
	c.connect = connect.New(connect.Config{DB: c.db, Box: box, Now: o.now, Node: node, Log: c.log})
	m := mirror.New(mirror.Config{DB: c.db, Connect: c.connect, Jobs: c.jobs, Now: o.now, Log: c.log, Hash: c.contactHash})
	out = outbox.New(outbox.Config{
		DB: c.db, Connect: c.connect, Jobs: c.jobs, Now: o.now, Log: c.log, KeepEvents: o.keepEvents,
		PrivateWebhooks: o.webhookPrivate,
		Secret: func(appID string, sealed tuwen.Sealed) ([]byte, error) {
			return box.Open(appID, connect.FieldWebhookSecret, sealed)
		},
	})
	c.journey = journey.New(journey.Config{DB: c.db, Jobs: c.jobs, Now: o.now, Log: c.log})
	if o.works { // the one table of job kinds
		m.Register(cfg.Workers)
		out.Register(cfg.Workers)
	}
	c.inbox = inbox.New(inbox.Config{
		DB: c.db, Jobs: c.jobs, Secrets: box.PushSecrets, Hash: c.contactHash, Now: o.now, Log: c.log,
	})
	c.desk = desk.New(desk.Config{
		DB: c.db, Box: box, Connect: c.connect, Mirror: m, Jobs: c.jobs, Now: o.now, Log: c.log,
		SetupCode:  o.setupCode,
		PictureDir: filepath.Join(o.settings.DataDir, "pictures"),
	})
	return nil
}

// migrate brings the console's tables and River's up to date.
func migrate(ctx context.Context, db *store.DB) error {
	if err := db.Migrate(ctx); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	return job.Migrate(ctx, db)
}

// contactHash is what stays of an openid when its contact is erased.
func (c *console) contactHash(appID, openID string) string {
	return hex.EncodeToString(derive(derive(c.key, "contacts"), appID+"/"+openID)[:16])
}

// work runs the indexer, the jobs, the keeping of pushes and the journeys until
// ctx ends, and returns when all in hand was finished or given back.
func (c *console) work(ctx context.Context) error {
	return all(ctx, c.db.Run, c.jobs.Run, c.inbox.Run, c.journey.Run)
}

// close writes what was counted and closes the database.
func (c *console) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(c.connect.Settle(ctx), c.db.Close())
}

// all runs functions side by side; when one fails the others are told to
// end. It returns when all have.
func all(ctx context.Context, runs ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	errs := make([]error, len(runs))
	for i, run := range runs {
		wg.Go(func() {
			if err := run(ctx); err != nil {
				if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
					errs[i] = err
				}
				cancel()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// beside opens the console for a short command, next to a server that may be
// running.
func beside(ctx context.Context, s config.Settings, io streams, do func(*console) error) error {
	if !s.Postgres() {
		if _, err := os.Stat(filepath.Join(s.DataDir, "tuwen.db")); err != nil {
			// Nothing is served from here yet: make the database first.
			if err := (migrateCommand{Settings: s}).Run(ctx, streams{out: discard, err: io.err}); err != nil {
				return err
			}
		}
	}
	c, err := open(ctx, opening{settings: s, log: io.err})
	if err != nil {
		return err
	}
	return errors.Join(do(c), c.close(ctx))
}

var discard = io.Discard

// keySetting holds a text sealed with the key, by which a wrong key is known
// before it is used.
const keySetting = "key_check"

// checkKey makes sure that the key opens what the database holds.
func checkKey(ctx context.Context, db *store.DB, box *connect.Box) error {
	var kept string
	err := db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		kept, err = tx.Settings.Get(ctx, keySetting)
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		sealed := base64.StdEncoding.EncodeToString(box.Seal("", keySetting, []byte(keySetting)))
		return db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.Settings.Put(ctx, keySetting, sealed)
		})
	}
	if err != nil {
		return fmt.Errorf("check the key: %w", err)
	}
	sealed, err := base64.StdEncoding.DecodeString(kept)
	if err == nil {
		_, err = box.Open("", keySetting, tuwen.Sealed(sealed))
	}
	if err != nil {
		return fmt.Errorf("this key does not open this database: give the key it was made with, as %s in the data folder or as TUWEN_SECRET_KEY", config.KeyFile)
	}
	return nil
}
