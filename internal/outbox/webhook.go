package outbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// The headers of a webhook's post. The signature is "sha256=" and the HMAC, in
// hexadecimal digits, of the time, a dot and the body.
const (
	webhookIDHeader   = "Tuwen-Webhook-Id"
	webhookTimeHeader = "Tuwen-Webhook-Time" // seconds since 1970
	webhookSignHeader = "Tuwen-Webhook-Signature"
)

// webhookTries is how often a post is made before it is given up: over about
// half a day.
const webhookTries = 12

// webhookPatience is how long one try may take.
const webhookPatience = 10 * time.Second

// webhookBody is what a webhook is told. The id is the same in all tries.
type webhookBody struct {
	ID           string    `json:"id"`
	AppID        string    `json:"app_id"`
	JourneyID    string    `json:"journey_id"`
	StepID       string    `json:"step_id"`
	EnrollmentID string    `json:"enrollment_id"`
	OpenID       string    `json:"openid,omitempty"`
	At           time.Time `json:"at"`
}

type webhookWorker struct {
	river.WorkerDefaults[job.PostWebhook]
	outbox *Outbox
}

// Work makes one try. An error is about the database: River tries again.
func (w *webhookWorker) Work(ctx context.Context, j *river.Job[job.PostWebhook]) error {
	return w.outbox.postWebhook(ctx, j.Args)
}

func (o *Outbox) postWebhook(ctx context.Context, args job.PostWebhook) error {
	var p tuwen.WebhookPost
	var secret tuwen.Sealed
	err := o.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if p, err = tx.Webhooks.ByID(ctx, args.AppID, args.ID); err != nil {
			return err
		}
		secret, err = tx.Journeys.Secret(ctx, args.AppID, p.JourneyID, p.StepID)
		if tuwen.KindOf(err) == tuwen.NotFound {
			return nil
		}
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound || err == nil && p.State != tuwen.WebhookPlanned {
		return nil // it was made, or is no more
	}
	if err != nil {
		return err
	}
	now := o.now()
	if p.RetryAt != nil && p.RetryAt.After(now) { // another job has it
		return nil
	}
	status, again, err := o.callWebhook(ctx, args.AppID, p, secret)
	p.Status = status
	o.webhookFate(&p, again, err)
	return o.db.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *store.Tx) error {
		if p.State == tuwen.WebhookPlanned {
			if err := o.jobs.Insert(ctx, tx, args, &river.InsertOpts{ScheduledAt: *p.RetryAt}); err != nil {
				return err
			}
		}
		return tx.Webhooks.Finish(ctx, args.AppID, p)
	})
}

// webhookFate says what is to become of a post after a try.
func (o *Outbox) webhookFate(p *tuwen.WebhookPost, again bool, err error) {
	now := o.now()
	p.Tries++
	p.Problem, p.RetryAt = nil, nil
	if err != nil {
		p.Problem = tuwen.ProblemOf(err)
	}
	switch {
	case err == nil:
		p.State, p.DoneAt = tuwen.WebhookTaken, &now
	case !again || p.Tries >= webhookTries:
		p.State, p.DoneAt = tuwen.WebhookFailed, &now
	default:
		at := now.Add(o.spread(webhookRetry(p.Tries)))
		p.State, p.RetryAt = tuwen.WebhookPlanned, &at
	}
}

// webhookRetry doubles from ten seconds to three hours.
func webhookRetry(tries int) time.Duration {
	return min(10*time.Second<<min(tries-1, 20), 3*time.Hour)
}

// callWebhook makes one try. again tells whether another may succeed: after no
// answer, 408, 425, 429 and 5xx.
func (o *Outbox) callWebhook(ctx context.Context, appID string, p tuwen.WebhookPost, sealed tuwen.Sealed) (status int, again bool, err error) {
	body, err := json.Marshal(webhookBody{
		ID: p.ID, AppID: appID, JourneyID: p.JourneyID, StepID: p.StepID, EnrollmentID: p.EnrollmentID, OpenID: p.OpenID,
		At: p.CreatedAt.UTC(),
	})
	if err != nil {
		return 0, false, fmt.Errorf("encode a webhook: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, webhookPatience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(body))
	if err != nil {
		return 0, false, webhookError(tuwen.Invalid, "webhook.address", "the address of the webhook is none; correct it in the step", err)
	}
	if u := req.URL; u.Scheme != "https" && u.Scheme != "http" {
		return 0, false, webhookError(tuwen.Invalid, "webhook.address", "the address of the webhook is none; correct it in the step", nil)
	}
	at := strconv.FormatInt(o.now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "tuwen")
	req.Header.Set(webhookIDHeader, p.ID)
	req.Header.Set(webhookTimeHeader, at)
	if len(sealed) > 0 {
		secret, err := o.secret(appID, sealed)
		if err != nil {
			return 0, true, err // with the right key it goes out
		}
		req.Header.Set(webhookSignHeader, "sha256="+signWebhook(secret, at, body))
	}
	resp, err := o.webhooks.Do(req)
	if errors.Is(err, connect.ErrPrivateAddress) {
		return 0, false, webhookError(tuwen.Refused, "webhook.private",
			"the webhook's name leads to an address inside this network; whoever runs tuwen can allow that with TUWEN_WEBHOOK_PRIVATE", nil)
	}
	if err != nil {
		return 0, true, webhookError(tuwen.Unavailable, "webhook.no_answer", "the webhook did not answer", err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection can be used again
	if resp.StatusCode/100 == 2 {
		return resp.StatusCode, false, nil
	}
	again = resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusRequestTimeout ||
		resp.StatusCode == http.StatusTooEarly
	return resp.StatusCode, again, webhookError(tuwen.Refused, "webhook.refused", "the webhook answered with an error", nil).
		With("status", strconv.Itoa(resp.StatusCode))
}

func webhookError(kind tuwen.Kind, code, text string, cause error) *tuwen.Error {
	e := tuwen.Errorf(kind, code, text)
	if cause != nil {
		e = e.Because(cause)
	}
	return e
}

// signWebhook returns the hexadecimal HMAC-SHA256 of time, dot and body.
func signWebhook(secret []byte, at string, body []byte) string {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(at + "."))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}
