package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestMaterialsKeepEveryField(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		want := tuwen.Material{
			MediaID: "abc_-1", Source: tuwen.Published, ArticleID: "art-1",
			CreateTime: at.Add(-time.Hour), UpdateTime: at, FetchedAt: at.Add(time.Minute),
			Articles: []tuwen.Article{
				{Index: 0, Title: "春分 🌱 “引号” 'x'", Author: "编辑", Digest: "摘要\n两行", URL: "https://mp.weixin.qq.com/s/a",
					ContentSourceURL: "https://a.example/?a=1&b=2", CoverURL: "https://mmbiz.qpic.cn/a", ThumbMediaID: "t1",
					Type: "news", Body: strings.Repeat("<p>正文 🌱 &amp; \"引号\"</p>\x00\n", 500)},
				{Index: 1, Title: "第二篇", Deleted: true, Body: "x"},
				{Index: 2, Title: "没有正文"},
			},
			UsedBy: []tuwen.UsedBy{{Kind: "menu", ID: "1", Name: "菜单", Active: true}, {Kind: "qrcode", ID: "7", Name: "门店"}},
			Note:   "头条",
		}
		want.Lead()
		put(t, db, store.Put{Material: want, Hash: "h"})
		note(t, db, want.MediaID, want.Note)
		use(t, db, want.MediaID, want.UsedBy[1])
		use(t, db, want.MediaID, want.UsedBy[0])
		wantSame(t, byID(t, db, want.MediaID), want)

		for i := range want.Articles {
			want.Articles[i].Body = ""
		}
		got := list(t, db, store.ListQuery{})
		wantSame(t, got, store.Page{Items: []tuwen.Material{want}, Total: 1})
	})
}

func TestMaterialsPutReplacesArticles(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		three := item("a", 0, "旧", "<p>旧</p>")
		three.Material.Articles = append(three.Material.Articles, tuwen.Article{Index: 1, Title: "二"}, tuwen.Article{Index: 2, Title: "三"})
		put(t, db, three)
		one := item("a", 5, "新", "<p>新</p>")
		put(t, db, one)
		wantSame(t, byID(t, db, "a"), one.Material)
		if got := search(t, db, "旧"); len(got) > 0 {
			t.Errorf("the old title is still found: %v", got)
		}
	})
}

func TestMaterialsPutTakesTheLaterOfTwoEqualIDs(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, item("a", 0, "先", ""), item("b", 0, "乙", ""), item("a", 1, "后", ""))
		if got := byID(t, db, "a").Title; got != "后" {
			t.Errorf("got title %q, want the later one", got)
		}
	})
}

func TestMaterialsPutOfUnknownAccountIsNotFound(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Materials.Put(ctx, "wxnobody000000", []store.Put{item("a", 0, "甲", "")})
		})
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}

func TestMaterialsByIDOfAnotherAccountIsNotFound(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID, "wxother00000000")
		put(t, db, item("a", 0, "甲", ""))
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
			return tx.Materials.ByID(ctx, "wxother00000000", "a")
		})
		wantError(t, err, tuwen.NotFound, "material.unknown")
	})
}

func TestMaterialsGetKeepsTheOrderAskedFor(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(3)...)
		got := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Material, error) {
			return tx.Materials.Get(ctx, appID, []string{"m0002", "none", "m0000", "m0001"})
		})
		wantSame(t, ids(got), []string{"m0002", "m0000", "m0001"})
	})
}

func ids(all []tuwen.Material) []string {
	ids := make([]string, len(all))
	for i, m := range all {
		ids[i] = m.MediaID
	}
	return ids
}

