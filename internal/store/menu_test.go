package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func sending(id, name string, replies ...tuwen.Reply) tuwen.Button {
	return tuwen.Button{ID: id, Name: name, Action: tuwen.ButtonSend, Replies: replies}
}

func teaMenu() tuwen.Menu {
	return tuwen.Menu{
		Buttons: []tuwen.Button{
			sending("a", "茶", tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "m0001", Article: 1}, tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "conv-1"}),
			{ID: "g", Name: "更多", Buttons: []tuwen.Button{{ID: "b", Name: "官网", Action: tuwen.ButtonPage, URL: "https://h/?a=1&b=2"}}},
		},
		Conditional: []tuwen.ConditionalMenu{{ID: "c", Name: "老客", TagID: 100, Buttons: []tuwen.Button{sending("d", "会员", tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "m0002"})}}},
	}
}

// putMenu makes a menu the draft and the live one.
func putMenu(ctx context.Context, tx *store.Tx, id string, seconds int, m tuwen.Menu) error {
	if err := tx.Menus.PutDraft(ctx, appID, tuwen.MenuDraft{Menu: m, UpdatedAt: after(seconds), UpdatedBy: "小禾"}); err != nil {
		return err
	}
	return tx.Menus.Put(ctx, appID, menuVersion(id, seconds, m))
}

func menuVersion(id string, seconds int, m tuwen.Menu) tuwen.MenuVersion {
	return tuwen.MenuVersion{ID: id, Source: tuwen.MenuPublished, At: after(seconds), By: "小禾", Menu: m, MenuIDs: map[string]string{"c": "208"}}
}

func TestMenuDraftIsNotLive(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(3)...)
		none := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.MenuDraft, error) {
			d, live, err := tx.Menus.Draft(ctx, appID)
			if live != "" {
				t.Errorf("live %q", live)
			}
			return d, err
		})
		wantSame(t, none, tuwen.MenuDraft{Menu: tuwen.Menu{Buttons: []tuwen.Button{}, Conditional: []tuwen.ConditionalMenu{}}})
		labeled := teaMenu()
		labeled.Buttons[0].Replies[0].Label = "第1篇"
		draft := tuwen.MenuDraft{Menu: labeled, UpdatedAt: at, UpdatedBy: "小禾"}
		before := version(t, db)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Menus.PutDraft(ctx, appID, draft) })
		if version(t, db) != before {
			t.Error("a draft changed what pushes are answered with")
		}
		draft.Menu = teaMenu()
		got := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.MenuDraft, error) {
			d, _, err := tx.Menus.Draft(ctx, appID)
			return d, err
		})
		wantSame(t, got, draft)
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{{Kind: "menu", ID: "a", Name: "茶"}})
		buttons := get(t, db, func(ctx context.Context, tx *store.Tx) (map[string]tuwen.Answerer, error) {
			return tx.Menus.Buttons(ctx, appID)
		})
		if len(buttons) != 0 {
			t.Errorf("the draft answers: %v", buttons)
		}
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Menus.PutDraft(ctx, "wxnone", draft) })
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}

// The draft holds the live menu's buttons too, and keeps nothing from being in use.
func TestConversationOfTheLiveMenuIsInUseBesideADraftThatStartsItToo(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		menu := tuwen.Menu{Conditional: []tuwen.ConditionalMenu{}, Buttons: []tuwen.Button{
			sending("a", "管家", tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "c1"}),
		}}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Conversations.Put(ctx, appID, tuwen.Conversation{ID: "c1", Name: "小管家"})
		})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Menus.PutDraft(ctx, appID, tuwen.MenuDraft{Menu: menu})
		})
		wantUse := func(active bool) {
			t.Helper()
			all := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Conversation, error) {
				return tx.Conversations.All(ctx, appID)
			})
			wantSame(t, all[0].UsedBy, []tuwen.UsedBy{{Kind: "menu", ID: "a", Name: "管家", Active: active}})
		}
		wantUse(false)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return putMenu(ctx, tx, "v1", 0, menu) })
		wantUse(true)
	})
}

