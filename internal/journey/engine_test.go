package journey_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/journey"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// engineCounting is another node's, which adds up whom it moved.
func (e *env) engineCounting(db *store.DB, jobs *job.Jobs, people *int) *journey.Engine {
	return journey.New(journey.Config{DB: db, Jobs: jobs, Now: e.clock.Now, Moved: func(n int, _ time.Duration) { *people += n }})
}

func chunks(all []string, n int) iter.Seq[[]string] { return slices.Chunk(all, n) }

func TestAllWaitsComeDueOldestFirstWhenTheClockIsMovedByThreeDays(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		e.start(1, course(2), nil)
		openIDs := e.followers(3, true)
		for _, openID := range openIDs[:2] {
			e.writes(openID)
		}
		e.enter(1, openIDs...)
		e.settle()
		e.work()
		e.want("inside", e.journey().Counts, tuwen.JourneyCounts{Entered: 3, Inside: 3, Sent: 2, Unsent: 1})
		e.clock.Move(23 * time.Hour)
		e.settle()
		e.want("before the day is over", e.journey().Counts.Inside, 3)
		e.clock.Move(49 * time.Hour) // three days in all
		e.writes(openIDs[1])
		e.settle()
		e.work()
		all := e.enrollments()
		var reasons []string
		for i, in := range all {
			if in.State != tuwen.Finished || in.OpenID != openIDs[i] {
				e.t.Errorf("got %+v", in)
			}
			for _, m := range e.sentTo(in) {
				reasons = append(reasons, string(m.State)+" "+m.Reason)
				if m.State == tuwen.MessageSent && m.DoneAt.After(m.DueBy) {
					e.t.Errorf("sent outside its window: %+v", m)
				}
			}
		}
		// The window of the first is over, that of the second was opened anew.
		e.want("messages", reasons, []string{"sent ", "unsent late", "sent ", "sent ", "unsent window_closed", "unsent window_closed"})
		got := 0
		for _, openID := range openIDs {
			for _, m := range e.wx.Received(openID) {
				if !m.Passive {
					got++
				}
			}
		}
		e.want("messages that arrived", got, 3)
		e.want("the path of the second", e.path(all[1].ID), []string{
			"lesson1 entered", "lesson1 sent", "lesson1 passed", "wait1 entered", "wait1 waits",
			"wait1 passed", "lesson2 entered", "lesson2 sent", "lesson2 passed", "lesson2 finished",
		})
		e.want("at the end", e.journey().Counts, tuwen.JourneyCounts{Entered: 3, Finished: 3, Sent: 3, Unsent: 3})
	})
}

// order is in which order people were moved: the ids of their messages tell.
func (e *env) order() (openIDs []string) {
	e.t.Helper()
	rows, err := e.db.SQL().QueryContext(e.t.Context(), "SELECT openid FROM enrollments ORDER BY ended_at, entered_at")
	e.must(err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var openID string
		e.must(rows.Scan(&openID))
		openIDs = append(openIDs, openID)
	}
	e.must(rows.Err())
	return openIDs
}

func TestWhoeverWasDueFirstIsMovedFirst(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		e.start(1, course(1), nil)
		openIDs := e.followers(700, false)
		// The last come first.
		for i := 600; i >= 0; i -= 100 {
			e.clock.Move(time.Second)
			e.enter(1, openIDs[i:i+100]...)
		}
		for more := true; more; {
			var err error
			more, err = e.Step(e.t.Context())
			e.must(err)
			e.clock.Move(time.Millisecond) // so that it can be told which batch came first
		}
		order := e.order()
		for i, at := 0, 600; at >= 0; i, at = i+100, at-100 {
			if !slices.Equal(order[i:i+100], openIDs[at:at+100]) {
				e.t.Fatalf("the people from %d on came out of turn", at)
			}
		}
		if len(e.batches) < 2 {
			e.t.Errorf("all %d were moved at once", e.batches)
		}
	})
}

func TestWhoIsInsideFinishesOnTheVersionThatWasEntered(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		e.start(1, course(2), nil)
		openIDs := e.followers(1002, false)
		e.enter(1, openIDs[:1000]...)
		e.settle()
		// All is new in the second version but the name of the first step.
		g := course(1)
		g.Steps[0].Exits[0].To = "thanks"
		g.Steps = append(g.Steps, tuwen.Step{ID: "thanks", Kind: tuwen.StepEnd})
		e.start(2, g, nil)
		e.clock.Move(time.Second)
		e.enter(2, openIDs[1000:]...)
		e.settle()
		e.want("versions that people are in", read(e, func(ctx context.Context, tx *store.Tx) ([]int, error) {
			return tx.Journeys.Versions(ctx, appID, id)
		}), []int{1})
		e.clock.Move(24 * time.Hour)
		e.settle()
		all := e.enrollments()
		for i, in := range all {
			version, last := 1, "lesson2"
			if i >= 1000 {
				version, last = 2, "thanks"
			}
			if in.Version != version || in.StepID != last || in.State != tuwen.Finished {
				e.t.Fatalf("number %d: got %+v", i, in)
			}
		}
		e.want("the path of an old one", e.path(all[0].ID), []string{
			"lesson1 entered", "lesson1 unsent", "lesson1 passed", "wait1 entered", "wait1 waits",
			"wait1 passed", "lesson2 entered", "lesson2 unsent", "lesson2 passed", "lesson2 finished",
		})
		e.want("the path of a new one", e.path(all[1001].ID), []string{
			"lesson1 entered", "lesson1 unsent", "lesson1 passed", "thanks entered", "thanks finished",
		})
		e.want("counts", e.journey().Counts, tuwen.JourneyCounts{Entered: 1002, Finished: 1002, Unsent: 2002})
	})
}

