package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const submitPath = "/cgi-bin/freepublish/submit"

// submits keeps a publication as the desk does before it asks WeChat, and asks,
// where wanted; then the process dies, the answer unread.
func (e *env) submits(t testing.TB, draft tuwen.Material, asks bool) job.Publish {
	t.Helper()
	e.events++
	now := e.clock.Now().UTC().Truncate(time.Millisecond)
	p := tuwen.Publication{
		ID: fmt.Sprintf("publication%d", e.events), State: tuwen.Publishing, MediaID: draft.MediaID, Title: draft.Title, CreatedAt: now,
		Progress: tuwen.PublicationProgress{NextAt: now.Add(90 * time.Second)},
	}
	for _, a := range draft.Articles {
		p.Articles = append(p.Articles, tuwen.SentPart{Index: a.Index, Title: a.Title})
	}
	e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Publications.Put(ctx, appID, p) })
	if asks {
		client, err := e.connect.Client(t.Context(), appID, tuwen.ByPerson)
		must(t, err)
		_, err = client.FreePublish.Submit(t.Context(), draft.MediaID)
		must(t, err)
	}
	return job.Publish{AppID: appID, ID: p.ID}
}

// publishes works a publication until nothing more is to be done within a
// time, hearing pushes where wanted.
func (e *env) publishes(t testing.TB, args job.Publish, within time.Duration, hears bool) tuwen.Publication {
	t.Helper()
	until, seen := e.clock.Now().Add(within), len(e.wx.Deliveries())
	if hears {
		seen = 0
	}
	for {
		e.publicationsEnded(t)
		if hears {
			e.hears(t, &seen, 2)
		}
		p := read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Publication, error) {
			return tx.Publications.ByID(ctx, appID, args.ID)
		})
		if p.Progress.NextAt.IsZero() || p.Progress.NextAt.After(until) {
			return p
		}
		if wait := p.Progress.NextAt.Sub(e.clock.Now()); wait > 0 {
			e.clock.Move(wait)
		}
		must(t, e.Publish(t.Context(), args))
	}
}

// publicationsEnded waits until the sandbox has pushed the end of whatever it
// took.
func (e *env) publicationsEnded(t testing.TB) {
	t.Helper()
	e.until(t, "the end of the publications", func() bool {
		ended := 0
		for _, d := range e.wx.Deliveries() {
			if d.Type == "PUBLISHJOBFINISH" && d.State != sandbox.Pushing {
				ended++
			}
		}
		return ended == e.wx.Calls(submitPath)
	})
}

// A crash between the submission and its answer leaves a publication without
// WeChat's name: the pushed result of the same titles is its own, and the draft
// that is no more tells that it was taken. WeChat is never asked twice.
func TestCrashWhileADraftIsPublishedIsFoundOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for name, c := range map[string]struct {
			asks, hears bool
			within      time.Duration
			want        tuwen.PublicationState
		}{
			"taken, pushed":     {true, true, 2 * time.Minute, tuwen.PublicationDone},
			"taken, not pushed": {true, false, 30 * time.Hour, tuwen.PublicationUnknown},
			"never asked":       {false, true, 12 * time.Minute, tuwen.PublicationFailed},
		} {
			e.wx.ResetCalls()
			e.wx.ClearDeliveries()
			draft := e.draft(t, name, name+"之二")
			p := e.publishes(t, e.submits(t, draft, c.asks), c.within, c.hears)
			calls := 0
			if c.asks {
				calls = 1
			}
			if p.State != c.want || e.wx.Calls(submitPath) != calls {
				t.Errorf("%s: %s %q after %d calls", name, p.State, p.Reason, e.wx.Calls(submitPath))
			}
			if c.want != tuwen.PublicationDone {
				continue
			}
			became := read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
				return tx.Materials.ByID(ctx, appID, p.ArticleID)
			})
			if became.Note != "给"+name || became.Source != tuwen.Published || became.Articles[1].URL == "" || p.PublishID == "" {
				t.Errorf("it became %+v of %+v", became, p)
			}
		}
	})
}

// Its job that got lost is found by the sweep, and a process that died asks
// nobody before the call has surely ended.
func TestLostJobOfAPublicationIsFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		args := e.submits(t, e.draft(t, "一"), true)
		must(t, e.Publish(t.Context(), args))
		if n := e.wx.Calls("/cgi-bin/freepublish/get"); n != 0 {
			t.Errorf("asked at once, %d times", n)
		}
		e.clock.Move(3 * time.Minute)
		must(t, e.Sweep(t.Context()))
		wantSame(t, len(e.scheduled(t, args.Kind())), 1)
	})
}
