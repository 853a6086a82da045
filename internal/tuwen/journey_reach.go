package tuwen

import "time"

// Reach returns for every step that sends whether its message can be
// delivered, in the order of the steps. It looks at what the journey does by
// itself: whoever acts in between opens a new window, which nobody can promise.
// That another rule answers the same push, or sends in the same window, is not
// seen here.
func (g *Graph) Reach(terms JourneyTerms) []StepReach {
	f := reachFlow{graph: g, terms: terms, at: map[string]map[arrivalKey]arrival{}}
	f.run()
	all := []StepReach{}
	for i := range g.Steps {
		if s := &g.Steps[i]; s.Kind == StepSend {
			all = append(all, f.of(s))
		}
	}
	return all
}

// arrivalKey is a way to come to a step: with a window of a kind, "" for none,
// inside the push that opened it or later, and inside it with the passive reply
// spent or not.
type arrivalKey struct {
	window WindowKind
	inside bool
	spent  bool
}

// arrival is the worst of those ways.
type arrival struct {
	elapsed  time.Duration // since the window opened
	closedBy string        // the step whose wait outlasted it
	sent     int           // messages in the window since it opened
}

// reachFlow carries arrivals along the graph until nothing gets worse.
type reachFlow struct {
	graph *Graph
	terms JourneyTerms
	at    map[string]map[arrivalKey]arrival
	queue []string
}

func (f *reachFlow) run() {
	kind := map[TriggerKind]WindowKind{
		TriggerScan: WindowScan, TriggerFollow: WindowFollow, TriggerMessage: WindowMessage, TriggerTap: WindowTap,
	}[f.graph.Trigger.Kind]
	f.come(f.graph.First, arrivalKey{window: kind, inside: kind != ""}, arrival{})
	for len(f.queue) > 0 {
		id := f.queue[0]
		f.queue = f.queue[1:]
		s := f.graph.Step(id)
		for key, a := range f.at[id] {
			f.leave(s, key, a)
		}
	}
}

// come brings somebody to a step.
func (f *reachFlow) come(id string, key arrivalKey, a arrival) {
	if f.graph.Step(id) == nil {
		return
	}
	a.sent = min(a.sent, windowLimit(key.window)+2)
	before, known := f.at[id][key]
	worst := before
	// Past the window's end it gets no worse.
	if life := windowLife(key.window); a.elapsed > before.elapsed && before.elapsed < life {
		worst.elapsed, worst.closedBy = a.elapsed, a.closedBy
	}
	worst.sent = max(worst.sent, a.sent)
	if known && worst == before {
		return
	}
	if f.at[id] == nil {
		f.at[id] = map[arrivalKey]arrival{}
	}
	f.at[id][key] = worst
	f.queue = append(f.queue, id)
}

// leave takes somebody on from a step.
func (f *reachFlow) leave(s *Step, key arrivalKey, a arrival) {
	if s.Kind == StepSend {
		if late := f.quiet(key); late > 0 {
			a = a.later(key, late, s.ID)
		}
		// A conversation is a customer-service message even where it comes first.
		if !key.inside || key.spent || s.Reply != nil && s.Reply.Kind == ReplyConversation {
			a.sent++
		}
		key.spent = key.inside
	}
	if s.Kind != StepWait || s.Wait == nil {
		for _, to := range exits(s) {
			f.come(to, key, a)
		}
		return
	}
	waited := s.Wait.most(f.terms.Now)
	for i, x := range s.Exits {
		if s.Wait.Kind == WaitEvent && i == 0 {
			f.come(x.To, arrivalKey{window: s.Wait.opens(), inside: true}, arrival{})
			continue
		}
		after := key
		if waited > 0 {
			after.inside, after.spent = false, false
		}
		f.come(x.To, after, a.later(key, waited, s.ID))
	}
}

// later is the arrival after a time at a step.
func (a arrival) later(key arrivalKey, d time.Duration, stepID string) arrival {
	life := windowLife(key.window)
	if a.elapsed < life && a.elapsed+d >= life {
		a.closedBy = stepID
	}
	a.elapsed += d
	return a
}

// quiet is how long quiet hours may hold somebody back before a step that
// sends.
func (f *reachFlow) quiet(key arrivalKey) time.Duration {
	q := f.graph.Quiet
	if q == nil || q.Then != QuietLater || key.inside {
		return 0
	}
	return q.length()
}

func (q *QuietHours) length() time.Duration {
	from, err := minuteOf(q.From, -1)
	until, err2 := minuteOf(q.Until, -1)
	if err != nil || err2 != nil || from < 0 || until < 0 {
		return 0
	}
	return time.Duration((until-from+dayMinutes)%dayMinutes) * time.Minute
}

