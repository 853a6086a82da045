-- +goose Up

-- The public picture of a code is asked for by the id alone.
CREATE INDEX qrcodes_of_id ON qrcodes (id);

-- Few codes have a problem: those that WeChat has not made yet, or refused.
CREATE INDEX qrcodes_with_problem ON qrcodes (app_id, created_at, id) WHERE problem <> '';

-- When the tags were last read from WeChat.
CREATE TABLE tag_readings (
    app_id  TEXT PRIMARY KEY NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    read_at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE tag_readings;
DROP INDEX qrcodes_with_problem;
DROP INDEX qrcodes_of_id;
