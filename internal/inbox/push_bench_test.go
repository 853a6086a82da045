package inbox_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/inbox"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// connections is how many pushes WeChat has under way at once.
const connections = 64

// BenchmarkPushes measures pushes in safe mode over HTTP, each stored before it
// is answered and one in ten making a job, beside a load generator on the same
// processors: into an account that has little, and into one that has 1,000
// rules, 10,000 QR codes and 1,000,000 contacts, or as many as
// TUWEN_BENCH_CONTACTS says. "unkept" is the floor: the same pushes are opened
// and answered, and nothing is stored.
func BenchmarkPushes(b *testing.B) {
	b.Run("unkept", func(b *testing.B) {
		end, err := callback.New(benchAccount)
		if err != nil {
			b.Fatal(err)
		}
		measurePushes(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err == nil {
				_, err = end.Open(r.URL.Query(), body, time.Now())
			}
			if err == nil {
				body, err = end.SealReply([]byte("<xml></xml>"), r.URL.Query().Get("nonce"), time.Now())
			}
			if err != nil {
				http.Error(w, err.Error(), http.StatusForbidden)
				return
			}
			_, _ = w.Write(body)
		}), 10_000)
	})
	most, err := strconv.Atoi(cmp.Or(os.Getenv("TUWEN_BENCH_CONTACTS"), "1000000"))
	if err != nil {
		b.Fatal(err)
	}
	for _, engine := range testkit.Engines() {
		for _, load := range []struct {
			name                   string
			rules, codes, contacts int
		}{{"little", 1, 1, 0}, {"much", 1000, 10_000, most}} {
			b.Run(string(engine)+"/"+load.name, func(b *testing.B) {
				db := testkit.OpenStore(b, testkit.StoreURL(b, engine))
				in := benchInbox(b, db)
				loadAccount(b, db, load.rules, load.codes, load.contacts)
				measurePushes(b, in, max(10_000, load.contacts))
				b.StopTimer()
				wantKept(b, db, b.N)
			})
		}
	}
}

var benchAccount = callback.Config{
	AppID: testkit.AppID, Token: testkit.MessageToken, EncodingAESKey: testkit.AESKey, Mode: callback.Safe,
}

// benchInbox runs an inbox whose jobs are kept and worked by nobody.
func benchInbox(b *testing.B, db *store.DB) http.Handler {
	b.Helper()
	must(b, job.Migrate(b.Context(), db))
	jobs, err := job.Open(b.Context(), job.Config{DB: db, Node: "bench"})
	must(b, err)
	in := inbox.New(inbox.Config{
		DB: db, Jobs: jobs, Hash: testkit.Hash,
		Secrets: func(*tuwen.Account) (string, string, error) { return testkit.MessageToken, testkit.AESKey, nil },
	})
	ctx, stop := context.WithCancel(context.WithoutCancel(b.Context()))
	var running sync.WaitGroup
	running.Go(func() { _ = in.Run(ctx) })
	b.Cleanup(func() {
		stop()
		running.Wait()
	})
	mux := http.NewServeMux()
	mux.Handle("POST /callback/{app_id}", in)
	return mux
}

func benchOpenID(i int) string { return fmt.Sprintf("oBench_%021d", i) }

// loadAccount makes the account and what it has: a rule that answers twice,
// which makes a job, a default, and others that match nothing.
func loadAccount(b *testing.B, db *store.DB, rules, codes, contacts int) {
	b.Helper()
	now := time.Now()
	must(b, db.Write(b.Context(), func(ctx context.Context, tx *store.Tx) error {
		err := tx.Accounts.Create(ctx, tuwen.Account{
			AppID: testkit.AppID, Name: "青禾生活", Kind: tuwen.Service, Verified: true, Encryption: tuwen.Safe,
			APIBaseURL: tuwen.DefaultAPIBaseURL, CreatedAt: now, UpdatedAt: now,
		})
		if err != nil {
			return err
		}
		rule := tuwen.ReplyRule{ID: "default", Name: "默认", Kind: tuwen.RuleDefault, Active: true, Mode: tuwen.ReplyAll,
			Replies: []tuwen.Reply{text("收到，谢谢。")}, UpdatedAt: now}
		if err := tx.Rules.Put(ctx, testkit.AppID, rule); err != nil {
			return err
		}
		rule.ID, rule.Name, rule.Kind = "twice", "两条", tuwen.RuleKeyword
		rule.Keywords = []tuwen.Keyword{{Text: "两条", Match: tuwen.MatchExact}}
		rule.Replies = []tuwen.Reply{text("一"), text("二")}
		return tx.Rules.Put(ctx, testkit.AppID, rule)
	}))
	inPages(rules, func(from, to int) {
		must(b, db.Write(b.Context(), func(ctx context.Context, tx *store.Tx) error {
			for i := from; i < to; i++ {
				r := tuwen.ReplyRule{ID: fmt.Sprint("rule", i), Name: fmt.Sprint("规则", i), Kind: tuwen.RuleKeyword, Active: true,
					Mode: tuwen.ReplyAll, Replies: []tuwen.Reply{text("答")}, UpdatedAt: now,
					Keywords: []tuwen.Keyword{{Text: fmt.Sprint("暗号", i), Match: tuwen.MatchContains}}}
				if err := tx.Rules.Put(ctx, testkit.AppID, r); err != nil {
					return err
				}
			}
			return nil
		}))
	})
	inPages(codes, func(from, to int) {
		must(b, db.Write(b.Context(), func(ctx context.Context, tx *store.Tx) error {
			for i := from; i < to; i++ {
				c := tuwen.QRCode{ID: fmt.Sprint("code", i), Name: fmt.Sprint("门店", i), Scene: fmt.Sprint("shop-", i), Kind: tuwen.Permanent,
					URL: fmt.Sprint("http://weixin.qq.com/q/", i), Replies: []tuwen.Reply{text("欢迎")}, CreatedAt: now, UpdatedAt: now}
				if err := tx.QRCodes.Put(ctx, testkit.AppID, c); err != nil {
					return err
				}
			}
			return nil
		}))
	})
	inPages(contacts, func(from, to int) {
		ids := make([]string, 0, to-from)
		for i := from; i < to; i++ {
			ids = append(ids, benchOpenID(i))
		}
		must(b, db.Write(b.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Contacts.PutFollowers(ctx, testkit.AppID, ids, now)
			return err
		}))
	})
	if db.Engine() == store.Postgres {
		_, err := db.SQL().ExecContext(b.Context(), "VACUUM ANALYZE")
		must(b, err)
	}
}

