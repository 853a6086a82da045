package sandbox_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// followers reads the whole list, and the sizes of its pages.
func (b *bench) followers() (ids []string, pages []int) {
	b.t.Helper()
	next := ""
	for {
		page := b.send("GET", "/cgi-bin/user/get?access_token="+b.token()+"&next_openid="+next, nil, nil).object(b.t)
		pages = append(pages, int(page["count"].(float64)))
		data, found := page["data"].(object)
		if !found {
			if page["next_openid"] != "" {
				b.t.Errorf("the last page names %v", page["next_openid"])
			}
			return ids, pages
		}
		for _, id := range data["openid"].([]any) {
			ids = append(ids, id.(string))
		}
		next = page["next_openid"].(string)
		if next != ids[len(ids)-1] {
			b.t.Fatalf("next_openid %q is not the last of the page", next)
		}
	}
}

func TestFollowersComeInPagesOfTenThousand(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	if err := b.acct.BulkFollowers(25_000); err != nil {
		t.Fatal(err)
	}
	mine := b.follower("林小满")
	again := b.follower("周予安")
	for _, id := range []string{b.acct.BulkOpenID(0), b.acct.BulkOpenID(12_345), again} {
		if _, err := b.acct.Unfollow(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	ids, pages := b.followers()
	if diff := cmp.Diff([]int{10_000, 10_000, 4999, 0}, pages); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if ids[0] != b.acct.BulkOpenID(1) || ids[len(ids)-1] != mine || slices.Contains(ids, again) || slices.Contains(ids, b.acct.BulkOpenID(12_345)) {
		t.Errorf("first %s, last %s", ids[0], ids[len(ids)-1])
	}
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	if n := len(slices.Compact(sorted)); n != len(ids) || len(ids[0]) != 28 || len(mine) != 28 {
		t.Errorf("%d different of %d", n, len(ids))
	}
	if total := b.acct.FollowerCount(); total != 24_999 {
		t.Errorf("total %d", total)
	}
	if code := b.send("GET", "/cgi-bin/user/get?access_token="+b.token()+"&next_openid=oNobody", nil, nil).errcode(t); code != 40003 {
		t.Errorf("a foreign next_openid: %d", code)
	}
}

func TestMillionFollowersAreCheap(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.acct.BulkFollowers(1_000_000); err != nil {
		t.Fatal(err)
	}
	last := b.acct.BulkOpenID(999_989)
	page := b.send("GET", "/cgi-bin/user/get?access_token="+b.token()+"&next_openid="+last, nil, nil).object(t)
	if page["count"] != 10.0 || page["total"] != 1_000_000.0 || page["next_openid"] != b.acct.BulkOpenID(999_999) {
		t.Errorf("page %v", page)
	}
	if err := b.acct.BulkFollowers(1 << 24); err == nil {
		t.Error("more than there are places were made")
	}
	if f, err := b.acct.Follower(b.acct.BulkOpenID(999_999)); err != nil || !f.Followed || f.FollowedAt.After(start) || f.FollowedAt.Before(start.AddDate(-9, 0, 0)) {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := b.acct.Follower(b.acct.BulkOpenID(1_000_000)); err == nil {
		t.Error("there is one more")
	}
}

func TestFollowerIsToldOfWithoutNameAndPicture(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id, gone := b.follower("林小满"), b.follower("周予安")
	if _, err := b.acct.Unfollow(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	if code := b.call("/cgi-bin/user/info/updateremark", object{"openid": id, "remark": "老客 <1>"}).errcode(t); code != 0 {
		t.Fatalf("remark: %d", code)
	}
	list := b.call("/cgi-bin/user/info/batchget", object{"user_list": []any{object{"openid": id, "lang": "zh_CN"}, object{"openid": gone}}}).object(t)["user_info_list"].([]any)
	union := list[0].(object)["unionid"]
	want := []any{
		object{
			"subscribe": 1.0, "openid": id, "language": "", "subscribe_time": float64(start.Unix()), "unionid": union, "remark": "老客 <1>",
			"groupid": 0.0, "tagid_list": []any{}, "subscribe_scene": "ADD_SCENE_SEARCH", "qr_scene": 0.0, "qr_scene_str": "",
		},
		object{"subscribe": 0.0, "openid": gone},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	one := b.send("GET", "/cgi-bin/user/info?lang=zh_CN&openid="+id+"&access_token="+b.token(), nil, nil)
	if diff := cmp.Diff(want[0], any(one.object(t))); diff != "" {
		t.Errorf("user/info (-want +got):\n%s", diff)
	}
	if union == "" || strings.Contains(string(one.body), "林小满") {
		t.Errorf("told %s", one.body)
	}
}

func TestUserCallsAreRefusedWithTheirCodes(t *testing.T) {
	t.Parallel()
	b := newPushBench(t, quick)
	id, gone := b.follower("林小满"), b.follower("周予安")
	if _, err := b.acct.Unfollow(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	many := make([]any, 101)
	for i := range many {
		many[i] = object{"openid": id}
	}
	const remark, batch = "/cgi-bin/user/info/updateremark", "/cgi-bin/user/info/batchget"
	for name, c := range map[string]struct {
		path string
		body any
		want int
	}{
		"29 bytes":         {remark, object{"openid": id, "remark": strings.Repeat("好", 9) + "12"}, 0},
		"30 bytes":         {remark, object{"openid": id, "remark": strings.Repeat("好", 10)}, 40092},
		"escaped":          {remark, `{"openid":"` + id + `","remark":"\u597d"}`, 40033},
		"remark of gone":   {remark, object{"openid": gone, "remark": "x"}, 43004},
		"remark of nobody": {remark, object{"openid": "oNobody", "remark": "x"}, 40003},
		"100":              {batch, object{"user_list": many[:100]}, 0},
		"101":              {batch, object{"user_list": many}, 40032},
		"none":             {batch, object{"user_list": []any{}}, 40032},
		"a foreign one":    {batch, object{"user_list": []any{object{"openid": "oNobody"}}}, 40003},
	} {
		if code := b.call(c.path, c.body).errcode(t); code != c.want {
			t.Errorf("%s: %d, want %d", name, code, c.want)
		}
	}
}

func TestPersonIsAnotherOpenIDAtEachAccount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.box.AddAccount(sandbox.Account{AppID: "wxother", Secret: "s"}); err != nil {
		t.Fatal(err)
	}
	p, err := b.box.AddPerson("林小满")
	if err != nil {
		t.Fatal(err)
	}
	mine, err := b.acct.OpenID(p.ID)
	if err != nil {
		t.Fatal(err)
	}
	other, err := b.box.Account("wxother").OpenID(p.ID)
	if err != nil || mine == other {
		t.Errorf("%q and %q, %v", mine, other, err)
	}
	if again, err := b.acct.OpenID(p.ID); err != nil || again != mine {
		t.Errorf("%q, then %q, %v", mine, again, err)
	}
	if _, err := b.acct.OpenID("p99"); err == nil {
		t.Error("nobody has an OpenID")
	}
	if _, err := b.box.AddPerson(" "); err == nil {
		t.Error("somebody without a name was made")
	}
}

func TestRestartKeepsFollowersAndWhatWasSaid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acct := sandbox.Account{AppID: appID, Secret: secret, Verified: true}
	b := newBenchOf(t, sandbox.Config{Dir: dir}, acct)
	if err := b.acct.BulkFollowers(100); err != nil {
		t.Fatal(err)
	}
	id := b.follower("林小满")
	b.write(id, "在吗")
	b.sendText(id, "在")
	b.code("QR_LIMIT_STR_SCENE", "店", 0)
	b.tag("会员", b.acct.BulkOpenID(7))
	picture := b.upload(pngOf(t))["media_id"].(string)
	b.acct.SetAutoReplies(sandbox.AutoReplies{Open: true, Default: sandbox.AutoReply{Type: "text", Content: "稍后"}})
	if err := b.acct.SetUnverifiedCallback(sandbox.Callback{URL: "http://127.0.0.1:1/", Token: "t", AESKey: aesKey, Mode: callback.Safe}); err != nil {
		t.Fatal(err)
	}
	type state struct {
		Followers   []sandbox.Follower
		Inbox       []sandbox.Message
		Codes       []sandbox.QRCode
		Tags        map[int]string
		AutoReplies sandbox.AutoReplies
		Callback    sandbox.Callback
		People      []sandbox.Person
		Count       int
	}
	look := func(b *bench) state {
		t.Helper()
		s := state{
			Inbox: b.acct.Inbox(id), Codes: b.acct.QRCodes(), Tags: b.acct.Tags(), AutoReplies: b.acct.AutoReplies(),
			Callback: b.acct.Callback(), People: b.box.People(), Count: b.acct.FollowerCount(),
		}
		for _, openID := range []string{id, b.acct.BulkOpenID(7), b.acct.BulkOpenID(8)} {
			f, err := b.acct.Follower(openID)
			if err != nil {
				t.Fatal(err)
			}
			s.Followers = append(s.Followers, f)
		}
		return s
	}
	want := look(b)
	if err := b.box.Close(); err != nil {
		t.Fatal(err)
	}
	again := newBenchOf(t, sandbox.Config{Dir: dir}, acct)
	if diff := cmp.Diff(want, look(again)); diff != "" {
		t.Errorf("after a restart (-want +got):\n%s", diff)
	}
	if r := again.call("/cgi-bin/material/get_material", object{"media_id": picture}); string(r.body) != string(pngOf(t)) {
		t.Errorf("the picture is lost: %.60s", r.body)
	}
	if made := again.tag("新的"); made == 0 {
		t.Error("a new tag clashes with a kept one")
	}
}
