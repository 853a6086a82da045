package desk

import (
	"context"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// MassSends are the 群发 of an account, as they are composed and looked at.
type MassSends struct{ *floor }

// MassQuery is a stretch of the mass sends.
type MassQuery struct {
	State       tuwen.MassSendState
	From, Until time.Time // when they go out, went out, or were made
	Limit       int
	Cursor      string
}

// NewMassSend composes a mass send; nothing is sent yet.
type NewMassSend struct {
	MediaID       string         `json:"media_id" minLength:"1" maxLength:"200"`
	Audience      tuwen.Audience `json:"audience"`
	IgnoreReprint bool           `json:"ignore_reprint,omitempty"`
	ScheduledAt   *time.Time     `json:"scheduled_at,omitempty" doc:"a plan only, until it is sent"`
}

// MassSendChange changes a mass send that is a draft; nil leaves a value as it
// is.
type MassSendChange struct {
	MediaID       *string         `json:"media_id,omitempty" minLength:"1" maxLength:"200"`
	Audience      *tuwen.Audience `json:"audience,omitempty"`
	IgnoreReprint *bool           `json:"ignore_reprint,omitempty"`
	// ScheduledAt is a plan, and null plans none.
	ScheduledAt tuwen.Given[time.Time] `json:"scheduled_at,omitzero" nullable:"true" doc:"a plan only, until it is sent; null: none"`
	UpdatedAt   *time.Time             `json:"updated_at,omitempty" doc:"of the mass send that was edited; 409 where it changed meanwhile"`
}

// List returns a stretch of the mass sends, those made last first.
func (s *MassSends) List(ctx context.Context, actor tuwen.Actor, appID string, q MassQuery) (out tuwen.Page[tuwen.MassSend], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		out, err = tx.MassSends.List(ctx, appID, store.MassFilter(q))
		return err
	})
	return out, err
}

// ByID returns one mass send.
func (s *MassSends) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (m tuwen.MassSend, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return m, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		m, err = tx.MassSends.ByID(ctx, appID, id)
		return err
	})
	return m, err
}

// Create composes a mass send of a draft or a history item. What the use does
// not take is [tuwen.Invalid] "mass_send.material" with the reason.
func (s *MassSends) Create(ctx context.Context, actor tuwen.Actor, appID string, in NewMassSend) (m tuwen.MassSend, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return m, err
	}
	if err := in.Audience.Check(); err != nil {
		return m, err
	}
	now := s.now()
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		m = tuwen.MassSend{
			ID: store.EventID(now), State: tuwen.MassDraft, Audience: in.Audience, IgnoreReprint: in.IgnoreReprint, ScheduledAt: in.ScheduledAt,
			Steps: []tuwen.MassStep{{State: tuwen.MassDraft, By: actor.Name, At: now}}, CreatedAt: now, CreatedBy: actor.Name,
			UpdatedAt: now, UpdatedBy: actor.Name, Findings: []tuwen.ReprintFinding{}, Figures: []tuwen.MassFigure{},
			Progress: tuwen.MassProgress{Key: store.NewID()},
		}
		if err := takeMaterial(ctx, tx, appID, &m, in.MediaID); err != nil {
			return err
		}
		if err := s.keep(ctx, tx, appID, &m); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, massEntry("mass_send.create", appID, m, nil))
	})
	return m, err
}

// takeMaterial makes the send one of a material, of which nothing is known yet.
func takeMaterial(ctx context.Context, tx *store.Tx, appID string, m *tuwen.MassSend, mediaID string) error {
	material, err := one(ctx, tx, appID, mediaID)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return massMaterial("missing", mediaID)
	}
	if err != nil {
		return err
	}
	usage, err := tuwen.UsageOf(tuwen.ForMassSend)
	if err != nil {
		return err
	}
	if reason := usage.Refuses(&material); reason != "" {
		return massMaterial(string(reason), mediaID)
	}
	m.MediaID, m.Source, m.Title, m.ArticleCount = mediaID, material.Source, material.Title, material.ArticleCount
	m.Articles, m.Preflight, m.PreviewedAt, m.CopyNeeded, m.Problem, m.CopiedFrom = parts(material.Articles), nil, nil, false, nil, ""
	m.Progress.Hash = ""
	return nil
}

func massMaterial(reason, mediaID string) error {
	return tuwen.Errorf(tuwen.Invalid, "mass_send.material", "this material cannot be sent in mass").
		With("field", "media_id").With("reason", reason).With("media_id", mediaID)
}

func parts(articles []tuwen.Article) []tuwen.SentPart {
	all := make([]tuwen.SentPart, len(articles))
	for i, a := range articles {
		all[i] = tuwen.SentPart{Index: i, Title: a.Title}
	}
	return all
}

