package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// after is a time so many seconds after at.
func after(seconds int) time.Time { return at.Add(time.Duration(seconds) * time.Second) }

func act(t testing.TB, db *store.DB, acts ...store.Act) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Contacts.Put(ctx, acts) })
}

// follow is a follow so many seconds after at.
func follow(openID string, seconds int) store.Act {
	return store.Act{AppID: appID, OpenID: openID, At: after(seconds), Follow: &store.Follow{At: after(seconds)}}
}

func contact(t testing.TB, db *store.DB, openID string) tuwen.Contact {
	t.Helper()
	return get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Contact, error) {
		return tx.Contacts.ByID(ctx, appID, openID)
	})
}

func contacts(t testing.TB, db *store.DB, f store.ContactFilter) []string {
	t.Helper()
	ids := []string{}
	total := 0
	for range 1000 {
		p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Contact], error) {
			return tx.Contacts.List(ctx, appID, f)
		})
		for _, c := range p.Items {
			ids = append(ids, c.OpenID)
		}
		total = p.Total
		if f.Cursor = p.NextCursor; f.Cursor == "" {
			break
		}
	}
	wantSame(t, total, len(ids))
	n := get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Contacts.Count(ctx, appID, f) })
	wantSame(t, n, len(ids))
	return ids
}

func window(kind tuwen.WindowKind, seconds, limit int) *tuwen.Window {
	return &tuwen.Window{Kind: kind, OpenedAt: after(seconds), ClosesAt: after(seconds + 60), Limit: limit}
}

func TestContactIsWhatItsActsMadeIt(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Contact, error) {
			return tx.Contacts.ByID(ctx, appID, "oA")
		})
		wantError(t, err, tuwen.NotFound, "contact.unknown")
		act(t, db,
			store.Act{AppID: appID, OpenID: "oB", At: after(1), Messages: 1, Window: window(tuwen.WindowMessage, 1, 5)},
			store.Act{AppID: appID, OpenID: "oA", At: after(2), Follow: &store.Follow{At: after(2), Scene: "ADD_SCENE_QR_CODE", By: "门店"}, Window: window(tuwen.WindowFollow, 2, 3)},
			store.Act{AppID: appID, OpenID: "oB", At: after(3), Messages: 2, Window: window(tuwen.WindowMessage, 3, 5)},
		)
		seen, followed := after(3), after(2)
		b := tuwen.Contact{OpenID: "oB", Followed: true, TagIDs: []int{}, SeenAt: &seen, Messages: 3,
			Window: window(tuwen.WindowMessage, 3, 5), CreatedAt: after(3), SightedAt: after(3)}
		wantSame(t, contact(t, db, "oB"), b)
		a := tuwen.Contact{OpenID: "oA", Followed: true, FollowedAt: &followed, FollowScene: "ADD_SCENE_QR_CODE", FollowedBy: "门店",
			TagIDs: []int{}, SeenAt: &followed, Window: window(tuwen.WindowFollow, 2, 3), CreatedAt: after(2), SightedAt: after(2)}
		wantSame(t, contact(t, db, "oA"), a)

		// What was older came later: it counts, and changes no window.
		act(t, db, store.Act{AppID: appID, OpenID: "oB", At: after(0), Messages: 1, Window: window(tuwen.WindowTap, 0, 3)})
		b.Messages = 4
		wantSame(t, contact(t, db, "oB"), b)
		act(t, db, store.Act{AppID: appID, OpenID: "oB", At: after(9)}, follow("oA", 8))
		seen, followed = after(9), after(8)
		wantSame(t, contact(t, db, "oB"), b)
		a.FollowScene, a.FollowedBy = "", ""
		wantSame(t, contact(t, db, "oA"), a)
		wantSame(t, contacts(t, db, store.ContactFilter{}), []string{"oA", "oB"})

		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.Ensure(ctx, appID, []string{"oC", "oA", "oC"}, after(1))
		})
		wantSame(t, contact(t, db, "oC"), tuwen.Contact{OpenID: "oC", Followed: true, TagIDs: []int{}, CreatedAt: after(1)})
		wantSame(t, contact(t, db, "oA"), a)
	})
}

