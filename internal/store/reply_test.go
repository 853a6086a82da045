package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func welcome() tuwen.ReplyRule {
	return tuwen.ReplyRule{
		ID: "rule-1", Kind: tuwen.RuleKeyword, Name: "问候", Keywords: []tuwen.Keyword{{Text: "你好", Match: tuwen.MatchExact}},
		ExactCase: true, Priority: 7, Active: true, Days: []int{1, 7}, From: "09:00", Until: "18:00", Mode: tuwen.ReplyAll,
		Replies: []tuwen.Reply{
			{Kind: tuwen.ReplyText, Text: "您好"}, {Kind: tuwen.ReplyMaterial, MediaID: "m0001", Fallback: "稍后"},
			{Kind: tuwen.ReplyConversation, ConversationID: "conv-1"}, {Kind: tuwen.ReplyPicture, PictureID: "pic-1"},
		},
		UpdatedAt: at, UpdatedBy: "小禾",
	}
}

func question() tuwen.Conversation {
	return tuwen.Conversation{
		ID: "conv-1", Name: "导航", Opening: "想看什么？", Closing: "回复数字", UsedBy: []tuwen.UsedBy{}, UpdatedAt: at, UpdatedBy: "小禾",
		Options: []tuwen.Option{
			{ID: "a", Label: "菜单", Reply: tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "m0002"}},
			{ID: "b", Label: "地址", Reply: tuwen.Reply{Kind: tuwen.ReplyText, Text: "南京路"}},
		},
	}
}

func poster(id, scene string, seconds int) tuwen.QRCode {
	ends := after(seconds + 1000)
	return tuwen.QRCode{
		ID: id, Name: "海报 " + id, Scene: scene, Source: "门店", Campaign: "立夏", Kind: tuwen.Temporary, URL: "http://weixin.qq.com/q/" + id,
		Ticket: "ticket-" + id, ExpiresAt: &ends, Renews: true, TagIDs: []int{100}, CreatedAt: after(seconds), UpdatedAt: after(seconds),
		Replies: []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: "m0001"}},
	}
}

func putRule(t testing.TB, db *store.DB, r tuwen.ReplyRule) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Put(ctx, appID, r) })
}

func version(t testing.TB, db *store.DB) store.CatalogVersion {
	t.Helper()
	return get(t, db, func(ctx context.Context, tx *store.Tx) (store.CatalogVersion, error) {
		return tx.Catalog.Version(ctx, appID)
	})
}

func TestRuleAndItsUsesFollowEachOther(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(3)...)
		r := welcome()
		labeled := welcome()
		labeled.Hits = 99
		labeled.Replies[1].Label, labeled.Replies[1].Problem = "第1篇", tuwen.ReasonGone
		putRule(t, db, labeled)
		got := func() tuwen.ReplyRule {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.ReplyRule, error) {
				return tx.Rules.ByID(ctx, appID, "rule-1")
			})
		}
		wantSame(t, got(), r)
		used := tuwen.UsedBy{Kind: "reply_rule", ID: "rule-1", Name: "问候", Active: true}
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{used})
		r.Active, r.Name = false, "你好"
		putRule(t, db, r)
		used.Active, used.Name = false, "你好"
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{used})
		r.Replies[1].MediaID = "m0000"
		putRule(t, db, r)
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{})
		wantSame(t, byID(t, db, "m0000").UsedBy, []tuwen.UsedBy{used})
		bare := tuwen.ReplyRule{ID: "rule-2", Kind: tuwen.RuleDefault, Priority: 9, Keywords: []tuwen.Keyword{}, Days: []int{}, Replies: []tuwen.Reply{}, UpdatedAt: at}
		putRule(t, db, bare)
		all := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.ReplyRule, error) { return tx.Rules.All(ctx, appID) })
		wantSame(t, all, []tuwen.ReplyRule{bare, r})

		del := func() error {
			return db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Delete(ctx, appID, "rule-1") })
		}
		if err := del(); err != nil {
			t.Fatal(err)
		}
		wantSame(t, byID(t, db, "m0000").UsedBy, []tuwen.UsedBy{})
		wantError(t, del(), tuwen.NotFound, "reply_rule.unknown")
		pictureUsers := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.UsedBy, error) {
			return tx.ReplyPictures.UsedBy(ctx, appID, "pic-1")
		})
		wantSame(t, pictureUsers, []tuwen.UsedBy{})
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Put(ctx, "wxnobody0000000", r) })
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}

