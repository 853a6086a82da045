package sandbox_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const (
	massAll     = "/cgi-bin/message/mass/sendall"
	massList    = "/cgi-bin/message/mass/send"
	massPreview = "/cgi-bin/message/mass/preview"
	massDelete  = "/cgi-bin/message/mass/delete"
	massGet     = "/cgi-bin/message/mass/get"
	speedGet    = "/cgi-bin/message/mass/speed/get"
	speedSet    = "/cgi-bin/message/mass/speed/set"
	submitPath  = "/cgi-bin/freepublish/submit"
	statusPath  = "/cgi-bin/freepublish/get"
	totalsPath  = "/datacube/getarticletotaldetail"
)

// toAll is a send to all under a key.
func toAll(mediaID, key string) object {
	return object{"filter": object{"is_to_all": true}, "msgtype": "mpnews", "mpnews": object{"media_id": mediaID}, "clientmsgid": key}
}

func toTag(mediaID, key string, tag any) object {
	m := toAll(mediaID, key)
	m["filter"] = object{"is_to_all": false, "tag_id": tag}
	return m
}

func toList(mediaID, key string, ids ...string) object {
	return object{"touser": ids, "msgtype": "mpnews", "mpnews": object{"media_id": mediaID}, "clientmsgid": key}
}

func (b *bench) mass(settings sandbox.MassSettings) {
	b.t.Helper()
	if err := b.acct.SetMass(settings); err != nil {
		b.t.Fatal(err)
	}
}

// until waits by the network's time for what a job does.
func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatal("never came: " + what)
		}
	}
}

// sent waits until the account has n sends of a state, the last of which it
// returns.
func (b *bench) sent(n int, state sandbox.MassState) sandbox.MassSend {
	b.t.Helper()
	var last sandbox.MassSend
	b.until(fmt.Sprint(n, " ", state), func() bool {
		found := 0
		for _, m := range b.acct.MassSends() {
			if m.State == state {
				found, last = found+1, m
			}
		}
		return found == n
	})
	return last
}

func TestMassSendReachesFollowersAndConsumesTheDraft(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	c := newConsole(t, b, callback.Safe)
	c.answer = func(http.ResponseWriter, int, callback.Push) {}
	c.connect()
	lin, he := b.follower("林小满"), b.follower("阿禾")
	left := b.follower("走了的人")
	if _, err := b.acct.Unfollow(t.Context(), left); err != nil {
		t.Fatal(err)
	}
	b.bulk(1000)
	item := b.draft("霜降的汤", "茶")
	answer := b.call(massAll, toAll(item.MediaID, "k1")).object(t)
	m := b.sent(1, sandbox.MassSent)
	if answer["errcode"] != 0.0 || answer["msg_id"] != float64(m.MsgID) || answer["msg_data_id"] != float64(m.MsgDataID) || m.MsgID < 1<<31 {
		t.Errorf("answered %v for %+v", answer, m)
	}
	if m.Total != 1002 || m.Filter != 1002 || m.Status != "send success" {
		t.Errorf("send %+v", m)
	}
	if diff := cmp.Diff([]string{"[图文] 霜降的汤"}, b.said(lin)); diff != "" {
		t.Errorf("one reads (-want +got):\n%s", diff)
	}
	if got := b.acct.Received(he); len(got) != 1 || len(got[0].Articles) != 2 {
		t.Errorf("the other reads %+v", got)
	}
	if len(b.said(left)) != 0 {
		t.Error("who left got it")
	}
	if code := b.call("/cgi-bin/draft/get", object{"media_id": item.MediaID}).errcode(t); code != 40007 {
		t.Errorf("draft/get after the send: %d", code)
	}
	b.until("push", func() bool { return len(c.pushed()) == 5 }) // 3 follows and an unfollow before
	event, ok := c.pushed()[4].Payload.(callback.MassSendJobFinishEvent)
	if !ok || !event.Sent() || event.MsgID != m.MsgID || event.TotalCount != 1002 || event.FilterCount != 1002 || event.SentCount != 1002 {
		t.Fatalf("event %+v", c.pushed()[4])
	}
	if len(event.Articles) != 2 || event.Articles[1].ArticleIdx != 2 {
		t.Fatalf("addresses %+v", event.Articles)
	}
	page := b.send("GET", strings.TrimPrefix(event.Articles[0].ArticleURL, b.url), nil, nil)
	if page.status != 200 || !strings.Contains(string(page.body), "霜降的汤") {
		t.Errorf("the article's page: %d", page.status)
	}
	status := b.call(massGet, object{"msg_id": fmt.Sprint(m.MsgID)}).object(t)
	if status["msg_status"] != "SEND_SUCCESS" {
		t.Errorf("mass/get: %v", status)
	}
}

