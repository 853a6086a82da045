package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// ListQuery says which materials of an account a list shows. What is deleted
// here it never shows.
type ListQuery struct {
	Source tuwen.Source // "" is all
	// Q is what was typed into the search, see [tuwen.SearchQuery]. A query
	// with nothing in it that can be searched finds nothing; blanks are no
	// query. The first 300 bytes count.
	Q     string
	Noted *bool  // with, or without, a note
	Used  *bool  // used, or not used, by something
	Month string // 2006-01: updated at WeChat in that month, in Beijing
	// IncludeGone shows also what WeChat has no more.
	IncludeGone bool

	Limit  int    // 0 is 20, and 100 are the most
	Cursor string // "" is the first page
}

// Page is a page of a list: materials without bodies, the newest update at
// WeChat first, then by id.
type Page struct {
	Items      []tuwen.Material
	NextCursor string // "" on the last page
	// Total is how many there were on all pages when the first was read. Where
	// Q, Noted or Used restrict the list, it stops at 1,000 and TotalMore tells.
	Total     int
	TotalMore bool
}

// maxQuery is how many bytes of a query count.
const maxQuery = 300

// totalCap is where the count of a restricted list stops.
const totalCap = 1000

// List returns a page. A cursor nobody gave out is [tuwen.Invalid]
// "cursor.bad", a month that is none [tuwen.Invalid] "month.bad".
func (s Materials) List(ctx context.Context, appID string, q ListQuery) (Page, error) {
	l := listing{tx: s.tx, appID: appID, q: q, limit: pageSize(q.Limit)}
	if err := l.build(); err != nil {
		return Page{}, err
	}
	if l.nothing {
		return Page{Items: []tuwen.Material{}}, nil
	}
	if l.q.Cursor != "" {
		if err := l.openCursor(); err != nil {
			return Page{}, err
		}
	}
	p, ids, err := l.read(ctx)
	if err != nil {
		return Page{}, fmt.Errorf("list materials: %w", err)
	}
	p.Items, err = s.Get(ctx, appID, ids)
	return p, err
}

// read counts, and reads the ids of the page.
func (l *listing) read(ctx context.Context) (p Page, ids []string, err error) {
	d := l.tx.dialect
	plan := func(how planning) error {
		if !l.searched {
			return nil
		}
		l.how = how
		return d.steer(ctx, l.tx.sql, how)
	}
	if err := plan(byTokens); err != nil {
		return p, nil, err
	}
	if l.q.Cursor == "" { // the pages after the first are told by it
		if l.counted, err = l.count(ctx); err != nil {
			return p, nil, err
		}
	}
	if p.Total = l.counted; l.restricted && l.counted > totalCap {
		p.Total, p.TotalMore = totalCap, true
	}
	if l.counted > d.common {
		if err := plan(byOrder); err != nil {
			return p, nil, err
		}
	}
	if ids, p.NextCursor, err = l.page(ctx); err != nil {
		return p, nil, err
	}
	return p, ids, plan(unsteered)
}

// listing is a statement that is being built: tables, conditions, what is
// bound to them.
type listing struct {
	tx    *Tx
	appID string
	q     ListQuery
	limit int

	from, where []string
	bounds      []string // of the document's id, such as "< $3"
	how         planning
	args        []any
	searched    bool
	restricted  bool // the count stops at the cap
	nothing     bool // the query cannot find anything
	since, till time.Time
	after       place
	counted     int // on all pages
}

func (l *listing) bind(v any) string {
	l.args = append(l.args, v)
	return "$" + strconv.Itoa(len(l.args))
}

func (l *listing) and(condition string) { l.where = append(l.where, condition) }

func (l *listing) build() error {
	if l.q.Month != "" {
		since, err := time.ParseInLocation("2006-01", l.q.Month, tuwen.Beijing(time.Now()).Location())
		if err != nil {
			return tuwen.Errorf(tuwen.Invalid, "month.bad", "a month is written 2006-01").With("field", "month")
		}
		l.since, l.till = since, since.AddDate(0, 1, 0)
	}
	l.restricted = l.q.Noted != nil || l.q.Used != nil
	if strings.TrimSpace(l.q.Q) == "" {
		l.buildList()
		return nil
	}
	tokens := tuwen.SearchQuery(l.q.Q[:min(len(l.q.Q), maxQuery)])
	if len(tokens) == 0 || !tuwen.ValidAppID(l.appID) {
		l.nothing = true
		return nil
	}
	l.buildSearch(tokens)
	return nil
}

// buildList goes along the index of the list; where few are noted or used, it
// begins with those instead.
func (l *listing) buildList() {
	app := l.bind(l.appID)
	l.from = []string{"materials m"}
	l.and("m.app_id = " + app)
	l.and("m.deleted_at = 0")
	if l.q.Source != "" {
		l.and("m.source = " + l.bind(string(l.q.Source)))
	}
	if !l.q.IncludeGone {
		l.and("m.gone_at = 0")
	}
	if l.q.Month != "" {
		l.and("m.update_time >= " + l.bind(millis(l.since)))
		l.and("m.update_time < " + l.bind(millis(l.till)))
	}
	// CROSS JOIN keeps SQLite to this order of the tables.
	if l.q.Noted != nil && *l.q.Noted {
		l.from = slices.Insert(l.from, 0, "notes n")
		l.and("n.app_id = " + app)
		l.and("m.media_id = n.media_id")
	} else if l.q.Noted != nil {
		l.and("NOT EXISTS (SELECT 1 FROM notes n WHERE n.app_id = m.app_id AND n.media_id = m.media_id)")
	}
	if l.q.Used != nil && *l.q.Used {
		l.from = slices.Insert(l.from, 0, "(SELECT DISTINCT u.media_id FROM uses u WHERE u.app_id = "+app+") u")
		l.and("m.media_id = u.media_id")
	} else if l.q.Used != nil {
		l.and("NOT EXISTS (SELECT 1 FROM uses u WHERE u.app_id = m.app_id AND u.media_id = m.media_id)")
	}
}

