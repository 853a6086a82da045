package connect

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// sourceTimeout bounds a question to an external token source.
const sourceTimeout = 10 * time.Second

// askSource asks the external source for the account's token: GET with the
// source's own token as bearer, answered by {"access_token", "expires_in"} in
// seconds, or "expires_at", as tuwen itself answers.
func (c *Connect) askSource(ctx context.Context, a *tuwen.Account) (token, error) {
	bearer, err := c.box.Open(a.AppID, FieldExternalToken, a.ExternalToken)
	if err != nil {
		return token{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, sourceTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.ExternalTokenURL, nil)
	if err != nil {
		return token{}, sourceError("its address is none", nil)
	}
	if len(bearer) > 0 {
		req.Header.Set("Authorization", "Bearer "+string(bearer))
	}
	req.Header.Set("Accept", "application/json")
	resp, err := c.sourceHTTP().Do(req)
	if err != nil {
		return token{}, sourceError("it cannot be reached", withoutAddress(err))
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return token{}, sourceError("it answered "+http.StatusText(resp.StatusCode), nil)
	}
	var answer struct {
		AccessToken string    `json:"access_token"`
		ExpiresIn   int       `json:"expires_in"`
		ExpiresAt   time.Time `json:"expires_at"`
	}
	// A decoder's error may quote the answer, and with it the token.
	if json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&answer) != nil || answer.AccessToken == "" {
		return token{}, sourceError("its answer holds no access_token", nil)
	}
	expires := answer.ExpiresAt
	if answer.ExpiresIn > 0 {
		expires = c.now().Add(time.Duration(answer.ExpiresIn) * time.Second)
	}
	if expires.IsZero() {
		expires = c.now().Add(2 * externalUnder)
	}
	return token{text: answer.AccessToken, expires: expires}, nil
}

// sourceHTTP follows no redirect: the bearer would travel on.
func (c *Connect) sourceHTTP() *http.Client {
	h := http.Client{}
	if c.http != nil {
		h = *c.http
	}
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &h
}

func sourceError(what string, cause error) error {
	return tuwen.Errorf(tuwen.Unavailable, "token.external", "the external token source gave no token: "+what).
		With("reason", what).Because(cause)
}

// withoutAddress drops the address, whose query may hold a secret.
func withoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
