package tuwen

import (
	"errors"
	"fmt"
)

// Sealed is a secret as it is kept: ciphertext. It can be stored and opened
// by package connect; it refuses to be printed or encoded, so that no log
// line and no answer can hold it by accident.
type Sealed []byte

var errSealed = errors.New("a sealed secret is not encoded")

// MarshalJSON always fails.
func (Sealed) MarshalJSON() ([]byte, error) { return nil, errSealed }

// MarshalText always fails.
func (Sealed) MarshalText() ([]byte, error) { return nil, errSealed }

// String returns a placeholder.
func (Sealed) String() string { return "[sealed]" }

// Format writes the placeholder for every verb.
func (s Sealed) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }
