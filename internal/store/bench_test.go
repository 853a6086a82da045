package store_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// prose makes Chinese HTML of about so many bytes, in which some characters
// are common and most are rare, as in a text.
func prose(r *rand.Rand, bytes int) string {
	var b strings.Builder
	for b.Len() < bytes {
		b.WriteString(`<p style="line-height: 1.75em;"><span style="font-size: 15px;">`)
		for range 20 + r.IntN(40) {
			b.WriteRune(rune(0x4E00 + int(r.ExpFloat64()*400)%6000))
		}
		b.WriteString("，</span></p>")
	}
	return b.String()
}

// page is a page of a list: items of so many articles with bodies of so many
// bytes.
func page(r *rand.Rand, n, items, articles, bytes int) []store.Put {
	puts := make([]store.Put, items)
	for i := range puts {
		k := n*items + i
		p := item(fmt.Sprintf("media-%07d", k), -k*137, prose(r, 60)[63:120], "")
		p.Material.Articles = nil
		for j := range articles {
			p.Material.Articles = append(p.Material.Articles, tuwen.Article{Index: j, Title: p.Material.Title,
				Digest: p.Material.Digest, Body: prose(r, bytes)})
		}
		puts[i] = p
	}
	return puts
}

// BenchmarkPut measures the transaction that keeps a page, and the indexing
// of its bodies, apart. No transaction of SQLite should take over 20 ms.
func BenchmarkPut(b *testing.B) {
	for _, engine := range testkit.Engines() {
		for _, articles := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/20x%dx8kB", engine, articles), func(b *testing.B) {
				db := testkit.OpenIdleStore(b, testkit.StoreURL(b, engine))
				account(b, db, appID)
				r := rand.New(rand.NewPCG(1, 2))
				var prepare, write, index time.Duration
				n := 0
				for b.Loop() {
					b.StopTimer()
					puts := page(r, n, 20, articles, 8<<10)
					n++
					b.StartTimer()
					start := time.Now()
					store.Prepare(puts)
					prepare += time.Since(start)
					start = time.Now()
					do(b, db, func(ctx context.Context, tx *store.Tx) error { return tx.Materials.Put(ctx, appID, puts) })
					write += time.Since(start)
					start = time.Now()
					indexed(b, db)
					index += time.Since(start)
				}
				per := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(n) }
				b.ReportMetric(per(prepare), "ms-prepare/op")
				b.ReportMetric(per(write), "ms-write/op")
				b.ReportMetric(per(index), "ms-index/op")
			})
		}
	}
}

// BenchmarkList measures pages of lists and of searches over 100,000
// materials; none should take over 20 ms in 99 of 100 cases.
func BenchmarkList(b *testing.B) {
	for _, engine := range testkit.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			db := testkit.OpenIdleStore(b, testkit.EmptyStoreURL(b, engine))
			if err := db.Migrate(b.Context()); err != nil {
				b.Fatal(err)
			}
			account(b, db, appID)
			seed(b, db, benchMaterials(b))
			for _, c := range []struct {
				name string
				q    store.ListQuery
			}{
				{"list", store.ListQuery{Source: tuwen.History}},
				{"list of a month", store.ListQuery{Source: tuwen.History, Month: "2026-04"}},
				{"list of the noted", store.ListQuery{Source: tuwen.History, Noted: yes()}},
				{"list of the unused", store.ListQuery{Source: tuwen.History, Used: no()}},
				{"search a common character", store.ListQuery{Q: "一"}},
				{"search a rare character", store.ListQuery{Q: string(rune(0x4E00 + 3000))}},
				{"search a word in all", store.ListQuery{Q: "都有"}},
				{"search a word in one of a hundred", store.ListQuery{Q: "百里", Source: tuwen.History}},
				{"search two words", store.ListQuery{Q: "都有 百里", Source: tuwen.History}},
				{"search a long phrase", store.ListQuery{Q: "百里挑一都有"}},
				{"search nothing there", store.ListQuery{Q: "龘龘龘"}},
				{"search a beginning", store.ListQuery{Q: "op"}},
				{"search a month", store.ListQuery{Q: "都有", Month: "2026-04"}},
				{"search the unused", store.ListQuery{Q: "都有", Used: no()}},
			} {
				b.Run(c.name, func(b *testing.B) { measurePages(b, db, c.q) })
			}
		})
	}
}

// measurePages reads the first pages of a list, over and over.
func measurePages(b *testing.B, db *store.DB, q store.ListQuery) {
	var took []time.Duration
	for b.Loop() {
		q.Cursor = ""
		for range 3 {
			start := time.Now()
			p := list(b, db, q)
			took = append(took, time.Since(start))
			if q.Cursor = p.NextCursor; q.Cursor == "" {
				break
			}
		}
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "ms-p50")
	b.ReportMetric(ms(took[len(took)*99/100]), "ms-p99")
}

// benchMaterials is 100,000, or what TUWEN_BENCH_MATERIALS says.
func benchMaterials(b *testing.B) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("TUWEN_BENCH_MATERIALS"), "100000"))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func seed(b *testing.B, db *store.DB, n int) {
	r := rand.New(rand.NewPCG(3, 4))
	start := time.Now()
	for done := 0; done < n; done += 100 {
		puts := page(r, done/100, 100, 1, 600)
		for i := range puts {
			body := &puts[i].Material.Articles[0].Body
			if *body += "<p>都有</p>"; i == 50 {
				*body += "<p>百里挑一都有 Open</p>"
			}
		}
		put(b, db, puts...)
		note(b, db, puts[7].Material.MediaID, "标注")
		use(b, db, puts[8].Material.MediaID, tuwen.UsedBy{Kind: "menu", ID: "1", Active: true})
		if done%5000 == 4900 {
			indexed(b, db)
		}
	}
	indexed(b, db)
	b.Logf("%d materials took %s", n, time.Since(start))
	if db.Engine() == store.Postgres {
		if _, err := db.SQL().ExecContext(b.Context(), "VACUUM ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
}
