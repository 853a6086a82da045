package store

import (
	"context"
	"slices"
	"strconv"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// use keeps what the journey refers to, in the draft and in the versions that
// people may still be in.
func (s Journeys) use(ctx context.Context, appID string, j tuwen.Journey) error {
	by := tuwen.UsedBy{Kind: journeyNoun, ID: j.ID, Name: j.Name}
	if err := s.tx.forgetAnswers(ctx, appID, by); err != nil {
		return err
	}
	if err := s.uses(ctx, appID, by, j.Graph); err != nil {
		return err
	}
	by.Active = j.State == tuwen.JourneyRunning || j.State == tuwen.JourneyPaused
	if !by.Active {
		return s.tx.repliesChanged(ctx, appID)
	}
	versions, err := s.Versions(ctx, appID, j.ID)
	if err != nil {
		return err
	}
	if j.Version > 0 && !slices.Contains(versions, j.Version) {
		versions = append(versions, j.Version)
	}
	// After the draft: where both use the same, it is in use.
	for _, n := range versions {
		v, err := s.Version(ctx, appID, j.ID, n)
		if err != nil {
			return err
		}
		if err := s.uses(ctx, appID, by, v.Graph); err != nil {
			return err
		}
	}
	return s.tx.repliesChanged(ctx, appID)
}

// uses keeps what one graph refers to: what it sends, the tags that it gives,
// takes or looks at, and the codes that begin it.
func (s Journeys) uses(ctx context.Context, appID string, by tuwen.UsedBy, g tuwen.Graph) error {
	if err := s.tx.answersAlso(ctx, appID, by, g.Replies()); err != nil {
		return err
	}
	for _, id := range g.TagIDs() {
		if err := s.tx.answersWith(ctx, appID, tagNoun, strconv.Itoa(id), by); err != nil {
			return err
		}
	}
	for _, id := range g.Trigger.CodeIDs {
		if err := s.tx.answersWith(ctx, appID, codeNoun, id, by); err != nil {
			return err
		}
	}
	return nil
}

// tagNoun is that of a tag among what journeys use.
const tagNoun = "tag"

// UsedBy returns the journeys that give, take or look at a tag.
func (s Tags) UsedBy(ctx context.Context, appID string, id int) ([]tuwen.UsedBy, error) {
	return s.tx.usersOf(ctx, appID, tagNoun, strconv.Itoa(id))
}

// UsedBy returns the journeys that a code begins by name.
func (s QRCodes) UsedBy(ctx context.Context, appID, id string) ([]tuwen.UsedBy, error) {
	return s.tx.usersOf(ctx, appID, codeNoun, id)
}