// buildSearch asks the search index alone: account, source and whether there
// is a note are tokens too, and a month is a range of ids.
func (l *listing) buildSearch(tokens []string) {
	l.searched, l.restricted = true, true
	tokens = append(tokens, scopeToken(l.appID, l.q.Source))
	if l.q.Noted != nil && *l.q.Noted {
		tokens = append(tokens, notedToken)
	}
	from, where := l.tx.dialect.search(l.bind(l.tx.dialect.tokens(tokens)))
	l.from = []string{from}
	l.and(where)
	if !l.q.IncludeGone {
		l.and("NOT d.gone")
	}
	if l.q.Month != "" {
		l.bounds = append(l.bounds, ">= "+l.bind(docIDs(l.since)), "< "+l.bind(docIDs(l.till)))
	}
	// A list, not EXISTS: that PostgreSQL would make a join, and lose the plan.
	if l.q.Noted != nil && !*l.q.Noted {
		l.and("d.media_id NOT IN (SELECT n.media_id FROM notes n WHERE n.app_id = " + l.bind(l.appID) + ")")
	}
	if l.q.Used != nil {
		in := "NOT IN"
		if *l.q.Used {
			in = "IN"
		}
		l.and("d.media_id " + in + " (SELECT u.media_id FROM uses u WHERE u.app_id = " + l.bind(l.appID) + ")")
	}
}

func (l *listing) body() string {
	where := slices.Clone(l.where)
	for _, bound := range l.bounds {
		where = append(where, l.tx.dialect.docID(l.how)+" "+bound)
	}
	return " FROM " + strings.Join(l.from, " CROSS JOIN ") + " WHERE " + strings.Join(where, " AND ")
}

// count counts the rows of all pages, where that is restricted no further
// than needed.
func (l *listing) count(ctx context.Context) (n int, err error) {
	if !l.searched && !l.restricted && !l.q.IncludeGone {
		return l.counts(ctx)
	}
	query := "SELECT count(*)" + l.body()
	if l.restricted {
		most := totalCap
		if l.searched {
			most = max(most, l.tx.dialect.common)
		}
		query = fmt.Sprintf("SELECT count(*) FROM (SELECT 1 AS one%s LIMIT %d) c", l.body(), most+1)
	}
	return n, l.tx.sql.QueryRowContext(ctx, query, l.args...).Scan(&n)
}

// counts is what the triggers have counted: it is what every opening of the
// page asks.
func (l *listing) counts(ctx context.Context) (n int, err error) {
	var q conditions
	q.and("app_id = " + q.bind(l.appID))
	if l.q.Source != "" {
		q.and("source = " + q.bind(string(l.q.Source)))
	}
	if l.q.Month != "" {
		q.and("month = " + q.bind(l.q.Month))
	}
	return n, l.tx.sql.QueryRowContext(ctx, "SELECT coalesce(sum(n), 0) FROM material_counts WHERE "+q.String(), q.args...).Scan(&n)
}

// place is where a row stands in the order of the list: the document's id in
// a search, the time and the id in a list.
type place struct {
	at int64
	id string
}

// page returns the ids of a page and the cursor of the next.
func (l *listing) page(ctx context.Context) (ids []string, next string, err error) {
	columns, order := "m.update_time, m.media_id", "m.update_time DESC, m.media_id"
	if l.searched {
		columns, order = "d.id, d.media_id", l.tx.dialect.order
	}
	if l.q.Cursor != "" {
		l.resume()
	}
	var places []place
	err = l.tx.query(ctx, func(r *sql.Rows) error {
		var p place
		places = append(places, p)
		return r.Scan(&places[len(places)-1].at, &places[len(places)-1].id)
	}, fmt.Sprintf("SELECT %s%s ORDER BY %s LIMIT %d", columns, l.body(), order, l.limit+1), l.args...)
	if err != nil {
		return nil, "", err
	}
	if len(places) > l.limit {
		places = places[:l.limit]
		last := places[l.limit-1]
		if l.searched {
			last.id = "" // a document's id says it all
		}
		next = sealCursor(last.at, strconv.Itoa(l.counted)+" "+last.id)
	}
	ids = make([]string, len(places))
	for i, p := range places {
		ids[i] = p.id
	}
	return ids, next, nil
}

// openCursor reads the cursor: where the page before ended, and how many
// there are. One of a list does not fit a search.
func (l *listing) openCursor() error {
	at, rest, err := openCursor(l.q.Cursor)
	if err != nil {
		return err
	}
	n, id, _ := strings.Cut(rest, " ")
	counted, err := strconv.ParseUint(n, 10, 31)
	if err != nil || l.searched != (id == "") {
		return errCursor
	}
	l.after, l.counted = place{at, id}, int(counted)
	return nil
}

// resume restricts the statement to what comes after the cursor.
func (l *listing) resume() {
	if l.searched {
		l.bounds = append(l.bounds, "< "+l.bind(l.after.at))
		return
	}
	t := l.bind(l.after.at)
	l.and("m.update_time <= " + t)
	l.and("(m.update_time < " + t + " OR m.media_id > " + l.bind(l.after.id) + ")")
}