// What a live menu sends is in use; what one before it sent is answered still.
func TestButtonsOfEarlierMenusStillAnswer(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(4)...)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return putMenu(ctx, tx, "v1", 0, teaMenu()) })
		before := version(t, db)
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{{Kind: "menu", ID: "a", Name: "茶", Active: true}})
		wantSame(t, byID(t, db, "m0002").UsedBy, []tuwen.UsedBy{{Kind: "menu", ID: "d", Name: "会员", Active: true}})

		next := tuwen.Menu{Conditional: []tuwen.ConditionalMenu{}, Buttons: []tuwen.Button{
			sending("e", "新茶", tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "m0003"}),
			{ID: "f", Name: "网", Action: tuwen.ButtonPage, URL: "https://h/?a=1&b=2"},
		}}
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Menus.Ready(ctx, appID, next) })
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return putMenu(ctx, tx, "v2", 10, next) })
		if version(t, db) == before {
			t.Error("another menu did not change what pushes are answered with")
		}
		if by := byID(t, db, "m0001").UsedBy; len(by) != 0 {
			t.Errorf("what no menu sends any more is used by %v", by)
		}
		h := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Holdings, error) {
			return tx.Catalog.Holdings(ctx, appID)
		})
		got := map[string]string{}
		for target, a := range h.Buttons {
			got[target] = fmt.Sprint(a.By.ID, " ", a.By.Active)
		}
		wantSame(t, got, map[string]string{"tuwen:a": "a false", "tuwen:d": "d false", "tuwen:e": "e true", "https://h/?a=1&b=2": "f true"})
		for _, id := range []string{"m0001", "m0002", "m0003"} {
			if _, ok := h.Stock.Materials[id]; !ok {
				t.Errorf("the stock lacks %s", id)
			}
		}
	})
}

func TestMenuVersionsAreKept(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(3)...)
		for i := range 3 {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return putMenu(ctx, tx, fmt.Sprint("v", i), i, teaMenu())
			})
		}
		live := get(t, db, func(ctx context.Context, tx *store.Tx) (*tuwen.MenuVersion, error) { return tx.Menus.Live(ctx, appID) })
		want := menuVersion("v2", 2, teaMenu())
		want.Live = true
		wantSame(t, live, &want)
		var ids []string
		for cursor := ""; ; {
			p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.MenuVersion], error) {
				return tx.Menus.Versions(ctx, appID, 2, cursor)
			})
			for _, v := range p.Items {
				ids = append(ids, fmt.Sprint(v.ID, v.Live, v.By, len(v.Menu.Conditional)))
			}
			if cursor = p.NextCursor; cursor == "" {
				wantSame(t, p.Total, 3)
				break
			}
		}
		wantSame(t, ids, []string{"v2true小禾1", "v1false小禾1", "v0false小禾1"})
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.MenuVersion, error) {
			return tx.Menus.Version(ctx, appID, "none")
		})
		wantError(t, err, tuwen.NotFound, "menu_version.unknown")
	})
}

func TestTapsAreCountedPerButtonAndDay(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		today, before := tuwen.BeijingDay(at), tuwen.BeijingDay(at.AddDate(0, 0, -6))
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Menus.Tap(ctx, appID, map[store.Tapped]int{
				{"a", today}: 2, {"a", before}: 1, {"b", today}: 1, {"a", tuwen.BeijingDay(at.AddDate(0, 0, -7))}: 9,
			})
		})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Menus.Tap(ctx, appID, map[store.Tapped]int{{"a", today}: 3})
		})
		got := get(t, db, func(ctx context.Context, tx *store.Tx) (map[string]map[string]int, error) {
			return tx.Menus.Taps(ctx, appID, at)
		})
		wantSame(t, got, map[string]map[string]int{"a": {today: 5, before: 1}, "b": {today: 1}})
	})
}
