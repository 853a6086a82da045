-- +goose Up

-- Times are milliseconds since 1970; 0 is "not yet", but for columns that may
-- be NULL. JSON is opaque TEXT. Everything of an account goes with it.

CREATE TABLE accounts (
    app_id             TEXT PRIMARY KEY NOT NULL,
    name               TEXT NOT NULL,
    kind               TEXT NOT NULL,
    verified           BOOLEAN NOT NULL,
    original_id        TEXT NOT NULL,
    encryption         TEXT NOT NULL,
    api_base_url       TEXT NOT NULL,
    external_token_url TEXT NOT NULL,
    app_secret         BYTEA,
    message_token      BYTEA,
    aes_key            BYTEA,
    external_token     BYTEA,
    created_at         BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL
);

CREATE TABLE access_tokens (
    app_id       TEXT PRIMARY KEY NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    token        BYTEA,
    expires_at   BIGINT NOT NULL,
    fetched_at   BIGINT NOT NULL,
    forced_at    BIGINT NOT NULL,
    forced_day   TEXT NOT NULL,
    forced_count BIGINT NOT NULL
);

CREATE TABLE leases (
    name       TEXT PRIMARY KEY NOT NULL,
    owner      TEXT NOT NULL,
    held_until BIGINT NOT NULL
);

CREATE TABLE quota_days (
    app_id       TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    path         TEXT NOT NULL,
    day          TEXT NOT NULL,
    people       BIGINT NOT NULL DEFAULT 0,
    jobs         BIGINT NOT NULL DEFAULT 0,
    wechat_used  BIGINT NOT NULL DEFAULT 0,
    own_at_check BIGINT NOT NULL DEFAULT 0,
    checked_at   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, path, day)
);

-- What outlives a day: the limit WeChat last named, and until when a path is
-- blocked, which ends a few minutes after midnight.
CREATE TABLE quota_paths (
    app_id        TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    path          TEXT NOT NULL,
    day_limit     BIGINT NOT NULL DEFAULT 0,
    blocked_until BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, path)
);

CREATE TABLE quota_clears (
    app_id TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    month  TEXT NOT NULL,
    clears BIGINT NOT NULL,
    PRIMARY KEY (app_id, month)
);

CREATE TABLE materials (
    app_id        TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    media_id      TEXT NOT NULL,
    source        TEXT NOT NULL,
    article_id    TEXT,
    title         TEXT NOT NULL,
    digest        TEXT NOT NULL,
    cover_url     TEXT NOT NULL,
    article_count BIGINT NOT NULL,
    create_time   BIGINT NOT NULL,
    update_time   BIGINT NOT NULL,
    content_hash  TEXT NOT NULL,
    changed_run   TEXT NOT NULL,
    fetched_at    BIGINT NOT NULL,
    deleted_at    BIGINT NOT NULL DEFAULT 0,
    gone_at       BIGINT NOT NULL DEFAULT 0,
    checked_at    BIGINT NOT NULL DEFAULT 0,
    seen_run      TEXT NOT NULL DEFAULT '',
    seen_sweep    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, media_id)
);

CREATE INDEX materials_listed ON materials (app_id, source, update_time DESC, media_id) WHERE deleted_at = 0;
CREATE INDEX materials_listed_all ON materials (app_id, update_time DESC, media_id) WHERE deleted_at = 0;

CREATE INDEX materials_counted ON materials (app_id, source, gone_at) WHERE deleted_at = 0;
CREATE INDEX materials_gone ON materials (app_id, gone_at) WHERE gone_at > 0;

-- Bodies are deflated. The body is the last column, so that SQLite reads the
-- others without walking its overflow pages.
CREATE TABLE articles (
    app_id             TEXT NOT NULL,
    media_id           TEXT NOT NULL,
    position           BIGINT NOT NULL,
    title              TEXT NOT NULL,
    author             TEXT NOT NULL,
    digest             TEXT NOT NULL,
    url                TEXT NOT NULL,
    content_source_url TEXT NOT NULL,
    cover_url          TEXT NOT NULL,
    thumb_media_id     TEXT NOT NULL,
    article_type       TEXT NOT NULL,
    deleted            BOOLEAN NOT NULL,
    body               BYTEA,
    PRIMARY KEY (app_id, media_id, position),
    FOREIGN KEY (app_id, media_id) REFERENCES materials (app_id, media_id) ON DELETE CASCADE
);

