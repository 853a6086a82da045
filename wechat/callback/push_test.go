package callback_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat/callback"
)

const (
	common      = `<ToUserName><![CDATA[gh_abcdef012345]]></ToUserName><FromUserName><![CDATA[oA]]></FromUserName><CreateTime>1767225600</CreateTime>`
	messageHead = `<xml>` + common + `<MsgId>24567890123456789</MsgId><MsgType>`
	eventHead   = `<xml>` + common + `<MsgType><![CDATA[event]]></MsgType><Event>`
)

func TestOpenReadsEveryMessage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want callback.Payload
	}{
		"text": {`text</MsgType><Content><![CDATA[ 课程 ]]></Content></xml>`, callback.TextMessage{Content: " 课程 "}},
		"text that is markup": {
			`text</MsgType><Content><![CDATA[<MsgType>image</MsgType>&amp;]]></Content></xml>`,
			callback.TextMessage{Content: "<MsgType>image</MsgType>&amp;"},
		},
		"option of a msgmenu": {
			`text</MsgType><Content>满意</Content><bizmsgmenuid>c:12:3</bizmsgmenuid></xml>`,
			callback.TextMessage{Content: "满意", BizMsgMenuID: "c:12:3"},
		},
		"image": {
			`image</MsgType><PicUrl><![CDATA[http://mmbiz.qpic.cn/a?b=1&c=2]]></PicUrl><MediaId><![CDATA[M1]]></MediaId></xml>`,
			callback.ImageMessage{PicURL: "http://mmbiz.qpic.cn/a?b=1&c=2", MediaID: "M1"},
		},
		"voice": {
			`voice</MsgType><MediaId>M1</MediaId><Format>amr</Format><MediaId16K>M2</MediaId16K><Recognition>你好</Recognition></xml>`,
			callback.VoiceMessage{MediaID: "M1", Format: "amr", MediaID16K: "M2", Recognition: "你好"},
		},
		"video": {
			`video</MsgType><MediaId>M1</MediaId><ThumbMediaId>M2</ThumbMediaId></xml>`,
			callback.VideoMessage{MediaID: "M1", ThumbMediaID: "M2"},
		},
		"shortvideo": {
			`shortvideo</MsgType><MediaId>M1</MediaId><ThumbMediaId>M2</ThumbMediaId></xml>`,
			callback.ShortVideoMessage{MediaID: "M1", ThumbMediaID: "M2"},
		},
		"location": {
			`location</MsgType><Location_X>23.134521</Location_X><Location_Y>-113.358803</Location_Y><Scale>20</Scale><Label>某地</Label></xml>`,
			callback.LocationMessage{Latitude: 23.134521, Longitude: -113.358803, Scale: 20, Label: "某地"},
		},
		"location without numbers": {
			`location</MsgType><Location_X>NaN</Location_X><Location_Y>1e999</Location_Y><Scale>99999999999</Scale></xml>`,
			callback.LocationMessage{},
		},
		"link": {
			`link</MsgType><Title>标题</Title><Description>摘要</Description><Url>https://mp.weixin.qq.com/s/AAA</Url></xml>`,
			callback.LinkMessage{Title: "标题", Description: "摘要", URL: "https://mp.weixin.qq.com/s/AAA"},
		},
		"unknown":           {`transfer_biz</MsgType><Some>thing</Some></xml>`, callback.UnknownPayload{}},
		"names with a case": {`TEXT</MsgType><Content>a</Content></xml>`, callback.UnknownPayload{}},
	} {
		push, err := openPlain(t, messageHead+test.body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.want, push.Payload); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if push.MsgID != "24567890123456789" || push.FromUserName != "oA" || push.IsEvent() {
			t.Errorf("%s: got %q from %q, event: %v", name, push.MsgID, push.FromUserName, push.IsEvent())
		}
	}
}