func TestRepeatedKeysAreKnownForADay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.mass(sandbox.MassSettings{Duration: time.Hour})
	item := b.draft("一")
	first := b.call(massAll, toAll(item.MediaID, "k1")).object(t)
	again := func(after time.Duration) (int, any) {
		b.clock.Move(after)
		answer := b.call(massAll, toAll(item.MediaID, "k1")).object(t)
		return int(answer["errcode"].(float64)), answer["msg_id"]
	}
	if code, id := again(59 * time.Second); code != 45066 || id != nil {
		t.Errorf("too soon: %d %v", code, id)
	}
	if code, id := again(time.Second); code != 45065 || id != first["msg_id"] {
		t.Errorf("a minute later: %d %v", code, id)
	}
	if code, _ := again(23 * time.Hour); code != 45065 {
		t.Errorf("within the day: %d", code)
	}
	b.sent(1, sandbox.MassSent)
	if code, _ := again(time.Hour); code != 40007 {
		t.Errorf("a day later the draft is no more: %d", code)
	}
	if got := b.acct.MassSends()[0].Tries; got != 4 {
		t.Errorf("%d tries", got)
	}
}

func TestWithoutAKeySameContentToSamePeopleIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	item := b.history("旧文")
	if code := b.call(massAll, toAll(item.MediaID, "")).errcode(t); code != 0 {
		t.Fatal(code)
	}
	b.sent(1, sandbox.MassSent)
	b.clock.Move(time.Minute)
	if code := b.call(massAll, toAll(item.MediaID, "")).errcode(t); code != 45065 {
		t.Errorf("to the same: %d", code)
	}
	if code := b.call(massAll, toTag(item.MediaID, "", 2)).errcode(t); code != 0 {
		t.Errorf("to others: %d", code)
	}
}

func TestMassSendsAreRefusedWithTheirCodes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	lin, he := b.follower("林小满"), b.follower("阿禾")
	item, auto := b.draft("一"), b.draft("二")
	b.acct.SetAutosaved(auto.MediaID, true)
	text := toAll(item.MediaID, "k")
	text["msgtype"] = "text"
	for name, c := range map[string]struct {
		path string
		body object
		want int
	}{
		"unknown media":      {massAll, toAll("none", "k"), 40007},
		"saved by itself":    {massAll, toAll(auto.MediaID, "k"), 48021},
		"unknown tag":        {massAll, toTag(item.MediaID, "k", "199"), 40152},
		"key of 33 bytes":    {massAll, toAll(item.MediaID, strings.Repeat("k", 33)), 45067},
		"another type":       {massAll, text, 40008},
		"no filter":          {massAll, object{"msgtype": "mpnews"}, 40097},
		"one openid":         {massList, toList(item.MediaID, "k", lin), 40130},
		"10,001 openids":     {massList, toList(item.MediaID, "k", make([]string, 10_001)...), 40032},
		"a stranger":         {massList, toList(item.MediaID, "k", lin, "oNobody"), 40031},
		"preview of nothing": {massPreview, object{"touser": lin, "msgtype": "mpnews", "mpnews": object{"media_id": "none"}}, 40007},
		"preview of 48021":   {massPreview, object{"touser": lin, "msgtype": "mpnews", "mpnews": object{"media_id": auto.MediaID}}, 48021},
		"preview to nobody":  {massPreview, object{"towxname": "nobody", "msgtype": "mpnews", "mpnews": object{"media_id": item.MediaID}}, 43004},
		"delete of nothing":  {massDelete, object{"msg_id": 7}, 40059},
		"status of nothing":  {massGet, object{"msg_id": 7}, 40059},
		"no speed":           {speedSet, object{}, 45084},
		"speed 5":            {speedSet, object{"speed": 5}, 45083},
		"publish 48021":      {submitPath, object{"media_id": auto.MediaID}, 53505},
		"publish nothing":    {submitPath, object{"media_id": "none"}, 40007},
		"no publication":     {statusPath, object{"publish_id": "7"}, 53502},
	} {
		if got := b.call(c.path, c.body).errcode(t); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if len(b.acct.MassSends()) != 0 {
		t.Error("something was taken")
	}
	if code := b.call(massList, toList(item.MediaID, "k", lin, he)).errcode(t); code != 0 {
		t.Errorf("to two: %d", code)
	}
	if m := b.sent(1, sandbox.MassSent); m.Filter != 2 {
		t.Errorf("send %+v", m)
	}
}

