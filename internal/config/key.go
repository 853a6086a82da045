package config

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// KeyFile is the name of the key file in the data folder.
const KeyFile = "secret.key"

// Key returns the 32 bytes that seal secrets: those of the setting, else of
// the key file, which is made (mode 0600) where there is none yet.
//
// With PostgreSQL several nodes share the data, so a file of one of them
// would not do: the setting is required.
func (s Settings) Key() ([]byte, error) {
	if s.SecretKey != "" {
		return parseKey("TUWEN_SECRET_KEY", s.SecretKey)
	}
	if s.Postgres() {
		return nil, errors.New("with PostgreSQL the key must be set: TUWEN_SECRET_KEY=$(openssl rand -hex 32), the same on every node, kept apart from the database")
	}
	file := filepath.Join(s.DataDir, KeyFile)
	text, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s.makeKey(file)
	case err != nil:
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	return parseKey(file, string(bytes.TrimSpace(text)))
}

// HasKey reports whether a key is set or its file is there, so that restoring
// does not make a new one that opens nothing.
func (s Settings) HasKey() bool {
	if s.SecretKey != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(s.DataDir, KeyFile))
	return err == nil
}

func (s Settings) makeKey(file string) ([]byte, error) {
	// A database without its key file: a new key would open nothing of it.
	if _, err := os.Stat(filepath.Join(s.DataDir, "tuwen.db")); err == nil {
		return nil, fmt.Errorf("the database is there but its key file %s is not: put the file back, or set TUWEN_SECRET_KEY", file)
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	if err := os.MkdirAll(s.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("write the key file: %w", err)
	}
	return key, nil
}

func parseKey(from, text string) ([]byte, error) {
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("%s does not hold a key: 64 hexadecimal digits are needed, as openssl rand -hex 32 makes them", from)
	}
	return key, nil
}
