package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// EnrollmentMove is what is to be written after a contact was moved.
type EnrollmentMove struct {
	tuwen.Moved
	// From is the enrollment as it was read, nil for one that begins.
	From *tuwen.Enrollment
	// ContactHash is what is left of a contact that was erased before it
	// entered, as by an unfollow; its enrollment has no openid.
	ContactHash string
}

// Applied is what follows from moves.
type Applied struct {
	// Tagged tells that tags are to be changed at WeChat: insert
	// [job.ChangeTags].
	Tagged bool
	// Posts are the webhooks to be posted: insert [job.PostWebhook] for each.
	Posts []string
}

// Apply writes what moves change: enrollments and their paths, counts, tags
// and what webhooks are to be told. Messages it leaves to [Messages.Plan].
// The enrollments that are not new were claimed or held in this transaction.
//
// Of a contact that is inside already none begins; that some other transaction
// just began one fails this one, which is then tried again.
func (s Enrollments) Apply(ctx context.Context, appID string, moves []EnrollmentMove, now time.Time) (Applied, error) {
	if len(moves) == 0 {
		return Applied{}, nil
	}
	counts := newJourneyCounts()
	ordered := inOrder(moves)
	var added, moved, ended [][]any
	for _, m := range ordered {
		e := &m.Enrollment
		progress, err := progressJSON(e)
		if err != nil {
			return Applied{}, err
		}
		once := ""
		if e.State != tuwen.Inside {
			once = e.ID
		}
		switch {
		case m.From == nil:
			added = append(added, []any{
				appID, e.ID, e.JourneyID, e.Version, e.OpenID, m.ContactHash, once, string(e.State), e.Reason, e.StepID,
				timeMillis(e.NextAt), millis(e.EnteredAt), timeMillis(e.EndedAt), e.Try, progress, sealPath(m.Moves),
			})
		case m.From.State == e.State && e.State == tuwen.Inside:
			moved = append(moved, []any{appID, e.ID, e.StepID, timeMillis(e.NextAt), progress, sealPath(m.Moves)})
		default:
			ended = append(ended, []any{
				appID, e.ID, e.StepID, timeMillis(e.NextAt), progress, sealPath(m.Moves), once, string(e.State), e.Reason,
				timeMillis(e.EndedAt),
			})
		}
		counts.move(m, now)
	}
	if err := s.add(ctx, added); err != nil {
		return Applied{}, err
	}
	if err := s.change(ctx, moved); err != nil {
		return Applied{}, err
	}
	if err := s.change(ctx, ended, "once", "state", "reason", "ended_at"); err != nil {
		return Applied{}, err
	}
	if err := counts.write(ctx, s.tx, appID); err != nil {
		return Applied{}, err
	}
	return s.follow(ctx, appID, ordered, now)
}

// inOrder are the moves in the order in which every transaction writes them.
func inOrder(moves []EnrollmentMove) []*EnrollmentMove {
	all := make([]*EnrollmentMove, len(moves))
	for i := range moves {
		all[i] = &moves[i]
	}
	slices.SortStableFunc(all, func(a, b *EnrollmentMove) int { return cmp.Compare(a.Enrollment.ID, b.Enrollment.ID) })
	return all
}

func (s Enrollments) add(ctx context.Context, rows [][]any) error {
	err := s.tx.insert(ctx, `enrollments (app_id, id, journey_id, version, openid, contact_hash, once, state, reason, step_id,
		next_at, entered_at, ended_at, tried, progress, path)`, "", rows)
	if err != nil && s.tx.dialect.taken(err) {
		return fmt.Errorf("%w: %w", errMetAnother, err)
	}
	if err != nil {
		return fmt.Errorf("add enrollments: %w", err)
	}
	return nil
}

// A path is cut at its beginning where it gets long: a journey may go round in
// a circle for years.
const (
	pathMost = 12_000 // characters
	pathKept = 8_000
)

// change writes where people stand now, and the more columns: what is not
// named is in no index that SQLite writes anew.
func (s Enrollments) change(ctx context.Context, rows [][]any, more ...string) error {
	set := fmt.Sprintf(`step_id = v.step_id, next_at = v.next_at, progress = v.progress, path = CASE WHEN length(enrollments.path) > %d
		THEN substr(enrollments.path, length(enrollments.path) - %d) ELSE enrollments.path END || v.path`, pathMost, pathKept)
	for _, column := range more {
		set += ", " + column + " = v." + column
	}
	names := append([]string{"app_id", "id", "step_id", "next_at", "progress", "path"}, more...)
	n, err := s.tx.update(ctx, "enrollments", set, 2, names, rows)
	if err == nil && int(n) != len(rows) {
		err = fmt.Errorf("%d of %d are there", n, len(rows))
	}
	if err != nil {
		return fmt.Errorf("move enrollments: %w", err)
	}
	return nil
}

