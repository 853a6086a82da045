package sandbox

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/wechat/callback"
)

// jobTick is how often what takes time is looked at, by the network's time: the
// platform's clock may be moved by anybody who shares it.
const jobTick = 10 * time.Millisecond

// runMass carries a send out when its time has come.
func (a *account) runMass(msgID int64) {
	a.later(func(ctx context.Context) bool { return a.endMass(ctx, msgID) })
}

// later calls end until it reports true or the sandbox is closed.
func (a *account) later(end func(context.Context) bool) {
	a.sandbox.background(func() {
		ctx, stop := a.sandbox.untilClosed(context.Background())
		defer stop()
		for !end(ctx) && pause(ctx, jobTick) {
		}
	})
}

// resumeJobs goes on with what an earlier run had not done.
func (a *account) resumeJobs() {
	for _, m := range a.mass.Sends {
		if m.State == MassConfirming || m.State == MassSending {
			a.runMass(m.MsgID)
		}
	}
	for _, p := range a.mass.Publications {
		if p.Status == publishRunning {
			a.runPublication(p.ID)
		}
	}
}

// endMass ends a send whose time has come and pushes the result; it reports
// whether it is done.
func (a *account) endMass(ctx context.Context, msgID int64) bool {
	a.mu.Lock()
	m, err := a.mass.find(msgID)
	if err != nil || m.State != MassConfirming && m.State != MassSending {
		a.mu.Unlock()
		return true
	}
	now := a.sandbox.Now()
	if now.Before(m.Until) {
		a.mu.Unlock()
		return false
	}
	a.finishMass(m, now)
	fields, silent := a.massResult(m), a.mass.Settings.Silent
	a.mu.Unlock()
	a.sandbox.changed()
	a.sandbox.news.tell()
	if !silent {
		a.pushResult(ctx, "MASSSENDJOBFINISH", fields)
	}
	return true
}

// finishMass sends, or finds that it cannot be sent. A draft that was sent is
// no more. The caller holds a.mu.
func (a *account) finishMass(m *massSend, now time.Time) {
	m.SentAt = now
	switch reprint := a.mass.Settings.Reprint; {
	case m.State == MassConfirming:
		m.Status = "err(40002)"
	case m.Status != "": // the administrator said no
	case reprint == "forbidden":
		m.Status = "err(30002)"
	case reprint == "allowed" && !m.Ignore:
		m.Status = "err(30003)"
	}
	if m.Status != "" {
		m.State = MassFailed
		return
	}
	a.reach(m, now)
	m.State, m.Status = MassSent, "send success"
	_ = a.drafts.remove(m.MediaID) // of a history item there is none
}

// reach puts what is sent into the chats and counts. A follower of a service
// account who had four in the month gets nothing.
func (a *account) reach(m *massSend, now time.Time) {
	shown := a.massMessage(m.Item)
	give := func(f *follower) {
		m.Total++
		if !f.Followed || a.settings.Kind == Service && !f.Mass.take(now) {
			return
		}
		m.Filter++
		a.tell(f, shown)
	}
	switch {
	case m.OpenIDs != nil:
		for _, id := range m.OpenIDs {
			if f, err := a.roster.hold(id); err == nil {
				give(f)
			}
		}
	case m.ToAll:
		quiet := a.roster.Bulk // those that nothing ever happened to
		for _, f := range a.roster.Others {
			if f.Place >= 0 {
				quiet--
			}
			if f.Followed {
				give(f)
			}
		}
		m.Total += quiet
		if a.settings.Kind != Service || a.roster.BulkMass.take(now) {
			m.Filter += quiet
		}
	default:
		for _, f := range a.roster.tagged(m.TagID) {
			give(f)
		}
	}
}

// massResult is what MASSSENDJOBFINISH tells of a send.
func (a *account) massResult(m *massSend) callback.Fields {
	number := func(name string, n int) callback.Field { return callback.Field{Name: name, Value: strconv.Itoa(n)} }
	item := func(fields ...callback.Field) callback.Field { return callback.Field{Name: "item", Fields: fields} }
	checks := callback.Field{Name: "ResultList"}
	state := 1
	if reprint := a.mass.Settings.Reprint; reprint != "" {
		state = map[string]int{"allowed": 2, "forbidden": 3}[reprint]
		can := 3 - state // CanReprint: 1 for a reprint that may be sent
		for i := range m.Item.Articles {
			checks.Fields = append(checks.Fields, item(
				number("ArticleIdx", i+1), number("UserDeclareState", 0), number("AuditState", 2),
				callback.Field{Name: "OriginalArticleUrl", Value: a.sandbox.PublicURL() + "/s?original=" + strconv.Itoa(i+1)},
				number("OriginalArticleType", 1), number("CanReprint", can), number("NeedReplaceContent", can), number("NeedShowReprintSource", can),
			))
		}
	}
	urls := callback.Field{Name: "ResultList"}
	if m.State == MassSent {
		for i := range m.Item.Articles {
			urls.Fields = append(urls.Fields, item(
				number("ArticleIdx", i+1), callback.Field{Name: "ArticleUrl", Value: a.articleURL(m.Item.Mid, i)},
			))
		}
	}
	return callback.Fields{
		{Name: "MsgID", Value: strconv.FormatInt(m.MsgID, 10)}, {Name: "Status", Value: m.Status},
		number("TotalCount", m.Total), number("FilterCount", m.Filter), number("SentCount", m.Filter), number("ErrorCount", 0),
		{Name: "CopyrightCheckResult", Fields: callback.Fields{number("Count", len(checks.Fields)), checks, number("CheckState", state)}},
		{Name: "ArticleUrlResult", Fields: callback.Fields{number("Count", len(urls.Fields)), urls}},
	}
}

