package store_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// massSend is a mass send that is to be looked after so many seconds after at.
func massSend(id string, seconds int) tuwen.MassSend {
	people := 12
	return tuwen.MassSend{
		ID: id, State: tuwen.MassSending, MediaID: "m0001", Source: tuwen.Draft, Title: "汤", ArticleCount: 1,
		Audience: tuwen.Audience{Kind: tuwen.ToOpenIDs}, Expected: &people, MsgID: "7" + id,
		Steps: []tuwen.MassStep{{State: tuwen.MassScheduled, By: "小禾", At: at}}, Articles: []tuwen.SentPart{{Title: "汤"}},
		CreatedAt: at, UpdatedAt: at,
		Progress: tuwen.MassProgress{Key: "k" + id, Hash: "h", FirstCallAt: after(seconds), NextAt: after(seconds), Calls: 2, Doubt: true},
	}
}

func publication(id string, seconds int) tuwen.Publication {
	return tuwen.Publication{
		ID: id, State: tuwen.Publishing, MediaID: "m0002", Title: "茶", PublishID: "9" + id, CreatedAt: at,
		Articles: []tuwen.SentPart{{Title: "茶"}}, Progress: tuwen.PublicationProgress{NextAt: after(seconds), Polls: 1},
	}
}

func finished(msgID string) callback.MassSendJobFinishEvent {
	id, _ := strconv.ParseInt(msgID, 10, 64)
	return callback.MassSendJobFinishEvent{MsgID: id, Status: "send success", TotalCount: 12}
}

func TestMassSendsAreKeptWithWhomTheyGoTo(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, item("m0001", 0, "汤", ""))
		note(t, db, "m0001", "给老客的")
		m := massSend("mass1", 60)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.MassSends.Put(ctx, appID, m); err != nil {
				return err
			}
			return tx.MassSends.PutRecipients(ctx, appID, m.ID, []string{"oB", "oA"})
		})
		read := func() tuwen.MassSend {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.MassSend, error) {
				return tx.MassSends.ByID(ctx, appID, "mass1")
			})
		}
		m.Note, m.Audience.People = "给老客的", 2
		wantSame(t, read(), m)
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]string, error) {
			return tx.MassSends.Recipients(ctx, appID, "mass1")
		}), []string{"oA", "oB"})
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Contacts.Erase(ctx, appID, "oA", "hash", at) })
		wantSame(t, read().Audience.People, 1)
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{{Kind: "mass_send", ID: "mass1", Name: "汤", Active: true}})
		for _, state := range []tuwen.MassSendState{tuwen.MassSent, tuwen.MassCanceled} {
			m.State = state
			do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.MassSends.Put(ctx, appID, m) })
		}
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{})
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.MassSends.Delete(ctx, appID, "mass1") })
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.MassSend, error) {
			return tx.MassSends.ByID(ctx, appID, "mass1")
		})
		wantError(t, err, tuwen.NotFound, "mass_send.unknown")
		err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.MassSends.Delete(ctx, appID, "mass1") })
		wantError(t, err, tuwen.NotFound, "mass_send.unknown")
		err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.MassSends.Put(ctx, "wx-none", m) })
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}