func TestSubscriptionAccountsSendOnceADay(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{}, sandbox.Account{AppID: appID, Secret: secret, Kind: sandbox.Subscription, Verified: true})
	b.clock.Move(9*time.Hour + 39*time.Minute) // 23:59
	if code := b.call(massAll, toAll(b.draft("一").MediaID, "k1")).errcode(t); code != 0 {
		t.Fatal(code)
	}
	b.sent(1, sandbox.MassSent)
	second := b.draft("二")
	if code := b.call(massAll, toTag(second.MediaID, "k2", 2)).errcode(t); code != 45028 {
		t.Errorf("the second of a day: %d", code)
	}
	b.clock.Move(time.Minute)
	if code := b.call(massAll, toAll(second.MediaID, "k2")).errcode(t); code != 0 {
		t.Errorf("after midnight: %d", code)
	}
	if code := b.call(massList, toList(second.MediaID, "k3", "a", "b")).errcode(t); code != 48001 {
		t.Errorf("to a list: %d", code)
	}
}

func TestUnverifiedAccountsDoNotSend(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{}, sandbox.Account{AppID: appID, Secret: secret})
	for _, path := range []string{massAll, massList, massPreview, speedGet, submitPath, totalsPath} {
		if code := b.call(path, object{}).errcode(t); code != 48001 {
			t.Errorf("%s: %d", path, code)
		}
	}
}

// The fifth of a month reaches those alone who had fewer.
func TestFollowersOfServiceAccountsGetFourAMonth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.bulk(100)
	b.follower("林小满")
	send := func(n int) sandbox.MassSend {
		item := b.history(fmt.Sprint("旧文", n))
		if code := b.call(massAll, toAll(item.MediaID, fmt.Sprint("k", n))).errcode(t); code != 0 {
			t.Fatal(code)
		}
		return b.sent(n, sandbox.MassSent)
	}
	for n := range 4 {
		if m := send(n + 1); m.Filter != 101 {
			t.Errorf("send %d: %+v", n+1, m)
		}
	}
	b.follower("新来的")
	if m := send(5); m.Total != 102 || m.Filter != 1 {
		t.Errorf("the fifth: %+v", m)
	}
	b.clock.Move(9 * 24 * time.Hour) // December
	if m := send(6); m.Filter != 102 {
		t.Errorf("next month: %+v", m)
	}
}

