package job

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/tuwen/tuwen/internal/store"
)

// migrationLock is the advisory lock of [Migrate] on PostgreSQL.
const migrationLock int64 = 0x7475_7765_6e00_0001 // "tuwen", 1

func lockMigration(ctx context.Context, db *store.DB) (unlock func(), err error) {
	if db.Engine() == store.SQLite {
		return func() {}, nil
	}
	conn, err := db.SQL().Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("lock: %w", err)
	}
	return func() { unlockAndClose(ctx, conn, migrationLock) }, nil
}

func unlockAndClose(ctx context.Context, conn *sql.Conn, lock int64) {
	_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lock)
	_ = conn.Close()
}

// reclaim gives back what an earlier process of this node was doing when it
// died, so that work goes on in seconds: River alone takes over a minute. It
// does so only where that process is proven dead: on SQLite by the store's
// lock file, on PostgreSQL by a lock that lives as long as its connection.
func (j *Jobs) reclaim(ctx context.Context) (release func(), err error) {
	if j.db.Engine() == store.SQLite {
		return func() {}, j.giveBack(ctx,
			"UPDATE river_job SET state = 'available' WHERE state = 'running'",
			"DELETE FROM river_leader")
	}
	if j.node == "" {
		return func() {}, nil
	}
	conn, err := j.db.SQL().Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	lock := nodeLock(j.node)
	alone, err := tryLock(ctx, conn, lock)
	if err != nil || !alone {
		_ = conn.Close()
		if err == nil {
			j.log.WarnContext(ctx, "another process has this node's name; give each its own", "node", j.node)
		}
		return func() {}, err
	}
	release = func() { unlockAndClose(ctx, conn, lock) }
	err = j.giveBack(ctx,
		"UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1",
		"DELETE FROM river_leader WHERE leader_id = $1", j.node)
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// tryLock takes the lock, waiting two seconds for PostgreSQL to notice that
// the process which held it is dead.
func tryLock(ctx context.Context, conn *sql.Conn, lock int64) (bool, error) {
	for try := 0; ; try++ {
		var got bool
		if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lock).Scan(&got); err != nil {
			return false, fmt.Errorf("lock node: %w", err)
		}
		if got || try == 20 {
			return got, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func nodeLock(node string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("tuwen node " + node))
	return int64(h.Sum64())
}

func (j *Jobs) giveBack(ctx context.Context, jobs, leader string, args ...any) error {
	r, err := j.db.SQL().ExecContext(ctx, jobs, args...)
	if err != nil {
		return fmt.Errorf("give back jobs: %w", err)
	}
	if n, err := r.RowsAffected(); err == nil && n > 0 {
		j.log.InfoContext(ctx, "gave back the jobs of a process that died", "jobs", n)
	}
	if _, err := j.db.SQL().ExecContext(ctx, leader, args...); err != nil {
		return fmt.Errorf("give back leadership: %w", err)
	}
	return nil
}
