package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// MenuService keeps the custom menu 自定义菜单 and its conditional variants.
// A menu is replaced whole: no interface edits a part of one. Phones read it
// anew when a chat is opened five minutes after they last did, so that an old
// one goes on being tapped for a while.
type MenuService service

// A MenuButton is one button, as WeChat spells it. A button with SubButtons
// only opens them and has no Type.
type MenuButton struct {
	Type      string // "click", "view", …; of a menu made on mp.weixin.qq.com also "text", "img", "news", "voice", "video"
	Name      string // at most 16 bytes, 60 of a sub-button
	Key       string // of click, scancode_*, pic_*, location_select: at most 128 bytes
	URL       string // of view, and miniprogram's page for old phones: at most 1024 bytes
	AppID     string // of miniprogram
	PagePath  string // of miniprogram
	MediaID   string // of media_id, view_limited
	ArticleID string // of article_id, article_view_limited: from FreePublish

	// Value and News are what a button made on mp.weixin.qq.com sends: a text,
	// a temporary media id, or articles. Only Current tells them, and Create
	// leaves them out.
	Value string
	News  []AutoReplyArticle

	SubButtons []MenuButton // 1 to 5
}

// A MatchRule says to whom a conditional menu belongs. WeChat wants one field
// at least and no longer takes others.
type MatchRule struct {
	TagID    string // of one Tag; of a follower's several the one given last counts
	Platform string // client_platform_type: "1" iOS, "2" Android, "3" other
}

// A ConditionalMenu is a menu for some followers.
type ConditionalMenu struct {
	MenuID  string
	Buttons []MenuButton
	Rule    MatchRule
}

// MenuSet is the menus that were made by this interface. Of several conditional
// ones that fit, the one made last is shown.
type MenuSet struct {
	MenuID      string // may be empty
	Buttons     []MenuButton
	Conditional []ConditionalMenu
}

// A CurrentMenu is the menu that followers see, wherever it was made.
type CurrentMenu struct {
	Open    bool // false: none is shown
	Buttons []MenuButton
}

// Create replaces the account's menu by 1 to 3 buttons. The errors to expect
// name what is wrong with one: 40016 and 40023 for their number, 40018 for a
// name, 40019 for a key, 40020 and 40027 for an address, 40054 and 40055 for
// its domain, 40007 and 53600 for what it sends. 48001: the account may not.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html
//
//wechat:api POST /cgi-bin/menu/create
func (s *MenuService) Create(ctx context.Context, buttons []MenuButton) error {
	x := call{method: "POST", path: "/cgi-bin/menu/create", require: acknowledged, body: struct {
		Button []wireButton `json:"button"`
	}{wireButtons(buttons)}}
	return s.client.do(ctx, x, nil)
}

// Get returns the menus that were made by this interface. Without one it is an
// Error with code 46003; one made on mp.weixin.qq.com is not told.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_getmenu.html
//
//wechat:api GET /cgi-bin/menu/get
func (s *MenuService) Get(ctx context.Context) (*MenuSet, error) {
	var w struct {
		Button buttonList `json:"button"`
		MenuID text       `json:"menuid"`
	}
	var set MenuSet
	x := call{method: "GET", path: "/cgi-bin/menu/get", require: []string{"menu"}}
	err := s.client.do(ctx, x, members{"menu": &w, "conditionalmenu": each(func(c wireConditional) {
		set.Conditional = append(set.Conditional, c.menu())
	})})
	if err != nil {
		return nil, err
	}
	set.MenuID, set.Buttons = string(w.MenuID), w.Button.buttons()
	return &set, nil
}

// Delete removes the menu, and with it every conditional one.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_deletemenu.html
//
//wechat:api GET /cgi-bin/menu/delete
func (s *MenuService) Delete(ctx context.Context) error {
	return s.client.do(ctx, call{method: "GET", path: "/cgi-bin/menu/delete", require: acknowledged}, nil)
}

// Current returns the menu that followers see, one made on mp.weixin.qq.com
// too; conditional menus are not among it. Media ids in it are temporary and
// good for three days.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo.html
//
//wechat:api GET /cgi-bin/get_current_selfmenu_info
func (s *MenuService) Current(ctx context.Context) (*CurrentMenu, error) {
	var open integer
	var w struct {
		Button buttonList `json:"button"`
	}
	x := call{method: "GET", path: "/cgi-bin/get_current_selfmenu_info", require: []string{"is_menu_open"}}
	if err := s.client.do(ctx, x, members{"is_menu_open": &open, "selfmenu_info": &w}); err != nil {
		return nil, err
	}
	return &CurrentMenu{Open: open != 0, Buttons: w.Button.buttons()}, nil
}

// AddConditional adds a menu for the followers who fit the rule, and returns
// its id. There must be a menu for all (65303). Nothing edits one: delete it
// and add another. All of them together may lead to three domains at most.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu.html
//
//wechat:api POST /cgi-bin/menu/addconditional
func (s *MenuService) AddConditional(ctx context.Context, buttons []MenuButton, rule MatchRule) (menuID string, err error) {
	var id text
	x := call{method: "POST", path: "/cgi-bin/menu/addconditional", require: []string{"menuid"}, body: struct {
		Button    []wireButton `json:"button"`
		MatchRule wireRule     `json:"matchrule"`
	}{wireButtons(buttons), wireRule{text(rule.TagID), text(rule.Platform)}}}
	if err := s.client.do(ctx, x, members{"menuid": &id}); err != nil {
		return "", err
	}
	return string(id), nil
}

