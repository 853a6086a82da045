package desk

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// QRCodes are the 带参二维码 of an account. WeChat makes them for verified
// service accounts only, and has no interface that lists or deletes one: what
// is deleted here goes on being scanned.
type QRCodes struct {
	*floor
	pictures *Pictures
}

const createCodePath = "/cgi-bin/qrcode/create"

// shownDays is how many days of scans are shown.
const shownDays = 30

// List returns a stretch of the codes, newest first, each with its days.
func (s *QRCodes) List(ctx context.Context, actor tuwen.Actor, appID string, q CodeQuery) (out tuwen.Page[tuwen.QRCode], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if out, err = tx.QRCodes.List(ctx, appID, q.filter()); err != nil {
			return err
		}
		return s.furnish(ctx, tx, appID, out.Items)
	})
	return out, err
}

// ByID returns one code with what it brought on each of the last 30 days, and
// in each hour of the day.
func (s *QRCodes) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (c tuwen.QRCode, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return c, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		c, err = s.furnished(ctx, tx, appID, id)
		return err
	})
	return c, err
}

func (s *QRCodes) furnished(ctx context.Context, tx *store.Tx, appID, id string) (tuwen.QRCode, error) {
	c, err := tx.QRCodes.ByID(ctx, appID, id)
	if err != nil {
		return c, err
	}
	if c.Hours, err = tx.QRCodes.Hours(ctx, appID, id); err != nil {
		return c, err
	}
	one := []tuwen.QRCode{c}
	err = s.furnish(ctx, tx, appID, one)
	return one[0], err
}

// furnish fills in what is not kept on the codes themselves: their days, and
// what their replies are called.
func (s *QRCodes) furnish(ctx context.Context, tx *store.Tx, appID string, codes []tuwen.QRCode) error {
	var replies []tuwen.Reply
	ids := make([]string, len(codes))
	for i, c := range codes {
		ids[i] = c.ID
		replies = append(replies, c.Replies...)
	}
	stock, err := tx.Catalog.Stock(ctx, appID, replies...)
	if err != nil {
		return err
	}
	today := s.now()
	all, err := tx.QRCodes.DaysOf(ctx, appID, ids, tuwen.BeijingDay(today.AddDate(0, 0, 1-shownDays)))
	if err != nil {
		return err
	}
	for i := range codes {
		stock.Tell(tuwen.ForQRCode, codes[i].Replies)
		codes[i].Days = everyDay(all[codes[i].ID], today)
	}
	return nil
}

// everyDay adds the days on which nothing happened.
func everyDay(some []tuwen.DayCount, today time.Time) []tuwen.DayCount {
	days := make([]tuwen.DayCount, shownDays)
	for i := range days {
		days[i].Day = tuwen.BeijingDay(today.AddDate(0, 0, i+1-shownDays))
		if at := slices.IndexFunc(some, func(d tuwen.DayCount) bool { return d.Day == days[i].Day }); at >= 0 {
			days[i] = some[at]
		}
	}
	return days
}

// Facets returns what the codes can be filtered by, and how many permanent
// ones may still be made.
func (s *QRCodes) Facets(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.CodeFacets, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if out.Sources, out.Campaigns, err = tx.QRCodes.Facets(ctx, appID); err != nil {
			return err
		}
		if out.Pending, out.Refused, err = tx.QRCodes.CountPending(ctx, appID); err != nil {
			return err
		}
		out.Permanent, err = permanentCodes(ctx, tx, appID)
		return err
	})
	out.PermanentLeft = max(0, tuwen.MaxPermanentCodes-out.Permanent)
	return out, err
}

// permanentCodes counts those that were deleted here too: at WeChat they live
// on.
func permanentCodes(ctx context.Context, tx *store.Tx, appID string) (int, error) {
	here, err := tx.QRCodes.CountPermanent(ctx, appID)
	if err != nil {
		return 0, err
	}
	deleted, err := tx.QRCodes.CountDeleted(ctx, appID)
	return here + deleted, err
}

// Create makes a code at WeChat and keeps it; where WeChat refuses, nothing is
// kept. [tuwen.Conflict] "qrcode.account_kind" says that the account is no
// verified service account, "qrcode.scene_taken" that another code has the
// scene; [tuwen.Exhausted] "qrcode.permanent_full" that WeChat makes no more
// permanent ones. Without a scene the code gets one.
func (s *QRCodes) Create(ctx context.Context, actor tuwen.Actor, appID string, in NewQRCode) (tuwen.QRCode, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.QRCode{}, err
	}
	c, life, err := in.code(s.now())
	if err != nil {
		return tuwen.QRCode{}, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error { return s.makeable(ctx, tx, appID, &c) })
	if err != nil {
		return tuwen.QRCode{}, err
	}
	if err := s.make(ctx, appID, &c, life); err != nil {
		return tuwen.QRCode{}, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.QRCodes.Put(ctx, appID, c); err != nil {
			return err
		}
		err := s.record(ctx, tx, actor, tuwen.Entry{
			Action: "qrcode.create", AppID: appID, Subject: c.ID, Name: c.Name, Details: details{"scene": c.Scene, "kind": string(c.Kind)},
		})
		if err != nil {
			return err
		}
		c, err = s.furnished(ctx, tx, appID, c.ID)
		return err
	})
	return c, err
}

