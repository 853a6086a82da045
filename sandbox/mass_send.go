package sandbox

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// massRequest is what message/mass/sendall, send and preview take.
type massRequest struct {
	Filter *struct {
		IsToAll bool    `json:"is_to_all"`
		TagID   numeric `json:"tag_id"`
	} `json:"filter"`
	ToUser   any    `json:"touser"` // a list; of preview one
	ToWXName string `json:"towxname"`
	MsgType  string `json:"msgtype"`
	MPNews   struct {
		MediaID string `json:"media_id"`
	} `json:"mpnews"`
	SendIgnoreReprint flag   `json:"send_ignore_reprint"`
	ClientMsgID       string `json:"clientmsgid"`
}

// sendToAll answers POST /cgi-bin/message/mass/sendall
// (https://developers.weixin.qq.com/doc/service/api/notify/message/api_sendall.html).
func sendToAll(c *call) (any, error) {
	var q massRequest
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if q.Filter == nil {
		return nil, refuse(40097)
	}
	return c.massSend(q, MassSend{ToAll: q.Filter.IsToAll, TagID: int(q.Filter.TagID)})
}

// sendToList answers POST /cgi-bin/message/mass/send
// (https://developers.weixin.qq.com/doc/service/api/notify/message/api_masssend.html):
// 2 to 10,000 OpenIDs.
func sendToList(c *call) (any, error) {
	var q massRequest
	if err := c.read(&q); err != nil {
		return nil, err
	}
	list, _ := q.ToUser.([]any)
	var ids []string
	for _, v := range list {
		id, isText := v.(string)
		if !isText {
			return nil, refuse(40031)
		}
		ids = append(ids, id)
	}
	switch {
	case len(ids) < 2:
		return nil, refuse(40130)
	case len(ids) > 10_000:
		return nil, refuse(40032)
	}
	return c.massSend(q, MassSend{OpenIDs: ids})
}

// massReceipt is the answer to a send; errcode too, unlike in answers to reads.
type massReceipt struct {
	Errcode   int    `json:"errcode"`
	Errmsg    string `json:"errmsg"`
	MsgID     int64  `json:"msg_id"`
	MsgDataID int64  `json:"msg_data_id,omitempty"`
}

// massSend takes a send, or answers a repetition of one.
func (c *call) massSend(q massRequest, to MassSend) (any, error) {
	switch {
	case q.MsgType != "mpnews":
		return nil, refuse(40008) // the sandbox sends articles only
	case len(q.ClientMsgID) > 32:
		return nil, refuse(45067)
	}
	m, answer, err := c.takeMass(q, to)
	if err != nil || m == nil {
		return answer, err
	}
	c.sandbox.changed()
	settings := (&AccountControl{acct: c.acct}).Mass()
	if settings.EventFirst && settings.Duration == 0 && m.State == MassSending {
		c.acct.endMass(c.request.Context(), m.MsgID)
	} else {
		c.acct.runMass(m.MsgID)
	}
	if m.State == MassConfirming {
		return nil, refuse(89505)
	}
	return massReceipt{Errmsg: "send job submission success", MsgID: m.MsgID, MsgDataID: m.MsgDataID}, nil
}

// takeMass is massSend in one moment. It returns the send as it was taken, or
// what to answer.
func (c *call) takeMass(q massRequest, to MassSend) (*MassSend, any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	key := cmp.Or(q.ClientMsgID, hex.EncodeToString(digestOf("mass", q.MPNews.MediaID, to.ToAll, to.TagID, strings.Join(to.OpenIDs, ",")))[:32])
	if earlier := a.sentUnder(key, c.now); earlier != nil {
		answer, err := earlier.again(c.now)
		return nil, answer, err
	}
	item, err := a.sendable(q.MPNews.MediaID)
	if err != nil {
		return nil, nil, err
	}
	if err := a.admitMass(q.MPNews.MediaID, to, c.now); err != nil {
		return nil, nil, err
	}
	a.serial++
	m := &massSend{MassSend: to, Key: key, LastTry: c.now, Ignore: bool(q.SendIgnoreReprint), Item: a.sentForm(item, c.now)}
	m.MsgID, m.MsgDataID, m.ClientMsgID = firstMassID+int64(a.serial), int64(m.Item.Mid), q.ClientMsgID
	m.MediaID, m.AcceptedAt, m.Tries = q.MPNews.MediaID, c.now, 1
	m.State, m.Until = MassSending, c.now.Add(a.mass.Settings.Duration)
	if to.ToAll && a.mass.Settings.Confirm {
		m.State, m.Until = MassConfirming, c.now.Add(confirmWithin)
	}
	a.mass.Sends = append(a.mass.Sends, m)
	taken := m.MassSend
	return &taken, nil, nil
}

