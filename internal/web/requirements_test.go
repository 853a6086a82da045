package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// The tests here are the requirements S1–S14 of the materials page, each over
// the HTTP API.

func TestS01MaterialsBelongToOneChosenAccount(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(3, 5, 0))
	other := sandbox.Account{AppID: "wx00000000000000b2", Secret: "b2b2b2b2b2b2b2b2", Name: "第二个", Verified: true, CreatedAt: c.Clock.Now()}
	if err := c.Sandbox.AddAccount(other); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Sandbox.Account(other.AppID).AddDraft(item("只在第二个账号里")); err != nil {
		t.Fatal(err)
	}
	c.Clock.Move(time.Second)
	admin := c.Operator(tuwen.Admin)
	admin.Must(http.StatusCreated, "POST", "/accounts", map[string]any{
		"app_id": other.AppID, "name": other.Name, "kind": "subscription", "app_secret": other.Secret, "api_base_url": c.WeChatURL,
	})
	viewer := c.Operator(tuwen.Viewer)
	accounts := testkit.GET[tuwen.Page[tuwen.Account]](viewer, "/accounts")
	var names []string
	for _, a := range accounts.Items {
		names = append(names, a.Name)
	}
	if diff := cmp.Diff([]string{"青禾生活", "第二个"}, names); diff != "" {
		t.Errorf("accounts to choose from (-want +got):\n%s", diff)
	}
	mine := testkit.GET[tuwen.Reading](viewer, account+"/drafts")
	theirs := testkit.GET[tuwen.Reading](viewer, "/accounts/"+other.AppID+"/drafts")
	if len(mine.Items) != 3 || len(theirs.Items) != 1 || theirs.Items[0].Title != "只在第二个账号里" {
		t.Errorf("got %d and %d drafts, want 3 and the one of the second account", len(mine.Items), len(theirs.Items))
	}
	viewer.Must(http.StatusNotFound, "GET", "/accounts/"+other.AppID+"/materials/"+mine.Items[0].MediaID, nil)
}

func TestS02DraftsAndHistoryAreTwoGroups(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(4, 6, 2))
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	drafts := testkit.GET[tuwen.Reading](b, account+"/drafts").Items
	old := history(b, "")
	for _, m := range drafts {
		if m.Source != tuwen.Draft {
			t.Errorf("a %s stands among the drafts", m.Source)
		}
	}
	for _, m := range old {
		if m.Source != tuwen.History {
			t.Errorf("a %s stands in the history", m.Source)
		}
	}
	if len(drafts) != 4 || len(old) != 6 {
		t.Errorf("got %d drafts and %d history items, want 4 and 6", len(drafts), len(old))
	}
}

func TestS03OpeningThePageReadsTheNewest60Drafts(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(75, 0, 0))
	b := c.Operator(tuwen.Viewer)
	got := testkit.GET[tuwen.Reading](b, account+"/drafts")
	if diff := cmp.Diff(truth(c.WeChat.Drafts())[:60], ids(got.Items)); diff != "" {
		t.Errorf("the newest 60 (-want +got):\n%s", diff)
	}
	if got.Total != 75 || got.Error != nil || got.FetchedAt == nil {
		t.Errorf("got total %d, error %v, fetched at %v", got.Total, got.Error, got.FetchedAt)
	}
	const list = "/cgi-bin/draft/batchget"
	if n := c.WeChat.Calls(list); n != 3 {
		t.Errorf("opening the page made %d list calls, want 3", n)
	}
	if _, err := c.WeChat.AddDraft(item("刚写的")); err != nil {
		t.Fatal(err)
	}
	testkit.GET[tuwen.Reading](b, account+"/drafts")
	if n := c.WeChat.Calls(list); n != 3 {
		t.Errorf("opening it again within the minute made calls: %d in all, want 3", n)
	}
	if again := testkit.GET[tuwen.Reading](b, account+"/drafts?refresh=true"); again.Items[0].Title != "刚写的" {
		t.Errorf("a refresh shows %q first, want the new draft", again.Items[0].Title)
	}
	c.Clock.Move(2 * time.Minute)
	c.WeChat.SetFault(sandbox.Fault{Path: list, Next: 100, HTTPStatus: 502})
	kept := testkit.GET[tuwen.Reading](b, account+"/drafts")
	if kept.Error == nil || len(kept.Items) != 60 {
		t.Errorf("with WeChat down got %d drafts and error %v, want the last 60 and the error", len(kept.Items), kept.Error)
	}
}

