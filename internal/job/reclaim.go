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

// slots is how many processes of one node name work at once.
const slots = 16

// claim finds a name under which no other process works jobs, and gives back
// what an earlier process of that name was doing when it died, so that work
// goes on in seconds: River alone takes over a minute. It does so only where
// that process is proven dead: on SQLite by the store's lock file, on
// PostgreSQL by a lock that lives as long as its connection.
func (j *Jobs) claim(ctx context.Context) (name string, release func(), err error) {
	if j.db.Engine() == store.SQLite {
		return j.cfg.Node, func() {}, j.giveBack(ctx,
			"UPDATE river_job SET state = 'available' WHERE state = 'running'",
			"DELETE FROM river_leader")
	}
	if j.cfg.Node == "" {
		return "", func() {}, nil // River makes a random one
	}
	conn, err := j.db.SQL().Conn(ctx)
	if err != nil {
		return "", nil, fmt.Errorf("connect: %w", err)
	}
	name, err = j.slot(ctx, conn)
	if err == nil {
		err = j.giveBack(ctx,
			"UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1",
			"DELETE FROM river_leader WHERE leader_id = $1", name)
	}
	release = func() { unlockAndClose(ctx, conn, nodeLock(name)) }
	if err != nil {
		release()
		return "", nil, err
	}
	return name, release, nil
}

// slot locks the first free name of this node.
func (j *Jobs) slot(ctx context.Context, conn *sql.Conn) (string, error) {
	name, patience := j.cfg.Node, 20
	for n := 2; ; n++ {
		got, err := tryLock(ctx, conn, nodeLock(name), patience)
		if err != nil || got {
			return name, err
		}
		if n > slots {
			return "", fmt.Errorf("%d processes work as node %s already", slots, j.cfg.Node)
		}
		name, patience = fmt.Sprintf("%s-%d", j.cfg.Node, n), 0
	}
}

// tryLock takes the lock, trying again some tenths of a second: PostgreSQL
// must notice first that the process which held it is dead.
func tryLock(ctx context.Context, conn *sql.Conn, lock int64, patience int) (bool, error) {
	for try := 0; ; try++ {
		var got bool
		if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lock).Scan(&got); err != nil {
			return false, fmt.Errorf("lock node: %w", err)
		}
		if got || try >= patience {
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
