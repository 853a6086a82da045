package web_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestDiagnosisTellsOfTheLastPushAndWhyOthersWereRefused(t *testing.T) {
	t.Parallel()
	onEach(t, testkit.Setup{}, func(t *testing.T, c *testkit.Console) {
		b := c.Operator(tuwen.Operates)
		pushes := func() tuwen.Pushes {
			must(t, c.Inbox.Settle(t.Context()))
			p := testkit.GET[tuwen.Pushes](b, account+"/pushes")
			d := testkit.JSON[tuwen.Diagnosis](t, b.Must(http.StatusOK, "POST", account+"/diagnosis", nil))
			i := slices.IndexFunc(d.Checks, func(check tuwen.Check) bool { return check.Name == "callback" })
			if i < 0 || d.Checks[i].State != p.Check.State {
				t.Errorf("the diagnosis says %+v, the pushes %+v", d.Checks, p.Check)
			}
			return p
		}
		says := func(p tuwen.Pushes) string {
			if p.Check.Problem == nil {
				return string(p.Check.State)
			}
			return string(p.Check.State) + " " + p.Check.Problem.Code
		}
		if got := says(pushes()); got != "warning callback.silent" {
			t.Errorf("before anything came: %s", got)
		}
		connectPushes(t, c)
		if p := pushes(); says(p) != "ok" || p.VerifiedAt == nil || p.LastAt != nil {
			t.Errorf("once WeChat verified the address: %s, %+v", says(p), p)
		}
		lin := mine(t, c, "林小满")
		at := c.Clock.Now()
		if p := pushes(); p.LastAt == nil || !p.LastAt.Equal(at) {
			t.Errorf("the last push came at %v, want %v", p.LastAt, at)
		}
		c.Clock.Move(time.Minute)
		forged := "/callback/" + testkit.AppID + "?timestamp=1700000000&nonce=7&encrypt_type=aes&msg_signature=0000000000000000000000000000000000000000"
		for range 3 {
			c.Stranger().Must(http.StatusForbidden, "POST", forged, []byte("<xml><Encrypt>bm9uZQ==</Encrypt></xml>"))
		}
		p := pushes()
		if says(p) != "failed callback.bad_signature" || p.Check.Params["count"] != "3" || p.Check.Params["last_at"] == "" {
			t.Errorf("after three forged ones: %s, %+v", says(p), p.Check)
		}
		if len(p.Refusals) != 1 || p.Refusals[0].Reason != "bad_signature" || p.Refusals[0].Count != 3 || !p.Refusals[0].LastAt.Equal(c.Clock.Now()) {
			t.Errorf("refused were %+v", p.Refusals)
		}
		c.Clock.Move(time.Minute)
		_, err := c.WeChat.Write(t.Context(), lin, "在吗")
		must(t, err)
		if p := pushes(); says(p) != "ok" || len(p.Refusals) != 1 {
			t.Errorf("once they arrive again: %s, refused were %+v", says(p), p.Refusals)
		}
	})
}
