package tuwen

import "encoding/json"

// Given is a value in a change that can be cleared: null, which clears it, is
// told from a value that is missing, which stays as it is. The zero value is
// missing.
type Given[T any] struct {
	Is bool
	To *T // nil where it is cleared
}

// UnmarshalJSON takes a value or null.
func (g *Given[T]) UnmarshalJSON(b []byte) error {
	g.Is, g.To = true, nil
	return json.Unmarshal(b, &g.To)
}

// MarshalJSON writes a value or null; one that is missing is left out by
// omitzero.
func (g Given[T]) MarshalJSON() ([]byte, error) { return json.Marshal(g.To) }
