-- name: AccessToken :one
SELECT app_id, token, expires_at, fetched_at, forced_at, forced_day, forced_count
FROM access_tokens
WHERE app_id = $1;

-- name: PutAccessToken :exec
INSERT INTO access_tokens (app_id, token, expires_at, fetched_at, forced_at, forced_day, forced_count)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (app_id) DO UPDATE
SET token = EXCLUDED.token, expires_at = EXCLUDED.expires_at, fetched_at = EXCLUDED.fetched_at,
    forced_at = EXCLUDED.forced_at, forced_day = EXCLUDED.forced_day, forced_count = EXCLUDED.forced_count;

-- A lease is free once its time is over; its owner may prolong it.
-- name: AcquireLease :execrows
INSERT INTO leases (name, owner, held_until)
VALUES (sqlc.arg(name), sqlc.arg(owner), sqlc.arg(held_until))
ON CONFLICT (name) DO UPDATE
SET owner = EXCLUDED.owner, held_until = EXCLUDED.held_until
WHERE leases.owner = EXCLUDED.owner OR leases.held_until <= CAST(sqlc.arg(now) AS BIGINT);

-- name: ReleaseLease :exec
DELETE FROM leases
WHERE name = $1 AND owner = $2;
