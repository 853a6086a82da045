package outbox_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/outbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// shop is a webhook that keeps what it was told and answers as it is asked to.
type shop struct {
	*httptest.Server
	mu      sync.Mutex
	status  int
	headers []http.Header
	bodies  [][]byte
}

func openShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{status: http.StatusOK}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		s.headers, s.bodies = append(s.headers, r.Header), append(s.bodies, body)
		if s.status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *shop) answer(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = status
}

// hooked is an outbox beside e whose webhooks may, or may not, lead into the
// network.
func (e *env) hooked(private bool) *outbox.Outbox {
	return outbox.New(outbox.Config{
		DB: e.db, Connect: e.connect, Jobs: e.jobs, Now: e.clock.Now, PrivateWebhooks: private, Random: func() float64 { return 0 },
		Secret: func(appID string, sealed tuwen.Sealed) ([]byte, error) {
			return e.box.Open(appID, connect.FieldWebhookSecret, sealed)
		},
	})
}

// told plans a post to an address, of a step that signs.
func (e *env) told(t *testing.T, id, address string) job.PostWebhook {
	t.Helper()
	e.write(t, func(ctx context.Context, tx *store.Tx) error {
		err := tx.Journeys.PutSecret(ctx, appID, "journey1", "shop", e.box.Seal(appID, connect.FieldWebhookSecret, []byte("key of the shop")))
		if err != nil {
			return err
		}
		return tx.Webhooks.Plan(ctx, appID, []tuwen.WebhookPost{{
			ID: id, JourneyID: "journey1", StepID: "shop", EnrollmentID: "enrollment1", OpenID: e.openID, URL: address, CreatedAt: e.clock.Now(),
		}})
	})
	return job.PostWebhook{AppID: appID, ID: id}
}

func (e *env) post(t *testing.T, id string) (p tuwen.WebhookPost) {
	t.Helper()
	must(t, e.db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		p, err = tx.Webhooks.ByID(ctx, appID, id)
		return err
	}))
	return p
}

func TestWebhooksArePostedSignedAndTriedAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		s := openShop(t)
		out := e.hooked(true)
		args := e.told(t, "post1", s.URL+"/hook")
		s.answer(http.StatusServiceUnavailable)
		must(t, out.PostWebhook(t.Context(), args))
		p := e.post(t, "post1")
		if p.State != tuwen.WebhookPlanned || p.Status != 503 || p.Tries != 1 || p.RetryAt == nil || !p.RetryAt.Equal(e.clock.Now().Add(10*time.Second)) ||
			p.Problem == nil || p.Problem.Code != "webhook.refused" {
			t.Errorf("got %+v", p)
		}
		must(t, out.PostWebhook(t.Context(), args)) // it is not time yet
		e.clock.Move(10 * time.Second)
		s.answer(http.StatusNoContent)
		must(t, out.PostWebhook(t.Context(), args))
		must(t, out.PostWebhook(t.Context(), args)) // it was taken
		if p = e.post(t, "post1"); p.State != tuwen.WebhookTaken || p.Status != 204 || p.Tries != 2 || p.Problem != nil || p.DoneAt == nil {
			t.Errorf("got %+v", p)
		}
		if len(s.bodies) != 2 {
			t.Fatalf("it was told %d times", len(s.bodies))
		}
		for i, h := range s.headers {
			mac := hmac.New(sha256.New, []byte("key of the shop"))
			mac.Write([]byte(h.Get("Tuwen-Webhook-Time") + "."))
			mac.Write(s.bodies[i])
			if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); h.Get("Tuwen-Webhook-Signature") != want || h.Get("Tuwen-Webhook-Id") != "post1" {
				t.Errorf("got %v, want the signature %s", h, want)
			}
		}
		var told map[string]string
		must(t, json.Unmarshal(s.bodies[1], &told))
		if told["id"] != "post1" || told["openid"] != e.openID || told["step_id"] != "shop" || told["app_id"] != appID {
			t.Errorf("told %v", told)
		}
	})
}

func TestWebhooksAreGivenUpWhereAnotherTryIsInVain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		s := openShop(t)
		out := e.hooked(true)
		// A redirect could lead anywhere: it is not followed.
		for id, status := range map[string]int{"post404": http.StatusNotFound, "post302": http.StatusFound} {
			s.answer(status)
			must(t, out.PostWebhook(t.Context(), e.told(t, id, s.URL)))
			if p := e.post(t, id); p.State != tuwen.WebhookFailed || p.Status != status || p.Problem == nil || p.Problem.Code != "webhook.refused" {
				t.Errorf("got %+v", p)
			}
		}
		must(t, out.PostWebhook(t.Context(), e.told(t, "none", "gopher://shop")))
		if p := e.post(t, "none"); p.State != tuwen.WebhookFailed || p.Problem == nil || p.Problem.Code != "webhook.address" {
			t.Errorf("got %+v", p)
		}
		args := e.told(t, "patience", s.URL)
		s.answer(http.StatusBadGateway)
		began := e.clock.Now()
		tries := 0
		for ; e.post(t, "patience").State == tuwen.WebhookPlanned; tries++ {
			if p := e.post(t, "patience"); p.RetryAt != nil && p.RetryAt.After(e.clock.Now()) {
				e.clock.Set(*p.RetryAt)
			}
			must(t, out.PostWebhook(t.Context(), args))
		}
		if took := e.clock.Now().Sub(began); tries != 12 || took < 5*time.Hour || took > 24*time.Hour {
			t.Errorf("it was given up after %d tries in %s", tries, took)
		}
		if n := len(s.bodies); n != 2+12 {
			t.Errorf("the shop was told %d times", n)
		}
	})
}

