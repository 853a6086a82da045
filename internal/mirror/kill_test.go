package mirror_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/mirror"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// What a child is told: which run to finish, in which database.
const (
	childRun = "TUWEN_TEST_CHILD_RUN"
	childDB  = "TUWEN_TEST_CHILD_DB"
	childKey = "TUWEN_TEST_CHILD_KEY"
)

// TestMain is also the process that is killed.
func TestMain(m *testing.M) {
	id := os.Getenv(childRun)
	if id == "" {
		os.Exit(m.Run())
	}
	if err := finish(id); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// finish works jobs, as a serving node does, until the run is over.
func finish(id string) error {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	db, err := store.Open(ctx, store.Config{URL: os.Getenv(childDB)})
	if err != nil {
		return err
	}
	key, err := hex.DecodeString(os.Getenv(childKey))
	if err != nil {
		return err
	}
	m, jobs, err := killable(ctx, db, key)
	if err != nil {
		return err
	}
	_ = m
	working, done := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- jobs.Run(working) }()
	var run tuwen.SyncRun
	for ctx.Err() == nil {
		err := db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
			var err error
			run, err = tx.Syncs.ByID(ctx, id)
			return err
		})
		if err != nil || !run.State.Active() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	done()
	err = errors.Join(<-ended, db.Close())
	if run.State != tuwen.SyncFinished {
		err = errors.Join(err, fmt.Errorf("the run is %s: %+v", run.State, run.Error))
	}
	return err
}

// killable is a node on the system's clock, always of the same name.
func killable(ctx context.Context, db *store.DB, key []byte) (*mirror.Mirror, *job.Jobs, error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	box, err := connect.NewBox(key)
	if err != nil {
		return nil, nil, err
	}
	workers := river.NewWorkers()
	jobs, err := job.Open(ctx, job.Config{DB: db, Workers: workers, Node: "killable", Log: log})
	if err != nil {
		return nil, nil, err
	}
	c := connect.New(connect.Config{DB: db, Box: box, Node: "killable", Log: log})
	m := mirror.New(mirror.Config{DB: db, Connect: c, Jobs: jobs, Log: log, Hash: hash})
	m.Register(workers)
	return m, jobs, nil
}

func TestSyncKilledAtAnyMomentIsFinishedByTheNextStart(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		for _, mode := range []tuwen.SyncMode{tuwen.Full, tuwen.Incremental} {
			t.Run(string(engine)+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				kill(t, testkit.StoreURL(t, engine), mode)
			})
		}
	}
}

// lot draws how often and when a test kills.
func lot(t *testing.T) (kills int, random *rand.Rand) {
	t.Helper()
	kills = 4
	if os.Getenv("TUWEN_SOAK") != "" {
		kills = 20
	}
	random, seed := testkit.Seeded(t)
	t.Logf("%d kills, TUWEN_SEED=%d", kills, seed)
	return kills, random
}

// kill lets a run be killed as often as wanted and then finish.
func kill(t *testing.T, address string, mode tuwen.SyncMode) {
	kills, random := lot(t)
	k := newKilling(t, address)
	if mode == tuwen.Incremental {
		k.add(t, 40)
		must(t, k.child(k.start(t, tuwen.Full)).Run())
	}
	n := 200 * kills // more than the kills let it read
	k.add(t, n)
	id := k.start(t, mode)
	k.wx.ResetCalls()
	for range kills {
		k.killOnce(t, id, random)
	}
	k.finish(t, id)
	most := tuwen.Pages(n) + 3 + 2*kills
	if calls := k.wx.Calls(listPath); calls > most {
		t.Errorf("%d list calls, want at most %d", calls, most)
	}
	k.compare(t, id)
}

// killing is a sandbox that outlives the children that sync it.
type killing struct {
	wx      *sandbox.AccountControl
	address string
	key     []byte
	asked   chan string // the path of each page asked for
	made    int
}

func newKilling(t *testing.T, address string) *killing {
	t.Helper()
	wx, err := sandbox.New(sandbox.Config{Latency: 15 * time.Millisecond})
	must(t, err)
	server := httptest.NewServer(wx)
	t.Cleanup(func() {
		_ = wx.Close()
		server.Close()
	})
	must(t, wx.AddAccount(sandbox.Account{
		AppID: appID, Secret: secret, Name: "青禾生活", Verified: true, AllowLocal: true, CreatedAt: time.Now().AddDate(-1, 0, 0),
	}))
	k := &killing{wx: wx.Account(appID), address: address, key: bytes.Repeat([]byte{7}, 32), asked: make(chan string, 1000)}
	k.wx.OnCall(func(path string, _ int) {
		if slices.Contains([]string{listPath, followersPath, detailsPath}, path) {
			select {
			case k.asked <- path:
			default:
			}
		}
	})
	k.with(t, func(ctx context.Context, db *store.DB) error {
		box, err := connect.NewBox(k.key)
		if err != nil {
			return err
		}
		if err := job.Migrate(ctx, db); err != nil {
			return err
		}
		return db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.Accounts.Create(ctx, tuwen.Account{
				AppID: appID, Name: "青禾生活", Kind: tuwen.Service, Encryption: tuwen.Safe, APIBaseURL: server.URL,
				AppSecret: box.Seal(appID, connect.FieldAppSecret, []byte(secret)), CreatedAt: time.Now(), UpdatedAt: time.Now(),
			})
		})
	})
	return k
}