func TestAdministratorIsAskedAboutASendToAll(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.mass(sandbox.MassSettings{Confirm: true})
	take := func(key string) (sandbox.Item, int64) {
		item := b.draft(key)
		if code := b.call(massAll, toAll(item.MediaID, key)).errcode(t); code != 89505 {
			t.Fatalf("first: %d", code)
		}
		sends := b.acct.MassSends()
		return item, sends[len(sends)-1].MsgID
	}
	yes, yesID := take("yes")
	b.clock.Move(time.Minute)
	if code := b.call(massAll, toAll(yes.MediaID, "yes")).errcode(t); code != 89504 {
		t.Errorf("while asked: %d", code)
	}
	if err := b.acct.AnswerMass(yesID, true); err != nil {
		t.Fatal(err)
	}
	b.sent(1, sandbox.MassSent)
	b.clock.Move(time.Minute)
	answer := b.call(massAll, toAll(yes.MediaID, "yes")).object(t)
	if answer["errcode"] != 45065.0 || answer["msg_id"] != float64(yesID) {
		t.Errorf("afterwards: %v", answer)
	}
	_, noID := take("no")
	if err := b.acct.AnswerMass(noID, false); err != nil {
		t.Fatal(err)
	}
	if m := b.sent(1, sandbox.MassFailed); m.Status != "err(40001)" {
		t.Errorf("refused: %+v", m)
	}
	silent, _ := take("silent")
	b.clock.Move(30 * time.Minute)
	if m := b.sent(2, sandbox.MassFailed); m.Status != "err(40002)" {
		t.Errorf("silent: %+v", m)
	}
	if _, err := b.acct.Draft(silent.MediaID); err != nil {
		t.Error("a send that failed took the draft")
	}
	if err := b.acct.AnswerMass(noID, true); err == nil {
		t.Error("answered twice")
	}
	if code := b.call(massAll, toTag(b.draft("tag").MediaID, "tag", 2)).errcode(t); code != 0 {
		t.Errorf("to a tag: %d", code)
	}
}

func TestReprintsFollowTheirRule(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reprint string
		ignore  int
		want    string
	}{
		"allowed, stop":     {"allowed", 0, "err(30003)"},
		"allowed, ignored":  {"allowed", 1, "send success"},
		"forbidden":         {"forbidden", 1, "err(30002)"},
		"nothing was found": {"", 0, "send success"},
	} {
		b := newBench(t)
		b.mass(sandbox.MassSettings{Reprint: c.reprint})
		body := toAll(b.draft("一").MediaID, "k")
		body["send_ignore_reprint"] = c.ignore
		if code := b.call(massAll, body).errcode(t); code != 0 {
			t.Fatal(code)
		}
		b.until(name, func() bool { return b.acct.MassSends()[0].Status != "" })
		if got := b.acct.MassSends()[0].Status; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestHistoryIsSentOrRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	lin := b.follower("林小满")
	item := b.history("旧文")
	preview := object{"towxname": "林小满", "msgtype": "mpnews", "mpnews": object{"media_id": item.MediaID}}
	b.mass(sandbox.MassSettings{RefuseHistory: true})
	if code := b.call(massPreview, preview).errcode(t); code != 40007 {
		t.Errorf("preview: %d", code)
	}
	b.mass(sandbox.MassSettings{})
	if code := b.call(massPreview, preview).errcode(t); code != 0 {
		t.Errorf("preview: %d", code)
	}
	if diff := cmp.Diff([]string{"[图文] 旧文"}, b.said(lin)); diff != "" {
		t.Errorf("the preview (-want +got):\n%s", diff)
	}
	for range 99 {
		b.call(massPreview, preview)
	}
	if code := b.call(massPreview, preview).errcode(t); code != 45009 {
		t.Errorf("the 101st preview by WeChat ID: %d", code)
	}
	delete(preview, "towxname")
	preview["touser"] = lin
	if code := b.call(massPreview, preview).errcode(t); code != 0 {
		t.Errorf("by OpenID: %d", code)
	}
	if _, err := b.acct.HistoryItem(item.MediaID); err != nil {
		t.Error("the history item is gone")
	}
}

func TestDeletedSendIsDeletedEverywhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	item := b.history("旧文", "旧文二")
	for n, key := range []string{"k1", "k2"} {
		b.call(massAll, toAll(item.MediaID, key))
		b.sent(n+1, sandbox.MassSent)
	}
	first := b.acct.MassSends()[0]
	for _, idx := range []int{3, -1} {
		if code := b.call(massDelete, object{"msg_id": first.MsgID, "article_idx": idx}).errcode(t); code != 40060 {
			t.Errorf("article %d: %d", idx, code)
		}
	}
	if code := b.call(massDelete, object{"msg_id": first.MsgID, "article_idx": 1}).errcode(t); code != 0 {
		t.Error(code)
	}
	b.sent(2, sandbox.MassSent) // one article is left
	if code := b.call(massDelete, object{"msg_id": first.MsgID}).errcode(t); code != 0 {
		t.Error(code)
	}
	b.sent(2, sandbox.MassDeleted)
	if status := b.call(massGet, object{"msg_id": first.MsgID}).object(t); status["msg_status"] != "DELETE" {
		t.Errorf("mass/get: %v", status)
	}
}