func TestParallelGroupsOfContactsCountEverything(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		const groups, people = 8, 41
		var all sync.WaitGroup
		for g := range groups {
			acts := make([]store.Act, people)
			for i := range acts {
				acts[i] = store.Act{AppID: appID, OpenID: fmt.Sprintf("o%02d", (i*(2*g+1)+g)%people), At: after(g), Messages: 1}
				if i%10 == g {
					acts[i].Follow = &store.Follow{At: after(g)}
				}
			}
			all.Go(func() { act(t, db, acts...) })
		}
		all.Wait()
		for i := range people {
			wantSame(t, contact(t, db, fmt.Sprintf("o%02d", i)).Messages, groups)
		}
	})
}

func TestWindowIsNeverSpentBeyondItsLimit(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		w := window(tuwen.WindowMessage, 0, 5)
		act(t, db, store.Act{AppID: appID, OpenID: "oA", At: at, Window: w}, follow("oB", 0))
		spend := func(openID string, now time.Time) (ok bool, w *tuwen.Window) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				ok, w, err = tx.Contacts.SpendWindow(ctx, appID, openID, now)
				return err
			})
			return ok, w
		}
		var yesses atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if ok, _ := spend("oA", after(1)); ok {
					yesses.Add(1)
				}
			})
		}
		all.Wait()
		wantSame(t, int(yesses.Load()), 5)
		ok, got := spend("oA", after(1))
		w.Sent = 5
		wantSame(t, []any{ok, got}, []any{false, w})
		for _, other := range []string{"oB", "oNobody"} {
			ok, got := spend(other, after(1))
			wantSame(t, []any{ok, got == nil}, []any{false, true})
		}

		refund := func(opened time.Time) {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.Contacts.RefundWindow(ctx, appID, "oA", opened)
			})
		}
		refund(after(-1))
		if ok, _ := spend("oA", after(1)); ok {
			t.Error("what another window gave back was spent")
		}
		refund(at)
		if ok, _ := spend("oA", after(60)); ok {
			t.Error("a window was spent at the moment it closes")
		}
		if ok, _ := spend("oA", after(59)); !ok {
			t.Error("what was given back cannot be spent")
		}
		refund(at)
		closed := func(openedAt time.Time) (was bool) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				was, err = tx.Contacts.CloseWindow(ctx, appID, "oA", openedAt)
				return err
			})
			return was
		}
		if closed(after(-1)) {
			t.Error("a window was closed that is not the one of long ago")
		}
		if ok, _ := spend("oA", after(1)); !ok {
			t.Error("a window was closed for another one")
		}
		refund(at)
		if !closed(at) {
			t.Error("the window was not closed")
		}
		ok, got = spend("oA", after(1))
		wantSame(t, []bool{ok, got.Closed}, []bool{false, true})
		act(t, db, store.Act{AppID: appID, OpenID: "oA", At: after(2), Window: window(tuwen.WindowMessage, 2, 5)})
		if ok, got := spend("oA", after(3)); !ok || got.Sent != 1 || got.Closed {
			t.Errorf("the next message opened %v, %+v", ok, got)
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.SetWindow(ctx, appID, "oA", *window(tuwen.WindowTap, 1, 3))
		})
		wantSame(t, contact(t, db, "oA").Window, window(tuwen.WindowTap, 1, 3))
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.SetWindow(ctx, appID, "oNobody", *w)
		})
		wantError(t, err, tuwen.NotFound, "contact.unknown")
	})
}

