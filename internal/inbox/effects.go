package inbox

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// effects is what the new pushes of a group change, by account.
type effects map[string]*changes

func (e *effects) of(appID string) *changes {
	if *e == nil {
		*e = effects{}
	}
	c := (*e)[appID]
	if c == nil {
		c = &changes{
			appID: appID, hits: map[string]int{}, starts: map[string]int{}, picks: map[store.Picked]int{},
			taps: map[store.Tapped]int{}, tags: map[int][]string{}, days: map[string]tuwen.FollowerDay{},
		}
		(*e)[appID] = c
	}
	return c
}

// changes are those of one account.
type changes struct {
	appID    string
	acts     []store.Act
	leaving  []tuwen.Incoming
	days     map[string]tuwen.FollowerDay
	hits     map[string]int // of rules
	starts   map[string]int // of conversations
	picks    map[store.Picked]int
	scans    []store.Scanned
	taps     map[store.Tapped]int
	messages []tuwen.Message
	tags     map[int][]string // who gets which
	results  []result
	moves    []store.EnrollmentMove
	jobs     []river.InsertManyParams
}

// result is what WeChat pushed of a job of its own.
type result struct {
	store.JobResult
	event callback.Payload
}

// add adds what a push changes.
func (c *changes) add(in *Inbox, p *weighed) {
	i, d := p.incoming, p.decision
	c.addResult(p)
	c.addDay(i)
	for _, t := range p.moves {
		c.moves = append(c.moves, t.move(in, p))
	}
	switch {
	case p.gone:
		return
	case i.Kind == tuwen.EventUnfollow:
		c.leaving = append(c.leaving, i)
		return
	case i.Acted:
		a := act(in, c.appID, i, d)
		a.ReceivedAt = p.received
		if p.contact.OpenID != "" {
			a.Before = &p.contact
		}
		c.acts = append(c.acts, a)
	}
	if d.By.Kind == "reply_rule" {
		c.hits[d.By.ID]++
	}
	for _, id := range d.Starts {
		c.starts[id]++
	}
	if d.Picked != nil {
		c.picks[store.Picked(*d.Picked)]++
	}
	if d.Scanned != "" {
		scan := store.Scanned{CodeID: d.Scanned, Day: tuwen.BeijingDay(i.At), Hour: tuwen.BeijingHour(i.At), Scans: 1}
		if i.Kind == tuwen.EventFollow {
			scan.NewFollowers = 1
		}
		c.scans = append(c.scans, scan)
	}
	if d.Tapped != "" {
		c.taps[store.Tapped{ButtonID: d.Tapped, Day: tuwen.BeijingDay(i.At)}]++
	}
	for _, id := range d.TagIDs {
		if !slices.Contains(p.contact.TagIDs, id) {
			c.tags[id] = append(c.tags[id], i.OpenID)
		}
	}
	for _, m := range slices.Concat(d.Later, d.Unsent) {
		m.EventID = p.event.ID
		c.messages = append(c.messages, m)
	}
	if len(d.Later) > 0 {
		c.jobs = append(c.jobs, river.InsertManyParams{Args: job.SendMessages{AppID: c.appID, EventID: p.event.ID}})
	}
}

// addDay counts who came and who left. That they did stays true whatever they
// did since.
func (c *changes) addDay(i tuwen.Incoming) {
	day := tuwen.BeijingDay(i.At)
	d := c.days[day]
	switch i.Kind {
	case tuwen.EventFollow:
		d.New++
	case tuwen.EventUnfollow:
		d.Left++
	default:
		return
	}
	c.days[day] = d
}

