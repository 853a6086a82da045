package tuwen

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shelf is a list at WeChat: newest first, with a version per item.
type shelf struct {
	ids     []string
	version map[string]int
	made    int
}

func newShelf(n int) *shelf {
	s := &shelf{version: map[string]int{}}
	for range n {
		s.add()
	}
	return s
}

func (s *shelf) add() {
	s.made++
	id := fmt.Sprintf("m%d", s.made)
	s.ids = slices.Insert(s.ids, 0, id)
	s.version[id] = 1
}

func (s *shelf) remove(i int) {
	delete(s.version, s.ids[i])
	s.ids = slices.Delete(slices.Clone(s.ids), i, i+1)
}

func (s *shelf) page(n int) SweepPage {
	from := min(n*PageSize, len(s.ids))
	to := min(from+PageSize, len(s.ids))
	return SweepPage{Number: n, Total: len(s.ids), IDs: slices.Clone(s.ids[from:to])}
}

// moving changes the list somehow.
func (s *shelf) moving(t *rapid.T) {
	switch kind := rapid.IntRange(0, 5).Draw(t, "move"); {
	case kind <= 1:
		s.add()
	case kind <= 3 && len(s.ids) > 0:
		s.remove(rapid.IntRange(0, len(s.ids)-1).Draw(t, "at"))
	case len(s.ids) > 0:
		s.version[s.ids[rapid.IntRange(0, len(s.ids)-1).Draw(t, "edit")]]++
	}
}

// copyOf is what a run holds of a shelf.
type copyOf struct {
	version map[string]int
	settled map[string]bool
	seen    map[string]bool
}

func (c *copyOf) take(s *shelf, mode SyncMode, p *SweepPage) {
	p.Known = true
	for _, id := range p.IDs {
		v, exists := c.version[id]
		f := Find(mode, Standing{Exists: exists, Same: v == s.version[id], Settled: c.settled[id]})
		p.Known = p.Known && f.Known
		if f.Write {
			c.version[id] = s.version[id]
			c.settled[id] = false
		}
		c.seen[id] = true
	}
}

func (c *copyOf) finish() {
	for id := range c.version {
		c.settled[id] = true
	}
}

func newCopy() *copyOf {
	return &copyOf{version: map[string]int{}, settled: map[string]bool{}, seen: map[string]bool{}}
}

// run drives a sweep over the shelf with two pages in flight, letting between
// happen before each call, and going through the JSON checkpoint after each
// page. It returns the calls made.
func run(t rapid.TB, s *shelf, mode SyncMode, c *copyOf, between func()) (*Sweep, int) {
	t.Helper()
	sweep, calls := NewSweep(mode), 0
	var flying []SweepPage
	for !sweep.Ended {
		if sweep.Read() && len(flying) == 0 {
			sweep.Settle(len(c.seen))
			if !sweep.Ended {
				clear(c.seen)
			}
			continue
		}
		var numbers []int
		for _, p := range flying {
			numbers = append(numbers, p.Number)
		}
		n, ok := sweep.Next(numbers...)
		if ok && len(flying) < 2 {
			between()
			calls++
			p := s.page(n)
			c.take(s, mode, &p)
			flying = append(flying, p)
			if len(flying) < 2 {
				continue
			}
		}
		last := len(flying) - 1 // the younger one comes in first
		sweep.Take(flying[last])
		flying = flying[:last]
		sweep = throughJSON(t, sweep)
		if calls > 10_000 {
			t.Fatal("the sweep does not end")
		}
	}
	return sweep, calls
}

func throughJSON(t rapid.TB, s *Sweep) *Sweep {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back Sweep
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*s, back); diff != "" {
		t.Fatalf("checkpoint changed on its way through JSON (-want +got):\n%s", diff)
	}
	return &back
}

