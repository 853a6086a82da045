-- +goose Up

CREATE TABLE operators (
    id            TEXT PRIMARY KEY NOT NULL,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL UNIQUE,
    role          TEXT NOT NULL,
    disabled      BOOLEAN NOT NULL,
    created_at    BIGINT NOT NULL,
    seen_at       BIGINT,
    password_hash TEXT NOT NULL,
    epoch         BIGINT NOT NULL
);

CREATE TABLE api_tokens (
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT,
    hash       BYTEA NOT NULL UNIQUE
);

CREATE TABLE sessions (
    token      TEXT PRIMARY KEY NOT NULL,
    data       BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_expired ON sessions (expires_at);

CREATE TABLE logins (
    throttle      TEXT PRIMARY KEY NOT NULL,
    failures      BIGINT NOT NULL,
    first_at      BIGINT NOT NULL,
    last_at       BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);

CREATE TABLE codes (
    hash        BYTEA PRIMARY KEY NOT NULL,
    operator_id TEXT NOT NULL,
    expires_at  BIGINT NOT NULL
);

-- An entry keeps the account's id after the account is gone.
CREATE TABLE audit (
    id      TEXT PRIMARY KEY NOT NULL,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    address TEXT NOT NULL,
    action  TEXT NOT NULL,
    app_id  TEXT NOT NULL,
    subject TEXT NOT NULL,
    name    TEXT NOT NULL,
    details TEXT NOT NULL
);

CREATE INDEX audit_listed ON audit (at DESC, id DESC);
CREATE INDEX audit_of_account ON audit (app_id, at DESC, id DESC);

CREATE TABLE settings (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE settings;
DROP TABLE audit;
DROP TABLE codes;
DROP TABLE logins;
DROP TABLE sessions;
DROP TABLE api_tokens;
DROP TABLE operators;
