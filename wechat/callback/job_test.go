package callback_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/wechat/callback"
)

const massSent = `MASSSENDJOBFINISH]]></Event><MsgID>3147484542</MsgID><Status><![CDATA[send success]]></Status>
<TotalCount>11</TotalCount><FilterCount>9</FilterCount><SentCount>8</SentCount><ErrorCount>1</ErrorCount>
<CopyrightCheckResult><Count>2</Count><ResultList><item><ArticleIdx>1</ArticleIdx><UserDeclareState>0</UserDeclareState>
<AuditState>2</AuditState><OriginalArticleUrl><![CDATA[https://mp.weixin.qq.com/s/O]]></OriginalArticleUrl><OriginalArticleType>1</OriginalArticleType>
<CanReprint>1</CanReprint><NeedReplaceContent>1</NeedReplaceContent><NeedShowReprintSource>0</NeedShowReprintSource></item>
<item><ArticleIdx>2</ArticleIdx><UserDeclareState>1</UserDeclareState><AuditState>11</AuditState></item>
</ResultList><CheckState>2</CheckState></CopyrightCheckResult>
<ArticleUrlResult><Count>2</Count><ResultList><item><ArticleIdx>1</ArticleIdx><ArticleUrl><![CDATA[https://mp.weixin.qq.com/s/A]]></ArticleUrl></item>
<item><ArticleIdx>2</ArticleIdx><ArticleUrl><![CDATA[https://mp.weixin.qq.com/s/B]]></ArticleUrl></item></ResultList></ArticleUrlResult></xml>`

func TestOpenReadsTheResultOfAMassSend(t *testing.T) {
	t.Parallel()
	push, err := openPlain(t, eventHead+"<![CDATA["+massSent)
	if err != nil {
		t.Fatal(err)
	}
	want := callback.MassSendJobFinishEvent{
		MsgID: 3147484542, Status: "send success", TotalCount: 11, FilterCount: 9, SentCount: 8, ErrorCount: 1,
		Copyright: []callback.CopyrightCheck{
			{
				ArticleIdx: 1, AuditState: 2, OriginalArticleURL: "https://mp.weixin.qq.com/s/O", OriginalArticleType: 1,
				CanReprint: true, NeedReplaceContent: true,
			},
			{ArticleIdx: 2, UserDeclareState: 1, AuditState: 11},
		},
		CheckState: 2,
		Articles: []callback.SentArticle{
			{ArticleIdx: 1, ArticleURL: "https://mp.weixin.qq.com/s/A"},
			{ArticleIdx: 2, ArticleURL: "https://mp.weixin.qq.com/s/B"},
		},
	}
	if diff := cmp.Diff(callback.Payload(want), push.Payload); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
	if push.MsgID != "" {
		t.Errorf("the job's id is taken for a message's: %q", push.MsgID)
	}
}

func TestOpenReadsTheResultOfAMassSendWithoutArticles(t *testing.T) {
	t.Parallel()
	push, err := openPlain(t, eventHead+`masssendjobfinish</Event><MsgID>1</MsgID><Status>sendsuccess</Status>
		<ArticleUrlResult><Count>0</Count><ResultList></ResultList></ArticleUrlResult></xml>`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(callback.Payload(callback.MassSendJobFinishEvent{MsgID: 1, Status: "sendsuccess"}), push.Payload); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
}

func TestStatusOfAMassSendIsReadInEverySpelling(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]struct {
		Sent bool
		Code int
	}{
		"send success": {Sent: true},
		"sendsuccess":  {Sent: true},
		"Send Success": {Sent: true},
		"send fail":    {},
		"sendfail":     {},
		"":             {},
		"err(30003)":   {Code: 30003},
		"err (40002)":  {Code: 40002},
		"err(-1)":      {},
		"err(x)":       {},
		"err":          {},
	} {
		e := callback.MassSendJobFinishEvent{Status: status}
		if e.Sent() != want.Sent || e.Code() != want.Code {
			t.Errorf("%q: got %v, %d, want %v, %d", status, e.Sent(), e.Code(), want.Sent, want.Code)
		}
	}
}

func TestOpenReadsTheResultOfAPublication(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want callback.PublishJobFinishEvent
	}{
		"published": {
			`<PublishEventInfo><publish_id>2247503051</publish_id><publish_status>0</publish_status><article_id><![CDATA[A1]]></article_id>
			<article_detail><count>2</count><item><idx>1</idx><article_url><![CDATA[U1]]></article_url></item>
			<item><idx>2</idx><article_url><![CDATA[U2]]></article_url></item></article_detail></PublishEventInfo>`,
			callback.PublishJobFinishEvent{
				PublishID: "2247503051", ArticleID: "A1",
				Articles: []callback.PublishedArticle{{Idx: 1, ArticleURL: "U1"}, {Idx: 2, ArticleURL: "U2"}},
			},
		},
		"refused": {
			`<PublishEventInfo><publish_id>1</publish_id><publish_status>4</publish_status><fail_idx>1</fail_idx><fail_idx>3</fail_idx></PublishEventInfo>`,
			callback.PublishJobFinishEvent{PublishID: "1", PublishStatus: 4, FailIdx: []int{1, 3}},
		},
		"without a status": {
			`<PublishEventInfo><publish_id>1</publish_id></PublishEventInfo>`,
			callback.PublishJobFinishEvent{PublishID: "1", PublishStatus: -1},
		},
		"with a broken one": {
			`<PublishEventInfo><publish_status>99999999999</publish_status></PublishEventInfo>`,
			callback.PublishJobFinishEvent{PublishStatus: -1},
		},
		"without anything": {``, callback.PublishJobFinishEvent{PublishStatus: -1}},
	} {
		push, err := openPlain(t, eventHead+`PUBLISHJOBFINISH</Event>`+test.body+`</xml>`)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(callback.Payload(test.want), push.Payload); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
