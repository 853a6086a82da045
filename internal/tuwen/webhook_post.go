package tuwen

import (
	"net/url"
	"time"
)

// WebhookState is where a post stands.
type WebhookState string

// The states.
const (
	WebhookPlanned WebhookState = "planned"
	WebhookTaken   WebhookState = "taken"  // it was answered well
	WebhookFailed  WebhookState = "failed" // it was given up
)

// WebhookPost is a post to the webhook of a journey's step. Its ID, which every
// try carries, tells who is called that it is the same.
type WebhookPost struct {
	ID           string       `json:"id"`
	JourneyID    string       `json:"journey_id"`
	StepID       string       `json:"step_id"`
	EnrollmentID string       `json:"enrollment_id"`
	OpenID       string       `json:"openid" doc:"empty once the contact was erased"`
	Host         string       `json:"host" doc:"where it leads, without the path, which may hold a key"`
	State        WebhookState `json:"state" enum:"planned,taken,failed"`
	Tries        int          `json:"tries"`
	// RetryAt is when it is made again; nil for at once, and once it is done.
	RetryAt   *time.Time `json:"retry_at"`
	Status    int        `json:"status" doc:"of the last answer, 0 for none"`
	Problem   *Problem   `json:"problem" doc:"of the last try; null where it was taken or not made yet"`
	CreatedAt time.Time  `json:"created_at"`
	DoneAt    *time.Time `json:"done_at" doc:"when it was taken or given up"`

	// URL is the whole address, which is told to nobody: keys stand in some.
	URL string `json:"-"`
}

// Retry returns a post that was given up as one to be made at once, to where
// its step leads now: an address of "" leaves it the one it had. Its tries go
// on, so that one which had them all is tried once. A post that waits, or was
// taken, is [Conflict] "webhook.not_failed".
func (p WebhookPost) Retry(address string, now time.Time) (WebhookPost, error) {
	if p.State != WebhookFailed {
		return p, Errorf(Conflict, "webhook.not_failed", "the post was not given up; only one that was can be tried again").With("state", string(p.State))
	}
	if address != "" {
		p.URL, p.Host = address, WebhookHost(address)
	}
	p.State, p.RetryAt, p.DoneAt = WebhookPlanned, &now, nil
	return p, nil
}

// WebhookHost is the host, with the port where one is named, that an address
// leads to; "" for none.
func WebhookHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
