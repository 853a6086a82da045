package mirror_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat"
)

// person is a follower in the words that are compared.
type person struct {
	FollowedAt       time.Time
	Scene, By, About string
	Tags             []int
}

// contacts is who is known here, unfollowed ones too.
func (e *env) contacts(t *testing.T) map[string]person {
	t.Helper()
	got := map[string]person{}
	for cursor, more := "", true; more; more = cursor != "" {
		page := read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.Contact], error) {
			return tx.Contacts.List(ctx, appID, store.ContactFilter{Limit: 100, Cursor: cursor})
		})
		cursor = page.NextCursor
		for _, c := range page.Items {
			got[c.OpenID] = personOf(c)
			if !c.Followed {
				t.Errorf("%s is here and does not follow", c.OpenID)
			}
		}
	}
	return got
}

func personOf(c tuwen.Contact) person {
	p := person{Scene: c.FollowScene, By: c.FollowedBy, About: c.Remark + c.UnionID, Tags: c.TagIDs}
	if c.FollowedAt != nil {
		p.FollowedAt = *c.FollowedAt
	}
	return p
}

// asAtWeChat compares who is known here with the sandbox's followers: bulk
// ones and those named.
func (e *env) asAtWeChat(t *testing.T, bulk int, others ...string) {
	t.Helper()
	want := map[string]person{}
	for i := range bulk {
		others = append(others, e.wx.BulkOpenID(i))
	}
	for _, id := range others {
		f, err := e.wx.Follower(id)
		must(t, err)
		if f.Followed {
			p := person{FollowedAt: f.FollowedAt, Scene: f.SubscribeScene, By: f.QRScene, About: f.Remark, Tags: append([]int{}, f.TagIDs...)}
			if f.PersonID != "" {
				p.About += e.unionID(t, id)
			}
			want[id] = p
		}
	}
	if diff := cmp.Diff(want, e.contacts(t)); diff != "" {
		t.Errorf("contacts (-want +got):\n%.3000s", diff)
	}
}

func (e *env) unionID(t *testing.T, openID string) string {
	t.Helper()
	infos, err := e.client(t).User.InfoBatch(t.Context(), []string{openID})
	must(t, err)
	return infos[0].UnionID
}

// client is the account's own, as an operator's call has it.
func (e *env) client(t *testing.T) *wechat.Client {
	t.Helper()
	c, err := e.connect.Client(t.Context(), appID, tuwen.ByPerson)
	must(t, err)
	return c
}

// bulk adds followers who are nobody in particular.
func (e *env) bulk(t testing.TB, n int) {
	t.Helper()
	must(t, e.wx.BulkFollowers(n))
}

// atCall calls f when a path is called for the nth time from now on.
func (e *env) atCall(path string, nth int, f func()) {
	e.wx.ResetCalls()
	e.wx.OnCall(func(p string, n int) {
		if p == path && n == nth {
			f()
		}
	})
}

func (e *env) formerly(t *testing.T) int {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Contacts.FormerCount(ctx, appID) })
}

func TestFollowersAreReadWithTagsAndOrigin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 250)
		mine, err := e.wx.NewOpenID("林小满")
		must(t, err)
		code, err := e.client(t).QRCode.Create(t.Context(), wechat.QRCodeRequest{Scene: "门店-3"})
		must(t, err)
		_, err = e.wx.ScanTicket(t.Context(), mine, code.Ticket)
		must(t, err)
		tag, err := e.client(t).Tag.Create(t.Context(), "会员")
		must(t, err)
		_, err = e.client(t).Tag.BatchTag(t.Context(), tag.ID, []string{mine, e.wx.BulkOpenID(200)})
		must(t, err)
		must(t, e.client(t).User.Remark(t.Context(), e.wx.BulkOpenID(7), "老顾客"))

		plan, err := e.Plan(t.Context(), appID, tuwen.Followers)
		must(t, err)
		if plan.Items != 251 || plan.Calls != 1+2+3 || plan.Limit != 500 || !plan.Suffices || plan.LastFollowers != nil {
			t.Errorf("plan %+v", plan)
		}
		run := e.sync(t, tuwen.Followers)
		wantResult(t, run, result{Total: 251, Fetched: 251, Added: 251})
		if run.Calls != plan.Calls || run.Detailed != 251 || run.Phase != tuwen.PhaseDetails || run.ETASeconds != nil || run.QuotaLeft == nil {
			t.Errorf("run %+v", run)
		}
		e.asAtWeChat(t, 250, mine)
		got := e.contacts(t)[mine]
		if got.By != "门店-3" || got.Scene != "ADD_SCENE_QR_CODE" || !slices.Equal(got.Tags, []int{tag.ID}) {
			t.Errorf("who scanned is %+v", got)
		}
		tags := read(t, e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Tag, error) { return tx.Tags.All(ctx, appID) })
		if i := slices.IndexFunc(tags, func(tag tuwen.Tag) bool { return tag.Name == "会员" }); i < 0 || tags[i].Count != 2 || tags[i].System || !tags[0].System {
			t.Errorf("tags %+v", tags)
		}
	})
}