func TestS04ADraftCarriesANote(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(2, 0, 0))
	b := c.Operator(tuwen.Operates)
	id := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[1].MediaID
	n := testkit.JSON[tuwen.Note](t, b.Must(http.StatusOK, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": "  周五群发用\n这一篇 "}))
	if n.Text != "周五群发用 这一篇" || n.WrittenBy != "the operator" {
		t.Errorf("got note %+v", n)
	}
	got := testkit.GET[tuwen.Reading](b, account+"/drafts?refresh=true").Items
	if got[1].Note != "周五群发用 这一篇" || got[0].Note != "" {
		t.Errorf("after reading anew the notes are %q and %q", got[0].Note, got[1].Note)
	}
	b.Must(http.StatusOK, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": ""})
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+id); m.Note != "" {
		t.Errorf("an emptied note is still %q", m.Note)
	}
}

func TestS05FullSyncCopiesAllHistory(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 57, 0))
	b := c.Operator(tuwen.Operates)
	run := synced(t, b, tuwen.Full)
	if run.State != tuwen.SyncFinished || run.Total != 57 || run.Added != 57 {
		t.Fatalf("got run %+v", run)
	}
	want, got := truth(c.WeChat.History()), ids(history(b, ""))
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the copy (-want +got):\n%s", diff)
	}
}

func TestS06IncrementalSyncFetchesOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 90, 0))
	b := c.Operator(tuwen.Operates)
	refused := b.Must(http.StatusConflict, "POST", account+"/syncs", map[string]any{"mode": "incremental"})
	if !strings.Contains(string(refused.Body), "sync.no_full_yet") {
		t.Errorf("before the first full sync got %s", refused.Body)
	}
	synced(t, b, tuwen.Full)
	fresh := addHistory(t, c, "新添的一篇")
	c.WeChat.ResetCalls()
	run := synced(t, b, tuwen.Incremental)
	if run.State != tuwen.SyncFinished || run.Added != 1 || run.Updated != 0 {
		t.Errorf("got run %+v, want one added", run)
	}
	if n := c.WeChat.Calls("/cgi-bin/material/batchget_material"); n > 2 {
		t.Errorf("one addition cost %d list calls, want at most 2", n)
	}
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+fresh); m.Title != "新添的一篇" {
		t.Errorf("the new item is %q", m.Title)
	}
}

func TestS07SingleSyncFetchesOneItemsNewestState(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 3, 0))
	b := c.Operator(tuwen.Operates)
	id := addHistory(t, c, "旧标题")
	synced(t, b, tuwen.Full)
	if _, err := c.WeChat.UpdateHistory(id, func(it *sandbox.Item) { it.Articles[0].Title = "新标题" }); err != nil {
		t.Fatal(err)
	}
	c.WeChat.ResetCalls()
	m := testkit.JSON[tuwen.Material](t, b.Must(http.StatusOK, "POST", account+"/materials/"+id+"/sync", nil))
	if m.Title != "新标题" {
		t.Errorf("got %q", m.Title)
	}
	if n := c.WeChat.Calls("/cgi-bin/material/batchget_material"); n != 0 {
		t.Errorf("it listed: %d calls", n)
	}
	if got := testkit.GET[tuwen.Material](b, account+"/materials/"+id); got.Title != "新标题" {
		t.Errorf("the copy says %q", got.Title)
	}
}

