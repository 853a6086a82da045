package store

import (
	"context"
	"database/sql"
	"fmt"
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

// Inhabited returns the journeys of all accounts that run or are paused and
// have former versions, and which versions people are in, as a text: another
// one where it is others.
func (s Journeys) Inhabited(ctx context.Context) (map[AccountItem]string, error) {
	all := map[AccountItem]string{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var k AccountItem
		var part string
		var people int64
		err := r.Scan(&k.AppID, &k.ID, &part, &people)
		if people > 0 {
			part += " "
		} else {
			part = ""
		}
		all[k] += part
		return err
	}, `SELECT j.app_id, j.id, COALESCE(t.part, ''), CAST(COALESCE(sum(t.n), 0) AS BIGINT) FROM journeys j
		LEFT JOIN tallies t ON t.app_id = j.app_id AND t.noun = 'journey' AND t.subject = j.id AND t.part LIKE 'version/%'
		WHERE j.state IN ('running', 'paused') AND j.version > 1
		GROUP BY j.app_id, j.id, t.part ORDER BY j.app_id, j.id, t.part`)
	if err != nil {
		return nil, fmt.Errorf("look which versions people are in: %w", err)
	}
	return all, nil
}

// KeepUses keeps anew what a journey uses, so that what only versions use that
// everybody has left is free. [tuwen.NotFound] "journey.unknown" where there is
// none.
func (s Journeys) KeepUses(ctx context.Context, k AccountItem) error {
	j, err := s.Hold(ctx, k.AppID, k.ID)
	if err != nil {
		return err
	}
	return s.use(ctx, k.AppID, j)
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
