-- name: PendingDocs :many
SELECT id, app_id, media_id, version
FROM search_docs
WHERE pending
ORDER BY id DESC
LIMIT $1;

-- Another version means that the material changed since it was read.
-- name: SettleDoc :execrows
UPDATE search_docs
SET pending = FALSE
WHERE id = $1 AND version = $2 AND pending;

-- name: CountPendingDocs :one
SELECT count(*)
FROM search_docs
WHERE pending;

-- name: MarkUnseenDocsGone :exec
UPDATE search_docs
SET gone = TRUE
WHERE search_docs.app_id = sqlc.arg(app_id)
  AND media_id IN (SELECT m.media_id FROM materials m WHERE m.app_id = sqlc.arg(app_id) AND m.gone_at = sqlc.arg(gone_at) AND m.gone_at > 0);

-- What a move between engines leaves out.
-- name: StageEverything :execrows
INSERT INTO search_docs (id, app_id, media_id, version, pending, gone)
SELECT (m.update_time / 1000) * 1048576 + row_number() OVER (PARTITION BY m.update_time / 1000 ORDER BY m.app_id, m.media_id) - 1,
       m.app_id, m.media_id, 1, TRUE, m.gone_at > 0
FROM materials m
WHERE m.deleted_at = 0;
