package desk

import (
	"context"
	"strconv"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Tags are the tags 标签 that WeChat keeps on followers. What changes one
// changes it at WeChat first, then here.
type Tags struct{ *floor }

const (
	tagListPath   = "/cgi-bin/tags/get"
	tagCreatePath = "/cgi-bin/tags/create"
	tagUpdatePath = "/cgi-bin/tags/update"
	tagDeletePath = "/cgi-bin/tags/delete"
)

// systemTags are the ids below which tags are WeChat's own.
const systemTags = 3

// All returns the tags as WeChat last told them. Refresh asks WeChat, and
// needs an operator.
func (s *Tags) All(ctx context.Context, actor tuwen.Actor, appID string, refresh bool) (tuwen.TagSheet, error) {
	least := tuwen.Viewer
	if refresh {
		least = tuwen.Operates
	}
	if err := actor.May(least); err != nil {
		return tuwen.TagSheet{}, err
	}
	if refresh {
		if err := s.read(ctx, appID); err != nil {
			return tuwen.TagSheet{}, err
		}
	}
	return s.sheet(ctx, appID)
}

func (s *Tags) sheet(ctx context.Context, appID string) (tuwen.TagSheet, error) {
	out := tuwen.TagSheet{Max: tuwen.MaxTags, MaxOfContact: tuwen.MaxTagsOfContact, MaxName: tuwen.MaxTagName}
	err := s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		at, err := tx.Tags.ReadAt(ctx, appID)
		if err != nil {
			return err
		}
		if !at.IsZero() {
			out.FetchedAt = &at
		}
		out.Items, err = tx.Tags.All(ctx, appID)
		return err
	})
	return out, err
}

// read asks WeChat which tags there are.
func (s *Tags) read(ctx context.Context, appID string) error {
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return err
	}
	told, err := client.Tag.All(ctx)
	if err != nil {
		return s.connect.Translate(err, appID, tagListPath)
	}
	tags := make([]tuwen.Tag, len(told))
	here := map[int]bool{}
	for i, t := range told {
		tags[i] = tuwen.Tag{ID: t.ID, Name: t.Name, Count: t.Count, System: t.ID < systemTags}
		here[t.ID] = true
	}
	if err := s.stripGone(ctx, appID, here); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Tags.Replace(ctx, appID, tags); err != nil {
			return err
		}
		return tx.Tags.SetReadAt(ctx, appID, s.now())
	})
}

// stripGone takes tags that WeChat has no more from the contacts here, before
// they are forgotten.
func (s *Tags) stripGone(ctx context.Context, appID string, there map[int]bool) error {
	sheet, err := s.sheet(ctx, appID)
	if err != nil {
		return err
	}
	for _, t := range sheet.Items {
		if !there[t.ID] {
			if err := s.strip(ctx, appID, t.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// stripAtOnce keeps a transaction short; while it lasts no push is answered
// on SQLite.
const stripAtOnce = 1000

func (s *Tags) strip(ctx context.Context, appID string, id int) error {
	for n := stripAtOnce; n == stripAtOnce; {
		err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			n, err = tx.Tags.Strip(ctx, appID, id, stripAtOnce)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Create makes a tag. WeChat takes 100 of them (45056), and no name twice
// (45157).
func (s *Tags) Create(ctx context.Context, actor tuwen.Actor, appID, name string) (tuwen.Tag, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Tag{}, err
	}
	name = oneLine(name)
	if err := tuwen.CheckTagName(name); err != nil {
		return tuwen.Tag{}, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return tuwen.Tag{}, err
	}
	made, err := client.Tag.Create(ctx, name)
	if err != nil {
		return tuwen.Tag{}, s.connect.Translate(err, appID, tagCreatePath)
	}
	t := tuwen.Tag{ID: made.ID, Name: name, System: made.ID < systemTags}
	return t, s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Tags.Put(ctx, appID, t); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "tag.create", AppID: appID, Subject: strconv.Itoa(t.ID), Name: name})
	})
}

// Rename gives a tag another name. One of WeChat's own is [tuwen.Conflict]
// "tag.system".
func (s *Tags) Rename(ctx context.Context, actor tuwen.Actor, appID string, id int, name string) (tuwen.Tag, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Tag{}, err
	}
	name = oneLine(name)
	if err := tuwen.CheckTagName(name); err != nil {
		return tuwen.Tag{}, err
	}
	t, err := s.own(ctx, appID, id)
	if err != nil || t.Name == name {
		return t, err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return t, err
	}
	if err := client.Tag.Update(ctx, id, name); err != nil {
		return t, s.connect.Translate(err, appID, tagUpdatePath)
	}
	before := t.Name
	t.Name = name
	return t, s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Tags.Put(ctx, appID, t); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "tag.rename", AppID: appID, Subject: strconv.Itoa(id), Name: name, Details: details{"before": before, "after": name},
		})
	})
}

// namedUsers is how many codes are named that stand in the way, besides
// journeys.
const namedUsers = 20

// Delete deletes a tag, and takes it from everybody. While QR codes give it, or
// active journeys use it, it is [tuwen.Conflict] "tag.in_use" naming them; while more than
// 100,000 followers have it, WeChat refuses (45057).
func (s *Tags) Delete(ctx context.Context, actor tuwen.Actor, appID string, id int) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	t, err := s.own(ctx, appID, id)
	if err != nil {
		return err
	}
	if err := s.free(ctx, appID, id); err != nil {
		return err
	}
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return err
	}
	if err := client.Tag.Delete(ctx, id); err != nil {
		return s.connect.Translate(err, appID, tagDeletePath)
	}
	// Should this be cut off, the next reading of the tags goes on with it.
	if err := s.strip(ctx, appID, id); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Tags.Delete(ctx, appID, id); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "tag.delete", AppID: appID, Subject: strconv.Itoa(id), Name: t.Name, Details: details{"followers": strconv.Itoa(t.Count)},
		})
	})
}

// own returns a tag that is the account's own, not WeChat's.
func (s *Tags) own(ctx context.Context, appID string, id int) (t tuwen.Tag, err error) {
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		t, err = tagByID(ctx, tx, appID, id)
		return err
	})
	if err == nil && t.System {
		err = tuwen.Errorf(tuwen.Conflict, "tag.system", "WeChat's own tags cannot be changed").With("name", t.Name)
	}
	return t, err
}

func tagByID(ctx context.Context, tx *store.Tx, appID string, id int) (tuwen.Tag, error) {
	all, err := tx.Tags.All(ctx, appID)
	if err != nil {
		return tuwen.Tag{}, err
	}
	for _, t := range all {
		if t.ID == id {
			return t, nil
		}
	}
	return tuwen.Tag{}, tuwen.Errorf(tuwen.NotFound, "tag.unknown", "there is no such tag").With("tag", strconv.Itoa(id))
}

// free returns what gives the tag, and so stands in the way.
func (s *Tags) free(ctx context.Context, appID string, id int) error {
	var users []tuwen.UsedBy
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		codes, err := tx.QRCodes.WithTag(ctx, appID, id, namedUsers)
		for _, c := range codes {
			users = append(users, tuwen.UsedBy{Kind: "qrcode", ID: c.ID, Name: c.Name, Active: true})
		}
		if err != nil {
			return err
		}
		journeys, err := tx.Tags.UsedBy(ctx, appID, id)
		users = append(users, activeUses(journeys)...)
		return err
	})
	if err == nil && len(users) > 0 {
		err = tuwen.Errorf(tuwen.Conflict, "tag.in_use", "QR codes or journeys use this tag").With("count", strconv.Itoa(len(users))).Naming(users)
	}
	return err
}
