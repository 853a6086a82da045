package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const sends = account + "/mass-sends"

// massDraft is a draft at WeChat that was read here.
func massDraft(t *testing.T, c *testkit.Console, b *testkit.Browser, title string) string {
	t.Helper()
	it, err := c.WeChat.AddDraft(item(title, "<p>"+title+"</p>"))
	if err != nil {
		t.Fatal(err)
	}
	testkit.GET[tuwen.Reading](b, account+"/drafts?refresh=true")
	return it.MediaID
}

func compose(t *testing.T, b *testkit.Browser, mediaID string) tuwen.MassSend {
	t.Helper()
	return testkit.JSON[tuwen.MassSend](t, b.Must(http.StatusCreated, "POST", sends, map[string]any{
		"media_id": mediaID, "audience": map[string]any{"kind": "all"},
	}))
}

func act(t *testing.T, b *testkit.Browser, m tuwen.MassSend, verb string, body any) tuwen.MassSend {
	t.Helper()
	if body == nil {
		body = map[string]any{}
	}
	return testkit.JSON[tuwen.MassSend](t, b.Must(http.StatusOK, "POST", sends+"/"+m.ID+"/"+verb, body))
}

func refusedAct(t *testing.T, b *testkit.Browser, status int, m tuwen.MassSend, verb string, body any) string {
	t.Helper()
	if body == nil {
		body = map[string]any{}
	}
	return problem(t, b.Must(status, "POST", sends+"/"+m.ID+"/"+verb, body)).Code
}

// mine is somebody who follows, at WeChat and here.
func mine(t *testing.T, c *testkit.Console, name string) string {
	t.Helper()
	id, err := c.WeChat.NewOpenID(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.WeChat.Follow(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return id
}

// followersSynced has the console read who follows.
func followersSynced(t *testing.T, b *testkit.Browser) {
	t.Helper()
	run := testkit.JSON[tuwen.SyncRun](t, b.Must(http.StatusAccepted, "POST", account+"/syncs", map[string]any{"mode": "followers"}))
	testkit.Wait(b, account+"/syncs/"+run.ID, func(r tuwen.SyncRun) bool { return r.State == tuwen.SyncFinished })
}

func TestS15MassSendTakesDraftsAndHistorySeveralAllowed(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 1, 1))
	several := addHistory(t, c, "多图文", "<p>一</p>", "<p>二</p>")
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	published := testkit.GET[tuwen.Choices](b, account+"/materials?use=qrcode&source=published").Items[0].MediaID
	for id, reason := range map[string]string{published: "source", "none": "missing"} {
		p := problem(t, b.Must(http.StatusUnprocessableEntity, "POST", sends, map[string]any{"media_id": id, "audience": map[string]any{"kind": "all"}}))
		if p.Code != "mass_send.material" || p.Params["reason"] != reason {
			t.Errorf("%s: got %q %v", id, p.Code, p.Params)
		}
	}
	draft := testkit.GET[tuwen.Reading](b, account+"/drafts").Items[0].MediaID
	b.Must(http.StatusOK, "PUT", account+"/materials/"+url.PathEscape(several)+"/note", map[string]string{"text": "周五发"})
	for _, id := range []string{draft, several} {
		m := compose(t, b, id)
		used := testkit.GET[tuwen.Material](b, account+"/materials/"+url.PathEscape(id)).UsedBy
		if diff := cmp.Diff([]tuwen.UsedBy{{Kind: "mass_send", ID: m.ID, Name: m.Title}}, used); diff != "" {
			t.Errorf("used by (-want +got):\n%s", diff)
		}
		if id == several && (m.Note != "周五发" || m.ArticleCount != 2) {
			t.Errorf("the send reads %+v", m)
		}
	}
	if len(c.WeChat.MassSends()) != 0 {
		t.Error("composing sent something")
	}
}

