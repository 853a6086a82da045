package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// event is a server-sent event of a run.
type event struct {
	name string
	run  tuwen.SyncRun
}

// readEvents reads a stream until it ends.
func readEvents(r io.Reader) <-chan event {
	out := make(chan event, 100)
	go func() {
		defer close(out)
		var e event
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch field {
			case "event":
				e.name = value
			case "data":
				_ = json.Unmarshal([]byte(value), &e.run)
			case "":
				if e.name != "" {
					out <- e
				}
				e = event{}
			}
		}
	}()
	return out
}

func TestSyncStreamEndsWithTheSession(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 100, 0))
	c.Sandbox.SetLatency(50 * time.Millisecond)
	b := c.Operator(tuwen.Operates)
	run := testkit.JSON[tuwen.SyncRun](t, b.Must(http.StatusAccepted, "POST", account+"/syncs", map[string]any{"mode": "full"}))
	b.Must(http.StatusOK, "POST", account+"/syncs/"+run.ID+"/pause", nil)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	resp := b.Open(ctx, "GET", account+"/syncs/"+run.ID+"/events", nil)
	defer func() { _ = resp.Body.Close() }()
	if got := resp.Header.Get("X-Accel-Buffering"); got != "no" {
		t.Errorf("X-Accel-Buffering is %q", got)
	}
	events := readEvents(resp.Body)
	if first := <-events; first.name != "run" || first.run.ID != run.ID {
		t.Fatalf("first came %+v", first)
	}
	b.Must(http.StatusNoContent, "DELETE", "/sessions", nil)
	for e := range events {
		if e.name == "ended" {
			t.Error("the run ended")
		}
	}
	if ctx.Err() != nil {
		t.Error("the stream outlived the session")
	}
}

func TestSyncStreamTellsTheRunToItsEnd(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 65, 0))
	b := c.Operator(tuwen.Operates)
	run := testkit.JSON[tuwen.SyncRun](t, b.Must(http.StatusAccepted, "POST", account+"/syncs", map[string]any{"mode": "full"}))
	resp := b.Open(t.Context(), "GET", account+"/syncs/"+run.ID+"/events", nil)
	defer func() { _ = resp.Body.Close() }()
	var last event
	var got tuwen.SyncRun
	for e := range readEvents(resp.Body) {
		if e.name == "run" {
			got = e.run
		}
		last = e
	}
	if last.name != "ended" || got.State != tuwen.SyncFinished || got.Added != 65 {
		t.Errorf("the last event is %q, the last run %+v", last.name, got)
	}
	b.Must(http.StatusNotFound, "GET", account+"/syncs/unknown/events", nil)
	c.Stranger().Must(http.StatusUnauthorized, "GET", account+"/syncs/"+run.ID+"/events", nil)
}