func TestAWebhookThatWasGivenUpIsMadeOnceMoreForWhoAsks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		s := openShop(t)
		out := e.hooked(true)
		args := e.told(t, "post1", s.URL)
		p := e.post(t, "post1")
		p.State, p.Tries = tuwen.WebhookFailed, 12
		e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Webhooks.Finish(ctx, appID, p) })
		e.clock.Move(24 * time.Hour)
		retry := func() error {
			return e.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				again, err := p.Retry("", e.clock.Now())
				if err != nil {
					return err
				}
				return tx.Webhooks.Retry(ctx, appID, again)
			})
		}
		// Of many who read it as given up, one has it made again.
		errs := make(chan error, 5)
		for range cap(errs) {
			go func() { errs <- retry() }()
		}
		var won int
		for range cap(errs) {
			if err := <-errs; err == nil {
				won++
			} else if tuwen.CodeOf(err) != "webhook.not_failed" {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d have it made again", won)
		}
		must(t, e.Sweep(t.Context())) // it is old, but not lost
		var jobs int
		must(t, e.db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'post_webhook'").Scan(&jobs))
		s.answer(http.StatusServiceUnavailable)
		must(t, out.PostWebhook(t.Context(), args))
		must(t, out.PostWebhook(t.Context(), args))
		// It had all its tries: there is no other after this.
		if p := e.post(t, "post1"); p.State != tuwen.WebhookFailed || p.Tries != 13 || p.Status != 503 || len(s.bodies) != 1 || jobs != 0 {
			t.Errorf("told %d times, %d jobs, became %+v", len(s.bodies), jobs, p)
		}
		must(t, retry())
		s.answer(http.StatusOK)
		must(t, out.PostWebhook(t.Context(), args))
		if p := e.post(t, "post1"); p.State != tuwen.WebhookTaken || p.Tries != 14 {
			t.Errorf("became %+v", p)
		}
	})
}

func TestWebhooksLeadNowhereInsideTheNetworkUnlessThatIsAllowed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		s := openShop(t)
		out := e.hooked(false)
		for id, address := range map[string]string{"number": s.URL, "name": "http://localhost:" + s.URL[len("http://127.0.0.1:"):]} {
			must(t, out.PostWebhook(t.Context(), e.told(t, id, address)))
			if p := e.post(t, id); p.State != tuwen.WebhookFailed || p.Problem == nil || p.Problem.Code != "webhook.private" {
				t.Errorf("%s: got %+v", address, p)
			}
		}
		if len(s.bodies) > 0 {
			t.Error("somebody inside was called")
		}
	})
}

func TestMessagesThatFollowNoPushAreSentByTheHundredAndTakenUpWhenTheirJobIsLost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		var messages []tuwen.Message
		var openIDs []string
		for _, name := range []string{"甲", "乙", "丙"} {
			e.openID = e.follower(t, name)
			e.writes(t)
			openIDs = append(openIDs, e.openID)
			for place, text := range []string{"一", "二"} {
				messages = append(messages, tuwen.Message{
					OpenID: e.openID, Place: place, Cause: tuwen.UsedBy{Kind: "journey", ID: "journey1"}, StepID: text, EnrollmentID: "e",
					Reply: tuwen.Reply{Kind: tuwen.ReplyText, Text: text}, State: tuwen.MessagePlanned,
					CreatedAt: e.clock.Now(), DueBy: e.clock.Now().Add(time.Hour),
				})
			}
		}
		e.write(t, func(ctx context.Context, tx *store.Tx) error { return tx.Messages.Plan(ctx, appID, messages) })
		must(t, e.SendPlanned(t.Context(), job.SendPlanned{AppID: appID, IDs: []string{messages[0].ID, messages[2].ID, "none"}}, "node-a"))
		got := func(openID string) (texts []string) {
			for _, m := range e.wx.Received(openID) {
				if !m.Passive {
					texts = append(texts, m.Text)
				}
			}
			return texts
		}
		// All that is planned for a contact goes out, in its order.
		wantSame(t, [][]string{got(openIDs[0]), got(openIDs[1]), got(openIDs[2])}, [][]string{{"一", "二"}, {"一", "二"}, nil})
		e.clock.Move(4 * time.Minute)
		must(t, e.Sweep(t.Context()))
		var kinds int
		must(t, e.db.SQL().QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'send_planned'").Scan(&kinds))
		if kinds != 1 {
			t.Errorf("%d jobs take up what is left, want 1", kinds)
		}
	})
}
