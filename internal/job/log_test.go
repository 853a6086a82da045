package job_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
)

// A short command stops its jobs in the second River waits before it looks
// after periodic ones.
func TestStoppingSoonIsNotLoggedAsAnError(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *store.DB) {
		var said bytes.Buffer
		for range 5 {
			worked := make(chan struct{}, 1)
			jobs := open(t, db, job.Config{
				Log: slog.New(slog.NewTextHandler(&said, nil)),
				Periodic: []*river.PeriodicJob{river.NewPeriodicJob(
					river.PeriodicInterval(time.Hour),
					func() (river.JobArgs, *river.InsertOpts) { return args{1}, nil },
					&river.PeriodicJobOpts{RunOnStart: true},
				)},
			}, func(context.Context, int) error {
				select {
				case worked <- struct{}{}:
				default:
				}
				return nil
			})
			stop := start(t, jobs)
			insert(t, db, jobs, 0, time.Now())
			<-worked
			stop()
		}
		if said.Len() > 0 {
			t.Errorf("it said %s", said.String())
		}
	})
}

func TestErrorsOfRiverAreLogged(t *testing.T) {
	t.Parallel()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		want bool
	}{
		{"stopped by its own end", over, context.Canceled, false},
		{"wrapped", over, errors.Join(errors.New("insert"), context.Canceled), false},
		{"another error at the end", over, errors.New("disk full"), true},
		{"somebody else's context", t.Context(), context.Canceled, true},
		{"too slow", over, context.DeadlineExceeded, true},
	} {
		var said bytes.Buffer
		log := slog.New(job.Quiet(slog.NewTextHandler(&said, nil)))
		log.ErrorContext(c.ctx, "it failed", "error", c.err.Error())
		if got := strings.Contains(said.String(), "it failed"); got != c.want {
			t.Errorf("%s: logged %t, want %t", c.name, got, c.want)
		}
	}
}
