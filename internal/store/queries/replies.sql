-- name: ReplyRules :many
SELECT id, kind, name, keywords, exact_case, priority, active, days, from_time, until_time, mode, replies, created_at,
       updated_at, updated_by
FROM reply_rules
WHERE app_id = $1
ORDER BY priority DESC, created_at, id;

-- name: ReplyRule :one
SELECT id, kind, name, keywords, exact_case, priority, active, days, from_time, until_time, mode, replies, created_at,
       updated_at, updated_by
FROM reply_rules
WHERE app_id = $1 AND id = $2;

-- name: PutReplyRule :exec
INSERT INTO reply_rules (app_id, id, kind, name, keywords, exact_case, priority, active, days, from_time, until_time,
                         mode, replies, created_at, updated_at, updated_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (app_id, id) DO UPDATE
SET kind = EXCLUDED.kind, name = EXCLUDED.name, keywords = EXCLUDED.keywords, exact_case = EXCLUDED.exact_case,
    priority = EXCLUDED.priority, active = EXCLUDED.active, days = EXCLUDED.days, from_time = EXCLUDED.from_time,
    until_time = EXCLUDED.until_time, mode = EXCLUDED.mode, replies = EXCLUDED.replies,
    updated_at = EXCLUDED.updated_at, updated_by = EXCLUDED.updated_by;

-- name: DeleteReplyRule :execrows
DELETE FROM reply_rules
WHERE app_id = $1 AND id = $2;

-- name: Conversations :many
SELECT id, name, opening, closing, options, created_at, updated_at, updated_by
FROM conversations
WHERE app_id = $1
ORDER BY created_at, id;

-- name: Conversation :one
SELECT id, name, opening, closing, options, created_at, updated_at, updated_by
FROM conversations
WHERE app_id = $1 AND id = $2;

-- name: PutConversation :exec
INSERT INTO conversations (app_id, id, name, opening, closing, options, created_at, updated_at, updated_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (app_id, id) DO UPDATE
SET name = EXCLUDED.name, opening = EXCLUDED.opening, closing = EXCLUDED.closing, options = EXCLUDED.options,
    updated_at = EXCLUDED.updated_at, updated_by = EXCLUDED.updated_by;

-- name: DeleteConversation :execrows
DELETE FROM conversations
WHERE app_id = $1 AND id = $2;

-- name: ReplyPictures :many
SELECT id, name, media_id, url, created_at
FROM reply_pictures
WHERE app_id = $1
ORDER BY created_at DESC, id;

-- name: ReplyPicture :one
SELECT id, name, media_id, url, created_at
FROM reply_pictures
WHERE app_id = $1 AND id = $2;

-- name: PutReplyPicture :exec
INSERT INTO reply_pictures (app_id, id, name, media_id, url, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (app_id, id) DO UPDATE
SET name = EXCLUDED.name, media_id = EXCLUDED.media_id, url = EXCLUDED.url;

-- name: DeleteReplyPicture :execrows
DELETE FROM reply_pictures
WHERE app_id = $1 AND id = $2;

-- name: RemoveReplyUse :exec
DELETE FROM reply_uses
WHERE app_id = $1 AND kind = $2 AND use_id = $3;

-- name: ReplyUses :many
SELECT target, kind, use_id, name, active
FROM reply_uses
WHERE app_id = $1 AND noun = $2
ORDER BY target, kind, use_id;

-- name: ReplyUsesOf :many
SELECT kind, use_id, name, active
FROM reply_uses
WHERE app_id = $1 AND noun = $2 AND target = $3
ORDER BY kind, use_id;

-- name: DeleteTallies :exec
DELETE FROM tallies
WHERE app_id = $1 AND noun = $2 AND subject = $3;

-- name: Tallies :many
SELECT subject, part, CAST(sum(n) AS BIGINT) AS total
FROM tallies
WHERE app_id = $1 AND noun = $2
GROUP BY subject, part;

-- name: TallyOf :many
SELECT part, CAST(sum(n) AS BIGINT) AS total
FROM tallies
WHERE app_id = $1 AND noun = $2 AND subject = $3
GROUP BY part;

-- name: TallyDays :many
SELECT day, CAST(sum(n) AS BIGINT) AS n, CAST(sum(m) AS BIGINT) AS m
FROM tallies
WHERE app_id = $1 AND noun = $2 AND subject = $3 AND day >= $4
GROUP BY day
ORDER BY day;

-- name: CatalogVersion :one
SELECT a.created_at, CAST(coalesce(c.replies, 0) AS BIGINT) AS replies, CAST(coalesce(c.codes, 0) AS BIGINT) AS codes
FROM accounts a LEFT JOIN catalogs c ON c.app_id = a.app_id
WHERE a.app_id = $1;

-- name: BumpReplies :exec
INSERT INTO catalogs (app_id, replies, codes)
VALUES ($1, 1, 0)
ON CONFLICT (app_id) DO UPDATE
SET replies = catalogs.replies + 1;

-- name: BumpCodes :exec
INSERT INTO catalogs (app_id, replies, codes)
VALUES ($1, 0, 1)
ON CONFLICT (app_id) DO UPDATE
SET codes = catalogs.codes + 1;

-- Of the materials that just went at a time, something answers with one.
-- name: BumpForGone :exec
UPDATE catalogs
SET replies = replies + 1
WHERE catalogs.app_id = sqlc.arg(app_id) AND EXISTS (
    SELECT 1
    FROM uses u JOIN materials m ON m.app_id = u.app_id AND m.media_id = u.media_id
    WHERE u.app_id = sqlc.arg(app_id) AND m.gone_at = sqlc.arg(gone_at) AND m.gone_at > 0);

-- name: PutQRCode :exec
INSERT INTO qrcodes (app_id, id, name, scene, source, campaign, kind, url, ticket, expires_at, renews, replies,
                     tag_ids, problem, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (app_id, id) DO UPDATE
SET name = EXCLUDED.name, scene = EXCLUDED.scene, source = EXCLUDED.source, campaign = EXCLUDED.campaign,
    kind = EXCLUDED.kind, url = EXCLUDED.url, ticket = EXCLUDED.ticket, expires_at = EXCLUDED.expires_at,
    renews = EXCLUDED.renews, replies = EXCLUDED.replies, tag_ids = EXCLUDED.tag_ids, problem = EXCLUDED.problem,
    updated_at = EXCLUDED.updated_at;

-- name: SceneOwner :one
SELECT id
FROM qrcodes
WHERE app_id = $1 AND scene = $2;

-- name: DeleteQRCode :execrows
DELETE FROM qrcodes
WHERE app_id = $1 AND id = $2;

-- name: CountPermanentCodes :one
SELECT count(*)
FROM qrcodes
WHERE app_id = $1 AND kind = 'permanent';

-- The row's lock makes two who change a code take turns.
-- name: HoldQRCode :execrows
UPDATE qrcodes
SET updated_at = updated_at
WHERE app_id = $1 AND id = $2;

-- name: QRCodeOwner :one
SELECT app_id
FROM qrcodes
WHERE id = $1;

-- name: CountQRCodeProblems :one
SELECT count(*)
FROM qrcodes
WHERE app_id = $1 AND problem <> '';

-- name: CodeSources :many
SELECT DISTINCT source
FROM qrcodes
WHERE app_id = $1 AND source <> ''
ORDER BY source
LIMIT $2;

-- name: CodeCampaigns :many
SELECT DISTINCT campaign
FROM qrcodes
WHERE app_id = $1 AND campaign <> ''
ORDER BY campaign
LIMIT $2;
