package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/tuwen"
)

type syncCommand struct {
	config.Settings
	Account     string         `required:"" placeholder:"APPID" help:"The account's AppID."`
	Mode        tuwen.SyncMode `default:"incremental" enum:"full,incremental,followers" help:"full or incremental, of the history; or followers."`
	AcceptPause bool           `help:"Start a sync that today's quota does not suffice for: it pauses and goes on after the reset."`
}

// Run starts a run, or takes up the one that was interrupted, and watches it.
// Where no server runs it works the run itself; beside one it only enqueues.
func (c syncCommand) Run(ctx context.Context, io streams) error {
	con, err := open(ctx, opening{settings: c.Settings, log: io.err, works: true})
	works := err == nil
	if tuwen.CodeOf(err) == "store.locked" {
		con, err = open(ctx, opening{settings: c.Settings, log: io.err})
	}
	if err != nil {
		return err
	}
	if works {
		watching, stop := context.WithCancel(ctx) // the end of watching ends the work
		err = all(watching, con.work, func(ctx context.Context) error {
			defer stop()
			return c.watch(ctx, con, io)
		})
		stop()
	} else {
		err = c.watch(ctx, con, io)
	}
	return errors.Join(err, con.close(ctx))
}

func (c syncCommand) watch(ctx context.Context, con *console, io streams) error {
	run, err := c.start(ctx, con, io)
	if err != nil {
		return err
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(io.err), progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(24), progressbar.OptionSetPredictTime(false), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(200*time.Millisecond))
	tick := time.NewTicker(400 * time.Millisecond)
	defer tick.Stop()
	for run.State.Active() {
		show(bar, run)
		select {
		case <-ctx.Done():
		case <-tick.C:
			run, err = con.desk.Syncs.ByID(ctx, byHand, c.Account, run.ID)
		}
		if ctx.Err() != nil {
			_, _ = fmt.Fprintln(io.err, "\nstopped watching; the same command goes on where it stands")
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("look at the run: %w", err)
		}
	}
	_ = bar.Finish()
	return result(run, io)
}

// start returns the run to watch: the one that was interrupted, else a new
// one.
func (c syncCommand) start(ctx context.Context, con *console, io streams) (tuwen.SyncRun, error) {
	list := con.desk.Syncs.List
	if c.Mode == tuwen.Followers {
		list = con.desk.Syncs.ListFollowers
	}
	runs, err := list(ctx, byHand, c.Account, 1, "")
	if err != nil {
		return tuwen.SyncRun{}, fmt.Errorf("look for an interrupted run: %w", err)
	}
	if len(runs.Items) > 0 {
		last := runs.Items[0]
		interrupted := last.State.Active() || last.State == tuwen.SyncFailed
		if interrupted && last.Mode == c.Mode || last.State.Active() {
			_, _ = fmt.Fprintf(io.err, "taking up the %s run of %s\n", last.Mode, tuwen.Beijing(last.CreatedAt).Format("2006-01-02 15:04"))
			if last.State == tuwen.SyncFailed || last.PausedFor == "operator" {
				return con.desk.Syncs.Resume(ctx, byHand, c.Account, last.ID)
			}
			return last, nil
		}
	}
	run, err := con.desk.Syncs.Start(ctx, byHand, c.Account, c.Mode, c.AcceptPause)
	if err != nil {
		return run, fmt.Errorf("start the %s sync: %w", c.Mode, err)
	}
	return run, nil
}

func show(bar *progressbar.ProgressBar, run tuwen.SyncRun) {
	if run.Total > 0 {
		bar.ChangeMax(run.Total)
	}
	left, eta := "?", "?"
	if run.QuotaLeft != nil {
		left = strconv.Itoa(*run.QuotaLeft)
	}
	if run.ETASeconds != nil {
		eta = (time.Duration(*run.ETASeconds) * time.Second).String()
	}
	what, done := string(run.Mode), run.Fetched
	if run.Phase != "" {
		what += ", " + string(run.Phase)
	}
	if run.Phase == tuwen.PhaseDetails {
		done = min(run.Detailed, max(run.Total, 1))
	}
	text := fmt.Sprintf("%s · %d calls · %s left today · %s to go", what, run.Calls, left, eta)
	if run.State == tuwen.SyncPaused {
		text = "paused: " + run.PausedFor
		if run.ResumeAt != nil {
			text += ", goes on " + tuwen.Beijing(*run.ResumeAt).Format("2006-01-02 15:04") + " Beijing time"
		}
	}
	bar.Describe(text)
	_ = bar.Set(done)
}

func result(run tuwen.SyncRun, io streams) error {
	if run.Mode == tuwen.Followers {
		return followersResult(run, io)
	}
	_, err := fmt.Fprintf(io.out, "%s sync %s: %d of %d items; %d added, %d updated, %d restored, %d unchanged, %d gone; %d calls\n",
		run.Mode, run.State, run.Fetched, run.Total, run.Added, run.Updated, run.Restored, run.Unchanged, run.Gone, run.Calls)
	switch {
	case run.Error != nil:
		return fmt.Errorf("%s", run.Error.Detail)
	case run.Advice == "list_moving":
		_, err = fmt.Fprintln(io.out, "the list kept moving, so nothing was marked gone: sync fully again when nobody edits")
	case run.Advice == "count_differs":
		_, err = fmt.Fprintln(io.out, "WeChat holds another number of items than this copy: sync fully to find the difference")
	}
	return err
}

func followersResult(run tuwen.SyncRun, io streams) error {
	_, err := fmt.Fprintf(io.out, "followers sync %s: %d of %d followers; %d new, %d changed, %d unchanged, %d no longer follow; %d calls\n",
		run.State, run.Fetched, run.Total, run.Added, run.Updated, run.Unchanged, run.Gone, run.Calls)
	switch {
	case run.Error != nil:
		return fmt.Errorf("%s", run.Error.Detail)
	case run.Advice == "list_moving":
		_, err = fmt.Fprintln(io.out, "the list of followers broke off each time it was read: some may be missing; sync again later")
	}
	return err
}