func TestContactsAreFiltered(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var want []string
		for i := range 60 {
			openID := fmt.Sprintf("oAbC_%02d", i)
			a := follow(openID, i/2) // two at once
			if i%4 == 0 {
				a.Follow.By, a.Follow.Scene = "门店", "ADD_SCENE_QR_CODE"
			}
			act(t, db, a)
			want = append(want, openID)
		}
		slices.SortStableFunc(want, func(a, b string) int { // the later first, of two by openid
			return strings.Compare(b[:7], a[:7])
		})
		where := func(keep func(i int) bool) (ids []string) {
			ids = []string{}
			for s := 29; s >= 0; s-- {
				for _, i := range []int{2 * s, 2*s + 1} {
					if keep(i) {
						ids = append(ids, fmt.Sprintf("oAbC_%02d", i))
					}
				}
			}
			return ids
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Contacts.Tag(ctx, appID, 2, where(func(i int) bool { return i%2 == 0 })); err != nil {
				return err
			}
			if err := tx.Contacts.Tag(ctx, appID, 102, append(where(func(i int) bool { return i%3 == 0 }), "oNobody")); err != nil {
				return err
			}
			if err := tx.Contacts.SetRemark(ctx, appID, "oAbC_07", "老顾客 100%_VIP"); err != nil {
				return err
			}
			_, err := tx.Contacts.Unfollow(ctx, appID, []string{"oAbC_00", "oAbC_01", "oAbC_02", "oAbC_03", "oAbC_04", "oNobody"}, after(100), after(100))
			return err
		})
		all := func(int) bool { return true }
		for _, c := range []struct {
			name string
			f    store.ContactFilter
			keep func(i int) bool
		}{
			{"all", store.ContactFilter{}, all},
			{"by sevens", store.ContactFilter{Limit: 7}, all},
			{"followed", store.ContactFilter{Followed: yes()}, func(i int) bool { return i >= 5 }},
			{"unfollowed", store.ContactFilter{Followed: no()}, func(i int) bool { return i < 5 }},
			{"tag", store.ContactFilter{TagIDs: []int{2}, Limit: 9}, func(i int) bool { return i%2 == 0 }},
			{"two tags", store.ContactFilter{TagIDs: []int{2, 102}}, func(i int) bool { return i%6 == 0 }},
			{"tag nobody has", store.ContactFilter{TagIDs: []int{2, 10}}, func(int) bool { return false }},
			{"followed after", store.ContactFilter{FollowedAfter: after(20)}, func(i int) bool { return i >= 40 }},
			{"followed before", store.ContactFilter{FollowedBefore: after(20)}, func(i int) bool { return i < 40 }},
			{"seen", store.ContactFilter{SeenAfter: after(29)}, func(i int) bool { return i >= 58 }},
			{"code", store.ContactFilter{FollowedBy: "门店"}, func(i int) bool { return i%4 == 0 }},
			{"scene", store.ContactFilter{FollowScene: "ADD_SCENE_QR_CODE", TagIDs: []int{102}}, func(i int) bool { return i%12 == 0 }},
			{"openid", store.ContactFilter{Q: " oAbC_1"}, func(i int) bool { return i/10 == 1 }},
			{"an underscore is one", store.ContactFilter{Q: "oAbCx"}, func(int) bool { return false }},
			{"remark", store.ContactFilter{Q: "%_vip"}, func(i int) bool { return i == 7 }},
			{"remark in Chinese", store.ContactFilter{Q: "顾客"}, func(i int) bool { return i == 7 }},
			{"no wildcard", store.ContactFilter{Q: "老%客"}, func(int) bool { return false }},
		} {
			if got := contacts(t, db, c.f); !slices.Equal(got, where(c.keep)) {
				t.Errorf("%s: got %q, want %q", c.name, got, where(c.keep))
			}
		}
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Contact], error) {
			return tx.Contacts.List(ctx, appID, store.ContactFilter{Cursor: "!"})
		})
		wantError(t, err, tuwen.Invalid, "cursor.bad")
	})
}

