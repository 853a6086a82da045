package tuwen

import (
	"net/url"
	"regexp"
	"strings"
	"time"
)

// AccountKind is the sort of Official Account.
type AccountKind string

// The two kinds: 订阅号 and 服务号.
const (
	Subscription AccountKind = "subscription"
	Service      AccountKind = "service"
)

// Encryption is the mode of WeChat's pushes, as chosen on WeChat's page.
type Encryption string

// The three modes 明文, 兼容, 安全.
const (
	Plain      Encryption = "plain"
	Compatible Encryption = "compatible"
	Safe       Encryption = "safe"
)

// DefaultAPIBaseURL is where WeChat answers.
const DefaultAPIBaseURL = "https://api.weixin.qq.com"

// Account is a connected Official Account 公众号.
//
// Its secrets are sealed: they can be set and used, never read back. The
// booleans tell the screen which of them are there.
type Account struct {
	AppID      string      `json:"app_id" example:"wx2f4e8a1c9d3b7e60"`
	Name       string      `json:"name" example:"青禾生活"`
	Kind       AccountKind `json:"kind" enum:"subscription,service"`
	Verified   bool        `json:"verified"`
	OriginalID string      `json:"original_id,omitempty" doc:"gh_… as WeChat's pushes name the account"`
	Encryption Encryption  `json:"encryption" enum:"plain,compatible,safe"`
	APIBaseURL string      `json:"api_base_url" doc:"https://api.weixin.qq.com, a proxy with a fixed address, or a sandbox"`
	// ExternalTokenURL, where set, is asked for access tokens in place of
	// WeChat: another system owns them.
	ExternalTokenURL string    `json:"external_token_url,omitempty"`
	HasAppSecret     bool      `json:"has_app_secret"`
	HasMessageToken  bool      `json:"has_message_token"`
	HasAESKey        bool      `json:"has_encoding_aes_key"`
	CreatedAt        time.Time `json:"created_at"`
	UpdatedAt        time.Time `json:"updated_at"`

	AppSecret     Sealed `json:"-"`
	MessageToken  Sealed `json:"-"`
	AESKey        Sealed `json:"-"`
	ExternalToken Sealed `json:"-"` // what is sent as a bearer to ExternalTokenURL
}

var (
	appIDForm  = regexp.MustCompile(`^wx[0-9a-zA-Z]{10,30}$`)
	aesKeyForm = regexp.MustCompile(`^[A-Za-z0-9]{43}$`)
	tokenForm  = regexp.MustCompile(`^[A-Za-z0-9]{3,32}$`)
)

// ValidAppID reports whether s has the form of an AppID: wx and letters or
// digits.
func ValidAppID(s string) bool { return appIDForm.MatchString(s) }

// ValidAESKey reports whether s has the form of an EncodingAESKey, exactly
// 43 letters and digits.
func ValidAESKey(s string) bool { return aesKeyForm.MatchString(s) }

// ValidMessageToken reports whether s has the form of a message token, 3 to
// 32 letters and digits.
func ValidMessageToken(s string) bool { return tokenForm.MatchString(s) }

// Check returns what is wrong with the account's own fields as an [Invalid]
// error, or nil. Secrets are checked where they arrive.
func (a *Account) Check() error {
	switch {
	case !ValidAppID(a.AppID):
		return Errorf(Invalid, "account.app_id", "an AppID is wx and letters or digits, as 微信开发者平台 shows it").With("field", "app_id")
	case strings.TrimSpace(a.Name) == "" || len([]rune(a.Name)) > 60:
		return Errorf(Invalid, "account.name", "give the account a name of at most 60 characters").With("field", "name")
	case a.Kind != Subscription && a.Kind != Service:
		return Errorf(Invalid, "account.kind", "kind is subscription or service").With("field", "kind")
	case a.Encryption != Plain && a.Encryption != Compatible && a.Encryption != Safe:
		return Errorf(Invalid, "account.encryption", "encryption is plain, compatible or safe").With("field", "encryption")
	case !baseURL(a.APIBaseURL):
		return Errorf(Invalid, "account.api_base_url", "the API address is http:// or https:// with a host and nothing behind it").With("field", "api_base_url")
	case a.ExternalTokenURL != "" && !webURL(a.ExternalTokenURL):
		return Errorf(Invalid, "account.external_token_url", "the token source is a full http:// or https:// address").With("field", "external_token_url")
	}
	return nil
}

func webURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}

func baseURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && webURL(s) && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == ""
}
