package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Tokens let scripts in. They are kept as a hash; the text is shown once.
type Tokens struct{ *floor }

// tokenPrefix lets a leaked token be recognized by who finds it.
const tokenPrefix = "tuwen_"

// usedPrecision is how exactly the last use of a token is known: writing it
// at every request would make every read a write.
const usedPrecision = 10 * time.Minute

// All returns every token, without its text.
func (s *Tokens) All(ctx context.Context, actor tuwen.Actor) (all []tuwen.APIToken, err error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err = tx.APITokens.All(ctx)
		return err
	})
	return all, err
}

// Create makes a token with a role.
func (s *Tokens) Create(ctx context.Context, actor tuwen.Actor, name string, role tuwen.Role) (tuwen.MadeToken, error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return tuwen.MadeToken{}, err
	}
	name, err := tuwen.PersonName(name)
	if err != nil {
		return tuwen.MadeToken{}, err
	}
	if !role.Valid() {
		return tuwen.MadeToken{}, errRole
	}
	text := tokenPrefix + secretText()
	t := tuwen.APIToken{ID: store.NewID(), Name: name, Role: role, CreatedBy: actor.Name, CreatedAt: s.now(), Hash: hashOf(text)}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.APITokens.Create(ctx, t); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "token.create", Subject: t.ID, Name: t.Name, Details: details{"role": string(t.Role)},
		})
	})
	return tuwen.MadeToken{APIToken: t, Token: text}, err
}

// Delete revokes a token.
func (s *Tokens) Delete(ctx context.Context, actor tuwen.Actor, id string) error {
	if err := actor.May(tuwen.Admin); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.APITokens.All(ctx)
		if err != nil {
			return err
		}
		if err := tx.APITokens.Delete(ctx, id); err != nil {
			return err
		}
		e := tuwen.Entry{Action: "token.delete", Subject: id}
		for _, t := range all {
			if t.ID == id {
				e.Name = t.Name
			}
		}
		return s.record(ctx, tx, actor, e)
	})
}

// Actor returns who a token's text speaks for; [tuwen.Unauthenticated]
// "token.unknown" where it is none of ours.
func (s *Tokens) Actor(ctx context.Context, text string) (tuwen.Actor, error) {
	unknown := tuwen.Errorf(tuwen.Unauthenticated, "token.unknown", "this API token is unknown or was revoked")
	if !strings.HasPrefix(text, tokenPrefix) {
		return tuwen.Actor{}, unknown
	}
	var t tuwen.APIToken
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		t, err = tx.APITokens.ByHash(ctx, hashOf(text))
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return tuwen.Actor{}, unknown
	}
	if err != nil {
		return tuwen.Actor{}, err
	}
	if now := s.now(); t.UsedAt == nil || now.Sub(*t.UsedAt) > usedPrecision {
		err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.APITokens.Touch(ctx, t.ID, now)
		})
	}
	return tuwen.Actor{TokenID: t.ID, Name: t.Name, Role: t.Role}, err
}

// secretText is 256 random bits in letters, digits, - and _.
func secretText() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashOf is how a random secret is kept. It needs no salt and no cost: it
// cannot be guessed.
func hashOf(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}
