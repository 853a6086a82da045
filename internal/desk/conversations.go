package desk

import (
	"context"
	"reflect"
	"strconv"
	"strings"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Conversations are the 菜单会话 of an account.
type Conversations struct{ *floor }

// All returns the account's conversations, the oldest first.
func (s *Conversations) All(ctx context.Context, actor tuwen.Actor, appID string) (all []tuwen.Conversation, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return nil, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if all, err = tx.Conversations.All(ctx, appID); err != nil {
			return err
		}
		var replies []tuwen.Reply
		for _, c := range all {
			for _, o := range c.Options {
				replies = append(replies, o.Reply)
			}
		}
		stock, err := tx.Catalog.Stock(ctx, appID, replies...)
		for _, c := range all {
			stock.TellOptions(c.Options)
		}
		return err
	})
	return all, err
}

// ByID returns one conversation.
func (s *Conversations) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (c tuwen.Conversation, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return c, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err = oneConversation(ctx, tx, appID, id)
		return err
	})
	return c, err
}

func oneConversation(ctx context.Context, tx *store.Tx, appID, id string) (tuwen.Conversation, error) {
	if _, err := tx.Accounts.ByID(ctx, appID); err != nil {
		return tuwen.Conversation{}, err
	}
	c, err := tx.Conversations.ByID(ctx, appID, id)
	if err != nil {
		return c, err
	}
	stock, err := tx.Catalog.Stock(ctx, appID, answersOf(c)...)
	stock.TellOptions(c.Options)
	return c, err
}

func answersOf(c tuwen.Conversation) []tuwen.Reply {
	replies := make([]tuwen.Reply, len(c.Options))
	for i, o := range c.Options {
		replies[i] = o.Reply
	}
	return replies
}

// Create adds a conversation; it is [tuwen.Invalid] as
// [tuwen.Conversation.Check] says.
func (s *Conversations) Create(ctx context.Context, actor tuwen.Actor, appID string, in ConversationForm) (c tuwen.Conversation, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return c, err
	}
	id := store.NewID()
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		c = tuwen.Conversation{ID: id, UsedBy: []tuwen.UsedBy{}, UpdatedAt: s.now(), UpdatedBy: actor.Name}
		in.fill(&c)
		if err := checkConversation(ctx, tx, appID, &c); err != nil {
			return err
		}
		if err := tx.Conversations.Put(ctx, appID, c); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "conversation.create", AppID: appID, Subject: c.ID, Name: c.Name, Details: conversationDetails(tuwen.Conversation{}, c),
		})
	})
	return c, err
}

// Change replaces a conversation: [tuwen.Conflict] "edit.conflict" where it
// was changed after the form's UpdatedAt, [tuwen.Invalid] as
// [tuwen.Conversation.Check] says. An option that keeps its id keeps its
// picks, and works on phones where an old message shows it.
func (s *Conversations) Change(ctx context.Context, actor tuwen.Actor, appID, id string, in ConversationForm) (c tuwen.Conversation, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return c, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if c, err = oneConversation(ctx, tx, appID, id); err != nil {
			return err
		}
		before := c
		if err := untouched(in.UpdatedAt, c.UpdatedAt, c.UpdatedBy); err != nil {
			return err
		}
		in.fill(&c)
		if err := checkConversation(ctx, tx, appID, &c); err != nil || reflect.DeepEqual(c, before) {
			return err
		}
		c.UpdatedAt, c.UpdatedBy = edited(s.now(), before.UpdatedAt), actor.Name
		if err := tx.Conversations.Put(ctx, appID, c); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "conversation.change", AppID: appID, Subject: c.ID, Name: c.Name, Details: conversationDetails(before, c),
		})
	})
	return c, err
}

// Delete removes a conversation with its counts. While something active leads
// to it, it is [tuwen.Conflict] "conversation.in_use" naming that, unless
// forced: then the fallback text answers in its place.
func (s *Conversations) Delete(ctx context.Context, actor tuwen.Actor, appID, id string, force bool) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err := oneConversation(ctx, tx, appID, id)
		if err != nil {
			return err
		}
		d := conversationDetails(c, tuwen.Conversation{})
		if active := activeUses(c.UsedBy); len(active) > 0 {
			if !force {
				return tuwen.Errorf(tuwen.Conflict, "conversation.in_use", "something active leads to this conversation").
					With("count", strconv.Itoa(len(active))).Naming(active)
			}
			d["forced"], d["uses"] = "true", names(active)
		}
		if err := tx.Conversations.Delete(ctx, appID, id); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "conversation.delete", AppID: appID, Subject: id, Name: c.Name, Details: d})
	})
}

// checkConversation checks a conversation against what is there and fills in
// what its options refer to. An option whose id is that of an option
// elsewhere, as in a copy, gets its own: a tap tells no more than the id.
func checkConversation(ctx context.Context, tx *store.Tx, appID string, c *tuwen.Conversation) error {
	stock, err := tx.Catalog.Stock(ctx, appID, answersOf(*c)...)
	if err != nil {
		return err
	}
	for id, other := range stock.Conversations {
		for i, o := range c.Options {
			if _, taken := other.Tapped(o.ID); taken && id != c.ID {
				c.Options[i].ID = store.NewID()
			}
		}
	}
	if err := c.Check(stock); err != nil {
		return err
	}
	stock.TellOptions(c.Options)
	return nil
}

// fill writes the form into a conversation. Options that are there already
// keep their picks.
func (f *ConversationForm) fill(c *tuwen.Conversation) {
	picks := map[string]int{}
	for _, o := range c.Options {
		picks[o.ID] = o.Picks
	}
	c.Name, c.Opening, c.Closing = strings.TrimSpace(f.Name), strings.TrimSpace(f.Opening), strings.TrimSpace(f.Closing)
	c.Options = make([]tuwen.Option, len(f.Options))
	for i, o := range f.Options {
		id := o.ID
		if id == "" {
			id = store.NewID()
		}
		c.Options[i] = tuwen.Option{ID: id, Label: strings.TrimSpace(o.Label), Reply: o.Reply, Picks: picks[id]}
	}
}

// conversationDetails says what changed, for the audit.
func conversationDetails(before, after tuwen.Conversation) details {
	d := details{}
	d.changed("name", before.Name, after.Name)
	d.changed("opening", short(before.Opening), short(after.Opening))
	d.changed("closing", short(before.Closing), short(after.Closing))
	d.changed("options", sayOptions(before.Options), sayOptions(after.Options))
	return d
}

func sayOptions(options []tuwen.Option) string {
	all := make([]string, len(options))
	for i, o := range options {
		all[i] = o.Label + ": " + sayReplies([]tuwen.Reply{o.Reply})
	}
	return short(strings.Join(all, " / "))
}