func TestS15MassSendGoesOutAndItsArticlesCanBeUsed(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	openID := mine(t, c, "林小满")
	followersSynced(t, b)
	id := massDraft(t, c, b, "霜降的汤")
	b.Must(http.StatusOK, "PUT", account+"/materials/"+url.PathEscape(id)+"/note", map[string]string{"text": "给老客的"})
	m := compose(t, b, id)
	if code := refusedAct(t, b, http.StatusConflict, m, "send", nil); code != "mass_send.preflight" {
		t.Errorf("without a look: %q", code)
	}
	m = act(t, b, m, "preflight", nil)
	if !m.Preflight.Ready || m.Preflight.People == nil || *m.Preflight.People != 1 || m.Preflight.Quota.Limit != 4 {
		t.Fatalf("preflight %+v", m.Preflight)
	}
	if code := refusedAct(t, b, http.StatusConflict, m, "send", map[string]any{"expected": 7}); code != "mass_send.people" {
		t.Errorf("another number of people: %q", code)
	}
	m = act(t, b, m, "preview", map[string]any{"wechat_id": "林小满"})
	if m.PreviewedAt == nil || len(c.WeChat.Received(openID)) != 1 {
		t.Errorf("previewed %v, %d received", m.PreviewedAt, len(c.WeChat.Received(openID)))
	}
	if rules := testkit.GET[tuwen.MassRules](b, account+"/mass-rules"); rules.PreviewsLeft != 99 {
		t.Errorf("rules %+v", rules)
	}
	act(t, b, m, "send", map[string]any{"expected": 1})
	m = testkit.Wait(b, sends+"/"+m.ID, func(m tuwen.MassSend) bool { return m.State == tuwen.MassSent && m.Counts != nil })
	if m.Counts.Sent != 1 || m.Articles[0].URL == "" || m.Note != "给老客的" || !strings.HasPrefix(m.SentMedia, "mass-") {
		t.Errorf("sent %+v", m)
	}
	if sent := c.WeChat.MassSends(); len(sent) != 1 || len(c.WeChat.Received(openID)) != 2 {
		t.Errorf("WeChat has %+v", sent)
	}
	for _, refresh := range []string{"", "?refresh=true"} { // the draft left nothing there
		if r := testkit.GET[tuwen.Reading](b, account+"/drafts"+refresh); len(r.Items) != 0 || r.Total != 0 {
			t.Errorf("the draft box shows %+v", r)
		}
	}
	// What was sent answers scans, with its address and note.
	code(b, t, "门店", map[string]any{"replies": []tuwen.Reply{{Kind: tuwen.ReplyMaterial, MediaID: m.SentMedia}}})
	found := testkit.GET[tuwen.Choices](b, account+"/materials?use=qrcode&source=published&q="+url.QueryEscape("霜降")).Items
	if len(found) != 1 || !found[0].Selectable || found[0].Note != "给老客的" || found[0].Articles[0].URL != m.Articles[0].URL {
		t.Errorf("the picker finds %+v", found)
	}
	if listed := testkit.GET[tuwen.Choices](b, account+"/materials?use=qrcode&source=published"); len(listed.Items) != 1 || listed.Total != 1 || listed.Items[0].MediaID != m.SentMedia {
		t.Errorf("the picker lists %+v", listed)
	}
	if page := testkit.GET[tuwen.Page[tuwen.MassSend]](b, sends+"?state=sent&from="+url.QueryEscape(c.Clock.Now().Add(-time.Hour).Format(time.RFC3339))); len(page.Items) != 1 {
		t.Errorf("the calendar has %d", len(page.Items))
	}

	if code := refusedAct(t, b, http.StatusUnprocessableEntity, m, "take-down", map[string]any{"title": "别的"}); code != "mass_send.title" {
		t.Errorf("another title: %q", code)
	}
	if m = act(t, b, m, "take-down", map[string]any{"title": "霜降的汤"}); m.State != tuwen.MassDeleted {
		t.Errorf("after the take-down %s", m.State)
	}
	if sent := c.WeChat.MassSends()[0]; sent.State != sandbox.MassDeleted {
		t.Errorf("WeChat says %s", sent.State)
	}
	b.Must(http.StatusConflict, "DELETE", sends+"/"+m.ID, nil)
}

