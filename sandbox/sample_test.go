package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
)

// demo is a sandbox with the two sample accounts, seeded.
func demo(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.New(sandbox.Config{Clock: &stopped{now: start}})
	if err != nil {
		t.Fatal(err)
	}
	for _, acct := range box.SampleAccounts() {
		if err := box.AddAccount(acct); err != nil {
			t.Fatal(err)
		}
		if err := box.Seed(acct.AppID, sandbox.SampleOf(acct.AppID)); err != nil {
			t.Fatal(err)
		}
	}
	return box
}

func TestSampleAccountsHoldWhatTheDemoNeeds(t *testing.T) {
	t.Parallel()
	box := demo(t)
	type shape struct {
		Kind                       sandbox.Kind
		Verified, Frozen           bool
		Drafts, History, Published int
	}
	var got []shape
	for _, acct := range box.Accounts() {
		c := box.Account(acct.AppID)
		got = append(got, shape{acct.Kind, acct.Verified, acct.FrozenHistory, len(c.Drafts()), len(c.History()), len(c.Published())})
	}
	want := []shape{{sandbox.Service, true, false, 75, 1234, 40}, {sandbox.Subscription, true, true, 12, 0, 6}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
}

func TestSampleIsTheSameForOneSeedAndOtherForAnother(t *testing.T) {
	t.Parallel()
	first, second := demo(t), demo(t)
	id := first.SampleAccounts()[0].AppID
	if diff := cmp.Diff(first.Account(id).Drafts(), second.Account(id).Drafts()); diff != "" {
		t.Errorf("two sandboxes differ:\n%s", diff)
	}
	titles := func(seed int64) (list []string) {
		b := newBench(t)
		if err := b.box.Seed(appID, sandbox.Sample{Drafts: 20, Seed: seed}); err != nil {
			t.Fatal(err)
		}
		for _, it := range b.acct.Drafts() {
			list = append(list, it.Articles[0].Title)
		}
		return list
	}
	if cmp.Equal(titles(1), titles(2)) {
		t.Error("two seeds gave one content")
	}
}

func TestSampleTimesAreThoseOfSuchAnAccount(t *testing.T) {
	t.Parallel()
	box := demo(t)
	c := box.Account(box.SampleAccounts()[0].AppID)
	check := func(name string, items []sandbox.Item, from, to time.Time) {
		for i, it := range items {
			if it.CreateTime.Before(from) || it.CreateTime.After(to) {
				t.Errorf("%s: made %v, not within %v and %v", name, it.CreateTime, from, to)
			}
			if it.UpdateTime.Before(it.CreateTime) || it.UpdateTime.After(start) {
				t.Errorf("%s: made %v, edited %v", name, it.CreateTime, it.UpdateTime)
			}
			if i > 0 && it.CreateTime.After(items[i-1].CreateTime) {
				t.Errorf("%s: %d is newer than the one before", name, i)
			}
		}
	}
	check("history", c.History(), time.Date(2018, 3, 1, 0, 0, 0, 0, beijing), time.Date(2022, 2, 28, 0, 0, 0, 0, beijing))
	check("drafts", c.Drafts(), start.AddDate(0, -4, 0), start)
	check("published", c.Published(), start.AddDate(0, -19, 0), start)
}

func TestSampleArticlesReadWell(t *testing.T) {
	t.Parallel()
	box := demo(t)
	c := box.Account(box.SampleAccounts()[0].AppID)
	titles, counts, ids := map[string]int{}, map[int]int{}, map[string]bool{}
	for _, it := range append(c.History(), append(c.Drafts(), c.Published()...)...) {
		if ids[it.MediaID] {
			t.Errorf("media id %s twice", it.MediaID)
		}
		ids[it.MediaID] = true
		counts[len(it.Articles)]++
		for _, art := range it.Articles {
			titles[art.Title]++
			checkArticle(t, art)
		}
	}
	if titles["本周上新"] < 20 {
		t.Errorf("本周上新 is there %d times: no equal titles to tell apart", titles["本周上新"])
	}
	if len(titles) < 700 {
		t.Errorf("only %d different titles", len(titles))
	}
	if counts[1] < counts[2]*3 || counts[8] == 0 {
		t.Errorf("articles per item: %v", counts)
	}
}

func checkArticle(t *testing.T, art sandbox.Article) {
	t.Helper()
	body := art.Content
	switch {
	case art.Title == "" || utf8.RuneCountInString(art.Title) > 32:
		t.Fatalf("title %q", art.Title)
	case utf8.RuneCountInString(art.Digest) > 120 || utf8.RuneCountInString(art.Author) > 16 || art.Author == "":
		t.Fatalf("%q: digest %q, author %q", art.Title, art.Digest, art.Author)
	case len(body) < 2500 || !strings.Contains(body, "data-src=") || strings.Contains(body, "<script"):
		t.Fatalf("%q: body of %d bytes", art.Title, len(body))
	case strings.Contains(body, "%!") || strings.Contains(art.Title+art.Digest+body, "。。") || strings.Contains(body, `;"></`):
		t.Fatalf("%q: the text is broken", art.Title)
	case art.ThumbURL == "" || art.URL == "" || art.ThumbMediaID == "":
		t.Fatalf("%q has no cover or address: %+v", art.Title, art)
	}
}

func TestBodySizeStretchesBodies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.box.Seed(appID, sandbox.Sample{History: 30, BodySize: 16_000}); err != nil {
		t.Fatal(err)
	}
	for _, it := range b.acct.History() {
		if n := len(it.Articles[0].Content); n < 15_000 || n > 18_000 {
			t.Errorf("a body of %d bytes, want about 16,000", n)
		}
	}
}

