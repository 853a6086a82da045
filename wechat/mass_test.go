package wechat_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat"
)

var autumnSend = wechat.MassSend{MediaID: "Lx2-vJ9f3gK0aQ", IgnoreReprint: true, ClientMsgID: "0198c2d4e5f67a8b9c0d1e2f3a4b5c6d"}

// massCases are those of mass sends, and of what comes with them: drafts to be
// sent, publishing, statistics.
var massCases = []methodCase{
	{
		api: "POST /cgi-bin/message/mass/sendall",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Mass.SendAll(ctx, wechat.MassFilter{TagID: 101}, autumnSend)
		},
		want: &wechat.MassReceipt{MsgID: 3147484542, MsgDataID: 206227730},
	},
	{
		api: "POST /cgi-bin/message/mass/send",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Mass.Send(ctx, []string{ahe, xiaoM}, wechat.MassSend{MediaID: "M1", ClientMsgID: "k1"})
		},
		want: &wechat.MassReceipt{MsgID: 34182, MsgDataID: 206227730},
	},
	{
		api: "POST /cgi-bin/message/mass/preview",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Mass.Preview(ctx, wechat.MassPreviewer{OpenID: ahe}, "M1")
		},
	},
	{
		api: "POST /cgi-bin/message/mass/delete",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Mass.Delete(ctx, 3147484542, 2)
		},
	},
	{
		api: "POST /cgi-bin/message/mass/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Mass.Status(ctx, 201053012)
		},
		want: wechat.MassSendSuccess,
	},
	{
		api: "POST /cgi-bin/message/mass/speed/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Mass.Speed(ctx)
		},
		want: &wechat.MassSpeed{Speed: 3, RealSpeed: 30},
	},
	{
		api: "POST /cgi-bin/message/mass/speed/set",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Mass.SetSpeed(ctx, 1)
		},
	},
	{
		api: "POST /cgi-bin/draft/add",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Draft.Add(ctx, []wechat.NewsArticle{
				{
					Title: "霜降 <汤> & 茶", Author: "阿禾", Digest: "趁热🍵", Content: `<p>"汤"<img data-src="http://mmbiz.qpic.cn/a/0"></p>`,
					ContentSourceURL: "https://example.com/?a=1&b=2", ThumbMediaID: "T1", NeedOpenComment: 1, URL: "http://mp.weixin.qq.com/s?x",
				},
				{Title: "第二篇", Content: "<p>茶</p>", ThumbMediaID: "T2"},
			})
		},
		want: "Lx2-new",
	},
	{
		api: "POST /cgi-bin/draft/delete",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Draft.Delete(ctx, "Lx2-new")
		},
	},
	{
		api: "POST /cgi-bin/freepublish/submit",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.FreePublish.Submit(ctx, "Lx2-vJ9f3gK0aQ")
		},
		want: &wechat.PublishReceipt{PublishID: "2650177668", MsgDataID: 2650177700},
	},
	{
		api: "POST /cgi-bin/freepublish/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.FreePublish.Status(ctx, "2650177668")
		},
		want: &wechat.Publication{
			ArticleID: "A1", URLs: []string{"http://mp.weixin.qq.com/s?__biz=MzA&mid=9&idx=1&sn=77#rd", "http://mp.weixin.qq.com/s/abc"},
		},
	},
	{
		api: "POST /cgi-bin/freepublish/delete",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.FreePublish.Delete(ctx, "A1", 0)
		},
	},
	{
		api: "POST /datacube/getarticletotaldetail",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			all, delayed, err := c.DataCube.ArticleTotalDetail(ctx, "2026-03-10")
			if !delayed && err == nil {
				err = errors.New("is_delay was not read")
			}
			return all, err
		},
		want: []wechat.ArticleTotal{{
			MsgID: "206227730_1", Title: "霜降的汤", ContentURL: "http://mp.weixin.qq.com/s?__biz=MzA&mid=206227730&idx=1&sn=7#rd",
			Days: []wechat.ArticleDay{
				{StatDate: "2026-03-10", ReadUser: 23676, ShareUser: 122, LikeUser: 31, ZaikanUser: 12, CommentCount: 4, CollectionUser: 9},
				{StatDate: "2026-03-11", ReadUser: 24010, ShareUser: 125, LikeUser: 31, ZaikanUser: 12, CommentCount: 4, CollectionUser: 9},
			},
		}},
	},
}

const sendAll = "POST /cgi-bin/message/mass/sendall"