func TestSpeedIsKept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.call(speedSet, object{"speed": 3})
	got := b.call(speedGet, object{}).object(t)
	if diff := cmp.Diff(object{"speed": 3.0, "realspeed": 30.0}, got); diff != "" {
		t.Errorf("speed (-want +got):\n%s", diff)
	}
}

func TestPublishingTakesItsTimeAndTellsByPush(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	c := newConsole(t, b, callback.Plain)
	c.answer = func(http.ResponseWriter, int, callback.Push) {}
	c.connect()
	b.mass(sandbox.MassSettings{Duration: time.Minute})
	item := b.draft("一", "二")
	id := fmt.Sprintf("%.0f", b.call(submitPath, object{"media_id": item.MediaID}).object(t)["publish_id"])
	if code := b.call(submitPath, object{"media_id": item.MediaID}).errcode(t); code != 53501 {
		t.Errorf("twice: %d", code)
	}
	if got := b.call(statusPath, object{"publish_id": id}).object(t); got["publish_status"] != 1.0 {
		t.Errorf("running: %v", got)
	}
	b.clock.Move(time.Minute)
	b.until("push", func() bool { return len(c.pushed()) == 1 })
	event := c.pushed()[0].Payload.(callback.PublishJobFinishEvent)
	published := b.acct.Published()
	if event.PublishID != id || event.PublishStatus != 0 || len(published) != 1 || event.ArticleID != published[0].MediaID || len(event.Articles) != 2 {
		t.Errorf("event %+v", event)
	}
	got := b.call(statusPath, object{"publish_id": id}).object(t)
	if got["publish_status"] != 0.0 || got["article_id"] != event.ArticleID || got["article_detail"].(object)["count"] != 2.0 {
		t.Errorf("done: %v", got)
	}
	if code := b.call("/cgi-bin/draft/get", object{"media_id": item.MediaID}).errcode(t); code != 40007 {
		t.Errorf("draft/get: %d", code)
	}
	if code := b.call("/cgi-bin/freepublish/delete", object{"article_id": event.ArticleID, "index": 2}).errcode(t); code != 0 {
		t.Errorf("delete: %d", code)
	}
	if now := b.acct.Published()[0].Articles; now[0].Deleted || !now[1].Deleted {
		t.Errorf("after the delete of the second: %+v", now)
	}
}

func TestPublishingMayFail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.mass(sandbox.MassSettings{PublishStatus: 2})
	item := b.draft("一")
	id := b.call(submitPath, object{"media_id": item.MediaID}).object(t)["publish_id"]
	b.until("end", func() bool { return b.call(statusPath, object{"publish_id": id}).object(t)["publish_status"] == 2.0 })
	if _, err := b.acct.Draft(item.MediaID); err != nil {
		t.Error("the draft is gone")
	}
	for _, wrong := range []sandbox.MassSettings{{PublishStatus: 1}, {PublishStatus: 5}, {Reprint: "x"}, {Duration: -1}} {
		if b.acct.SetMass(wrong) == nil {
			t.Errorf("took %+v", wrong)
		}
	}
}

