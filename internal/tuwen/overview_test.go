package tuwen_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestFollowerDaysTellTheMostThatIsKnownOfADay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 16, 30, 0, 0, time.UTC) // the 21st in Beijing
	days := tuwen.FollowerDays(now, []tuwen.FollowerDay{
		{Day: "2026-11-07", New: 9, Left: 9}, // too old
		{Day: "2026-11-19", New: 5, Left: 2},
		{Day: "2026-11-21", New: 1, Left: 3},
	}, []tuwen.FollowerDay{
		{Day: "2026-11-08", New: 7}, // before there were pushes
		{Day: "2026-11-19", New: 4}, // two of five have left
		{Day: "2026-11-21", New: 2}, // a push was lost
	})
	if len(days) != 14 || days[0].Day != "2026-11-08" {
		t.Fatalf("%d days since %s", len(days), days[0].Day)
	}
	want := []tuwen.FollowerDay{
		{Day: "2026-11-08", New: 7}, {Day: "2026-11-19", New: 5, Left: 2}, {Day: "2026-11-20"}, {Day: "2026-11-21", New: 2, Left: 3},
	}
	if diff := cmp.Diff(want, append(days[:1:1], days[11:]...)); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	if since := tuwen.FollowerDaysSince(now); tuwen.BeijingDay(since) != days[0].Day || tuwen.BeijingHour(since) != 0 {
		t.Errorf("they begin at %v", since)
	}
}
