-- +goose Up

-- What is asked for of a mass send is in columns; send is all that is shown of
-- it, progress what is needed to send it once. Whom a list names is apart, so
-- that it can be erased.
CREATE TABLE mass_sends (
    app_id        TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id            TEXT NOT NULL,
    state         TEXT NOT NULL,
    media_id      TEXT NOT NULL,
    content_hash  TEXT NOT NULL,
    audience      TEXT NOT NULL,
    msg_id        TEXT NOT NULL,
    first_call_at BIGINT NOT NULL,
    calendar_at   BIGINT NOT NULL,
    next_at       BIGINT NOT NULL,
    send          TEXT NOT NULL,
    progress      TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE INDEX mass_sends_due ON mass_sends (next_at) WHERE next_at > 0;
CREATE INDEX mass_sends_named ON mass_sends (app_id, msg_id) WHERE msg_id <> '';
CREATE INDEX mass_sends_called ON mass_sends (app_id, first_call_at) WHERE first_call_at > 0;

CREATE TABLE mass_recipients (
    app_id       TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    openid       TEXT NOT NULL,
    mass_send_id TEXT NOT NULL,
    PRIMARY KEY (app_id, openid, mass_send_id)
);

CREATE INDEX mass_recipients_of_send ON mass_recipients (app_id, mass_send_id, openid);

CREATE TABLE publications (
    app_id      TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id          TEXT NOT NULL,
    state       TEXT NOT NULL,
    media_id    TEXT NOT NULL,
    publish_id  TEXT NOT NULL,
    next_at     BIGINT NOT NULL,
    publication TEXT NOT NULL,
    progress    TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE INDEX publications_due ON publications (next_at) WHERE next_at > 0;
CREATE INDEX publications_named ON publications (app_id, publish_id) WHERE publish_id <> '';

-- What WeChat pushed of jobs, by WeChat's name for them, whether or not that
-- name is known here yet.
CREATE TABLE job_results (
    app_id      TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    kind        TEXT NOT NULL,
    job_id      TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    result      TEXT NOT NULL,
    PRIMARY KEY (app_id, kind, job_id)
);

-- +goose Down
DROP TABLE job_results;
DROP TABLE publications;
DROP TABLE mass_recipients;
DROP TABLE mass_sends;
