package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/internal/web"
	"github.com/tuwen/tuwen/sandbox"
)

const contacts = account + "/contacts"

// onEach runs a test over a console on every engine.
func onEach(t *testing.T, s testkit.Setup, test func(t *testing.T, c *testkit.Console)) {
	t.Helper()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			own := s
			own.Engine = engine
			test(t, testkit.Start(t, own))
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newTag makes a tag.
func newTag(t *testing.T, b *testkit.Browser, name string) int {
	t.Helper()
	return testkit.JSON[tuwen.Tag](t, b.Must(http.StatusCreated, "POST", account+"/tags", map[string]string{"name": name})).ID
}

// listed reads all pages of the contacts.
func listed(b *testkit.Browser, query string) (openIDs []string) {
	for cursor, more := "", true; more; more = cursor != "" {
		p := testkit.GET[tuwen.Page[tuwen.Contact]](b, contacts+"?limit=100&"+query+"&cursor="+cursor)
		cursor = p.NextCursor
		for _, c := range p.Items {
			openIDs = append(openIDs, c.OpenID)
		}
	}
	return openIDs
}

func TestContactsAreThoseOfWeChatAndFound(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		connectPushes(t, c)
		b := c.Operator(tuwen.Operates)
		must(t, c.WeChat.BulkFollowers(230))
		north := newTag(t, b, "北方")
		c.WeChat.TagQuietly(north, c.WeChat.BulkOpenID(3), c.WeChat.BulkOpenID(40))
		run := synced(t, b, tuwen.Followers)
		if run.State != tuwen.SyncFinished || run.Total != 230 {
			t.Fatalf("got run %+v", run)
		}
		c.Clock.Move(time.Hour)
		lin := mine(t, c, "林小满")
		all := listed(b, "")
		if slices.Sort(all[1:]); len(all) != 231 || all[0] != lin || len(slices.Compact(all)) != 231 {
			t.Errorf("%d contacts, the first is %s, want 231 once each and the one who followed last first", len(all), all[0])
		}
		today := url.QueryEscape(c.Clock.Now().Add(-time.Minute).Format(time.RFC3339))
		for query, want := range map[string][]string{
			fmt.Sprintf("tag_ids=%d", north):                          {c.WeChat.BulkOpenID(3), c.WeChat.BulkOpenID(40)},
			"followed_after=" + today:                                 {lin},
			"seen_after=" + today:                                     {lin},
			"q=" + lin[:len(lin)-2]:                                   {lin},
			fmt.Sprintf("tag_ids=%d&followed_after=%s", north, today): nil,
		} {
			got := listed(b, query)
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", query, diff)
			}
			if n := testkit.GET[web.Counted](b, contacts+"/count?"+query).Count; n != len(want) {
				t.Errorf("%s: %d are counted, want %d", query, n, len(want))
			}
		}

		// A remark is WeChat's too, and found.
		before := testkit.GET[tuwen.Contact](b, contacts+"/"+lin)
		after := testkit.JSON[tuwen.Contact](t, b.Must(http.StatusOK, "PATCH", contacts+"/"+lin, map[string]string{"remark": " 南门店 店长 "}))
		if before.Remark != "" || after.Remark != "南门店 店长" {
			t.Errorf("the remark is %q, before %q", after.Remark, before.Remark)
		}
		if f, err := c.WeChat.Follower(lin); err != nil || f.Remark != "南门店 店长" {
			t.Errorf("at WeChat it is %+v, %v", f, err)
		}
		if got := listed(b, "q="+url.QueryEscape("店长")); !slices.Equal(got, []string{lin}) {
			t.Errorf("by the remark is found %v", got)
		}
		p := problem(t, b.Must(http.StatusUnprocessableEntity, "PATCH", contacts+"/"+lin, map[string]string{"remark": strings.Repeat("长", 10)}))
		if p.Params["field"] != "remark" {
			t.Errorf("30 bytes of a remark: %+v", p)
		}
	})
}

