package store

import (
	"context"
	"database/sql"
	"strings"
)

// No token has a blank in it, so a document's are sent as one text: lists of
// several lengths cannot be bound.
const splitTokens = `string_to_array(v.tokens, ' ')`

func indexPostgres(ctx context.Context, t *sql.Tx, docs []document) error {
	ids, tokens := make([]int64, len(docs)), make([]string, len(docs))
	for i, d := range docs {
		ids[i], tokens[i] = d.id, strings.Join(d.tokens, " ")
	}
	_, err := t.ExecContext(ctx, `UPDATE search_docs SET tokens = `+splitTokens+`
		FROM unnest(CAST($1 AS bigint[]), CAST($2 AS text[])) AS v (id, tokens) WHERE search_docs.id = v.id`, ids, tokens)
	return err
}

// settlePostgres takes its rows in the order in which [Tx.stage] takes them, and
// changes each once: a second change would look for the material, which stage
// holds while it waits for the row.
func settlePostgres(ctx context.Context, tx *Tx, docs []readyDoc) error {
	ids, versions, tokens := make([]int64, len(docs)), make([]int64, len(docs)), make([]string, len(docs))
	for i, d := range docs {
		ids[i], versions[i], tokens[i] = d.id, d.version, strings.Join(d.tokens, " ")
	}
	_, err := tx.sql.ExecContext(ctx, `WITH v AS (
			SELECT d.id, r.tokens
			FROM unnest(CAST($1 AS bigint[]), CAST($2 AS bigint[]), CAST($3 AS text[])) AS r (id, version, tokens)
			JOIN search_docs d ON d.id = r.id
			WHERE d.version = r.version AND d.pending
			ORDER BY d.app_id, d.media_id
			FOR NO KEY UPDATE OF d
		)
		UPDATE search_docs SET pending = FALSE, tokens = `+splitTokens+` FROM v WHERE search_docs.id = v.id`, ids, versions, tokens)
	return err
}