func TestMaterialsListGoesFromNewestToOldest(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		puts := append(items(45), item("B", 0, "同时", ""), item("a", 0, "同时", ""), item("_", 0, "同时", ""))
		slices.Reverse(puts)
		put(t, db, puts...)
		want := []string{"B", "_", "a", "m0000"} // of one second, by the bytes of the id
		for _, p := range items(45)[1:] {
			want = append(want, p.Material.MediaID)
		}
		for _, limit := range []int{0, 1, 7, 48, 100} {
			wantSame(t, listed(t, db, store.ListQuery{Limit: limit, Source: tuwen.History}), want)
			wantSame(t, listed(t, db, store.ListQuery{Limit: limit}), want)
		}
		if got := list(t, db, store.ListQuery{}); got.Total != 48 || got.TotalMore || len(got.Items) != 20 {
			t.Errorf("got total %d, more %v, %d items; want 48, false, 20", got.Total, got.TotalMore, len(got.Items))
		}
		if got := list(t, db, store.ListQuery{Source: tuwen.Draft}); got.Total != 0 || len(got.Items) != 0 || got.Items == nil {
			t.Errorf("drafts: got %+v, want an empty page", got)
		}
	})
}

func TestMaterialsListRefusesAForeignCursor(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(3)...)
		ofList := list(t, db, store.ListQuery{Limit: 1}).NextCursor
		ofSearch := list(t, db, store.ListQuery{Limit: 1, Q: "第"}).NextCursor
		for _, q := range []store.ListQuery{
			{Cursor: "x"}, {Cursor: "!!"}, {Cursor: "MTIz"}, {Cursor: strings.Repeat("A", 4000)},
			{Cursor: ofSearch}, {Cursor: ofList, Q: "第"},
		} {
			_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (store.Page, error) {
				return tx.Materials.List(ctx, appID, q)
			})
			wantError(t, err, tuwen.Invalid, "cursor.bad")
		}
	})
}

func TestMaterialsListFilters(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID, "wxother00000000")
		puts := items(6)
		puts[5].Material.UpdateTime = time.Date(2026, 4, 30, 16, 0, 0, 0, time.UTC) // May in Beijing
		puts[4].Material.UpdateTime = time.Date(2026, 4, 30, 15, 59, 59, 0, time.UTC)
		put(t, db, puts...)
		note(t, db, "m0001", "一")
		note(t, db, "m0003", "三")
		note(t, db, "nothing", "没有素材")
		use(t, db, "m0001", tuwen.UsedBy{Kind: "menu", ID: "1"})
		use(t, db, "m0001", tuwen.UsedBy{Kind: "menu", ID: "2"})
		use(t, db, "m0002", tuwen.UsedBy{Kind: "menu", ID: "1", Active: true})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Materials.MarkGone(ctx, appID, []string{"m0003"}, at)
		})
		for _, q := range []string{"", "第"} {
			for name, c := range map[string]struct {
				q    store.ListQuery
				want []string
			}{
				"all":      {store.ListQuery{}, []string{"m0000", "m0001", "m0002", "m0005", "m0004"}},
				"gone too": {store.ListQuery{IncludeGone: true}, []string{"m0000", "m0001", "m0002", "m0003", "m0005", "m0004"}},
				"noted":    {store.ListQuery{Noted: yes()}, []string{"m0001"}},
				"noted, gone too": {store.ListQuery{Noted: yes(), IncludeGone: true, Source: tuwen.History},
					[]string{"m0001", "m0003"}},
				"without note":    {store.ListQuery{Noted: no()}, []string{"m0000", "m0002", "m0005", "m0004"}},
				"used":            {store.ListQuery{Used: yes()}, []string{"m0001", "m0002"}},
				"unused":          {store.ListQuery{Used: no()}, []string{"m0000", "m0005", "m0004"}},
				"used and noted":  {store.ListQuery{Used: yes(), Noted: yes()}, []string{"m0001"}},
				"used, unnoted":   {store.ListQuery{Used: yes(), Noted: no()}, []string{"m0002"}},
				"April":           {store.ListQuery{Month: "2026-04"}, []string{"m0004"}},
				"May":             {store.ListQuery{Month: "2026-05"}, []string{"m0000", "m0001", "m0002", "m0005"}},
				"drafts":          {store.ListQuery{Source: tuwen.Draft}, []string{}},
				"an empty month":  {store.ListQuery{Month: "1999-12"}, []string{}},
				"unused in April": {store.ListQuery{Month: "2026-04", Used: no()}, []string{"m0004"}},
			} {
				c.q.Q, c.q.Limit = q, 2
				if got := listed(t, db, c.q); !slices.Equal(got, c.want) {
					t.Errorf("%s (search %q): got %v, want %v", name, q, got, c.want)
				}
				if got := list(t, db, c.q).Total; got != len(c.want) {
					t.Errorf("%s (search %q): got total %d, want %d", name, q, got, len(c.want))
				}
			}
		}
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (store.Page, error) {
			return tx.Materials.List(ctx, appID, store.ListQuery{Month: "May"})
		})
		wantError(t, err, tuwen.Invalid, "month.bad")
	})
}