func TestOpenReadsEveryEvent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want callback.Payload
	}{
		"subscribe":                  {`subscribe</Event></xml>`, callback.SubscribeEvent{}},
		"subscribe, empty key":       {`subscribe</Event><EventKey><![CDATA[]]></EventKey></xml>`, callback.SubscribeEvent{}},
		"subscribe by scan":          {`subscribe</Event><EventKey>qrscene_123</EventKey><Ticket>T</Ticket></xml>`, callback.SubscribeEvent{EventKey: "qrscene_123", Scene: "123", Ticket: "T"}},
		"subscribe, scene qrscene_1": {`subscribe</Event><EventKey>qrscene_qrscene_1</EventKey></xml>`, callback.SubscribeEvent{EventKey: "qrscene_qrscene_1", Scene: "qrscene_1"}},
		"subscribe from elsewhere":   {`subscribe</Event><EventKey>last_trade_no_1</EventKey></xml>`, callback.SubscribeEvent{EventKey: "last_trade_no_1"}},
		"unsubscribe":                {`unsubscribe</Event><EventKey/></xml>`, callback.UnsubscribeEvent{}},
		"SCAN":                       {`SCAN</Event><EventKey>store-017</EventKey><Ticket>gQH</Ticket></xml>`, callback.ScanEvent{Scene: "store-017", Ticket: "gQH"}},
		"SCAN of a scene qrscene_1":  {`SCAN</Event><EventKey>qrscene_1</EventKey></xml>`, callback.ScanEvent{Scene: "qrscene_1"}},
		"SCAN without scene":         {`SCAN</Event></xml>`, callback.ScanEvent{}},
		"LOCATION": {
			`LOCATION</Event><Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119.385040</Precision></xml>`,
			callback.LocationEvent{Latitude: 23.137466, Longitude: 113.352425, Precision: 119.38504},
		},
		"CLICK": {`CLICK</Event><EventKey>m:12:latest</EventKey></xml>`, callback.ClickEvent{EventKey: "m:12:latest"}},
		"VIEW": {
			`VIEW</Event><EventKey><![CDATA[https://a/?b=1&c=2]]></EventKey><MenuId>424242</MenuId></xml>`,
			callback.ViewEvent{EventKey: "https://a/?b=1&c=2", MenuID: "424242"},
		},
		"view_miniprogram": {
			`view_miniprogram</Event><EventKey>pages/index</EventKey><MenuId>1</MenuId></xml>`,
			callback.ViewMiniProgramEvent{EventKey: "pages/index", MenuID: "1"},
		},
		"scancode_push":    {scanned("scancode_push"), callback.ScanCodeEvent{EventKey: "6", ScanType: "qrcode", ScanResult: "结果"}},
		"scancode_waitmsg": {scanned("scancode_waitmsg"), callback.ScanCodeEvent{EventKey: "6", ScanType: "qrcode", ScanResult: "结果"}},
		"pic_sysphoto":     {pictured("pic_sysphoto"), callback.PicEvent{EventKey: "6", Count: 2, PicMD5Sums: []string{"aa", "bb"}}},
		"pic_photo_or_album": {
			pictured("pic_photo_or_album"), callback.PicEvent{EventKey: "6", Count: 2, PicMD5Sums: []string{"aa", "bb"}},
		},
		"pic_weixin": {pictured("pic_weixin"), callback.PicEvent{EventKey: "6", Count: 2, PicMD5Sums: []string{"aa", "bb"}}},
		"location_select": {
			`location_select</Event><EventKey>6</EventKey><SendLocationInfo><Location_X>23</Location_X><Location_Y>113.5</Location_Y>` +
				`<Scale>15</Scale><Label>广州</Label><Poiname><![CDATA[]]></Poiname></SendLocationInfo></xml>`,
			callback.LocationSelectEvent{EventKey: "6", Latitude: 23, Longitude: 113.5, Scale: 15, Label: "广州"},
		},
		"TEMPLATESENDJOBFINISH": {
			`TEMPLATESENDJOBFINISH</Event><MsgID>200163836</MsgID><Status><![CDATA[failed:user block]]></Status></xml>`,
			callback.TemplateSendJobFinishEvent{MsgID: 200163836, Status: "failed:user block"},
		},
		"templatesendjobfinish": {
			`templatesendjobfinish</Event><MsgID>200163836</MsgID><Status>success</Status></xml>`,
			callback.TemplateSendJobFinishEvent{MsgID: 200163836, Status: "success"},
		},
		"unknown":  {`kf_create_session</Event><KfAccount>a@b</KfAccount></xml>`, callback.UnknownPayload{}},
		"no event": {`</Event></xml>`, callback.UnknownPayload{}},
	} {
		push, err := openPlain(t, eventHead+test.body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.want, push.Payload); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if push.MsgID != "" || !push.IsEvent() {
			t.Errorf("%s: got message id %q, event: %v", name, push.MsgID, push.IsEvent())
		}
	}
}