func TestConversationTellsWhatLeadsToIt(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, items(3)...)
		other := tuwen.Conversation{ID: "conv-2", Name: "再问", Options: []tuwen.Option{{ID: "x", Reply: tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: "conv-1"}}},
			UsedBy: []tuwen.UsedBy{}, UpdatedAt: after(1)}
		code := poster("code-1", "s1", 0)
		code.Replies = []tuwen.Reply{{Kind: tuwen.ReplyConversation, ConversationID: "conv-1"}}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			for _, c := range []tuwen.Conversation{question(), other} {
				if err := tx.Conversations.Put(ctx, appID, c); err != nil {
					return err
				}
			}
			return tx.QRCodes.Put(ctx, appID, code)
		})
		putRule(t, db, welcome())
		want := question()
		want.UsedBy = []tuwen.UsedBy{
			{Kind: "conversation", ID: "conv-2", Name: "再问", Active: true}, {Kind: "qrcode", ID: "code-1", Name: "海报 code-1", Active: true},
			{Kind: "reply_rule", ID: "rule-1", Name: "问候", Active: true},
		}
		one := func() (tuwen.Conversation, error) {
			return try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Conversation, error) {
				return tx.Conversations.ByID(ctx, appID, "conv-1")
			})
		}
		got, err := one()
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%v, difference (-want +got):\n%s", err, d)
		}
		all := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Conversation, error) {
			return tx.Conversations.All(ctx, appID)
		})
		wantSame(t, all, []tuwen.Conversation{want, other})
		wantSame(t, byID(t, db, "m0002").UsedBy, []tuwen.UsedBy{{Kind: "conversation", ID: "conv-1", Name: "导航", Active: true}})
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Conversations.Delete(ctx, appID, "conv-1") })
		_, err = one()
		wantError(t, err, tuwen.NotFound, "conversation.unknown")
		wantSame(t, byID(t, db, "m0002").UsedBy, []tuwen.UsedBy{})
	})
}

func TestCountsAddUpInParallel(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Conversations.Put(ctx, appID, question()); err != nil {
				return err
			}
			return tx.QRCodes.Put(ctx, appID, poster("code-1", "s1", 0))
		})
		putRule(t, db, welcome())
		const groups = 12
		var all sync.WaitGroup
		for range groups {
			all.Go(func() {
				do(t, db, func(ctx context.Context, tx *store.Tx) error {
					for _, f := range []func() error{
						func() error { return tx.Rules.Hit(ctx, appID, map[string]int{"rule-1": 2, "rule-9": 1}) },
						func() error { return tx.Conversations.Start(ctx, appID, map[string]int{"conv-1": 3}) },
						func() error {
							return tx.Conversations.Pick(ctx, appID, map[store.Picked]int{{ConversationID: "conv-1", OptionID: "a"}: 1, {ConversationID: "conv-1", OptionID: "b"}: 4})
						},
						func() error {
							return tx.QRCodes.Scan(ctx, appID, []store.Scanned{
								{CodeID: "code-1", Day: "2026-05-20", Scans: 1, NewFollowers: 1}, {CodeID: "code-1", Day: "2026-05-21", Scans: 1},
								{CodeID: "code-1", Day: "2026-05-20", Hour: 23, Scans: 1},
							})
						},
						func() error { return tx.Rules.Hit(ctx, appID, nil) },
					} {
						if err := f(); err != nil {
							return err
						}
					}
					return nil
				})
			})
		}
		all.Wait()
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			rule, err := tx.Rules.ByID(ctx, appID, "rule-1")
			if err != nil {
				return err
			}
			c, err := tx.Conversations.ByID(ctx, appID, "conv-1")
			if err != nil {
				return err
			}
			code, err := tx.QRCodes.ByScene(ctx, appID, "s1")
			if err != nil {
				return err
			}
			days, err := tx.QRCodes.Days(ctx, appID, "code-1", "2026-05-21")
			if err != nil {
				return err
			}
			wantSame(t, []int{rule.Hits, c.Starts, c.Options[0].Picks, c.Options[1].Picks, code.Scans, code.NewFollowers},
				[]int{2 * groups, 3 * groups, groups, 4 * groups, 3 * groups, groups})
			wantSame(t, days, []tuwen.DayCount{{Day: "2026-05-21", Scans: groups}})
			hours, err := tx.QRCodes.Hours(ctx, appID, "code-1")
			if err != nil {
				return err
			}
			wantSame(t, []any{len(hours), hours[0], hours[1], hours[23]}, []any{24, tuwen.HourCount{Scans: 2 * groups, NewFollowers: groups},
				tuwen.HourCount{Hour: 1}, tuwen.HourCount{Hour: 23, Scans: groups}})
			return nil
		})
		wantSame(t, version(t, db), store.CatalogVersion{Connected: at.UnixMilli(), Replies: 2, Codes: 1})
	})
}

