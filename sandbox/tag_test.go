package sandbox_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	givePath = "/cgi-bin/tags/members/batchtagging"
	takePath = "/cgi-bin/tags/members/batchuntagging"
)

// tag makes a tag, gives it to followers, and returns its id.
func (b *bench) tag(name string, openIDs ...string) int {
	b.t.Helper()
	made, found := b.call("/cgi-bin/tags/create", object{"tag": object{"name": name}}).object(b.t)["tag"].(object)
	if !found {
		b.t.Fatalf("no tag %q", name)
	}
	id := int(made["id"].(float64))
	if len(openIDs) > 0 {
		if code := b.give(id, openIDs...); code != 0 {
			b.t.Fatalf("give: %d", code)
		}
	}
	return id
}

func (b *bench) give(tag int, openIDs ...string) int {
	b.t.Helper()
	return b.call(givePath, object{"openid_list": openIDs, "tagid": tag}).errcode(b.t)
}

func (b *bench) bulk(n int) (ids []string) {
	b.t.Helper()
	if err := b.acct.BulkFollowers(n); err != nil {
		b.t.Fatal(err)
	}
	for i := range n {
		ids = append(ids, b.acct.BulkOpenID(i))
	}
	return ids
}

func TestTagsAreMadeGivenCountedAndDeleted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := b.bulk(60)
	first, second := b.tag("会员", ids[:50]...), b.tag("北方", ids[40:60]...)
	if first != 100 || second != 101 {
		t.Errorf("ids %d, %d", first, second)
	}
	if code := b.call(takePath, object{"openid_list": ids[:5], "tagid": first}).errcode(t); code != 0 {
		t.Errorf("take: %d", code)
	}
	if code := b.call("/cgi-bin/tags/update", object{"tag": object{"id": second, "name": "北方城市"}}).errcode(t); code != 0 {
		t.Errorf("rename: %d", code)
	}
	tags := func() []any { return b.call("/cgi-bin/tags/get", nil).object(t)["tags"].([]any) }
	star := object{"id": 2.0, "name": "星标组", "count": 0.0}
	want := []any{star, object{"id": 100.0, "name": "会员", "count": 45.0}, object{"id": 101.0, "name": "北方城市", "count": 20.0}}
	if diff := cmp.Diff(want, tags()); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	members := b.call("/cgi-bin/user/tag/get", object{"tagid": second, "next_openid": ""}).object(t)
	if members["count"] != 20.0 {
		t.Errorf("members %v", members["count"])
	}
	end := b.call("/cgi-bin/user/tag/get", object{"tagid": second, "next_openid": members["next_openid"]}).object(t)
	if end["count"] != 0.0 || end["data"] != nil || end["next_openid"] != "" {
		t.Errorf("end %v", end)
	}
	if code := b.call("/cgi-bin/tags/delete", object{"tag": object{"id": first}}).errcode(t); code != 0 {
		t.Errorf("delete: %d", code)
	}
	if diff := cmp.Diff([]any{star, want[2]}, tags()); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	got := b.call("/cgi-bin/tags/getidlist", object{"openid": ids[45]}).object(t)
	if diff := cmp.Diff(object{"tagid_list": []any{101.0}}, got); diff != "" {
		t.Errorf("tags of one (-want +got):\n%s", diff)
	}
}

func TestTagCallsAreRefusedWithTheirCodes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := b.bulk(60)
	id := b.tag("会员")
	name := func(s string) object { return object{"tag": object{"name": s}} }
	rename := func(id int, s string) object { return object{"tag": object{"id": id, "name": s}} }
	for title, c := range map[string]struct {
		path string
		body any
		want int
	}{
		"taken name":     {"/cgi-bin/tags/create", name("会员"), 45157},
		"no name":        {"/cgi-bin/tags/create", name(" "), 45157},
		"31 characters":  {"/cgi-bin/tags/create", name(strings.Repeat("字", 31)), 45158},
		"taken by other": {"/cgi-bin/tags/update", rename(id, "星标组"), 45157},
		"rename unknown": {"/cgi-bin/tags/update", rename(999, "x"), 45159},
		"rename system":  {"/cgi-bin/tags/update", rename(2, "x"), 45058},
		"delete system":  {"/cgi-bin/tags/delete", rename(2, ""), 45058},
		"delete unknown": {"/cgi-bin/tags/delete", rename(999, ""), 45159},
		"give unknown":   {givePath, object{"openid_list": ids[:1], "tagid": 999}, 45159},
		"51":             {givePath, object{"openid_list": ids[:51], "tagid": id}, 40032},
		"nobody":         {givePath, object{"openid_list": []string{}, "tagid": id}, 40032},
		"foreign":        {givePath, object{"openid_list": []string{ids[0], "oNobody"}, "tagid": id}, 49003},
		"no tag":         {givePath, object{"openid_list": ids[:1]}, 40097},
	} {
		if code := b.call(c.path, c.body).errcode(t); code != c.want {
			t.Errorf("%s: %d, want %d", title, code, c.want)
		}
	}
	if f, err := b.acct.Follower(ids[0]); err != nil || len(f.TagIDs) != 0 {
		t.Errorf("a refused call gave tags: %+v, %v", f, err)
	}
}