// TestPostgresIsToldHowManyFollowersWereListed: until it finds out by itself it
// would sort all who are left for every hundred whose details are read.
func TestPostgresIsToldHowManyFollowersWereListed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		if e.db.Engine() != store.Postgres {
			return // it does not count
		}
		e.bulk(t, 250)
		e.sync(t, tuwen.Followers)
		var known int
		must(t, e.db.SQL().QueryRowContext(t.Context(), "SELECT reltuples FROM pg_class WHERE relname = 'contacts'").Scan(&known))
		if known < 250 {
			t.Errorf("it knows of %d contacts", known)
		}
	})
}

func TestFollowersAreReadAnew(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 230)
		tag, err := e.client(t).Tag.Create(t.Context(), "会员")
		must(t, err)
		_, err = e.client(t).Tag.BatchTag(t.Context(), tag.ID, []string{e.wx.BulkOpenID(3), e.wx.BulkOpenID(4)})
		must(t, err)
		wantResult(t, e.sync(t, tuwen.Followers), result{Total: 230, Fetched: 230, Added: 230})

		e.clock.Move(time.Hour)
		must(t, e.client(t).Tag.Delete(t.Context(), tag.ID))
		must(t, e.client(t).User.Remark(t.Context(), e.wx.BulkOpenID(7), "老顾客"))
		for _, place := range []int{0, 120, 229} {
			_, err := e.wx.Unfollow(t.Context(), e.wx.BulkOpenID(place))
			must(t, err)
		}
		mine, err := e.wx.NewOpenID("林小满")
		must(t, err)
		_, err = e.wx.Follow(t.Context(), mine)
		must(t, err)
		run := e.sync(t, tuwen.Followers)
		// The tags were taken from two when their tag was seen to be no more.
		wantResult(t, run, result{Total: 228, Fetched: 228, Added: 1, Updated: 1, Unchanged: 226, Gone: 3})
		if run.Calls != 1+2+3 { // asked about the three who left as well
			t.Errorf("%d calls", run.Calls)
		}
		e.asAtWeChat(t, 230, mine)
		for _, place := range []int{0, 120, 229} {
			former := read(t, e, func(ctx context.Context, tx *store.Tx) (store.Former, error) {
				return tx.Contacts.Former(ctx, appID, hash(appID, e.wx.BulkOpenID(place)))
			})
			if former.Erased != 1 {
				t.Errorf("former %+v", former)
			}
		}
		if n := e.formerly(t); n != 3 {
			t.Errorf("%d former contacts", n)
		}
		wantResult(t, e.sync(t, tuwen.Followers), result{Total: 228, Fetched: 228, Unchanged: 228})
	})
}

