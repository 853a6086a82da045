package sandbox_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
)

func TestDraftListHasWeChatsShape(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it, err := b.acct.AddDraft(sandbox.Item{
		MediaID: "M1", CreateTime: start.Add(-time.Hour), UpdateTime: start,
		Articles: []sandbox.Article{{
			Title: "霜降｜一锅暖汤的做法 🍲", Author: "小满", Digest: `他说"好"`, Content: `<p>a/b & "c"</p>`,
			ContentSourceURL: "https://example.com/a", ThumbMediaID: "thumb", ThumbURL: "http://mmbiz.qpic.cn/x",
			URL: "http://mp.weixin.qq.com/s?a=1", ShowCoverPic: 1, NeedOpenComment: 1,
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := b.call("/cgi-bin/draft/batchget", object{"offset": 0, "count": 20})
	want := object{
		"total_count": 1.0, "item_count": 1.0,
		"item": []any{object{
			"media_id": "M1", "update_time": float64(it.UpdateTime.Unix()),
			"content": object{
				"create_time": float64(it.CreateTime.Unix()), "update_time": float64(it.UpdateTime.Unix()),
				"news_item": []any{object{
					"article_type": "news", "title": "霜降｜一锅暖汤的做法 🍲", "author": "小满", "digest": `他说"好"`,
					"content": `<p>a/b & "c"</p>`, "content_source_url": "https://example.com/a", "thumb_media_id": "thumb",
					"thumb_url": "http://mmbiz.qpic.cn/x", "url": "http://mp.weixin.qq.com/s?a=1", "show_cover_pic": 1.0,
					"need_open_comment": 1.0, "only_fans_can_comment": 0.0,
				}},
			},
		}},
	}
	if diff := cmp.Diff(want, r.object(t)); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if !strings.Contains(string(r.body), `<p>a\/b & \"c\"<\/p>`) || !strings.Contains(string(r.body), "🍲") {
		t.Errorf("the answer is not escaped as PHP does:\n%s", r.body)
	}
	if got := r.header.Get("Content-Type"); got != "application/json; encoding=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
}

func TestDraftGetHasTimesAndNoErrcode(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.draft("一", "二")
	o := b.call("/cgi-bin/draft/get", object{"media_id": it.MediaID}).object(t)
	if len(o["news_item"].([]any)) != 2 || o["update_time"] != float64(start.Unix()) {
		t.Errorf("got %v", o)
	}
	for _, field := range []string{"errcode", "media_id"} {
		if _, has := o[field]; has {
			t.Errorf("the answer has %s", field)
		}
	}
}

func TestNoContentDropsOnlyTheBody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.draft("一")
	for _, flag := range []any{1, true} {
		o := b.call("/cgi-bin/draft/batchget", object{"offset": 0, "count": 1, "no_content": flag}).object(t)
		article := o["item"].([]any)[0].(object)["content"].(object)["news_item"].([]any)[0].(object)
		if _, has := article["content"]; has || article["title"] != "一" || article["digest"] != "摘要" {
			t.Errorf("no_content %v: %v", flag, article)
		}
	}
}

func TestListsRefuseBadPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.draft("一")
	for _, path := range []string{"/cgi-bin/draft/batchget", "/cgi-bin/freepublish/batchget", "/cgi-bin/material/batchget_material"} {
		for _, body := range []string{
			`{"type":"news","offset":0,"count":0}`, `{"type":"news","offset":0,"count":21}`, `{"type":"news","offset":-1,"count":20}`,
			`{"type":"news","offset":0}`, `{"type":"news","count":20}`, `{"type":"news","offset":"0","count":20}`,
			`{"type":"news","offset":0,"count":20,"no_content":"yes"}`,
		} {
			if code := b.call(path, body).errcode(t); code != 40097 {
				t.Errorf("%s %s gives %d, want 40097", path, body, code)
			}
		}
		if code := b.call(path, "not json").errcode(t); code != 47001 {
			t.Errorf("%s: nonsense gives %d, want 47001", path, code)
		}
		if code := b.call(path, "").errcode(t); code != 44002 {
			t.Errorf("%s: nothing gives %d, want 44002", path, code)
		}
		if code := b.call(path, nil).errcode(t); code != 43002 {
			t.Errorf("%s: GET gives %d, want 43002", path, code)
		}
	}
}

func TestOffsetPastTheEndGivesNoItems(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.draft("一")
	got := b.page("/cgi-bin/draft/batchget", 5, 20)
	want := object{"total_count": 1.0, "item_count": 0.0, "item": []any{}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

func TestListsAreOrderedByCreationNotByEdit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var want []string
	for n := range 5 {
		want = append([]string{b.draft(fmt.Sprint(n)).MediaID}, want...)
		b.clock.Move(time.Minute)
	}
	edited, err := b.acct.UpdateDraft(want[4], func(it *sandbox.Item) { it.Articles[0].Title = "改过" })
	if err != nil {
		t.Fatal(err)
	}
	if !edited.UpdateTime.Equal(start.Add(5 * time.Minute)) {
		t.Errorf("update time = %v", edited.UpdateTime)
	}
	page := b.page("/cgi-bin/draft/batchget", 0, 20)
	if diff := cmp.Diff(want, ids(page)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	late := sandbox.Item{CreateTime: start.Add(90 * time.Second), Articles: itemOf("补").Articles}
	added, err := b.acct.AddDraft(late)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(b.page("/cgi-bin/draft/batchget", 0, 20))[3]; got != added.MediaID {
		t.Errorf("an item made earlier is not in its place")
	}
}

func TestListMovesWhileOnePages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n := range 40 {
		b.draft(fmt.Sprint(n))
		b.clock.Move(time.Second)
	}
	all := b.acct.Drafts()
	b.acct.OnCall(func(path string, n int) {
		if path != "/cgi-bin/draft/batchget" || n != 2 {
			return
		}
		b.draft("插队") // shifts the list down: the second page repeats an item
	})
	first, second := b.page("/cgi-bin/draft/batchget", 0, 20), b.page("/cgi-bin/draft/batchget", 20, 20)
	if first["total_count"] != 40.0 || second["total_count"] != 41.0 {
		t.Errorf("totals %v, %v, want 40, 41", first["total_count"], second["total_count"])
	}
	if got := ids(second)[0]; got != all[19].MediaID || got != ids(first)[19] {
		t.Error("the second page does not repeat the last item of the first")
	}
	b.acct.ResetCalls()
	b.acct.OnCall(func(path string, n int) {
		if path == "/cgi-bin/draft/batchget" && n == 2 {
			if err := b.acct.DeleteDraft(ids(first)[0]); err != nil {
				t.Error(err)
			}
		}
	})
	before := b.acct.Drafts()
	b.page("/cgi-bin/draft/batchget", 0, 20)
	if got := ids(b.page("/cgi-bin/draft/batchget", 20, 20))[0]; got != before[21].MediaID {
		t.Error("a deletion above did not make the pages miss an item")
	}
}

func TestDraftAddRewritesAndTheListShowsIt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	thumb := b.draft("封面").Articles[0].ThumbMediaID
	article := object{
		"title": "新草稿", "content": `<p onclick="x()">字<img class="a" src="http://mmbiz.qpic.cn/p"></p><script>alert(1)</script>`,
		"thumb_media_id": thumb, "digest": "",
	}
	o := b.call("/cgi-bin/draft/add", object{"articles": []any{article}}).object(t)
	id, _ := o["media_id"].(string)
	if _, noise := o["item"]; id == "" || !noise {
		t.Fatalf("answer %v", o)
	}
	got, err := b.acct.Draft(id)
	if err != nil {
		t.Fatal(err)
	}
	if want := `<p>字<img class="a" data-src="http://mmbiz.qpic.cn/p"></p>`; got.Articles[0].Content != want {
		t.Errorf("content = %s, want %s", got.Articles[0].Content, want)
	}
	if got.Articles[0].Digest != "字" {
		t.Errorf("digest = %q, want the beginning of the body", got.Articles[0].Digest)
	}
	if first := ids(b.page("/cgi-bin/draft/batchget", 0, 1))[0]; first != id {
		t.Error("the new draft is not the first")
	}
	two := b.call("/cgi-bin/draft/add", object{"articles": []any{article, article}}).object(t)
	got, err = b.acct.Draft(two["media_id"].(string))
	if err != nil {
		t.Fatal(err)
	}
	if got.Articles[0].Digest != "" {
		t.Error("a draft of two articles kept a digest")
	}
}

func TestDraftAddRefusesWhatBreaksTheRules(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	thumb := b.draft("封面").Articles[0].ThumbMediaID
	with := func(field string, value any) object {
		o := object{"title": "题", "content": "文", "thumb_media_id": thumb}
		o[field] = value
		return object{"articles": []any{o}}
	}
	nine := make([]any, 9)
	for i := range nine {
		nine[i] = object{"title": "题", "content": "文", "thumb_media_id": thumb}
	}
	for name, c := range map[string]struct {
		body any
		want int
	}{
		"escaped text":   {`{"articles":[{"title":"\u9898","content":"x","thumb_media_id":"` + thumb + `"}]}`, 40033},
		"escaped tag":    {`{"articles":[{"title":"t","content":"\u003cp\u003e","thumb_media_id":"` + thumb + `"}]}`, 40033},
		"no articles":    {object{}, 44003},
		"empty articles": {object{"articles": []any{}}, 44003},
		"an object":      {object{"articles": object{"title": "x"}}, 44003},
		"nine":           {object{"articles": nine}, 45008},
		"no thumb":       {with("thumb_media_id", ""), 40007},
		"unknown thumb":  {with("thumb_media_id", "nothing"), 40007},
		"no title":       {with("title", ""), 45003},
		"long title":     {with("title", strings.Repeat("长", 33)), 45003},
		"long author":    {with("author", strings.Repeat("长", 17)), 45110},
		"long digest":    {with("digest", strings.Repeat("长", 129)), 45004},
		"long body":      {with("content", strings.Repeat("a", 1<<20+1)), 45002},
		"source URL":     {with("content_source_url", "not a url"), 41039},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if code := b.call("/cgi-bin/draft/add", c.body).errcode(t); code != c.want {
				t.Errorf("errcode = %d, want %d", code, c.want)
			}
		})
	}
	literal := with("content", `a path like C:\\u0041 is no escape`)
	if code := b.call("/cgi-bin/draft/add", literal).errcode(t); code != 0 {
		t.Errorf("an escaped backslash gives %d", code)
	}
}

