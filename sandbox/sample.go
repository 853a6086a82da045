package sandbox

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// Sample says what [Sandbox.Seed] fills an account with.
type Sample struct {
	Drafts, History, Published int
	// Followers are bulk ones, some of the latest with tags and remarks.
	Followers int
	// Seed chooses the content: equal seeds, accounts and clocks give equal
	// content.
	Seed int64
	// BodySize, if positive, stretches every body to at least that many bytes;
	// bodies are 4 to 6 kB by themselves.
	BodySize int
}

// Seed fills an account with the articles of a lifestyle brand: history from
// 2018 to early 2022, drafts of the last three months and published of the last
// eighteen, by the sandbox's clock. It adds to what is there; seeding twice with
// one seed gives the same texts twice. The error names an unknown account, or
// wraps [ErrFrozen] for history where it is frozen.
func (s *Sandbox) Seed(appID string, sample Sample) error {
	a := s.account(appID)
	if a == nil {
		return fmt.Errorf("seed: no account %q", appID)
	}
	now := s.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.settings.FrozenHistory && sample.History > 0 {
		return fmt.Errorf("seed %s: %w", appID, ErrFrozen)
	}
	opened := a.settings.CreatedAt
	frozen := time.Date(2022, 2, 26, 0, 0, 0, 0, beijing)
	first := latest(opened, time.Date(2018, 3, 6, 0, 0, 0, 0, beijing))
	if !first.Before(frozen) {
		first = frozen.AddDate(-1, 0, 0)
	}
	if err := a.sowFollowers(sample, now); err != nil {
		return fmt.Errorf("seed %s: %w", appID, err)
	}
	a.sow(kindHistory, &a.history, sample.History, sowing{sample, first, frozen, now})
	a.sow(kindPublished, &a.published, sample.Published, sowing{sample, latest(opened, now.AddDate(0, -18, 0)), now, now})
	a.sow(kindDraft, &a.drafts, sample.Drafts, sowing{sample, latest(opened, now.AddDate(0, -3, 0)), now, now})
	s.changed()
	return nil
}

// SampleAccounts are the two accounts of the demo, with fixed ids and secrets:
// a verified service account with a long history, and a verified subscription
// account opened in 2024, which has none and whose history is frozen. They are
// not added by themselves.
func (s *Sandbox) SampleAccounts() []Account {
	return []Account{
		{
			AppID: "wx5a1d0c0ffee70001", Secret: "5a1d0c0ffee7000180b1e5c0de2f4a6c", Name: "青禾生活",
			OriginalID: "gh_5a1d0c0ffee7", Kind: Service, Verified: true,
			CreatedAt: time.Date(2018, 3, 6, 10, 0, 0, 0, beijing),
		},
		{
			AppID: "wx7b2e1d0fee8a0002", Secret: "7b2e1d0fee8a0002c3d94e1f6a7b8091", Name: "青禾手记",
			OriginalID: "gh_7b2e1d0fee8a", Kind: Subscription, Verified: true,
			CreatedAt: time.Date(2024, 5, 20, 10, 0, 0, 0, beijing), FrozenHistory: true,
		},
	}
}