func inPages(n int, page func(from, to int)) {
	for from := 0; from < n; from += store.FollowersAtOnce {
		page(from, min(n, from+store.FollowersAtOnce))
	}
}

// sealedPushes are the requests of n pushes by so many people, as bytes.
func sealedPushes(b *testing.B, host string, n, people int) [][]byte {
	b.Helper()
	end, err := callback.New(benchAccount)
	must(b, err)
	now, all := time.Now(), make([][]byte, n)
	for i := range all {
		words := "什么时候开门"
		if i%10 == 0 {
			words = "两条"
		}
		query, sealed, err := end.Seal(fmt.Appendf(nil, "<xml><ToUserName>gh_bench</ToUserName><FromUserName>%s</FromUserName>"+
			"<CreateTime>%d</CreateTime><MsgType>text</MsgType><Content>%s</Content><MsgId>%d</MsgId></xml>",
			benchOpenID(i*7919%people), now.Unix(), words, 1_000_000+i), "", now)
		must(b, err)
		all[i] = fmt.Appendf(nil, "POST /callback/%s?%s HTTP/1.1\r\nHost: %s\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s",
			testkit.AppID, query.Encode(), host, len(sealed), sealed)
	}
	return all
}

// measurePushes pushes b.N times over all connections, and reports pushes a
// second and how long they waited.
func measurePushes(b *testing.B, h http.Handler, people int) {
	b.Helper()
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	host := strings.TrimPrefix(server.URL, "http://")
	pushes := sealedPushes(b, host, b.N, people)
	took := make([]time.Duration, b.N)
	var pushing sync.WaitGroup
	b.ResetTimer()
	began := time.Now()
	for c := range connections {
		pushing.Go(func() {
			conn, err := net.Dial("tcp", host)
			if err != nil {
				b.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			answers := bufio.NewReader(conn)
			for i := c; i < b.N; i += connections {
				start := time.Now()
				if _, err := conn.Write(pushes[i]); err != nil {
					b.Error(err)
					return
				}
				if err := readAnswer(answers); err != nil {
					b.Error(err)
					return
				}
				took[i] = time.Since(start)
			}
		})
	}
	pushing.Wait()
	all := time.Since(began)
	b.StopTimer()
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(float64(b.N)/all.Seconds(), "pushes/s")
	b.ReportMetric(ms(took[b.N/2]), "ms-p50")
	b.ReportMetric(ms(took[b.N*99/100]), "ms-p99")
}

// readAnswer reads an answer of 200 with a body, as cheaply as it can be done:
// the generator shares the processors.
func readAnswer(r *bufio.Reader) error {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
		return fmt.Errorf("answered %s", line)
	}
	length := 0
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(n)))
		}
	}
	if length == 0 {
		return fmt.Errorf("an answer without a body")
	}
	_, err = r.Discard(length)
	return err
}

// wantKept fails where not every push is there, or not every job.
func wantKept(b *testing.B, db *store.DB, n int) {
	b.Helper()
	for query, want := range map[string]int{"SELECT count(*) FROM events": n, "SELECT count(*) FROM river_job WHERE kind = 'send_messages'": (n + 9) / 10} {
		got := 0
		must(b, db.SQL().QueryRowContext(b.Context(), query).Scan(&got))
		if got != want {
			b.Errorf("%s: got %d, want %d", query, got, want)
		}
	}
}
