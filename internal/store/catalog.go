package store

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Catalog tells whether what answers pushes is still what was read last.
type Catalog struct{ tx *Tx }

// CatalogVersion is equal as long as nothing changed. Connected is when the
// account was; Replies stands for the account itself, rules, conversations,
// pictures, the menu and the materials that all these and codes answer with;
// Codes for the QR codes. Counts (hits, starts, scans) are not in it.
type CatalogVersion struct {
	Connected int64
	Replies   int64
	Codes     int64
}

// Version returns the account's version, which costs the reading of a row;
// [tuwen.NotFound] "account.unknown" where there is no such account.
func (s Catalog) Version(ctx context.Context, appID string) (CatalogVersion, error) {
	r, err := s.tx.q.CatalogVersion(ctx, appID)
	if err != nil {
		return CatalogVersion{}, found(err, "account.unknown", "account")
	}
	return CatalogVersion{Connected: r.CreatedAt, Replies: r.Replies, Codes: r.Codes}, nil
}

func (tx *Tx) repliesChanged(ctx context.Context, appID string) error {
	return tx.owned(tx.q.BumpReplies(ctx, appID), "count a version of the catalog")
}

func (tx *Tx) codesChanged(ctx context.Context, appID string) error {
	return tx.owned(tx.q.BumpCodes(ctx, appID), "count a version of the catalog")
}

// materialsChanged counts a version where something answers with one of the
// materials. A condition may narrow them further; they are m in it.
func (tx *Tx) materialsChanged(ctx context.Context, appID string, ids []string, condition string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.sql.ExecContext(ctx, `UPDATE catalogs SET replies = replies + 1 WHERE catalogs.app_id = $1 AND EXISTS (
		SELECT 1 FROM materials m WHERE m.app_id = $1 AND m.media_id `+tx.dialect.among("$2")+condition+` AND EXISTS (
			SELECT 1 FROM uses u WHERE u.app_id = m.app_id AND u.media_id = m.media_id))`, appID, tx.dialect.list(ids))
	if err != nil {
		return fmt.Errorf("count a version of the catalog: %w", err)
	}
	return nil
}

// answers keeps what a rule, conversation or code answers with, in place of
// what it did before.
func (tx *Tx) answers(ctx context.Context, appID string, by tuwen.UsedBy, replies []tuwen.Reply) error {
	if err := tx.forgetAnswers(ctx, appID, by); err != nil {
		return err
	}
	return tx.answersAlso(ctx, appID, by, replies)
}

// answersAlso keeps what it answers with besides what it did before.
func (tx *Tx) answersAlso(ctx context.Context, appID string, by tuwen.UsedBy, replies []tuwen.Reply) error {
	for _, r := range replies {
		switch r.Kind {
		case tuwen.ReplyMaterial:
			if err := tx.Uses.Put(ctx, appID, r.MediaID, by); err != nil {
				return err
			}
		case tuwen.ReplyConversation:
			if err := tx.answersWith(ctx, appID, conversationNoun, r.ConversationID, by); err != nil {
				return err
			}
		case tuwen.ReplyPicture:
			if err := tx.answersWith(ctx, appID, pictureNoun, r.PictureID, by); err != nil {
				return err
			}
		case tuwen.ReplyText:
		}
	}
	return nil
}

func (tx *Tx) answersWith(ctx context.Context, appID, noun, target string, by tuwen.UsedBy) error {
	err := tx.insert(ctx, "reply_uses (app_id, noun, target, kind, use_id, name, active)", "ON CONFLICT (app_id, noun, target, kind, use_id) DO UPDATE SET name = excluded.name, active = excluded.active",
		[][]any{{appID, noun, target, by.Kind, by.ID, text(by.Name), by.Active}})
	return tx.owned(err, "keep a use")
}

func (tx *Tx) forgetAnswers(ctx context.Context, appID string, by tuwen.UsedBy) error {
	if err := tx.Uses.Remove(ctx, appID, by.Kind, by.ID); err != nil {
		return err
	}
	if err := tx.q.RemoveReplyUse(ctx, db.RemoveReplyUseParams{AppID: appID, Kind: by.Kind, UseID: by.ID}); err != nil {
		return fmt.Errorf("remove a use: %w", err)
	}
	return nil
}

// usersOf returns what answers with a conversation or a picture.
func (tx *Tx) usersOf(ctx context.Context, appID, noun, target string) ([]tuwen.UsedBy, error) {
	rows, err := tx.q.ReplyUsesOf(ctx, db.ReplyUsesOfParams{AppID: appID, Noun: noun, Target: target})
	if err != nil {
		return nil, fmt.Errorf("read uses: %w", err)
	}
	all := make([]tuwen.UsedBy, len(rows))
	for i, r := range rows {
		all[i] = tuwen.UsedBy{Kind: r.Kind, ID: r.UseID, Name: r.Name, Active: r.Active}
	}
	return all, nil
}

// written is the replies without what is filled in when they are read.
func written(replies []tuwen.Reply) []tuwen.Reply {
	kept := make([]tuwen.Reply, len(replies))
	for i, r := range replies {
		r.Label, r.Problem = "", ""
		kept[i] = r
	}
	return kept
}
