package sandbox

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

type menuRequest struct {
	Button *[]buttonRequest `json:"button"`
}

type buttonRequest struct {
	Type      string           `json:"type"`
	Name      string           `json:"name"`
	Key       string           `json:"key"`
	URL       string           `json:"url"`
	AppID     string           `json:"appid"`
	PagePath  string           `json:"pagepath"`
	MediaID   string           `json:"media_id"`
	ArticleID string           `json:"article_id"`
	Sub       *[]buttonRequest `json:"sub_button"`
}

// buttonCodes are what refuses a button: the two levels have codes of their
// own. The current pages name 40018 to 40020 for both; those of sub-buttons
// are from the older global list.
type buttonCodes struct{ count, kind, name, key, url, domain, most, nameBytes int }

var (
	topCodes = buttonCodes{count: 40016, kind: 40017, name: 40018, key: 40019, url: 40020, domain: 40055, most: 3, nameBytes: 16}
	subCodes = buttonCodes{count: 40023, kind: 40024, name: 40025, key: 40026, url: 40027, domain: 40054, most: 5, nameBytes: 60}
)

// checkMenu reads the buttons of a menu, or refuses the first that is wrong.
func (a *account) checkMenu(given *[]buttonRequest) ([]MenuButton, error) {
	if given == nil {
		return nil, refuse(65307)
	}
	return a.checkButtons(*given, topCodes)
}

func (a *account) checkButtons(given []buttonRequest, codes buttonCodes) ([]MenuButton, error) {
	if len(given) < 1 || len(given) > codes.most {
		return nil, refuse(codes.count)
	}
	var buttons []MenuButton
	for _, q := range given {
		if q.Name == "" || len(q.Name) > codes.nameBytes {
			return nil, refuse(codes.name)
		}
		b := MenuButton{Name: q.Name}
		var err error
		switch opens := q.Sub != nil && (len(*q.Sub) > 0 || q.Type == ""); {
		case opens && codes == subCodes:
			err = refuse(40022)
		case opens:
			b.Sub, err = a.checkButtons(*q.Sub, subCodes)
		default:
			err = a.checkAction(q, &b, codes)
		}
		if err != nil {
			return nil, err
		}
		buttons = append(buttons, b)
	}
	return buttons, nil
}

// keyed are the types that push their key.
var keyed = []string{"click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"}

// checkAction reads what a button without sub-buttons does. That a mini program
// wants a verified account, an AppID and a path is documented, the codes are
// assumed.
func (a *account) checkAction(q buttonRequest, b *MenuButton, codes buttonCodes) error {
	b.Type = q.Type
	switch {
	case slices.Contains(keyed, q.Type):
		if q.Key == "" || len(q.Key) > 128 {
			return refuse(codes.key)
		}
		b.Key = q.Key
	case q.Type == "view":
		b.URL = q.URL
		return checkMenuURL(q.URL, codes)
	case q.Type == "miniprogram":
		switch {
		case !a.verified():
			return refuse(48001)
		case q.AppID == "":
			return refuse(40013)
		case q.PagePath == "":
			return refuse(40165)
		}
		b.URL, b.AppID, b.PagePath = q.URL, q.AppID, q.PagePath
		return checkMenuURL(q.URL, codes)
	case q.Type == "media_id":
		b.MediaID = q.MediaID
		if a.pictureAddress(q.MediaID) == "" {
			return refuse(40007) // articles too, since drafts came
		}
	case q.Type == "article_id", q.Type == "article_view_limited":
		b.ArticleID = q.ArticleID
		if _, err := a.publishedCards(q.ArticleID); err != nil {
			return err
		}
	case q.Type == "view_limited":
		return refuse(40007)
	default:
		return refuse(codes.kind)
	}
	return nil
}

func (a *account) verified() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settings.Verified
}

func checkMenuURL(address string, codes buttonCodes) error {
	if address == "" || len(address) > 1024 {
		return refuse(codes.url)
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return refuse(codes.domain)
	}
	return nil
}

// withdrawn are what a matchrule no longer may ask; the list on WeChat's page is
// taken to be what SDKs still carry.
var withdrawn = []string{"sex", "country", "province", "city", "language"}

// readRule reads to whom a conditional menu belongs. What refuses an unknown tag
// or platform is not documented: 45159 and 65304 are assumed. The caller holds
// a.mu.
func (a *account) readRule(given map[string]json.RawMessage, m *conditionalMenu) error {
	word := func(name string) string { return strings.Trim(string(given[name]), `"`) }
	for _, name := range withdrawn {
		if v := word(name); v != "" && v != "null" {
			return refuse(65320)
		}
	}
	id, platform := word("tag_id"), word("client_platform_type")
	if id == "" {
		id = word("group_id")
	}
	if id != "" {
		n, err := strconv.Atoi(id)
		if err != nil || !slices.ContainsFunc(a.tags, func(t tag) bool { return t.ID == n }) {
			return refuse(45159)
		}
		m.Tag = n
	}
	if platform != "" && !slices.Contains([]string{"1", "2", "3"}, platform) || id == "" && platform == "" {
		return refuse(65304)
	}
	m.Platform = platform
	return nil
}

// conditionalHosts are where all conditional menus together lead, with one more.
// The caller holds a.mu.
func (a *account) conditionalHosts(more conditionalMenu) map[string]bool {
	hosts := map[string]bool{}
	var note func([]MenuButton)
	note = func(buttons []MenuButton) {
		for _, b := range buttons {
			if u, err := url.Parse(b.URL); err == nil && u.Host != "" {
				hosts[u.Hostname()] = true
			}
			note(b.Sub)
		}
	}
	for _, m := range a.menus.Conditional {
		note(m.Buttons)
	}
	note(more.Buttons)
	return hosts
}