func TestChangesOfAMassSendAreOneEntryOfTheAuditForEachOperatorAndHour(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	first, second := c.Operator(tuwen.Operates), c.Script(tuwen.Operates)
	m := compose(t, first, massDraft(t, c, first, "立冬"))
	other := compose(t, first, m.MediaID)
	winter := massDraft(t, c, first, "大雪")
	change := func(b *testkit.Browser, m tuwen.MassSend, body object) {
		c.Clock.Move(time.Second)
		b.Must(http.StatusOK, "PATCH", sends+"/"+m.ID, body)
	}
	change(first, m, object{"ignore_reprint": true})
	change(first, m, object{"audience": object{"kind": "tag", "tag_id": 2}})
	change(first, m, object{"media_id": winter})
	change(second, m, object{"ignore_reprint": false})
	change(first, other, object{"ignore_reprint": true})
	c.Clock.Move(time.Hour)
	change(first, m, object{"audience": object{"kind": "all"}})
	type entry struct {
		Subject, Name string
		Details       map[string]string
	}
	var got []entry
	for _, e := range testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit?action=mass_send.change").Items {
		got = append(got, entry{e.Subject, e.Name, e.Details})
	}
	want := []entry{
		{m.ID, "大雪", map[string]string{"media_id": winter, "audience": "all", "changes": "1"}},
		{other.ID, "立冬", map[string]string{"media_id": m.MediaID, "audience": "all", "changes": "1"}},
		{m.ID, "大雪", map[string]string{"media_id": winter, "audience": "tag", "tag": "2", "changes": "1"}},
		{m.ID, "大雪", map[string]string{"media_id": winter, "audience": "tag", "tag": "2", "changes": "3"}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the audit (-want +got):\n%s", d)
	}
}

func TestS15PlannedTimeIsKeptMovedAndCleared(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	at := func(d time.Duration) time.Time { return c.Clock.Now().Add(d).Truncate(5 * time.Minute).UTC() }
	m := testkit.JSON[tuwen.MassSend](t, b.Must(http.StatusCreated, "POST", sends, object{
		"media_id": massDraft(t, c, b, "霜降的汤"), "audience": object{"kind": "all"}, "scheduled_at": at(time.Hour),
	}))
	change := func(body object) tuwen.MassSend {
		t.Helper()
		return testkit.JSON[tuwen.MassSend](t, b.Must(http.StatusOK, "PATCH", sends+"/"+m.ID, body))
	}
	same := func(what string, got *time.Time, want time.Time) {
		t.Helper()
		if got == nil && want.IsZero() || got != nil && got.Equal(want) {
			return
		}
		t.Errorf("%s: planned for %v, want %v", what, got, want)
	}
	schedule := func(m tuwen.MassSend) string {
		for _, c := range act(t, b, m, "preflight", nil).Preflight.Checks {
			if c.Code == "schedule" {
				return string(c.State) + c.Reason
			}
		}
		return ""
	}
	same("composed", m.ScheduledAt, at(time.Hour))
	same("something else is changed", change(object{"ignore_reprint": true}).ScheduledAt, at(time.Hour))
	same("moved", change(object{"scheduled_at": at(2 * time.Hour)}).ScheduledAt, at(2*time.Hour))
	same("kept", testkit.GET[tuwen.MassSend](b, sends+"/"+m.ID).ScheduledAt, at(2*time.Hour))
	c.Clock.Move(3 * time.Hour)
	if got := schedule(m); got != "stoppast" {
		t.Errorf("a plan that is past: %q", got)
	}
	same("cleared", change(object{"scheduled_at": nil}).ScheduledAt, time.Time{})
	if got := schedule(m); got != "ok" {
		t.Errorf("no plan: %q", got)
	}
	same("stays cleared", change(object{"ignore_reprint": false}).ScheduledAt, time.Time{})
	b.Must(http.StatusUnprocessableEntity, "PATCH", sends+"/"+m.ID, object{"scheduled_at": "tomorrow"})
	b.Must(http.StatusUnprocessableEntity, "PATCH", sends+"/"+m.ID, object{"scheduled_at": 7})
}