// makeable returns why the code cannot be made, before WeChat is asked.
func (s *QRCodes) makeable(ctx context.Context, tx *store.Tx, appID string, c *tuwen.QRCode) error {
	if err := mayHaveCodes(ctx, tx, appID); err != nil {
		return err
	}
	if err := checkCode(ctx, tx, appID, c); err != nil {
		return err
	}
	switch _, err := tx.QRCodes.ByScene(ctx, appID, c.Scene); {
	case err == nil:
		return tuwen.SceneTaken(c.Scene)
	case tuwen.KindOf(err) != tuwen.NotFound:
		return err
	}
	if c.Kind == tuwen.Permanent {
		return roomFor(ctx, tx, appID, 1)
	}
	return nil
}

// mayHaveCodes returns why the account can have no QR codes.
func mayHaveCodes(ctx context.Context, tx *store.Tx, appID string) error {
	a, err := tx.Accounts.ByID(ctx, appID)
	if err != nil {
		return err
	}
	if !tuwen.MakesCodes.Needs.Met(a) {
		return tuwen.Errorf(tuwen.Conflict, "qrcode.account_kind", "WeChat makes QR codes with a scene for verified service accounts only").
			With("kind", string(a.Kind)).With("verified", strconv.FormatBool(a.Verified))
	}
	return nil
}

func roomFor(ctx context.Context, tx *store.Tx, appID string, more int) error {
	n, err := permanentCodes(ctx, tx, appID)
	if err == nil && n+more > tuwen.MaxPermanentCodes {
		err = tuwen.Errorf(tuwen.Exhausted, "qrcode.permanent_full", "WeChat makes 100,000 permanent codes for an account and deletes none; make a temporary one").
			With("left", strconv.Itoa(max(0, tuwen.MaxPermanentCodes-n)))
	}
	return err
}

func checkCode(ctx context.Context, tx *store.Tx, appID string, c *tuwen.QRCode) error {
	stock, err := tx.Catalog.Stock(ctx, appID, c.Replies...)
	if err != nil {
		return err
	}
	tags, err := tx.Tags.All(ctx, appID)
	if err != nil {
		return err
	}
	stock.Tell(tuwen.ForQRCode, c.Replies)
	return c.Check(stock, tags)
}

// make asks WeChat for a ticket, and puts it on the code.
func (s *QRCodes) make(ctx context.Context, appID string, c *tuwen.QRCode, life time.Duration) error {
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return err
	}
	r := wechat.QRCodeRequest{Scene: c.Scene}
	if c.Kind == tuwen.Temporary {
		r.ExpireSeconds = int(life / time.Second)
	}
	asked := s.now()
	t, err := client.QRCode.Create(ctx, r)
	if err != nil {
		return s.connect.Translate(err, appID, createCodePath)
	}
	c.URL, c.Ticket, c.Problem, c.ExpiresAt = t.URL, t.Ticket, nil, nil
	if c.Kind == tuwen.Temporary {
		end := asked.Add(time.Duration(t.ExpireSeconds) * time.Second)
		c.ExpiresAt = &end
	}
	return nil
}

// Change changes what is kept here of a code: all but its scene, its kind and
// its picture. It counts for the next scan.
func (s *QRCodes) Change(ctx context.Context, actor tuwen.Actor, appID, id string, in QRCodeChange) (c tuwen.QRCode, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return c, err
	}
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		before, err := tx.QRCodes.Hold(ctx, appID, id)
		if err != nil {
			return err
		}
		if err := untouched(in.UpdatedAt, before.UpdatedAt, ""); err != nil {
			return err
		}
		c = in.apply(before)
		if err := checkCode(ctx, tx, appID, &c); err != nil {
			return err
		}
		if err := tellReplies(ctx, tx, appID, before.Replies); err != nil {
			return err
		}
		c.UpdatedAt = edited(s.now(), before.UpdatedAt)
		if err := tx.QRCodes.Put(ctx, appID, c); err != nil {
			return err
		}
		if err := s.record(ctx, tx, actor, tuwen.Entry{
			Action: "qrcode.change", AppID: appID, Subject: id, Name: c.Name, Details: changedCode(before, c),
		}); err != nil {
			return err
		}
		c, err = s.furnished(ctx, tx, appID, id)
		return err
	})
	return c, err
}

