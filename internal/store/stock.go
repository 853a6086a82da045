package store

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Holdings returns what the account answers pushes with: its rules, the
// buttons of its menu and of those before it, its journeys, and all that these
// and its conversations refer to. Its codes are not among them: there may be ten
// thousand (see [Catalog.Code]).
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
	if err := s.tx.query(ctx, scanID(&ids), `SELECT DISTINCT media_id FROM uses
		WHERE app_id = $1 AND kind IN ($2, $3)`, appID, ruleNoun, conversationNoun); err != nil {
		return h, fmt.Errorf("read uses: %w", err)
	}
	if h.Journeys, err = s.tx.Journeys.Live(ctx, appID); err != nil {
		return h, err
	}
	for _, v := range h.Journeys {
		ids = append(ids, mediaIDs(v.Graph.Replies())...)
	}
	if h.Buttons, err = s.tx.Menus.Buttons(ctx, appID); err != nil {
		return h, err
	}
	for _, b := range h.Buttons {
		ids = append(ids, mediaIDs(b.Replies)...)
	}
	h.Stock, err = s.stock(ctx, appID, ids)
	return h, err
}

// Stock returns what the replies refer to, as far as it is there, with all
// conversations and pictures of the account.
func (s Catalog) Stock(ctx context.Context, appID string, replies ...tuwen.Reply) (tuwen.Stock, error) {
	return s.stock(ctx, appID, mediaIDs(replies))
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
	materials, err := s.materials(ctx, appID, mediaIDs(code.Replies))
	return code, materials, err
}

// mediaIDs are the materials that replies answer with.
func mediaIDs(replies []tuwen.Reply) []string {
	var ids []string
	seen := map[string]bool{}
	for _, r := range replies {
		if r.Kind == tuwen.ReplyMaterial && !seen[r.MediaID] {
			seen[r.MediaID] = true
			ids = append(ids, r.MediaID)
		}
	}
	return ids
}

// materials returns those that are here, by their ids.
func (s Catalog) materials(ctx context.Context, appID string, ids []string) (map[string]tuwen.Material, error) {
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

func (s Catalog) stock(ctx context.Context, appID string, ids []string) (tuwen.Stock, error) {
	stock := tuwen.Stock{Pictures: map[string]tuwen.Picture{}, Conversations: map[string]tuwen.Conversation{}}
	var err error
	if stock.Materials, err = s.materials(ctx, appID, ids); err != nil {
		return stock, err
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
