package web_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// TestUsageTableHoldsOverThePicker walks 5 uses × 3 sources × one or several
// articles. The wanted table is written out, so that nobody changes both at
// once without seeing it.
func TestUsageTableHoldsOverThePicker(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	for _, n := range []int{1, 3} {
		bodies := make([]string, n)
		for i := range bodies {
			bodies[i] = "<p>正文</p>"
		}
		title := map[int]string{1: "单篇", 3: "三篇"}[n]
		if _, err := c.WeChat.AddDraft(item(title, bodies...)); err != nil {
			t.Fatal(err)
		}
		if _, err := c.WeChat.AddPublished(item(title, bodies...)); err != nil {
			t.Fatal(err)
		}
		addHistory(t, c, title, bodies...)
	}
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)

	const yes, source, several = tuwen.Reason(""), tuwen.ReasonSource, tuwen.ReasonSeveral
	type row map[tuwen.Source][2]tuwen.Reason // of one article, of several
	want := map[tuwen.Use]row{
		tuwen.ForMassSend:     {tuwen.Draft: {yes, yes}, tuwen.History: {yes, yes}, tuwen.Published: {source, source}},
		tuwen.ForJourney:      {tuwen.Draft: {source, source}, tuwen.History: {yes, several}, tuwen.Published: {yes, several}},
		tuwen.ForConversation: {tuwen.Draft: {source, source}, tuwen.History: {yes, several}, tuwen.Published: {yes, several}},
		tuwen.ForQRCode:       {tuwen.Draft: {source, source}, tuwen.History: {yes, several}, tuwen.Published: {yes, several}},
		tuwen.ForMenu:         {tuwen.Draft: {source, source}, tuwen.History: {yes, yes}, tuwen.Published: {yes, yes}},
	}
	got := map[tuwen.Use]row{}
	for use := range want {
		got[use] = row{}
		for _, src := range []tuwen.Source{tuwen.Draft, tuwen.History, tuwen.Published} {
			page := testkit.GET[tuwen.Choices](b, account+"/materials?use="+string(use)+"&source="+string(src))
			if len(page.Items) != 2 {
				t.Fatalf("%s of %s: %d items, want 2", use, src, len(page.Items))
			}
			var reasons [2]tuwen.Reason
			for _, m := range page.Items {
				if m.Selectable != (m.Reason == "") {
					t.Errorf("%s of %s: selectable %v with reason %q", use, src, m.Selectable, m.Reason)
				}
				if m.ArticleCount == 1 {
					reasons[0] = m.Reason
				} else {
					reasons[1] = m.Reason
				}
			}
			got[use][src] = reasons
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the table (-want +got):\n%s", diff)
	}
}

func TestPickerStartsWithTheFirstSourceOfTheUse(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(1, 0, 1))
	b := c.Script(tuwen.Viewer)
	for use, want := range map[string]tuwen.Source{"mass_send": tuwen.Draft, "menu": tuwen.Published} {
		if got := testkit.GET[tuwen.Choices](b, account+"/materials?use="+use); got.Source != want {
			t.Errorf("%s starts with %s, want %s", use, got.Source, want)
		}
	}
	b.Must(http.StatusUnprocessableEntity, "GET", account+"/materials?use=poster", nil)
	b.Must(http.StatusUnprocessableEntity, "GET", account+"/materials", nil)
}

func TestPickerKeepsGoneItemsVisibleWithTheReason(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(0, 22, 0))
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	gone := c.WeChat.History()[0].MediaID
	if err := c.WeChat.DeleteHistory(gone); err != nil {
		t.Fatal(err)
	}
	b.Must(http.StatusOK, "POST", account+"/materials/"+gone+"/sync", nil)
	for _, m := range testkit.GET[tuwen.Choices](b, account+"/materials?use=mass_send&source=history&limit=50").Items {
		if want := m.MediaID == gone; m.Gone != want || (m.Reason == tuwen.ReasonGone) != want {
			t.Errorf("%s: gone %v, reason %q", m.MediaID, m.Gone, m.Reason)
		}
	}
}

func TestUsagesAreTold(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	got := testkit.GET[tuwen.Page[tuwen.Usage]](c.Script(tuwen.Viewer), "/usages")
	if diff := cmp.Diff(tuwen.Usages(), got.Items); diff != "" {
		t.Errorf("usages (-want +got):\n%s", diff)
	}
}