const (
	// firstMassID makes msg_ids look like WeChat's, which need more than 32
	// bits.
	firstMassID = 3_147_484_000
	// confirmWithin is how long the administrator is waited for.
	confirmWithin = 30 * time.Minute
	// keyLife and keyRest are how long a clientmsgid is known, and how far
	// apart two calls with one must be.
	keyLife, keyRest = 24 * time.Hour, time.Minute
)

// sentUnder is the send with a key, nil for none. The caller holds a.mu.
func (a *account) sentUnder(key string, now time.Time) *massSend {
	if a.mass.Settings.ForgetKeys {
		return nil
	}
	for _, m := range slices.Backward(a.mass.Sends) {
		if m.Key == key && now.Sub(m.AcceptedAt) < keyLife {
			return m
		}
	}
	return nil
}

// again is the answer to a repetition. While the administrator is asked no
// msg_id is told.
func (m *massSend) again(now time.Time) (any, error) {
	m.Tries++
	if now.Sub(m.LastTry) < keyRest {
		return nil, refuse(45066)
	}
	m.LastTry = now
	if m.State == MassConfirming {
		return nil, refuse(89504)
	}
	return massReceipt{Errcode: 45065, Errmsg: textOf(45065), MsgID: m.MsgID}, nil
}

// sendable finds what a media_id names. The caller holds a.mu.
func (a *account) sendable(mediaID string) (*stored, error) {
	if slices.Contains(a.mass.Autosaved, mediaID) {
		return nil, refuse(48021)
	}
	if item, err := a.drafts.find(mediaID); err == nil {
		return item, nil
	}
	item, err := a.history.find(mediaID)
	if err != nil || a.mass.Settings.RefuseHistory {
		return nil, refuse(40007)
	}
	return item, nil
}

// admitMass judges to whom a send goes and whether the account may send now.
// The caller holds a.mu.
func (a *account) admitMass(mediaID string, to MassSend, now time.Time) error {
	if !to.ToAll && to.OpenIDs == nil {
		if !slices.ContainsFunc(a.tags, func(t tag) bool { return t.ID == to.TagID }) {
			return refuse(40152)
		}
	}
	for _, id := range to.OpenIDs {
		if _, err := a.roster.find(id); err != nil {
			return refuse(40031)
		}
	}
	for _, m := range a.mass.Sends {
		over := m.State == MassFailed
		switch {
		case m.MediaID == mediaID && (m.State == MassSending || m.State == MassConfirming):
			return refuse(42010)
		case a.settings.Kind == Subscription && !over && day(m.AcceptedAt) == day(now):
			return refuse(45028)
		}
	}
	return nil
}

// sentForm is an item as it is sent: another article with addresses of its own.
// The caller holds a.mu.
func (a *account) sentForm(item *stored, now time.Time) *stored {
	a.serial++
	form := &stored{
		MediaID: fmt.Sprintf("mass-%d", a.nextMid()), Mid: a.nextMid(),
		Created: now.Unix(), Updated: now.Unix(), Articles: slices.Clone(item.Articles),
	}
	for i := range form.Articles {
		form.Articles[i].URL = ""
	}
	return form
}

