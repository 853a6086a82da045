package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

const account = "/accounts/" + testkit.AppID

func sample(drafts, history, published int) testkit.Setup {
	return testkit.Setup{Sample: sandbox.Sample{Drafts: drafts, History: history, Published: published, Seed: 1}}
}

// synced runs a sync to its end.
func synced(t *testing.T, b *testkit.Browser, mode tuwen.SyncMode) tuwen.SyncRun {
	t.Helper()
	run := testkit.JSON[tuwen.SyncRun](t, b.Must(http.StatusAccepted, "POST", account+"/syncs", map[string]any{"mode": mode, "accept_pause": true}))
	return ended(b, run.ID)
}

func ended(b *testkit.Browser, id string) tuwen.SyncRun {
	return testkit.Wait(b, account+"/syncs/"+id, func(r tuwen.SyncRun) bool { return !r.State.Active() })
}

// history reads all pages of the history.
func history(b *testkit.Browser, query string) []tuwen.Material {
	var all []tuwen.Material
	cursor := ""
	for {
		p := testkit.GET[tuwen.HistoryPage](b, account+"/history?limit=50"+query+"&cursor="+cursor)
		all = append(all, p.Items...)
		if cursor = p.NextCursor; cursor == "" {
			return all
		}
	}
}

func ids(items []tuwen.Material) []string {
	out := make([]string, len(items))
	for i, m := range items {
		out[i] = m.MediaID
	}
	return out
}

func truth(items []sandbox.Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.MediaID
	}
	return out
}

func item(title string, bodies ...string) sandbox.Item {
	it := sandbox.Item{}
	if len(bodies) == 0 {
		bodies = []string{"<p>" + title + "</p>"}
	}
	for i, body := range bodies {
		a := sandbox.Article{Title: title, Author: "青禾", Digest: title + "的摘要", Content: body}
		if i > 0 {
			a.Title = fmt.Sprintf("%s之%d", title, i+1)
		}
		it.Articles = append(it.Articles, a)
	}
	return it
}

func addHistory(t *testing.T, c *testkit.Console, title string, bodies ...string) string {
	t.Helper()
	it, err := c.WeChat.AddHistory(item(title, bodies...))
	if err != nil {
		t.Fatal(err)
	}
	return it.MediaID
}
