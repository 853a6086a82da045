package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Contacts are the followers of an account, and those who wrote to it.
type Contacts struct{ tx *Tx }

// Act is something a contact did, with what it changes about the contact.
type Act struct {
	AppID      string
	OpenID     string
	At         time.Time
	ReceivedAt time.Time     // keeps acts of one second in their order; need not be given
	Messages   int           // how many were written
	Window     *tuwen.Window // what it opened, nil for nothing
	Asked      tuwen.Asked   // the conversation that answers it, without an id for none
	Follow     *Follow       // nil where it was no follow
	// Before is the contact as it was read in the same transaction. Where it is
	// nil, [Contacts.Put] looks.
	Before *tuwen.Contact
}

// Follow is how a contact began to follow.
type Follow struct {
	At    time.Time
	Scene string // as WeChat words it, "" where it did not say
	By    string // the scene of the QR code, "" where it was none
}

const contactColumns = `c.openid, c.unionid, c.remark, c.followed, c.followed_at, c.follow_scene, c.followed_by,
	c.unfollowed_at, c.tag_ids, c.seen_at, c.messages, c.window_kind, c.window_opened_at, c.window_closes_at,
	c.window_sent, c.window_limit, c.window_closed, c.created_at, c.asked_id, c.asked_at, c.detailed_at, c.sighted_at`

// Put writes what a group of contacts did, of one contact in the order given.
// Who was not known is from now on, as a follower. A window replaces one that
// was opened at the same time or earlier; an older one changes nothing. The
// accounts must be there, as they are after [Events.Put].
func (s Contacts) Put(ctx context.Context, acts []Act) error {
	acts = merged(acts)
	if err := s.look(ctx, acts); err != nil {
		return fmt.Errorf("look for contacts: %w", err)
	}
	var known, followed, strangers [][]any
	var sightings sightingRows
	for _, a := range acts {
		w := windowRow(a.Window)
		did := []any{
			millis(a.At), a.Messages, w.WindowKind, w.WindowOpenedAt, w.WindowClosesAt, w.WindowSent, w.WindowLimit,
			w.WindowClosed, a.Asked.ConversationID, millis(a.Asked.At),
		}
		before, now := a.sighted()
		sightings.add(a, before, now)
		f := a.Follow
		switch {
		case a.Before == nil:
			row := append([]any{a.AppID, a.OpenID, now}, did...)
			if f == nil {
				f = &Follow{}
			}
			strangers = append(strangers, append(row, true, millis(a.At), millis(cmp.Or(f.At, a.At)),
				sql.NullInt64{Int64: millis(f.At), Valid: !f.At.IsZero()}, text(f.Scene), text(f.By)))
		case f == nil:
			known = append(known, append([]any{a.AppID, a.OpenID, before, now}, did...))
		default:
			row := append([]any{a.AppID, a.OpenID, before, now}, did...)
			followed = append(followed, append(row, millis(f.At), text(f.Scene), text(f.By)))
		}
	}
	if err := s.change(ctx, acted, known); err != nil {
		return err
	}
	if err := s.change(ctx, actedAndFollowed, followed); err != nil {
		return err
	}
	n, err := s.tx.inserted(ctx, strangerHead, "ON CONFLICT (app_id, openid) DO NOTHING", strangers)
	if err != nil {
		return fmt.Errorf("put contacts: %w", err)
	}
	if int(n) < len(strangers) {
		return fmt.Errorf("put contacts of whom some were put: %w", errMetAnother)
	}
	return sightings.write(ctx, s.tx)
}

// look reads those of the contacts that were not read before.
func (s Contacts) look(ctx context.Context, acts []Act) error {
	unread := map[string][]string{}
	for _, a := range acts {
		if a.Before == nil {
			unread[a.AppID] = append(unread[a.AppID], a.OpenID)
		}
	}
	for appID, openIDs := range unread {
		found, err := s.ByIDs(ctx, appID, openIDs)
		if err != nil {
			return err
		}
		for i, a := range acts {
			if c, known := found[a.OpenID]; known && a.AppID == appID {
				acts[i].Before = &c
			}
		}
	}
	return nil
}

// actSet sets columns of contacts from the rows of an act: their key, what the
// contact's sighted_at was and will be, and the columns of what it did.
type actSet struct {
	columns []string
	set     string
}

var (
	didColumns = []string{"seen_at", "messages", "window_kind", "window_opened_at", "window_closes_at", "window_sent",
		"window_limit", "window_closed", "asked_id", "asked_at"}
	didSet = "sighted_at = v.sighted, messages = contacts.messages + v.messages, " + greater("seen_at") +
		newer("asked_at", "asked_id") +
		newer("window_opened_at", "window_kind", "window_closes_at", "window_sent", "window_limit", "window_closed")
	acted = actSet{
		columns: slices.Concat([]string{"app_id", "openid", "sighted_at", "sighted"}, didColumns),
		set:     didSet,
	}
	actedAndFollowed = actSet{
		columns: slices.Concat(acted.columns, []string{"followed_at", "follow_scene", "followed_by"}),
		set: didSet + ", followed = TRUE, unfollowed_at = NULL, listed_at = v.followed_at, followed_at = v.followed_at, " +
			"follow_scene = v.follow_scene, followed_by = v.followed_by",
	}
	strangerHead = "contacts (app_id, openid, sighted_at, " + strings.Join(didColumns, ", ") +
		", followed, created_at, listed_at, followed_at, follow_scene, followed_by)"
)

