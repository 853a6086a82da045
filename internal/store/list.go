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
// WeChat first, then by id; what is searched for, or noted, in any order within
// a second.
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
	if err := l.build(ctx); err != nil {
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
	find := l.find
	if l.searched {
		find = func(ctx context.Context) ([]place, error) { return l.tx.dialect.find(ctx, l) }
	}
	places, err := find(ctx)
	if err != nil {
		return p, nil, err
	}
	if p.Total = l.counted; l.restricted && l.counted > totalCap {
		p.Total, p.TotalMore = totalCap, true
	}
	if len(places) > l.limit {
		places = places[:l.limit]
		last := places[l.limit-1]
		if l.searched {
			last.id = "" // a document's id says it all
		}
		p.NextCursor = sealCursor(last.at, strconv.Itoa(l.counted)+" "+last.id)
	}
	ids = make([]string, len(places))
	for i, place := range places {
		ids[i] = place.id
	}
	return p, ids, nil
}

// find finds the page of a list.
func (l *listing) find(ctx context.Context) ([]place, error) {
	if err := l.count(ctx); err != nil {
		return nil, err
	}
	return l.page(ctx, "m.update_time, m.media_id", "m.update_time DESC, m.media_id")
}

// listing is a statement that is being built.
type listing struct {
	tx    *Tx
	appID string
	q     ListQuery
	limit int

	conditions
	from        []string // tables
	searched    bool
	restricted  bool // the count stops at the cap
	nothing     bool // the query cannot find anything
	since, till time.Time
	docs        span // of a search: which documents come into question
	narrowed    bool // and a condition is on their rows d
	counted     int  // on all pages
}

func (l *listing) build(ctx context.Context) error {
	if l.q.Month != "" {
		since, err := time.ParseInLocation("2006-01", l.q.Month, tuwen.Beijing(time.Now()).Location())
		if err != nil {
			return tuwen.Errorf(tuwen.Invalid, "month.bad", "a month is written 2006-01").With("field", "month")
		}
		l.since, l.till = since, since.AddDate(0, 1, 0)
	}
	l.restricted = l.q.Noted != nil || l.q.Used != nil
	noted := l.q.Noted != nil && *l.q.Noted
	blank := strings.TrimSpace(l.q.Q) == ""
	if blank && !noted {
		l.buildList()
		return nil
	}
	tokens := tuwen.SearchQuery(l.q.Q[:min(len(l.q.Q), maxQuery)])
	if len(tokens) == 0 && !blank || !tuwen.ValidAppID(l.appID) {
		l.nothing = true
		return nil
	}
	if noted {
		tokens = append(tokens, notedToken)
	}
	return l.buildSearch(ctx, tokens)
}

// buildList goes along the index of the list; where few are used, it begins
// with those instead. The noted are in the search index.
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
	if l.q.Noted != nil {
		l.and("NOT EXISTS (SELECT 1 FROM notes n WHERE n.app_id = m.app_id AND n.media_id = m.media_id)")
	}
	if l.q.Used != nil && *l.q.Used {
		l.from = slices.Insert(l.from, 0, "(SELECT DISTINCT u.media_id FROM uses u WHERE u.app_id = "+app+") u")
		l.and("m.media_id = u.media_id")
	} else if l.q.Used != nil {
		l.and("NOT EXISTS (SELECT 1 FROM uses u WHERE u.app_id = m.app_id AND u.media_id = m.media_id)")
	}
}

// tables keeps SQLite to their order.
func (l *listing) tables() string { return strings.Join(l.from, " CROSS JOIN ") }

func (l *listing) body() string {
	return " FROM " + l.tables() + " WHERE " + l.String()
}

// page reads the places of a page and one more.
func (l *listing) page(ctx context.Context, columns, order string) (places []place, err error) {
	return places, l.tx.query(ctx, func(r *sql.Rows) error {
		var p place
		err := r.Scan(&p.at, &p.id)
		places = append(places, p)
		return err
	}, fmt.Sprintf("SELECT %s%s ORDER BY %s LIMIT %d", columns, l.body(), order, l.limit+1), l.args...)
}

// count counts, for the first page, the rows of all pages, where that is
// restricted no further than needed.
func (l *listing) count(ctx context.Context) (err error) {
	switch {
	case l.q.Cursor != "": // it tells
	case l.restricted:
		l.counted, _, err = l.conditions.count(ctx, l.tx, l.tables(), totalCap+1)
	case l.q.IncludeGone:
		err = l.tx.sql.QueryRowContext(ctx, "SELECT count(*)"+l.body(), l.args...).Scan(&l.counted)
	default:
		l.counted, err = l.counts(ctx)
	}
	return err
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
	l.counted = int(counted)
	if l.searched {
		l.docs.till = min(l.docs.till, at)
		return nil
	}
	t := l.bind(at)
	l.and("m.update_time <= " + t)
	l.and("(m.update_time < " + t + " OR m.media_id > " + l.bind(id) + ")")
	return nil
}
