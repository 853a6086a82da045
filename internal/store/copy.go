package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// copied are the tables that move, in the order in which their rows may
// refer to each other. The search index is made anew; leases and throttles
// stay behind.
var copied = []string{
	"accounts", "access_tokens", "quota_days", "quota_paths", "quota_clears", "materials", "articles", "notes", "uses",
	"draft_readings", "published_pages", "sync_runs", "pictures", "operators", "api_tokens", "sessions", "codes",
	"audit", "settings", "events", "refusals", "contacts", "sightings", "contact_tags", "former_contacts", "tags", "tag_readings", "reply_rules",
	"conversations", "qrcodes", "reply_pictures", "reply_uses", "tallies", "messages", "catalogs",
	"tag_changes", "mass_sends", "mass_recipients", "publications", "job_results",
	"menus", "menu_versions", "menu_buttons",
	"journeys", "journey_versions", "journey_secrets", "enrollments", "webhook_posts",
}

// copyRows is how many rows are written at once.
const copyRows = 500

// Copy moves everything from one database into another, which must be
// migrated and have no accounts and no operators ([tuwen.Conflict]
// "move.not_empty"). It is one transaction: a copy that fails leaves nothing.
// progress, unless nil, is told how many rows of a table are over. Jobs are not copied;
// who serves the new database starts them from the runs that are active.
func Copy(ctx context.Context, from, to *DB, progress func(table string, n int)) error {
	outside := ctx // the other transaction is in the other database
	err := from.Read(ctx, func(ctx context.Context, src *Tx) error {
		return to.Write(outside, func(ctx context.Context, dst *Tx) error {
			if err := dst.empty(ctx); err != nil {
				return err
			}
			for _, table := range copied {
				if err := copyTable(ctx, src, dst, table, progress); err != nil {
					return fmt.Errorf("copy %s: %w", table, err)
				}
			}
			if _, err := dst.q.StageEverything(ctx); err != nil {
				return fmt.Errorf("stage for the search: %w", err)
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	return to.Index(ctx)
}

func (tx *Tx) empty(ctx context.Context) error {
	accounts, err := tx.Accounts.All(ctx)
	if err != nil {
		return err
	}
	operators, err := tx.Operators.Count(ctx)
	if err != nil {
		return err
	}
	if len(accounts)+operators > 0 {
		return tuwen.Errorf(tuwen.Conflict, "move.not_empty", "the database to move to holds something already")
	}
	return nil
}

func copyTable(ctx context.Context, src, dst *Tx, table string, progress func(string, int)) error {
	rows, err := src.sql.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name()
	}
	head := table + " (" + strings.Join(names, ", ") + ")"
	n := 0
	var batch [][]any
	flush := func() error {
		if err := dst.insert(ctx, head, "", batch); err != nil {
			return err
		}
		n, batch = n+len(batch), batch[:0]
		if progress != nil {
			progress(table, n)
		}
		return nil
	}
	for rows.Next() {
		row, err := scanRow(rows, columns)
		if err != nil {
			return err
		}
		if batch = append(batch, row); len(batch) == copyRows {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return flush()
}

// scanRow reads a row of whatever columns; SQLite gives booleans as numbers.
func scanRow(rows *sql.Rows, columns []*sql.ColumnType) ([]any, error) {
	row := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	for i, c := range columns {
		if v, ok := row[i].(int64); ok && c.DatabaseTypeName() == "BOOLEAN" {
			row[i] = v != 0
		}
	}
	return row, nil
}
