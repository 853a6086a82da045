-- +goose Up

-- A contact is in sightings once: with the first thing it did on the Beijing
-- day on which it last did anything, which sighted_at is too; 0 for never. A
-- push that is the first of a day adds to the end of this table; an index of
-- contacts it would change anywhere, and with it PostgreSQL every other.
DROP INDEX contacts_seen;
ALTER TABLE contacts DROP COLUMN seen_day;
ALTER TABLE contacts ADD COLUMN sighted_at BIGINT NOT NULL DEFAULT 0;
UPDATE contacts SET sighted_at = seen_at WHERE seen_at > 0;

CREATE TABLE sightings (
    app_id TEXT NOT NULL,
    at     BIGINT NOT NULL,
    openid TEXT NOT NULL,
    PRIMARY KEY (app_id, at, openid)
);

INSERT INTO sightings (app_id, at, openid)
SELECT app_id, sighted_at, openid FROM contacts WHERE sighted_at > 0 ORDER BY app_id, sighted_at;

-- +goose Down
DROP TABLE sightings;
ALTER TABLE contacts DROP COLUMN sighted_at;
ALTER TABLE contacts ADD COLUMN seen_day BIGINT NOT NULL DEFAULT 0;
UPDATE contacts SET seen_day = (seen_at + 28800000) / 86400000 WHERE seen_at > 0;
CREATE INDEX contacts_seen ON contacts (app_id, seen_day, openid) WHERE seen_day > 0;
