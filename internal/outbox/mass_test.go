package outbox_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

const (
	massPath   = "/cgi-bin/message/mass/sendall"
	statusPath = "/cgi-bin/message/mass/get"
)

// draft is a draft, at WeChat and here, with a note.
func (e *env) draft(t testing.TB, titles ...string) tuwen.Material {
	t.Helper()
	var it sandbox.Item
	for _, title := range titles {
		it.Articles = append(it.Articles, sandbox.Article{Title: title, Content: "<p>" + title + "</p>"})
	}
	it, err := e.wx.AddDraft(it)
	must(t, err)
	m := e.keep(t, tuwen.Draft, it)
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		return tx.Notes.Put(ctx, appID, tuwen.Note{MediaID: m.MediaID, Text: "给" + titles[0], WrittenAt: e.clock.Now()})
	})
	return m
}

// schedule schedules a mass send of a material for now and returns its job.
func (e *env) schedule(t testing.TB, material tuwen.Material, to tuwen.Audience) job.SendInMass {
	t.Helper()
	e.events++
	now := e.now().UTC().Truncate(time.Millisecond)
	m := tuwen.MassSend{
		ID: "mass" + strconv.Itoa(e.events), State: tuwen.MassDraft, MediaID: material.MediaID, Source: material.Source,
		Title: material.Title, ArticleCount: material.ArticleCount, Audience: to, ScheduledAt: &now, CreatedAt: now, UpdatedAt: now,
		Progress: tuwen.MassProgress{Key: store.NewID(), Hash: e.hash(t, material), Due: now, NextAt: now},
	}
	for _, a := range material.Articles {
		m.Articles = append(m.Articles, tuwen.SentPart{Index: a.Index, Title: a.Title})
	}
	must(t, m.Enter(tuwen.MassScheduled, "", "小禾", now))
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.MassSends.Put(ctx, appID, m); err != nil {
			return err
		}
		return tx.MassSends.PutRecipients(ctx, appID, m.ID, to.OpenIDs)
	})
	return job.SendInMass{AppID: appID, ID: m.ID}
}

// hash is the fingerprint of a material as WeChat tells it.
func (e *env) hash(t testing.TB, m tuwen.Material) string {
	t.Helper()
	client, err := e.connect.Client(t.Context(), appID, tuwen.ByPerson)
	must(t, err)
	get := client.Draft.Get
	if m.Source == tuwen.History {
		get = client.Material.GetNews
	}
	news, err := get(t.Context(), m.MediaID)
	must(t, err)
	return tuwen.ContentHash(tuwen.ArticlesOf(*news))
}

func (e *env) massSend(t testing.TB, args job.SendInMass) tuwen.MassSend {
	t.Helper()
	return read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.MassSend, error) {
		return tx.MassSends.ByID(ctx, appID, args.ID)
	})
}

// hears takes in what WeChat pushed since the last time, as the inbox does,
// so many times each.
func (e *env) hears(t testing.TB, seen *int, times int) {
	t.Helper()
	for _, d := range e.wx.Deliveries()[*seen:] {
		*seen++
		fields, err := callback.Parse([]byte(d.Message))
		must(t, err)
		if fields.Text("Event") != "MASSSENDJOBFINISH" && fields.Text("Event") != "PUBLISHJOBFINISH" {
			continue
		}
		end, err := callback.New(callback.Config{AppID: appID, Token: "t", Mode: callback.Plain})
		must(t, err)
		query, sealed, err := end.Seal([]byte(d.Message), "", e.clock.Now())
		must(t, err)
		p, err := end.Open(query, sealed, e.clock.Now())
		must(t, err)
		r := store.JobResult{ReceivedAt: e.clock.Now()}
		switch m := p.Payload.(type) {
		case callback.MassSendJobFinishEvent:
			r.Kind, r.JobID = store.MassResult, strconv.FormatInt(m.MsgID, 10)
		case callback.PublishJobFinishEvent:
			r.Kind, r.JobID = store.PublishResult, m.PublishID
		}
		for range times {
			e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.JobResults.Put(ctx, appID, r, p.Payload) })
			must(t, e.TakeResult(t.Context(), job.TakeResult{AppID: appID, Of: string(r.Kind), JobID: r.JobID}))
		}
	}
}

// works works the send's jobs as they come due, until nothing more is to be
// done within a time, hearing every push.
func (e *env) works(t testing.TB, args job.SendInMass, within time.Duration) tuwen.MassSend {
	t.Helper()
	until, seen := e.now().Add(within), 0
	for {
		must(t, e.SendInMass(t.Context(), args))
		e.ended(t)
		e.hears(t, &seen, 1)
		m := e.massSend(t, args)
		next := m.Progress.NextAt
		if next.IsZero() || next.After(until) {
			return m
		}
		if wait := next.Sub(e.now()); wait > 0 {
			e.clock.Move(wait)
		}
	}
}