func TestS08FullSyncTellsItsCostFirst(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 57, 0))
	c.WeChat.SetQuota("/cgi-bin/material/batchget_material", 50)
	b := c.Operator(tuwen.Operates)
	plan := testkit.GET[tuwen.SyncPlan](b, account+"/syncs/plan?mode=full")
	if plan.Items != 57 || plan.Calls < 3 || plan.Calls > 6 || plan.Limit != 50 || plan.Left != 50 || plan.Reserve != 10 || !plan.Suffices {
		t.Errorf("got plan %+v", plan)
	}
	c.WeChat.SetQuota("/cgi-bin/material/batchget_material", 3)
	c.Clock.Move(2 * time.Hour)
	tight := testkit.GET[tuwen.SyncPlan](b, account+"/syncs/plan?mode=full")
	if tight.Suffices || tight.Left != 3 {
		t.Errorf("got plan %+v, want one that does not suffice", tight)
	}
	r := b.Must(http.StatusTooManyRequests, "POST", account+"/syncs", map[string]any{"mode": "full"})
	if !strings.Contains(string(r.Body), "sync.quota") {
		t.Errorf("got %s", r.Body)
	}
}

func TestS09SyncedItemsAreListedAndPreviewed(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 0, 0))
	b := c.Operator(tuwen.Operates)
	id := addHistory(t, c, "霜降", `<section style="color: rgb(9, 9, 9);"><p>一锅暖汤</p></section>`, "<p>第二篇</p>")
	synced(t, b, tuwen.Full)
	if got := ids(history(b, "")); !slices.Equal(got, []string{id}) {
		t.Fatalf("listed %v", got)
	}
	r := b.Must(http.StatusOK, "GET", "/preview/"+testkit.AppID+"/"+id+"/0", nil)
	for _, want := range []string{"霜降", "一锅暖汤", "青禾生活", "color: rgb(9, 9, 9)"} {
		if !strings.Contains(string(r.Body), want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	if second := b.Must(http.StatusOK, "GET", "/preview/"+testkit.AppID+"/"+id+"/1", nil); !strings.Contains(string(second.Body), "第二篇") {
		t.Error("the second article is not shown")
	}
	b.Must(http.StatusNotFound, "GET", "/preview/"+testkit.AppID+"/"+id+"/2", nil)
}

func TestS10HistoryIsOrderedByUpdateTime(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 30, 0))
	old := c.WeChat.History()[20].MediaID
	c.Clock.Move(time.Hour)
	if _, err := c.WeChat.UpdateHistory(old, func(it *sandbox.Item) { it.Articles[0].Digest = "改过" }); err != nil {
		t.Fatal(err)
	}
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	all := history(b, "")
	if all[0].MediaID != old {
		t.Errorf("first is %q, want the one edited last", all[0].Title)
	}
	if !slices.IsSortedFunc(all, func(a, b tuwen.Material) int { return b.UpdateTime.Compare(a.UpdateTime) }) {
		t.Error("the list is not newest update first")
	}
}

func TestS11NotesTellEqualTitlesApart(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 0, 0))
	first, second := addHistory(t, c, "本周上新"), addHistory(t, c, "本周上新")
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	b.Must(http.StatusOK, "PUT", account+"/materials/"+first+"/note", map[string]string{"text": "十月第一周"})
	b.Must(http.StatusOK, "PUT", account+"/materials/"+second+"/note", map[string]string{"text": "十月第二周"})
	want := map[string]string{first: "十月第一周", second: "十月第二周"}
	for where, items := range map[string][]tuwen.Material{
		"list":   history(b, ""),
		"search": history(b, "&q=十月"),
	} {
		got := map[string]string{}
		for _, m := range items {
			got[m.MediaID] = m.Note
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", where, diff)
		}
	}
	for _, u := range tuwen.Usages() {
		got := map[string]string{}
		for _, m := range testkit.GET[tuwen.Choices](b, account+"/materials?source=history&use="+string(u.Use)).Items {
			got[m.MediaID] = m.Note
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("picker for %s (-want +got):\n%s", u.Use, diff)
		}
	}
	if found := history(b, "&q=第二"); len(found) != 1 || found[0].MediaID != second {
		t.Errorf("searching a note finds %v", ids(found))
	}
}

