package desk

import (
	"context"
	"strconv"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// MenuRemoval says what somebody who removes the menu knows.
type MenuRemoval struct {
	Overwrite bool `json:"overwrite,omitempty" doc:"also what somebody changed at WeChat"`
}

const menuDeletePath = "/cgi-bin/menu/delete"

// Remove takes the menu away from followers, with all conditional menus. The
// draft stays and can be published again; buttons of the old menu on phones
// answer on. [tuwen.NotFound] "menu.nothing_to_remove" where the interface made
// no menu; [tuwen.Conflict] "menu.elsewhere" where somebody changed WeChat's,
// unless that is to go too.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_deletemenu
func (s *Menus) Remove(ctx context.Context, actor tuwen.Actor, appID string, in MenuRemoval) (out tuwen.MenuState, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return out, err
	}
	r, err := s.read(ctx, appID, true)
	if err != nil {
		return out, err
	}
	if r.set == nil {
		return out, tuwen.Errorf(tuwen.NotFound, "menu.nothing_to_remove", "WeChat has no menu that was made by the interface")
	}
	state, err := s.State(ctx, actor, appID, false)
	if err != nil {
		return out, err
	}
	if changes := state.Elsewhere.Changes; len(changes) > 0 && !in.Overwrite {
		return out, tuwen.Errorf(tuwen.Conflict, "menu.elsewhere", "somebody changed the menu at WeChat; look at it before it is removed").
			With("count", strconv.Itoa(len(changes))).Naming(changes)
	}
	if err := s.deleteMenu(ctx, client); err != nil {
		return out, s.connect.Translate(err, appID, menuDeletePath)
	}
	s.keep(appID, menuReading{}) // what was read is no longer so
	err = s.db.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *store.Tx) error {
		l, err := s.lay(ctx, tx, appID)
		if err != nil {
			return err
		}
		if l.draft.UpdatedAt.IsZero() { // a version wants a draft beside it
			d := tuwen.MenuDraft{Menu: l.draft.Menu, UpdatedAt: s.now(), UpdatedBy: actor.Name}
			if err := tx.Menus.PutDraft(ctx, appID, d); err != nil {
				return err
			}
		}
		v := tuwen.MenuVersion{ID: store.NewID(), Source: tuwen.MenuTakenAway, At: s.now(), By: actor.Name, Menu: tuwen.Menu{}.Clone()}
		if err := tx.Menus.Put(ctx, appID, v); err != nil {
			return err
		}
		gone := tuwen.DiffMenus(l.liveMenu(), tuwen.Menu{})
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "menu.remove", AppID: appID, Subject: appID, Details: menuDetails(gone)})
	})
	if err != nil {
		return out, err
	}
	return s.State(ctx, actor, appID, false)
}

// deleteMenu deletes the menu. Where no answer came WeChat is asked whether it
// did.
func (s *Menus) deleteMenu(ctx context.Context, client *wechat.Client) error {
	err := client.Menu.Delete(ctx)
	if err == nil || wechat.Code(err) != 0 {
		return err
	}
	if _, lookup := client.Menu.Get(ctx); wechat.Code(lookup) == noMenu {
		return nil
	}
	return err
}
