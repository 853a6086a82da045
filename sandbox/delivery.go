package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/tuwen/tuwen/wechat/callback"
)

// DeliveryState is how a push ended.
type DeliveryState string

// The states of a push.
const (
	Pushing    DeliveryState = "pushing"
	Answered   DeliveryState = "answered"   // with a reply, success or nothing
	Malformed  DeliveryState = "malformed"  // with anything else: the follower reads that the account is out of service
	Unanswered DeliveryState = "unanswered" // in any try: he reads the same
	Blocked    DeliveryState = "blocked"    // the breaker is open: never sent, never made up for
	NotPushed  DeliveryState = "not_pushed" // the account has no callback
)

// Delivery is one push with all its tries.
type Delivery struct {
	ID     int       `json:"id"`
	At     time.Time `json:"at"` // the platform's time
	OpenID string    `json:"openid"`
	// Type is the MsgType, or the Event of an event; Text what was written,
	// or the EventKey.
	Type string `json:"type"`
	Text string `json:"text"`
	// Message is the push, readable; every try sends the same, sealed anew.
	Message  string        `json:"message"`
	State    DeliveryState `json:"state"`
	Attempts []Attempt     `json:"attempts"`
}

// Attempt is one try to push.
type Attempt struct {
	// Status of the HTTP answer; 0 when there was none in time.
	Status int           `json:"status"`
	Took   time.Duration `json:"took"` // by the network's time
	// Answer is the reply, decrypted; "success" and empty are as they came.
	Answer string `json:"answer"`
	// Problem says why the answer is none or rubbish; empty when it is fine.
	Problem string `json:"problem"`
}

// maxDeliveries is how many pushes an account's log keeps.
const maxDeliveries = 2000

// Deliveries are the latest 2,000 pushes, oldest first, those still going on
// included. They are not kept over a restart.
func (c *AccountControl) Deliveries() []Delivery {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	list := make([]Delivery, len(c.acct.deliveries))
	for i, d := range c.acct.deliveries {
		list[i] = *d
		list[i].Attempts = slices.Clone(d.Attempts)
	}
	return list
}

// ClearDeliveries empties the log and closes the breaker.
func (c *AccountControl) ClearDeliveries() {
	c.acct.mu.Lock()
	c.acct.deliveries, c.acct.breaker = nil, breaker{}
	c.acct.mu.Unlock()
	c.acct.sandbox.news.tell()
}

// push is a message on its way to an account's server.
type push struct {
	openID string
	// passive replies to a message have one article; those to an event more.
	event    bool
	message  []byte
	delivery *Delivery // guarded by the account's mutex
	to       Callback
	// again marks a push that was answered before: the follower sees nothing
	// of what is answered now.
	again bool
}

// Repeat pushes a message again, as WeChat does when an answer was lost on its
// way, whether or not it was answered; to another node where an address is
// given, else to the account's callback. It is logged as a delivery of its own.
// The follower sees nothing of it. Repeats may run at once.
func (c *AccountControl) Repeat(ctx context.Context, d Delivery, address string) (Delivery, error) {
	a := c.acct
	fields, err := callback.Parse([]byte(d.Message))
	if err != nil {
		return Delivery{}, fmt.Errorf("repeat: %w", err)
	}
	a.mu.Lock()
	p := &push{openID: d.OpenID, event: fields.Text("MsgType") == "event", message: []byte(d.Message), to: a.callback, again: true}
	if address != "" {
		p.to.URL = address
	}
	a.log(p, fields)
	a.mu.Unlock()
	return a.deliver(ctx, p)
}

// log notes a push. The caller holds a.mu.
func (a *account) log(p *push, fields callback.Fields) {
	a.pushes++
	d := &Delivery{
		ID: a.pushes, At: a.sandbox.Now().In(beijing), OpenID: p.openID, Type: fields.Text("MsgType"),
		Text: fields.Text("Content"), Message: string(p.message), State: Pushing, Attempts: []Attempt{},
	}
	if p.event {
		d.Type, d.Text = fields.Text("Event"), fields.Text("EventKey")
	}
	p.delivery = d
	a.deliveries = append(a.deliveries, d)
	if over := len(a.deliveries) - maxDeliveries; over > 0 {
		a.deliveries = slices.Delete(a.deliveries, 0, over)
	}
	switch {
	case p.to.URL == "":
		d.State = NotPushed
	case a.breaker.open(a.sandbox.Now()):
		d.State = Blocked
	}
	a.sandbox.news.tell()
}

// deliver pushes until there is an answer or no try is left, and shows the
// follower what came of it. The error is that of ctx, when it ended first.
func (a *account) deliver(ctx context.Context, p *push) (Delivery, error) {
	a.mu.Lock()
	state := p.delivery.State
	a.mu.Unlock()
	switch state {
	case NotPushed:
		if !p.again {
			a.answerFromWebsite(p)
		}
		return a.delivered(p), nil
	case Blocked:
		return a.delivered(p), nil
	}
	end, err := p.to.endpoint(a.appID)
	if err != nil {
		return a.delivered(p), fmt.Errorf("push: %w", err)
	}
	ctx, stop := a.sandbox.untilClosed(ctx)
	defer stop()
	state, reply := a.tries(ctx, p, end)
	a.conclude(ctx, p, state, reply)
	if err := ctx.Err(); err != nil {
		return a.delivered(p), fmt.Errorf("push: %w", err)
	}
	return a.delivered(p), nil
}