func scanned(event string) string {
	return event + `</Event><EventKey>6</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>结果</ScanResult></ScanCodeInfo></xml>`
}

func pictured(event string) string {
	return event + `</Event><EventKey>6</EventKey><SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>aa</PicMd5Sum></item>
		<item><PicMd5Sum>bb</PicMd5Sum></item></PicList></SendPicsInfo></xml>`
}

func TestOpenReadsAnArticlesReader(t *testing.T) {
	t.Parallel()
	push, err := openPlain(t, messageHead+`text</MsgType><Content>a</Content><MsgDataId>206227730</MsgDataId><Idx>2</Idx></xml>`)
	if err != nil {
		t.Fatal(err)
	}
	if push.MsgDataID != "206227730" || push.Idx != 2 {
		t.Errorf("got article %q, %d", push.MsgDataID, push.Idx)
	}
}

func TestOpenKeepsWhatIsUnknown(t *testing.T) {
	t.Parallel()
	body := eventHead + `user_authorize_invoice</Event><SuccOrderId>O1</SuccOrderId><List><item><A>1</A></item></List></xml>`
	push, err := openPlain(t, body)
	if err != nil {
		t.Fatal(err)
	}
	want := callback.Push{
		ToUserName: "gh_abcdef012345", FromUserName: "oA", CreateTime: ownNow.UTC(),
		MsgType: "event", Event: "user_authorize_invoice", Payload: callback.UnknownPayload{},
		Fields: callback.Fields{
			{Name: "ToUserName", Value: "gh_abcdef012345"},
			{Name: "FromUserName", Value: "oA"},
			{Name: "CreateTime", Value: "1767225600"},
			{Name: "MsgType", Value: "event"},
			{Name: "Event", Value: "user_authorize_invoice"},
			{Name: "SuccOrderId", Value: "O1"},
			{Name: "List", Fields: callback.Fields{{Name: "item", Fields: callback.Fields{{Name: "A", Value: "1"}}}}},
		},
		Raw: []byte(body),
	}
	if diff := cmp.Diff(want, push); diff != "" {
		t.Errorf("push (-want +got):\n%s", diff)
	}
}

func TestOpenReadsJSON(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want callback.Payload
	}{
		"text": {
			`{"ToUserName":"gh_abcdef012345","FromUserName":"oA","CreateTime":1767225600,"MsgType":"text","Content":"课\u7a0b\n","MsgId":24567890123456789,"bizmsgmenuid":101}`,
			callback.TextMessage{Content: "课程\n", BizMsgMenuID: "101"},
		},
		"pictures": {
			`{"CreateTime":"1767225600","MsgType":"event","Event":"pic_weixin","EventKey":"6","SendPicsInfo":{"Count":2,"PicList":[{"PicMd5Sum":"aa"},{"PicMd5Sum":"bb"}]}}`,
			callback.PicEvent{EventKey: "6", Count: 2, PicMD5Sums: []string{"aa", "bb"}},
		},
		"publication": {
			`{"CreateTime":1767225600,"MsgType":"event","Event":"PUBLISHJOBFINISH","PublishEventInfo":{"publish_id":2247503051,"publish_status":2,"article_detail":{"count":0,"item":[{"idx":1,"article_url":"U"}]},"fail_idx":[1,2]}}`,
			callback.PublishJobFinishEvent{PublishID: "2247503051", PublishStatus: 2, Articles: []callback.PublishedArticle{{Idx: 1, ArticleURL: "U"}}, FailIdx: []int{1, 2}},
		},
	} {
		push, err := openPlain(t, test.body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.want, push.Payload); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if !push.CreateTime.Equal(ownNow) {
			t.Errorf("%s: got %v", name, push.CreateTime)
		}
	}
}

func TestOpenReadsNoTimeThatIsNone(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"", "0", "-1", "soon", "253402300800", "9223372036854775807"} {
		push, err := openPlain(t, `<xml><MsgType>text</MsgType><CreateTime>`+at+`</CreateTime></xml>`)
		if err != nil || !push.CreateTime.IsZero() {
			t.Errorf("%q: got %v, %v", at, push.CreateTime, err)
		}
	}
	push, err := openPlain(t, `<xml><MsgType>text</MsgType><CreateTime>253402300799</CreateTime></xml>`)
	if want := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC); err != nil || push.CreateTime != want {
		t.Errorf("the last second: got %v, %v", push.CreateTime, err)
	}
}
