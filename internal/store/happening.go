package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// pushLag is how long after it happened WeChat may push an event here: it
// repeats for seconds, and clocks differ.
const pushLag = 5 * time.Minute

// Happenings returns what contacts did since a time, by openid, in no order.
func (s Events) Happenings(ctx context.Context, appID string, openIDs []string, since time.Time) (map[string][]tuwen.Happening, error) {
	all := map[string][]tuwen.Happening{}
	if len(openIDs) == 0 {
		return all, nil
	}
	d := s.tx.dialect
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var openID string
		var h tuwen.Happening
		err := r.Scan(&openID, &h.Kind, &h.Text, timeColumn{&h.At})
		all[openID] = append(all[openID], h)
		return err
	}, `SELECT openid, kind, text, at FROM events WHERE app_id = $1 AND openid <> '' AND openid `+d.among("$2")+`
		AND id >= $3 AND at >= $4`, appID, d.list(openIDs), firstID(since.Add(-pushLag)), millis(since))
	if err != nil {
		return nil, fmt.Errorf("read what contacts did: %w", err)
	}
	return all, nil
}
