package mirror_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/mirror"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

func (e *env) addDrafts(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		e.clock.Move(time.Second)
		_, err := e.wx.AddDraft(sandbox.Item{Articles: []sandbox.Article{{
			Title: fmt.Sprintf("草稿 %d", i), Digest: "摘要", Content: "<p>正文</p>",
		}}})
		must(t, err)
	}
}

func (e *env) drafts(t *testing.T, refresh bool) tuwen.DraftReading {
	t.Helper()
	r, err := e.Drafts(t.Context(), appID, refresh)
	must(t, err)
	return r
}

// newest are the ids of the newest n drafts at WeChat.
func (e *env) newest(n int) []string {
	var ids []string
	for _, d := range e.wx.Drafts()[:min(n, len(e.wx.Drafts()))] {
		ids = append(ids, d.MediaID)
	}
	return ids
}

func TestReadingHoldsTheNewestSixtyDraftsWithTheirBodies(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addDrafts(t, 75)
		r := e.drafts(t, false)
		want := tuwen.DraftReading{MediaIDs: e.newest(60), Total: 75, ReadAt: e.clock.Now()}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Error("(-want +got):", diff)
		}
		if got := e.wx.Calls(draftPath); got != 3 {
			t.Errorf("%d calls, want 3", got)
		}
		m := e.material(t, r.MediaIDs[59])
		if m.Source != tuwen.Draft || m.Articles[0].Body != "<p>正文</p>" || m.CoverURL != e.wx.Drafts()[59].Articles[0].ThumbURL {
			t.Errorf("got %+v", m)
		}
	})
}

func TestSmallBoxCostsAsFewCallsAsItHasPages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		if r := e.drafts(t, false); len(r.MediaIDs) != 0 || r.ReadAt.IsZero() || e.wx.Calls(draftPath) != 1 {
			t.Errorf("empty box: %+v after %d calls", r, e.wx.Calls(draftPath))
		}
		e.addDrafts(t, 21)
		e.wx.ResetCalls()
		if r := e.drafts(t, true); len(r.MediaIDs) != 21 || e.wx.Calls(draftPath) != 2 {
			t.Errorf("21 drafts: %d after %d calls", len(r.MediaIDs), e.wx.Calls(draftPath))
		}
	})
}

func TestFortyOneWhoOpenTheDraftsInAMinuteCostThreeCalls(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addDrafts(t, 75)
		a := e.Mirror
		e.node(t, "node-b")
		var all sync.WaitGroup
		for i := range 41 {
			all.Go(func() {
				m := []*mirror.Mirror{a, e.Mirror}[i%2]
				r, err := m.Drafts(t.Context(), appID, false)
				if err != nil || len(r.MediaIDs) != 60 || r.Error != nil {
					t.Errorf("%d drafts, %v, %v", len(r.MediaIDs), r.Error, err)
				}
			})
		}
		all.Wait()
		e.clock.Move(59 * time.Second)
		e.drafts(t, false)
		if got := e.wx.Calls(draftPath); got != 3 {
			t.Errorf("%d calls within a minute, want 3", got)
		}
		e.clock.Move(time.Second)
		e.drafts(t, false)
		if got := e.wx.Calls(draftPath); got != 6 {
			t.Errorf("%d calls after a minute, want 6", got)
		}
		e.drafts(t, true)
		if got := e.wx.Calls(draftPath); got != 9 {
			t.Errorf("%d calls after a refresh, want 9", got)
		}
	})
}

func TestDraftsAreShownAsTheyWereWhileWeChatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addDrafts(t, 5)
		first := e.drafts(t, false)
		e.clock.Move(2 * time.Minute)
		e.wx.SetFault(sandbox.Fault{Path: draftPath, Kind: sandbox.FaultStatus, HTTPStatus: 502})
		r := e.drafts(t, false)
		if r.Error == nil || r.Error.Code != "wechat.unreachable" || !r.FailedAt.Equal(e.clock.Now()) || !r.ReadAt.Equal(first.ReadAt) {
			t.Errorf("got %+v, %+v", r, r.Error)
		}
		if diff := cmp.Diff(first.MediaIDs, r.MediaIDs); diff != "" {
			t.Error("(-want +got):", diff)
		}
		e.drafts(t, false)
		if got := e.wx.Calls(draftPath); got != 2 {
			t.Errorf("%d calls, want 2: a failure is not repeated at once", got)
		}
		e.wx.ClearFaults()
		if r = e.drafts(t, true); r.Error != nil || !r.ReadAt.Equal(e.clock.Now()) {
			t.Errorf("afterward: %+v", r)
		}
	})
}

func TestDraftsNeverReadWhileWeChatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetPermission("/cgi-bin/draft", false)
		r := e.drafts(t, false)
		if r.Error == nil || r.Error.Code != "wechat.48001" || !r.ReadAt.IsZero() {
			t.Errorf("got %+v, %+v", r, r.Error)
		}
	})
}

func TestVanishedDraftIsForgottenUnlessItHasANoteOrAUse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addDrafts(t, 70)
		ids := e.drafts(t, false).MediaIDs
		e.note(t, ids[1], "给新客户")
		e.use(t, ids[2])
		for _, id := range ids[:3] {
			must(t, e.wx.DeleteDraft(id))
		}
		e.addDrafts(t, 5) // pushes two more out of the window
		r := e.drafts(t, true)
		if len(r.MediaIDs) != 60 {
			t.Fatalf("%d drafts", len(r.MediaIDs))
		}
		if _, err := e.byID(t, ids[0]); tuwen.KindOf(err) != tuwen.NotFound {
			t.Errorf("a vanished draft that nobody needs: %v, want not found", err)
		}
		for _, id := range ids[1:3] {
			if m := e.material(t, id); !m.Gone {
				t.Errorf("%s is not marked gone", id)
			}
		}
		for _, id := range ids[58:] {
			if m, err := e.byID(t, id); err != nil || m.Gone {
				t.Errorf("a draft that left the window: gone %v, %v", m.Gone, err)
			}
		}
		if m := e.material(t, ids[1]); m.Note != "给新客户" {
			t.Errorf("note %q", m.Note)
		}
	})
}

func (e *env) byID(t *testing.T, id string) (tuwen.Material, error) {
	t.Helper()
	var m tuwen.Material
	err := e.db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		m, err = tx.Materials.ByID(ctx, appID, id)
		return err
	})
	return m, err
}

func TestBoxThatMovesWhileItIsReadProvesNothingGone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.addDrafts(t, 50)
		ids := e.drafts(t, false).MediaIDs
		e.wx.ResetCalls()
		e.wx.OnCall(func(path string, n int) {
			if path == draftPath && n == 2 { // the 21st moves up to the first page, which was read
				_ = e.wx.DeleteDraft(ids[3])
			}
		})
		e.drafts(t, true)
		e.wx.OnCall(nil)
		if m, err := e.byID(t, ids[20]); err != nil || m.Gone {
			t.Errorf("gone %v, %v", m.Gone, err)
		}
		if r := e.drafts(t, true); len(r.MediaIDs) != 49 {
			t.Errorf("%d drafts", len(r.MediaIDs))
		}
	})
}