func TestWhatOnlyAFormerVersionUsesIsFreeWhenTheLastHasLeftIt(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		uses := func() int {
			return len(read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.UsedBy, error) {
				return tx.Tags.UsedBy(ctx, appID, 100)
			}))
		}
		e.start(1, loyal(), nil)
		e.enter(1, e.followers(2, false)...)
		e.settle()
		e.start(2, course(1), nil)
		e.clock.Move(time.Hour)
		e.settle()
		e.want("the uses while two are inside", uses(), 1)
		e.clock.Move(3 * 24 * time.Hour)
		for range 3 { // each wait begins when the one before is over
			e.settle()
			e.clock.Move(3 * 24 * time.Hour)
		}
		e.settle()
		e.want("finished", e.journey().Counts.Finished, 2)
		e.want("the uses when they have left", uses(), 0)
	})
}

func TestOfAPausedJourneyNobodyMovesAndAStoppedOneIsEmptied(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		e.start(1, course(2), nil)
		openIDs := e.followers(500, false)
		e.enter(1, openIDs[:450]...)
		e.settle()
		e.set(func(j *tuwen.Journey) { j.State = tuwen.JourneyPaused })
		e.clock.Move(48 * time.Hour)
		e.settle()
		e.want("while it is paused", e.journey().Counts.Inside, 450)
		e.set(func(j *tuwen.Journey) { j.State = tuwen.JourneyRunning })
		e.settle()
		e.want("when it runs again", e.journey().Counts.Finished, 450)
		e.enter(1, openIDs[450:]...)
		e.settle()
		e.clock.Move(time.Minute)
		e.write(func(ctx context.Context, tx *store.Tx) error { return tx.Journeys.Stop(ctx, appID, id, e.clock.Now()) })
		e.settle()
		e.want("when it was stopped", e.journey().Counts, tuwen.JourneyCounts{Entered: 500, Finished: 450, Dropped: 50, Unsent: 950})
		e.want("what is left to be done", e.count("SELECT count(*) FROM enrollments WHERE next_at > 0"), 0)
	})
}

func TestAScheduleTakesInEverybodyOnceAndGoesOnAfterAPause(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		openIDs := e.followers(1250, false)
		e.write(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Tags.Put(ctx, appID, tuwen.Tag{ID: 100, Name: "会员"}); err != nil {
				return err
			}
			return tx.Contacts.Tag(ctx, appID, 100, openIDs[:450])
		})
		g := course(1)
		g.Reentry = tuwen.Reentry{Kind: tuwen.ReentryAlways}
		g.Trigger = tuwen.Trigger{Kind: tuwen.TriggerSchedule, Repeat: tuwen.RepeatDaily, Time: "12:00"}
		first, ok := g.Trigger.NextRun(e.clock.Now())
		if !ok {
			e.t.Fatal("there is no run")
		}
		e.start(1, g, &first)
		e.settle()
		e.want("before its time", e.journey().Counts.Entered, 0)
		e.clock.Set(first)
		_, err := e.Step(e.t.Context())
		e.must(err)
		if n := e.journey().Counts.Entered; n == 0 || n >= 1250 {
			e.t.Errorf("%d entered in one slice", n)
		}
		e.set(func(j *tuwen.Journey) { j.State, j.NextRunAt = tuwen.JourneyPaused, nil })
		e.settle()
		if n := e.journey().Counts.Entered; n >= 1250 {
			e.t.Errorf("%d entered while it was paused", n)
		}
		e.set(func(j *tuwen.Journey) { j.State = tuwen.JourneyRunning })
		e.settle()
		j := e.journey()
		e.want("after the run", j.Counts, tuwen.JourneyCounts{Entered: 1250, Finished: 1250, Unsent: 1250})
		next := first.AddDate(0, 0, 1)
		e.want("the next run", j.NextRunAt, &next)

		g.Trigger.TagID = 100
		e.start(2, g, &next)
		e.clock.Set(next.AddDate(0, 0, 3)) // three days late: once
		e.settle()
		e.want("those of a tag", e.journey().Counts.Entered, 1700)
		g.Reentry.Kind = tuwen.ReentryNever
		e.start(3, g, new(e.clock.Now()))
		e.settle()
		e.want("who was in it before", e.journey().Counts.Entered, 1700)
	})
}

