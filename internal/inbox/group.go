package inbox

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// put commits a group in one transaction and tells each push what it is
// answered, or that it is stale. On an error nobody was told anything, and
// nothing is known of the commit: what was committed all the same is found to
// be a repeat.
func (in *Inbox) put(ctx context.Context, group []*push) error {
	ends := group[0].ends
	for _, p := range group {
		if p.ends.After(ends) {
			ends = p.ends
		}
	}
	ctx, cancel := context.WithDeadline(ctx, ends)
	defer cancel()
	began := time.Now()
	var g *groupCommit
	err := in.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		g = &groupCommit{Inbox: in, tx: tx}
		return g.run(ctx, group)
	})
	if err != nil {
		return err
	}
	in.metrics.group(len(group), time.Since(began))
	g.tell()
	return nil
}

// groupCommit is a group inside its transaction.
type groupCommit struct {
	*Inbox
	tx    *store.Tx
	stale []*push
	fresh []*weighed
}

// weighed is a push and what it is answered.
type weighed struct {
	*push
	repeated bool          // another of the group is the same
	contact  tuwen.Contact // as it was before the push
	gone     bool          // the contact has left since
	decision tuwen.Decision
	event    tuwen.Event
	answer   []byte
	stored   store.Stored
	travels
}

func (g *groupCommit) run(ctx context.Context, group []*push) error {
	if err := g.tx.Often(ctx); err != nil {
		return err
	}
	if err := g.sort(ctx, group); err != nil {
		return err
	}
	if err := g.meet(ctx); err != nil {
		return err
	}
	if err := g.travel(ctx); err != nil {
		return err
	}
	rows := make([]store.EventRow, len(g.fresh))
	for i, p := range g.fresh {
		if !p.repeated {
			g.decide(p)
		}
		rows[i] = store.EventRow{AppID: p.view.appID, DedupeKey: p.key, Event: p.event, Answer: p.answer}
	}
	stored, err := g.tx.Events.Put(ctx, rows)
	if err != nil {
		return err
	}
	var e effects
	for i, p := range g.fresh {
		if p.stored = stored[i]; p.stored.New {
			e.of(p.view.appID).add(g.Inbox, p)
		}
	}
	return e.apply(ctx, g.Inbox, g.tx)
}

// sort finds the pushes that were opened by what is no longer so, and the
// repeats inside the group.
func (g *groupCommit) sort(ctx context.Context, group []*push) error {
	versions := map[string]store.CatalogVersion{}
	type id struct{ appID, key string }
	seen := make(map[id]bool, len(group))
	g.fresh = make([]*weighed, 0, len(group))
	for _, p := range group {
		appID := p.view.appID
		version, known := versions[appID]
		if !known {
			var err error
			if version, err = g.tx.Catalog.Version(ctx, appID); err != nil && tuwen.KindOf(err) != tuwen.NotFound {
				return err
			}
			versions[appID] = version
		}
		if version != p.view.version {
			g.stale = append(g.stale, p)
			continue
		}
		g.fresh = append(g.fresh, &weighed{push: p, repeated: seen[id{appID, p.key}]})
		seen[id{appID, p.key}] = true
	}
	return nil
}

// meet reads the contacts of the pushes. Who is not known and was erased after
// the push happened is gone: a late push must not bring anybody back.
func (g *groupCommit) meet(ctx context.Context) error {
	byApp := map[string][]*weighed{}
	for _, p := range g.fresh {
		if p.incoming.Acted && !p.repeated {
			byApp[p.view.appID] = append(byApp[p.view.appID], p)
		}
	}
	for appID, all := range byApp {
		openIDs := make([]string, len(all))
		for i, p := range all {
			openIDs[i] = p.incoming.OpenID
		}
		contacts, err := g.tx.Contacts.ByIDs(ctx, appID, openIDs)
		if err != nil {
			return err
		}
		strangers := map[string]*weighed{}
		var hashes []string
		for _, p := range all {
			c, known := contacts[p.incoming.OpenID]
			if p.contact = c; !known && p.incoming.Kind != tuwen.EventUnfollow {
				hash := g.hash(appID, p.incoming.OpenID)
				strangers[hash], hashes = p, append(hashes, hash)
			}
		}
		formers, err := g.tx.Contacts.Formers(ctx, appID, hashes)
		if err != nil {
			return err
		}
		for hash, left := range formers {
			p := strangers[hash]
			at := p.incoming.At
			// A follow of the same second came after, all else before.
			p.gone = at.Before(left) || at.Equal(left) && p.incoming.Kind != tuwen.EventFollow
		}
	}
	return nil
}

// decide finds out what a push is answered and writes it down.
func (g *groupCommit) decide(p *weighed) {
	p.decision = tuwen.Decision{Answer: callback.SuccessReply{}}
	if !p.gone {
		sit := tuwen.Situation{Window: p.contact.Window, Asked: p.contact.Asked}
		if p.code != nil {
			sit.Code, sit.CodeStock = &p.code.QRCode, &p.code.stock
		}
		sit.Journeys = g.journeys(p)
		p.decision = tuwen.Decide(p.incoming, sit, p.view.catalog, g.now(), rand.IntN)
		p.arrive()
	}
	p.answer = p.encode(g.now())
	p.event = tuwen.Event{
		ID: store.EventID(p.received), At: p.incoming.At, Kind: p.incoming.Kind, Type: p.incoming.Type,
		OpenID: p.incoming.OpenID, Text: p.incoming.Words(), Passive: p.decision.Passive != nil, ReceivedAt: p.received,
		TookMS: int(time.Since(p.arrived).Milliseconds()), Raw: string(p.from.Raw),
	}
	if p.decision.By.Kind != "" {
		p.event.AnsweredBy = &p.decision.By
	}
	if p.gone {
		p.event.OpenID, p.event.Text, p.event.Raw = "", "", ""
	}
}

// encode writes the answer. What WeChat would not take is answered by the
// 备用文字: anything malformed would tell the follower that the account is out
// of service.
func (p *weighed) encode(now time.Time) []byte {
	answer, err := callback.Encode(p.from, p.decision.Answer, now)
	if err != nil && p.decision.Passive != nil {
		answer, err = callback.Encode(p.from, p.decision.Passive.StandIn(), now)
	}
	if err != nil {
		return []byte(callback.Success)
	}
	return answer
}

// tell ends the waiting.
func (g *groupCommit) tell() {
	for _, p := range g.stale {
		p.done <- outcome{err: errStale}
	}
	for _, p := range g.fresh {
		answer := p.stored.Answer
		if answer == nil { // the person was erased since
			answer = []byte(callback.Success)
		}
		if p.stored.New {
			p.view.counts.stored.Inc()
		} else {
			p.view.counts.repeats.Inc()
		}
		p.done <- outcome{answer: answer}
	}
}
