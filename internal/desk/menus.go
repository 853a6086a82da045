package desk

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Menus are the custom menus 自定义菜单: each account has a draft, which only
// people here see, and a live menu, which followers see.
type Menus struct {
	*floor
	flights singleflight.Group

	mu   sync.Mutex
	kept map[string]menuReading // by AppID
}

// MenuForm is a menu as it is written: the whole draft. UpdatedAt is that of
// the draft that was edited: where it changed meanwhile, the form is refused;
// without it the form replaces whatever is there.
type MenuForm struct {
	tuwen.Menu
	UpdatedAt *time.Time `json:"updated_at,omitempty" doc:"of the draft that was edited; 409 where it changed meanwhile"`
	UpdatedBy string     `json:"updated_by,omitempty" readOnly:"true"`
}

// State returns the draft with its taps, what keeps it from being published,
// the live menu, what publishing would change, and what WeChat has: read less
// than five minutes ago, or at once with refresh. Where WeChat cannot be asked
// the rest is told all the same.
func (s *Menus) State(ctx context.Context, actor tuwen.Actor, appID string, refresh bool) (out tuwen.MenuState, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	if _, err := s.account(ctx, appID); err != nil {
		return out, err
	}
	reading, problem := s.read(ctx, appID, refresh)
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		desk, err := s.lay(ctx, tx, appID)
		if err != nil {
			return err
		}
		out, err = desk.state(ctx, tx, reading)
		return err
	})
	if problem != nil {
		out.Elsewhere.Problem = tuwen.ProblemOf(problem)
	}
	return out, err
}

// laid is what there is of an account's menu here.
type laid struct {
	*Menus
	appID string
	draft tuwen.MenuDraft
	live  *tuwen.MenuVersion
	terms tuwen.MenuTerms
	taps  map[string]map[string]int
}

// lay reads what is here, with the titles of what it sends.
func (s *Menus) lay(ctx context.Context, tx *store.Tx, appID string) (*laid, error) {
	l := &laid{Menus: s, appID: appID}
	account, err := tx.Accounts.ByID(ctx, appID)
	if err != nil {
		return nil, err
	}
	if l.draft, _, err = tx.Menus.Draft(ctx, appID); err != nil {
		return nil, err
	}
	if l.live, err = tx.Menus.Live(ctx, appID); err != nil {
		return nil, err
	}
	if l.taps, err = tx.Menus.Taps(ctx, appID, s.now()); err != nil {
		return nil, err
	}
	l.terms.Verified = account.Verified
	if l.terms.Tags, err = tx.Tags.All(ctx, appID); err != nil {
		return nil, err
	}
	replies := append(l.draft.Replies(), l.liveMenu().Replies()...)
	if l.terms.Stock, err = tx.Catalog.Stock(ctx, appID, replies...); err != nil {
		return nil, err
	}
	l.tell()
	return l, nil
}

// tell fills in titles and taps.
func (l *laid) tell() {
	l.draft.Menu = l.draft.Clone()
	l.terms.Stock.TellMenu(l.draft.Menu)
	l.draft.TellTaps(l.now(), l.taps)
	if l.live != nil {
		l.terms.Stock.TellMenu(l.live.Menu)
		l.live.Menu.TellTaps(l.now(), l.taps)
	}
}

// liveMenu is the live menu, an empty one where there is none.
func (l *laid) liveMenu() tuwen.Menu {
	if l.live == nil {
		return tuwen.Menu{}
	}
	return l.live.Menu
}

func (l *laid) state(ctx context.Context, tx *store.Tx, r menuReading) (tuwen.MenuState, error) {
	out := tuwen.MenuState{
		Draft: l.draft, Problems: l.draft.Problems(l.terms), Live: l.live, Changes: tuwen.DiffMenus(l.liveMenu(), l.draft.Menu),
		Elsewhere: tuwen.MenuElsewhere{Changes: []tuwen.MenuChange{}, LeftOut: []tuwen.LeftButton{}},
	}
	if r.at.IsZero() {
		return out, nil
	}
	found, err := l.found(ctx, tx, r)
	if err != nil {
		return out, err
	}
	out.Elsewhere = found.elsewhere(l, r)
	return out, nil
}

