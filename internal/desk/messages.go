package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Messages are the customer-service messages 客服消息 of an account.
type Messages struct{ *floor }

// MessageQuery is a stretch of the messages; empty filters let everything
// pass.
type MessageQuery = store.MessageFilter

// List returns a stretch of the messages, newest first, each with what its
// reply is called.
func (s *Messages) List(ctx context.Context, actor tuwen.Actor, appID string, q MessageQuery) (out tuwen.Page[tuwen.Message], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if out, err = tx.Messages.List(ctx, appID, q); err != nil {
			return err
		}
		all := make([]*tuwen.Message, len(out.Items))
		for i := range out.Items {
			all[i] = &out.Items[i]
		}
		return labelMessages(ctx, tx, appID, all)
	})
	return out, err
}

// ByID returns one message, with what its reply is called; else
// [tuwen.NotFound] "message.unknown": the oldest are not kept.
func (s *Messages) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (m tuwen.Message, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return m, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if m, err = tx.Messages.ByID(ctx, appID, id); err != nil {
			return err
		}
		return labelMessages(ctx, tx, appID, []*tuwen.Message{&m})
	})
	return m, err
}

// labelMessages fills in what the replies are called.
func labelMessages(ctx context.Context, tx *store.Tx, appID string, messages []*tuwen.Message) error {
	replies := make([]tuwen.Reply, len(messages))
	for i, m := range messages {
		replies[i] = m.Reply
	}
	stock, err := tx.Catalog.Stock(ctx, appID, replies...)
	if err != nil {
		return err
	}
	// Why a message was not sent is its own; what stands in its way now is not.
	stock.Tell(tuwen.ForMenu, replies)
	for i, m := range messages {
		m.Reply.Label = replies[i].Label
	}
	return nil
}

// Events are the pushes of an account.
type Events struct{ *floor }

// EventQuery is a stretch of the events; empty filters let everything pass.
type EventQuery = store.EventFilter

// List returns a stretch of the events, newest first, without pushes and
// answers, with the names of the codes that were scanned.
func (s *Events) List(ctx context.Context, actor tuwen.Actor, appID string, q EventQuery) (out tuwen.Page[tuwen.Event], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if out, err = tx.Events.List(ctx, appID, q); err != nil {
			return err
		}
		return nameCodes(ctx, tx, appID, scenesOf(out.Items, ofEvent)...)
	})
	return out, err
}

// ByID returns one event. An operator sees the decrypted push and what was
// answered with it; a viewer does not.
func (s *Events) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (e tuwen.Event, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return e, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if e, err = tx.Events.ByID(ctx, appID, id); err != nil {
			return err
		}
		return nameCodes(ctx, tx, appID, ofEvent(&e))
	})
	if !actor.Role.AtLeast(tuwen.Operates) {
		e.Raw, e.Answer = "", ""
	}
	return e, err
}