// Who is known here before the followers were synced is only who wrote or
// followed lately: no number is better than that one.
func TestS15PeopleAreUnknownUntilTheFollowersWereSynced(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	if err := c.WeChat.BulkFollowers(130); err != nil {
		t.Fatal(err)
	}
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	openID := mine(t, c, "林小满")
	tag := testkit.JSON[tuwen.Tag](t, b.Must(http.StatusCreated, "POST", account+"/tags", object{"name": "老客"}))
	c.WeChat.TagQuietly(tag.ID, openID)
	all := compose(t, b, massDraft(t, c, b, "霜降的汤"))
	tagged := testkit.JSON[tuwen.MassSend](t, b.Must(http.StatusCreated, "POST", sends, object{
		"media_id": massDraft(t, c, b, "给老客的汤"), "audience": object{"kind": "tag", "tag_id": tag.ID},
	}))
	looked := func(m tuwen.MassSend) (people *int, check tuwen.MassCheck, ready bool) {
		p := act(t, b, m, "preflight", nil).Preflight
		for _, c := range p.Checks {
			if c.Code == "audience" {
				check = c
			}
		}
		return p.People, check, p.Ready
	}
	for _, m := range []tuwen.MassSend{all, tagged} {
		if n, check, ready := looked(m); n != nil || check.State != tuwen.CheckUnknown || check.Reason != "never_read" || !ready {
			t.Errorf("to %s before: %v, %+v", m.Audience.Kind, n, check)
		}
	}
	followersSynced(t, b)
	if code := refusedAct(t, b, http.StatusConflict, all, "send", nil); code != "mass_send.people" {
		t.Errorf("the number is known now, and was not confirmed: %q", code)
	}
	for want, m := range map[int]tuwen.MassSend{131: all, 1: tagged} {
		if n, check, _ := looked(m); n == nil || *n != want || check.State != tuwen.CheckOK {
			t.Errorf("to %s: %v, %+v", m.Audience.Kind, n, check)
		}
	}
}

func TestS15ScheduledSendIsCanceledMovedAndStopped(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	at := func(d time.Duration) time.Time { return c.Clock.Now().Add(d).Truncate(5 * time.Minute).UTC() }
	planned := func(title string) tuwen.MassSend {
		m := act(t, b, compose(t, b, massDraft(t, c, b, title)), "preflight", nil)
		return act(t, b, m, "send", map[string]any{"at": at(time.Hour)})
	}
	m := planned("一")
	if m.State != tuwen.MassScheduled || !m.ScheduledAt.Equal(at(time.Hour)) {
		t.Fatalf("scheduled %+v", m)
	}
	if code := refusedAct(t, b, http.StatusUnprocessableEntity, m, "reschedule", map[string]any{"at": at(time.Hour).Add(time.Minute)}); code != "mass_send.step" {
		t.Errorf("off the step: %q", code)
	}
	if m = act(t, b, m, "reschedule", map[string]any{"at": at(2 * time.Hour)}); !m.ScheduledAt.Equal(at(2 * time.Hour)) {
		t.Errorf("moved to %v", m.ScheduledAt)
	}
	p := problem(t, b.Must(http.StatusConflict, "PATCH", sends+"/"+m.ID, map[string]any{"ignore_reprint": true}))
	if p.Code != "mass_send.not_draft" {
		t.Errorf("changing it says %q", p.Code)
	}
	if m = act(t, b, m, "cancel", nil); m.State != tuwen.MassCanceled || m.Steps[len(m.Steps)-1].By == "" {
		t.Errorf("canceled %+v", m)
	}
	b.Must(http.StatusNoContent, "DELETE", sends+"/"+m.ID, nil)

	edited := planned("二")
	if _, err := c.WeChat.UpdateDraft(edited.MediaID, func(it *sandbox.Item) { it.Articles[0].Title = "改了" }); err != nil {
		t.Fatal(err)
	}
	c.Clock.Move(time.Hour)
	edited = testkit.Wait(b, sends+"/"+edited.ID, func(m tuwen.MassSend) bool { return !m.State.Open() })
	if edited.State != tuwen.MassFailed || edited.Reason != "changed" || len(c.WeChat.MassSends()) != 0 {
		t.Errorf("got %s %q, %d sends", edited.State, edited.Reason, len(c.WeChat.MassSends()))
	}

	late := planned("三")
	c.Clock.Move(3 * time.Hour)
	late = testkit.Wait(b, sends+"/"+late.ID, func(m tuwen.MassSend) bool { return !m.State.Open() })
	if late.State != tuwen.MassFailed || late.Reason != "late" || len(c.WeChat.MassSends()) != 0 {
		t.Errorf("got %s %q, %d sends", late.State, late.Reason, len(c.WeChat.MassSends()))
	}
}

