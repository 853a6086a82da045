package mirror

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// commit writes a page together with the checkpoint that follows from it.
// What takes time is done before the transaction.
func (s *slice) commit(ctx context.Context, r fetched) error {
	now := s.mirror.now()
	puts := make([]store.Put, 0, len(r.page.Items))
	ids := make([]string, 0, len(r.page.Items))
	for _, item := range r.page.Items {
		m := material(tuwen.History, item.MediaID, item.News, now)
		puts = append(puts, store.Put{Material: m, Hash: tuwen.ContentHash(m.Articles), ChangedRun: s.runID})
		ids = append(ids, m.MediaID)
	}
	if s.mode == tuwen.Full {
		// An incremental run mostly finds what it knows.
		store.Prepare(puts)
	}
	s.pages++
	return s.edit(ctx, func(ctx context.Context, h *held) error {
		// What an operator pauses keeps the page that was on its way.
		if h.run.State != tuwen.SyncRunning && h.run.PausedFor != pausedByOperator {
			return errLost
		}
		known, err := s.apply(ctx, h, puts, ids)
		if err != nil {
			return err
		}
		pass := h.cp.Sweep.Number
		h.cp.Sweep.Take(tuwen.SweepPage{Number: r.number, Total: r.page.TotalCount, IDs: ids, Known: known})
		h.cp.Tries, h.cp.Pauses = 0, 0
		s.progress(h, pass, len(ids))
		return nil
	})
}

// apply writes what is new or changed on a page and reports whether nothing
// was.
func (s *slice) apply(ctx context.Context, h *held, puts []store.Put, ids []string) (known bool, err error) {
	here, err := h.tx.Materials.Known(ctx, s.appID, ids)
	if err != nil {
		return false, err
	}
	known = true
	var write []store.Put
	var restore []string
	for _, p := range puts {
		id := p.Material.MediaID
		k, exists := here[id]
		settled, err := s.finishedRun(ctx, h.tx, k.ChangedRun)
		if err != nil {
			return false, err
		}
		f := tuwen.Find(s.mode, tuwen.Standing{
			Exists: exists, Deleted: k.Deleted, Gone: k.Gone, Settled: settled, Counted: exists && k.ChangedRun == s.runID,
			Same: k.Source == tuwen.History && k.Hash == p.Hash && k.UpdateTime.Equal(p.Material.UpdateTime),
		})
		known = known && f.Known
		if f.Write {
			write = append(write, p)
		}
		if f.Restore {
			restore = append(restore, id)
		}
		count(h.run, f)
		// The same id twice on a page is one item.
		here[id] = store.Known{Source: tuwen.History, Hash: p.Hash, UpdateTime: p.Material.UpdateTime, ChangedRun: s.runID}
	}
	if len(write) > 0 {
		if err := h.tx.Materials.Put(ctx, s.appID, write); err != nil {
			return false, err
		}
	}
	if len(restore) > 0 {
		if err := h.tx.Materials.Restore(ctx, s.appID, restore); err != nil {
			return false, err
		}
	}
	if s.mode != tuwen.Full || len(ids) == 0 {
		return known, nil
	}
	return known, h.tx.Materials.MarkSeen(ctx, s.appID, s.runID, h.cp.Sweep.Number, ids)
}

func count(run *tuwen.SyncRun, f tuwen.Finding) {
	switch {
	case f.Added:
		run.Added++
	case f.Updated:
		run.Updated++
	case f.Back:
		run.Restored++
	}
}

// progress says how far the run is. A full run counts a pass's items once and
// is set right when the pass is over; an incremental one counts anew where it
// begins again.
func (s *slice) progress(h *held, pass, listed int) {
	sweep := h.cp.Sweep
	h.run.Total, h.run.Sweep = sweep.Total, sweep.Number
	switch {
	case s.mode == tuwen.Incremental && sweep.Number != pass:
		h.run.Fetched = 0
	case s.mode == tuwen.Incremental, pass == 1 && !sweep.Proved && !sweep.Moved:
		h.run.Fetched = min(h.run.Fetched+listed, max(sweep.Total, 0))
	}
	h.run.Unchanged = max(0, h.run.Fetched-h.run.Added-h.run.Updated-h.run.Restored)
}
