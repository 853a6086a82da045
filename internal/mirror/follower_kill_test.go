package mirror_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestFollowerSyncKilledAtAnyMomentIsFinishedByTheNextStart(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			killFollowers(t, testkit.StoreURL(t, engine))
		})
	}
}

// killFollowers kills a run while it lists people and asks about them, and
// then while it erases who left.
func killFollowers(t *testing.T, address string) {
	const page = 150
	kills, random := lot(t)
	k := newKilling(t, address)
	k.wx.SetFollowersPage(page)
	people := 3 * 450 * kills // more than the kills let it read
	moved := k.crowd(t, people)
	id := k.start(t, tuwen.Followers)
	k.wx.ResetCalls()
	for range kills {
		k.killOnce(t, id, random)
	}
	erasing := max(2, kills/4)
	for range erasing {
		k.killErasing(t, id, people, random)
	}
	k.finish(t, id)

	all := kills + erasing
	if calls, most := k.wx.Calls(tagsPath), 1+all; calls > most {
		t.Errorf("%d calls for the tags, want at most %d", calls, most)
	}
	if calls, most := k.wx.Calls(followersPath), (people-moved+page-1)/page+1+2*all; calls > most {
		t.Errorf("%d list calls, want at most %d", calls, most)
	}
	if calls, most := k.wx.Calls(detailsPath), detailCalls(people)+3*all; calls > most {
		t.Errorf("%d calls for details, want at most %d", calls, most)
	}
	k.with(t, func(_ context.Context, db *store.DB) error {
		e := &env{db: db, wx: k.wx}
		run := e.get(t, id)
		wantResult(t, run, result{
			Total: people - moved, Fetched: people - moved, Added: moved, Updated: moved, Gone: moved,
			Unchanged: people - 3*moved,
		})
		if run.Detailed != people {
			t.Errorf("asked about %d, want %d", run.Detailed, people)
		}
		e.asAtWeChat(t, people)
		if n := e.formerly(t); n != moved {
			t.Errorf("%d former contacts, want %d", n, moved)
		}
		return nil
	})
}

// crowd makes the account have people and syncs them. Since then as many as it
// returns came, as many left, and as many followed anew.
func (k *killing) crowd(t *testing.T, people int) (moved int) {
	t.Helper()
	must(t, k.wx.BulkFollowers(people))
	unfollow := func(place int) {
		_, err := k.wx.Unfollow(t.Context(), k.wx.BulkOpenID(place))
		must(t, err)
	}
	follow := func(place int) {
		_, err := k.wx.Follow(t.Context(), k.wx.BulkOpenID(place))
		must(t, err)
	}
	for place := 0; place < people; place += 6 {
		unfollow(place)
	}
	k.finish(t, k.start(t, tuwen.Followers))
	for place := 0; place < people; place += 6 {
		follow(place)
		unfollow(place + 1)
		unfollow(place + 2)
		follow(place + 2)
		moved++
	}
	return moved
}

// killErasing kills a child some time after it asked about the last of the
// people. It may be over before.
func (k *killing) killErasing(t *testing.T, id string, people int, random *rand.Rand) {
	t.Helper()
	left := detailCalls(people - k.run(t, id).Detailed)
	most := 200 * time.Millisecond
	if left == 0 {
		most *= 3 // it has to start as well
	}
	child, ended := k.begin(t, id)
	for left > 0 {
		select {
		case path := <-k.asked:
			if path == detailsPath {
				left--
			}
		case <-ended:
			t.Fatalf("a child ended by itself: %s", child.Stderr)
		case <-time.After(2 * time.Minute):
			t.Fatalf("a child asks for nothing: %s", child.Stderr)
		}
	}
	select {
	case <-ended:
		return
	case <-time.After(time.Duration(random.Int64N(int64(most)))): // the moment of death
	}
	_ = child.Process.Kill()
	<-ended
	run := k.run(t, id)
	t.Logf("killed with %d asked about and %d erased", run.Detailed, run.Gone)
}

func (k *killing) run(t *testing.T, id string) (run tuwen.SyncRun) {
	t.Helper()
	k.with(t, func(_ context.Context, db *store.DB) error {
		run = (&env{db: db}).get(t, id)
		return nil
	})
	return run
}

func detailCalls(people int) int {
	return (people + tuwen.ContactDetailPage - 1) / tuwen.ContactDetailPage
}
