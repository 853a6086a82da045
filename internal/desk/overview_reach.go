package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

const (
	buttonsShown = 5 // on the first screen
	sendsShown   = 3
)

// reachInto tells whom the account reaches, and what waits to be sent.
func (s *Overview) reachInto(ctx context.Context, tx *store.Tx, appID string, r *tuwen.Reach) error {
	for _, tell := range []func(context.Context, *store.Tx, string, *tuwen.Reach) error{s.followersInto, s.tapsInto, s.sendsInto, journeysInto, unsentInto} {
		if err := tell(ctx, tx, appID, r); err != nil {
			return err
		}
	}
	return nil
}

func (s *Overview) followersInto(ctx context.Context, tx *store.Tx, appID string, r *tuwen.Reach) error {
	follows := true
	all, err := tx.Contacts.List(ctx, appID, store.ContactFilter{Followed: &follows, Limit: 1})
	if err != nil {
		return err
	}
	now := s.now()
	pushed, known, err := tx.Contacts.Days(ctx, appID, tuwen.FollowerDaysSince(now))
	if err != nil {
		return err
	}
	r.Followers, r.FollowersMore, r.Days = all.Total, all.TotalMore, tuwen.FollowerDays(now, pushed, known)
	r.FollowersToday = r.Days[len(r.Days)-1].New
	run, err := tx.Syncs.LastFinished(ctx, appID, tuwen.Followers)
	if err == nil {
		r.LastFollowers = run.FinishedAt
	}
	return unlessNone(err)
}

func (s *Overview) tapsInto(ctx context.Context, tx *store.Tx, appID string, r *tuwen.Reach) error {
	r.Buttons = []tuwen.TappedCount{}
	live, err := tx.Menus.Live(ctx, appID)
	if err != nil || live == nil {
		return err
	}
	taps, err := tx.Menus.Taps(ctx, appID, s.now())
	if err != nil {
		return err
	}
	live.Menu.TellTaps(s.now(), taps)
	r.Buttons, r.Taps = live.Menu.MostTapped(buttonsShown)
	return nil
}

func (s *Overview) sendsInto(ctx context.Context, tx *store.Tx, appID string, r *tuwen.Reach) error {
	r.Sends, r.Asking = []tuwen.MassSend{}, []tuwen.MassSend{}
	newest, err := tx.MassSends.List(ctx, appID, store.MassFilter{})
	if err != nil {
		return err
	}
	for _, m := range newest.Items {
		if m.State != tuwen.MassDraft && m.State != tuwen.MassCanceled && len(r.Sends) < sendsShown {
			r.Sends = append(r.Sends, m)
		}
	}
	for _, state := range []tuwen.MassSendState{tuwen.MassUnknown, tuwen.MassWaiting, tuwen.MassFailed, tuwen.MassDraft} {
		page, err := tx.MassSends.List(ctx, appID, store.MassFilter{State: state})
		if err != nil {
			return err
		}
		for _, m := range page.Items {
			if m.Asks(s.now()) {
				r.Asking = append(r.Asking, m)
			}
		}
	}
	return nil
}

func journeysInto(ctx context.Context, tx *store.Tx, appID string, r *tuwen.Reach) error {
	all, err := tx.Journeys.All(ctx, appID)
	if err != nil {
		return err
	}
	for _, j := range all {
		if j.State == tuwen.JourneyRunning {
			r.Running++
		}
		r.Inside += j.Counts.Inside
	}
	return nil
}

func unsentInto(ctx context.Context, tx *store.Tx, appID string, r *tuwen.Reach) error {
	page, err := tx.Messages.List(ctx, appID, store.MessageFilter{States: []tuwen.MessageState{tuwen.MessageUnsent, tuwen.MessageUnknown}, Limit: 1})
	if err != nil {
		return err
	}
	r.Unsent = page.Total
	if len(page.Items) > 0 {
		r.LastUnsent = &page.Items[0].CreatedAt
	}
	return nil
}
