package mirror

import (
	"context"
	"slices"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// listed is what came of asking for one page of the followers.
type listed struct {
	asked time.Time
	page  *wechat.UserPage
	err   error
}

// readList reads the list page by page: the next one is on its way while one
// is written. Nothing is in flight when it returns.
func (s *slice) readList(ctx context.Context, client *wechat.Client) (failure, err error) {
	calls, stop := context.WithCancel(ctx)
	var coming chan listed // the page that was asked for, nil for none
	ask := func(next string) {
		s.spent++
		coming = make(chan listed, 1)
		go func(asked time.Time, to chan<- listed) {
			page, err := client.User.Get(calls, next)
			to <- listed{asked, page, err}
		}(s.mirror.now(), coming)
	}
	defer func() {
		stop()
		if coming != nil {
			<-coming
		}
	}()
	for s.phase == tuwen.PhaseList {
		if coming == nil {
			if s.over(ctx) {
				return nil, nil
			}
			ask(s.followers.Next)
		}
		r := <-coming
		coming = nil
		switch {
		case wechat.Code(r.err) == unknownOpenID && s.followers.Next != "":
			err = s.endPass(ctx, false) // who stood at the end of a page is no more
		case r.err != nil:
			return r.err, nil
		case len(r.page.OpenIDs) == 0:
			err = s.endPass(ctx, true)
		default:
			if next := r.page.NextOpenID; next != "" && !s.careful && !s.over(ctx) {
				ask(next)
			}
			err = s.commitList(ctx, r)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// unknownOpenID is WeChat's refusal of an openid that it does not know.
const unknownOpenID = 40003

// commitList writes a page in parts, the last one together with the checkpoint
// that follows from it.
func (s *slice) commitList(ctx context.Context, r listed) error {
	openIDs := slices.Clone(r.page.OpenIDs)
	slices.Sort(openIDs)
	s.pages++
	for from := 0; from < len(openIDs); from += store.FollowersAtOnce {
		until := min(from+store.FollowersAtOnce, len(openIDs))
		err := s.editRun(ctx, func(ctx context.Context, h *held) error {
			some, err := s.notErased(ctx, h.tx, openIDs[from:until], r.asked)
			if err != nil {
				return err
			}
			added, err := h.tx.Contacts.PutFollowers(ctx, s.appID, some, s.mirror.now())
			if err != nil {
				return err
			}
			at := h.cp.Followers
			h.run.Added += added
			h.run.Total = r.page.Total
			h.run.Fetched = max(h.run.Fetched, at.Listed+until)
			if until < len(openIDs) {
				return nil
			}
			at.Listed += until
			at.Next = r.page.NextOpenID
			if at.Least < 0 || r.page.Total < at.Least {
				at.Least = r.page.Total
			}
			if at.Next == "" {
				s.pass(h, at.complete())
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// erasedBefore is how much earlier than a page was asked for somebody may have
// been erased and still be on it: clocks differ, and pushes come late.
const erasedBefore = time.Minute

// notErased leaves out who was erased since a page was asked for.
func (s *slice) notErased(ctx context.Context, tx *store.Tx, openIDs []string, asked time.Time) ([]string, error) {
	erased, err := tx.Contacts.ErasedSince(ctx, s.appID, asked.Add(-erasedBefore))
	if err != nil || len(erased) == 0 {
		return openIDs, err
	}
	return slices.DeleteFunc(slices.Clone(openIDs), func(openID string) bool {
		return erased[s.mirror.hash(s.appID, openID)]
	}), nil
}

// endPass ends a pass whose last page was empty, or that cannot go on.
func (s *slice) endPass(ctx context.Context, ended bool) error {
	s.pages++
	return s.editRun(ctx, func(_ context.Context, h *held) error {
		s.pass(h, ended && h.cp.Followers.complete())
		return nil
	})
}

// pass goes on to the details after a pass over the list that had everybody.
// Another one is done again, a few times.
func (s *slice) pass(h *held, complete bool) {
	if !complete && h.run.Sweep < tuwen.MaxSweeps {
		h.run.Sweep++
		h.cp.Followers.restart()
		return
	}
	h.cp.Followers.Short = !complete
	h.run.Phase = tuwen.PhaseDetails
}
