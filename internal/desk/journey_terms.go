package desk

import (
	"context"
	"maps"
	"slices"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// told returns a journey with what is told of the graph that is being edited.
func (s *Journeys) told(ctx context.Context, tx *store.Tx, appID string, j tuwen.Journey) (tuwen.Journey, error) {
	one := []tuwen.Journey{j}
	err := s.tell(ctx, tx, appID, one)
	return one[0], err
}

// tell fills in what is not kept on the journeys themselves: what their replies
// are called, what is wrong with them, and whether their messages can be
// delivered.
func (s *Journeys) tell(ctx context.Context, tx *store.Tx, appID string, all []tuwen.Journey) error {
	terms, err := s.terms(ctx, tx, appID, all)
	if err != nil {
		return err
	}
	for i := range all {
		g := &all[i].Graph
		terms.Stock.TellGraph(*g)
		all[i].Problems, all[i].Reach = g.Problems(terms), g.Reach(terms)
	}
	return nil
}

// terms are what there is of what the journeys name.
func (s *Journeys) terms(ctx context.Context, tx *store.Tx, appID string, all []tuwen.Journey) (tuwen.JourneyTerms, error) {
	t := tuwen.JourneyTerms{Now: s.now(), CodeIDs: []string{}}
	account, err := tx.Accounts.ByID(ctx, appID)
	if err != nil {
		return t, err
	}
	t.CustomerService = account.Verified
	var replies []tuwen.Reply
	var codeIDs []string
	for _, j := range all {
		replies = append(replies, j.Graph.Replies()...)
		codeIDs = append(codeIDs, j.Graph.Trigger.CodeIDs...)
	}
	if t.Stock, err = tx.Catalog.Stock(ctx, appID, replies...); err != nil {
		return t, err
	}
	if t.Tags, err = tx.Tags.All(ctx, appID); err != nil {
		return t, err
	}
	if len(t.Tags) == 0 {
		t.Tags = nil // they were never read: every account has some
	}
	codes, err := tx.QRCodes.ByIDs(ctx, appID, codeIDs)
	if err != nil {
		return t, err
	}
	for _, c := range codes {
		t.CodeIDs = append(t.CodeIDs, c.ID)
	}
	buttons, err := tx.Menus.Buttons(ctx, appID)
	t.Targets = slices.Collect(maps.Keys(buttons))
	if t.Targets == nil {
		t.Targets = []string{}
	}
	return t, err
}

// newGraph is what a journey begins with.
func newGraph(template string, l tuwen.Language) (tuwen.Graph, error) {
	if template == "" {
		return tuwen.Graph{Steps: []tuwen.Step{}, Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever}}, nil
	}
	t, err := tuwen.JourneyTemplateOf(template, l)
	return t.Graph.Written(), err
}

// Templates returns what a journey can be made from, in a language.
func (s *Journeys) Templates(ctx context.Context, actor tuwen.Actor, appID string, l tuwen.Language) ([]tuwen.JourneyTemplate, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return nil, err
	}
	if _, err := s.account(ctx, appID); err != nil {
		return nil, err
	}
	return tuwen.JourneyTemplates(l), nil
}
