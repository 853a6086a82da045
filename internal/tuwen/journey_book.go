package tuwen

// journeyBook finds the journeys that a push begins, and whether somebody may
// await it.
type journeyBook struct {
	versions map[journeyVersion]*JourneyVersion
	open     map[TriggerKind][]*JourneyVersion
	awaits   map[EventKind]bool
}

type journeyVersion struct {
	id     string
	number int
}

func newJourneyBook(versions []JourneyVersion) journeyBook {
	b := journeyBook{
		versions: make(map[journeyVersion]*JourneyVersion, len(versions)), open: map[TriggerKind][]*JourneyVersion{},
		awaits: map[EventKind]bool{},
	}
	for i := range versions {
		v := &versions[i]
		b.versions[journeyVersion{v.JourneyID, v.Version}] = v
		if v.Open {
			b.open[v.Graph.Trigger.Kind] = append(b.open[v.Graph.Trigger.Kind], v)
		}
		for _, s := range v.Graph.Steps {
			if s.Wait != nil {
				b.await(s.Wait.awaits())
			}
		}
	}
	return b
}

func (b *journeyBook) await(f *EventFilter) {
	if f == nil {
		return
	}
	b.awaits[f.Kind] = true
	switch f.Kind {
	case EventScan:
		b.awaits[EventFollow] = true // with the code
	case EventAny:
		for _, k := range []EventKind{EventMessage, EventTap, EventScan, EventFollow, EventOption} {
			b.awaits[k] = true
		}
	}
}

// Begins returns the journeys that a push begins, in the order of the holdings.
// Code is that of the push's scene where the caller looked it up, as in a
// [Situation].
func (c *Catalog) Begins(in Incoming, code *QRCode) []*JourneyVersion {
	if len(c.journeys.open) == 0 {
		return nil
	}
	if in.Scene != "" && (code == nil || code.Scene != in.Scene) {
		code = c.codes[in.Scene]
	}
	var all []*JourneyVersion
	for _, kind := range triggersOf(in) {
		for _, v := range c.journeys.open[kind] {
			if v.Graph.Trigger.Begins(in, code) {
				all = append(all, v)
			}
		}
	}
	return all
}

// triggersOf are the kinds of triggers that a push may be.
func triggersOf(in Incoming) []TriggerKind {
	switch in.Kind {
	case EventScan:
		return []TriggerKind{TriggerScan}
	case EventFollow:
		return []TriggerKind{TriggerScan, TriggerFollow} // what was scanned goes first, as its code does
	case EventUnfollow:
		return []TriggerKind{TriggerUnfollow}
	case EventMessage:
		return []TriggerKind{TriggerMessage}
	case EventTap:
		return []TriggerKind{TriggerTap}
	case EventOption, EventOther:
	}
	return nil
}

// MayMove reports whether somebody in a journey may await such a push.
func (c *Catalog) MayMove(in Incoming) bool { return c.journeys.awaits[in.Kind] }

// JourneyVersion returns a version of a journey, nil where the catalog has none.
func (c *Catalog) JourneyVersion(id string, number int) *JourneyVersion {
	return c.journeys.versions[journeyVersion{id, number}]
}
