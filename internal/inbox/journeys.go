package inbox

import (
	"context"
	"maps"
	"slices"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// travels are what journeys must know of the contact of a push, before it.
type travels struct {
	begins  []*tuwen.JourneyVersion
	before  []tuwen.Enrollment // of the contact, those made last at the end
	history []tuwen.Happening
	moves   []travel
}

// travel is a contact that a push moves in a journey.
type travel struct {
	version *tuwen.JourneyVersion
	from    *tuwen.Enrollment // nil where it enters
	moved   tuwen.Moved
}

// enrollment is where the contact stands before the push.
func (t *travel) enrollment() tuwen.Enrollment {
	if t.from != nil {
		return *t.from
	}
	return t.moved.Enrollment
}

// travel reads what is known of those for whom a push begins a journey, or
// whom it may move in one. It costs nothing where no push of the group does.
func (g *groupCommit) travel(ctx context.Context) error {
	byApp := map[string][]*weighed{}
	for _, p := range g.fresh {
		if p.repeated || p.gone || p.incoming.OpenID == "" {
			continue
		}
		p.begins = p.view.catalog.Begins(p.incoming, p.qrcode())
		if len(p.begins) > 0 || p.view.catalog.MayMove(p.incoming) {
			byApp[p.view.appID] = append(byApp[p.view.appID], p)
		}
	}
	for _, appID := range slices.Sorted(maps.Keys(byApp)) { // they are locked in one order
		if err := g.readTravels(ctx, appID, byApp[appID]); err != nil {
			return err
		}
	}
	return nil
}

func (p *weighed) qrcode() *tuwen.QRCode {
	if p.code == nil {
		return nil
	}
	return &p.code.QRCode
}

func (g *groupCommit) readTravels(ctx context.Context, appID string, all []*weighed) error {
	openIDs := make([]string, len(all))
	var hashes []string
	for i, p := range all {
		openIDs[i] = p.incoming.OpenID
		// Who left has a hash only, as has everybody who entered by leaving.
		if len(p.begins) > 0 && (p.contact.OpenID == "" || p.incoming.Kind == tuwen.EventUnfollow) {
			hashes = append(hashes, g.hash(appID, p.incoming.OpenID))
		}
	}
	enrollments, err := g.tx.Enrollments.OfAlone(ctx, appID, openIDs)
	if err != nil {
		return err
	}
	formers, err := g.tx.Enrollments.OfFormers(ctx, appID, hashes)
	if err != nil {
		return err
	}
	var curious []string // those whose history a step looks at
	days := 0
	for _, p := range all {
		p.before = enrollments[p.incoming.OpenID]
		if len(formers) > 0 {
			p.before = slices.Concat(formers[g.hash(appID, p.incoming.OpenID)], p.before)
		}
		if err := g.prepare(ctx, p); err != nil {
			return err
		}
		if n := p.lookback(); n > 0 {
			curious, days = append(curious, p.incoming.OpenID), max(days, n)
		}
	}
	if len(curious) == 0 {
		return nil
	}
	history, err := g.tx.Events.Happenings(ctx, appID, curious, g.now().AddDate(0, 0, -days))
	for _, p := range all {
		p.history = history[p.incoming.OpenID]
	}
	return err
}

// prepare lists who is to be moved by the push: those that await it, then
// those that it begins. A journey in which it moves somebody it does not begin
// again.
func (g *groupCommit) prepare(ctx context.Context, p *weighed) error {
	moved := map[string]bool{}
	for _, e := range p.before {
		if e.State != tuwen.Inside || e.Awaits == nil || e.Happened || !e.Awaits.Meets(p.incoming) {
			continue
		}
		v, err := g.version(ctx, p.view, e)
		if err != nil {
			return err
		}
		if v != nil {
			p.moves = append(p.moves, travel{version: v, from: &e})
			moved[e.JourneyID] = true
		}
	}
	for _, v := range p.begins {
		var last *tuwen.Enrollment
		for i := range p.before {
			// Who tried it may enter, and who tries it may not yet.
			if e := &p.before[i]; e.JourneyID == v.JourneyID && (!e.Try || e.State == tuwen.Inside) {
				last = e
			}
		}
		if !moved[v.JourneyID] && v.Graph.Reentry.Admits(last, g.now()) {
			p.moves = append(p.moves, travel{version: v, moved: tuwen.Moved{Enrollment: g.entering(p, v, last)}})
		}
	}
	return nil
}

// entering is the enrollment of the contact, before the first step.
func (g *groupCommit) entering(p *weighed, v *tuwen.JourneyVersion, last *tuwen.Enrollment) tuwen.Enrollment {
	openID := p.incoming.OpenID
	if p.incoming.Kind == tuwen.EventUnfollow {
		openID = "" // the contact is about to be erased
	}
	e := v.Enter(openID, last, g.now())
	e.ID = store.EventID(g.now())
	return e
}

// version returns the version in which somebody is, nil where the journey was
// stopped. It is not in the catalog where somebody entered as another version
// was started.
func (g *groupCommit) version(ctx context.Context, v *view, e tuwen.Enrollment) (*tuwen.JourneyVersion, error) {
	if known := v.catalog.JourneyVersion(e.JourneyID, e.Version); known != nil {
		return known, nil
	}
	found, err := g.tx.Journeys.LiveVersion(ctx, v.appID, e.JourneyID, e.Version)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil, nil //nolint:nilnil // whoever is in it stays where it is
	}
	return &found, err
}

