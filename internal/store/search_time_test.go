package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// aLongHistory is items of twelve years, few in some of them and many within
// days of others, each of another second, the newest first: with words that
// stand in all of them, in every seventh, in a single one, only in the oldest
// half, only in the newest.
func aLongHistory(r *rand.Rand) []store.Put {
	var puts []store.Put
	second := 0
	for i := range 3000 {
		title := "每篇"
		if i%7 == 0 {
			title += " 隔周"
		}
		if i >= 1500 {
			title += " 旧闻"
		} else {
			title += " 新知"
		}
		if i == 2990 {
			title += " 孤本"
		}
		puts = append(puts, item(fmt.Sprintf("m%04d", i), -second, title, ""))
		switch gap := i / 500 % 3; gap {
		case 0:
			second += 1 + r.IntN(200) // all within days
		case 1:
			second += 1 + r.IntN(5*86_400)
		default:
			second += 1 + r.IntN(400_000)
		}
	}
	puts[2999].Material.UpdateTime = time.Unix(1, 0)
	return puts
}

func TestSearchFindsAllInOrderHoweverFarBackItStands(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		puts := aLongHistory(rand.New(rand.NewPCG(7, 8)))
		for page := range slices.Chunk(puts, 500) {
			put(t, db, page...)
		}
		for i := 3; i < len(puts); i += 29 {
			note(t, db, puts[i].Material.MediaID, "记")
		}
		with := func(keep func(i int) bool) (ids []string) {
			for i, p := range puts {
				if keep(i) {
					ids = append(ids, p.Material.MediaID)
				}
			}
			return ids
		}
		noted := func(i int) bool { return i%29 == 3 }
		month := puts[1700].Material.UpdateTime.Add(8 * time.Hour).Format("2006-01")
		for name, c := range map[string]struct {
			q    store.ListQuery
			want []string
		}{
			"in all":            {store.ListQuery{Q: "每篇"}, with(func(int) bool { return true })},
			"in every seventh":  {store.ListQuery{Q: "隔周"}, with(func(i int) bool { return i%7 == 0 })},
			"in the oldest":     {store.ListQuery{Q: "旧闻"}, with(func(i int) bool { return i >= 1500 })},
			"in the newest":     {store.ListQuery{Q: "新知"}, with(func(i int) bool { return i < 1500 })},
			"in one":            {store.ListQuery{Q: "孤本"}, []string{"m2990"}},
			"in none":           {store.ListQuery{Q: "新知 旧闻"}, nil},
			"noted":             {store.ListQuery{Noted: yes()}, with(noted)},
			"noted, in the old": {store.ListQuery{Q: "旧闻", Noted: yes()}, with(func(i int) bool { return i >= 1500 && noted(i) })},
			"not noted":         {store.ListQuery{Q: "旧闻", Noted: no()}, with(func(i int) bool { return i >= 1500 && !noted(i) })},
			"of a month": {store.ListQuery{Q: "旧闻", Month: month}, with(func(i int) bool {
				return i >= 1500 && puts[i].Material.UpdateTime.Add(8*time.Hour).Format("2006-01") == month
			})},
			"of no month":        {store.ListQuery{Q: "每篇", Month: "1999-01"}, nil},
			"of another source":  {store.ListQuery{Q: "每篇", Source: tuwen.Draft}, nil},
			"of the same source": {store.ListQuery{Q: "隔周", Source: tuwen.History}, with(func(i int) bool { return i%7 == 0 })},
		} {
			for _, limit := range []int{7, 100} {
				c.q.Limit = limit
				first := list(t, db, c.q)
				if total := min(len(c.want), 1000); first.Total != total || first.TotalMore != (len(c.want) > 1000) {
					t.Errorf("%s: got total %d, more %v; there are %d", name, first.Total, first.TotalMore, len(c.want))
				}
				if diff := cmp.Diff(append([]string{}, c.want...), listed(t, db, c.q)); diff != "" {
					t.Errorf("%s, %d a page: (-want +got) %s", name, limit, diff)
				}
			}
		}
	})
}
