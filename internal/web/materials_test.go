package web_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestDraftThatLeftTheBoxStaysWithItsNote(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(3, 0, 0))
	b := c.Operator(tuwen.Operates)
	all := testkit.GET[tuwen.Reading](b, account+"/drafts").Items
	noted, bare := all[0].MediaID, all[1].MediaID
	b.Must(http.StatusOK, "PUT", account+"/materials/"+noted+"/note", map[string]string{"text": "已经群发"})
	for _, id := range []string{noted, bare} {
		if err := c.WeChat.DeleteDraft(id); err != nil {
			t.Fatal(err)
		}
	}
	got := testkit.GET[tuwen.Reading](b, account+"/drafts?refresh=true")
	if diff := cmp.Diff([]string{all[2].MediaID, noted}, ids(got.Items)); diff != "" || got.Total != 1 {
		t.Fatalf("total %d; shown (-want +got):\n%s", got.Total, diff)
	}
	if last := got.Items[1]; !last.Gone || last.Note != "已经群发" || got.Items[0].Gone {
		t.Errorf("got %+v", last)
	}
	b.Must(http.StatusNotFound, "GET", account+"/materials/"+bare, nil)
}

func TestManyPeopleOpeningTheDraftsCostThreeCalls(t *testing.T) {
	t.Parallel()
	c := testkit.Start(t, sample(75, 0, 0))
	b := c.Script(tuwen.Viewer)
	var people sync.WaitGroup
	for range 41 {
		people.Go(func() {
			if r := b.Ask("GET", account+"/drafts", nil); r.Status != http.StatusOK {
				t.Errorf("got %d: %s", r.Status, r.Body)
			}
		})
	}
	people.Wait()
	if n := c.WeChat.Calls("/cgi-bin/draft/batchget"); n != 3 {
		t.Errorf("41 people cost %d calls, want 3", n)
	}
}

func TestSearchFindsShortWordsEverywhere(t *testing.T) {
	t.Parallel()
	c := testkit.New(t)
	want := map[string]string{
		"霜": addHistory(t, c, "霜降的汤"),
		"梨": addHistory(t, c, "只在正文里", "<p>秋天该吃<b>梨</b>了</p>"),
		"碗": addHistory(t, c, "只在说明里"),
	}
	want["碗架"], want["霜降"], want["该吃"] = want["碗"], want["霜"], want["梨"]
	digest := item("只在摘要里")
	digest.Articles[0].Digest = "一把茶则"
	it, err := c.WeChat.AddHistory(digest)
	if err != nil {
		t.Fatal(err)
	}
	want["则"], want["茶则"] = it.MediaID, it.MediaID
	b := c.Operator(tuwen.Operates)
	synced(t, b, tuwen.Full)
	b.Must(http.StatusOK, "PUT", account+"/materials/"+want["碗"]+"/note", map[string]string{"text": "用碗架那张图"})
	for word, id := range want {
		q := url.QueryEscape(word)
		// Bodies follow within moments.
		got := testkit.Wait(b, account+"/history?q="+q, func(p tuwen.HistoryPage) bool { return len(p.Items) > 0 })
		if diff := cmp.Diff([]string{id}, ids(got.Items)); diff != "" {
			t.Errorf("%s finds (-want +got):\n%s", word, diff)
		}
		picked := testkit.GET[tuwen.Choices](b, account+"/materials?use=menu&source=history&q="+q)
		if len(picked.Items) != 1 || picked.Items[0].MediaID != id {
			t.Errorf("the picker finds %d by %s", len(picked.Items), word)
		}
	}
}
