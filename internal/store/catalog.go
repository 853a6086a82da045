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
// pictures and the materials that rules, conversations and codes answer with;
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

// Holdings returns what the account answers pushes with, but for its codes
// ([Catalog.Code]); [tuwen.NotFound] "account.unknown" where there is no such
// account. The counts in it are not to be relied on.
func (s Catalog) Holdings(ctx context.Context, appID string) (h tuwen.Holdings, err error) {
	account, err := s.tx.Accounts.ByID(ctx, appID)
	if err != nil {
		return h, err
	}
	h.CustomerService = account.Verified
	if h.Rules, err = s.tx.Rules.All(ctx, appID); err != nil {
		return h, err
	}
	conversations, err := s.tx.Conversations.All(ctx, appID)
	if err != nil {
		return h, err
	}
	pictures, err := s.tx.ReplyPictures.All(ctx, appID)
	if err != nil {
		return h, err
	}
	var replies []tuwen.Reply
	for _, r := range h.Rules {
		replies = append(replies, r.Replies...)
	}
	h.Stock.Conversations = make(map[string]tuwen.Conversation, len(conversations))
	for _, c := range conversations {
		h.Stock.Conversations[c.ID] = c
		for _, o := range c.Options {
			replies = append(replies, o.Reply)
		}
	}
	h.Stock.Pictures = make(map[string]tuwen.Picture, len(pictures))
	for _, p := range pictures {
		h.Stock.Pictures[p.ID] = p
	}
	h.Stock.Materials, err = s.materials(ctx, appID, replies)
	return h, err
}

// Code returns the code of a scene, without its scans, and the materials that
// it answers with; [tuwen.NotFound] "qrcode.unknown" where there is none.
func (s Catalog) Code(ctx context.Context, appID, scene string) (tuwen.QRCode, map[string]tuwen.Material, error) {
	codes, err := s.tx.QRCodes.ByScenes(ctx, appID, []string{scene})
	if err != nil {
		return tuwen.QRCode{}, nil, err
	}
	code, ok := codes[scene]
	if !ok {
		return code, nil, tuwen.Errorf(tuwen.NotFound, "qrcode.unknown", "there is no such QR code")
	}
	materials, err := s.materials(ctx, appID, code.Replies)
	return code, materials, err
}

// materials are those that the replies answer with, without their bodies.
func (s Catalog) materials(ctx context.Context, appID string, replies []tuwen.Reply) (map[string]tuwen.Material, error) {
	var ids []string
	seen := map[string]bool{}
	for _, r := range replies {
		if r.Kind == tuwen.ReplyMaterial && !seen[r.MediaID] {
			seen[r.MediaID] = true
			ids = append(ids, r.MediaID)
		}
	}
	all, err := s.tx.Materials.Get(ctx, appID, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]tuwen.Material, len(all))
	for _, m := range all {
		byID[m.MediaID] = m
	}
	return byID, nil
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
	err := tx.insert(ctx, "reply_uses (app_id, noun, target, kind, use_id, name, active)", "ON CONFLICT DO NOTHING",
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