-- A note belongs to an id, not to a row of materials: it outlives the row.
CREATE TABLE notes (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    media_id   TEXT NOT NULL,
    text       TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, media_id)
);

CREATE TABLE uses (
    app_id   TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    media_id TEXT NOT NULL,
    kind     TEXT NOT NULL,
    use_id   TEXT NOT NULL,
    name     TEXT NOT NULL,
    active   BOOLEAN NOT NULL,
    PRIMARY KEY (app_id, media_id, kind, use_id)
);

CREATE INDEX uses_by_user ON uses (app_id, kind, use_id);

-- One document of the search per listed material. The id is its place in the
-- order, update_time in seconds << 20 | n; version tells the indexer that the
-- material changed under it; pending, that the bodies are not in yet; gone is
-- that of the material.
CREATE TABLE search_docs (
    id       BIGINT PRIMARY KEY NOT NULL,
    app_id   TEXT NOT NULL,
    media_id TEXT NOT NULL,
    version  BIGINT NOT NULL,
    pending  BOOLEAN NOT NULL,
    gone     BOOLEAN NOT NULL,
    UNIQUE (app_id, media_id),
    FOREIGN KEY (app_id, media_id) REFERENCES materials (app_id, media_id) ON DELETE CASCADE
);

CREATE INDEX search_docs_pending ON search_docs (id) WHERE pending;

CREATE TABLE draft_readings (
    app_id    TEXT PRIMARY KEY NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    media_ids TEXT NOT NULL,
    total     BIGINT NOT NULL,
    read_at   BIGINT NOT NULL,
    error     TEXT NOT NULL,
    failed_at BIGINT NOT NULL
);

CREATE TABLE published_pages (
    app_id      TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    page_offset BIGINT NOT NULL,
    media_ids   TEXT NOT NULL,
    total       BIGINT NOT NULL,
    read_at     BIGINT NOT NULL,
    PRIMARY KEY (app_id, page_offset)
);

CREATE TABLE sync_runs (
    id           TEXT PRIMARY KEY NOT NULL,
    app_id       TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    mode         TEXT NOT NULL,
    state        TEXT NOT NULL,
    total        BIGINT NOT NULL,
    fetched      BIGINT NOT NULL,
    added        BIGINT NOT NULL,
    updated      BIGINT NOT NULL,
    restored     BIGINT NOT NULL,
    unchanged    BIGINT NOT NULL,
    gone         BIGINT NOT NULL,
    calls        BIGINT NOT NULL,
    sweep        BIGINT NOT NULL,
    quota_left   BIGINT,
    eta_seconds  BIGINT,
    paused_for   TEXT NOT NULL,
    resume_at    BIGINT,
    advice       TEXT NOT NULL,
    accept_pause BOOLEAN NOT NULL,
    started_by   TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    started_at   BIGINT,
    updated_at   BIGINT NOT NULL,
    finished_at  BIGINT,
    error        TEXT NOT NULL,
    checkpoint   BYTEA
);

CREATE UNIQUE INDEX sync_runs_active ON sync_runs (app_id) WHERE state IN ('queued', 'running', 'paused');
CREATE INDEX sync_runs_listed ON sync_runs (app_id, created_at DESC, id DESC);

CREATE TABLE pictures (
    app_id TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    hash   TEXT NOT NULL,
    url    TEXT NOT NULL,
    PRIMARY KEY (app_id, hash)
);

-- +goose Down
DROP TABLE pictures;
DROP TABLE sync_runs;
DROP TABLE published_pages;
DROP TABLE draft_readings;
DROP TABLE search_docs;
DROP TABLE uses;
DROP TABLE notes;
DROP TABLE articles;
DROP TABLE materials;
DROP TABLE quota_clears;
DROP TABLE quota_paths;
DROP TABLE quota_days;
DROP TABLE leases;
DROP TABLE access_tokens;
DROP TABLE accounts;