func (e *env) mass(t testing.TB, settings sandbox.MassSettings) {
	t.Helper()
	must(t, e.wx.SetMass(settings))
}

func toAll() tuwen.Audience { return tuwen.Audience{Kind: tuwen.ToAll} }

func outcome(m tuwen.MassSend) string { return strings.TrimSpace(string(m.State) + " " + m.Reason) }

func TestMassSendGoesOutAndBecomesPublished(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		material := e.draft(t, "霜降的汤", "茶")
		m := e.works(t, e.schedule(t, material, toAll()), time.Minute)
		sent := e.wx.MassSends()
		if outcome(m) != "sent" || len(sent) != 1 || m.MsgID != fmt.Sprint(sent[0].MsgID) {
			t.Fatalf("got %s, sandbox %+v", outcome(m), sent)
		}
		wantSame(t, m.Counts, &tuwen.MassCounts{Total: 1, Sent: 1})
		wantSame(t, e.received(e.openID), []string{"news"})
		became := read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
			return tx.Materials.ByID(ctx, appID, m.SentMedia)
		})
		if became.MediaID != fmt.Sprintf("mass-%d", sent[0].MsgDataID) || became.Source != tuwen.Published || became.Note != "给霜降的汤" ||
			became.ArticleID != "" || len(became.Articles) != 2 || became.Articles[1].URL != m.Articles[1].URL || became.Articles[1].URL == "" || became.Articles[1].Body == "" {
			t.Errorf("it became %+v", became)
		}
		was := read(t, e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Material, error) {
			return tx.Materials.Get(ctx, appID, []string{material.MediaID})
		})
		wantSame(t, len(was), 0) // its note and who used it are with what it became
		wantSame(t, became.UsedBy, []tuwen.UsedBy{{Kind: "mass_send", ID: m.ID, Name: m.Title}})
	})
}

func TestMassSendGoesToATagAndToAList(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		other := e.follower(t, "阿禾")
		e.wx.TagQuietly(2, other)
		m := e.works(t, e.schedule(t, e.draft(t, "一"), tuwen.Audience{Kind: tuwen.ToTag, TagID: 2}), time.Minute)
		wantSame(t, []any{outcome(m), m.Counts.Sent, len(e.received(e.openID)), len(e.received(other))}, []any{"sent", 1, 0, 1})
		m = e.works(t, e.schedule(t, e.draft(t, "二"), tuwen.Audience{Kind: tuwen.ToOpenIDs, OpenIDs: []string{e.openID, other}}), time.Minute)
		wantSame(t, []any{outcome(m), m.Counts.Sent}, []any{"sent", 2})
		args := e.schedule(t, e.draft(t, "三"), tuwen.Audience{Kind: tuwen.ToOpenIDs, OpenIDs: []string{e.openID, other}})
		e.write(t, func(ctx context.Context, tx *store.Tx) error {
			return tx.Contacts.Erase(ctx, appID, other, "hash", e.clock.Now())
		})
		wantSame(t, outcome(e.works(t, args, time.Minute)), "failed recipients")
		m = e.works(t, e.schedule(t, e.draft(t, "四"), tuwen.Audience{Kind: tuwen.ToTag, TagID: 199}), time.Minute)
		wantSame(t, outcome(m), "failed tag_gone")
	})
}

// Whatever changed between the preflight and the send, nothing goes out.
func TestChangedOrDeletedDraftIsNotSent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		changed, deleted := e.draft(t, "改过"), e.draft(t, "删掉")
		first, second := e.schedule(t, changed, toAll()), e.schedule(t, deleted, toAll())
		_, err := e.wx.UpdateDraft(changed.MediaID, func(it *sandbox.Item) { it.Articles[0].Content = "<p>别的</p>" })
		must(t, err)
		must(t, e.wx.DeleteDraft(deleted.MediaID))
		wantSame(t, outcome(e.works(t, first, time.Hour)), "failed changed")
		wantSame(t, outcome(e.works(t, second, time.Hour)), "failed gone")
		if n := e.wx.Calls(massPath); n != 0 || len(e.wx.MassSends()) != 0 {
			t.Errorf("WeChat was asked %d times", n)
		}
	})
}

