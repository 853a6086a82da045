package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// menuReading is what WeChat told of an account's menu. Without a set none was
// made by the interface, and Current is what mp.weixin.qq.com has.
type menuReading struct {
	set     *wechat.MenuSet
	current *wechat.CurrentMenu
	at      time.Time // zero: it was not read
}

// menuKept is how long a reading is shown before WeChat is asked again.
const menuKept = 5 * time.Minute

// The interfaces that tell of menus, and how they say that there is none, or
// that the account may not.
const (
	menuGetPath     = "/cgi-bin/menu/get"
	menuCreatePath  = "/cgi-bin/menu/create"
	menuCurrentPath = "/cgi-bin/get_current_selfmenu_info"
	noMenu          = 46003
	notAuthorized   = 48001
)

// reading returns what was read last, however old.
func (s *Menus) reading(appID string) menuReading {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[appID]
}

func (s *Menus) keep(appID string, r menuReading) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[appID] = r
}

// read returns what WeChat told last, asking it where that is too old. Where it
// cannot be asked, the older reading comes back beside the error.
func (s *Menus) read(ctx context.Context, appID string, refresh bool) (menuReading, error) {
	r := s.reading(appID)
	if age := s.now().Sub(r.at); !r.at.IsZero() && !refresh && 0 <= age && age < menuKept {
		return r, nil
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return r, err
	}
	// One call for all who wait; it does not end with the first of them.
	got, err, _ := s.flights.Do(appID, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 25*time.Second)
		defer cancel()
		fresh, err := s.ask(ctx, appID, client)
		if err == nil {
			s.keep(appID, fresh)
		}
		return fresh, err
	})
	if err != nil {
		return r, err
	}
	fresh, _ := got.(menuReading)
	return fresh, nil
}

// ask reads the menus that the interface made, or where there are none, or the
// account may not make any, the one that followers see.
func (s *Menus) ask(ctx context.Context, appID string, client *wechat.Client) (menuReading, error) {
	r := menuReading{at: s.now()}
	set, err := client.Menu.Get(ctx)
	switch code := wechat.Code(err); {
	case err == nil:
		r.set = set
		return r, nil
	case code != noMenu && code != notAuthorized:
		return r, s.connect.Translate(err, appID, menuGetPath)
	}
	r.current, err = client.Menu.Current(ctx)
	return r, s.connect.Translate(err, appID, menuCurrentPath)
}

// foundMenu is what WeChat has, in our words.
type foundMenu struct {
	menu    tuwen.Menu
	any     bool              // there is one
	website bool              // made on mp.weixin.qq.com
	menuIDs map[string]string // WeChat's ids of conditional menus, by ours
	left    []tuwen.LeftButton
}

// found puts a reading into our words, knowing the live menu and the draft.
func (l *laid) found(ctx context.Context, tx *store.Tx, r menuReading) (foundMenu, error) {
	known := []tuwen.Menu{l.liveMenu(), l.draft.Menu}
	f := foundMenu{menuIDs: map[string]string{}, left: []tuwen.LeftButton{}}
	if r.set == nil {
		return f, l.foundWebsite(ctx, tx, r, &f)
	}
	stock, err := tx.Catalog.Stock(ctx, l.appID, articleReplies(r.set)...)
	if err != nil {
		return f, err
	}
	reader := tuwen.NewMenuReader(stock, store.NewID, known...)
	if l.live != nil {
		for ours, theirs := range l.live.MenuIDs {
			reader.MenuIDs[theirs] = ours
		}
	}
	set := *r.set
	set.Conditional = slices.Clone(set.Conditional)
	// The one made last counts first; their ids count up.
	slices.SortStableFunc(set.Conditional, func(a, b wechat.ConditionalMenu) int {
		x, _ := strconv.Atoi(a.MenuID)
		y, _ := strconv.Atoi(b.MenuID)
		return cmp.Compare(y, x)
	})
	f.any, f.menu = true, reader.Set(&set)
	for i, c := range f.menu.Conditional {
		f.menuIDs[c.ID] = set.Conditional[i].MenuID
	}
	stock.TellMenu(f.menu)
	return f, nil
}

