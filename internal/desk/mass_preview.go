package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// MassPreview says who gets a preview: a follower by openid, or anybody who
// follows by the WeChat ID 微信号, a hundred a day.
type MassPreview struct {
	OpenID   string `json:"openid,omitempty" maxLength:"64"`
	WeChatID string `json:"wechat_id,omitempty" maxLength:"64"`
}

const (
	previewPath  = "/cgi-bin/message/mass/preview"
	addDraftPath = "/cgi-bin/draft/add"
	// previewsADay is how many previews by WeChat ID WeChat allows.
	previewsADay = 100
)

// Preview sends the material to one person. What only WeChat knows is known
// after it: that the draft was saved by hand, that a history item goes by its
// own id. Where it does not, it is [tuwen.Conflict] "mass_send.copy_needed":
// [MassSends.Copy] makes a draft of it.
func (s *MassSends) Preview(ctx context.Context, actor tuwen.Actor, appID, id string, to MassPreview) (m tuwen.MassSend, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return m, err
	}
	to.OpenID, to.WeChatID = strings.TrimSpace(to.OpenID), strings.TrimSpace(to.WeChatID)
	if (to.OpenID == "") == (to.WeChatID == "") {
		return m, tuwen.Errorf(tuwen.Invalid, "mass_send.preview_to", "name an openid or a WeChat ID").With("field", "wechat_id")
	}
	if m, err = s.ByID(ctx, actor, appID, id); err != nil {
		return m, err
	}
	if m.State != tuwen.MassDraft {
		return m, mustBeDraft(&m)
	}
	if err := s.countPreview(ctx, appID, to); err != nil {
		return m, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return m, err
	}
	callErr := client.Mass.Preview(ctx, wechat.MassPreviewer{OpenID: to.OpenID, WeChatID: to.WeChatID}, m.MediaID)
	translated := s.connect.Translate(callErr, appID, previewPath)
	mediaID := m.MediaID
	m, err = s.held(ctx, actor, appID, id, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		if m.MediaID != mediaID {
			return tuwen.Entry{}, nil // another one was chosen meanwhile
		}
		m.Problem = tuwen.ProblemOf(translated)
		if callErr == nil {
			now := s.now()
			m.PreviewedAt, m.CopyNeeded = &now, false
		}
		if wechat.Code(callErr) == 40007 && m.Source == tuwen.History {
			m.CopyNeeded = true
		}
		by := "openid"
		if to.WeChatID != "" {
			by = "wechat_id"
		}
		return massEntry("mass_send.preview", appID, *m, details{"by": by, "refused": strconv.FormatBool(callErr != nil)}), nil
	})
	switch {
	case err != nil:
		return m, err
	case m.CopyNeeded:
		return m, tuwen.Errorf(tuwen.Conflict, "mass_send.copy_needed", "WeChat does not send this history item by its own id; send a draft copy of it").
			Answered(m.Problem.WeChat)
	}
	return m, translated
}

// countPreview counts previews by WeChat ID; the account's operators share a
// hundred a day.
func (s *MassSends) countPreview(ctx context.Context, appID string, to MassPreview) error {
	if to.WeChatID == "" {
		return nil
	}
	now := s.now()
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.MassSends.CountPreview(ctx, appID, tuwen.BeijingDay(now))
		if err == nil && n > previewsADay {
			err = tuwen.Errorf(tuwen.Exhausted, "mass_send.previews", "WeChat allows 100 previews by WeChat ID a day").
				With("limit", strconv.Itoa(previewsADay)).With("resets_at", tuwen.NextReset(now).UTC().Format("2006-01-02T15:04:05Z07:00"))
		}
		return err
	})
}

// Copy makes a draft copy of the history item that the send is of, reads it
// back, and makes the send one of the copy, to be looked at and previewed anew.
// The copy gets the item's note. What broke off is looked for among the newest
// drafts, so that there are not two copies.
func (s *MassSends) Copy(ctx context.Context, actor tuwen.Actor, appID, id string) (m tuwen.MassSend, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return m, err
	}
	if m, err = s.ByID(ctx, actor, appID, id); err != nil {
		return m, err
	}
	if err := mustBeDraft(&m); err != nil {
		return m, err
	}
	if m.Source != tuwen.History {
		return m, tuwen.Errorf(tuwen.Conflict, "mass_send.not_history", "only a history item is sent as a draft copy").With("source", string(m.Source))
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return m, err
	}
	news, err := client.Material.GetNews(ctx, m.MediaID)
	if err != nil {
		return m, s.connect.Translate(err, appID, "/cgi-bin/material/get_material")
	}
	copied, err := s.addDraft(ctx, client, appID, news.Articles)
	if err != nil {
		return m, err
	}
	if err := s.mirrorDrafts(ctx, appID, copied); err != nil {
		return m, err
	}
	from := m.MediaID
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		if m.MediaID != from || !m.Editable() {
			return tuwen.Entry{}, mustBeDraft(m)
		}
		if err := takeMaterial(ctx, tx, appID, m, copied); err != nil {
			return tuwen.Entry{}, err
		}
		m.CopiedFrom = from
		if _, err := tx.Materials.Handover(ctx, appID, from, copied); err != nil {
			return tuwen.Entry{}, err
		}
		return massEntry("mass_send.copy", appID, *m, details{"copied_from": from}), nil
	})
}

// addDraft adds a draft and returns its media_id, once WeChat knows it.
func (s *MassSends) addDraft(ctx context.Context, client *wechat.Client, appID string, articles []wechat.NewsArticle) (string, error) {
	began := s.now()
	mediaID, err := client.Draft.Add(ctx, articles)
	if err != nil && wechat.Classify(err) == wechat.Retry && wechat.Code(err) == 0 {
		page, listErr := client.Draft.BatchGet(ctx, wechat.BatchGetRequest{Count: tuwen.PageSize, NoContent: true})
		if listErr == nil {
			for _, item := range page.Items {
				same := slices.EqualFunc(item.Articles, articles, func(a, b wechat.NewsArticle) bool { return a.Title == b.Title })
				if same && item.CreateTime >= began.Unix()-1 {
					mediaID, err = item.MediaID, nil
				}
			}
		}
	}
	if err != nil {
		return "", s.connect.Translate(err, appID, addDraftPath)
	}
	if _, err := client.Draft.Get(ctx, mediaID); err != nil { // reports exist of ids that are none
		return "", s.connect.Translate(err, appID, "/cgi-bin/draft/get")
	}
	return mediaID, nil
}

// mirrorDrafts makes sure that a new draft is here.
func (s *MassSends) mirrorDrafts(ctx context.Context, appID, mediaID string) error {
	_, err := s.mirror.Drafts(ctx, appID, true)
	if err != nil {
		return err
	}
	return s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := one(ctx, tx, appID, mediaID)
		return err
	})
}