// most is how long somebody stays at the most, where no event comes.
func (w *Wait) most(now time.Time) time.Duration {
	const day = 24 * time.Hour
	switch w.Kind {
	case WaitDuration:
		d := time.Duration(w.Seconds) * time.Second
		if w.At != "" {
			d += day
		}
		return d
	case WaitTimeOfDay:
		return day
	case WaitDate:
		if w.Date != nil {
			return max(0, w.Date.Sub(now))
		}
	case WaitEvent:
		return time.Duration(w.DeadlineSeconds) * time.Second
	}
	return 0
}

// opens is the window that the awaited event opens; of any the smallest.
func (w *Wait) opens() WindowKind {
	if w.Event != nil {
		switch w.Event.Kind {
		case EventMessage:
			return WindowMessage
		case EventScan:
			return WindowScan
		case EventFollow:
			return WindowFollow
		case EventTap, EventOption, EventUnfollow, EventOther:
		}
	}
	return WindowTap
}

// fullLife is how long WeChat keeps a window open, 0 for none.
func fullLife(kind WindowKind) time.Duration {
	switch kind {
	case WindowMessage:
		return MessageLife
	case WindowTap, WindowScan, WindowFollow:
		return ActionLife
	}
	return 0
}

// windowLife is how much of that is used here.
func windowLife(kind WindowKind) time.Duration {
	return max(0, fullLife(kind)-WindowMargin)
}

func windowLimit(kind WindowKind) int {
	switch kind {
	case WindowMessage:
		return MessageAllowance
	case WindowTap, WindowScan, WindowFollow:
		return ActionAllowance
	}
	return 0
}

// of judges a step that sends by the worst arrival at it. It is never reached
// where no arrival can be delivered.
func (f *reachFlow) of(s *Step) StepReach {
	if f.graph.Trigger.Kind == TriggerUnfollow {
		return StepReach{StepID: s.ID, Level: ReachNever, Reason: "unfollowed"}
	}
	worst := StepReach{StepID: s.ID, Level: ReachNever, Reason: "unreached"}
	first, never, passive := true, true, false
	for _, key := range arrivalKeys {
		a, ok := f.at[s.ID][key]
		if !ok {
			continue
		}
		r := f.judge(s, key, a)
		never = never && r.Level == ReachNever
		passive = passive || r.Passive
		if first || certainty(r.Level) < certainty(worst.Level) {
			worst, first = r, false
		}
	}
	if !first && !never && worst.Level == ReachNever {
		worst.Level = ReachDoubtful
	}
	worst.Passive = passive
	return worst
}

// arrivalKeys are all there are, those first that promise least.
var arrivalKeys = []arrivalKey{
	{"", false, false},
	{WindowScan, false, false},
	{WindowFollow, false, false},
	{WindowTap, false, false},
	{WindowMessage, false, false},
	{WindowScan, true, true},
	{WindowFollow, true, true},
	{WindowTap, true, true},
	{WindowMessage, true, true},
	{WindowScan, true, false},
	{WindowFollow, true, false},
	{WindowTap, true, false},
	{WindowMessage, true, false},
}

func certainty(l ReachLevel) int {
	switch l {
	case ReachNever:
		return 0
	case ReachDoubtful:
		return 1
	}
	return 2
}

func (f *reachFlow) judge(s *Step, key arrivalKey, a arrival) StepReach {
	life, limit := windowLife(key.window), windowLimit(key.window)
	waits := a.elapsed
	if late := f.quiet(key); late > 0 {
		a = a.later(key, late, s.ID)
	}
	r := StepReach{
		StepID: s.ID, Level: ReachDoubtful, Window: key.window, Seconds: int(fullLife(key.window) / time.Second), Limit: limit,
		Place: a.sent + 1, Elapsed: int(a.elapsed / time.Second), ClosedBy: a.closedBy,
	}
	switch {
	case key.inside && !key.spent:
		r.Level, r.Reason, r.Passive, r.Place = ReachSure, "passive", true, 0
	case !f.terms.CustomerService:
		r.Level, r.Reason = ReachNever, "no_permission"
	case key.window == "":
		r.Reason = "no_window"
	case a.elapsed >= life && waits < life:
		r.Reason = "quiet_closes"
	case a.elapsed >= life:
		r.Reason = "wait_closes"
	case a.sent >= limit:
		r.Reason = "allowance"
	default:
		r.Level, r.Reason = ReachSure, "in_window"
	}
	return r
}
