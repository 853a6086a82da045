package tuwen

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tuwen/tuwen/wechat"
)

// Source is the place at WeChat where a material lives.
type Source string

// The three places: the draft box 草稿箱, the old permanent materials
// 历史图文, and the published list 已发布.
const (
	Draft     Source = "draft"
	History   Source = "history"
	Published Source = "published"
)

// Material is one item of 图文素材: a message of one to eight articles.
//
// MediaID is WeChat's id; of a published item it is the article_id; of a
// mass-sent one, which has none, it is "mass-" and the msg_data_id.
type Material struct {
	MediaID      string    `json:"media_id"`
	Source       Source    `json:"source" enum:"draft,history,published"`
	ArticleID    string    `json:"article_id,omitempty"`
	Title        string    `json:"title" doc:"of the first article"`
	Digest       string    `json:"digest"`
	CoverURL     string    `json:"cover_url" doc:"the cover in this console's cache; WeChat's own address does not load elsewhere"`
	ArticleCount int       `json:"article_count"`
	Articles     []Article `json:"articles"`
	Note         string    `json:"note" doc:"图文说明, written here; WeChat does not know it"`
	CreateTime   time.Time `json:"create_time"`
	UpdateTime   time.Time `json:"update_time" doc:"at WeChat"`
	FetchedAt    time.Time `json:"fetched_at"`
	Gone         bool      `json:"gone" doc:"no longer at WeChat"`
	UsedBy       []UsedBy  `json:"used_by"`
	// RefusedFor is there of one material and in the picker: see [RefusedFor].
	RefusedFor map[Use]Reason `json:"refused_for,omitempty" doc:"the uses that do not take it, each with the reason; only of one material and in the picker"`
	// Deleted tells that it was removed here; it comes back by a full sync.
	Deleted bool `json:"-"`
}

// Article is one article of a material. Index counts from 0.
type Article struct {
	Index            int    `json:"index"`
	Title            string `json:"title"`
	Author           string `json:"author"`
	Digest           string `json:"digest"`
	URL              string `json:"url"`
	ContentSourceURL string `json:"content_source_url"`
	CoverURL         string `json:"cover_url"`
	Body             string `json:"body,omitempty" doc:"HTML as WeChat gave it; only where one material is asked for"`
	Type             string `json:"type,omitempty" doc:"news, or newspic for a picture message"`
	Deleted          bool   `json:"deleted,omitempty" doc:"taken down at WeChat"`
	ThumbMediaID     string `json:"-"`
}

// UsedBy names one thing that uses a material.
type UsedBy struct {
	Kind string `json:"kind" doc:"mass_send, journey, conversation, qrcode, menu, reply_rule"`
	ID   string `json:"id"`
	Name string `json:"name"`
	// Active uses stand in the way of deleting the material.
	Active bool `json:"active"`
}

// Note is a 图文说明: what an operator wrote to tell a material apart.
type Note struct {
	MediaID   string    `json:"media_id"`
	Text      string    `json:"text"`
	WrittenBy string    `json:"written_by"`
	WrittenAt time.Time `json:"written_at"`
}

// MaxNote is how many characters a note may have.
const MaxNote = 200

// NoteText returns the note as it is kept: without outer white space and
// without line breaks. It is [Invalid] over [MaxNote] characters or where it
// is not text.
func NoteText(s string) (string, error) {
	if len(s) > 64<<10 || utf8.RuneCountInString(s) > 4*MaxNote {
		return "", noteTooLong()
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return "", Errorf(Invalid, "note.not_text", "a note is text").With("field", "text")
	}
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > MaxNote {
		return "", noteTooLong()
	}
	return s, nil
}

func noteTooLong() error {
	return Errorf(Invalid, "note.too_long", fmt.Sprintf("a note has at most %d characters", MaxNote)).With("field", "text")
}

// ContentHash returns the fingerprint by which a changed material is known.
// What WeChat changes by itself stays out: a draft's temporary link, and the
// scheme and query of picture addresses.
func ContentHash(articles []Article) string {
	h := sha256.New()
	put := func(s string) { _, _ = fmt.Fprintf(h, "%d:%s", len(s), s) }
	for _, a := range articles {
		put(a.Type)
		put(a.Title)
		put(a.Author)
		put(a.Digest)
		put(a.ContentSourceURL)
		put(pictureIdentity(a.CoverURL))
		put(fmt.Sprint(a.Deleted))
		put(a.Body)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func pictureIdentity(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return s
	}
	return u.Host + u.Path
}

// Lead fills what a list shows of a material from its first article.
func (m *Material) Lead() {
	m.ArticleCount = len(m.Articles)
	if m.ArticleCount == 0 {
		return
	}
	first := m.Articles[0]
	m.Title, m.Digest, m.CoverURL = first.Title, first.Digest, first.CoverURL
}

// Chosen returns the article with an index, or where there is none or it was
// taken down the first that was not. The material has one at least.
func (m *Material) Chosen(index int) Article {
	if 0 <= index && index < len(m.Articles) && !m.Articles[index].Deleted {
		return m.Articles[index]
	}
	for _, a := range m.Articles {
		if !a.Deleted {
			return a
		}
	}
	return m.Articles[0]
}

// ArticlesOf returns the articles that WeChat told, in our words.
func ArticlesOf(n wechat.News) []Article {
	var articles []Article
	for i, a := range n.Articles {
		articles = append(articles, Article{
			Index: i, Title: a.Title, Author: a.Author, Digest: a.Digest, URL: a.URL,
			ContentSourceURL: a.ContentSourceURL, CoverURL: a.ThumbURL, Body: a.Content,
			Type: a.ArticleType, Deleted: a.IsDeleted, ThumbMediaID: a.ThumbMediaID,
		})
	}
	return articles
}

// DraftWindow is how many drafts a reading covers: the newest, by creation.
const DraftWindow = 60

// DraftMaxAge is how old a reading of the drafts may be before opening the
// page reads again.
const DraftMaxAge = 60 * time.Second

// VanishedDraft reports whether a draft that is known here but missing from a
// reading has left the draft box. oldest is the creation time of the oldest
// draft of the reading and total what WeChat says the box holds: a draft that
// was created before the oldest of a full window has merely left the window.
func VanishedDraft(created, oldest time.Time, total int) bool {
	return total <= DraftWindow || created.After(oldest)
}