func TestWhatFollowersDoDuringARunWinsOverWhatItWasTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 150)
		left, came := e.wx.BulkOpenID(20), e.wx.BulkOpenID(21)
		// One left as the page that still names him was on its way.
		e.atCall(followersPath, 2, func() { // the first is the plan's
			e.write(t, func(ctx context.Context, tx *store.Tx) error {
				return tx.Contacts.Erase(ctx, appID, left, hash(appID, left), e.clock.Now())
			})
		})
		run := e.sync(t, tuwen.Followers)
		wantResult(t, run, result{Total: 150, Fetched: 150, Added: 149})
		if _, here := e.contacts(t)[left]; here {
			t.Error("who left came back by an older page")
		}

		// Another one left, and followed anew before the answer was kept.
		e.clock.Move(time.Hour)
		_, err := e.wx.Unfollow(t.Context(), came)
		must(t, err)
		e.atCall(detailsPath, 1, func() {
			e.write(t, func(ctx context.Context, tx *store.Tx) error {
				return tx.Contacts.Put(ctx, []store.Act{{AppID: appID, OpenID: came, At: e.clock.Now(), Follow: &store.Follow{At: e.clock.Now(), By: "again"}}})
			})
		})
		run = e.sync(t, tuwen.Followers)
		if got := e.contacts(t)[came]; run.Gone != 0 || got.By != "again" {
			t.Errorf("who came back is %+v; %d are gone", got, run.Gone)
		}
	})
}

func TestFollowersRunGoesOnTheNextDayWhenTheCallsAreUsedUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 350)
		e.wx.SetFollowersPage(100) // as if there were 35,000
		e.wx.SetQuota(followersPath, 2)
		_, err := e.Start(t.Context(), appID, tuwen.Followers, false, "tester")
		wantCode(t, err, tuwen.Exhausted, "sync.quota")
		e.wx.SetQuota(followersPath, 4)
		run, err := e.Start(t.Context(), appID, tuwen.Followers, true, "tester")
		must(t, err)
		run = e.drive(t, run.ID)
		midnight := tuwen.NextReset(e.clock.Now())
		if run.State != tuwen.SyncPaused || run.PausedFor != "quota" || run.Phase != tuwen.PhaseList || run.ResumeAt.Before(midnight) {
			t.Fatalf("got %+v", run)
		}
		e.clock.Set(*run.ResumeAt)
		e.wx.ClearQuota()
		run = e.drive(t, run.ID)
		if run.State == tuwen.SyncPaused { // four a day
			e.clock.Set(*run.ResumeAt)
			e.wx.ClearQuota()
			run = e.drive(t, run.ID)
		}
		wantResult(t, run, result{Total: 350, Fetched: 350, Added: 350})
		if n := len(e.contacts(t)); n != 350 {
			t.Errorf("%d contacts", n)
		}
	})
}

func TestListOfFollowersIsBegunAgainWhereItBroke(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 201)
		e.wx.SetFollowersPage(100)
		e.atCall(followersPath, 3, func() { // the plan, the first page; who ended it is no more
			e.wx.SetFault(sandbox.Fault{Path: followersPath, Next: 1, Kind: sandbox.FaultErrcode, Errcode: 40003})
		})
		run := e.sync(t, tuwen.Followers)
		wantResult(t, run, result{Total: 201, Fetched: 201, Added: 201, Sweep: 2})

		// Always: who is known is asked about, nobody is lost.
		e.wx.ResetCalls()
		e.wx.OnCall(func(path string, n int) {
			if path == followersPath && n > 1 && n%2 == 1 { // not the plan's
				e.wx.SetFault(sandbox.Fault{Path: followersPath, Next: 1, Kind: sandbox.FaultErrcode, Errcode: 40003})
			}
		})
		run = e.sync(t, tuwen.Followers)
		wantResult(t, run, result{Total: 201, Fetched: 100, Unchanged: 201, Sweep: 3, Advice: "list_moving"})
		if n := len(e.contacts(t)); n != 201 {
			t.Errorf("%d contacts", n)
		}
	})
}

func TestOneWhomWeChatDoesNotKnowHoldsUpNobody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 100)
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Contacts.PutFollowers(ctx, appID, []string{"oNobodyAtWeChat"}, e.clock.Now())
			return err
		})
		run := e.sync(t, tuwen.Followers)
		wantResult(t, run, result{Total: 100, Fetched: 100, Added: 100, Gone: 1})
		e.asAtWeChat(t, 100)
	})
}

