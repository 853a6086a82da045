package store

import (
	"context"
	"fmt"
	"math"
	"time"
)

// Run is the indexer: it makes the bodies of staged materials findable, in
// transactions of a few milliseconds, until ctx ends. Every process that
// serves or syncs runs it once; several may run at once.
func (db *DB) Run(ctx context.Context) error {
	tick := time.NewTicker(indexPause)
	defer tick.Stop()
	for {
		if err := (indexer{db: db, behind: true}).work(ctx); err != nil && ctx.Err() == nil {
			db.log.WarnContext(ctx, "index bodies for the search", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-db.staged:
		case <-tick.C: // what another process staged
		}
	}
}

// indexPause is how long bodies that another process staged may wait.
const indexPause = 15 * time.Second

// indexRead is how many documents are read at once, indexTokens about how
// many tokens one transaction writes.
const (
	indexRead   = 20
	indexTokens = 6000
)

// mergeSteps is how many steps of tidying up follow a transaction while more
// documents wait: about what is needed for not falling behind.
const mergeSteps = 2

// Index makes the bodies of everything staged findable, and returns when
// nothing is left.
func (db *DB) Index(ctx context.Context) error {
	return indexer{db: db}.work(ctx)
}

// indexer puts staged bodies into the search index.
type indexer struct {
	db *DB
	// behind makes it step back behind whoever else writes: somebody waits for
	// a page of a sync or the answer to a push, nobody for a body to be found.
	behind bool
}

// Where somebody else wrote so lately, an indexer that steps back rests for
// restFactor times as long as its transaction took.
const (
	lately     = 200 * time.Millisecond
	restFactor = 12
)

// write is [DB.Write], with a rest after it where others write.
func (x indexer) write(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	began := time.Now()
	if err := x.db.retry(ctx, f); err != nil {
		return err
	}
	now := time.Now()
	if !x.behind || now.Sub(time.Unix(0, x.db.wrote.Load())) > lately {
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(restFactor * now.Sub(began)):
		return nil
	}
}

func (x indexer) work(ctx context.Context) error {
	wrote := false
	for {
		left, err := x.indexSome(ctx)
		if err != nil {
			return err
		}
		if !left {
			break
		}
		wrote = true
	}
	if !wrote {
		return nil
	}
	return x.merge(ctx, math.MaxInt)
}

// merge tidies the search index up, in at most so many steps.
func (x indexer) merge(ctx context.Context, steps int) error {
	for more := true; more && steps > 0; steps-- {
		if err := x.write(ctx, func(ctx context.Context, tx *Tx) (err error) {
			more, err = tx.dialect.merge(ctx, tx.sql)
			return err
		}); err != nil {
			return fmt.Errorf("tidy up the search index: %w", err)
		}
	}
	return nil
}

// readyDoc is a document with its bodies, and the version it was read at.
type readyDoc struct {
	document
	version int64
}

func (x indexer) indexSome(ctx context.Context) (left bool, err error) {
	ready, err := x.db.readStaged(ctx)
	if err != nil {
		return false, fmt.Errorf("read staged bodies: %w", err)
	}
	for rest := ready; len(rest) > 0; {
		n, tokens := 0, 0
		for n < len(rest) && (n == 0 || tokens+len(rest[n].tokens) <= indexTokens) {
			tokens += len(rest[n].tokens)
			n++
		}
		if err := x.write(ctx, func(ctx context.Context, tx *Tx) error { return tx.dialect.settle(ctx, tx, rest[:n]) }); err != nil {
			return false, fmt.Errorf("index staged bodies: %w", err)
		}
		if x.db.Engine() == SQLite {
			if err := x.merge(ctx, mergeSteps); err != nil {
				return false, err
			}
		}
		rest = rest[n:]
	}
	return len(ready) > 0, nil
}

// readStaged reads and splits the newest of what is staged, before the
// transaction that writes it.
func (db *DB) readStaged(ctx context.Context) (ready []readyDoc, err error) {
	err = db.Read(ctx, func(ctx context.Context, tx *Tx) error {
		ready = nil
		rows, err := tx.q.PendingDocs(ctx, indexRead)
		if err != nil {
			return err
		}
		byAccount := map[string][]string{}
		for _, r := range rows {
			byAccount[r.AppID] = append(byAccount[r.AppID], r.MediaID)
		}
		for appID, ids := range byAccount {
			docs, err := tx.loadDocs(ctx, appID, ids, always)
			if err != nil {
				return err
			}
			for _, d := range docs {
				ready = append(ready, readyDoc{document{d.id, d.tokens(appID)}, d.version})
			}
		}
		return nil
	})
	return ready, err
}
