package journey

import (
	"context"
	"maps"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// usesEvery is how often it is looked which versions everybody has left, by
// the engine's clock.
const usesEvery = time.Minute

// free gives free what only versions use that everybody has left. Which
// versions people were in is remembered, so that nothing is written where that
// is as before; after a start each journey is written once.
func (e *Engine) free(ctx context.Context) error {
	now := e.now()
	if since := now.Sub(e.freed); since >= 0 && since < usesEvery {
		return nil
	}
	var all map[store.AccountItem]string
	err := e.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		all, err = tx.Journeys.Inhabited(ctx)
		return err
	})
	if err != nil {
		return err
	}
	e.freed = now
	maps.DeleteFunc(e.inhabited, func(k store.AccountItem, _ string) bool {
		_, ok := all[k]
		return !ok
	})
	for k, versions := range all {
		if before, ok := e.inhabited[k]; ok && before == versions {
			continue
		}
		err := e.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.Journeys.KeepUses(ctx, k) })
		if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
			return err
		}
		e.inhabited[k] = versions
	}
	return nil
}
