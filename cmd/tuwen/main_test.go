package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// shell runs commands of one data folder.
type shell struct {
	t   *testing.T
	dir string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	return &shell{t, filepath.Join(t.TempDir(), "data")}
}

// in returns a shell for another folder.
func (s *shell) in(dir string) *shell { return &shell{s.t, dir} }

// try runs a command and returns its exit code and what it wrote.
func (s *shell) try(input string, args ...string) (code int, out, errs string) {
	s.t.Helper()
	var o, e bytes.Buffer
	args = append(args, "--data-dir", s.dir, "--log", "warn")
	code = run(s.t.Context(), args, streams{in: strings.NewReader(input), out: &o, err: &e})
	return code, o.String(), e.String()
}

// must runs a command that has to succeed and returns what it printed.
func (s *shell) must(args ...string) string {
	s.t.Helper()
	code, out, errs := s.try("correct horse battery\n", args...)
	if code != 0 {
		s.t.Fatalf("tuwen %s: exit code %d\n%s%s", strings.Join(args, " "), code, out, errs)
	}
	return out
}

// refused runs a command that has to fail and say all of the words.
func (s *shell) refused(words []string, args ...string) {
	s.t.Helper()
	code, out, errs := s.try("correct horse battery\n", args...)
	for _, w := range words {
		if code == 0 || !strings.Contains(errs, w) {
			s.t.Errorf("tuwen %s: exit code %d, want a refusal that says %q\n%s%s", strings.Join(args, " "), code, w, out, errs)
		}
	}
}

// open opens the folder's console beside nothing.
func (s *shell) open(do func(*console)) {
	s.t.Helper()
	err := beside(s.t.Context(), config.Settings{DataDir: s.dir}, streams{out: io.Discard, err: io.Discard}, func(c *console) error {
		do(c)
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// weChat starts a sandbox with n history items and connects the folder's
// console to it.
func (s *shell) weChat(n int) *sandbox.Sandbox {
	s.t.Helper()
	box, err := sandbox.New(sandbox.Config{})
	if err != nil {
		s.t.Fatal(err)
	}
	server := httptest.NewServer(box)
	s.t.Cleanup(func() {
		_ = box.Close() // ends the calls that hang
		server.Close()
	})
	a := sandbox.Account{AppID: testkit.AppID, Secret: testkit.AppSecret, Name: "青禾生活", Verified: true}
	if err := box.AddAccount(a); err != nil {
		s.t.Fatal(err)
	}
	if err := box.Seed(a.AppID, sandbox.Sample{History: n}); err != nil {
		s.t.Fatal(err)
	}
	s.open(func(c *console) {
		_, err := c.desk.Accounts.Create(s.t.Context(), byHand, desk.NewAccount{
			AppID: a.AppID, Name: a.Name, Kind: tuwen.Service, Verified: true, AppSecret: a.Secret, APIBaseURL: server.URL,
		})
		if err != nil {
			s.t.Fatal(err)
		}
	})
	return box
}

// history returns the titles and notes of the local copy, by id.
func history(t *testing.T, db *store.DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for cursor := ""; ; {
			page, err := tx.Materials.List(ctx, testkit.AppID, store.ListQuery{Source: tuwen.History, Limit: 100, Cursor: cursor})
			if err != nil {
				return err
			}
			for _, m := range page.Items {
				full, err := tx.Materials.ByID(ctx, testkit.AppID, m.MediaID)
				if err != nil {
					return err
				}
				all[m.MediaID] = full.Title + "|" + full.Note + "|" + full.Articles[0].Body
			}
			if cursor = page.NextCursor; cursor == "" {
				return nil
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWrongCallsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"fly"}, {"sync"}, {"serve", "--listen"}, {"sync", "--account", "x", "--mode", "half"}} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), args, streams{out: &out, err: &errs}); code != 2 || !strings.Contains(errs.String(), "tuwen: ") {
			t.Errorf("tuwen %v: exit code %d\n%s", args, code, errs.String())
		}
	}
}

