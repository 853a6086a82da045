package mirror

import (
	"context"
	"slices"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// followersAt is where a run of the followers stands. The phase is on the run
// itself.
//
// That a list lacks somebody proves nothing: it is paged by openids and moves
// while it is read. So the list only adds. In the last phase WeChat is asked
// about everybody who is known here, and its word about each is believed.
type followersAt struct {
	// Next is from where the list is read on, Listed how many openids it had
	// before that, and Least the smallest total that a page named; -1 before
	// the first.
	Next   string `json:"next,omitempty"`
	Listed int    `json:"listed"`
	Least  int    `json:"least"`
	// Short tells that no pass over the list had as many as it said.
	Short bool `json:"short,omitempty"`
	// After is the last openid that was asked about; AskedAll tells that there
	// is none after it.
	After    string `json:"after,omitempty"`
	AskedAll bool   `json:"asked_all,omitempty"`
}

func newFollowersAt() *followersAt { return &followersAt{Least: -1} }

// restart begins the list anew.
func (at *followersAt) restart() { at.Next, at.Listed, at.Least = "", 0, -1 }

// complete reports whether the pass had as many as WeChat said, but for a
// hundredth: who comes and leaves meanwhile.
func (at *followersAt) complete() bool { return at.Listed*100 >= at.Least*99 }

// planFollowers asks for the first page, since nothing else tells how many
// there are.
func (m *Mirror) planFollowers(ctx context.Context, client *wechat.Client, appID string, plan tuwen.SyncPlan) (tuwen.SyncPlan, error) {
	page, err := client.User.Get(ctx, "")
	if err != nil {
		return plan, m.deniedFollowers(m.connect.Translate(err, appID, connect.FollowerList))
	}
	plan.Items = page.Total
	pages, details := followerPages(plan.Items), detailCalls(plan.Items)
	plan.Calls = 1 + pages + details
	plan.Minutes = minutesFor(m.inFlight*(1+pages)+details, m.inFlight)
	err = m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error { return lastRuns(ctx, tx, appID, &plan) })
	if err != nil {
		return plan, err
	}
	list, err := m.need(ctx, appID, connect.FollowerList, pages)
	if err != nil {
		return plan, err
	}
	more, err := m.need(ctx, appID, connect.FollowerDetails, details)
	if err != nil {
		return plan, err
	}
	plan.Suffices = list.suffices() && more.suffices()
	if more.quota.Limit == 0 || list.quota.Limit > 0 && list.spare() < more.spare() {
		more = list
	}
	more.into(&plan)
	return plan, nil
}

// deniedFollowers puts WeChat's refusal of an account that is not verified
// into words of its own.
func (m *Mirror) deniedFollowers(err error) error {
	if tuwen.CodeOf(err) != "wechat.48001" {
		return err
	}
	e := tuwen.Errorf(tuwen.Refused, "sync.followers_denied", "WeChat lets only verified accounts read their followers").Because(err)
	if p := tuwen.ProblemOf(err); p.WeChat != nil {
		e = e.Answered(p.WeChat)
	}
	return e
}

// followerPages is how many calls the list of n followers needs: the last page
// is an empty one.
func followerPages(n int) int { return (n+tuwen.FollowersPage-1)/tuwen.FollowersPage + 1 }

func detailCalls(n int) int { return (n + tuwen.ContactDetailPage - 1) / tuwen.ContactDetailPage }

// readFollowers does what the run's phase is about, until that is done, a call
// failed, or the slice is over. over tells that the run is; failure is what
// WeChat said, err is ours.
func (s *slice) readFollowers(ctx context.Context, client *wechat.Client) (over bool, failure, err error) {
	if s.pages > 0 { // the slice came to another phase
		s.began, s.pages = s.mirror.now(), 0
		s.noteQuota(ctx)
	}
	switch {
	case s.phase == tuwen.PhaseTags:
		failure, err = s.readTags(ctx, client)
	case s.phase == tuwen.PhaseList:
		failure, err = s.readList(ctx, client)
	case !s.followers.AskedAll:
		failure, err = s.readDetails(ctx, client)
	default:
		over, err = s.eraseUnfollowed(ctx)
	}
	return over, failure, err
}

