-- name: Accounts :many
SELECT app_id, name, kind, verified, original_id, encryption, api_base_url, external_token_url,
       app_secret, message_token, aes_key, external_token, created_at, updated_at
FROM accounts
ORDER BY created_at, app_id;

-- name: Account :one
SELECT app_id, name, kind, verified, original_id, encryption, api_base_url, external_token_url,
       app_secret, message_token, aes_key, external_token, created_at, updated_at
FROM accounts
WHERE app_id = $1;

-- name: CreateAccount :execrows
INSERT INTO accounts (app_id, name, kind, verified, original_id, encryption, api_base_url, external_token_url,
                      app_secret, message_token, aes_key, external_token, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT DO NOTHING;

-- name: UpdateAccount :execrows
UPDATE accounts
SET name = $2, kind = $3, verified = $4, original_id = $5, encryption = $6, api_base_url = $7,
    external_token_url = $8, app_secret = $9, message_token = $10, aes_key = $11, external_token = $12,
    created_at = $13, updated_at = $14
WHERE app_id = $1;

-- name: DeleteAccount :execrows
DELETE FROM accounts
WHERE app_id = $1;
