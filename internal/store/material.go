package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Materials are the local copies of what an account has at WeChat: all of its
// history, and of drafts and published items what was read.
type Materials struct{ tx *Tx }

// Put is a material to be kept. Its CoverURLs are WeChat's own.
type Put struct {
	Material tuwen.Material
	// Hash is the fingerprint of the content, ChangedRun the id of the run
	// that brought it, "" where it was no run.
	Hash       string
	ChangedRun string

	packed [][]byte
}

// Prepare does ahead of the transaction what takes time: it compresses the
// bodies. It is optional; [Materials.Put] does it otherwise.
func Prepare(puts []Put) {
	for i := range puts {
		puts[i].pack()
	}
}

func (p *Put) pack() {
	if len(p.packed) == len(p.Material.Articles) {
		return
	}
	p.packed = make([][]byte, len(p.Material.Articles))
	for i, a := range p.Material.Articles {
		p.packed[i] = pack(a.Body)
	}
}

// Known is what a sync must know of a row to decide about it.
type Known struct {
	Source     tuwen.Source
	Hash       string
	UpdateTime time.Time
	ChangedRun string
	Deleted    bool
	Gone       bool
}

// Put adds or replaces materials with their articles and makes them findable;
// the bodies follow within moments ([DB.Run]). It clears the mark of those
// that were gone. It does not touch notes and does not bring back what was
// deleted here, see [Materials.Restore]. Of two with the same id the later
// counts.
func (s Materials) Put(ctx context.Context, appID string, puts []Put) error {
	puts = latest(puts)
	ids := make([]string, len(puts))
	rows := make([][]any, len(puts))
	var articles [][]any
	for i := range puts {
		p := &puts[i]
		p.pack()
		m := &p.Material
		ids[i] = m.MediaID
		rows[i] = []any{
			appID, m.MediaID, string(m.Source), sql.NullString{String: m.ArticleID, Valid: m.ArticleID != ""},
			text(m.Title), text(m.Digest), text(m.CoverURL), len(m.Articles), millis(m.CreateTime),
			millis(m.UpdateTime), p.Hash, p.ChangedRun, millis(m.FetchedAt),
		}
		for j, a := range m.Articles {
			articles = append(articles, []any{
				appID, m.MediaID, j, text(a.Title), text(a.Author), text(a.Digest), text(a.URL),
				text(a.ContentSourceURL), text(a.CoverURL), text(a.ThumbMediaID), text(a.Type), a.Deleted, p.packed[j],
			})
		}
	}
	err := s.tx.insert(ctx, `materials (app_id, media_id, source, article_id, title, digest, cover_url, article_count,
		create_time, update_time, content_hash, changed_run, fetched_at)`, `ON CONFLICT (app_id, media_id) DO UPDATE
		SET source = EXCLUDED.source, article_id = EXCLUDED.article_id, title = EXCLUDED.title,
		    digest = EXCLUDED.digest, cover_url = EXCLUDED.cover_url, article_count = EXCLUDED.article_count,
		    create_time = EXCLUDED.create_time, update_time = EXCLUDED.update_time,
		    content_hash = EXCLUDED.content_hash, changed_run = EXCLUDED.changed_run,
		    fetched_at = EXCLUDED.fetched_at, gone_at = 0`, rows)
	if err != nil {
		return s.tx.owned(err, "put materials")
	}
	if err := s.exec(ctx, `DELETE FROM articles WHERE app_id = $1 AND media_id `, appID, ids); err != nil {
		return fmt.Errorf("put materials: %w", err)
	}
	if err := s.tx.insert(ctx, `articles (app_id, media_id, position, title, author, digest, url, content_source_url,
		cover_url, thumb_media_id, article_type, deleted, body)`, "", articles); err != nil {
		return fmt.Errorf("put articles: %w", err)
	}
	if err := s.tx.materialsChanged(ctx, appID, ids, ""); err != nil {
		return err
	}
	return s.tx.stage(ctx, appID, ids, later)
}

// latest drops the earlier of two with the same id and sorts by id: two nodes
// that write the same rows lock them in the same order.
func latest(puts []Put) []Put {
	last := make(map[string]int, len(puts))
	for i, p := range puts {
		last[p.Material.MediaID] = i
	}
	kept := make([]Put, 0, len(last))
	for _, i := range last {
		kept = append(kept, puts[i])
	}
	slices.SortFunc(kept, func(a, b Put) int { return strings.Compare(a.Material.MediaID, b.Material.MediaID) })
	return kept
}