func TestContactsAreFoundByWhenTheyWereSeen(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		beijing := time.FixedZone("", 8*60*60)
		clock := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, beijing) }
		seen := func(since time.Time) []string {
			l := contacts(t, db, store.ContactFilter{SeenAfter: since})
			slices.Sort(l)
			wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) {
				return tx.Contacts.Count(ctx, appID, store.ContactFilter{SeenAfter: since})
			}), len(l))
			return l
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.Ensure(ctx, appID, []string{"oNever", "oListed"}, clock(1, 0))
		})
		act(t, db, store.Act{AppID: appID, OpenID: "oLate", At: clock(3, 23)}, store.Act{AppID: appID, OpenID: "oEarly", At: clock(4, 0)},
			store.Act{AppID: appID, OpenID: "oNoon", At: clock(4, 12)}, store.Act{AppID: appID, OpenID: "oListed", At: clock(4, 13)})
		wantSame(t, seen(clock(3, 23)), []string{"oEarly", "oLate", "oListed", "oNoon"})
		wantSame(t, seen(clock(4, 0)), []string{"oEarly", "oListed", "oNoon"})
		wantSame(t, seen(clock(4, 1)), []string{"oListed", "oNoon"})
		wantSame(t, seen(clock(5, 0)), []string{})

		// What is older, and came late, moves nobody back.
		late, noon := contact(t, db, "oLate"), contact(t, db, "oNoon")
		act(t, db, store.Act{AppID: appID, OpenID: "oLate", At: clock(5, 1), Before: &late},
			store.Act{AppID: appID, OpenID: "oNoon", At: clock(2, 0), Before: &noon},
			store.Act{AppID: appID, OpenID: "oListed", At: clock(1, 0)})
		wantSame(t, seen(clock(5, 0)), []string{"oLate"})
		wantSame(t, seen(clock(4, 1)), []string{"oLate", "oListed", "oNoon"})

		// Of those of one second, who was received first was sighted first.
		whole := clock(6, 0)
		act(t, db, store.Act{AppID: appID, OpenID: "oNoon", At: whole, ReceivedAt: whole.Add(1234 * time.Millisecond)})
		wantSame(t, contact(t, db, "oNoon").SightedAt.Equal(whole.Add(234*time.Millisecond)), true)
		wantSame(t, seen(whole), []string{"oNoon"})

		// On one day a contact is found by the first as by the last it did.
		early := contact(t, db, "oEarly")
		act(t, db, store.Act{AppID: appID, OpenID: "oEarly", At: clock(4, 20), Before: &early})
		wantSame(t, contact(t, db, "oEarly").SightedAt.Equal(clock(4, 0)), true)
		wantSame(t, seen(clock(4, 19)), []string{"oEarly", "oLate", "oNoon"})
	})
}

// TestManyWhoWereSeenAreListedAndCounted: so many are found in the order of the
// list.
func TestManyWhoWereSeenAreListedAndCounted(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		const never, seen = 100, 5100
		acts := make([]store.Act, seen)
		openIDs := make([]string, never)
		for i := range acts {
			acts[i] = store.Act{AppID: appID, OpenID: fmt.Sprintf("oSeen%04d", i), At: after(i)}
		}
		for i := range openIDs {
			openIDs[i] = fmt.Sprintf("oNever%04d", i)
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.Ensure(ctx, appID, openIDs, after(seen+never))
		})
		act(t, db, acts...)
		f := store.ContactFilter{SeenAfter: after(0), Limit: 100}
		p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Contact], error) {
			return tx.Contacts.List(ctx, appID, f)
		})
		wantSame(t, []any{p.Total, p.TotalMore, len(p.Items), p.Items[0].OpenID}, []any{1000, true, 100, "oSeen5099"})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) {
			return tx.Contacts.Count(ctx, appID, store.ContactFilter{SeenAfter: after(50)})
		}), seen-50)
	})
}

// TestFirstActsOfADayMeetAtTheSameTime: of two that read the contact before
// either wrote, one looks again, and the contact is found once.
func TestFirstActsOfADayMeetAtTheSameTime(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		act(t, db, follow("oA", 0))
		const together = 6
		var all sync.WaitGroup
		for i := range together {
			all.Go(func() {
				do(t, db, func(ctx context.Context, tx *store.Tx) error {
					c, err := tx.Contacts.ByID(ctx, appID, "oA")
					if err != nil {
						return err
					}
					return tx.Contacts.Put(ctx, []store.Act{{AppID: appID, OpenID: "oA", At: at.AddDate(0, 0, 1+i%2), Messages: 1, Before: &c}})
				})
			})
		}
		all.Wait()
		wantSame(t, contact(t, db, "oA").Messages, together)
		for _, since := range []time.Time{at, at.AddDate(0, 0, 2)} {
			wantSame(t, contacts(t, db, store.ContactFilter{SeenAfter: since}), []string{"oA"})
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Contacts.Erase(ctx, appID, "oA", "hash", at) })
		wantSame(t, holding(t, db, "oA"), []string(nil))
	})
}

