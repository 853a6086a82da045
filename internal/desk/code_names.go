package desk

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// scanned is a scene that something was led to by, and where the name of the
// code goes that has it.
type scanned struct {
	scene string
	code  **tuwen.CodeName
}

func ofEvent(e *tuwen.Event) scanned     { return scanned{e.Scene(), &e.QRCode} }
func ofContact(c *tuwen.Contact) scanned { return scanned{c.FollowedBy, &c.QRCode} }

// scenesOf is what f tells of each item.
func scenesOf[T any](items []T, f func(*T) scanned) []scanned {
	all := make([]scanned, len(items))
	for i := range items {
		all[i] = f(&items[i])
	}
	return all
}

// nameCodes fills in the codes of the account that have the scenes.
func nameCodes(ctx context.Context, tx *store.Tx, appID string, all ...scanned) error {
	var scenes []string
	for _, s := range all {
		if s.scene != "" {
			scenes = append(scenes, s.scene)
		}
	}
	if len(scenes) == 0 {
		return nil
	}
	names, err := tx.QRCodes.Names(ctx, appID, scenes)
	for _, s := range all {
		if name, here := names[s.scene]; here {
			*s.code = &name
		}
	}
	return err
}
