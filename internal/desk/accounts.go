package desk

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Accounts are the connected Official Accounts.
type Accounts struct {
	*floor
}

// All returns every account, in the order in which they were connected.
func (s *Accounts) All(ctx context.Context, actor tuwen.Actor) (all []tuwen.Account, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err = tx.Accounts.All(ctx)
		return err
	})
	return all, err
}

// ByID returns one account.
func (s *Accounts) ByID(ctx context.Context, actor tuwen.Actor, appID string) (tuwen.Account, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.Account{}, err
	}
	return s.account(ctx, appID)
}

// Create connects an account; [tuwen.Conflict] "account.exists" where it is
// connected already. It does not ask WeChat: [Accounts.Diagnose] does.
func (s *Accounts) Create(ctx context.Context, actor tuwen.Actor, in NewAccount) (tuwen.Account, error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return tuwen.Account{}, err
	}
	now := s.now()
	a := tuwen.Account{AppID: strings.TrimSpace(in.AppID), CreatedAt: now, UpdatedAt: now}
	change := AccountChange{
		Name: &in.Name, Kind: &in.Kind, Verified: &in.Verified, OriginalID: &in.OriginalID,
		AppSecret: &in.AppSecret, MessageToken: &in.MessageToken, EncodingAESKey: &in.EncodingAESKey,
		Encryption: &in.Encryption, APIBaseURL: &in.APIBaseURL,
		ExternalTokenURL: &in.ExternalTokenURL, ExternalToken: &in.ExternalToken,
	}
	if in.Encryption == "" {
		in.Encryption = tuwen.Safe
	}
	if err := s.apply(&a, change); err != nil {
		return tuwen.Account{}, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Accounts.Create(ctx, a); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "account.create", AppID: a.AppID, Subject: a.AppID, Name: a.Name})
	})
	return a, err
}

// Change changes settings and secrets. Where it changes how tokens are had,
// the kept token is forgotten.
func (s *Accounts) Change(ctx context.Context, actor tuwen.Actor, appID string, in AccountChange) (a tuwen.Account, err error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return a, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if a, err = tx.Accounts.ByID(ctx, appID); err != nil {
			return err
		}
		before := a
		if err := s.apply(&a, in); err != nil {
			return err
		}
		a.UpdatedAt = s.now()
		if err := tx.Accounts.Update(ctx, a); err != nil {
			return err
		}
		if tokenChanged(before, a, in) {
			if err := forgetToken(ctx, tx, appID); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "account.change", AppID: appID, Subject: appID, Name: a.Name, Details: accountDetails(before, a, in),
		})
	})
	return a, err
}

// Delete disconnects an account and removes everything of it here. WeChat is
// untouched.
func (s *Accounts) Delete(ctx context.Context, actor tuwen.Actor, appID string) error {
	if err := actor.May(tuwen.Admin); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := tx.Accounts.ByID(ctx, appID)
		if err != nil {
			return err
		}
		if err := tx.Accounts.Delete(ctx, appID); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "account.delete", AppID: appID, Subject: appID, Name: a.Name})
	})
}

// Diagnose tries out what the account can do, by a few calls to WeChat.
func (s *Accounts) Diagnose(ctx context.Context, actor tuwen.Actor, appID string) (tuwen.Diagnosis, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Diagnosis{}, err
	}
	d, err := s.connect.Diagnose(ctx, appID)
	if err != nil {
		return d, err
	}
	pushes, err := s.Pushes(ctx, actor, appID)
	d.Checks = append(d.Checks, pushes.Check)
	return d, err
}

// Pushes returns what came to the account's callback address, and what of it
// was refused.
func (s *Accounts) Pushes(ctx context.Context, actor tuwen.Actor, appID string) (p tuwen.Pushes, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := tx.Accounts.ByID(ctx, appID)
		if err != nil {
			return err
		}
		p, err = tx.Events.Pushes(ctx, a)
		p.Check = p.Verdict(s.now())
		return err
	})
	return p, err
}

// AccessToken hands the account's token to another system: to an
// administrator's API token only, and never without an audit entry.
func (s *Accounts) AccessToken(ctx context.Context, actor tuwen.Actor, appID string) (tuwen.HandedToken, error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return tuwen.HandedToken{}, err
	}
	if actor.TokenID == "" {
		return tuwen.HandedToken{}, tuwen.Errorf(tuwen.Forbidden, "access_token.scripts_only",
			"the access token is handed to an administrator's API token only")
	}
	// Recorded first: what was handed over without a record cannot be.
	a, err := s.account(ctx, appID)
	if err != nil {
		return tuwen.HandedToken{}, err
	}
	if err := s.recordAlone(ctx, actor, tuwen.Entry{Action: "access_token.hand", AppID: appID, Subject: appID, Name: a.Name}); err != nil {
		return tuwen.HandedToken{}, err
	}
	text, until, err := s.connect.AccessToken(ctx, appID)
	return tuwen.HandedToken{AccessToken: text, ExpiresAt: until}, err
}

