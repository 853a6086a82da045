package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of a password: 19 MiB and two passes, as OWASP names it for
// argon2id. It is written into each hash, so that it can be raised.
const (
	argonMemory = 19 << 10
	argonPasses = 2
	argonLanes  = 1
	argonKey    = 32
)

// passwords hashes and compares, two at a time: a flood of log-ins must not
// take the machine's memory.
type passwords struct {
	turns chan struct{}
	decoy string // compared with where there is no operator
}

func newPasswords() *passwords {
	salt := make([]byte, 16)
	key := make([]byte, argonKey)
	_, _ = rand.Read(salt)
	_, _ = rand.Read(key)
	return &passwords{turns: make(chan struct{}, 2), decoy: encodeHash(salt, key)}
}

func (p *passwords) turn(ctx context.Context) (done func(), err error) {
	select {
	case p.turns <- struct{}{}:
		return func() { <-p.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hash returns the password's hash in the PHC form.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	done, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	return encodeHash(salt, argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonLanes, argonKey)), nil
}

// matches reports whether the password is the hash's. It takes as long for an
// operator who does not exist, whose hash is "".
func (p *passwords) matches(ctx context.Context, password, hash string) (bool, error) {
	done, err := p.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	known := hash != ""
	if !known {
		hash = p.decoy
	}
	var memory, passes uint32
	var lanes uint8
	var salt64, key64 string
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false, fmt.Errorf("a password hash of unknown form")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false, fmt.Errorf("read a password hash: %w", err)
	}
	salt64, key64 = parts[4], parts[5]
	salt, err := base64.RawStdEncoding.DecodeString(salt64)
	if err != nil {
		return false, fmt.Errorf("read a password hash: %w", err)
	}
	key, err := base64.RawStdEncoding.DecodeString(key64)
	if err != nil {
		return false, fmt.Errorf("read a password hash: %w", err)
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && known, nil
}

func encodeHash(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}
