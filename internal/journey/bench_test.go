package journey_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/journey"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// BenchmarkJourneys measures 50,000 people who are due at once among 1,000,000
// who wait, or a twentieth of as many as TUWEN_BENCH_ENROLLMENTS says: looking
// who is due when nobody is; moving them through a branch into another wait;
// moving as many who are sent something; and, apart, the sending.
func BenchmarkJourneys(b *testing.B) {
	people, err := strconv.Atoi(cmp.Or(os.Getenv("TUWEN_BENCH_ENROLLMENTS"), "1000000"))
	if err != nil {
		b.Fatal(err)
	}
	for _, engine := range testkit.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			e := newEnv(b, testkit.OpenIdleStore(b, testkit.StoreURL(b, engine)))
			due := max(people/20, 1)
			e.clock.Set(time.Now().Add(-2 * time.Hour)) // moving takes it to about now
			e.start(1, loyal(), nil)
			e.wait(people, due)
			for b.Loop() {
				b.ReportMetric(e.idle(), "ms-idle")
				moved := e.measure(due)
				b.ReportMetric(float64(due)/moved.took.Seconds(), "people/s")
				b.ReportMetric(moved.p99, "ms-p99")
				sending := e.measure(due)
				b.ReportMetric(float64(due)/sending.took.Seconds(), "sending/s")
				b.ReportMetric(max(moved.memory, sending.memory), "MB")
				b.ReportMetric(e.sends(2000), "sends/s")
			}
		})
	}
}

// loyal is a journey that waits, looks at a tag, waits and sends.
func loyal() tuwen.Graph {
	tagged := &tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{100}}
	hour := &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 3600}
	return tuwen.Graph{
		Trigger: tuwen.Trigger{Kind: tuwen.TriggerAPI}, First: "begin", Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever},
		Steps: []tuwen.Step{
			{ID: "begin", Kind: tuwen.StepWait, Wait: hour, Exits: []tuwen.Exit{{ID: "next", To: "loyal"}}},
			{ID: "loyal", Kind: tuwen.StepBranch, Exits: []tuwen.Exit{{ID: "yes", To: "hour", When: tagged}, {ID: "no", To: "hour"}}},
			{ID: "hour", Kind: tuwen.StepWait, Wait: hour, Exits: []tuwen.Exit{{ID: "next", To: "thanks"}}},
			{ID: "thanks", Kind: tuwen.StepSend, Reply: &tuwen.Reply{Kind: tuwen.ReplyText, Text: "谢谢"}, Exits: []tuwen.Exit{{ID: "next", To: "last"}}},
			{ID: "last", Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 86400}, Exits: []tuwen.Exit{{ID: "next"}}},
		},
	}
}

// wait lets people wait at the first step, so many of them for an hour and the
// others for a year. Those of the hour have a window.
func (e *env) wait(people, due int) {
	e.t.Helper()
	began := time.Now()
	now := e.clock.Now()
	for done := 0; done < people; done += store.FollowersAtOnce {
		n := min(people-done, store.FollowersAtOnce)
		openIDs, moves := make([]string, n), make([]store.EnrollmentMove, n)
		var acts []store.Act
		for i := range n {
			openIDs[i] = fmt.Sprintf("oBench_%021d", done+i)
			next := now.AddDate(1, 0, 0)
			if done+i < due {
				next = now.Add(time.Hour)
				acts = append(acts, store.Act{AppID: appID, OpenID: openIDs[i], At: now, Window: tuwen.OpenWindow(tuwen.Incoming{Kind: tuwen.EventMessage, At: now})})
			}
			moves[i].Enrollment = tuwen.Enrollment{
				ID: store.EventID(now.Add(time.Duration(done-people) * time.Millisecond)), JourneyID: id, OpenID: openIDs[i], Version: 1,
				State: tuwen.Inside, StepID: "begin", EnteredAt: now, NextAt: &next, Waiting: true,
			}
		}
		e.write(func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.Contacts.PutFollowers(ctx, appID, openIDs, now); err != nil {
				return err
			}
			if err := tx.Contacts.Put(ctx, acts); err != nil {
				return err
			}
			_, err := tx.Enrollments.Apply(ctx, appID, moves, now)
			return err
		})
	}
	if e.db.Engine() == store.Postgres {
		_, err := e.db.SQL().ExecContext(e.t.Context(), "VACUUM ANALYZE")
		e.must(err)
	}
	e.t.Logf("%d people took %s", people, time.Since(began).Round(time.Second))
}

// idle is how many milliseconds it takes to find that nobody is due.
func (e *env) idle() float64 {
	e.t.Helper()
	const times = 200
	began := time.Now()
	for range times {
		more, err := e.Step(e.t.Context())
		e.must(err)
		if more {
			e.t.Fatal("somebody is due")
		}
	}
	return float64(time.Since(began).Microseconds()) / 1000 / times
}

// measured is how it went to move people.
type measured struct {
	took   time.Duration
	p99    float64 // of a batch's transaction, milliseconds
	memory float64 // MB that it took more than before, at the most
}

// measure moves those who are due in an hour.
func (e *env) measure(people int) (m measured) {
	e.t.Helper()
	e.clock.Move(time.Hour)
	var took []time.Duration
	moved := 0
	engine := journey.New(journey.Config{DB: e.db, Jobs: e.jobs, Now: e.clock.Now, Moved: func(n int, d time.Duration) {
		moved += n
		took = append(took, d)
	}})
	before := heap(true)
	began := time.Now()
	for more := true; more; {
		var err error
		more, err = engine.Step(e.t.Context())
		e.must(err)
		if len(took)%10 == 0 {
			m.memory = max(m.memory, heap(false)-before)
		}
	}
	m.took = time.Since(began)
	if moved != people {
		e.t.Fatalf("%d were moved, want %d", moved, people)
	}
	slices.Sort(took)
	m.p99 = float64(took[len(took)*99/100].Microseconds()) / 1000
	return m
}

func heap(collected bool) float64 {
	if collected {
		runtime.GC()
	}
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return float64(s.HeapAlloc) / (1 << 20)
}

// sends is how many messages go out in a second. WeChat knows none of these
// people, and refuses what it would else take: that costs the same here.
func (e *env) sends(n int) float64 {
	e.t.Helper()
	// What counts must not take the connection that writes.
	left := func() int {
		return read(e, func(ctx context.Context, tx *store.Tx) (n int, err error) {
			err = tx.SQL().QueryRowContext(ctx, "SELECT count(*) FROM messages WHERE state IN ('planned', 'sending')").Scan(&n)
			return n, err
		})
	}
	at := left()
	n = min(n, at)
	e.clock.Set(time.Now()) // River looks for jobs of the dead by the system's clock
	stop := e.runJobs()
	defer stop()
	for left() == at {
		time.Sleep(50 * time.Millisecond)
	}
	began, first := time.Now(), left()
	for left() > at-n && left() > 0 {
		time.Sleep(200 * time.Millisecond)
	}
	return float64(first-left()) / time.Since(began).Seconds()
}
