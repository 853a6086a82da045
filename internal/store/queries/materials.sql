-- name: ArticlesWithBodies :many
SELECT position, body
FROM articles
WHERE app_id = $1 AND media_id = $2
ORDER BY position;

-- name: CountUnseen :one
SELECT count(*)
FROM materials
WHERE app_id = $1 AND source = $2 AND gone_at = 0 AND NOT (seen_run = $3 AND seen_sweep = $4);

-- name: MarkUnseenGone :execrows
UPDATE materials
SET gone_at = sqlc.arg(gone_at)
WHERE app_id = sqlc.arg(app_id) AND source = sqlc.arg(source) AND gone_at = 0
  AND NOT (seen_run = sqlc.arg(seen_run) AND seen_sweep = sqlc.arg(seen_sweep));

-- name: CountLive :one
SELECT count(*) AS live,
       CAST(coalesce(sum(CASE WHEN deleted_at > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS deleted_here
FROM materials
WHERE app_id = $1 AND source = $2 AND gone_at = 0;

-- name: CountListed :many
SELECT source, CAST(sum(n) AS BIGINT) AS listed
FROM material_counts
WHERE app_id = $1
GROUP BY source;

-- name: CountNotes :one
SELECT count(*)
FROM notes
WHERE app_id = $1;

-- name: MaterialsInUse :many
SELECT m.media_id, m.checked_at
FROM materials m
WHERE m.app_id = $1 AND m.source = $2 AND m.gone_at = 0
  AND EXISTS (SELECT 1 FROM uses u WHERE u.app_id = m.app_id AND u.media_id = m.media_id)
ORDER BY m.checked_at, m.media_id;

-- name: SetMaterialChecked :exec
UPDATE materials
SET checked_at = $3
WHERE app_id = $1 AND media_id = $2;
