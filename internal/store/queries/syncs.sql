-- The indexes of active runs, of the history and of the followers one per
-- account each, decide who was first.
-- name: CreateSync :execrows
INSERT INTO sync_runs (id, app_id, mode, state, total, fetched, added, updated, restored, unchanged, gone, calls,
                       sweep, quota_left, eta_seconds, paused_for, resume_at, advice, accept_pause, started_by,
                       created_at, started_at, updated_at, finished_at, error, checkpoint, phase, detailed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24, $25, $26, $27, $28)
ON CONFLICT DO NOTHING;

-- name: UpdateSync :execrows
UPDATE sync_runs
SET mode = $2, state = $3, total = $4, fetched = $5, added = $6, updated = $7, restored = $8, unchanged = $9,
    gone = $10, calls = $11, sweep = $12, quota_left = $13, eta_seconds = $14, paused_for = $15, resume_at = $16,
    advice = $17, accept_pause = $18, started_by = $19, started_at = $20, updated_at = $21, finished_at = $22,
    error = $23, checkpoint = $24, phase = $25, detailed = $26
WHERE id = $1;

-- name: Sync :one
SELECT id, app_id, mode, state, total, fetched, added, updated, restored, unchanged, gone, calls, sweep, quota_left,
       eta_seconds, paused_for, resume_at, advice, accept_pause, started_by, created_at, started_at, updated_at,
       finished_at, error, checkpoint, phase, detailed
FROM sync_runs
WHERE id = $1;

-- name: ActiveSync :one
SELECT id, app_id, mode, state, total, fetched, added, updated, restored, unchanged, gone, calls, sweep, quota_left,
       eta_seconds, paused_for, resume_at, advice, accept_pause, started_by, created_at, started_at, updated_at,
       finished_at, error, checkpoint, phase, detailed
FROM sync_runs
WHERE app_id = $1 AND state IN ('queued', 'running', 'paused') AND mode <> 'followers';

-- name: ActiveFollowersSync :one
SELECT id, app_id, mode, state, total, fetched, added, updated, restored, unchanged, gone, calls, sweep, quota_left,
       eta_seconds, paused_for, resume_at, advice, accept_pause, started_by, created_at, started_at, updated_at,
       finished_at, error, checkpoint, phase, detailed
FROM sync_runs
WHERE app_id = $1 AND state IN ('queued', 'running', 'paused') AND mode = 'followers';

-- name: ActiveSyncs :many
SELECT id, app_id, mode, state, total, fetched, added, updated, restored, unchanged, gone, calls, sweep, quota_left,
       eta_seconds, paused_for, resume_at, advice, accept_pause, started_by, created_at, started_at, updated_at,
       finished_at, error, checkpoint, phase, detailed
FROM sync_runs
WHERE state IN ('queued', 'running', 'paused')
ORDER BY created_at, id;

-- name: LastFinishedSync :one
SELECT id, app_id, mode, state, total, fetched, added, updated, restored, unchanged, gone, calls, sweep, quota_left,
       eta_seconds, paused_for, resume_at, advice, accept_pause, started_by, created_at, started_at, updated_at,
       finished_at, error, checkpoint, phase, detailed
FROM sync_runs
WHERE app_id = sqlc.arg(app_id) AND state = 'finished'
  AND (mode = CAST(sqlc.arg(any_mode) AS TEXT) OR CAST(sqlc.arg(any_mode) AS TEXT) = '' AND mode <> 'followers')
ORDER BY finished_at DESC, id DESC
LIMIT 1;

-- name: Syncs :many
SELECT id, app_id, mode, state, total, fetched, added, updated, restored, unchanged, gone, calls, sweep, quota_left,
       eta_seconds, paused_for, resume_at, advice, accept_pause, started_by, created_at, started_at, updated_at,
       finished_at, error, checkpoint, phase, detailed
FROM sync_runs
WHERE app_id = sqlc.arg(app_id) AND (mode = 'followers') = CAST(sqlc.arg(followers) AS BOOLEAN)
  AND (created_at < sqlc.arg(before_at) OR (created_at = sqlc.arg(before_at) AND id < sqlc.arg(before_id)))
ORDER BY created_at DESC, id DESC
LIMIT sqlc.arg(page_size);

-- name: CountSyncs :one
SELECT count(*)
FROM sync_runs
WHERE app_id = sqlc.arg(app_id) AND (mode = 'followers') = CAST(sqlc.arg(followers) AS BOOLEAN);

-- name: SyncState :one
SELECT state
FROM sync_runs
WHERE id = $1;