// untilClosed ends a context with the sandbox.
func (s *Sandbox) untilClosed(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-s.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// tries pushes again at each deadline until something is answered.
func (a *account) tries(ctx context.Context, p *push, end *callback.Endpoint) (DeliveryState, *Message) {
	policy, next := a.sandbox.push, time.Now()
	for range 1 + max(policy.Repeats, 0) {
		if !pause(ctx, time.Until(next)) {
			break
		}
		next = time.Now().Add(policy.Deadline)
		attempt, reply := a.try(ctx, p, end)
		a.mu.Lock()
		p.delivery.Attempts = append(p.delivery.Attempts, attempt)
		a.mu.Unlock()
		a.sandbox.news.tell()
		switch {
		case attempt.Status == 0:
		case attempt.Problem != "":
			return Malformed, nil
		default:
			return Answered, reply
		}
	}
	return Unanswered, nil
}

// pause waits by the network's time; it reports false when ctx ended.
func pause(ctx context.Context, d time.Duration) bool {
	if d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	return ctx.Err() == nil
}

// try pushes once. Whether a repeat has the timestamp, nonce and cipher of the
// first is documented nowhere; here it has its own.
func (a *account) try(ctx context.Context, p *push, end *callback.Endpoint) (Attempt, *Message) {
	began := time.Now()
	attempt := Attempt{}
	status, body, err := a.post(ctx, p, end)
	attempt.Took = time.Since(began)
	if err != nil {
		attempt.Problem = err.Error()
		return attempt, nil
	}
	attempt.Status = status
	if status != http.StatusOK {
		attempt.Answer, attempt.Problem = excerpt(body), fmt.Sprintf("HTTP %d", status)
		return attempt, nil
	}
	answer, err := end.OpenReply(body)
	if err != nil {
		attempt.Answer, attempt.Problem = excerpt(body), err.Error()
		return attempt, nil
	}
	attempt.Answer = string(answer)
	reply, err := a.readReply(p, answer)
	if err != nil {
		attempt.Problem = err.Error()
	}
	return attempt, reply
}

// excerpt is the beginning of an answer that is no reply.
func excerpt(body []byte) string {
	return string(bytes.ToValidUTF8(body[:min(len(body), 300)], nil))
}

func (a *account) post(ctx context.Context, p *push, end *callback.Endpoint) (status int, body []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, a.sandbox.push.Deadline)
	defer cancel()
	query, sealed, err := end.Seal(p.message, "", a.sandbox.Now())
	if err != nil {
		return 0, nil, fmt.Errorf("seal: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, withQuery(p.to.URL, query), bytes.NewReader(sealed))
	if err != nil {
		return 0, nil, fmt.Errorf("push: %w", err)
	}
	req.Header.Set("Content-Type", "text/xml")
	req.Header.Set("User-Agent", "Mozilla/4.0")
	resp, err := a.sandbox.client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("no answer: %w", withoutAddress(err))
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(io.LimitReader(resp.Body, callback.MaxBody+1))
	if err != nil {
		return 0, nil, fmt.Errorf("the answer broke off: %w", err)
	}
	return resp.StatusCode, body, nil
}

// withoutAddress is an error of the network without the signed address.
func withoutAddress(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// conclude shows the follower the reply, or that there is none. A push that was
// given up because ctx ended tells nothing of the account.
func (a *account) conclude(ctx context.Context, p *push, state DeliveryState, reply *Message) {
	failed := state != Answered
	a.mu.Lock()
	defer a.mu.Unlock()
	if failed && ctx.Err() != nil {
		p.delivery.State = state
		return
	}
	if failed {
		a.sandbox.log.Info("a push failed", "app_id", a.appID, "type", p.delivery.Type, "state", state, "attempts", len(p.delivery.Attempts))
	}
	a.breaker.note(failed, a.sandbox.push, a.sandbox.Now())
	p.delivery.State = state
	f, err := a.roster.find(p.openID)
	switch {
	case err != nil || !f.Followed || p.again:
	case failed:
		a.tell(f, line(a.outOfService()))
	case reply != nil:
		a.tell(f, *reply)
	}
	a.sandbox.news.tell()
}

// outOfService is what WeChat says when an account's server does not answer
// (https://developers.weixin.qq.com/doc/service/en/guide/product/message/Passive_user_reply_message.html).
func (a *account) outOfService() string {
	if a.settings.Kind == Service {
		return "该服务号暂时无法提供服务，请稍后再试"
	}
	return "该公众号暂时无法提供服务，请稍后再试"
}

func (a *account) delivered(p *push) Delivery {
	a.mu.Lock()
	defer a.mu.Unlock()
	d := *p.delivery
	d.Attempts = slices.Clone(d.Attempts)
	return d
}