// addResult keeps the result of a job, and has it taken in.
func (c *changes) addResult(p *weighed) {
	r := result{JobResult: store.JobResult{ReceivedAt: p.received}, event: p.from.Payload}
	switch e := p.from.Payload.(type) {
	case callback.MassSendJobFinishEvent:
		r.Kind, r.JobID = store.MassResult, strconv.FormatInt(e.MsgID, 10)
	case callback.PublishJobFinishEvent:
		r.Kind, r.JobID = store.PublishResult, e.PublishID
	default:
		return
	}
	c.results = append(c.results, r)
	c.jobs = append(c.jobs, river.InsertManyParams{Args: job.TakeResult{AppID: c.appID, Of: string(r.Kind), JobID: r.JobID}})
}

// sceneOfCodes is WeChat's word for who follows by scanning a code.
const sceneOfCodes = "ADD_SCENE_QR_CODE"

// act is what a push changes about its contact.
func act(in *Inbox, appID string, i tuwen.Incoming, d tuwen.Decision) store.Act {
	a := store.Act{AppID: appID, OpenID: i.OpenID, At: i.At, Window: tuwen.OpenWindow(i)}
	switch i.Kind {
	case tuwen.EventMessage, tuwen.EventOption:
		a.Messages = 1
	case tuwen.EventFollow:
		a.Follow = &store.Follow{At: i.At, By: i.Scene}
		if i.Scene != "" {
			a.Follow.Scene = sceneOfCodes
		}
	}
	if n := len(d.Starts); n > 0 {
		a.Asked = tuwen.Asked{ConversationID: d.Starts[n-1], At: in.now()}
	}
	return a
}

// apply writes everything, in an order that is the same for all: two
// transactions that change the same wait for each other, never in a circle.
func (e effects) apply(ctx context.Context, in *Inbox, tx *store.Tx) error {
	for _, appID := range slices.Sorted(maps.Keys(e)) {
		if err := e[appID].apply(ctx, in, tx); err != nil {
			return err
		}
	}
	return nil
}

func (c *changes) apply(ctx context.Context, in *Inbox, tx *store.Tx) error {
	if err := tx.Contacts.Put(ctx, c.acts); err != nil {
		return err
	}
	slices.SortFunc(c.leaving, func(a, b tuwen.Incoming) int { return cmp.Compare(a.OpenID, b.OpenID) })
	for _, i := range c.leaving {
		if err := tx.Contacts.Erase(ctx, c.appID, i.OpenID, in.hash(c.appID, i.OpenID), i.At); err != nil {
			return err
		}
	}
	if err := tx.Contacts.CountDays(ctx, c.appID, c.days); err != nil {
		return err
	}
	if err := tx.Rules.Hit(ctx, c.appID, c.hits); err != nil {
		return err
	}
	if err := tx.Conversations.Start(ctx, c.appID, c.starts); err != nil {
		return err
	}
	if err := tx.Conversations.Pick(ctx, c.appID, c.picks); err != nil {
		return err
	}
	if err := tx.QRCodes.Scan(ctx, c.appID, c.scans); err != nil {
		return err
	}
	if err := tx.Menus.Tap(ctx, c.appID, c.taps); err != nil {
		return err
	}
	if err := tx.Messages.Plan(ctx, c.appID, c.messages); err != nil {
		return err
	}
	for _, r := range c.results {
		if err := tx.JobResults.Put(ctx, c.appID, r.JobResult, r.event); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.tags)) {
		if err := tx.TagChanges.Give(ctx, c.appID, id, c.tags[id], in.now()); err != nil {
			return err
		}
	}
	applied, err := tx.Enrollments.Apply(ctx, c.appID, c.moves, in.now())
	if err != nil {
		return err
	}
	for _, id := range applied.Posts {
		c.jobs = append(c.jobs, river.InsertManyParams{Args: job.PostWebhook{AppID: c.appID, ID: id}})
	}
	if len(c.tags) > 0 || applied.Tagged {
		c.jobs = append(c.jobs, river.InsertManyParams{Args: job.ChangeTags{AppID: c.appID}})
	}
	return in.jobs.InsertMany(ctx, tx, c.jobs)
}
