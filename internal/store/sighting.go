package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
)

// A sighting is the first thing that a contact did on the Beijing day on which
// it last did anything. Each contact has one at the most, by which those are
// found who were seen lately.

// dayMillis is how long a day is, and beijingMillis how much earlier it begins
// in Beijing, which knows no summer time.
const (
	dayMillis     = int64(24 * time.Hour / time.Millisecond)
	beijingMillis = int64(8 * time.Hour / time.Millisecond)
)

// dayOf numbers the Beijing days.
func dayOf(ms int64) int64 { return (ms + beijingMillis) / dayMillis }

// sightedSince is from when on those were sighted who were seen at a time or
// later.
func sightedSince(t time.Time) int64 { return dayOf(millis(t))*dayMillis - beijingMillis }

// sighted returns the contact's sighting before and after the act, 0 for none.
func (a *Act) sighted() (before, now int64) {
	if a.Before != nil {
		before = millis(a.Before.SightedAt)
	}
	now = millis(a.At)
	if dayOf(now) <= dayOf(before) {
		return before, before
	}
	// WeChat tells seconds. Those of one second that are received one after the
	// other are to stand so, beside each other.
	if now%1000 == 0 && !a.ReceivedAt.IsZero() {
		now += millis(a.ReceivedAt) % 1000
	}
	return before, now
}

// sightingRows are those that begin, and those that move to another time.
type sightingRows struct{ begin, move [][]any }

func (r *sightingRows) add(a Act, before, now int64) {
	switch before {
	case now:
	case 0:
		r.begin = append(r.begin, []any{a.AppID, now, a.OpenID})
	default:
		r.move = append(r.move, []any{a.AppID, before, a.OpenID, now})
	}
}

// write writes them, when the contacts are held that they are of.
func (r *sightingRows) write(ctx context.Context, tx *Tx) error {
	if err := tx.insert(ctx, "sightings (app_id, at, openid)", "", r.begin); err != nil {
		return fmt.Errorf("put sightings: %w", err)
	}
	if _, err := tx.update(ctx, "sightings", "at = v.later", 3, []string{"app_id", "at", "openid", "later"}, r.move); err != nil {
		return fmt.Errorf("move sightings: %w", err)
	}
	return nil
}

// eraseContact deletes a contact, and where it was sighted: who deletes it has
// it as the last who saw it left it.
func (s Contacts) eraseContact(ctx context.Context, appID, openID string) error {
	sighted, err := s.tx.q.EraseContact(ctx, db.EraseContactParams{AppID: appID, OpenID: openID})
	if err != nil {
		return err
	}
	for _, at := range sighted {
		if err := s.tx.q.EraseSighting(ctx, db.EraseSightingParams{AppID: appID, At: at, OpenID: openID}); err != nil {
			return err
		}
	}
	return nil
}