func TestTagsAreLimitedPerAccountAndPerFollower(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := b.bulk(2)
	var made []int
	for i := range 100 {
		made = append(made, b.tag(fmt.Sprint("标签", i)))
	}
	if code := b.call("/cgi-bin/tags/create", object{"tag": object{"name": "多"}}).errcode(t); code != 45056 {
		t.Errorf("the 101st: %d, want 45056", code)
	}
	for _, id := range made[:20] {
		if code := b.give(id, ids[0]); code != 0 {
			t.Fatalf("give: %d", code)
		}
	}
	if code := b.give(made[20], ids...); code != 45059 {
		t.Errorf("the 21st: %d, want 45059", code)
	}
	if f, err := b.acct.Follower(ids[1]); err != nil || len(f.TagIDs) != 0 {
		t.Errorf("the other one got it: %+v, %v", f, err)
	}
	if code := b.give(made[0], ids...); code != 0 {
		t.Errorf("one he has already: %d", code)
	}
}

func TestTaggingFailsForSome(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := b.bulk(4)
	id := b.tag("会员")
	if _, err := b.acct.Unfollow(t.Context(), ids[1]); err != nil {
		t.Fatal(err)
	}
	b.acct.FailTagging(ids[2])
	answer := b.call(givePath, object{"openid_list": ids, "tagid": id}).object(t)
	if answer["errcode"] != 45171.0 {
		t.Errorf("answer %v", answer)
	}
	if diff := cmp.Diff([]any{ids[1], ids[2]}, answer["fail_openid_list"]); diff != "" {
		t.Errorf("failed (-want +got):\n%s", diff)
	}
	if code := b.give(id, ids[2]); code != 0 {
		t.Errorf("again: %d", code)
	}
	for i, want := range []int{1, 0, 1, 1} {
		if f, err := b.acct.Follower(ids[i]); err != nil || len(f.TagIDs) != want {
			t.Errorf("%d: %+v, %v", i, f, err)
		}
	}
}

func TestTaggingOneFollowerTwiceAtOnceIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := b.bulk(10)
	id := b.tag("会员")
	value := b.token()
	b.box.SetLatency(150 * time.Millisecond)
	codes := map[int]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			code := b.send("POST", givePath+"?access_token="+value, object{"openid_list": ids, "tagid": id}, nil).errcode(t)
			mu.Lock()
			defer mu.Unlock()
			codes[code]++
		})
	}
	all.Wait()
	if codes[45169] == 0 || codes[0] == 0 || codes[0]+codes[45169] != 8 {
		t.Errorf("errcodes %v, want some 45169 and at least one 0", codes)
	}
	b.box.SetLatency(0)
	if code := b.give(id, ids...); code != 0 {
		t.Errorf("afterwards: %d", code)
	}
}

func TestTagOfTooManyFollowersIsNotDeleted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := b.bulk(100_050)
	id := b.tag("所有人")
	b.acct.SetQuota(givePath, 1_000_000)
	b.acct.TagQuietly(id, ids[:100_000]...)
	if code := b.give(id, ids[100_000]); code != 0 {
		t.Fatalf("give: %d", code)
	}
	remove := func() int {
		return b.call("/cgi-bin/tags/delete", object{"tag": object{"id": id}}).errcode(t)
	}
	if code := remove(); code != 45057 {
		t.Errorf("100,001 followers: %d, want 45057", code)
	}
	if code := b.call(takePath, object{"openid_list": ids[:1], "tagid": id}).errcode(t); code != 0 {
		t.Fatalf("take: %d", code)
	}
	if code := remove(); code != 0 {
		t.Errorf("100,000 followers: %d", code)
	}
	page := b.call("/cgi-bin/tags/get", nil).object(t)["tags"].([]any)
	if len(page) != 1 {
		t.Errorf("tags %v", page)
	}
}