func TestFullSweepOfAStillListReadsEachPageOnceAndPageZeroTwice(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 19, 20, 21, 40, 41, 1234} {
		c := newCopy()
		sweep, calls := run(t, newShelf(n), Full, c, func() {})
		want := Pages(n)
		if want > 1 {
			want++
		}
		if calls != want || !sweep.Consistent || len(c.version) != n || sweep.Number != 1 {
			t.Errorf("%d items: %d calls, consistent %v, %d copied, sweep %d; want %d calls", n, calls, sweep.Consistent, len(c.version), sweep.Number, want)
		}
	}
}

func TestFullSweepIsConsistentOnlyWhenItSawExactlyTheList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, c := newShelf(rapid.IntRange(0, 130).Draw(t, "items")), newCopy()
		sweep, _ := run(t, s, Full, c, func() {
			for rapid.IntRange(0, 9).Draw(t, "still") == 0 {
				s.moving(t)
			}
		})
		if !sweep.Consistent {
			return
		}
		for _, id := range s.ids {
			if !c.seen[id] {
				t.Fatalf("consistent, yet %s was not seen", id)
			}
		}
		if len(c.seen) != len(s.ids) {
			t.Fatalf("consistent, yet it saw %d of %d items", len(c.seen), len(s.ids))
		}
	})
}

func TestFullSweepOverAListThatComesToRestCopiesIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, c := newShelf(rapid.IntRange(1, 130).Draw(t, "items")), newCopy()
		moves := rapid.IntRange(1, 6).Draw(t, "moves")
		first := Pages(len(s.ids))
		calls := 0
		sweep, _ := run(t, s, Full, c, func() {
			calls++
			for calls > 1 && calls <= first && moves > 0 && rapid.Bool().Draw(t, "now") {
				moves--
				s.moving(t)
			}
		})
		if !sweep.Consistent {
			t.Fatalf("a list that rested since the first pass was not proved: %+v", sweep)
		}
		if len(c.seen) != len(s.ids) {
			t.Fatalf("saw %d of %d", len(c.seen), len(s.ids))
		}
	})
}

func TestFullSweepOverAListThatNeverRestsEndsAfterThreePasses(t *testing.T) {
	t.Parallel()
	s, c := newShelf(100), newCopy()
	sweep, calls := run(t, s, Full, c, s.add)
	if !sweep.Ended || sweep.Consistent || sweep.Number != MaxSweeps {
		t.Errorf("got %+v, want ended after %d passes and not consistent", sweep, MaxSweeps)
	}
	if limit := MaxSweeps * (Pages(len(s.ids)) + 1); calls > limit {
		t.Errorf("%d calls, want at most %d", calls, limit)
	}
}

func TestIncrementalSweepReadsOnePageMoreThanChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, c := newShelf(rapid.IntRange(0, 200).Draw(t, "items")), newCopy()
		run(t, s, Full, c, func() {})
		c.finish()
		k := rapid.IntRange(0, 90).Draw(t, "added")
		for range k {
			s.add()
		}
		sweep, calls := run(t, s, Incremental, c, func() {})
		if limit := 1 + (k+PageSize-1)/PageSize; calls > limit || !sweep.Stopped {
			t.Fatalf("%d calls after %d additions, want at most %d", calls, k, limit)
		}
		requireAll(t, s, c)
	})
}

func TestIncrementalSweepLosesNothingToDeletionsAtWeChat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, c := newShelf(rapid.IntRange(30, 120).Draw(t, "items")), newCopy()
		run(t, s, Full, c, func() {})
		c.finish()
		for range rapid.IntRange(1, 80).Draw(t, "added") {
			s.add()
		}
		deletes := MaxRestarts
		run(t, s, Incremental, c, func() {
			if deletes > 0 && rapid.Bool().Draw(t, "delete") {
				deletes--
				s.remove(rapid.IntRange(0, len(s.ids)-1).Draw(t, "at"))
			}
		})
		requireAll(t, s, c)
	})
}