func TestS15HistoryIsSentByItsOwnIDOrAsADraftCopy(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	id := addHistory(t, c, "旧文", "<p>一</p>")
	b := c.Operator(tuwen.Operates)
	openID := mine(t, c, "林小满")
	synced(t, b, tuwen.Full)
	b.Must(http.StatusOK, "PUT", account+"/materials/"+url.PathEscape(id)+"/note", map[string]string{"text": "旧文的说明"})
	if err := c.WeChat.SetMass(sandbox.MassSettings{RefuseHistory: true}); err != nil {
		t.Fatal(err)
	}
	m := compose(t, b, id)
	if code := refusedAct(t, b, http.StatusConflict, m, "preview", map[string]any{"openid": openID}); code != "mass_send.copy_needed" {
		t.Fatalf("the preview says %q", code)
	}
	if m = act(t, b, m, "preflight", nil); m.Preflight.Ready || !m.CopyNeeded {
		t.Errorf("preflight %+v", m.Preflight)
	}
	m = act(t, b, m, "copy", nil)
	if m.Source != tuwen.Draft || m.CopiedFrom != id || m.Note != "旧文的说明" || m.CopyNeeded {
		t.Fatalf("the copy is %+v", m)
	}
	act(t, b, m, "preview", map[string]any{"openid": openID})
	if m = act(t, b, m, "preflight", nil); !m.Preflight.Ready {
		t.Errorf("preflight %+v", m.Preflight)
	}
	b.Must(http.StatusNoContent, "DELETE", sends+"/"+m.ID, nil)
	if n := len(c.WeChat.Drafts()); n != 0 {
		t.Errorf("the copy of a deleted send stays: %d drafts", n)
	}
}

func TestS15SecondOperatorApproves(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	admin, first, second := c.Operator(tuwen.Admin), c.Operator(tuwen.Operates), c.Operator(tuwen.Operates)
	first.Must(http.StatusForbidden, "PUT", account+"/mass-rules", map[string]any{"approval": true})
	admin.Must(http.StatusOK, "PUT", account+"/mass-rules", map[string]any{"approval": true})
	m := act(t, first, compose(t, first, massDraft(t, c, first, "一")), "preflight", nil)
	m = act(t, first, m, "send", nil)
	if m.State != tuwen.MassDraft || m.Approval == nil || m.Approval.ApprovedBy != "" {
		t.Fatalf("asked %+v", m)
	}
	if code := refusedAct(t, first, http.StatusForbidden, m, "approve", nil); code != "mass_send.own" {
		t.Errorf("one's own: %q", code)
	}
	first.Must(http.StatusConflict, "PATCH", sends+"/"+m.ID, map[string]any{"ignore_reprint": true})
	m = act(t, second, m, "approve", nil)
	if m.Approval.ApprovedBy == "" {
		t.Errorf("approved %+v", m.Approval)
	}
	testkit.Wait(first, sends+"/"+m.ID, func(m tuwen.MassSend) bool { return m.State == tuwen.MassSent })
	if len(c.WeChat.MassSends()) != 1 {
		t.Errorf("%d sends", len(c.WeChat.MassSends()))
	}
	withdrawn := act(t, first, act(t, first, compose(t, first, massDraft(t, c, first, "二")), "preflight", nil), "send", nil)
	if withdrawn = act(t, first, withdrawn, "cancel", nil); withdrawn.Approval != nil || withdrawn.State != tuwen.MassDraft {
		t.Errorf("withdrawn %+v", withdrawn)
	}
	if last := withdrawn.Steps[len(withdrawn.Steps)-1]; last.Reason != "withdrawn" || withdrawn.Reason != "withdrawn" {
		t.Errorf("the last step is %+v", last)
	}
	rejected := act(t, second, act(t, first, withdrawn, "send", map[string]any{}), "cancel", nil)
	if last := rejected.Steps[len(rejected.Steps)-1]; last.Reason != "rejected" || rejected.Approval != nil || rejected.Steps[len(rejected.Steps)-2].Reason != "requested" {
		t.Errorf("the steps are %+v", rejected.Steps)
	}
	if code := refusedAct(t, second, http.StatusConflict, withdrawn, "approve", nil); code != "mass_send.not_asked" {
		t.Errorf("approving nothing: %q", code)
	}
}

