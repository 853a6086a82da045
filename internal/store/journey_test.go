package store_test

import (
	"context"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// welcomeSeries is a journey that runs in its first version: an article, a day,
// and a shop that is told.
func welcomeSeries(id string) tuwen.Journey {
	started, next := after(-60), after(3600)
	return tuwen.Journey{
		ID: id, Name: "迎新", State: tuwen.JourneyRunning, Version: 1, Revision: 3, CreatedAt: after(-90), UpdatedAt: at, UpdatedBy: "小禾",
		StartedAt: &started, NextRunAt: &next,
		Graph: tuwen.Graph{
			Trigger: tuwen.Trigger{Kind: tuwen.TriggerFollow}, First: "hello", Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever},
			Steps: []tuwen.Step{
				{ID: "hello", Kind: tuwen.StepSend, Reply: &tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: "m0001"},
					Exits: []tuwen.Exit{{ID: "next", To: "day"}}},
				{ID: "day", Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 86400},
					Exits: []tuwen.Exit{{ID: "next", To: "shop"}}},
				{ID: "shop", Kind: tuwen.StepWebhook, Webhook: &tuwen.Webhook{URL: "https://shop.example.com/hook"},
					Exits: []tuwen.Exit{{ID: "next"}}},
			},
		},
	}
}

// putJourney writes a journey with its version and the secret of its webhook.
func putJourney(ctx context.Context, tx *store.Tx, j tuwen.Journey) error {
	err := tx.Journeys.PutVersion(ctx, appID, j.ID, store.JourneyVersion{Number: j.Version, Graph: j.Graph, At: at, By: "小禾"})
	if err != nil {
		return err
	}
	if err := tx.Journeys.PutSecret(ctx, appID, j.ID, "shop", tuwen.Sealed("sealed")); err != nil {
		return err
	}
	return tx.Journeys.Put(ctx, appID, j)
}

func journeyOf(t *testing.T, db *store.DB, id string) (tuwen.Journey, error) {
	t.Helper()
	return try(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Journey, error) {
		return tx.Journeys.ByID(ctx, appID, id)
	})
}

func TestJourneysAreKeptWithTheVersionsThatPeopleEnter(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		put(t, db, item("m0001", 0, "汤", ""), item("m0002", 0, "茶", ""))
		j := welcomeSeries("journey1")
		j.Graph.Steps[2].Webhook.Secret = "is not kept with it"
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return putJourney(ctx, tx, j) })
		want := welcomeSeries("journey1")
		want.Graph.Steps[2].Webhook.HasSecret = true
		got, err := journeyOf(t, db, "journey1")
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, got, want)

		// The draft moves on; whoever enters still gets the version.
		j.Graph.Steps[0].Reply.MediaID, j.Changed, j.NextRunAt = "m0002", true, nil
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Journeys.Put(ctx, appID, j)
		})
		err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Journeys.Put(ctx, appID, welcomeSeries("without a version"))
		})
		wantError(t, err, tuwen.NotFound, "journey.version_unknown")
		v := get(t, db, func(ctx context.Context, tx *store.Tx) (store.JourneyVersion, error) {
			return tx.Journeys.Version(ctx, appID, "journey1", 1)
		})
		wantSame(t, v, store.JourneyVersion{Number: 1, Graph: welcomeSeries("").Graph, At: at, By: "小禾"})
		wantSame(t, byID(t, db, "m0001").UsedBy, []tuwen.UsedBy{{Kind: "journey", ID: "journey1", Name: "迎新", Active: true}})
		wantSame(t, byID(t, db, "m0002").UsedBy, []tuwen.UsedBy{{Kind: "journey", ID: "journey1", Name: "迎新"}})
		secret := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Sealed, error) {
			return tx.Journeys.Secret(ctx, appID, "journey1", "shop")
		})
		wantSame(t, string(secret), "sealed")

		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Journeys.Stop(ctx, appID, "journey1", after(1))
		})
		if got, err = journeyOf(t, db, "journey1"); err != nil || got.State != tuwen.JourneyStopped || got.NextRunAt != nil {
			t.Errorf("got %+v, %v", got, err)
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Journeys.Delete(ctx, appID, "journey1", after(1))
		})
		_, err = journeyOf(t, db, "journey1")
		wantError(t, err, tuwen.NotFound, "journey.unknown")
		wantSame(t, byID(t, db, "m0002").UsedBy, []tuwen.UsedBy{})
		wantSame(t, len(get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Journey, error) {
			return tx.Journeys.All(ctx, appID)
		})), 0)
		for _, f := range []func(context.Context, *store.Tx) error{
			func(ctx context.Context, tx *store.Tx) error { return tx.Journeys.Stop(ctx, appID, "journey1", at) },
			func(ctx context.Context, tx *store.Tx) error { return tx.Journeys.Delete(ctx, appID, "journey1", at) },
		} {
			wantError(t, db.Write(t.Context(), f), tuwen.NotFound, "journey.unknown")
		}
		err = db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Journeys.Put(ctx, "wx-none", j) })
		wantError(t, err, tuwen.NotFound, "account.unknown")
	})
}