func tellReplies(ctx context.Context, tx *store.Tx, appID string, replies []tuwen.Reply) error {
	stock, err := tx.Catalog.Stock(ctx, appID, replies...)
	stock.Tell(tuwen.ForQRCode, replies)
	return err
}

// changedCode says in the audit what was changed.
func changedCode(before, after tuwen.QRCode) details {
	d := details{}
	for name, v := range map[string][2]string{
		"name": {before.Name, after.Name}, "source": {before.Source, after.Source}, "campaign": {before.Campaign, after.Campaign},
		"renews":  {strconv.FormatBool(before.Renews), strconv.FormatBool(after.Renews)},
		"replies": {sayReplies(before.Replies), sayReplies(after.Replies)},
		"tags":    {tagList(before.TagIDs), tagList(after.TagIDs)},
	} {
		if v[0] != v[1] {
			d[name+".before"], d[name+".after"] = v[0], v[1]
		}
	}
	return d
}

func tagList(ids []int) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.Itoa(id)
	}
	return strings.Join(texts, ",")
}

// Renew makes a code anew at WeChat: one that ends gets another picture and
// its full time, one that WeChat had refused gets its first. A printed picture
// of before dies with its ticket. A permanent code that is made is
// [tuwen.Conflict] "qrcode.permanent".
func (s *QRCodes) Renew(ctx context.Context, actor tuwen.Actor, appID, id string, expireDays int) (c tuwen.QRCode, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return c, err
	}
	life, err := lifeOf(expireDays)
	if err != nil {
		return c, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := mayHaveCodes(ctx, tx, appID); err != nil {
			return err
		}
		c, err = tx.QRCodes.ByID(ctx, appID, id)
		return err
	})
	if err != nil {
		return c, err
	}
	if c.Kind == tuwen.Permanent && c.Made() {
		return c, tuwen.Errorf(tuwen.Conflict, "qrcode.permanent", "a permanent code does not end")
	}
	if err := s.make(ctx, appID, &c, life); err != nil {
		return c, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.QRCodes.Hold(ctx, appID, id)
		if err != nil {
			return err
		}
		now.URL, now.Ticket, now.ExpiresAt, now.Problem = c.URL, c.Ticket, c.ExpiresAt, nil
		if err := tx.QRCodes.Put(ctx, appID, now); err != nil {
			return err
		}
		d := details{"scene": c.Scene}
		if c.ExpiresAt != nil {
			d["until"] = c.ExpiresAt.Format(time.RFC3339)
		}
		if err := s.record(ctx, tx, actor, tuwen.Entry{Action: "qrcode.renew", AppID: appID, Subject: id, Name: c.Name, Details: d}); err != nil {
			return err
		}
		c, err = s.furnished(ctx, tx, appID, id)
		return err
	})
	return c, err
}

// Delete removes a code here, with its replies and its counts. At WeChat it
// lives on: who scans it is kept among the events and gets no reply of its
// own. While an active journey begins with it, it is [tuwen.Conflict]
// "qrcode.in_use" naming that, unless forced: then nobody enters by it.
func (s *QRCodes) Delete(ctx context.Context, actor tuwen.Actor, appID, id string, force bool) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	return s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		c, err := tx.QRCodes.ByID(ctx, appID, id)
		if err != nil {
			return err
		}
		d := details{"scene": c.Scene, "kind": string(c.Kind), "scans": strconv.Itoa(c.Scans)}
		users, err := tx.QRCodes.UsedBy(ctx, appID, id)
		if err != nil {
			return err
		}
		if active := activeUses(users); len(active) > 0 {
			if !force {
				return tuwen.Errorf(tuwen.Conflict, "qrcode.in_use", "journeys begin with this code").
					With("count", strconv.Itoa(len(active))).Naming(active)
			}
			d["forced"], d["uses"] = "true", names(active)
		}
		if err := tx.QRCodes.Delete(ctx, appID, id); err != nil {
			return err
		}
		if c.Kind == tuwen.Permanent && c.Made() {
			if err := tx.QRCodes.NoteDeleted(ctx, appID); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "qrcode.delete", AppID: appID, Subject: id, Name: c.Name, Details: d,
		})
	})
}

// newScene is a scene that nobody chose.
func newScene() string { return "t" + strings.ToLower(rand.Text()[:12]) }

// lifeOf is how long a temporary code of so many days lives, all of them for
// 0.
func lifeOf(days int) (time.Duration, error) {
	life := time.Duration(days) * 24 * time.Hour
	if days == 0 {
		life = tuwen.MaxTemporaryLife
	}
	if life < 24*time.Hour || life > tuwen.MaxTemporaryLife {
		return 0, tuwen.Errorf(tuwen.Invalid, "qrcode.expire_days", "a temporary code lives 1 to 30 days").With("field", "expire_days")
	}
	return life, nil
}
