-- +goose Up

-- A run of the followers has phases: tags, list, details. The list counts in
-- fetched, of whom more was asked in detailed.
ALTER TABLE sync_runs ADD COLUMN phase TEXT NOT NULL DEFAULT '';
ALTER TABLE sync_runs ADD COLUMN detailed BIGINT NOT NULL DEFAULT 0;

-- Nobody is erased because a list does not name him: WeChat is asked about
-- each.
ALTER TABLE contacts DROP COLUMN seen_run;

-- Who was erased a moment ago does not come back by an older page.
CREATE INDEX former_contacts_late ON former_contacts (app_id, last_at);

-- +goose Down
DROP INDEX former_contacts_late;
ALTER TABLE contacts ADD COLUMN seen_run TEXT NOT NULL DEFAULT '';
ALTER TABLE sync_runs DROP COLUMN detailed;
ALTER TABLE sync_runs DROP COLUMN phase;
