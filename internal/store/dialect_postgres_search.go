package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A GIN index gives all documents that have a token, in no order: for a common
// one, 100,000 of which a page shows twenty. So it knows the periods of a
// document too, which are ranges of ids of four sizes: 2^37 of them are a day
// and a half, each size is eight of the one before. A search goes back in time
// from the newest, and reads of each stretch no more than the rarer has, the
// token or the stretch.
const (
	periodBits  = 37
	periodSizes = 4
)

// periodsPostgres are the periods of a document, as the index has them.
func periodsPostgres() string {
	all := make([]string, periodSizes)
	for size := range all {
		all[size] = fmt.Sprintf("(d.id >> %d) * %d + %d", periodBits+3*size, periodSizes, size)
	}
	return "ARRAY[" + strings.Join(all, ", ") + "]"
}

// setUpPeriodsPostgres makes the search index anew, with the periods and in the
// order of bytes: comparing tokens by the rules of a language took most of the
// time of putting them in.
func setUpPeriodsPostgres(ctx context.Context, t *sql.Tx) error {
	return execAll(
		ctx, t,
		`DROP INDEX search_docs_tokens`,
		`ALTER TABLE search_docs ALTER COLUMN tokens TYPE text[] COLLATE "C"`,
		`ALTER TABLE search_docs ALTER COLUMN tokens SET STORAGE EXTERNAL`, // the statement before made it compressed
		`SET LOCAL maintenance_work_mem = '256MB'`,
		`CREATE INDEX search_docs_tokens ON search_docs USING gin (tokens, (`+strings.ReplaceAll(periodsPostgres(), "d.id", "id")+`))`,
	)
}

// periods are few periods that together have all of the span, and little more.
func (s span) periods() []int64 {
	var all []int64
	from, till := s.from>>periodBits, (s.till-1)>>periodBits+1
	for size := int64(0); ; size++ {
		take := func(n int64) { all = append(all, n*periodSizes+size) }
		last := size == periodSizes-1
		for ; from < till && (last || from%8 != 0); from++ {
			take(from)
		}
		for ; from < till && till%8 != 0; till-- {
			take(till - 1)
		}
		if from == till {
			return all
		}
		from, till = from/8, till/8
	}
}

// findPostgres reads one stretch of time after the other until it has enough.
// The length of the second follows from what the first has, and each is at
// least twice the one before.
func findPostgres(ctx context.Context, l *listing) ([]place, error) {
	need, first := l.limit+1, 200
	if l.q.Cursor == "" {
		need = max(need, totalCap+1)
		first = need + need/4
	}
	stretch, err := l.newest(ctx, first)
	if err != nil || stretch == (span{}) {
		return nil, err
	}
	var places []place
	found, newest := 0, stretch.till
	for {
		more, n, err := l.within(ctx, stretch)
		if err != nil {
			return nil, err
		}
		places, found = append(places, more...), found+n
		if found >= need || stretch.from <= l.docs.from {
			break
		}
		twice := stretch.from - 2*(stretch.till-stretch.from)
		stretch = span{l.docs.from, stretch.from}
		if found > 0 {
			reach := float64(newest-stretch.till) * float64(need-found) / float64(found) * 1.25
			enough := stretch.till - int64(min(reach, float64(stretch.till)))
			stretch.from = max(stretch.from, min(twice, enough)>>periodBits<<periodBits)
		}
	}
	if l.q.Cursor == "" {
		l.counted = found
	}
	return places[:min(len(places), l.limit+1)], nil
}

// newest returns the stretch of the newest documents that come into question,
// about so many of the account: everything where there are fewer and no span
// is asked for, an empty span where there are none. Nothing is asked of what is
// older than the oldest. It steers what follows.
func (l *listing) newest(ctx context.Context, among int) (stretch span, err error) {
	var c conditions
	c.and("m.app_id = " + c.bind(l.appID))
	c.and("m.deleted_at = 0")
	if l.q.Source != "" {
		c.and("m.source = " + c.bind(string(l.q.Source)))
	}
	if l.docs.from > everything.from {
		c.and("m.update_time >= " + c.bind(millis(docTime(l.docs.from))))
	}
	if l.docs.till < everything.till {
		c.and("m.update_time < " + c.bind(millis(docTime(l.docs.till-1).Add(time.Second))))
	}
	var n int
	var first, last, oldest int64
	var set [2]string
	err = l.tx.sql.QueryRowContext(ctx, "SELECT "+steer+", count(*), coalesce(min(s.t), 0), coalesce(max(s.t), 0),"+
		" coalesce((SELECT min(m.update_time) FROM materials m WHERE "+c.String()+"), 0) FROM (SELECT m.update_time AS t"+
		" FROM materials m WHERE "+c.String()+" ORDER BY m.update_time DESC LIMIT "+strconv.Itoa(among)+") s",
		c.args...).Scan(&set[0], &set[1], &n, &first, &last, &oldest)
	if err != nil || n == 0 {
		return span{}, err
	}
	if stretch = l.docs; n == among {
		stretch.from = max(stretch.from, docIDs(fromMillis(first))>>periodBits<<periodBits)
		l.docs.from = max(l.docs.from, docIDs(fromMillis(oldest)))
	}
	if stretch != everything {
		stretch.till = min(stretch.till, docIDs(fromMillis(last))+1<<docBits)
	}
	return stretch, nil
}

// within counts what the search finds of a stretch and reads the places of a
// page of it.
func (l *listing) within(ctx context.Context, stretch span) (places []place, n int, err error) {
	c := conditions{slices.Clone(l.where), slices.Clone(l.args)}
	// The index of the ids would have it unpack the tokens of each document.
	if stretch.from > everything.from {
		c.and("(d.id + 0) >= " + c.bind(stretch.from))
	}
	if stretch.till < everything.till {
		c.and("(d.id + 0) < " + c.bind(stretch.till))
	}
	if stretch != everything {
		c.and(periodsPostgres() + " && CAST(" + c.bind(stretch.periods()) + " AS bigint[])")
	}
	return places, n, l.tx.query(ctx, func(r *sql.Rows) error {
		var p place
		err := r.Scan(&p.at, &p.id, &n)
		places = append(places, p)
		return err
	}, "SELECT d.id, d.media_id, count(*) OVER () FROM "+l.tables()+" WHERE "+c.String()+
		" ORDER BY (d.id + 0) DESC LIMIT "+strconv.Itoa(l.limit+1), c.args...)
}

// steer keeps the planner, until the transaction ends, from what it takes for
// cheap: it does not count what unpacking the tokens of a document costs, and
// reads them one by one, or has several processes do so. What follows a search
// is found by its keys anyway.
const steer = `set_config('enable_seqscan', 'off', TRUE), set_config('max_parallel_workers_per_gather', '0', TRUE)`