func TestContactsThatWereReadChangeAsOthersDo(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		asked := func(id string, seconds int) tuwen.Asked {
			return tuwen.Asked{ConversationID: id, At: at.Add(time.Duration(seconds) * time.Second)}
		}
		after := map[bool]tuwen.Contact{}
		for read, openID := range map[bool]string{false: "oOther", true: "oRead"} {
			act(t, db, follow(openID, 0))
			for _, a := range []store.Act{
				{At: at.Add(9 * time.Second), Messages: 1, Window: window(tuwen.WindowMessage, 9, 5), Asked: asked("second", 9)},
				{At: at.Add(4 * time.Second), Messages: 2, Window: window(tuwen.WindowScan, 4, 3), Asked: asked("first", 4)},
				{At: at.AddDate(0, 0, 2), Messages: 4},
			} {
				a.AppID, a.OpenID = appID, openID
				if read {
					c := contact(t, db, openID)
					a.Before = &c
				}
				act(t, db, a)
			}
			c := contact(t, db, openID)
			c.OpenID = ""
			after[read] = c
		}
		wantSame(t, after[true], after[false])
		wantSame(t, after[true].Messages, 7)
		wantSame(t, after[true].Asked, asked("second", 9))
		wantSame(t, contacts(t, db, store.ContactFilter{SeenAfter: at.AddDate(0, 0, 2)}), []string{"oOther", "oRead"})
	})
}

// TestContactsOfAnOlderVersionAreFoundByWhenTheyWereSeen: those that were there
// before contacts had sightings.
func TestContactsOfAnOlderVersionAreFoundByWhenTheyWereSeen(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			db := testkit.OpenIdleStore(t, testkit.EmptyStoreURL(t, engine))
			if err := store.MigrateTo(t.Context(), db, 19); err != nil {
				t.Fatal(err)
			}
			for i, openID := range []string{"oNever", "oLate", "oEarly"} {
				seen := int64(0)
				if i > 0 {
					seen = after(-i).UnixMilli()
				}
				_, err := db.SQL().ExecContext(t.Context(), `INSERT INTO contacts (app_id, openid, remark, followed, created_at, listed_at, seen_at, seen_day)
					VALUES ($1, $2, '备注', TRUE, 1, $3, CAST($4 AS BIGINT), CAST($4 AS BIGINT) / 86400000)`, appID, openID, i, seen)
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantSame(t, contacts(t, db, store.ContactFilter{}), []string{"oEarly", "oLate", "oNever"})
			wantSame(t, contacts(t, db, store.ContactFilter{SeenAfter: after(-1)}), []string{"oLate"})
			wantSame(t, contact(t, db, "oEarly").Remark, "备注")
			if engine == store.SQLite { // which made them anew
				indexes := ""
				err := db.SQL().QueryRowContext(t.Context(), `SELECT group_concat(name, ' ' ORDER BY name) FROM sqlite_schema
					WHERE tbl_name = 'contacts' AND type = 'index' AND sql IS NOT NULL`).Scan(&indexes)
				if err != nil {
					t.Fatal(err)
				}
				wantSame(t, indexes, "contacts_listed contacts_of_code contacts_of_scene contacts_remarked contacts_unfollowed")
			}
			act(t, db, store.Act{AppID: appID, OpenID: "oEarly", At: after(0)})
			wantSame(t, contacts(t, db, store.ContactFilter{SeenAfter: after(-1)}), []string{"oEarly", "oLate"})
		})
	}
}

