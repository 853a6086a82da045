package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// CountDays counts who began to follow and who left, by Beijing day. The
// counts stay when the people are erased.
func (s Contacts) CountDays(ctx context.Context, appID string, days map[string]tuwen.FollowerDay) error {
	counts := make([]tally, 0, len(days))
	for day, d := range days {
		counts = append(counts, tally{day: day, n: d.New, m: d.Left})
	}
	return s.tx.tally(ctx, appID, contactNoun, counts)
}

// mostDated is of how many of those who followed last the days are told: older
// days of an account that gets more are told by their counts alone.
const mostDated = 50_000

// Days returns what was counted since a time, and when those who follow now
// began to, each by Beijing day and without days on which nothing happened.
func (s Contacts) Days(ctx context.Context, appID string, since time.Time) (counted, known []tuwen.FollowerDay, err error) {
	rows, err := s.tx.q.TallyDays(ctx, db.TallyDaysParams{AppID: appID, Noun: contactNoun, Day: tuwen.BeijingDay(since)})
	if err != nil {
		return nil, nil, fmt.Errorf("read the days of the followers: %w", err)
	}
	for _, r := range rows {
		counted = append(counted, tuwen.FollowerDay{Day: r.Day, New: int(r.N), Left: int(r.M)})
	}
	err = s.tx.query(ctx, func(r *sql.Rows) error {
		var day int64
		var d tuwen.FollowerDay
		err := r.Scan(&day, &d.New)
		d.Day = time.Unix(day*24*60*60, 0).UTC().Format(time.DateOnly)
		known = append(known, d)
		return err
	}, `SELECT (f.at + 28800000) / 86400000, count(*) FROM (SELECT listed_at AS at FROM contacts
		WHERE app_id = $1 AND listed_at >= $2 AND followed AND followed_at IS NOT NULL
		ORDER BY listed_at DESC, openid LIMIT $3) f GROUP BY 1`, appID, millis(since), mostDated)
	if err != nil {
		return nil, nil, fmt.Errorf("count followers by day: %w", err)
	}
	return counted, known, nil
}