// change writes what contacts did that were there when they were read. SQLite
// does so in less time than by an INSERT that finds them there, for which it
// prepares to undo that statement alone.
func (s Contacts) change(ctx context.Context, a actSet, rows [][]any) error {
	n, err := s.tx.update(ctx, "contacts", a.set, 3, a.columns, rows)
	if err != nil {
		return fmt.Errorf("change contacts: %w", err)
	}
	if int(n) < len(rows) {
		return fmt.Errorf("change contacts of whom some were erased or seen: %w", errMetAnother)
	}
	return nil
}

// greater sets a column where it gets greater by that.
func greater(column string) string {
	return fmt.Sprintf("%[1]s = CASE WHEN v.%[1]s > contacts.%[1]s THEN v.%[1]s ELSE contacts.%[1]s END", column)
}

// newer sets a time, and columns that belong to it, where it is not older.
func newer(at string, columns ...string) string {
	var s strings.Builder
	for _, c := range append(columns, at) {
		fmt.Fprintf(&s, ", %[2]s = CASE WHEN v.%[1]s >= contacts.%[1]s THEN v.%[2]s ELSE contacts.%[2]s END", at, c)
	}
	return s.String()
}

// merged makes one act of all of a contact's, and sorts: two transactions
// that write the same contacts by the same statement lock them in the same
// order.
func merged(acts []Act) []Act {
	type who struct{ appID, openID string }
	place := make(map[who]int, len(acts))
	var all []Act
	for _, a := range acts {
		w := who{a.AppID, a.OpenID}
		i, ok := place[w]
		if !ok {
			place[w] = len(all)
			all = append(all, a)
			continue
		}
		m := &all[i]
		m.Messages += a.Messages
		if a.At.After(m.At) {
			m.At, m.ReceivedAt = a.At, a.ReceivedAt
		}
		if a.Window != nil && (m.Window == nil || !a.Window.OpenedAt.Before(m.Window.OpenedAt)) {
			m.Window = a.Window
		}
		if a.Asked.ConversationID != "" && !a.Asked.At.Before(m.Asked.At) {
			m.Asked = a.Asked
		}
		if a.Follow != nil && (m.Follow == nil || !a.Follow.At.Before(m.Follow.At)) {
			m.Follow = a.Follow
		}
	}
	slices.SortFunc(all, func(a, b Act) int { return compare(a.AppID, b.AppID, a.OpenID, b.OpenID) })
	return all
}

func windowRow(w *tuwen.Window) db.SetWindowParams {
	if w == nil {
		return db.SetWindowParams{}
	}
	return db.SetWindowParams{
		WindowKind: string(w.Kind), WindowOpenedAt: millis(w.OpenedAt), WindowClosesAt: millis(w.ClosesAt),
		WindowSent: int64(w.Sent), WindowLimit: int64(w.Limit), WindowClosed: w.Closed,
	}
}

// Ensure makes followers of those who are not known yet; of the others it
// changes nothing.
func (s Contacts) Ensure(ctx context.Context, appID string, openIDs []string, at time.Time) error {
	_, err := s.putFollowers(ctx, appID, openIDs, "ON CONFLICT (app_id, openid) DO NOTHING", at)
	return err
}

// ByID returns a contact, else [tuwen.NotFound] "contact.unknown".
func (s Contacts) ByID(ctx context.Context, appID, openID string) (tuwen.Contact, error) {
	all, err := s.ByIDs(ctx, appID, []string{openID})
	if err != nil {
		return tuwen.Contact{}, err
	}
	c, ok := all[openID]
	if !ok {
		return tuwen.Contact{}, errNoContact
	}
	return c, nil
}

var errNoContact = tuwen.Errorf(tuwen.NotFound, "contact.unknown", "there is no such contact")

// ByIDs returns those of the contacts that are known. A window that the clock
// has closed is still in it: whether it is open is for the reader to say.
func (s Contacts) ByIDs(ctx context.Context, appID string, openIDs []string) (map[string]tuwen.Contact, error) {
	all := make(map[string]tuwen.Contact, len(openIDs))
	if len(openIDs) == 0 {
		return all, nil
	}
	err := s.tx.query(ctx, func(r *sql.Rows) error {
		c, err := scanContact(r)
		all[c.OpenID] = c
		return err
	}, "SELECT "+contactColumns+" FROM "+s.tx.dialect.picked("contacts", "c", "openid"), appID, s.tx.dialect.list(openIDs))
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	return all, nil
}

