package connect

import (
	"context"
	"fmt"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

const (
	// refreshUnder is how much life a token must have left to be used. In its
	// last five minutes WeChat answers normal mode with the next one.
	//
	// https://developers.weixin.qq.com/doc/subscription/api/base/api_getstableaccesstoken.html
	refreshUnder = 300 * time.Second
	// externalUnder is the same for a token of another system, which decides
	// by itself when it renews.
	externalUnder = 30 * time.Second
	// forcedPerDay and forcedApart are WeChat's limits of force_refresh (same
	// page).
	forcedPerDay = 20
	forcedApart  = 30 * time.Second
)

// token is an access token in the clear. It never leaves this package but
// through [Connect.AccessToken] and the wechat client.
type token struct {
	text    string
	expires time.Time
}

// String is a placeholder.
func (token) String() string { return "[token]" }

// AccessToken returns the account's present access token and when it ends,
// fetching one where needed. It is for the one audited call that hands the
// token to another system; nothing else may show it.
func (c *Connect) AccessToken(ctx context.Context, appID string) (text string, expires time.Time, err error) {
	a, err := c.account(ctx, appID)
	if err != nil {
		return "", time.Time{}, err
	}
	t, err := c.token(ctx, a)
	if err != nil {
		return "", time.Time{}, c.Translate(err, appID, stableTokenPath)
	}
	return t.text, t.expires, nil
}

const stableTokenPath = "/cgi-bin/stable_token"

// token returns the shared token, asking for one where none is kept or it is
// about to end.
func (c *Connect) token(ctx context.Context, a *tuwen.Account) (token, error) {
	t, _, err := c.kept(ctx, a)
	if err != nil || c.fresh(a, t) {
		return t, err
	}
	return c.renew(ctx, a, func(ctx context.Context, t token, _ store.AccessToken) (token, error) {
		if c.fresh(a, t) {
			return t, nil
		}
		return c.ask(ctx, a, false)
	})
}

// replace returns a token to try again with after WeChat rejected one: the one
// that somebody has fetched meanwhile; else what normal mode gives; and only
// where that is the rejected one, the result of one force_refresh. The error
// is for the operator, and nothing is tried again.
func (c *Connect) replace(ctx context.Context, a *tuwen.Account, rejected string) (token, error) {
	return c.renew(ctx, a, func(ctx context.Context, t token, row store.AccessToken) (token, error) {
		if t.text != rejected && c.fresh(a, t) {
			return t, nil
		}
		t, err := c.ask(ctx, a, false)
		if err != nil || t.text != rejected {
			return t, err
		}
		if a.ExternalTokenURL != "" {
			return token{}, tuwen.Errorf(tuwen.Refused, "token.external_rejected",
				"WeChat rejects the access token that the external source gives, and the source gives no other")
		}
		return c.force(ctx, a, row)
	})
}

func (c *Connect) fresh(a *tuwen.Account, t token) bool {
	under := refreshUnder
	if a.ExternalTokenURL != "" {
		under = externalUnder
	}
	return t.text != "" && t.expires.Sub(c.now()) >= under
}

// kept returns the token in the shared row; the zero token when there is
// none.
func (c *Connect) kept(ctx context.Context, a *tuwen.Account) (token, store.AccessToken, error) {
	if store.InTx(ctx) {
		return token{}, store.AccessToken{}, errInTx
	}
	var row store.AccessToken
	err := c.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		row, err = tx.AccessTokens.ByID(ctx, a.AppID)
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return token{}, row, nil
	}
	if err != nil {
		return token{}, row, fmt.Errorf("read access token: %w", err)
	}
	text, err := c.box.Open(a.AppID, FieldAccessToken, row.Token)
	if err != nil {
		return token{}, row, nil // sealed with a lost key: as if there were none
	}
	return token{text: string(text), expires: row.ExpiresAt}, row, nil
}

// renew calls get as the only one among all nodes, with the row as it is
// then.
func (c *Connect) renew(ctx context.Context, a *tuwen.Account, get func(context.Context, token, store.AccessToken) (token, error)) (token, error) {
	var got token
	err := c.Alone(ctx, "token:"+a.AppID, func(ctx context.Context) error {
		t, row, err := c.kept(ctx, a)
		if err != nil {
			return err
		}
		got, err = get(ctx, t, row)
		return err
	})
	return got, err
}

// ask asks WeChat, or the external source, for the token and keeps it.
func (c *Connect) ask(ctx context.Context, a *tuwen.Account, force bool) (token, error) {
	if a.ExternalTokenURL != "" {
		t, err := c.askSource(ctx, a)
		if err != nil {
			return token{}, err
		}
		return t, c.keep(ctx, a, t)
	}
	secret, err := c.box.Open(a.AppID, FieldAppSecret, a.AppSecret)
	if err != nil {
		return token{}, err
	}
	if len(secret) == 0 {
		return token{}, tuwen.Errorf(tuwen.Conflict, "account.no_secret", "enter the AppSecret of this account first")
	}
	got, err := c.bare(a).Token.Stable(ctx, wechat.StableTokenRequest{AppID: a.AppID, Secret: string(secret), ForceRefresh: force})
	if err != nil {
		return token{}, err
	}
	t := token{text: got.AccessToken, expires: c.now().Add(time.Duration(got.ExpiresIn) * time.Second)}
	return t, c.keep(ctx, a, t)
}

// keep stores a token for all nodes. It is done even where the caller's
// context has just ended: the token is there.
func (c *Connect) keep(ctx context.Context, a *tuwen.Account, t token) error {
	return c.change(ctx, a, func(row *store.AccessToken) {
		row.Token = c.box.Seal(a.AppID, FieldAccessToken, []byte(t.text))
		row.ExpiresAt, row.FetchedAt = t.expires, c.now()
	})
}

func (c *Connect) change(ctx context.Context, a *tuwen.Account, edit func(*store.AccessToken)) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		row, err := tx.AccessTokens.ByID(ctx, a.AppID)
		if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
			return err
		}
		edit(&row)
		return tx.AccessTokens.Put(ctx, a.AppID, row)
	})
	if err != nil {
		return fmt.Errorf("keep access token: %w", err)
	}
	return nil
}

// force asks for a new token in place of one that is rejected, as often as
// WeChat allows. The try is counted before it is made, so that a crash does
// not lose it.
func (c *Connect) force(ctx context.Context, a *tuwen.Account, row store.AccessToken) (token, error) {
	now := c.now()
	if row.ForcedDay != tuwen.BeijingDay(now) {
		row.ForcedDay, row.ForcedCount = tuwen.BeijingDay(now), 0
	}
	if row.ForcedCount >= forcedPerDay || now.Sub(row.ForcedAt) < forcedApart {
		return token{}, tuwen.Errorf(tuwen.Refused, "token.rejected",
			"WeChat rejects the access token it gives, and a new one was forced already; see which other system uses this account, or reset the AppSecret")
	}
	err := c.change(ctx, a, func(kept *store.AccessToken) {
		kept.ForcedDay, kept.ForcedCount, kept.ForcedAt = row.ForcedDay, row.ForcedCount+1, now
	})
	if err != nil {
		return token{}, err
	}
	c.log.WarnContext(ctx, "the access token was rejected; a new one is forced", "app_id", a.AppID, "today", row.ForcedCount+1)
	return c.ask(ctx, a, true)
}
