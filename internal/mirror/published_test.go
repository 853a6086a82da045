package mirror_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func (e *env) publish(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		e.clock.Move(time.Second)
		_, err := e.wx.AddPublished(sandbox.Item{Articles: []sandbox.Article{{Title: fmt.Sprintf("已发布 %d", i), Content: "<p>正文</p>"}}})
		must(t, err)
	}
}

func TestPublishedPageIsKeptForTenMinutes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.publish(t, 25)
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if _, err := e.Published(t.Context(), appID, 0, false); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		p, err := e.Published(t.Context(), appID, 20, false)
		must(t, err)
		var want []string
		for _, it := range e.wx.Published()[20:] {
			want = append(want, it.MediaID)
		}
		if diff := cmp.Diff(tuwen.PublishedPage{Offset: 20, MediaIDs: want, Total: 25, ReadAt: e.clock.Now()}, p); diff != "" {
			t.Error("(-want +got):", diff)
		}
		if got := e.wx.Calls(pubPath); got != 2 {
			t.Errorf("%d calls for two pages, want 2", got)
		}
		_, err = e.Published(t.Context(), appID, 0, true)
		must(t, err)
		if got := e.wx.Calls(pubPath); got != 3 {
			t.Errorf("%d calls after a refresh, want 3", got)
		}
		m := e.material(t, want[0])
		if m.Source != tuwen.Published || m.ArticleID != want[0] || m.Articles[0].Body != "<p>正文</p>" || m.UpdateTime.IsZero() {
			t.Errorf("got %+v", m)
		}
		if _, err := e.Published(t.Context(), appID, 7, false); tuwen.KindOf(err) != tuwen.Invalid {
			t.Errorf("offset 7: %v", err)
		}
	})
}

func TestPublishedPageIsKeptLongerWhereFewCallsAreLeft(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.publish(t, 5)
		e.wx.SetQuota(pubPath, 30) // 24 above the reserve, for the 14 hours left today
		read := func() int {
			_, err := e.Published(t.Context(), appID, 0, false)
			must(t, err)
			return e.wx.Calls(pubPath)
		}
		read()
		e.clock.Move(11 * time.Minute)
		if got := read(); got != 1 {
			t.Errorf("%d calls after 11 minutes, want 1", got)
		}
		e.clock.Move(30 * time.Minute)
		if got := read(); got != 2 {
			t.Errorf("%d calls after 41 minutes, want 2", got)
		}
	})
}

func TestKeptPublishedPageIsShownWhileWeChatRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.publish(t, 5)
		first, err := e.Published(t.Context(), appID, 0, false)
		must(t, err)
		e.clock.Move(24 * time.Hour)
		e.wx.SetPermission("/cgi-bin/freepublish", false)
		got, err := e.Published(t.Context(), appID, 0, false)
		must(t, err)
		if diff := cmp.Diff(first, got); diff != "" {
			t.Error("(-want +got):", diff)
		}
		_, err = e.Published(t.Context(), appID, 0, true)
		wantCode(t, err, tuwen.Refused, "wechat.48001")
		_, err = e.Published(t.Context(), appID, 20, false)
		wantCode(t, err, tuwen.Refused, "wechat.48001")
	})
}

func TestChosenPublishedItemIsKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.publish(t, 1)
		id := e.wx.Published()[0].MediaID
		for range 2 {
			m, err := e.KeepPublished(t.Context(), appID, id)
			must(t, err)
			if m.MediaID != id || m.Articles[0].Body != "<p>正文</p>" {
				t.Errorf("got %+v", m)
			}
		}
		if got := e.wx.Calls("/cgi-bin/freepublish/getarticle"); got != 1 {
			t.Errorf("%d calls, want 1", got)
		}
		_, err := e.KeepPublished(t.Context(), appID, "nobody")
		wantCode(t, err, tuwen.NotFound, "wechat.53600")
	})
}

func TestUsedDraftsAndPublishedItemsAreCheckedOnceADay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addDrafts(t, 3)
		e.publish(t, 2)
		ids := e.drafts(t, false).MediaIDs
		_, err := e.Published(t.Context(), appID, 0, false)
		must(t, err)
		used := e.wx.Published()[0].MediaID
		e.use(t, ids[0])
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.Uses.Put(ctx, appID, ids[1], tuwen.UsedBy{Kind: "menu", ID: "m2", Name: "菜单"})
		})
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.Uses.Put(ctx, appID, used, tuwen.UsedBy{Kind: "menu", ID: "m3", Name: "菜单"})
		})
		must(t, e.wx.DeleteDraft(ids[0]))
		must(t, e.wx.DeletePublished(used))
		_, err = e.wx.UpdateDraft(ids[1], func(it *sandbox.Item) { it.Articles[0].Title = "改了" })
		must(t, err)
		e.wx.ResetCalls()
		for range 3 {
			must(t, e.CheckUsed(t.Context()))
			e.clock.Move(7 * time.Hour)
		}
		want := map[string]int{"/cgi-bin/draft/get": 2, "/cgi-bin/freepublish/getarticle": 1}
		got := e.wx.AllCalls()
		delete(got, tokenPath)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("calls (-want +got):", diff)
		}
		for _, id := range []string{ids[0], used} {
			if !e.material(t, id).Gone {
				t.Errorf("%s is not marked gone", id)
			}
		}
		if m := e.material(t, ids[1]); m.Title != "改了" || m.Gone {
			t.Errorf("title %q, gone %v", m.Title, m.Gone)
		}
		e.clock.Move(4 * time.Hour)
		must(t, e.CheckUsed(t.Context()))
		if got := e.wx.Calls("/cgi-bin/draft/get"); got != 3 {
			t.Errorf("%d calls of draft/get on the next day, want 3", got)
		}
	})
}

func TestSingleSyncFetchesTheNewestState(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addHistory(t, 3)
		e.sync(t, tuwen.Full)
		id := e.wx.History()[1].MediaID
		e.note(t, id, "说明")
		e.clock.Move(time.Hour)
		edited, err := e.wx.UpdateHistory(id, func(it *sandbox.Item) { it.Articles[0].Title = "改了" })
		must(t, err)
		e.wx.ResetCalls()
		m, err := e.Single(t.Context(), appID, id)
		must(t, err)
		if m.Title != "改了" || m.Note != "说明" || m.Articles[0].Body == "" || !m.CreateTime.Equal(edited.CreateTime) {
			t.Errorf("got %+v", m)
		}
		if got := e.wx.Calls("/cgi-bin/material/get_material"); got != 1 || e.wx.Calls(listPath) != 0 {
			t.Errorf("calls: %v", e.wx.AllCalls())
		}
		must(t, e.wx.DeleteHistory(id))
		if m, err = e.Single(t.Context(), appID, id); err != nil || !m.Gone || m.Note != "说明" {
			t.Errorf("after its deletion: %+v, %v", m, err)
		}
		e.wx.ResetCalls()
		_, err = e.Single(t.Context(), appID, "nobody")
		wantCode(t, err, tuwen.NotFound, "material.unknown")
		if len(e.wx.AllCalls()) != 0 {
			t.Errorf("an unknown id cost %v", e.wx.AllCalls())
		}
	})
}
