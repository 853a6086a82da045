package store

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Tokens that no text can have, since they begin with a private character:
// whose material it is, of which source, and that it has a note.
const notedToken = "\uE001"

// scopeToken is the token of the account's materials of a source, or of all
// for "".
func scopeToken(appID string, source tuwen.Source) string {
	return "\uE000" + appID + "\uE000" + string(source)
}

// docBits is how much of a document's id tells those of one second apart.
const docBits = 20

// docIDs is the first id of a time.
func docIDs(at time.Time) int64 { return max(at.Unix(), 0) << docBits }

// docTime is the time of an id, in seconds.
func docTime(id int64) time.Time { return time.Unix(id>>docBits, 0) }

// stagedDoc is a material on its way into the search index.
type stagedDoc struct {
	mediaID  string
	source   tuwen.Source
	update   time.Time
	gone     bool
	note     string
	id       int64 // of its document, 0 where it has none yet
	version  int64
	texts    []string
	indexed  bool // with its bodies, until now
	complete bool // with its bodies, from now on
}

func (d *stagedDoc) tokens(appID string) []string {
	tokens := append(tuwen.SearchTokens(append(d.texts, d.note)...), scopeToken(appID, ""), scopeToken(appID, d.source))
	if d.note != "" {
		tokens = append(tokens, notedToken)
	}
	return tokens
}

// bodies says which bodies go into the index now.
type bodies int

const (
	later  bodies = iota // none: the indexer will do it
	inDocs               // those of documents that have them already
	always
)

// stage puts those of the materials that are listed into the search index.
func (tx *Tx) stage(ctx context.Context, appID string, ids []string, b bodies) error {
	if len(ids) == 0 {
		return nil
	}
	// Else two writers of one material would each index what the other had not
	// yet committed.
	if err := tx.dialect.hold(ctx, tx, appID, ids); err != nil {
		return fmt.Errorf("stage for the search: %w", err)
	}
	docs, err := tx.loadDocs(ctx, appID, ids, b)
	if err != nil {
		return fmt.Errorf("stage for the search: %w", err)
	}
	if err := tx.placeDocs(ctx, appID, docs); err != nil {
		return fmt.Errorf("place in the search: %w", err)
	}
	indexed := make([]document, len(docs))
	for i, d := range docs {
		indexed[i] = document{id: d.id, tokens: d.tokens(appID)}
		tx.staged = tx.staged || !d.complete
	}
	if err := tx.dialect.index(ctx, tx.sql, indexed); err != nil {
		return fmt.Errorf("index for the search: %w", err)
	}
	return nil
}

// unstage takes materials out of the search index.
func (tx *Tx) unstage(ctx context.Context, appID string, mediaIDs []string) error {
	if len(mediaIDs) == 0 {
		return nil
	}
	where := ` WHERE app_id = $1 AND media_id ` + tx.dialect.among("$2")
	var ids []int64
	err := tx.query(ctx, scanID(&ids), `SELECT id FROM search_docs`+where, appID, tx.dialect.list(mediaIDs))
	if err == nil {
		err = tx.dialect.drop(ctx, tx.sql, ids)
	}
	if err == nil {
		_, err = tx.sql.ExecContext(ctx, `DELETE FROM search_docs`+where, appID, tx.dialect.list(mediaIDs))
	}
	if err != nil {
		return fmt.Errorf("take out of the search: %w", err)
	}
	return nil
}

