package tuwen

import (
	"strings"
	"testing"
	"time"
)

func TestScheduleIsEveryFiveMinutesOfBeijing(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 20, 15, 58, 10, 0, time.UTC) // 23:58:10 in Beijing
	for at, code := range map[time.Time]string{
		now.Truncate(time.Hour).Add(time.Hour):        "", // midnight in Beijing
		now.Truncate(time.Hour).Add(65 * time.Minute): "",
		now.Truncate(time.Minute).Add(time.Minute):    "mass_send.step",
		now.Truncate(time.Hour).Add(time.Hour + 1):    "mass_send.step",
		now.Truncate(time.Hour):                       "mass_send.past",
		now.Truncate(time.Hour).AddDate(0, 0, 91):     "mass_send.far",
	} {
		if got := CodeOf(CheckSchedule(at, now)); got != code {
			t.Errorf("%v: %q, want %q", at, got, code)
		}
	}
	if err := CheckSchedule(now.Truncate(5*time.Minute), now.Truncate(5*time.Minute)); CodeOf(err) != "mass_send.past" {
		t.Errorf("now: %v", err)
	}
}

func TestQuotaPeriodsAreBeijings(t *testing.T) {
	t.Parallel()
	edge := time.Date(2026, 5, 31, 16, 0, 0, 0, time.UTC) // 1 June 0:00 in Beijing
	for _, c := range []struct {
		kind          AccountKind
		now           time.Time
		since, resets time.Time
		limit         int
	}{
		{Subscription, edge.Add(-time.Second), edge.AddDate(0, 0, -1), edge, 1},
		{Subscription, edge, edge, edge.AddDate(0, 0, 1), 1},
		{Service, edge.Add(-time.Second), time.Date(2026, 4, 30, 16, 0, 0, 0, time.UTC), edge, 4},
		{Service, edge, edge, time.Date(2026, 6, 30, 16, 0, 0, 0, time.UTC), 4},
	} {
		q, since := MassQuotaOf(c.kind, c.now)
		if !since.Equal(c.since) || !q.ResetsAt.Equal(c.resets) || q.Limit != c.limit {
			t.Errorf("%s at %v: since %v, %+v", c.kind, c.now, since, q)
		}
	}
}

func TestStatisticsAreReadInTheMorningsAfter(t *testing.T) {
	t.Parallel()
	sent := time.Date(2026, 5, 20, 15, 30, 0, 0, time.UTC) // 23:30
	var days []int
	for now := sent; ; {
		next := NextStatistics(sent, now)
		if next.IsZero() {
			break
		}
		if b := Beijing(next); b.Hour() != 8 || b.Minute() != 30 {
			t.Errorf("at %v", b)
		}
		days, now = append(days, int(next.Sub(sent)/(24*time.Hour))+1), next
	}
	if len(days) != 9 || days[0] != 1 || days[8] != 30 {
		t.Errorf("days %v", days)
	}
}

func TestAudienceIsAllATagOrAList(t *testing.T) {
	t.Parallel()
	many := make([]string, 10_001)
	for i := range many {
		many[i] = strings.Repeat("x", 20) + string(rune('一'+i))
	}
	for name, c := range map[string]struct {
		audience Audience
		code     string
	}{
		"all":      {Audience{Kind: ToAll}, ""},
		"tag":      {Audience{Kind: ToTag, TagID: 2}, ""},
		"two":      {Audience{Kind: ToOpenIDs, OpenIDs: []string{"a", "b"}}, ""},
		"10,000":   {Audience{Kind: ToOpenIDs, OpenIDs: many[:10_000]}, ""},
		"10,001":   {Audience{Kind: ToOpenIDs, OpenIDs: many}, "mass_send.openids_count"},
		"one":      {Audience{Kind: ToOpenIDs, OpenIDs: []string{"a"}}, "mass_send.openids_count"},
		"twice":    {Audience{Kind: ToOpenIDs, OpenIDs: []string{"a", "a"}}, "mass_send.openids"},
		"an empty": {Audience{Kind: ToOpenIDs, OpenIDs: []string{"a", ""}}, "mass_send.openids"},
		"none":     {Audience{}, "mass_send.audience"},
	} {
		if got := CodeOf(c.audience.Check()); got != c.code {
			t.Errorf("%s: %q, want %q", name, got, c.code)
		}
	}
}

