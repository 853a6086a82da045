package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Row is what is known of one interface of an account on one Beijing day.
type Row struct {
	Path   string
	Day    string
	People int // our calls on that day
	Jobs   int
	// Limit is what WeChat last named, on whatever day; 0 when it never did.
	Limit int
	// WeChatUsed is WeChat's count at CheckedAt, and OwnAtCheck ours at that
	// moment. All three are of this day.
	WeChatUsed   int
	OwnAtCheck   int
	CheckedAt    time.Time
	BlockedUntil time.Time // may lie on a later day
}

// Quotas count calls.
type Quotas struct{ tx *Tx }

// Add counts n calls of a path and returns the row as it is then.
func (s Quotas) Add(ctx context.Context, appID, path, day string, spender tuwen.Spender, n int) (Row, error) {
	p := db.AddQuotaParams{AppID: appID, Path: path, Day: day}
	if spender == tuwen.ByJob {
		p.Jobs = int64(n)
	} else {
		p.People = int64(n)
	}
	if err := s.tx.q.AddQuota(ctx, p); err != nil {
		return Row{}, s.tx.owned(err, "count a call")
	}
	return s.Row(ctx, appID, path, day)
}

// Row returns one path's day. A path that nobody called is a row of zeros.
func (s Quotas) Row(ctx context.Context, appID, path, day string) (Row, error) {
	d, err := s.tx.q.QuotaDay(ctx, db.QuotaDayParams{AppID: appID, Path: path, Day: day})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Row{}, fmt.Errorf("read quota: %w", err)
	}
	p, err := s.tx.q.QuotaPath(ctx, db.QuotaPathParams{AppID: appID, Path: path})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Row{}, fmt.Errorf("read quota: %w", err)
	}
	d.Path, d.Day = path, day
	return quotaRow(d, p), nil
}

// Of returns the day of every path of which something is known, by path.
func (s Quotas) Of(ctx context.Context, appID, day string) ([]Row, error) {
	days, err := s.tx.q.QuotaDays(ctx, db.QuotaDaysParams{AppID: appID, Day: day})
	if err != nil {
		return nil, fmt.Errorf("list quotas: %w", err)
	}
	paths, err := s.tx.q.QuotaPaths(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list quotas: %w", err)
	}
	dayOf := map[string]db.QuotaDay{}
	pathOf := map[string]db.QuotaPath{}
	for _, p := range paths {
		dayOf[p.Path], pathOf[p.Path] = db.QuotaDay{Path: p.Path, Day: day}, p
	}
	for _, d := range days {
		dayOf[d.Path] = d
	}
	rows := make([]Row, 0, len(dayOf))
	for path, d := range dayOf {
		rows = append(rows, quotaRow(d, pathOf[path]))
	}
	slices.SortFunc(rows, func(a, b Row) int { return strings.Compare(a.Path, b.Path) })
	return rows, nil
}

func quotaRow(d db.QuotaDay, p db.QuotaPath) Row {
	return Row{
		Path: d.Path, Day: d.Day, People: int(d.People), Jobs: int(d.Jobs), Limit: int(p.DayLimit),
		WeChatUsed: int(d.WechatUsed), OwnAtCheck: int(d.OwnAtCheck), CheckedAt: fromMillis(d.CheckedAt),
		BlockedUntil: fromMillis(p.BlockedUntil),
	}
}

// SetChecked keeps what WeChat answered at a time: the limit and its count.
// The row's OwnAtCheck becomes our count as it is now.
func (s Quotas) SetChecked(ctx context.Context, appID, path, day string, limit, used int, at time.Time) error {
	err := s.tx.q.SetQuotaChecked(ctx, db.SetQuotaCheckedParams{
		AppID: appID, Path: path, Day: day, WechatUsed: int64(used), CheckedAt: millis(at),
	})
	if err == nil {
		err = s.tx.q.SetQuotaLimit(ctx, db.SetQuotaLimitParams{AppID: appID, Path: path, DayLimit: int64(limit)})
	}
	return s.tx.owned(err, "keep quota")
}

// Block keeps until when the path must not be called; the zero time opens it.
func (s Quotas) Block(ctx context.Context, appID, path string, until time.Time) error {
	err := s.tx.q.BlockQuota(ctx, db.BlockQuotaParams{AppID: appID, Path: path, BlockedUntil: millis(until)})
	return s.tx.owned(err, "block a path")
}

// Clears returns how often the account's counters were cleared in a month,
// named 2006-01. WeChat allows it ten times.
func (s Quotas) Clears(ctx context.Context, appID, month string) (int, error) {
	n, err := s.tx.q.QuotaClears(ctx, db.QuotaClearsParams{AppID: appID, Month: month})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("count the clearings: %w", err)
	}
	return int(n), nil
}

// AddClear counts one clearing of the account's counters.
func (s Quotas) AddClear(ctx context.Context, appID, month string) error {
	return s.tx.owned(s.tx.q.AddQuotaClear(ctx, db.AddQuotaClearParams{AppID: appID, Month: month}), "count a clearing")
}

// Purge forgets the days before the given one and returns how many rows that
// were.
func (s Quotas) Purge(ctx context.Context, before string) (int, error) {
	n, err := s.tx.q.PurgeQuotas(ctx, before)
	if err != nil {
		return 0, fmt.Errorf("purge quotas: %w", err)
	}
	return int(n), nil
}
