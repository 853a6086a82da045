package tuwen

import (
	"time"

	"github.com/tuwen/tuwen/wechat"
)

// PublicationState is where publishing a draft stands.
type PublicationState string

// The states.
const (
	Publishing         PublicationState = "publishing"
	PublicationDone    PublicationState = "published"
	PublicationFailed  PublicationState = "failed"
	PublicationUnknown PublicationState = "unknown" // it was taken, and WeChat never said how it ended
)

// Publication is a draft that is published without a mass send 发布: no
// follower is told, and it gets an article_id.
type Publication struct {
	ID       string           `json:"id"`
	State    PublicationState `json:"state" enum:"publishing,published,failed,unknown"`
	Reason   string           `json:"reason" doc:"not_original, failed, review, gone, refused, no_outcome"`
	Problem  *Problem         `json:"problem"`
	MediaID  string           `json:"media_id" doc:"of the draft, which publishing consumes"`
	Title    string           `json:"title"`
	Articles []SentPart       `json:"articles"`
	// PublishID is WeChat's name for it, "" while unknown; ArticleID what it
	// became.
	PublishID  string     `json:"publish_id"`
	ArticleID  string     `json:"article_id"`
	CreatedAt  time.Time  `json:"created_at"`
	CreatedBy  string     `json:"created_by"`
	FinishedAt *time.Time `json:"finished_at"`

	Progress PublicationProgress `json:"-"`
}

// PublicationProgress is what must be remembered of a publication.
type PublicationProgress struct {
	NextAt time.Time `json:"next_at,omitzero"`
	Polls  int       `json:"polls"`
}

// publicationWaits are how long to wait before WeChat is asked again how far a
// publication is: a new account has 100 such calls a day.
var publicationWaits = []time.Duration{
	20 * time.Second, 40 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour,
}

// Submitted notes that WeChat took it under a name, or, without one, that it
// surely did.
func (p *Publication) Submitted(now time.Time, publishID string) {
	p.PublishID = publishID
	p.Progress.NextAt = now.Add(publicationWaits[0])
}

// Refuse ends a publication that WeChat did not take.
func (p *Publication) Refuse(reason string, why *Problem, now time.Time) {
	p.Problem = why
	p.end(PublicationFailed, reason, now)
}

// Polled draws the consequences of what WeChat says; nil is no answer.
// [MassCallsFor] after it was begun nobody asks any more.
func (p *Publication) Polled(now time.Time, answer *wechat.Publication) {
	if p.State != Publishing && p.State != PublicationUnknown {
		return
	}
	if answer != nil && answer.Status != wechat.PublishRunning {
		for i, url := range answer.URLs {
			p.addressed(i, url)
		}
		p.ended(answer.Status, answer.ArticleID, now)
		return
	}
	if now.Sub(p.CreatedAt) >= MassCallsFor {
		p.end(PublicationUnknown, "no_outcome", now)
		return
	}
	p.Progress.Polls++
	p.Progress.NextAt = now.Add(waitOf(publicationWaits, p.Progress.Polls))
}

// Settle takes in what WeChat pushed of it, and reports whether anything was
// changed.
func (p *Publication) Settle(now time.Time, r PublishResult) bool {
	if p.State != Publishing && p.State != PublicationUnknown || r.PublishStatus == wechat.PublishRunning {
		return false
	}
	p.PublishID = r.PublishID
	for _, a := range r.Articles {
		p.addressed(a.Idx-1, a.ArticleURL)
	}
	p.ended(r.PublishStatus, r.ArticleID, now)
	return true
}

func (p *Publication) addressed(index int, url string) {
	for i := range p.Articles {
		if p.Articles[i].Index == index {
			p.Articles[i].URL = url
		}
	}
}

func (p *Publication) ended(status int, articleID string, now time.Time) {
	switch status {
	case wechat.PublishDone, wechat.PublishDeleted, wechat.PublishBanned:
		p.ArticleID, p.Problem = articleID, nil
		p.end(PublicationDone, "", now)
	case wechat.PublishNotOriginal:
		p.end(PublicationFailed, "not_original", now)
	case wechat.PublishRefused:
		p.end(PublicationFailed, "review", now)
	default:
		p.end(PublicationFailed, "failed", now)
	}
}

func (p *Publication) end(state PublicationState, reason string, now time.Time) {
	p.State, p.Reason, p.FinishedAt = state, reason, &now
	p.Progress.NextAt = time.Time{}
}
