package store

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Conversations are the 菜单会话 of an account.
type Conversations struct{ tx *Tx }

// Picked is an option of a conversation.
type Picked struct {
	ConversationID string
	OptionID       string
}

// All returns the account's conversations, the oldest first, with their
// counts and what leads to them.
func (s Conversations) All(ctx context.Context, appID string) ([]tuwen.Conversation, error) {
	rows, err := s.tx.q.Conversations(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	counts, err := s.tx.tallies(ctx, appID, conversationNoun)
	if err != nil {
		return nil, err
	}
	uses, err := s.tx.q.ReplyUses(ctx, db.ReplyUsesParams{AppID: appID, Noun: conversationNoun})
	if err != nil {
		return nil, fmt.Errorf("read uses: %w", err)
	}
	usedBy := map[string][]tuwen.UsedBy{}
	for _, u := range uses {
		usedBy[u.Target] = append(usedBy[u.Target], tuwen.UsedBy{Kind: u.Kind, ID: u.UseID, Name: u.Name, Active: u.Active})
	}
	all := make([]tuwen.Conversation, len(rows))
	for i, r := range rows {
		if all[i], err = conversation(db.ConversationRow(r), counts); err != nil {
			return nil, err
		}
		if by := usedBy[r.ID]; by != nil {
			all[i].UsedBy = by
		}
	}
	return all, nil
}

// ByID returns one conversation, else [tuwen.NotFound]
// "conversation.unknown".
func (s Conversations) ByID(ctx context.Context, appID, id string) (tuwen.Conversation, error) {
	r, err := s.tx.q.Conversation(ctx, db.ConversationParams{AppID: appID, ID: id})
	if err != nil {
		return tuwen.Conversation{}, found(err, "conversation.unknown", "conversation")
	}
	counts, err := s.tx.talliesOf(ctx, appID, conversationNoun, id)
	if err != nil {
		return tuwen.Conversation{}, err
	}
	c, err := conversation(r, counts)
	if err != nil {
		return c, err
	}
	c.UsedBy, err = s.tx.usersOf(ctx, appID, conversationNoun, id)
	return c, err
}

// Put adds or replaces a conversation, and keeps what its options answer with
// among the uses. Its counts and what leads to it are not written.
// [tuwen.NotFound] "account.unknown" where the account is not there.
func (s Conversations) Put(ctx context.Context, appID string, c tuwen.Conversation) error {
	replies := make([]tuwen.Reply, len(c.Options))
	for i, o := range c.Options {
		replies[i] = o.Reply
	}
	kept := make([]tuwen.Option, len(c.Options))
	for i, r := range written(replies) {
		kept[i] = tuwen.Option{ID: c.Options[i].ID, Label: c.Options[i].Label, Reply: r}
	}
	options, err := toJSON(kept, len(kept) == 0)
	if err != nil {
		return err
	}
	err = s.tx.q.PutConversation(ctx, db.PutConversationParams{
		AppID: appID, ID: c.ID, Name: text(c.Name), Opening: text(c.Opening), Closing: text(c.Closing), Options: options,
		CreatedAt: millis(c.UpdatedAt), UpdatedAt: millis(c.UpdatedAt), UpdatedBy: text(c.UpdatedBy),
	})
	if err != nil {
		return s.tx.owned(err, "put conversation")
	}
	by := tuwen.UsedBy{Kind: conversationNoun, ID: c.ID, Name: c.Name, Active: true}
	if err := s.tx.answers(ctx, appID, by, replies); err != nil {
		return err
	}
	return s.tx.repliesChanged(ctx, appID)
}

// Delete removes the conversation, its uses and its counts, else
// [tuwen.NotFound] "conversation.unknown". What leads to it is not changed:
// see its UsedBy first.
func (s Conversations) Delete(ctx context.Context, appID, id string) error {
	n, err := s.tx.q.DeleteConversation(ctx, db.DeleteConversationParams{AppID: appID, ID: id})
	if err := hit(n, err, "conversation.unknown", "conversation"); err != nil {
		return err
	}
	return s.tx.forgetAnswerer(ctx, appID, tuwen.UsedBy{Kind: conversationNoun, ID: id})
}

// Start counts how often conversations were begun, by their ids.
func (s Conversations) Start(ctx context.Context, appID string, times map[string]int) error {
	counts := make([]tally, 0, len(times))
	for id, n := range times {
		counts = append(counts, tally{subject: id, n: n})
	}
	return s.tx.tally(ctx, appID, conversationNoun, counts)
}

// Pick counts how often options were picked.
func (s Conversations) Pick(ctx context.Context, appID string, times map[Picked]int) error {
	counts := make([]tally, 0, len(times))
	for p, n := range times {
		counts = append(counts, tally{subject: p.ConversationID, part: "option:" + p.OptionID, n: n})
	}
	return s.tx.tally(ctx, appID, conversationNoun, counts)
}

func conversation(r db.ConversationRow, counts sums) (tuwen.Conversation, error) {
	options, err := listFromJSON[tuwen.Option](r.Options)
	for i := range options {
		options[i].Picks = counts[r.ID]["option:"+options[i].ID]
	}
	return tuwen.Conversation{
		ID: r.ID, Name: r.Name, Opening: r.Opening, Closing: r.Closing, Options: options, UsedBy: []tuwen.UsedBy{},
		Starts: counts[r.ID][""], UpdatedAt: fromMillis(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}, err
}
