-- +goose Up

-- Pushes arrive by the thousand a second: the tables they write (events,
-- contacts, contact_tags, tallies, messages) do not refer to accounts, since a
-- foreign key would be looked up for every row. Who writes them asks for the
-- account once; who deletes an account deletes from them.

-- The id begins with the time of receipt, so that it is the order of the list
-- and rows go to the end of it. The push and the answer come last: SQLite reads
-- the others without walking their pages.
CREATE TABLE events (
    app_id        TEXT NOT NULL,
    id            TEXT NOT NULL,
    dedupe_key    TEXT NOT NULL,
    at            BIGINT NOT NULL,
    kind          TEXT NOT NULL,
    type          TEXT NOT NULL,
    openid        TEXT NOT NULL,
    contact_hash  TEXT NOT NULL DEFAULT '',
    text          TEXT NOT NULL,
    answered_kind TEXT NOT NULL,
    answered_id   TEXT NOT NULL,
    answered_name TEXT NOT NULL,
    passive       BOOLEAN NOT NULL,
    repeats       BIGINT NOT NULL,
    received_at   BIGINT NOT NULL,
    took_ms       BIGINT NOT NULL,
    answer        BYTEA,
    raw           BYTEA,
    PRIMARY KEY (app_id, id)
);

CREATE UNIQUE INDEX events_once ON events (app_id, dedupe_key);
CREATE INDEX events_of_kind ON events (app_id, kind, id);
CREATE INDEX events_of_contact ON events (app_id, openid, id) WHERE openid <> '';

CREATE TABLE refusals (
    app_id  TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    reason  TEXT NOT NULL,
    n       BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, reason)
);

-- What every push changes (seen_at to window_closed) is in no index: then
-- PostgreSQL need not touch one. tag_ids is ",2,105,"; contact_tags is the
-- index to it. listed_at is the order of the list: when the contact began to
-- follow, else when it came here.
CREATE TABLE contacts (
    app_id           TEXT NOT NULL,
    openid           TEXT NOT NULL,
    unionid          TEXT NOT NULL DEFAULT '',
    remark           TEXT NOT NULL DEFAULT '',
    followed         BOOLEAN NOT NULL,
    followed_at      BIGINT,
    follow_scene     TEXT NOT NULL DEFAULT '',
    followed_by      TEXT NOT NULL DEFAULT '',
    unfollowed_at    BIGINT,
    tag_ids          TEXT NOT NULL DEFAULT ',',
    created_at       BIGINT NOT NULL,
    listed_at        BIGINT NOT NULL,
    seen_run         TEXT NOT NULL DEFAULT '',
    detailed_at      BIGINT NOT NULL DEFAULT 0,
    seen_at          BIGINT NOT NULL DEFAULT 0,
    messages         BIGINT NOT NULL DEFAULT 0,
    window_kind      TEXT NOT NULL DEFAULT '',
    window_opened_at BIGINT NOT NULL DEFAULT 0,
    window_closes_at BIGINT NOT NULL DEFAULT 0,
    window_sent      BIGINT NOT NULL DEFAULT 0,
    window_limit     BIGINT NOT NULL DEFAULT 0,
    window_closed    BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (app_id, openid)
);

CREATE INDEX contacts_listed ON contacts (app_id, listed_at DESC, openid);
CREATE INDEX contacts_unfollowed ON contacts (app_id, listed_at DESC, openid) WHERE NOT followed;
CREATE INDEX contacts_of_scene ON contacts (app_id, follow_scene, listed_at DESC, openid);
CREATE INDEX contacts_of_code ON contacts (app_id, followed_by, listed_at DESC, openid) WHERE followed_by <> '';
CREATE INDEX contacts_remarked ON contacts (app_id, remark, openid) WHERE remark <> '';

CREATE TABLE contact_tags (
    app_id TEXT NOT NULL,
    tag_id BIGINT NOT NULL,
    openid TEXT NOT NULL,
    PRIMARY KEY (app_id, tag_id, openid)
);

-- Who was erased: a keyed hash, by which alone a rule can tell that somebody
-- comes back.
CREATE TABLE former_contacts (
    app_id       TEXT NOT NULL,
    contact_hash TEXT NOT NULL,
    erased       BIGINT NOT NULL,
    first_at     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    PRIMARY KEY (app_id, contact_hash)
);

