package sandbox

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind is the kind of an Official Account.
type Kind string

// The two kinds of accounts.
const (
	Subscription Kind = "subscription" // 订阅号
	Service      Kind = "service"      // 服务号
)

// Account is what the platform knows of an Official Account.
type Account struct {
	AppID      string    `json:"app_id"`
	Secret     string    `json:"secret"`
	Name       string    `json:"name"`
	OriginalID string    `json:"original_id"` // 原始 ID, "gh_…"; made up unless given
	Kind       Kind      `json:"kind"`        // default Service
	Verified   bool      `json:"verified"`    // 微信认证; without it most of what reaches followers answers 48001
	CreatedAt  time.Time `json:"created_at"`
	// FrozenHistory refuses additions to the history, as WeChat has since
	// 2022-02-28: add_news is shut.
	FrozenHistory bool `json:"frozen_history"`
	// IPWhitelist holds addresses and CIDR ranges. Empty: every address may
	// ask for a token.
	IPWhitelist []string `json:"ip_whitelist"`
	// AllowLocal lets loopback and private addresses pass the whitelist.
	AllowLocal bool `json:"allow_local"`
	// SeenAs is the address the platform takes every caller for, as behind a
	// NAT. Empty: the address of the connection.
	SeenAs string `json:"seen_as"`
}

func (a Account) clone() Account {
	a.IPWhitelist = slices.Clone(a.IPWhitelist)
	return a
}

// account is one account with all its state.
type account struct {
	sandbox *Sandbox
	appID   string
	biz     string // __biz in article addresses

	mu         sync.Mutex
	settings   Account
	allowed    []netip.Prefix
	tokens     map[string]*tokenPool // by path of the token interface
	drafts     shelf
	history    shelf
	published  shelf
	serial     int // of the last item made
	usage      usage
	calls      map[string]int // since ResetCalls, by path
	faults     []Fault
	permission map[string]bool // by path prefix, set by SetPermission
	onCall     func(path string, n int)

	roster         roster
	tags           []tag
	lastTag        int
	failTagging    []string // OpenIDs for which the next call fails
	images         []imageMaterial
	codes          []qrCode
	permanent      map[string]int // places in codes by scene
	permanentLimit int
	followersPage  int // 0: as WeChat
	callback       Callback
	breaker        breaker
	autoReplies    AutoReplies
	menus          menus
	mass           massBook
	deliveries     []*Delivery
	pushes         int // ever made
}

func newAccount(settings Account, s *Sandbox) (*account, error) {
	if settings.AppID == "" || settings.Secret == "" {
		return nil, errors.New("AppID and Secret are needed")
	}
	if settings.Kind == "" {
		settings.Kind = Service
	}
	if settings.OriginalID == "" {
		settings.OriginalID = "gh_" + hex.EncodeToString(digestOf("original", settings.AppID))[:12]
	}
	if settings.CreatedAt.IsZero() {
		settings.CreatedAt = s.Now().Truncate(time.Second)
	}
	allowed, err := prefixes(settings.IPWhitelist)
	if err != nil {
		return nil, err
	}
	return &account{
		sandbox:        s,
		appID:          settings.AppID,
		biz:            bizOf(settings.AppID),
		settings:       settings.clone(),
		allowed:        allowed,
		tokens:         map[string]*tokenPool{pathToken: {}, pathStableToken: {}},
		usage:          newUsage(),
		calls:          map[string]int{},
		permission:     map[string]bool{},
		roster:         roster{appID: settings.AppID},
		tags:           systemTags(),
		permanent:      map[string]int{},
		permanentLimit: permanentCodes,
	}, nil
}

// prefixes parses addresses and CIDR ranges.
func prefixes(list []string) ([]netip.Prefix, error) {
	var parsed []netip.Prefix
	for _, text := range list {
		if p, err := netip.ParsePrefix(text); err == nil {
			parsed = append(parsed, p)
			continue
		}
		addr, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("whitelist: %q is neither an address nor a CIDR range", text)
		}
		parsed = append(parsed, netip.PrefixFrom(addr, addr.BitLen()))
	}
	return parsed, nil
}

// admits reports whether a caller at addr may ask for a token. The caller
// holds a.mu.
func (a *account) admits(addr netip.Addr) bool {
	if len(a.allowed) == 0 {
		return true
	}
	if a.settings.AllowLocal && (addr.IsLoopback() || addr.IsPrivate()) {
		return true
	}
	return slices.ContainsFunc(a.allowed, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// permitted reports whether the account may call path: the longest prefix set
// by SetPermission decides, else what the account is.
// The caller holds a.mu.
func (a *account) permitted(path string) bool {
	longest := ""
	for _, prefix := range slices.Sorted(maps.Keys(a.permission)) {
		if strings.HasPrefix(path, prefix) && len(prefix) >= len(longest) {
			longest = prefix
		}
	}
	if longest != "" {
		return a.permission[longest]
	}
	return allowedByKind(a.settings, path)
}

// verifiedOnly are the interfaces of verified accounts: publishing, as
// announced for 2025-07
// (https://developers.weixin.qq.com/doc/subscription/guide/product/publish.html),
// what has to do with single followers
// (https://developers.weixin.qq.com/doc/service/en/Getting_Started/Explanation_of_interface_privileges.html),
// menus, as their own pages say (the older table lets unverified service
// accounts have one), mass sends and statistics.
var verifiedOnly = []string{
	"/cgi-bin/freepublish/", "/cgi-bin/message/custom/", "/cgi-bin/user/", "/cgi-bin/tags/", "/cgi-bin/qrcode/",
	"/cgi-bin/menu/", "/cgi-bin/message/mass/", "/datacube/",
}

// allowedByKind is what an account may call by its kind and verification. Codes
// with a scene, and mass sends to a list, are for verified service accounts
// alone.
func allowedByKind(s Account, path string) bool {
	forService := strings.HasPrefix(path, "/cgi-bin/qrcode/") || path == "/cgi-bin/message/mass/send"
	if forService && s.Kind != Service {
		return false
	}
	return s.Verified || !slices.ContainsFunc(verifiedOnly, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}
