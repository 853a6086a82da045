package mirror

import (
	"context"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// told is what came of asking about some followers.
type told struct {
	openIDs []string
	asked   time.Time
	details []store.Detail
	left    []string // those who follow no more
	calls   int
	err     error
}

// readDetails asks about everybody who is known, in the order of the openids,
// as many calls at once as the account bears, and commits in that order.
// Nothing is in flight when it returns.
func (s *slice) readDetails(ctx context.Context, client *wechat.Client) (failure, err error) {
	calls, stop := context.WithCancel(ctx)
	defer stop()
	var open []chan told // asked and not committed
	after, more := s.followers.After, true
	if after == "" {
		err = s.mirror.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.Contacts.Analyze(ctx) })
	}
	ask := func(most int) {
		for failure == nil && err == nil && more && len(open) < most && !s.over(ctx) {
			var openIDs []string
			if openIDs, err = s.followersAfter(ctx, after); err != nil || len(openIDs) == 0 {
				more = false
				return
			}
			after = openIDs[len(openIDs)-1]
			answer := make(chan told, 1)
			open = append(open, answer)
			s.spent++
			go func(asked time.Time) {
				r := told{openIDs: openIDs, asked: asked}
				r.err = r.ask(calls, client, openIDs)
				answer <- r
			}(s.mirror.now())
		}
	}
	for {
		ask(s.limit)
		if len(open) == 0 {
			break
		}
		r := <-open[0]
		open = open[1:]
		s.spent += max(0, r.calls-1)
		switch {
		case failure != nil || err != nil:
		case r.err != nil:
			failure = r.err
			stop() // what comes after it cannot be kept
		default:
			if !s.careful {
				ask(s.limit) // the next is on its way while this one is written
			}
			if err == nil {
				err = s.commitDetails(ctx, r)
			}
			if err != nil {
				stop()
			}
		}
	}
	if failure != nil || err != nil || more {
		return failure, err
	}
	return nil, s.editRun(ctx, func(_ context.Context, h *held) error {
		h.cp.Followers.AskedAll = true
		return nil
	})
}

func (s *slice) followersAfter(ctx context.Context, after string) (openIDs []string, err error) {
	err = s.mirror.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		openIDs, err = tx.Contacts.Followers(ctx, s.appID, after, tuwen.ContactDetailPage)
		return err
	})
	return openIDs, err
}

// ask asks WeChat about followers. Where it does not know one of them it
// refuses them all; then they are asked about in halves.
func (r *told) ask(ctx context.Context, client *wechat.Client, openIDs []string) error {
	r.calls++
	infos, err := client.User.InfoBatch(ctx, openIDs)
	switch {
	case wechat.Code(err) == unknownOpenID && len(openIDs) > 1:
		half := len(openIDs) / 2
		if err := r.ask(ctx, client, openIDs[:half]); err != nil {
			return err
		}
		return r.ask(ctx, client, openIDs[half:])
	case wechat.Code(err) == unknownOpenID:
		r.left = append(r.left, openIDs...)
		return nil
	case err != nil:
		return err
	}
	for _, u := range infos {
		if u.Subscribed {
			r.details = append(r.details, detail(u))
		} else {
			r.left = append(r.left, u.OpenID)
		}
	}
	return nil
}

func detail(u wechat.UserInfo) store.Detail {
	d := store.Detail{
		OpenID: u.OpenID, UnionID: u.UnionID, Remark: u.Remark, FollowScene: u.SubscribeScene,
		FollowedBy: u.Scene(), TagIDs: u.TagIDs,
	}
	if u.SubscribeTime > 0 {
		d.FollowedAt = time.Unix(u.SubscribeTime, 0)
	}
	return d
}

func (s *slice) commitDetails(ctx context.Context, r told) error {
	s.pages++
	return s.editRun(ctx, func(ctx context.Context, h *held) error {
		now := s.mirror.now()
		changed, err := h.tx.Contacts.PutDetails(ctx, s.appID, r.details, now)
		if err != nil {
			return err
		}
		if _, err := h.tx.Contacts.Unfollow(ctx, s.appID, r.left, r.asked, now); err != nil {
			return err
		}
		h.run.Updated += changed
		h.run.Detailed += len(r.openIDs)
		h.cp.Followers.After = r.openIDs[len(r.openIDs)-1]
		return nil
	})
}