// Hold returns a contact and keeps everybody else from changing it until the
// transaction ends; [tuwen.NotFound] "contact.unknown" where there is none.
func (s Contacts) Hold(ctx context.Context, appID, openID string) (tuwen.Contact, error) {
	var c tuwen.Contact
	err := s.tx.query(ctx, func(r *sql.Rows) (err error) {
		c, err = scanContact(r)
		return err
	}, "SELECT "+contactColumns+" FROM contacts c WHERE c.app_id = $1 AND c.openid = $2"+s.tx.dialect.alone, appID, openID)
	if err != nil {
		return c, fmt.Errorf("hold a contact: %w", err)
	}
	if c.OpenID == "" {
		return c, errNoContact
	}
	return c, nil
}

func scanContact(r *sql.Rows) (tuwen.Contact, error) {
	var c tuwen.Contact
	var w tuwen.Window
	var tags string
	err := r.Scan(&c.OpenID, &c.UnionID, &c.Remark, &c.Followed, nullTimeColumn{&c.FollowedAt}, &c.FollowScene, &c.FollowedBy,
		nullTimeColumn{&c.UnfollowedAt}, &tags, nullTimeColumn{&c.SeenAt}, &c.Messages, &w.Kind, timeColumn{&w.OpenedAt},
		timeColumn{&w.ClosesAt}, &w.Sent, &w.Limit, &w.Closed, timeColumn{&c.CreatedAt},
		&c.Asked.ConversationID, timeColumn{&c.Asked.At}, nullTimeColumn{&c.DetailedAt}, timeColumn{&c.SightedAt})
	if w.Kind != "" {
		c.Window = &w
	}
	c.TagIDs = openTags(tags)
	return c, err
}

// sealTags is the ids as they are kept in a row: ",2,105,".
func sealTags(ids []int) string {
	var s strings.Builder
	s.WriteByte(',')
	for _, id := range ids {
		s.WriteString(strconv.Itoa(id) + ",")
	}
	return s.String()
}

func openTags(s string) []int {
	ids := []int{}
	for id := range strings.SplitSeq(strings.Trim(s, ","), ",") {
		if n, err := strconv.Atoi(id); err == nil {
			ids = append(ids, n)
		}
	}
	slices.Sort(ids)
	return ids
}

// tagPattern is what LIKE finds in the tags of who has one.
func tagPattern(id int) string { return "%," + strconv.Itoa(id) + ",%" }

// SetWindow keeps a window in place of the one before, whatever that was;
// [tuwen.NotFound] "contact.unknown" where there is no such contact.
func (s Contacts) SetWindow(ctx context.Context, appID, openID string, w tuwen.Window) error {
	row := windowRow(&w)
	row.AppID, row.OpenID = appID, openID
	n, err := s.tx.q.SetWindow(ctx, row)
	return hit(n, err, "contact.unknown", "contact")
}

// SpendWindow takes one message from the contact's allowance and reports
// whether there was one to take: an open window with something left at now.
// The window is as it is after that, nil where the contact has none. However
// many ask at once, no more are told yes than the limit is.
func (s Contacts) SpendWindow(ctx context.Context, appID, openID string, now time.Time) (ok bool, w *tuwen.Window, err error) {
	n, err := s.tx.q.SpendWindow(ctx, db.SpendWindowParams{AppID: appID, OpenID: openID, Now: millis(now)})
	if err != nil {
		return false, nil, fmt.Errorf("spend a window: %w", err)
	}
	c, err := s.ByID(ctx, appID, openID)
	if errors.Is(err, errNoContact) {
		return false, nil, nil
	}
	return n > 0, c.Window, err
}

// RefundWindow gives one message back to the window that was opened at a
// time: WeChat refused it and did not count it. Another window is left alone.
func (s Contacts) RefundWindow(ctx context.Context, appID, openID string, openedAt time.Time) error {
	_, err := s.tx.q.RefundWindow(ctx, db.RefundWindowParams{AppID: appID, OpenID: openID, WindowOpenedAt: millis(openedAt)})
	if err != nil {
		return fmt.Errorf("refund a window: %w", err)
	}
	return nil
}

// CloseWindow keeps that WeChat said the window opened at a time is closed,
// and reports whether it is the one the contact has. The next thing the
// contact does opens another.
func (s Contacts) CloseWindow(ctx context.Context, appID, openID string, openedAt time.Time) (bool, error) {
	n, err := s.tx.q.CloseWindow(ctx, db.CloseWindowParams{AppID: appID, OpenID: openID, WindowOpenedAt: millis(openedAt)})
	if err != nil {
		return false, fmt.Errorf("close a window: %w", err)
	}
	return n > 0, nil
}

// SetRemark keeps the remark that WeChat has now; [tuwen.NotFound]
// "contact.unknown" where there is no such contact.
func (s Contacts) SetRemark(ctx context.Context, appID, openID, remark string) error {
	n, err := s.tx.q.SetRemark(ctx, db.SetRemarkParams{AppID: appID, OpenID: openID, Remark: text(remark)})
	return hit(n, err, "contact.unknown", "contact")
}
