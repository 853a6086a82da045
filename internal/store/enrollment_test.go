package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// entered is the move of a contact that enters the welcome series and is due
// so many seconds after at.
func entered(id, openID string, due int) store.EnrollmentMove {
	next := after(due)
	return store.EnrollmentMove{Moved: tuwen.Moved{Enrollment: tuwen.Enrollment{
		ID: id, JourneyID: "journey1", OpenID: openID, Version: 1, State: tuwen.Inside, StepID: "hello", EnteredAt: at, NextAt: &next,
	}}}
}

// toldShop is the move of one that enters and ends at once, with the shop told.
func toldShop(id, openID string, due int) store.EnrollmentMove {
	m := entered(id, openID, due)
	m.Enrollment.StepID, m.Enrollment.NextAt = "shop", nil
	m.Enrollment.State, m.Enrollment.EndedAt = tuwen.Finished, new(after(0))
	m.Webhooks = []tuwen.WebhookCall{{EnrollmentID: id, StepID: "shop", URL: "https://shop.example.com/hook"}}
	m.Tags = []tuwen.TagMove{{StepID: "hello", TagID: 100, Give: true}, {StepID: "day", TagID: 101, Give: true}, {StepID: "shop", TagID: 100}}
	m.Moves = []tuwen.Move{
		{StepID: "hello", At: after(0), What: tuwen.MoveEntered}, {StepID: "hello", At: after(0), What: tuwen.MoveUnsent, Detail: "late"},
		{StepID: "shop", At: after(0), What: tuwen.MoveFinished},
	}
	return m
}

// waits takes somebody from where it was to a wait of a day.
func waits(from tuwen.Enrollment) store.EnrollmentMove {
	e := from
	next := after(86400)
	e.StepID, e.NextAt, e.Waiting = "day", &next, true
	e.Awaits, e.SentDay, e.SentToday = &tuwen.EventFilter{Kind: tuwen.EventMessage, Text: "茶"}, "2026-05-20", 2
	return store.EnrollmentMove{From: &from, Moved: tuwen.Moved{Enrollment: e, Moves: []tuwen.Move{
		{StepID: "hello", At: at, What: tuwen.MoveSent, Detail: "passive"},
		{StepID: "hello", At: at, What: tuwen.MovePassed, Detail: "next"},
		{StepID: "day", At: at, What: tuwen.MoveWaits, Detail: "a\tb"},
	}}}
}

func apply(t testing.TB, db *store.DB, moves ...store.EnrollmentMove) store.Applied {
	t.Helper()
	var a store.Applied
	do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
		a, err = tx.Enrollments.Apply(ctx, appID, moves, at)
		return err
	})
	return a
}

// claimed are the ids that a claim returns, each moved to its wait.
func claimed(t testing.TB, db *store.DB, seconds, limit int) []string {
	t.Helper()
	ids := []string{}
	do(t, db, func(ctx context.Context, tx *store.Tx) error {
		ids = ids[:0]
		all, err := tx.Enrollments.Claim(ctx, store.DueJourney{AppID: appID, ID: "journey1"}, after(seconds), limit, time.Minute)
		if err != nil {
			return err
		}
		var moves []store.EnrollmentMove
		for _, e := range all {
			ids = append(ids, e.ID)
			moves = append(moves, waits(e))
		}
		_, err = tx.Enrollments.Apply(ctx, appID, moves, at)
		return err
	})
	return ids
}

func withJourney(t *testing.T, each func(t *testing.T, db *store.DB)) {
	t.Helper()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return putJourney(ctx, tx, welcomeSeries("journey1")) })
		each(t, db)
	})
}