func TestDraftUpdateReplacesOneArticle(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.draft("一", "二")
	b.clock.Move(time.Hour)
	article := object{"title": "二改", "content": "<p>新</p>", "thumb_media_id": it.Articles[1].ThumbMediaID}
	body := object{"media_id": it.MediaID, "index": 1, "articles": article}
	if diff := cmp.Diff(object{"errcode": 0.0, "errmsg": "ok"}, b.call("/cgi-bin/draft/update", body).object(t)); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	got, err := b.acct.Draft(it.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(it.Articles[0], got.Articles[0]); diff != "" {
		t.Errorf("the other article changed:\n%s", diff)
	}
	if got.Articles[1].Title != "二改" || !got.UpdateTime.Equal(start.Add(time.Hour)) || !got.CreateTime.Equal(it.CreateTime) {
		t.Errorf("got %+v", got)
	}
	for name, c := range map[string]struct {
		body any
		want int
	}{
		"index":   {object{"media_id": it.MediaID, "index": 2, "articles": article}, 40114},
		"array":   {object{"media_id": it.MediaID, "index": 0, "articles": []any{article}}, 44003},
		"empty":   {object{"media_id": it.MediaID, "index": 0, "articles": object{}}, 40007},
		"unknown": {object{"media_id": "nothing", "index": 0, "articles": article}, 40007},
	} {
		if code := b.call("/cgi-bin/draft/update", c.body).errcode(t); code != c.want {
			t.Errorf("%s: errcode = %d, want %d", name, code, c.want)
		}
	}
}

func TestDraftDeleteIsForGood(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.draft("一")
	if code := b.call("/cgi-bin/draft/delete", object{"media_id": it.MediaID}).errcode(t); code != 0 {
		t.Fatalf("errcode = %d", code)
	}
	for _, path := range []string{"/cgi-bin/draft/delete", "/cgi-bin/draft/get"} {
		if code := b.call(path, object{"media_id": it.MediaID}).errcode(t); code != 40007 {
			t.Errorf("%s gives %d, want 40007", path, code)
		}
	}
	if got := b.call("/cgi-bin/draft/count", nil).object(t); got["total_count"] != 0.0 {
		t.Errorf("count = %v", got)
	}
}

func TestControlKeepsBodiesVerbatim(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	hostile := `<p onclick=x>1</p><script>alert(1)</script><img src="http://10.0.0.1/a">`
	it := b.draft("一")
	if _, err := b.acct.UpdateDraft(it.MediaID, func(it *sandbox.Item) { it.Articles[0].Content = hostile }); err != nil {
		t.Fatal(err)
	}
	o := b.call("/cgi-bin/draft/get", object{"media_id": it.MediaID}).object(t)
	if got := o["news_item"].([]any)[0].(object)["content"]; got != hostile {
		t.Errorf("content = %v", got)
	}
}

func TestControlNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, errUpdate := b.acct.UpdateDraft("nothing", func(*sandbox.Item) {})
	_, errPublish := b.acct.PublishDraft("nothing")
	for name, err := range map[string]error{
		"update": errUpdate, "publish": errPublish, "delete": b.acct.DeleteHistory("nothing"),
	} {
		if !errors.Is(err, sandbox.ErrNoItem) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b.box.Account("nobody") != nil {
		t.Error("an unknown account has a control")
	}
	if _, err := b.acct.AddDraft(sandbox.Item{}); err == nil {
		t.Error("an item without articles was added")
	}
	it := b.draft("一")
	if _, err := b.acct.AddDraft(it); err == nil {
		t.Error("one media id was added twice")
	}
}
