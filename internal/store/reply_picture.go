package store

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// ReplyPictures are the pictures that were uploaded for replies. (The service
// [Pictures] is for the proxy.)
type ReplyPictures struct{ tx *Tx }

// All returns the account's pictures, newest first.
func (s ReplyPictures) All(ctx context.Context, appID string) ([]tuwen.Picture, error) {
	rows, err := s.tx.q.ReplyPictures(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list pictures: %w", err)
	}
	all := make([]tuwen.Picture, len(rows))
	for i, r := range rows {
		all[i] = replyPicture(db.ReplyPictureRow(r))
	}
	return all, nil
}

// ByID returns one picture, else [tuwen.NotFound] "picture.unknown".
func (s ReplyPictures) ByID(ctx context.Context, appID, id string) (tuwen.Picture, error) {
	r, err := s.tx.q.ReplyPicture(ctx, db.ReplyPictureParams{AppID: appID, ID: id})
	if err != nil {
		return tuwen.Picture{}, found(err, "picture.unknown", "picture")
	}
	return replyPicture(r), nil
}

// UsedBy returns the rules, conversations and codes that answer with it.
func (s ReplyPictures) UsedBy(ctx context.Context, appID, id string) ([]tuwen.UsedBy, error) {
	return s.tx.usersOf(ctx, appID, pictureNoun, id)
}

// Put adds or replaces a picture; [tuwen.NotFound] "account.unknown" where
// the account is not there.
func (s ReplyPictures) Put(ctx context.Context, appID string, p tuwen.Picture) error {
	err := s.tx.q.PutReplyPicture(ctx, db.PutReplyPictureParams{
		AppID: appID, ID: p.ID, Name: text(p.Name), MediaID: p.MediaID, URL: text(p.URL), CreatedAt: millis(p.CreatedAt),
	})
	if err != nil {
		return s.tx.owned(err, "put picture")
	}
	return s.tx.repliesChanged(ctx, appID)
}

// Delete removes the picture here, else [tuwen.NotFound] "picture.unknown".
// What answers with it is not changed: see [ReplyPictures.UsedBy] first.
func (s ReplyPictures) Delete(ctx context.Context, appID, id string) error {
	n, err := s.tx.q.DeleteReplyPicture(ctx, db.DeleteReplyPictureParams{AppID: appID, ID: id})
	if err := hit(n, err, "picture.unknown", "picture"); err != nil {
		return err
	}
	return s.tx.repliesChanged(ctx, appID)
}

func replyPicture(r db.ReplyPictureRow) tuwen.Picture {
	return tuwen.Picture{ID: r.ID, Name: r.Name, MediaID: r.MediaID, URL: r.URL, CreatedAt: fromMillis(r.CreatedAt)}
}
