package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// A postgres is a server of our own in a temporary folder on a free port of
// 127.0.0.1, which anybody on this machine may enter. It lives as long as its
// keeper's standard input stays open, so it ends with this process however that
// ends.
type postgres struct {
	dir    string
	port   int
	keeper *exec.Cmd
	hold   io.Closer
}

// keep starts the server, says "ready", waits for its input to end, stops the
// server and removes the folder. $1 is the folder of the programs, $2 the
// temporary one, $3 the server's options.
const keep = `
"$1/initdb" -D "$2/data" -U tuwen -A trust -E UTF8 --no-sync \
  --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US >"$2/log" 2>&1 &&
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -t 60 -o "$3" start >>"$2/log" 2>&1 || exit 1
echo ready
cat >/dev/null
"$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null 2>&1
rm -rf "$2"
`

// startPostgres starts a server. One that is not durable is safe to lose:
// nothing waits for the disk. Texts sort as on a usual server (ICU, en-US),
// unlike in SQLite, so that a query which leans on an order of text is found
// out.
func startPostgres(ctx context.Context, durable bool) (*postgres, error) {
	bin := postgresBin()
	if bin == "" {
		return nil, fmt.Errorf("start postgresql: initdb not found")
	}
	dir, err := os.MkdirTemp("", "tuwen-postgres-")
	if err != nil {
		return nil, fmt.Errorf("start postgresql: %w", err)
	}
	p := &postgres{dir: dir}
	if p.port, err = freePort(ctx); err != nil {
		return nil, fmt.Errorf("start postgresql: %w", err)
	}
	options := fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c max_connections=400 -c shared_buffers=128MB", p.port, dir)
	if !durable {
		options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
	}
	// Not ended by the context: it stops the server in good order by itself.
	p.keeper = exec.CommandContext(context.WithoutCancel(ctx), "sh", "-c", keep, "keep", bin, dir, options)
	p.keeper.Dir = dir
	// A group of its own: an interrupt from the keyboard is for the tests.
	p.keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		if p.keeper.SysProcAttr.Credential, err = ordinaryUser(dir); err != nil {
			return nil, fmt.Errorf("start postgresql: %w", err)
		}
	}
	if err := p.start(ctx); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		p.stop()
		return nil, fmt.Errorf("start postgresql: %w\n%s", err, clip(log, 30))
	}
	return p, nil
}

func (p *postgres) start(ctx context.Context) error {
	hold, err := p.keeper.StdinPipe()
	if err != nil {
		return err
	}
	said, err := p.keeper.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.keeper.Start(); err != nil {
		return err
	}
	p.hold = hold
	if _, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		return fmt.Errorf("wait for the server: %w", err)
	}
	return ctx.Err()
}

// env is the setting by which the Go tests find the server.
func (p *postgres) env() string {
	return fmt.Sprintf("TUWEN_TEST_POSTGRES=postgres://tuwen@127.0.0.1:%d/postgres?sslmode=disable", p.port)
}

// stop ends the server and removes its folder. It may be called on a nil one.
func (p *postgres) stop() {
	if p == nil {
		return
	}
	if p.hold != nil {
		_ = p.hold.Close()
		_ = p.keeper.Wait() // its exit code says nothing that matters by now
	}
	_ = os.RemoveAll(p.dir)
}

// postgresBin is the folder of the newest installed server's programs, or "".
func postgresBin() string {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		version := func(path string) int {
			n, _ := strconv.Atoi(strings.Split(path, "/")[4])
			return n
		}
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

// ordinaryUser is whom the server runs as when we are root, which PostgreSQL
// refuses; the folder is made that user's.
func ordinaryUser(dir string) (*syscall.Credential, error) {
	who, err := user.Lookup("postgres")
	if err != nil {
		if who, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, int(uid), int(gid))
}

func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
