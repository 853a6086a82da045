package store

import "context"

// Copied are the tables that a move takes along.
var Copied = copied

// LogPages is how long the log may get.
const LogPages = logPages

// LogGrowth tells of one length of the log after the other whether it is about
// to get too long.
func LogGrowth() func(pages int) bool {
	var l logGrowth
	return l.near
}

// MigrateTo brings the schema to a version.
func MigrateTo(ctx context.Context, db *DB, version int64) error {
	p, err := db.migrations()
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	return err
}
