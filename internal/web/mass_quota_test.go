package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// A subscription account sends once in a Beijing day: what went out today, or is
// planned for a day, stands in the way of that day, and of no other.
func TestS15SubscriptionAccountSendsOnceADay(t *testing.T) {
	t.Parallel()
	const id = "wx00000000000000c3"
	c := testkit.New(t)
	err := c.Sandbox.AddAccount(sandbox.Account{AppID: id, Secret: testkit.AppSecret, Kind: sandbox.Subscription, Verified: true, CreatedAt: c.Clock.Now().AddDate(-9, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Desk.Accounts.Create(t.Context(), testkit.CommandLine, desk.NewAccount{
		AppID: id, Name: "手记", Kind: tuwen.Subscription, Verified: true, AppSecret: testkit.AppSecret, APIBaseURL: c.WeChatURL,
	})
	if err != nil {
		t.Fatal(err)
	}
	b, wx, base := c.Operator(tuwen.Operates), c.Sandbox.Account(id), "/accounts/"+id
	midnight := time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)
	c.Clock.Set(midnight.Add(-time.Hour))
	composed := func(title string) string {
		it, err := wx.AddDraft(item(title))
		if err != nil {
			t.Fatal(err)
		}
		testkit.GET[tuwen.Reading](b, base+"/drafts?refresh=true")
		m := testkit.JSON[tuwen.MassSend](t, b.Must(http.StatusCreated, "POST", base+"/mass-sends", object{"media_id": it.MediaID, "audience": object{"kind": "all"}}))
		return base + "/mass-sends/" + m.ID
	}
	looks := func(at string, send time.Time) bool {
		query := ""
		if !send.IsZero() {
			query = "?at=" + url.QueryEscape(send.Format(time.RFC3339))
		}
		m := testkit.JSON[tuwen.MassSend](t, b.Must(http.StatusOK, "POST", at+"/preflight"+query, nil))
		return m.Preflight.Ready
	}
	today := composed("今天")
	if !looks(today, time.Time{}) {
		t.Error("nothing stands in today's way")
	}
	b.Must(http.StatusOK, "POST", today+"/send", object{})
	testkit.Wait(b, today, func(m tuwen.MassSend) bool { return m.State == tuwen.MassSent || m.MsgID != "" })

	next := composed("明天")
	last, first := midnight.Add(-5*time.Minute), midnight
	if looks(next, time.Time{}) || looks(next, last) {
		t.Error("today's is used")
	}
	if !looks(next, first) {
		t.Error("tomorrow begins at midnight")
	}
	// Whoever then sends at once after all is told.
	if p := problem(t, b.Must(http.StatusConflict, "POST", next+"/send", object{})); p.Code != "mass_send.day_used" {
		t.Errorf("at once: %q", p.Code)
	}
	b.Must(http.StatusOK, "POST", next+"/send", object{"at": first})

	third := composed("又一篇")
	if looks(third, midnight.Add(8*time.Hour)) || !looks(third, midnight.Add(24*time.Hour)) {
		t.Error("tomorrow's is planned, the day after is free")
	}
	if p := problem(t, b.Must(http.StatusConflict, "POST", third+"/send", object{"at": midnight.Add(8 * time.Hour)})); p.Code != "mass_send.day_used" {
		t.Errorf("on a day with a plan: %q", p.Code)
	}
	c.Clock.Set(midnight)
	testkit.Wait(b, next, func(m tuwen.MassSend) bool { return m.MsgID != "" })
	if sends := wx.MassSends(); len(sends) != 2 || sends[1].AcceptedAt.Before(midnight) {
		t.Errorf("WeChat took %+v", sends)
	}
}
