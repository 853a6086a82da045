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

func TestAccountsKeepEveryField(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		want := tuwen.Account{
			AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, OriginalID: "gh_1", Encryption: tuwen.Safe,
			APIBaseURL: "https://api.weixin.qq.com", ExternalTokenURL: "https://t.example/", CreatedAt: at, UpdatedAt: at,
			AppSecret: tuwen.Sealed("\x00s"), MessageToken: tuwen.Sealed("m"), AESKey: tuwen.Sealed("k"), ExternalToken: tuwen.Sealed("e"),
			HasAppSecret: true, HasMessageToken: true, HasAESKey: true,
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Create(ctx, want) })
		byID := func(ctx context.Context, tx *store.Tx) (tuwen.Account, error) { return tx.Accounts.ByID(ctx, appID) }
		bytes := cmp.Transformer("open", func(s tuwen.Sealed) []byte { return s })
		if d := cmp.Diff(want, get(t, db, byID), bytes); d != "" {
			t.Errorf("created (-want +got):\n%s", d)
		}
		want.Name, want.Verified, want.AESKey, want.HasAESKey = "改名", false, nil, false
		want.UpdatedAt = at.Add(time.Hour)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Update(ctx, want) })
		if d := cmp.Diff(want, get(t, db, byID), bytes); d != "" {
			t.Errorf("updated (-want +got):\n%s", d)
		}
		all := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Account, error) { return tx.Accounts.All(ctx) })
		if d := cmp.Diff([]tuwen.Account{want}, all, bytes); d != "" {
			t.Errorf("all (-want +got):\n%s", d)
		}
	})
}

func TestAccountsTellWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for code, f := range map[string]func(ctx context.Context, tx *store.Tx) error{
			"account.exists": func(ctx context.Context, tx *store.Tx) error {
				return tx.Accounts.Create(ctx, tuwen.Account{AppID: appID})
			},
			"account.unknown": func(ctx context.Context, tx *store.Tx) error {
				return tx.Accounts.Update(ctx, tuwen.Account{AppID: "none"})
			},
			"token.none": func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.AccessTokens.ByID(ctx, appID)
				return err
			},
			"reading.none": func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Drafts.Reading(ctx, appID)
				return err
			},
			"picture.unknown": func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Pictures.ByHash(ctx, appID, "h")
				return err
			},
		} {
			kind := tuwen.NotFound
			if code == "account.exists" {
				kind = tuwen.Conflict
			}
			wantError(t, db.Write(t.Context(), f), kind, code)
		}
		for _, f := range []func(ctx context.Context, tx *store.Tx) error{
			func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Delete(ctx, "none") },
			func(ctx context.Context, tx *store.Tx) error {
				return tx.AccessTokens.Put(ctx, "none", store.AccessToken{})
			},
			func(ctx context.Context, tx *store.Tx) error {
				return tx.Notes.Put(ctx, "none", tuwen.Note{MediaID: "a", Text: "x"})
			},
			func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Quotas.Add(ctx, "none", "/p", "2026-05-20", tuwen.ByJob, 1)
				return err
			},
		} {
			wantError(t, db.Write(t.Context(), f), tuwen.NotFound, "account.unknown")
		}
	})
}

func TestAccessTokensAreReplaced(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for _, want := range []store.AccessToken{
			{Token: tuwen.Sealed("one"), ExpiresAt: at.Add(time.Hour), FetchedAt: at},
			{Token: tuwen.Sealed("two"), ExpiresAt: at.Add(2 * time.Hour), FetchedAt: at, ForcedAt: at, ForcedDay: "2026-05-20", ForcedCount: 3},
		} {
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.AccessTokens.Put(ctx, appID, want) })
			got := get(t, db, func(ctx context.Context, tx *store.Tx) (store.AccessToken, error) {
				return tx.AccessTokens.ByID(ctx, appID)
			})
			if string(got.Token) != string(want.Token) {
				t.Error("the token that came back is another one")
			}
			got.Token, want.Token = nil, nil
			wantSame(t, got, want)
		}
	})
}

func acquire(t *testing.T, db *store.DB, owner string, now time.Time) bool {
	t.Helper()
	got := false
	do(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
		got, err = tx.Leases.Acquire(ctx, "token", owner, now, now.Add(10*time.Second))
		return err
	})
	return got
}

