package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// connectAccount makes a data folder whose console is connected to one
// account of a sandbox.
func connectAccount(ctx context.Context, dir string, a sandbox.Account, address string) (err error) {
	settings := config.Settings{DataDir: dir}
	key, err := settings.Key()
	if err != nil {
		return err
	}
	box, err := connect.NewBox(key)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Config{URL: settings.Database()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := errors.Join(db.Migrate(ctx), job.Migrate(ctx, db)); err != nil {
		return err
	}
	d := desk.New(desk.Config{DB: db, Box: box, Connect: connect.New(connect.Config{DB: db, Box: box})})
	_, err = d.Accounts.Create(ctx, tuwen.Actor{Name: "bench", Role: tuwen.Admin}, desk.NewAccount{
		AppID: a.AppID, Name: a.Name, Kind: tuwen.AccountKind(a.Kind), Verified: a.Verified,
		AppSecret: a.Secret, APIBaseURL: address,
	})
	if err != nil {
		return fmt.Errorf("connect the account: %w", err)
	}
	return nil
}
