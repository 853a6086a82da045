package wechat

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const testPath = "/cgi-bin/draft/batchget"

func jsonAnswer(body string) answer {
	return answer{path: testPath, status: 200, contentType: "application/json", body: strings.NewReader(body)}
}

// decodePage reads the answer as a page of drafts.
func decodePage(a answer) (*NewsPage, error) {
	var page NewsPage
	list := listAnswer{add: func(w wireItem) {
		page.Items = append(page.Items, NewsItem{MediaID: string(w.MediaID), News: w.news()})
	}}
	err := a.decode(list.members(), listRequires)
	page.TotalCount, page.ItemCount = int(list.total), int(list.count)
	return &page, err
}

func TestDecodeToleratesWhatWeChatVaries(t *testing.T) {
	t.Parallel()
	empty := &NewsPage{TotalCount: 3}
	one := func(n News) *NewsPage {
		return &NewsPage{TotalCount: 1, ItemCount: 1, Items: []NewsItem{{MediaID: "7", News: n}}}
	}
	for name, tt := range map[string]struct {
		body string
		want *NewsPage
	}{
		"errcode 0":                 {`{"errcode":0,"errmsg":"ok","total_count":3,"item_count":0,"item":[]}`, empty},
		"errcode as a string":       {`{"errcode":"0","total_count":3,"item":[]}`, empty},
		"numbers as strings":        {`{"total_count":"3","item_count":"0","item":[]}`, empty},
		"null list":                 {`{"total_count":3,"item_count":0,"item":null}`, empty},
		"no list":                   {`{"total_count":3,"item_count":0}`, empty},
		"unknown members":           {`{"total_count":3,"x":{"a":[1,{"b":null}]},"item":[],"y":"z"}`, empty},
		"byte order mark and space": {"\xef\xbb\xbf \r\n\t" + `{"total_count":3,"item":[]}` + "\n", empty},
		"integer id":                {`{"total_count":1,"item_count":1,"item":[{"media_id":7}]}`, one(News{})},
		"string id":                 {`{"total_count":1,"item_count":1,"item":[{"media_id":"7"}]}`, one(News{})},
		"raw control characters": {
			"{\n\t\"total_count\":1,\"item_count\":1,\"item\":[{\"media_id\":\"7\",\"content\":{\"news_item\":[{\"title\":\"a\x01b\nc\"}]}}]}",
			one(News{Articles: []NewsArticle{{Title: "a b c"}}}),
		},
		"null content":          {`{"total_count":1,"item_count":1,"item":[{"media_id":"7","content":null}]}`, one(News{})},
		"time beside content":   {`{"total_count":1,"item_count":1,"item":[{"media_id":"7","content":{},"update_time":9}]}`, one(News{UpdateTime: 9})},
		"time inside content":   {`{"total_count":1,"item_count":1,"item":[{"media_id":"7","content":{"create_time":8,"update_time":9}}]}`, one(News{CreateTime: 8, UpdateTime: 9})},
		"time inside, 0 beside": {`{"total_count":1,"item_count":1,"item":[{"media_id":"7","content":{"update_time":9},"update_time":0}]}`, one(News{UpdateTime: 9})},
		"time beside, 0 inside": {`{"total_count":1,"item_count":1,"item":[{"update_time":"9","media_id":"7","content":{"update_time":0}}]}`, one(News{UpdateTime: 9})},
		"booleans and numbers": {
			`{"total_count":1,"item_count":1,"item":[{"media_id":"7","content":{"news_item":[{"show_cover_pic":true,"need_open_comment":"1","only_fans_can_comment":"","is_deleted":1},{"is_deleted":"true","show_cover_pic":null,"title":null}]}}]}`,
			one(News{Articles: []NewsArticle{{ShowCoverPic: 1, NeedOpenComment: 1, IsDeleted: true}, {IsDeleted: true}}}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []string{"application/json", "text/plain", "text/html; charset=ISO-8859-1", "image/jpeg", ""} {
				a := jsonAnswer(tt.body)
				a.contentType = kind
				got, err := decodePage(a)
				if err != nil {
					t.Fatalf("as %q: %v", kind, err)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("as %q: page differs (-want +got):\n%s", kind, diff)
				}
			}
		})
	}
}

func TestDecodeRefusesWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body, contentType string
		kind              string
	}{
		"nothing":             {"", "application/json", KindEmpty},
		"white space":         {" \r\n ", "text/plain", KindEmpty},
		"a page":              {"<html>", "text/html", KindHTML},
		"a page as JSON":      {"\n<!doctype html>", "application/json", KindHTML},
		"a word":              {"upstream error", "text/plain", KindNotJSON},
		"a list":              {"[]", "application/json", KindNotJSON},
		"broken JSON":         {`{"total_count":1,,}`, "application/json", KindNotJSON},
		"a picture":           {"\xff\xd8\xff\xe0", "image/jpeg", KindMedia},
		"an unnamed picture":  {"\x89PNG\r\n\x1a\n", "", KindMedia},
		"cut at once":         {"{", "application/json", KindCut},
		"cut after a name":    {`{"total_count"`, "application/json", KindCut},
		"cut in a list":       {`{"total_count":1,"item":[{"media_id":"7"}`, "application/json", KindCut},
		"cut before the end":  {`{"total_count":1,"item":[]`, "application/json", KindCut},
		"an empty object":     {`{}`, "application/json", KindShape},
		"success, no members": {`{"errcode":0,"errmsg":"ok"}`, "application/json", KindShape},
		"a list as an object": {`{"total_count":1,"item":{"media_id":"7"}}`, "application/json", KindShape},
		"an item as a string": {`{"total_count":1,"item":["7"]}`, "application/json", KindShape},
		"a total as a word":   {`{"total_count":"many","item":[]}`, "application/json", KindShape},
		"an id as an object":  {`{"total_count":1,"item":[{"media_id":{}}]}`, "application/json", KindShape},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := jsonAnswer(tt.body)
			a.contentType = tt.contentType
			_, err := decodePage(a)
			var got *TransportError
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a TransportError", err)
			}
			bare := *got
			bare.Err = nil
			if diff := cmp.Diff(TransportError{Path: testPath, Status: 200, Kind: tt.kind}, bare); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
			if Classify(err) != Retry {
				t.Errorf("got class %s, want retry", Classify(err))
			}
		})
	}
}

func TestDecodeReadsABrokenConnectionAsCut(t *testing.T) {
	t.Parallel()
	a := jsonAnswer("")
	a.body = io.MultiReader(strings.NewReader(`{"total_count":1,`), iotest.ErrReader(io.ErrUnexpectedEOF))
	_, err := decodePage(a)
	var got *TransportError
	if !errors.As(err, &got) || got.Kind != KindCut || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want a cut answer", err)
	}
}

// An endless body repeats one article for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestDecodeStopsAt64MB(t *testing.T) {
	t.Parallel()
	a := jsonAnswer("")
	a.body = io.MultiReader(strings.NewReader(`{"total_count":1,"item":[`), strings.NewReader(strings.Repeat(`{"media_id":"7"},`, 100)), strings.NewReader(`{"media_id":"`), endless{})
	_, err := decodePage(a)
	var got *TransportError
	if !errors.As(err, &got) || got.Kind != KindTooLarge {
		t.Errorf("got %v, want too large an answer", err)
	}
}

func TestRefusalWinsOverWhatElseTheAnswerHolds(t *testing.T) {
	t.Parallel()
	_, err := decodePage(jsonAnswer(`{"total_count":0,"item":[],"errcode":"-1","errmsg":"system error"}`))
	want := &Error{Path: testPath, Code: -1, Message: "system error", HTTPStatus: 200}
	if diff := cmp.Diff(error(want), err); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
}

func FuzzDecodeNewsPage(f *testing.F) {
	for _, name := range []string{"testdata/cgi-bin/draft/batchget.response.json", "testdata/cgi-bin/material/batchget_material.response.json", "testdata/errors/cut.json", "testdata/errors/bad_gateway.html"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Add(`{"total_count":"1","item":[{"media_id":9,"content":null,"update_time":"3"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := decodePage(jsonAnswer(body))
		if err == nil {
			if firstValue(body) == "" {
				t.Errorf("no JSON was taken for a page of %d", len(page.Items))
			}
			return
		}
		var refusal *Error
		var fault *TransportError
		if !errors.As(err, &refusal) && !errors.As(err, &fault) {
			t.Errorf("got an error of type %T: %v", err, err)
		}
	})
}

// firstValue returns the first JSON value of a body, empty if it has none.
func firstValue(body string) string {
	var v json.RawMessage
	plain := controlReader{strings.NewReader(strings.TrimPrefix(body, "\xef\xbb\xbf"))}
	if err := json.NewDecoder(plain).Decode(&v); err != nil {
		return ""
	}
	return string(v)
}

func FuzzErrorEnvelope(f *testing.F) {
	for _, name := range []string{"48001", "40164", "45009"} {
		b, err := os.ReadFile("testdata/errors/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Add(`{"errcode":"40001","errmsg":12}`)
	f.Add(`{"errcode":true,"errmsg":null}`)
	const secret = "s3cret-token"
	f.Add(`{"errcode":1,"errmsg":"s3cret-token"}`)
	f.Fuzz(func(t *testing.T, body string) {
		a := jsonAnswer(body)
		a.hide = newScrubber(secret)
		err := a.decode(nil, nil)
		if err == nil {
			return
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the secret is shown: %v", err)
		}
		var refusal *Error
		if errors.As(err, &refusal) && (refusal.Code == 0 || len(refusal.Message) > maxMessage+len("…")) {
			t.Errorf("got code %d and a message of %d bytes", refusal.Code, len(refusal.Message))
		}
		if Classify(err) == None {
			t.Errorf("got no class for %v", err)
		}
		if ip, ok := DeniedIP(err); ok && ip == "" {
			t.Error("got an empty address")
		}
	})
}