// followersLeft is how long the run goes on at the pace of one call.
func (s *slice) followersLeft(h *held, pace time.Duration) time.Duration {
	details := time.Duration(detailCalls(max(0, h.run.Total-h.run.Detailed)))
	if h.run.Phase == tuwen.PhaseDetails {
		return pace * details
	}
	pages := time.Duration(followerPages(max(0, h.run.Total-h.cp.Followers.Listed)))
	return pace*pages + callTime*details/time.Duration(s.mirror.inFlight)
}

// editRun is edit for what came of a call: it is kept also where an operator
// paused the run meanwhile.
func (s *slice) editRun(ctx context.Context, f func(context.Context, *held) error) error {
	return s.edit(ctx, func(ctx context.Context, h *held) error {
		if h.run.State != tuwen.SyncRunning && h.run.PausedFor != pausedByOperator {
			return errLost
		}
		h.cp.Tries, h.cp.Pauses = 0, 0
		return f(ctx, h)
	})
}

// untagAtOnce is how many contacts lose a tag in one transaction.
const untagAtOnce = 500

// readTags makes the account's tags those that WeChat has.
func (s *slice) readTags(ctx context.Context, client *wechat.Client) (failure, err error) {
	s.spent++
	got, failure := client.Tag.All(ctx)
	if failure != nil {
		return failure, nil
	}
	tags := make([]tuwen.Tag, len(got))
	for i, t := range got {
		tags[i] = tuwen.Tag{ID: t.ID, Name: t.Name, Count: t.Count, System: t.ID <= lastSystemTag}
	}
	if err := s.untag(ctx, tags); err != nil {
		return nil, err
	}
	s.pages++
	return nil, s.editRun(ctx, func(ctx context.Context, h *held) error {
		h.run.Phase = tuwen.PhaseList
		return h.tx.Tags.Replace(ctx, s.appID, tags)
	})
}

// lastSystemTag is the last of the ids of WeChat's own tags, 0 to 2.
const lastSystemTag = 2

// untag takes the tags that are no more from the contacts, some at a time: a
// tag of 100,000 would hold up what arrives for seconds.
func (s *slice) untag(ctx context.Context, tags []tuwen.Tag) error {
	var old []tuwen.Tag
	err := s.mirror.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		old, err = tx.Tags.All(ctx, s.appID)
		return err
	})
	for _, t := range old {
		if slices.ContainsFunc(tags, func(n tuwen.Tag) bool { return n.ID == t.ID }) {
			continue
		}
		for n := untagAtOnce; err == nil && n == untagAtOnce; {
			err = s.mirror.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
				var err error
				n, err = tx.Contacts.UntagSome(ctx, s.appID, t.ID, untagAtOnce)
				return err
			})
		}
	}
	return err
}

// eraseAtOnce is how many contacts are erased in one transaction.
const eraseAtOnce = 10

// eraseUnfollowed erases those of whom WeChat said that they follow no more,
// as it would have asked for by a push, and then ends the run.
func (s *slice) eraseUnfollowed(ctx context.Context) (over bool, err error) {
	for !over && err == nil && !s.over(ctx) {
		err = s.edit(ctx, func(ctx context.Context, h *held) error {
			if h.run.State != tuwen.SyncRunning {
				return errLost
			}
			left, err := h.tx.Contacts.Unfollowed(ctx, s.appID, eraseAtOnce)
			if err != nil {
				return err
			}
			for _, openID := range left {
				if err := h.tx.Contacts.Erase(ctx, s.appID, openID, s.mirror.hash(s.appID, openID), s.mirror.now()); err != nil {
					return err
				}
			}
			h.run.Gone += len(left)
			if over = len(left) < eraseAtOnce; over {
				s.finishFollowers(ctx, h)
			}
			return nil
		})
	}
	return over, err
}

func (s *slice) finishFollowers(ctx context.Context, h *held) {
	run := h.run
	switch {
	case h.cp.Followers.Short:
		run.Advice = adviceMoving
	case run.Total == 0:
		run.Advice = adviceEmpty
	}
	run.Unchanged = max(0, run.Detailed-run.Added-run.Updated-run.Gone)
	s.mirror.end(h, tuwen.SyncFinished)
	s.mirror.log.InfoContext(ctx, "sync finished", "app_id", s.appID, "run", s.runID, "mode", s.mode,
		"followers", run.Total, "added", run.Added, "gone", run.Gone, "calls", run.Calls, "advice", run.Advice)
}