// TestActOfSomebodyErasedSinceBeginsAnew: it makes nobody again of whom it was
// decided by what is no more.
func TestActOfSomebodyErasedSinceBeginsAnew(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		act(t, db, follow("oThere", 0))
		tries := 0
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if tries++; tries > 1 {
				return nil
			}
			return tx.Contacts.Put(ctx, []store.Act{
				{AppID: appID, OpenID: "oErased", At: at, Before: &tuwen.Contact{}}, {AppID: appID, OpenID: "oThere", At: at, Messages: 1},
			})
		})
		wantSame(t, tries, 2)
		wantSame(t, contacts(t, db, store.ContactFilter{}), []string{"oThere"})
		wantSame(t, contact(t, db, "oThere").Messages, 0)
	})
}

func TestTagsAndTheirContactsGoTogether(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		act(t, db, follow("oA", 0), follow("oB", 1))
		tags := []tuwen.Tag{{ID: 2, Name: "星标组", Count: 3, System: true}, {ID: 100, Name: "会员"}, {ID: 101, Name: "员工"}}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Tags.Replace(ctx, appID, tags); err != nil {
				return err
			}
			if err := tx.Contacts.PutTags(ctx, appID, "oA", []int{101, 2, 101, 100}); err != nil {
				return err
			}
			if err := tx.Contacts.PutTags(ctx, appID, "oB", []int{2}); err != nil {
				return err
			}
			if err := tx.Contacts.Tag(ctx, appID, 100, []string{"oB", "oA"}); err != nil {
				return err
			}
			return tx.Contacts.Untag(ctx, appID, 2, []string{"oB", "oNobody"})
		})
		wantSame(t, contact(t, db, "oA").TagIDs, []int{2, 100, 101})
		wantSame(t, contact(t, db, "oB").TagIDs, []int{100})
		wantSame(t, contacts(t, db, store.ContactFilter{TagIDs: []int{2}}), []string{"oA"})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Contacts.PutTags(ctx, appID, "oA", []int{100, 101}); err != nil {
				return err
			}
			return tx.Tags.Replace(ctx, appID, []tuwen.Tag{tags[0], {ID: 101, Name: "同事", Count: 1}})
		})
		wantSame(t, contact(t, db, "oA").TagIDs, []int{101})
		wantSame(t, contact(t, db, "oB").TagIDs, []int{})
		wantSame(t, contacts(t, db, store.ContactFilter{TagIDs: []int{100}}), []string{})
		got := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Tag, error) { return tx.Tags.All(ctx, appID) })
		wantSame(t, got, []tuwen.Tag{tags[0], {ID: 101, Name: "同事", Count: 1}})
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Tags.Delete(ctx, appID, 100) })
		wantError(t, err, tuwen.NotFound, "tag.unknown")
		err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Contacts.PutTags(ctx, appID, "oX", nil) })
		wantError(t, err, tuwen.NotFound, "contact.unknown")
	})
}

func TestFollowersAreReadPageByPage(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		var page []string
		for i := range 2500 {
			page = append(page, fmt.Sprintf("o%04d", i))
		}
		act(t, db, follow("o0007", 0), follow("oLeft", 0), follow("oDuring", 50))
		put := func(ids []string, when time.Time) (added int) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				added, err = tx.Contacts.PutFollowers(ctx, appID, ids, when)
				return err
			})
			return added
		}
		wantSame(t, put(append(page, "o0001"), after(10)), 2499)
		wantSame(t, put(page, after(10)), 0)
		next := func(from string, limit int) []string {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]string, error) {
				return tx.Contacts.Followers(ctx, appID, from, limit)
			})
		}
		wantSame(t, next("o0002", 2), []string{"o0003", "o0004"})
		wantSame(t, len(next("", 5000)), 2502)

		// Of two of them WeChat says that they follow no more. One acted since.
		unfollow := func(asked time.Time, ids ...string) (n int) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				n, err = tx.Contacts.Unfollow(ctx, appID, ids, asked, after(200))
				return err
			})
			return n
		}
		wantSame(t, unfollow(after(61), "oLeft", "oDuring", "oNobody"), 1)
		wantSame(t, unfollow(after(61), "oLeft"), 0)
		wantSame(t, contacts(t, db, store.ContactFilter{Followed: no()}), []string{"oLeft"})
		left := after(200)
		wantSame(t, contact(t, db, "oLeft").UnfollowedAt, &left)
		unfollowed := func() (openIDs []string) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				openIDs, err = tx.Contacts.Unfollowed(ctx, appID, 5)
				return err
			})
			return openIDs
		}
		wantSame(t, unfollowed(), []string{"oLeft"})
		wantSame(t, put([]string{"oLeft"}, after(300)), 1)
		wantSame(t, unfollowed(), []string{})
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Contacts.PutFollowers(ctx, "wxnobody0000000", page, at)
			return err
		})
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}

