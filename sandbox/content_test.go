package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/sandbox"
)

func TestMaterialListIsPlainTextWithBodies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.history("历史")
	r := b.call("/cgi-bin/material/batchget_material", object{"type": "news", "offset": 0, "count": 20, "no_content": 1})
	if got := r.header.Get("Content-Type"); got != "text/plain" {
		t.Errorf("Content-Type = %q, want text/plain", got)
	}
	entry := r.object(t)["item"].([]any)[0].(object)
	article := entry["content"].(object)["news_item"].([]any)[0].(object)
	if entry["media_id"] != it.MediaID || article["content"] != "<p>历史</p>" {
		t.Errorf("got %v", entry)
	}
	if _, has := article["article_type"]; has {
		t.Error("a material has an article_type")
	}
	if entry["update_time"] != entry["content"].(object)["update_time"] {
		t.Error("update_time is not inside and beside content")
	}
}

func TestMaterialTypesWithoutItems(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.history("历史")
	for _, kind := range []string{"image", "video", "voice"} {
		got := b.call("/cgi-bin/material/batchget_material", object{"type": kind, "offset": 0, "count": 20}).object(t)
		if diff := cmp.Diff(object{"total_count": 0.0, "item_count": 0.0, "item": []any{}}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	if code := b.call("/cgi-bin/material/batchget_material", object{"type": "x", "offset": 0, "count": 20}).errcode(t); code != 40004 {
		t.Errorf("an unknown type gives %d, want 40004", code)
	}
	want := object{"voice_count": 0.0, "video_count": 0.0, "image_count": 0.0, "news_count": 1.0}
	if diff := cmp.Diff(want, b.call("/cgi-bin/material/get_materialcount", nil).object(t)); diff != "" {
		t.Errorf("count (-want +got):\n%s", diff)
	}
}

func TestMaterialIsReadAndDeletedByID(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.history("一", "二")
	o := b.call("/cgi-bin/material/get_material", object{"media_id": it.MediaID}).object(t)
	if len(o["news_item"].([]any)) != 2 {
		t.Errorf("got %v", o)
	}
	if code := b.call("/cgi-bin/material/del_material", object{"media_id": it.MediaID}).errcode(t); code != 0 {
		t.Errorf("delete gives %d", code)
	}
	for _, body := range []object{{"media_id": it.MediaID}, {"media_id": 7}, {}} {
		if code := b.call("/cgi-bin/material/get_material", body).errcode(t); code != 40007 {
			t.Errorf("%v gives %d, want 40007", body, code)
		}
	}
}

func TestCoverIsAPictureMaterial(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	it := b.history("一")
	r := b.call("/cgi-bin/material/get_material", object{"media_id": it.Articles[0].ThumbMediaID})
	if r.header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(string(r.body), "\xff\xd8") {
		t.Errorf("got %s, %.20q", r.header.Get("Content-Type"), r.body)
	}
}

func TestHistoryIsNotAmongDraftsNorDraftsInHistory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	draft, old := b.draft("草稿"), b.history("历史")
	if code := b.call("/cgi-bin/draft/get", object{"media_id": old.MediaID}).errcode(t); code != 40007 {
		t.Errorf("draft/get of history gives %d", code)
	}
	if code := b.call("/cgi-bin/material/get_material", object{"media_id": draft.MediaID}).errcode(t); code != 40007 {
		t.Errorf("get_material of a draft gives %d", code)
	}
}

func TestFrozenHistoryTakesNothingNew(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{}, sandbox.Account{AppID: appID, Secret: secret, FrozenHistory: true})
	if _, err := b.acct.AddHistory(itemOf("新")); !errors.Is(err, sandbox.ErrFrozen) {
		t.Errorf("error = %v", err)
	}
	if err := b.box.Seed(appID, sandbox.Sample{History: 1}); !errors.Is(err, sandbox.ErrFrozen) {
		t.Errorf("seeding: %v", err)
	}
	b.acct.SetFrozenHistory(false)
	b.history("可以")
}

func TestPublishedDraftVanishesFromTheBox(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	draft := b.draft("发布我")
	done, err := b.acct.PublishDraft(draft.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	if code := b.call("/cgi-bin/draft/get", object{"media_id": draft.MediaID}).errcode(t); code != 40007 {
		t.Errorf("draft/get gives %d, want 40007", code)
	}
	if got := len(b.acct.Drafts()); got != 0 {
		t.Errorf("%d drafts left", got)
	}
	entry := b.call("/cgi-bin/freepublish/batchget", object{"offset": 0, "count": 20}).object(t)["item"].([]any)[0].(object)
	if entry["article_id"] != done.MediaID || done.MediaID == draft.MediaID {
		t.Errorf("article_id = %v", entry["article_id"])
	}
	if _, beside := entry["update_time"]; beside {
		t.Error("update_time stands beside content, WeChat has it inside only")
	}
	content := entry["content"].(object)
	article := content["news_item"].([]any)[0].(object)
	if content["update_time"] != float64(start.Unix()) || article["is_deleted"] != false || article["title"] != "发布我" {
		t.Errorf("content %v", content)
	}
	if article["url"] == draft.Articles[0].URL {
		t.Error("the published article kept the draft's temporary address")
	}
	one := b.call("/cgi-bin/freepublish/getarticle", object{"article_id": done.MediaID}).object(t)
	if diff := cmp.Diff(content, one); diff != "" {
		t.Errorf("getarticle (-list +got):\n%s", diff)
	}
	if code := b.call("/cgi-bin/freepublish/getarticle", object{"article_id": "nothing"}).errcode(t); code != 53600 {
		t.Errorf("an unknown article gives %d, want 53600", code)
	}
}

func TestPublishingNeedsAVerifiedAccount(t *testing.T) {
	t.Parallel()
	b := newBenchOf(t, sandbox.Config{}, sandbox.Account{AppID: appID, Secret: secret, Kind: sandbox.Subscription})
	body := object{"offset": 0, "count": 20}
	if code := b.call("/cgi-bin/freepublish/batchget", body).errcode(t); code != 48001 {
		t.Errorf("unverified gives %d, want 48001", code)
	}
	if code := b.call("/cgi-bin/draft/batchget", body).errcode(t); code != 0 {
		t.Errorf("drafts of an unverified account give %d", code)
	}
	b.acct.SetPermission("/cgi-bin/freepublish/", true)
	b.acct.SetPermission("/cgi-bin/freepublish/getarticle", false)
	if code := b.call("/cgi-bin/freepublish/batchget", body).errcode(t); code != 0 {
		t.Errorf("permitted gives %d", code)
	}
	if code := b.call("/cgi-bin/freepublish/getarticle", object{"article_id": "x"}).errcode(t); code != 48001 {
		t.Errorf("the longer prefix gives %d, want 48001", code)
	}
	if used, _ := b.acct.Quota("/cgi-bin/freepublish/getarticle"); used != 0 {
		t.Error("a call without permission spent quota")
	}
}

func TestInterfacesListsWhatIsAnswered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, name := range sandbox.Interfaces() {
		method, path, _ := strings.Cut(name, " ")
		r := b.send(method, path, nil, nil)
		if code := r.errcode(t); code == 40066 || code == 43001 || code == 43002 {
			t.Errorf("%s gives %d", name, code)
		}
	}
	if len(sandbox.Interfaces()) < 15 {
		t.Errorf("only %d interfaces", len(sandbox.Interfaces()))
	}
}
