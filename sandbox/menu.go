package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// MenuButton is a button of the custom menu 自定义菜单, as WeChat spells it.
type MenuButton struct {
	Type      string       `json:"type,omitempty"` // none where there are sub-buttons
	Name      string       `json:"name"`
	Key       string       `json:"key,omitempty"`
	URL       string       `json:"url,omitempty"`
	AppID     string       `json:"appid,omitempty"`
	PagePath  string       `json:"pagepath,omitempty"`
	MediaID   string       `json:"media_id,omitempty"`
	ArticleID string       `json:"article_id,omitempty"`
	Value     string       `json:"value,omitempty"` // of a button made on mp.weixin.qq.com: a text or a media id
	Articles  []Article    `json:"articles,omitempty"`
	Sub       []MenuButton `json:"sub_button,omitempty"`
}

// menus are what an account has of them. The account's mutex guards it.
type menus struct {
	ID          int               `json:"id"` // of the menu for all; 0: none was made
	Buttons     []MenuButton      `json:"buttons,omitempty"`
	Conditional []conditionalMenu `json:"conditional,omitempty"` // oldest first
	// Website is the menu made on mp.weixin.qq.com.
	Website []MenuButton `json:"website,omitempty"`
}

// conditionalMenu is a menu for some.
type conditionalMenu struct {
	ID       int          `json:"id"`
	Buttons  []MenuButton `json:"buttons"`
	Tag      int          `json:"tag,omitempty"`
	Platform string       `json:"platform,omitempty"`
}

func (m menus) clone() menus {
	m.Conditional = slices.Clone(m.Conditional) // buttons are replaced, never changed
	return m
}

// SetWebsiteMenu makes the menu that mp.weixin.qq.com itself keeps: of types
// view, text, img, news and so on, without any check. It is shown while nothing
// is pushed and no menu was made by the interface. No buttons: none.
func (c *AccountControl) SetWebsiteMenu(buttons []MenuButton) {
	c.change(func(a *account) { a.menus.Website = slices.Clone(buttons) })
	c.acct.sandbox.news.tell()
}

// Menu is the account's menu for all that was made by the interface; nil for
// none.
func (c *AccountControl) Menu() []MenuButton {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return slices.Clone(c.acct.menus.Buttons)
}

// menuView is an account's menus on the console: Website can be set.
type menuView struct {
	Menu    []MenuButton `json:"menu"`
	Website []MenuButton `json:"website"`
}

func (c *AccountControl) menuView() menuView {
	c.acct.mu.Lock()
	defer c.acct.mu.Unlock()
	return menuView{Menu: append([]MenuButton{}, c.acct.menus.Buttons...), Website: append([]MenuButton{}, c.acct.menus.Website...)}
}

// shownButton is a button as menu/get and trymatch tell it: with an empty list
// where there are no sub-buttons.
type shownButton struct {
	Type      string        `json:"type,omitempty"`
	Name      string        `json:"name"`
	Key       string        `json:"key,omitempty"`
	URL       string        `json:"url,omitempty"`
	AppID     string        `json:"appid,omitempty"`
	PagePath  string        `json:"pagepath,omitempty"`
	MediaID   string        `json:"media_id,omitempty"`
	ArticleID string        `json:"article_id,omitempty"`
	Sub       []shownButton `json:"sub_button"`
}

func shownButtons(buttons []MenuButton) []shownButton {
	list := []shownButton{}
	for _, b := range buttons {
		list = append(list, shownButton{b.Type, b.Name, b.Key, b.URL, b.AppID, b.PagePath, b.MediaID, b.ArticleID, shownButtons(b.Sub)})
	}
	return list
}

// createMenu answers POST /cgi-bin/menu/create
// (https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html).
// Conditional menus stay.
func createMenu(c *call) (any, error) {
	var q menuRequest
	if err := c.readArticles(&q); err != nil {
		return nil, err
	}
	buttons, err := c.acct.checkMenu(q.Button)
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	a.serial++
	a.menus.ID, a.menus.Buttons = firstMenuID+a.serial, buttons
	c.sandbox.changed()
	c.sandbox.news.tell()
	return ok(), nil
}

// firstMenuID makes menu ids look like WeChat's.
const firstMenuID = 208_396_900

type menuAnswer struct {
	Menu struct {
		Button []shownButton `json:"button"`
		MenuID int           `json:"menuid,omitempty"` // told beside conditional ones
	} `json:"menu"`
	Conditional []conditionalAnswer `json:"conditionalmenu,omitempty"`
}

type conditionalAnswer struct {
	Button []shownButton `json:"button"`
	Rule   ruleAnswer    `json:"matchrule"`
	MenuID int           `json:"menuid"`
}

type ruleAnswer struct {
	TagID    string `json:"tag_id,omitempty"`
	Platform string `json:"client_platform_type,omitempty"`
}

// readMenus answers GET /cgi-bin/menu/get
// (https://developers.weixin.qq.com/doc/service/api/custommenu/api_getmenu.html).
func readMenus(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.menus.ID == 0 {
		return nil, refuse(46003)
	}
	var answer menuAnswer
	answer.Menu.Button = shownButtons(a.menus.Buttons)
	for i := len(a.menus.Conditional) - 1; i >= 0; i-- {
		m := a.menus.Conditional[i]
		told := conditionalAnswer{Button: shownButtons(m.Buttons), MenuID: m.ID, Rule: ruleAnswer{Platform: m.Platform}}
		if m.Tag != 0 {
			told.Rule.TagID = strconv.Itoa(m.Tag)
		}
		answer.Conditional, answer.Menu.MenuID = append(answer.Conditional, told), a.menus.ID
	}
	return answer, nil
}

