package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Menus are the menus 自定义菜单 of an account: the draft, the live one, those
// before it, and what their buttons do.
type Menus struct{ tx *Tx }

// Draft returns the menu that is being edited, and the id of the live version,
// "" for none. Without any it is an empty draft of no time.
func (s Menus) Draft(ctx context.Context, appID string) (d tuwen.MenuDraft, live string, err error) {
	r, err := s.tx.q.Menu(ctx, appID)
	if errors.Is(err, sql.ErrNoRows) {
		return tuwen.MenuDraft{Menu: tuwen.Menu{}.Clone()}, "", nil
	}
	if err != nil {
		return d, "", fmt.Errorf("read the menu's draft: %w", err)
	}
	d.Menu, err = menuFromJSON(r.Draft)
	d.UpdatedAt, d.UpdatedBy = fromMillis(r.UpdatedAt), r.UpdatedBy
	return d, r.Live, err
}

// PutDraft replaces the draft and keeps what it sends among the uses, which
// stand in the way of nothing. [tuwen.NotFound] "account.unknown" where the
// account is not there.
func (s Menus) PutDraft(ctx context.Context, appID string, d tuwen.MenuDraft) error {
	draft, err := toJSON(d.Written(), d.Empty())
	if err != nil {
		return err
	}
	err = s.tx.q.PutMenuDraft(ctx, db.PutMenuDraftParams{
		AppID: appID, Draft: draft, UpdatedAt: millis(d.UpdatedAt), UpdatedBy: text(d.UpdatedBy),
	})
	if err != nil {
		return s.tx.owned(err, "put the menu's draft")
	}
	return s.use(ctx, appID)
}

// Version returns a menu that was live, else [tuwen.NotFound]
// "menu_version.unknown".
func (s Menus) Version(ctx context.Context, appID, id string) (tuwen.MenuVersion, error) {
	r, err := s.tx.q.MenuVersion(ctx, db.MenuVersionParams{AppID: appID, ID: id})
	if err != nil {
		return tuwen.MenuVersion{}, found(err, "menu_version.unknown", "version of the menu")
	}
	_, live, err := s.Draft(ctx, appID)
	if err != nil {
		return tuwen.MenuVersion{}, err
	}
	v := tuwen.MenuVersion{ID: r.ID, Source: tuwen.MenuSource(r.Source), At: fromMillis(r.CreatedAt), By: r.CreatedBy, Live: r.ID == live}
	if v.Menu, err = menuFromJSON(r.Menu); err == nil {
		v.MenuIDs, err = fromJSON[map[string]string](r.MenuIDs)
	}
	return v, err
}

// Live returns the live version; nil where none was published or imported.
func (s Menus) Live(ctx context.Context, appID string) (*tuwen.MenuVersion, error) {
	_, id, err := s.Draft(ctx, appID)
	if err != nil || id == "" {
		return nil, err
	}
	v, err := s.Version(ctx, appID, id)
	return &v, err
}

// Versions returns a page of the menus that were live, newest first. A cursor
// nobody gave out is [tuwen.Invalid] "cursor.bad".
func (s Menus) Versions(ctx context.Context, appID string, limit int, cursor string) (p tuwen.Page[tuwen.MenuVersion], err error) {
	_, live, err := s.Draft(ctx, appID)
	if err != nil {
		return p, err
	}
	var c conditions
	c.and("app_id = " + c.bind(appID))
	if p.Total, p.TotalMore, err = c.count(ctx, s.tx, "menu_versions", 1000); err != nil {
		return p, fmt.Errorf("count the menu's versions: %w", err)
	}
	if cursor != "" {
		at, id, err := openCursor(cursor)
		if err != nil {
			return p, err
		}
		t := c.bind(at)
		c.and("(created_at < " + t + " OR created_at = " + t + " AND id < " + c.bind(id) + ")")
	}
	size := pageSize(limit)
	p.Items = []tuwen.MenuVersion{}
	err = s.tx.query(ctx, func(r *sql.Rows) error {
		var menu string
		var v tuwen.MenuVersion
		err := r.Scan(&v.ID, &v.Source, &menu, timeColumn{&v.At}, &v.By)
		if err == nil {
			v.Menu, err = menuFromJSON(menu)
		}
		v.Live = v.ID == live
		p.Items = append(p.Items, v)
		return err
	}, fmt.Sprintf("SELECT id, source, menu, created_at, created_by FROM menu_versions WHERE %s ORDER BY created_at DESC, id DESC LIMIT %d", &c, size+1), c.args...)
	if err != nil {
		return p, fmt.Errorf("list the menu's versions: %w", err)
	}
	if len(p.Items) > size {
		p.Items = p.Items[:size]
		last := p.Items[size-1]
		p.NextCursor = sealCursor(millis(last.At), last.ID)
	}
	return p, nil
}

// Ready keeps what new buttons do, before WeChat shows them: a tap may come
// before the menu is known to be live. Buttons that are there stay as they are.
func (s Menus) Ready(ctx context.Context, appID string, m tuwen.Menu) error {
	if err := s.putButtons(ctx, appID, m, false, "ON CONFLICT DO NOTHING"); err != nil {
		return err
	}
	return s.tx.repliesChanged(ctx, appID)
}

