-- name: SetWindow :execrows
UPDATE contacts
SET window_kind = $3, window_opened_at = $4, window_closes_at = $5, window_sent = $6, window_limit = $7, window_closed = $8
WHERE app_id = $1 AND openid = $2;

-- The row's lock makes two spenders take turns; the second looks again.
-- name: SpendWindow :execrows
UPDATE contacts
SET window_sent = window_sent + 1
WHERE app_id = sqlc.arg(app_id) AND openid = sqlc.arg(openid) AND window_kind <> '' AND NOT window_closed
  AND window_sent < window_limit AND window_closes_at > sqlc.arg(now);

-- name: RefundWindow :execrows
UPDATE contacts
SET window_sent = window_sent - 1
WHERE app_id = $1 AND openid = $2 AND window_opened_at = $3 AND window_sent > 0;

-- name: CloseWindow :execrows
UPDATE contacts
SET window_closed = TRUE
WHERE app_id = $1 AND openid = $2 AND window_opened_at = $3 AND window_kind <> '';

-- name: SetRemark :execrows
UPDATE contacts
SET remark = $3
WHERE app_id = $1 AND openid = $2;

-- name: SetContactTags :execrows
UPDATE contacts
SET tag_ids = $3
WHERE app_id = $1 AND openid = $2;

-- name: EraseContact :many
DELETE FROM contacts
WHERE app_id = $1 AND openid = $2
RETURNING sighted_at;

-- name: EraseSighting :exec
DELETE FROM sightings
WHERE app_id = $1 AND at = $2 AND openid = $3;

-- name: EraseContactTag :exec
DELETE FROM contact_tags
WHERE app_id = $1 AND tag_id = $2 AND openid = $3;

-- name: AddFormerContact :exec
INSERT INTO former_contacts (app_id, contact_hash, erased, first_at, last_at)
VALUES (sqlc.arg(app_id), sqlc.arg(contact_hash), 1, sqlc.arg(at), sqlc.arg(at))
ON CONFLICT (app_id, contact_hash) DO UPDATE
SET erased = former_contacts.erased + 1, last_at = EXCLUDED.last_at;

-- name: FormerContact :one
SELECT erased, first_at, last_at
FROM former_contacts
WHERE app_id = $1 AND contact_hash = $2;

-- name: CountFormerContacts :one
SELECT count(*)
FROM former_contacts
WHERE app_id = $1;

-- name: EraseAudit :exec
UPDATE audit
SET subject = sqlc.arg(contact_hash), name = '', details = ''
WHERE app_id = sqlc.arg(app_id) AND subject = sqlc.arg(openid);

-- name: PlannedOfJourneys :many
SELECT app_id, cause_id, step_id, enrollment_id, CAST('unsent' AS TEXT) AS state, CAST('gone' AS TEXT) AS reason
FROM messages
WHERE app_id = $1 AND openid = $2 AND state IN ('planned', 'sending') AND state = 'planned' AND step_id <> '';

-- name: EraseMessages :exec
UPDATE messages
SET openid = '', problem = '',
    reason = CASE WHEN state = 'planned' THEN 'gone' ELSE reason END,
    done_at = CASE WHEN state = 'planned' THEN CAST(sqlc.arg(at) AS BIGINT) ELSE done_at END,
    state = CASE WHEN state = 'planned' THEN 'unsent' ELSE state END
WHERE app_id = sqlc.arg(app_id) AND openid = sqlc.arg(openid) AND openid <> '';

-- name: Tags :many
SELECT id, name, count, system
FROM tags
WHERE app_id = $1
ORDER BY id;

-- name: PutTag :exec
INSERT INTO tags (app_id, id, name, count, system)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (app_id, id) DO UPDATE
SET name = EXCLUDED.name, count = EXCLUDED.count, system = EXCLUDED.system;

-- name: DeleteTag :execrows
DELETE FROM tags
WHERE app_id = $1 AND id = $2;

-- name: UntagAll :exec
UPDATE contacts
SET tag_ids = replace(tag_ids, sqlc.arg(pattern), ',')
WHERE contacts.app_id = sqlc.arg(app_id)
  AND contacts.openid IN (SELECT t.openid FROM contact_tags t WHERE t.app_id = sqlc.arg(app_id) AND t.tag_id = sqlc.arg(tag_id));

-- name: DeleteContactTags :exec
DELETE FROM contact_tags
WHERE app_id = $1 AND tag_id = $2;

-- name: TaggedSome :many
SELECT openid
FROM contact_tags
WHERE app_id = $1 AND tag_id = $2
ORDER BY openid
LIMIT $3;

-- name: TagsReadAt :one
SELECT read_at
FROM tag_readings
WHERE app_id = $1;

-- name: SetTagsReadAt :exec
INSERT INTO tag_readings (app_id, read_at)
VALUES ($1, $2)
ON CONFLICT (app_id) DO UPDATE
SET read_at = EXCLUDED.read_at;
