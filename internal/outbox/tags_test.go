package outbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat"
)

const (
	givePath = "/cgi-bin/tags/members/batchtagging"
	takePath = "/cgi-bin/tags/members/batchuntagging"
)

// tagCall is a call that tags, as it went over the network.
type tagCall struct {
	give bool
	tag  int
	who  []string
}

// tagTap keeps the calls that tag, and sees whether two are under way at once
// that name the same follower.
type tagTap struct {
	mu     sync.Mutex
	calls  []tagCall
	flying map[string]bool
	clash  bool
}

func (tap *tagTap) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(r.URL.Path, "/cgi-bin/tags/members/") {
		return http.DefaultTransport.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var q struct {
		OpenIDs []string `json:"openid_list"`
		TagID   int      `json:"tagid"`
	}
	if err := json.Unmarshal(body, &q); err != nil {
		return nil, err
	}
	tap.mu.Lock()
	tap.calls = append(tap.calls, tagCall{r.URL.Path == givePath, q.TagID, q.OpenIDs})
	for _, id := range q.OpenIDs {
		tap.clash = tap.clash || tap.flying[id]
		tap.flying[id] = true
	}
	tap.mu.Unlock()
	defer func() {
		tap.mu.Lock()
		defer tap.mu.Unlock()
		for _, id := range q.OpenIDs {
			delete(tap.flying, id)
		}
	}()
	return http.DefaultTransport.RoundTrip(r)
}

// take returns the calls since it was last called.
func (tap *tagTap) take() (calls []tagCall) {
	tap.mu.Lock()
	defer tap.mu.Unlock()
	calls, tap.calls = tap.calls, nil
	return calls
}

func sizes(calls []tagCall) (n []int) {
	for _, c := range calls {
		n = append(n, len(c.who))
	}
	return n
}

// tapped makes e a node whose tagging calls are seen.
func (e *env) tapped(t *testing.T) *tagTap {
	t.Helper()
	tap := &tagTap{flying: map[string]bool{}}
	e.wire = tap
	e.node(t, "node-a")
	return tap
}

// people are followers, at WeChat and here.
func (e *env) people(t *testing.T, n int) (openIDs []string) {
	t.Helper()
	must(t, e.wx.BulkFollowers(n))
	for i := range n {
		openIDs = append(openIDs, e.wx.BulkOpenID(i))
	}
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Contacts.Ensure(ctx, appID, openIDs, e.clock.Now())
	})
	return openIDs
}

// tag makes a tag, at WeChat and here.
func (e *env) tag(t *testing.T, name string) int {
	t.Helper()
	made, err := e.client(t).Tag.Create(t.Context(), name)
	must(t, err)
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Tags.Put(ctx, appID, tuwen.Tag{ID: made.ID, Name: name})
	})
	return made.ID
}

func (e *env) client(t *testing.T) *wechat.Client {
	t.Helper()
	c, err := e.connect.Client(t.Context(), appID, tuwen.ByPerson)
	must(t, err)
	return c
}

// wish keeps that contacts are to get a tag, or to lose it.
func (e *env) wish(t *testing.T, give bool, tag int, openIDs ...string) {
	t.Helper()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		if give {
			return tx.TagChanges.Give(ctx, appID, tag, openIDs, e.clock.Now())
		}
		return tx.TagChanges.Take(ctx, appID, tag, openIDs, e.clock.Now())
	})
	e.clock.Move(time.Second) // the next wish is a later one
}

func (e *env) changeTags(t *testing.T) {
	t.Helper()
	must(t, e.ChangeTags(t.Context(), job.ChangeTags{AppID: appID}))
}