// with opens the database while no child has it.
func (k *killing) with(t *testing.T, f func(context.Context, *store.DB) error) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{URL: k.address})
	must(t, err)
	must(t, errors.Join(f(t.Context(), db), db.Close()))
}

func (k *killing) add(t *testing.T, n int) {
	t.Helper()
	began := time.Now().Add(-24 * time.Hour)
	for range n {
		k.made++
		_, err := k.wx.AddHistory(sandbox.Item{
			Articles:   []sandbox.Article{{Title: fmt.Sprintf("第 %d 篇", k.made), Content: fmt.Sprintf("<p>%d 🍵</p>", k.made)}},
			CreateTime: began.Add(time.Duration(k.made) * time.Second), UpdateTime: began.Add(time.Duration(k.made) * time.Second),
		})
		must(t, err)
	}
}

func (k *killing) start(t *testing.T, mode tuwen.SyncMode) (id string) {
	t.Helper()
	k.with(t, func(ctx context.Context, db *store.DB) error {
		m, _, err := killable(ctx, db, k.key)
		if err != nil {
			return err
		}
		run, err := m.Start(ctx, appID, mode, true, "tester")
		id = run.ID
		return err
	})
	return id
}

func (k *killing) child(id string) *exec.Cmd {
	c := exec.Command(os.Args[0], "-test.run=^$")
	c.Env = append(os.Environ(), childRun+"="+id, childDB+"="+k.address, childKey+"="+hex.EncodeToString(k.key))
	c.Stderr = &bytes.Buffer{}
	return c
}

// finish lets a child work until the run is over.
func (k *killing) finish(t *testing.T, id string) {
	t.Helper()
	child := k.child(id)
	if err := child.Run(); err != nil {
		t.Fatalf("the last child: %v\n%s", err, child.Stderr)
	}
}

// killOnce starts a child and kills it: some while it starts, most some
// milliseconds after it asked for some pages.
func (k *killing) killOnce(t *testing.T, id string, random *rand.Rand) {
	t.Helper()
	child, ended := k.begin(t, id)
	pages := random.IntN(6)
	for range pages {
		select {
		case <-k.asked:
		case <-ended:
			t.Fatalf("a child ended by itself: %s", child.Stderr)
		case <-time.After(2 * time.Minute):
			t.Fatalf("a child asks for nothing: %s", child.Stderr)
		}
	}
	moment := time.Duration(random.Int64N(int64(40 * time.Millisecond)))
	if pages == 0 {
		moment *= 10
	}
	time.Sleep(moment) // the moment of death is the input of this test
	_ = child.Process.Kill()
	<-ended
}

// begin starts a child. ended is closed when it is no more.
func (k *killing) begin(t *testing.T, id string) (child *exec.Cmd, ended chan struct{}) {
	t.Helper()
	for len(k.asked) > 0 {
		<-k.asked
	}
	child, ended = k.child(id), make(chan struct{})
	must(t, child.Start())
	go func() {
		_ = child.Wait()
		close(ended)
	}()
	return child, ended
}

// compare shows that nothing was lost and nothing is double.
func (k *killing) compare(t *testing.T, id string) {
	t.Helper()
	want := map[string]string{}
	for _, it := range k.wx.History() {
		want[it.MediaID] = it.Articles[0].Title + it.Articles[0].Content
	}
	got := map[string]string{}
	k.with(t, func(ctx context.Context, db *store.DB) error {
		return db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
			run, err := tx.Syncs.ByID(ctx, id)
			if err != nil {
				return err
			}
			if run.State != tuwen.SyncFinished || run.Total != len(want) || run.Advice != "" || run.Gone != 0 {
				t.Errorf("got %+v", resultOf(run))
			}
			for cursor, more := "", true; more; more = cursor != "" {
				page, err := tx.Materials.List(ctx, appID, store.ListQuery{Source: tuwen.History, Limit: 100, Cursor: cursor})
				if err != nil {
					return err
				}
				cursor = page.NextCursor
				for _, row := range page.Items {
					if _, double := got[row.MediaID]; double {
						t.Errorf("%s is listed twice", row.MediaID)
					}
					m, err := tx.Materials.ByID(ctx, appID, row.MediaID)
					if err != nil {
						return err
					}
					got[row.MediaID] = m.Title + m.Articles[0].Body
				}
			}
			return nil
		})
	})
	for mediaID, words := range want {
		if got[mediaID] != words {
			t.Errorf("%s is %q, want %q", mediaID, got[mediaID], words)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d items are here, WeChat has %d", len(got), len(want))
	}
}
