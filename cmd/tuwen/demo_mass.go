package main

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// massSetting tells that the sample mass sends were made once.
const massSetting = "demo_mass_sends"

// sendInMass sends to those who came to the shop: one history item goes out
// now, the next in three days at eight in the evening, a third is being
// composed. Not where something was sent already.
func (d *demo) sendInMass(ctx context.Context, appID string) error {
	have, err := d.desk.MassSends.List(ctx, d.actor, appID, desk.MassQuery{Limit: 1})
	if err != nil || len(have.Items) > 0 {
		return err
	}
	control := d.box.Account(appID)
	var people []string
	for i := range visitors {
		people = append(people, control.BulkOpenID(control.BulkCount()-1-i))
	}
	var singles []string
	for _, item := range control.History() {
		if len(item.Articles) == 1 {
			singles = append(singles, item.MediaID)
		}
	}
	evening := tuwen.Beijing(d.box.Now()).AddDate(0, 0, 3)
	evening = time.Date(evening.Year(), evening.Month(), evening.Day(), 20, 0, 0, 0, evening.Location())
	orders := []func(id string, people *int) error{
		func(id string, people *int) error {
			_, err := d.desk.Dispatch.Send(ctx, d.actor, appID, id, desk.MassOrder{Expected: people})
			return err
		},
		func(id string, people *int) error {
			_, err := d.desk.Dispatch.Send(ctx, d.actor, appID, id, desk.MassOrder{At: &evening, Expected: people})
			return err
		},
		func(string, *int) error { return nil },
	}
	for i, order := range orders[:min(len(orders), len(singles))] {
		made, err := d.desk.MassSends.Create(ctx, d.actor, appID, desk.NewMassSend{
			MediaID: singles[i], Audience: tuwen.Audience{Kind: tuwen.ToOpenIDs, OpenIDs: people},
		})
		if err != nil {
			return fmt.Errorf("compose a sample mass send: %w", err)
		}
		if made, err = d.desk.MassSends.Preflight(ctx, d.actor, appID, made.ID, time.Time{}); err != nil {
			return fmt.Errorf("check a sample mass send: %w", err)
		}
		if err := order(made.ID, made.Preflight.People); err != nil {
			return fmt.Errorf("order a sample mass send: %w", err)
		}
	}
	return nil
}
