package store

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Holdings returns what the account answers pushes with: its rules, and all
// that rules, conversations and codes refer to. The codes themselves are not
// among them (there may be ten thousand), nor is a menu.
func (s Catalog) Holdings(ctx context.Context, appID string) (tuwen.Holdings, error) {
	var h tuwen.Holdings
	a, err := s.tx.Accounts.ByID(ctx, appID)
	if err != nil {
		return h, err
	}
	h.CustomerService = a.Verified
	if h.Rules, err = s.tx.Rules.All(ctx, appID); err != nil {
		return h, err
	}
	var ids []string
	if err := s.tx.query(ctx, scanID(&ids), `SELECT DISTINCT media_id FROM uses WHERE app_id = $1`, appID); err != nil {
		return h, fmt.Errorf("read uses: %w", err)
	}
	h.Stock, err = s.stock(ctx, appID, ids)
	return h, err
}

// Stock returns what the replies refer to, as far as it is there, with all
// conversations and pictures of the account.
func (s Catalog) Stock(ctx context.Context, appID string, replies ...tuwen.Reply) (tuwen.Stock, error) {
	var ids []string
	seen := map[string]bool{}
	for _, r := range replies {
		if r.Kind == tuwen.ReplyMaterial && !seen[r.MediaID] {
			seen[r.MediaID] = true
			ids = append(ids, r.MediaID)
		}
	}
	return s.stock(ctx, appID, ids)
}

func (s Catalog) stock(ctx context.Context, appID string, mediaIDs []string) (tuwen.Stock, error) {
	stock := tuwen.Stock{
		Materials: map[string]tuwen.Material{}, Pictures: map[string]tuwen.Picture{}, Conversations: map[string]tuwen.Conversation{},
	}
	materials, err := s.tx.Materials.Get(ctx, appID, mediaIDs)
	if err != nil {
		return stock, err
	}
	for _, m := range materials {
		stock.Materials[m.MediaID] = m
	}
	pictures, err := s.tx.ReplyPictures.All(ctx, appID)
	if err != nil {
		return stock, err
	}
	for _, p := range pictures {
		stock.Pictures[p.ID] = p
	}
	conversations, err := s.tx.Conversations.All(ctx, appID)
	if err != nil {
		return stock, err
	}
	for _, c := range conversations {
		stock.Conversations[c.ID] = c
	}
	return stock, nil
}