func TestLeasesHaveOneOwner(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		steps := []struct {
			owner string
			after time.Duration
			want  bool
		}{
			{"a", 0, true}, {"b", 9 * time.Second, false}, {"a", 9 * time.Second, true}, {"b", 12 * time.Second, false},
			{"b", 19 * time.Second, true}, {"a", 20 * time.Second, false},
		}
		for _, s := range steps {
			if got := acquire(t, db, s.owner, at.Add(s.after)); got != s.want {
				t.Errorf("%s after %s: got %v, want %v", s.owner, s.after, got, s.want)
			}
		}
		release := func(owner string) {
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Leases.Release(ctx, "token", owner) })
		}
		release("a")
		if acquire(t, db, "a", at.Add(21*time.Second)) {
			t.Error("a gave back what b holds")
		}
		release("b")
		if !acquire(t, db, "a", at.Add(21*time.Second)) {
			t.Error("what was given back is still held")
		}
	})
}

func TestLeasesAskedForAtOnceGoToOne(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		got := make([]bool, 20)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i] = acquire(t, db, fmt.Sprint("node", i), at) })
		}
		all.Wait()
		n := 0
		for _, ok := range got {
			if ok {
				n++
			}
		}
		wantSame(t, n, 1)
	})
}

func TestReadingsAreKept(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		reading := tuwen.DraftReading{MediaIDs: []string{"b", "a"}, Total: 75, ReadAt: at,
			Error: &tuwen.Problem{Kind: tuwen.Unavailable, Code: "wechat.unreachable", Detail: "x"}, FailedAt: at.Add(time.Second)}
		page := tuwen.PublishedPage{Offset: 20, MediaIDs: []string{"p"}, Total: 40, ReadAt: at}
		for range 2 {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				if err := tx.Drafts.PutReading(ctx, appID, reading); err != nil {
					return err
				}
				return tx.Published.PutPage(ctx, appID, page)
			})
			wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.DraftReading, error) {
				return tx.Drafts.Reading(ctx, appID)
			}), reading)
			wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.PublishedPage, error) {
				return tx.Published.Page(ctx, appID, 20)
			}), page)
			reading = tuwen.DraftReading{MediaIDs: []string{}, ReadAt: at.Add(time.Minute)}
			page.MediaIDs, page.Total = []string{"q", "r"}, 41
		}
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.PublishedPage, error) {
			return tx.Published.Page(ctx, appID, 0)
		})
		wantError(t, err, tuwen.NotFound, "reading.none")
	})
}

func TestMaterialsInUseAreCheckedInTurn(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		puts := items(6)
		for i := range 4 {
			puts[i].Material.Source = tuwen.Draft
		}
		puts[4].Material.Source = tuwen.Published
		put(t, db, puts...)
		for _, id := range []string{"m0000", "m0001", "m0002", "m0004", "m0005"} {
			use(t, db, id, tuwen.UsedBy{Kind: "menu", ID: "1"})
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Materials.MarkGone(ctx, appID, []string{"m0001"}, at); err != nil {
				return err
			}
			return tx.Drafts.Checked(ctx, appID, "m0000", at)
		})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.Checked, error) {
			return tx.Drafts.InUse(ctx, appID)
		}), []store.Checked{{MediaID: "m0002"}, {MediaID: "m0000", CheckedAt: at}})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.Checked, error) {
			return tx.Published.InUse(ctx, appID)
		}), []store.Checked{{MediaID: "m0004"}})
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Uses.Remove(ctx, appID, "menu", "1") })
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (map[string][]tuwen.UsedBy, error) {
			return tx.Uses.Of(ctx, appID, []string{"m0000", "m0002"})
		}), map[string][]tuwen.UsedBy{})
	})
}

func TestPicturesKeepTheFirstAddress(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Pictures.Put(ctx, appID, nil); err != nil {
				return err
			}
			return tx.Pictures.Put(ctx, appID, []store.Picture{{"h1", "u1"}, {"h2", "u2"}, {"h1", "u3"}})
		})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) (store.Picture, error) {
			return tx.Pictures.ByHash(ctx, appID, "h1")
		}), store.Picture{Hash: "h1", URL: "u1"})
	})
}
