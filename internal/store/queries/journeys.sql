-- name: Journeys :many
SELECT id, name, state, version, changed, draft, revision, next_run_at, created_at, updated_at, updated_by, started_at
FROM journeys
WHERE app_id = $1 AND state <> 'deleted'
ORDER BY id DESC;

-- Version 0 is that of those who try.
-- name: LiveJourneys :many
SELECT j.id, j.name, j.state, j.version, CAST(count(v.version) AS BIGINT) AS tried
FROM journeys j
LEFT JOIN journey_versions v ON v.app_id = j.app_id AND v.journey_id = j.id AND v.version = 0
WHERE j.app_id = $1 AND (j.state IN ('running', 'paused') OR j.state <> 'deleted' AND v.version IS NOT NULL)
GROUP BY j.id, j.name, j.state, j.version
ORDER BY j.id;

-- name: LiveJourney :one
SELECT id, name, state, version
FROM journeys
WHERE app_id = $1 AND id = $2 AND state IN ('running', 'paused');

-- A run of a schedule that is under way goes on when its journey does.
-- name: PutJourney :exec
INSERT INTO journeys (app_id, id, name, state, version, changed, draft, revision, next_run_at, run, emptying, created_at,
                      updated_at, updated_by, started_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0, $10, $11, $12, $13)
ON CONFLICT (app_id, id) DO UPDATE
SET name = EXCLUDED.name, state = EXCLUDED.state, version = EXCLUDED.version, changed = EXCLUDED.changed,
    draft = EXCLUDED.draft, revision = EXCLUDED.revision,
    next_run_at = CASE WHEN journeys.run <> '' THEN journeys.next_run_at ELSE EXCLUDED.next_run_at END,
    updated_at = EXCLUDED.updated_at, updated_by = EXCLUDED.updated_by, started_at = EXCLUDED.started_at;

-- People who enter after it are not meant.
-- name: EmptyJourney :execrows
UPDATE journeys
SET state = $3, next_run_at = 0, run = '', emptying = $4
WHERE app_id = $1 AND id = $2 AND state <> 'deleted';

-- name: JourneyEmptied :exec
UPDATE journeys
SET emptying = 0
WHERE app_id = $1 AND id = $2 AND emptying = $3;

-- name: RemoveJourney :exec
DELETE FROM journeys
WHERE app_id = $1 AND id = $2 AND state = 'deleted';

-- name: DeleteJourneyVersions :exec
DELETE FROM journey_versions
WHERE app_id = $1 AND journey_id = $2;

-- name: DeleteJourneySecrets :exec
DELETE FROM journey_secrets
WHERE app_id = $1 AND journey_id = $2;

-- name: JourneyVersion :one
SELECT version, graph, created_at, created_by
FROM journey_versions
WHERE app_id = $1 AND journey_id = $2 AND version = $3;

-- name: PutJourneyVersion :exec
INSERT INTO journey_versions (app_id, journey_id, version, graph, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: JourneySecrets :many
SELECT journey_id, step_id
FROM journey_secrets
WHERE app_id = $1
ORDER BY journey_id, step_id;

-- name: JourneySecret :one
SELECT secret
FROM journey_secrets
WHERE app_id = $1 AND journey_id = $2 AND step_id = $3;

-- name: PutJourneySecret :exec
INSERT INTO journey_secrets (app_id, journey_id, step_id, secret)
VALUES ($1, $2, $3, $4)
ON CONFLICT (app_id, journey_id, step_id) DO UPDATE
SET secret = EXCLUDED.secret;

-- name: CopyJourneySecrets :exec
INSERT INTO journey_secrets (app_id, journey_id, step_id, secret)
SELECT s.app_id, sqlc.arg(copy_id), s.step_id, s.secret
FROM journey_secrets s
WHERE s.app_id = sqlc.arg(app_id) AND s.journey_id = sqlc.arg(journey_id);

-- name: JourneySteps :many
SELECT part, day, CAST(sum(n) AS BIGINT) AS total
FROM tallies
WHERE app_id = $1 AND noun = 'journey_step' AND subject = $2 AND day >= $3
GROUP BY part, day
ORDER BY day, part;