CREATE TABLE tags (
    app_id TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id     BIGINT NOT NULL,
    name   TEXT NOT NULL,
    count  BIGINT NOT NULL,
    system BOOLEAN NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE reply_rules (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    keywords   TEXT NOT NULL,
    exact_case BOOLEAN NOT NULL,
    priority   BIGINT NOT NULL,
    active     BOOLEAN NOT NULL,
    days       TEXT NOT NULL,
    from_time  TEXT NOT NULL,
    until_time TEXT NOT NULL,
    mode       TEXT NOT NULL,
    replies    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE conversations (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    name       TEXT NOT NULL,
    opening    TEXT NOT NULL,
    closing    TEXT NOT NULL,
    options    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE qrcodes (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    name       TEXT NOT NULL,
    scene      TEXT NOT NULL,
    source     TEXT NOT NULL,
    campaign   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    url        TEXT NOT NULL,
    ticket     TEXT NOT NULL,
    expires_at BIGINT,
    renews     BOOLEAN NOT NULL,
    replies    TEXT NOT NULL,
    tag_ids    TEXT NOT NULL,
    problem    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE UNIQUE INDEX qrcodes_of_scene ON qrcodes (app_id, scene);
CREATE INDEX qrcodes_listed ON qrcodes (app_id, created_at DESC, id DESC);
CREATE INDEX qrcodes_expiring ON qrcodes (expires_at) WHERE renews;

-- The pictures of replies; the table pictures is that of the picture proxy.
CREATE TABLE reply_pictures (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    name       TEXT NOT NULL,
    media_id   TEXT NOT NULL,
    url        TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, id)
);

-- What answers with a conversation or a picture, as uses says of materials.
CREATE TABLE reply_uses (
    app_id TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    noun   TEXT NOT NULL,
    target TEXT NOT NULL,
    kind   TEXT NOT NULL,
    use_id TEXT NOT NULL,
    name   TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (app_id, noun, target, kind, use_id)
);

CREATE INDEX reply_uses_by_user ON reply_uses (app_id, kind, use_id);

-- How often something answered: rules (n), conversations begun and options
-- picked (part), codes scanned and their new followers (n and m, by day). A
-- count is spread over several rows, so that transactions that count the same
-- do not wait for each other.
CREATE TABLE tallies (
    app_id  TEXT NOT NULL,
    noun    TEXT NOT NULL,
    subject TEXT NOT NULL,
    part    TEXT NOT NULL,
    day     TEXT NOT NULL,
    shard   BIGINT NOT NULL,
    n       BIGINT NOT NULL,
    m       BIGINT NOT NULL,
    PRIMARY KEY (app_id, noun, subject, part, day, shard)
);

CREATE TABLE messages (
    app_id     TEXT NOT NULL,
    id         TEXT NOT NULL,
    openid     TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    place      BIGINT NOT NULL,
    cause_kind TEXT NOT NULL,
    cause_id   TEXT NOT NULL,
    cause_name TEXT NOT NULL,
    reply      TEXT NOT NULL,
    state      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    problem    TEXT NOT NULL,
    node       TEXT NOT NULL DEFAULT '',
    claimed_at BIGINT NOT NULL DEFAULT 0,
    due_by     BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at    BIGINT,
    PRIMARY KEY (app_id, id)
);

CREATE UNIQUE INDEX messages_of_event ON messages (app_id, event_id, place) WHERE event_id <> '';
CREATE INDEX messages_of_state ON messages (app_id, state, id);
CREATE INDEX messages_of_contact ON messages (app_id, openid, id) WHERE openid <> '';
CREATE INDEX messages_open ON messages (created_at) WHERE state IN ('planned', 'sending');

-- What the answering side keeps in memory is read again when these change.
CREATE TABLE catalogs (
    app_id  TEXT PRIMARY KEY NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    replies BIGINT NOT NULL,
    codes   BIGINT NOT NULL
);

-- What was done to a contact is found by its openid, to erase it.
CREATE INDEX audit_of_subject ON audit (app_id, subject);

-- The followers are read beside the history, not in turn with it.
DROP INDEX sync_runs_active;
CREATE UNIQUE INDEX sync_runs_active ON sync_runs (app_id)
    WHERE state IN ('queued', 'running', 'paused') AND mode <> 'followers';
CREATE UNIQUE INDEX sync_runs_active_followers ON sync_runs (app_id)
    WHERE state IN ('queued', 'running', 'paused') AND mode = 'followers';

-- +goose Down
DROP INDEX sync_runs_active_followers;
DROP INDEX sync_runs_active;
CREATE UNIQUE INDEX sync_runs_active ON sync_runs (app_id) WHERE state IN ('queued', 'running', 'paused');
DROP INDEX audit_of_subject;
DROP TABLE catalogs;
DROP TABLE messages;
DROP TABLE tallies;
DROP TABLE reply_uses;
DROP TABLE reply_pictures;
DROP TABLE qrcodes;
DROP TABLE conversations;
DROP TABLE reply_rules;
DROP TABLE tags;
DROP TABLE former_contacts;
DROP TABLE contact_tags;
DROP TABLE contacts;
DROP TABLE refusals;
DROP TABLE events;