func TestMaterialsDeletedHereComeBackWithTheirNotes(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, item("a", 0, "清明", "<p>踏青</p>"), item("b", 1, "谷雨", ""))
		note(t, db, "a", "头版")
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Materials.Delete(ctx, appID, []string{"a"}, at)
		})
		indexed(t, db)
		for _, q := range []string{"", "清明", "踏青", "头版"} {
			if got := search(t, db, q); slices.Contains(got, "a") {
				t.Errorf("search %q shows what was deleted", q)
			}
		}
		if m := byID(t, db, "a"); !m.Deleted || m.Note != "头版" {
			t.Errorf("got deleted %v, note %q; want true, 头版", m.Deleted, m.Note)
		}

		// What WeChat says of it arrives, but does not bring it back.
		changed := item("a", 9, "清明改", "<p>踏青去</p>")
		put(t, db, changed)
		note(t, db, "a", "二版")
		indexed(t, db)
		if got := search(t, db, ""); !slices.Equal(got, []string{"b"}) {
			t.Errorf("after a put the list shows %v, want b alone", got)
		}
		k := get(t, db, func(ctx context.Context, tx *store.Tx) (map[string]store.Known, error) {
			return tx.Materials.Known(ctx, appID, []string{"a", "none"})
		})
		wantSame(t, k, map[string]store.Known{"a": {Source: tuwen.History, Hash: changed.Hash,
			UpdateTime: changed.Material.UpdateTime, ChangedRun: "run-1", Deleted: true}})

		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Materials.Restore(ctx, appID, []string{"a"})
		})
		indexed(t, db)
		for _, q := range []string{"清明改", "踏青去", "二版"} {
			wantSame(t, search(t, db, q), []string{"a"})
		}
		wantSame(t, search(t, db, ""), []string{"a", "b"})
	})
}

func TestMaterialsUnseenBecomeGoneAndSeenComeBack(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		draft := item("draft", 0, "草稿", "")
		draft.Material.Source = tuwen.Draft
		put(t, db, append(items(5), draft)...)
		seen := func(run string, sweep int, ids ...string) {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.Materials.MarkSeen(ctx, appID, run, sweep, ids)
			})
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Materials.Delete(ctx, appID, []string{"m0004"}, at)
		})
		seen("r", 1, "m0000", "m0001", "m0002", "m0003")
		seen("r", 2, "m0000", "m0001")
		unseen := get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) {
			return tx.Materials.UnseenCount(ctx, appID, tuwen.History, "r", 2)
		})
		wantSame(t, unseen, 3)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Materials.MarkUnseenGone(ctx, appID, tuwen.History, "r", 2, at)
			wantSame(t, n, 3)
			return err
		})
		wantSame(t, listed(t, db, store.ListQuery{Source: tuwen.History}), []string{"m0000", "m0001"})
		wantSame(t, listed(t, db, store.ListQuery{Source: tuwen.History, Q: "第"}), []string{"m0000", "m0001"})
		if byID(t, db, "draft").Gone {
			t.Error("a sweep over the history marked a draft")
		}
		live(t, db, 2, 0)
		seen("r2", 1, "m0003", "m0004")
		wantSame(t, listed(t, db, store.ListQuery{Source: tuwen.History}), []string{"m0000", "m0001", "m0003"})
		wantSame(t, listed(t, db, store.ListQuery{Source: tuwen.History, Q: "第"}), []string{"m0000", "m0001", "m0003"})
		live(t, db, 4, 1)
		put(t, db, items(3)[2])
		if byID(t, db, "m0002").Gone {
			t.Error("a put left the mark")
		}
		wantSame(t, search(t, db, "2篇"), []string{"m0002"})
	})
}