func TestTimelineOfAContactTellsWhatHappenedUntilItLeaves(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		connectPushes(t, c)
		b := c.Operator(tuwen.Operates)
		addRule(b, t, keywordRule("茶", "茶", textReply("请喝茶"), textReply("茶单在此"), textReply("慢用")))
		lin := mine(t, c, "林小满")
		c.Clock.Move(time.Second)
		_, err := c.WeChat.Write(t.Context(), lin, "茶")
		must(t, err)
		allSent(b, lin, 2)
		c.Clock.Move(time.Second)
		_, err = c.WeChat.Tap(t.Context(), lin, "m:none")
		must(t, err)
		var got []string
		for cursor, more := "", true; more; more = cursor != "" {
			p := testkit.GET[tuwen.Page[tuwen.Moment]](b, contacts+"/"+lin+"/timeline?limit=2&cursor="+cursor)
			cursor = p.NextCursor
			for _, m := range p.Items {
				switch {
				case m.Event != nil && m.Event.Raw == "":
					by := ""
					if m.Event.AnsweredBy != nil {
						by = " answered by " + m.Event.AnsweredBy.Name
					}
					got = append(got, string(m.Event.Kind)+by)
				case m.Message != nil:
					got = append(got, string(m.Message.State)+" "+m.Message.Reply.Text)
				default:
					t.Errorf("got %+v", m)
				}
			}
		}
		if diff := cmp.Diff([]string{"tap", "sent 慢用", "sent 茶单在此", "message answered by 茶", "follow"}, got); diff != "" {
			t.Errorf("timeline (-want +got):\n%s", diff)
		}
		one := testkit.GET[tuwen.Contact](b, contacts+"/"+lin)
		if w := one.Window; w == nil || w.Kind != tuwen.WindowTap || w.ClosesAt.Sub(w.OpenedAt) != time.Minute-tuwen.WindowMargin || one.Messages != 1 {
			t.Errorf("the contact is %+v with window %+v", one, w)
		}
		c.Clock.Move(2 * time.Minute)
		if w := testkit.GET[tuwen.Contact](b, contacts+"/"+lin).Window; w != nil {
			t.Errorf("after two minutes the window is still %+v", w)
		}
		_, err = c.WeChat.Unfollow(t.Context(), lin)
		must(t, err)
		for _, path := range []string{contacts + "/" + lin, contacts + "/" + lin + "/timeline"} {
			if p := problem(t, b.Must(http.StatusNotFound, "GET", path, nil)); p.Code != "contact.unknown" {
				t.Errorf("%s: got %q", path, p.Code)
			}
		}
	})
}

func TestContactsAreTaggedByNameAndByFilterInTheBackground(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		must(t, c.WeChat.BulkFollowers(120))
		synced(t, b, tuwen.Followers)
		vip, old := newTag(t, b, "会员"), newTag(t, b, "老客")
		people := listed(b, "")
		tagging := func(verb string, want int, in object) {
			t.Helper()
			if n := testkit.JSON[web.Counted](t, b.Must(http.StatusAccepted, "POST", contacts+"/"+verb, in)).Count; n != want {
				t.Errorf("%s %v: %d, want %d", verb, in, n, want)
			}
		}
		done := func(tag, want int) {
			t.Helper()
			testkit.Wait(b, contacts+"/tagging", func(s tuwen.TaggingState) bool { return s.Waiting == 0 })
			if n := len(listed(b, fmt.Sprintf("tag_ids=%d", tag))); n != want {
				t.Errorf("%d have the tag here, want %d", n, want)
			}
			n := 0
			for _, id := range people {
				if f, err := c.WeChat.Follower(id); err == nil && slices.Contains(f.TagIDs, tag) {
					n++
				}
			}
			if n != want {
				t.Errorf("%d have the tag at WeChat, want %d", n, want)
			}
		}
		tagging("tag", 3, object{"tag_id": vip, "openids": []string{people[0], people[1], people[2], "oNobody"}})
		done(vip, 3)
		tagging("tag", 120, object{"tag_id": old, "filter": object{}})
		done(old, 120)
		tagging("untag", 3, object{"tag_id": old, "filter": object{"tag_ids": []int{vip}}})
		done(old, 117)

		// One whom WeChat refuses is told with the reason, and tried again or
		// dropped.
		for i := range tuwen.MaxTagsOfContact {
			c.WeChat.TagQuietly(newTag(t, b, fmt.Sprint("第 ", i)), people[9])
		}
		tagging("tag", 120, object{"tag_id": vip, "filter": object{}})
		done(vip, 119)
		failures := testkit.GET[tuwen.Page[tuwen.TagChange]](b, contacts+"/tagging/failures").Items
		if len(failures) != 1 || failures[0].OpenID != people[9] || failures[0].Problem.Code != "wechat.45059" {
			t.Fatalf("the failures are %+v", failures)
		}
		retried := testkit.JSON[web.Counted](t, b.Must(http.StatusOK, "POST", contacts+"/tagging/retry", nil))
		testkit.Wait(b, contacts+"/tagging", func(s tuwen.TaggingState) bool { return s.Waiting == 0 && s.Failed == 1 })
		forgotten := testkit.JSON[web.Counted](t, b.Must(http.StatusOK, "POST", contacts+"/tagging/forget", nil))
		if s := testkit.GET[tuwen.TaggingState](b, contacts+"/tagging"); retried.Count != 1 || forgotten.Count != 1 || s.Failed != 0 {
			t.Errorf("retried %d, forgotten %d, then %+v", retried.Count, forgotten.Count, s)
		}

		for code, in := range map[string]object{
			"tagging.who": {"tag_id": vip},
			"tag.unknown": {"tag_id": 4711, "openids": people[:1]},
		} {
			if p := problem(t, b.Ask("POST", contacts+"/tag", in)); p.Code != code {
				t.Errorf("%v: got %q", in, p.Code)
			}
		}
	})
}