// SampleOf is what the demo seeds an account of SampleAccounts with: 75 drafts,
// 1,234 history items, 40 published and 12,860 followers for the service
// account; 12 drafts, 6 published and 1,240 followers for the subscription
// account. Other accounts get nothing.
func SampleOf(appID string) Sample {
	switch appID {
	case "wx5a1d0c0ffee70001":
		return Sample{Drafts: 75, History: 1234, Published: 40, Followers: 12_860, Seed: 1}
	case "wx7b2e1d0fee8a0002":
		return Sample{Drafts: 12, Published: 6, Followers: 1240, Seed: 2}
	}
	return Sample{}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sowing is when a list's sample items were made.
type sowing struct {
	sample         Sample
	from, to, last time.Time // nothing was edited after last
}

// sow puts n sample items on a shelf. The caller holds a.mu.
func (a *account) sow(kind itemKind, b *shelf, n int, plan sowing) {
	if n <= 0 {
		return
	}
	d := digestOf("sow", kind, a.settings.AppID, plan.sample.Seed)
	r := rand.New(rand.NewPCG(number(d[:8]), number(d[8:16])))
	step := plan.to.Sub(plan.from) / time.Duration(n)
	for i := range n {
		at := plan.from.Add(step*time.Duration(i) + time.Duration(r.Int64N(int64(step)+1)))
		at = officeHour(r, at)
		if !at.Before(plan.to) {
			at = plan.to.Add(-time.Duration(1+r.IntN(240)) * time.Minute)
		}
		b.list = append(b.list, a.sowItem(r, kind, at, plan))
	}
	slices.SortStableFunc(b.list, func(x, y *stored) int { return cmp.Compare(y.Created, x.Created) })
	for _, it := range b.list {
		b.index(it)
	}
}

// officeHour moves a time to when the editors of such an account work.
func officeHour(r *rand.Rand, t time.Time) time.Time {
	y, m, d := t.In(beijing).Date()
	hour := []int{8, 10, 11, 14, 16, 17, 18, 20, 21}[r.IntN(9)]
	return time.Date(y, m, d, hour, r.IntN(60), r.IntN(60), 0, beijing)
}

func (a *account) sowItem(r *rand.Rand, kind itemKind, at time.Time, plan sowing) *stored {
	a.serial++
	it := &stored{
		MediaID: mediaID(a.settings.AppID, kind, a.serial), Mid: a.nextMid(),
		Created: at.Unix(),
	}
	it.Updated = at.Unix() + min(editedAfter(r), r.Int64N(max(plan.last.Unix()-at.Unix(), 1)))
	count := articleCounts[r.IntN(len(articleCounts))]
	for i := range count {
		st := &story{Seed: r.Uint64(), Column: pickColumn(r), At: at.Unix(), Size: plan.sample.BodySize}
		w := st.write("", true)
		art := Article{Title: w.title, Author: w.author, Digest: w.digest, ThumbMediaID: thumbID(w.cover)}
		if kind != kindHistory && count > 1 {
			art.Digest = "" // only a single draft keeps its digest
		}
		if i == 0 && r.IntN(6) == 0 {
			art.ContentSourceURL = fmt.Sprintf("https://shop.example.com/items/%d?from=mp", 1000+r.IntN(900))
		}
		art.NeedOpenComment = r.IntN(2)
		it.Articles = append(it.Articles, storedArticle{Article: art, Story: st})
	}
	return it
}

// articleCounts makes most items single, a few of eight articles.
var articleCounts = func() (counts []int) {
	for n, times := range []int{70, 10, 7, 5, 3, 2, 1, 2} {
		counts = append(counts, slices.Repeat([]int{n + 1}, times)...)
	}
	return counts
}()

// editedAfter is how many seconds after its making an item was last edited.
func editedAfter(r *rand.Rand) int64 {
	switch r.IntN(10) {
	case 0:
		return 86400 + r.Int64N(200*86400)
	case 1, 2, 3:
		return 0
	}
	return 60 + r.Int64N(2400)
}

func pickColumn(r *rand.Rand) int {
	total := 0
	for _, c := range columns {
		total += c.weight
	}
	n := r.IntN(total)
	for i, c := range columns {
		if n -= c.weight; n < 0 {
			return i
		}
	}
	return 0
}

// story is a sample article as a seed: enough to write it the same way again.
type story struct {
	Seed   uint64 `json:"seed"`
	Column int    `json:"column"`
	At     int64  `json:"at"`
	Size   int    `json:"size,omitempty"`
}

// body writes the story's HTML, its pictures under base.
func (st *story) body(base string) string { return st.write(base, false).html.String() }

func (st *story) write(base string, headOnly bool) *writer {
	w := &writer{
		r:    rand.New(rand.NewPCG(st.Seed, uint64(st.Column))),
		at:   time.Unix(st.At, 0),
		base: base, seed: st.Seed, headOnly: headOnly,
		layout: layouts[st.Seed%uint64(len(layouts))],
	}
	if !headOnly {
		w.html.Grow(max(st.Size, 6000) + 1500)
	}
	columns[st.Column%len(columns)].write(w)
	if headOnly {
		return w
	}
	for w.html.Len() < st.Size-900 {
		w.p(pick(w.r, asides))
	}
	w.end()
	return w
}