// pushResult pushes what became of a job. It comes from nobody's OpenID.
func (a *account) pushResult(ctx context.Context, event string, fields callback.Fields) {
	a.mu.Lock()
	from := openIDOf(a.appID, "mphelper")
	all := append(callback.Fields{
		{Name: "ToUserName", Value: a.settings.OriginalID}, {Name: "FromUserName", Value: from},
		{Name: "CreateTime", Value: strconv.FormatInt(a.sandbox.Now().Unix(), 10)},
		{Name: "MsgType", Value: "event"}, {Name: "Event", Value: event},
	}, fields...)
	message, err := all.XML()
	if err != nil {
		a.mu.Unlock()
		a.sandbox.log.Error("could not write a push", "event", event, "error", err)
		return
	}
	p := &push{openID: from, event: true, message: message, to: a.callback}
	a.log(p, all)
	a.mu.Unlock()
	if _, err := a.deliver(ctx, p); err != nil {
		a.sandbox.log.Info("a push was given up", "event", event, "error", err)
	}
}

// publication is a draft on its way to being published.
type publication struct {
	ID        int       `json:"id"`
	MediaID   string    `json:"media_id"`
	Status    int       `json:"status"`
	ArticleID string    `json:"article_id,omitempty"`
	Until     time.Time `json:"until"`
}

// The states of a publication that the sandbox itself sets.
const (
	publishDone    = 0
	publishRunning = 1
)

func (b *massBook) publication(id int) (*publication, error) {
	for _, p := range b.Publications {
		if p.ID == id {
			return p, nil
		}
	}
	return nil, fmt.Errorf("publication %d: %w", id, ErrNoItem)
}

func (a *account) runPublication(id int) {
	a.later(func(ctx context.Context) bool { return a.endPublication(ctx, id) })
}

// endPublication is endMass for a publication.
func (a *account) endPublication(ctx context.Context, id int) bool {
	a.mu.Lock()
	p, err := a.mass.publication(id)
	if err != nil || p.Status != publishRunning {
		a.mu.Unlock()
		return true
	}
	now := a.sandbox.Now()
	if now.Before(p.Until) {
		a.mu.Unlock()
		return false
	}
	p.Status = a.mass.Settings.PublishStatus
	draft, err := a.drafts.find(p.MediaID)
	if err != nil {
		p.Status = 3 // it was deleted meanwhile
	}
	if p.Status == publishDone {
		done := a.publishedForm(draft, now.Unix())
		_ = a.drafts.remove(p.MediaID)
		_ = a.published.add(done) // its id is new
		p.ArticleID = done.MediaID
	}
	info, silent := a.publicationFields(p), a.mass.Settings.Silent
	a.mu.Unlock()
	a.sandbox.changed()
	if !silent {
		a.pushResult(ctx, "PUBLISHJOBFINISH", callback.Fields{{Name: "PublishEventInfo", Fields: info}})
	}
	return true
}

// publicationFields is what PUBLISHJOBFINISH tells. The caller holds a.mu.
func (a *account) publicationFields(p *publication) callback.Fields {
	fields := callback.Fields{
		{Name: "publish_id", Value: strconv.Itoa(p.ID)}, {Name: "publish_status", Value: strconv.Itoa(p.Status)},
	}
	if item, err := a.published.find(p.ArticleID); err == nil {
		detail := callback.Fields{{Name: "count", Value: strconv.Itoa(len(item.Articles))}}
		for i := range item.Articles {
			detail = append(detail, callback.Field{Name: "item", Fields: callback.Fields{
				{Name: "idx", Value: strconv.Itoa(i + 1)}, {Name: "article_url", Value: a.articleURL(item.Mid, i)},
			}})
		}
		fields = append(fields, callback.Field{Name: "article_id", Value: p.ArticleID}, callback.Field{Name: "article_detail", Fields: detail})
	}
	if p.Status == 2 || p.Status == 4 {
		fields = append(fields, callback.Field{Name: "fail_idx", Value: "1"})
	}
	return fields
}
