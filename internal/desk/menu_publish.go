package desk

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// MenuPublish is how a draft is to be published. Overwrite accepts that what
// somebody changed at WeChat is lost.
type MenuPublish struct {
	UpdatedAt *time.Time `json:"updated_at,omitempty" doc:"of the draft that was seen; 409 where it changed meanwhile"`
	Overwrite bool       `json:"overwrite,omitempty" doc:"also where WeChat's menu was changed elsewhere"`
}

// Plan returns what publishing the draft would change, for how many, what
// stands in its way, and what it would cost. WeChat is read anew.
func (s *Menus) Plan(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.MenuPlan, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	reading, err := s.read(ctx, appID, true)
	if err != nil {
		return out, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		l, err := s.lay(ctx, tx, appID)
		if err != nil {
			return err
		}
		state, err := l.state(ctx, tx, reading)
		if err != nil {
			return err
		}
		out = tuwen.MenuPlan{
			Changes: state.Changes, Problems: state.Problems, Elsewhere: state.Elsewhere.Changes, Website: state.Elsewhere.Website,
			Calls: l.publication(nil, reading.set).calls(), RefreshMinutes: int(tuwen.MenuRefresh / time.Minute),
		}
		followed := true
		out.Followers, err = tx.Contacts.Count(ctx, appID, store.ContactFilter{Followed: &followed})
		return err
	})
	if err != nil {
		return out, err
	}
	// What is left is told where it is known; nothing depends on it.
	if q, err := s.connect.QuotaOf(ctx, appID, menuCreatePath, false); err == nil {
		out.Left = &q.Left
	}
	return out, nil
}

// Publish makes the draft the live menu. It is [tuwen.Invalid] with all
// problems where the draft has some, [tuwen.Conflict] "menu.unchanged" where
// there is nothing to publish, "menu.elsewhere" naming the changes where
// somebody changed WeChat's menu and the caller does not accept to overwrite
// it. Where WeChat refuses, or does not answer and has not done it, draft and
// live menu stay as they were, here and there.
func (s *Menus) Publish(ctx context.Context, actor tuwen.Actor, appID string, in MenuPublish) (out tuwen.MenuState, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return out, err
	}
	err = s.connect.Alone(ctx, "menu:"+appID, func(ctx context.Context) error {
		reading, err := s.read(ctx, appID, true)
		if err != nil {
			return err
		}
		p, err := s.prepare(ctx, appID, in, client, reading)
		if err != nil {
			return err
		}
		// Whoever asked may be gone: half a menu helps nobody.
		whole, cancel := context.WithTimeout(context.WithoutCancel(ctx), 75*time.Second)
		defer cancel()
		if err := p.run(whole); err != nil {
			s.keep(appID, menuReading{}) // it is not known any more
			return s.connect.Translate(err, appID, menuCreatePath)
		}
		return s.published(whole, actor, p)
	})
	if err != nil {
		return out, err
	}
	return s.State(ctx, actor, appID, false)
}

// prepare checks what is to be published and keeps what its new buttons do.
func (s *Menus) prepare(ctx context.Context, appID string, in MenuPublish, client *wechat.Client, r menuReading) (p *publication, err error) {
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		l, err := s.lay(ctx, tx, appID)
		if err != nil {
			return err
		}
		if err := untouched(in.UpdatedAt, l.draft.UpdatedAt, l.draft.UpdatedBy); err != nil {
			return err
		}
		state, err := l.state(ctx, tx, r)
		if err != nil {
			return err
		}
		p = l.publication(client, r.set)
		switch {
		case len(state.Problems) > 0:
			return refusedDraft(state.Problems)
		case len(state.Changes) == 0 && l.live != nil && p.calls() == 0:
			return tuwen.Errorf(tuwen.Conflict, "menu.unchanged", "the draft is what is live already; there is nothing to publish")
		case state.Elsewhere.Differs && p.calls() > 0 && !in.Overwrite:
			return tuwen.Errorf(tuwen.Conflict, "menu.elsewhere", "somebody changed the menu at WeChat; import it, or overwrite it").
				With("count", strconv.Itoa(len(state.Elsewhere.Changes))).Naming(state.Elsewhere.Changes)
		}
		return tx.Menus.Ready(ctx, appID, l.draft.Menu)
	})
	return p, err
}

// refusedDraft is the first problem as an error, with all of them.
func refusedDraft(problems []tuwen.Problem) error {
	first := problems[0]
	err := tuwen.Errorf(first.Kind, first.Code, first.Detail)
	for name, value := range first.Params {
		err = err.With(name, value)
	}
	return err.Naming(problems)
}

// published makes what WeChat took the live menu.
func (s *Menus) published(ctx context.Context, actor tuwen.Actor, p *publication) error {
	v := tuwen.MenuVersion{
		ID: store.NewID(), Source: tuwen.MenuPublished, At: s.now(), By: actor.Name, Menu: p.want, MenuIDs: p.menuIDs,
	}
	s.keep(p.appID, menuReading{}) // what was read is no longer so
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Menus.Put(ctx, p.appID, v); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "menu.publish", AppID: p.appID, Subject: p.appID, Details: menuDetails(p.changes),
		})
	})
}

// publication is a menu on its way to WeChat.
type publication struct {
	appID   string
	client  *wechat.Client
	want    tuwen.Menu
	changes []tuwen.MenuChange
	remote  *wechat.MenuSet // nil: the interface made none
	buttons []wechat.MenuButton
	wanted  []wechat.ConditionalMenu // the first counts first; without ids
	kept    bool                     // WeChat has the conditional menus as they are wanted
	menuIDs map[string]string        // WeChat's ids, by ours
}