func TestFollowersOfAnUnverifiedAccountAreRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetFault(sandbox.Fault{Path: followersPath, Kind: sandbox.FaultErrcode, Errcode: 48001})
		_, err := e.Plan(t.Context(), appID, tuwen.Followers)
		wantCode(t, err, tuwen.Refused, "sync.followers_denied")
		if p := tuwen.ProblemOf(err); p.WeChat == nil || p.WeChat.Errcode != 48001 {
			t.Errorf("problem %+v", p)
		}
		_, err = e.Start(t.Context(), appID, tuwen.Followers, true, "tester")
		wantCode(t, err, tuwen.Refused, "sync.followers_denied")
	})
}

func TestFollowersAndHistoryAreReadBesideEachOther(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 250)
		e.addHistory(t, 50)
		history, err := e.Start(t.Context(), appID, tuwen.Full, false, "tester")
		must(t, err)
		followers, err := e.Start(t.Context(), appID, tuwen.Followers, false, "tester")
		must(t, err)
		_, err = e.Start(t.Context(), appID, tuwen.Followers, false, "tester")
		wantCode(t, err, tuwen.Conflict, "sync.running")
		_, err = e.db.SQL().ExecContext(t.Context(), "DELETE FROM river_job")
		must(t, err)
		e.clock.Move(4 * time.Minute)
		must(t, e.Revive(t.Context()))
		e.runJobs(t)
		wantResult(t, e.await(t, history.ID, tuwen.SyncFinished, tuwen.SyncFailed), result{Total: 50, Fetched: 50, Added: 50})
		wantResult(t, e.await(t, followers.ID, tuwen.SyncFinished, tuwen.SyncFailed), result{Total: 250, Fetched: 250, Added: 250})
		e.copied(t)
		e.asAtWeChat(t, 250)
		plan, err := e.Plan(t.Context(), appID, tuwen.Followers)
		must(t, err)
		if plan.LastFollowers == nil || plan.LastFull == nil {
			t.Errorf("plan %+v", plan)
		}
	})
}

func TestFollowersRunIsPausedResumedAndCanceled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 1000)
		run, err := e.Start(t.Context(), appID, tuwen.Followers, false, "tester")
		must(t, err)
		e.atCall(detailsPath, 4, func() {
			if _, err := e.Pause(t.Context(), appID, run.ID); err != nil {
				t.Error(err)
			}
		})
		run = e.drive(t, run.ID)
		if run.State != tuwen.SyncPaused || run.Detailed < 200 || run.Detailed > 800 {
			t.Fatalf("got %+v", run)
		}
		_, err = e.Resume(t.Context(), appID, run.ID)
		must(t, err)
		detailed := run.Detailed
		e.wx.OnCall(nil)
		e.wx.ResetCalls()
		run = e.drive(t, run.ID)
		if calls := e.wx.Calls(detailsPath); run.State != tuwen.SyncFinished || run.Detailed != 1000 || calls != (1000-detailed)/100 {
			t.Errorf("%d calls: %+v", calls, run)
		}
		e.asAtWeChat(t, 1000)

		run, err = e.Start(t.Context(), appID, tuwen.Followers, false, "tester")
		must(t, err)
		e.atCall(detailsPath, 2, func() {
			if _, err := e.Cancel(t.Context(), appID, run.ID); err != nil {
				t.Error(err)
			}
		})
		if run = e.drive(t, run.ID); run.State != tuwen.SyncCanceled || e.wx.Calls(detailsPath) > 4 {
			t.Errorf("%d calls: %+v", e.wx.Calls(detailsPath), run)
		}
	})
}

func TestFollowersRunOfManySlicesAsksForNothingTwice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.bulk(t, 3000)
		run, err := e.Start(t.Context(), appID, tuwen.Followers, false, "tester")
		must(t, err)
		slices := 0
		for ; run.State.Active() && slices < 2000; slices++ {
			ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(16*time.Second+60*time.Millisecond))
			must(t, e.WorkOnce(ctx, run))
			cancel()
			run = e.get(t, run.ID)
		}
		if run.State != tuwen.SyncFinished || run.Calls != 1+2+30 || slices < 2 {
			t.Errorf("%d slices, %d calls: %+v", slices, run.Calls, resultOf(run))
		}
		e.asAtWeChat(t, 3000)
	})
}
