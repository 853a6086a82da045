package desk

import (
	"context"
	"slices"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Drafts are the newest of the draft box, read live.
type Drafts struct{ *lists }

// Read returns the newest 60 drafts. They are read from WeChat unless that
// was done less than a minute ago, or at once with refresh. Where WeChat
// cannot be asked, it is the last reading with the error. Behind them come
// those that left the draft box but have a note or a use, marked as gone.
func (s *Drafts) Read(ctx context.Context, actor tuwen.Actor, appID string, refresh bool) (tuwen.Reading, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.Reading{}, err
	}
	r, err := s.read(ctx, appID, refresh)
	if err != nil {
		return r, err
	}
	gone, err := s.gone(ctx, appID)
	// One that was sent or published since the last reading is still in it.
	gone = slices.DeleteFunc(gone, func(m tuwen.Material) bool {
		return slices.ContainsFunc(r.Items, func(read tuwen.Material) bool { return read.MediaID == m.MediaID })
	})
	r.Items = append(r.Items, gone...)
	return r, err
}

// goneShown is how many drafts that are gone are shown.
const goneShown = 20

// gone returns the newest drafts that are no longer in the box but have a
// note or a use.
func (s *Drafts) gone(ctx context.Context, appID string) (items []tuwen.Material, err error) {
	yes := true
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		items = nil
		seen := map[string]bool{}
		for _, q := range []store.ListQuery{{Noted: &yes}, {Used: &yes}} {
			q.Source, q.IncludeGone, q.Limit = tuwen.Draft, true, 100
			p, err := tx.Materials.List(ctx, appID, q)
			if err != nil {
				return err
			}
			for _, m := range p.Items {
				if m.Gone && !seen[m.MediaID] {
					seen[m.MediaID] = true
					items = append(items, m)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(items, func(a, b tuwen.Material) int { return b.UpdateTime.Compare(a.UpdateTime) })
	items = items[:min(len(items), goneShown)]
	return items, s.shown(ctx, appID, items)
}

func (s *Drafts) read(ctx context.Context, appID string, refresh bool) (tuwen.Reading, error) {
	r, err := s.mirror.Drafts(ctx, appID, refresh)
	if err != nil && !tellable(err) {
		return tuwen.Reading{}, err
	}
	items, getErr := s.byIDs(ctx, appID, r.MediaIDs)
	if getErr != nil {
		return tuwen.Reading{}, getErr
	}
	// One that was sent or published since is no more.
	out := tuwen.Reading{Items: items, Total: r.Total - (len(r.MediaIDs) - len(items)), Error: r.Error}
	if err != nil {
		out.Error = tuwen.ProblemOf(err)
	}
	if !r.ReadAt.IsZero() {
		out.FetchedAt = &r.ReadAt
	}
	return out, nil
}

// Published is the list of what was published, read where it is used.
type Published struct{ *lists }

// Read returns the page of twenty at the offset. It is kept for ten minutes,
// or longer where the day's calls would not last; refresh reads at once.
// Where WeChat cannot be asked, it is the last page with the error.
func (s *Published) Read(ctx context.Context, actor tuwen.Actor, appID string, offset int, refresh bool) (tuwen.Reading, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.Reading{}, err
	}
	return s.read(ctx, appID, offset, refresh)
}

func (s *Published) read(ctx context.Context, appID string, offset int, refresh bool) (tuwen.Reading, error) {
	p, err := s.mirror.Published(ctx, appID, offset, refresh)
	if err != nil && !tellable(err) {
		return tuwen.Reading{}, err
	}
	items, getErr := s.byIDs(ctx, appID, p.MediaIDs)
	if getErr != nil {
		return tuwen.Reading{}, getErr
	}
	out := tuwen.Reading{Items: items, Total: p.Total, Offset: offset}
	if err != nil {
		out.Error = tuwen.ProblemOf(err)
	}
	if !p.ReadAt.IsZero() {
		out.FetchedAt = &p.ReadAt
	}
	return out, nil
}

// tellable reports whether a failed reading is told beside what is known from
// before: WeChat refused, did not answer, or may not be asked any more today.
func tellable(err error) bool {
	switch tuwen.KindOf(err) {
	case tuwen.Refused, tuwen.Unavailable, tuwen.Exhausted:
		return true
	}
	return false
}