func TestRepeatedMassSendTellsTheFirstReceipt(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]*wechat.MassReceipt{
		`{"errcode":45065,"errmsg":"clientmsgid exist rid: 1-2-3","msg_id":3147484542,"msg_data_id":7}`: {MsgID: 3147484542, MsgDataID: 7},
		`{"msg_id":"34182","errcode":45065,"errmsg":"clientmsgid exist"}`:                               {MsgID: 34182},
		`{"errcode":45065,"errmsg":"clientmsgid exist"}`:                                                {},
	} {
		f := newFake(t, handlers{sendAll: says(body)})
		got, err := f.client().Mass.SendAll(t.Context(), wechat.MassFilter{ToAll: true}, autumnSend)
		if wechat.Code(err) != 45065 || wechat.Classify(err) != wechat.Done {
			t.Errorf("%s: got %v, want 45065", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: receipt differs (-want +got):\n%s", body, diff)
		}
	}
}

func TestMassSendToAllNamesNoTag(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{sendAll: says(`{"errcode":0,"msg_id":1}`)})
	got, err := f.client().Mass.SendAll(t.Context(), wechat.MassFilter{ToAll: true, TagID: 7}, autumnSend)
	if diff := cmp.Diff(&wechat.MassReceipt{MsgID: 1}, got); diff != "" || err != nil {
		t.Errorf("%v, receipt differs (-want +got):\n%s", err, diff)
	}
	if body := f.seen()[0].Body; !strings.Contains(body, `"filter":{"is_to_all":true}`) {
		t.Errorf("sent %s", body)
	}
}

// Nobody may take such an answer for a send, nor send again under another key.
func TestMassSendWithoutAMsgIDIsNotTakenForSent(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"errcode":0}`, `{"errcode":0,"msg_id":0}`, `{"msg_id":5}`, "", "<html>", `{"errcode":0,"msg_id":`} {
		f := newFake(t, handlers{sendAll: says(body)})
		got, err := f.client().Mass.SendAll(t.Context(), wechat.MassFilter{ToAll: true}, autumnSend)
		var fault *wechat.TransportError
		if !errors.As(err, &fault) || got != nil || len(f.seen()) != 1 {
			t.Errorf("%q: got %v and %v after %d requests, want a TransportError after one", body, got, err, len(f.seen()))
		}
	}
}

func TestMassSendOutOfBoundsIsNotSent(t *testing.T) {
	t.Parallel()
	long := wechat.MassSend{MediaID: "M1", ClientMsgID: strings.Repeat("x", 33)}
	f := newFake(t, nil)
	mass := f.client().Mass
	_, noKey := mass.SendAll(t.Context(), wechat.MassFilter{ToAll: true}, wechat.MassSend{MediaID: "M1"})
	_, tooLong := mass.SendAll(t.Context(), wechat.MassFilter{ToAll: true}, long)
	_, one := mass.Send(t.Context(), []string{ahe}, autumnSend)
	_, many := mass.Send(t.Context(), make([]string, wechat.MaxMassOpenIDs+1), autumnSend)
	for name, err := range map[string]error{"no key": noKey, "long key": tooLong, "one openid": one, "10,001 openids": many} {
		var request *wechat.RequestError
		if !errors.As(err, &request) || wechat.Classify(err) != wechat.Bug {
			t.Errorf("%s: got %v, want a RequestError", name, err)
		}
	}
	if len(f.seen()) != 0 {
		t.Errorf("got %d requests", len(f.seen()))
	}
}

func TestPreviewGoesByWeChatIDWhereThereIsOne(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{"POST /cgi-bin/message/mass/preview": says(`{"errcode":0,"errmsg":"preview success","msg_id":34182}`)})
	if err := f.client().Mass.Preview(t.Context(), wechat.MassPreviewer{OpenID: ahe, WeChatID: "xiaoman"}, "M1"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"towxname":"xiaoman","mpnews":{"media_id":"M1"},"msgtype":"mpnews"}`, f.seen()[0].Body); diff != "" {
		t.Errorf("request differs (-want +got):\n%s", diff)
	}
}

func TestPublicationTellsWhatFailed(t *testing.T) {
	t.Parallel()
	f := newFake(t, handlers{"POST /cgi-bin/freepublish/get": says(`{"publish_id":1,"publish_status":2,"fail_idx":[1,2],"article_detail":{"count":1,"item":[{"idx":999999999,"article_url":"x"}]}}`)})
	got, err := f.client().FreePublish.Status(t.Context(), "1")
	if diff := cmp.Diff(&wechat.Publication{Status: wechat.PublishNotOriginal, FailIdx: []int{1, 2}}, got); diff != "" || err != nil {
		t.Errorf("%v, publication differs (-want +got):\n%s", err, diff)
	}
}
