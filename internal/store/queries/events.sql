-- name: EventOfKey :one
SELECT id
FROM events
WHERE app_id = $1 AND dedupe_key = $2;

-- name: RepeatEvent :exec
UPDATE events
SET repeats = repeats + sqlc.arg(more)
WHERE app_id = sqlc.arg(app_id) AND id = sqlc.arg(id);

-- name: AnswerEvent :execrows
UPDATE events
SET answered_kind = $3, answered_id = $4, answered_name = $5, passive = $6, took_ms = $7, answer = $8
WHERE app_id = $1 AND id = $2;

-- name: LastPush :one
SELECT received_at
FROM events
WHERE app_id = $1
ORDER BY id DESC
LIMIT 1;

-- name: EraseEvents :exec
UPDATE events
SET openid = '', contact_hash = sqlc.arg(contact_hash), text = '', raw = NULL, answer = NULL
WHERE app_id = sqlc.arg(app_id) AND openid = sqlc.arg(openid) AND openid <> '';

-- name: PurgeEvents :execrows
DELETE FROM events
WHERE events.app_id = sqlc.arg(app_id) AND events.id IN (
    SELECT e.id FROM events e
    WHERE e.app_id = sqlc.arg(app_id) AND e.id < sqlc.arg(before_id)
    ORDER BY e.id
    LIMIT sqlc.arg(most));

-- name: AddRefusals :exec
INSERT INTO refusals (app_id, reason, n, last_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (app_id, reason) DO UPDATE
SET n = refusals.n + EXCLUDED.n,
    last_at = CASE WHEN EXCLUDED.last_at > refusals.last_at THEN EXCLUDED.last_at ELSE refusals.last_at END;

-- name: Refusals :many
SELECT reason, n, last_at
FROM refusals
WHERE app_id = $1
ORDER BY last_at DESC, reason;
