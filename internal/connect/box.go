package connect

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// The fields that a Box seals. The name is part of what is authenticated: a
// ciphertext moved to another field, or to another account, does not open.
const (
	FieldAppSecret     = "app_secret"
	FieldMessageToken  = "message_token"
	FieldAESKey        = "encoding_aes_key"
	FieldExternalToken = "external_token"
	FieldAccessToken   = "access_token"
	FieldWebhookSecret = "webhook_secret"
)

// Box seals the secrets of accounts with AES-256-GCM. It is safe for
// concurrent use.
type Box struct{ aead cipher.AEAD }

// NewBox returns a box for a key of 32 bytes.
func NewBox(key []byte) (*Box, error) {
	if len(key) != 32 {
		return nil, fmt.Errorf("make box: the key has %d bytes, not 32", len(key))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make box: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make box: %w", err)
	}
	return &Box{aead: aead}, nil
}

// errSeal is the cause of a failure to open: it says nothing about the
// content.
var errSeal = errors.New("sealed with another key, or for another field")

// Seal returns plain sealed for one field of one account; nil for an empty
// secret, which means that there is none.
func (b *Box) Seal(appID, field string, plain []byte) tuwen.Sealed {
	if len(plain) == 0 {
		return nil
	}
	// A version byte leaves room for another cipher.
	return b.aead.Seal([]byte{1}, nil, plain, place(appID, field))
}

// Open returns what was sealed for that field of that account, nil for an
// empty one. The error is [tuwen.Internal] with the code secret.unopened: the
// key is not the one it was sealed with.
func (b *Box) Open(appID, field string, sealed tuwen.Sealed) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	if sealed[0] == 1 {
		if plain, err := b.aead.Open(nil, nil, sealed[1:], place(appID, field)); err == nil {
			return plain, nil
		}
	}
	return nil, tuwen.Errorf(tuwen.Internal, "secret.unopened",
		"a secret of this account does not open with the present key; use the key it was kept with, or enter the secret again").
		With("field", field).Because(errSeal)
}

// PushSecrets opens what an account's pushes are signed and encrypted with;
// each is "" where there is none. The error is that of [Box.Open].
func (b *Box) PushSecrets(a *tuwen.Account) (messageToken, aesKey string, err error) {
	token, err := b.Open(a.AppID, FieldMessageToken, a.MessageToken)
	if err != nil {
		return "", "", err
	}
	key, err := b.Open(a.AppID, FieldAESKey, a.AESKey)
	return string(token), string(key), err
}

func place(appID, field string) []byte { return []byte(appID + "\x00" + field) }
