package web_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// hook is what a webhook was told once.
type hook struct {
	id, time, signature string
	body                []byte
}

// shop answers its first call with an error, and tells of each.
func shop(t *testing.T) (url string, told chan hook) {
	t.Helper()
	told = make(chan hook, 10)
	answers := make(chan int, 1)
	answers <- http.StatusInternalServerError
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPost {
			t.Errorf("%s was called: %v", r.Method, err)
		}
		h := r.Header
		told <- hook{h.Get("Tuwen-Webhook-Id"), h.Get("Tuwen-Webhook-Time"), h.Get("Tuwen-Webhook-Signature"), body}
		select {
		case status := <-answers:
			w.WriteHeader(status)
		default:
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, told
}

// toldShop starts a journey that tells a shop of whom it is called with.
func toldShop(t *testing.T, c *testkit.Console, b *testkit.Browser, url string) (tuwen.Journey, tuwen.Enrollment) {
	t.Helper()
	follower(t, c, "o-one")
	g := telling(tuwen.Trigger{Kind: tuwen.TriggerAPI})
	g.First, g.Steps = "shop", g.Steps[3:]
	g.Steps[0].Webhook = &tuwen.Webhook{URL: url + "/hook", Secret: "key of the shop"}
	j := started(t, b, "告诉店里", g)
	return j, enroll(t, b, j, "o-one", false)
}

func TestWebhookOfAJourneyIsPostedSignedAndAgainAfterAnError(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	url, told := shop(t)
	j, e := toldShop(t, c, b, url)
	first := <-told
	testkit.Wait(b, journeys+"/"+j.ID, func(j tuwen.Journey) bool { return j.Counts.Finished == 1 }) // nobody waits for the shop
	var second hook
	for again := false; !again; {
		c.Clock.Move(time.Minute)
		select {
		case second = <-told:
			again = true
		case <-time.After(100 * time.Millisecond): // the first may not be written down yet
		case <-t.Context().Done():
			t.Fatal("the shop is not told again")
		}
	}
	if first.id == "" || second.id != first.id || second.time == first.time {
		t.Errorf("told first %q at %s, then %q at %s", first.id, first.time, second.id, second.time)
	}
	for _, h := range []hook{first, second} {
		mac := hmac.New(sha256.New, []byte("key of the shop"))
		mac.Write([]byte(h.time + "."))
		mac.Write(h.body)
		if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); h.signature != want {
			t.Errorf("signed %s, want %s", h.signature, want)
		}
		var body map[string]string
		if err := json.Unmarshal(h.body, &body); err != nil {
			t.Fatal(err)
		}
		if body["openid"] != "o-one" || body["enrollment_id"] != e.ID || body["journey_id"] != j.ID || body["step_id"] != "shop" || body["app_id"] != testkit.AppID {
			t.Errorf("told %v", body)
		}
	}
}

func TestWebhookOfAJourneyLeadsNowhereInsideTheNetwork(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, testkit.Setup{PublicWebhooks: true})
	b := c.Operator(tuwen.Operates)
	url, told := shop(t)
	j, _ := toldShop(t, c, b, url)
	testkit.Wait(b, journeys+"/"+j.ID, func(j tuwen.Journey) bool { return j.Counts.Finished == 1 })
	var posts []store.WebhookPost
	for len(posts) == 0 || posts[0].State == store.WebhookPlanned {
		time.Sleep(10 * time.Millisecond) // until the job has run
		err := c.DB.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			p, err := tx.Webhooks.List(ctx, testkit.AppID, j.ID, 10, "")
			posts = p.Items
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if p := posts[0]; len(posts) != 1 || p.State != store.WebhookFailed || p.Problem == nil || p.Problem.Code != "webhook.private" {
		t.Errorf("it became %+v", posts)
	}
	select {
	case h := <-told:
		t.Errorf("somebody inside was called: %s", h.body)
	default:
	}
}
