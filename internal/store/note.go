package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Notes are the 图文说明. A note belongs to an id, whether or not a material
// of that id is here.
type Notes struct{ tx *Tx }

// ByID returns the note of an id, [tuwen.NotFound] "note.none" where none was
// written.
func (s Notes) ByID(ctx context.Context, appID, mediaID string) (tuwen.Note, error) {
	r, err := s.tx.q.Note(ctx, db.NoteParams{AppID: appID, MediaID: mediaID})
	if err != nil {
		return tuwen.Note{}, found(err, "note.none", "note")
	}
	return tuwen.Note{MediaID: r.MediaID, Text: r.Text, WrittenBy: r.WrittenBy, WrittenAt: fromMillis(r.WrittenAt)}, nil
}

// Put writes a note as [tuwen.NoteText] made it; an empty text removes it.
// The search knows of it when the transaction commits.
func (s Notes) Put(ctx context.Context, appID string, n tuwen.Note) error {
	var err error
	if n.Text == "" {
		err = s.tx.q.DeleteNote(ctx, db.DeleteNoteParams{AppID: appID, MediaID: n.MediaID})
	} else {
		err = s.tx.q.PutNote(ctx, db.PutNoteParams{
			AppID: appID, MediaID: n.MediaID, Text: text(n.Text), WrittenBy: text(n.WrittenBy), WrittenAt: millis(n.WrittenAt),
		})
	}
	if err != nil {
		return s.tx.owned(err, "write note")
	}
	return s.tx.stage(ctx, appID, []string{n.MediaID}, inDocs)
}

// Uses say what uses which material.
type Uses struct{ tx *Tx }

// Put keeps that the material is used so.
func (s Uses) Put(ctx context.Context, appID, mediaID string, u tuwen.UsedBy) error {
	err := s.tx.q.PutUse(ctx, db.PutUseParams{
		AppID: appID, MediaID: mediaID, Kind: u.Kind, UseID: u.ID, Name: text(u.Name), Active: u.Active,
	})
	return s.tx.owned(err, "keep a use")
}

// Remove forgets the user of a kind, whatever materials it used.
func (s Uses) Remove(ctx context.Context, appID, kind, id string) error {
	if err := s.tx.q.RemoveUse(ctx, db.RemoveUseParams{AppID: appID, Kind: kind, UseID: id}); err != nil {
		return fmt.Errorf("remove a use: %w", err)
	}
	return nil
}

// Lost returns materials that something active uses and that are gone at
// WeChat, deleted here, or not here at all, each with what uses it actively. A mass send
// is not among those: it consumes its draft.
func (s Uses) Lost(ctx context.Context, appID string, limit int) ([]tuwen.LostMaterial, error) {
	lost := []tuwen.LostMaterial{}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var m tuwen.LostMaterial
		err := r.Scan(&m.MediaID, &m.Title, &m.Reason)
		lost = append(lost, m)
		return err
	}, `SELECT DISTINCT u.media_id, coalesce(m.title, ''),
			CASE WHEN m.media_id IS NULL THEN 'missing' WHEN m.deleted_at > 0 THEN 'deleted' ELSE 'gone' END
		FROM uses u LEFT JOIN materials m ON m.app_id = u.app_id AND m.media_id = u.media_id
		WHERE u.app_id = $1 AND u.active AND u.kind <> $3 AND (m.media_id IS NULL OR m.deleted_at > 0 OR m.gone_at > 0)
		ORDER BY u.media_id LIMIT $2`, appID, limit, massNoun)
	if err != nil {
		return nil, fmt.Errorf("list lost materials in use: %w", err)
	}
	ids := make([]string, len(lost))
	for i, m := range lost {
		ids[i] = m.MediaID
	}
	uses, err := s.tx.uses(ctx, appID, ids)
	for i := range lost {
		lost[i].UsedBy = slices.DeleteFunc(uses[lost[i].MediaID], func(u tuwen.UsedBy) bool { return !u.Active })
	}
	return lost, err
}

// Of returns what uses the materials, by their ids. What nothing uses is not
// in the map.
func (s Uses) Of(ctx context.Context, appID string, ids []string) (map[string][]tuwen.UsedBy, error) {
	return s.tx.uses(ctx, appID, ids)
}