func TestS15UnknownSendIsResolvedByTheOperator(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	if err := c.WeChat.SetMass(sandbox.MassSettings{ForgetKeys: true}); err != nil {
		t.Fatal(err)
	}
	m := act(t, b, compose(t, b, massDraft(t, c, b, "一")), "preflight", nil)
	c.WeChat.SetFault(sandbox.Fault{Path: "/cgi-bin/message/mass/sendall", Next: 1, Kind: sandbox.FaultCut})
	act(t, b, m, "send", nil)
	testkit.Wait(b, sends+"/"+m.ID, func(m tuwen.MassSend) bool { return m.Problem != nil })
	c.Clock.Move(2 * time.Minute)
	m = testkit.Wait(b, sends+"/"+m.ID, func(m tuwen.MassSend) bool { return m.State == tuwen.MassUnknown })
	type list struct {
		Items []tuwen.MassCandidate `json:"items"`
	}
	found := testkit.GET[list](b, sends+"/"+m.ID+"/candidates").Items
	if m.Reason != "probably_sent" || len(found) != 1 || found[0].Status != "send success" {
		t.Fatalf("%q, candidates %+v", m.Reason, found)
	}
	if code := refusedAct(t, b, http.StatusUnprocessableEntity, m, "resolve", map[string]any{"sent": true, "msg_id": "7"}); code != "mass_send.result" {
		t.Errorf("another result: %q", code)
	}
	act(t, b, m, "resolve", map[string]any{"sent": true, "msg_id": found[0].MsgID})
	m = testkit.Wait(b, sends+"/"+m.ID, func(m tuwen.MassSend) bool { return m.SentMedia != "" })
	if m.State != tuwen.MassSent || m.Articles[0].URL == "" || len(c.WeChat.MassSends()) != 1 {
		t.Errorf("resolved %+v", m)
	}
	if code := refusedAct(t, b, http.StatusConflict, m, "resolve", map[string]any{"sent": false}); code != "mass_send.not_unknown" {
		t.Errorf("resolving twice: %q", code)
	}
}

func TestDraftIsPublishedAndItsNoteGoesAlong(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	connectPushes(t, c)
	b := c.Operator(tuwen.Operates)
	id := massDraft(t, c, b, "立冬")
	path := account + "/drafts/" + url.PathEscape(id) + "/publish"
	b.Must(http.StatusOK, "PUT", account+"/materials/"+url.PathEscape(id)+"/note", map[string]string{"text": "不通知"})
	p := testkit.JSON[tuwen.Publication](t, b.Must(http.StatusAccepted, "POST", path, nil))
	p = testkit.Wait(b, account+"/publications/"+p.ID, func(p tuwen.Publication) bool { return p.State == tuwen.PublicationDone })
	published := c.WeChat.Published()
	if len(published) != 1 || p.ArticleID != published[0].MediaID || p.Articles[0].URL == "" {
		t.Errorf("published %+v", p)
	}
	if m := testkit.GET[tuwen.Material](b, account+"/materials/"+url.PathEscape(p.ArticleID)); m.Note != "不通知" || m.Source != tuwen.Published {
		t.Errorf("it became %+v", m)
	}
	b.Must(http.StatusNotFound, "POST", path, nil)
	if r := testkit.GET[tuwen.Reading](b, account+"/drafts"); len(r.Items) != 0 || r.Total != 0 {
		t.Errorf("the draft box shows %+v", r)
	}
	if list := testkit.GET[tuwen.Page[tuwen.Publication]](b, account+"/publications"); len(list.Items) != 1 {
		t.Errorf("%d publications", len(list.Items))
	}
	auto := massDraft(t, c, b, "自动保存")
	c.WeChat.SetAutosaved(auto, true)
	refused := problem(t, b.Must(http.StatusBadGateway, "POST", account+"/drafts/"+url.PathEscape(auto)+"/publish", nil))
	if refused.WeChat == nil || refused.WeChat.Errcode != 53505 {
		t.Errorf("refused with %+v", refused)
	}
}

func TestMassSpeedIsWeChats(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	got := testkit.JSON[tuwen.MassSpeed](t, b.Must(http.StatusOK, "PUT", account+"/mass-speed", map[string]any{"speed": 3}))
	if diff := cmp.Diff(tuwen.MassSpeed{Speed: 3, PerMinute: 300_000}, got); diff != "" {
		t.Errorf("speed (-want +got):\n%s", diff)
	}
	b.Must(http.StatusUnprocessableEntity, "PUT", account+"/mass-speed", map[string]any{"speed": 5})
}
