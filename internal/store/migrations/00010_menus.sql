-- +goose Up

-- The draft, and which version is live; "" where none is.
CREATE TABLE menus (
    app_id     TEXT PRIMARY KEY NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    draft      TEXT NOT NULL,
    live       TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);

-- The menus that were live.
CREATE TABLE menu_versions (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    source     TEXT NOT NULL,
    menu       TEXT NOT NULL,
    menu_ids   TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE INDEX menu_versions_listed ON menu_versions (app_id, created_at DESC, id DESC);

-- What a tap on a button does, also on one that is only on old phones.
CREATE TABLE menu_buttons (
    app_id TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id     TEXT NOT NULL,
    button TEXT NOT NULL,
    live   BOOLEAN NOT NULL,
    PRIMARY KEY (app_id, id)
);

-- +goose Down
DROP TABLE menu_buttons;
DROP TABLE menu_versions;
DROP TABLE menus;