// tagged returns who of the contacts has a tag at WeChat, and fails the test
// where it is another here.
func (e *env) tagged(t *testing.T, tag int, openIDs ...string) (who []string) {
	t.Helper()
	here := read(t, e, func(ctx context.Context, tx *store.Tx) (map[string]tuwen.Contact, error) {
		return tx.Contacts.ByIDs(ctx, appID, openIDs)
	})
	for _, id := range openIDs {
		f, err := e.wx.Follower(id)
		there := err == nil && slices.Contains(f.TagIDs, tag)
		if there != slices.Contains(here[id].TagIDs, tag) {
			t.Errorf("%s has tag %d at WeChat: %v, here: %v", id, tag, there, !there)
		}
		if there {
			who = append(who, id)
		}
	}
	return who
}

// tagging is what waits and what failed, by tag.
func (e *env) tagging(t *testing.T) []tuwen.TagProgress {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) ([]tuwen.TagProgress, error) {
		return tx.TagChanges.Progress(ctx, appID)
	})
}

// failures are who failed and with what code.
func (e *env) failures(t *testing.T) map[string]string {
	t.Helper()
	page := read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.TagChange], error) {
		return tx.TagChanges.List(ctx, appID, store.TagChangeFilter{State: tuwen.TagChangeFailed, Limit: 100})
	})
	codes := map[string]string{}
	for _, c := range page.Items {
		codes[c.OpenID] = c.Problem.Code
	}
	return codes
}

func TestTagsAreGivenAndTakenByFiftyAndOneCallAtATime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		tap := e.tapped(t)
		people := e.people(t, 120)
		member, north := e.tag(t, "会员"), e.tag(t, "北方")
		e.wx.TagQuietly(north, people[:3]...)
		e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Contacts.Tag(ctx, appID, north, people[:3]) })
		e.wish(t, true, member, people...)
		e.wish(t, false, north, people[:3]...)
		// Two jobs at once, as two nodes may have them: one gives way.
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { e.changeTags(t) })
		}
		both.Wait()
		calls := tap.take()
		wantSame(t, sizes(calls), []int{50, 50, 20, 3})
		for i, c := range calls {
			if want := i < 3; c.give != want {
				t.Errorf("call %d gives: %v", i, c.give)
			}
		}
		if tap.clash {
			t.Error("two calls at once were about the same follower")
		}
		wantSame(t, len(e.tagged(t, member, people...)), 120)
		wantSame(t, e.tagged(t, north, people...), []string(nil))
		wantSame(t, e.tagging(t), []tuwen.TagProgress{})
	})
}

func TestThoseWhomABatchMissedAreAskedForAgainAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		tap := e.tapped(t)
		people := e.people(t, 50)
		member := e.tag(t, "会员")
		missed := []string{people[7], people[30]}
		e.wish(t, true, member, people...)
		e.wx.FailTagging(missed...)
		e.changeTags(t) // 45171
		wantSame(t, sizes(tap.take()), []int{50})
		wantSame(t, len(e.tagged(t, member, people...)), 48)
		wantSame(t, e.tagging(t), []tuwen.TagProgress{{TagID: member, Waiting: 2}})
		wantSame(t, e.scheduled(t, "change_tags"), []time.Duration{tuwen.RetryAfter(0)})
		e.changeTags(t) // not before its time
		wantSame(t, len(tap.take()), 0)

		e.clock.Move(tuwen.RetryAfter(0))
		e.changeTags(t)
		again := tap.take()
		wantSame(t, sizes(again), []int{2})
		slices.Sort(missed)
		slices.Sort(again[0].who)
		wantSame(t, again[0].who, missed)
		wantSame(t, len(e.tagged(t, member, people...)), 50)
		wantSame(t, e.tagging(t), []tuwen.TagProgress{})
	})
}