// exec runs a statement that ends before the condition on the ids.
func (s Materials) exec(ctx context.Context, statement, appID string, ids []string, more ...any) error {
	if len(ids) == 0 {
		return nil
	}
	args := append([]any{appID, s.tx.dialect.list(ids)}, more...)
	_, err := s.tx.sql.ExecContext(ctx, statement+s.tx.dialect.among("$2"), args...)
	return err
}

// Known returns the rows of those ids that are here, deleted and gone ones
// too.
func (s Materials) Known(ctx context.Context, appID string, ids []string) (map[string]Known, error) {
	known := make(map[string]Known, len(ids))
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		var id string
		var k Known
		var update, deleted, gone int64
		if err := r.Scan(&id, &k.Source, &k.Hash, &update, &k.ChangedRun, &deleted, &gone); err != nil {
			return err
		}
		k.UpdateTime, k.Deleted, k.Gone = fromMillis(update), deleted > 0, gone > 0
		known[id] = k
		return nil
	}, `SELECT media_id, source, content_hash, update_time, changed_run, deleted_at, gone_at FROM materials
		WHERE app_id = $1 AND media_id `+s.tx.dialect.among("$2"), appID, s.tx.dialect.list(ids))
	if err != nil {
		return nil, fmt.Errorf("read known materials: %w", err)
	}
	return known, nil
}

// Delete removes materials here, and from lists and the search; WeChat and
// the notes are untouched.
func (s Materials) Delete(ctx context.Context, appID string, ids []string, at time.Time) error {
	err := s.exec(ctx, `UPDATE materials SET deleted_at = $3 WHERE app_id = $1 AND deleted_at = 0 AND media_id `,
		appID, ids, millis(at))
	if err != nil {
		return fmt.Errorf("delete materials: %w", err)
	}
	if err := s.tx.materialsChanged(ctx, appID, ids, ""); err != nil {
		return err
	}
	return s.tx.unstage(ctx, appID, ids)
}

// Restore brings back what was deleted here.
func (s Materials) Restore(ctx context.Context, appID string, ids []string) error {
	if err := s.exec(ctx, `UPDATE materials SET deleted_at = 0 WHERE app_id = $1 AND media_id `, appID, ids); err != nil {
		return fmt.Errorf("restore materials: %w", err)
	}
	if err := s.tx.materialsChanged(ctx, appID, ids, ""); err != nil {
		return err
	}
	return s.tx.stage(ctx, appID, ids, later)
}

// MarkGone keeps that WeChat has the materials no more.
func (s Materials) MarkGone(ctx context.Context, appID string, ids []string, at time.Time) error {
	if err := s.tx.materialsChanged(ctx, appID, ids, " AND m.gone_at = 0"); err != nil {
		return err
	}
	err := s.exec(ctx, `UPDATE materials SET gone_at = $3 WHERE app_id = $1 AND gone_at = 0 AND media_id `,
		appID, ids, millis(at))
	if err == nil {
		err = s.exec(ctx, `UPDATE search_docs SET gone = TRUE WHERE app_id = $1 AND NOT gone AND media_id `, appID, ids)
	}
	if err != nil {
		return fmt.Errorf("mark materials gone: %w", err)
	}
	return nil
}

// MarkSeen keeps that a sweep of a run saw the materials. Those that were
// gone lose their mark.
func (s Materials) MarkSeen(ctx context.Context, appID, run string, sweep int, ids []string) error {
	if err := s.tx.materialsChanged(ctx, appID, ids, " AND m.gone_at > 0"); err != nil {
		return err
	}
	err := s.exec(ctx, `UPDATE materials SET seen_run = $3, seen_sweep = $4, gone_at = 0 WHERE app_id = $1 AND media_id `,
		appID, ids, run, sweep)
	if err == nil {
		err = s.exec(ctx, `UPDATE search_docs SET gone = FALSE WHERE app_id = $1 AND gone AND media_id `, appID, ids)
	}
	if err != nil {
		return fmt.Errorf("mark materials seen: %w", err)
	}
	return nil
}

// UnseenCount returns how many materials of the source, deleted ones too, are
// not gone and were not seen by that sweep of the run.
func (s Materials) UnseenCount(ctx context.Context, appID string, source tuwen.Source, run string, sweep int) (int, error) {
	n, err := s.tx.q.CountUnseen(ctx, db.CountUnseenParams{
		AppID: appID, Source: string(source), SeenRun: run, SeenSweep: int64(sweep),
	})
	if err != nil {
		return 0, fmt.Errorf("count unseen materials: %w", err)
	}
	return int(n), nil
}