func TestTagsAreThoseOfWeChat(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		must(t, c.WeChat.BulkFollowers(5))
		synced(t, b, tuwen.Followers)
		names := func(query string) (all []string) {
			s := testkit.GET[tuwen.TagSheet](b, account+"/tags"+query)
			if s.Max != 100 || s.MaxOfContact != 20 {
				t.Errorf("the limits are %+v", s)
			}
			for _, tag := range s.Items {
				all = append(all, fmt.Sprint(tag.Name, " ", tag.Count))
			}
			return all
		}
		vip := newTag(t, b, "会员")
		c.WeChat.TagQuietly(vip, c.WeChat.BulkOpenID(0), c.WeChat.BulkOpenID(1))
		if got := names("?refresh=true"); !slices.Contains(got, "会员 2") || !slices.Contains(got, "星标组 0") {
			t.Errorf("got %v", got)
		}
		path := fmt.Sprint(account, "/tags/", vip)
		b.Must(http.StatusOK, "PUT", path, map[string]string{"name": "金卡会员"})
		if got := c.WeChat.Tags()[vip]; got != "金卡会员" {
			t.Errorf("at WeChat it is called %q", got)
		}
		// WeChat's own are not changed, and no name is there twice.
		if p := problem(t, b.Must(http.StatusConflict, "PUT", account+"/tags/2", map[string]string{"name": "x"})); p.Code != "tag.system" {
			t.Errorf("WeChat's own: got %q", p.Code)
		}
		if p := problem(t, b.Ask("POST", account+"/tags", map[string]string{"name": "金卡会员"})); p.Code != "wechat.45157" || p.WeChat == nil {
			t.Errorf("a second one of the name: got %+v", p)
		}
		for _, name := range []string{"", " ", strings.Repeat("长", 31), "a\x00b"} {
			b.Must(http.StatusUnprocessableEntity, "POST", account+"/tags", map[string]string{"name": name})
		}
		// What gives the tag stands in the way of its end.
		code := testkit.JSON[tuwen.QRCode](t, b.Must(http.StatusCreated, "POST", account+"/qrcodes",
			object{"name": "南门店", "kind": "permanent", "tag_ids": []int{vip}}))
		r := b.Must(http.StatusConflict, "DELETE", path, nil)
		if p := problem(t, r); p.Code != "tag.in_use" || !strings.Contains(string(r.Body), "南门店") {
			t.Errorf("got %s", r.Body)
		}
		b.Must(http.StatusNoContent, "DELETE", account+"/qrcodes/"+code.ID, nil)
		b.Must(http.StatusNoContent, "DELETE", path, nil)
		if _, there := c.WeChat.Tags()[vip]; there {
			t.Error("WeChat still has it")
		}
		if got := listed(b, fmt.Sprintf("tag_ids=%d", vip)); len(got) != 0 {
			t.Errorf("it is still on %v", got)
		}
		if p := problem(t, b.Must(http.StatusNotFound, "DELETE", path, nil)); p.Code != "tag.unknown" {
			t.Errorf("got %q", p.Code)
		}
		c.WeChat.SetFault(sandbox.Fault{Path: "/cgi-bin/tags/create", Next: 1, Errcode: 45056})
		if p := problem(t, b.Ask("POST", account+"/tags", map[string]string{"name": "第一百零一个"})); p.Code != "wechat.45056" {
			t.Errorf("the 101st: got %q", p.Code)
		}
	})
}