func TestEnrollmentsAreClaimedOldestFirstAndKeptAsTheyMoved(t *testing.T) {
	t.Parallel()
	withJourney(t, func(t *testing.T, db *store.DB) {
		due := func() []store.DueJourney {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.DueJourney, error) { return tx.Enrollments.Due(ctx) })
		}
		wantSame(t, due(), []store.DueJourney{})
		apply(t, db, entered("e1", "oA", 30), entered("e2", "oB", 10), entered("e3", "oC", 20), entered("e4", "oD", 40))
		wantSame(t, due(), []store.DueJourney{{AppID: appID, ID: "journey1", Since: after(10)}})
		wantSame(t, claimed(t, db, 9, 10), []string{})
		wantSame(t, claimed(t, db, 30, 2), []string{"e2", "e3"})
		wantSame(t, claimed(t, db, 30, 2), []string{"e1"})
		wantSame(t, claimed(t, db, 30, 2), []string{})
		want := waits(entered("e1", "oA", 30).Enrollment)
		var path []tuwen.Move
		got := get(t, db, func(ctx context.Context, tx *store.Tx) (e tuwen.Enrollment, err error) {
			e, path, err = tx.Enrollments.ByID(ctx, appID, "e1")
			return e, err
		})
		want.Moves[2].Detail = "a b"
		wantSame(t, got, want.Enrollment)
		wantSame(t, path, want.Moves)
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (any, error) {
			_, _, err := tx.Enrollments.ByID(ctx, appID, "none")
			return nil, err
		})
		wantError(t, err, tuwen.NotFound, "enrollment.unknown")
	})
}

func TestJourneysCountWhoIsWhereAndWhatHappened(t *testing.T) {
	t.Parallel()
	withJourney(t, func(t *testing.T, db *store.DB) {
		tries := entered("e9", "oTry", 0)
		tries.Enrollment.Try = true
		a := apply(t, db, entered("e1", "oA", 0), entered("e2", "oB", 0), toldShop("e3", "oC", 0), tries)
		if !a.Tagged || len(a.Posts) != 1 {
			t.Errorf("got %+v", a)
		}
		claimed(t, db, 0, 1)
		m := planned("oA", "", 0)
		m.Cause, m.StepID, m.EnrollmentID = tuwen.UsedBy{Kind: "journey", ID: "journey1"}, "hello", "e1"
		m2 := m
		m2.ID, m2.EnrollmentID = "m2", "e9"
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Messages.Plan(ctx, appID, []tuwen.Message{m, m2}); err != nil {
				return err
			}
			for _, id := range []string{m.ID, "m2"} {
				if err := tx.Messages.Finish(ctx, appID, id, store.Outcome{State: tuwen.MessageSent, At: at}); err != nil {
					return err
				}
			}
			return nil
		})
		j, err := journeyOf(t, db, "journey1")
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, j.Counts, tuwen.JourneyCounts{Entered: 3, Inside: 2, Finished: 1, Sent: 2, Unsent: 1})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (map[string]int, error) {
			return tx.Journeys.Inside(ctx, appID, "journey1")
		}), map[string]int{"hello": 1, "day": 1})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]int, error) {
			return tx.Journeys.Versions(ctx, appID, "journey1")
		}), []int{1})
		day := tuwen.BeijingDay(at)
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.StepCount, error) {
			return tx.Journeys.Steps(ctx, appID, "journey1", day)
		}), []store.StepCount{
			{Day: day, What: "entered", N: 3}, {Day: day, What: "entered", StepID: "hello", N: 1},
			{Day: day, What: "finished", StepID: "shop", N: 1}, {Day: day, What: "passed", StepID: "hello", N: 1},
			{Day: day, What: "sent", StepID: "hello", N: 2}, {Day: day, What: "unsent", StepID: "hello", Reason: "late", N: 1},
		})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.TagProgress, error) {
			return tx.TagChanges.Progress(ctx, appID)
		}), []tuwen.TagProgress{{TagID: 100, Waiting: 1}, {TagID: 101, Waiting: 1}})
	})
}

