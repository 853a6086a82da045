package mirror

import (
	"context"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// page is what came of asking for one, ready to be committed.
type page struct {
	number int
	total  int
	ids    []string
	puts   []store.Put
	err    error
}

// get asks for a page and does with it what takes time before its transaction.
// It may be called by several goroutines.
func (s *slice) get(ctx context.Context, client *wechat.Client, number int) page {
	got, err := client.Material.BatchGetNews(ctx, number*tuwen.PageSize, tuwen.PageSize)
	if err != nil {
		return page{number: number, err: err}
	}
	now := s.mirror.now()
	p := page{number: number, total: got.TotalCount}
	for _, item := range got.Items {
		m := material(tuwen.History, item.MediaID, item.News, now)
		p.puts = append(p.puts, store.Put{Material: m, Hash: tuwen.ContentHash(m.Articles), ChangedRun: s.runID})
		p.ids = append(p.ids, m.MediaID)
	}
	if s.mode == tuwen.Full {
		// An incremental run mostly finds what it knows.
		store.Prepare(p.puts)
	}
	return p
}

// commit writes a page together with the checkpoint that follows from it.
func (s *slice) commit(ctx context.Context, p page) error {
	s.pages++
	return s.edit(ctx, func(ctx context.Context, h *held) error {
		// What an operator pauses keeps the page that was on its way.
		if h.run.State != tuwen.SyncRunning && h.run.PausedFor != pausedByOperator {
			return errLost
		}
		known, err := s.apply(ctx, h, p.puts, p.ids)
		if err != nil {
			return err
		}
		pass := h.cp.Sweep.Number
		h.cp.Sweep.Take(tuwen.SweepPage{Number: p.number, Total: p.total, IDs: p.ids, Known: known})
		h.cp.Tries, h.cp.Pauses = 0, 0
		s.progress(h, pass, len(p.ids))
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
