-- The state as an expression: else PostgreSQL, which has not counted them yet,
-- may walk all open messages to find one.
-- name: ClaimMessage :execrows
UPDATE messages
SET state = 'sending', node = $3, claimed_at = $4
WHERE app_id = $1 AND id = $2 AND state || '' = 'planned';

-- name: FinishMessage :many
UPDATE messages
SET state = $3, reason = $4, problem = $5, done_at = $6, tries = tries + $7, retry_at = $8
WHERE app_id = $1 AND id = $2 AND state || '' IN ('planned', 'sending')
RETURNING app_id, cause_id, step_id, enrollment_id, state, reason;

-- name: LoseSending :many
UPDATE messages
SET state = 'unknown', reason = 'crash', done_at = sqlc.arg(at)
WHERE state = 'sending' AND (node = sqlc.arg(node) OR claimed_at < sqlc.arg(before))
RETURNING app_id, cause_id, step_id, enrollment_id, state, reason;

-- name: UnsendMessages :many
UPDATE messages
SET state = 'unsent', reason = $3, problem = $4, done_at = $5
WHERE app_id = $1 AND openid = $2 AND state IN ('planned', 'sending') AND state = 'planned'
RETURNING app_id, cause_id, step_id, enrollment_id, state, reason;

-- name: LateMessages :many
UPDATE messages
SET state = 'unsent', reason = 'late', done_at = sqlc.arg(at)
WHERE state IN ('planned', 'sending') AND state = 'planned' AND due_by <= sqlc.arg(now)
RETURNING app_id, cause_id, step_id, enrollment_id, state, reason;

-- name: PurgeMessages :execrows
DELETE FROM messages
WHERE messages.app_id = sqlc.arg(app_id) AND messages.id IN (
    SELECT m.id FROM messages m
    WHERE m.app_id = sqlc.arg(app_id) AND m.id < sqlc.arg(before_id) AND m.state NOT IN ('planned', 'sending')
    ORDER BY m.id
    LIMIT sqlc.arg(most));
