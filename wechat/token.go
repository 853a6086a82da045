package wechat

import (
	"context"
	"errors"
	"net/http"
)

// TokenService asks for access tokens. It needs none itself.
type TokenService service

// A StableTokenRequest asks for an account's access token. Printing it shows
// no Secret.
type StableTokenRequest struct {
	AppID  string
	Secret string

	// ForceRefresh kills the token in use and returns a new one: at most 20
	// times a day, at least 30 seconds apart.
	ForceRefresh bool
}

// String names the account only.
func (r StableTokenRequest) String() string { return "stable token request of " + r.AppID }

// GoString is String.
func (r StableTokenRequest) GoString() string { return r.String() }

// MarshalText is String, so that neither a log nor a JSON body holds the
// Secret.
func (r StableTokenRequest) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// A StableToken is an access token, up to 512 characters long. Printing it
// shows no AccessToken.
type StableToken struct {
	AccessToken string
	ExpiresIn   int // seconds it still lives, normally 300 to 7200
}

// String is a placeholder.
func (t StableToken) String() string { return "stable token [redacted]" }

// GoString is String.
func (t StableToken) GoString() string { return t.String() }

// MarshalText is String, so that neither a log nor a JSON body holds the
// AccessToken.
func (t StableToken) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Stable returns the account's access token. In normal mode WeChat returns the
// same token to everybody until its last five minutes, in which it returns the
// next one while both work. The tokens of /cgi-bin/token live apart.
//
// The errors to expect are 40001 and 40125 for a wrong Secret, 40013 for a
// wrong AppID, and 40164, see DeniedIP, for a caller that is not on the
// whitelist; Classify calls them Operator here.
//
// https://developers.weixin.qq.com/doc/subscription/api/base/api_getstableaccesstoken.html
//
//wechat:api POST /cgi-bin/stable_token
func (s *TokenService) Stable(ctx context.Context, r StableTokenRequest) (*StableToken, error) {
	var token text
	var expires integer
	x := call{
		method: "POST", path: stableTokenPath, open: true, secret: r.Secret,
		require: []string{"access_token", "expires_in"},
		body: struct {
			GrantType    string `json:"grant_type"`
			AppID        string `json:"appid"`
			Secret       string `json:"secret"`
			ForceRefresh bool   `json:"force_refresh"`
		}{"client_credential", r.AppID, r.Secret, r.ForceRefresh},
	}
	if err := s.client.do(ctx, x, members{"access_token": &token, "expires_in": &expires}); err != nil {
		return nil, err
	}
	if token == "" {
		return nil, &TransportError{Path: stableTokenPath, Status: http.StatusOK, Kind: KindShape, Err: errors.New("the access token is empty")}
	}
	return &StableToken{AccessToken: string(token), ExpiresIn: int(expires)}, nil
}

const stableTokenPath = "/cgi-bin/stable_token"