func TestOperatorAndTokenAreMadeBesideARunningServer(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.must("migrate")
	url := s.serve()
	s.must("operator", "add", "--email", "a@example.com", "--name", "王一", "--role", "admin")
	s.must("operator", "password", "A@example.com")
	s.refused([]string{"no operator"}, "operator", "password", "nobody@example.com")
	token := strings.TrimSpace(s.must("token", "create", "--name", "script", "--role", "viewer"))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/accounts", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if got := status(t, http.DefaultClient, req); got != http.StatusOK {
		t.Errorf("the token got %d, want 200", got)
	}
}

func TestSecondServerOfAFolderIsRefused(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.serve()
	s.refused([]string{"another"}, "serve", "--listen", "127.0.0.1:0")
}

// serve runs the server of the folder until the test ends and returns its
// address.
func (s *shell) serve() string {
	s.t.Helper()
	return s.background("console: ", "serve", "--listen", "127.0.0.1:0", "--setup-code", "let-me-in", "--data-dir", s.dir, "--log", "warn")
}

// background runs a command until the test ends and returns the rest of the
// first line that begins with prefix.
func (s *shell) background(prefix string, args ...string) string {
	s.t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(s.t.Context()))
	out, in := io.Pipe()
	var errs bytes.Buffer
	var running sync.WaitGroup
	running.Go(func() {
		if code := run(ctx, args, streams{in: strings.NewReader(""), out: in, err: &errs}); code != 0 {
			s.t.Errorf("tuwen %s: exit code %d\n%s", strings.Join(args, " "), code, errs.String())
		}
		_ = in.Close()
	})
	s.t.Cleanup(func() {
		stop()
		running.Wait()
	})
	printed := make(chan string, 100)
	go func() {
		var line []byte
		b := make([]byte, 1)
		for {
			if _, err := out.Read(b); err != nil {
				close(printed)
				return
			}
			if b[0] != '\n' {
				line = append(line, b[0])
				continue
			}
			printed <- string(line)
			line = nil
		}
	}()
	for line := range printed {
		if rest, ok := strings.CutPrefix(line, prefix); ok {
			return rest
		}
	}
	running.Wait()
	s.t.Fatalf("tuwen %s ended\n%s", strings.Join(args, " "), errs.String())
	return ""
}