func TestCatalogVersionMovesWithWhatAnswers(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID, "wxother00000000")
		put(t, db, items(4)...)
		wantSame(t, version(t, db), store.CatalogVersion{Connected: at.UnixMilli()})
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (store.CatalogVersion, error) {
			return tx.Catalog.Version(ctx, "wxnobody")
		})
		wantError(t, err, tuwen.NotFound, "account.unknown")
		last := store.CatalogVersion{}
		moves := func(name string, replies, codes bool, f func(ctx context.Context, tx *store.Tx) error) {
			t.Helper()
			do(t, db, f)
			now := version(t, db)
			if (now.Replies > last.Replies) != replies || (now.Codes > last.Codes) != codes {
				t.Errorf("%s: the version went from %+v to %+v", name, last, now)
			}
			last = now
		}
		materials := func(f func(context.Context, store.Materials) error) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error { return f(ctx, tx.Materials) }
		}
		moves("account", true, false, func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Accounts.ByID(ctx, appID)
			if err != nil {
				return err
			}
			return tx.Accounts.Update(ctx, a)
		})
		moves("rule", true, false, func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Put(ctx, appID, welcome()) })
		moves("conversation", true, false, func(ctx context.Context, tx *store.Tx) error { return tx.Conversations.Put(ctx, appID, question()) })
		moves("code", false, true, func(ctx context.Context, tx *store.Tx) error { return tx.QRCodes.Put(ctx, appID, poster("c", "s", 0)) })
		moves("picture", true, false, func(ctx context.Context, tx *store.Tx) error {
			return tx.ReplyPictures.Put(ctx, appID, tuwen.Picture{ID: "pic-1", CreatedAt: at})
		})
		used, unused := []string{"m0001", "m0003"}, []string{"m0000", "m0003"}
		moves("used material", true, false, materials(func(ctx context.Context, m store.Materials) error { return m.Put(ctx, appID, items(2)[1:]) }))
		moves("unused material", false, false, materials(func(ctx context.Context, m store.Materials) error { return m.Put(ctx, appID, items(1)) }))
		moves("deleting", true, false, materials(func(ctx context.Context, m store.Materials) error { return m.Delete(ctx, appID, used, at) }))
		moves("deleting unused", false, false, materials(func(ctx context.Context, m store.Materials) error { return m.Delete(ctx, appID, unused, at) }))
		moves("restoring", true, false, materials(func(ctx context.Context, m store.Materials) error { return m.Restore(ctx, appID, used) }))
		moves("gone", true, false, materials(func(ctx context.Context, m store.Materials) error { return m.MarkGone(ctx, appID, used, at) }))
		moves("gone before", false, false, materials(func(ctx context.Context, m store.Materials) error { return m.MarkGone(ctx, appID, used, at) }))
		moves("seen again", true, false, materials(func(ctx context.Context, m store.Materials) error { return m.MarkSeen(ctx, appID, "r", 1, used) }))
		moves("only seen", false, false, materials(func(ctx context.Context, m store.Materials) error { return m.MarkSeen(ctx, appID, "r", 2, used) }))
		moves("unseen", true, false, materials(func(ctx context.Context, m store.Materials) error {
			_, err := m.MarkUnseenGone(ctx, appID, tuwen.History, "r", 9, after(5))
			return err
		}))
		moves("hits and scans", false, false, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.QRCodes.Scan(ctx, appID, []store.Scanned{{CodeID: "c", Day: "2026-05-20", Scans: 1}}); err != nil {
				return err
			}
			return tx.Rules.Hit(ctx, appID, map[string]int{"rule-1": 1})
		})
		moves("another account", false, false, func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Put(ctx, "wxother00000000", welcome()) })
		moves("picture deleted", true, false, func(ctx context.Context, tx *store.Tx) error { return tx.ReplyPictures.Delete(ctx, appID, "pic-1") })
		moves("code deleted", false, true, func(ctx context.Context, tx *store.Tx) error { return tx.QRCodes.Delete(ctx, appID, "c") })
		moves("conversation deleted", true, false, func(ctx context.Context, tx *store.Tx) error { return tx.Conversations.Delete(ctx, appID, "conv-1") })
		moves("rule deleted", true, false, func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Delete(ctx, appID, "rule-1") })
	})
}