func TestS12DeletingRemovesHereOnly(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 4, 0))
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	id := c.WeChat.History()[1].MediaID
	b.Must(http.StatusNoContent, "DELETE", account+"/materials/"+id, nil)
	if got := ids(history(b, "")); slices.Contains(got, id) || len(got) != 3 {
		t.Errorf("listed %v", got)
	}
	if !slices.Contains(truth(c.WeChat.History()), id) {
		t.Error("it was deleted at WeChat")
	}
	b.Must(http.StatusNotFound, "GET", account+"/materials/"+id, nil)
	b.Must(http.StatusNotFound, "DELETE", account+"/materials/"+id, nil)
	draft := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].MediaID
	b.Must(http.StatusConflict, "DELETE", account+"/materials/"+draft, nil)
}

func TestS13OnlyAFullSyncBringsADeletedItemBack(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 25, 0))
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	id := c.WeChat.History()[2].MediaID
	b.Must(http.StatusOK, "PUT", account+"/materials/"+id+"/note", map[string]string{"text": "说明还在"})
	b.Must(http.StatusNoContent, "DELETE", account+"/materials/"+id, nil)

	if _, err := c.WeChat.UpdateHistory(id, func(it *sandbox.Item) { it.Articles[0].Title = "又改了" }); err != nil {
		t.Fatal(err)
	}
	run := synced(t, b, tuwen.Incremental)
	if run.Restored != 0 || slices.Contains(ids(history(b, "")), id) {
		t.Errorf("an incremental sync brought it back: %+v", run)
	}
	single := b.Must(http.StatusConflict, "POST", account+"/materials/"+id+"/sync", nil)
	if !strings.Contains(string(single.Body), "material.deleted_here") {
		t.Errorf("single sync of it says %s", single.Body)
	}
	run = synced(t, b, tuwen.Full)
	if run.Restored != 1 {
		t.Errorf("the full sync restored %d, want 1", run.Restored)
	}
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+id); m.Note != "说明还在" || m.Title != "又改了" {
		t.Errorf("it came back as %q with note %q", m.Title, m.Note)
	}
}

func TestS14PublishedAreReadWhereTheyAreUsed(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(2, 2, 25))
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	testkit.GET[tuwen.Reading](b, account+"/drafts")
	const list = "/cgi-bin/freepublish/batchget"
	if n := c.WeChat.Calls(list); n != 0 {
		t.Errorf("the materials page read the published list: %d calls", n)
	}
	for _, m := range history(b, "") {
		if m.Source == tuwen.Published {
			t.Error("a published item stands on the materials page")
		}
	}
	got := testkit.GET[tuwen.Choices](b, account+"/materials?use=journey&source=published")
	if len(got.Items) != 20 || got.Total != 25 || got.NextCursor == "" || got.FetchedAt == nil {
		t.Fatalf("the picker shows %d of %d", len(got.Items), got.Total)
	}
	rest := testkit.GET[tuwen.Choices](b, account+"/materials?use=journey&source=published&cursor="+got.NextCursor)
	if len(rest.Items) != 5 || rest.NextCursor != "" {
		t.Errorf("its second page has %d", len(rest.Items))
	}
	testkit.GET[tuwen.Reading](b, account+"/published")
	testkit.GET[tuwen.Reading](b, account+"/published?offset=20")
	if n := c.WeChat.Calls(list); n != 2 {
		t.Errorf("two pages read twice within ten minutes made %d calls, want 2", n)
	}
}
