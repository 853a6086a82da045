package mirror

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// failedFor is how long a failed reading of the drafts is not repeated unless
// somebody asks for it: it would fail again, and cost.
const failedFor = 15 * time.Second

// Drafts returns the reading of an account's newest 60 drafts; the drafts
// themselves are among the materials. The draft box is read, by three calls
// at the most, where the last reading is older than a minute or refresh asks
// for it. However many ask at once, on however many nodes, one reads and the
// others get its result.
//
// Where WeChat cannot be asked, the last reading is returned with the reason
// in its Error; so an error is about the account or the database.
func (m *Mirror) Drafts(ctx context.Context, appID string, refresh bool) (tuwen.DraftReading, error) {
	asked := m.now()
	last, err := m.reading(ctx, appID)
	if err != nil || m.current(last, asked, refresh) {
		return last, err
	}
	before := last
	err = m.connect.Alone(ctx, "drafts:"+appID, func(ctx context.Context) error {
		var err error
		if last, err = m.reading(ctx, appID); err != nil {
			return err
		}
		// Whoever was first has read meanwhile, or has failed for all.
		if !last.ReadAt.Equal(before.ReadAt) || !last.FailedAt.Equal(before.FailedAt) || m.current(last, asked, refresh) {
			return nil
		}
		last, err = m.readDrafts(ctx, appID, last)
		return err
	})
	if tuwen.CodeOf(err) == "busy" && !before.ReadAt.IsZero() {
		before.Error, before.FailedAt = tuwen.ProblemOf(err), m.now()
		return before, nil
	}
	return last, err
}

// reading returns the last reading, a zero one before the first.
func (m *Mirror) reading(ctx context.Context, appID string) (tuwen.DraftReading, error) {
	var r tuwen.DraftReading
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Accounts.ByID(ctx, appID); err != nil {
			return err
		}
		var err error
		r, err = tx.Drafts.Reading(ctx, appID)
		if tuwen.KindOf(err) == tuwen.NotFound {
			return nil
		}
		return err
	})
	return r, err
}

// current reports whether a reading will do for somebody who asked then.
func (m *Mirror) current(r tuwen.DraftReading, asked time.Time, refresh bool) bool {
	if refresh {
		return r.ReadAt.After(asked)
	}
	now := m.now()
	fresh := !r.ReadAt.IsZero() && now.Sub(r.ReadAt) < tuwen.DraftMaxAge
	failed := r.Error != nil && now.Sub(r.FailedAt) < failedFor
	return fresh || failed
}

// readDrafts reads the draft box and keeps what it finds, or that it failed.
func (m *Mirror) readDrafts(ctx context.Context, appID string, last tuwen.DraftReading) (tuwen.DraftReading, error) {
	box, err := m.askDrafts(ctx, appID)
	if ctx.Err() != nil {
		return last, ctx.Err()
	}
	if err != nil {
		last.Error, last.FailedAt = tuwen.ProblemOf(m.connect.Translate(err, appID, connect.DraftList)), m.now()
		return last, m.keepReading(ctx, appID, last)
	}
	r := tuwen.DraftReading{Total: box.total, ReadAt: m.now()}
	for _, d := range box.drafts {
		r.MediaIDs = append(r.MediaIDs, d.MediaID)
	}
	for part := box.drafts; len(part) > 0; part = part[min(len(part), tuwen.PageSize):] {
		if err := m.putChanged(ctx, appID, part[:min(len(part), tuwen.PageSize)]); err != nil {
			return last, err
		}
	}
	if box.still {
		if err := m.dropVanished(ctx, appID, box, r.MediaIDs); err != nil {
			return last, err
		}
	}
	return r, m.keepReading(ctx, appID, r)
}

func (m *Mirror) keepReading(ctx context.Context, appID string, r tuwen.DraftReading) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Drafts.PutReading(ctx, appID, r)
	})
}

// draftBox is what was read of a draft box: the newest drafts.
type draftBox struct {
	drafts []tuwen.Material
	total  int
	// still tells that the box did not change while it was read: only then
	// is a draft that is missing known to be.
	still bool
}

func (m *Mirror) askDrafts(ctx context.Context, appID string) (*draftBox, error) {
	client, err := m.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return nil, err
	}
	box := &draftBox{still: true}
	seen := map[string]bool{}
	for offset := 0; offset < tuwen.DraftWindow; offset += tuwen.PageSize {
		page, err := client.Draft.BatchGet(ctx, wechat.BatchGetRequest{Offset: offset, Count: tuwen.PageSize})
		if err != nil {
			return nil, err
		}
		box.still = box.still && (offset == 0 || page.TotalCount == box.total)
		box.total = page.TotalCount
		for _, item := range page.Items {
			if !seen[item.MediaID] {
				seen[item.MediaID] = true
				box.drafts = append(box.drafts, material(tuwen.Draft, item.MediaID, item.News, m.now()))
			}
		}
		if offset+tuwen.PageSize >= page.TotalCount {
			break
		}
	}
	box.still = box.still && len(box.drafts) == min(box.total, tuwen.DraftWindow)
	return box, nil
}

// putChanged writes those of the materials that are new or changed here.
func (m *Mirror) putChanged(ctx context.Context, appID string, all []tuwen.Material) error {
	puts := make([]store.Put, len(all))
	ids := make([]string, len(all))
	for i, row := range all {
		puts[i] = store.Put{Material: row, Hash: tuwen.ContentHash(row.Articles)}
		ids[i] = row.MediaID
	}
	var known map[string]store.Known
	err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		known, err = tx.Materials.Known(ctx, appID, ids)
		return err
	})
	if err != nil {
		return err
	}
	changed := puts[:0]
	for _, p := range puts {
		k, ok := known[p.Material.MediaID]
		if !ok || k.Gone || k.Source != p.Material.Source || k.Hash != p.Hash || !k.UpdateTime.Equal(p.Material.UpdateTime) {
			changed = append(changed, p)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	store.Prepare(changed)
	err = m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Materials.Put(ctx, appID, changed)
	})
	if err != nil {
		return fmt.Errorf("keep materials: %w", err)
	}
	return nil
}

// dropVanished forgets the drafts that have left the box. Those with a note
// or a use are kept and marked.
func (m *Mirror) dropVanished(ctx context.Context, appID string, box *draftBox, ids []string) error {
	here := make(map[string]bool, len(ids))
	for _, id := range ids {
		here[id] = true
	}
	var oldest time.Time
	if n := len(box.drafts); n > 0 {
		oldest = box.drafts[n-1].CreateTime
	}
	var vanished []string
	for cursor, more := "", true; more; more = cursor != "" {
		err := m.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
			page, err := tx.Materials.List(ctx, appID, store.ListQuery{Source: tuwen.Draft, Limit: 100, Cursor: cursor})
			if err != nil {
				return err
			}
			cursor = page.NextCursor
			for _, d := range page.Items {
				if !here[d.MediaID] && tuwen.VanishedDraft(d.CreateTime, oldest, box.total) {
					vanished = append(vanished, d.MediaID)
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("find vanished drafts: %w", err)
		}
	}
	if len(vanished) == 0 {
		return nil
	}
	return m.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Materials.Purge(ctx, appID, vanished); err != nil {
			return err
		}
		return tx.Materials.MarkGone(ctx, appID, vanished, m.now())
	})
}
