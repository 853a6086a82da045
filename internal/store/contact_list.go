package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// ContactFilter says which contacts are asked for; empty fields ask for all.
type ContactFilter struct {
	// Q is the beginning of an openid, or part of a remark, whatever its case.
	Q        string
	Followed *bool
	TagIDs   []int // all of them
	// FollowedAfter is the first moment that counts, FollowedBefore the first
	// that does not.
	FollowedAfter  time.Time
	FollowedBefore time.Time
	SeenAfter      time.Time
	FollowScene    string // as WeChat words it
	FollowedBy     string // the scene of a QR code
	Limit          int    // 0 is 20, and 100 are the most
	Cursor         string
}

// knownTotal is where the count of all contacts stops in a list;
// [Contacts.Count] goes on.
const knownTotal = 100_000

// mostFound is how many openids a search begins with: whoever gets so many should
// type more.
const mostFound = 1000

// rare is how many contacts may have a tag, or may have been seen lately, so
// that a list begins with them.
const rare = 5000

// List returns a page of contacts, who followed last first; those of whom
// that is not known stand where they came here. The total is exact to
// 100,000, with a filter other than Followed to 1,000. A cursor nobody gave
// out is [tuwen.Invalid] "cursor.bad".
func (s Contacts) List(ctx context.Context, appID string, f ContactFilter) (p tuwen.Page[tuwen.Contact], err error) {
	l, err := s.listing(ctx, appID, f)
	if err != nil {
		return p, err
	}
	if p.Total, p.TotalMore, err = s.total(ctx, appID, l, f); err != nil {
		return p, fmt.Errorf("count contacts: %w", err)
	}
	if err := l.after(f.Cursor); err != nil {
		return p, err
	}
	limit := pageSize(f.Limit)
	p.Items = []tuwen.Contact{}
	err = s.tx.query(ctx, func(r *sql.Rows) error {
		if len(p.Items) == limit {
			last := p.Items[limit-1]
			p.NextCursor = sealCursor(listedAt(last), last.OpenID)
			return nil
		}
		c, err := scanContact(r)
		p.Items = append(p.Items, c)
		return err
	}, fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY c.listed_at DESC, c.openid LIMIT %d", contactColumns, l.from,
		&l.conditions, limit+1), l.args...)
	if err != nil {
		return p, fmt.Errorf("list contacts: %w", err)
	}
	return p, nil
}

// total counts the contacts of all pages. Who follows is not in the index of
// the list: all are counted, and those few who do not follow taken off.
func (s Contacts) total(ctx context.Context, appID string, l *contactListing, f ContactFilter) (n int, more bool, err error) {
	if l.most != knownTotal || f.Followed == nil || !*f.Followed {
		return l.total(ctx, s.tx)
	}
	all, err := s.listing(ctx, appID, ContactFilter{})
	if err != nil {
		return 0, false, err
	}
	left, err := s.listing(ctx, appID, ContactFilter{Followed: new(bool)})
	if err != nil {
		return 0, false, err
	}
	n, more, err = all.count(ctx, s.tx, all.from, knownTotal)
	if err != nil || more {
		return n, more, err
	}
	unfollowed, _, err := left.count(ctx, s.tx, left.from, knownTotal)
	return n - unfollowed, false, err
}

// listedAt is the contact's place in the list, as its row has it.
func listedAt(c tuwen.Contact) int64 {
	if c.FollowedAt != nil {
		return millis(*c.FollowedAt)
	}
	return millis(c.CreatedAt)
}

// Count returns how many contacts the filter lets through, exactly: of a
// million it takes a tenth of a second.
func (s Contacts) Count(ctx context.Context, appID string, f ContactFilter) (int, error) {
	l, err := s.listing(ctx, appID, f)
	if err != nil {
		return 0, err
	}
	n, _, err := l.count(ctx, s.tx, l.from, math.MaxInt32)
	if err != nil {
		return 0, fmt.Errorf("count contacts: %w", err)
	}
	return n, nil
}

type contactListing struct {
	conditions
	from string
	most int // where the count stops
	// sighted is the condition on the sightings of those who may have been seen,
	// where they are many; else "".
	sighted string
}

// total counts up to where the count of the list stops. Many who were seen are
// counted from their sightings: most of those are let through, while the others
// may stand first in the list.
func (l *contactListing) total(ctx context.Context, tx *Tx) (n int, more bool, err error) {
	if l.sighted == "" || l.most > totalCap {
		return l.count(ctx, tx, l.from, l.most)
	}
	c := conditions{args: l.args, where: []string{
		l.sighted, "(SELECT 1 FROM contacts c WHERE " + l.String() + " AND c.openid = s.openid) = 1",
	}}
	return c.count(ctx, tx, "sightings s", l.most)
}

