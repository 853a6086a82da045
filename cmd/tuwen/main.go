// Command tuwen is the console for WeChat Official Accounts: the server, its
// sandbox, and the tools of whoever runs it. This package only wires the
// others together; every command is a struct whose fields are its flags.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/tuwen/tuwen/internal/config"
)

// commands is the command line.
type commands struct {
	Demo     demoCommand     `cmd:"" help:"Run console and sandbox with two sample accounts; prints a sign-in link."`
	Serve    serveCommand    `cmd:"" help:"Run the console."`
	Sandbox  sandboxCommand  `cmd:"" help:"Run a WeChat on this machine."`
	Sync     syncCommand     `cmd:"" help:"Sync an account's history and watch it; resumes what was interrupted."`
	Operator operatorCommand `cmd:"" help:"Add an operator or set a password."`
	Token    tokenCommand    `cmd:"" help:"Make a token for a script."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database up to date; serve does so by itself."`
	Backup   backupCommand   `cmd:"" help:"Copy the database to one file, also while the console runs."`
	Restore  restoreCommand  `cmd:"" help:"Put a backup into an empty data folder."`
	Move     moveCommand     `cmd:"" help:"Copy everything from SQLite to PostgreSQL."`
	OpenAPI  openapiCommand  `cmd:"" name:"openapi" help:"Print the HTTP API's document."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// streams are where a command reads, and where it writes: results to out;
// progress, logs and errors to err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// run parses the command line, runs the command until it is done or ctx ends,
// and returns the exit code: 0, 1 for a failure, 2 for a wrong call.
func run(ctx context.Context, args []string, io streams) int {
	var cli commands
	io.err = &turns{w: io.err} // logs and progress are written side by side
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("tuwen"),
		kong.Description("A self-hosted console for WeChat Official Accounts 公众号. Try: tuwen demo"),
		kong.UsageOnError(),
		kong.Writers(io.out, io.err),
		kong.Exit(func(code int) { exit = code }),
	)
	if err != nil {
		_, _ = fmt.Fprintln(io.err, "tuwen:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help
		return exit
	case err != nil:
		_, _ = fmt.Fprintf(io.err, "tuwen: %v. See tuwen --help\n", err)
		return 2
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(io); err != nil && !errors.Is(err, context.Canceled) {
		_, _ = fmt.Fprintln(io.err, "tuwen:", err)
		return 1
	}
	return 0
}

// turns lets one write after the other.
type turns struct {
	mu sync.Mutex
	w  io.Writer
}

func (t *turns) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.w.Write(p)
}

// logger writes the log of a command.
func logger(w io.Writer, s config.Settings) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: s.Level()}))
}
