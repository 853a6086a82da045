package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"time"
)

// credential is what the token interfaces are asked with.
type credential struct {
	GrantType    string `json:"grant_type"`
	AppID        string `json:"appid"`
	Secret       string `json:"secret"`
	ForceRefresh bool   `json:"force_refresh"`
}

// credentialOf reads the query of /cgi-bin/token or the body of
// /cgi-bin/stable_token; what cannot be read is missing.
func credentialOf(c *call) credential {
	if c.request.Method == http.MethodGet {
		q := c.request.URL.Query()
		return credential{GrantType: q.Get("grant_type"), AppID: q.Get("appid"), Secret: q.Get("secret")}
	}
	var cred credential
	_ = json.Unmarshal(c.body, &cred) // admitCredential tells what is wrong with the body
	return cred
}

// admitCredential checks AppID, AppSecret and address. Only the token
// interfaces look at the whitelist (guide 53367149003; 40164 observed).
func (c *call) admitCredential(e endpoint) error {
	if e.method == http.MethodPost {
		if err := c.jsonBody(); err != nil {
			return err
		}
	}
	cred := credentialOf(c)
	switch {
	case cred.AppID == "":
		return refuse(41002)
	case cred.Secret == "":
		return refuse(41004)
	case cred.GrantType != "client_credential":
		return refuse(40002)
	case c.acct == nil:
		return refuse(40013)
	}
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	if cred.Secret != a.settings.Secret {
		return refuse(40125)
	}
	if addr := c.callerAddr(a.settings.SeenAs); !a.admits(addr) {
		return &refusal{code: 40164, text: fmt.Sprintf("invalid ip %s ipv6 %s, not in whitelist", addr, mapped(addr))}
	}
	if !a.usage.spend(e.path, c.now) {
		return refuse(45009)
	}
	c.sandbox.changed()
	return nil
}

// mapped writes an address as IPv6, an IPv4 one as "::ffff:1.2.3.4".
func mapped(addr netip.Addr) string { return netip.AddrFrom16(addr.As16()).String() }

type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int    `json:"expires_in"`
}

func answerToken(t token, now time.Time) tokenAnswer {
	return tokenAnswer{AccessToken: t.Value, ExpiresIn: int(t.Expires.Sub(now) / time.Second)}
}

// makeToken answers GET /cgi-bin/token: each call makes another token, and
// the one before lives five more minutes
// (https://developers.weixin.qq.com/doc/oplatform/developers/dev/AccessToken.html).
func makeToken(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	return answerToken(a.tokens[pathToken].replace(c.now, true), c.now), nil
}

// makeStableToken answers POST /cgi-bin/stable_token
// (https://developers.weixin.qq.com/doc/subscription/api/base/api_getstableaccesstoken.html).
// Which code refuses the 21st forced refresh of a day is not documented; 45009
// is assumed.
func makeStableToken(c *call) (any, error) {
	a := c.acct
	a.mu.Lock()
	defer a.mu.Unlock()
	pool := a.tokens[pathStableToken]
	if !credentialOf(c).ForceRefresh {
		return answerToken(pool.stable(c.now), c.now), nil
	}
	t, done := pool.force(c.now)
	if !done {
		return nil, refuse(45009)
	}
	return answerToken(t, c.now), nil
}