func TestQRCodesAreListedAndFoundByScene(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var want []string
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			for i := range 30 {
				c := poster(fmt.Sprintf("code%02d", i), fmt.Sprintf("scene_%d", i), i/2)
				if i%3 == 0 {
					c.Kind, c.ExpiresAt, c.Renews, c.Source = tuwen.Permanent, nil, false, "Store"
					c.Problem = &tuwen.Problem{Kind: tuwen.Refused, Code: "x"}
				}
				want = append([]string{c.ID}, want...)
				if err := tx.QRCodes.Put(ctx, appID, c); err != nil {
					return err
				}
			}
			return tx.QRCodes.Scan(ctx, appID, []store.Scanned{{CodeID: "code07", Day: "2026-05-20", Scans: 5, NewFollowers: 2}})
		})
		listed := func(f store.CodeFilter) (ids []string) {
			ids = []string{}
			for range 100 {
				p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.QRCode], error) {
					return tx.QRCodes.List(ctx, appID, f)
				})
				for _, c := range p.Items {
					ids = append(ids, c.ID)
				}
				if f.Cursor = p.NextCursor; f.Cursor == "" {
					wantSame(t, p.Total, len(ids))
					return ids
				}
			}
			return ids
		}
		wantSame(t, listed(store.CodeFilter{Limit: 7}), want)
		wantSame(t, len(listed(store.CodeFilter{Kind: tuwen.Permanent, Limit: 3})), 10)
		wantSame(t, len(listed(store.CodeFilter{Source: "门店", Campaign: "立夏"})), 20)
		wantSame(t, len(listed(store.CodeFilter{Problem: yes()})), 10)
		wantSame(t, listed(store.CodeFilter{Q: "SCENE_7"}), []string{"code07"})
		wantSame(t, listed(store.CodeFilter{Scene: "scene_1"}), []string{"code01"})
		wantSame(t, listed(store.CodeFilter{Scene: "SCENE_1"}), []string{})
		wantSame(t, listed(store.CodeFilter{Q: "海报 code07", Problem: no()}), []string{"code07"})
		code := poster("code07", "scene_7", 3)
		byScenes := get(t, db, func(ctx context.Context, tx *store.Tx) (map[string]tuwen.QRCode, error) {
			return tx.QRCodes.ByScenes(ctx, appID, []string{"scene_7", "scene_99"})
		})
		wantSame(t, byScenes, map[string]tuwen.QRCode{"scene_7": code})
		code.Scans, code.NewFollowers = 5, 2
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.QRCode, error) {
			return tx.QRCodes.ByID(ctx, appID, "code07")
		}), code)
		taken := poster("another", "scene_7", 0)
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.QRCodes.Put(ctx, appID, taken) })
		wantError(t, err, tuwen.Conflict, "qrcode.scene_taken")
		_, err = try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.QRCode, error) {
			return tx.QRCodes.ByScene(ctx, appID, "none")
		})
		wantError(t, err, tuwen.NotFound, "qrcode.unknown")
		n := get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.QRCodes.CountPermanent(ctx, appID) })
		wantSame(t, n, 10)
		all := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.QRCode, error) { return tx.QRCodes.All(ctx, appID) })
		wantSame(t, len(all), 30)
		ending := func(before time.Time) (ids []string) {
			for _, c := range get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.QRCode, error) {
				return tx.QRCodes.Expiring(ctx, appID, before, 3)
			}) {
				ids = append(ids, c.ID)
			}
			return ids
		}
		wantSame(t, ending(after(1002)), []string{"code01", "code02"})
		wantSame(t, len(ending(after(2000))), 3)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			c, err := tx.QRCodes.Hold(ctx, appID, "code01")
			if err != nil {
				return err
			}
			c.Problem = &tuwen.Problem{Kind: tuwen.Unavailable, Code: "wechat.-1"}
			return tx.QRCodes.Put(ctx, appID, c)
		})
		wantSame(t, ending(after(1002)), []string{"code02", "code01"}) // what failed comes last
		with := func(before time.Time) []string {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]string, error) { return tx.QRCodes.WithExpiring(ctx, before) })
		}
		wantSame(t, with(after(1002)), []string{appID})
		wantSame(t, with(after(-1)), []string{})
		pending := poster("later", "scene_later", 0)
		pending.Problem = &tuwen.Problem{Kind: tuwen.Unavailable, Code: store.PendingCode}
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.QRCodes.Put(ctx, appID, pending) })
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]string, error) { return tx.QRCodes.WithPending(ctx) }), []string{appID})
	})
}

