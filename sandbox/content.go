package sandbox

import (
	"errors"
	"fmt"
	"slices"
)

// itemKind names the list an item is on.
type itemKind string

const (
	kindDraft     itemKind = "draft"
	kindHistory   itemKind = "history"
	kindPublished itemKind = "published"
)

// maxArticles is what one item holds. WeChat's pages no longer say it; the
// editor of mp.weixin.qq.com stops at 8.
const maxArticles = 8

func checkArticles(list []Article) error {
	if len(list) == 0 {
		return errors.New("an item needs an article")
	}
	if len(list) > maxArticles {
		return fmt.Errorf("%d articles are too many: %d at most", len(list), maxArticles)
	}
	return nil
}

// keep makes the stored form of a new item. The caller holds a.mu.
func (a *account) keep(kind itemKind, it Item) *stored {
	a.serial++
	kept := &stored{MediaID: it.MediaID, Mid: a.nextMid()}
	if kept.MediaID == "" {
		kept.MediaID = mediaID(a.settings.AppID, kind, a.serial)
	}
	if it.CreateTime.IsZero() {
		it.CreateTime = a.sandbox.Now()
	}
	if it.UpdateTime.IsZero() {
		it.UpdateTime = it.CreateTime
	}
	kept.Created, kept.Updated = it.CreateTime.Unix(), it.UpdateTime.Unix()
	for _, art := range it.Articles {
		kept.Articles = append(kept.Articles, storedArticle{Article: withCover(art, kept.MediaID)})
	}
	return kept
}

// nextMid is the number that article addresses name; WeChat's begin with
// 2247483647 for an account and count its messages.
func (a *account) nextMid() int { return 2_247_483_647 + a.serial }

// withCover gives an article without a cover one of its own.
func withCover(art Article, seed string) Article {
	if art.ThumbMediaID == "" {
		art.ThumbMediaID = thumbID(pictureFor(digestOf(seed, art.Title)))
	}
	return art
}

// rekeep makes the stored form of an edited item. What the edit left alone
// stays as it was stored: a sample body unwritten, an address unfixed.
func (a *account) rekeep(old *stored, before, after Item) *stored {
	kept := &stored{
		MediaID: old.MediaID, Mid: old.Mid,
		Created: after.CreateTime.Unix(), Updated: after.UpdateTime.Unix(),
	}
	for i, art := range after.Articles {
		if i < len(before.Articles) {
			if art == before.Articles[i] {
				kept.Articles = append(kept.Articles, old.Articles[i])
				continue
			}
			was := before.Articles[i]
			if art.URL == was.URL {
				art.URL = old.Articles[i].URL
			}
			if art.ThumbURL == was.ThumbURL {
				art.ThumbURL = old.Articles[i].ThumbURL
			}
		}
		kept.Articles = append(kept.Articles, storedArticle{Article: withCover(art, kept.MediaID)})
	}
	return kept
}

// show writes an item out, bodies and addresses included.
func (a *account) show(kept *stored) Item {
	it := Item{MediaID: kept.MediaID, CreateTime: seconds(kept.Created), UpdateTime: seconds(kept.Updated)}
	for i := range kept.Articles {
		it.Articles = append(it.Articles, a.showArticle(kept, i, true))
	}
	return it
}

// showArticle writes one article out; without its body the sample text is not
// made.
func (a *account) showArticle(kept *stored, index int, body bool) Article {
	art := kept.Articles[index].Article
	base := a.sandbox.PublicURL()
	if s := kept.Articles[index].Story; s != nil && body {
		art.Content = s.body(base)
	}
	if !body {
		art.Content = ""
	}
	if art.ThumbURL == "" {
		art.ThumbURL = thumbURL(base, art.ThumbMediaID)
	}
	if art.URL == "" {
		art.URL = a.articleURL(kept.Mid, index)
	}
	return art
}

// publish moves a draft to the published.
func (a *account) publish(mediaID string) (Item, error) {
	now := a.sandbox.Now().Unix()
	a.mu.Lock()
	draft, err := a.drafts.find(mediaID)
	if err != nil {
		a.mu.Unlock()
		return Item{}, fmt.Errorf("publish: %w", err)
	}
	done := a.publishedForm(draft, now)
	err = errors.Join(a.drafts.remove(mediaID), a.published.add(done))
	a.mu.Unlock()
	if err != nil {
		return Item{}, fmt.Errorf("publish: %w", err)
	}
	a.sandbox.changed()
	return a.show(done), nil
}

// publishedForm is the published form of a draft. The caller holds a.mu.
func (a *account) publishedForm(draft *stored, now int64) *stored {
	a.serial++
	done := &stored{
		MediaID: mediaID(a.settings.AppID, kindPublished, a.serial), Mid: a.nextMid(),
		Created: now, Updated: now, Articles: slices.Clone(draft.Articles),
	}
	for i := range done.Articles {
		done.Articles[i].URL = ""
	}
	return done
}
