package desk

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// lists is what the services that show materials share.
type lists struct {
	*floor
	pictures *Pictures
}

// shown makes sure that the pictures of what is shown can be fetched.
func (l *lists) shown(ctx context.Context, appID string, items []tuwen.Material) error {
	var urls []string
	for i := range items {
		urls = append(urls, items[i].CoverURL)
		for _, a := range items[i].Articles {
			urls = append(urls, a.CoverURL)
		}
	}
	return l.pictures.remember(ctx, appID, urls)
}

// byIDs returns the materials of a reading in its order, without those that
// were deleted here meanwhile.
func (l *lists) byIDs(ctx context.Context, appID string, ids []string) (items []tuwen.Material, err error) {
	err = l.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		items, err = tx.Materials.Get(ctx, appID, ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	return items, l.shown(ctx, appID, items)
}

// Materials are the 图文素材 of an account, wherever WeChat keeps them. Their
// cover addresses are WeChat's own; [PictureHash] names them at the proxy.
type Materials struct{ *lists }

// ByID returns a material with the bodies of its articles. One that was
// deleted here is [tuwen.NotFound] "material.deleted_here".
func (s *Materials) ByID(ctx context.Context, actor tuwen.Actor, appID, mediaID string) (m tuwen.Material, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return m, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		m, err = tx.Materials.ByID(ctx, appID, mediaID)
		return err
	})
	if err != nil {
		return m, err
	}
	if m.Deleted {
		return tuwen.Material{}, errDeletedHere(mediaID)
	}
	m.RefusedFor = tuwen.RefusedFor(&m)
	return m, s.shown(ctx, appID, []tuwen.Material{m})
}

func errDeletedHere(mediaID string) error {
	return tuwen.Errorf(tuwen.NotFound, "material.deleted_here", "this material was removed here; a full sync brings it back").
		With("media_id", mediaID)
}

// History returns a stretch of the local copy, newest update first.
func (s *Materials) History(ctx context.Context, actor tuwen.Actor, appID string, q HistoryQuery) (out tuwen.HistoryPage, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Materials.List(ctx, appID, store.ListQuery{
			Source: tuwen.History, Q: strings.TrimSpace(q.Q), Limit: q.Limit, Cursor: q.Cursor,
			Noted: q.Noted, Used: q.Used, Month: q.Month, IncludeGone: true,
		})
		if err != nil {
			return err
		}
		out = tuwen.HistoryPage{Items: p.Items, NextCursor: p.NextCursor, Total: p.Total, TotalMore: p.TotalMore}
		out.FetchedAt, err = lastSync(ctx, tx, appID)
		return err
	})
	if err != nil {
		return out, err
	}
	return out, s.shown(ctx, appID, out.Items)
}

// lastSync returns when the last finished sync ended, nil before the first.
func lastSync(ctx context.Context, tx *store.Tx, appID string) (*time.Time, error) {
	var last *time.Time
	for _, mode := range []tuwen.SyncMode{tuwen.Full, tuwen.Incremental} {
		run, err := tx.Syncs.LastFinished(ctx, appID, mode)
		if tuwen.KindOf(err) == tuwen.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if run.FinishedAt != nil && (last == nil || run.FinishedAt.After(*last)) {
			last = run.FinishedAt
		}
	}
	return last, nil
}

// Sync fetches the newest state of one material. One that was deleted here is
// [tuwen.Conflict] "material.deleted_here": only a full sync brings it back.
func (s *Materials) Sync(ctx context.Context, actor tuwen.Actor, appID, mediaID string) (tuwen.Material, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Material{}, err
	}
	if _, err := s.account(ctx, appID); err != nil {
		return tuwen.Material{}, err
	}
	m, err := s.mirror.Single(ctx, appID, mediaID)
	if err != nil {
		return m, err
	}
	if err := s.recordAlone(ctx, actor, tuwen.Entry{Action: "material.sync", AppID: appID, Subject: mediaID, Name: m.Title}); err != nil {
		return m, err
	}
	return m, s.shown(ctx, appID, []tuwen.Material{m})
}

// Delete removes a history item here; WeChat is untouched, the note stays,
// and only a full sync brings the item back. While something active uses it,
// it is [tuwen.Conflict] "material.in_use" naming the uses, unless forced.
func (s *Materials) Delete(ctx context.Context, actor tuwen.Actor, appID, mediaID string, force bool) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	return s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		m, err := one(ctx, tx, appID, mediaID)
		if err != nil {
			return err
		}
		if m.Source != tuwen.History {
			return tuwen.Errorf(tuwen.Conflict, "material.not_history",
				"only history items are kept here and can be removed; drafts and published ones are read from WeChat").With("source", string(m.Source))
		}
		d := details{}
		if active := activeUses(m.UsedBy); len(active) > 0 {
			if !force {
				return tuwen.Errorf(tuwen.Conflict, "material.in_use", "something active uses this material").
					With("count", strconv.Itoa(len(active))).Naming(active)
			}
			d["forced"], d["uses"] = "true", names(active)
		}
		if err := tx.Materials.Delete(ctx, appID, []string{mediaID}, s.now()); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "material.delete", AppID: appID, Subject: mediaID, Name: m.Title, Details: d})
	})
}

// one returns a material that is shown here, without bodies.
func one(ctx context.Context, tx *store.Tx, appID, mediaID string) (tuwen.Material, error) {
	found, err := tx.Materials.Get(ctx, appID, []string{mediaID})
	switch {
	case err != nil:
		return tuwen.Material{}, err
	case len(found) == 0:
		return tuwen.Material{}, tuwen.Errorf(tuwen.NotFound, "material.unknown", "there is no such material").With("media_id", mediaID)
	case found[0].Deleted:
		return tuwen.Material{}, errDeletedHere(mediaID)
	}
	return found[0], nil
}

func activeUses(all []tuwen.UsedBy) []tuwen.UsedBy {
	active := []tuwen.UsedBy{}
	for _, u := range all {
		if u.Active {
			active = append(active, u)
		}
	}
	return active
}

func names(uses []tuwen.UsedBy) string {
	var b strings.Builder
	for i, u := range uses {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(u.Kind + " " + u.Name)
	}
	return b.String()
}

// openOffset and sealOffset are cursors into what WeChat lists by offset.
func openOffset(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		text, ok := strings.CutPrefix(string(b), "offset:")
		if n, err := strconv.Atoi(text); ok && err == nil && n >= 0 && n <= 1_000_000 {
			return n, nil
		}
	}
	return 0, tuwen.Errorf(tuwen.Invalid, "cursor.bad", "that cursor is none of ours").With("field", "cursor")
}

func sealOffset(n int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "offset:%d", n))
}
