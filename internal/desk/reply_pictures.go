package desk

import (
	"bytes"
	"context"
	"errors"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// ReplyPictures are the pictures that were uploaded for replies. Their
// addresses are WeChat's own; [PictureHash] names them at the proxy.
type ReplyPictures struct {
	*floor
	pictures *Pictures
}

// addImagePath is the interface that keeps a picture at WeChat.
const addImagePath = "/cgi-bin/material/add_material"

// All returns the account's pictures, newest first.
func (s *ReplyPictures) All(ctx context.Context, actor tuwen.Actor, appID string) (all []tuwen.Picture, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return nil, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		all, err = tx.ReplyPictures.All(ctx, appID)
		return err
	})
	if err != nil {
		return nil, err
	}
	addresses := make([]string, len(all))
	for i, p := range all {
		addresses[i] = p.URL
	}
	return all, s.pictures.remember(ctx, appID, addresses)
}

// Add uploads a picture to WeChat as permanent material, once, and keeps it
// for replies: a PNG, JPEG, GIF or BMP of at most [tuwen.MaxPicture] bytes,
// else [tuwen.Invalid]. Where WeChat did not answer the picture may be there
// all the same: trying again adds another.
func (s *ReplyPictures) Add(ctx context.Context, actor tuwen.Actor, appID, name string, content []byte) (p tuwen.Picture, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return p, err
	}
	name = pictureName(name)
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return p, err
	}
	added, err := client.Material.AddImage(ctx, name, bytes.NewReader(content))
	if bad, ok := errors.AsType[*wechat.ImageError](err); ok {
		if bad.Problem == wechat.ImageTooLarge {
			return p, tuwen.Errorf(tuwen.Invalid, "reply_picture.too_large", "a picture has at most 10 MB; make it smaller").With("field", "picture")
		}
		return p, tuwen.Errorf(tuwen.Invalid, "reply_picture.format", "that is not a PNG, JPEG, GIF or BMP picture").With("field", "picture")
	}
	if err != nil {
		return p, s.connect.Translate(err, appID, addImagePath)
	}
	p = tuwen.Picture{ID: store.NewID(), Name: name, MediaID: added.MediaID, URL: added.URL, CreatedAt: s.now()}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.ReplyPictures.Put(ctx, appID, p); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "reply_picture.add", AppID: appID, Subject: p.ID, Name: p.Name, Details: details{"bytes": strconv.Itoa(len(content))},
		})
	})
	if err != nil {
		return tuwen.Picture{}, err
	}
	return p, s.pictures.keep(ctx, appID, p.URL, content)
}

// Delete removes a picture here; WeChat keeps it. While something active
// answers with it, it is [tuwen.Conflict] "reply_picture.in_use" naming that.
func (s *ReplyPictures) Delete(ctx context.Context, actor tuwen.Actor, appID, id string) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	return s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.ReplyPictures.ByID(ctx, appID, id)
		if err != nil {
			return err
		}
		uses, err := tx.ReplyPictures.UsedBy(ctx, appID, id)
		if err != nil {
			return err
		}
		if len(uses) > 0 {
			return tuwen.Errorf(tuwen.Conflict, "reply_picture.in_use", "something answers with this picture").
				With("count", strconv.Itoa(len(uses))).Naming(uses)
		}
		if err := tx.ReplyPictures.Delete(ctx, appID, id); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "reply_picture.delete", AppID: appID, Subject: id, Name: p.Name})
	})
}

// pictureName is the name of a file as it is shown: its last element, a line
// of text.
func pictureName(name string) string {
	const most = 80
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, name))
	if strings.Trim(name, "./ ") == "" {
		return "picture"
	}
	if long := []rune(name); len(long) > most {
		name = string(long[:most])
	}
	return name
}
