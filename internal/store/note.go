package store

import (
	"context"
	"fmt"

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

// Of returns what uses the materials, by their ids. What nothing uses is not
// in the map.
func (s Uses) Of(ctx context.Context, appID string, ids []string) (map[string][]tuwen.UsedBy, error) {
	return s.tx.uses(ctx, appID, ids)
}
