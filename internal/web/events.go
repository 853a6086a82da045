package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// SyncEnded is the last event of a run that has come to its end.
type SyncEnded struct {
	State tuwen.SyncState `json:"state"`
}

const (
	// watchEvery is how often a watched run's row is read: another node may
	// be the one that writes it.
	watchEvery = 500 * time.Millisecond
	// beatEvery keeps proxies from closing a quiet stream.
	beatEvery = 15 * time.Second
)

// syncEvents streams a run: "run" with the whole run whenever it changed,
// "ended" once it is finished, failed or canceled. The stream closes then,
// and as soon as the session it was opened in is no more.
func (a *api) syncEvents() {
	op := a.operation(route{id: "watch-sync", method: http.MethodGet, path: "/accounts/{app_id}/syncs/{id}/events",
		summary: "Server-sent events of a run: run with the SyncRun whenever it changed, at last ended with {state}"})
	op.Responses = map[string]*huma.Response{"200": {
		Description: "event: run, data: SyncRun; event: ended, data: SyncEnded",
		Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: "string"}}},
	}}
	huma.Register(a, op, func(ctx context.Context, in *OfSync) (*huma.StreamResponse, error) {
		run, err := a.desk.Syncs.ByID(ctx, actorOf(ctx), in.AppID, in.ID)
		if err != nil {
			return nil, problemOf(ctx, a.log, err)
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			r, w := humago.Unwrap(hc)
			a.stream(r, newEventWriter(w), run)
		}}, nil
	})
}

// stream sends the run until it ends or the watcher may not watch any more.
func (a *api) stream(r *http.Request, to *eventWriter, run tuwen.SyncRun) {
	ctx := r.Context()
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	sent, beat := tuwen.SyncRun{}, time.Now()
	for {
		if changed(sent, run) {
			if to.send("run", run) != nil {
				return
			}
			sent, beat = run, time.Now()
		}
		if !run.State.Active() {
			_ = to.send("ended", SyncEnded{State: run.State})
			return
		}
		if time.Since(beat) > beatEvery {
			if to.comment() != nil {
				return
			}
			beat = time.Now()
		}
		select {
		case <-ctx.Done():
			return
		case <-a.stopping:
			return
		case <-tick.C:
		}
		if !a.sessions.alive(r) {
			return
		}
		var err error
		if run, err = a.desk.Syncs.ByID(ctx, actorOf(ctx), run.AppID, run.ID); err != nil {
			return
		}
	}
}

func changed(a, b tuwen.SyncRun) bool {
	return a.ID != b.ID || a.State != b.State || !a.UpdatedAt.Equal(b.UpdatedAt) || a.Fetched != b.Fetched || a.Calls != b.Calls
}

// eventWriter writes server-sent events, each within a few seconds or never.
type eventWriter struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func newEventWriter(w http.ResponseWriter) *eventWriter {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	return &eventWriter{w: w, c: http.NewResponseController(w)}
}

func (e *eventWriter) send(event string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return e.write(fmt.Sprintf("event: %s\ndata: %s\n\n", event, b))
}

func (e *eventWriter) comment() error { return e.write(": still here\n\n") }

func (e *eventWriter) write(s string) error {
	// A writer without deadlines is a test's.
	_ = e.c.SetWriteDeadline(time.Now().Add(10 * time.Second))
	if _, err := e.w.Write([]byte(s)); err != nil {
		return err
	}
	return e.c.Flush()
}
