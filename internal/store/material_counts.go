package store

import (
	"context"
	"database/sql"
	"strings"
)

// month is the Beijing month of a row of materials, as each engine says it.
const (
	monthSQLite   = `strftime('%Y-%m', ROW.update_time / 1000 + 28800, 'unixepoch')`
	monthPostgres = `to_char(to_timestamp(ROW.update_time / 1000 + 28800) AT TIME ZONE 'UTC', 'YYYY-MM')`
)

// ofRow is an expression about a row.
func ofRow(expression, row string) string { return strings.ReplaceAll(expression, "ROW.", row+".") }

const listedRow = "ROW.deleted_at = 0 AND ROW.gone_at = 0"

// setUpCountsSQLite makes the triggers that keep material_counts. A count that
// goes down is there: the row was counted; one that goes up may not be.
func setUpCountsSQLite(ctx context.Context, t *sql.Tx) error {
	less := `UPDATE material_counts SET n = n - 1
		WHERE ` + ofRow(listedRow, "OLD") + ` AND app_id = OLD.app_id AND source = OLD.source
			AND month = ` + ofRow(monthSQLite, "OLD") + `;`
	more := `INSERT INTO material_counts (app_id, source, month, n)
		SELECT NEW.app_id, NEW.source, ` + ofRow(monthSQLite, "NEW") + `, 1 WHERE ` + ofRow(listedRow, "NEW") + `
		ON CONFLICT (app_id, source, month) DO UPDATE SET n = n + 1;`
	return execAll(
		ctx, t,
		`CREATE TRIGGER materials_count_insert AFTER INSERT ON materials BEGIN `+more+` END`,
		`CREATE TRIGGER materials_count_update AFTER UPDATE OF source, update_time, deleted_at, gone_at ON materials
			WHEN OLD.source <> NEW.source OR OLD.update_time <> NEW.update_time
				OR (`+ofRow(listedRow, "OLD")+`) <> (`+ofRow(listedRow, "NEW")+`)
			BEGIN `+less+more+` END`,
		`CREATE TRIGGER materials_count_delete AFTER DELETE ON materials BEGIN `+less+` END`,
		countMaterials(monthSQLite),
	)
}

// setUpCountsPostgres is setUpCountsSQLite for a statement at a time: the rows
// of a page are counted together, in one order, so that no two transactions
// wait for each other in a circle.
func setUpCountsPostgres(ctx context.Context, t *sql.Tx) error {
	grouped := func(rows string) string {
		return `SELECT r.app_id, r.source, ` + ofRow(monthPostgres, "r") + ` AS month, count(*) AS n
			FROM ` + rows + ` r WHERE ` + ofRow(listedRow, "r") + ` GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`
	}
	less := `UPDATE material_counts c SET n = c.n - r.n FROM (` + grouped("old_rows") + `) r
		WHERE c.app_id = r.app_id AND c.source = r.source AND c.month = r.month;`
	more := `INSERT INTO material_counts (app_id, source, month, n) ` + grouped("new_rows") + `
		ON CONFLICT (app_id, source, month) DO UPDATE SET n = material_counts.n + EXCLUDED.n;`
	// Most updates of a sync change nothing that is counted.
	changed := `IF EXISTS (SELECT 1 FROM old_rows o JOIN new_rows n ON n.app_id = o.app_id AND n.media_id = o.media_id
		WHERE o.source <> n.source OR o.update_time <> n.update_time
			OR (` + ofRow(listedRow, "o") + `) <> (` + ofRow(listedRow, "n") + `)) THEN ` + less + more + ` END IF;`
	function := func(name, body string) string {
		return `CREATE FUNCTION ` + name + `() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ` + body + ` RETURN NULL; END $$`
	}
	return execAll(
		ctx, t,
		function("materials_count_insert", more),
		function("materials_count_update", changed),
		function("materials_count_delete", less),
		`CREATE TRIGGER materials_count_insert AFTER INSERT ON materials REFERENCING NEW TABLE AS new_rows
			FOR EACH STATEMENT EXECUTE FUNCTION materials_count_insert()`,
		`CREATE TRIGGER materials_count_update AFTER UPDATE ON materials REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
			FOR EACH STATEMENT EXECUTE FUNCTION materials_count_update()`,
		`CREATE TRIGGER materials_count_delete AFTER DELETE ON materials REFERENCING OLD TABLE AS old_rows
			FOR EACH STATEMENT EXECUTE FUNCTION materials_count_delete()`,
		countMaterials(monthPostgres),
	)
}

// countMaterials counts what is there before the triggers are.
func countMaterials(month string) string {
	return `INSERT INTO material_counts (app_id, source, month, n)
		SELECT m.app_id, m.source, ` + ofRow(month, "m") + `, count(*) FROM materials m
		WHERE ` + ofRow(listedRow, "m") + ` GROUP BY 1, 2, 3`
}