func TestNobodyIsInAJourneyTwiceAtATime(t *testing.T) {
	t.Parallel()
	withJourney(t, func(t *testing.T, db *store.DB) {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
					in, err := tx.Enrollments.Of(ctx, appID, []string{"oA"})
					if err != nil || len(in["oA"]) > 0 {
						return err
					}
					_, err = tx.Enrollments.Apply(ctx, appID, []store.EnrollmentMove{entered(fmt.Sprint("e", i), "oA", 0)}, at)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		j, err := journeyOf(t, db, "journey1")
		if err != nil || j.Counts.Entered != 1 || j.Counts.Inside != 1 {
			t.Errorf("got %+v, %v", j.Counts, err)
		}
	})
}

func TestWhoIsErasedLeavesTheJourneyAndAHash(t *testing.T) {
	t.Parallel()
	withJourney(t, func(t *testing.T, db *store.DB) {
		apply(t, db, entered("e1", "oA", 0), toldShop("e2", "oB", 0))
		for _, openID := range []string{"oA", "oB"} {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.Contacts.Erase(ctx, appID, openID, "hash of "+openID, after(5))
			})
		}
		left := get(t, db, func(ctx context.Context, tx *store.Tx) (map[string][]tuwen.Enrollment, error) {
			return tx.Enrollments.OfFormers(ctx, appID, []string{"hash of oA", "hash of oB", "hash of oC"})
		})
		ended := after(5)
		wantSame(t, left["hash of oA"], []tuwen.Enrollment{{ID: "e1", JourneyID: "journey1", Version: 1, State: tuwen.Dropped,
			Reason: "unfollowed", StepID: "hello", EnteredAt: at, EndedAt: &ended}})
		wantSame(t, []int{len(left), len(left["hash of oB"])}, []int{2, 1})
		posts := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.WebhookPost], error) {
			return tx.Webhooks.List(ctx, appID, "journey1", store.WebhookFilter{})
		})
		if len(posts.Items) != 1 || posts.Items[0].OpenID != "" || posts.Items[0].State != tuwen.WebhookPlanned {
			t.Errorf("got %+v", posts.Items)
		}
		j, err := journeyOf(t, db, "journey1")
		if err != nil || j.Counts != (tuwen.JourneyCounts{Entered: 2, Finished: 1, Dropped: 1, Unsent: 1}) {
			t.Errorf("got %+v, %v", j.Counts, err)
		}
	})
}

func TestAStoppedJourneyIsEmptiedOfThoseWhoWereInIt(t *testing.T) {
	t.Parallel()
	withJourney(t, func(t *testing.T, db *store.DB) {
		var moves []store.EnrollmentMove
		for i := range 5 {
			moves = append(moves, entered(store.EventID(after(i)), fmt.Sprint("o", i), 0))
		}
		later := entered(store.EventID(after(100)), "oLater", 0)
		apply(t, db, append(moves, later)...)
		emptying := func() []store.EmptyingJourney {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.EmptyingJourney, error) {
				return tx.Journeys.Emptying(ctx)
			})
		}
		empty := func(j store.EmptyingJourney) (n int) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				if n, err = tx.Enrollments.Empty(ctx, j, 3, after(60)); err == nil && n < 3 {
					err = tx.Journeys.Emptied(ctx, j)
				}
				return err
			})
			return n
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Journeys.Stop(ctx, appID, "journey1", after(50))
		})
		wantSame(t, emptying(), []store.EmptyingJourney{{AppID: appID, ID: "journey1", Before: after(50)}})
		wantSame(t, []int{empty(emptying()[0]), empty(emptying()[0])}, []int{3, 2})
		wantSame(t, emptying(), []store.EmptyingJourney{})
		j, err := journeyOf(t, db, "journey1")
		if err != nil || j.Counts.Inside != 1 || j.Counts.Dropped != 5 {
			t.Errorf("got %+v, %v", j.Counts, err)
		}
		page := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Enrollment], error) {
			return tx.Enrollments.List(ctx, appID, "journey1", store.EnrollmentFilter{State: tuwen.Dropped, Limit: 2})
		})
		if page.Total != 5 || len(page.Items) != 2 || page.Items[0].OpenID != "o4" || page.Items[0].Reason != "stopped" {
			t.Errorf("got %+v", page)
		}
		page = get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Enrollment], error) {
			return tx.Enrollments.List(ctx, appID, "journey1", store.EnrollmentFilter{StepID: "hello", Cursor: page.NextCursor})
		})
		wantSame(t, page.Total, 6)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Journeys.Delete(ctx, appID, "journey1", after(200))
		})
		wantSame(t, []int{empty(emptying()[0]), empty(emptying()[0]), empty(emptying()[0])}, []int{3, 3, 0})
		wantSame(t, emptying(), []store.EmptyingJourney{})
		for _, table := range []string{"journeys", "journey_versions", "journey_secrets", "enrollments"} {
			n := 0
			if err := db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n > 0 {
				t.Errorf("%s has %d rows left, %v", table, n, err)
			}
		}
	})
}

