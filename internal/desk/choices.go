package desk

import (
	"context"
	"strings"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// defaultLimit is how many items a page has where nobody said.
const defaultLimit = 20

// Choices is the picker: the materials of one source as one use may take
// them, each with whether it can be chosen and why not. What cannot be chosen
// is among them, so that nobody looks for it in vain.
//
// Drafts and published ones are read live without a search, and searched
// among those that are kept here. Before the published ones stand the newest
// that were sent in mass from here.
func (s *Materials) Choices(ctx context.Context, actor tuwen.Actor, appID string, q ChoiceQuery) (tuwen.Choices, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.Choices{}, err
	}
	usage, err := tuwen.UsageOf(q.Use)
	if err != nil {
		return tuwen.Choices{}, err
	}
	q.Q = strings.TrimSpace(q.Q)
	if q.Source == "" {
		q.Source = usage.Sources[0]
	}
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	out := tuwen.Choices{Usage: usage, Source: q.Source}
	var items []tuwen.Material
	switch {
	case q.Q != "" || q.Source == tuwen.History:
		items, err = s.searched(ctx, appID, q, &out)
	case q.Source == tuwen.Draft:
		items, err = s.draftChoices(ctx, appID, q, &out)
	case q.Source == tuwen.Published:
		items, err = s.publishedChoices(ctx, appID, q, &out)
	default:
		err = tuwen.Errorf(tuwen.Invalid, "source.unknown", "source is draft, history or published").With("field", "source")
	}
	if err != nil {
		return tuwen.Choices{}, err
	}
	out.Items = make([]tuwen.Choice, len(items))
	for i, m := range items {
		out.Items[i] = usage.Choose(m)
	}
	return out, nil
}

// searched lists from the local copy.
func (s *Materials) searched(ctx context.Context, appID string, q ChoiceQuery, out *tuwen.Choices) (items []tuwen.Material, err error) {
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Materials.List(ctx, appID, store.ListQuery{
			Source: q.Source, Q: q.Q, Limit: q.Limit, Cursor: q.Cursor, IncludeGone: true,
		})
		if err != nil {
			return err
		}
		items = p.Items
		out.NextCursor, out.Total, out.TotalMore = p.NextCursor, p.Total, p.TotalMore
		if q.Source == tuwen.History {
			out.FetchedAt, err = lastSync(ctx, tx, appID)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return items, s.shown(ctx, appID, items)
}

func (s *Materials) draftChoices(ctx context.Context, appID string, q ChoiceQuery, out *tuwen.Choices) ([]tuwen.Material, error) {
	offset, err := openOffset(q.Cursor)
	if err != nil {
		return nil, err
	}
	// Only the first page reads: the next ones belong to the same reading.
	r, err := (&Drafts{s.lists}).read(ctx, appID, q.Refresh && offset == 0)
	if err != nil {
		return nil, err
	}
	out.Total, out.FetchedAt, out.Error = len(r.Items), r.FetchedAt, r.Error
	offset = min(offset, len(r.Items))
	end := min(offset+q.Limit, len(r.Items))
	if end < len(r.Items) {
		out.NextCursor = sealOffset(end)
	}
	return r.Items[offset:end], nil
}

func (s *Materials) publishedChoices(ctx context.Context, appID string, q ChoiceQuery, out *tuwen.Choices) ([]tuwen.Material, error) {
	offset, err := openOffset(q.Cursor)
	if err != nil {
		return nil, err
	}
	r, err := (&Published{s.lists}).read(ctx, appID, offset, q.Refresh)
	if err != nil {
		return nil, err
	}
	out.Total, out.FetchedAt, out.Error = r.Total, r.FetchedAt, r.Error
	if offset+tuwen.PageSize < r.Total {
		out.NextCursor = sealOffset(offset + tuwen.PageSize)
	}
	if offset > 0 {
		return r.Items, nil
	}
	sent, err := s.massSent(ctx, appID)
	out.Total += len(sent)
	return append(sent, r.Items...), err
}

// massSentShown is how many mass-sent items stand before the published ones.
const massSentShown = 20

// massSent returns the newest of what was sent in mass, which WeChat's list of
// the published does not hold.
func (s *Materials) massSent(ctx context.Context, appID string) (sent []tuwen.Material, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		sent = nil
		p, err := tx.Materials.List(ctx, appID, store.ListQuery{Source: tuwen.Published, Limit: 100})
		for _, m := range p.Items {
			if m.ArticleID == "" && len(sent) < massSentShown {
				sent = append(sent, m)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return sent, s.shown(ctx, appID, sent)
}
