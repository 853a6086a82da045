package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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