func TestAPathThatGoesRoundInACircleIsCutAtItsBeginning(t *testing.T) {
	t.Parallel()
	withJourney(t, func(t *testing.T, db *store.DB) {
		apply(t, db, entered("e1", "oA", 0))
		e := entered("e1", "oA", 0).Enrollment
		for i := range 60 {
			m := store.EnrollmentMove{From: &e, Moved: tuwen.Moved{Enrollment: e}}
			for n := range 10 {
				m.Moves = append(m.Moves, tuwen.Move{StepID: "day", At: after(i*10 + n), What: tuwen.MovePassed, Detail: fmt.Sprintf("exit%020d", i)})
			}
			apply(t, db, m)
		}
		path := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Move, error) {
			_, path, err := tx.Enrollments.ByID(ctx, appID, "e1")
			return path, err
		})
		if len(path) < 100 || len(path) > 300 || !path[len(path)-1].At.Equal(after(599)) {
			t.Errorf("got %d moves, the last at %v", len(path), path[len(path)-1].At)
		}
		if !slices.IsSortedFunc(path, func(a, b tuwen.Move) int { return a.At.Compare(b.At) }) {
			t.Error("the path is out of order")
		}
	})
}

func TestWebhookPostsAreListedByWhereTheyStand(t *testing.T) {
	t.Parallel()
	withJourney(t, func(t *testing.T, db *store.DB) {
		apply(t, db, toldShop("e1", "oA", 0), toldShop("e2", "oB", 0), toldShop("e3", "oC", 0))
		listed := func(f store.WebhookFilter) []string {
			p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.WebhookPost], error) {
				return tx.Webhooks.List(ctx, appID, "journey1", f)
			})
			var whose []string
			for _, post := range p.Items {
				whose = append(whose, post.OpenID+" "+string(post.State))
			}
			slices.Sort(whose)
			return whose
		}
		ends := map[string]tuwen.WebhookState{"oA": tuwen.WebhookTaken, "oB": tuwen.WebhookFailed}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			p, err := tx.Webhooks.List(ctx, appID, "journey1", store.WebhookFilter{})
			for _, post := range p.Items {
				if end, ok := ends[post.OpenID]; ok {
					post.State = end
					err = errors.Join(err, tx.Webhooks.Finish(ctx, appID, post))
				}
			}
			return err
		})
		wantSame(t, listed(store.WebhookFilter{}), []string{"oA taken", "oB failed", "oC planned"})
		wantSame(t, listed(store.WebhookFilter{States: []tuwen.WebhookState{tuwen.WebhookPlanned, tuwen.WebhookFailed}}), []string{"oB failed", "oC planned"})
		wantSame(t, listed(store.WebhookFilter{States: []tuwen.WebhookState{tuwen.WebhookTaken, tuwen.WebhookFailed}}), []string{"oA taken", "oB failed"})
		wantSame(t, listed(store.WebhookFilter{States: []tuwen.WebhookState{tuwen.WebhookFailed}}), []string{"oB failed"})
	})
}