// MarkUnseenGone marks what [Materials.UnseenCount] counts as gone and
// returns how many that were.
func (s Materials) MarkUnseenGone(ctx context.Context, appID string, source tuwen.Source, run string, sweep int, at time.Time) (int, error) {
	n, err := s.tx.q.MarkUnseenGone(ctx, db.MarkUnseenGoneParams{
		AppID: appID, Source: string(source), SeenRun: run, SeenSweep: int64(sweep), GoneAt: millis(at),
	})
	if err == nil && n > 0 {
		err = s.tx.q.MarkUnseenDocsGone(ctx, db.MarkUnseenDocsGoneParams{AppID: appID, GoneAt: millis(at)})
	}
	if err == nil && n > 0 {
		err = s.tx.q.BumpForGone(ctx, db.BumpForGoneParams{AppID: appID, GoneAt: millis(at)})
	}
	if err != nil {
		return 0, fmt.Errorf("mark unseen materials gone: %w", err)
	}
	return int(n), nil
}

// CountLive returns how many materials of the source are not gone, those
// deleted here included, and how many of them are deleted here. The first is
// what WeChat's total_count should be.
func (s Materials) CountLive(ctx context.Context, appID string, source tuwen.Source) (live, deletedHere int, err error) {
	r, err := s.tx.q.CountLive(ctx, db.CountLiveParams{AppID: appID, Source: string(source)})
	if err != nil {
		return 0, 0, fmt.Errorf("count live materials: %w", err)
	}
	return int(r.Live), int(r.DeletedHere), nil
}

// Purge removes those of the materials that have no note and no use, and
// returns how many that were.
func (s Materials) Purge(ctx context.Context, appID string, ids []string) (int, error) {
	var purged []string
	if err := s.tx.query(ctx, scanID(&purged), `SELECT m.media_id FROM materials m
		WHERE m.app_id = $1 AND m.media_id `+s.tx.dialect.among("$2")+`
		  AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.app_id = m.app_id AND n.media_id = m.media_id)
		  AND NOT EXISTS (SELECT 1 FROM uses u WHERE u.app_id = m.app_id AND u.media_id = m.media_id)`,
		appID, s.tx.dialect.list(ids)); err != nil {
		return 0, fmt.Errorf("purge materials: %w", err)
	}
	if err := s.tx.unstage(ctx, appID, purged); err != nil {
		return 0, err
	}
	if err := s.exec(ctx, `DELETE FROM materials WHERE app_id = $1 AND media_id `, appID, purged); err != nil {
		return 0, fmt.Errorf("purge materials: %w", err)
	}
	return len(purged), nil
}

// Handover gives a material's note to a copy of it or to its successor too, and
// reports whether it did: a note that one has already stays.
func (s Materials) Handover(ctx context.Context, appID, fromMediaID, toMediaID string) (bool, error) {
	n, err := s.tx.q.HandNoteOver(ctx, db.HandNoteOverParams{AppID: appID, MediaID: fromMediaID, Successor: toMediaID})
	if err != nil {
		return false, fmt.Errorf("hand a note over: %w", err)
	}
	if n == 0 {
		return false, nil
	}
	return true, s.tx.stage(ctx, appID, []string{toMediaID}, inDocs)
}

// Become ends a draft that was sent or published, and so is no more: its note
// is its successor's from now on. It is forgotten, unless something uses it or
// the successor has another note; then it is kept and marked gone.
func (s Materials) Become(ctx context.Context, appID, draftID, successorID string, at time.Time) error {
	handed, err := s.Handover(ctx, appID, draftID, successorID)
	if err != nil {
		return err
	}
	if handed {
		if err := s.tx.Notes.Put(ctx, appID, tuwen.Note{MediaID: draftID}); err != nil {
			return err
		}
	}
	if _, err := s.Purge(ctx, appID, []string{draftID}); err != nil {
		return err
	}
	return s.MarkGone(ctx, appID, []string{draftID}, at)
}

// scanID collects a column.
func scanID[T any](ids *[]T) func(*sql.Rows) error {
	return func(r *sql.Rows) error {
		var id T
		if err := r.Scan(&id); err != nil {
			return err
		}
		*ids = append(*ids, id)
		return nil
	}
}
