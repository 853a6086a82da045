package main

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/tuwen"
)

type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Print a new API token, once."`
}

type tokenCreate struct {
	config.Settings
	Name string     `required:"" help:"What the token is for."`
	Role tuwen.Role `default:"viewer" enum:"admin,operator,viewer" help:"What it may do: admin, operator or viewer."`
}

func (c tokenCreate) Run(ctx context.Context, io streams) error {
	return beside(ctx, c.Settings, io, func(t *console) error {
		made, err := t.desk.Tokens.Create(ctx, byHand, c.Name, c.Role)
		if err != nil {
			return fmt.Errorf("make the token: %w", err)
		}
		_, _ = fmt.Fprintln(io.err, "This is shown once; keep it:")
		_, err = fmt.Fprintln(io.out, made.Token)
		return err
	})
}
