package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func planned(openID, event string, place int) tuwen.Message {
	return tuwen.Message{
		ID: store.EventID(after(place)), OpenID: openID, EventID: event, Place: place, CreatedAt: after(place), DueBy: after(60),
		Cause: tuwen.UsedBy{Kind: "reply_rule", ID: "r", Name: "欢迎"}, Reply: tuwen.Reply{Kind: tuwen.ReplyText, Text: "您好"},
		State: tuwen.MessagePlanned,
	}
}

func plan(t testing.TB, db *store.DB, messages ...tuwen.Message) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Messages.Plan(ctx, appID, messages) })
}

func ofEvent(t testing.TB, db *store.DB, event string) []tuwen.Message {
	t.Helper()
	return get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Message, error) {
		return tx.Messages.ByEvent(ctx, appID, event)
	})
}

func TestMessagesOfAPushArePlannedOnce(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		first := []tuwen.Message{planned("oA", "e1", 0), planned("oA", "e1", 1)}
		plan(t, db, first[1], first[0])
		plan(t, db, planned("oA", "e1", 0), planned("oA", "e1", 1))
		wantSame(t, ofEvent(t, db, "e1"), first)
		unasked := planned("oA", "", 0)
		unasked.ID, unasked.Reply.Label = "", "标题"
		plan(t, db, unasked)
		plan(t, db, unasked)
		wantSame(t, ofEvent(t, db, ""), []tuwen.Message{})
		p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Message], error) {
			return tx.Messages.List(ctx, appID, store.MessageFilter{})
		})
		wantSame(t, []any{p.Total, p.Items[0].ID != "", p.Items[3].Reply.Label}, []any{4, true, ""})
	})
}

func TestMessageIsClaimedByOneAndFinishedOnce(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		m := planned("oA", "e1", 0)
		plan(t, db, m)
		claim := func(node string) (ok bool) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				ok, err = tx.Messages.Claim(ctx, appID, m.ID, node, after(1))
				return err
			})
			return ok
		}
		finish := func(o store.Outcome) error {
			return db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Messages.Finish(ctx, appID, m.ID, o) })
		}
		var claimed atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if claim("node") {
					claimed.Add(1)
				}
			})
		}
		all.Wait()
		wantSame(t, int(claimed.Load()), 1)
		refused := &tuwen.Problem{Kind: tuwen.Refused, Code: "busy", WeChat: &tuwen.Answer{Errcode: -1}}
		if err := finish(store.Outcome{State: tuwen.MessagePlanned, Problem: refused, At: after(2)}); err != nil {
			t.Fatal(err)
		}
		m.Problem = refused
		wantSame(t, ofEvent(t, db, "e1"), []tuwen.Message{m})
		if !claim("node") {
			t.Error("a message that WeChat refused for now cannot be claimed again")
		}
		if err := finish(store.Outcome{State: tuwen.MessageUnsent, Reason: "allowance", At: after(3)}); err != nil {
			t.Fatal(err)
		}
		done := after(3)
		m.State, m.Reason, m.Problem, m.DoneAt = tuwen.MessageUnsent, "allowance", nil, &done
		wantSame(t, ofEvent(t, db, "e1"), []tuwen.Message{m})
		wantError(t, finish(store.Outcome{State: tuwen.MessageSent, At: after(4)}), tuwen.Conflict, "message.done")
		if claim("node") {
			t.Error("a message with an outcome was claimed")
		}
		m.ID = "none"
		wantError(t, finish(store.Outcome{State: tuwen.MessageSent, At: after(4)}), tuwen.NotFound, "message.unknown")
	})
}

func TestWhatWasSendingAtACrashIsUnknown(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var messages []tuwen.Message
		for i := range 5 {
			messages = append(messages, planned("oA", "e1", i))
		}
		plan(t, db, messages...)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			for i, node := range []string{"one", "other", "other"} {
				if _, err := tx.Messages.Claim(ctx, appID, messages[i].ID, node, after(10*i)); err != nil {
					return err
				}
			}
			n, err := tx.Messages.StuckSending(ctx, "one", after(15), after(40))
			wantSame(t, n, 2)
			return err
		})
		var states []tuwen.MessageState
		for _, m := range ofEvent(t, db, "e1") {
			states = append(states, m.State)
		}
		wantSame(t, states, []tuwen.MessageState{tuwen.MessageUnknown, tuwen.MessageUnknown, tuwen.MessageSending, tuwen.MessagePlanned, tuwen.MessagePlanned})
		m, done := ofEvent(t, db, "e1")[0], after(40)
		wantSame(t, []any{m.Reason, m.DoneAt}, []any{"crash", &done})
		due := get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.AccountMessage, error) {
			return tx.Messages.Due(ctx, after(4), 9)
		})
		wantSame(t, due, []store.AccountMessage{{AppID: appID, Message: messages[3]}})
	})
}

