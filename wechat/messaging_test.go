package wechat_test

import (
	"context"
	"strings"

	"github.com/tuwen/tuwen/wechat"
)

const (
	ahe   = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"
	xiaoM = "o6_bmjrPTlm6_2sgVt7hMZOPfL3N"
)

// tinyGIF begins as a GIF does and has nothing in it.
const tinyGIF = "GIF89a tea"

// messagingCases are those of the interfaces about followers.
var messagingCases = []methodCase{
	{
		api: "POST /cgi-bin/message/custom/send",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.CustomerService.Send(ctx, wechat.TextMessage(ahe, "“趁热喝”🍵 <a href=\"https://example.com/?a=1&b=2\">看看</a>\n再见"))
		},
	},
	{
		api: "GET /cgi-bin/user/get", query: "next_openid=o6_A%2FB",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.User.Get(ctx, "o6_A/B")
		},
		want: &wechat.UserPage{Total: 10002, Count: 2, OpenIDs: []string{ahe, xiaoM}, NextOpenID: xiaoM},
	},
	{
		api: "POST /cgi-bin/user/info/batchget",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.User.InfoBatch(ctx, []string{ahe, xiaoM, "o6_gone"})
		},
		want: []wechat.UserInfo{
			{
				OpenID: ahe, Subscribed: true, SubscribeTime: 1434093047, UnionID: "oR5GjjgEhCMJFyzaVZdrxZ2zRRF4",
				Remark: "阿禾", TagIDs: []int{128, 2}, SubscribeScene: "ADD_SCENE_QR_CODE", QRScene: 98765,
			},
			{OpenID: xiaoM, Subscribed: true, SubscribeTime: 1434093048, SubscribeScene: "ADD_SCENE_QR_CODE", QRSceneStr: "s:store-017"},
			{OpenID: "o6_gone"},
		},
	},
	{
		api: "POST /cgi-bin/user/info/updateremark",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.User.Remark(ctx, ahe, "阿禾 & 茶")
		},
	},
	{
		api: "POST /cgi-bin/tags/create",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Tag.Create(ctx, "广东")
		},
		want: &wechat.Tag{ID: 134, Name: "广东"},
	},
	{
		api: "GET /cgi-bin/tags/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Tag.All(ctx)
		},
		want: []wechat.Tag{{ID: 2, Name: "星标组"}, {ID: 127, Name: "广东", Count: 5}, {ID: 128, Name: "老客", Count: 12}},
	},
	{
		api: "POST /cgi-bin/tags/update",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Tag.Update(ctx, 134, "广东人")
		},
	},
	{
		api: "POST /cgi-bin/tags/delete",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return nil, c.Tag.Delete(ctx, 134)
		},
	},
	{
		api: "POST /cgi-bin/user/tag/get",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Tag.Members(ctx, 134, "")
		},
		want: &wechat.UserPage{Count: 2, OpenIDs: []string{ahe, xiaoM}, NextOpenID: xiaoM},
	},
	{
		api: "POST /cgi-bin/tags/members/batchtagging",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Tag.BatchTag(ctx, 134, []string{ahe, xiaoM})
		},
		want: []string(nil),
	},
	{
		api: "POST /cgi-bin/tags/members/batchuntagging",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Tag.BatchUntag(ctx, 134, []string{ahe})
		},
		want: []string(nil),
	},
	{
		api: "POST /cgi-bin/qrcode/create",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.QRCode.Create(ctx, wechat.QRCodeRequest{Scene: "s:store-017", ExpireSeconds: 2592000})
		},
		want: &wechat.QRTicket{
			Ticket: "gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw==",
			URL:    "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI", ExpireSeconds: 2592000,
		},
	},
	{
		api: "POST /cgi-bin/material/add_material", query: "type=image", form: true,
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.Material.AddImage(ctx, "茶 杯.GIF", strings.NewReader(tinyGIF))
		},
		want: &wechat.AddedMaterial{MediaID: "HEjf8mEd30OR", URL: "https://mmbiz.qpic.cn/mmbiz_gif/a1/0?wx_fmt=gif"},
	},
	{
		api: "GET /cgi-bin/get_current_autoreply_info",
		call: func(ctx context.Context, c *wechat.Client) (any, error) {
			return c.AutoReply.Current(ctx)
		},
		want: &wechat.AutoReplyInfo{
			AddFriendReplyOpen: true, AutoReplyOpen: true,
			AddFriend:      &wechat.AutoReply{Type: "text", Content: "欢迎关注！"},
			MessageDefault: &wechat.AutoReply{Type: "img", Content: "Kx_temporary"},
			Keywords: []wechat.KeywordAutoReply{{
				RuleName: "菜单", CreateTime: 1423028166, ReplyMode: "reply_all",
				Keywords: []wechat.AutoReplyKeyword{
					{Type: "text", MatchMode: "contain", Content: "菜单"},
					{Type: "text", MatchMode: "equal", Content: "1"},
				},
				Replies: []wechat.AutoReply{
					{Type: "text", Content: "今日菜单："},
					{Type: "news", Content: "KQb_w_Tiz-nSdVLoTV35Psmty8hGBulGhEdbb9SKs-o", News: []wechat.AutoReplyArticle{
						{
							Title: "霜降的汤", Author: "阿禾", Digest: "一锅暖汤", ShowCover: true,
							CoverURL:   "http://mmbiz.qpic.cn/mmbiz/a1/0",
							ContentURL: "http://mp.weixin.qq.com/s?__biz=MjM5&mid=203929886&idx=1&sn=62#rd",
							SourceURL:  "http://www.example.com",
						},
						{Title: "茶", ContentURL: "http://mp.weixin.qq.com/s?__biz=MjM5&mid=203929886&idx=2&sn=63#rd"},
					}},
				},
			}},
		},
	},
}
