package wechat_test

import (
	"context"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

// A methodCase calls one interface and says what its golden answer means.
type methodCase struct {
	api   string
	query string // sent beside the token
	form  bool   // sent instead of JSON
	call  func(context.Context, *wechat.Client) (any, error)
	want  any
}

var solarTerm = wechat.NewsArticle{
	Title: "立夏", ThumbMediaID: "T1", ShowCoverPic: 1, NeedOpenComment: 1,
	URL:      "http://mp.weixin.qq.com/s?__biz=MzA&mid=1&idx=1&sn=9#rd",
	ThumbURL: "http://mmbiz.qpic.cn/mmbiz_jpg/a3/0?wx_fmt=jpeg",
}

func withContent(a wechat.NewsArticle, content string) wechat.NewsArticle {
	a.Content = content
	return a
}

var methodCases = []methodCase{
	{
		api: "POST /cgi-bin/stable_token",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Token.Stable(ctx, wechat.StableTokenRequest{AppID: "wx0123456789abcdef", Secret: "0f1e2d3c4b5a69788796a5b4c3d2e1f0", ForceRefresh: true})
		},
		want: &wechat.StableToken{AccessToken: "86_Wc1nStAbLeToKeN-example_0001", ExpiresIn: 345},
	},
	{
		api: "GET /cgi-bin/getcallbackip",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Callback.IPs(ctx)
		},
		want: []string{"101.226.62.77", "101.226.62.78", "140.207.54.0/25"},
	},
	{
		api: "POST /cgi-bin/clear_quota",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.OpenAPI.ClearQuota(ctx, "wx0123456789abcdef")
		},
	},
	{
		api: "POST /cgi-bin/openapi/quota/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.OpenAPI.Quota(ctx, "/cgi-bin/draft/batchget")
		},
		want: &wechat.Quota{DailyLimit: 1000, Used: 12, Remain: 988, RateLimit: wechat.RateLimit{CallCount: 200, RefreshSecond: 60}},
	},
	{
		api: "GET /cgi-bin/draft/count",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Draft.Count(ctx)
		},
		want: 15,
	},
	{
		api: "POST /cgi-bin/draft/batchget",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Draft.BatchGet(ctx, wechat.BatchGetRequest{Offset: 40, Count: 20, NoContent: true})
		},
		want: &wechat.NewsPage{TotalCount: 61, ItemCount: 2, Items: []wechat.NewsItem{
			{MediaID: "Lx2-vJ9f3gK0aQ", News: wechat.News{CreateTime: 1634886802, UpdateTime: 1634886999, Articles: []wechat.NewsArticle{
				{
					ArticleType: "news", Title: "霜降｜一锅暖汤的做法", Author: "阿禾", Digest: "天冷了，炖一锅汤。",
					Content:          "<p>“趁热喝”🍲<img data-src=\"http://mmbiz.qpic.cn/mmbiz_jpg/a1/640?wx_fmt=jpeg\" /></p>\n",
					ContentSourceURL: "https://example.com/soup?a=1&b=2", ThumbMediaID: "T1",
					ThumbURL:        "http://mmbiz.qpic.cn/mmbiz_jpg/a1/0?wx_fmt=jpeg",
					URL:             "http://mp.weixin.qq.com/s?__biz=MzA&mid=100&idx=1&sn=5f&chksm=0c#rd",
					NeedOpenComment: 1,
				},
				{Title: "本周上新", Content: "<p>茶杯</p>", ThumbMediaID: "T2", ShowCoverPic: 1, OnlyFansCanComment: 1},
			}}},
			{MediaID: "Lx2-vJ9f3gK0aR", News: wechat.News{UpdateTime: 1634886700, Articles: []wechat.NewsArticle{
				{ArticleType: "newspic", Title: "窗外"},
			}}},
		}},
	},
	{
		api: "POST /cgi-bin/draft/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Draft.Get(ctx, "Lx2-vJ9f3gK0aQ")
		},
		want: &wechat.News{CreateTime: 1634886802, UpdateTime: 1634887000, Articles: []wechat.NewsArticle{{
			Title: "小满", Author: "阿禾", Digest: "麦粒渐满。", Content: "<p>麦粒渐满。</p>", ThumbMediaID: "T1",
			URL:      "http://mp.weixin.qq.com/s?__biz=MzA&mid=101&idx=1&sn=6a#rd",
			ThumbURL: "http://mmbiz.qpic.cn/mmbiz_jpg/a2/0?wx_fmt=jpeg",
		}}},
	},
	{
		api: "GET /cgi-bin/material/get_materialcount",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Material.Count(ctx)
		},
		want: &wechat.MaterialCount{Voice: 5, Video: 3, Image: 10, News: 7},
	},
	{
		api: "POST /cgi-bin/material/batchget_material",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Material.BatchGetNews(ctx, 6, 20)
		},
		want: &wechat.NewsPage{TotalCount: 7, ItemCount: 1, Items: []wechat.NewsItem{
			{MediaID: "M1", News: wechat.News{CreateTime: 1523352282, UpdateTime: 1523352413, Articles: []wechat.NewsArticle{{
				Title: "春分", Digest: "昼夜等长。", Content: "<section><p>昼夜等长。</p></section>", ThumbMediaID: "P1", ShowCoverPic: 1,
				URL:      "http://mp.weixin.qq.com/s?__biz=MzA&mid=9&idx=1&sn=77&chksm=1#rd",
				ThumbURL: "http://mmbiz.qpic.cn/mmbiz_png/p1/0?wx_fmt=png",
			}}}},
		}},
	},
	{
		api: "POST /cgi-bin/material/get_material",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Material.GetNews(ctx, "M1")
		},
		want: &wechat.News{CreateTime: 1523352282, UpdateTime: 1523352413, Articles: []wechat.NewsArticle{{
			Title: "春分", Digest: "昼夜等长。", Content: "<p>昼夜等长。</p>", ThumbMediaID: "P1", ShowCoverPic: 1,
			URL:      "http://mp.weixin.qq.com/s?__biz=MzA&mid=9&idx=1&sn=77#rd",
			ThumbURL: "http://mmbiz.qpic.cn/mmbiz_png/p1/0?wx_fmt=png",
		}}},
	},
	{
		api: "POST /cgi-bin/freepublish/batchget",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.FreePublish.BatchGet(ctx, wechat.BatchGetRequest{Count: 20, NoContent: true})
		},
		want: &wechat.PublishedPage{TotalCount: 1, ItemCount: 1, Items: []wechat.PublishedItem{
			{ArticleID: "A1", News: wechat.News{CreateTime: 1634976306, UpdateTime: 1634976318, Articles: []wechat.NewsArticle{
				solarTerm, {Title: "已删的一篇", ThumbMediaID: "T2", IsDeleted: true},
			}}},
		}},
	},
	{
		api: "POST /cgi-bin/freepublish/getarticle",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.FreePublish.GetArticle(ctx, "A1")
		},
		want: &wechat.News{CreateTime: 1634976306, UpdateTime: 1634976318, Articles: []wechat.NewsArticle{
			withContent(solarTerm, "<p>立夏。</p>"),
		}},
	},
}

func TestMethodsMatchTheirGoldenFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range slices.Concat(methodCases, messagingCases, menuCases, massCases) {
		t.Run(tt.api, func(t *testing.T) {
			t.Parallel()
			method, apiPath, _ := strings.Cut(tt.api, " ")
			f := newFake(t, handlers{tt.api: says(golden(t, apiPath+".response.json"))})
			got, err := tt.call(t.Context(), f.client())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("result differs (-want +got):\n%s", diff)
			}
			requests := f.seen()
			if len(requests) != 1 {
				t.Fatalf("got %d requests, want 1", len(requests))
			}
			want := seen{API: tt.api, Token: testToken, Query: tt.query, Body: requests[0].Body}
			if apiPath == "/cgi-bin/stable_token" {
				want.Token = ""
			}
			switch {
			case tt.form:
				want.ContentType = "multipart/form-data; boundary=BOUNDARY"
				matchGolden(t, apiPath+".request.form", requests[0].Body)
			case method == "POST":
				want.ContentType = "application/json"
				matchGolden(t, apiPath+".request.json", requests[0].Body)
			default:
				want.Body = ""
			}
			if diff := cmp.Diff(want, requests[0]); diff != "" {
				t.Errorf("request differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGoldenFilesAllBelongToAnInterface(t *testing.T) {
	t.Parallel()
	known := make(map[string]bool)
	for _, tt := range slices.Concat(methodCases, messagingCases, menuCases, massCases) {
		_, apiPath, _ := strings.Cut(tt.api, " ")
		known[apiPath] = true
	}
	for _, name := range goldenNames(t) {
		base := name
		for _, end := range []string{".response.json", ".request.json", ".request.form"} {
			base = strings.TrimSuffix(base, end)
		}
		if !known[path.Join("/", base)] {
			t.Errorf("testdata/%s belongs to no method", name)
		}
	}
}