func TestPreflightTellsWhatStopsASend(t *testing.T) {
	t.Parallel()
	people, nobody, one := 1200, 0, 1
	now := massDue
	good := func() Preflighted {
		return Preflighted{
			Account: Account{Kind: Service, Verified: true}, Send: MassSend{State: MassDraft, Source: Draft, Audience: Audience{Kind: ToAll}},
			Articles: []Article{{Title: "霜降的汤", Type: "news"}}, Read: true, People: &people, TagKnown: true,
			Quota: MassQuota{Period: "month", Limit: 4, Used: 3}, Now: now,
		}
	}
	past := now.Add(-5 * time.Minute).Truncate(5 * time.Minute)
	for name, c := range map[string]struct {
		change func(*Preflighted)
		check  string
		state  CheckState
		reason string
	}{
		"good":                {func(*Preflighted) {}, "material", CheckOK, ""},
		"gone":                {func(p *Preflighted) { p.Articles = nil }, "material", CheckStop, "gone"},
		"unreadable":          {func(p *Preflighted) { p.Read, p.Articles = false, nil }, "material", CheckUnknown, "unreachable"},
		"changed":             {func(p *Preflighted) { p.Changed = true }, "material", CheckWarning, "changed"},
		"nine articles":       {func(p *Preflighted) { p.Articles = make([]Article, 9) }, "articles", CheckStop, "many"},
		"pictures":            {func(p *Preflighted) { p.Articles[0].Type = "newspic" }, "articles", CheckUnknown, "type"},
		"long title":          {func(p *Preflighted) { p.Articles[0].Title = strings.Repeat("长", 33) }, "lengths", CheckWarning, "title"},
		"long digest":         {func(p *Preflighted) { p.Articles[0].Digest = strings.Repeat("长", 129) }, "lengths", CheckWarning, "digest"},
		"unverified":          {func(p *Preflighted) { p.Account.Verified = false }, "account", CheckStop, "unverified"},
		"list, subscription":  {func(p *Preflighted) { p.Account.Kind, p.Send.Audience.Kind = Subscription, ToOpenIDs }, "account", CheckStop, "not_service"},
		"tag gone":            {func(p *Preflighted) { p.Send.Audience.Kind, p.TagKnown = ToTag, false }, "audience", CheckStop, "tag_gone"},
		"nobody":              {func(p *Preflighted) { p.People = &nobody }, "audience", CheckStop, "nobody"},
		"one of a list":       {func(p *Preflighted) { p.People, p.Send.Audience.Kind = &one, ToOpenIDs }, "audience", CheckStop, "nobody"},
		"never read":          {func(p *Preflighted) { p.People = nil }, "audience", CheckUnknown, "never_read"},
		"four this month":     {func(p *Preflighted) { p.Quota.Used = 4 }, "quota", CheckWarning, "month_used"},
		"today's":             {func(p *Preflighted) { p.Quota = MassQuota{Period: "day", Limit: 1, Used: 1} }, "quota", CheckStop, "day_used"},
		"sent before":         {func(p *Preflighted) { p.Earlier = &now }, "repeated", CheckWarning, "sent_before"},
		"reprints stop":       {func(*Preflighted) {}, "reprint", CheckOK, "stop"},
		"original is unknown": {func(*Preflighted) {}, "original", CheckUnknown, "wechat_tells"},
		"not previewed":       {func(*Preflighted) {}, "autosaved", CheckUnknown, "preview_tells"},
		"previewed":           {func(p *Preflighted) { p.Send.PreviewedAt = &now }, "autosaved", CheckOK, ""},
		"saved by itself":     {func(p *Preflighted) { p.Send.Problem = &Problem{Code: "wechat.48021"} }, "autosaved", CheckStop, "autosaved"},
		"history's own id":    {func(p *Preflighted) { p.Send.Source = History }, "own_id", CheckUnknown, "preview_tells"},
		"copy needed":         {func(p *Preflighted) { p.Send.Source, p.Send.CopyNeeded = History, true }, "own_id", CheckStop, "copy_needed"},
		"past":                {func(p *Preflighted) { p.Send.ScheduledAt = &past }, "schedule", CheckStop, "past"},
	} {
		in := good()
		c.change(&in)
		got := in.Look()
		var check MassCheck
		for _, one := range got.Checks {
			if one.Code == c.check {
				check = one
			}
		}
		if check.State != c.state || check.Reason != c.reason || got.Ready != (c.state != CheckStop) {
			t.Errorf("%s: ready %v, %+v; want %s %q", name, got.Ready, check, c.state, c.reason)
		}
	}
}
