package testkit

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/inbox"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/outbox"
	"github.com/tuwen/tuwen/internal/store"
)

// Node is a process of its own that works jobs as serve does, for tests that
// kill it.
type Node struct {
	DB   *store.DB
	Jobs *job.Jobs
	Log  *slog.Logger // to the process's standard error, from warnings up

	box *connect.Box
	now func() time.Time
}

// NodeConfig says which node of which console.
type NodeConfig struct {
	Database string
	Box      *connect.Box
	Name     string
	Now      func() time.Time // nil is the system's clock
}

// OpenNode opens a node. It works nothing before [Node.Run], which closes it.
func OpenNode(ctx context.Context, c NodeConfig) (*Node, error) {
	n := &Node{box: c.Box, now: c.Now, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	var err error
	if n.DB, err = store.Open(ctx, store.Config{URL: c.Database}); err != nil {
		return nil, err
	}
	workers := river.NewWorkers()
	var out *outbox.Outbox
	n.Jobs, err = job.Open(ctx, job.Config{
		DB: n.DB, Workers: workers, Periodic: outbox.Periodic(), Node: c.Name, Now: c.Now, Log: n.Log,
		Claimed: func(ctx context.Context, name string) error { return out.Begin(ctx, name) },
	})
	if err != nil {
		return nil, errors.Join(err, n.DB.Close())
	}
	out = outbox.New(outbox.Config{
		DB: n.DB, Connect: connect.New(connect.Config{DB: n.DB, Box: c.Box, Node: c.Name, Now: c.Now, Log: n.Log}),
		Jobs: n.Jobs, Now: c.Now, Log: n.Log,
	})
	out.Register(workers)
	return n, nil
}

// Run works jobs, and what else is given, until ctx ends.
func (n *Node) Run(ctx context.Context, works ...func(context.Context) error) error {
	works = append(works, n.Jobs.Run)
	errs := make([]error, len(works))
	var running sync.WaitGroup
	for i, work := range works {
		running.Go(func() { errs[i] = work(ctx) })
	}
	running.Wait()
	return errors.Join(append(errs, n.DB.Close())...)
}

// RunWithPushes is Run, and takes pushes at an address.
func (n *Node) RunWithPushes(ctx context.Context, listen string) error {
	in := inbox.New(inbox.Config{DB: n.DB, Jobs: n.Jobs, Secrets: n.box.PushSecrets, Hash: Hash, Now: n.now, Log: n.Log})
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return errors.Join(err, n.DB.Close())
	}
	mux := http.NewServeMux()
	mux.Handle("POST /callback/{app_id}", in)
	server := &http.Server{Handler: mux}
	return n.Run(ctx, in.Run, func(context.Context) error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	}, func(ctx context.Context) error {
		<-ctx.Done()
		return server.Shutdown(context.WithoutCancel(ctx))
	})
}
