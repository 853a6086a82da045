package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestSearchFindsWordsWhereverTheyStand(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID, "wxother00000000")
		a := item("a", 3, "立夏的茶会", "<p>我们在<span>山</span>里喝<b>普洱</b></p><p>iPhone15 拍摄，2026 年 🍵</p>")
		a.Material.Articles = append(a.Material.Articles, tuwen.Article{Index: 1, Title: "第二条讲竹子", Digest: "篾匠", Body: "<p>手艺</p>"})
		b := item("b", 2, "茶叶 Open Day", "<p>会议在五月</p>")
		put(t, db, a, b)
		note(t, db, "b", "给老客户")
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Materials.Put(ctx, "wxother00000000", []store.Put{item("c", 9, "立夏的茶会", "普洱")})
		})
		indexed(t, db)
		both, none := []string{"a", "b"}, []string{}
		for q, want := range map[string][]string{
			"茶": both, "立夏": {"a"}, "茶会": {"a"}, "立夏的茶会": {"a"},
			"普洱": {"a"}, "山里": {"a"}, "竹": {"a"}, "篾匠": {"a"}, "手艺": {"a"},
			"客户": {"b"}, "老": {"b"}, "五月": {"b"},
			"茶 普洱": {"a"}, "普洱　茶": {"a"}, "茶，普洱！": {"a"}, "普洱 五月": none,
			"open": {"b"}, "OPEN day": {"b"}, "ope": {"b"}, "ＯＰＥＮ": {"b"}, "pen": none, "day of": none,
			"iphone": {"a"}, "15": {"a"}, "iphone15": {"a"}, "202": {"a"}, "🍵": {"a"},
			"里喝": {"a"}, "洱i": {"a"}, "会 议": {"b"}, "会议": {"b"}, "span": none, "夏立": none,
			"\" OR \"": none, "a* NOT b": none, "，。！": none, "会\x00议": {"b"}, "的摘要": both,
		} {
			if got := search(t, db, q); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("search %q: got %v, want %v", q, got, want)
			}
		}
		wantSame(t, len(search(t, db, "  ")), 2)
	})
}

func TestSearchFollowsNotesAtOnce(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, item("a", 0, "小满", "<p>麦子</p>"))
		indexed(t, db)
		for _, text := range []string{"发给会员", "发给店长"} {
			note(t, db, "a", text)
			wantSame(t, search(t, db, text), []string{"a"})
			wantSame(t, search(t, db, "麦子"), []string{"a"})
		}
		wantSame(t, search(t, db, "会员"), []string{})
		note(t, db, "a", "")
		wantSame(t, search(t, db, "店长"), []string{})
		wantSame(t, search(t, db, "麦子"), []string{"a"})
		wantSame(t, listed(t, db, store.ListQuery{Q: "麦子", Noted: yes()}), []string{})
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Note, error) {
			return tx.Notes.ByID(ctx, appID, "a")
		})
		wantError(t, err, tuwen.NotFound, "note.none")
	})
}

func TestSearchFindsTheNoteThatWasThereBeforeTheMaterial(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		note(t, db, "a", "留着")
		put(t, db, item("a", 0, "芒种", ""))
		wantSame(t, search(t, db, "留着"), []string{"a"})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Note, error) {
			return tx.Notes.ByID(ctx, appID, "a")
		}), tuwen.Note{MediaID: "a", Text: "留着", WrittenBy: "小禾", WrittenAt: at})
	})
}

func TestSearchPagesInOrderAndWithoutRepeats(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		puts := items(50)
		put(t, db, puts...)
		var want []string
		for _, p := range puts {
			want = append(want, p.Material.MediaID)
		}
		for _, limit := range []int{3, 20, 49, 50} {
			wantSame(t, listed(t, db, store.ListQuery{Q: "篇", Limit: limit}), want)
		}
		// The oldest is edited and comes first.
		edited := items(50)[49]
		edited.Material.UpdateTime = at.Add(time.Hour)
		put(t, db, edited)
		wantSame(t, listed(t, db, store.ListQuery{Q: "篇"}), append([]string{"m0049"}, want[:49]...))
	})
}