func TestMassSendsAreFoundByWhatIsToBeDone(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		states := []tuwen.MassSendState{tuwen.MassSending, tuwen.MassSent, tuwen.MassFailed, tuwen.MassUnknown}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			for i, state := range states {
				m := massSend("mass"+strconv.Itoa(i), 60*i)
				if m.State = state; i == 1 {
					m.Audience.Kind, m.ScheduledAt = tuwen.ToAll, &m.Progress.FirstCallAt
				}
				if err := tx.MassSends.Put(ctx, appID, m); err != nil {
					return err
				}
			}
			return tx.Publications.Put(ctx, appID, publication("pub1", 30))
		})
		due := func(seconds int) (all []store.AccountItem) {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.AccountItem, error) {
				return tx.MassSends.Due(ctx, after(seconds), 10)
			})
		}
		wantSame(t, due(-1), []store.AccountItem{})
		wantSame(t, due(60), []store.AccountItem{{AppID: appID, ID: "mass0"}, {AppID: appID, ID: "mass1"}})
		ahead := func(seconds int) []store.AccountItem {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]store.AccountItem, error) {
				return tx.MassSends.Ahead(ctx, after(seconds), 10)
			})
		}
		wantSame(t, ahead(-1), []store.AccountItem{{AppID: appID, ID: "mass0"}}) // of the others WeChat is not asked again
		wantSame(t, ahead(60), []store.AccountItem{})
		named := func(name string) string {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (string, error) { return tx.MassSends.Named(ctx, appID, name) })
		}
		wantSame(t, []string{named("7mass2"), named("8"), named("")}, []string{"mass2", "", ""})
		count := func(since int, audience tuwen.AudienceKind) int {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) {
				return tx.MassSends.CountSince(ctx, appID, after(since), audience)
			})
		}
		wantSame(t, []int{count(0, ""), count(60, ""), count(0, tuwen.ToAll), count(181, "")}, []int{3, 2, 1, 0})
		last := func(mediaID, hash, except string) *time.Time {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (*time.Time, error) {
				return tx.MassSends.LastSent(ctx, appID, mediaID, hash, except)
			})
		}
		third, second := after(180), after(60)
		wantSame(t, []*time.Time{last("m0001", "", ""), last("x", "h", "mass3"), last("x", "", "")}, []*time.Time{&third, &second, nil})
		page := func(f store.MassFilter) (ids []string) {
			p := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Page[tuwen.MassSend], error) {
				return tx.MassSends.List(ctx, appID, f)
			})
			for _, m := range p.Items {
				ids = append(ids, m.ID)
			}
			return ids
		}
		wantSame(t, page(store.MassFilter{}), []string{"mass3", "mass2", "mass1", "mass0"})
		wantSame(t, page(store.MassFilter{State: tuwen.MassFailed}), []string{"mass2"})
		wantSame(t, page(store.MassFilter{From: after(30), Until: after(90)}), []string{"mass1"})
		waiting, day := massSend("mass9", 60), after(86_400)
		waiting.State, waiting.Approval = tuwen.MassDraft, &tuwen.Approval{At: &day}
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.MassSends.Put(ctx, appID, waiting) })
		wantSame(t, page(store.MassFilter{From: day, Until: after(86_401)}), []string{"mass9"})
		wantSame(t, get(t, db, func(ctx context.Context, tx *store.Tx) ([]string, error) {
			return tx.Publications.Running(ctx, appID, "m0002")
		}), []string{"pub1"})
	})
}

func TestResultsOfJobsWaitForTheirNames(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		keep := func(r callback.MassSendJobFinishEvent) {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.JobResults.Put(ctx, appID, store.JobResult{Kind: store.MassResult, JobID: "7", ReceivedAt: at}, r)
			})
		}
		first := finished("7")
		keep(first)
		second := first
		second.TotalCount = 99
		keep(second)
		read := func(kind store.ResultKind, id string) (r callback.MassSendJobFinishEvent, found bool) {
			found = get(t, db, func(ctx context.Context, tx *store.Tx) (bool, error) {
				return tx.JobResults.Get(ctx, appID, kind, id, &r)
			})
			return r, found
		}
		got, ok := read(store.MassResult, "7")
		wantSame(t, got, first)
		_, other := read(store.PublishResult, "7")
		wantSame(t, []bool{ok, other}, []bool{true, false})
		since := func(seconds int) []string {
			return get(t, db, func(ctx context.Context, tx *store.Tx) ([]string, error) {
				return tx.JobResults.Since(ctx, appID, store.MassResult, after(seconds))
			})
		}
		wantSame(t, [][]string{since(0), since(1)}, [][]string{{"7"}, nil})
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.JobResults.Purge(ctx, after(1))
			return err
		})
		wantSame(t, since(0), []string(nil))
	})
}

func TestPreviewsByWeChatIDAreCountedADay(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		for range 3 {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.MassSends.CountPreview(ctx, appID, day)
				return err
			})
		}
		previews := func(day string) int {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.MassSends.Previews(ctx, appID, day) })
		}
		wantSame(t, []int{previews(day), previews("2026-05-21")}, []int{3, 0})
	})
}

func TestScheduledMassSendsAreCountedByTheirTime(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			for i, state := range []tuwen.MassSendState{tuwen.MassScheduled, tuwen.MassScheduled, tuwen.MassCanceled, tuwen.MassDraft} {
				m, when := massSend("mass"+strconv.Itoa(i), 0), after(60*i)
				m.State, m.ScheduledAt = state, &when
				if err := tx.MassSends.Put(ctx, appID, m); err != nil {
					return err
				}
			}
			return nil
		})
		count := func(from, until int) int {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) {
				return tx.MassSends.Scheduled(ctx, appID, after(from), after(until))
			})
		}
		wantSame(t, []int{count(0, 600), count(0, 60), count(1, 61), count(61, 600)}, []int{2, 1, 1, 0})
	})
}