// Change replaces the draft: [tuwen.Conflict] "edit.conflict" where it was
// changed after the form's UpdatedAt, [tuwen.Invalid] where it has more buttons
// or levels than a menu can have. What else is wrong with it is told, and kept:
// a draft may be unfinished. New buttons get their ids.
func (s *Menus) Change(ctx context.Context, actor tuwen.Actor, appID string, in MenuForm) (out tuwen.MenuState, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	menu := in.Written()
	identify(menu)
	if err := menu.Shape(); err != nil {
		return out, err
	}
	return s.edit(ctx, appID, func(ctx context.Context, tx *store.Tx, l *laid) error {
		if err := untouched(in.UpdatedAt, l.draft.UpdatedAt, l.draft.UpdatedBy); err != nil {
			return err
		}
		changes := tuwen.DiffMenus(l.draft.Menu, menu)
		if len(changes) == 0 {
			return nil
		}
		return s.putDraft(ctx, tx, actor, l, menu, tuwen.Entry{Action: "menu.change", Details: menuDetails(changes)})
	})
}

// edit writes in one transaction, and returns the state after it.
func (s *Menus) edit(ctx context.Context, appID string, write func(context.Context, *store.Tx, *laid) error) (out tuwen.MenuState, err error) {
	reading := s.reading(appID)
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		before, err := s.lay(ctx, tx, appID)
		if err != nil {
			return err
		}
		if err := write(ctx, tx, before); err != nil {
			return err
		}
		after, err := s.lay(ctx, tx, appID)
		if err != nil {
			return err
		}
		out, err = after.state(ctx, tx, reading)
		return err
	})
	return out, err
}

func (s *Menus) putDraft(ctx context.Context, tx *store.Tx, actor tuwen.Actor, l *laid, menu tuwen.Menu, e tuwen.Entry) error {
	d := tuwen.MenuDraft{Menu: menu, UpdatedAt: edited(s.now(), l.draft.UpdatedAt), UpdatedBy: actor.Name}
	if err := tx.Menus.PutDraft(ctx, l.appID, d); err != nil {
		return err
	}
	e.AppID, e.Subject = l.appID, l.appID
	return s.record(ctx, tx, actor, e)
}

// identify gives ids to what has none.
func identify(m tuwen.Menu) {
	m.All(func(b *tuwen.Button) {
		if b.ID == "" {
			b.ID = store.NewID()
		}
	})
	for i := range m.Conditional {
		if c := &m.Conditional[i]; c.ID == "" {
			c.ID = store.NewID()
		}
	}
}

// menuDetails says what changed, for the audit.
func menuDetails(changes []tuwen.MenuChange) details {
	words := make([]string, len(changes))
	for i, c := range changes {
		words[i] = strings.TrimSpace(string(c.Kind) + " " + c.Menu + " " + c.Name)
	}
	return details{"changes": strconv.Itoa(len(changes)), "buttons": short(strings.Join(words, " / "))}
}

// Versions returns a page of the menus that were live, newest first.
func (s *Menus) Versions(ctx context.Context, actor tuwen.Actor, appID string, limit int, cursor string) (p tuwen.Page[tuwen.MenuVersion], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return p, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if p, err = tx.Menus.Versions(ctx, appID, limit, cursor); err != nil {
			return err
		}
		var replies []tuwen.Reply
		for _, v := range p.Items {
			replies = append(replies, v.Menu.Replies()...)
		}
		stock, err := tx.Catalog.Stock(ctx, appID, replies...)
		for _, v := range p.Items {
			stock.TellMenu(v.Menu)
		}
		return err
	})
	return p, err
}

// Restore makes a menu that was live the draft, to be published; what the draft
// was is gone. [tuwen.NotFound] "menu_version.unknown" where there is none.
func (s *Menus) Restore(ctx context.Context, actor tuwen.Actor, appID, id string) (out tuwen.MenuState, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	return s.edit(ctx, appID, func(ctx context.Context, tx *store.Tx, l *laid) error {
		v, err := tx.Menus.Version(ctx, appID, id)
		if err != nil {
			return err
		}
		changes := tuwen.DiffMenus(l.draft.Menu, v.Menu)
		if len(changes) == 0 {
			return nil
		}
		d := menuDetails(changes)
		d["version"] = v.At.Format("2006-01-02T15:04:05Z07:00")
		return s.putDraft(ctx, tx, actor, l, v.Menu, tuwen.Entry{Action: "menu.restore", Details: d})
	})
}
