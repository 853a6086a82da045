-- name: Operators :many
SELECT id, name, email, role, disabled, created_at, seen_at, password_hash, epoch
FROM operators
ORDER BY created_at, id;

-- name: Operator :one
SELECT id, name, email, role, disabled, created_at, seen_at, password_hash, epoch
FROM operators
WHERE id = $1;

-- name: OperatorByEmail :one
SELECT id, name, email, role, disabled, created_at, seen_at, password_hash, epoch
FROM operators
WHERE email = $1;

-- name: CountOperators :one
SELECT count(*)
FROM operators;

-- name: CreateOperator :execrows
INSERT INTO operators (id, name, email, role, disabled, created_at, seen_at, password_hash, epoch)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING;

-- name: UpdateOperator :execrows
UPDATE operators
SET name = $2, email = $3, role = $4, disabled = $5, seen_at = $6, password_hash = $7, epoch = $8
WHERE id = $1;

-- name: APITokens :many
SELECT id, name, role, created_by, created_at, used_at, hash
FROM api_tokens
ORDER BY created_at, id;

-- name: APITokenByHash :one
SELECT id, name, role, created_by, created_at, used_at, hash
FROM api_tokens
WHERE hash = $1;

-- name: CreateAPIToken :exec
INSERT INTO api_tokens (id, name, role, created_by, created_at, used_at, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: TouchAPIToken :exec
UPDATE api_tokens
SET used_at = $2
WHERE id = $1;

-- name: DeleteAPIToken :execrows
DELETE FROM api_tokens
WHERE id = $1;

-- name: Session :one
SELECT data, expires_at
FROM sessions
WHERE token = $1;

-- name: Sessions :many
SELECT token, data, expires_at
FROM sessions
WHERE expires_at > $1;

-- name: PutSession :exec
INSERT INTO sessions (token, data, expires_at)
VALUES ($1, $2, $3)
ON CONFLICT (token) DO UPDATE
SET data = EXCLUDED.data, expires_at = EXCLUDED.expires_at;

-- name: DeleteSession :exec
DELETE FROM sessions
WHERE token = $1;

-- name: PurgeSessions :execrows
DELETE FROM sessions
WHERE expires_at <= $1;

-- name: LoginThrottle :one
SELECT throttle, failures, first_at, last_at, blocked_until
FROM logins
WHERE throttle = $1;

-- Failures older than the window count no more.
-- name: FailLogin :one
INSERT INTO logins (throttle, failures, first_at, last_at, blocked_until)
VALUES (sqlc.arg(throttle), 1, sqlc.arg(now), sqlc.arg(now), 0)
ON CONFLICT (throttle) DO UPDATE
SET failures = CASE WHEN logins.last_at < CAST(sqlc.arg(stale) AS BIGINT) THEN 1 ELSE logins.failures + 1 END,
    first_at = CASE WHEN logins.last_at < CAST(sqlc.arg(stale) AS BIGINT) THEN EXCLUDED.first_at ELSE logins.first_at END,
    last_at = EXCLUDED.last_at
RETURNING throttle, failures, first_at, last_at, blocked_until;

-- name: BlockLogin :exec
UPDATE logins
SET blocked_until = $2
WHERE throttle = $1;

-- name: ClearLogin :exec
DELETE FROM logins
WHERE throttle = $1;

-- name: PurgeLogins :execrows
DELETE FROM logins
WHERE last_at < $1 AND blocked_until < $1;

-- name: CreateCode :exec
INSERT INTO codes (hash, operator_id, expires_at)
VALUES ($1, $2, $3);

-- name: TakeCode :one
DELETE FROM codes
WHERE hash = $1
RETURNING operator_id, expires_at;

-- name: PurgeCodes :exec
DELETE FROM codes
WHERE expires_at <= $1;

-- name: AddAudit :exec
INSERT INTO audit (id, at, actor, address, action, app_id, subject, name, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: AuditEntry :one
SELECT id, at, actor, address, action, app_id, subject, name, details
FROM audit
WHERE id = $1;

-- name: AmendAudit :execrows
UPDATE audit
SET name = $2, details = $3
WHERE id = $1;

-- name: AuditEntries :many
SELECT id, at, actor, address, action, app_id, subject, name, details
FROM audit
WHERE (CAST(sqlc.arg(app_id) AS TEXT) = '' OR app_id = CAST(sqlc.arg(app_id) AS TEXT))
  AND (CAST(sqlc.arg(actor) AS TEXT) = '' OR actor = CAST(sqlc.arg(actor) AS TEXT))
  AND (CAST(sqlc.arg(action) AS TEXT) = '' OR action = CAST(sqlc.arg(action) AS TEXT))
  AND (at < sqlc.arg(before_at) OR (at = sqlc.arg(before_at) AND id < sqlc.arg(before_id)))
ORDER BY at DESC, id DESC
LIMIT sqlc.arg(page_size);

-- name: Setting :one
SELECT value
FROM settings
WHERE name = $1;

-- name: PutSetting :exec
INSERT INTO settings (name, value)
VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE
SET value = EXCLUDED.value;
