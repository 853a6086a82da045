-- name: Note :one
SELECT media_id, text, written_by, written_at
FROM notes
WHERE app_id = $1 AND media_id = $2;

-- name: PutNote :exec
INSERT INTO notes (app_id, media_id, text, written_by, written_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (app_id, media_id) DO UPDATE
SET text = EXCLUDED.text, written_by = EXCLUDED.written_by, written_at = EXCLUDED.written_at;

-- name: DeleteNote :exec
DELETE FROM notes
WHERE app_id = $1 AND media_id = $2;

-- The successor's own note, if it has one, stays.
-- name: HandNoteOver :execrows
INSERT INTO notes (app_id, media_id, text, written_by, written_at)
SELECT n.app_id, sqlc.arg(successor), n.text, n.written_by, n.written_at
FROM notes n
WHERE n.app_id = sqlc.arg(app_id) AND n.media_id = sqlc.arg(media_id)
ON CONFLICT (app_id, media_id) DO NOTHING;

-- name: PutUse :exec
INSERT INTO uses (app_id, media_id, kind, use_id, name, active)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (app_id, media_id, kind, use_id) DO UPDATE
SET name = EXCLUDED.name, active = EXCLUDED.active;

-- name: RemoveUse :exec
DELETE FROM uses
WHERE app_id = $1 AND kind = $2 AND use_id = $3;