// lookback is how many days of the contact's history the steps may look at.
func (p *weighed) lookback() int {
	days := 0
	for _, t := range p.moves {
		days = max(days, t.version.Graph.Lookback(t.enrollment()))
	}
	return days
}

// journeys moves the contact of the push and returns what its journeys send.
func (g *groupCommit) journeys(p *weighed) []tuwen.JourneyAnswer {
	if len(p.moves) == 0 {
		return nil
	}
	var answers []tuwen.JourneyAnswer
	who := tuwen.Person{Contact: p.afterwards(), History: p.history, Event: &p.incoming}
	for i := range p.moves {
		t := &p.moves[i]
		e := t.enrollment()
		if t.version.State == tuwen.JourneyPaused {
			now := g.now()
			e.Happened, e.NextAt = true, &now
			t.moved.Enrollment = e
			continue
		}
		t.moved = tuwen.Next(&t.version.Graph, e, who, g.now())
		for _, x := range t.moved.Tags {
			who.Contact.TagIDs = x.Of(who.Contact.TagIDs)
		}
		answers = append(answers, tuwen.JourneyAnswer{By: t.version.By(), Sends: t.moved.Sends})
	}
	return answers
}

// afterwards is the contact with what the push tells of it; one that leaves is
// as it was.
func (p *weighed) afterwards() tuwen.Contact {
	c, i := p.contact, p.incoming
	c.OpenID = i.OpenID
	if i.Kind == tuwen.EventUnfollow {
		return c
	}
	c.Followed = true
	if i.Kind == tuwen.EventMessage || i.Kind == tuwen.EventOption {
		c.Messages++
	}
	if i.Kind == tuwen.EventFollow {
		c.FollowedAt, c.FollowedBy, c.FollowScene = &i.At, i.Scene, ""
		if i.Scene != "" {
			c.FollowScene = sceneOfCodes
		}
	}
	if p.code != nil {
		c.TagIDs = slices.Concat(c.TagIDs, p.code.TagIDs)
	}
	return c
}

// arrive writes into the moves what became of the messages.
func (p *weighed) arrive() {
	for i := range p.moves {
		m := &p.moves[i].moved
		m.Settle(p.decision.Unsent, p.decision.PassiveSend)
	}
}

// move is what is to be written of a contact that was moved.
func (t travel) move(in *Inbox, p *weighed) store.EnrollmentMove {
	m := store.EnrollmentMove{Moved: t.moved, From: t.from}
	if m.Enrollment.OpenID == "" {
		m.ContactHash = in.hash(p.view.appID, p.incoming.OpenID)
	}
	return m
}
