package sandbox

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// Item is a draft, a history item (news material) or a published item as the
// platform keeps it: the truth to compare a copy with.
type Item struct {
	// MediaID is WeChat's id; of a published item its article_id.
	MediaID    string    `json:"media_id"`
	Articles   []Article `json:"articles"`
	CreateTime time.Time `json:"create_time"` // whole seconds
	UpdateTime time.Time `json:"update_time"` // whole seconds
}

// Article is one article of an item, with the texts that reads return.
type Article struct {
	Title  string `json:"title"`
	Author string `json:"author"`
	Digest string `json:"digest"`
	// Content is the body as it is returned, pictures in data-src. What is
	// given here is kept verbatim, scripts too; only the interfaces draft/add
	// and draft/update rewrite and strip it as WeChat does.
	Content            string `json:"content"`
	ContentSourceURL   string `json:"content_source_url"`
	ThumbMediaID       string `json:"thumb_media_id"`
	ThumbURL           string `json:"thumb_url"` // follows ThumbMediaID unless given
	URL                string `json:"url"`       // made by the platform unless given
	ShowCoverPic       int    `json:"show_cover_pic"`
	NeedOpenComment    int    `json:"need_open_comment"`
	OnlyFansCanComment int    `json:"only_fans_can_comment"`
	Deleted            bool   `json:"is_deleted"` // of published articles only
}

// stored is an item as it is kept. It is never changed once it is on a shelf:
// an edit replaces it, so that readers need no lock.
type stored struct {
	MediaID  string          `json:"media_id"`
	Mid      int             `json:"mid"` // number in article addresses
	Created  int64           `json:"created"`
	Updated  int64           `json:"updated"`
	Articles []storedArticle `json:"articles"`
}

// storedArticle is an article whose sample body, if any, is written only when
// it is read, and whose addresses follow the sandbox's public URL.
type storedArticle struct {
	Article
	Story *story `json:"story,omitempty"`
}

// shelf is a list of items, newest created first, as WeChat lists them
// (observed, not documented:
// https://developers.weixin.qq.com/community/develop/doc/0000aaf4360e7877d7503deca6b800).
// An edit leaves an item where it is.
type shelf struct {
	list []*stored
	byID map[string]*stored
}

// add puts an item before all that were created no later.
func (b *shelf) add(it *stored) error {
	if _, taken := b.byID[it.MediaID]; taken {
		return fmt.Errorf("media id %s exists already", it.MediaID)
	}
	at := sort.Search(len(b.list), func(i int) bool { return b.list[i].Created <= it.Created })
	b.list = slices.Insert(b.list, at, it)
	b.index(it)
	return nil
}

func (b *shelf) index(it *stored) {
	if b.byID == nil {
		b.byID = map[string]*stored{}
	}
	b.byID[it.MediaID] = it
}

// replace puts it in the place of the item with the same id.
func (b *shelf) replace(it *stored) error {
	old, err := b.find(it.MediaID)
	if err != nil {
		return err
	}
	if old.Created != it.Created {
		_ = b.remove(old.MediaID) // found above
		return b.add(it)
	}
	b.list[slices.Index(b.list, old)] = it
	b.index(it)
	return nil
}

func (b *shelf) remove(id string) error {
	old, err := b.find(id)
	if err != nil {
		return err
	}
	delete(b.byID, id)
	b.list = slices.Delete(b.list, slices.Index(b.list, old), slices.Index(b.list, old)+1)
	return nil
}

func (b *shelf) find(id string) (*stored, error) {
	it, ok := b.byID[id]
	if !ok {
		return nil, fmt.Errorf("%q: %w", id, ErrNoItem)
	}
	return it, nil
}

// page is the items from offset on, count at most; none past the end.
func (b *shelf) page(offset, count int) []*stored {
	if offset >= len(b.list) {
		return nil
	}
	return slices.Clone(b.list[offset:min(offset+count, len(b.list))])
}