func (s Contacts) listing(ctx context.Context, appID string, f ContactFilter) (*contactListing, error) {
	l := &contactListing{from: "contacts c", most: totalCap}
	app := l.bind(appID)
	l.and("c.app_id = " + app)
	if err := l.begin(ctx, s.tx, app, f); err != nil {
		return nil, err
	}
	for _, id := range f.TagIDs {
		l.and("c.tag_ids LIKE " + l.bind(tagPattern(id)))
	}
	if !f.FollowedAfter.IsZero() {
		t := l.bind(millis(f.FollowedAfter))
		l.and("c.listed_at >= " + t + " AND c.followed_at >= " + t)
	}
	if !f.FollowedBefore.IsZero() {
		t := l.bind(millis(f.FollowedBefore))
		l.and("c.listed_at < " + t + " AND c.followed_at < " + t)
	}
	if !f.SeenAfter.IsZero() {
		l.and("c.seen_at >= " + l.bind(millis(f.SeenAfter)))
	}
	if f.FollowScene != "" {
		l.and("c.follow_scene = " + l.bind(f.FollowScene))
	}
	if f.FollowedBy != "" {
		l.and("c.followed_by <> ''")
		l.and("c.followed_by = " + l.bind(f.FollowedBy))
	}
	if len(l.where) == 1 {
		l.most = knownTotal
	}
	if f.Followed != nil && *f.Followed {
		l.and("c.followed")
	} else if f.Followed != nil {
		l.and("NOT c.followed")
		l.and("c.listed_at >= 0") // always; without it SQLite goes through all to count those few
	}
	return l, nil
}

// after leaves out what stands before the place of a cursor.
func (l *contactListing) after(cursor string) error {
	if cursor == "" {
		return nil
	}
	at, id, err := openCursor(cursor)
	if err != nil {
		return err
	}
	t := l.bind(at)
	l.and("c.listed_at <= " + t)
	l.and("(c.listed_at < " + t + " OR c.openid > " + l.bind(id) + ")")
	return nil
}

// begin chooses what the list begins with, where that are few: those who are
// found, those of a tag, or those who were seen lately. CROSS JOIN keeps SQLite to this order.
func (l *contactListing) begin(ctx context.Context, tx *Tx, app string, f ContactFilter) error {
	if q := strings.TrimSpace(text(f.Q)); q != "" {
		remark := l.bind("%" + likeEscape.Replace(q) + "%")
		l.from = fmt.Sprintf(`(SELECT openid FROM (SELECT openid FROM contacts WHERE app_id = %s AND openid >= %s AND openid < %s
			ORDER BY openid LIMIT %d) a UNION SELECT openid FROM (SELECT openid FROM contacts WHERE app_id = %s
			AND remark <> '' AND lower(remark) LIKE lower(%s) ESCAPE '\' ORDER BY remark, openid LIMIT %d) b) q CROSS JOIN contacts c`,
			app, l.bind(q), l.bind(q+"\x7f"), mostFound, app, remark, mostFound)
		l.and("c.openid = q.openid")
		return nil
	}
	fewest, fewestID := rare+1, 0
	for _, id := range f.TagIDs {
		tagged := conditions{where: []string{"app_id = $1", "tag_id = $2"}, args: []any{l.args[0], id}}
		n, _, err := tagged.count(ctx, tx, "contact_tags", rare+1)
		if err != nil {
			return fmt.Errorf("count the contacts of a tag: %w", err)
		}
		if n < fewest {
			fewest, fewestID = n, id
		}
	}
	if !f.SeenAfter.IsZero() {
		since := sightedSince(f.SeenAfter)
		lately := conditions{where: []string{"app_id = $1", "at >= $2"}, args: []any{l.args[0], since}}
		n, _, err := lately.count(ctx, tx, "sightings", rare+1)
		if err != nil {
			return fmt.Errorf("count who was seen: %w", err)
		}
		from := l.bind(since)
		sighted := "s.app_id = " + app + " AND s.at >= " + from
		if n < fewest {
			l.from = "(SELECT openid FROM sightings s WHERE " + sighted + ") s CROSS JOIN contacts c"
			l.and("c.openid = s.openid")
			return nil
		}
		l.and("c.sighted_at >= " + from)
		l.sighted = sighted
	}
	if fewest <= rare {
		l.from = "contact_tags t CROSS JOIN contacts c"
		l.and("t.app_id = " + app)
		l.and("t.tag_id = " + l.bind(fewestID))
		l.and("c.openid = t.openid")
	}
	return nil
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// OpenIDs returns the openids of contacts that the filter lets through, in
// the order of the list, and the cursor of the next ones, "" at the end. The
// filter's own limit counts, up to 1,000.
func (s Contacts) OpenIDs(ctx context.Context, appID string, f ContactFilter) (openIDs []string, next string, err error) {
	l, err := s.listing(ctx, appID, f)
	if err != nil {
		return nil, "", err
	}
	if err := l.after(f.Cursor); err != nil {
		return nil, "", err
	}
	limit := min(max(f.Limit, 1), 1000)
	var last int64
	err = s.tx.query(ctx, func(r *sql.Rows) error {
		if len(openIDs) == limit {
			next = sealCursor(last, openIDs[limit-1])
			return nil
		}
		var id string
		err := r.Scan(&id, &last)
		openIDs = append(openIDs, id)
		return err
	}, fmt.Sprintf("SELECT c.openid, c.listed_at FROM %s WHERE %s ORDER BY c.listed_at DESC, c.openid LIMIT %d", l.from,
		&l.conditions, limit+1), l.args...)
	if err != nil {
		return nil, "", fmt.Errorf("list the openids of contacts: %w", err)
	}
	return openIDs, next, nil
}
