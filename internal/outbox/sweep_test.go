package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// claim leaves the next message of a job as a node leaves it that dies before
// it knows what WeChat says.
func (e *env) claim(t testing.TB, node string, replies ...tuwen.Reply) (outcomes func() []string) {
	t.Helper()
	args := e.plan(t, replies...)
	m, err := e.Claim(t.Context(), args, node, e.openID)
	must(t, err)
	if m.ID == "" {
		t.Fatal("nothing was claimed")
	}
	return func() []string { return e.outcomes(t, args) }
}

func TestNodeThatStartsGivesUpWhatItWasSending(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		mine := e.claim(t, "node-a", texts(2)...)
		e.openID = e.follower(t, "周予安")
		e.writes(t)
		theirs := e.claim(t, "node-b", texts(1)...)
		must(t, e.Begin(t.Context(), "node-a"))
		wantSame(t, mine(), []string{"unknown crash", "planned"})
		want := []string{"sending"}
		if e.db.Engine() == store.SQLite {
			want = []string{"unknown crash"} // one process serves it: the others are dead
		}
		wantSame(t, theirs(), want)
		e.clock.Move(time.Minute)
		must(t, e.Sweep(t.Context()))
		wantSame(t, theirs(), want) // it may be alive
		e.clock.Move(time.Second)
		must(t, e.Sweep(t.Context()))
		wantSame(t, theirs(), []string{"unknown crash"})
		wantSame(t, e.wx.Calls(sendPath), 0)
	})
}

func TestWhatFollowsACutMessageGoesOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		cut := e.claim(t, "node-b", text("断"), text("续"))
		after := e.plan(t, text("又"))
		e.send(t, after) // node-b may be sending still
		wantSame(t, e.outcomes(t, after), []string{"planned"})
		e.clock.Move(4 * time.Minute)
		must(t, e.Sweep(t.Context()))
		wantSame(t, cut(), []string{"unknown crash", "planned"})
		wantSame(t, len(e.scheduled(t, "send_messages")), 1) // the contact's
		e.send(t, after)
		wantSame(t, append(cut(), e.outcomes(t, after)...), []string{"unknown crash", "sent", "sent"})
		wantSame(t, e.received(e.openID), []string{"续", "又"})
	})
}

func TestPlannedMessageWithoutAJobIsFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.taps(t)
		late := e.plan(t, text("一分钟"))
		e.writes(t)
		lost := e.plan(t, text("丢了"))
		must(t, e.Sweep(t.Context()))
		wantSame(t, len(e.scheduled(t, "send_messages")), 0)
		e.clock.Move(3*time.Minute + time.Second)
		must(t, e.Sweep(t.Context()))
		wantSame(t, append(e.outcomes(t, late), e.outcomes(t, lost)...), []string{"unsent late", "planned"})
		e.runJobs(t)
		e.await(t, func() bool { return e.outcomes(t, lost)[0] == "sent" })
		wantSame(t, e.received(e.openID), []string{"丢了"})
	})
}

// runJobs works jobs, as a serving node does, until the test ends.
func (e *env) runJobs(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- e.jobs.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run jobs: %v", err)
		}
	})
}

// await waits for what running jobs do.
func (e *env) await(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is not done in two minutes")
		}
	}
}

func TestRunningNodeSendsAndTriesAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.writes(t)
		gone := e.claim(t, "node-a", text("断"))
		args := e.plan(t, texts(3)...)
		e.write(t, func(ctx context.Context, tx *store.Tx) error { return e.jobs.Insert(ctx, tx, args, nil) })
		e.runJobs(t)
		e.await(t, func() bool { return e.outcomes(t, args)[2] == "sent" })
		wantSame(t, gone(), []string{"unknown crash"})
		wantSame(t, e.received(e.openID), []string{"0", "1", "2"})
	})
}

func TestNothingIsForgottenWhereAllIsToBeKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.keepEvents = 0
		e.node(t, "node-a")
		e.writes(t)
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Events.Put(ctx, []store.EventRow{{AppID: appID, DedupeKey: "1", Event: tuwen.Event{
				ID: store.EventID(e.clock.Now()), At: e.clock.Now(), ReceivedAt: e.clock.Now(), Kind: tuwen.EventMessage, OpenID: e.openID,
			}}})
			return err
		})
		args := e.plan(t, texts(1)...)
		e.send(t, args)
		e.clock.Move(10 * 365 * 24 * time.Hour)
		must(t, e.Purge(t.Context()))
		var events int
		must(t, e.db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM events").Scan(&events))
		wantSame(t, events, 1)
		wantSame(t, e.outcomes(t, args), []string{"sent"})
	})
}

func TestOldEventsAndMessagesAreForgotten(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		const old = 1203 // more than one transaction takes
		put := func(n int, openID string) {
			var rows []store.EventRow
			for i := range n {
				rows = append(rows, store.EventRow{AppID: appID, DedupeKey: fmt.Sprint(openID, i), Event: tuwen.Event{
					ID: store.EventID(e.clock.Now()), At: e.clock.Now(), ReceivedAt: e.clock.Now(), Kind: tuwen.EventMessage, OpenID: openID,
				}})
			}
			e.write(t, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Events.Put(ctx, rows)
				return err
			})
		}
		put(old, "oOld")
		e.writes(t)
		sent := e.plan(t, texts(1)...)
		e.send(t, sent)
		e.clock.Move(10 * 24 * time.Hour)
		put(3, "oNew")
		e.writes(t)
		kept := e.plan(t, texts(1)...)
		e.send(t, kept)
		count := func() (n int) {
			must(t, e.db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM events").Scan(&n))
			return n
		}
		e.clock.Move(80*24*time.Hour - time.Second)
		must(t, e.Purge(t.Context()))
		wantSame(t, count(), old+3)
		e.clock.Move(2 * time.Second)
		must(t, e.Purge(t.Context()))
		wantSame(t, count(), 3)
		wantSame(t, len(e.messages(t, sent)), 0)
		wantSame(t, e.outcomes(t, kept), []string{"sent"})
	})
}