func TestSearchTellsMaterialsOfOneSecondApart(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for page := range 40 {
			var puts []store.Put
			for i := range 100 {
				puts = append(puts, item(fmt.Sprintf("%d-%d", page, i), 0, "同一秒", ""))
			}
			put(t, db, puts...)
		}
		got := listed(t, db, store.ListQuery{Q: "同一秒", Limit: 100})
		distinct := map[string]bool{}
		for _, id := range got {
			distinct[id] = true
		}
		if len(got) != 4000 || len(distinct) != 4000 {
			t.Errorf("got %d items, %d different; want 4000", len(got), len(distinct))
		}
		p := list(t, db, store.ListQuery{Q: "同一"})
		if p.Total != 1000 || !p.TotalMore {
			t.Errorf("got total %d, more %v; want 1000, true", p.Total, p.TotalMore)
		}
		if p := list(t, db, store.ListQuery{}); p.Total != 4000 || p.TotalMore {
			t.Errorf("list: got total %d, more %v; want 4000, false", p.Total, p.TotalMore)
		}
	})
}

func TestSearchIndexesTheNewestVersionOfABody(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for i := range 20 {
			put(t, db, item("a", 0, "夏至", fmt.Sprintf("<p>版本%s</p>", strings.Repeat("甲", i+1))))
		}
		put(t, db, item("a", 0, "夏至", "<p>定稿</p>"))
		indexed(t, db)
		wantSame(t, search(t, db, "定稿"), []string{"a"})
		wantSame(t, search(t, db, "版本"), []string{})
	})
}

func TestSearchForgetsADeletedAccount(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(5)...)
		note(t, db, "m0001", "记")
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Delete(ctx, appID) })
		indexed(t, db)
		account(t, db, appID)
		wantSame(t, search(t, db, "篇"), []string{})
		wantSame(t, search(t, db, ""), []string{})
		put(t, db, items(1)...)
		wantSame(t, search(t, db, "篇"), []string{"m0000"})
		wantSame(t, byID(t, db, "m0000").Note, "")
	})
}

func TestSearchKnowsWhatTwoWritersWroteAtOnce(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, item("a", 0, "题", ""))
		for range 5 {
			var all sync.WaitGroup
			for i := range 3 {
				all.Go(func() { put(t, db, item("a", 0, fmt.Sprintf("标题%c", '甲'+i), "<p>正文</p>")) })
				all.Go(func() { note(t, db, "a", fmt.Sprintf("说明%c", '丙'+i)) })
			}
			all.Wait()
			indexed(t, db)
			m := byID(t, db, "a")
			wantSame(t, search(t, db, m.Title+" "+m.Note+" 正文"), []string{"a"})
		}
	})
}

func TestSearchRefusesToBreak(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, item("a", 0, strings.Repeat("长", 50), ""))
		for _, q := range []string{strings.Repeat("长", 100_000), "\xff\xfe长", "长\x00", "NEAR(长 长)", `"长`, "长*", "-长", "长:长", "{长}"} {
			list(t, db, store.ListQuery{Q: q})
		}
		wantSame(t, search(t, db, strings.Repeat("长", 100_000)), []string{"a"})
		for _, id := range []string{`wx"`, "wx' OR 1=1 --", "wx\x00", "\xff", ""} {
			_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Account, error) { return tx.Accounts.ByID(ctx, id) })
			wantError(t, err, tuwen.NotFound, "account.unknown")
			_, err = try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
				return tx.Materials.ByID(ctx, appID, id)
			})
			wantError(t, err, tuwen.NotFound, "material.unknown")
			p, err := try(t, db, func(ctx context.Context, tx *store.Tx) (store.Page, error) {
				return tx.Materials.List(ctx, id, store.ListQuery{Q: "长"})
			})
			if err != nil || len(p.Items) > 0 {
				t.Errorf("account %q: got %v, %v", id, p.Items, err)
			}
		}
	})
}