func TestARunOfAScheduleTakesInAMillionPeopleAtTheMost(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		e.followers(5, false)
		g := course(1)
		g.Trigger = tuwen.Trigger{Kind: tuwen.TriggerSchedule, Repeat: tuwen.RepeatDaily, Time: "12:00"}
		first, ok := g.Trigger.NextRun(e.clock.Now())
		if !ok {
			e.t.Fatal("there is no run")
		}
		e.start(1, g, &first)
		e.write(func(ctx context.Context, tx *store.Tx) error {
			return tx.Journeys.PutRun(ctx, store.ScheduledRun{AppID: appID, ID: id, Run: store.RunProgress{Entered: 1_000_000 - 2}})
		})
		e.clock.Set(first)
		e.settle()
		j := e.journey()
		e.want("who entered", j.Counts.Entered, 2)
		next := first.AddDate(0, 0, 1)
		e.want("the next run", j.NextRunAt, &next)
	})
}

func TestABranchLooksAtTagsThatWereJustGivenAndAtThePast(t *testing.T) {
	t.Parallel()
	each(t, func(e *env) {
		exit := func(id, to string, when *tuwen.Condition) tuwen.Exit { return tuwen.Exit{ID: id, To: to, When: when} }
		wrote := &tuwen.Condition{Kind: tuwen.ConditionEvent, Event: &tuwen.EventFilter{Kind: tuwen.EventMessage, Text: "茶", Days: 7}}
		tagged := &tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{100}}
		e.start(1, tuwen.Graph{
			Trigger: tuwen.Trigger{Kind: tuwen.TriggerAPI}, First: "give", Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever},
			Steps: []tuwen.Step{
				{ID: "give", Kind: tuwen.StepTag, TagID: 100, Exits: []tuwen.Exit{exit("next", "day", nil)}},
				{ID: "day", Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 86400}, Exits: []tuwen.Exit{exit("next", "has", nil)}},
				{ID: "has", Kind: tuwen.StepBranch, Exits: []tuwen.Exit{exit("yes", "wrote", tagged), exit("no", "out", nil)}},
				{ID: "wrote", Kind: tuwen.StepBranch, Exits: []tuwen.Exit{exit("yes", "tea", wrote), exit("no", "out", nil)}},
				{ID: "tea", Kind: tuwen.StepEnd}, {ID: "out", Kind: tuwen.StepEnd},
			},
		}, nil)
		openIDs := e.followers(2, false)
		e.enter(1, openIDs...)
		e.settle()
		e.write(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Events.Put(ctx, []store.EventRow{{AppID: appID, DedupeKey: "1", Event: tuwen.Event{
				OpenID: openIDs[1], Kind: tuwen.EventMessage, Text: "我要茶", At: e.clock.Now(), ReceivedAt: e.clock.Now(),
			}}})
			return err
		})
		e.clock.Move(24 * time.Hour)
		e.settle()
		all := e.enrollments()
		e.want("where they ended", []string{all[0].StepID, all[1].StepID}, []string{"out", "tea"})
		e.want("tags to be given at WeChat", read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.TagProgress, error) {
			return tx.TagChanges.Progress(ctx, appID)
		}), []tuwen.TagProgress{{TagID: 100, Waiting: 2}})
	})
}

func TestTwoNodesMoveEverybodyOnce(t *testing.T) {
	t.Parallel()
	if len(testkit.Engines()) < 2 {
		t.Skip("several nodes need PostgreSQL")
	}
	address := testkit.StoreURL(t, store.Postgres)
	e := newEnv(t, testkit.OpenStore(t, address))
	e.start(1, course(3), nil)
	const people = 3000
	e.enter(1, e.followers(people, false)...)
	for range 3 {
		var nodes sync.WaitGroup
		worked := make([]int, 2)
		for n := range worked {
			db := testkit.OpenStore(t, address)
			jobs, err := job.Open(t.Context(), job.Config{DB: db, Now: e.clock.Now})
			e.must(err)
			node := e.engineCounting(db, jobs, &worked[n])
			nodes.Go(func() {
				for idle := 0; idle < 3; {
					more, err := node.Step(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					if idle++; more {
						idle = 0
					}
				}
			})
		}
		nodes.Wait()
		t.Logf("the nodes moved %d", worked)
		if worked[0]+worked[1] != people {
			t.Errorf("%d were moved, want %d", worked[0]+worked[1], people)
		}
		e.clock.Move(24 * time.Hour)
	}
	e.want("counts", e.journey().Counts, tuwen.JourneyCounts{Entered: people, Finished: people, Unsent: 3 * people})
	e.want("messages", e.count("SELECT count(*) FROM messages"), 3*people)
	e.want("messages of a step to somebody", e.count(`SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM messages
		GROUP BY enrollment_id, step_id) m`), 1)
	for i, in := range e.enrollments() {
		if i%100 == 0 {
			e.want(fmt.Sprint("the path of number ", i), len(e.path(in.ID)), 16)
		}
	}
}
