package web_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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

// toldAgain moves the clock until the shop is told once more.
func toldAgain(t *testing.T, c *testkit.Console, told <-chan hook) hook {
	t.Helper()
	for {
		c.Clock.Move(time.Minute)
		select {
		case h := <-told:
			return h
		case <-time.After(100 * time.Millisecond): // the last try may not be written down yet
		case <-t.Context().Done():
			t.Fatal("the shop is not told again")
		}
	}
}

func TestWebhookOfAJourneyIsPostedSignedAndAgainAfterAnError(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	url, told := shop(t)
	j, e := toldShop(t, c, b, url)
	first := <-told
	testkit.Wait(b, journeys+"/"+j.ID, func(j tuwen.Journey) bool { return j.Counts.Finished == 1 }) // nobody waits for the shop
	second := toldAgain(t, c, told)
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
	posts := testkit.Wait(b, postsOf(j, "?states=failed"), func(p tuwen.Page[tuwen.WebhookPost]) bool { return p.Total > 0 })
	if p := posts.Items[0]; len(posts.Items) != 1 || p.Problem == nil || p.Problem.Code != "webhook.private" || p.Status != 0 || p.Tries != 1 || p.DoneAt == nil {
		t.Errorf("it became %+v", posts.Items)
	}
	select {
	case h := <-told:
		t.Errorf("somebody inside was called: %s", h.body)
	default:
	}
}

func postsOf(j tuwen.Journey, query string) string {
	return journeys + "/" + j.ID + "/webhook-posts" + query
}

func TestWebhookPostsThatWereNotTakenAreShownWithTheirReason(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	url, told := shop(t)
	j, e := toldShop(t, c, b, url)
	<-told
	viewer := c.Operator(tuwen.Viewer)
	waiting := testkit.Wait(viewer, postsOf(j, "?states=planned,failed"), func(p tuwen.Page[tuwen.WebhookPost]) bool {
		return p.Total == 1 && p.Items[0].Tries == 1
	}).Items[0]
	if p := waiting; p.State != tuwen.WebhookPlanned || p.Status != http.StatusInternalServerError || p.Problem == nil ||
		p.Problem.Code != "webhook.refused" || p.Problem.Params["status"] != "500" || p.RetryAt == nil || p.DoneAt != nil ||
		p.OpenID != "o-one" || p.EnrollmentID != e.ID || p.StepID != "shop" || p.JourneyID != j.ID || "http://"+p.Host != url {
		t.Errorf("waits as %+v", p)
	}
	toldAgain(t, c, told)
	taken := testkit.Wait(viewer, postsOf(j, "?states=taken"), func(p tuwen.Page[tuwen.WebhookPost]) bool { return p.Total == 1 }).Items[0]
	if taken.ID != waiting.ID || taken.Status != http.StatusOK || taken.Tries != 2 || taken.Problem != nil || taken.RetryAt != nil || taken.DoneAt == nil {
		t.Errorf("taken as %+v", taken)
	}
	if left := testkit.GET[tuwen.Page[tuwen.WebhookPost]](viewer, postsOf(j, "?states=planned,failed")); left.Total != 0 {
		t.Errorf("left are %+v", left.Items)
	}
	body := string(viewer.Must(http.StatusOK, "GET", postsOf(j, ""), nil).Body)
	for _, hidden := range []string{"key of the shop", "/hook", "secret"} {
		if strings.Contains(body, hidden) {
			t.Errorf("%q is told: %s", hidden, body)
		}
	}
	c.Stranger().Must(http.StatusUnauthorized, "GET", postsOf(j, ""), nil)
	if p := problem(t, viewer.Must(http.StatusNotFound, "GET", postsOf(tuwen.Journey{ID: "none"}, ""), nil)); p.Code != "journey.unknown" {
		t.Errorf("no journey: %q", p.Code)
	}
	viewer.Must(http.StatusUnprocessableEntity, "GET", postsOf(j, "?states=lost"), nil)
}

func TestAWebhookPostThatWasGivenUpIsTriedAgainOnceAndToTheCorrectedAddress(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	b := c.Operator(tuwen.Operates)
	gone := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(gone.Close)
	url, told := shop(t)
	j, e := toldShop(t, c, b, gone.URL)
	failed := testkit.Wait(b, postsOf(j, "?states=failed"), func(p tuwen.Page[tuwen.WebhookPost]) bool { return p.Total == 1 }).Items[0]
	retry := postsOf(j, "/"+failed.ID+"/retry")

	j = testkit.GET[tuwen.Journey](b, journeys+"/"+j.ID)
	g := j.Graph
	g.Steps[0].Webhook.URL = url + "/hook"
	c.Clock.Move(time.Minute)
	j = actOn(t, b, drawJourney(t, b, j, g), "start")
	viewer := c.Operator(tuwen.Viewer)
	viewer.Must(http.StatusForbidden, "POST", retry, nil)
	c.Stranger().Must(http.StatusUnauthorized, "POST", retry, nil)
	p := testkit.JSON[tuwen.WebhookPost](t, b.Must(http.StatusOK, "POST", retry, nil))
	if p.ID != failed.ID || p.State != tuwen.WebhookPlanned || p.DoneAt != nil || p.RetryAt == nil || "http://"+p.Host != url {
		t.Errorf("it is tried again as %+v", p)
	}
	// The shop answers its first call with an error: the post waits, and goes on by itself.
	first := <-told
	testkit.Wait(b, postsOf(j, "?states=planned"), func(p tuwen.Page[tuwen.WebhookPost]) bool { return p.Total == 1 && p.Items[0].Tries == 2 })
	if p := problem(t, b.Must(http.StatusConflict, "POST", retry, nil)); p.Code != "webhook.not_failed" {
		t.Errorf("one that waits: %q", p.Code)
	}
	if again := toldAgain(t, c, told); first.id != failed.ID || again.id != failed.ID {
		t.Errorf("told %q and %q, want %q", first.id, again.id, failed.ID)
	}
	testkit.Wait(b, postsOf(j, "?states=taken"), func(p tuwen.Page[tuwen.WebhookPost]) bool { return p.Total == 1 && p.Items[0].Tries == 3 })
	b.Must(http.StatusConflict, "POST", retry, nil)
	if p := problem(t, b.Must(http.StatusNotFound, "POST", postsOf(j, "/none/retry"), nil)); p.Code != "webhook.unknown" {
		t.Errorf("no post: %q", p.Code)
	}
	other := newJourney(t, b, "别的")
	if p := problem(t, b.Must(http.StatusNotFound, "POST", postsOf(other, "/"+failed.ID+"/retry"), nil)); p.Code != "webhook.unknown" {
		t.Errorf("another journey's: %q", p.Code)
	}
	entries := testkit.GET[tuwen.Page[tuwen.Entry]](c.Script(tuwen.Admin), "/audit?action=webhook.retry").Items
	if len(entries) != 1 || entries[0].Subject != j.ID || entries[0].Name != "告诉店里" || entries[0].Details["enrollment"] != e.ID ||
		"http://"+entries[0].Details["host"] != url {
		t.Errorf("audited %+v", entries)
	}
}
