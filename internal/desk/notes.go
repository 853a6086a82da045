package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Notes are the 图文说明, by which materials of the same title are told apart.
type Notes struct{ *floor }

// Write writes a material's note; an empty text removes it. It is
// [tuwen.NotFound] where there is no such material, and [tuwen.Invalid] as
// [tuwen.NoteText] says.
func (s *Notes) Write(ctx context.Context, actor tuwen.Actor, appID, mediaID, text string) (n tuwen.Note, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return n, err
	}
	if text, err = tuwen.NoteText(text); err != nil {
		return n, err
	}
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		m, err := one(ctx, tx, appID, mediaID)
		if err != nil {
			return err
		}
		n = tuwen.Note{MediaID: mediaID, Text: text, WrittenBy: actor.Name, WrittenAt: s.now()}
		if m.Note == text {
			return nil
		}
		if err := tx.Notes.Put(ctx, appID, n); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "note.write", AppID: appID, Subject: mediaID, Name: m.Title,
			Details: details{"before": m.Note, "after": text},
		})
	})
	return n, err
}