func (l *laid) foundWebsite(ctx context.Context, tx *store.Tx, r menuReading, f *foundMenu) error {
	if r.current == nil || len(r.current.Buttons) == 0 {
		return nil
	}
	wanted := map[string]bool{}
	var walk func([]wechat.MenuButton)
	walk = func(buttons []wechat.MenuButton) {
		for _, b := range buttons {
			for _, a := range b.News {
				wanted[tuwen.ArticleKey(a.ContentURL)] = true
			}
			walk(b.SubButtons)
		}
	}
	walk(r.current.Buttons)
	byKey, err := tx.Materials.ByArticleKey(ctx, l.appID, wanted)
	if err != nil {
		return err
	}
	reader := tuwen.NewMenuReader(tuwen.Stock{}, store.NewID)
	f.any, f.website, f.menu = true, true, reader.Website(r.current.Buttons, byKey)
	f.left = reader.Left()
	stock, err := tx.Catalog.Stock(ctx, l.appID, f.menu.Replies()...)
	stock.TellMenu(f.menu)
	return err
}

// articleReplies are the published articles that WeChat's buttons name.
func articleReplies(set *wechat.MenuSet) []tuwen.Reply {
	var replies []tuwen.Reply
	var walk func([]wechat.MenuButton)
	walk = func(buttons []wechat.MenuButton) {
		for _, b := range buttons {
			if b.ArticleID != "" {
				replies = append(replies, tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: b.ArticleID})
			}
			walk(b.SubButtons)
		}
	}
	walk(set.Buttons)
	for _, c := range set.Conditional {
		walk(c.Buttons)
	}
	return replies
}

// elsewhere tells what WeChat has beside the live menu.
func (f *foundMenu) elsewhere(l *laid, r menuReading) tuwen.MenuElsewhere {
	e := tuwen.MenuElsewhere{ReadAt: &r.at, Website: f.website, Changes: []tuwen.MenuChange{}, LeftOut: f.left}
	e.Open = r.set != nil || r.current != nil && r.current.Open
	if f.any {
		e.Menu = &f.menu
	}
	// A menu of mp.weixin.qq.com beside none of ours is nobody's change.
	if !f.website || l.live != nil {
		now := f.menu
		if f.website {
			now = tuwen.Menu{}
		}
		e.Changes = tuwen.DiffMenus(l.liveMenu(), now)
	}
	e.Differs = len(e.Changes) > 0
	return e
}

// Import makes what WeChat has the draft, read anew. One that was made by the
// interface becomes the live one too: followers see it. [tuwen.NotFound]
// "menu.nothing_there" where WeChat has none.
func (s *Menus) Import(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.MenuState, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	r, err := s.read(ctx, appID, true)
	if err != nil {
		return out, err
	}
	return s.edit(ctx, appID, func(ctx context.Context, tx *store.Tx, l *laid) error {
		f, err := l.found(ctx, tx, r)
		if err != nil {
			return err
		}
		if !f.any {
			return tuwen.Errorf(tuwen.NotFound, "menu.nothing_there", "WeChat has no menu to import; make one here")
		}
		d := menuDetails(tuwen.DiffMenus(l.draft.Menu, f.menu))
		d["website"], d["left_out"] = strconv.FormatBool(f.website), strconv.Itoa(len(f.left))
		if err := s.putDraft(ctx, tx, actor, l, f.menu.Written(), tuwen.Entry{Action: "menu.import", Details: d}); err != nil {
			return err
		}
		if f.website || l.live != nil && len(tuwen.DiffMenus(l.live.Menu, f.menu)) == 0 {
			return nil
		}
		return tx.Menus.Put(ctx, appID, tuwen.MenuVersion{
			ID: store.NewID(), Source: tuwen.MenuImported, At: s.now(), By: actor.Name, Menu: f.menu, MenuIDs: f.menuIDs,
		})
	})
}
