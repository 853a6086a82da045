-- +goose Up

-- How many materials are listed, by the Beijing month of their update. Triggers
-- keep it: counting 100,000 rows took longer than reading a page of them.
CREATE TABLE material_counts (
    app_id TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    month  TEXT NOT NULL,
    n      BIGINT NOT NULL,
    PRIMARY KEY (app_id, source, month)
);

DROP INDEX materials_counted;

-- +goose Down
CREATE INDEX materials_counted ON materials (app_id, source, gone_at) WHERE deleted_at = 0;
DROP TABLE material_counts;