func TestUnreadableDraftIsSentWhileItIsNotLate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetFault(sandbox.Fault{Path: "/cgi-bin/draft/get", Next: 3, Kind: sandbox.FaultStatus})
		material := e.draft(t, "一")
		e.wx.ClearFaults()
		args := e.schedule(t, material, toAll())
		e.wx.SetFault(sandbox.Fault{Path: "/cgi-bin/draft/get", Next: 3, Kind: sandbox.FaultStatus})
		wantSame(t, outcome(e.works(t, args, time.Hour)), "sent")
		args = e.schedule(t, e.draft(t, "二"), toAll())
		e.wx.SetFault(sandbox.Fault{Path: "/cgi-bin/draft/get", Kind: sandbox.FaultStatus})
		m := e.works(t, args, 2*time.Hour)
		if outcome(m) != "failed late" || m.Problem == nil || len(e.wx.MassSends()) != 1 {
			t.Errorf("got %s %+v", outcome(m), m.Problem)
		}
	})
}

func TestRefusedMassSendsTellWhy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for code, want := range map[int]string{45028: "failed quota", 48021: "failed autosaved", 45062: "failed refused", 48001: "failed refused"} {
			e.wx.SetFault(sandbox.Fault{Path: massPath, Next: 1, Errcode: code})
			m := e.works(t, e.schedule(t, e.draft(t, "一"), toAll()), time.Hour)
			if outcome(m) != want || m.Problem == nil || m.Problem.WeChat == nil || m.Problem.WeChat.Errcode != code {
				t.Errorf("%d: got %s %+v, want %s", code, outcome(m), m.Problem, want)
			}
		}
		if len(e.wx.MassSends()) != 0 {
			t.Error("something was sent")
		}
	})
}

func TestTimeoutsAreFollowedByTheSameKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		for _, kind := range []sandbox.FaultKind{sandbox.FaultStatus, sandbox.FaultEmpty, sandbox.FaultCut, sandbox.FaultHTML} {
			before := len(e.wx.MassSends())
			args := e.schedule(t, e.draft(t, string(kind)), toAll())
			e.wx.SetFault(sandbox.Fault{Path: massPath, Next: 1, Kind: kind})
			began := e.clock.Now()
			m := e.works(t, args, 2*time.Minute)
			if outcome(m) != "sent" || m.Counts == nil || len(e.wx.MassSends()) != before+1 || m.Articles[0].URL == "" {
				t.Errorf("%s: %s %+v, %d sends", kind, outcome(m), m.Counts, len(e.wx.MassSends())-before)
			}
			if took := e.clock.Now().Sub(began); took > 2*time.Minute {
				t.Errorf("%s: after %v", kind, took)
			}
		}
	})
}

// Where WeChat does not know the key, the draft that it consumed tells that it
// was sent, and nobody may say that it failed.
func TestConsumedDraftOnARetryIsUnknownNotFailed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.mass(t, sandbox.MassSettings{ForgetKeys: true})
		e.wx.SetFault(sandbox.Fault{Path: massPath, Next: 1, Kind: sandbox.FaultCut})
		args := e.schedule(t, e.draft(t, "一"), toAll())
		m := e.works(t, args, 30*time.Hour)
		if outcome(m) != "unknown probably_sent" || len(e.wx.MassSends()) != 1 || m.Problem == nil {
			t.Errorf("got %s, %d sends", outcome(m), len(e.wx.MassSends()))
		}
	})
}

func TestAdministratorsAnswerIsWaitedFor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.mass(t, sandbox.MassSettings{Confirm: true})
		for answer, want := range map[string]string{"yes": "sent", "no": "failed administrator_refused", "silence": "failed administrator_silent"} {
			args := e.schedule(t, e.draft(t, answer), toAll())
			must(t, e.SendInMass(t.Context(), args))
			if m := e.massSend(t, args); outcome(m) != "waiting" {
				t.Fatalf("%s: %s", answer, outcome(m))
			}
			sends := e.wx.MassSends()
			if answer != "silence" {
				must(t, e.wx.AnswerMass(sends[len(sends)-1].MsgID, answer == "yes"))
			} else {
				e.clock.Move(30 * time.Minute)
			}
			e.until(t, "end", func() bool {
				s := e.wx.MassSends()[len(sends)-1].State
				return s == sandbox.MassSent || s == sandbox.MassFailed
			})
			if m := e.works(t, args, 10*time.Minute); outcome(m) != want || m.Counts == nil {
				t.Errorf("%s: got %s, want %s", answer, outcome(m), want)
			}
		}
	})
}