func (l *laid) publication(client *wechat.Client, remote *wechat.MenuSet) *publication {
	p := &publication{
		appID: l.appID, client: client, want: l.draft.Written(), changes: tuwen.DiffMenus(l.liveMenu(), l.draft.Menu), remote: remote,
		buttons: tuwen.WireButtons(l.draft.Buttons, l.terms.Stock), menuIDs: map[string]string{},
	}
	for i := range p.want.Conditional {
		c := &p.want.Conditional[i]
		p.wanted = append(p.wanted, wechat.ConditionalMenu{Buttons: tuwen.WireButtons(c.Buttons, l.terms.Stock), Rule: c.WireRule()})
	}
	p.kept = p.keeps(l.live)
	return p
}

// keeps reports whether WeChat has just the conditional menus that are wanted,
// by the ids that the live version knows, and takes those ids over.
func (p *publication) keeps(live *tuwen.MenuVersion) bool {
	if p.remote == nil || len(p.remote.Conditional) != len(p.wanted) {
		return p.remote == nil && len(p.wanted) == 0
	}
	if len(p.wanted) == 0 {
		return true
	}
	if live == nil || len(live.Menu.Conditional) != len(p.wanted) {
		return false
	}
	ids := map[string]string{}
	for i, w := range p.wanted {
		id := p.want.Conditional[i].ID
		if live.Menu.Conditional[i].ID != id {
			return false
		}
		at := slices.IndexFunc(p.remote.Conditional, func(c wechat.ConditionalMenu) bool { return c.MenuID == live.MenuIDs[id] })
		if at < 0 || !sameConditional(p.remote.Conditional[at], w) {
			return false
		}
		ids[id] = live.MenuIDs[id]
	}
	p.menuIDs = ids
	return true
}

func sameConditional(a, b wechat.ConditionalMenu) bool {
	return a.Rule == b.Rule && reflect.DeepEqual(a.Buttons, b.Buttons)
}

// creates reports whether the menu of all has to be made.
func (p *publication) creates() bool {
	return p.remote == nil || !reflect.DeepEqual(p.buttons, p.remote.Buttons)
}

// calls is how many calls it takes.
func (p *publication) calls() int {
	n := 0
	if p.creates() {
		n++
	}
	if !p.kept {
		n += len(p.wanted)
		if p.remote != nil {
			n += len(p.remote.Conditional)
		}
	}
	return n
}

// run brings the menu to WeChat. The menu of all is the one step that cannot be
// taken back, so that all that may fail comes before it: conditional menus are
// added first, and removed again where something fails. Those before them are
// deleted last; until then the new ones stand before them. Without a menu of
// all, which conditional ones need, it comes first, and is deleted where those
// fail.
func (p *publication) run(ctx context.Context) error {
	var added []string
	first := p.remote == nil
	if !p.kept && !first {
		var err error
		if added, err = p.add(ctx); err != nil {
			p.drop(ctx, added)
			return err
		}
	}
	if p.creates() {
		if err := p.create(ctx); err != nil {
			p.drop(ctx, added)
			return err
		}
	}
	if !p.kept && first {
		if _, err := p.add(ctx); err != nil {
			_ = p.client.Menu.Delete(ctx) // the error before says what is wrong
			return err
		}
	}
	if !p.kept && !first {
		old := make([]string, len(p.remote.Conditional))
		for i, c := range p.remote.Conditional {
			old[i] = c.MenuID
		}
		p.drop(ctx, old) // one that stays is found as changed elsewhere
	}
	return nil
}

// create makes the menu of all. Where no answer came WeChat is asked whether it
// did.
func (p *publication) create(ctx context.Context) error {
	err := p.client.Menu.Create(ctx, p.buttons)
	if err == nil || wechat.Code(err) != 0 {
		return err
	}
	set, lookup := p.client.Menu.Get(ctx)
	if lookup == nil && reflect.DeepEqual(set.Buttons, p.buttons) {
		return nil
	}
	return err
}

// add adds the conditional menus, so that the first is the newest, and returns
// WeChat's ids of those it added, also where one failed.
func (p *publication) add(ctx context.Context) (added []string, err error) {
	for i, w := range slices.Backward(p.wanted) {
		id, err := p.client.Menu.AddConditional(ctx, w.Buttons, w.Rule)
		if err != nil && wechat.Code(err) == 0 {
			id, err = p.lost(ctx, w, added, err)
		}
		if err != nil {
			return added, err
		}
		added = append(added, id)
		p.menuIDs[p.want.Conditional[i].ID] = id
	}
	return added, nil
}

// lost looks for a conditional menu whose answer was lost, and returns the
// error where there is none.
func (p *publication) lost(ctx context.Context, w wechat.ConditionalMenu, added []string, cause error) (string, error) {
	set, err := p.client.Menu.Get(ctx)
	if err != nil {
		return "", cause
	}
	for _, c := range set.Conditional {
		before := p.remote != nil && slices.ContainsFunc(p.remote.Conditional, func(old wechat.ConditionalMenu) bool { return old.MenuID == c.MenuID })
		if !before && !slices.Contains(added, c.MenuID) && sameConditional(c, w) {
			return c.MenuID, nil
		}
	}
	return "", cause
}

// drop deletes conditional menus, as far as WeChat lets it.
func (p *publication) drop(ctx context.Context, ids []string) {
	for _, id := range ids {
		_ = p.client.Menu.DeleteConditional(ctx, id) // what stays is found as changed elsewhere
	}
}