func TestDetailsAreKeptOfWhoIsStillTheSame(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		act(t, db, follow("oAgain", 500), follow("oA", -1000))
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Contacts.PutFollowers(ctx, appID, []string{"oB", "oC"}, after(10))
			return err
		})
		put := func(details ...store.Detail) (changed int) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				changed, err = tx.Contacts.PutDetails(ctx, appID, details, after(20))
				return err
			})
			return changed
		}
		followed := after(-1000)
		b := store.Detail{OpenID: "oB", UnionID: "u", Remark: "备注", FollowedAt: followed, FollowScene: "ADD_SCENE_SEARCH", FollowedBy: "s", TagIDs: []int{101, 100, 101}}
		old := store.Detail{OpenID: "oAgain", Remark: "of before", FollowedAt: after(400), TagIDs: []int{100}}
		wantSame(t, put(b, store.Detail{OpenID: "oErased", UnionID: "u"}, store.Detail{OpenID: "oA", FollowedAt: followed}, old), 0)
		want := tuwen.Contact{OpenID: "oB", UnionID: "u", Remark: "备注", Followed: true, FollowedAt: &followed,
			FollowScene: "ADD_SCENE_SEARCH", FollowedBy: "s", TagIDs: []int{100, 101}, CreatedAt: after(10)}
		asked := after(20)
		want.DetailedAt = &asked
		wantSame(t, contact(t, db, "oB"), want)
		wantSame(t, contact(t, db, "oC"), tuwen.Contact{OpenID: "oC", Followed: true, TagIDs: []int{}, CreatedAt: after(10)})
		again := contact(t, db, "oAgain")
		wantSame(t, []any{again.Remark, again.TagIDs}, []any{"", []int{}})
		wantSame(t, contacts(t, db, store.ContactFilter{TagIDs: []int{100}}), []string{"oB"})
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Contact, error) {
			return tx.Contacts.ByID(ctx, appID, "oErased")
		})
		wantError(t, err, tuwen.NotFound, "contact.unknown")

		wantSame(t, put(b), 0)
		b.TagIDs, b.FollowedBy = []int{102, 101}, ""
		wantSame(t, put(b), 1)
		want.TagIDs = []int{101, 102}
		wantSame(t, contact(t, db, "oB"), want)
		wantSame(t, contacts(t, db, store.ContactFilter{TagIDs: []int{100}}), []string{})
		wantSame(t, contacts(t, db, store.ContactFilter{TagIDs: []int{102}}), []string{"oB"})

		some := func() (n int) {
			do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				n, err = tx.Contacts.UntagSome(ctx, appID, 101, 1)
				return err
			})
			return n
		}
		wantSame(t, []int{some(), some()}, []int{1, 0})
		wantSame(t, contact(t, db, "oB").TagIDs, []int{102})
	})
}

func TestWhoWasErasedLatelyIsTold(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for i := range 3 {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.Contacts.Erase(ctx, appID, fmt.Sprintf("o%d", i), fmt.Sprintf("hash-%d", i), after(i))
			})
		}
		got := get(t, db, func(ctx context.Context, tx *store.Tx) (map[string]bool, error) {
			return tx.Contacts.ErasedSince(ctx, appID, after(1))
		})
		wantSame(t, got, map[string]bool{"hash-1": true, "hash-2": true})
	})
}
