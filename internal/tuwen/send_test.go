package tuwen_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestRefusalOfAMessageIsFinalButForTwo(t *testing.T) {
	t.Parallel()
	for errcode, want := range map[int]tuwen.SendRefusal{
		-1:    {Reason: "refused", Again: true},
		45011: {Reason: "refused", Again: true},
		45015: {Reason: "window_closed", All: true, Closes: true},
		45047: {Reason: "allowance", All: true, Closes: true},
		40003: {Reason: "unfollowed", All: true},
		48001: {Reason: "no_permission", All: true},
		45009: {Reason: "quota", All: true},
		40007: {Reason: "gone", Lost: true},
		53600: {Reason: "gone", Lost: true},
		45008: {Reason: "refused"},
		70000: {Reason: "refused"},
		45169: {Reason: "refused"}, // elsewhere tried again
		99999: {Reason: "refused"},
	} {
		if d := cmp.Diff(want, tuwen.RefusedMessage(errcode)); d != "" {
			t.Errorf("%d (-want +got):\n%s", errcode, d)
		}
	}
}

func TestRefusedMessageIsTriedAgainInsideItsWindowOnly(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		errcode, tries int
		left, want     time.Duration // want 0: not at all
	}{
		{-1, 0, 50 * time.Second, time.Second},
		{-1, 1, 50 * time.Second, 3 * time.Second},
		{-1, 2, 50 * time.Second, 10 * time.Second},
		{-1, 3, 50 * time.Second, 25 * time.Second},
		{-1, 3, 9 * time.Second, 0},
		{-1, 3, 48 * time.Hour, time.Minute},
		{-1, 99, 48 * time.Hour, 15 * time.Minute},
		{-1, 0, time.Second, 0},
		{-1, 0, -time.Second, 0},
		{45011, 0, 48 * time.Hour, time.Minute},
		{45011, 7, 48 * time.Hour, time.Minute},
		{45011, 0, 50 * time.Second, 25 * time.Second},
		{45011, 0, 10 * time.Second, 5 * time.Second},
		{45011, 0, 9 * time.Second, 0},
	} {
		at, ok := tuwen.RetryMessage(c.errcode, c.tries, now, now.Add(c.left))
		if ok != (c.want > 0) || ok && at.Sub(now) != c.want {
			t.Errorf("%d after %d tries with %s left: got %s, %t, want %s", c.errcode, c.tries, c.left, at.Sub(now), ok, c.want)
		}
	}
}