// follow writes what follows from moves elsewhere.
func (s Enrollments) follow(ctx context.Context, appID string, moves []*EnrollmentMove, now time.Time) (a Applied, err error) {
	type change struct {
		tagID int
		give  bool
	}
	tags := map[change][]string{}
	var posts []tuwen.WebhookPost
	for _, m := range moves {
		last := map[int]bool{} // of several changes of a tag the last counts
		for _, t := range m.Tags {
			last[t.TagID] = t.Give
		}
		for id, give := range last {
			if m.Enrollment.OpenID != "" {
				tags[change{id, give}] = append(tags[change{id, give}], m.Enrollment.OpenID)
			}
		}
		for _, w := range m.Webhooks {
			posts = append(posts, tuwen.WebhookPost{
				ID: EventID(now), JourneyID: m.Enrollment.JourneyID, StepID: w.StepID, EnrollmentID: w.EnrollmentID,
				OpenID: m.Enrollment.OpenID, URL: w.URL, CreatedAt: now,
			})
		}
	}
	for _, p := range posts {
		a.Posts = append(a.Posts, p.ID)
	}
	if err := s.tx.Webhooks.Plan(ctx, appID, posts); err != nil {
		return a, err
	}
	changes := make([]change, 0, len(tags))
	for c := range tags {
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.tagID, b.tagID) })
	a.Tagged = len(changes) > 0
	for _, c := range changes {
		here, there := s.tx.Contacts.Untag, s.tx.TagChanges.Take
		if c.give {
			here, there = s.tx.Contacts.Tag, s.tx.TagChanges.Give
		}
		if err := here(ctx, appID, c.tagID, tags[c]); err != nil {
			return a, err
		}
		if err := there(ctx, appID, c.tagID, tags[c], now); err != nil {
			return a, err
		}
	}
	return a, nil
}

// Empty takes people out of a journey who entered it before a time, some at
// once, and returns how many: fewer than limit, and none is left. Of a journey
// that is deleted nothing stays of them; else they are dropped, for the reason
// "stopped".
func (s Enrollments) Empty(ctx context.Context, j EmptyingJourney, limit int, now time.Time) (int, error) {
	if j.Deleted {
		r, err := s.tx.sql.ExecContext(ctx, `DELETE FROM enrollments WHERE app_id = $1 AND id IN (SELECT e.id FROM enrollments e
			WHERE e.app_id = $1 AND e.journey_id = $2 LIMIT $3)`, j.AppID, j.ID, limit)
		if err != nil {
			return 0, fmt.Errorf("forget the people of a journey: %w", err)
		}
		n, err := r.RowsAffected()
		return int(n), err
	}
	var moves []EnrollmentMove
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		e, err := scanEnrollment(r)
		moves = append(moves, dropped(e, "stopped", now))
		return err
	}, "SELECT "+enrollmentColumns+` FROM enrollments WHERE app_id = $1 AND journey_id = $2 AND state = 'inside' AND id < $3
		ORDER BY id LIMIT $4`+s.tx.dialect.alone, j.AppID, j.ID, firstID(j.Before), limit)
	if err != nil {
		return 0, fmt.Errorf("list the people of a journey: %w", err)
	}
	_, err = s.Apply(ctx, j.AppID, moves, now)
	return len(moves), err
}

// dropped is the move that takes somebody out.
func dropped(e tuwen.Enrollment, reason string, now time.Time) EnrollmentMove {
	from := e
	e.State, e.Reason, e.EndedAt, e.NextAt = tuwen.Dropped, reason, &now, nil
	e.Waiting, e.Awaits, e.Happened = false, nil, false
	return EnrollmentMove{From: &from, Moved: tuwen.Moved{
		Enrollment: e, Moves: []tuwen.Move{{StepID: e.StepID, At: now, What: tuwen.MoveDropped, Detail: reason}},
	}}
}

// erase drops a contact out of all journeys and leaves the hash of it.
func (s Enrollments) erase(ctx context.Context, appID, openID, hash string, at time.Time) error {
	all, err := s.Of(ctx, appID, []string{openID})
	if err != nil || len(all[openID]) == 0 {
		return err
	}
	var moves []EnrollmentMove
	for _, e := range all[openID] {
		if e.State == tuwen.Inside {
			moves = append(moves, dropped(e, "unfollowed", at))
		}
	}
	if _, err := s.Apply(ctx, appID, moves, at); err != nil {
		return err
	}
	_, err = s.tx.sql.ExecContext(ctx, `UPDATE enrollments SET openid = '', contact_hash = $3 WHERE app_id = $1 AND openid = $2
		AND openid <> ''`, appID, openID, hash)
	return err
}

// sealPath is the lines of a path as they are kept: step, milliseconds, what,
// detail.
func sealPath(moves []tuwen.Move) string {
	var s strings.Builder
	for _, m := range moves {
		s.WriteString(m.StepID)
		s.WriteByte('\t')
		s.WriteString(strconv.FormatInt(millis(m.At), 36))
		s.WriteByte('\t')
		s.WriteString(string(m.What))
		s.WriteByte('\t')
		s.WriteString(pathEscape.Replace(text(m.Detail)))
		s.WriteByte('\n')
	}
	return s.String()
}

var pathEscape = strings.NewReplacer("\t", " ", "\n", " ")

// openPath leaves out the line that a cut may have left behind.
func openPath(lines string) []tuwen.Move {
	moves := []tuwen.Move{}
	for line := range strings.Lines(lines) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			continue
		}
		ms, err := strconv.ParseInt(f[1], 36, 64)
		if err != nil {
			continue
		}
		moves = append(moves, tuwen.Move{StepID: f[0], At: fromMillis(ms), What: tuwen.MoveKind(f[2]), Detail: f[3]})
	}
	return moves
}

func timeMillis(t *time.Time) int64 {
	if t == nil {
		return 0
	}
	return millis(*t)
}