func TestQRCodesAreAddedTogether(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		codes := []tuwen.QRCode{poster("a", "s1", 2), poster("b", "s2", 1)}
		add := func(codes ...tuwen.QRCode) error {
			return db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.QRCodes.Add(ctx, appID, codes) })
		}
		if err := add(codes...); err != nil {
			t.Fatal(err)
		}
		all := func() []tuwen.QRCode {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.QRCode, error) { return tx.QRCodes.All(ctx, appID) })
		}
		wantSame(t, all(), codes)
		used := get(t, db, func(ctx context.Context, tx *store.Tx) (map[string][]tuwen.UsedBy, error) {
			return tx.Uses.Of(ctx, appID, []string{"m0001"})
		})
		wantSame(t, len(used["m0001"]), 2)
		wantError(t, add(poster("c", "s3", 0), poster("d", "s2", 0)), tuwen.Conflict, "qrcode.scene_taken")
		wantSame(t, all(), codes)
	})
}

func TestReplyPictures(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		p := tuwen.Picture{ID: "pic-1", Name: "海报", MediaID: "media", URL: "https://mmbiz.qpic.cn/x", CreatedAt: at}
		later := tuwen.Picture{ID: "pic-2", CreatedAt: after(1)}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.ReplyPictures.Put(ctx, appID, later); err != nil {
				return err
			}
			return tx.ReplyPictures.Put(ctx, appID, p)
		})
		putRule(t, db, welcome())
		all := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Picture, error) {
			return tx.ReplyPictures.All(ctx, appID)
		})
		wantSame(t, all, []tuwen.Picture{later, p})
		one := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Picture, error) {
			return tx.ReplyPictures.ByID(ctx, appID, "pic-1")
		})
		wantSame(t, one, p)
		by := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.UsedBy, error) {
			return tx.ReplyPictures.UsedBy(ctx, appID, "pic-1")
		})
		wantSame(t, by, []tuwen.UsedBy{{Kind: "reply_rule", ID: "rule-1", Name: "问候", Active: true}})
		del := func() error {
			return db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.ReplyPictures.Delete(ctx, appID, "pic-2") })
		}
		if err := del(); err != nil {
			t.Error(err)
		}
		wantError(t, del(), tuwen.NotFound, "picture.unknown")
	})
}
