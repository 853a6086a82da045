package callback

import (
	"strconv"
	"strings"
)

// A MassSendJobFinishEvent is the result of a mass send. It comes shortly
// before the send is wholly done, so its counts are close, not exact.
// https://developers.weixin.qq.com/doc/service/en/guide/product/message/Batch_Sends.html
type MassSendJobFinishEvent struct {
	MsgID       int64  // the msg_id that the call answered
	Status      string // as it came; see Sent and Code
	TotalCount  int    // followers addressed
	FilterCount int    // of them left after filtering; about SentCount + ErrorCount
	SentCount   int
	ErrorCount  int
	// Copyright is what the check of originality found, an article each.
	Copyright []CopyrightCheck
	// CheckState of the whole: 0 not checked, 1 no reprint, 2 a reprint that
	// may be sent, 3 one that may not.
	CheckState int
	// Articles are the public addresses of what was sent, which no interface
	// tells before the next day. Empty where no articles were sent.
	Articles []SentArticle
}

// Sent reports whether the Status says that it was sent; WeChat writes "send
// success" and "sendsuccess".
func (e MassSendJobFinishEvent) Sent() bool { return e.status() == "sendsuccess" }

// Code returns the number of a Status like "err(30003)", else 0. 40001 and
// 40002: the administrator refused, or was silent for 30 minutes.
func (e MassSendJobFinishEvent) Code() int {
	number, ok := strings.CutPrefix(e.status(), "err(")
	if !ok {
		return 0
	}
	code, err := strconv.ParseUint(strings.TrimSuffix(number, ")"), 10, 31)
	if err != nil {
		return 0
	}
	return int(code)
}

func (e MassSendJobFinishEvent) status() string {
	return strings.ToLower(strings.Join(strings.Fields(e.Status), ""))
}

// A CopyrightCheck is what was found about one article of a mass send.
type CopyrightCheck struct {
	ArticleIdx            int // from 1
	UserDeclareState      int // 0 nothing, 1 original, 2 reprint
	AuditState            int // 0 not checked, 1 running, 11 passed; samples show 2
	OriginalArticleURL    string
	OriginalArticleType   int  // 1 original, 2 old and not original, 3 news, 4 blacklisted
	CanReprint            bool // as WeChat says
	NeedReplaceContent    bool // the original's content was or will be put in its place
	NeedShowReprintSource bool // the original is or will be named
}

// A SentArticle is one article of a mass send.
type SentArticle struct {
	ArticleIdx int // from 1
	ArticleURL string
}

// A PublishJobFinishEvent is the result of publishing a draft without a mass
// send.
// https://developers.weixin.qq.com/doc/service/api/public/api_freepublish_submit
type PublishJobFinishEvent struct {
	PublishID string // the publish_id that the call answered
	// PublishStatus is 0 published, 1 running, 2 refused for originality, 3
	// failed, 4 refused by the platform, 5 published and deleted by its owner,
	// 6 published and banned; -1 where the event names none.
	PublishStatus int
	ArticleID     string // of all its articles together
	Articles      []PublishedArticle
	FailIdx       []int // from 1: the articles for which it was refused
}

// A PublishedArticle is one article of a publication.
type PublishedArticle struct {
	Idx        int // from 1
	ArticleURL string
}

// A TemplateSendJobFinishEvent is the result of a template message.
type TemplateSendJobFinishEvent struct {
	MsgID int64 // the msgid that the call answered
	// Status is "success", "failed:user block" or "failed: system failed".
	Status string
}

func (MassSendJobFinishEvent) payload()     {}
func (PublishJobFinishEvent) payload()      {}
func (TemplateSendJobFinishEvent) payload() {}

func readMassSendJobFinish(f Fields) Payload {
	checked := f.In("CopyrightCheckResult")
	e := MassSendJobFinishEvent{
		MsgID:       f.integer("MsgID", 0),
		Status:      f.word("Status"),
		TotalCount:  f.count("TotalCount", 0),
		FilterCount: f.count("FilterCount", 0),
		SentCount:   f.count("SentCount", 0),
		ErrorCount:  f.count("ErrorCount", 0),
		CheckState:  checked.count("CheckState", 0),
	}
	for _, item := range checked.Items("ResultList") {
		e.Copyright = append(e.Copyright, CopyrightCheck{
			ArticleIdx:            item.count("ArticleIdx", 0),
			UserDeclareState:      item.count("UserDeclareState", 0),
			AuditState:            item.count("AuditState", 0),
			OriginalArticleURL:    item.word("OriginalArticleUrl"),
			OriginalArticleType:   item.count("OriginalArticleType", 0),
			CanReprint:            item.flag("CanReprint"),
			NeedReplaceContent:    item.flag("NeedReplaceContent"),
			NeedShowReprintSource: item.flag("NeedShowReprintSource"),
		})
	}
	for _, item := range f.In("ArticleUrlResult").Items("ResultList") {
		e.Articles = append(e.Articles, SentArticle{
			ArticleIdx: item.count("ArticleIdx", 0),
			ArticleURL: item.word("ArticleUrl"),
		})
	}
	return e
}

func readPublishJobFinish(f Fields) Payload {
	published := f.In("PublishEventInfo")
	e := PublishJobFinishEvent{
		PublishID:     published.word("publish_id"),
		PublishStatus: published.count("publish_status", -1),
		ArticleID:     published.word("article_id"),
	}
	// The items stand beside the count, without a list around them.
	for _, item := range published.In("article_detail").all("item") {
		e.Articles = append(e.Articles, PublishedArticle{
			Idx:        item.Fields.count("idx", 0),
			ArticleURL: item.Fields.word("article_url"),
		})
	}
	for _, failed := range published.all("fail_idx") {
		if idx := (Fields{failed}).count("fail_idx", 0); idx > 0 {
			e.FailIdx = append(e.FailIdx, idx)
		}
	}
	return e
}

func readTemplateSendJobFinish(f Fields) Payload {
	return TemplateSendJobFinishEvent{MsgID: f.integer("MsgID", 0), Status: f.word("Status")}
}