func TestStatisticsComeTheNextMorning(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.bulk(10_000)
	b.call(massAll, toAll(b.draft("霜降的汤", "茶").MediaID, "k"))
	m := b.sent(1, sandbox.MassSent)
	if _, err := b.acct.PublishDraft(b.draft("立冬").MediaID); err != nil {
		t.Fatal(err)
	}
	of := func(day string) object { return object{"begin_date": day, "end_date": day} }
	if code := b.call(totalsPath, of("2026-11-22")).errcode(t); code != 61501 {
		t.Errorf("today: %d", code)
	}
	b.clock.Move(17 * time.Hour) // 07:20
	if code := b.call(totalsPath, of("2026-11-22")).errcode(t); code != 61503 {
		t.Errorf("before eight: %d", code)
	}
	if code := b.call(totalsPath, of("22.11.")).errcode(t); code != 61500 {
		t.Errorf("no date: %d", code)
	}
	b.clock.Move(48 * time.Hour)
	list := b.call(totalsPath, of("2026-11-22")).object(t)["list"].([]any)
	var got []string
	for _, v := range list {
		o := v.(object)
		got = append(got, fmt.Sprint(o["msgid"], " ", o["publish_type"], " ", o["title"]))
		if days := o["detail_list"].([]any); len(days) != 3 || o["content_url"] == "" {
			t.Errorf("article %v", o)
		}
	}
	want := []string{fmt.Sprintf("%d_1 0 霜降的汤", m.MsgDataID), fmt.Sprintf("%d_2 0 茶", m.MsgDataID)}
	if len(got) != 3 || !slices.Equal(got[:2], want) || !strings.HasSuffix(got[2], " 1 立冬") {
		t.Errorf("got %v, want %v and one published", got, want)
	}
}

func TestMassSendsOutliveTheProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	settings := sandbox.Account{AppID: appID, Secret: secret, Verified: true}
	b := newBenchOf(t, sandbox.Config{Dir: dir}, settings)
	b.mass(sandbox.MassSettings{Duration: time.Hour})
	b.call(massAll, toAll(b.draft("一").MediaID, "k"))
	b.call(submitPath, object{"media_id": b.draft("二").MediaID})
	if err := b.box.Close(); err != nil {
		t.Fatal(err)
	}
	again := newBenchOf(t, sandbox.Config{Dir: dir}, settings)
	if diff := cmp.Diff(b.acct.MassSends(), again.acct.MassSends()); diff != "" {
		t.Errorf("sends (-want +got):\n%s", diff)
	}
	again.clock.Move(time.Hour)
	again.sent(1, sandbox.MassSent)
	again.until("publication", func() bool { return len(again.acct.Published()) == 1 })
}

func TestResultsMayComeFirstOrNever(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, sandbox.PushPolicy{})
	c := newConsole(t, b, callback.Plain)
	c.answer = func(http.ResponseWriter, int, callback.Push) {}
	c.connect()
	b.mass(sandbox.MassSettings{EventFirst: true})
	b.call(massAll, toAll(b.draft("一").MediaID, "k1"))
	if len(c.pushed()) != 1 {
		t.Error("the answer came before the event")
	}
	b.mass(sandbox.MassSettings{Silent: true})
	b.call(massAll, toAll(b.draft("二").MediaID, "k2"))
	b.sent(2, sandbox.MassSent)
	b.mass(sandbox.MassSettings{ForgetKeys: true})
	if code := b.call(massAll, toAll(b.draft("三").MediaID, "k2")).errcode(t); code != 0 {
		t.Errorf("a forgotten key: %d", code)
	}
	b.until("push", func() bool { return len(c.pushed()) == 2 })
}

func TestConsoleAnswersForTheAdministrator(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	base := "/console/api/accounts/" + appID + "/mass"
	if r := b.send("PUT", base, object{"confirm": true}, nil); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	b.call(massAll, toAll(b.draft("一").MediaID, "k"))
	id := b.acct.MassSends()[0].MsgID
	for path, want := range map[string]int{"/7/allow": 404, fmt.Sprintf("/%d/perhaps", id): 404} {
		if r := b.send("POST", base+path, object{}, nil); r.status != want {
			t.Errorf("%s: %d, want %d", path, r.status, want)
		}
	}
	if r := b.send("POST", fmt.Sprintf("%s/%d/allow", base, id), object{}, nil); r.status != 200 {
		t.Errorf("%d %s", r.status, r.body)
	}
	b.sent(1, sandbox.MassSent)
	view := b.send("GET", base, nil, nil).object(t)
	if got := view["sends"].([]any)[0].(object); got["title"] != "一" || got["state"] != "sent" {
		t.Errorf("view %v", got)
	}
	if r := b.send("PUT", base, object{"reprint": "x"}, nil); r.status != 400 {
		t.Errorf("bad settings: %d", r.status)
	}
}
