-- name: NextTagChange :one
SELECT tag_id, give
FROM tag_changes
WHERE app_id = $1 AND state = 'waiting'
ORDER BY id
LIMIT 1;

-- name: TagChangesOf :many
SELECT id, openid, tries
FROM tag_changes
WHERE app_id = $1 AND state = 'waiting' AND tag_id = $2 AND give = $3
ORDER BY id
LIMIT $4;

-- name: TagChangesRest :one
SELECT CAST(coalesce(max(retry_at), 0) AS BIGINT) AS until
FROM tag_changes
WHERE app_id = $1 AND state = 'waiting' AND retry_at > 0;

-- name: CountTagChanges :many
SELECT tag_id, state, count(*) AS changes
FROM tag_changes
WHERE app_id = $1
GROUP BY tag_id, state
ORDER BY tag_id;

-- name: WaitingTagAccounts :many
SELECT a.app_id
FROM accounts a
WHERE EXISTS (SELECT 1 FROM tag_changes t WHERE t.app_id = a.app_id AND t.state = 'waiting')
ORDER BY a.app_id;

-- name: AgainTagChanges :execrows
UPDATE tag_changes
SET state = 'waiting', tries = 0, retry_at = 0, problem = ''
WHERE app_id = $1 AND state = 'failed';

-- name: ForgetTagChanges :execrows
DELETE FROM tag_changes
WHERE app_id = $1 AND state = 'failed';

-- name: EraseTagChanges :exec
DELETE FROM tag_changes
WHERE app_id = $1 AND openid = $2;
