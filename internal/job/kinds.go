package job

// The arguments of jobs that one package inserts and another works. They name
// no contact: what is known of a person is in rows that can be erased, and
// jobs are not.

// SendMessages sends the customer-service messages that are planned for the
// contact of a push. Package outbox works it.
type SendMessages struct {
	AppID   string `json:"app_id"`
	EventID string `json:"event_id"`
}

// Kind names the job.
func (SendMessages) Kind() string { return "send_messages" }

// SendPlanned sends customer-service messages that follow no push, up to 100
// of an account. Package outbox works it.
type SendPlanned struct {
	AppID string   `json:"app_id"`
	IDs   []string `json:"ids"` // of messages
}

// Kind names the job.
func (SendPlanned) Kind() string { return "send_planned" }

// PostWebhook makes a try of a webhook's post. Package outbox works it.
type PostWebhook struct {
	AppID string `json:"app_id"`
	ID    string `json:"id"`
}

// Kind names the job.
func (PostWebhook) Kind() string { return "post_webhook" }

// ChangeTags does an account's tag changes at WeChat. Insert one with every
// change: where another is at it, it ends at once. Package outbox works it.
type ChangeTags struct {
	AppID string `json:"app_id"`
}

// Kind names the job.
func (ChangeTags) Kind() string { return "change_tags" }

// MakeCodes makes an account's QR codes at WeChat: those that wait to be made,
// and anew those that end soon. Package outbox works it.
type MakeCodes struct {
	AppID string `json:"app_id"`
}

// Kind names the job.
func (MakeCodes) Kind() string { return "make_codes" }

// SendInMass does what is due about a mass send: asks WeChat to send it, asks
// how far it is, reads its statistics. Insert one for whenever something is
// due. Package outbox works it.
type SendInMass struct {
	AppID string `json:"app_id"`
	ID    string `json:"id"`
}

// Kind names the job.
func (SendInMass) Kind() string { return "mass_send" }

// Publish does what is due about a publication. Package outbox works it.
type Publish struct {
	AppID string `json:"app_id"`
	ID    string `json:"id"`
}

// Kind names the job.
func (Publish) Kind() string { return "publish" }

// TakeResult takes in what WeChat pushed of a job of its own, which is kept.
// Package outbox works it.
type TakeResult struct {
	AppID string `json:"app_id"`
	Of    string `json:"of"`     // a kind of results of package store
	JobID string `json:"job_id"` // WeChat's name
}

// Kind names the job.
func (TakeResult) Kind() string { return "job_result" }
