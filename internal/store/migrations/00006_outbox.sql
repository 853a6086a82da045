-- +goose Up

-- A wish that WeChat has not fulfilled yet: the tag is given to the contact,
-- or taken. The last wish counts; its id is new, so that whoever fulfils the
-- one before leaves it alone. The key begins as it does, so that a contact's
-- are found to be erased.
CREATE TABLE tag_changes (
    app_id     TEXT NOT NULL REFERENCES accounts (app_id) ON DELETE CASCADE,
    openid     TEXT NOT NULL,
    tag_id     BIGINT NOT NULL,
    id         TEXT NOT NULL,
    give       BOOLEAN NOT NULL,
    state      TEXT NOT NULL,
    tries      BIGINT NOT NULL,
    retry_at   BIGINT NOT NULL,
    problem    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, openid, tag_id)
);

CREATE UNIQUE INDEX tag_changes_listed ON tag_changes (app_id, state, id);
CREATE INDEX tag_changes_of_tag ON tag_changes (app_id, state, tag_id, give, id);
CREATE INDEX tag_changes_resting ON tag_changes (app_id, retry_at) WHERE retry_at > 0;

-- How often WeChat refused a message for now, and when it is tried again.
ALTER TABLE messages ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN retry_at BIGINT NOT NULL DEFAULT 0;

-- What is planned for a contact, and whether something is being sent to it.
CREATE INDEX messages_open_of_contact ON messages (app_id, openid, created_at) WHERE state IN ('planned', 'sending');

-- +goose Down
DROP INDEX messages_open_of_contact;
ALTER TABLE messages DROP COLUMN retry_at;
ALTER TABLE messages DROP COLUMN tries;
DROP TABLE tag_changes;
