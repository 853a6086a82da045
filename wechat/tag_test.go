package wechat_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

// A tagging gives or takes a tag.
type tagging func(s *wechat.TagService, ctx context.Context, id int, openIDs []string) ([]string, error)

var taggings = map[string]tagging{
	"POST /cgi-bin/tags/members/batchtagging":   (*wechat.TagService).BatchTag,
	"POST /cgi-bin/tags/members/batchuntagging": (*wechat.TagService).BatchUntag,
}

func TestPartlyFailedTaggingNamesWhomItMissed(t *testing.T) {
	t.Parallel()
	for api, change := range taggings {
		f := newFake(t, handlers{api: sends(t, http.StatusOK, "application/json", "errors/45171.json")})
		failed, err := change(f.client().Tag, t.Context(), 134, []string{ahe, xiaoM})
		if diff := cmp.Diff([]string{xiaoM}, failed); diff != "" || err != nil {
			t.Errorf("%s: %v, failed differ (-want +got):\n%s", api, err, diff)
		}
	}
}

func TestTaggingThatNamesNobodyFailedForAll(t *testing.T) {
	t.Parallel()
	for api, change := range taggings {
		for body, class := range map[string]wechat.Class{
			`{"errcode":45171,"errmsg":"some openid fail"}`:                          wechat.Retry,
			`{"errcode":45171,"errmsg":"some openid fail","fail_openid_list":[]}`:    wechat.Retry,
			`{"errcode":45169,"errmsg":"openid much req","fail_openid_list":["o1"]}`: wechat.Retry,
			`{"errcode":45059,"errmsg":"too many tags","fail_openid_list":["o1"]}`:   wechat.Input,
			`{"errcode":45159,"errmsg":"invalid tag id hint: [uGiB]"}`:               wechat.Gone,
			`{"errmsg":"ok"}`: wechat.Retry,
			`{}`:              wechat.Retry,
		} {
			f := newFake(t, handlers{api: says(body)})
			failed, err := change(f.client().Tag, t.Context(), 134, []string{"o1", "o2"})
			if failed != nil || err == nil || wechat.Classify(err) != class {
				t.Errorf("%s, %s: got %v, %v, want class %s", api, body, failed, err, class)
			}
		}
	}
}

func TestTaggingTakesFiftyAtMost(t *testing.T) {
	t.Parallel()
	for api, change := range taggings {
		for _, n := range []int{0, wechat.MaxTagBatch + 1} {
			f := newFake(t, nil)
			failed, err := change(f.client().Tag, t.Context(), 134, openIDs(n))
			var wrong *wechat.RequestError
			if failed != nil || !errors.As(err, &wrong) || wechat.Classify(err) != wechat.Bug || len(f.seen()) != 0 {
				t.Errorf("%s, %d: got %v, %v after %d requests", api, n, failed, err, len(f.seen()))
			}
		}
		f := newFake(t, handlers{api: says(`{"errcode":0,"errmsg":"ok"}`)})
		if _, err := change(f.client().Tag, t.Context(), 134, openIDs(wechat.MaxTagBatch)); err != nil {
			t.Errorf("%s, fifty: %v", api, err)
		}
	}
}

func TestTagWithoutFollowersHasAnEmptyPage(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{"POST /cgi-bin/user/tag/get": says(`{"count":0}`)})
	got, err := f.client().Tag.Members(t.Context(), 134, "")
	if diff := cmp.Diff(&wechat.UserPage{}, got); diff != "" || err != nil {
		t.Errorf("%v, page differs (-want +got):\n%s", err, diff)
	}
}

func TestAnswerWithoutTagsIsNotTheEmptyList(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"errcode":0,"errmsg":"ok"}`, `{"tags":{}}`} {
		f := newFake(t, handlers{"GET /cgi-bin/tags/get": says(body)})
		tags, err := f.client().Tag.All(t.Context())
		var fault *wechat.TransportError
		if tags != nil || !errors.As(err, &fault) || fault.Kind != wechat.KindShape {
			t.Errorf("%s: got %v, %v, want an unexpected shape", body, tags, err)
		}
	}
}

func TestDeletedTagIsNamedByItsIDAlone(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{"POST /cgi-bin/tags/delete": refusal(45058)})
	if err := f.client().Tag.Delete(t.Context(), 0); wechat.Code(err) != 45058 {
		t.Errorf("got %v, want 45058", err)
	}
	if got := f.seen()[0].Body; got != `{"tag":{"id":0}}` {
		t.Errorf("sent %s", got)
	}
}