// previewMass answers POST /cgi-bin/message/mass/preview
// (https://developers.weixin.qq.com/doc/service/api/notify/message/api_preview.html).
// A person's WeChat ID is his name or id here.
func previewMass(c *call) (any, error) {
	var q massRequest
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if q.MsgType != "mpnews" {
		return nil, refuse(40008)
	}
	a := c.acct
	openID, _ := q.ToUser.(string)
	if q.ToWXName != "" {
		openID = ""
		for _, p := range c.sandbox.People() {
			if p.Name == q.ToWXName || p.ID == q.ToWXName {
				openID = openIDOf(a.appID, p.ID)
			}
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	item, err := a.sendable(q.MPNews.MediaID)
	if err != nil {
		return nil, err
	}
	f, err := a.roster.hold(openID)
	switch {
	case err != nil && q.ToWXName == "":
		return nil, refuse(40003)
	case err != nil || !f.Followed:
		return nil, refuse(43004)
	case q.ToWXName != "" && !a.mass.preview(c.now):
		return nil, refuse(45009)
	}
	a.tell(f, a.massMessage(item))
	return massReceipt{Errmsg: "preview success", MsgID: firstMassID + int64(a.serial)}, nil
}

// previewsADay is how many previews go out by WeChat ID.
const previewsADay = 100

func (b *massBook) preview(now time.Time) bool {
	if d := day(now); b.PreviewDay != d {
		b.PreviewDay, b.Previews = d, 0
	}
	if b.Previews >= previewsADay {
		return false
	}
	b.Previews++
	return true
}

// massMessage is what a follower sees of an item.
func (a *account) massMessage(item *stored) Message {
	m := Message{From: FromAccount, Kind: "news", Mass: true}
	for i := range item.Articles {
		art := a.showArticle(item, i, false)
		m.Articles = append(m.Articles, Card{Title: art.Title, Digest: art.Digest, PictureURL: art.ThumbURL, URL: art.URL})
	}
	return m
}

// massID reads the msg_id of a request, a number or a text.
func (c *call) massID() (int64, int, error) {
	var q struct {
		MsgID      numeric `json:"msg_id"`
		ArticleIdx int     `json:"article_idx"`
	}
	if err := c.read(&q); err != nil {
		return 0, 0, err
	}
	return int64(q.MsgID), q.ArticleIdx, nil
}

// deleteMass answers POST /cgi-bin/message/mass/delete
// (https://developers.weixin.qq.com/doc/service/api/notify/message/api_deletemassmsg.html).
// What was sent several times is gone from all.
func deleteMass(c *call) (any, error) {
	id, index, err := c.massID()
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	m, err := a.mass.find(id)
	switch {
	case err != nil, m.State != MassSent && m.State != MassDeleted:
		return nil, refuse(40059)
	case index < 0 || index > len(m.Item.Articles):
		return nil, refuse(40060)
	}
	for _, same := range a.mass.Sends {
		if same.MediaID == m.MediaID && same.State == MassSent && index <= len(same.Item.Articles) {
			same.takeDown(index)
		}
	}
	c.sandbox.changed()
	return ok(), nil
}

// takeDown marks one article, or all for 0, as deleted.
func (m *massSend) takeDown(index int) {
	kept := *m.Item
	kept.Articles = slices.Clone(kept.Articles)
	left := false
	for i := range kept.Articles {
		if index == 0 || index == i+1 {
			kept.Articles[i].Deleted = true
		}
		left = left || !kept.Articles[i].Deleted
	}
	m.Item = &kept
	if !left {
		m.State = MassDeleted
	}
}

// readMass answers POST /cgi-bin/message/mass/get
// (https://developers.weixin.qq.com/doc/service/api/notify/message/api_massmsgget.html).
func readMass(c *call) (any, error) {
	id, _, err := c.massID()
	if err != nil {
		return nil, err
	}
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	m, err := c.acct.mass.find(id)
	if err != nil {
		return nil, refuse(40059)
	}
	status := map[MassState]string{
		MassConfirming: "SENDING", MassSending: "SENDING", MassSent: "SEND_SUCCESS", MassFailed: "SEND_FAIL", MassDeleted: "DELETE",
	}[m.State]
	return struct {
		MsgID     int64  `json:"msg_id"`
		MsgStatus string `json:"msg_status"`
	}{m.MsgID, status}, nil
}

// massSpeeds are the speeds in 10,000 a minute.
var massSpeeds = []int{80, 60, 45, 30, 10}

// readSpeed answers POST /cgi-bin/message/mass/speed/get
// (https://developers.weixin.qq.com/doc/service/api/notify/message/api_getspeed.html).
func readSpeed(c *call) (any, error) {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return struct {
		Speed     int `json:"speed"`
		RealSpeed int `json:"realspeed"`
	}{c.acct.mass.Speed, massSpeeds[c.acct.mass.Speed]}, nil
}

// writeSpeed answers POST /cgi-bin/message/mass/speed/set
// (https://developers.weixin.qq.com/doc/service/api/notify/message/api_setspeed.html).
func writeSpeed(c *call) (any, error) {
	var q struct {
		Speed *int `json:"speed"`
	}
	if err := c.read(&q); err != nil {
		return nil, err
	}
	switch {
	case q.Speed == nil:
		return nil, refuse(45084)
	case *q.Speed < 0 || *q.Speed >= len(massSpeeds):
		return nil, refuse(45083)
	}
	(&AccountControl{acct: c.acct}).change(func(a *account) { a.mass.Speed = *q.Speed })
	return ok(), nil
}