func TestMessagesAreListedAndPurged(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		states := []tuwen.MessageState{tuwen.MessagePlanned, tuwen.MessageSent, tuwen.MessageUnsent, tuwen.MessageUnknown}
		var open []string
		for i := range 40 {
			m := planned(fmt.Sprintf("o%d", i%2), "e1", i)
			if m.State = states[i%4]; i%4 > 1 {
				open = append(open, m.ID)
			}
			plan(t, db, m)
		}
		slices.Reverse(open)
		listed := func(f store.MessageFilter) (ids []string) {
			for range 50 {
				p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Message], error) {
					return tx.Messages.List(ctx, appID, f)
				})
				for _, m := range p.Items {
					ids = append(ids, m.ID)
				}
				if f.Cursor = p.NextCursor; f.Cursor == "" {
					wantSame(t, p.Total, len(ids))
					break
				}
			}
			return ids
		}
		unsent := []tuwen.MessageState{tuwen.MessageUnsent, tuwen.MessageUnknown}
		wantSame(t, listed(store.MessageFilter{States: unsent, Limit: 3}), open)
		wantSame(t, len(listed(store.MessageFilter{States: unsent, OpenID: "o1"})), 10)
		wantSame(t, len(listed(store.MessageFilter{})), 40)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Messages.Purge(ctx, after(20), 100)
			wantSame(t, n, 15) // not those planned
			return err
		})
		wantSame(t, len(listed(store.MessageFilter{})), 25)
	})
}

func TestOpenMessagesOfAContactAreInOrder(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		later, first, second, other := planned("oA", "e2", 0), planned("oA", "e1", 0), planned("oA", "e1", 1), planned("oB", "e3", 0)
		first.CreatedAt, second.CreatedAt, later.CreatedAt = after(1), after(1), after(2)
		plan(t, db, later, second, other, first)
		open := func(openID string) []store.OpenMessage {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.OpenMessage, error) {
				return tx.Messages.Open(ctx, appID, openID, 9)
			})
		}
		wantSame(t, open("oA"), []store.OpenMessage{{Message: first}, {Message: second}, {Message: later}})

		busy := &tuwen.Problem{Kind: tuwen.Unavailable, Code: "wechat.-1"}
		claim := func(m tuwen.Message) {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Messages.Claim(ctx, appID, m.ID, "node", after(3))
				return err
			})
		}
		claim(first)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Messages.Finish(ctx, appID, first.ID, store.Outcome{State: tuwen.MessagePlanned, Problem: busy, At: after(3), RetryAt: after(13)})
		})
		claim(second)
		first.Problem, second.State = busy, tuwen.MessageSending
		wantSame(t, open("oA"), []store.OpenMessage{{Message: first, Tries: 1, RetryAt: after(13)}, {Message: second}, {Message: later}})
		due := func(before int) (ids []string) {
			for _, m := range get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.AccountMessage, error) {
				return tx.Messages.Due(ctx, after(before), 9)
			}) {
				ids = append(ids, m.Message.ID)
			}
			return ids
		}
		wantSame(t, due(13), []string{other.ID, later.ID}) // the first is not lost: it waits
		wantSame(t, due(14), []string{other.ID, first.ID, later.ID})

		closed := &tuwen.Problem{Kind: tuwen.Refused, Code: "wechat.45015"}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Messages.Unsend(ctx, appID, "oA", store.Outcome{Reason: "window_closed", Problem: closed, At: after(20)})
			wantSame(t, n, 2)
			return err
		})
		wantSame(t, open("oA"), []store.OpenMessage{{Message: second}}) // it is under way
		done := after(20)
		first.State, first.Reason, first.Problem, first.DoneAt = tuwen.MessageUnsent, "window_closed", closed, &done
		wantSame(t, ofEvent(t, db, "e1")[0], first)
		wantSame(t, len(open("oB")), 1)
	})
}

func TestLateMessagesAreUnsent(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		late, sending, early := planned("oA", "e1", 0), planned("oA", "e1", 1), planned("oA", "e1", 2)
		early.DueBy = after(61)
		plan(t, db, late, sending, early)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.Messages.Claim(ctx, appID, sending.ID, "node", after(1)); err != nil {
				return err
			}
			n, err := tx.Messages.Late(ctx, after(60))
			wantSame(t, n, 1)
			return err
		})
		done := after(60)
		late.State, late.Reason, late.DoneAt = tuwen.MessageUnsent, "late", &done
		sending.State = tuwen.MessageSending
		wantSame(t, ofEvent(t, db, "e1"), []tuwen.Message{late, sending, early})
	})
}

func TestHeldContactIsChangedByNobodyElse(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		act(t, db, store.Act{AppID: appID, OpenID: "oA", At: at, Window: window(tuwen.WindowMessage, 0, 1000)})
		const each, writers = 10, 8
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for range each {
					do(t, db, func(ctx context.Context, tx *store.Tx) error {
						c, err := tx.Contacts.Hold(ctx, appID, "oA")
						if err != nil {
							return err
						}
						c.Window.Sent++ // lost, where somebody writes between
						return tx.Contacts.SetWindow(ctx, appID, "oA", *c.Window)
					})
				}
			})
		}
		all.Wait()
		wantSame(t, contact(t, db, "oA").Window.Sent, each*writers)
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Contacts.Hold(ctx, appID, "oNobody")
			return err
		})
		wantError(t, err, tuwen.NotFound, "contact.unknown")
	})
}
