package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// byHand is who acts when the command line does: whoever can open the data
// folder may do everything.
var byHand = tuwen.Actor{Name: "command line", Role: tuwen.Admin}

type operatorCommand struct {
	Add      operatorAdd      `cmd:"" help:"Let a person in. The password is asked for, or read from standard input."`
	Password operatorPassword `cmd:"" help:"Set an operator's password and end their sessions."`
}

type operatorAdd struct {
	config.Settings
	Email string     `required:"" help:"Address they sign in with."`
	Name  string     `required:"" help:"What they are called."`
	Role  tuwen.Role `default:"operator" enum:"admin,operator,viewer" help:"admin, operator or viewer."`
}

func (c operatorAdd) Run(ctx context.Context, io streams) error {
	password, err := askPassword(io)
	if err != nil {
		return err
	}
	return beside(ctx, c.Settings, io, func(t *console) error {
		o, err := t.desk.Operators.Create(ctx, byHand, desk.NewOperator{Name: c.Name, Email: c.Email, Role: c.Role, Password: password})
		if err != nil {
			return fmt.Errorf("add the operator: %w", err)
		}
		_, err = fmt.Fprintf(io.out, "%s (%s) can sign in as %s\n", o.Name, o.Email, o.Role)
		return err
	})
}

type operatorPassword struct {
	config.Settings
	Email string `arg:"" help:"Address of the operator."`
}

func (c operatorPassword) Run(ctx context.Context, io streams) error {
	password, err := askPassword(io)
	if err != nil {
		return err
	}
	return beside(ctx, c.Settings, io, func(t *console) error {
		operators, err := t.desk.Operators.All(ctx, byHand)
		if err != nil {
			return fmt.Errorf("look up the operator: %w", err)
		}
		for _, o := range operators {
			if !strings.EqualFold(o.Email, c.Email) {
				continue
			}
			if _, err := t.desk.Operators.Change(ctx, byHand, o.ID, desk.OperatorChange{Password: &password}); err != nil {
				return fmt.Errorf("set the password: %w", err)
			}
			_, err = fmt.Fprintln(io.out, "the password is set; open sessions of", o.Email, "have ended")
			return err
		}
		return fmt.Errorf("there is no operator %s", c.Email)
	})
}

// askPassword asks twice on a terminal, else reads one line.
func askPassword(io streams) (string, error) {
	file, ok := io.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		line, err := bufio.NewReader(io.in).ReadString('\n')
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return "", fmt.Errorf("read the password from standard input: %w", errors.Join(err, errors.New("it is empty")))
		}
		return line, nil
	}
	var typed [2]string
	for i, prompt := range []string{"Password: ", "Once more: "} {
		_, _ = fmt.Fprint(io.err, prompt)
		b, err := term.ReadPassword(int(file.Fd()))
		_, _ = fmt.Fprintln(io.err)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ; nothing was changed")
	}
	return typed[0], nil
}