// deleteMenus answers GET /cgi-bin/menu/delete
// (https://developers.weixin.qq.com/doc/service/api/custommenu/api_deletemenu.html),
// which deletes the conditional ones too. Without a menu it does no harm
// (assumed).
func deleteMenus(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	a.menus = menus{Website: a.menus.Website}
	c.sandbox.changed()
	c.sandbox.news.tell()
	return ok(), nil
}

type websiteButton struct {
	Type    string       `json:"type,omitempty"`
	Name    string       `json:"name"`
	Value   string       `json:"value,omitempty"`
	Key     string       `json:"key,omitempty"`
	URL     string       `json:"url,omitempty"`
	AppID   string       `json:"appid,omitempty"`
	Page    string       `json:"pagepath,omitempty"`
	Media   string       `json:"media_id,omitempty"`
	Article string       `json:"article_id,omitempty"`
	News    *newsInfo    `json:"news_info,omitempty"`
	Sub     *websiteList `json:"sub_button,omitempty"`
}

// websiteList is how this interface tells sub-buttons: not as an array.
type websiteList struct {
	List []websiteButton `json:"list"`
}

func (a *account) websiteButtons(buttons []MenuButton) []websiteButton {
	list := []websiteButton{}
	for _, b := range buttons {
		told := websiteButton{
			Type: b.Type, Name: b.Name, Value: b.Value, Key: b.Key, URL: b.URL, AppID: b.AppID, Page: b.PagePath, Media: b.MediaID, Article: b.ArticleID,
		}
		if len(b.Articles) > 0 {
			told.News = a.told(AutoReply{Type: "news", Articles: b.Articles}).News
		}
		if len(b.Sub) > 0 {
			told.Sub = &websiteList{a.websiteButtons(b.Sub)}
		}
		list = append(list, told)
	}
	return list
}

type currentAnswer struct {
	Open int `json:"is_menu_open"`
	Info struct {
		Button []websiteButton `json:"button"`
	} `json:"selfmenu_info"`
}

// readCurrentMenu answers GET /cgi-bin/get_current_selfmenu_info
// (https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo.html),
// for accounts of every kind: the menu made by the interface, else that of
// mp.weixin.qq.com, which is not open while something is pushed (assumed: the
// pages say only that it stops working).
func readCurrentMenu(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	buttons, open := a.standingMenu()
	if !open {
		buttons = a.menus.Website
	}
	a.mu.Unlock()
	answer := currentAnswer{Open: bit(open)}
	answer.Info.Button = a.websiteButtons(buttons)
	return answer, nil
}

// standingMenu is the menu of who fits no conditional one. The caller holds
// a.mu.
func (a *account) standingMenu() (buttons []MenuButton, open bool) {
	if a.menus.ID != 0 {
		return a.menus.Buttons, true
	}
	return a.menus.Website, a.callback.URL == "" && len(a.menus.Website) > 0
}

type conditionalRequest struct {
	Button *[]buttonRequest           `json:"button"`
	Rule   map[string]json.RawMessage `json:"matchrule"`
}

// addConditional answers POST /cgi-bin/menu/addconditional
// (https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu.html).
func addConditional(c *call) (any, error) {
	var q conditionalRequest
	if err := c.readArticles(&q); err != nil {
		return nil, err
	}
	buttons, err := c.acct.checkMenu(q.Button)
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.menus.ID == 0 {
		return nil, refuse(65303)
	}
	m := conditionalMenu{Buttons: buttons}
	if err := a.readRule(q.Rule, &m); err != nil {
		return nil, err
	}
	if len(a.conditionalHosts(m)) > 3 {
		return nil, refuse(40055)
	}
	a.serial++
	m.ID = firstMenuID + a.serial
	a.menus.Conditional = append(a.menus.Conditional, m)
	c.sandbox.changed()
	c.sandbox.news.tell()
	return struct {
		MenuID string `json:"menuid"`
	}{strconv.Itoa(m.ID)}, nil
}

// deleteConditional answers POST /cgi-bin/menu/delconditional
// (https://developers.weixin.qq.com/doc/service/api/custommenu/api_deleteconditionalmenu.html).
func deleteConditional(c *call) (any, error) {
	id, err := idOf(c, "menuid")
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	at := slices.IndexFunc(a.menus.Conditional, func(m conditionalMenu) bool { return strconv.Itoa(m.ID) == id })
	if at < 0 {
		return nil, refuse(65301)
	}
	a.menus.Conditional = slices.Delete(slices.Clone(a.menus.Conditional), at, at+1)
	c.sandbox.changed()
	c.sandbox.news.tell()
	return ok(), nil
}

// matchMenu answers POST /cgi-bin/menu/trymatch
// (https://developers.weixin.qq.com/doc/service/api/custommenu/api_trymatchmenu.html),
// for OpenIDs: the sandbox has no WeChat ids.
func matchMenu(c *call) (any, error) {
	id, err := idOf(c, "user_id")
	if err != nil {
		return nil, err
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.roster.find(id)
	if err != nil || !f.Followed {
		return nil, refuse(65302)
	}
	if a.menus.ID == 0 {
		return nil, refuse(46003)
	}
	buttons, _ := a.menuOf(f)
	return struct {
		Button []shownButton `json:"button"`
	}{shownButtons(buttons)}, nil
}

// menuLife is how long a phone goes on showing the menu it once read.
const menuLife = 5 * time.Minute
