-- name: AddQuota :exec
INSERT INTO quota_days (app_id, path, day, people, jobs)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (app_id, path, day) DO UPDATE
SET people = quota_days.people + EXCLUDED.people, jobs = quota_days.jobs + EXCLUDED.jobs;

-- name: QuotaDay :one
SELECT app_id, path, day, people, jobs, wechat_used, own_at_check, checked_at
FROM quota_days
WHERE app_id = $1 AND path = $2 AND day = $3;

-- name: QuotaDays :many
SELECT app_id, path, day, people, jobs, wechat_used, own_at_check, checked_at
FROM quota_days
WHERE app_id = $1 AND day = $2;

-- name: QuotaPath :one
SELECT app_id, path, day_limit, blocked_until
FROM quota_paths
WHERE app_id = $1 AND path = $2;

-- name: QuotaPaths :many
SELECT app_id, path, day_limit, blocked_until
FROM quota_paths
WHERE app_id = $1;

-- What we had counted at that moment is kept beside what WeChat had, so that
-- the calls of others can be told from ours later in the day.
-- name: SetQuotaChecked :exec
INSERT INTO quota_days (app_id, path, day, wechat_used, own_at_check, checked_at)
VALUES ($1, $2, $3, $4, 0, $5)
ON CONFLICT (app_id, path, day) DO UPDATE
SET wechat_used = EXCLUDED.wechat_used, checked_at = EXCLUDED.checked_at,
    own_at_check = quota_days.people + quota_days.jobs;

-- name: SetQuotaLimit :exec
INSERT INTO quota_paths (app_id, path, day_limit)
VALUES ($1, $2, $3)
ON CONFLICT (app_id, path) DO UPDATE
SET day_limit = EXCLUDED.day_limit;

-- name: BlockQuota :exec
INSERT INTO quota_paths (app_id, path, blocked_until)
VALUES ($1, $2, $3)
ON CONFLICT (app_id, path) DO UPDATE
SET blocked_until = EXCLUDED.blocked_until;

-- name: PurgeQuotas :execrows
DELETE FROM quota_days
WHERE day < $1;

-- name: QuotaClears :one
SELECT clears
FROM quota_clears
WHERE app_id = $1 AND month = $2;

-- name: AddQuotaClear :exec
INSERT INTO quota_clears (app_id, month, clears)
VALUES ($1, $2, 1)
ON CONFLICT (app_id, month) DO UPDATE
SET clears = quota_clears.clears + 1;