func status(t *testing.T, c *http.Client, req *http.Request) int {
	t.Helper()
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

func TestSyncWorksAloneAndTakesUpWhatWasInterrupted(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	box := s.weChat(130)
	// Interrupt: the process ends while page calls hang.
	const list = "/cgi-bin/material/batchget_material"
	box.Account(testkit.AppID).SetFault(sandbox.Fault{Path: list, Next: 100, Kind: "hang"})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	box.Account(testkit.AppID).OnCall(func(path string, _ int) {
		if path == list {
			stop()
		}
	})
	var errs bytes.Buffer
	run(ctx, []string{"sync", "--account", testkit.AppID, "--mode", "full", "--data-dir", s.dir}, streams{out: io.Discard, err: &errs})
	if !strings.Contains(errs.String(), "goes on where it stands") {
		t.Fatalf("the interrupted sync does not say how to go on:\n%s", errs.String())
	}
	box.Account(testkit.AppID).OnCall(nil)
	box.Account(testkit.AppID).ClearFaults()
	box.SetLatency(300 * time.Millisecond) // long enough for progress to be seen
	code, out, progress := s.try("", "sync", "--account", testkit.AppID, "--mode", "full")
	if code != 0 || !strings.Contains(out, "full sync finished: 130 of 130 items; 130 added") {
		t.Fatalf("exit code %d\n%s%s", code, out, progress)
	}
	for _, want := range []string{"taking up the full run", "calls", "left today", "to go"} {
		if !strings.Contains(progress, want) {
			t.Errorf("the progress does not show %q:\n%s", want, progress)
		}
	}
}

func TestSyncBesideAServerOnlyEnqueuesAndWatches(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.weChat(45)
	s.serve()
	if out := s.must("sync", "--account", testkit.AppID, "--mode", "full"); !strings.Contains(out, "45 added") {
		t.Errorf("got %q", out)
	}
	if out := s.must("sync", "--account", testkit.AppID); !strings.Contains(out, "incremental sync finished") {
		t.Errorf("got %q", out)
	}
	s.refused([]string{"no such account"}, "sync", "--account", "wx0000000000000000")
}

func TestBackupWhileSyncingRestoresEverything(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	box := s.weChat(200)
	s.must("sync", "--account", testkit.AppID, "--mode", "full")
	s.open(func(c *console) {
		for id := range history(t, c.db) {
			if _, err := c.desk.Notes.Write(t.Context(), byHand, testkit.AppID, id, "说明 "+id); err != nil {
				t.Fatal(err)
			}
			break
		}
	})
	s.serve()
	box.SetLatency(20 * time.Millisecond)
	var syncing sync.WaitGroup
	syncing.Go(func() { s.must("sync", "--account", testkit.AppID, "--mode", "full") })
	file := filepath.Join(t.TempDir(), "backup.db")
	if out := s.must("backup", file); !strings.Contains(out, config.KeyFile) {
		t.Errorf("the backup does not name the key to keep: %q", out)
	}
	s.refused([]string{"there already"}, "backup", file)
	syncing.Wait()
	var want map[string]string
	s.open(func(c *console) { want = history(t, c.db) })

	other := s.in(filepath.Join(t.TempDir(), "other"))
	other.refused([]string{"key is missing", config.KeyFile}, "restore", file)
	copyKey(t, strings.Repeat("ab", 32), other.dir)
	other.refused([]string{"does not open this database"}, "restore", file)
	if _, err := os.Stat(filepath.Join(other.dir, "tuwen.db")); err == nil {
		t.Error("a refused restore left a database")
	}
	key, err := os.ReadFile(filepath.Join(s.dir, config.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	copyKey(t, string(key), other.dir)
	other.must("restore", file)
	other.open(func(c *console) { diff(t, history(t, c.db), want) })
	other.refused([]string{"there already"}, "restore", file)
	if out := other.must("sync", "--account", testkit.AppID); !strings.Contains(out, "finished") {
		t.Errorf("the restored console does not sync: %q", out)
	}
}

func copyKey(t *testing.T, key, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, config.KeyFile), []byte(key), 0o600); err != nil {
		t.Fatal(err)
	}
}

func diff(t *testing.T, got, want map[string]string) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("got %d items, want %d", len(got), len(want))
	}
	for id, w := range want {
		if got[id] != w {
			t.Errorf("%s differs: got %.80q, want %.80q", id, got[id], w)
		}
	}
}

func TestMoveToPostgresIsEqual(t *testing.T) {
	t.Parallel()
	if len(testkit.Engines()) < 2 {
		t.Skipf("%s names no PostgreSQL server", testkit.PostgresEnv)
	}
	s := newShell(t)
	s.weChat(90)
	s.must("sync", "--account", testkit.AppID, "--mode", "full")
	var want map[string]string
	s.open(func(c *console) {
		for id := range history(t, c.db) {
			if _, err := c.desk.Notes.Write(t.Context(), byHand, testkit.AppID, id, "搬家前写的"); err != nil {
				t.Fatal(err)
			}
		}
		want = history(t, c.db)
	})
	address := testkit.EmptyStoreURL(t, store.Postgres)
	s.refused([]string{"postgres://"}, "move", "--to", "sqlite:/tmp/x.db")
	s.must("move", "--to", address)

	key, err := os.ReadFile(filepath.Join(s.dir, config.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	moved := config.Settings{DataDir: t.TempDir(), DatabaseURL: address, SecretKey: strings.TrimSpace(string(key))}
	err = beside(t.Context(), moved, streams{out: io.Discard, err: io.Discard}, func(c *console) error {
		diff(t, history(t, c.db), want)
		runs, err := c.desk.Syncs.List(t.Context(), byHand, testkit.AppID, 10, "")
		if err != nil || len(runs.Items) != 1 || runs.Items[0].Added != 90 {
			t.Errorf("got runs %+v and %v, want the one of 90 items", runs.Items, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	code, _, errs := s.try("", "backup", filepath.Join(t.TempDir(), "x"), "--database-url", address)
	if code == 0 || !strings.Contains(errs, "pg_dump") {
		t.Errorf("backup of PostgreSQL does not name pg_dump: %s", errs)
	}
}