// keep keeps a send with whom its list names, and reads it back.
func (s *MassSends) keep(ctx context.Context, tx *store.Tx, appID string, m *tuwen.MassSend) error {
	if err := tx.MassSends.Put(ctx, appID, *m); err != nil {
		return err
	}
	if m.Audience.Kind != tuwen.ToOpenIDs || m.Audience.OpenIDs != nil {
		if err := tx.MassSends.PutRecipients(ctx, appID, m.ID, m.Audience.OpenIDs); err != nil {
			return err
		}
	}
	var err error
	*m, err = tx.MassSends.ByID(ctx, appID, m.ID)
	return err
}

func massEntry(action, appID string, m tuwen.MassSend, d details) tuwen.Entry {
	if d == nil {
		d = details{}
	}
	d["media_id"], d["audience"] = m.MediaID, string(m.Audience.Kind)
	if m.Audience.Kind == tuwen.ToTag {
		d["tag"] = strconv.Itoa(m.Audience.TagID)
	}
	return tuwen.Entry{Action: action, AppID: appID, Subject: m.ID, Name: m.Title, Details: d}
}

// held edits a send as it is now.
func (f *floor) held(ctx context.Context, actor tuwen.Actor, appID, id string, edit func(context.Context, *store.Tx, *tuwen.MassSend) (tuwen.Entry, error)) (m tuwen.MassSend, err error) {
	err = f.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if m, err = tx.MassSends.Hold(ctx, appID, id); err != nil {
			return err
		}
		entry, err := edit(ctx, tx, &m)
		if err != nil {
			return err
		}
		m.UpdatedAt, m.UpdatedBy = edited(f.now(), m.UpdatedAt), actor.Name
		if err := (&MassSends{f}).keep(ctx, tx, appID, &m); err != nil || entry.Action == "" {
			return err
		}
		return f.record(ctx, tx, actor, entry)
	})
	return m, err
}

func mustBeDraft(m *tuwen.MassSend) error {
	if m.Editable() {
		return nil
	}
	return tuwen.Errorf(tuwen.Conflict, "mass_send.not_draft", "only a draft that nobody asked to send can be changed; cancel it first").
		With("state", string(m.State))
}

// Change changes a mass send that is a draft, else [tuwen.Conflict]
// "mass_send.not_draft". Another material has to be looked at anew. The audit
// has one entry for whoever changes it in an hour.
func (s *MassSends) Change(ctx context.Context, actor tuwen.Actor, appID, id string, in MassSendChange) (tuwen.MassSend, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.MassSend{}, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		if err := mustBeDraft(m); err != nil {
			return tuwen.Entry{}, err
		}
		if err := untouched(in.UpdatedAt, m.UpdatedAt, m.UpdatedBy); err != nil {
			return tuwen.Entry{}, err
		}
		if in.MediaID != nil && *in.MediaID != m.MediaID {
			if err := takeMaterial(ctx, tx, appID, m, *in.MediaID); err != nil {
				return tuwen.Entry{}, err
			}
		}
		if in.Audience != nil {
			if err := in.Audience.Check(); err != nil {
				return tuwen.Entry{}, err
			}
			m.Audience, m.Preflight = *in.Audience, nil
		}
		if in.IgnoreReprint != nil {
			m.IgnoreReprint = *in.IgnoreReprint
		}
		if in.ScheduledAt.Is {
			m.ScheduledAt = in.ScheduledAt.To
		}
		// The composer saves by itself every few seconds.
		return tuwen.Entry{}, s.recordHourly(ctx, tx, actor, massEntry("mass_send.change", appID, *m, nil), "changes")
	})
}

// Delete removes a mass send here that never went out, with the draft copy that
// was made for it at WeChat; any other is [tuwen.Conflict] "mass_send.kept".
func (s *MassSends) Delete(ctx context.Context, actor tuwen.Actor, appID, id string) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	m, err := s.ByID(ctx, actor, appID, id)
	if err != nil {
		return err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if m, err = tx.MassSends.Hold(ctx, appID, id); err != nil {
			return err
		}
		if m.State != tuwen.MassDraft && m.State != tuwen.MassCanceled || !m.Progress.FirstCallAt.IsZero() {
			return tuwen.Errorf(tuwen.Conflict, "mass_send.kept", "what WeChat was asked to send, or is going to be, is kept").With("state", string(m.State))
		}
		if err := tx.MassSends.Delete(ctx, appID, id); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, massEntry("mass_send.delete", appID, m, nil))
	})
	if err != nil || m.CopiedFrom == "" {
		return err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err == nil {
		err = client.Draft.Delete(ctx, m.MediaID)
	}
	if err != nil && wechat.Classify(err) != wechat.Gone {
		s.log.WarnContext(ctx, "the draft copy of a deleted mass send stays at WeChat", "app_id", appID, "media_id", m.MediaID, "err", err)
	}
	return nil
}

