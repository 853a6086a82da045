package tuwen_test

import (
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestPushCheckNamesWhatIsToBeMended(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) *time.Time { at := now.Add(-d); return &at }
	refused := func(reason string, n int, d time.Duration) tuwen.Refusal {
		return tuwen.Refusal{Reason: reason, Count: n, LastAt: now.Add(-d)}
	}
	for _, c := range []struct {
		name   string
		pushes tuwen.Pushes
		state  tuwen.CheckState
		code   string
	}{
		{"nothing is set up", tuwen.Pushes{Refusals: []tuwen.Refusal{refused("not_set_up", 3, time.Minute)}}, tuwen.CheckWarning, "callback.not_set_up"},
		{"nothing came", tuwen.Pushes{SetUp: true}, tuwen.CheckWarning, "callback.silent"},
		{"the address was verified", tuwen.Pushes{SetUp: true, VerifiedAt: ago(time.Hour)}, tuwen.CheckOK, ""},
		{"pushes arrive", tuwen.Pushes{SetUp: true, LastAt: ago(time.Hour)}, tuwen.CheckOK, ""},
		{"all is refused", tuwen.Pushes{SetUp: true, Refusals: []tuwen.Refusal{refused("bad_signature", 3, time.Minute)}},
			tuwen.CheckFailed, "callback.bad_signature"},
		{"refused since the last push", tuwen.Pushes{SetUp: true, LastAt: ago(time.Hour), Refusals: []tuwen.Refusal{refused("bad_padding", 1, time.Minute)}},
			tuwen.CheckFailed, "callback.bad_padding"},
		{"refused before the last push", tuwen.Pushes{SetUp: true, LastAt: ago(time.Minute), Refusals: []tuwen.Refusal{refused("bad_padding", 1, time.Hour)}},
			tuwen.CheckOK, ""},
		{"refused before the address was verified", tuwen.Pushes{SetUp: true, VerifiedAt: ago(time.Minute), Refusals: []tuwen.Refusal{refused("bad_signature", 1, time.Hour)}},
			tuwen.CheckOK, ""},
		{"refused long ago", tuwen.Pushes{SetUp: true, LastAt: ago(50 * time.Hour), Refusals: []tuwen.Refusal{refused("stale", 1, 49*time.Hour)}},
			tuwen.CheckOK, ""},
		{"lost, whatever came since", tuwen.Pushes{SetUp: true, LastAt: ago(time.Minute), Refusals: []tuwen.Refusal{refused("unanswered", 7, time.Hour)}},
			tuwen.CheckWarning, "callback.unanswered"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			check := c.pushes.Verdict(now)
			code := ""
			if check.Problem != nil {
				code = check.Problem.Code
			}
			if check.Name != "callback" || check.State != c.state || code != c.code {
				t.Errorf("got %s %q, want %s %q", check.State, code, c.state, c.code)
			}
			if c.state == tuwen.CheckFailed && check.Params["count"] == "" {
				t.Error("it does not say how often")
			}
		})
	}
}