// While the administrator is asked WeChat tells no name, and the pushed result
// names nothing that is known here: it has the send asked about again, a minute
// after the last time.
func TestResultOfAnAnswerIsFoundSoon(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.mass(t, sandbox.MassSettings{Confirm: true})
		args, seen := e.schedule(t, e.draft(t, "一"), toAll()), 0
		must(t, e.SendInMass(t.Context(), args))
		e.clock.Move(30 * time.Second)
		must(t, e.wx.AnswerMass(e.wx.MassSends()[0].MsgID, true))
		e.ended(t)
		e.hears(t, &seen, 2)
		if m := e.massSend(t, args); outcome(m) != "waiting" || m.Progress.NextAt.Sub(e.clock.Now()) != 40*time.Second {
			t.Errorf("%s, asked again after %v", outcome(m), m.Progress.NextAt.Sub(e.clock.Now()))
		}
		wantSame(t, e.scheduled(t, args.Kind())[0], 40*time.Second)
		if m := e.works(t, args, time.Minute); outcome(m) != "sent" || m.Counts == nil {
			t.Errorf("got %s", outcome(m))
		}
		// What came late hurries what waits since long, at once.
		args = e.schedule(t, e.draft(t, "二"), toAll())
		must(t, e.SendInMass(t.Context(), args))
		e.clock.Move(2 * time.Minute)
		sends := e.wx.MassSends()
		must(t, e.wx.AnswerMass(sends[1].MsgID, false))
		e.ended(t)
		e.hears(t, &seen, 1)
		if m := e.works(t, args, 0); outcome(m) != "failed administrator_refused" {
			t.Errorf("got %s", outcome(m))
		}
	})
}

func (e *env) until(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("never came: " + what)
		}
	}
}

func TestReprintsTellWhichArticle(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.mass(t, sandbox.MassSettings{Reprint: "allowed"})
		m := e.works(t, e.schedule(t, e.draft(t, "一"), toAll()), time.Minute)
		if outcome(m) != "failed reprint" || len(m.Findings) != 1 || !m.Findings[0].CanReprint || m.Findings[0].OriginalURL == "" {
			t.Errorf("got %s %+v", outcome(m), m.Findings)
		}
	})
}

// Without a push polling tells the state, and the next morning's statistics the
// addresses; the counts stay unknown.
func TestStatisticsTellAddressesWhereNoPushCame(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.mass(t, sandbox.MassSettings{Silent: true})
		args := e.schedule(t, e.draft(t, "汤", "茶"), toAll())
		m := e.works(t, args, time.Minute)
		if outcome(m) != "sent polled" || m.Counts != nil || m.Articles[0].URL != "" {
			t.Errorf("got %s %+v %+v", outcome(m), m.Counts, m.Articles)
		}
		m = e.works(t, args, 48*time.Hour)
		became := read(t, e, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
			return tx.Materials.ByID(ctx, appID, m.SentMedia)
		})
		if m.Articles[1].URL == "" || became.Articles[1].URL != m.Articles[1].URL || len(m.Figures) == 0 || m.Counts != nil {
			t.Errorf("got %+v, %+v, figures %+v", m.Articles, became.Articles, m.Figures)
		}
		if m.FiguresAt == nil || m.FiguresProblem != nil {
			t.Errorf("read at %v, problem %+v", m.FiguresAt, m.FiguresProblem)
		}
	})
}

func TestStatisticsAreNotAskedForWhereTheyAreForbidden(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetPermission("/datacube/", false)
		m := e.works(t, e.schedule(t, e.draft(t, "汤"), toAll()), 40*24*time.Hour)
		if n := e.wx.Calls("/datacube/getarticletotaldetail"); n != 1 || outcome(m) != "sent" {
			t.Errorf("%s after %d calls", outcome(m), n)
		}
		if m.FiguresAt != nil || m.FiguresProblem == nil || m.FiguresProblem.WeChat.Errcode != 48001 {
			t.Errorf("read at %v, problem %+v", m.FiguresAt, m.FiguresProblem)
		}
	})
}

func TestTwoNodesSendOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.wx.SetFault(sandbox.Fault{Path: massPath, Kind: sandbox.FaultSlow, Delay: 50 * time.Millisecond})
		args := e.schedule(t, e.draft(t, "一"), toAll())
		var both sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			both.Go(func() { errs[i] = e.SendInMass(t.Context(), args) })
		}
		both.Wait()
		for _, err := range errs {
			must(t, err)
		}
		if n := e.wx.Calls(massPath); n != 1 || len(e.wx.MassSends()) != 1 {
			t.Errorf("%d calls, %d sends", n, len(e.wx.MassSends()))
		}
	})
}

func TestLostJobOfADueSendIsFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.schedule(t, e.draft(t, "一"), toAll())
		e.clock.Move(time.Minute)
		must(t, e.Sweep(t.Context()))
		wantSame(t, len(e.scheduled(t, job.SendInMass{}.Kind())), 1)
	})
}
