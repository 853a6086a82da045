-- +goose Up

-- The conversation that the contact was sent last: a number that is written is
-- an answer to it.
ALTER TABLE contacts ADD COLUMN asked_id TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE contacts DROP COLUMN asked_at;
ALTER TABLE contacts DROP COLUMN asked_id;