func TestWhomWeChatMissesEachTimeIsShownWithTheReason(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		tap := e.tapped(t)
		people := e.people(t, 10)
		member := e.tag(t, "会员")
		e.wx.OnCall(func(path string, _ int) {
			if path == givePath {
				e.wx.FailTagging(people[4])
			}
		})
		e.wish(t, true, member, people...)
		for range 9 {
			e.changeTags(t)
			e.clock.Move(time.Hour)
		}
		wantSame(t, sizes(tap.take()), []int{10, 1, 1, 1, 1})
		wantSame(t, len(e.tagged(t, member, people...)), 9)
		wantSame(t, e.tagging(t), []tuwen.TagProgress{{TagID: member, Failed: 1}})
		wantSame(t, e.failures(t), map[string]string{people[4]: "wechat.45171"})
	})
}

// For a follower with 20 tags, and for whom it does not know, WeChat refuses
// the whole batch and does not say for whom.
func TestOneForWhomABatchIsRefusedHoldsUpNobody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		tap := e.tapped(t)
		people := e.people(t, 49)
		member := e.tag(t, "会员")
		full := people[20]
		for i := range tuwen.MaxTagsOfContact {
			e.wx.TagQuietly(e.tag(t, "标签"+strconv.Itoa(i)), full)
		}
		stranger := "oNobodyAtWeChat"
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.Ensure(ctx, appID, []string{stranger}, e.clock.Now())
		})
		e.wish(t, true, member, append(slices.Clone(people), stranger)...)
		e.changeTags(t)
		if n := len(tap.take()); n > 2*2*6 {
			t.Errorf("%d calls to find two of fifty", n)
		}
		wantSame(t, e.tagging(t), []tuwen.TagProgress{{TagID: member, Failed: 2}})
		wantSame(t, e.failures(t), map[string]string{full: "wechat.45059", stranger: "wechat.49003"})
		wantSame(t, len(e.tagged(t, member, people...)), 48)
	})
}

func TestTagChangesWaitAsLongAsTheReasonTells(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		tap := e.tapped(t)
		people := e.people(t, 60)
		member := e.tag(t, "会员")
		e.wish(t, true, member, people...)
		untilMidnight := tuwen.NextReset(e.clock.Now()).Sub(e.clock.Now())
		for _, f := range []struct {
			errcode     int
			least, most time.Duration
		}{
			{-1, tuwen.RetryAfter(0), tuwen.RetryAfter(0)},
			{45011, time.Minute, 2 * time.Minute},
			{40164, time.Hour, time.Hour},
			{45009, untilMidnight - 2*time.Hour, untilMidnight + 10*time.Minute},
		} {
			e.wx.SetFault(sandbox.Fault{Path: givePath, Next: 1, Kind: sandbox.FaultErrcode, Errcode: f.errcode})
			e.changeTags(t)
			wantSame(t, len(tap.take()), 1)
			wantSame(t, e.tagging(t), []tuwen.TagProgress{{TagID: member, Waiting: 60}})
			all := e.scheduled(t, "change_tags")
			wait := all[len(all)-1]
			if wait < f.least || wait > f.most {
				t.Errorf("after %d they rest %v, want %v to %v", f.errcode, wait, f.least, f.most)
			}
			e.changeTags(t)
			wantSame(t, len(tap.take()), 0)
			e.clock.Move(wait)
		}
		e.changeTags(t)
		wantSame(t, sizes(tap.take()), []int{50, 10})
		wantSame(t, len(e.tagged(t, member, people...)), 60)
	})
}

func TestAccountThatMayNotTagIsAskedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		tap := e.tapped(t)
		people := e.people(t, 80)
		member := e.tag(t, "会员")
		e.wx.SetPermission("/cgi-bin/tags/members", false)
		e.wish(t, true, member, people...)
		e.wish(t, false, member, people[0])
		e.changeTags(t)
		wantSame(t, len(tap.take()), 1)
		wantSame(t, e.tagging(t), []tuwen.TagProgress{{TagID: member, Failed: 80}})
		for who, code := range e.failures(t) {
			wantSame(t, who+" "+code, who+" wechat.48001")
		}
		wantSame(t, len(e.tagged(t, member, people...)), 0)
	})
}
