-- name: DraftReading :one
SELECT media_ids, total, read_at, error, failed_at
FROM draft_readings
WHERE app_id = $1;

-- name: PutDraftReading :exec
INSERT INTO draft_readings (app_id, media_ids, total, read_at, error, failed_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (app_id) DO UPDATE
SET media_ids = EXCLUDED.media_ids, total = EXCLUDED.total, read_at = EXCLUDED.read_at,
    error = EXCLUDED.error, failed_at = EXCLUDED.failed_at;

-- name: PublishedPage :one
SELECT page_offset, media_ids, total, read_at
FROM published_pages
WHERE app_id = $1 AND page_offset = $2;

-- name: PutPublishedPage :exec
INSERT INTO published_pages (app_id, page_offset, media_ids, total, read_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (app_id, page_offset) DO UPDATE
SET media_ids = EXCLUDED.media_ids, total = EXCLUDED.total, read_at = EXCLUDED.read_at;

-- name: PictureURL :one
SELECT url
FROM pictures
WHERE app_id = $1 AND hash = $2;
