-- +goose Up

-- draft is the graph as it is being edited, version the one that new people
-- enter, 0 before the first start. next_run_at is when a schedule is due, 0 for
-- never; run is how far the run that is under way has come, '' for none.
-- emptying is when a journey was stopped or deleted out of which people are
-- still to be taken: those who entered before; 0 for none.
CREATE TABLE journeys (
    app_id      TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id          TEXT NOT NULL,
    name        TEXT NOT NULL,
    state       TEXT NOT NULL,
    version     BIGINT NOT NULL,
    changed     BOOLEAN NOT NULL,
    draft       TEXT NOT NULL,
    revision    BIGINT NOT NULL,
    next_run_at BIGINT NOT NULL,
    run         TEXT NOT NULL,
    emptying    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    updated_by  TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE INDEX journeys_running ON journeys (app_id, id) WHERE state = 'running';
CREATE INDEX journeys_scheduled ON journeys (next_run_at) WHERE next_run_at > 0;
CREATE INDEX journeys_emptying ON journeys (app_id, id) WHERE emptying > 0;

-- Whoever is in a journey finishes on the version that was entered.
CREATE TABLE journey_versions (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    journey_id TEXT NOT NULL,
    version    BIGINT NOT NULL,
    graph      TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    PRIMARY KEY (app_id, journey_id, version)
);

-- The key by which a webhook step signs, sealed. It is the step's in all
-- versions: a new one counts at once.
CREATE TABLE journey_secrets (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    journey_id TEXT NOT NULL,
    step_id    TEXT NOT NULL,
    secret     BYTEA NOT NULL,
    PRIMARY KEY (app_id, journey_id, step_id)
);

-- A contact's way through a journey. Like what pushes write, it does not refer
-- to the account: people move by the thousand a second.
--
-- next_at is when it is to be moved by the clock, 0 for never. once is '' while
-- the contact is inside and the id afterward: a contact is in a journey once at
-- a time. Who only tries the journey is in no count. path is a line for
-- everything that happened. An erased contact leaves its hash, by which alone a
-- rule can tell that somebody comes back.
CREATE TABLE enrollments (
    app_id       TEXT NOT NULL,
    id           TEXT NOT NULL,
    journey_id   TEXT NOT NULL,
    version      BIGINT NOT NULL,
    openid       TEXT NOT NULL,
    contact_hash TEXT NOT NULL DEFAULT '',
    once         TEXT NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    step_id      TEXT NOT NULL,
    next_at      BIGINT NOT NULL,
    entered_at   BIGINT NOT NULL,
    ended_at     BIGINT NOT NULL,
    tried        BOOLEAN NOT NULL,
    progress     TEXT NOT NULL,
    path         TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE INDEX enrollments_due ON enrollments (app_id, journey_id, next_at) WHERE next_at > 0;
CREATE UNIQUE INDEX enrollments_once ON enrollments (app_id, openid, journey_id, once) WHERE openid <> '';
CREATE INDEX enrollments_of_former ON enrollments (app_id, contact_hash, journey_id) WHERE contact_hash <> '';
CREATE INDEX enrollments_listed ON enrollments (app_id, journey_id, state, id);
CREATE INDEX enrollments_at_step ON enrollments (app_id, journey_id, state, step_id, id);

-- A call of a webhook, which is made until it was answered well or given up.
-- openid is whom it tells of.
CREATE TABLE webhook_posts (
    app_id        TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    id            TEXT NOT NULL,
    journey_id    TEXT NOT NULL,
    step_id       TEXT NOT NULL,
    enrollment_id TEXT NOT NULL,
    openid        TEXT NOT NULL,
    url           TEXT NOT NULL,
    state         TEXT NOT NULL,
    tries         BIGINT NOT NULL,
    retry_at      BIGINT NOT NULL,
    status        BIGINT NOT NULL,
    problem       TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    done_at       BIGINT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE INDEX webhook_posts_open ON webhook_posts (created_at) WHERE state = 'planned';
CREATE INDEX webhook_posts_of_contact ON webhook_posts (app_id, openid) WHERE openid <> '';
CREATE INDEX webhook_posts_of_journey ON webhook_posts (app_id, journey_id, id);

-- The step of a journey that sends a message, and for which enrollment.
ALTER TABLE messages ADD COLUMN step_id TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN enrollment_id TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE messages DROP COLUMN enrollment_id;
ALTER TABLE messages DROP COLUMN step_id;
DROP TABLE webhook_posts;
DROP TABLE enrollments;
DROP TABLE journey_secrets;
DROP TABLE journey_versions;
DROP TABLE journeys;
