-- +goose Up

-- What was not taken: among a million posts that were, it is found at once.
CREATE INDEX webhook_posts_untaken ON webhook_posts (app_id, journey_id, id) WHERE state <> 'taken';

-- +goose Down
DROP INDEX webhook_posts_untaken;
