-- name: Menu :one
SELECT draft, live, updated_at, updated_by
FROM menus
WHERE app_id = $1;

-- name: PutMenuDraft :exec
INSERT INTO menus (app_id, draft, live, updated_at, updated_by)
VALUES ($1, $2, '', $3, $4)
ON CONFLICT (app_id) DO UPDATE
SET draft = EXCLUDED.draft, updated_at = EXCLUDED.updated_at, updated_by = EXCLUDED.updated_by;

-- name: SetLiveMenu :exec
UPDATE menus
SET live = $2
WHERE app_id = $1;

-- name: MenuVersion :one
SELECT id, source, menu, menu_ids, created_at, created_by
FROM menu_versions
WHERE app_id = $1 AND id = $2;

-- name: PutMenuVersion :exec
INSERT INTO menu_versions (app_id, id, source, menu, menu_ids, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: MenuButtons :many
SELECT id, button, live
FROM menu_buttons
WHERE app_id = $1
ORDER BY id;

-- name: RetireMenuButtons :exec
UPDATE menu_buttons
SET live = FALSE
WHERE app_id = $1 AND live;

-- name: ForgetMenuUses :exec
DELETE FROM uses
WHERE app_id = $1 AND kind = 'menu';

-- name: ForgetMenuReplyUses :exec
DELETE FROM reply_uses
WHERE app_id = $1 AND kind = 'menu';

-- name: ButtonTaps :many
SELECT subject, day, CAST(sum(n) AS BIGINT) AS taps
FROM tallies
WHERE app_id = $1 AND noun = $2 AND day >= $3
GROUP BY subject, day;
