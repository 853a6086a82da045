package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Drafts are the newest of the draft box, read live.
type Drafts struct{ *lists }

// Read returns the newest 60 drafts. They are read from WeChat unless that
// was done less than a minute ago, or at once with refresh. Where WeChat
// cannot be asked, it is the last reading with the error.
func (s *Drafts) Read(ctx context.Context, actor tuwen.Actor, appID string, refresh bool) (tuwen.Reading, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.Reading{}, err
	}
	return s.read(ctx, appID, refresh)
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
	out := tuwen.Reading{Items: items, Total: r.Total, Error: r.Error}
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