// apply writes the change into the account, sealing secrets, and checks the
// whole.
func (s *Accounts) apply(a *tuwen.Account, in AccountChange) error {
	set(&a.Name, trimmed(in.Name))
	set(&a.Kind, in.Kind)
	set(&a.Verified, in.Verified)
	set(&a.OriginalID, trimmed(in.OriginalID))
	set(&a.Encryption, in.Encryption)
	set(&a.ExternalTokenURL, trimmed(in.ExternalTokenURL))
	if in.APIBaseURL != nil {
		a.APIBaseURL = strings.TrimRight(strings.TrimSpace(*in.APIBaseURL), "/")
		if a.APIBaseURL == "" {
			a.APIBaseURL = tuwen.DefaultAPIBaseURL
		}
	}
	if err := a.Check(); err != nil {
		return err
	}
	for field, text := range map[string]string{"name": a.Name, "original_id": a.OriginalID} {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			return tuwen.Errorf(tuwen.Invalid, "account."+field, "that is not a line of text").With("field", field)
		}
	}
	for _, secret := range []struct {
		field string
		value *string
		into  *tuwen.Sealed
		valid func(string) bool
		words string
	}{
		{connect.FieldAppSecret, in.AppSecret, &a.AppSecret, validSecret, "an AppSecret is letters and digits"},
		{connect.FieldMessageToken, in.MessageToken, &a.MessageToken, tuwen.ValidMessageToken, "a message token is 3 to 32 letters and digits"},
		{connect.FieldAESKey, in.EncodingAESKey, &a.AESKey, tuwen.ValidAESKey, "an EncodingAESKey is 43 letters and digits"},
		{connect.FieldExternalToken, in.ExternalToken, &a.ExternalToken, validBearer, "a token for the token source is printable text"},
	} {
		if secret.value == nil {
			continue
		}
		text := strings.TrimSpace(*secret.value)
		if text == "" {
			*secret.into = nil
			continue
		}
		if !secret.valid(text) {
			return tuwen.Errorf(tuwen.Invalid, "account."+secret.field, secret.words).With("field", secret.field)
		}
		*secret.into = s.box.Seal(a.AppID, secret.field, []byte(text))
	}
	a.HasAppSecret, a.HasMessageToken, a.HasAESKey = len(a.AppSecret) > 0, len(a.MessageToken) > 0, len(a.AESKey) > 0
	return nil
}

func set[T any](into *T, value *T) {
	if value != nil {
		*into = *value
	}
}

func trimmed(s *string) *string {
	if s == nil {
		return nil
	}
	t := strings.TrimSpace(*s)
	return &t
}

func validSecret(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

func validBearer(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

func tokenChanged(before, after tuwen.Account, in AccountChange) bool {
	return in.AppSecret != nil || in.ExternalToken != nil ||
		before.APIBaseURL != after.APIBaseURL || before.ExternalTokenURL != after.ExternalTokenURL
}

// forgetToken drops the kept access token, but not the record of forced
// refreshes, which WeChat counts by the day.
func forgetToken(ctx context.Context, tx *store.Tx, appID string) error {
	t, err := tx.AccessTokens.ByID(ctx, appID)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	t.Token, t.ExpiresAt = nil, time.Time{}
	return tx.AccessTokens.Put(ctx, appID, t)
}

// accountDetails says what changed. Of a secret it says only that it did.
func accountDetails(before, after tuwen.Account, in AccountChange) map[string]string {
	d := details{}
	d.changed("name", before.Name, after.Name)
	d.changed("kind", string(before.Kind), string(after.Kind))
	d.changed("verified", fmt.Sprint(before.Verified), fmt.Sprint(after.Verified))
	d.changed("original_id", before.OriginalID, after.OriginalID)
	d.changed("encryption", string(before.Encryption), string(after.Encryption))
	d.changed("api_base_url", before.APIBaseURL, after.APIBaseURL)
	d.changed("external_token_url", before.ExternalTokenURL, after.ExternalTokenURL)
	for field, value := range map[string]*string{
		"app_secret": in.AppSecret, "message_token": in.MessageToken,
		"encoding_aes_key": in.EncodingAESKey, "external_token": in.ExternalToken,
	} {
		switch {
		case value == nil:
		case strings.TrimSpace(*value) == "":
			d[field] = "removed"
		default:
			d[field] = "set"
		}
	}
	return d
}

// details are the values of an audit entry.
type details map[string]string

func (d details) changed(field, before, after string) {
	if before != after {
		d[field+".before"], d[field+".after"] = before, after
	}
}