func TestEditLeavesTheOtherTextsOfAnItem(t *testing.T) {
	t.Parallel()
	box := demo(t)
	c := box.Account(box.SampleAccounts()[0].AppID)
	before := c.Drafts()[3]
	after, err := c.UpdateDraft(before.MediaID, func(it *sandbox.Item) { it.Articles[0].Title = "换了题目" })
	if err != nil {
		t.Fatal(err)
	}
	want := before
	want.Articles = append([]sandbox.Article{}, before.Articles...)
	want.Articles[0].Title, want.UpdateTime = "换了题目", after.UpdateTime
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("edited item (-want +got):\n%s", diff)
	}
}

func TestSeedNamesAnUnknownAccount(t *testing.T) {
	t.Parallel()
	if err := newBench(t).box.Seed("wxnobody", sandbox.Sample{}); err == nil || !strings.Contains(err.Error(), "wxnobody") {
		t.Errorf("error = %v", err)
	}
}

func BenchmarkSeed1234(b *testing.B) {
	for b.Loop() {
		box, err := sandbox.New(sandbox.Config{Clock: &stopped{now: start}})
		if err != nil {
			b.Fatal(err)
		}
		if err := box.AddAccount(sandbox.Account{AppID: appID, Secret: secret}); err != nil {
			b.Fatal(err)
		}
		if err := box.Seed(appID, sandbox.Sample{Drafts: 75, History: 1234, Published: 40}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkListPage answers one page of 20 items of 8 kB, the unit of a full
// sync; it prints what the platform itself costs beside its latency.
func BenchmarkListPage(b *testing.B) {
	box, err := sandbox.New(sandbox.Config{})
	if err != nil {
		b.Fatal(err)
	}
	if err := box.AddAccount(sandbox.Account{AppID: appID, Secret: secret}); err != nil {
		b.Fatal(err)
	}
	if err := box.Seed(appID, sandbox.Sample{History: 5000, BodySize: 8000}); err != nil {
		b.Fatal(err)
	}
	box.Account(appID).SetQuota("/cgi-bin/material/batchget_material", 1<<30)
	ask := func(path, body string) string {
		w := httptest.NewRecorder()
		box.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
		return w.Body.String()
	}
	var token struct {
		Value string `json:"access_token"`
	}
	answer := ask("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"`+appID+`","secret":"`+secret+`"}`)
	if err := json.Unmarshal([]byte(answer), &token); err != nil {
		b.Fatal(err)
	}
	offset := 0
	for b.Loop() {
		page := ask("/cgi-bin/material/batchget_material?access_token="+token.Value, fmt.Sprintf(`{"type":"news","offset":%d,"count":20}`, offset%5000))
		if !strings.HasPrefix(page, `{"total_count":5000,"item_count":20`) {
			b.Fatalf("%.200s", page)
		}
		offset += 20
	}
}