// loadDocs reads what the search keeps of the materials that are listed.
func (tx *Tx) loadDocs(ctx context.Context, appID string, ids []string, b bodies) ([]*stagedDoc, error) {
	var docs []*stagedDoc
	byID := make(map[string]*stagedDoc, len(ids))
	err := tx.query(ctx, func(r *sql.Rows) error {
		d := &stagedDoc{}
		var update int64
		if err := r.Scan(&d.mediaID, &d.source, &update, &d.gone, &d.note, &d.id, &d.version, &d.indexed); err != nil {
			return err
		}
		d.update, d.complete = fromMillis(update), b == always || b == inDocs && d.indexed
		docs, byID[d.mediaID] = append(docs, d), d
		return nil
	}, `SELECT m.media_id, m.source, m.update_time, m.gone_at > 0, coalesce(n.text, ''), coalesce(d.id, 0),
		       coalesce(d.version, 0), coalesce(NOT d.pending, FALSE)
		FROM materials m
		LEFT JOIN notes n ON n.app_id = m.app_id AND n.media_id = m.media_id
		LEFT JOIN search_docs d ON d.app_id = m.app_id AND d.media_id = m.media_id
		WHERE m.app_id = $1 AND m.deleted_at = 0 AND m.media_id `+tx.dialect.among("$2")+`
		ORDER BY m.media_id`, appID, tx.dialect.list(ids))
	if err != nil {
		return nil, err
	}
	body := ""
	if b != later {
		body = ", body"
	}
	err = tx.query(ctx, func(r *sql.Rows) error {
		var id, title, digest string
		var packed []byte
		columns := []any{&id, &title, &digest, &packed}
		if err := r.Scan(columns[:3+min(len(body), 1)]...); err != nil {
			return err
		}
		d := byID[id]
		if d == nil {
			return nil
		}
		d.texts = append(d.texts, title, digest)
		if !d.complete {
			return nil
		}
		// A damaged body must not keep all others out of the index. Whoever
		// opens it gets the error.
		if html, err := unpack(packed); err == nil {
			d.texts = append(d.texts, tuwen.PlainText(html))
		}
		return nil
	}, `SELECT media_id, title, digest`+body+` FROM articles
		WHERE app_id = $1 AND media_id `+tx.dialect.among("$2"), appID, tx.dialect.list(ids))
	return docs, err
}

// placeDocs gives each document an id of its material's second and writes its
// row.
func (tx *Tx) placeDocs(ctx context.Context, appID string, docs []*stagedDoc) error {
	var moved []string
	var fresh []*stagedDoc
	for _, d := range docs {
		switch {
		case d.id == 0:
			fresh = append(fresh, d)
		case d.id>>docBits != docIDs(d.update)>>docBits:
			moved, fresh = append(moved, d.mediaID), append(fresh, d)
		default:
			if _, err := tx.sql.ExecContext(ctx, `UPDATE search_docs SET version = version + 1, pending = $2, gone = $3
				WHERE id = $1`, d.id, !d.complete, d.gone); err != nil {
				return err
			}
		}
	}
	if err := tx.unstage(ctx, appID, moved); err != nil {
		return err
	}
	for n := int64(0); len(fresh) > 0; n++ {
		rows := make([][]any, len(fresh))
		for i, d := range fresh {
			d.id = docIDs(d.update) | (placeOf(appID, d.mediaID)+n)&(1<<docBits-1)
			rows[i] = []any{d.id, appID, d.mediaID, d.version + 1, !d.complete, d.gone}
		}
		if err := tx.insert(ctx, "search_docs (id, app_id, media_id, version, pending, gone)", "ON CONFLICT DO NOTHING", rows); err != nil {
			return err
		}
		var err error
		if fresh, err = tx.unplaced(ctx, appID, fresh); err != nil {
			return err
		}
	}
	return nil
}

// placeOf spreads the materials of one second.
func placeOf(appID, mediaID string) int64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(appID + "/" + mediaID))
	return int64(h.Sum32() >> (32 - docBits))
}

// unplaced returns those whose place was taken by another material.
func (tx *Tx) unplaced(ctx context.Context, appID string, docs []*stagedDoc) ([]*stagedDoc, error) {
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i] = d.mediaID
	}
	var placed []string
	if err := tx.query(ctx, scanID(&placed), `SELECT media_id FROM search_docs
		WHERE app_id = $1 AND media_id `+tx.dialect.among("$2"), appID, tx.dialect.list(ids)); err != nil {
		return nil, err
	}
	if len(placed) == len(docs) {
		return nil, nil
	}
	there := make(map[string]bool, len(placed))
	for _, id := range placed {
		there[id] = true
	}
	var left []*stagedDoc
	for _, d := range docs {
		if !there[d.mediaID] {
			left = append(left, d)
		}
	}
	return left, nil
}
