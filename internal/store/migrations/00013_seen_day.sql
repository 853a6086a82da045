-- +goose Up

-- The Beijing day on which a contact was last seen, counted from 1970; 0 for
-- never. It is in an index, and changes once a day at the most: seen_at would
-- be written into it by every push.
ALTER TABLE contacts ADD COLUMN seen_day BIGINT NOT NULL DEFAULT 0;
UPDATE contacts SET seen_day = (seen_at + 28800000) / 86400000 WHERE seen_at > 0;
CREATE INDEX contacts_seen ON contacts (app_id, seen_day, openid) WHERE seen_day > 0;

-- +goose Down
DROP INDEX contacts_seen;
ALTER TABLE contacts DROP COLUMN seen_day;