// DeleteConditional removes one conditional menu; 65301: there is none with
// that id.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_deleteconditionalmenu.html
//
//wechat:api POST /cgi-bin/menu/delconditional
func (s *MenuService) DeleteConditional(ctx context.Context, menuID string) error {
	x := call{method: "POST", path: "/cgi-bin/menu/delconditional", require: acknowledged, body: struct {
		MenuID string `json:"menuid"`
	}{menuID}}
	return s.client.do(ctx, x, nil)
}

// TryMatch returns the buttons that somebody sees, by OpenID or WeChat id;
// 65302: he is no follower.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_trymatchmenu.html
//
//wechat:api POST /cgi-bin/menu/trymatch
func (s *MenuService) TryMatch(ctx context.Context, user string) ([]MenuButton, error) {
	var list *buttonList
	var inside struct {
		Button *buttonList `json:"button"`
	}
	x := call{method: "POST", path: "/cgi-bin/menu/trymatch", body: struct {
		UserID string `json:"user_id"`
	}{user}}
	// The page shows "button"; older answers have it inside "menu".
	if err := s.client.do(ctx, x, members{"button": &list, "menu": &inside}); err != nil {
		return nil, err
	}
	if list == nil {
		list = inside.Button
	}
	if list == nil {
		return nil, &TransportError{Path: x.path, Status: http.StatusOK, Kind: KindShape, Err: errors.New(`the answer has no "button"`)}
	}
	return list.buttons(), nil
}

// A wireButton is a button in a request and in an answer.
type wireButton struct {
	Type       string     `json:"type,omitempty"`
	Name       text       `json:"name"`
	Key        text       `json:"key,omitempty"`
	URL        text       `json:"url,omitempty"`
	AppID      string     `json:"appid,omitempty"`
	PagePath   string     `json:"pagepath,omitempty"`
	MediaID    text       `json:"media_id,omitempty"`
	ArticleID  text       `json:"article_id,omitempty"`
	SubButtons buttonList `json:"sub_button,omitempty"`

	// Of answers only.
	Value text           `json:"value,omitempty"`
	News  *wireReplyNews `json:"news_info,omitempty"`
}

type wireReplyNews struct {
	List []wireReplyArticle `json:"list"`
}

// A buttonList is an array, or, from get_current_selfmenu_info, an object with
// a list (observed and documented). A button without sub-buttons may have an
// empty one.
type buttonList []wireButton

// UnmarshalJSON reads either form.
func (l *buttonList) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null", string(b) == `""`:
		return nil
	case b[0] == '{':
		var w struct {
			List []wireButton `json:"list"`
		}
		if err := json.Unmarshal(b, &w); err != nil {
			return fmt.Errorf("%w: want a list of buttons", errUnfit)
		}
		*l = w.List
		return nil
	}
	var list []wireButton
	if err := json.Unmarshal(b, &list); err != nil {
		return fmt.Errorf("%w: want a list of buttons", errUnfit)
	}
	*l = list
	return nil
}

func (l buttonList) buttons() []MenuButton {
	var list []MenuButton
	for _, w := range l {
		b := MenuButton{
			Type: w.Type, Name: string(w.Name), Key: string(w.Key), URL: string(w.URL), AppID: w.AppID, PagePath: w.PagePath,
			MediaID: string(w.MediaID), ArticleID: string(w.ArticleID), Value: string(w.Value), SubButtons: w.SubButtons.buttons(),
		}
		if w.News != nil {
			b.News = replyArticles(w.News.List)
		}
		list = append(list, b)
	}
	return list
}

func wireButtons(buttons []MenuButton) []wireButton {
	list := []wireButton{}
	for _, b := range buttons {
		w := wireButton{
			Type: b.Type, Name: text(b.Name), Key: text(b.Key), URL: text(b.URL), AppID: b.AppID, PagePath: b.PagePath,
			MediaID: text(b.MediaID), ArticleID: text(b.ArticleID),
		}
		if len(b.SubButtons) > 0 {
			w.Type, w.SubButtons = "", wireButtons(b.SubButtons)
		}
		list = append(list, w)
	}
	return list
}

type wireRule struct {
	TagID    text `json:"tag_id,omitempty"`
	Platform text `json:"client_platform_type,omitempty"`
}

type wireConditional struct {
	Button buttonList `json:"button"`
	Rule   wireRule   `json:"matchrule"`
	MenuID text       `json:"menuid"`
}

func (w wireConditional) menu() ConditionalMenu {
	return ConditionalMenu{
		MenuID: string(w.MenuID), Buttons: w.Button.buttons(), Rule: MatchRule{TagID: string(w.Rule.TagID), Platform: string(w.Rule.Platform)},
	}
}
