package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// conditions is the WHERE of a statement that is being built, and what is
// bound to it.
type conditions struct {
	where []string
	args  []any
}

func (c *conditions) bind(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *conditions) and(condition string) { c.where = append(c.where, condition) }

// among is the condition that what stands before it is one of the values.
func among[T ~string](tx *Tx, c *conditions, values []T) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return tx.dialect.among(c.bind(tx.dialect.list(list)))
}

func (c *conditions) String() string { return strings.Join(c.where, " AND ") }

// count counts the rows of a FROM clause under the conditions, up to most.
func (c *conditions) count(ctx context.Context, tx *Tx, from string, most int) (n int, more bool, err error) {
	err = tx.sql.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 AS one FROM %s WHERE %s LIMIT %d) c",
		from, c, most+1), c.args...).Scan(&n)
	return min(n, most), n > most, err
}

var timedID = regexp.MustCompile(`^[0-9a-z]{1,64}$`)

// idPage reads a page of a list whose order is that of its ids, the newest
// first.
type idPage[T any] struct {
	tx             *Tx
	table, columns string
	limit          int
	cursor         string
	scan           func(*sql.Rows) (v T, id string, err error)
}

func (q idPage[T]) read(ctx context.Context, c *conditions) (p tuwen.Page[T], err error) {
	var before string
	if q.cursor != "" {
		b, err := base64.RawURLEncoding.DecodeString(q.cursor)
		if before = string(b); err != nil || !timedID.MatchString(before) {
			return p, errCursor
		}
	}
	if p.Total, p.TotalMore, err = c.count(ctx, q.tx, q.table, totalCap); err != nil {
		return p, err
	}
	if before != "" {
		c.and("id < " + c.bind(before))
	}
	limit := pageSize(q.limit)
	p.Items = []T{}
	last, more := "", false
	err = q.tx.query(ctx, func(r *sql.Rows) error {
		v, id, err := q.scan(r)
		if err != nil {
			return err
		}
		if more = len(p.Items) == limit; !more {
			p.Items, last = append(p.Items, v), id
		}
		return nil
	}, fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY id DESC LIMIT %d", q.columns, q.table, c, limit+1), c.args...)
	if err == nil && more {
		p.NextCursor = base64.RawURLEncoding.EncodeToString([]byte(last))
	}
	return p, err
}

// compare compares two keys of two parts.
func compare(a1, b1, a2, b2 string) int { return cmp.Or(cmp.Compare(a1, b1), cmp.Compare(a2, b2)) }

// timeColumn scans a time that is never NULL.
type timeColumn struct{ t *time.Time }

func (c timeColumn) Scan(v any) error {
	ms, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is kept as %T", v)
	}
	*c.t = fromMillis(ms)
	return nil
}

// nullTimeColumn scans a time where 0 and NULL are none.
type nullTimeColumn struct{ t **time.Time }

func (c nullTimeColumn) Scan(v any) error {
	*c.t = nil
	if ms, ok := v.(int64); ok && ms != 0 {
		t := fromMillis(ms)
		*c.t = &t
	}
	return nil
}

// jsonColumn scans what toJSON made; an empty one leaves the value as it is.
type jsonColumn struct{ into any }

func (c jsonColumn) Scan(v any) error {
	s, err := columnText(v)
	if err != nil || s == "" {
		return err
	}
	if err := json.Unmarshal([]byte(s), c.into); err != nil {
		return fmt.Errorf("decode a column: %w", err)
	}
	return nil
}

// rawText scans bytes as text that JSON can hold.
type rawText struct{ s *string }

func (c rawText) Scan(v any) error {
	s, err := columnText(v)
	*c.s = strings.ToValidUTF8(s, "\uFFFD")
	return err
}

func columnText(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("a text is kept as %T", v)
}

// causeColumn scans kind (0), id (1) and name (2) of what answered; without a
// kind there is none.
type causeColumn struct {
	by    **tuwen.UsedBy
	field int
}

func (c *causeColumn) Scan(v any) error {
	s, err := columnText(v)
	if err != nil {
		return err
	}
	if c.field == 0 {
		*c.by = nil
		if s != "" {
			*c.by = &tuwen.UsedBy{Kind: s}
		}
	}
	if u := *c.by; u != nil {
		switch c.field {
		case 1:
			u.ID = s
		case 2:
			u.Name = s
		}
	}
	return nil
}

func causeOf(by *tuwen.UsedBy) tuwen.UsedBy {
	if by == nil {
		return tuwen.UsedBy{}
	}
	return *by
}

// tagsColumn scans what sealTags made.
type tagsColumn struct{ ids *[]int }

func (c tagsColumn) Scan(v any) error {
	s, err := columnText(v)
	*c.ids = openTags(s)
	return err
}