func live(t *testing.T, db *store.DB, live, deleted int) {
	t.Helper()
	got := get(t, db, func(ctx context.Context, tx *store.Tx) ([2]int, error) {
		l, d, err := tx.Materials.CountLive(ctx, appID, tuwen.History)
		return [2]int{l, d}, err
	})
	wantSame(t, got, [2]int{live, deleted})
}

func TestMaterialsPurgeSparesNotesAndUses(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(4)...)
		note(t, db, "m0001", "记")
		use(t, db, "m0002", tuwen.UsedBy{Kind: "menu", ID: "1"})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.Materials.Purge(ctx, appID, []string{"m0000", "m0001", "m0002", "none"})
			wantSame(t, n, 1)
			return err
		})
		wantSame(t, search(t, db, ""), []string{"m0001", "m0002", "m0003"})
		wantSame(t, search(t, db, "第"), []string{"m0001", "m0002", "m0003"})
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
			return tx.Materials.ByID(ctx, appID, "m0000")
		})
		wantError(t, err, tuwen.NotFound, "material.unknown")
	})
}

func TestMaterialsHandTheirNoteToTheSuccessor(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(3)...)
		note(t, db, "m0000", "周末版")
		note(t, db, "m0002", "自己的")
		for _, to := range []string{"m0001", "m0002", "later"} {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				handed, err := tx.Materials.Handover(ctx, appID, "m0000", to)
				wantSame(t, handed, to != "m0002")
				return err
			})
		}
		wantSame(t, search(t, db, "周末"), []string{"m0000", "m0001"})
		wantSame(t, byID(t, db, "m0002").Note, "自己的")
		put(t, db, item("later", 0, "后来", ""))
		wantSame(t, byID(t, db, "later").Note, "周末版")
	})
}

// A draft that was sent or published leaves its note to what it became, and is
// forgotten unless something holds it.
func TestDraftBecomesItsSuccessor(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		puts := items(6)
		for i := range 3 {
			puts[i].Material.Source, puts[i+3].Material.Source = tuwen.Draft, tuwen.Published
		}
		put(t, db, puts...)
		for id, text := range map[string]string{"m0000": "周末版", "m0001": "周一版", "m0002": "周二版", "m0005": "自己的"} {
			note(t, db, id, text)
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			err := tx.Uses.Put(ctx, appID, "m0001", tuwen.UsedBy{Kind: "mass_send", ID: "another", Name: "再发一次"})
			for i := 0; i < 3 && err == nil; i++ {
				err = tx.Materials.Become(ctx, appID, fmt.Sprintf("m%04d", i), fmt.Sprintf("m%04d", i+3), at)
			}
			return err
		})
		left := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Material, error) {
			return tx.Materials.Get(ctx, appID, []string{"m0000"})
		})
		wantSame(t, len(left), 0)
		used, other := byID(t, db, "m0001"), byID(t, db, "m0002")
		wantSame(t, []any{used.Gone, used.Note, other.Gone, other.Note}, []any{true, "", true, "周二版"})
		for id, text := range map[string]string{"m0003": "周末版", "m0004": "周一版", "m0005": "自己的"} {
			wantSame(t, byID(t, db, id).Note, text)
		}
		wantSame(t, search(t, db, "周末"), []string{"m0003"})
	})
}

func TestMaterialsCounts(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		puts := items(7)
		puts[0].Material.Source = tuwen.Draft
		puts[1].Material.Source, puts[2].Material.Source = tuwen.Published, tuwen.Published
		put(t, db, puts...)
		note(t, db, "m0000", "一")
		note(t, db, "none", "二")
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Materials.Delete(ctx, appID, []string{"m0003"}, at); err != nil {
				return err
			}
			return tx.Materials.MarkGone(ctx, appID, []string{"m0002"}, at)
		})
		got := get(t, db, func(ctx context.Context, tx *store.Tx) (store.Counts, error) {
			return tx.Materials.Counts(ctx, appID)
		})
		wantSame(t, got, store.Counts{Drafts: 1, Published: 1, History: 3, Notes: 2})
	})
}
