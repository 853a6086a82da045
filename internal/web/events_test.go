package web_test

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"

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