// Preflight looks at everything that can be known of a send before it goes out.
// What goes out later is the material as it was looked at, or nothing. at is
// when it is to go out; the zero time means as it is planned, else now.
func (s *MassSends) Preflight(ctx context.Context, actor tuwen.Actor, appID, id string, at time.Time) (tuwen.MassSend, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.MassSend{}, err
	}
	m, err := s.ByID(ctx, actor, appID, id)
	if err != nil {
		return m, err
	}
	articles, read, err := s.articles(ctx, appID, m.Source, m.MediaID)
	if err != nil {
		return m, err
	}
	return s.held(ctx, actor, appID, id, func(ctx context.Context, tx *store.Tx, m *tuwen.MassSend) (tuwen.Entry, error) {
		if m.State != tuwen.MassDraft {
			return tuwen.Entry{}, mustBeDraft(m)
		}
		in := tuwen.Preflighted{Send: *m, Articles: articles, Read: read, TagKnown: true, Now: s.now()}
		if !at.IsZero() {
			in.Send.ScheduledAt = &at
		}
		if len(articles) > 0 {
			hash := tuwen.ContentHash(articles)
			in.Changed = m.Progress.Hash != "" && m.Progress.Hash != hash
			if in.Changed {
				m.PreviewedAt, in.Send.PreviewedAt = nil, nil
			}
			m.Progress.Hash, m.Title, m.ArticleCount, m.Articles = hash, articles[0].Title, len(articles), parts(articles)
		}
		var err error
		if in.Account, err = tx.Accounts.ByID(ctx, appID); err != nil {
			return tuwen.Entry{}, err
		}
		if in.People, in.TagKnown, err = people(ctx, tx, appID, m); err != nil {
			return tuwen.Entry{}, err
		}
		if in.Quota, err = massQuota(ctx, tx, in.Account, goesOut(in.Send.ScheduledAt, s.now())); err != nil {
			return tuwen.Entry{}, err
		}
		if in.Earlier, err = tx.MassSends.LastSent(ctx, appID, m.MediaID, m.Progress.Hash, m.ID); err != nil {
			return tuwen.Entry{}, err
		}
		m.Preflight = in.Look()
		return tuwen.Entry{}, nil
	})
}

// articles returns what WeChat has of a material now: none where it has it no
// more, and read false where it could not be asked.
func (f *floor) articles(ctx context.Context, appID string, source tuwen.Source, mediaID string) (all []tuwen.Article, read bool, err error) {
	client, err := f.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return nil, false, err
	}
	get, path := client.Draft.Get, "/cgi-bin/draft/get"
	if source == tuwen.History {
		get, path = client.Material.GetNews, "/cgi-bin/material/get_material"
	}
	news, err := get(ctx, mediaID)
	switch {
	case wechat.Classify(err) == wechat.Gone:
		return nil, true, nil
	case err != nil:
		if err = f.connect.Translate(err, appID, path); !tellable(err) {
			return nil, false, err
		}
		f.log.WarnContext(ctx, "a material could not be read before a mass send", "app_id", appID, "media_id", mediaID, "err", err)
		return nil, false, nil
	}
	return tuwen.ArticlesOf(*news), true, nil
}

// people counts to whom a send is addressed, by what is known here. Before the
// first sync of the followers has finished that is only who wrote or followed
// since the account was connected: nil.
func people(ctx context.Context, tx *store.Tx, appID string, m *tuwen.MassSend) (n *int, tagKnown bool, err error) {
	following := true
	f := store.ContactFilter{Followed: &following}
	switch m.Audience.Kind {
	case tuwen.ToOpenIDs:
		return &m.Audience.People, true, nil
	case tuwen.ToTag:
		tags, err := tx.Tags.All(ctx, appID)
		if err != nil {
			return nil, false, err
		}
		for _, t := range tags {
			tagKnown = tagKnown || t.ID == m.Audience.TagID
		}
		f.TagIDs = []int{m.Audience.TagID}
	case tuwen.ToAll:
		tagKnown = true
	}
	switch _, err := tx.Syncs.LastFinished(ctx, appID, tuwen.Followers); {
	case tuwen.KindOf(err) == tuwen.NotFound:
		return nil, tagKnown, nil
	case err != nil:
		return nil, tagKnown, err
	}
	count, err := tx.Contacts.Count(ctx, appID, f)
	return &count, tagKnown, err
}

// goesOut is when a send goes out that is planned for a time, nil for none.
func goesOut(at *time.Time, now time.Time) time.Time {
	if at != nil && at.After(now) {
		return *at
	}
	return now
}

// massQuota is what the account used of the period in which a time lies, by our
// own record. Of a service account only what went to all counts for everybody;
// of a subscription account what is scheduled for that day counts too: WeChat
// would refuse the second.
func massQuota(ctx context.Context, tx *store.Tx, a tuwen.Account, at time.Time) (tuwen.MassQuota, error) {
	q, since := tuwen.MassQuotaOf(a.Kind, at)
	audience := tuwen.ToAll
	if a.Kind == tuwen.Subscription {
		audience = ""
	}
	var err error
	if q.Used, err = tx.MassSends.CountSince(ctx, a.AppID, since, audience); err != nil || a.Kind != tuwen.Subscription {
		return q, err
	}
	scheduled, err := tx.MassSends.Scheduled(ctx, a.AppID, since, q.ResetsAt)
	q.Used += scheduled
	return q, err
}