// Put adds a version and makes it the live one: its buttons do from now on what
// it says, and stand in the way of deleting what they send. There is a draft.
func (s Menus) Put(ctx context.Context, appID string, v tuwen.MenuVersion) error {
	menu, err := toJSON(v.Menu.Written(), false)
	if err != nil {
		return err
	}
	ids, err := toJSON(v.MenuIDs, len(v.MenuIDs) == 0)
	if err != nil {
		return err
	}
	err = s.tx.q.PutMenuVersion(ctx, db.PutMenuVersionParams{
		AppID: appID, ID: v.ID, Source: string(v.Source), Menu: menu, MenuIDs: ids, CreatedAt: millis(v.At), CreatedBy: text(v.By),
	})
	if err != nil {
		return s.tx.owned(err, "add a version of the menu")
	}
	if err := s.tx.q.SetLiveMenu(ctx, db.SetLiveMenuParams{AppID: appID, Live: v.ID}); err != nil {
		return fmt.Errorf("make a menu the live one: %w", err)
	}
	if err := s.tx.q.RetireMenuButtons(ctx, appID); err != nil {
		return fmt.Errorf("retire the buttons of the menu before: %w", err)
	}
	err = s.putButtons(ctx, appID, v.Menu, true, "ON CONFLICT (app_id, id) DO UPDATE SET button = EXCLUDED.button, live = EXCLUDED.live")
	if err != nil {
		return err
	}
	if err := s.use(ctx, appID); err != nil {
		return err
	}
	return s.tx.repliesChanged(ctx, appID)
}

func (s Menus) putButtons(ctx context.Context, appID string, m tuwen.Menu, live bool, tail string) error {
	var rows [][]any
	var err error
	written := m.Written()
	written.All(func(b *tuwen.Button) {
		if err != nil || len(b.Buttons) > 0 || b.Target() == "" {
			return
		}
		var button string
		button, err = toJSON(b, false)
		rows = append(rows, []any{appID, b.ID, button, live})
	})
	if err != nil {
		return err
	}
	err = s.tx.insert(ctx, "menu_buttons (app_id, id, button, live)", tail, rows)
	return s.tx.owned(err, "keep the buttons of a menu")
}

// use keeps what the live menu and the draft send among the uses.
func (s Menus) use(ctx context.Context, appID string) error {
	if err := s.tx.q.ForgetMenuUses(ctx, appID); err != nil {
		return fmt.Errorf("forget what the menu uses: %w", err)
	}
	if err := s.tx.q.ForgetMenuReplyUses(ctx, appID); err != nil {
		return fmt.Errorf("forget what the menu uses: %w", err)
	}
	draft, _, err := s.Draft(ctx, appID)
	if err != nil {
		return err
	}
	// The live one last: where both send the same, it is in use.
	menus := []tuwen.Menu{draft.Menu}
	live, err := s.Live(ctx, appID)
	if err != nil {
		return err
	}
	if live != nil {
		menus = append(menus, live.Menu)
	}
	for i, m := range menus {
		m.All(func(b *tuwen.Button) {
			if err == nil {
				err = s.tx.answersAlso(ctx, appID, tuwen.UsedBy{Kind: menuNoun, ID: b.ID, Name: b.Name, Active: i > 0}, b.Uses())
			}
		})
	}
	return err
}

// Buttons returns who answers a tap, by what it names: the buttons of the live
// menu, and those that were in one before. A page that two lead to is the live
// one's.
func (s Menus) Buttons(ctx context.Context, appID string) (map[string]tuwen.Answerer, error) {
	rows, err := s.tx.q.MenuButtons(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("read the buttons of the menu: %w", err)
	}
	all := make(map[string]tuwen.Answerer, len(rows))
	lives := map[string]bool{}
	for _, r := range rows {
		b, err := fromJSON[tuwen.Button](r.Button)
		if err != nil {
			return nil, err
		}
		target := b.Target()
		if _, taken := all[target]; target == "" || taken && (lives[target] || !r.Live) {
			continue
		}
		a := b.Answerer()
		a.By.Active = r.Live
		all[target], lives[target] = a, r.Live
	}
	return all, nil
}

// Tapped is a button on a day.
type Tapped struct {
	ButtonID string
	Day      string // 2006-01-02 in Beijing
}

// Tap counts taps on the buttons of a menu.
func (s Menus) Tap(ctx context.Context, appID string, times map[Tapped]int) error {
	counts := make([]tally, 0, len(times))
	for t, n := range times {
		counts = append(counts, tally{subject: t.ButtonID, day: t.Day, n: n})
	}
	return s.tx.tally(ctx, appID, menuNoun, counts)
}

// Taps returns how often each button was tapped on each Beijing day of the 7
// that end with now's.
func (s Menus) Taps(ctx context.Context, appID string, now time.Time) (map[string]map[string]int, error) {
	rows, err := s.tx.q.ButtonTaps(ctx, db.ButtonTapsParams{AppID: appID, Noun: menuNoun, Day: tuwen.TapDays(now)[0]})
	if err != nil {
		return nil, fmt.Errorf("count the taps on the menu: %w", err)
	}
	taps := map[string]map[string]int{}
	for _, r := range rows {
		if taps[r.Subject] == nil {
			taps[r.Subject] = map[string]int{}
		}
		taps[r.Subject][r.Day] = int(r.Taps)
	}
	return taps, nil
}

// menuFromJSON is never without lists.
func menuFromJSON(s string) (tuwen.Menu, error) {
	m, err := fromJSON[tuwen.Menu](s)
	return m.Clone(), err
}