func TestIncrementalAfterACanceledOneStillFindsEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, c := newShelf(60), newCopy()
		run(t, s, Full, c, func() {})
		c.finish()
		for range rapid.IntRange(1, 120).Draw(t, "added") {
			s.add()
		}
		canceled := NewSweep(Incremental)
		for range rapid.IntRange(1, 6).Draw(t, "pages") {
			if n, ok := canceled.Next(); ok {
				p := s.page(n)
				c.take(s, Incremental, &p)
				canceled.Take(p)
			}
		}
		run(t, s, Incremental, c, func() {})
		requireAll(t, s, c)
	})
}

func requireAll(t rapid.TB, s *shelf, c *copyOf) {
	t.Helper()
	for _, id := range s.ids {
		if _, ok := c.version[id]; !ok {
			t.Fatalf("%s is at WeChat and not here", id)
		}
	}
}

func TestIncrementalSweepBeginsAgainThreeTimesAtMost(t *testing.T) {
	t.Parallel()
	sweep := NewSweep(Incremental)
	for i := range 20 {
		n, ok := sweep.Next()
		if !ok {
			break
		}
		sweep.Take(SweepPage{Number: n, Total: 1000 + i, IDs: []string{"a"}})
	}
	want := &Sweep{Mode: Incremental, Number: MaxRestarts + 1, Total: 1019, Low: 16, Moved: true}
	if diff := cmp.Diff(want, sweep); diff != "" {
		t.Error("(-want +got):", diff)
	}
}

func TestSweepOfAListThatEmptiesItselfSurvivesItsCheckpoint(t *testing.T) {
	t.Parallel()
	s, c := newShelf(1), newCopy()
	sweep, _ := run(t, s, Full, c, func() {
		if len(s.ids) > 0 {
			s.remove(0)
		}
	})
	if !sweep.Consistent || sweep.Total != 0 {
		t.Errorf("got %+v", sweep)
	}
}

func TestFindByModeAndStanding(t *testing.T) {
	t.Parallel()
	known := Standing{Exists: true, Same: true, Settled: true}
	for name, c := range map[string]struct {
		mode SyncMode
		make func(*Standing)
		want Finding
	}{
		"known":                              {Incremental, func(*Standing) {}, Finding{Known: true}},
		"new":                                {Incremental, func(k *Standing) { *k = Standing{} }, Finding{Write: true, Added: true}},
		"changed":                            {Incremental, func(k *Standing) { k.Same = false }, Finding{Write: true, Updated: true}},
		"gone and back":                      {Incremental, func(k *Standing) { k.Gone = true }, Finding{Write: true, Updated: true}},
		"of a canceled run":                  {Incremental, func(k *Standing) { k.Settled = false }, Finding{Write: true}},
		"of this run, on a later pass":       {Full, func(k *Standing) { k.Settled = false; k.Counted = true }, Finding{Write: true}},
		"deleted here, incremental":          {Incremental, func(k *Standing) { k.Deleted = true }, Finding{Known: true}},
		"deleted here, changed, incremental": {Incremental, func(k *Standing) { k.Deleted = true; k.Same = false }, Finding{Write: true}},
		"deleted here, full":                 {Full, func(k *Standing) { k.Deleted = true }, Finding{Write: true, Restore: true, Back: true, Known: true}},
	} {
		k := known
		c.make(&k)
		if diff := cmp.Diff(c.want, Find(c.mode, k)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLeftCountsDownToNothing(t *testing.T) {
	t.Parallel()
	s, sweep := newShelf(65), NewSweep(Full)
	var left []int
	for !sweep.Read() {
		left = append(left, sweep.Left())
		n, _ := sweep.Next()
		sweep.Take(s.page(n))
	}
	if diff := cmp.Diff([]int{1, 4, 3, 2, 1}, left); diff != "" {
		t.Error("(-want +got):", diff)
	}
}
